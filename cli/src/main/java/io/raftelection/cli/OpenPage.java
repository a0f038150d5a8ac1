package io.raftelection.cli;

import io.raftelection.Tracker;
import io.raftelection.report.LivePage;
import java.util.Optional;

/**
 * The live page of a command, which may have none.
 *
 * @param page the page, if the command has one
 */
record OpenPage(Optional<LivePage> page) implements AutoCloseable {
    /** Shows a Raft group. */
    void add(String group, Tracker tracker) {
        page.ifPresent(live -> live.add(tracker, group));
    }

    @Override
    public void close() {
        page.ifPresent(LivePage::close);
    }
}
