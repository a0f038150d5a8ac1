package io.raftelection.testing;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.raftelection.ServerId;
import io.raftelection.spi.LeadershipSink;
import io.raftelection.testing.TestCluster.Claim;
import io.raftelection.testing.spi.EngineRuntime;
import io.raftelection.testing.spi.EngineServer;
import io.raftelection.testing.spi.MembershipChange;
import io.raftelection.testing.spi.MembershipChange.Kind;
import io.raftelection.testing.spi.ServerConfig;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The servers of a cluster: their start and end, their links, and which of them may be elected. The monitor of this
 * object is the lock of the cluster. It is held while a server starts or ends. Calls that only read take no lock.
 */
final class ClusterServers implements AutoCloseable {
    final ClusterFilter filter = new ClusterFilter();
    final EngineRuntime runtime;
    private final Function<ServerId, LeadershipSink> source;
    private final Map<ServerId, ServerCounter> counters = new ConcurrentHashMap<>();
    private final Set<ServerId> paused = ConcurrentHashMap.newKeySet();

    @GuardedBy("this")
    private final Map<ServerId, LeadershipSink> sinks = new LinkedHashMap<>();

    @GuardedBy("this")
    private final ClusterDirectory directory;

    @GuardedBy("this")
    private boolean isStarted;

    @GuardedBy("this")
    private boolean isClosed;

    /** Replaced under the lock, read without it. */
    private volatile ServerRegistry registry;

    /** The highest term that a server had reached when it ended. Written under the lock. */
    private volatile long latestTermOfStopped;

    ClusterServers(TestEngine engine, List<ServerId> servers, Function<ServerId, LeadershipSink> sinks) {
        Objects.requireNonNull(engine, "engine: is null");
        this.registry = ServerRegistry.of(Objects.requireNonNull(servers, "servers: is null"));
        this.source = Objects.requireNonNull(sinks, "sinks: is null");
        this.runtime =
                Objects.requireNonNull(engine.open(registry.servers(), filter), "engine: opened no runtime, but null");
        this.directory = new ClusterDirectory(runtime.parentDirectory());
        registry.servers().forEach(server -> this.sinks.put(server, sinks.apply(server)));
    }

    /** Returns the servers as they are now. */
    ServerRegistry registry() {
        return registry;
    }

    // What they say

    /** Returns the status of a server; empty if it does not run, or ends meanwhile. */
    Optional<ServerStatus> find(ServerId server) {
        var engine = registry.find(server);
        try {
            return engine.map(EngineServer::status);
        } catch (RuntimeException e) {
            if (registry.running().get(server) == engine.orElseThrow()) {
                throw e;
            }
            return Optional.empty();
        }
    }

    List<Claim> claims() {
        var claims = new ArrayList<Claim>();
        for (var server : registry.running().keySet()) {
            find(server)
                    .filter(status -> status.leader().equals(Optional.of(server)))
                    .ifPresent(status -> claims.add(new Claim(server, status.term())));
        }
        return claims;
    }

    EngineServer leader() {
        return registry.get(leaderId());
    }

    /** Returns the server that claims to lead; if there are several, the one with the highest term. */
    ServerId leaderId() {
        return claims().stream()
                .max(Comparator.comparingLong(claim -> claim.term().orElse(0)))
                .map(Claim::server)
                .orElseThrow(() -> new IllegalStateException("cluster: no server leads"));
    }

    /** Returns the highest term that a server has reached. */
    long latestTerm() {
        return registry.running().keySet().stream()
                .flatMap(server -> find(server).stream())
                .mapToLong(status -> status.term().orElse(0))
                .reduce(latestTermOfStopped, Math::max);
    }

    Counts counts(ServerId server) {
        var unused = registry.find(server);
        return Optional.ofNullable(counters.get(server))
                .map(ServerCounter::counts)
                .orElse(Counts.NONE);
    }

    // Their start and end

    synchronized void start() throws IOException, InterruptedException {
        if (isClosed || isStarted) {
            throw new IllegalStateException("cluster: " + (isClosed ? "closed" : "started already"));
        }
        isStarted = true;
        try {
            var configs = new ArrayList<ServerConfig>();
            for (var server : registry.servers()) {
                configs.add(config(server, false));
            }
            for (var started = runtime.startAll(configs).iterator(); started.hasNext(); ) {
                registry =
                        registry.started(configs.get(registry.running().size()).id(), started.next());
            }
        } catch (IOException | InterruptedException | RuntimeException | Error e) {
            endAll();
            throw e;
        }
    }

    @GuardedBy("this")
    private void start(ServerId server, boolean isRestart) throws IOException, InterruptedException {
        registry = registry.started(server, runtime.start(config(server, isRestart)));
    }

    @GuardedBy("this")
    private ServerConfig config(ServerId server, boolean isRestart) throws IOException {
        var counter = new ServerCounter(count -> filter.applied(server, count));
        counters.put(server, counter);
        var sink = Optional.ofNullable(sinks.get(server)).orElseThrow();
        return new ServerConfig(
                server, registry.voters(), registry.learners(), isRestart, directory.of(server), sink, counter);
    }

    synchronized void kill(ServerId server) {
        var engine = registry.get(server);
        filter.isolate(server);
        stopped(server);
        engine.crash();
        runtime.linksChanged();
    }

    @GuardedBy("this")
    private void stopped(ServerId server) {
        find(server)
                .ifPresent(status -> latestTermOfStopped =
                        Math.max(latestTermOfStopped, status.term().orElse(0)));
        registry = registry.stopped(server);
        paused.remove(server);
    }

    synchronized void restart(ServerId server) throws IOException, InterruptedException {
        registry.checkStopped(server);
        checkStarted();
        filter.heal(server);
        try {
            start(server, true);
        } catch (IOException | InterruptedException | RuntimeException | Error e) {
            filter.isolate(server); // a killed server is isolated, too
            throw e;
        }
        runtime.linksChanged();
    }

    @GuardedBy("this")
    private void checkStarted() {
        if (isClosed || !isStarted) {
            throw new IllegalStateException("cluster: " + (isClosed ? "closed" : "not started"));
        }
    }

    /** Starts a server that is not of this cluster yet. */
    synchronized void start(ServerId server, Kind kind) throws IOException, InterruptedException {
        var larger = registry.with(server);
        checkStarted();
        sinks.computeIfAbsent(server, source);
        registry = larger.after(larger.change(server, kind));
        try {
            start(server, false);
        } catch (IOException | InterruptedException | RuntimeException | Error e) {
            leave(server);
            throw e;
        }
    }

    /** Ends a server, and forgets it. */
    synchronized void leave(ServerId server) throws IOException {
        var engine = registry.find(server);
        filter.isolate(server);
        stopped(server);
        engine.ifPresent(EngineServer::crash);
        registry = registry.without(server);
        runtime.forget(server);
        runtime.votersChanged(Set.copyOf(registry.voters()));
        runtime.linksChanged();
        directory.remove(server);
        filter.heal(server);
    }

    synchronized void undoJoin(ServerId server) throws IOException {
        if (registry.servers().contains(server) && !isClosed) {
            leave(server);
        }
    }

    synchronized void changed(MembershipChange change) {
        registry = registry.after(change);
    }

    synchronized void votersChanged(List<ServerId> voters) {
        if (!isClosed) {
            runtime.votersChanged(Set.copyOf(voters));
        }
    }

    @Override
    public synchronized void close() {
        isClosed = true;
        endAll();
    }

    /** Forbids all elections, so that no leadership begins while servers end. */
    @GuardedBy("this")
    private void endAll() {
        filter.allow(Set.of());
        var ending = registry.running();
        registry = registry.allStopped();
        paused.clear();
        try (directory;
                runtime) {
            runtime.closeAll(List.copyOf(ending.values()));
        }
    }

    // Their links, and who may be elected

    synchronized void cut(ServerId from, ServerId to) {
        registry.find(from);
        registry.find(to);
        filter.cut(from, to);
        runtime.linksChanged();
    }

    synchronized void isolate(ServerId server) {
        registry.find(server);
        filter.isolate(server);
        runtime.linksChanged();
    }

    synchronized void heal() {
        filter.heal();
        runtime.linksChanged();
    }

    boolean areConnected(ServerId one, ServerId other) {
        return one.equals(other) || (!filter.isCut(one, other) && !filter.isCut(other, one));
    }

    synchronized void allow(Set<ServerId> candidates) {
        Objects.requireNonNull(candidates, "candidates: is null").forEach(registry::find);
        filter.allow(candidates);
        runtime.candidatesChanged();
    }

    synchronized void pause(ServerId server) {
        registry.get(server).pause();
        paused.add(server);
    }

    synchronized void resume(ServerId server) {
        registry.get(server).resume();
        paused.remove(server);
    }

    boolean isPaused(ServerId server) {
        return paused.contains(server);
    }
}
