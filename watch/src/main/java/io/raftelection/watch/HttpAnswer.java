package io.raftelection.watch;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** The answer of a server to a request by HTTP. Immutable. */
public final class HttpAnswer {
    private static final int SHOWN = 200;

    private final URI uri;
    private final int status;
    private final byte[] body;

    HttpAnswer(URI uri, int status, byte[] body) {
        this.uri = uri;
        this.status = status;
        this.body = body;
    }

    /** {@return the status} */
    public int status() {
        return status;
    }

    /**
     * {@return this answer, if its status is 200}
     *
     * @throws AnswerException if it is another one; the message has the start of the body
     */
    public HttpAnswer ok() throws AnswerException {
        if (status != 200) {
            var words = new String(body, 0, Math.min(body.length, 4 * SHOWN), StandardCharsets.UTF_8).strip();
            throw new AnswerException(uri + ": status is " + status + ", expected 200"
                    + (words.isEmpty() ? "" : ": " + words.substring(0, Math.min(words.length(), SHOWN))));
        }
        return this;
    }

    /**
     * {@return the body as text}
     *
     * @throws AnswerException if it is not UTF-8
     */
    public String text() throws AnswerException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new AnswerException(uri + ": the body is not UTF-8");
        }
    }

    /**
     * {@return the body as JSON}
     *
     * @throws AnswerException if it is not one value of JSON in UTF-8, or exceeds the limits of {@link JsonAnswer}
     */
    public JsonAnswer json() throws AnswerException {
        return JsonAnswer.parse(uri.toString(), text());
    }
}
