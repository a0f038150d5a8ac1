package io.raftelection.jgroups.testing;

import io.raftelection.ServerId;
import io.raftelection.testing.spi.Instruments;
import java.io.DataInput;
import java.io.DataOutput;
import org.jgroups.raft.StateMachine;
import org.jspecify.annotations.Nullable;

/**
 * The user's state machine, or none, and what it was made to do.
 *
 * @param user applies commands to nothing if it is null
 */
record Counted(ServerId server, @Nullable StateMachine user, Instruments instruments) implements StateMachine {

    @Override
    public byte @Nullable [] apply(byte[] data, int offset, int length, boolean serializeResponse) throws Exception {
        var response = user == null ? null : user.apply(data, offset, length, serializeResponse);
        instruments.applied(server);
        return response;
    }

    @Override
    public void readContentFrom(DataInput in) throws Exception {
        if (user != null) {
            user.readContentFrom(in);
        }
        instruments.restored(server);
    }

    @Override
    public void writeContentTo(DataOutput out) throws Exception {
        if (user != null) {
            user.writeContentTo(out);
        }
        instruments.snapshotTaken(server);
    }
}
