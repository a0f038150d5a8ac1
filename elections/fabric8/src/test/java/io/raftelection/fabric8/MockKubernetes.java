package io.raftelection.fabric8;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import java.util.HashMap;
import java.util.logging.Level;
import java.util.logging.Logger;

/** fabric8's mock server, which keeps objects as an API server does. It is no Kubernetes. */
final class MockKubernetes implements AutoCloseable {
    static final String NAMESPACE = "shop";
    static final String LEASE = "orders";

    /** It would print each request. */
    private static final Logger LOGGER = Logger.getLogger("io.fabric8.mockwebserver");

    static {
        LOGGER.setLevel(Level.WARNING);
    }

    private final KubernetesMockServer server = new KubernetesMockServer(
            new Context(), new MockWebServer(), new HashMap<>(), new KubernetesCrudDispatcher(), false);

    MockKubernetes() {
        server.init();
    }

    /** {@return a client that does not repeat a request, which the elector does} */
    KubernetesClient client() {
        return server.createClient(builder -> builder.editOrNewConfig()
                .withRequestRetryBackoffLimit(0)
                .withConnectionTimeout(1_000)
                .withRequestTimeout(1_000)
                .endConfig());
    }

    Lease lease(KubernetesClient client) {
        return client.leases().inNamespace(NAMESPACE).withName(LEASE).get();
    }

    void stop() {
        server.shutdown();
    }

    @Override
    public void close() {
        server.destroy();
    }
}
