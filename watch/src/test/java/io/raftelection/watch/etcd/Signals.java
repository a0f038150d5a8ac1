package io.raftelection.watch.etcd;

import java.io.IOException;

/** Sends signals to processes. */
final class Signals {
    private Signals() {}

    static void send(Process process, String signal) throws IOException, InterruptedException {
        int status = new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid()))
                .start()
                .waitFor();
        if (status != 0) {
            throw new IOException("kill -" + signal + " " + process.pid() + ": status " + status);
        }
    }
}
