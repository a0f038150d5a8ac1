package io.raftelection.cli;

import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The engines that can be run. */
enum Engine {
    /** Apache Ratis. */
    RATIS("Apache Ratis, gRPC on loopback");

    private final String title;

    Engine(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    /** Reads a name. */
    static final class Converter implements ITypeConverter<Engine> {

        @Override
        public Engine convert(String name) {
            for (var engine : values()) {
                if (engine.name().toLowerCase(Locale.ROOT).equals(name)) {
                    return engine;
                }
            }
            throw new TypeConversionException("\"" + name + "\", expected ratis");
        }
    }
}
