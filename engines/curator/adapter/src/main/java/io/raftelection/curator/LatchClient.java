package io.raftelection.curator;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Optional;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.recipes.leader.LeaderLatch;

/**
 * Finds what Curator holds in private: the client and the path that a latch was made with, and the client behind a
 * facade, such as that of a namespace. Curator has no public accessor for them. A later Curator may keep them
 * elsewhere, so that they are not found. The client of a latch is then not checked, a facade is refused, and a latch
 * has no view.
 */
final class LatchClient {
    private static final String FACADE = "org.apache.curator.framework.imps.DelegatingCuratorFramework";

    private LatchClient() {}

    /** {@return the client that a latch was made with, or a facade of it} */
    static Optional<CuratorFramework> of(LeaderLatch latch) {
        return field(latch, "client", CuratorFramework.class);
    }

    /** {@return the parent of the nodes of a latch} */
    static Optional<String> path(LeaderLatch latch) {
        return field(latch, "latchPath", String.class);
    }

    private static <T> Optional<T> field(LeaderLatch latch, String name, Class<T> type) {
        try {
            Field field = LeaderLatch.class.getDeclaredField(name);
            field.setAccessible(true);
            return Optional.of(type.cast(field.get(latch)));
        } catch (ReflectiveOperationException | RuntimeException e) {
            return Optional.empty();
        }
    }

    /** {@return the client behind all facades, which is the one that is started and closed} */
    static Optional<CuratorFramework> root(CuratorFramework client) {
        for (Class<?> type = client.getClass(); type != null; type = type.getSuperclass()) {
            if (type.getName().equals(FACADE)) {
                return behind(client, type).flatMap(LatchClient::root);
            }
        }
        return Optional.of(client);
    }

    private static Optional<CuratorFramework> behind(CuratorFramework facade, Class<?> type) {
        try {
            Method method = type.getDeclaredMethod("client");
            method.setAccessible(true);
            return Optional.of((CuratorFramework) method.invoke(facade));
        } catch (ReflectiveOperationException | RuntimeException e) {
            return Optional.empty();
        }
    }
}
