/// What a call used and what that costs: tokens by class, prices, exact money.
@NullMarked
package dev.tollgate.usage;

import org.jspecify.annotations.NullMarked;
