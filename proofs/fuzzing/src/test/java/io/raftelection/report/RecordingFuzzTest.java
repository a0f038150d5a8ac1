package io.raftelection.report;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.raftelection.fuzzing.Property;

/** Fuzzes the parser of recordings. */
final class RecordingFuzzTest {

    @FuzzTest
    void recordingIsReadOrRefusedWithItsLine(byte[] file) throws Exception {
        Property.hold(new RecordingSubject(), new String(file, ISO_8859_1));
    }
}
