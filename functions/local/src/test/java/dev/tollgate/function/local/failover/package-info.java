/// The sixteen scenarios of the public FailoverBench catalogue, over real sockets.
@NullMarked
package dev.tollgate.function.local.failover;

import org.jspecify.annotations.NullMarked;
