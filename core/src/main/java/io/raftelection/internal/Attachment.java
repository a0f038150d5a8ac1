package io.raftelection.internal;

import io.raftelection.Fact;
import io.raftelection.ServerId;
import io.raftelection.spi.LeadershipSink;
import java.time.Duration;
import java.util.Set;

/**
 * One attachment of an engine to a tracked server. Its reports count until the server has a later attachment. This is
 * decided under the ledger's lock, so that a late report cannot slip in.
 */
final class Attachment implements LeadershipSink {
    /** The reason for the end of a leadership that an earlier attachment reported. */
    static final String REPLACED = "replaced by a new attachment";

    /** The reason for the end of a leadership whose engine was detached. */
    static final String DETACHED = "detached";

    private final TrackedServer server;

    Attachment(TrackedServer server) {
        this.server = server;
    }

    @Override
    public ServerId server() {
        return server.id();
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
    public void leadsAlready(long term, long token) {
        server.leadsAlready(this, term, token);
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
    public void ready() {
        server.ready(this);
    }

    @Override
    public void readinessUnavailable(String why) {
        server.readinessUnavailable(this, why);
    }

    @Override
    public void follows(ServerId leader, long term) {
        server.sees(this, leader, term);
    }

    @Override
    public void followsNobody(long term) {
        server.sees(this, null, term);
    }

    @Override
    public void members(Set<ServerId> voters, Set<ServerId> learners) {
        server.members(this, voters, learners);
    }

    @Override
    public void detached() {
        server.detached(this);
    }

    @Override
    public void factBegins(Fact.Kind kind, String detail) {
        server.factBegins(kind, detail);
    }

    @Override
    public void factEnds(Fact.Kind kind, String detail) {
        server.factEnds(kind, detail);
    }

    @Override
    public void stalled(Duration lasted) {
        server.stalled(lasted);
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
