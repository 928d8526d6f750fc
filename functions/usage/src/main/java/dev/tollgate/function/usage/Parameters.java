package dev.tollgate.function.usage;

import dev.tollgate.api.ApiError;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a request asks for behind its question mark.
record Parameters(Map<String, List<String>> all) {

    /// The value of a parameter that is given once at most.
    Optional<String> one(String name) {
        List<String> given = all.getOrDefault(name, List.of());
        if (given.size() > 1) {
            throw invalid(name, "need one value, got " + given.size());
        }
        return given.stream().findFirst().map(String::strip);
    }

    boolean flag(String name) {
        return switch (one(name).orElse("false")) {
            case "true" -> true;
            case "false" -> false;
            case String _ -> throw invalid(name, "need true or false");
        };
    }

    /// A whole number within bounds.
    int count(String name, int otherwise, int max) {
        return decimal(name, BigDecimal.ONE, BigDecimal.valueOf(max))
                .map(number -> {
                    try {
                        return number.intValueExact();
                    } catch (ArithmeticException _) {
                        throw invalid(name, "need a whole number");
                    }
                })
                .orElse(otherwise);
    }

    /// A number within bounds, in plain digits.
    Optional<BigDecimal> decimal(String name, BigDecimal min, BigDecimal max) {
        return one(name)
                .map(text -> {
                    if (!text.matches("[0-9]{1,18}(\\.[0-9]{1,18})?")) {
                        throw invalid(name, "need a number, such as 10 or 2.5");
                    }
                    BigDecimal number = new BigDecimal(text);
                    if (number.compareTo(min) < 0 || number.compareTo(max) > 0) {
                        throw invalid(
                                name,
                                "need %s to %s, got %s"
                                        .formatted(min.toPlainString(), max.toPlainString(), text));
                    }
                    return number;
                });
    }

    static ApiError invalid(String param, String message) {
        return ApiError.badRequest("invalid_value", "'" + param + "': " + message + ".", param);
    }
}
