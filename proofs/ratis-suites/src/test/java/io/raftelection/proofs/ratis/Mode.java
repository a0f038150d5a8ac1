package io.raftelection.proofs.ratis;

import io.raftelection.ServerId;
import io.raftelection.spi.ForwardingSink;
import io.raftelection.spi.LeadershipSink;
import java.util.concurrent.atomic.AtomicBoolean;

/** How servers are attached: correctly, not at all, or by an adapter with a planted bug. */
enum Mode {
    ATTACHED,
    /** Shows whether a test of Ratis fails without the adapter, too. */
    ALONE,
    /** An adapter that does not report the first loss. */
    SWALLOWS_A_LOSS,
    /** An adapter that reads the term of a view too late. */
    READS_TERM_LATE;

    /** {@return the sink for an adapter, given the tracker's} */
    LeadershipSink between(LeadershipSink tracker) {
        return switch (this) {
            case ATTACHED, ALONE -> tracker;
            case SWALLOWS_A_LOSS -> new Swallowing(tracker, new AtomicBoolean());
            case READS_TERM_LATE -> new ReadingLate(tracker);
        };
    }

    private record Swallowing(LeadershipSink sink, AtomicBoolean swallowed) implements ForwardingSink {
        @Override
        public LeadershipSink newAttachment() {
            return new Swallowing(sink.newAttachment(), swallowed);
        }

        @Override
        public void lost(String reason) {
            if (!swallowed.compareAndSet(false, true)) {
                sink.lost(reason);
            }
        }
    }

    private record ReadingLate(LeadershipSink sink) implements ForwardingSink {
        @Override
        public LeadershipSink newAttachment() {
            return new ReadingLate(sink.newAttachment());
        }

        @Override
        public void follows(ServerId leader, long term) {
            sink.follows(leader, term + 1);
        }
    }
}
