/// Tollgate on one machine: the services of all functions behind one HTTP port, with DynamoDB Local, Secrets
/// Manager and a simulated provider in the same process.
///
/// [dev.tollgate.function.local.HttpFront] is the edge; [dev.tollgate.function.local.TollgateLocal] is `main`.
@NullMarked
package dev.tollgate.function.local;

import org.jspecify.annotations.NullMarked;
