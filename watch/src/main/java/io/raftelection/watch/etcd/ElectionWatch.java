package io.raftelection.watch.etcd;

import io.raftelection.Subscription;
import io.raftelection.TrackerClosedException;
import io.raftelection.watch.AnswerException;
import io.raftelection.watch.HttpLines;
import io.raftelection.watch.JsonAnswer;
import io.raftelection.watch.WatchTarget;
import io.raftelection.watch.elections.ElectionReports;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Watches the keys of one election until it is closed, on a thread of its own. It stays with one member while that
 * answers, and compares the keys with those of a range request now and then, which a majority has to confirm: a member
 * that is frozen or cut off sends nothing, as an election without changes does.
 */
final class ElectionWatch implements Subscription {
    private final EtcdClient client;
    private final List<String> addresses;
    private final EtcdRange range;
    private final WatchTarget target;
    private final String subject;
    private final Duration timeout;
    private final ElectionReports reports;
    private final EtcdCandidates candidates = new EtcdCandidates();
    private final Thread thread;

    /** The revision of the latest change that was seen; zero if none was. */
    private long revision;

    /** When the keys were last known to be the present ones. */
    private long current = System.nanoTime();

    /** How many attempts in a row have shown nothing. */
    private int failures;

    private volatile boolean closed;

    ElectionWatch(EtcdClient client, List<String> addresses, EtcdRange range, WatchTarget target) {
        this.client = client;
        this.addresses = addresses;
        this.range = range;
        this.target = target;
        this.subject = "election " + range.prefix();
        this.timeout = target.settings().timeout();
        this.reports = new ElectionReports(target.group(WatchTarget.ONLY_GROUP));
        this.thread = new Thread(this::run, "raft-election-watch");
        thread.setDaemon(true);
    }

    Subscription begun() {
        thread.start();
        return this;
    }

    private void run() {
        try {
            for (int attempt = 0; !closed; attempt++) {
                long before = current;
                try {
                    follow(addresses.get(attempt % addresses.size()));
                } catch (AnswerException e) {
                    failed(String.valueOf(e.getMessage()));
                } catch (TrackerClosedException e) {
                    throw e;
                } catch (RuntimeException e) {
                    failed("failed: " + e);
                }
                failures = before == current ? failures + 1 : 0;
                if (failures % addresses.size() == 0) {
                    TimeUnit.NANOSECONDS.sleep(pause(failures / addresses.size()));
                }
            }
        } catch (InterruptedException | TrackerClosedException e) {
            // The watch is closed.
        }
    }

    /** Returns the pause after all members failed some times in a row. */
    private long pause(int rounds) {
        long interval = target.settings().interval().toNanos();
        long longest = Math.max(interval, target.settings().backOff().toNanos());
        return Math.min(longest, interval << Math.min(rounds, 10));
    }

    private void failed(String words) {
        if (System.nanoTime() - current >= timeout.toNanos()) {
            reports.unknown("cannot be asked: " + words);
            target.problem(subject, words);
        }
    }

    /** Follows the changes that one member reports, until it fails. */
    private void follow(String address) throws AnswerException, InterruptedException {
        if (revision == 0) {
            read(client.range(address, range));
        }
        try (var lines = client.watch(address, range, revision + 1)) {
            compare(address, lines);
            while (true) {
                var next = lines.next(timeout.dividedBy(2));
                if (next.isPresent()) {
                    apply(next.get());
                } else {
                    compare(address, lines);
                }
            }
        }
    }

    private void read(JsonAnswer answer) throws AnswerException {
        candidates.set(pairs(answer));
        revision = answer.get("header").get("revision").number();
        report();
    }

    private static List<JsonAnswer> pairs(JsonAnswer answer) throws AnswerException {
        var pairs = answer.find("kvs");
        return pairs.isPresent() ? pairs.get().items() : List.of();
    }

    private void report() {
        current = System.nanoTime();
        reports.present(candidates.all(), "its key is gone");
        target.solved(subject);
    }

    private void apply(JsonAnswer line) throws AnswerException {
        var error = line.find("error");
        if (error.isPresent()) {
            throw new AnswerException(
                    "etcd refused the watch: " + error.get().get("message").text());
        }
        var result = line.get("result");
        if (result.find("canceled").isPresent()) {
            revision = 0; // the revisions since then are compacted, so that the keys are read again
            throw new AnswerException("etcd ended the watch");
        }
        var events = result.find("events");
        if (events.isPresent()) {
            for (var event : events.get().items()) {
                candidates.apply(event);
                reports.present(candidates.all(), "its key is gone");
            }
            current = System.nanoTime();
            revision = result.get("header").get("revision").number();
        }
    }

    /** Reads the keys, and waits for changes that the watch has not reported yet. */
    private void compare(String address, HttpLines lines) throws AnswerException, InterruptedException {
        var pairs = pairs(client.range(address, range));
        for (int i = 0; i < 10 && !candidates.isSameAs(pairs); i++) {
            var next = lines.next(timeout.dividedBy(10));
            if (next.isPresent()) {
                apply(next.get());
            }
        }
        if (!candidates.isSameAs(pairs)) {
            revision = 0;
            throw new AnswerException(address + ": the watch lacks changes that the keys show");
        }
        report();
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
