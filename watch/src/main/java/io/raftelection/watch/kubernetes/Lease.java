package io.raftelection.watch.kubernetes;

import io.raftelection.watch.AnswerException;
import io.raftelection.watch.JsonAnswer;
import io.raftelection.watch.elections.Candidate;
import java.time.Duration;
import java.util.List;

/**
 * A lease, as the API server has it.
 *
 * @param version the version of the object
 * @param holder who holds it; none if it was released
 * @param duration for how long the holder holds it after it renewed it
 */
record Lease(String version, List<Candidate> holder, Duration duration) {
    private static final long LONGEST_SECONDS = Duration.ofDays(1).toSeconds();

    static Lease of(JsonAnswer object) throws AnswerException {
        var metadata = object.get("metadata");
        var spec = object.get("spec");
        var identity = spec.find("holderIdentity");
        var transitions = spec.find("leaseTransitions");
        var seconds = spec.find("leaseDurationSeconds");
        var name = identity.isPresent() ? identity.get().text() : "";
        long token = transitions.isPresent() ? transitions.get().number() : 0;
        return new Lease(
                metadata.get("resourceVersion").text(),
                name.isBlank() ? List.of() : List.of(Candidate.of(name, "holder-" + token, token)),
                Duration.ofSeconds(Math.min(
                        LONGEST_SECONDS, seconds.isPresent() ? seconds.get().number() : 15)));
    }
}
