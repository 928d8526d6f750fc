/// Limits and budgets: how much may pass, in which time, for whom; right across any number of sandboxes.
@NullMarked
package dev.tollgate.limits;

import org.jspecify.annotations.NullMarked;
