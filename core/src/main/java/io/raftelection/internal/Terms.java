package io.raftelection.internal;

import java.util.OptionalLong;

/** Functions for terms as plain numbers. */
final class Terms {
    /** The number that stands for an unknown term. */
    static final long NONE = -1;

    private Terms() {}

    /** Compares two terms. They count as equal if one of them is unknown. */
    static int compare(long one, long other) {
        return one == NONE || other == NONE ? 0 : Long.compare(one, other);
    }

    static OptionalLong optional(long term) {
        return term == NONE ? OptionalLong.empty() : OptionalLong.of(term);
    }

    /** Returns a term as in the notation, with a space before it; empty if it is unknown. */
    static String suffix(OptionalLong term) {
        return term.isPresent() ? " term " + term.getAsLong() : "";
    }
}
