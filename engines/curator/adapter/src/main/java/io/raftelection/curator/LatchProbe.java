package io.raftelection.curator;

import io.raftelection.ServerId;
import io.raftelection.spi.LeadershipClaim;
import io.raftelection.spi.LeadershipProbe;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import org.apache.curator.framework.recipes.leader.LeaderLatch;
import org.apache.curator.framework.recipes.leader.LeaderLatch.State;

/** Asks a latch whether it has leadership. It has no term. */
record LatchProbe(ServerId id, LeaderLatch latch) implements LeadershipProbe {

    @Override
    public Optional<LeadershipClaim> poll() throws IOException {
        boolean leads = latch.hasLeadership();
        var state = latch.getState();
        if (state != State.STARTED) {
            throw new IOException(
                    "latch of server " + id + ": is " + state.name().toLowerCase(Locale.ROOT));
        }
        return leads ? Optional.of(LeadershipClaim.self(id)) : Optional.empty();
    }
}
