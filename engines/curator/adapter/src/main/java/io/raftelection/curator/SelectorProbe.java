package io.raftelection.curator;

import io.raftelection.ServerId;
import io.raftelection.spi.LeadershipClaim;
import io.raftelection.spi.LeadershipProbe;
import java.io.IOException;
import java.util.Optional;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.recipes.leader.LeaderSelector;
import org.apache.curator.framework.recipes.locks.LockInternals;
import org.apache.curator.framework.recipes.locks.StandardLockInternalsDriver;
import org.apache.curator.utils.ZKPaths;
import org.apache.zookeeper.KeeperException.NoNodeException;

/**
 * Asks a selector whether it has leadership. A selector says so as long as {@code takeLeadership} runs, also after its
 * session has ended, so this asks ZooKeeper, too: the first node must be of the present session. There is no term.
 */
record SelectorProbe(ServerId id, CuratorFramework client, String path, LeaderSelector selector)
        implements LeadershipProbe {

    @Override
    public Optional<LeadershipClaim> poll() throws Exception {
        if (!client.getZookeeperClient().isConnected()) {
            throw new IOException("client of server " + id + ": is not connected to ZooKeeper");
        }
        return selector.hasLeadership() && isFirst() ? Optional.of(LeadershipClaim.self(id)) : Optional.empty();
    }

    private boolean isFirst() throws Exception {
        try {
            for (var node : LockInternals.getSortedChildren(
                    SelectorLeadershipListener.NODE_PREFIX,
                    StandardLockInternalsDriver::standardFixForSorting,
                    client.getChildren().forPath(path))) {
                var stat = client.checkExists().forPath(ZKPaths.makePath(path, node));
                if (stat != null) {
                    return stat.getEphemeralOwner()
                            == client.getZookeeperClient().getZooKeeper().getSessionId();
                }
            }
            return false;
        } catch (NoNodeException e) {
            return false;
        }
    }
}
