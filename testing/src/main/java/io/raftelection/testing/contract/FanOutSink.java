package io.raftelection.testing.contract;

import io.raftelection.Fact;
import io.raftelection.ServerId;
import io.raftelection.spi.LeadershipSink;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Passes the reports of one server on to every present sink, on the engine's own thread. It records exceptions of these
 * sinks; there should be none.
 */
final class FanOutSink implements LeadershipSink {
    private final List<LeadershipSink> sinks = new CopyOnWriteArrayList<>();
    private final Set<Thread> reporters = ConcurrentHashMap.newKeySet();
    private final Queue<RuntimeException> thrown = new ConcurrentLinkedQueue<>();

    void add(LeadershipSink sink) {
        sinks.add(sink);
    }

    void keepFirst() {
        sinks.retainAll(List.of(sinks.get(0)));
    }

    /** The threads that called it. */
    Set<Thread> reporters() {
        return reporters;
    }

    List<RuntimeException> thrown() {
        return List.copyOf(thrown);
    }

    @Override
    public ServerId server() {
        return sinks.get(0).server();
    }

    @Override
    public void acquired() {
        pass(LeadershipSink::acquired);
    }

    @Override
    public void acquired(long term) {
        pass(sink -> sink.acquired(term));
    }

    @Override
    public void acquiredWithToken(long token) {
        pass(sink -> sink.acquiredWithToken(token));
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
    public void ready() {
        pass(LeadershipSink::ready);
    }

    @Override
    public void readinessUnavailable(String why) {
        pass(sink -> sink.readinessUnavailable(why));
    }

    @Override
    public void follows(ServerId leader, long term) {
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

    /** Facts come from the test and not from the engine, so their threads are no reporters. */
    @Override
    public void factBegins(Fact.Kind kind, String detail) {
        sinks.forEach(sink -> sink.factBegins(kind, detail));
    }

    @Override
    public void factEnds(Fact.Kind kind, String detail) {
        sinks.forEach(sink -> sink.factEnds(kind, detail));
    }

    @Override
    public void stalled(Duration lasted) {
        sinks.forEach(sink -> sink.stalled(lasted));
    }

    private void pass(Consumer<LeadershipSink> report) {
        reporters.add(Thread.currentThread());
        for (var sink : sinks) {
            try {
                report.accept(sink);
            } catch (RuntimeException e) {
                thrown.add(e);
            }
        }
    }
}
