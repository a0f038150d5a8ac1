package io.raftelection.examples.production;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** The client of a store that refuses a write whose fencing token is older than one that it has seen. */
final class FencedStore {
    static final String TOKEN = "Fencing-Token";
    static final int ACCEPTED = 204;
    static final int STALE = 409;

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private final URI uri;

    FencedStore(URI uri) {
        this.uri = uri;
    }

    /**
     * Writes an invoice.
     *
     * @return false if the store refused the token
     * @throws IOException if the store did not answer; the write may have happened
     */
    boolean write(long fencingToken, String invoice) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(uri)
                .timeout(TIMEOUT)
                .header(TOKEN, Long.toString(fencingToken))
                .POST(BodyPublishers.ofString(invoice))
                .build();
        int status = client.send(request, BodyHandlers.discarding()).statusCode();
        return switch (status) {
            case ACCEPTED -> true;
            case STALE -> false;
            default -> throw new IOException("store " + uri + ": answered " + status + ", expected 204 or 409");
        };
    }
}
