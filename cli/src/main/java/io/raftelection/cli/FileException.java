package io.raftelection.cli;

import java.io.IOException;
import java.io.Serial;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Thrown if a file that the command line names cannot be read or written. */
final class FileException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    FileException(Path file, IOException reason) {
        super(file + ": " + describe(file, reason), reason);
    }

    private static String describe(Path file, IOException reason) {
        if (reason instanceof FileSystemException failure && failure.getReason() != null) {
            return failure.getReason();
        }
        var message = String.valueOf(reason.getMessage());
        if (!message.equals(file.toString())) {
            return message;
        }
        return reason instanceof NoSuchFileException
                ? "no such file or directory"
                : reason.getClass().getSimpleName();
    }
}
