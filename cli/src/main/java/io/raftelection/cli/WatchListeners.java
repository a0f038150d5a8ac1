package io.raftelection.cli;

import io.raftelection.LeadershipEvent;
import io.raftelection.Tracker;
import io.raftelection.watch.WatchListener;
import java.util.List;

/**
 * Notifies several listeners of a watch, each after the one before.
 *
 * @param listeners the listeners, which are safe for use by many threads
 */
record WatchListeners(List<WatchListener> listeners) implements WatchListener {

    @Override
    public void found(String group, Tracker tracker) {
        listeners.forEach(listener -> listener.found(group, tracker));
    }

    @Override
    public void event(String group, LeadershipEvent event) {
        listeners.forEach(listener -> listener.event(group, event));
    }

    @Override
    public void missed(String group, long events) {
        listeners.forEach(listener -> listener.missed(group, events));
    }

    @Override
    public void problem(String subject, String words) {
        listeners.forEach(listener -> listener.problem(subject, words));
    }

    @Override
    public void solved(String subject) {
        listeners.forEach(listener -> listener.solved(subject));
    }
}
