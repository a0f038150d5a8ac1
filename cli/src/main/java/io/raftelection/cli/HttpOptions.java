package io.raftelection.cli;

import io.raftelection.watch.Access;
import io.raftelection.watch.Endpoint;
import io.raftelection.watch.WatchSource;
import io.raftelection.watch.http.HttpQuestion;
import io.raftelection.watch.http.HttpServers;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options of the systems recording and http. */
final class HttpOptions {
    @Option(
            names = "--follow",
            description = "recording: follow the files while they are written, which is what the command always does.")
    private boolean follow;

    @Option(
            names = "--leads",
            paramLabel = "POINTER=VALUE",
            description = "http: a server leads if its answer has this value at this JSON pointer, for example"
                    + " /state=Leader.")
    private Optional<String> leads = Optional.empty();

    @Option(
            names = "--term",
            paramLabel = "POINTER",
            description = "http: where the answer has the term, or another number that grows with each leader.")
    private Optional<String> term = Optional.empty();

    @Option(
            names = "--since",
            paramLabel = "POINTER",
            description = "http: where the answer says since when the leader leads: ISO 8601, or seconds or"
                    + " milliseconds since 1970.")
    private Optional<String> since = Optional.empty();

    @Option(
            names = "--leader",
            paramLabel = "POINTER",
            description = "http: where the answer of a follower has the name of its leader, as given before =.")
    private Optional<String> leader = Optional.empty();

    /** {@return whether there is an option for http} */
    boolean isGiven() {
        return leads.isPresent() || term.isPresent() || since.isPresent() || leader.isPresent();
    }

    /**
     * {@return the source}
     *
     * @throws IllegalArgumentException if an option is not valid
     * @throws IOException if a file of the access is not valid
     */
    WatchSource source(WatchedSystem system, List<Endpoint> endpoints, Access access) throws IOException {
        if (system != WatchedSystem.HTTP) {
            throw new IllegalArgumentException(
                    "--leads, --term, --since, --leader: are options of http, not of " + system.word());
        }
        var words = leads.orElse("");
        int end = words.indexOf('=');
        if (end < 0) {
            throw new IllegalArgumentException(
                    "--leads: is \"" + words + "\", expected POINTER=VALUE, for example /state=Leader");
        }
        var question = HttpQuestion.leads(words.substring(0, end), words.substring(end + 1));
        question = term.isPresent() ? question.withTerm(term.get()) : question;
        question = since.isPresent() ? question.withSince(since.get()) : question;
        question = leader.isPresent() ? question.withLeader(leader.get()) : question;
        return HttpServers.source(endpoints, access, question);
    }
}
