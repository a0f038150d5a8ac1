package io.raftelection.internal;

import io.raftelection.spi.LeadershipSink;

/**
 * One attachment of an engine to a tracked server. Its reports count until the server has a later attachment. This is
 * decided under the ledger's lock, so that a late report cannot slip in.
 */
final class Attachment implements LeadershipSink {
    /** The reason for the end of a leadership that an earlier attachment reported. */
    static final String REPLACED = "replaced by a new attachment";

    private final TrackedServer server;

    Attachment(TrackedServer server) {
        this.server = server;
    }

    @Override
    public void acquired() {
        server.acquired(this, Terms.NONE);
    }

    @Override
    public void acquired(long term) {
        server.acquired(this, term);
    }

    @Override
    public void acquiredWithToken(long token) {
        server.acquiredWithToken(this, token);
    }

    @Override
    public void lost() {
        server.lost(this, "");
    }

    @Override
    public void lost(String reason) {
        server.lost(this, reason);
    }

    @Override
    public LeadershipSink newAttachment() {
        return server.newAttachment();
    }

    @Override
    public String toString() {
        return "attachment of " + server;
    }
}
