package io.raftelection.cli;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A time zone on the command line: {@code ZONE}, or {@code NAME=ZONE} for one server.
 *
 * @param server the server, if it is for one only
 * @param zone the zone
 */
record ZoneArgument(Optional<String> server, ZoneId zone) {

    /** Reads an argument. */
    static final class Converter implements ITypeConverter<ZoneArgument> {
        @Override
        public ZoneArgument convert(String text) {
            int equals = text.indexOf('=');
            try {
                return new ZoneArgument(
                        equals < 0 ? Optional.empty() : Optional.of(text.substring(0, equals)),
                        ZoneId.of(text.substring(equals + 1)));
            } catch (DateTimeException e) {
                throw new TypeConversionException("\"" + text + "\", expected a time zone such as UTC, +02:00 or "
                        + "Europe/Berlin, or NAME=ZONE for one server");
            }
        }
    }
}
