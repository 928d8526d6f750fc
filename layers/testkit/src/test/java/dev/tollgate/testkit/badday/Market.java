package dev.tollgate.testkit.badday;

import dev.tollgate.routing.Degrade;
import dev.tollgate.routing.Failure.Kind;
import dev.tollgate.routing.ModelFacts;
import dev.tollgate.routing.ModelFacts.Capability;
import dev.tollgate.routing.Plan;
import dev.tollgate.routing.Target;
import dev.tollgate.usage.Price;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// The models that there are, what they cost, and the aliases that lead to them.
final class Market {
    static final Target ALPHA = Target.parse("alpha/large");
    static final Target BETA = Target.parse("beta/large");
    static final Target GAMMA = Target.parse("gamma/large");
    static final Target DELTA = Target.parse("delta/wide");
    static final Target ALPHA_SMALL = Target.parse("alpha/small");
    static final Target GAMMA_SMALL = Target.parse("gamma/small");

    static final int NARROW = 4_096;
    private static final int WIDE = 131_072;

    /// USD per million tokens. They differ by 60 percent at most between what one alias leads to.
    static final Map<Target, Price> PRICES =
            Map.of(
                    ALPHA, price("2.50", "10"),
                    BETA, price("3", "12"),
                    GAMMA, price("3.50", "14"),
                    DELTA, price("4", "16"),
                    ALPHA_SMALL, price("0.40", "1.60"),
                    GAMMA_SMALL, price("0.50", "2"));

    static final Map<Target, ModelFacts> MODELS =
            Map.of(
                    ALPHA, window(NARROW),
                    BETA, window(NARROW),
                    GAMMA, window(NARROW),
                    DELTA, window(WIDE),
                    ALPHA_SMALL, window(WIDE),
                    GAMMA_SMALL, window(WIDE));

    static final Map<String, Plan> ALIASES =
            Map.of(
                    "chat",
                    plan(
                            List.of(ALPHA, BETA, GAMMA, DELTA),
                            Map.of(
                                    Kind.CONTEXT_LENGTH,
                                    List.of(DELTA),
                                    Kind.CONTENT_POLICY,
                                    List.of(BETA)),
                            2,
                            Duration.ofSeconds(45)),
                    "fast",
                    plan(
                            List.of(ALPHA_SMALL, GAMMA_SMALL),
                            Map.of(Kind.CONTENT_POLICY, List.of(GAMMA_SMALL)),
                            1,
                            Duration.ofSeconds(16)));

    private Market() {}

    static ModelFacts facts(Target target) {
        return MODELS.getOrDefault(target, ModelFacts.UNKNOWN);
    }

    /// Timeouts are the usual shares of the deadline.
    private static Plan plan(
            List<Target> targets, Map<Kind, List<Target>> detours, int retries, Duration deadline) {
        return new Plan(
                targets,
                Optional.empty(),
                detours,
                Optional.empty(),
                Optional.<Degrade>empty(),
                retries,
                deadline.dividedBy(2),
                deadline.dividedBy(5),
                deadline.dividedBy(4),
                deadline);
    }

    static boolean isSmall(Target target) {
        return target.model().equals("small");
    }

    private static ModelFacts window(int tokens) {
        return new ModelFacts(
                OptionalInt.empty(), OptionalInt.of(tokens), EnumSet.allOf(Capability.class));
    }

    private static Price price(String input, String output) {
        return new Price(
                Price.Rates.of(new BigDecimal(input), new BigDecimal(output)),
                List.of(),
                "the market",
                "2026-11-23",
                Price.Validity.ALWAYS);
    }
}
