package dev.tollgate.provider.transport;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;

/// Resolves host names to public addresses only, so that a catalogue can't make the gateway reach into its own network.
/// The check is made on the addresses that are connected to, hence a name that changes its mind gains nothing.
final class PublicAddresses implements DnsResolver {

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        InetAddress[] all = SystemDefaultDnsResolver.INSTANCE.resolve(host);
        InetAddress[] open =
                Arrays.stream(all).filter(PublicAddresses::isPublic).toArray(InetAddress[]::new);
        if (open.length == 0) {
            throw new UnknownHostException(
                    host + " has a private address only; that needs allowPrivateNetwork: true");
        }
        return open;
    }

    @Override
    public String resolveCanonicalHostname(String host) throws UnknownHostException {
        return SystemDefaultDnsResolver.INSTANCE.resolveCanonicalHostname(host);
    }

    static boolean isPublic(InetAddress address) {
        return !address.isLoopbackAddress()
                && !address.isAnyLocalAddress()
                && !address.isLinkLocalAddress()
                && !address.isSiteLocalAddress()
                && !address.isMulticastAddress()
                && !isReserved(address.getAddress());
    }

    /// Networks that the JDK has no question for: 0/8, 100.64/10, 192.0.0/24, 198.18/15, 240/4; fc00::/7, and
    /// 64:ff9b::/96, behind which every IPv4 address can be reached. Source: IANA special-purpose address registries.
    private static boolean isReserved(byte[] address) {
        int first = address[0] & 0xFF;
        int second = address[1] & 0xFF;
        if (address.length == 16) {
            boolean translated = first == 0 && second == 0x64 && (address[2] & 0xFF) == 0xFF;
            return (first & 0xFE) == 0xFC || (translated && (address[3] & 0xFF) == 0x9B);
        }
        return first == 0
                || first >= 240
                || (first == 100 && (second & 0xC0) == 64)
                || (first == 192 && second == 0 && address[2] == 0)
                || (first == 198 && (second & 0xFE) == 18);
    }
}
