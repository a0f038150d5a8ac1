package io.raftelection.watch;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;

/** The lines of an answer that does not end, as they arrive. A line has at most 16 MB. For one reader. */
public final class HttpLines implements AutoCloseable {
    private final URI uri;
    private final LineBody body;
    private final CompletableFuture<?> request;

    HttpLines(URI uri, LineBody body, CompletableFuture<?> request) {
        this.uri = uri;
        this.body = body;
        this.request = request;
    }

    /**
     * {@return the next line as JSON; empty if none arrives in time}
     *
     * @param timeout the longest wait
     * @throws AnswerException if the answer has ended, or the line is not one value of JSON in UTF-8
     * @throws InterruptedException if the thread was interrupted
     */
    public Optional<JsonAnswer> next(Duration timeout) throws AnswerException, InterruptedException {
        byte[] line;
        try {
            line = body.next(timeout.toNanos());
        } catch (InterruptedException | AnswerException e) {
            throw e;
        } catch (Throwable e) {
            throw new AnswerException(uri + ": connection failed: " + Reason.of(e));
        }
        return line == null ? Optional.empty() : Optional.of(JsonAnswer.parse(uri.toString(), text(line)));
    }

    private String text(byte[] line) throws AnswerException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(line))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new AnswerException(uri + ": the line is not UTF-8");
        }
    }

    /** Closes the connection. */
    @Override
    public void close() {
        body.end(new CancellationException("closed"));
        request.cancel(true);
    }
}
