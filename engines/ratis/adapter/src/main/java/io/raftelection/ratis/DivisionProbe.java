package io.raftelection.ratis;

import io.raftelection.ServerId;
import io.raftelection.spi.LeadershipClaim;
import io.raftelection.spi.LeadershipProbe;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.server.RaftServer;

/**
 * Asks a division of a server in this JVM whether it leads, and in which term. It takes no lock of Ratis.
 *
 * <p>A division changes its term only while it does not lead. So it leads the term that it has before and after the
 * question. It makes no claims about other servers: Ratis changes the term and the leader one after the other, so that
 * a reader may see the leader of one term with another term.
 */
record DivisionProbe(ServerId id, RaftServer server, RaftGroupId group) implements LeadershipProbe {

    /** {@inheritDoc} A division that was closed still says that it leads, so its state is read too. */
    @Override
    public Optional<LeadershipClaim> poll() throws IOException {
        var division = server.getDivision(group).getInfo();
        while (true) {
            long term = division.getCurrentTerm();
            boolean leads = division.isLeader();
            if (!division.isAlive()) {
                throw new IOException("division " + server.getId() + "@" + group + ": is "
                        + division.getLifeCycleState().name().toLowerCase(Locale.ROOT));
            }
            if (division.getCurrentTerm() == term) {
                return leads ? Optional.of(LeadershipClaim.self(id, term)) : Optional.empty();
            }
        }
    }
}
