package io.raftelection.cli;

import io.raftelection.report.DamagedRecordingException;
import io.raftelection.report.Recording;
import io.raftelection.report.RecordingListener;
import io.raftelection.report.Recordings;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The parameter that names the recordings, and the options for reading them. */
final class RecordingFile {
    private static final Path STANDARD_INPUT = Path.of("-");

    @Parameters(
            paramLabel = "FILE.jsonl",
            arity = "1..*",
            description =
                    "The recording, as written by run --record; it may be compressed with gzip."
                            + " - reads standard input. Several files are recordings of one cluster, for example one per process.")
    private List<Path> files = List.of();

    @Option(
            names = "--strict",
            description = "Reject a recording whose last line is incomplete. By default, that line is skipped.")
    private boolean strict;

    List<Path> paths() {
        return files;
    }

    boolean isStandardInput() {
        return files.contains(STANDARD_INPUT);
    }

    boolean isSeveral() {
        return files.size() > 1;
    }

    /** Passes the recording to a listener, and shows on a terminal how far it is. */
    void scan(RecordingListener listener, Screen screen) {
        try (var progress = new ReadingProgress(screen)) {
            var shown = progress.events(listener);
            if (isSeveral()) {
                scanAll(shown);
            } else {
                scan(files.get(0), shown);
            }
        }
    }

    private void scan(Path file, RecordingListener listener) {
        try {
            var checked = strict ? new Tee(new Strict(), listener) : listener;
            if (isStandardInput()) {
                Recording.scan(System.in, checked);
            } else {
                Recording.scan(file, checked);
            }
        } catch (IOException e) {
            throw new FileException(file, e);
        }
    }

    private void scanAll(RecordingListener listener) {
        try {
            if (isStandardInput()) {
                throw new FileSystemException(
                        STANDARD_INPUT.toString(), null, "is standard input, expected files, which are read twice");
            }
            if (strict) {
                files.forEach(file -> scan(file, new RecordingListener() {}));
            }
            Recordings.of(files).scan(listener);
        } catch (FileSystemException e) {
            throw new FileException(Path.of(String.valueOf(e.getFile())), e);
        } catch (IOException e) {
            throw new FileException(files.get(0), e);
        }
    }

    /** Rejects an incomplete last line. */
    private record Strict() implements RecordingListener {

        @Override
        public void torn(long line) throws IOException {
            throw new DamagedRecordingException(line, "is incomplete");
        }
    }
}
