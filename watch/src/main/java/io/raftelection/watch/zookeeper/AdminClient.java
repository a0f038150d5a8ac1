package io.raftelection.watch.zookeeper;

import io.raftelection.watch.Access;
import io.raftelection.watch.AnswerException;
import io.raftelection.watch.HttpAsker;
import io.raftelection.watch.JsonAnswer;
import java.net.URI;
import java.util.Optional;

/**
 * The commands of the AdminServer. An answer is empty if the server does not serve, since it knows of no leader. Safe
 * for use by many threads.
 */
final class AdminClient {
    private final HttpAsker http;
    private final Access access;

    AdminClient(HttpAsker http, Access access) {
        this.http = http;
        this.access = access;
    }

    Optional<ServerStats> stats(String address) throws AnswerException, InterruptedException {
        var answer = command(address, "srvr");
        return answer.isPresent() ? Optional.of(ServerStats.of(answer.get())) : Optional.empty();
    }

    /** {@return the number of the leader that the server follows} */
    Optional<String> leader(String address) throws AnswerException, InterruptedException {
        var answer = command(address, "leader");
        return answer.isPresent() ? Optional.of(number(answer.get().get("leader_id"))) : Optional.empty();
    }

    /** {@return the number of the server: its {@code myid}} */
    Optional<String> number(String address) throws AnswerException, InterruptedException {
        var answer = command(address, "configuration");
        return answer.isPresent() ? Optional.of(number(answer.get().get("server_id"))) : Optional.empty();
    }

    private static String number(JsonAnswer number) throws AnswerException {
        return Long.toString(number.number());
    }

    private Optional<JsonAnswer> command(String address, String name) throws AnswerException, InterruptedException {
        var uri = URI.create(address + "/commands/" + name);
        return AdminAnswer.of(http.get(uri, access.authorization()).ok().json());
    }
}
