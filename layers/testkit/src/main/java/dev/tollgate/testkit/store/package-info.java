/// Stores in memory, and what every store must do: one contract for each port, run on the ones here and on DynamoDB.
@NullMarked
package dev.tollgate.testkit.store;

import org.jspecify.annotations.NullMarked;
