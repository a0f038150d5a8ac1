package io.raftelection.watch.jmx;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A remote object, as the answer of a JVM names it. The host in the answer is ignored: it is often not reachable from
 * here, and an answer must not choose to which host we connect.
 *
 * @param port the port
 * @param object its identity
 * @param encrypted whether the JVM wants an encrypted connection
 */
record RemoteReference(int port, Identity object, boolean encrypted) {
    private static final String REMOTE_OBJECT = "java.rmi.server.RemoteObject";
    private static final String TLS_FACTORY = "javax.rmi.ssl.SslRMIClientSocketFactory";

    /**
     * The identity of a remote object in its JVM.
     *
     * @param number the number of the object
     * @param space the JVM, or zero
     * @param time when the JVM began to number, or zero
     * @param count the number of that beginning
     */
    record Identity(long number, int space, long time, short count) {
        void write(DataOutput out) throws IOException {
            out.writeLong(number);
            out.writeInt(space);
            out.writeLong(time);
            out.writeShort(count);
        }
    }

    /**
     * {@return the remote object of a stub}
     *
     * @param stub the stub, or a proxy that has one
     */
    static RemoteReference of(@Nullable Object stub) throws IOException {
        if (!(stub instanceof SerialObject object)) {
            throw new JmxException("the answer is no remote object");
        }
        var holder = object.field("h") instanceof SerialObject handler ? handler : object;
        var bytes = new ByteArrayOutputStream();
        var factory = "";
        for (var item : holder.written(REMOTE_OBJECT)) {
            if (item instanceof byte[] block) {
                bytes.writeBytes(block);
            } else if (item instanceof SerialObject other) {
                factory = other.type();
            }
        }
        if (!factory.isEmpty() && !factory.equals(TLS_FACTORY)) {
            throw new JmxException("the JVM wants sockets of " + factory + ", expected ordinary ones or TLS");
        }
        return of(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())), !factory.isEmpty());
    }

    private static RemoteReference of(DataInputStream in, boolean encrypted) throws IOException {
        var kind = in.readUTF();
        if (!kind.equals("UnicastRef") && !kind.equals("UnicastRef2")) {
            throw new JmxException("the answer has an unknown kind of remote object: " + kind);
        }
        if (kind.equals("UnicastRef2")) {
            in.readByte(); // whether there is a socket factory
        }
        in.readUTF(); // the host
        int port = in.readInt();
        var object = new Identity(in.readLong(), in.readInt(), in.readLong(), in.readShort());
        if (port < 1 || port > 65_535) {
            throw new JmxException("the answer has a remote object with the port " + port);
        }
        return new RemoteReference(port, object, encrypted);
    }

    /** {@return the registry, whose identity is zero} */
    static RemoteReference registry(int port, boolean encrypted) {
        return new RemoteReference(port, new Identity(0, 0, 0, (short) 0), encrypted);
    }
}
