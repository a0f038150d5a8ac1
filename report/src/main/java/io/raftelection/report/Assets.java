package io.raftelection.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Objects;

/** The style and the script of the page, and the policy that allows nothing else. */
final class Assets {
    private final String style;
    private final String script;

    Assets() throws IOException {
        style = "\n" + read("timeline.css") + read("timeline-page.css");
        script = "\n" + read("timeline-data.js") + read("timeline-draw.js") + read("timeline-axes.js")
                + read("timeline-view.js");
    }

    /** {@return the style of the picture alone} */
    static String picture() throws IOException {
        return "\n" + read("timeline.css");
    }

    String style() {
        return style;
    }

    String script() {
        return script;
    }

    /** {@return the Content-Security-Policy} */
    String policy() {
        return "default-src 'none'; script-src '" + hash(script) + "'; style-src '" + hash(style) + "'";
    }

    private static String hash(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256: every JVM has it", e);
        }
    }

    private static String read(String name) throws IOException {
        try (var in = Objects.requireNonNull(Assets.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
