package io.raftelection.jraft;

import com.alipay.sofa.jraft.entity.PeerId;
import io.raftelection.ServerId;
import io.raftelection.spi.ServerNames;
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
    static final PeerNames ADDRESSES = new PeerNames(peer -> ServerNames.visible(peer.toString()), false);

    ServerId of(PeerId peer) {
        var copy = peer.copy(); // a peer can be changed, and JRaft goes on with this one
        return ServerNames.of(copy, users, peer.toString());
    }

    Set<ServerId> of(Collection<PeerId> peers) {
        return peers.stream().map(this::of).collect(Collectors.toUnmodifiableSet());
    }
}
