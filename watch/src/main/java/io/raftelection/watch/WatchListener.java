package io.raftelection.watch;

import io.raftelection.LeadershipEvent;
import io.raftelection.Tracker;

/**
 * Receives what happens in the clusters that are watched. Events of one group arrive one at a time and in order; events
 * of different groups and problems may arrive at the same time, on different threads.
 */
public interface WatchListener {
    /** A listener that does nothing. */
    WatchListener NONE = new WatchListener() {};

    /**
     * Reports that a group was found, before its first server is tracked.
     *
     * @param group the name of the group; empty in a system that has one group
     * @param tracker the tracker of the group
     */
    default void found(String group, Tracker tracker) {}

    /**
     * Reports an event.
     *
     * @param group the name of the group
     * @param event the event
     */
    default void event(String group, LeadershipEvent event) {}

    /**
     * Reports that this listener was too slow, and that events are missing.
     *
     * @param group the name of the group
     * @param events the number of missing events
     */
    default void missed(String group, long events) {}

    /**
     * Reports that something does not work, for example that a server cannot be reached. The watch goes on.
     *
     * @param subject what does not work
     * @param words what is the case
     */
    default void problem(String subject, String words) {}

    /**
     * Reports that a problem is over.
     *
     * @param subject the subject of the problem
     */
    default void solved(String subject) {}
}
