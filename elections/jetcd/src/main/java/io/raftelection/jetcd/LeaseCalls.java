package io.raftelection.jetcd;

import io.etcd.jetcd.Lease;
import io.etcd.jetcd.common.exception.ClosedClientException;
import io.etcd.jetcd.common.exception.ErrorCode;
import io.etcd.jetcd.common.exception.EtcdException;
import io.grpc.stub.StreamObserver;
import io.raftelection.spi.DelegatingProxy;
import java.lang.reflect.Method;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** The calls of an application's lease client, which show when a lease ends. */
record LeaseCalls(Lease users, CampaignReports reports) implements DelegatingProxy.Calls {

    static @Nullable Object proxy(@Nullable Object users, CampaignReports reports) {
        return users instanceof Lease client
                ? DelegatingProxy.of(Lease.class, client, new LeaseCalls(client, reports))
                : users;
    }

    @Override
    public @Nullable Object handle(Method method, @Nullable Object[] args) throws Throwable {
        if (args.length == 0 || !(args[0] instanceof Long lease)) {
            return DelegatingProxy.call(users, method, args);
        }
        switch (method.getName()) {
            case "revoke" -> reports.leaseEnded(lease, "its lease was revoked");
            case "keepAlive" -> {
                if (args[1] instanceof StreamObserver<?> observer) {
                    return DelegatingProxy.call(users, method, new Object[] {lease, reporting(lease, observer)});
                }
            }
            case "keepAliveOnce" -> {
                return keptAlive(lease, DelegatingProxy.call(users, method, args));
            }
            default -> {}
        }
        return DelegatingProxy.call(users, method, args);
    }

    private Object reporting(long lease, StreamObserver<?> observer) {
        return DelegatingProxy.of(StreamObserver.class, observer, (callback, values) -> {
            if (callback.getName().equals("onCompleted")) {
                reports.leaseEnded(lease, "its lease was not renewed in time");
            } else if (values.length == 1 && values[0] instanceof Throwable failure) {
                failed(lease, failure);
            }
            return DelegatingProxy.call(observer, callback, values);
        });
    }

    private @Nullable Object keptAlive(long lease, @Nullable Object answer) {
        return !(answer instanceof CompletableFuture<?> future)
                ? answer
                : future.whenComplete((result, failure) -> {
                    if (failure != null) {
                        failed(lease, failure);
                    }
                });
    }

    /** A keep-alive that fails for another reason than these is tried again. */
    private void failed(long lease, Throwable failure) {
        if (failure instanceof CompletionException && failure.getCause() != null) {
            failed(lease, failure.getCause());
        } else if (failure instanceof ClosedClientException) {
            reports.leaseEnded(lease, "its lease is no longer renewed");
        } else if (failure instanceof EtcdException answer && answer.getErrorCode() == ErrorCode.NOT_FOUND) {
            reports.leaseEnded(lease, "its lease is gone");
        }
    }
}
