package io.raftelection.ratis.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.raftelection.ServerId;
import io.raftelection.Tracker;
import io.raftelection.testing.ElectionControl;
import io.raftelection.testing.TestCluster;
import io.raftelection.testing.TestEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.statemachine.impl.BaseStateMachine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that all servers start at the same time, and that a failed start leaves nothing. */
final class RatisStartTest {
    private static final ServerId S1 = ServerId.of("s1");
    private static final ServerId S2 = ServerId.of("s2");
    private static final ServerId S3 = ServerId.of("s3");
    private static final List<ServerId> SERVERS = List.of(S1, S2, S3);

    /** A state machine whose start waits until those of all servers start. */
    private static final class Meeting extends BaseStateMachine {
        private final CountDownLatch all;

        Meeting(CountDownLatch all) {
            this.all = all;
        }

        @Override
        public void initialize(RaftServer server, RaftGroupId group, RaftStorage storage) throws IOException {
            super.initialize(server, group, storage);
            all.countDown();
            try {
                assertThat(all.await(ElectionControl.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                        .isTrue();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static TestCluster cluster(TestEngine engine, Tracker tracker) {
        return new TestCluster(engine, SERVERS, tracker::track);
    }

    @Test
    void serversStartAtTheSameTime() throws Exception {
        var all = new CountDownLatch(SERVERS.size());
        var engine =
                RatisEngine.builder().stateMachines(server -> new Meeting(all)).build();
        try (var tracker = Tracker.lenient("ratis");
                var cluster = cluster(engine, tracker)) {
            cluster.start();

            assertThat(SERVERS).allMatch(cluster::isRunning);
        }
    }

    @Test
    void startWhoseStateMachineCannotBeMadeLeavesNoServer() {
        var engine = RatisEngine.builder()
                .stateMachines(server -> {
                    if (server.equals(S2)) {
                        throw new IllegalStateException("no state machine");
                    }
                    return new DefaultStateMachine();
                })
                .build();
        try (var tracker = Tracker.lenient("ratis");
                var cluster = cluster(engine, tracker)) {
            assertThatThrownBy(cluster::start)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("no state machine");

            assertThat(SERVERS).noneMatch(cluster::isRunning);
        }
    }

    @Test
    void startThatIsInterruptedLeavesNoServer() {
        Set<RaftServer> made = ConcurrentHashMap.newKeySet();
        var engine = RatisEngine.builder()
                .stateMachines(server -> new BaseStateMachine() {
                    @Override
                    public void initialize(RaftServer raftServer, RaftGroupId group, RaftStorage storage)
                            throws IOException {
                        super.initialize(raftServer, group, storage);
                        made.add(raftServer);
                    }
                })
                .build();
        try (var tracker = Tracker.lenient("ratis");
                var cluster = cluster(engine, tracker)) {
            Thread.currentThread().interrupt();

            assertThatThrownBy(cluster::start).isInstanceOf(InterruptedException.class);

            assertThat(SERVERS).noneMatch(cluster::isRunning);
            assertThat(made).allMatch(server -> server.getLifeCycleState().isClosingOrClosed());
        } finally {
            assertThat(Thread.interrupted()).isFalse();
        }
    }

    @Test
    void filesAreInMemoryWithoutANetworkAndAreRemoved() throws Exception {
        var memory = MemoryDirectory.find();
        assumeTrue(memory.isPresent(), "needs a file system in memory");
        Path files;
        try (var control = ElectionControl.start(new RatisEngine(), 3)) {
            files = files(control);

            assertThat(files).startsWith(memory.orElseThrow());
            assertThat(files).isDirectory();
        }
        assertThat(files).doesNotExist();
    }

    @Test
    void filesAreInTheDirectoryForTemporaryFilesOnGrpc() throws Exception {
        var engine = RatisEngine.builder().transport(Transport.GRPC).build();
        try (var control = ElectionControl.start(engine, 1)) {
            assertThat(files(control)).startsWith(Path.of(System.getProperty("java.io.tmpdir")));
        }
    }

    private static Path files(ElectionControl control) {
        var division = control.cluster().unwrap(S1, RaftServer.Division.class);
        return division.getRaftStorage().getStorageDir().getRoot().toPath();
    }

    @Test
    void directoryThatIsNotThereIsNotUsed(@TempDir Path directory) throws Exception {
        assertThat(MemoryDirectory.isUsable(directory.resolve("none"))).isFalse();
        assertThat(MemoryDirectory.isUsable(Files.createFile(directory.resolve("file"))))
                .isFalse();
    }
}
