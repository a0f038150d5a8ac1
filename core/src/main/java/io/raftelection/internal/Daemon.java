package io.raftelection.internal;

/** The one place where threads are made. */
final class Daemon {
    private Daemon() {}

    /**
     * Creates a thread that keeps nothing of the thread that happens to create it: neither its inheritable thread
     * locals nor its context class loader, which would stay reachable as long as a shared thread runs.
     */
    static Thread thread(String name, Runnable task) {
        var thread = new Thread(null, task, name, 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(ClassLoader.getSystemClassLoader());
        return thread;
    }
}
