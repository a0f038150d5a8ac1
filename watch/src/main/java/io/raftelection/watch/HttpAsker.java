package io.raftelection.watch;

import java.io.EOFException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

/**
 * Asks servers by HTTP. Safe for use by many threads.
 *
 * <p>An answer has at most 16 MB and arrives as a whole within the timeout. A redirect is followed only if it stays on
 * the same server, and at most three times.
 */
public final class HttpAsker {
    /** How many bytes a body may have. */
    public static final int MAX_BODY = 16 << 20;

    private static final int MAX_REDIRECTS = 3;

    private final HttpClient client;
    private final Duration timeout;

    /**
     * Creates an asker.
     *
     * @param tls whom to trust, and the client certificate: see {@link Access#tls}
     * @param timeout the longest wait for an answer
     */
    public HttpAsker(SSLContext tls, Duration timeout) {
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(timeout)
                .sslContext(tls)
                .build();
        this.timeout = timeout;
    }

    /**
     * {@return the answer to a GET request}
     *
     * @param uri the URL
     * @param headers the headers of the request
     * @throws AnswerException if there is no answer within the timeout, or it is not allowed
     * @throws InterruptedException if the thread was interrupted
     */
    public HttpAnswer get(URI uri, Map<String, String> headers) throws AnswerException, InterruptedException {
        var next = uri;
        for (int i = 0; ; i++) {
            var response = send(request(next, headers).GET().build());
            var target = redirect(next, response);
            if (target.isEmpty()) {
                return new HttpAnswer(next, response.statusCode(), response.body());
            }
            if (i == MAX_REDIRECTS) {
                throw new AnswerException(uri + ": redirects more than " + MAX_REDIRECTS + " times");
            }
            next = target.get();
        }
    }

    /**
     * {@return the answer to a POST request, which is not redirected}
     *
     * @param uri the URL
     * @param body the body, JSON
     * @param headers the headers of the request
     * @throws AnswerException if there is no answer within the timeout, or it is not allowed
     * @throws InterruptedException if the thread was interrupted
     */
    public HttpAnswer post(URI uri, String body, Map<String, String> headers)
            throws AnswerException, InterruptedException {
        var response = send(request(uri, headers)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build());
        var target = redirect(uri, response);
        if (target.isPresent()) {
            throw new AnswerException(uri + ": redirects to " + target.get() + ", expected an answer");
        }
        return new HttpAnswer(uri, response.statusCode(), response.body());
    }

    /**
     * {@return the lines of the answer to a POST request} It returns when the answer begins, and the lines follow.
     *
     * @param uri the URL
     * @param body the body, JSON
     * @param headers the headers of the request
     * @throws AnswerException if no answer begins within the timeout, or its status is not 200
     * @throws InterruptedException if the thread was interrupted
     */
    public HttpLines lines(URI uri, String body, Map<String, String> headers)
            throws AnswerException, InterruptedException {
        return lines(request(uri, headers)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build());
    }

    /**
     * {@return the lines of the answer to a GET request} It returns when the answer begins, and the lines follow.
     *
     * @param uri the URL
     * @param headers the headers of the request
     * @throws AnswerException if no answer begins within the timeout, or its status is not 200
     * @throws InterruptedException if the thread was interrupted
     */
    public HttpLines lines(URI uri, Map<String, String> headers) throws AnswerException, InterruptedException {
        return lines(request(uri, headers).GET().build());
    }

    private HttpLines lines(HttpRequest request) throws AnswerException, InterruptedException {
        var uri = request.uri();
        var lines = new LineBody(MAX_BODY);
        var future = client.sendAsync(request, response -> lines);
        try {
            var status = await(uri, future).statusCode();
            if (status != 200) {
                throw new AnswerException(uri + ": status is " + status + ", expected 200");
            }
            return new HttpLines(uri, lines, future);
        } catch (AnswerException | InterruptedException e) {
            lines.end(e);
            future.cancel(true);
            throw e;
        }
    }

    private static HttpRequest.Builder request(URI uri, Map<String, String> headers) {
        var request = HttpRequest.newBuilder(uri);
        headers.forEach(request::header);
        return request;
    }

    /** {@return where a response redirects to; empty if it does not} */
    private static Optional<URI> redirect(URI uri, HttpResponse<?> response) throws AnswerException {
        var location = response.headers().firstValue("Location");
        if (response.statusCode() / 100 != 3 || location.isEmpty()) {
            return Optional.empty();
        }
        URI target;
        try {
            target = uri.resolve(location.get());
        } catch (IllegalArgumentException e) {
            throw new AnswerException(uri + ": redirects to " + location.get() + ", which is not a URL");
        }
        if (!uri.getScheme().equals(target.getScheme()) || !uri.getAuthority().equals(target.getAuthority())) {
            throw new AnswerException(
                    uri + ": redirects to " + target + ", expected an answer from " + uri.getAuthority());
        }
        return Optional.of(target);
    }

    private HttpResponse<byte[]> send(HttpRequest request) throws AnswerException, InterruptedException {
        var future = client.sendAsync(request, response -> new BoundedBody(MAX_BODY));
        try {
            return await(request.uri(), future);
        } finally {
            future.cancel(true);
        }
    }

    /** Waits for a response. The timeout of HttpRequest ends with the headers, so this one includes the body. */
    private <T> HttpResponse<T> await(URI uri, CompletableFuture<HttpResponse<T>> future)
            throws AnswerException, InterruptedException {
        try {
            return future.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new AnswerException(uri + ": no answer within " + Reason.seconds(timeout));
        } catch (ExecutionException e) {
            throw new AnswerException(uri + ": " + words(uri, e.getCause() == null ? e : e.getCause()));
        }
    }

    /** Whether a connection ended, or was reset. */
    private static boolean isEnd(Throwable failure) {
        return failure instanceof EOFException
                || (failure instanceof SocketException && !(failure instanceof ConnectException));
    }

    private String words(URI uri, Throwable failure) {
        for (var next = failure; next != null; next = next.getCause()) {
            if (next instanceof UnresolvedAddressException) {
                return "unknown host";
            }
            if (next instanceof SSLException) {
                return "TLS failed: " + Reason.of(next);
            }
            if (uri.getScheme().equals("https") && isEnd(next)) {
                // the server may refuse a certificate after the handshake, and its alert may come too late to be read
                return "connection ended without an answer; the server may ask for a certificate";
            }
        }
        if (failure instanceof HttpTimeoutException) {
            return "no answer within " + Reason.seconds(timeout);
        }
        if (failure instanceof ConnectException) {
            return "connection refused";
        }
        return failure instanceof AnswerException ? Reason.of(failure) : "connection failed: " + Reason.of(failure);
    }
}
