package io.raftelection.watch.jmx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftelection.watch.Access;
import io.raftelection.watch.faults.Commands;
import io.raftelection.watch.faults.FreePorts;
import java.nio.file.Path;
import java.time.Duration;
import javax.management.ObjectName;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Reads MBeans of a JVM whose agent wants TLS, as the JDK's agent does by default. */
@Timeout(120)
final class EncryptedAgentTest {
    private static final String KEYTOOL =
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString();

    @TempDir
    private Path folder;

    private Path store;
    private Path certificate;

    @BeforeEach
    void nameFiles() {
        store = folder.resolve("agent.p12");
        certificate = folder.resolve("agent.pem");
    }

    private void makeCertificate() throws Exception {
        Commands.run(
                KEYTOOL,
                "-genkeypair",
                "-keystore",
                store.toString(),
                "-storepass",
                "secret",
                "-keyalg",
                "EC",
                "-alias",
                "agent",
                "-dname",
                "CN=agent",
                "-ext",
                "SAN=IP:127.0.0.1");
        Commands.run(
                KEYTOOL,
                "-exportcert",
                "-rfc",
                "-keystore",
                store.toString(),
                "-storepass",
                "secret",
                "-alias",
                "agent",
                "-file",
                certificate.toString());
    }

    private static JmxClient client(String address, Access access) throws Exception {
        return new JmxClient(
                JmxAddress.parse(address), new JmxSettings(access.tls(), access.user(), Duration.ofSeconds(30)));
    }

    private Process start(int port, boolean isRegistryEncrypted) throws Exception {
        var options = new java.util.ArrayList<>(JavaProcess.openAgent(port));
        options.removeIf(option -> option.contains("ssl") || option.contains("rmi.port"));
        options.add("-Dcom.sun.management.jmxremote.registry.ssl=" + isRegistryEncrypted);
        options.add("-Djavax.net.ssl.keyStore=" + store);
        options.add("-Djavax.net.ssl.keyStorePassword=secret");
        var process = new ProcessBuilder(JavaProcess.command(options, JmxClientTest.Waiting.class.getName()))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.inputReader().readLine()).isEqualTo("started");
        return process;
    }

    @Test
    void certificateIsCheckedWhetherOrNotTheRegistryIsEncrypted() throws Exception {
        makeCertificate();
        for (boolean isRegistryEncrypted : new boolean[] {false, true}) {
            int port = FreePorts.find(1).get(0);
            var process = start(port, isRegistryEncrypted);
            try (var trusting = client("tls:127.0.0.1:" + port, Access.open().withAuthority(certificate));
                    var other = client("tls:localhost:" + port, Access.open().withAuthority(certificate));
                    var strange = client("tls:127.0.0.1:" + port, Access.open())) {

                assertThat(trusting.attributes(new ObjectName("java.lang:type=Runtime"), "Pid"))
                        .containsExactly(process.pid());
                assertThatThrownBy(() -> other.names(ObjectName.WILDCARD)).hasMessageContaining("localhost");
                assertThatThrownBy(() -> strange.names(ObjectName.WILDCARD)).hasMessageContaining("certification path");
            } finally {
                process.destroyForcibly().waitFor();
            }
        }
    }

    @Test
    void agentWithoutTlsIsRefusedIfTheAddressWantsIt() throws Exception {
        try (var agent = TestAgent.open();
                var client = client("tls:" + agent.address(), Access.open())) {
            assertThatThrownBy(() -> client.names(ObjectName.WILDCARD))
                    .hasMessage("the JVM wants no TLS, expected TLS");
        }
    }
}
