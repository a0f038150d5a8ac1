package io.raftelection.testing.contract;

import io.raftelection.ServerId;
import io.raftelection.spi.ForwardingSink;
import io.raftelection.spi.LeadershipSink;
import java.util.ArrayList;
import java.util.List;

/** Passes the reports of one server on, until a test plants a fault. Then each later report is subject to the fault. */
final class FaultySink implements ForwardingSink {

    /** A fault of a chain of reports. */
    enum Fault {
        NONE,
        /** Each report is swallowed. */
        SWALLOW,
        /** Each report is held back until all are released, in order. */
        DELAY,
        /** An acquisition is held back until its loss, which is passed on first. What follows is swallowed. */
        SWAP
    }

    private final LeadershipSink sink;
    private final List<Runnable> held = new ArrayList<>();
    private Fault fault = Fault.NONE;

    FaultySink(LeadershipSink sink) {
        this.sink = sink;
    }

    synchronized void plant(Fault planted) {
        fault = planted;
    }

    /** Passes the reports on that are held back, and each later one. */
    synchronized void release() {
        held.forEach(Runnable::run);
        held.clear();
        fault = Fault.NONE;
    }

    private synchronized void pass(Runnable report) {
        switch (fault) {
            case NONE -> report.run();
            case DELAY -> held.add(report);
            case SWALLOW, SWAP -> {}
        }
    }

    private synchronized void passAcquired(Runnable report) {
        if (fault == Fault.SWAP) {
            held.add(report);
        } else {
            pass(report);
        }
    }

    private synchronized void passLost(Runnable report) {
        if (fault == Fault.SWAP && !held.isEmpty()) {
            report.run();
            held.remove(0).run();
            fault = Fault.SWALLOW;
        } else {
            pass(report);
        }
    }

    @Override
    public LeadershipSink sink() {
        return sink;
    }

    @Override
    public LeadershipSink newAttachment() {
        return this;
    }

    @Override
    public void acquired() {
        passAcquired(sink::acquired);
    }

    @Override
    public void acquired(long term) {
        passAcquired(() -> sink.acquired(term));
    }

    @Override
    public void acquiredWithToken(long token) {
        passAcquired(() -> sink.acquiredWithToken(token));
    }

    @Override
    public void ready() {
        pass(sink::ready);
    }

    @Override
    public void lost() {
        passLost(sink::lost);
    }

    @Override
    public void lost(String reason) {
        passLost(() -> sink.lost(reason));
    }

    @Override
    public void follows(ServerId leader, long term) {
        pass(() -> sink.follows(leader, term));
    }

    @Override
    public void followsNobody(long term) {
        pass(() -> sink.followsNobody(term));
    }

    @Override
    public void detached() {
        pass(sink::detached);
    }
}
