package io.raftelection.watch.jmx;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Commands that start a JVM with what the tests have. */
public final class JavaProcess {
    private JavaProcess() {}

    /** {@return options of a JVM whose JMX agent listens to a port of loopback, open to everybody} */
    public static List<String> openAgent(int port) {
        return openAgent("127.0.0.1", port);
    }

    private static List<String> openAgent(String host, int port) {
        return List.of(
                "-Dcom.sun.management.jmxremote.port=" + port,
                "-Dcom.sun.management.jmxremote.rmi.port=" + port,
                "-Dcom.sun.management.jmxremote.host=" + host,
                "-Dcom.sun.management.jmxremote.authenticate=false",
                "-Dcom.sun.management.jmxremote.ssl=false");
    }

    /** {@return options of a JVM that logs to its output as Kafka does, and whose JMX agent listens to a port} */
    public static List<String> server(Path folder, String host, int port) throws IOException {
        var logging = Files.writeString(folder.resolve("log4j2.properties"), """
                rootLogger.level = info
                rootLogger.appenderRef.console.ref = console
                appender.console.type = Console
                appender.console.name = console
                appender.console.layout.type = PatternLayout
                appender.console.layout.pattern = [%d] %p %m (%c)%n
                """);
        var options = new ArrayList<>(openAgent(host, port));
        options.add("-Dlog4j2.configurationFile=" + logging);
        return options;
    }

    /** {@return a command that runs a class in a small JVM} */
    public static List<String> command(List<String> options, String main, String... arguments) {
        var line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx192m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC"));
        line.addAll(options);
        line.addAll(List.of("-cp", classPath(), main));
        line.addAll(List.of(arguments));
        return line;
    }

    /** {@return the class path and the module path of the tests, and the tests} */
    private static String classPath() {
        var tests = Path.of("target", "test-classes").toAbsolutePath();
        var modules = System.getProperty("jdk.module.path", "");
        return tests
                + File.pathSeparator
                + System.getProperty("java.class.path")
                + (modules.isEmpty() ? "" : File.pathSeparator + modules);
    }
}
