package io.raftelection.cli;

import java.io.IOException;
import java.io.Serial;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A file that was named on the command line cannot be read or written. */
final class CannotUseFile extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    CannotUseFile(Path file, IOException reason) {
        super(file + ": " + words(file, reason), reason);
    }

    private static String words(Path file, IOException reason) {
        if (reason instanceof FileSystemException failure && failure.getReason() != null) {
            return failure.getReason();
        }
        var message = String.valueOf(reason.getMessage());
        if (!message.equals(file.toString())) {
            return message;
        }
        return reason instanceof NoSuchFileException
                ? "no such file or folder"
                : reason.getClass().getSimpleName();
    }
}
