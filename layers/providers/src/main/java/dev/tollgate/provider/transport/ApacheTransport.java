package dev.tollgate.provider.transport;

import dev.tollgate.http.Transport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/// [Transport] over Apache HttpClient's blocking client, which parks virtual threads well. Connections are pooled and kept for a minute.
public final class ApacheTransport implements Transport, AutoCloseable {
    private static final int MAX_CONNECTIONS = 2_000;
    private static final int MAX_CONNECTIONS_PER_HOST = 1_000;
    private static final Timeout CONNECT_TIMEOUT = Timeout.ofSeconds(5);
    private static final TimeValue KEEP_ALIVE = TimeValue.ofSeconds(60);
    private static final TimeValue VALIDATE_AFTER = TimeValue.ofMilliseconds(500);

    private final CloseableHttpClient client;
    private final Watchdog watchdog = new Watchdog();

    private ApacheTransport(DnsResolver resolver) {
        client =
                HttpClients.custom()
                        .setConnectionManager(
                                PoolingHttpClientConnectionManagerBuilder.create()
                                        .setDnsResolver(resolver)
                                        .setPoolConcurrencyPolicy(PoolConcurrencyPolicy.LAX)
                                        .setMaxConnTotal(MAX_CONNECTIONS)
                                        .setMaxConnPerRoute(MAX_CONNECTIONS_PER_HOST)
                                        .setDefaultSocketConfig(
                                                SocketConfig.custom().setTcpNoDelay(true).build())
                                        .setDefaultConnectionConfig(
                                                ConnectionConfig.custom()
                                                        .setConnectTimeout(CONNECT_TIMEOUT)
                                                        .setValidateAfterInactivity(VALIDATE_AFTER)
                                                        .setTimeToLive(KEEP_ALIVE)
                                                        .build())
                                        .build())
                        .setDefaultRequestConfig(
                                RequestConfig.custom()
                                        .setConnectionRequestTimeout(CONNECT_TIMEOUT)
                                        .setConnectionKeepAlive(KEEP_ALIVE)
                                        .setExpectContinueEnabled(false)
                                        .build())
                        .disableAutomaticRetries()
                        .disableRedirectHandling()
                        .disableCookieManagement()
                        .disableAuthCaching()
                        .disableContentCompression()
                        .disableDefaultUserAgent()
                        .build();
    }

    /// Reaches public addresses only.
    public static ApacheTransport publicOnly() {
        return new ApacheTransport(new PublicAddresses());
    }

    /// Reaches any address, the private and the loopback ones too.
    public static ApacheTransport anywhere() {
        return new ApacheTransport(SystemDefaultDnsResolver.INSTANCE);
    }

    @Override
    public Reply send(Outgoing outgoing, Duration timeout, Duration lifetime) throws IOException {
        HttpUriRequestBase request = new HttpUriRequestBase(outgoing.method(), outgoing.uri());
        outgoing.headers().forEach(request::addHeader);
        if (outgoing.body().length > 0) {
            request.setEntity(new ByteArrayEntity(outgoing.body(), ContentType.APPLICATION_JSON));
        }
        Watchdog.Watch watch = watchdog.watch(request::cancel, timeout, lifetime);
        try {
            ClassicHttpResponse response = client.executeOpen(null, request, null);
            return new ApacheReply(response, request::cancel, watch);
        } catch (IOException e) {
            watch.settle();
            throw watch.expired() ? new TimedOut("no answer within " + timeout) : e;
        }
    }

    @Override
    public void close() {
        watchdog.close();
        try {
            client.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
