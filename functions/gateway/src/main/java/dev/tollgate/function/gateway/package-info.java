/// The data plane as a Lambda function.
@NullMarked
package dev.tollgate.function.gateway;

import org.jspecify.annotations.NullMarked;
