package io.raftelection.watch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A password or token. Its text is in no log and no message. Immutable. */
public final class Secret {
    private static final int MAX_BYTES = 1 << 16;

    private final String text;

    private Secret(String text) {
        this.text = text;
    }

    /**
     * {@return the secret}
     *
     * @param text its text, which is not blank
     * @throws IllegalArgumentException if it is blank or has line breaks
     */
    public static Secret of(String text) {
        if (text.isBlank() || text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0) {
            throw new IllegalArgumentException("secret: is blank or has more than one line, expected one line");
        }
        return new Secret(text);
    }

    /**
     * {@return the secret in the only line of a file}
     *
     * @param file the file
     * @throws IOException if the file cannot be read, or has no line or more than one
     */
    public static Secret ofFile(Path file) throws IOException {
        byte[] bytes;
        try (var in = Files.newInputStream(file)) {
            bytes = in.readNBytes(MAX_BYTES + 1);
        }
        if (bytes.length > MAX_BYTES) {
            throw new IOException("has more than " + MAX_BYTES + " bytes, expected one line");
        }
        try {
            return of(new String(bytes, StandardCharsets.UTF_8).replaceFirst("\r?\n$", ""));
        } catch (IllegalArgumentException e) {
            throw new IOException("is blank or has more than one line, expected one line", e);
        }
    }

    /**
     * {@return the secret in an environment variable; empty if it is not set or blank}
     *
     * @param variable the name of the variable
     * @throws IllegalArgumentException if it has more than one line
     */
    public static Optional<Secret> ofEnvironment(String variable) {
        var text = System.getenv(variable);
        return text == null || text.isBlank() ? Optional.empty() : Optional.of(of(text));
    }

    /** {@return the text} */
    public String reveal() {
        return text;
    }

    /** {@return words that do not contain the secret} */
    @Override
    public String toString() {
        return "(secret)";
    }
}
