package io.raftelection.internal;

import io.raftelection.LeadershipListener;
import io.raftelection.ListenerSubscription;
import io.raftelection.Standing;
import java.util.List;

/** Subscribes listeners and notifies them of gaps. Safe for use by many threads. */
final class Subscriptions {
    private final SynchronizedLedger ledger;
    private final CallbackExecutor callbacks;
    private final int mailboxSize;

    Subscriptions(SynchronizedLedger ledger, CallbackExecutor callbacks, int mailboxSize) {
        this.ledger = ledger;
        this.callbacks = callbacks;
        this.mailboxSize = mailboxSize;
    }

    /** See {@code Tracker.subscribe}. */
    ListenerSubscription subscribe(LeadershipListener listener) {
        var mailbox = new Mailbox(listener, mailboxSize, new Outbox(callbacks), this::endGap);
        ledger.run(open -> {
            open.requireOpen();
            open.views().present().forEach(mailbox::present);
            open.journal.openFacts().forEach(mailbox::present);
            open.journal.add(mailbox);
        });
        mailbox.drain();
        return new ListenerSubscription() {
            @Override
            public void close() {
                ledger.run(open -> open.journal.remove(mailbox));
            }

            @Override
            public long events() {
                return ledger.use(open -> mailbox.events());
            }

            @Override
            public long facts() {
                return ledger.use(open -> mailbox.facts());
            }

            @Override
            public long missedFacts() {
                return ledger.use(open -> mailbox.missedFacts());
            }
        };
    }

    /** A gap in the events of a listener. */
    private record Gap(long missed, List<Standing> standings) {}

    /** Ends the gap of a slow listener, on the outbox of that listener. */
    private void endGap(Mailbox mailbox) {
        var gap = ledger.use(open -> new Gap(mailbox.endGap(), open.views().standings()));
        callbacks.warn("a slow listener missed " + (gap.missed() == 0 ? "facts" : gap.missed() + " events"), null);
        mailbox.missed(gap.missed(), gap.standings());
    }
}
