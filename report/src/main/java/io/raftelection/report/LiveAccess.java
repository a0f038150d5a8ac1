package io.raftelection.report;

import com.sun.net.httpserver.Headers;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Decides whether a request may read a page. A page of another site cannot: its {@code Host} is another one if its name
 * was pointed here, and otherwise its {@code Origin} is.
 */
final class LiveAccess {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    /** An address in numbers, which no name server can point elsewhere. */
    private static final Pattern NUMBERS = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|\\[[0-9a-f:.]+(%[0-9a-z._-]+)?]");

    private static final String BEARER = "Bearer ";

    private final boolean isLoopback;
    private final String own;
    private final Set<String> hosts;
    private final String cookie;
    private final Optional<byte[]> token;
    private final String session;

    /**
     * Creates the rules.
     *
     * @param address the address of the page, whose name is known; if it is a loopback one, only this machine connects
     * @param hosts the names under which the page may be opened, besides those of this machine
     * @param token the token; empty if none is needed
     * @param port the port, since cookies do not distinguish ports
     */
    LiveAccess(InetAddress address, Set<String> hosts, Optional<String> token, int port) {
        this.isLoopback = address.isLoopbackAddress();
        this.own = LiveServer.shown(address).toLowerCase(Locale.ROOT);
        this.hosts = hosts;
        this.cookie = "raft-election-page-" + port;
        this.token = token.map(LiveAccess::hash);
        this.session = token.map(LiveAccess::session).orElse("");
    }

    /** {@return why a request is refused whatever its token is, or an empty text} */
    String refusal(Headers headers) {
        var host = headers.getOrDefault("Host", List.of());
        if (host.size() != 1 || !isKnown(name(host.get(0)))) {
            return "host: is not a name of this page";
        }
        for (var origin : headers.getOrDefault("Origin", List.of())) {
            if (!origin.equalsIgnoreCase("http://" + host.get(0))
                    && !origin.equalsIgnoreCase("https://" + host.get(0))) {
                return "origin: is another site";
            }
        }
        var site = headers.getFirst("Sec-Fetch-Site");
        boolean isVisit = "navigate".equals(headers.getFirst("Sec-Fetch-Mode"))
                && "document".equals(headers.getFirst("Sec-Fetch-Dest"));
        return site == null || site.equals("same-origin") || site.equals("none") || isVisit
                ? ""
                : "sec-fetch-site: is another site";
    }

    private boolean isKnown(String name) {
        return LOOPBACK.contains(name)
                || own.equals(name)
                || hosts.contains(name)
                || (!isLoopback && NUMBERS.matcher(name).matches());
    }

    /** {@return a host without its port, in lower case} */
    static String name(String host) {
        int port = host.lastIndexOf(':');
        boolean hasPort = port > host.lastIndexOf(']');
        return (hasPort ? host.substring(0, port) : host).toLowerCase(Locale.ROOT);
    }

    /** {@return whether a request has the token, or the cookie that it was exchanged for} */
    boolean isAllowed(Headers headers) {
        return token.isEmpty() || hasToken(headers) || hasCookie(headers);
    }

    /** {@return whether a request has the token itself} */
    boolean hasToken(Headers headers) {
        var given = headers.getFirst("Authorization");
        return token.isPresent()
                && given != null
                && given.startsWith(BEARER)
                && MessageDigest.isEqual(hash(given.substring(BEARER.length())), token.get());
    }

    private boolean hasCookie(Headers headers) {
        for (var line : headers.getOrDefault("Cookie", List.of())) {
            for (var pair : line.split(";", -1)) {
                var given = pair.strip();
                if (given.startsWith(cookie + "=")
                        && MessageDigest.isEqual(
                                given.substring(cookie.length() + 1).getBytes(StandardCharsets.UTF_8),
                                session.getBytes(StandardCharsets.UTF_8))) {
                    return true;
                }
            }
        }
        return false;
    }

    /** {@return the header that gives a browser the cookie, which no script and no other site can use} */
    String cookie() {
        return cookie + "=" + session + "; Path=/; HttpOnly; SameSite=Strict";
    }

    /** Hashes a token, so that a comparison does not tell its length. */
    private static byte[] hash(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("SHA-256: every JVM has it", e);
        }
    }

    /** Derives the cookie from the token, so that it outlives a restart and does not tell the token. */
    private static String session(String token) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(token.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal("raft-election live page".getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HmacSHA256: every JVM has it", e);
        }
    }
}
