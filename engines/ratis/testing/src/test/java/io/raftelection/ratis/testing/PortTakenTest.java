package io.raftelection.ratis.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftelection.LeadershipTimeoutException;
import io.raftelection.ServerId;
import io.raftelection.Tracker;
import io.raftelection.testing.ElectionControl;
import io.raftelection.testing.TestCluster;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.statemachine.StateMachine;
import org.apache.ratis.statemachine.impl.BaseStateMachine;
import org.apache.ratis.util.ExitUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Ratis ends the JVM when a server cannot listen on its port. Tests that a cluster prevents this. */
final class PortTakenTest {
    private static final ServerId S1 = ServerId.of("s1");
    private static final ServerId S2 = ServerId.of("s2");
    private static final ServerId S3 = ServerId.of("s3");
    private static final ServerId S4 = ServerId.of("s4");

    private final Tracker tracker = Tracker.lenient("ratis");

    /** The number of next choices of ports that include the port of the other program. */
    private final AtomicInteger unluckyChoices = new AtomicInteger();

    private ServerSocket otherProgram;

    @BeforeEach
    void takeAPort() throws IOException {
        otherProgram = listen(0);
    }

    private static ServerSocket listen(int port) throws IOException {
        return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void end() throws IOException {
        otherProgram.close();
        tracker.close();
        assertThat(ExitUtils.isTerminated()).isFalse();
    }

    private RatisEngine grpc() {
        var builder = RatisEngine.builder().transport(Transport.GRPC);
        builder.ports = this::choose;
        return builder.build();
    }

    private TestCluster cluster() {
        return new TestCluster(grpc(), List.of(S1, S2, S3), tracker::track);
    }

    private List<Integer> choose(int count) throws IOException {
        var ports = new ArrayList<>(FreePorts.OF_LOOPBACK.choose(count));
        if (unluckyChoices.getAndDecrement() > 0) {
            ports.set(count - 1, otherProgram.getLocalPort());
        }
        return ports;
    }

    private String cannotListen(ServerId server) {
        return "server " + server + ": 127.0.0.1:" + otherProgram.getLocalPort()
                + ": cannot listen on it, another program may have its port";
    }

    @Test
    void startIsRepeatedOnOtherPorts() throws Exception {
        unluckyChoices.set(FreePorts.ATTEMPTS - 1);
        try (var cluster = cluster()) {
            cluster.start();

            assertThat(unluckyChoices).hasValue(-1);
            assertThat(tracker.awaitLeader(ElectionControl.PATIENCE).isHeld()).isTrue();
            assertThat(tracker.anomalies()).isEmpty();
        }
    }

    @Test
    void noServerLeadsUntilAllRunSinceTheStartOfTheLastOneMayFail() throws Exception {
        var engine = RatisEngine.builder()
                .electionTimeout(Duration.ofMillis(50), Duration.ofMillis(100))
                .stateMachines(this::stateMachine)
                .build();
        try (var cluster = new TestCluster(engine, List.of(S1, S2, S3), tracker::track)) {
            cluster.start();

            assertThat(tracker.awaitLeader(ElectionControl.PATIENCE).isHeld()).isTrue();
        }
    }

    /** Returns a state machine with which the last server starts long after the others could have held an election. */
    private StateMachine stateMachine(ServerId server) {
        return new BaseStateMachine() {
            @Override
            public void initialize(RaftServer raftServer, RaftGroupId group, RaftStorage storage) throws IOException {
                super.initialize(raftServer, group, storage);
                if (server.equals(S3)) {
                    assertThatThrownBy(() -> tracker.awaitLeader(Duration.ofSeconds(1)))
                            .isInstanceOf(LeadershipTimeoutException.class);
                }
            }
        };
    }

    @Test
    void startThatFindsNoFreePortNamesTheLastOneAndLeavesNothing() {
        unluckyChoices.set(Integer.MAX_VALUE);
        try (var cluster = cluster()) {
            assertThatThrownBy(cluster::start).isInstanceOf(BindException.class).hasMessage(cannotListen(S3));

            assertThat(cluster.servers()).noneMatch(cluster::isRunning);
        }
    }

    @Test
    void serverThatIsAddedTakesAnotherPort() throws Exception {
        try (var control = ElectionControl.start(grpc(), 3)) {
            control.elect(S1);
            unluckyChoices.set(1);

            control.cluster().addServer(S4);

            assertThat(unluckyChoices).hasValue(-1);
            assertThat(control.cluster().isRunning(S4)).isTrue();
        }
    }

    @Test
    void restartThatFindsItsPortTakenThrowsAndCanBeRepeated() throws Exception {
        try (var control = ElectionControl.start(grpc(), 3)) {
            control.elect(S1);
            var cluster = control.cluster();
            int port = port(cluster, S2);
            control.kill(S2);
            otherProgram.close();
            otherProgram = listen(port);

            assertThatThrownBy(() -> control.restart(S2))
                    .isInstanceOf(BindException.class)
                    .hasMessage(cannotListen(S2));

            assertThat(cluster.isRunning(S2)).isFalse();
            assertThat(cluster.areConnected(S1, S2)).isFalse();
            otherProgram.close();
            control.restart(S2);
            assertThat(cluster.isRunning(S2)).isTrue();
            control.elect(S3);
        }
    }

    private static int port(TestCluster cluster, ServerId server) {
        return cluster.unwrap(server, RaftServer.class)
                .getServerRpc()
                .getInetSocketAddress()
                .getPort();
    }

    @Test
    void handlerOfUncaughtExceptionsStaysWhatItWas() {
        var before = Thread.getDefaultUncaughtExceptionHandler();
        Thread.UncaughtExceptionHandler users = (thread, failure) -> {};
        Thread.setDefaultUncaughtExceptionHandler(users);
        try {
            JvmExit.prevent();

            assertThat(Thread.getDefaultUncaughtExceptionHandler()).isSameAs(users);
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(before);
        }
    }
}
