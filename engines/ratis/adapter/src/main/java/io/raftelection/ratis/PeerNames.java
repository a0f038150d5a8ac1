package io.raftelection.ratis;

import io.raftelection.ServerId;
import io.raftelection.spi.ServerNames;
import java.util.Collection;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.ratis.proto.RaftProtos.RaftPeerProto;
import org.apache.ratis.protocol.RaftPeerId;

/**
 * Translates the ids of peers to the names that the tracker knows, with the user's function. It never throws: if the
 * function throws or returns null, the name is the id itself.
 */
record PeerNames(Function<? super RaftPeerId, ServerId> users) {
    /** Each peer has its own id as its name. */
    static final PeerNames IDS = new PeerNames(peer -> ServerNames.visible(peer.toString()));

    ServerId of(RaftPeerId peer) {
        return ServerNames.of(peer, users, peer.toString());
    }

    Set<ServerId> of(Collection<RaftPeerProto> peers) {
        return peers.stream().map(peer -> of(RaftPeerId.valueOf(peer.getId()))).collect(Collectors.toUnmodifiableSet());
    }
}
