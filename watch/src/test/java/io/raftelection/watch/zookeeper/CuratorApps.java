package io.raftelection.watch.zookeeper;

import io.raftelection.watch.faults.ServerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/** Applications in processes of their own, which take part in an election at {@code /app/orders}. */
final class CuratorApps implements AutoCloseable {
    static final String PATH = "/app/orders";

    private final Path folder;
    private final String servers;
    private final String recipe;
    private final Map<String, ServerProcess> running = new LinkedHashMap<>();

    CuratorApps(Path folder, String servers, String recipe) {
        this.folder = folder;
        this.servers = servers;
        this.recipe = recipe;
    }

    void start(String name) throws IOException {
        var command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path") + ":" + System.getProperty("jdk.module.path", ""),
                CuratorApp.class.getName(),
                servers,
                PATH,
                name,
                recipe);
        running.put(name, ServerProcess.start(folder.resolve(name + ".txt"), command));
    }

    ServerProcess process(String name) {
        return Objects.requireNonNull(running.get(name));
    }

    String output(String name) {
        try {
            return Files.readString(folder.resolve(name + ".txt"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@return what the applications say: the token of each acquisition, and who made it} */
    SortedMap<Long, String> acquisitions() {
        var all = new TreeMap<Long, String>();
        for (var name : running.keySet()) {
            output(name)
                    .lines()
                    .filter(line -> line.startsWith("acquired "))
                    .forEach(line -> all.put(Long.parseLong(line.substring("acquired ".length())), name));
        }
        return all;
    }

    @Override
    public String toString() {
        var text = new StringBuilder();
        running.keySet().forEach(name -> text.append(name).append(": ").append(output(name)));
        return text.toString();
    }

    @Override
    public void close() throws InterruptedException {
        for (var process : running.values()) {
            process.kill();
        }
    }
}
