package io.raftelection.spi;

import io.raftelection.Fact;
import io.raftelection.ServerId;
import java.time.Duration;
import java.util.Set;

/**
 * A sink that passes the reports on to another sink. An implementation overrides the reports that it observes, and
 * decides what happens to new attachments.
 */
public interface ForwardingSink extends LeadershipSink {

    /** {@return the sink that receives the reports} */
    LeadershipSink sink();

    /**
     * Begins a new attachment, usually with a sink that forwards to {@code sink().newAttachment()}.
     *
     * @return the sink of the new attachment
     */
    @Override
    LeadershipSink newAttachment();

    @Override
    default ServerId server() {
        return sink().server();
    }

    @Override
    default void acquired() {
        sink().acquired();
    }

    @Override
    default void acquired(long term) {
        sink().acquired(term);
    }

    @Override
    default void acquiredWithToken(long token) {
        sink().acquiredWithToken(token);
    }

    @Override
    default void leadsAlready(long term, long token) {
        sink().leadsAlready(term, token);
    }

    @Override
    default void ready() {
        sink().ready();
    }

    @Override
    default void readinessUnavailable(String why) {
        sink().readinessUnavailable(why);
    }

    @Override
    default void lost() {
        sink().lost();
    }

    @Override
    default void lost(String reason) {
        sink().lost(reason);
    }

    @Override
    default void follows(ServerId leader, long term) {
        sink().follows(leader, term);
    }

    @Override
    default void followsNobody(long term) {
        sink().followsNobody(term);
    }

    @Override
    default void members(Set<ServerId> voters, Set<ServerId> learners) {
        sink().members(voters, learners);
    }

    @Override
    default void detached() {
        sink().detached();
    }

    @Override
    default void factBegins(Fact.Kind kind, String detail) {
        sink().factBegins(kind, detail);
    }

    @Override
    default void factEnds(Fact.Kind kind, String detail) {
        sink().factEnds(kind, detail);
    }

    @Override
    default void stalled(Duration lasted) {
        sink().stalled(lasted);
    }
}
