package io.raftelection.jgroups.testing;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jgroups.Address;
import org.jgroups.Event;
import org.jgroups.JChannel;
import org.jgroups.MergeView;
import org.jgroups.View;
import org.jgroups.protocols.DISCARD;
import org.jgroups.protocols.pbcast.GMS;
import org.jgroups.util.Digest;
import org.jgroups.util.MutableDigest;

/** The other servers that one server is connected with, and its view of the cluster. */
final class Membership {
    private final JChannel channel;
    private final Address address;
    private final DISCARD discard;
    private final GMS views;
    private final Set<Address> ignored = ConcurrentHashMap.newKeySet();

    Membership(JChannel channel, DISCARD discard, GMS views) {
        this.channel = channel;
        this.address = channel.getAddress();
        this.discard = discard;
        this.views = views;
    }

    /** It changes at each start, and is kept after the end. */
    Address address() {
        return address;
    }

    View view() {
        return channel.getView();
    }

    boolean knows(Membership other) {
        return view().containsMember(other.address);
    }

    /** Whether messages of another server arrive. */
    boolean hears(Membership other) {
        return !ignored.contains(other.address);
    }

    /** Drops the messages of another server from now on, or stops dropping them. */
    void setHears(Membership other, boolean hears) {
        if (hears && ignored.remove(other.address)) {
            discard.removeIgnoredMember(other.address);
        } else if (!hears && ignored.add(other.address)) {
            discard.addIgnoreMember(other.address);
        }
    }

    /** Reports other servers as failed, as a protocol that detects failures would do after some time. */
    void suspect(Collection<Address> others) {
        channel.getProtocolStack().getBottomProtocol().up(new Event(Event.SUSPECT, List.copyOf(others)));
    }

    /** Adds the number of the latest message that it has sent to all servers. */
    void addSent(MutableDigest sent) {
        add(views.getDigest(), address, sent);
    }

    private static void add(Digest from, Address member, MutableDigest to) {
        long[] heights = from.get(member);
        to.set(member, heights[0], heights[1]);
    }

    /** Installs a merged view. Of servers that are new to this one, it receives the messages after {@code sent}. */
    void join(MergeView merged, Digest sent) {
        var known = view();
        var own = views.getDigest();
        var digest = new MutableDigest(merged.getMembersRaw());
        merged.getMembers().forEach(member -> add(known.containsMember(member) ? own : sent, member, digest));
        views.installView(merged, digest);
    }

    void beAlone() {
        views.installView(View.create(address, view().getViewId().getId() + 1, address));
    }
}
