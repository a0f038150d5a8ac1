package io.raftelection.ratis.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftelection.LeadershipTimeoutException;
import io.raftelection.ServerId;
import io.raftelection.Tracker;
import io.raftelection.spi.LeadershipSink;
import io.raftelection.testing.ElectionControl;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.apache.ratis.statemachine.StateMachine;
import org.apache.ratis.util.ExitUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ratis ends the JVM when a server cannot listen on its port. A cluster does not let it. */
final class PortTakenTest {
    private static final ServerId S1 = ServerId.of("s1");
    private static final ServerId S2 = ServerId.of("s2");
    private static final ServerId S3 = ServerId.of("s3");
    private static final ServerId S4 = ServerId.of("s4");

    private final Tracker tracker = Tracker.lenient("ratis");

    /** How many of the next choices of ports have that of the other program among them. */
    private final AtomicInteger unluckyChoices = new AtomicInteger();

    private ServerSocket otherProgram;

    @TempDir
    private Path directory;

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

    private RatisClusterBuilder grpc(List<ServerId> servers, Function<ServerId, LeadershipSink> sinks) {
        var builder = RatisCluster.builder(servers, sinks).transport(Transport.GRPC);
        builder.ports = this::choose;
        return builder;
    }

    private RatisCluster cluster() {
        return grpc(List.of(S1, S2, S3), tracker::track).build();
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
        try (var cluster = RatisCluster.builder(List.of(S1, S2, S3), tracker::track)
                .transport(Transport.MEMORY)
                .electionTimeout(Duration.ofMillis(50), Duration.ofMillis(100))
                .stateMachines(this::stateMachine)
                .build()) {
            cluster.start();

            assertThat(tracker.awaitLeader(ElectionControl.PATIENCE).isHeld()).isTrue();
        }
    }

    /** That of the last server is made long after the other two could have held an election. */
    private StateMachine stateMachine(ServerId server) {
        if (server.equals(S3)) {
            assertThatThrownBy(() -> tracker.awaitLeader(Duration.ofSeconds(1)))
                    .isInstanceOf(LeadershipTimeoutException.class);
        }
        return new Tally();
    }

    @Test
    void startThatFindsNoFreePortNamesTheLastOneAndLeavesNothing() {
        unluckyChoices.set(Integer.MAX_VALUE);
        try (var cluster = cluster()) {
            assertThatThrownBy(cluster::start).isInstanceOf(BindException.class).hasMessage(cannotListen(S3));

            assertThat(cluster.servers()).noneMatch(cluster::isRunning);
            assertThat(cluster.directory()).isEmpty();
        }
    }

    @Test
    void serverThatIsAddedTakesAnotherPort() throws Exception {
        try (var control =
                ElectionControl.start((servers, sinks) -> grpc(servers, sinks).build(), 3)) {
            control.elect(S1);
            unluckyChoices.set(1);

            control.cluster().addServer(S4);

            assertThat(unluckyChoices).hasValue(-1);
            assertThat(control.cluster().isRunning(S4)).isTrue();
        }
    }

    @Test
    void restartThatFindsItsPortTakenThrowsAndCanBeRepeated() throws Exception {
        try (var control =
                ElectionControl.start((servers, sinks) -> grpc(servers, sinks).build(), 3)) {
            control.elect(S1);
            var cluster = (RatisCluster) control.cluster();
            int port = port(cluster, S2);
            control.kill(S2);
            otherProgram.close();
            otherProgram = listen(port);

            assertThatThrownBy(() -> control.restart(S2))
                    .isInstanceOf(BindException.class)
                    .hasMessage(cannotListen(S2));

            assertThat(cluster.isRunning(S2)).isFalse();
            otherProgram.close();
            control.restart(S2);
            assertThat(cluster.isRunning(S2)).isTrue();
            control.elect(S3);
        }
    }

    private static int port(RatisCluster cluster, ServerId server) {
        return cluster.division(server)
                .getRaftServer()
                .getServerRpc()
                .getInetSocketAddress()
                .getPort();
    }

    @Test
    void placeOfAServerThatLeavesIsEmpty() throws Exception {
        var homes = new Homes(directory, FreePorts.OF_LOOPBACK);
        homes.settle(List.of(S1));
        homes.settle(List.of(S1));

        homes.leave(S1);

        assertThat(directory).isEmptyDirectory();
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
