package io.raftelection.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.ServerId;
import io.raftelection.testing.Client;
import io.raftelection.testing.ElectionControl;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The two examples of the Go project raft-test, with this API. */
abstract class CommandsAndSnapshots {
    private static final ServerId S1 = ServerId.of("s1");
    private static final ServerId S2 = ServerId.of("s2");
    private static final ServerId S3 = ServerId.of("s3");

    // region appended
    @Test
    void commandIsAppliedThoughItsLeaderWasDeposedWhenItWasAppended(ElectionControl control, Client client)
            throws Exception {
        var term = control.elect(S1);
        var deposed = term.when().command(3).appended().depose();
        client.apply("one");
        client.apply("two");

        client.submit("three".getBytes(StandardCharsets.UTF_8)); // the client receives no answer
        deposed.await();

        control.elect(S2); // s2 has the command in its log and commits it
        client.apply("four");
        control.barrier();
        assertThat(control.counts(S1).commands()).isEqualTo(4);
        assertThat(control.counts(S2).commands()).isEqualTo(4);
        assertThat(control.counts(S3).commands()).isEqualTo(4);
    }
    // endregion

    // region restored
    @Test
    void followerThatWasDisconnectedIsRestoredFromASnapshot(ElectionControl control, Client client) throws Exception {
        var term = control.elect(S1);
        client.apply("one");
        control.disconnect(S3);
        var snapshot = term.when().command(3).committed().snapshot();
        client.apply("two");
        client.apply("three"); // the leader takes a snapshot and drops its log up to here
        snapshot.await();

        control.heal();
        client.apply("four");
        control.barrier();

        assertThat(control.counts(S3).restores()).isEqualTo(1);
        assertThat(control.counts(S3).commands()).isLessThan(4);
    }
    // endregion
}
