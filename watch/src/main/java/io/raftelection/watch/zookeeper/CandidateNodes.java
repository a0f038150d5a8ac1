package io.raftelection.watch.zookeeper;

import io.raftelection.watch.AnswerException;
import io.raftelection.watch.elections.Candidate;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The nodes of the candidates in their order, as one session sees them. For one thread. */
final class CandidateNodes {
    /** How many candidates are read. The others are as soon as they are among the first. */
    private static final int MAX_READ = 1_000;

    private final ZooKeeperSession session;
    private final ElectionPath path;
    private final Duration timeout;
    private final TreeSet<CandidateNode> nodes = new TreeSet<>();
    private final Map<CandidateNode, Candidate> read = new HashMap<>();

    CandidateNodes(ZooKeeperSession session, ElectionPath path, Duration timeout) {
        this.session = session;
        this.path = path;
        this.timeout = timeout;
    }

    private static Set<CandidateNode> of(Iterable<String> names) {
        var nodes = new HashSet<CandidateNode>();
        names.forEach(name -> CandidateNode.of(name).ifPresent(nodes::add));
        return nodes;
    }

    /** {@return whether the nodes are those of some names} */
    boolean isSameAs(Iterable<String> names) {
        return nodes.equals(of(names));
    }

    void set(Iterable<String> names) {
        var present = of(names);
        nodes.retainAll(present);
        nodes.addAll(present);
        read.keySet().retainAll(present);
    }

    void add(String name) {
        CandidateNode.of(name).ifPresent(nodes::add);
    }

    void remove(String name) {
        CandidateNode.of(name).ifPresent(node -> {
            nodes.remove(node);
            read.remove(node);
        });
    }

    /** {@return the first candidates, the leader first} It reads those that it does not know yet. */
    List<Candidate> candidates() throws AnswerException, InterruptedException {
        var asked = new LinkedHashMap<CandidateNode, CompletableFuture<Optional<Candidate>>>();
        for (var node : first()) {
            if (!read.containsKey(node)) {
                asked.put(node, session.read(path.child(node.name()), node.name()));
            }
        }
        for (var answer : asked.entrySet()) {
            var candidate = await(answer.getValue());
            if (candidate.isPresent()) {
                read.put(answer.getKey(), candidate.get());
            } else {
                nodes.remove(answer.getKey());
            }
        }
        return first().stream().map(read::get).toList();
    }

    private List<CandidateNode> first() {
        return nodes.stream().limit(MAX_READ).toList();
    }

    private Optional<Candidate> await(CompletableFuture<Optional<Candidate>> answer)
            throws AnswerException, InterruptedException {
        try {
            return answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof AnswerException cause ? cause : new AnswerException("failed: " + e);
        } catch (TimeoutException e) {
            throw session.silence(timeout);
        }
    }
}
