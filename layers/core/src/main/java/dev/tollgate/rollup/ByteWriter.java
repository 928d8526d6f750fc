package dev.tollgate.rollup;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Bytes as they are written: numbers in as few as they need, seven bits a byte, the lowest first.
final class ByteWriter {
    private static final int FIRST_CAPACITY = 1_024;

    private byte[] bytes = new byte[FIRST_CAPACITY];
    private int size;

    void number(long number) {
        long rest = number;
        while ((rest & ~0x7FL) != 0) {
            write((byte) (rest | 0x80));
            rest >>>= 7;
        }
        write((byte) rest);
    }

    /// A number that may be below zero: near zero is short.
    void signed(long number) {
        number((number << 1) ^ (number >> 63));
    }

    void text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        number(utf8.length);
        raw(utf8);
    }

    void raw(byte[] more) {
        reserve(more.length);
        System.arraycopy(more, 0, bytes, size, more.length);
        size += more.length;
    }

    private void write(byte next) {
        reserve(1);
        bytes[size++] = next;
    }

    private void reserve(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(size + more, 2 * bytes.length));
        }
    }

    byte[] bytes() {
        return Arrays.copyOf(bytes, size);
    }
}
