package dev.tollgate.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Optional;

/// Amounts of the catalogue: a number, or text without sign and exponent. They are exactly what is written.
final class Decimals {
    private static final int MAX_DIGITS = 15;
    private static final String WRITTEN =
            "\\d{1,%d}(\\.\\d{1,%d})?".formatted(MAX_DIGITS, MAX_DIGITS);

    private Decimals() {}

    /// Empty if it is none, is negative, or has more than 15 digits before or after the point.
    static Optional<BigDecimal> parse(JsonNode value) {
        if (value.isNumber()) {
            BigDecimal number = value.decimalValue();
            boolean sane =
                    Math.abs((long) number.scale()) <= MAX_DIGITS
                            && number.precision() <= 2 * MAX_DIGITS;
            return sane ? parse(number.toPlainString()) : Optional.empty();
        }
        return value.isTextual() ? parse(value.asText()) : Optional.empty();
    }

    private static Optional<BigDecimal> parse(String text) {
        return text.matches(WRITTEN) ? Optional.of(new BigDecimal(text)) : Optional.empty();
    }

    /// Whether the digits after the point are at most so many.
    static boolean digits(BigDecimal amount, int most) {
        return amount.stripTrailingZeros().scale() <= most;
    }
}
