package io.raftelection.jgroups.testing;

import io.raftelection.ServerId;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.jgroups.JChannel;

/** The settings of a {@link JGroupsRaftEngine}. Not safe for use by many threads. */
public final class JGroupsRaftEngineBuilder {
    BiConsumer<ServerId, JChannel> setUp = (server, channel) -> {};

    JGroupsRaftEngineBuilder() {}

    /**
     * Sets what is done with each server before it connects, for example to set the user's state machine or to add
     * listeners. Default: nothing.
     *
     * @param setUp receives a server and its channel at each start
     * @return this
     */
    public JGroupsRaftEngineBuilder setUp(BiConsumer<ServerId, JChannel> setUp) {
        this.setUp = Objects.requireNonNull(setUp, "setUp: is null");
        return this;
    }

    /** {@return the engine with these settings} */
    public JGroupsRaftEngine build() {
        var copy = new JGroupsRaftEngineBuilder();
        copy.setUp = setUp;
        return new JGroupsRaftEngine(copy);
    }
}
