package io.raftelection.tla;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import tlc2.TLC;

/**
 * Runs the model checker TLC in a separate JVM, because TLC keeps its state in static fields and supports one run per
 * JVM. Its files are in a temporary directory, which is deleted after the run.
 */
final class Tlc {
    private static final List<String> MODULES =
            List.of("Election.tla", "Tracker.tla", "Views.tla", "TrackerViews.tla", "Trace.tla");
    private static final Pattern STATES = Pattern.compile("(?m)^(\\d+) states generated, (\\d+) distinct states found");
    private static final Pattern DEPTH = Pattern.compile("depth of the complete state graph search is (\\d+)");
    private static final Pattern VIOLATED = Pattern.compile(
            "Invariant (\\w+) is violated|Action property (\\w+) is violated|(Temporal properties) were violated");
    private static final Pattern EXPLAINED = Pattern.compile("<<\"explained\", (\\d+)>>");
    private static final String COMPLETED = "Model checking completed. No error has been found.";

    private Tlc() {}

    /**
     * The result of a run.
     *
     * @param output the output of TLC
     */
    record Run(String output) {

        long states() {
            return number(STATES, 1);
        }

        long distinct() {
            return number(STATES, 2);
        }

        long depth() {
            return number(DEPTH, 1);
        }

        /** {@return the name of the violated property, if there is one} */
        Optional<String> violated() {
            var found = VIOLATED.matcher(output);
            if (!found.find()) {
                return Optional.empty();
            }
            for (int group = 1; group <= found.groupCount(); group++) {
                var name = found.group(group);
                if (name != null) {
                    return Optional.of(name);
                }
            }
            return Optional.empty();
        }

        /** {@return the number of trace events that the model explains} */
        int explained() {
            return EXPLAINED
                    .matcher(output)
                    .results()
                    .map(MatchResult::group)
                    .mapToInt(line -> Integer.parseInt(line.replaceAll("\\D", "")))
                    .max()
                    .orElse(0);
        }

        private long number(Pattern pattern, int group) {
            var found = pattern.matcher(output);
            if (!found.find()) {
                throw new IllegalStateException("TLC: printed no number of states\n" + output);
            }
            return Long.parseLong(found.group(group));
        }

        @Override
        public String toString() {
            return states() + " states found, " + distinct() + " distinct, depth " + depth();
        }
    }

    /**
     * Checks a module that extends a module of this package.
     *
     * @throws IOException if TLC cannot start or fails; the message has its output. A violation is not a failure
     */
    static Run check(String name, String module, String configuration, int workers)
            throws IOException, InterruptedException {
        var directory = Files.createTempDirectory("raft-election-tla-");
        try {
            for (var file : MODULES) {
                Files.write(directory.resolve(file), resource(file));
            }
            Files.writeString(directory.resolve(name + ".tla"), module);
            Files.writeString(directory.resolve(name + ".cfg"), configuration);
            var run = new Run(run(directory, name, workers));
            if (run.violated().isEmpty() && !run.output().contains(COMPLETED)) {
                throw new IOException("TLC: failed\n" + run.output());
            }
            return run;
        } finally {
            delete(directory);
        }
    }

    private static String run(Path directory, String name, int workers) throws IOException, InterruptedException {
        var output = directory.resolve("output.txt");
        // A short run ends before the optimizing compiler would pay off.
        var options = workers == 1
                ? List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto")
                : List.of("-XX:+UseParallelGC");
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        // TLC unpacks its standard modules into this directory.
        command.add("-Djava.io.tmpdir=" + directory);
        command.addAll(List.of("-cp", jar().toString(), TLC.class.getName()));
        command.addAll(List.of("-nowarning", "-workers", String.valueOf(workers)));
        command.addAll(List.of("-metadir", directory.resolve("states").toString(), name));
        var process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            process.waitFor();
        } finally {
            process.destroyForcibly().waitFor();
        }
        return Files.readString(output);
    }

    private static Path jar() {
        try {
            return Path.of(TLC.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("TLC: its location is not a file", e);
        }
    }

    private static byte[] resource(String file) throws IOException {
        try (InputStream in = Tlc.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IOException(file + ": not found beside " + Tlc.class);
            }
            return in.readAllBytes();
        }
    }

    private static void delete(Path directory) {
        try (var files = Files.walk(directory)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(directory + ": cannot be deleted", e);
        }
    }
}
