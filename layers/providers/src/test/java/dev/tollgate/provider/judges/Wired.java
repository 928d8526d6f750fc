package dev.tollgate.provider.judges;

import dev.tollgate.catalog.ModelFacts;
import dev.tollgate.provider.Calls;
import dev.tollgate.provider.openai.Host;
import dev.tollgate.provider.openai.OpenAi;
import dev.tollgate.provider.wire.Provider;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/// A wire under judgement.
///
/// @param tongue its name, and that of the callers' language that is the same
/// @param home the vendor that it comes from
/// @param paths of the exchanges that it was spoken in
/// @param provider one that speaks it, by the name of its recordings
/// @param witness who reads the same independently
record Wired(
        String tongue,
        String home,
        Pattern paths,
        Function<String, Provider> provider,
        Witness witness) {
    /// One line for each wire.
    static final List<Wired> ALL =
            List.of(
                    of(
                            "openai",
                            "openai",
                            ".*/(chat/completions|embeddings)",
                            Wired::openAi,
                            new ChatWitness()));

    private static Wired of(
            String tongue,
            String home,
            String paths,
            Function<String, Provider> provider,
            Witness witness) {
        return new Wired(tongue, home, Pattern.compile(paths), provider, witness);
    }

    static Optional<Wired> of(Exchange exchange) {
        return ALL.stream().filter(it -> it.paths.matcher(exchange.path()).matches()).findFirst();
    }

    static Optional<Wired> named(String tongue) {
        return ALL.stream().filter(it -> it.tongue.equals(tongue)).findFirst();
    }

    private static Provider openAi(String vendor) {
        Host host = Host.of(vendor);
        URI here = URI.create("https://host.example/v1");
        return OpenAi.at(host, host.baseUrl().orElse(here), ModelFacts.UNKNOWN, Calls.ESTIMATE);
    }
}
