package io.raftelection.curator;

import io.raftelection.ServerId;
import io.raftelection.Tracker;
import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryOneTime;
import org.apache.curator.test.TestingServer;

/** A ZooKeeper, and what a test opens: it closes the latest first, and ZooKeeper at the end. */
final class ZooKeeperFixture implements AutoCloseable {
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final TestingServer server;

    ZooKeeperFixture() {
        try {
            server = closing(new TestingServer());
        } catch (Exception e) {
            throw new IllegalStateException("ZooKeeper: does not start", e);
        }
    }

    <T extends AutoCloseable> T closing(T resource) {
        opened.push(resource);
        return resource;
    }

    TestingServer server() {
        return server;
    }

    /** {@return a client that is not started and that the test closes} */
    CuratorFramework newClient() {
        return CuratorFrameworkFactory.newClient(server.getConnectString(), new RetryOneTime(100));
    }

    /** {@return a client that is not started} */
    CuratorFramework client() {
        return closing(newClient());
    }

    CuratorFramework startedClient() {
        var client = client();
        client.start();
        return client;
    }

    /** {@return a tracker that tracks only this server} */
    Tracker tracker(ServerId id) {
        return closing(Tracker.lenient("only " + id));
    }

    @Override
    public void close() throws Exception {
        while (!opened.isEmpty()) {
            opened.pop().close();
        }
    }
}
