/// What becomes of calls, of the server and of the ledger while DynamoDB is down.
@NullMarked
package dev.tollgate.function.local.storm;

import org.jspecify.annotations.NullMarked;
