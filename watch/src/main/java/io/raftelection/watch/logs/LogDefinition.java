package io.raftelection.watch.logs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which lines of a system's log are about leadership, as a data file with regular expressions says. Immutable.
 *
 * @see #builtIn()
 */
public final class LogDefinition {
    private static final List<String> BUILT_IN = List.of(
            "etcd",
            "kafka",
            "ratis",
            "jraft",
            "rabbitmq",
            "hashicorp-raft",
            "ovsdb",
            "zookeeper",
            "nats",
            "patroni",
            "redis-sentinel");

    private final String system;
    private final Optional<Pattern> time;
    private final List<LogRule> rules;

    LogDefinition(String system, Optional<Pattern> time, List<LogRule> rules) {
        this.system = system;
        this.time = time;
        this.rules = List.copyOf(rules);
    }

    /** {@return the definitions of the systems that are known without a file} */
    public static List<LogDefinition> builtIn() {
        var definitions = new ArrayList<LogDefinition>();
        for (var system : BUILT_IN) {
            try (var in = Objects.requireNonNull(
                    LogDefinition.class.getResourceAsStream(system + ".logs"), system + ".logs: is missing")) {
                definitions.add(parse(system + ".logs", new String(in.readAllBytes(), StandardCharsets.UTF_8)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (LogsException e) {
                throw new AssertionError(e);
            }
        }
        return List.copyOf(definitions);
    }

    /**
     * {@return the definition in a file}
     *
     * @param file the file
     * @throws LogsException if it is not a definition; the message names the file, the line, the value and what was
     *     allowed
     * @throws IOException if it cannot be read
     */
    public static LogDefinition read(Path file) throws IOException, LogsException {
        Objects.requireNonNull(file, "file: is null");
        return parse(file.toString(), new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
    }

    /**
     * {@return the definition in a text}
     *
     * @param name the name of the text, for messages
     * @param text the text
     * @throws LogsException if it is not a definition
     */
    public static LogDefinition parse(String name, String text) throws LogsException {
        Objects.requireNonNull(name, "name: is null");
        Objects.requireNonNull(text, "text: is null");
        return new DefinitionParser(name).parse(text);
    }

    /** {@return the name of the system} */
    public String system() {
        return system;
    }

    /** {@return the time of a line, which is the first one in it unless the definition says where it is; or null} */
    @Nullable
    LogTime time(CharSequence line, ZoneId zone) {
        if (time.isPresent()) {
            var matcher = BoundedText.find(time.get(), line);
            var stated = matcher == null ? null : LogTime.of(matcher.group("time"), zone);
            if (stated != null) {
                return stated;
            }
        }
        return LogTime.in(line, zone);
    }

    List<LogRule> rules() {
        return rules;
    }

    /** {@return the name of the system} */
    @Override
    public String toString() {
        return system;
    }
}
