package io.raftelection.fuzzing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Fuzzes the parser of the notation. */
final class NotationFuzzTest {

    @FuzzTest
    void lineIsReadOrRefusedWithItsColumn(byte[] line) throws Exception {
        Property.hold(new NotationSubject(), new String(line, UTF_8));
    }
}
