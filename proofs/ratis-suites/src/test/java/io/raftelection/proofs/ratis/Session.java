package io.raftelection.proofs.ratis;

import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/** Prepares the JVM before JUnit runs the first test. A service file names it. */
public final class Session implements LauncherSessionListener {
    /** Called by JUnit. */
    public Session() {}

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        RoleLog.INSTANCE.install();
        AdapterAgent.install();
    }
}
