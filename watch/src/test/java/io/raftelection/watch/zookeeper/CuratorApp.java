package io.raftelection.watch.zookeeper;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.framework.recipes.leader.CancelLeadershipException;
import org.apache.curator.framework.recipes.leader.LeaderLatch;
import org.apache.curator.framework.recipes.leader.LeaderLatchListener;
import org.apache.curator.framework.recipes.leader.LeaderSelector;
import org.apache.curator.framework.recipes.leader.LeaderSelectorListener;
import org.apache.curator.framework.state.ConnectionState;
import org.apache.curator.retry.RetryForever;

/**
 * An application that takes part in an election of Curator. It prints {@code acquired CZXID} when it leads, and
 * {@code lost} when it knows that it does not. Arguments: the servers, the path, its name, {@code latch} or
 * {@code selector}.
 */
public final class CuratorApp {
    private static final int SESSION_MILLIS = 3_000;

    private final CuratorFramework client;
    private final String path;
    private final String name;

    private CuratorApp(CuratorFramework client, String path, String name) {
        this.client = client;
        this.path = path;
        this.name = name;
    }

    public static void main(String[] args) throws Exception {
        var client = CuratorFrameworkFactory.newClient(args[0], SESSION_MILLIS, 5_000, new RetryForever(100));
        client.start();
        var app = new CuratorApp(client, args[1], args[2]);
        if (args[3].equals("latch")) {
            app.latch();
        } else {
            app.selector();
        }
        new CountDownLatch(1).await();
    }

    private void latch() throws Exception {
        var latch = new LeaderLatch(client, path, name);
        latch.addListener(new LeaderLatchListener() {
            @Override
            public void isLeader() {
                print();
            }

            @Override
            public void notLeader() {
                System.out.println("lost");
            }
        });
        latch.start();
    }

    private void selector() {
        var selector = new LeaderSelector(client, path, new LeaderSelectorListener() {
            @Override
            public void takeLeadership(CuratorFramework unused) throws InterruptedException {
                print();
                try {
                    new CountDownLatch(1).await();
                } finally {
                    System.out.println("lost");
                }
            }

            @Override
            public void stateChanged(CuratorFramework unused, ConnectionState state) {
                if (!state.isConnected()) {
                    throw new CancelLeadershipException();
                }
            }
        });
        selector.setId(name);
        selector.autoRequeue();
        selector.start();
    }

    /** Prints the number of the transaction that made the latest node of this application. */
    private void print() {
        try {
            long token = -1;
            for (var child : client.getChildren().forPath(path)) {
                var stat = client.checkExists().forPath(path + "/" + child);
                if (stat != null
                        && name.equals(
                                new String(client.getData().forPath(path + "/" + child), StandardCharsets.UTF_8))) {
                    token = Math.max(token, stat.getCzxid());
                }
            }
            System.out.println("acquired " + token);
        } catch (Exception e) {
            System.out.println("failed: " + e);
        }
    }
}
