package io.raftelection.watch.zookeeper;

import io.raftelection.watch.Access;
import io.raftelection.watch.AnswerException;
import io.raftelection.watch.elections.ElectionReports;
import io.raftelection.watch.elections.Following;
import io.raftelection.watch.zookeeper.ZooKeeperMessage.Children;
import io.raftelection.watch.zookeeper.ZooKeeperMessage.Connected;
import io.raftelection.watch.zookeeper.ZooKeeperMessage.Created;
import io.raftelection.watch.zookeeper.ZooKeeperMessage.Deleted;
import io.raftelection.watch.zookeeper.ZooKeeperMessage.Failure;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;

/**
 * Watches the nodes of one election at one server, and reads them now and then: a server that is paused or isolated
 * sends nothing, as an election without changes does. For one thread.
 *
 * <p>ZooKeeper sends changes and answers in one order. So all changes before an answer are known when it comes, and an
 * answer that shows something else means that changes were missed.
 */
final class PathWatch implements Following.Follower {
    private static final String GONE = "its node is gone";
    private static final String MISSED = "its node is gone, and changes were missed";

    private final ElectionPath path;
    private final Duration timeout;
    private final Access access;
    private final ElectionReports reports;

    PathWatch(ElectionPath path, Duration timeout, Access access, ElectionReports reports) {
        this.path = path;
        this.timeout = timeout;
        this.access = access;
        this.reports = reports;
    }

    @Override
    public void follow(String address, Following following) throws AnswerException, InterruptedException {
        try (var session = ZooKeeperSession.open(address, timeout, access)) {
            session.watch(path.node());
            session.readChildren(path.node());
            new Run(session, following).follow();
        }
    }

    /** One session. */
    private final class Run {
        private final ZooKeeperSession session;
        private final Following following;
        private final CandidateNodes nodes;

        private boolean isConnected;

        /** Whether the children were read in this session, so that each change since then is known. */
        private boolean isRead;

        /** Whether a question is not answered yet. */
        private boolean isAsked = true;

        Run(ZooKeeperSession session, Following following) {
            this.session = session;
            this.following = following;
            this.nodes = new CandidateNodes(session, path, timeout);
        }

        void follow() throws AnswerException, InterruptedException {
            while (true) {
                var next = session.next(isAsked ? timeout : timeout.dividedBy(2));
                if (next.isPresent()) {
                    handle(next.get());
                } else if (isAsked) {
                    throw session.silence(timeout);
                } else {
                    session.readChildren(path.node());
                    isAsked = true;
                }
            }
        }

        private void handle(ZooKeeperMessage message) throws AnswerException, InterruptedException {
            if (message instanceof Failure failure) {
                var refusal = isConnected ? Optional.<AnswerException>empty() : session.refusal(timeout);
                throw refusal.orElseGet(() -> session.failed(failure));
            } else if (message instanceof Connected) {
                isConnected = true;
            } else if (message instanceof Children children) {
                boolean isSame = isRead && nodes.isSameAs(new HashSet<>(children.names()));
                nodes.set(children.names());
                report(isSame);
                isRead = true;
                isAsked = false;
            } else if (isRead && message instanceof Created created) {
                nodes.add(path.nameOf(created.path()));
                report(true);
            } else if (isRead && message instanceof Deleted deleted) {
                nodes.remove(path.nameOf(deleted.path()));
                report(true);
            }
        }

        private void report(boolean isComplete) throws AnswerException, InterruptedException {
            var candidates = nodes.candidates();
            var leader = candidates.stream().findFirst();
            if (isComplete) {
                reports.present(candidates, leader, GONE);
            } else {
                reports.presentAgain(candidates, leader, MISSED);
            }
            following.confirm();
        }
    }
}
