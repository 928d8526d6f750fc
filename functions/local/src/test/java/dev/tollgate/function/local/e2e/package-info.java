/// The whole system over real sockets: the local server, the simulated provider, official SDKs as callers.
@NullMarked
package dev.tollgate.function.local.e2e;

import org.jspecify.annotations.NullMarked;
