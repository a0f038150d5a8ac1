package io.raftelection.watch.jmx;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Reads MBeans of one JVM. It connects when it is first asked, and again when the connection was lost. Safe for use by
 * many threads; their requests follow one another.
 *
 * <p>A request ends within the timeout, whatever the JVM does, and at once when its thread is interrupted.
 */
public final class JmxClient implements AutoCloseable {
    /** An agent forgets sessions whose lease nobody renews, after 5 minutes. A younger one replaces them before. */
    private static final long MAX_AGE_NANOS = TimeUnit.MINUTES.toNanos(4);

    private final AgentLocator agent;
    private final SSLContext tls;
    private final String @Nullable [] credentials;
    private final Duration timeout;
    private final ReentrantLock lock = new ReentrantLock();

    /** Written under the lock. */
    private volatile @Nullable JmxSession session;

    private volatile boolean closed;

    /**
     * Creates a client, which does not connect yet.
     *
     * @param address the address of the JVM
     * @param settings what the connection needs
     */
    public JmxClient(JmxAddress address, JmxSettings settings) {
        this.agent = new AgentLocator(address, settings.tls());
        this.tls = settings.tls();
        this.credentials = settings.credentials();
        this.timeout = settings.timeout();
    }

    /** A request that a session sends. */
    @FunctionalInterface
    private interface Request {
        @Nullable
        Object send(JmxSession session, Deadline deadline) throws IOException;
    }

    /**
     * {@return the names of the MBeans that match a pattern}
     *
     * @param pattern the pattern
     * @throws IOException if the JVM cannot be asked, or its answer is not valid
     * @throws InterruptedException if the thread was interrupted
     */
    public Set<ObjectName> names(ObjectName pattern) throws IOException, InterruptedException {
        var answer = ask((open, deadline) -> open.call(RemoteMethod.QUERY_NAMES, deadline, pattern, null, null));
        var names = new LinkedHashSet<ObjectName>();
        if (answer instanceof SerialObject set) {
            for (var object : set.objects("java.util.HashSet")) {
                names.add(name(object));
            }
        }
        return names;
    }

    private static ObjectName name(SerialObject object) throws JmxException {
        for (var item : object.written("javax.management.ObjectName")) {
            if (item instanceof String text) {
                try {
                    return new ObjectName(text);
                } catch (MalformedObjectNameException e) {
                    throw new JmxException("the answer has a name of an MBean that is not valid: " + text, e);
                }
            }
        }
        throw new JmxException("the answer has a name of an MBean without text");
    }

    /**
     * {@return the values of attributes, all of which the JVM reads in one request, in the given order}
     *
     * <p>A value is a number, a boolean or text, which is empty for null; values of other types are of no use.
     *
     * @param bean the MBean
     * @param names the attributes; a name may occur twice, and is then read twice
     * @throws JmxException if there is no such MBean or attribute, see {@link JmxException#isMissing}
     * @throws IOException if the JVM cannot be asked, or its answer is not valid
     * @throws InterruptedException if the thread was interrupted
     */
    public List<Object> attributes(ObjectName bean, String... names) throws IOException, InterruptedException {
        var answer = ask((open, deadline) -> open.call(RemoteMethod.GET_ATTRIBUTES, deadline, bean, names, null));
        var attributes =
                answer instanceof SerialObject list ? list.objects("java.util.ArrayList") : List.<SerialObject>of();
        var values = new ArrayList<>();
        for (var name : names) {
            int next = values.size();
            if (next >= attributes.size() || !attributes.get(next).text("name").equals(name)) {
                throw new JmxException(bean + ": has no attribute " + name);
            }
            var value = attributes.get(next).field("value");
            values.add(value == null ? "" : value instanceof SerialObject object ? object.unboxed() : value);
        }
        return values;
    }

    private @Nullable Object ask(Request request) throws IOException, InterruptedException {
        var deadline = Deadline.in(timeout);
        if (!lock.tryLock(deadline.leftNanos(), TimeUnit.NANOSECONDS)) {
            throw deadline.exceeded();
        }
        try {
            return send(request, deadline);
        } catch (IOException e) {
            if (Thread.interrupted()) { // which has closed the channel
                throw (InterruptedException) new InterruptedException("the request was interrupted").initCause(e);
            }
            throw e instanceof JmxException failure ? failure : new JmxException(words(e), e);
        } finally {
            if (closed) {
                drop();
            }
            lock.unlock();
        }
    }

    private static String words(IOException failure) {
        var message = failure.getMessage();
        return "connection failed: " + (message == null ? failure.getClass().getSimpleName() : message);
    }

    /** Sends a request. If the JVM has given up a connection since the last one, a new connection is tried. */
    private @Nullable Object send(Request request, Deadline deadline) throws IOException, InterruptedException {
        var old = session;
        if (old != null && old.ageNanos() < MAX_AGE_NANOS) {
            try {
                return sendBy(old, request, deadline);
            } catch (JmxException e) {
                if (!e.isForgotten()) {
                    throw e;
                }
            } catch (IOException e) {
                // It is tried once more. If the thread was interrupted, that fails too.
            }
        } else if (old != null) {
            end(old, deadline);
        }
        if (closed) {
            throw new JmxException("the client is closed");
        }
        return sendBy(open(deadline), request, deadline);
    }

    private static void end(JmxSession old, Deadline deadline) {
        try {
            old.end(deadline);
        } catch (IOException e) {
            // It is replaced anyway.
        }
    }

    private @Nullable Object sendBy(JmxSession open, Request request, Deadline deadline) throws IOException {
        try {
            return request.send(open, deadline);
        } catch (JmxException e) {
            if (!e.isAnswer() || e.isForgotten()) {
                drop();
            }
            throw e;
        } catch (IOException | RuntimeException | Error e) {
            drop();
            throw e;
        }
    }

    private JmxSession open(Deadline deadline) throws IOException, InterruptedException {
        drop();
        var server = agent.find(deadline);
        try {
            var opened = JmxSession.open(agent.host(), server, tls, credentials, deadline);
            session = opened;
            return opened;
        } catch (IOException | RuntimeException e) {
            agent.forget();
            throw e;
        }
    }

    private void drop() {
        var old = session;
        session = null;
        if (old != null) {
            old.close();
        }
    }

    /** Ends the connection, and with it a request that is on its way. */
    @Override
    public void close() {
        closed = true;
        var open = session;
        if (open != null) {
            open.close();
        }
    }
}
