@NullMarked
package dev.tollgate.aws.secrets;

import org.jspecify.annotations.NullMarked;
