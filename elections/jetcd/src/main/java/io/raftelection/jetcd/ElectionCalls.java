package io.raftelection.jetcd;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Election;
import io.etcd.jetcd.election.CampaignResponse;
import io.etcd.jetcd.election.LeaderKey;
import io.etcd.jetcd.election.LeaderResponse;
import io.raftelection.spi.DelegatingProxy;
import java.lang.reflect.Method;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The calls of an application's election client. Those of other elections pass. */
record ElectionCalls(Election users, ByteSequence election, CampaignReports reports) implements DelegatingProxy.Calls {

    static @Nullable Object proxy(@Nullable Object users, ByteSequence election, CampaignReports reports) {
        return users instanceof Election client
                ? DelegatingProxy.of(Election.class, client, new ElectionCalls(client, election, reports))
                : users;
    }

    @Override
    public @Nullable Object handle(Method method, @Nullable Object[] args) throws Throwable {
        if (args.length == 1
                && args[0] instanceof LeaderKey key
                && method.getName().equals("resign")) {
            reports.resigns(key.getRevision());
        } else if (args.length > 0 && election.equals(args[0])) {
            return switch (method.getName()) {
                case "campaign" -> campaign(method, args);
                case "leader" -> leader(DelegatingProxy.call(users, method, args));
                case "observe" -> observe(method, args);
                default -> DelegatingProxy.call(users, method, args);
            };
        }
        return DelegatingProxy.call(users, method, args);
    }

    /** Returns a stage that follows the report, and that ends without one if the application cancels it. */
    private @Nullable Object campaign(Method method, @Nullable Object[] args) throws Throwable {
        if (!(args[1] instanceof Long lease) || !(args[2] instanceof ByteSequence proposal)) {
            return DelegatingProxy.call(users, method, args);
        }
        var campaign = reports.begin(lease, proposal.toString());
        Object answer = null;
        try {
            answer = DelegatingProxy.call(users, method, args);
        } finally {
            if (!(answer instanceof CompletableFuture)) {
                reports.failed(campaign);
            }
        }
        return !(answer instanceof CompletableFuture<?> future)
                ? answer
                : future.whenComplete((result, failure) -> {
                    if (result instanceof CampaignResponse won) {
                        reports.won(campaign, won.getLeader().getRevision());
                    } else {
                        reports.failed(campaign);
                    }
                });
    }

    private @Nullable Object leader(@Nullable Object answer) {
        return !(answer instanceof CompletableFuture<?> future)
                ? answer
                : future.whenComplete((result, failure) -> {
                    if (result instanceof LeaderResponse response) {
                        reports.sees(response.getKv());
                    }
                });
    }

    private @Nullable Object observe(Method method, @Nullable Object[] args) throws Throwable {
        if (!(args[1] instanceof Election.Listener listener)) {
            return DelegatingProxy.call(users, method, args);
        }
        Election.Listener reporting = DelegatingProxy.of(Election.Listener.class, listener, (callback, values) -> {
            if (values.length == 1 && values[0] instanceof LeaderResponse response) {
                reports.sees(response.getKv());
            }
            return DelegatingProxy.call(listener, callback, values);
        });
        return DelegatingProxy.call(users, method, new Object[] {args[0], reporting});
    }
}
