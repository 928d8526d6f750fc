package dev.tollgate.function.local;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;

/// The lines of a log, one after another. What a line has beyond [#MAX_LINE_CHARS] is passed over.
final class LogLines {
    /// More than CloudWatch takes in one event, many times over: an export may hold many events in one line.
    static final int MAX_LINE_CHARS = 16 * 1024 * 1024;

    private final BufferedReader log;
    private String text = "";
    private long number;

    LogLines(Reader log) {
        this.log = new BufferedReader(log);
    }

    /// Goes on to the next line.
    ///
    /// @return false if there is none
    boolean next() throws IOException {
        StringBuilder line = new StringBuilder();
        int read = log.read();
        if (read < 0) {
            return false;
        }
        for (; read >= 0 && read != '\n'; read = log.read()) {
            if (line.length() < MAX_LINE_CHARS) {
                line.append((char) read);
            }
        }
        text = line.toString();
        number++;
        return true;
    }

    String text() {
        return text;
    }

    /// From 1.
    long number() {
        return number;
    }
}
