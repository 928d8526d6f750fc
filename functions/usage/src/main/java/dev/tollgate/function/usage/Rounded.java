package dev.tollgate.function.usage;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/// Division of whole numbers, half up.
final class Rounded {
    private Rounded() {}

    static long divide(BigInteger dividend, long divisor) {
        return new BigDecimal(dividend)
                .divide(BigDecimal.valueOf(divisor), 0, RoundingMode.HALF_UP)
                .longValueExact();
    }
}
