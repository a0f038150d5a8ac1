package io.raftelection.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;

/** The style and the script of the page, and the policy that allows nothing else. */
final class Assets {
    private static final List<String> SCRIPTS =
            List.of("timeline-data.js", "timeline-draw.js", "timeline-axes.js", "timeline-view.js");

    private final String style;
    private final String script;

    private Assets(String style, String script) {
        this.style = style;
        this.script = script;
    }

    /** {@return those of a page of a file} */
    static Assets page() throws IOException {
        return new Assets(sheets("timeline.css", "timeline-page.css"), sheets(SCRIPTS.toArray(String[]::new)));
    }

    /** {@return those of a page that grows} */
    static Assets live() throws IOException {
        var scripts = new ArrayList<>(SCRIPTS);
        scripts.addAll(List.of("timeline-older.js", "timeline-live.js", "timeline-stream.js"));
        return new Assets(
                sheets("timeline.css", "timeline-page.css", "timeline-live.css"),
                sheets(scripts.toArray(String[]::new)));
    }

    /** {@return those of the form that asks for the token} */
    static Assets login() throws IOException {
        return new Assets(
                sheets("timeline.css", "timeline-page.css", "timeline-live.css"), sheets("timeline-login.js"));
    }

    private static String sheets(String... names) throws IOException {
        var text = new StringBuilder("\n");
        for (var name : names) {
            text.append(read(name));
        }
        return text.toString();
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

    /** {@return the policy of a page that a server sends} It may ask that server, and no other page may frame it. */
    String livePolicy() {
        return policy() + "; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
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
