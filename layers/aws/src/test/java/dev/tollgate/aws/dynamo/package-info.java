@NullMarked
package dev.tollgate.aws.dynamo;

import org.jspecify.annotations.NullMarked;
