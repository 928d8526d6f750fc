package dev.tollgate.usage;

import java.util.Locale;
import java.util.function.ToLongFunction;

/// Kinds of tokens that have prices of their own. Each token of a call is in one of them: see [Usage].
@SuppressWarnings("ImmutableEnumChecker") // every function here is stateless
public enum TokenClass {
    INPUT(usage ->
            usage.input()
                    - usage.cacheRead()
                    - usage.cacheWrite()
                    - usage.cacheWriteLong()
                    - (usage.inputAudio() - usage.cacheReadAudio())
                    - usage.inputImage()),
    CACHE_READ(usage -> usage.cacheRead() - usage.cacheReadAudio()),
    CACHE_WRITE(Usage::cacheWrite),
    CACHE_WRITE_1H(Usage::cacheWriteLong),
    INPUT_AUDIO(usage -> usage.inputAudio() - usage.cacheReadAudio()),
    CACHE_READ_AUDIO(Usage::cacheReadAudio),
    INPUT_IMAGE(Usage::inputImage),
    OUTPUT(usage -> usage.output() - usage.reasoning() - usage.outputAudio() - usage.outputImage()),
    REASONING(Usage::reasoning),
    OUTPUT_AUDIO(Usage::outputAudio),
    OUTPUT_IMAGE(Usage::outputImage);

    private final ToLongFunction<Usage> of;

    TokenClass(ToLongFunction<Usage> of) {
        this.of = of;
    }

    /// How many of the tokens are of this class.
    public long of(Usage usage) {
        return of.applyAsLong(usage);
    }

    /// Whether the model has read them, and not written them.
    public boolean isInput() {
        return compareTo(OUTPUT) < 0;
    }

    /// The class whose rate it takes where it has none of its own; itself for plain input and output.
    TokenClass whole() {
        return switch (this) {
            case INPUT, CACHE_READ, CACHE_WRITE, INPUT_AUDIO, INPUT_IMAGE -> INPUT;
            case CACHE_WRITE_1H -> CACHE_WRITE;
            case CACHE_READ_AUDIO -> INPUT_AUDIO;
            case OUTPUT, REASONING, OUTPUT_AUDIO, OUTPUT_IMAGE -> OUTPUT;
        };
    }

    /// The name in records and reports: `cache_read`.
    public String written() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The name of its rate in price lists: `cacheRead`.
    public String inPrices() {
        StringBuilder name = new StringBuilder();
        for (String word : written().split("_", -1)) {
            name.append(
                    name.isEmpty()
                            ? word
                            : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
        }
        return name.toString();
    }
}
