package io.raftelection.internal;

/** The one place where threads are made. */
final class Daemon {
    private Daemon() {}

    static Thread thread(String name, Runnable task) {
        var thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
