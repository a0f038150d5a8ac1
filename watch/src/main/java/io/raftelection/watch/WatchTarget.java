package io.raftelection.watch;

import io.raftelection.Tracker;

/** Receives what a {@link WatchSource} reports. Safe for use by many threads. */
public interface WatchTarget {
    /** The name of the only group of a system that has one. */
    String ONLY_GROUP = "";

    /**
     * {@return the tracker of a Raft group, which is created at the first call}
     *
     * @param name the name of the group; {@link #ONLY_GROUP} in a system that has one
     * @throws IllegalArgumentException if the name is not valid, or there are more than {@link Watch#MAX_GROUPS}
     */
    Tracker group(String name);

    /**
     * Reports that something does not work. The listener is notified once, until {@link #solved} is called, and a
     * warning is logged as often.
     *
     * @param subject what does not work, for example {@code e1}
     * @param words what is the case, for example {@code 127.0.0.1:2379: connection refused}
     */
    void problem(String subject, String words);

    /**
     * Reports that something works. The listener is notified if it did not work before.
     *
     * @param subject the subject of the earlier problem
     */
    void solved(String subject);

    /** {@return the settings, which contain the times for polls} */
    WatchSettings settings();
}
