package io.raftelection;

/**
 * The registration of a {@link LeadershipListener} with a tracker, until it is closed. Safe for use by many threads.
 */
public interface ListenerSubscription extends Subscription {

    /**
     * {@return the number of events that belong to this subscription until now: those that the listener was notified
     * of, those that wait, and those that it missed because its mailbox was full}
     *
     * <p>The acquisitions with which a subscription starts count too. A listener that compares this number with what it
     * received knows whether it is up to date. The number does not grow any longer once the subscription is closed.
     */
    long events();
}
