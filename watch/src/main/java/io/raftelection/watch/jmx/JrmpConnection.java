package io.raftelection.watch.jmx;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a port of RMI, by the protocol that RMI's specification names JRMP. Calls follow one another.
 *
 * <p>Its socket belongs to a channel, so an interrupt of the thread that calls closes it at once. A call also ends at
 * its deadline. After a failure, the connection is of no use.
 */
final class JrmpConnection implements Closeable {
    private static final int MAGIC = 0x4a524d49;
    private static final int VERSION = 2;
    private static final int STREAM_PROTOCOL = 0x4b;
    private static final int ACKNOWLEDGED = 0x4e;
    private static final int CALL = 0x50;
    private static final int RETURN = 0x51;
    private static final int NORMAL = 1;

    /** The size of the number with which a client could acknowledge an answer. */
    private static final int ACKNOWLEDGEMENT = 14;

    private final SocketChannel channel;
    private final Socket socket;
    private final LimitedInput limits;
    private final DataInputStream in;
    private final DataOutputStream out;

    private JrmpConnection(SocketChannel channel, Socket socket, Deadline deadline) throws IOException {
        this.channel = channel;
        this.socket = socket;
        this.limits = new LimitedInput(socket, deadline);
        this.in = new DataInputStream(new BufferedInputStream(limits));
        this.out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()));
    }

    /**
     * {@return a new connection}
     *
     * @param tls what encrypts it; null if nothing does
     */
    static JrmpConnection open(String host, int port, @Nullable SSLContext tls, Deadline deadline) throws IOException {
        var channel = SocketChannel.open();
        try {
            var socket = connect(channel, host, port, deadline);
            var connection = new JrmpConnection(
                    channel, tls == null ? socket : encrypted(socket, host, port, tls, deadline), deadline);
            connection.greet();
            return connection;
        } catch (IOException | RuntimeException | Error e) {
            channel.close();
            throw e;
        }
    }

    private static Socket connect(SocketChannel channel, String host, int port, Deadline deadline) throws IOException {
        var address = new InetSocketAddress(host, port);
        if (address.isUnresolved()) {
            throw new JmxException("unknown host: " + host);
        }
        var socket = channel.socket();
        try {
            socket.connect(address, deadline.leftMillis());
        } catch (SocketTimeoutException e) {
            throw deadline.exceeded();
        } catch (ConnectException e) {
            throw new JmxException("connection refused", e);
        }
        socket.setTcpNoDelay(true);
        return socket;
    }

    private static Socket encrypted(Socket plain, String host, int port, SSLContext tls, Deadline deadline)
            throws IOException {
        var socket = (SSLSocket) tls.getSocketFactory().createSocket(plain, host, port, true);
        var parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.setSoTimeout(deadline.leftMillis());
        try {
            socket.startHandshake();
        } catch (SocketTimeoutException e) {
            throw deadline.exceeded();
        }
        return socket;
    }

    private void greet() throws IOException {
        out.writeInt(MAGIC);
        out.writeShort(VERSION);
        out.writeByte(STREAM_PROTOCOL);
        out.flush();
        if (in.readUnsignedByte() != ACKNOWLEDGED) {
            throw new JmxException("the port does not speak RMI, or wants TLS");
        }
        in.readUTF(); // our host and port, as the server sees them
        in.readInt();
        out.writeUTF(socket.getLocalAddress().getHostAddress());
        out.writeInt(0); // we serve nothing
    }

    /**
     * {@return the answer to a call}
     *
     * @throws JmxException if the JVM answered with an exception, or its answer is not valid
     * @throws IOException if the connection failed
     */
    @Nullable
    Object call(RemoteReference target, RemoteMethod method, Deadline deadline, @Nullable Object... arguments)
            throws IOException {
        limits.begin(deadline);
        out.writeByte(CALL);
        var call = new CallStream(out);
        target.object().write(call);
        call.writeInt(method.operation());
        call.writeLong(method.hash());
        for (var argument : arguments) {
            call.writeObject(argument);
        }
        call.flush();
        if (in.readUnsignedByte() != RETURN) {
            throw new JmxException("the answer is none of RMI");
        }
        var answer = new SerialReader(in);
        int kind = answer.bytes(1)[0];
        answer.bytes(ACKNOWLEDGEMENT);
        if (method.equals(RemoteMethod.CLOSE)) {
            return null;
        }
        var value = answer.object();
        if (kind != NORMAL) {
            throw failure(value);
        }
        return value;
    }

    private static JmxException failure(@Nullable Object value) {
        if (!(value instanceof SerialObject exception)) {
            return new JmxException("the answer is an exception of no class");
        }
        var simple = exception.type().substring(exception.type().lastIndexOf('.') + 1);
        var words = exception.text("detailMessage");
        return new JmxException(exception.type(), "answered " + simple + (words.isEmpty() ? "" : ": " + words));
    }

    /** Closes the channel and not the socket: a socket with TLS would first send that it ends, and could block. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // Nobody uses it any more.
        }
    }

    /** Writes arguments as RMI does: after the description of each class, where it could be loaded from. */
    private static final class CallStream extends ObjectOutputStream {
        CallStream(OutputStream out) throws IOException {
            super(out);
        }

        @Override
        protected void annotateClass(Class<?> type) throws IOException {
            writeObject(null);
        }
    }
}
