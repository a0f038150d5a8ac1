package io.raftelection.ratis.testing;

import io.raftelection.ServerId;
import io.raftelection.ratis.RatisLeadership;
import io.raftelection.testing.ServerStatus;
import io.raftelection.testing.spi.EngineServer;
import io.raftelection.testing.spi.MembershipChange;
import io.raftelection.testing.spi.Patience;
import io.raftelection.testing.spi.ServerConfig;
import io.raftelection.testing.spi.StableTerm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.protocol.SetConfigurationRequest;
import org.apache.ratis.rpc.CallId;
import org.apache.ratis.server.DivisionInfo;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.storage.RaftStorage.StartupOption;
import org.apache.ratis.util.ExitUtils.ExitException;

/** One server of a cluster, from one start to its end. */
final class RatisServer implements EngineServer {
    /** The longest time to get ready, and then to execute a request. */
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private static final Patience PATIENCE = new Patience(LIMIT, Duration.ofMillis(2));

    /** Longer than the limit that the server has. */
    private static final Patience ANSWER = new Patience(LIMIT.multipliedBy(2), Duration.ZERO);

    private final ClientId client = ClientId.randomId();
    private final RatisRuntime runtime;
    private final ServerId id;
    private final RaftServer server;
    private final RaftGroupId group;
    private final CountingStateMachine counting;
    private final RatisRequests requests;

    /** Guarded by the cluster's lock. */
    private boolean isKeptFromElections;

    private RatisServer(
            RatisRuntime runtime, ServerId id, RaftServer server, RaftGroupId group, CountingStateMachine counting) {
        this.runtime = runtime;
        this.id = id;
        this.server = server;
        this.group = group;
        this.counting = counting;
        this.requests = new RatisRequests(client, server.getId(), group);
    }

    /** Creates a server that is not started yet. */
    interface Creation {
        RatisServer create() throws IOException;
    }

    /**
     * Calls the functions of the user for a server, and returns its creation. Functions that throw must do so before
     * any server is created, because a server of Ratis that is closed before it was started leaves threads.
     */
    static Creation prepare(RatisRuntime runtime, ServerConfig config, StartupOption option) {
        var settings = runtime.settings();
        var peer = runtime.peers().of(config.id());
        var group = runtime.peers().group(config);
        var counting = new CountingStateMachine(settings.stateMachines.apply(config.id()), config.counter());
        var properties = ServerProperties.of(settings, config, peer);
        var builder = RaftServer.newBuilder()
                .setServerId(peer.getId())
                .setGroup(group)
                .setProperties(properties.properties())
                .setParameters(runtime.parameters())
                .setOption(option);
        return () -> {
            var stateMachine = RatisLeadership.attach(counting.stateMachine(), config.sink());
            var server = builder.setStateMachineRegistry(any -> {
                        properties.returnToElectionsSoon();
                        return stateMachine;
                    })
                    .build();
            return new RatisServer(runtime, config.id(), server, group.getGroupId(), counting);
        };
    }

    ServerId id() {
        return id;
    }

    /**
     * Starts it. To keep it from elections needs Ratis's own lock; otherwise its election timeout could elapse before.
     *
     * @throws java.net.BindException if it cannot listen on its port
     */
    void start(boolean keepFromElections) throws IOException {
        try {
            if (keepFromElections) {
                synchronized (division()) {
                    server.start();
                    keepFromElections(true);
                }
            } else {
                server.start();
            }
        } catch (ExitException e) {
            var address = runtime.peers().of(id).getAddress();
            throw JvmExit.cannotListen("server " + id + ": " + address, e);
        }
    }

    /**
     * Keeps a single server from elections, or allows them again. If the election timeout of a server that may not
     * request votes elapses, Ratis leaves it a candidate forever. A vote request makes it a follower again. Here the
     * server sends that request to itself, in its present term, or in term 1 if that is 0.
     */
    void keepFromElections(boolean keep) throws IOException {
        if (keep == isKeptFromElections) {
            return;
        }
        isKeptFromElections = keep;
        server.leaderElectionManagement(keep ? requests.pauseElections() : requests.resumeElections());
        if (!keep && info().isCandidate()) {
            server.requestVote(requests.vote(Math.max(1, info().getCurrentTerm())));
        }
    }

    /**
     * Makes the server stand for election at once, as if its leader had requested it. This works for a follower with an
     * entry of its present term. Any other server stands when its election timeout elapses.
     */
    @Override
    public void campaign(long latestTerm) throws IOException {
        var leader = Optional.ofNullable(info().getLeaderId()).orElse(peer());
        server.startLeaderElection(requests.startElection(leader, info().getCurrentTerm()));
    }

    private RaftPeerId peer() {
        return server.getId();
    }

    DivisionInfo info() {
        return division().getInfo();
    }

    RaftServer.Division division() {
        try {
            return server.getDivision(group);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns Ratis's indexes: the first is 0, and the index of an empty log is -1. */
    @Override
    public ServerStatus status() {
        return StableTerm.read(() -> info().getCurrentTerm(), this::status);
    }

    /** A leader that has just lost may still name itself, which counts as no leader. */
    private ServerStatus status(long term) {
        var info = info();
        boolean leads = info.isLeader();
        var leader = Optional.ofNullable(info.getLeaderId())
                .map(peer -> ServerId.of(peer.toString()))
                .filter(other -> !other.equals(id));
        var log = division().getRaftLog();
        return new ServerStatus(
                leads ? Optional.of(id) : leader,
                OptionalLong.of(term),
                leads && info.isLeaderReady(),
                log.getNextIndex() - 1,
                log.getLastCommittedIndex(),
                counting.applied(info.getLastAppliedIndex()));
    }

    /** Whether its log has or had entries. */
    boolean hasLog() {
        return division().getRaftLog().getNextIndex() > 0;
    }

    @Override
    public CompletionStage<Void> submit(byte[] command) {
        try {
            return server.submitClientRequestAsync(requests.write(command)).thenAccept(reply -> {
                if (!reply.isSuccess()) {
                    throw new CompletionException(reply.getException());
                }
            });
        } catch (IOException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Waits until the log starts where the snapshot ends: Ratis answers before that. */
    @Override
    public void snapshot() throws IOException, InterruptedException {
        long index =
                answer(server.snapshotManagementAsync(requests.snapshot(LIMIT))).getLogIndex();
        if (division().getStateMachine().getLatestSnapshot() == null) {
            throw new IOException("server " + id + ": its state machine took no snapshot");
        }
        if (!PATIENCE.until(() -> division().getRaftLog().getStartIndex() >= index)) {
            throw new IOException("server " + id + ": does not drop its log up to " + index);
        }
    }

    @Override
    public void changeMembers(MembershipChange change) throws IOException, InterruptedException {
        var members = SetConfigurationRequest.Arguments.newBuilder()
                .setServersInNewConf(runtime.peers().of(change.voters()))
                .setListenersInNewConf(runtime.peers().of(change.learners()))
                .build();
        var unused = answer(server.setConfigurationAsync(
                new SetConfigurationRequest(client, peer(), group, CallId.getAndIncrement(), members)));
        runtime.awaitMembers(change);
    }

    /** Whether it takes part, which a new server does after its leader has taken it in. */
    boolean isMember() {
        return info().getLifeCycleState().isRunning();
    }

    /** Requests a transfer to no particular server. A leader that is not ready yet does this, too. */
    @Override
    public void stepDown() throws IOException, InterruptedException {
        if (!info().isLeader()) {
            throw new IllegalStateException("server " + id + ": does not lead");
        }
        try {
            var unused = answer(server.transferLeadershipAsync(requests.transfer(Optional.empty(), LIMIT)));
        } catch (IOException e) {
            if (info().isLeader()) {
                throw e;
            }
        }
    }

    /**
     * Waits until the server is ready to lead, then asks it to hand over. It repeats a refused request while it still
     * leads, because in Ratis 3.3.0 the timeout of an earlier request may end a later one.
     */
    @Override
    public void transfer(ServerId next) throws IOException, InterruptedException {
        long start = System.nanoTime();
        boolean handedOver = false;
        if (!PATIENCE.until(() -> !info().isLeader() || info().isLeaderReady())) {
            throw new IOException("server " + id + ": does not get ready to lead");
        }
        while (!handedOver && info().isLeader()) {
            if (System.nanoTime() - start > LIMIT.toNanos()) {
                throw new IOException("server " + id + ": does not hand over");
            }
            var request = requests.transfer(Optional.of(next), LIMIT);
            handedOver =
                    ANSWER.answer(id, server.transferLeadershipAsync(request)).isSuccess();
        }
    }

    private RaftClientReply answer(CompletableFuture<RaftClientReply> future) throws IOException, InterruptedException {
        var reply = ANSWER.answer(id, future);
        if (!reply.isSuccess()) {
            throw new IOException("server " + id + ": refuses", reply.getException());
        }
        return reply;
    }

    @Override
    public <T> Optional<T> unwrap(Class<T> type) {
        return Stream.of(division(), server)
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst();
    }

    /** In a crash its links are cut, so that it cannot hand over. */
    @Override
    public void close() {
        ParallelClose.of(List.of(this));
    }

    void end() throws IOException {
        server.close();
    }

    void ended() {
        runtime.ended(this);
    }
}
