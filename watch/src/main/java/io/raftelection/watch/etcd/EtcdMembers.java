package io.raftelection.watch.etcd;

import io.raftelection.spi.LeadershipClaim;
import io.raftelection.watch.Access;
import io.raftelection.watch.AnswerException;
import io.raftelection.watch.Endpoint;
import io.raftelection.watch.HttpAddress;
import io.raftelection.watch.HttpAsker;
import io.raftelection.watch.Member;
import io.raftelection.watch.PolledSource;
import io.raftelection.watch.PolledSystem;
import io.raftelection.watch.WatchSettings;
import io.raftelection.watch.WatchSource;
import io.raftelection.watch.WatchTarget;
import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;

/**
 * The members of an etcd cluster, asked through etcd's JSON gateway. One address is enough: the members and their names
 * come from etcd's list of members.
 *
 * <p>A member has <b>acquired</b> leadership if it names itself as the leader. It has <b>lost</b> leadership if it no
 * longer names itself or does not answer.
 *
 * <p>The <b>term</b> of a status is the term of the entry that the member applied last, which can be earlier than the
 * term that it leads. The tracker therefore only accepts a claim with a term that is later than all earlier ones, or
 * the latest one of the same member.
 */
public final class EtcdMembers implements PolledSystem {
    private static final int PORT = 2379;

    private final EtcdClient client;
    private final MemberList list = new MemberList();

    private EtcdMembers(EtcdClient client) {
        this.client = client;
    }

    /**
     * {@return a source}
     *
     * @param endpoints client URLs of members, at least one; an endpoint with a name gives the member that name
     * @param access whom to trust, and the user; a token is used as etcd's own token
     * @throws IllegalArgumentException if an address is not valid
     * @throws IOException if a file of the access cannot be read or is not valid
     */
    public static WatchSource source(List<Endpoint> endpoints, Access access) throws IOException {
        var addresses = new LinkedHashMap<Member, URI>();
        for (var endpoint : endpoints) {
            var uri = HttpAddress.of(endpoint.address(), PORT);
            addresses.put(endpoint.member(uri.toString()), uri);
        }
        boolean encrypted =
                addresses.values().stream().allMatch(uri -> uri.getScheme().equals("https"));
        var tls = access.tls();
        return PolledSource.of(settings -> open(settings, access, tls, encrypted), addresses.keySet());
    }

    private static PolledSystem open(WatchSettings settings, Access access, SSLContext tls, boolean encrypted) {
        return new EtcdMembers(new EtcdClient(new HttpAsker(tls, settings.timeout()), access, encrypted));
    }

    @Override
    public Set<Member> members(Set<Member> known) throws IOException, InterruptedException {
        var failure = new AnswerException("list of members: no member was asked");
        for (var member : known) {
            try {
                return list.update(known, client.members(member.address()), client);
            } catch (AnswerException e) {
                failure = e;
            }
        }
        throw failure;
    }

    @Override
    public Map<String, Optional<LeadershipClaim>> ask(Member member) throws IOException, InterruptedException {
        var status = client.status(member.address());
        list.check(member, status);
        return Map.of(WatchTarget.ONLY_GROUP, Optional.of(claim(member, status)));
    }

    private LeadershipClaim claim(Member member, EtcdStatus status) {
        if (status.leader() == EtcdStatus.NO_LEADER) {
            return LeadershipClaim.nobody();
        }
        return status.leader() == status.member()
                ? LeadershipClaim.self(member.id(), status.term())
                : LeadershipClaim.hearsay(list.name(status.leader()), status.term());
    }
}
