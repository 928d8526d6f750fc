/// The ledger: one record a call, durable before anything is sent, settled exactly once.
@NullMarked
package dev.tollgate.ledger;

import org.jspecify.annotations.NullMarked;
