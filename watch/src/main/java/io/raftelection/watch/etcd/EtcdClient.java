package io.raftelection.watch.etcd;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.raftelection.watch.Access;
import io.raftelection.watch.AnswerException;
import io.raftelection.watch.HttpAnswer;
import io.raftelection.watch.HttpAsker;
import io.raftelection.watch.HttpLines;
import io.raftelection.watch.JsonAnswer;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The requests to etcd's JSON gateway. Safe for use by many threads. */
final class EtcdClient {
    private final HttpAsker http;
    private final Access access;

    /** Whether the user named only addresses with TLS, so that secrets must not leave it. */
    private final boolean encrypted;

    /** The token of the user, which etcd gave for the password. */
    private volatile Optional<String> token;

    EtcdClient(HttpAsker http, Access access, boolean encrypted) {
        this.http = http;
        this.access = access;
        this.encrypted = encrypted;
        this.token = access.token().map(secret -> secret.reveal());
    }

    /**
     * The list of members.
     *
     * @param cluster the number of the cluster, unsigned
     * @param members the members
     */
    record Members(long cluster, List<ListedMember> members) {
        boolean has(long number) {
            return members.stream().anyMatch(member -> member.number() == number);
        }
    }

    EtcdStatus status(String address) throws AnswerException, InterruptedException {
        return EtcdStatus.of(post(address, "/v3/maintenance/status", "{}"));
    }

    Members members(String address) throws AnswerException, InterruptedException {
        var answer = post(address, "/v3/cluster/member/list", "{}");
        return new Members(answer.get("header").get("cluster_id").unsigned(), ListedMember.of(answer));
    }

    /** The keys of a range, with what they hold. */
    JsonAnswer range(String address, EtcdRange range) throws AnswerException, InterruptedException {
        return post(address, "/v3/kv/range", "{" + range.json() + "}");
    }

    /** The changes of a range from a revision on, which arrive until the lines are closed. */
    HttpLines watch(String address, EtcdRange range, long revision) throws AnswerException, InterruptedException {
        checkEncrypted(address);
        var body = "{\"create_request\":{" + range.json() + ",\"start_revision\":\"" + revision + "\"}}";
        return http.lines(URI.create(address + "/v3/watch"), body, headers(token));
    }

    private JsonAnswer post(String address, String path, String body) throws AnswerException, InterruptedException {
        var sent = token;
        if (sent.isEmpty() && access.user().isPresent()) {
            authenticate(address);
            sent = token;
        }
        var answer = send(address, path, body, sent);
        boolean isRejected = answer.status() == 401 || (answer.status() == 400 && isTokenInvalid(answer));
        if (isRejected && access.user().isPresent()) {
            authenticate(address); // the token is too old, or of before a restart
            answer = send(address, path, body, token);
        }
        return answer.ok().json();
    }

    private static boolean isTokenInvalid(HttpAnswer answer) {
        try {
            return answer.text().contains("auth token") || answer.text().contains("user name is empty");
        } catch (AnswerException e) {
            return false;
        }
    }

    private HttpAnswer send(String address, String path, String body, Optional<String> shown)
            throws AnswerException, InterruptedException {
        checkEncrypted(address);
        return http.post(URI.create(address + path), body, headers(shown));
    }

    private void checkEncrypted(String address) throws AnswerException {
        if (encrypted && access.hasSecrets() && !address.startsWith("https:")) {
            throw new AnswerException(address + ": has no TLS, expected https as the given addresses have");
        }
    }

    private static Map<String, String> headers(Optional<String> token) {
        return token.map(secret -> Map.of("Authorization", secret)).orElse(Map.of());
    }

    private void authenticate(String address) throws AnswerException, InterruptedException {
        var user = access.user().orElseThrow();
        var body = "{\"name\":\"" + quoted(user.name()) + "\",\"password\":\""
                + quoted(user.password().reveal()) + "\"}";
        token = Optional.of(send(address, "/v3/auth/authenticate", body, Optional.empty())
                .ok()
                .json()
                .get("token")
                .text());
    }

    private static String quoted(String text) {
        return String.valueOf(JsonStringEncoder.getInstance().quoteAsString(text));
    }
}
