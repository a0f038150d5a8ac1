package io.raftelection.watch.jmx;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;

/** The answers that arrive at a socket. Each has a deadline and a limit of its size. */
final class LimitedInput extends InputStream {
    /** How many bytes an answer may have: 10,000 names of MBeans have about 1 MB. */
    static final int MAX_ANSWER = 4 << 20;

    private final Socket socket;
    private final InputStream in;
    private Deadline deadline;
    private int left;

    LimitedInput(Socket socket, Deadline deadline) throws IOException {
        this.socket = socket;
        this.in = socket.getInputStream();
        this.deadline = deadline;
        this.left = MAX_ANSWER;
    }

    /** Begins the next answer. */
    void begin(Deadline next) {
        deadline = next;
        left = MAX_ANSWER;
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int size) throws IOException {
        if (left == 0) {
            throw new JmxException("the answer has more than " + MAX_ANSWER + " bytes");
        }
        socket.setSoTimeout(deadline.leftMillis());
        int count;
        try {
            count = in.read(bytes, offset, Math.min(size, left));
        } catch (SocketTimeoutException e) {
            throw deadline.exceeded();
        }
        if (count < 0) {
            throw new EOFException("the connection was closed");
        }
        left -= count;
        return count;
    }
}
