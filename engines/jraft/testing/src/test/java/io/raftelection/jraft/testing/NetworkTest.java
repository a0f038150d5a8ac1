package io.raftelection.jraft.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.alipay.sofa.jraft.rpc.RpcContext;
import com.alipay.sofa.jraft.rpc.RpcProcessor;
import com.alipay.sofa.jraft.rpc.RpcRequests.AppendEntriesRequest;
import com.alipay.sofa.jraft.rpc.RpcRequests.RequestVoteRequest;
import io.raftelection.ServerId;
import io.raftelection.testing.contract.RecordingFilter;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests the order in which requests reach a server. */
final class NetworkTest {
    private static final ServerId S1 = ServerId.of("s1");
    private static final ServerId S2 = ServerId.of("s2");
    private static final ServerId S3 = ServerId.of("s3");

    private final Network network = new Network(List.of(S1, S2, S3), new MessageGate(new RecordingFilter()));
    private final BlockingQueue<Came> came = new LinkedBlockingQueue<>();

    /** A request, and the receiver of its answer. */
    private record Came(String what, RpcContext back) {}

    /** A processor that answers only when the test does. */
    private final class Keeps<T> implements RpcProcessor<T> {
        private final Class<T> type;

        Keeps(Class<T> type) {
            this.type = type;
        }

        @Override
        public void handleRequest(RpcContext context, T request) {
            came.add(new Came(type.getSimpleName() + " of " + context.getRemoteAddress(), context));
        }

        @Override
        public String interest() {
            return type.getName();
        }
    }

    @AfterEach
    void closeTheNetwork() {
        network.close();
    }

    private Came next() throws InterruptedException {
        var next = came.poll(30, TimeUnit.SECONDS);
        assertThat(next).isNotNull();
        return next;
    }

    private void ask(ServerId from, Object request) {
        network.ask(from, S2, request, (answer, failure) -> {});
    }

    private static RequestVoteRequest vote(boolean pre) {
        return RequestVoteRequest.newBuilder()
                .setGroupId("g")
                .setServerId("server:1")
                .setPeerId("server:2")
                .setTerm(1)
                .setLastLogTerm(0)
                .setLastLogIndex(0)
                .setPreVote(pre)
                .build();
    }

    private static AppendEntriesRequest entries() {
        return AppendEntriesRequest.newBuilder()
                .setGroupId("g")
                .setServerId("server:1")
                .setPeerId("server:2")
                .setTerm(1)
                .setPrevLogTerm(0)
                .setPrevLogIndex(0)
                .setCommittedIndex(0)
                .build();
    }

    @Test
    void entriesWaitForTheVoteThatWasAskedForBeforeThem() throws Exception {
        var server = new MemoryServer(network, S2);
        server.registerProcessor(new Keeps<>(RequestVoteRequest.class));
        server.registerProcessor(new Keeps<>(AppendEntriesRequest.class));
        network.open(S2, server);

        ask(S1, vote(true));
        assertThat(next().what()).isEqualTo("RequestVoteRequest of s1");
        ask(S1, entries());
        assertThat(next().what()).as("a pre-vote changes nothing").isEqualTo("AppendEntriesRequest of s1");
        ask(S1, vote(false));
        var vote = next();
        ask(S1, entries());
        ask(S3, entries());
        assertThat(next().what()).isEqualTo("AppendEntriesRequest of s3");
        assertThat(came).isEmpty();
        vote.back().sendResponse("granted");
        assertThat(next().what()).isEqualTo("AppendEntriesRequest of s1");
    }
}
