package io.raftelection.etcd;

import io.etcd.jetcd.Maintenance;
import io.raftelection.ServerId;
import io.raftelection.spi.LeadershipClaim;
import io.raftelection.spi.LeadershipProbe;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

/** One member, which is asked for its status. */
record Member(ServerId server, URI endpoint, Maintenance maintenance) implements LeadershipProbe {

    @Override
    public Optional<LeadershipClaim> look() throws Exception {
        var answer = maintenance.statusMember(endpoint.toString());
        try {
            var status = answer.get();
            return claim(status.getHeader().getMemberId(), status.getLeader(), status.getRaftTerm());
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        } finally {
            answer.cancel(true); // which matters only when nobody waits for it any longer
        }
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
