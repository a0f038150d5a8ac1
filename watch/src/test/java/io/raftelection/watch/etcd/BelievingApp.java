package io.raftelection.watch.etcd;

import io.raftelection.ServerId;
import io.raftelection.Tracker;
import io.raftelection.report.Recorder;
import io.raftelection.spi.LeadershipSink;
import io.raftelection.watch.Access;
import io.raftelection.watch.AnswerException;
import io.raftelection.watch.HttpAsker;
import io.raftelection.watch.JsonAnswer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * An application that is elected in etcd again and again, and records what it believes. It believes that it leads from
 * the answer to its campaign until etcd says that its lease is gone, or does not renew it for its TTL. Arguments:
 * etcd's URL, the name of the election, its own name, its recording.
 */
public final class BelievingApp {
    static final Duration TTL = Duration.ofSeconds(3);

    private final HttpAsker patient = new HttpAsker(Access.open().tls(), Duration.ofMinutes(5));
    private final HttpAsker http = new HttpAsker(Access.open().tls(), TTL);
    private final String etcd;
    private final LeadershipSink sink;

    private BelievingApp(String etcd, LeadershipSink sink) throws IOException {
        this.etcd = etcd;
        this.sink = sink;
    }

    public static void main(String[] args) throws Exception {
        try (var tracker = Tracker.lenient("orders");
                var recorder = Recorder.append(tracker, Path.of(args[3]))) {
            var app = new BelievingApp(args[0], tracker.track(ServerId.of(args[2])));
            while (true) {
                try {
                    app.campaign(args[1], args[2]);
                } catch (AnswerException e) {
                    Thread.sleep(100); // etcd has not started yet, or is gone
                }
            }
        }
    }

    private void campaign(String election, String name) throws Exception {
        var lease = post(http, "/v3/lease/grant", "{\"TTL\":" + TTL.toSeconds() + "}")
                .get("ID")
                .text();
        var alive = new FutureTask<>(() -> keepAlive(lease), "");
        new Thread(alive, "keep-alive").start();
        try {
            post(
                    patient,
                    "/v3/election/campaign",
                    "{\"name\":\"" + base64(election) + "\",\"lease\":\"" + lease + "\",\"value\":\"" + base64(name)
                            + "\"}");
        } catch (Exception e) {
            return; // its lease has ended before it was elected
        }
        if (alive.isDone()) {
            return;
        }
        sink.acquired();
        try {
            alive.get();
        } catch (ExecutionException e) {
            // etcd cannot be asked, so the lease ends
        }
        sink.lost("its lease is gone");
    }

    /** Renews the lease until it is gone. */
    private void keepAlive(String lease) {
        try {
            long renewed = System.nanoTime();
            while (System.nanoTime() - renewed < TTL.toNanos()) {
                long sent = System.nanoTime();
                if (post(http, "/v3/lease/keepalive", "{\"ID\":\"" + lease + "\"}")
                        .get("result")
                        .find("TTL")
                        .isEmpty()) {
                    return;
                }
                renewed = sent;
                Thread.sleep(TTL.toMillis() / 5);
            }
        } catch (Exception e) {
            System.out.println(e);
        }
    }

    private JsonAnswer post(HttpAsker asker, String path, String body) throws Exception {
        return asker.post(URI.create(etcd + path), body, Map.of()).ok().json();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
