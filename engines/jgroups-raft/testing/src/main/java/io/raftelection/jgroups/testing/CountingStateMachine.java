package io.raftelection.jgroups.testing;

import io.raftelection.testing.spi.CommandCounter;
import java.io.DataInput;
import java.io.DataOutput;
import org.jgroups.raft.StateMachine;
import org.jspecify.annotations.Nullable;

/**
 * Counts what the user's state machine does.
 *
 * @param user does nothing if it is null
 */
record CountingStateMachine(@Nullable StateMachine user, CommandCounter counter) implements StateMachine {

    @Override
    public byte @Nullable [] apply(byte[] data, int offset, int length, boolean serializeResponse) throws Exception {
        var response = user == null ? null : user.apply(data, offset, length, serializeResponse);
        counter.applied();
        return response;
    }

    @Override
    public void readContentFrom(DataInput in) throws Exception {
        if (user != null) {
            user.readContentFrom(in);
        }
        counter.restored();
    }

    @Override
    public void writeContentTo(DataOutput out) throws Exception {
        if (user != null) {
            user.writeContentTo(out);
        }
        counter.snapshotTaken();
    }
}
