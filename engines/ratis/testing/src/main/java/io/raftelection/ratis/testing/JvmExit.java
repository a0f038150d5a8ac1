package io.raftelection.ratis.testing;

import java.net.BindException;
import org.apache.ratis.util.ExitUtils;
import org.apache.ratis.util.ExitUtils.ExitException;

/**
 * Keeps Ratis from ending the JVM. Ratis 3.3.0 calls {@link System#exit} when a gRPC server cannot listen on its port.
 * Its only switch against that holds for the whole process and cannot be reverted.
 */
final class JvmExit {
    private JvmExit() {}

    /**
     * Makes Ratis throw an exception instead. The first use of {@link ExitUtils} also replaces the default handler of
     * uncaught exceptions; this method restores the former handler.
     */
    static synchronized void prevent() {
        var handler = Thread.getDefaultUncaughtExceptionHandler();
        ExitUtils.disableSystemExit();
        Thread.setDefaultUncaughtExceptionHandler(handler);
    }

    /**
     * {@return what Ratis threw instead of ending the JVM, as an exception that names the address}
     *
     * @param address where a server was to listen
     */
    static BindException cannotListen(String address, ExitException failure) {
        if (failure.equals(ExitUtils.getFirstExitException())) {
            ExitUtils.clear(); // it is handled here, so a test that queries ExitUtils must not find it
        }
        var exception = new BindException(address + ": cannot listen on it, another program may have its port");
        exception.initCause(failure);
        return exception;
    }
}
