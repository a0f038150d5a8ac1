package io.raftelection.ratis;

import io.raftelection.ServerId;
import java.nio.charset.StandardCharsets;
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
    static final PeerNames IDS = new PeerNames(PeerNames::own);

    ServerId of(RaftPeerId peer) {
        try {
            var name = users.apply(peer);
            if (name != null) {
                return name;
            }
        } catch (Throwable e) {
            // It must not reach the engine, whose thread this is. The id is a name that users can find.
        }
        return own(peer);
    }

    Set<ServerId> of(Collection<RaftPeerProto> peers) {
        return peers.stream().map(peer -> of(RaftPeerId.valueOf(peer.getId()))).collect(Collectors.toUnmodifiableSet());
    }

    /** Returns the id as a name, with question marks for what a name may not contain. */
    private static ServerId own(RaftPeerId peer) {
        var id = peer.toString();
        try {
            return ServerId.of(id);
        } catch (IllegalArgumentException e) {
            var ascii = new String(id.getBytes(StandardCharsets.US_ASCII), StandardCharsets.US_ASCII);
            var visible = ascii.replaceAll("[^!-~]", "?");
            return ServerId.of(visible.substring(0, Math.min(visible.length(), ServerId.MAX_LENGTH)));
        }
    }
}
