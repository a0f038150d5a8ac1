package io.raftelection.watch.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftelection.watch.Access;
import io.raftelection.watch.AnswerException;
import io.raftelection.watch.HttpAsker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server that refuses a certificate may reset the connection before its alert is read. */
@Timeout(60)
final class ResetConnectionTest {
    @TempDir
    private Path folder;

    @Test
    void connectionThatIsResetAfterTheHandshakeMayLackACertificate() throws Exception {
        var certificates = TestCertificates.create(folder);
        var server = Access.open()
                .withCertificate(certificates.certificate("server"), certificates.key("server"))
                .tls();
        var client =
                Access.open().withAuthority(certificates.certificate("server")).tls();
        try (var listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var uri = URI.create("https://127.0.0.1:" + listening.getLocalPort() + "/x");
            var accepted = new AtomicInteger();
            var refusing = new Thread(() -> resetAll(listening, server, accepted), "server");
            refusing.start();

            assertThatThrownBy(() -> new HttpAsker(client, Duration.ofSeconds(20)).get(uri, Map.of()))
                    .isInstanceOf(AnswerException.class)
                    .hasMessage(uri + ": connection ended without an answer; the server may ask for a certificate");
            assertThat(accepted.get()).isPositive();
        }
    }

    /** The JDK's client asks again on another connection. */
    private static void resetAll(ServerSocket listening, SSLContext context, AtomicInteger accepted) {
        try {
            while (true) {
                if (acceptAndReset(listening, context) == 'G') {
                    accepted.incrementAndGet();
                }
            }
        } catch (IOException e) {
            // the test is over
        }
    }

    /** {@return the first byte of the request} */
    private static int acceptAndReset(ServerSocket listening, SSLContext context) throws IOException {
        try (var connection = listening.accept()) {
            var secure = (SSLSocket) context.getSocketFactory().createSocket(connection, null, 0, false);
            secure.setUseClientMode(false);
            int first = secure.getInputStream().read();
            connection.setSoLinger(true, 0); // its close is a reset
            return first;
        }
    }
}
