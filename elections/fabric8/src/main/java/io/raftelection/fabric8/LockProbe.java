package io.raftelection.fabric8;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfig;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaderElectionRecord;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.Lock;
import io.raftelection.ServerId;
import io.raftelection.spi.LeadershipClaim;
import io.raftelection.spi.LeadershipProbe;
import java.time.Instant;
import java.util.Optional;

/**
 * Asks the API server whether the application holds the lock and has renewed it in time. The holder itself wrote the
 * time, so the clock is that of this process. A release leaves the holder in the lease, because the update omits what
 * is null, and shortens the lease to a second. There is no term.
 */
record LockProbe(ServerId id, KubernetesClient client, Lock lock, LeaderElectionConfig config)
        implements LeadershipProbe {

    @Override
    public Optional<LeadershipClaim> poll() {
        var latest = lock.get(client);
        return latest != null
                        && lock.identity().equals(latest.getHolderIdentity())
                        && !isReleased(latest)
                        && isRenewed(latest)
                ? Optional.of(LeadershipClaim.self(id))
                : Optional.empty();
    }

    /** A lease has whole seconds. */
    private boolean isReleased(LeaderElectionRecord latest) {
        return latest.getLeaseDuration().toSeconds() < config.getLeaseDuration().toSeconds();
    }

    private boolean isRenewed(LeaderElectionRecord latest) {
        return latest.getRenewTime().toInstant().plus(config.getRenewDeadline()).isAfter(Instant.now());
    }
}
