package io.raftelection.microraft.testing;

import io.microraft.statemachine.StateMachine;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A state machine that keeps all applied commands, in order. */
final class Lines implements StateMachine {
    private final List<String> lines = new CopyOnWriteArrayList<>();

    List<String> lines() {
        return List.copyOf(lines);
    }

    @Override
    public Object runOperation(long index, Object operation) {
        if (operation instanceof byte[] command) {
            lines.add(new String(command, StandardCharsets.UTF_8));
        }
        return lines.size();
    }

    @Override
    public void takeSnapshot(long index, Consumer<Object> chunks) {
        lines.forEach(chunks);
    }

    @Override
    public void installSnapshot(long index, List<Object> chunks) {
        lines.clear();
        chunks.forEach(chunk -> lines.add((String) chunk));
    }

    @Override
    public Object getNewTermOperation() {
        return "a term begins";
    }
}
