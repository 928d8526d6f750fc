@NullMarked
package dev.tollgate.aws.signing;

import org.jspecify.annotations.NullMarked;
