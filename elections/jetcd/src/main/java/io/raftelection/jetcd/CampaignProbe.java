package io.raftelection.jetcd;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Election;
import io.etcd.jetcd.election.NoLeaderException;
import io.raftelection.ServerId;
import io.raftelection.spi.LeadershipClaim;
import io.raftelection.spi.LeadershipProbe;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.LongSupplier;

/** Asks etcd whether the leader's key has the application's lease. There is no term. */
record CampaignProbe(ServerId id, Election etcd, ByteSequence election, LongSupplier lease) implements LeadershipProbe {

    @Override
    public Optional<LeadershipClaim> poll() throws Exception {
        long own = lease.getAsLong();
        var answer = etcd.leader(election);
        try {
            return answer.get().getKv().getLease() == own ? Optional.of(LeadershipClaim.self(id)) : Optional.empty();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof NoLeaderException) {
                return Optional.empty();
            }
            throw e;
        } finally {
            answer.cancel(true);
        }
    }
}
