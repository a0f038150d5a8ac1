package io.raftelection.watch.etcd;

import io.raftelection.watch.AnswerException;
import io.raftelection.watch.HttpLines;
import io.raftelection.watch.JsonAnswer;
import io.raftelection.watch.elections.ElectionReports;
import io.raftelection.watch.elections.Following;
import java.time.Duration;
import java.util.List;

/**
 * Watches the keys of one election at one member, and compares them with those of a range request now and then, which a
 * majority has to confirm: a member that is paused or isolated sends nothing, as an election without changes does. For
 * one thread.
 */
final class ElectionWatch implements Following.Follower {
    private static final String GONE = "its key is gone";

    private final EtcdClient client;
    private final EtcdRange range;
    private final Duration timeout;
    private final ElectionReports reports;
    private final EtcdCandidates candidates = new EtcdCandidates();

    /** The revision of the latest change that was seen; zero if none was. */
    private long revision;

    ElectionWatch(EtcdClient client, EtcdRange range, Duration timeout, ElectionReports reports) {
        this.client = client;
        this.range = range;
        this.timeout = timeout;
        this.reports = reports;
    }

    @Override
    public void follow(String address, Following following) throws AnswerException, InterruptedException {
        if (revision == 0) {
            read(client.range(address, range));
        }
        try (var lines = client.watch(address, range, revision + 1)) {
            compare(address, lines);
            following.confirm();
            while (true) {
                var next = lines.next(timeout.dividedBy(2));
                if (next.isPresent()) {
                    apply(next.get());
                } else {
                    compare(address, lines);
                }
                following.confirm();
            }
        }
    }

    private void read(JsonAnswer answer) throws AnswerException {
        candidates.set(pairs(answer));
        revision = answer.get("header").get("revision").number();
        reports.present(candidates.all(), GONE);
    }

    private static List<JsonAnswer> pairs(JsonAnswer answer) throws AnswerException {
        var pairs = answer.find("kvs");
        return pairs.isPresent() ? pairs.get().items() : List.of();
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
                reports.present(candidates.all(), GONE);
            }
            revision = result.get("header").get("revision").number();
        }
    }

    /** Reads the keys, waits for changes that the watch has not reported yet, and reports the state. */
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
        reports.present(candidates.all(), GONE);
    }
}
