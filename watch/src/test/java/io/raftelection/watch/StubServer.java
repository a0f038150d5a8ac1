package io.raftelection.watch;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.function.BiFunction;

/** Answers requests by HTTP on a free port of the loopback, with recorded answers. */
public final class StubServer implements AutoCloseable {
    private final ServerSocket socket;
    private final BiFunction<String, String, String> answers;

    /**
     * Starts a server.
     *
     * @param answers the body for a path and the text of all headers; empty for the status 403
     */
    public StubServer(BiFunction<String, String, String> answers) throws IOException {
        this.answers = answers;
        this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        var thread = new Thread(this::run, "stub server");
        thread.setDaemon(true);
        thread.start();
    }

    /** {@return the endpoint of a path} */
    public Endpoint endpoint(String name, String path) {
        return new Endpoint(name, "http://127.0.0.1:" + socket.getLocalPort() + path);
    }

    private void run() {
        while (!socket.isClosed()) {
            try (var connection = socket.accept()) {
                answer(connection);
            } catch (IOException e) {
                // The client or the server is closed.
            }
        }
    }

    private void answer(Socket connection) throws IOException {
        var in = new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.US_ASCII));
        var request = in.readLine();
        if (request == null) {
            return;
        }
        var headers = new StringBuilder();
        for (var line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
            headers.append(line).append('\n');
        }
        var body = answers.apply(request.split(" ", 3)[1], headers.toString());
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        var head = "HTTP/1.1 " + (body.isEmpty() ? "403 Forbidden" : "200 OK") + "\r\nContent-Length: " + bytes.length
                + "\r\nConnection: close\r\n\r\n";
        connection.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        connection.getOutputStream().write(bytes);
        connection.getOutputStream().flush();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
