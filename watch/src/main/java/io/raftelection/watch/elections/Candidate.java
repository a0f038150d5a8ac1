package io.raftelection.watch.elections;

import io.raftelection.ServerId;

/**
 * A candidate in an election of applications.
 *
 * @param name the name of the application's process
 * @param token the store's number of its entry: the lowest leads, and a later leader has a higher one
 */
public record Candidate(ServerId name, long token) {

    private static final int LONGEST = 200;

    /**
     * {@return a candidate with the name that its entry holds, or, if that is no name, the one of the entry}
     *
     * @param content what the entry holds
     * @param entry the name of the entry
     * @param token the store's number of the entry
     */
    public static Candidate of(String content, String entry, long token) {
        for (var name : new String[] {content, entry}) {
            if (name.length() <= LONGEST) {
                try {
                    return new Candidate(ServerId.of(name), token);
                } catch (IllegalArgumentException e) {
                    // the next one
                }
            }
        }
        return new Candidate(ServerId.of("entry-" + token), token);
    }
}
