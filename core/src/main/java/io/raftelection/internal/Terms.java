package io.raftelection.internal;

import java.util.OptionalLong;

/** Terms as plain numbers, where an engine may have none. */
final class Terms {
    /** No term. */
    static final long NONE = -1;

    private Terms() {}

    /** Orders two terms; what is not known counts as the same. */
    static int compare(long one, long other) {
        return one == NONE || other == NONE ? 0 : Long.compare(one, other);
    }

    static OptionalLong optional(long term) {
        return term == NONE ? OptionalLong.empty() : OptionalLong.of(term);
    }

    /** Spells a term as the notation does, with a space before; nothing where there is none. */
    static String suffix(OptionalLong term) {
        return term.isPresent() ? " term " + term.getAsLong() : "";
    }
}
