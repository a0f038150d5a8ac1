package io.raftelection.report;

import io.raftelection.Tracker;
import java.io.IOException;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The settings of a {@link LivePage}. Each has a default. Not safe for use by many threads. */
public final class LivePageBuilder {
    private static final int MAX_PORT = 65_535;
    private static final int MAX_CLIENTS = 10_000;
    private static final int MIN_EVENTS = 100;
    private static final int MAX_EVENTS = 200_000;
    private static final int MIN_TOKEN = 16;
    private static final int MAX_TOKEN = 1_024;

    /** What a header may have without quotes. */
    private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]+");

    private static final Pattern HOST = Pattern.compile("[a-z0-9_.-]{1,253}|\\[[0-9a-f:.]{2,45}]");

    InetAddress address = InetAddress.getLoopbackAddress();
    Optional<String> token = Optional.empty();
    final Set<String> hosts = new HashSet<>();
    int port;
    int clients = 100;
    int events = 20_000;

    LivePageBuilder() {}

    /**
     * Sets the port. Default: 0, a free port, which {@link LivePage#address} then has.
     *
     * @param port the port, 0 to 65,535
     * @return this
     * @throws IllegalArgumentException if it is out of range
     */
    public LivePageBuilder port(int port) {
        this.port = range(port, 0, MAX_PORT, "port");
        return this;
    }

    /**
     * Lets other machines connect: the page listens on an address of this machine, and requires a token. Default: only
     * this machine can connect, by the loopback address.
     *
     * <p>The connection is not encrypted, so whoever reads it reads the token. Use it in a trusted network or behind a
     * proxy that encrypts, or leave the page on the loopback address and open it through an SSH tunnel.
     *
     * <p>A page bounds its streams and its threads, but not the connections that send nothing. The JDK's HTTP server
     * closes these after {@code sun.net.httpserver.maxReqTime} or 30 seconds, and bounds their number only if the
     * system property {@code jdk.httpserver.maxConnections} is set, which applies to every such server of the JVM. Set
     * it, below the number of files that the process may open, if machines that you do not trust can connect.
     *
     * @param address the address; the wildcard address stands for all addresses of this machine
     * @param token as for {@link #token}
     * @return this
     * @throws IllegalArgumentException if the token is not valid
     */
    public LivePageBuilder address(InetAddress address, String token) {
        Objects.requireNonNull(address, "address: is null");
        token(token);
        this.address = address;
        return this;
    }

    /**
     * Requires a token, for example because other users of this machine must not read the page. A browser shows a form
     * for it, and receives a cookie in exchange; a program sends {@code Authorization: Bearer TOKEN}. The token is
     * never in an address, and never in a log.
     *
     * @param token at least 16 and at most 1,024 visible ASCII characters
     * @return this
     * @throws IllegalArgumentException if it is not valid
     */
    public LivePageBuilder token(String token) {
        Objects.requireNonNull(token, "token: is null");
        if (token.length() < MIN_TOKEN || token.length() > MAX_TOKEN) {
            throw new IllegalArgumentException(
                    "token: has " + token.length() + " characters, expected " + MIN_TOKEN + " to " + MAX_TOKEN);
        }
        if (!TOKEN.matcher(token).matches()) {
            throw new IllegalArgumentException("token: has other characters than visible ASCII ones");
        }
        this.token = Optional.of(token);
        return this;
    }

    /**
     * Accepts requests for a name, which a browser sends as {@code Host}: the name of this machine, or that of a proxy
     * in front of the page. Requests for unknown names are refused, because the name of another site may have been
     * pointed to this machine. The page always accepts {@code localhost}, 127.0.0.1, [::1] and the address on which it
     * listens, and if other machines can connect, every address in numbers.
     *
     * @param name the name, without a port; may be called several times
     * @return this
     * @throws IllegalArgumentException if it is no name of a host
     */
    public LivePageBuilder host(String name) {
        var lower = Objects.requireNonNull(name, "name: is null").toLowerCase(Locale.ROOT);
        if (!HOST.matcher(lower).matches()) {
            throw new IllegalArgumentException("host: \"" + Fields.shown(name)
                    + "\", expected a name without a port, for example status.example.org");
        }
        hosts.add(lower);
        return this;
    }

    /**
     * Sets how many pages may be open. Default: 100. A further one is refused, and tries again.
     *
     * @param clients the number, 1 to 10,000
     * @return this
     * @throws IllegalArgumentException if it is out of range
     */
    public LivePageBuilder clients(int clients) {
        this.clients = range(clients, 1, MAX_CLIENTS, "clients");
        return this;
    }

    /**
     * Sets how many of the latest events are kept for pages that are opened or come back, and how many may wait for a
     * slow page. Default: 20,000. Of the time before, a page draws what part each server led.
     *
     * @param events the number, 100 to 200,000
     * @return this
     * @throws IllegalArgumentException if it is out of range
     */
    public LivePageBuilder events(int events) {
        this.events = range(events, MIN_EVENTS, MAX_EVENTS, "events");
        return this;
    }

    private static int range(int value, int min, int max, String name) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + ": " + value + ", expected " + min + " to " + max);
        }
        return value;
    }

    /**
     * Starts a page without a tracker. Add one with {@link LivePage#add}.
     *
     * @return the page
     * @throws java.net.BindException if the address is in use or does not belong to this machine
     * @throws IOException if the page cannot listen for another reason
     */
    public LivePage start() throws IOException {
        return new LivePage(this);
    }

    /**
     * Starts the page of a tracker.
     *
     * @param tracker the tracker
     * @return the page
     * @throws java.net.BindException if the address is in use or does not belong to this machine
     * @throws IOException if the page cannot listen for another reason
     * @throws io.raftelection.TrackerClosedException if the tracker is closed
     */
    public LivePage start(Tracker tracker) throws IOException {
        Objects.requireNonNull(tracker, "tracker: is null");
        var page = start();
        try {
            page.add(tracker, "");
            return page;
        } catch (RuntimeException e) {
            page.close();
            throw e;
        }
    }
}
