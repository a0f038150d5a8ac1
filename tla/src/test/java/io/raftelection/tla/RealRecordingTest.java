package io.raftelection.tla;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Checks recordings of real clusters. They are those of {@code raft-election run --seed 11 --record} on each engine
 * with terms: a transfer, a crash with a restart, and an isolated leader.
 */
final class RealRecordingTest {

    @ParameterizedTest
    @ValueSource(strings = {"ratis", "jraft", "microraft", "jgroups-raft"})
    void recordingOfAnEngineIsABehaviour(String engine) throws Exception {
        var file = RealRecordingTest.class.getResource(engine + ".jsonl");

        TraceValidation.check(Path.of(file.toURI())).orFail();
    }
}
