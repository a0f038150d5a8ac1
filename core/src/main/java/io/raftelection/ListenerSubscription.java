package io.raftelection;

/**
 * The registration of a {@link LeadershipListener} with a tracker. It lasts until it is closed. Safe for use by many
 * threads.
 */
public interface ListenerSubscription extends Subscription {

    /**
     * {@return the number of events of this subscription so far: events that the listener received, that wait, or that
     * it missed because its mailbox was full}
     *
     * <p>The acquisitions with which a subscription starts count too. A listener is up to date if it has received this
     * number of events. The number does not change once the subscription is closed.
     */
    long events();

    /** {@return how many facts the listener received or will receive; those that did not fit are not counted} */
    long facts();

    /** {@return how many facts the listener missed so far, because its mailbox was full} */
    long missedFacts();
}
