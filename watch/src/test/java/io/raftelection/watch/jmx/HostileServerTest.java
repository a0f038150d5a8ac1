package io.raftelection.watch.jmx;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftelection.watch.Access;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Asks servers that are no JMX agents. */
@Timeout(60)
final class HostileServerTest {
    /** Acknowledges the protocol and names a host and a port of the client: 127.0.0.1 and 1. */
    private static final byte[] GREETING = {0x4e, 0, 9, '1', '2', '7', '.', '0', '.', '0', '.', '1', 0, 0, 0, 1};

    /** What a server does with its first connection. */
    private interface Behaviour {
        void serve(InputStream in, OutputStream out) throws IOException;
    }

    private static void askServer(Behaviour behaviour, Duration timeout) throws Exception {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var thread = new Thread(() -> serve(server, behaviour));
            thread.setDaemon(true);
            thread.start();
            var settings = new JmxSettings(Access.open().tls(), Access.open().user(), timeout);
            try (var client = new JmxClient(JmxAddress.parse("127.0.0.1:" + server.getLocalPort()), settings)) {
                client.names(ObjectName.WILDCARD);
            } finally {
                server.close();
                thread.join();
            }
        }
    }

    private static void serve(ServerSocket server, Behaviour behaviour) {
        try (var socket = server.accept()) {
            behaviour.serve(socket.getInputStream(), socket.getOutputStream());
        } catch (IOException e) {
            // The client left.
        }
    }

    @Test
    void anotherProtocolIsNamed() {
        assertThatThrownBy(() -> askServer(
                        (in, out) -> out.write("HTTP/1.1 400 Bad Request\r\n\r\n"
                                .getBytes(java.nio.charset.StandardCharsets.US_ASCII)),
                        Duration.ofSeconds(20)))
                .hasMessage("the port does not speak RMI, or wants TLS");
    }

    @Test
    void answerThatNeverEndsIsCut() {
        assertThatThrownBy(() -> askServer(
                        (in, out) -> {
                            out.write(GREETING);
                            out.write(new byte[] {0x51, (byte) 0xac, (byte) 0xed, 0, 5, 0x77, 15});
                            out.write(new byte[15]);
                            out.write(
                                    new byte[] {0x75, 0x72, 0, 2, '[', 'I', 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0x78, 0x70
                                    });
                            out.write(new byte[] {0x7f, -1, -1, -1});
                            while (true) {
                                out.write(new byte[8192]);
                            }
                        },
                        Duration.ofSeconds(30)))
                .hasMessage("the answer has more than 4194304 bytes");
    }

    @Test
    void answerThatDripsEndsAtTheTimeout() {
        assertThatThrownBy(() -> askServer(
                        (in, out) -> {
                            out.write(GREETING);
                            out.write(new byte[] {0x51, (byte) 0xac, (byte) 0xed, 0, 5});
                            while (true) {
                                out.write(new byte[] {0x77, 0}); // an empty block, again and again
                                out.flush();
                            }
                        },
                        Duration.ofMillis(300)))
                .satisfiesAnyOf(
                        e -> org.assertj.core.api.Assertions.assertThat(e).hasMessage("no answer within 0.300s"),
                        e -> org.assertj.core.api.Assertions.assertThat(e)
                                .hasMessage("the answer has more than 4194304 bytes"));
    }

    @Test
    void closedConnectionIsNamed() {
        assertThatThrownBy(() -> askServer((in, out) -> {}, Duration.ofSeconds(20)))
                .hasMessageStartingWith("connection failed: ");
    }
}
