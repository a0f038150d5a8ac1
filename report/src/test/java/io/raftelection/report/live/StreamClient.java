package io.raftelection.report.live;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a stream of server-sent events on a socket, in the form of HTTP 1.0, in which the body is not encoded. */
final class StreamClient implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Socket socket;
    private final BufferedReader in;
    private final String status;
    private String lastId = "";

    /**
     * A message.
     *
     * @param event its kind
     * @param id its id, or an empty text
     * @param text its data
     */
    record Message(String event, String id, String text) {
        private static final String FIRST = "{\"first\":";

        JsonNode data() throws IOException {
            return JSON.readTree(text);
        }

        /** {@return the number of the first event of a batch, without parsing the rest} */
        int first() {
            return Integer.parseInt(text, FIRST.length(), text.indexOf(','), 10);
        }

        /** {@return the number of the event after a batch} */
        int end() {
            return Integer.parseInt(id.substring(id.indexOf('.') + 1));
        }

        List<String> words() throws IOException {
            var words = new ArrayList<String>();
            for (var row : data().get("events")) {
                var term = row.get(7).asText();
                words.add(row.get(2).asText()
                        + (term.equals("-1") ? "" : term)
                        + row.get(3).asText());
            }
            return words;
        }
    }

    /** Connects and reads the head of the response. */
    StreamClient(URI page, String path, String... headers) throws IOException {
        this(page, 20_000, path, headers);
    }

    /** Connects and reads the head of the response, with a limit in milliseconds for each read. */
    StreamClient(URI page, int limit, String path, String... headers) throws IOException {
        socket = new Socket();
        socket.setReceiveBufferSize(1 << 16);
        socket.connect(new InetSocketAddress(page.getHost(), page.getPort()));
        socket.setSoTimeout(limit);
        var request = new StringBuilder("GET " + path + " HTTP/1.0\r\nHost: localhost\r\n");
        for (var header : headers) {
            request.append(header).append("\r\n");
        }
        socket.getOutputStream().write(request.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
        in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        status = String.valueOf(in.readLine());
        for (var line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
            // The rest of the head.
        }
    }

    static StreamClient of(URI page, String... headers) throws IOException {
        return new StreamClient(page, "/events/0", headers);
    }

    String status() {
        return status;
    }

    String lastId() {
        return lastId;
    }

    /** {@return whether the stream ends here} */
    boolean ends() throws IOException {
        return read() == null;
    }

    /** {@return the next message} */
    Message next() throws IOException {
        var message = read();
        if (message == null) {
            throw new IOException("the stream ended");
        }
        return message;
    }

    private @Nullable Message read() throws IOException {
        var event = "message";
        var id = "";
        String data = null;
        for (var line = in.readLine(); line != null; line = in.readLine()) {
            if (line.isEmpty() && data != null) {
                lastId = id.isEmpty() ? lastId : id;
                return new Message(event, id, data);
            }
            if (line.startsWith("event: ")) {
                event = line.substring(7);
            } else if (line.startsWith("id: ")) {
                id = line.substring(4);
            } else if (line.startsWith("data: ")) {
                data = line.substring(6);
            }
        }
        return null;
    }

    /** {@return the next message of a kind} Others are skipped. */
    Message next(String kind) throws IOException {
        var message = next();
        while (!message.event().equals(kind)) {
            message = next();
        }
        return message;
    }

    /** Reads batches until there were so many events. {@return the words of the events} */
    List<String> words(int count) throws IOException {
        var words = new ArrayList<String>();
        while (words.size() < count) {
            words.addAll(next("message").words());
        }
        return words;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
