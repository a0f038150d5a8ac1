package io.raftelection.curator.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.util.ArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests that the proxy passes bytes, drops them during a cut, and then ends their connection. */
@Timeout(60)
final class TcpProxyTest {
    private static final int LIMIT_MILLIS = 10_000;
    private static final int END = -1;
    private static final int ROUNDS = 30;

    /** Bytes that are written during a cut. */
    private static final int SWALLOWED = 2_000;

    /** The idle connections, which make a heal take longer. */
    private static final int IDLE = 30;

    /** It does not divide the length of a buffer, so the byte after a missing buffer differs from the expected one. */
    private static final int MODULUS = 251;

    private ServerSocket server;
    private TcpProxy proxy;

    @BeforeEach
    void open() throws IOException {
        server = listen(0);
        proxy = new TcpProxy(server.getLocalPort());
    }

    @AfterEach
    void close() throws IOException {
        proxy.close();
        server.close();
    }

    private static ServerSocket listen(int port) throws IOException {
        var socket = new ServerSocket();
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        socket.setSoTimeout(LIMIT_MILLIS);
        return socket;
    }

    private Socket connect() throws IOException {
        return limited(new Socket(
                InetAddress.getLoopbackAddress(),
                URI.create("tcp://" + proxy.address()).getPort()));
    }

    private static Socket limited(Socket socket) throws IOException {
        socket.setSoTimeout(LIMIT_MILLIS);
        return socket;
    }

    /** Returns the next byte that the socket reads, or the end of the connection, which may also be a reset. */
    private static int read(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read();
        } catch (SocketException e) {
            return END;
        }
    }

    @Test
    void bytesPassInBothDirections() throws Exception {
        try (var client = connect();
                var accepted = limited(server.accept())) {
            client.getOutputStream().write(1);
            accepted.getOutputStream().write(2);

            assertThat(read(accepted)).isEqualTo(1);
            assertThat(read(client)).isEqualTo(2);
        }
    }

    @Test
    void bothSidesEndTogether() throws Exception {
        try (var client = connect();
                var accepted = limited(server.accept())) {
            client.close();

            assertThat(read(accepted)).isEqualTo(END);
        }
    }

    @Test
    void cutConnectionEndsWhenItHealsAndSwallowedBytesNeverArrive() throws Exception {
        try (var client = connect();
                var accepted = limited(server.accept())) {
            client.getOutputStream().write(7);
            assertThat(read(accepted)).isEqualTo(7); // until then, the connection may not have begun
            proxy.cut();
            client.getOutputStream().write(1);

            proxy.heal();

            assertThat(proxy.isCut()).isFalse();
            assertThat(read(accepted)).isEqualTo(END);
            assertThat(read(client)).isEqualTo(END);
        }
    }

    /** The proxy may also read nothing before the cut ends. */
    @Test
    void connectionThatBeginsDuringACutEndsOrLosesNothing() throws Exception {
        proxy.cut();
        try (var client = connect();
                var accepted = limited(server.accept())) {
            client.getOutputStream().write(1);

            proxy.heal();

            assertThat(read(accepted)).isIn(1, END);
        }
    }

    @Test
    void noBytePassesAfterOneThatWasSwallowed() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            var idle = new ArrayList<Socket>();
            for (int each = 0; each < IDLE; each++) {
                idle.add(connect());
                idle.add(server.accept());
            }
            try (var client = connect();
                    var accepted = limited(server.accept())) {
                var written = new Semaphore(0);
                var writer = new Thread(() -> writeUntilItEnds(client, written), "writer");
                writer.start();
                assertThat(read(accepted)).isZero();

                proxy.cut();
                written.drainPermits();
                assertThat(written.tryAcquire(SWALLOWED, LIMIT_MILLIS, TimeUnit.MILLISECONDS))
                        .isTrue();
                proxy.heal();

                assertGapless(accepted, round);
                client.close();
                writer.join(LIMIT_MILLIS);
            }
            for (var socket : idle) {
                socket.close();
            }
        }
    }

    private static void writeUntilItEnds(Socket client, Semaphore written) {
        try {
            for (int next = 0; ; next = (next + 1) % MODULUS) {
                client.getOutputStream().write(next);
                written.release();
            }
        } catch (IOException e) {
            // the connection has ended
        }
    }

    /** Reads the bytes after byte 0, until the connection ends. */
    private static void assertGapless(Socket accepted, int round) throws IOException {
        int expected = 1;
        for (int next = read(accepted); next != END; next = read(accepted)) {
            assertThat(next).as("round %s", round).isEqualTo(expected);
            expected = (expected + 1) % MODULUS;
        }
    }

    @Test
    void connectionsPassAfterHealing() throws Exception {
        proxy.cut();
        proxy.heal();

        bytesPassInBothDirections();
    }

    @Test
    void healingWhatIsNotCutEndsNothing() throws Exception {
        try (var client = connect();
                var accepted = limited(server.accept())) {
            proxy.heal();
            client.getOutputStream().write(1);

            assertThat(read(accepted)).isEqualTo(1);
        }
    }

    @Test
    void connectionThatTheServerRefusesDoesNotEndTheProxy() throws Exception {
        int port = server.getLocalPort();
        server.close();
        try (var refused = connect()) {
            assertThat(read(refused)).isEqualTo(END);
        }
        server = listen(port);

        bytesPassInBothDirections();
    }

    @Test
    void closedProxyEndsItsConnectionsItsPortAndItsThreads() throws Exception {
        try (var client = connect();
                var accepted = limited(server.accept())) {
            proxy.close();

            assertThat(read(accepted)).isEqualTo(END);
            assertThat(read(client)).isEqualTo(END);
            for (var thread : Thread.getAllStackTraces().keySet()) {
                if (thread.getName().contains("raft-election-proxy " + proxy.address() + " ")) {
                    thread.join(LIMIT_MILLIS);
                    assertThat(thread.isAlive()).as(thread.getName()).isFalse();
                }
            }
            assertThatThrownBy(this::connect).isInstanceOf(IOException.class);
        }
    }
}
