package dev.tollgate.testkit.sim;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;

/// A file with one line for every call: its `x-client-request-id` (`-` without one), a tab, its
/// model. Each line is one append handed to the operating system, so it outlives a killed process.
record CallLog(FileChannel file) implements Consumer<Received> {

    /// A log that keeps nothing.
    static Consumer<Received> off() {
        return received -> {};
    }

    static Consumer<Received> to(Path path) throws IOException {
        return new CallLog(
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
    }

    @Override
    public void accept(Received received) {
        if (!received.isCall()) {
            return;
        }
        var line = received.header("x-client-request-id").orElse("-") + "\t" + received.model();
        try {
            var bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
