package io.raftelection.watch.etcd;

import io.raftelection.watch.AnswerException;
import io.raftelection.watch.JsonAnswer;

/**
 * The status of a member. The numbers of members and clusters are unsigned.
 *
 * @param cluster the number of the cluster
 * @param member the number of the member
 * @param leader the number of the leader; {@link #NO_LEADER} if the member knows none
 * @param term the term of the entry that the member applied last
 */
record EtcdStatus(long cluster, long member, long leader, long term) {
    static final long NO_LEADER = 0;

    static EtcdStatus of(JsonAnswer answer) throws AnswerException {
        var header = answer.get("header");
        var leader = answer.find("leader");
        return new EtcdStatus(
                header.get("cluster_id").unsigned(),
                header.get("member_id").unsigned(),
                leader.isPresent() ? leader.get().unsigned() : NO_LEADER,
                answer.get("raftTerm").number());
    }
}
