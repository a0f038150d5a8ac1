package io.raftelection;

/**
 * The name of a server, unique within its cluster.
 *
 * @param value the name as the Raft engine spells it: not blank, at most {@value #MAX_LENGTH} characters, without
 *     control characters, line breaks and unpaired surrogates
 */
public record ServerId(String value) implements Comparable<ServerId> {

    /** How many characters (UTF-16 units) a name may have. */
    public static final int MAX_LENGTH = 255;

    /**
     * Checks the name.
     *
     * @param value the name
     * @throws IllegalArgumentException if it is not a valid name
     */
    public ServerId {
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException("server id: is "
                    + (value == null ? "null" : "blank, \"" + printable(value) + "\"")
                    + ", expected 1 to " + MAX_LENGTH + " characters that are not all white space");
        }
        if (value.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("server id: has " + value.length() + " characters, expected at most "
                    + MAX_LENGTH + ": " + printable(value.substring(0, 20)) + "…");
        }
        if (!value.codePoints().allMatch(ServerId::allowed)) {
            throw new IllegalArgumentException(
                    "server id: has a control character, a line break or an unpaired surrogate: \"" + printable(value)
                            + "\"");
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
        return value.compareTo(other.value);
    }

    /** {@return the name} */
    @Override
    public String toString() {
        return value;
    }

    private static boolean allowed(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE ->
                false;
            default -> true;
        };
    }

    private static String printable(String value) {
        var text = new StringBuilder();
        value.codePoints().forEach(c -> {
            if (allowed(c)) {
                text.appendCodePoint(c);
            } else {
                text.append(String.format("\\u%04x", c));
            }
        });
        return text.toString();
    }
}
