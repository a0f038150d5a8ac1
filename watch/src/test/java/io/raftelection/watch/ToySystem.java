package io.raftelection.watch;

import io.raftelection.ServerId;
import io.raftelection.spi.LeadershipClaim;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A polled system in memory, of which a test decides what its servers answer. */
final class ToySystem implements PolledSystem {
    final Set<Member> members = ConcurrentHashMap.newKeySet();

    /** The leader and term of each group; the term is negative if there is no leader. */
    final Map<String, LeadershipClaim> leaders = new ConcurrentHashMap<>();

    final Set<ServerId> down = ConcurrentHashMap.newKeySet();
    final AtomicInteger requests = new AtomicInteger();
    final Set<String> always;

    /** Whether no server answers. */
    volatile boolean hangs;

    ToySystem(String... always) {
        this.always = Set.of(always);
    }

    static Member member(String name) {
        return new Member(ServerId.of(name), name + ".example:1");
    }

    @Override
    public Set<String> groups() {
        return always;
    }

    @Override
    public Set<Member> members(Set<Member> known) {
        return new LinkedHashSet<>(members);
    }

    @Override
    public Map<String, Optional<LeadershipClaim>> ask(Member member) throws IOException, InterruptedException {
        requests.incrementAndGet();
        if (hangs) {
            TimeUnit.MINUTES.sleep(1);
        }
        if (down.contains(member.id())) {
            throw new IOException("connection refused");
        }
        var answer = new LinkedHashMap<String, Optional<LeadershipClaim>>();
        leaders.forEach((group, claim) -> answer.put(group, Optional.of(seenBy(member.id(), claim))));
        return answer;
    }

    private static LeadershipClaim seenBy(ServerId server, LeadershipClaim claim) {
        var leader = claim.leader().orElseThrow();
        return leader.equals(server)
                ? claim
                : LeadershipClaim.hearsay(leader, claim.term().orElseThrow());
    }
}
