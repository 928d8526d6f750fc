package dev.tollgate.usage;

import java.math.BigDecimal;

/// Amounts of money: whole nano-dollars (1e-9 USD), never floating point.
public final class Money {
    private static final int NANO_DIGITS = 9;

    private Money() {}

    /// An amount in dollars, as plain decimal text without needless zeros: `0.000123`.
    public static String usd(long nanoUsd) {
        return BigDecimal.valueOf(nanoUsd, NANO_DIGITS).stripTrailingZeros().toPlainString();
    }
}
