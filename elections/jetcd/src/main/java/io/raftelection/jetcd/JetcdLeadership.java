package io.raftelection.jetcd;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.raftelection.ServerId;
import io.raftelection.spi.DelegatingProxy;
import io.raftelection.spi.LeadershipProbe;
import io.raftelection.spi.LeadershipReporter;
import io.raftelection.spi.LeadershipSink;
import io.raftelection.spi.ServerNames;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Attaches a tracker to an election that an application holds through jetcd's {@code Election}. The application uses
 * the client that is returned, also to keep its lease alive:
 *
 * <pre>{@code
 * client = JetcdLeadership.attach(client, election, tracker.track(ServerId.of("s1")));
 * }</pre>
 *
 * <p><b>Acquired</b> is the answer to {@code campaign}, before the application receives it. A campaign that the
 * application has cancelled, or whose lease has ended meanwhile, is not reported.
 *
 * <p><b>Lost</b> is the first of these: the application calls {@code resign} or {@code revoke}; etcd answers a
 * keep-alive that the lease is gone; jetcd gives up a lease that etcd has not renewed for its TTL; {@code observe} or
 * {@code leader} names a later leader; the client is closed. A keep-alive that fails for another reason changes
 * nothing, because jetcd tries again.
 *
 * <p><b>There is no term</b>. <b>The fencing token</b> is the revision at which etcd created the leader's key. It rises
 * with each later leader.
 *
 * <p><b>Ready</b> is reported with the acquisition, because such a leader has no log.
 *
 * <p><b>The view</b> is what {@code observe} and {@code leader} answer to the application; the adapter asks nothing
 * itself. etcd does not tell when there is no leader any more. <b>Members</b> are not known.
 *
 * <p>The adapter has no threads and sends no requests. It reports on jetcd's threads, before the application's own
 * callbacks run. Other elections of the client are not reported; attach again what was returned to report them too.
 */
public final class JetcdLeadership {
    private JetcdLeadership() {}

    /**
     * {@return a client that delegates to the application's, and reports its leadership in one election} The name of
     * another leader is the proposal that it campaigned with, with question marks for what a name may not contain.
     *
     * @param client the application's client
     * @param election the name of the election, as it is given to {@code campaign}
     * @param sink receives the reports, on jetcd's threads and on those that call jetcd; it only records them
     */
    public static Client attach(Client client, ByteSequence election, LeadershipSink sink) {
        return attached(client, election, sink, ServerNames::visible);
    }

    /**
     * {@return a client that delegates to the application's, and reports its leadership in one election}
     *
     * @param client the application's client
     * @param election the name of the election, as it is given to {@code campaign}
     * @param sink receives the reports, on jetcd's threads and on those that call jetcd; it only records them
     * @param names returns the name of the server with a proposal, as the tracker knows it. It runs on jetcd's threads,
     *     so it must return at once. If it throws or returns null, the name is the proposal
     */
    public static Client attach(
            Client client, ByteSequence election, LeadershipSink sink, Function<? super String, ServerId> names) {
        Objects.requireNonNull(names, "names: is null");
        return attached(client, election, sink, proposal -> ServerNames.of(proposal, names, proposal));
    }

    private static Client attached(
            Client client, ByteSequence election, LeadershipSink sink, Function<String, ServerId> names) {
        Objects.requireNonNull(client, "client: is null");
        Objects.requireNonNull(election, "election: is null");
        Objects.requireNonNull(sink, "sink: is null");
        var reports = new CampaignReports(new LeadershipReporter(sink), sink.server(), names);
        return DelegatingProxy.of(Client.class, client, (method, args) -> {
            if (method.getName().equals("close")) {
                reports.end();
            }
            var part = DelegatingProxy.call(client, method, args);
            return switch (method.getName()) {
                case "getElectionClient" -> ElectionCalls.proxy(part, election, reports);
                case "getLeaseClient" -> LeaseCalls.proxy(part, reports);
                default -> part;
            };
        });
    }

    /**
     * {@return a probe for a {@link io.raftelection.Watchdog}, which compares etcd with what was reported of an
     * application}
     *
     * <p>jetcd does not know whether an application leads. The probe asks etcd whose lease the leader's key has: one
     * request per question, whose answer is not reported as a view. It also finds what the adapter cannot know: a key
     * that was deleted, a lease that another client keeps alive, and a campaign that the application has cancelled and
     * etcd made the leader.
     *
     * <pre>{@code
     * watchdog.watch(s1, JetcdLeadership.probe(s1, client, election, () -> lease));
     * }</pre>
     *
     * @param id the name of the server in the tracker
     * @param client the application's client, or what {@code attach} returned
     * @param election the name of the election, as it is given to {@code campaign}
     * @param lease returns the lease with which the application campaigns, at each question; 0 if it has none. It must
     *     return at once. What it throws makes the question unanswered
     */
    public static LeadershipProbe probe(ServerId id, Client client, ByteSequence election, LongSupplier lease) {
        Objects.requireNonNull(id, "id: is null");
        Objects.requireNonNull(client, "client: is null");
        Objects.requireNonNull(election, "election: is null");
        Objects.requireNonNull(lease, "lease: is null");
        var users = users(client).orElse(client);
        return new CampaignProbe(id, users.getElectionClient(), election, lease);
    }

    /**
     * {@return the application's own client}
     *
     * @param attached what {@code attach} returned
     * @throws IllegalArgumentException if it was never attached
     */
    public static Client unwrap(Client attached) {
        Objects.requireNonNull(attached, "client: is null");
        return users(attached)
                .orElseThrow(() -> new IllegalArgumentException("client of "
                        + attached.getClass().getName() + ": was never attached, expected what attach returned"));
    }

    private static Optional<Client> users(Client client) {
        return DelegatingProxy.target(client).filter(Client.class::isInstance).map(Client.class::cast);
    }
}
