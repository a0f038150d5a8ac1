package io.raftelection.watch.jmx;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.rmi.registry.LocateRegistry;
import java.rmi.registry.Registry;
import java.rmi.server.RMIServerSocketFactory;
import java.rmi.server.UnicastRemoteObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import javax.management.remote.JMXAuthenticator;
import javax.management.remote.JMXConnectorServer;
import javax.management.remote.JMXServiceURL;
import javax.management.remote.rmi.RMIConnectorServer;
import javax.management.remote.rmi.RMIJRMPServerImpl;
import javax.security.auth.Subject;

/** A JMX agent of the JDK in this JVM, with an MBean server of its own. */
public final class TestAgent implements AutoCloseable {
    private final MBeanServer beans = MBeanServerFactory.newMBeanServer();
    private final List<Socket> accepted = new CopyOnWriteArrayList<>();
    private final Registry registry;
    private final JMXConnectorServer server;
    private final int port;

    private TestAgent(Map<String, ?> environment) throws IOException {
        var listening = new ArrayList<ServerSocket>();
        RMIServerSocketFactory loopback = wanted -> {
            var socket = new ListeningSocket(wanted);
            listening.add(socket);
            return socket;
        };
        registry = LocateRegistry.createRegistry(0, null, loopback);
        port = listening.get(0).getLocalPort();
        var stub = new RMIJRMPServerImpl(0, null, loopback, environment);
        server = new RMIConnectorServer(new JMXServiceURL("service:jmx:rmi://"), environment, stub, beans);
        server.start();
        registry.rebind("jmxrmi", stub.toStub());
    }

    public static TestAgent open() throws IOException {
        return new TestAgent(Map.of());
    }

    /** {@return an agent that wants this user and password} */
    public static TestAgent with(String user, String password) throws IOException {
        JMXAuthenticator authenticator = credentials -> {
            if (credentials instanceof String[] both && both[0].equals(user) && both[1].equals(password)) {
                return new Subject();
            }
            throw new SecurityException("wrong user or password");
        };
        return new TestAgent(Map.of(JMXConnectorServer.AUTHENTICATOR, authenticator));
    }

    public String address() {
        return "127.0.0.1:" + port;
    }

    public void register(String name, Object bean) throws Exception {
        beans.registerMBean(bean, new ObjectName(name));
    }

    /** Closes all sockets, as an agent does that gives up idle ones. */
    public void closeConnections() throws IOException {
        for (var socket : accepted) {
            socket.close();
        }
    }

    private final class ListeningSocket extends ServerSocket {
        ListeningSocket(int port) throws IOException {
            super(port, 50, InetAddress.getLoopbackAddress());
        }

        @Override
        public Socket accept() throws IOException {
            var socket = super.accept();
            accepted.add(socket);
            return socket;
        }
    }

    @Override
    public void close() throws IOException {
        server.stop();
        UnicastRemoteObject.unexportObject(registry, true);
    }
}
