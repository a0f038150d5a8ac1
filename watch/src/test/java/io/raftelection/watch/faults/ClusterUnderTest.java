package io.raftelection.watch.faults;

import io.raftelection.ServerId;
import java.io.IOException;
import java.util.List;

/**
 * A real cluster that a test starts, and into which it brings faults. A system implements it, or uses
 * {@link Processes}.
 */
public interface ClusterUnderTest extends AutoCloseable {

    /** {@return all servers, also those that do not run} */
    List<ServerId> servers();

    /** {@return where a watcher asks a server} */
    String address(ServerId server);

    /** Starts a server that does not run, with the data that it has. */
    void start(ServerId server) throws IOException;

    /** Kills a server with SIGKILL, and waits until it is gone. */
    void kill(ServerId server) throws InterruptedException;

    /** Stops a server with SIGSTOP. It keeps its connections and answers nothing. */
    void freeze(ServerId server) throws IOException, InterruptedException;

    /** Lets a frozen server go on. */
    void resume(ServerId server) throws IOException, InterruptedException;

    /** Cuts the links of a server to the others. A watcher can still ask it. */
    void cut(ServerId server) throws IOException, InterruptedException;

    /** Restores the links of a server. */
    void heal(ServerId server) throws IOException, InterruptedException;

    /** {@return the leaderships in the logs of the servers, in the order of their times} */
    List<LoggedLeader> loggedLeaders() throws IOException;

    /** Ends all servers. */
    @Override
    void close();
}
