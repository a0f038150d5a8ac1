package io.raftelection.internal;

import java.util.concurrent.ThreadFactory;

/** Creates all threads of this module. */
final class Daemon {
    /** The first JDK that has virtual threads. */
    private static final int VIRTUAL_SINCE = 21;

    /** Creates virtual threads if the JDK has them, else platform threads. Neither inherits thread locals. */
    private static final ThreadFactory LIGHT =
            Runtime.version().feature() < VIRTUAL_SINCE ? Daemon::platform : virtual();

    private Daemon() {}

    /**
     * Creates a thread that inherits neither thread locals nor the context class loader from its creator. They would
     * stay reachable as long as a shared thread runs.
     */
    static Thread thread(String name, Runnable task) {
        var thread = new Thread(null, task, name, 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(ClassLoader.getSystemClassLoader());
        return thread;
    }

    /** Creates a thread for a task that mostly waits: a virtual thread if the JVM has them. */
    static Thread light(String name, Runnable task) {
        var thread = newLight(task);
        thread.setName(name);
        return thread;
    }

    private static Thread newLight(Runnable task) {
        try {
            return LIGHT.newThread(task);
        } catch (
                LinkageError
                        e) { // the JVM could not start the threads below its virtual threads, and never tries again
            return platform(task);
        }
    }

    private static Thread platform(Runnable task) {
        var thread = new Thread(null, task, "", 0, false);
        thread.setDaemon(true);
        return thread;
    }

    /** The same as {@code Thread.ofVirtual().inheritInheritableThreadLocals(false).factory()}, compiled for JDK 17. */
    private static ThreadFactory virtual() {
        try {
            var builder = Class.forName("java.lang.Thread$Builder");
            var made = Thread.class.getMethod("ofVirtual").invoke(null);
            made = builder.getMethod("inheritInheritableThreadLocals", boolean.class)
                    .invoke(made, false);
            return (ThreadFactory) builder.getMethod("factory").invoke(made);
        } catch (ReflectiveOperationException | RuntimeException e) {
            return Daemon::platform;
        }
    }
}
