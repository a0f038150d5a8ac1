package io.raftelection.micrometer;

/** What the servers of a tracker reported of the leader, taken together. */
enum Knowledge {
    /** A leader is known. */
    KNOWN(""),
    /** No leader is known, and at least one server reports something: that it does not lead, or follows nobody. */
    NONE("reported"),
    /** No server reports anything. */
    NOTHING("none");

    private final String evidence;

    Knowledge(String evidence) {
        this.evidence = evidence;
    }

    /** {@return the value of the tag {@code evidence} for the time without a known leader} */
    String evidence() {
        return evidence;
    }
}
