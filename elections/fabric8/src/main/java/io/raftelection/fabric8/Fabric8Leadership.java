package io.raftelection.fabric8;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfig;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaderElectionRecord;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.Lock;
import io.raftelection.ServerId;
import io.raftelection.spi.DelegatingProxy;
import io.raftelection.spi.LeadershipProbe;
import io.raftelection.spi.LeadershipReporter;
import io.raftelection.spi.LeadershipSink;
import io.raftelection.spi.ServerNames;
import java.util.Objects;
import java.util.function.Function;

/**
 * Attaches a tracker to a {@code LeaderElector} of fabric8's Kubernetes client, by its configuration:
 *
 * <pre>{@code
 * config = Fabric8Leadership.attach(config, tracker.track(ServerId.of("s1")));
 * }</pre>
 *
 * <p><b>Acquired</b> is {@code onStartLeading}: the API server has accepted this application as the holder, or still
 * has it as the holder from an earlier process. <b>Lost</b> is {@code onStopLeading}: the elector was stopped or
 * released the lock, another application holds it, or it was not renewed within the {@code renewDeadline}.
 *
 * <p><b>There is no term</b>. <b>The fencing token</b> is the number of {@code leaseTransitions}, which the adapter
 * reads from the records that pass. A holder that takes its own lock again, expired or not, keeps the number.
 *
 * <p><b>Ready</b> is reported with the acquisition, because such a leader has no log.
 *
 * <p><b>The view</b> is {@code onNewLeader}. <b>Members</b> are not known.
 *
 * <p>The adapter has no threads and sends no requests. It reports on the elector's threads, before the application's
 * own callbacks run, which may block and throw as before.
 */
public final class Fabric8Leadership {
    private Fabric8Leadership() {}

    /**
     * {@return a configuration that equals the given one, and reports the leadership} The names of the other servers
     * are the identities of their locks, with question marks for what a name may not contain.
     *
     * @param config the configuration of one elector; an elector that replaces it needs another call
     * @param sink receives the reports, on the elector's threads; it only records them
     */
    public static LeaderElectionConfig attach(LeaderElectionConfig config, LeadershipSink sink) {
        return attached(config, sink, ServerNames::visible);
    }

    /**
     * {@return a configuration that equals the given one, and reports the leadership}
     *
     * @param config the configuration of one elector; an elector that replaces it needs another call
     * @param sink receives the reports, on the elector's threads; it only records them
     * @param names returns the name of the server with an identity, as the tracker knows it. It runs on the elector's
     *     threads, so it must return at once. If it throws or returns null, the name is the identity
     */
    public static LeaderElectionConfig attach(
            LeaderElectionConfig config, LeadershipSink sink, Function<? super String, ServerId> names) {
        Objects.requireNonNull(names, "names: is null");
        return attached(config, sink, identity -> ServerNames.of(identity, names, identity));
    }

    /**
     * {@return a probe for a {@link io.raftelection.Watchdog}, which compares the lock with what was reported of an
     * application}
     *
     * <p>An elector does not say whether it leads. The probe asks the API server who holds the lock: one request per
     * question. The application leads if it is the holder and has renewed the lock within its {@code renewDeadline}.
     * End the watch before you stop an elector that does not release its lock, since the record names the application
     * until then.
     *
     * <pre>{@code
     * watchdog.watch(s1, Fabric8Leadership.probe(s1, client, config, new LeaseLock(namespace, name, identity)));
     * }</pre>
     *
     * @param id the name of the server in the tracker
     * @param client sends the requests
     * @param config the configuration of the elector, the application's or the one that {@code attach} returned
     * @param lock a lock like that of the configuration, for the probe alone. A lock notes the version that it read for
     *     its next update, so with the elector's own lock a question could let the elector overwrite what it has not
     *     seen
     * @throws IllegalArgumentException if the lock is that of the configuration, or has another identity
     */
    public static LeadershipProbe probe(ServerId id, KubernetesClient client, LeaderElectionConfig config, Lock lock) {
        Objects.requireNonNull(id, "id: is null");
        Objects.requireNonNull(client, "client: is null");
        Objects.requireNonNull(config, "config: is null");
        Objects.requireNonNull(lock, "lock: is null");
        var electors = config.getLock();
        if (users(lock) == users(electors)) {
            throw new IllegalArgumentException(
                    "lock " + lock.describe() + ": is the elector's, expected another object");
        }
        if (!lock.identity().equals(electors.identity())) {
            throw new IllegalArgumentException(
                    "lock: has the identity " + lock.identity() + ", expected " + electors.identity());
        }
        return new LockProbe(id, client, lock, config);
    }

    private static Object users(Lock lock) {
        return DelegatingProxy.target(lock).orElse(lock);
    }

    private static LeaderElectionConfig attached(
            LeaderElectionConfig config, LeadershipSink sink, Function<String, ServerId> names) {
        Objects.requireNonNull(config, "config: is null");
        Objects.requireNonNull(sink, "sink: is null");
        var lock = config.getLock();
        var users = config.getLeaderCallbacks();
        var reports = new LockReports(new LeadershipReporter(sink), lock.identity(), names);
        return new LeaderElectionConfig(
                seen(lock, reports),
                config.getLeaseDuration(),
                config.getRenewDeadline(),
                config.getRetryPeriod(),
                new LeaderCallbacks(
                        () -> {
                            reports.starts();
                            users.onStartLeading();
                        },
                        () -> {
                            reports.stops();
                            users.onStopLeading();
                        },
                        identity -> {
                            reports.newLeader(identity);
                            users.onNewLeader(identity);
                        }),
                config.isReleaseOnCancel(),
                config.getName());
    }

    /** Returns a lock that delegates to the user's, and notes the records that the API server returned or accepted. */
    private static Lock seen(Lock lock, LockReports reports) {
        return DelegatingProxy.of(Lock.class, lock, (method, args) -> {
            var result = DelegatingProxy.call(lock, method, args);
            if (result instanceof LeaderElectionRecord read) {
                reports.record(read);
            } else if (args.length == 2 && args[1] instanceof LeaderElectionRecord written) {
                reports.record(written);
            }
            return result;
        });
    }
}
