package io.raftelection.watch.jmx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftelection.watch.Access;
import io.raftelection.watch.Secret;
import io.raftelection.watch.faults.Commands;
import io.raftelection.watch.faults.FreePorts;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Reads MBeans of JVMs that answer, refuse, and are frozen. */
@Timeout(120)
final class JmxClientTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String RUNTIME = "java.lang:type=Runtime";

    /** A main class that waits. */
    static final class Waiting {
        public static void main(String[] arguments) throws Exception {
            System.out.println("started");
            new CountDownLatch(1).await();
        }
    }

    /** An MBean. */
    public interface ThingMBean {
        String getName();

        int getNumber();

        @Nullable
        String getNothing();
    }

    /** Its implementation. */
    public static final class Thing implements ThingMBean {
        @Override
        public String getName() {
            return "a thing";
        }

        @Override
        public int getNumber() {
            return 7;
        }

        @Override
        public @Nullable String getNothing() {
            return null;
        }
    }

    private static JmxClient client(String address, Access access, Duration timeout) throws Exception {
        return new JmxClient(JmxAddress.parse(address), new JmxSettings(access.tls(), access.user(), timeout));
    }

    /** {@return a JVM that waits} */
    private Process start(List<String> options) throws Exception {
        var process = new ProcessBuilder(JavaProcess.command(options, Waiting.class.getName()))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.inputReader().readLine()).isEqualTo("started");
        return process;
    }

    private static void freeze(Process process) throws Exception {
        Commands.run("kill", "-STOP", "" + process.pid());
    }

    private static void resume(Process process) throws Exception {
        Commands.run("kill", "-CONT", "" + process.pid());
    }

    private static void kill(Process process) throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Test
    void attributesArriveInTheOrderOfTheRequest() throws Exception {
        try (var agent = TestAgent.open();
                var client = client(agent.address(), Access.open(), LONG)) {
            agent.register("test:type=Thing,id=\"a b\"", new Thing());

            assertThat(client.names(new ObjectName("test:type=Thing,*")))
                    .containsExactly(new ObjectName("test:type=Thing,id=\"a b\""));
            assertThat(client.attributes(
                            new ObjectName("test:type=Thing,id=\"a b\""), "Number", "Name", "Number", "Nothing"))
                    .containsExactly(7, "a thing", 7, "");
            assertThatThrownBy(() -> client.attributes(new ObjectName("test:type=Thing,id=\"a b\""), "Colour"))
                    .hasMessage("test:type=Thing,id=\"a b\": has no attribute Colour");
            assertThatThrownBy(() -> client.attributes(new ObjectName("test:type=None"), "Colour"))
                    .hasMessage("answered InstanceNotFoundException: test:type=None");
        }
    }

    @Test
    void clientConnectsAgainAfterItsConnectionWasClosed() throws Exception {
        try (var first = TestAgent.open();
                var client = client(first.address(), Access.open(), LONG)) {
            client.names(ObjectName.WILDCARD);
            first.closeConnections();

            assertThat(client.names(ObjectName.WILDCARD)).isNotEmpty();
        }
    }

    @Test
    void wrongPasswordIsRefusedInWords() throws Exception {
        try (var agent = TestAgent.with("watcher", "right");
                var right = client(agent.address(), Access.open().withUser("watcher", Secret.of("right")), LONG);
                var wrong = client(agent.address(), Access.open().withUser("watcher", Secret.of("wrong")), LONG);
                var none = client(agent.address(), Access.open(), LONG)) {

            assertThat(right.names(ObjectName.WILDCARD)).isNotEmpty();
            assertThatThrownBy(() -> wrong.names(ObjectName.WILDCARD))
                    .hasMessage("answered SecurityException: wrong user or password");
            assertThatThrownBy(() -> none.names(ObjectName.WILDCARD))
                    .hasMessage("answered SecurityException: wrong user or password");
        }
    }

    @Test
    void portWithoutListenerIsRefused() throws Exception {
        try (var client = client("127.0.0.1:" + FreePorts.find(1).get(0), Access.open(), LONG)) {
            assertThatThrownBy(() -> client.names(ObjectName.WILDCARD)).hasMessage("connection refused");
        }
    }

    @Test
    void frozenServerTakesNoLongerThanTheTimeoutAndAnInterruptEndsTheRequest() throws Exception {
        int port = FreePorts.find(1).get(0);
        var process = start(JavaProcess.openAgent(port));
        try (var client = client("127.0.0.1:" + port, Access.open(), LONG);
                var hasty = client("127.0.0.1:" + port, Access.open(), Duration.ofMillis(300))) {
            assertThat(client.attributes(new ObjectName(RUNTIME), "VmName")).hasSize(1);
            freeze(process);

            assertThatThrownBy(() -> hasty.names(ObjectName.WILDCARD)).hasMessage("no answer within 0.300s");
            assertEndsWhenInterrupted(client);

            resume(process);
            assertThat(client.attributes(new ObjectName(RUNTIME), "VmName")).hasSize(1);
        } finally {
            kill(process);
        }
    }

    private static void assertEndsWhenInterrupted(JmxClient client) throws Exception {
        var task = new FutureTask<>(() -> client.names(ObjectName.WILDCARD));
        var thread = new Thread(task);
        thread.start();
        while (!Arrays.toString(thread.getStackTrace()).contains(LimitedInput.class.getSimpleName())) {
            Thread.onSpinWait();
        }

        thread.interrupt();

        assertThatThrownBy(() -> task.get(20, TimeUnit.SECONDS)).hasCauseInstanceOf(InterruptedException.class);
    }

    @Test
    void frozenProcessTakesOneThreadHoweverManyRequestsFail() throws Exception {
        var process = start(List.of());
        try (var client = client("pid:" + process.pid(), Access.open(), Duration.ofMillis(200))) {
            freeze(process);

            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> client.names(ObjectName.WILDCARD)).hasMessage("no answer within 0.200s");
            }
            assertThat(Thread.getAllStackTraces().keySet())
                    .filteredOn(thread -> thread.getName().equals("raft-election-attach"))
                    .hasSize(1);
        } finally {
            kill(process);
        }
    }

    @Test
    void processIsAskedWithoutAPort() throws Exception {
        var process = start(List.of());
        try (var client = client("pid:" + process.pid(), Access.open(), LONG)) {
            assertThat(client.attributes(new ObjectName(RUNTIME), "Pid")).containsExactly(process.pid());
        } finally {
            kill(process);
        }
    }

    @Test
    void processThatIsNoJvmIsNotSignalled() throws Exception {
        var process = new ProcessBuilder("sleep", "100").start();
        try (var client = client("pid:" + process.pid(), Access.open(), LONG)) {
            assertThatThrownBy(() -> client.names(ObjectName.WILDCARD)).hasMessage("the process is no JVM that runs");
            assertThat(process.isAlive()).isTrue();
        } finally {
            kill(process);
        }
    }
}
