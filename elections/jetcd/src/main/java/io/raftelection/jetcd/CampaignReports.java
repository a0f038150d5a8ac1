package io.raftelection.jetcd;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.etcd.jetcd.KeyValue;
import io.raftelection.ServerId;
import io.raftelection.spi.LeadershipReporter;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;

/**
 * Reports the leadership of one application in one election, and its view. It never throws, and takes no lock except
 * its own, under which it only calls the sink.
 *
 * <pre>
 * begin        waits for the answer
 * won          acquired and ready; nothing if the lease has ended since
 * resigns      lost, if it leads with that key
 * leaseEnded   lost, if it leads with that lease
 * sees         the view; lost before, if it leads with an earlier key
 * end          lost, unless reported before; the end
 * </pre>
 */
final class CampaignReports {
    private static final long NONE = -1;
    private static final long NO_TERM = -1;

    private final LeadershipReporter reporter;
    private final ServerId self;
    private final Function<String, ServerId> names;

    /** The campaigns that etcd has not answered. */
    @GuardedBy("this")
    private final Set<Campaign> campaigns = new HashSet<>();

    /** The create revision of the key that it leads with, or none. */
    @GuardedBy("this")
    private long revision = NONE;

    @GuardedBy("this")
    private long lease;

    /** The latest create revision of a leader. Earlier ones are late news. */
    @GuardedBy("this")
    private long latest = NONE;

    /** A campaign, which is equal only to itself. */
    static final class Campaign {
        private final long lease;

        Campaign(long lease) {
            this.lease = lease;
        }
    }

    CampaignReports(LeadershipReporter reporter, ServerId self, Function<String, ServerId> names) {
        this.reporter = reporter;
        this.self = self;
        this.names = names;
    }

    Campaign begin(long withLease, String proposal) {
        var campaign = new Campaign(withLease);
        var own = names.apply(proposal);
        synchronized (this) {
            reporter.identified(own);
            campaigns.add(campaign);
        }
        return campaign;
    }

    synchronized void won(Campaign campaign, long created) {
        if (campaigns.remove(campaign) && created >= latest) {
            revision = created;
            latest = created;
            lease = campaign.lease;
            reporter.acquiredWithToken(created);
            reporter.ready();
        }
    }

    synchronized void failed(Campaign campaign) {
        campaigns.remove(campaign);
    }

    synchronized void resigns(long created) {
        if (created == revision) {
            lost("resigned");
        }
    }

    synchronized void leaseEnded(long ended, String reason) {
        campaigns.removeIf(campaign -> campaign.lease == ended);
        if (revision != NONE && lease == ended) {
            lost(reason);
        }
    }

    @GuardedBy("this")
    private void lost(String reason) {
        revision = NONE;
        reporter.lost(reason);
    }

    /** Takes the leader's key. The leader may be this application before its campaign is answered. */
    void sees(KeyValue key) {
        var leader = names.apply(key.getValue().toString());
        synchronized (this) {
            boolean isOwn = campaigns.stream().anyMatch(campaign -> campaign.lease == key.getLease());
            if (key.getCreateRevision() <= latest || isOwn) {
                return; // the value of a known key may change
            }
            latest = key.getCreateRevision();
            if (revision != NONE) {
                lost("etcd names " + leader);
            }
            if (leader.equals(self)) {
                reporter.followsNobody(NO_TERM); // an earlier process of this server
            } else {
                reporter.follows(leader, NO_TERM);
            }
        }
    }

    synchronized void end() {
        campaigns.clear();
        revision = NONE;
        reporter.end("client closed");
    }
}
