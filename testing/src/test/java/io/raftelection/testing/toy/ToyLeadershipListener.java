package io.raftelection.testing.toy;

import io.raftelection.spi.LeadershipReporter;
import io.raftelection.spi.LeadershipSink;

// region listener
/** Reports the leadership of one server, and then calls the user's listener. */
final class ToyLeadershipListener implements ToyListener {
    private final ToyListener users;
    private final LeadershipReporter reporter;

    ToyLeadershipListener(ToyListener users, LeadershipSink sink) {
        this.users = users;
        this.reporter = new LeadershipReporter(sink);
    }

    @Override
    public void elected(long term) {
        reporter.acquired(term);
        users.elected(term);
    }

    @Override
    public void deposed() {
        reporter.lost();
        users.deposed();
    }

    /** The engine does not report the loss of a leader that is closed. */
    @Override
    public void closed() {
        reporter.end("server closed");
        users.closed();
    }

    ToyListener users() {
        return users;
    }
}
// endregion
