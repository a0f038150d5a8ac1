package io.raftelection.watch;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A server on loopback that answers what a test wants, one request per connection. */
public final class HostileServer implements AutoCloseable {
    private final ServerSocket socket;
    private final Answer answer;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger requests = new AtomicInteger();

    /** An answer to a request. */
    public interface Answer {
        /** Writes the answer, with its status line and headers. */
        void write(String path, OutputStream out) throws IOException, InterruptedException;
    }

    private HostileServer(ServerSocket socket, Answer answer) {
        this.socket = socket;
        this.answer = answer;
    }

    /** {@return a server that gives this answer to every request} */
    public static HostileServer start(Answer answer) throws IOException {
        var server = new HostileServer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), answer);
        server.threads.execute(server::accept);
        return server;
    }

    private void accept() {
        try {
            while (true) {
                var connection = socket.accept();
                threads.execute(() -> answer(connection));
            }
        } catch (IOException e) {
            // The server is closed.
        }
    }

    private void answer(Socket connection) {
        try (connection) {
            var in = new BufferedInputStream(connection.getInputStream());
            var request = line(in);
            var path = request.substring(request.indexOf(' ') + 1, request.lastIndexOf(' '));
            int length = 0;
            for (var header = line(in); !header.isEmpty(); header = line(in)) {
                if (header.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                    length = Integer.parseInt(
                            header.substring(header.indexOf(':') + 1).strip());
                }
            }
            in.skipNBytes(length);
            requests.incrementAndGet();
            answer.write(path, connection.getOutputStream());
        } catch (IOException e) {
            // The client is gone.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String line(InputStream in) throws IOException {
        var text = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new IOException("the request ended");
            }
            text.append((char) next);
        }
        return text.toString().strip();
    }

    /** {@return an answer with a body of text} */
    public static Answer text(String body) {
        return bytes(body.getBytes(StandardCharsets.UTF_8));
    }

    /** {@return an answer with a body of bytes} */
    public static Answer bytes(byte[] body) {
        return (path, out) -> {
            head(out, "200 OK", "Content-Length: " + body.length);
            out.write(body);
        };
    }

    /** {@return an answer with another status and a body of text} */
    public static Answer status(String status, String body) {
        return (path, out) -> {
            head(out, status, "Connection: close");
            out.write(body.getBytes(StandardCharsets.UTF_8));
        };
    }

    /** {@return an answer that never ends, as fast as it is read} */
    public static Answer endless() {
        return (path, out) -> {
            head(out, "200 OK", "Connection: close");
            var part = new byte[1 << 16];
            while (true) {
                out.write(part);
            }
        };
    }

    /** {@return an answer that begins, and stalls until the server is closed} */
    public static Answer stalled() {
        return (path, out) -> {
            head(out, "200 OK", "Connection: close");
            out.write('{');
            out.flush();
            Thread.currentThread().join();
        };
    }

    /** {@return an answer that redirects} */
    public static Answer redirect(String target) {
        return (path, out) -> head(out, "307 Temporary Redirect", "Location: " + target + "\r\nContent-Length: 0");
    }

    private static void head(OutputStream out, String status, String headers) throws IOException {
        out.write(("HTTP/1.1 " + status + "\r\n" + headers + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    /** {@return the address} */
    public String address() {
        return "http://127.0.0.1:" + socket.getLocalPort();
    }

    /** {@return how many requests arrived} */
    public int requests() {
        return requests.get();
    }

    @Override
    public void close() throws IOException {
        socket.close();
        threads.shutdownNow();
    }
}
