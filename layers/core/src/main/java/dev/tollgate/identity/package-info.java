/// Who calls: virtual keys, the principals behind them, and the secrets that never print themselves.
@NullMarked
package dev.tollgate.identity;

import org.jspecify.annotations.NullMarked;
