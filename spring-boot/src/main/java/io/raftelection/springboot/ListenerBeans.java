package io.raftelection.springboot;

import io.raftelection.LeadershipListener;
import io.raftelection.Subscription;
import java.util.ArrayList;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;

/** Subscribes the listeners among the beans, from the start of the application until it ends. */
final class ListenerBeans implements SmartLifecycle {
    private final Trackers trackers;
    private final ObjectProvider<LeadershipListener> listeners;
    private final List<Subscription> subscriptions = new ArrayList<>();
    private boolean isRunning;

    ListenerBeans(Trackers trackers, ObjectProvider<LeadershipListener> listeners) {
        this.trackers = trackers;
        this.listeners = listeners;
    }

    @Override
    public synchronized void start() {
        if (!isRunning) {
            isRunning = true;
            listeners
                    .orderedStream()
                    .forEach(listener -> subscriptions.add(trackers.get("").subscribe(listener)));
        }
    }

    @Override
    public synchronized void stop() {
        subscriptions.forEach(Subscription::close);
        subscriptions.clear();
        isRunning = false;
    }

    @Override
    public synchronized boolean isRunning() {
        return isRunning;
    }
}
