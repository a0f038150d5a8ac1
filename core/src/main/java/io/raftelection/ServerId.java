package io.raftelection;

import io.raftelection.internal.Checks;
import io.raftelection.internal.Shown;
import io.raftelection.internal.Visibility;
import java.util.stream.Collectors;

/**
 * The name of a server, unique within its cluster.
 *
 * <p>A name appears in logs, files and the notation of events, so a reader must be able to tell two names apart. It has
 * no control characters, no format characters (zero-width characters and bidirectional controls are such), no variation
 * selectors, no line breaks and no unpaired surrogates. Letters, marks, digits, punctuation, symbols and spaces of any
 * script are allowed.
 *
 * @param value the name as the Raft engine spells it: 1 to {@value #MAX_LENGTH} characters, at least one of which is
 *     neither a space nor a combining mark
 */
public record ServerId(String value) implements Comparable<ServerId> {

    /** How many characters (UTF-16 units) a name may have. */
    public static final int MAX_LENGTH = 255;

    private static final String EXPECTED = "expected 1 to " + MAX_LENGTH + " characters that are not all white space";

    /**
     * Checks the name.
     *
     * @param value the name
     * @throws IllegalArgumentException if it is not a valid name
     */
    public ServerId {
        if (value == null) {
            throw new IllegalArgumentException("server id: is null, " + EXPECTED);
        }
        if (value.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("server id: has " + value.length() + " characters, expected at most "
                    + MAX_LENGTH + ": " + printable(Shown.shortened(value, 20)));
        }
        if (value.isBlank()) {
            throw new IllegalArgumentException("server id: is blank, \"" + printable(value) + "\", " + EXPECTED);
        }
        for (int i = 0; i < value.length(); i = value.offsetByCodePoints(i, 1)) {
            if (!Visibility.isAllowed(value.codePointAt(i))) {
                throw new IllegalArgumentException("server id: character " + (i + 1) + " is "
                        + name(value.codePointAt(i))
                        + ", expected no control character, no invisible character and no unpaired surrogate: \""
                        + printable(value) + "\"");
            }
        }
        if (value.codePoints().allMatch(Visibility::isBlank)) {
            throw new IllegalArgumentException("server id: is blank, \"" + printable(value) + "\" ("
                    + value.codePoints().limit(3).mapToObj(ServerId::name).collect(Collectors.joining(" ")) + "), "
                    + EXPECTED);
        }
    }

    /**
     * {@return the id of that name}
     *
     * @param value the name
     * @throws IllegalArgumentException if it is not a valid name
     */
    public static ServerId of(String value) {
        return new ServerId(value);
    }

    /** Orders by name. */
    @Override
    public int compareTo(ServerId other) {
        return value.compareTo(Checks.notNull(other, "other").value);
    }

    /** {@return the name} */
    @Override
    public String toString() {
        return value;
    }

    private static String name(int codePoint) {
        return String.format("U+%04X", codePoint);
    }

    /** Escapes what is not allowed, each UTF-16 unit for itself, as in Java's source. */
    private static String printable(String value) {
        var text = new StringBuilder();
        value.codePoints().forEach(c -> {
            if (Visibility.isAllowed(c)) {
                text.appendCodePoint(c);
            } else {
                Character.toString(c).chars().forEach(unit -> text.append(String.format("\\u%04x", unit)));
            }
        });
        return text.toString();
    }
}
