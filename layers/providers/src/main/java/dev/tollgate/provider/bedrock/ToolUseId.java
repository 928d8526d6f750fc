package dev.tollgate.provider.bedrock;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/// A call's id as Bedrock takes it. Ids of other providers that it would refuse, such as `functions.weather:0`, are replaced, the same by the same, so that results still find their calls.
final class ToolUseId {
    private static final Pattern TAKEN = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private ToolUseId() {}

    static String of(String id) {
        return TAKEN.matcher(id).matches() ? id : "call_" + digest(id);
    }

    private static String digest(String id) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(id.getBytes(UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
