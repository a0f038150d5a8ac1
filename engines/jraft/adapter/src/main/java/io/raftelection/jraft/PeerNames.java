package io.raftelection.jraft;

import com.alipay.sofa.jraft.entity.PeerId;
import io.raftelection.ServerId;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Translates peers to the names that the tracker knows, with the user's function. It never throws: if the function
 * throws or returns null, the name is the text of the peer.
 *
 * @param users returns the name of a peer
 * @param areUsers whether the user gave the function
 */
record PeerNames(Function<? super PeerId, ServerId> users, boolean areUsers) {
    /** Each peer has its own text as its name. */
    static final PeerNames ADDRESSES = new PeerNames(PeerNames::own, false);

    ServerId of(PeerId peer) {
        try {
            var name = users.apply(peer.copy()); // a peer can be changed, and JRaft goes on with this one
            if (name != null) {
                return name;
            }
        } catch (Throwable e) {
            // It must not reach the engine, whose thread this is. The text is a name that users can find.
        }
        return own(peer);
    }

    Set<ServerId> of(Collection<PeerId> peers) {
        return peers.stream().map(this::of).collect(Collectors.toUnmodifiableSet());
    }

    /** Returns the text as a name, with question marks for what a name may not contain. */
    private static ServerId own(PeerId peer) {
        var text = peer.toString();
        try {
            return ServerId.of(text);
        } catch (IllegalArgumentException e) {
            var ascii = new String(text.getBytes(StandardCharsets.US_ASCII), StandardCharsets.US_ASCII);
            var visible = ascii.replaceAll("[^!-~]", "?");
            return ServerId.of(visible.substring(0, Math.min(visible.length(), ServerId.MAX_LENGTH)));
        }
    }
}
