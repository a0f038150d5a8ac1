package io.raftelection.microraft;

import io.microraft.statemachine.StateMachine;
import io.raftelection.testing.TestEngine;
import io.raftelection.testing.contract.ControlContract;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A test decides who leads a cluster of MicroRaft. */
final class MicroRaftControlContractTest extends ControlContract {

    /** Keeps all commands that it was given, in order. */
    private static final class Lines implements StateMachine {
        private final List<String> lines = new ArrayList<>();

        @Override
        public Object runOperation(long index, Object operation) {
            if (operation instanceof byte[] command) {
                lines.add(new String(command, StandardCharsets.UTF_8));
            }
            return lines.size();
        }

        @Override
        public void takeSnapshot(long index, Consumer<Object> chunks) {
            chunks.accept(List.copyOf(lines));
        }

        @Override
        public void installSnapshot(long index, List<Object> chunks) {
            lines.clear();
            chunks.forEach(chunk -> ((List<?>) chunk).forEach(line -> lines.add((String) line)));
        }

        @Override
        public Object getNewTermOperation() {
            return "a term begins";
        }
    }

    @Override
    protected TestEngine engine() {
        return (servers, sinks) -> MicroRaftCluster.builder(servers, sinks)
                .stateMachines(server -> new Lines())
                .build();
    }

    /**
     * The heartbeats of a leader are missed after three seconds, by a look a second, and an election takes one more.
     */
    @Override
    protected Duration electionTimeout() {
        return Duration.ofSeconds(5);
    }
}
