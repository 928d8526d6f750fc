package dev.tollgate.aws.signing;

import dev.tollgate.http.Headers;
import dev.tollgate.http.RequestSigner;
import dev.tollgate.http.Transport;
import java.time.Clock;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;

/// Signs as the role that we run as: on Lambda the function's own. Credentials are asked for with each request, for they expire; the provider keeps them meanwhile.
public final class RoleSigner implements RequestSigner {
    private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();
    private final AwsCredentialsProvider credentials;
    private final Clock clock;

    public RoleSigner(AwsCredentialsProvider credentials, Clock clock) {
        this.credentials = credentials;
        this.clock = clock;
    }

    /// As whom the environment says: nothing is looked up before the first request.
    public static RoleSigner create(Clock clock) {
        return new RoleSigner(DefaultCredentialsProvider.builder().build(), clock);
    }

    @Override
    public Transport.Outgoing sign(Transport.Outgoing outgoing, String service, String region) {
        AwsCredentials known = known();
        SdkHttpRequest.Builder unsigned =
                SdkHttpRequest.builder()
                        .method(SdkHttpMethod.fromValue(outgoing.method()))
                        .uri(outgoing.uri());
        outgoing.headers().forEach(unsigned::appendHeader);
        SdkHttpRequest signed =
                signer.sign(request ->
                                request.identity(known)
                                        .request(unsigned.build())
                                        .payload(
                                                ContentStreamProvider.fromByteArray(
                                                        outgoing.body()))
                                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
                                        .putProperty(AwsV4HttpSigner.REGION_NAME, region)
                                        .putProperty(HttpSigner.SIGNING_CLOCK, clock))
                        .request();
        return new Transport.Outgoing(
                outgoing.method(),
                outgoing.uri(),
                Headers.copyOf(signed.headers()),
                outgoing.body());
    }

    private AwsCredentials known() {
        try {
            return credentials.resolveCredentials();
        } catch (SdkException e) {
            throw new NoCredentials("no AWS credentials", e);
        }
    }
}
