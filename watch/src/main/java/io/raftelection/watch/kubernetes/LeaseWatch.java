package io.raftelection.watch.kubernetes;

import io.raftelection.watch.AnswerException;
import io.raftelection.watch.HttpAsker;
import io.raftelection.watch.JsonAnswer;
import io.raftelection.watch.elections.ElectionReports;
import io.raftelection.watch.elections.Following;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Watches one lease at one API server. A holder that does not renew its lease has lost it when the duration of the
 * lease is over on this machine's clock, counted from when the renewal was seen. For one thread.
 */
final class LeaseWatch implements Following.Follower {
    private final HttpAsker http;
    private final Map<String, String> headers;
    private final LeasePath path;
    private final Duration timeout;
    private final ElectionReports reports;

    /** When the lease ends unless it is renewed. */
    private long end;

    private boolean isHeld;
    private String version = "";

    LeaseWatch(HttpAsker http, Map<String, String> headers, LeasePath path, Duration timeout, ElectionReports reports) {
        this.http = http;
        this.headers = headers;
        this.path = path;
        this.timeout = timeout;
        this.reports = reports;
    }

    @Override
    public void follow(String address, Following following) throws AnswerException, InterruptedException {
        read(address);
        following.confirm();
        try (var lines = http.lines(URI.create(address + path.watch(version)), headers)) {
            while (true) {
                var next = lines.next(pause());
                if (next.isPresent()) {
                    apply(next.get());
                } else if (isHeld && System.nanoTime() >= end) {
                    expired();
                } else {
                    read(address); // a server that is paused or isolated sends nothing
                }
                following.confirm();
            }
        }
    }

    /** Returns how long to wait for a change: until the lease ends, if that is soon. */
    private Duration pause() {
        long left = isHeld ? Math.max(0, end - System.nanoTime()) : Long.MAX_VALUE;
        return Duration.ofNanos(Math.min(left, timeout.toNanos()));
    }

    private void read(String address) throws AnswerException, InterruptedException {
        var answer = http.get(URI.create(address + path.object()), headers);
        if (answer.status() == 404) {
            version = "0";
            gone();
        } else {
            see(Lease.of(answer.ok().json()));
        }
    }

    private void apply(JsonAnswer line) throws AnswerException {
        var object = line.get("object");
        switch (line.get("type").text()) {
            case "ADDED", "MODIFIED" -> see(Lease.of(object));
            case "DELETED" -> gone();
            case "BOOKMARK" -> {}
            default ->
                throw new AnswerException("the API server ended the watch: "
                        + (object.find("message").isPresent()
                                ? object.get("message").text()
                                : "without a message"));
        }
    }

    private void see(Lease lease) {
        if (lease.version().equals(version)) {
            return;
        }
        version = lease.version();
        end = System.nanoTime() + lease.duration().toNanos();
        isHeld = !lease.holder().isEmpty();
        reports.present(lease.holder(), isHeld ? "another one holds the lease" : "it released the lease");
    }

    private void expired() {
        isHeld = false;
        reports.present(List.of(), "its lease has expired");
    }

    private void gone() {
        isHeld = false;
        reports.present(List.of(), "the lease is gone");
    }
}
