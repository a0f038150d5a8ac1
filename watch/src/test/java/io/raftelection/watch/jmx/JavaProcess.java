package io.raftelection.watch.jmx;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Commands that start a JVM with what the tests have. */
public final class JavaProcess {
    private JavaProcess() {}

    /** {@return options of a JVM whose JMX agent listens to a port of loopback, open to everybody} */
    public static List<String> openAgent(int port) {
        return List.of(
                "-Dcom.sun.management.jmxremote.port=" + port,
                "-Dcom.sun.management.jmxremote.rmi.port=" + port,
                "-Dcom.sun.management.jmxremote.host=127.0.0.1",
                "-Dcom.sun.management.jmxremote.authenticate=false",
                "-Dcom.sun.management.jmxremote.ssl=false");
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
