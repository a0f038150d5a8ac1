package io.raftelection.examples.production;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One process of the service. */
final class ServiceProcess implements AutoCloseable {
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .followRedirects(Redirect.NORMAL)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private final ServerAddress address;
    private final Path output;
    private final Process process;

    private ServiceProcess(ServerAddress address, Path output, Process process) {
        this.address = address;
        this.output = output;
        this.process = process;
    }

    /** Starts a process that keeps its log and its output in the folder. */
    static ServiceProcess start(ServerAddress address, List<ServerAddress> all, Path folder, URI store)
            throws IOException {
        var line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                InvoiceService.class.getName(),
                address.id().value(),
                folder.resolve(address.id() + "-log").toString(),
                store.toString()));
        all.forEach(each -> line.add(each.toString()));
        var output = folder.resolve(address.id() + "-output");
        var process = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
                .start();
        return new ServiceProcess(address, output, process);
    }

    ServerAddress address() {
        return address;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    String output() {
        try {
            return address.id() + ":\n" + Files.readString(output);
        } catch (IOException e) {
            return address.id() + ": " + e + "\n";
        }
    }

    /** Ends the process with SIGKILL: it closes nothing. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor(10, TimeUnit.SECONDS);
    }

    /** Ends the process with SIGTERM, and returns its exit code. */
    int stop(Duration timeout) throws InterruptedException {
        process.destroy();
        if (!process.waitFor(timeout.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("server " + address.id() + ": did not end within " + timeout);
        }
        return process.exitValue();
    }

    /** {@return what the process, or the server to which it redirects, answers; the reason if it does not answer} */
    String get(String path) throws InterruptedException {
        var request = HttpRequest.newBuilder(address.url(path))
                .timeout(Duration.ofSeconds(5))
                .build();
        try {
            return CLIENT.send(request, BodyHandlers.ofString()).body();
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
