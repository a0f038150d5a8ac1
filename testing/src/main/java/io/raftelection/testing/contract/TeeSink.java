package io.raftelection.testing.contract;

import io.raftelection.ServerId;
import io.raftelection.spi.LeadershipSink;
import java.util.Set;
import java.util.function.Consumer;

/** Passes the reports of one server on to two sinks, on the engine's own thread, and calls a hook before. */
record TeeSink(LeadershipSink first, LeadershipSink second, Hook hook) implements LeadershipSink {

    /** Receives what the lag of a view is measured by. */
    interface Hook {
        void acquired();

        void follows(ServerId leader);
    }

    private void pass(Consumer<LeadershipSink> report) {
        report.accept(first);
        report.accept(second);
    }

    @Override
    public void acquired() {
        hook.acquired();
        pass(LeadershipSink::acquired);
    }

    @Override
    public void acquired(long term) {
        hook.acquired();
        pass(sink -> sink.acquired(term));
    }

    @Override
    public void acquiredWithToken(long token) {
        hook.acquired();
        pass(sink -> sink.acquiredWithToken(token));
    }

    @Override
    public void ready() {
        pass(LeadershipSink::ready);
    }

    @Override
    public void readinessUnavailable(String why) {
        pass(sink -> sink.readinessUnavailable(why));
    }

    @Override
    public void lost() {
        pass(LeadershipSink::lost);
    }

    @Override
    public void lost(String reason) {
        pass(sink -> sink.lost(reason));
    }

    @Override
    public void follows(ServerId leader, long term) {
        hook.follows(leader);
        pass(sink -> sink.follows(leader, term));
    }

    @Override
    public void followsNobody(long term) {
        pass(sink -> sink.followsNobody(term));
    }

    @Override
    public void members(Set<ServerId> voters, Set<ServerId> learners) {
        pass(sink -> sink.members(voters, learners));
    }

    @Override
    public void detached() {
        pass(LeadershipSink::detached);
    }

    @Override
    public LeadershipSink newAttachment() {
        return new TeeSink(first.newAttachment(), second.newAttachment(), hook);
    }
}
