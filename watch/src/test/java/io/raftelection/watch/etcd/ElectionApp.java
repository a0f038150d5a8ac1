package io.raftelection.watch.etcd;

import io.raftelection.watch.Access;
import io.raftelection.watch.HttpAnswer;
import io.raftelection.watch.HttpAsker;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;

/**
 * An application that takes part in an election which etcd holds. It prints {@code acquired TOKEN} when etcd says that
 * it leads, and {@code lost} when its lease is gone; then it campaigns again. Arguments: etcd's URL, the name of the
 * election, its own name.
 */
public final class ElectionApp {
    private static final int TTL_SECONDS = 2;

    private static final int OK = 200;
    private static final int SERVER_ERROR = 500;
    private static final int MAX_CAMPAIGNS = 20;
    private static final int MAX_REQUESTS = 30;

    private final HttpAsker http;
    private final String etcd;

    private ElectionApp(HttpAsker http, String etcd) {
        this.http = http;
        this.etcd = etcd;
    }

    public static void main(String[] args) throws Exception {
        new ElectionApp(new HttpAsker(Access.open().tls(), Duration.ofMinutes(5)), args[0]).run(args[1], args[2]);
    }

    private void run(String election, String name) throws Exception {
        for (int i = 0; i < MAX_CAMPAIGNS; i++) {
            var lease = post("/v3/lease/grant", "{\"TTL\":" + TTL_SECONDS + "}")
                    .ok()
                    .json()
                    .get("ID")
                    .text();
            var alive = new Thread(() -> keepAlive(lease), "keep-alive");
            alive.start();
            var answer = post(
                    "/v3/election/campaign",
                    "{\"name\":\"" + base64(election) + "\",\"lease\":\"" + lease + "\",\"value\":\"" + base64(name)
                            + "\"}");
            if (answer.status() == OK) {
                System.out.println(
                        "acquired " + answer.json().get("leader").get("rev").number());
                alive.join();
                System.out.println("lost");
            }
            // The lease may have ended while a member was frozen, and etcd grants a campaign although it has: again.
            post("/v3/lease/revoke", "{\"ID\":\"" + lease + "\"}");
        }
        throw new IllegalStateException("campaign: was refused or lost " + MAX_CAMPAIGNS + " times");
    }

    /** Renews the lease until it is gone. */
    private void keepAlive(String lease) {
        try {
            while (post("/v3/lease/keepalive", "{\"ID\":\"" + lease + "\"}")
                    .ok()
                    .json()
                    .get("result")
                    .find("TTL")
                    .isPresent()) {
                Thread.sleep(TTL_SECONDS * 1000 / 5);
            }
        } catch (Exception e) {
            System.out.println(e.getMessage());
        }
    }

    /** Asks again while etcd has no leader or gives up a request, as it does while a test freezes a member. */
    private HttpAnswer post(String path, String body) throws Exception {
        var answer = http.post(URI.create(etcd + path), body, Map.of());
        for (int i = 0; answer.status() >= SERVER_ERROR && i < MAX_REQUESTS; i++) {
            Thread.sleep(100);
            answer = http.post(URI.create(etcd + path), body, Map.of());
        }
        return answer;
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
