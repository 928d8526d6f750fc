package dev.tollgate.usage;

/// Tokens of one answer, by class. Totals hold their parts: `input` counts cached, written, audio and image tokens too, `output` reasoning, audio and images. [TokenClass] takes them apart:
/// what was written to the cache counts as that and nothing else, what was read from it as that or as cached audio.
///
/// @param cacheRead input read from the provider's cache
/// @param cacheWrite input written to it for the usual time (5 minutes where there is a choice)
/// @param cacheWriteLong input written to it for an hour
/// @param inputAudio audio, what was read from the cache included
/// @param inputImage images, what was read from the cache left out
/// @param estimated the provider gave no count; see [Estimate]
public record Usage(
        long input,
        long cacheRead,
        long cacheWrite,
        long cacheWriteLong,
        long inputAudio,
        long cacheReadAudio,
        long inputImage,
        long output,
        long reasoning,
        long outputAudio,
        long outputImage,
        boolean estimated) {

    /// A part greater than its total is cut to it: Grok on Azure tells of more cached tokens than there were. Audio that can't all have been
    /// new was read from the cache: OpenAI does not say which of the cached tokens were audio.
    public Usage {
        input = Math.max(0, input);
        cacheRead = Math.clamp(cacheRead, 0, input);
        cacheWrite = Math.clamp(cacheWrite, 0, input - cacheRead);
        cacheWriteLong = Math.clamp(cacheWriteLong, 0, input - cacheRead - cacheWrite);
        long fresh = input - cacheRead - cacheWrite - cacheWriteLong;
        inputAudio = Math.clamp(inputAudio, 0, fresh + cacheRead);
        cacheReadAudio =
                Math.clamp(
                        cacheReadAudio,
                        Math.max(0, inputAudio - fresh),
                        Math.min(cacheRead, inputAudio));
        inputImage = Math.clamp(inputImage, 0, fresh - (inputAudio - cacheReadAudio));
        output = Math.max(0, output);
        reasoning = Math.clamp(reasoning, 0, output);
        outputAudio = Math.clamp(outputAudio, 0, output - reasoning);
        outputImage = Math.clamp(outputImage, 0, output - reasoning - outputAudio);
    }

    /// Tokens among which there are none of images.
    public Usage(
            long input,
            long cacheRead,
            long cacheWrite,
            long cacheWriteLong,
            long inputAudio,
            long cacheReadAudio,
            long output,
            long reasoning,
            long outputAudio,
            boolean estimated) {
        this(
                input,
                cacheRead,
                cacheWrite,
                cacheWriteLong,
                inputAudio,
                cacheReadAudio,
                0,
                output,
                reasoning,
                outputAudio,
                0,
                estimated);
    }

    public static Usage of(long input, long output) {
        return new Usage(input, 0, 0, 0, 0, 0, output, 0, 0, false);
    }

    public static Usage estimate(long input, long output) {
        return new Usage(input, 0, 0, 0, 0, 0, output, 0, 0, true);
    }

    /// The same where the answer was cut before its tokens were counted: then we count what of it has come.
    public Usage withOutputOf(long tokens) {
        return new Usage(
                input,
                cacheRead,
                cacheWrite,
                cacheWriteLong,
                inputAudio,
                cacheReadAudio,
                inputImage,
                Math.max(output, tokens),
                reasoning,
                outputAudio,
                outputImage,
                true);
    }

    /// Both together; an estimate if one of them is.
    public Usage plus(Usage other) {
        return new Usage(
                input + other.input,
                cacheRead + other.cacheRead,
                cacheWrite + other.cacheWrite,
                cacheWriteLong + other.cacheWriteLong,
                inputAudio + other.inputAudio,
                cacheReadAudio + other.cacheReadAudio,
                inputImage + other.inputImage,
                output + other.output,
                reasoning + other.reasoning,
                outputAudio + other.outputAudio,
                outputImage + other.outputImage,
                estimated || other.estimated);
    }

    /// What is left without a part of it.
    public Usage minus(Usage part) {
        return new Usage(
                input - part.input,
                cacheRead - part.cacheRead,
                cacheWrite - part.cacheWrite,
                cacheWriteLong - part.cacheWriteLong,
                inputAudio - part.inputAudio,
                cacheReadAudio - part.cacheReadAudio,
                inputImage - part.inputImage,
                output - part.output,
                reasoning - part.reasoning,
                outputAudio - part.outputAudio,
                outputImage - part.outputImage,
                estimated);
    }

    /// Whether there are no tokens: then there is nothing to pay, whatever the price.
    public boolean isNone() {
        return input == 0 && output == 0;
    }

    public static Usage none() {
        return of(0, 0);
    }
}
