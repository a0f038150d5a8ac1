package io.raftelection.cli;

import io.raftelection.watch.http.HttpQuestion;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options of the systems recording and http. */
final class HttpOptions {
    @Option(
            names = "--follow",
            description = "recording: follow the files while they are written, which is what the command always does.")
    @SuppressWarnings("UnusedVariable") // it changes nothing
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

    /**
     * {@return where the answers say it}
     *
     * @throws IllegalArgumentException if an option is missing or not valid
     */
    HttpQuestion question() {
        var words = leads.orElse("");
        int end = words.indexOf('=');
        if (end < 0) {
            throw new IllegalArgumentException("--leads: " + (leads.isEmpty() ? "is missing" : "is \"" + words + "\"")
                    + ", expected POINTER=VALUE, for example /state=Leader");
        }
        var question = HttpQuestion.leads(words.substring(0, end), words.substring(end + 1));
        question = term.isPresent() ? question.withTerm(term.get()) : question;
        question = since.isPresent() ? question.withSince(since.get()) : question;
        return leader.isPresent() ? question.withLeader(leader.get()) : question;
    }
}
