package io.raftelection.cli;

import io.raftelection.ServerId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A log on the command line: {@code FILE}, {@code NAME=FILE}, or {@code -} for standard input.
 *
 * @param name the name of the server, if it is given
 * @param file the file
 */
record LogArgument(Optional<String> name, Path file) {
    private static final Path STANDARD_INPUT = Path.of("-");

    boolean isStandardInput() {
        return file.equals(STANDARD_INPUT);
    }

    /** Reads an argument. A file whose own name has an equals sign is a file. */
    static final class Converter implements ITypeConverter<LogArgument> {
        @Override
        public LogArgument convert(String text) {
            int equals = text.indexOf('=');
            if (equals <= 0 || Files.exists(Path.of(text))) {
                return new LogArgument(Optional.empty(), Path.of(text));
            }
            try {
                var name = ServerId.of(text.substring(0, equals)).value();
                return new LogArgument(Optional.of(name), Path.of(text.substring(equals + 1)));
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(String.valueOf(e.getMessage()));
            }
        }
    }
}
