package io.raftelection.watch;

import java.net.URI;
import java.net.URISyntaxException;

/** Reads the addresses of HTTP servers. */
public final class HttpAddress {
    private HttpAddress() {}

    /**
     * {@return a URL of a server, for example {@code http://127.0.0.1:8500/v1/agent/self}}
     *
     * @param text {@code host:port}, or a URL with {@code http} or {@code https}
     * @param defaultPort the port if the text has none
     * @param defaultPath the path if the text has none
     * @throws IllegalArgumentException if the text is not such a URL; the message says what was expected
     */
    public static URI of(String text, int defaultPort, String defaultPath) {
        int slash = text.indexOf('/', text.contains("://") ? text.indexOf("://") + 3 : 0);
        var server = of(slash < 0 ? text : text.substring(0, slash), defaultPort);
        var path = slash < 0 || slash == text.length() - 1 ? defaultPath : text.substring(slash);
        try {
            return new URI(server + path);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(Reason.printable(text) + ": is not a URL", e);
        }
    }

    /**
     * {@return the address of a server, for example {@code http://127.0.0.1:2379}, without a path}
     *
     * @param text {@code host:port}, or a URL with {@code http} or {@code https}
     * @param defaultPort the port if the text has none
     * @throws IllegalArgumentException if the text is not such an address; the message says what was expected
     */
    public static URI of(String text, int defaultPort) {
        var expected = ", expected for example http://127.0.0.1:" + defaultPort;
        URI uri;
        try {
            uri = new URI(text.contains("://") ? text : "http://" + text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(Reason.printable(text) + ": is not an address" + expected, e);
        }
        var scheme = String.valueOf(uri.getScheme());
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new IllegalArgumentException(Reason.printable(text) + ": has the scheme " + scheme + expected);
        }
        if (uri.getHost() == null || uri.getPort() > 65_535 || uri.getPort() == 0) {
            throw new IllegalArgumentException(Reason.printable(text) + ": has no valid host and port" + expected);
        }
        if (uri.getUserInfo() != null) {
            throw new IllegalArgumentException("address of " + uri.getHost() + ": has a user, expected none");
        }
        boolean hasMore = uri.getQuery() != null
                || uri.getFragment() != null
                || uri.getPath().length() > 1;
        if (hasMore) {
            throw new IllegalArgumentException(Reason.printable(text) + ": has more than a host and a port" + expected);
        }
        return URI.create(scheme + "://" + uri.getHost() + ":" + (uri.getPort() < 0 ? defaultPort : uri.getPort()));
    }
}
