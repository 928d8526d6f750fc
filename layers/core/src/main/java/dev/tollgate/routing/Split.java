package dev.tollgate.routing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// A weighted choice between targets, so that they can be compared.
///
/// @param stickyBy the tag, or `user`, whose value decides: the same value always gets the same variant. Empty: chance decides
public record Split(List<Variant> variants, Optional<String> stickyBy) {
    private static final double TWO_TO_53 = 0x1p53;

    public Split {
        variants = List.copyOf(variants);
    }

    /// The variant of one call.
    ///
    /// The same value always gets the same, whatever the sandbox and the order of variants; when weights change, only as many values move as have to
    /// (weighted rendezvous hashing: each variant scores `-weight / ln(u)`, the highest wins; `u`, between 0 and 1, is made of the first 53 bits of
    /// SHA-256 over alias, value and the variant's name in UTF-8, each followed by a zero byte).
    ///
    /// @param sticky empty: chance decides
    Variant choose(String alias, Optional<String> sticky, RandomGenerator random) {
        return sticky.map(value -> stickTo(alias, value)).orElseGet(() -> anyOf(random));
    }

    private Variant stickTo(String alias, String value) {
        Variant best = variants.getFirst();
        double highest = 0;
        for (Variant variant : variants) {
            double score = -variant.weight / StrictMath.log(fraction(alias, value, variant.name));
            if (score > highest) {
                best = variant;
                highest = score;
            }
        }
        return best;
    }

    private Variant anyOf(RandomGenerator random) {
        long left =
                random.nextLong(Math.max(1, variants.stream().mapToLong(Variant::weight).sum()));
        for (Variant variant : variants) {
            left -= variant.weight;
            if (left < 0) {
                return variant;
            }
        }
        return variants.getFirst();
    }

    private static double fraction(String... words) {
        try {
            MessageDigest hash = MessageDigest.getInstance("SHA-256");
            for (String word : words) {
                hash.update(word.getBytes(UTF_8));
                hash.update((byte) 0);
            }
            long bits = ByteBuffer.wrap(hash.digest()).getLong() >>> 11;
            return (bits + 0.5) / TWO_TO_53;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /// All targets, the heaviest first.
    List<Target> byWeight() {
        return variants.stream()
                .sorted(Comparator.comparingInt(Variant::weight).reversed())
                .map(Variant::target)
                .toList();
    }

    /// @param name what reports call it: the tag `variant` of the call
    /// @param weight its share of the sum of all weights
    public record Variant(String name, Target target, int weight) {}
}
