package io.raftelection.internal;

import java.util.OptionalLong;

/** What terms have in common, where an engine may have none. */
final class Terms {
    private Terms() {}

    /** Orders two terms; what is not known counts as the same. */
    static int compare(OptionalLong one, OptionalLong other) {
        return one.isPresent() && other.isPresent() ? Long.compare(one.getAsLong(), other.getAsLong()) : 0;
    }

    /** Spells a term as the notation does, with a space before; nothing where there is none. */
    static String suffix(OptionalLong term) {
        return term.isPresent() ? " term " + term.getAsLong() : "";
    }
}
