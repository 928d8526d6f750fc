package dev.tollgate.testkit.sim.bedrock;

import dev.tollgate.testkit.sim.dialect.Refused;
import dev.tollgate.testkit.sim.dialect.Request;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// The header by which a request says who signed it, with what and how. Every access key whose id
/// begins with `AKIDSIMULATED` has the secret `sim-secret`; nobody else is known.
record Authorization(String keyId, String scope, List<String> signedHeaders, String signature) {

    private static final Pattern HEADER =
            Pattern.compile(
                    SigV4.ALGORITHM
                            + " Credential=([^/,\\s]+)/([^,\\s]+), *SignedHeaders=([^,\\s]+),"
                            + " *Signature=([0-9a-f]{64})");
    private static final Pattern SCOPE =
            Pattern.compile("(\\d{8})/[a-z0-9-]+/bedrock/aws4_request");
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);
    private static final Duration TOLERANCE = Duration.ofMinutes(5);
    private static final String KNOWN = "AKIDSIMULATED";
    private static final String SECRET = "sim-secret";
    private static final String MISMATCH =
            "The request signature we calculated does not match the signature you provided. Check"
                    + " your AWS Secret Access Key and signing method. Consult the service"
                    + " documentation for details.";

    Authorization {
        signedHeaders = List.copyOf(signedHeaders);
    }

    /// Reads it.
    ///
    /// @throws Refused if there is none, or it is not one for Bedrock
    static Authorization of(Request request) {
        var header =
                request.header("authorization")
                        .orElseThrow(() ->
                                BedrockErrors.refused(
                                        403,
                                        "MissingAuthenticationTokenException",
                                        "Missing Authentication Token"));
        var match = HEADER.matcher(header);
        if (!match.matches()) {
            throw BedrockErrors.refused(
                    403,
                    "IncompleteSignatureException",
                    "Authorization header requires 'Credential', 'Signature' and 'SignedHeaders'"
                            + " parameters.");
        }
        if (!SCOPE.matcher(match.group(2)).matches()) {
            throw invalid(
                    "Credential should be scoped to a valid region and correct service:"
                            + " 'bedrock'.");
        }
        return new Authorization(
                match.group(1),
                match.group(2),
                List.of(match.group(3).split(";", -1)),
                match.group(4));
    }

    /// The id of the access key, if the request was signed with its secret just now.
    String verified(Request request, Instant now) {
        if (!keyId.startsWith(KNOWN)) {
            throw new Refused(errors -> errors.badKey(keyId));
        }
        var date = request.header("x-amz-date").orElse("");
        checkHeaders(request);
        checkDate(date, now);
        var expected = new SigV4(date, scope, signedHeaders).signature(request, SECRET);
        if (!MessageDigest.isEqual(
                expected.getBytes(StandardCharsets.US_ASCII),
                signature.getBytes(StandardCharsets.US_ASCII))) {
            throw invalid(MISMATCH);
        }
        return keyId;
    }

    private void checkHeaders(Request request) {
        if (!signedHeaders.equals(signedHeaders.stream().sorted().distinct().toList())) {
            throw invalid(MISMATCH);
        }
        for (var name : List.of("host", "x-amz-date", "x-amz-security-token")) {
            boolean needed = !name.endsWith("token") || request.header(name).isPresent();
            if (needed && !signedHeaders.contains(name)) {
                throw invalid("'" + name + "' must be a 'SignedHeader' in the AWS Authorization.");
            }
        }
        var payload = request.header("x-amz-content-sha256");
        if (payload.isPresent() && !payload.get().equals(SigV4.hex(SigV4.sha256(request.body())))) {
            throw invalid(MISMATCH);
        }
    }

    private void checkDate(String date, Instant now) {
        var signed = instant(date);
        if (!date.startsWith(scope.substring(0, 8))) {
            throw invalid(
                    "Date in Credential scope does not match YYYYMMDD from ISO-8601 version"
                            + " of date from HTTP");
        }
        if (signed.isBefore(now.minus(TOLERANCE))) {
            throw invalid(
                    "Signature expired: "
                            + date
                            + " is now earlier than "
                            + DATE.format(now.minus(TOLERANCE)));
        }
        if (signed.isAfter(now.plus(TOLERANCE))) {
            throw invalid(
                    "Signature not yet current: "
                            + date
                            + " is still later than "
                            + DATE.format(now.plus(TOLERANCE)));
        }
    }

    private static Instant instant(String date) {
        try {
            return DATE.parse(date, Instant::from);
        } catch (DateTimeParseException e) {
            throw invalid("Date must be in ISO-8601 'basic format'. Got '" + date + "'.");
        }
    }

    private static Refused invalid(String message) {
        return BedrockErrors.refused(403, "InvalidSignatureException", message);
    }
}
