package io.raftelection.watch.etcd;

import io.raftelection.ServerId;
import io.raftelection.watch.AnswerException;
import io.raftelection.watch.Member;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is known of the members of a cluster. The address that a user named is kept, even if the list has another one:
 * the user can reach it. Safe for use by many threads.
 */
final class MemberList {
    /** The names of the members by number. Replaced as a whole. */
    private volatile Map<Long, ServerId> names = Map.of();

    /**
     * {@return the members of a list} A known member that is in the list keeps its address, and its name if it has one.
     * A member that has not started yet has no name in the list, and is left out.
     */
    Set<Member> update(Set<Member> known, EtcdClient.Members listed, EtcdClient client) throws InterruptedException {
        var byNumber = new HashMap<Long, Member>();
        var found = new LinkedHashSet<Member>();
        for (var member : known) {
            var number = number(member, listed.members());
            if (number.isEmpty() && !names.containsValue(member.id())) {
                number = askForNumber(member, listed, client);
            }
            if (number.isPresent()) {
                byNumber.putIfAbsent(number.get(), member);
            } else if (hasName(member) && !names.containsValue(member.id())) {
                found.add(member); // the user named it, and it has not answered yet
            }
        }
        var newNames = new HashMap<Long, ServerId>();
        for (var each : listed.members()) {
            if (each.isStarted()) {
                var member = member(each, Optional.ofNullable(byNumber.get(each.number())));
                found.add(member);
                newNames.put(each.number(), member.id());
            }
        }
        names = Map.copyOf(newNames);
        return found;
    }

    /** {@return the number of a known member that has the name or an address of a listed one} */
    private Optional<Long> number(Member member, List<ListedMember> listed) {
        for (var each : listed) {
            if (member.id().equals(names.get(each.number())) || each.addresses().contains(member.address())) {
                return Optional.of(each.number());
            }
        }
        return Optional.empty();
    }

    /** Asks a member whose address is not in the list, for example because there is a tunnel, which member it is. */
    private static Optional<Long> askForNumber(Member member, EtcdClient.Members listed, EtcdClient client)
            throws InterruptedException {
        try {
            var status = client.status(member.address());
            return status.cluster() == listed.cluster() && listed.has(status.member())
                    ? Optional.of(status.member())
                    : Optional.empty();
        } catch (AnswerException e) {
            return Optional.empty(); // polls report it
        }
    }

    /** A member keeps its name as long as it is listed, since a renamed server would count as another one. */
    private Member member(ListedMember listed, Optional<Member> known) {
        var address =
                known.map(Member::address).orElseGet(() -> listed.addresses().get(0));
        var named = known.filter(MemberList::hasName).map(Member::id);
        var name = names.get(listed.number());
        return new Member(name == null ? named.orElse(listed.name()) : name, address);
    }

    private static boolean hasName(Member member) {
        return !member.id().value().equals(member.address());
    }

    /** Checks that a status is that of a member of this cluster, and of the expected one. */
    void check(Member member, EtcdStatus status) throws AnswerException {
        var known = names;
        if (known.isEmpty()) {
            return;
        }
        var name = known.get(status.member());
        if (!member.id().equals(name)) {
            throw new AnswerException(member.address() + ": answers as "
                    + (name == null
                            ? "member " + Long.toHexString(status.member()) + ", which the list of members lacks"
                            : name)
                    + ", expected " + member.id());
        }
    }

    /** {@return the name of a member} */
    ServerId name(long number) {
        var name = names.get(number);
        return name == null ? ServerId.of(Long.toHexString(number)) : name;
    }
}
