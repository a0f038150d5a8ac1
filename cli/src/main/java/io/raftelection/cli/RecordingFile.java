package io.raftelection.cli;

import io.raftelection.History;
import io.raftelection.report.Recording;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Parameters;

/** The recording that a command reads. */
final class RecordingFile {
    @Parameters(paramLabel = "FILE.jsonl", description = "A recording, as run --record writes it.")
    private Path file;

    Path path() {
        return file;
    }

    History read() {
        try {
            return Recording.read(file);
        } catch (IOException e) {
            throw new CannotUseFile(file, e);
        }
    }
}
