package io.raftelection.jgroups;

import java.lang.reflect.Field;
import org.jgroups.protocols.raft.RAFT;

/**
 * Finds the lock under which the engine calls role listeners. A listener that is added to a running server must be
 * added under it, because the engine's list of listeners is not thread-safe. The engine has no public accessor for it.
 * A later version may keep it elsewhere, so that it is not found; then an election at the very moment of the attachment
 * may fail, which the engine repeats.
 */
final class RaftStateLock {
    private RaftStateLock() {}

    static Object of(RAFT raft) {
        try {
            Field field = RAFT.class.getDeclaredField("raft_state");
            field.setAccessible(true);
            var state = field.get(raft);
            return state == null ? new Object() : state;
        } catch (ReflectiveOperationException | RuntimeException e) {
            return new Object();
        }
    }
}
