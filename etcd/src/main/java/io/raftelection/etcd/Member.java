package io.raftelection.etcd;

import io.etcd.jetcd.ClientBuilder;
import io.raftelection.ServerId;
import io.raftelection.spi.LeadershipClaim;
import io.raftelection.spi.LeadershipProbe;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

/**
 * Polls one member for its status. Each poll creates a client, because jetcd opens and closes a channel for each status
 * request anyway. A long-lived client would save nothing and would have to be closed.
 */
record Member(ServerId server, URI endpoint, ClientBuilder connection) implements LeadershipProbe {

    @Override
    public Optional<LeadershipClaim> poll() throws Exception {
        try (var client = connection.copy().endpoints(endpoint).build()) {
            var status = client.getMaintenanceClient()
                    .statusMember(endpoint.toString())
                    .get();
            return claim(status.getHeader().getMemberId(), status.getLeader(), status.getRaftTerm());
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    @Override
    public String address() {
        return endpoint.getAuthority() == null ? endpoint.toString() : endpoint.getAuthority();
    }

    /**
     * {@return the claim in a status} A status names members by numbers, which the tracker does not know; zero means
     * that there is no leader.
     */
    Optional<LeadershipClaim> claim(long member, long leader, long term) {
        if (leader == 0) {
            return Optional.of(LeadershipClaim.nobody());
        }
        return leader == member ? Optional.of(LeadershipClaim.self(server, term)) : Optional.empty();
    }
}
