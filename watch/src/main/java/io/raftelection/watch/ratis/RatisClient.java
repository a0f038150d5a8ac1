package io.raftelection.watch.ratis;

import io.raftelection.spi.LeadershipClaim;
import io.raftelection.watch.AnswerException;
import io.raftelection.watch.Member;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.client.RaftClient;
import org.apache.ratis.client.RaftClientConfigKeys;
import org.apache.ratis.client.api.GroupManagementApi;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.proto.RaftProtos.RoleInfoProto;
import org.apache.ratis.protocol.GroupInfoReply;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.retry.RetryPolicies;
import org.apache.ratis.thirdparty.io.grpc.Status;
import org.apache.ratis.thirdparty.io.grpc.StatusRuntimeException;
import org.apache.ratis.util.TimeDuration;

/**
 * Ratis' own client, of which only the management of groups is used. Safe for use by many threads. It has the threads
 * of Ratis' gRPC transport, whose number does not depend on the number of servers.
 */
final class RatisClient {
    private final Duration timeout;
    private final RaftClient client;

    /**
     * What a server answers.
     *
     * @param states its state in each of its groups
     * @param servers the servers that its groups list
     */
    record Answer(List<GroupState> states, List<Member> servers) {}

    /** Creates a client, which must know a server from the start. */
    RatisClient(Duration timeout, String address) {
        this.timeout = timeout;
        // Ratis splits packages over its jars, so it is in the class path, which a named module does not read.
        var module = RatisClient.class.getModule();
        module.addReads(RatisClient.class.getClassLoader().getUnnamedModule());
        var properties = new RaftProperties();
        RaftClientConfigKeys.Rpc.setRequestTimeout(
                properties, TimeDuration.valueOf(timeout.toNanos(), TimeUnit.NANOSECONDS));
        this.client = RaftClient.newBuilder()
                .setProperties(properties)
                .setRaftGroup(RaftGroup.valueOf(RaftGroupId.randomId(), peer(address)))
                .setRetryPolicy(RetryPolicies.noRetry())
                .build();
    }

    /** Asks the server at an address. */
    Answer ask(String address) throws IOException, InterruptedException {
        var peer = peer(address);
        client.getClientRpc().addRaftPeers(List.of(peer));
        try {
            return ask(client.getGroupManagementApi(peer.getId()));
        } catch (StatusRuntimeException e) {
            if (Thread.interrupted()) {
                throw (InterruptedException) new InterruptedException("the request was interrupted").initCause(e);
            }
            if (e.getStatus().getCode() == Status.Code.UNAVAILABLE) {
                // A channel that cannot connect would pause for up to two minutes before it tries again.
                client.getClientRpc().handleException(peer.getId(), e, true);
            }
            throw new AnswerException(words(e));
        }
    }

    /** {@return the server at an address} The client wants an id before the server's own is known. */
    private static RaftPeer peer(String address) {
        return RaftPeer.newBuilder()
                .setId(RaftPeerId.valueOf(address))
                .setAddress(GrpcAddress.parse(address).target())
                .build();
    }

    private Answer ask(GroupManagementApi api) throws IOException {
        long start = System.nanoTime();
        var states = new ArrayList<GroupState>();
        var servers = new LinkedHashMap<String, Member>();
        for (var group : api.list().getGroupIds()) {
            if (System.nanoTime() - start >= timeout.toNanos()) {
                throw new AnswerException(tooLate());
            }
            var info = api.info(group);
            states.add(state(group, info));
            addServers(info, servers);
        }
        return new Answer(List.copyOf(states), List.copyOf(servers.values()));
    }

    private static GroupState state(RaftGroupId group, GroupInfoReply info) throws AnswerException {
        var role = info.getRoleInfoProto();
        var server = RatisServers.name(role.getSelf().getId().toStringUtf8());
        return new GroupState(group.toString(), server, claim(role));
    }

    /** {@return the claim} A leader without a term has just been elected, and is none for its own code yet. */
    private static LeadershipClaim claim(RoleInfoProto role) throws AnswerException {
        if (role.hasLeaderInfo()) {
            var self = RatisServers.name(role.getSelf().getId().toStringUtf8());
            return LeadershipClaim.self(self, role.getLeaderInfo().getTerm())
                    .withLedFor(Duration.ofMillis(Math.max(0, role.getRoleElapsedTimeMs())));
        }
        var leader = role.getFollowerInfo().getLeaderInfo().getId().getId().toStringUtf8();
        return leader.isEmpty() ? LeadershipClaim.nobody() : LeadershipClaim.hearsay(RatisServers.name(leader));
    }

    private static void addServers(GroupInfoReply info, Map<String, Member> servers) throws AnswerException {
        for (var peer : info.getGroup().getPeers()) {
            var id = RatisServers.name(peer.getId().toString());
            try {
                var address = GrpcAddress.parse("grpc:" + address(peer)).toString();
                servers.putIfAbsent(id.value(), new Member(id, address));
            } catch (IllegalArgumentException e) {
                // A group may list a server without a usable address.
            }
        }
    }

    private static String address(RaftPeer peer) {
        for (var address : List.of(String.valueOf(peer.getAdminAddress()), String.valueOf(peer.getClientAddress()))) {
            if (!address.isEmpty() && !address.equals("null")) {
                return address;
            }
        }
        return String.valueOf(peer.getAddress());
    }

    private static String words(Status status) {
        var description = status.getDescription();
        return description == null
                ? status.getCode().name().toLowerCase(Locale.ROOT).replace('_', ' ')
                : description;
    }

    private String words(StatusRuntimeException failure) {
        if (failure.getStatus().getCode() == Status.Code.DEADLINE_EXCEEDED) {
            return tooLate();
        }
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        if (root instanceof ConnectException) {
            return "connection refused";
        }
        return "the request failed: " + (root == failure ? words(failure.getStatus()) : root.getMessage());
    }

    private String tooLate() {
        return String.format(Locale.ROOT, "no answer within %d.%03ds", timeout.toSeconds(), timeout.toMillisPart());
    }

    void close() {
        try {
            client.close();
        } catch (IOException | RuntimeException e) {
            // Nobody uses it any more.
        }
    }
}
