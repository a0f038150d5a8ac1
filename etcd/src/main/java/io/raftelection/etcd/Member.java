package io.raftelection.etcd;

import io.etcd.jetcd.ClientBuilder;
import io.raftelection.ServerId;
import io.raftelection.spi.LeadershipClaim;
import io.raftelection.spi.LeadershipProbe;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

/**
 * One member, which is asked for its status. A status has a channel of its own in any case, which jetcd closes when it
 * is answered or refused, so a client that is kept would save nothing, and somebody would have to close it.
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

    /** What a status says: it names members by numbers, of which zero is none. */
    Optional<LeadershipClaim> claim(long member, long leader, long term) {
        if (leader == 0) {
            return Optional.empty();
        }
        return Optional.of(
                leader == member
                        ? LeadershipClaim.self(server, term)
                        : LeadershipClaim.hearsay(ServerId.of(Long.toHexString(leader)), term));
    }
}
