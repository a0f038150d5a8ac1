------------------------------- MODULE Election -------------------------------
(***************************************************************************)
(* Leader election in Raft: terms, votes, majorities, crashes.             *)
(*                                                                         *)
(* Section numbers refer to Ongaro and Ousterhout, "In Search of an        *)
(* Understandable Consensus Algorithm" (the Raft paper). Those marked      *)
(* "dissertation" refer to Ongaro's dissertation.                          *)
(*                                                                         *)
(* The network can lose, delay, duplicate and reorder messages. It is not  *)
(* a separate variable: every vote stays in `ballots'. A delayed vote is   *)
(* counted late, a lost vote is never counted, and a duplicate is already  *)
(* in the set. A candidate's vote for itself represents its requests to    *)
(* all other servers.                                                      *)
(*                                                                         *)
(* The model has no log. A voter that rejects a candidate with an outdated *)
(* log (5.4.1) only removes behaviours, because any vote can be missing    *)
(* here.                                                                   *)
(***************************************************************************)
EXTENDS Integers, Sequences, FiniteSets

CONSTANTS
    Server,     \* the servers of the cluster
    Terms,      \* the terms of the model, positive numbers
    Forgetful   \* TRUE for an engine that breaks Raft by storing nothing on disk

VARIABLES
    term,       \* term[s]: the latest term that s has seen, on disk (figure 2: currentTerm)
    votedFor,   \* votedFor[s]: the candidate that s voted for in that term, on disk
    role,       \* role[s]: the role of s
    ballots,    \* all votes
    elected     \* all pairs [server, term] of winners, whether or not a server knows of it

election == <<term, votedFor, role, ballots, elected>>

Nobody == "nobody"

\* A paused leader does not lead, but can resume in its own term.
Roles == {"follower", "candidate", "leader", "paused", "down"}

Ballot == [voter : Server, candidate : Server, term : Terms]

Win == [server : Server, term : Terms]

IsMajority(servers) == 2 * Cardinality(servers) > Cardinality(Server)

Voters(c, t) == {b.voter : b \in {b \in ballots : b.candidate = c /\ b.term = t}}

-------------------------------------------------------------------------------

ElectionInit ==
    /\ term = [s \in Server |-> 0]
    /\ votedFor = [s \in Server |-> Nobody]
    /\ role = [s \in Server |-> "follower"]
    /\ ballots = {}
    /\ elected = {}

(***************************************************************************)
(* The election timeout of s expires. It starts an election in a later     *)
(* term, votes for itself and requests the votes of the others (5.2). A    *)
(* jump of several terms represents elections whose messages were all      *)
(* lost.                                                                   *)
(***************************************************************************)
Campaign(s, t) ==
    /\ role[s] \notin {"leader", "down"}
    /\ t > term[s]
    /\ role' = [role EXCEPT ![s] = "candidate"]
    /\ term' = [term EXCEPT ![s] = t]
    /\ votedFor' = [votedFor EXCEPT ![s] = s]
    /\ ballots' = ballots \cup {[voter |-> s, candidate |-> s, term |-> t]}
    /\ UNCHANGED elected

(***************************************************************************)
(* A vote request arrives at v, which has not voted in that term. It votes *)
(* and follows the candidate (5.1, 5.2). It stores the vote on disk before *)
(* it answers.                                                             *)
(***************************************************************************)
Vote(v, c, t) ==
    /\ v # c
    /\ role[v] # "down"
    /\ c \in Voters(c, t)
    /\ t > term[v] \/ (t = term[v] /\ votedFor[v] = Nobody)
    /\ role' = [role EXCEPT ![v] = "follower"]
    /\ term' = [term EXCEPT ![v] = t]
    /\ votedFor' = [votedFor EXCEPT ![v] = c]
    /\ ballots' = ballots \cup {[voter |-> v, candidate |-> c, term |-> t]}
    /\ UNCHANGED elected

(***************************************************************************)
(* A message with a later term arrives at s, which becomes a follower      *)
(* without voting (5.1).                                                   *)
(***************************************************************************)
Discover(s, t) ==
    /\ role[s] # "down"
    /\ t > term[s]
    /\ \E b \in ballots : b.term = t
    /\ role' = [role EXCEPT ![s] = "follower"]
    /\ term' = [term EXCEPT ![s] = t]
    /\ votedFor' = [votedFor EXCEPT ![s] = Nobody]
    /\ UNCHANGED <<ballots, elected>>

(***************************************************************************)
(* The votes of a majority have arrived at s, which becomes the leader     *)
(* (5.2).                                                                  *)
(***************************************************************************)
Lead(s) ==
    /\ role[s] = "candidate"
    /\ IsMajority(Voters(s, term[s]))
    /\ role' = [role EXCEPT ![s] = "leader"]
    /\ elected' = elected \cup {[server |-> s, term |-> term[s]]}
    /\ UNCHANGED <<term, votedFor, ballots>>

(***************************************************************************)
(* A leader pauses without having seen a later term, because it transfers  *)
(* leadership (dissertation, 3.10) or has no contact with a majority       *)
(* (6.2).                                                                  *)
(***************************************************************************)
Pause(s) ==
    /\ role[s] = "leader"
    /\ role' = [role EXCEPT ![s] = "paused"]
    /\ UNCHANGED <<term, votedFor, ballots, elected>>

(***************************************************************************)
(* A transfer has timed out, and the leader continues (dissertation,       *)
(* 3.10). The server then acquires the same term twice.                    *)
(***************************************************************************)
Resume(s) ==
    /\ role[s] = "paused"
    /\ role' = [role EXCEPT ![s] = "leader"]
    /\ UNCHANGED <<term, votedFor, ballots, elected>>

Crash(s) ==
    /\ role[s] # "down"
    /\ role' = [role EXCEPT ![s] = "down"]
    /\ UNCHANGED <<term, votedFor, ballots, elected>>

(***************************************************************************)
(* A server restarts with its state on disk.                               *)
(***************************************************************************)
Restart(s) ==
    /\ role[s] = "down"
    /\ role' = [role EXCEPT ![s] = "follower"]
    /\ IF Forgetful
       THEN /\ term' = [term EXCEPT ![s] = 0]
            /\ votedFor' = [votedFor EXCEPT ![s] = Nobody]
       ELSE UNCHANGED <<term, votedFor>>
    /\ UNCHANGED <<ballots, elected>>

ElectionNext ==
    \E s \in Server :
        \/ \E t \in Terms : Campaign(s, t) \/ Discover(s, t)
        \/ \E c \in Server, t \in Terms : Vote(s, c, t)
        \/ Lead(s)
        \/ Pause(s)
        \/ Resume(s)
        \/ Crash(s)
        \/ Restart(s)

ElectionSpec == ElectionInit /\ [][ElectionNext]_election

-------------------------------------------------------------------------------

ElectionTypes ==
    /\ term \in [Server -> Terms \cup {0}]
    /\ votedFor \in [Server -> Server \cup {Nobody}]
    /\ role \in [Server -> Roles]
    /\ ballots \subseteq Ballot
    /\ elected \subseteq Win

(***************************************************************************)
(* Election Safety: at most one leader can be elected in a given term      *)
(* (figure 3).                                                             *)
(***************************************************************************)
ElectionSafety ==
    \A one, other \in elected : one.term = other.term => one = other

(***************************************************************************)
(* Election Safety depends on two invariants. First, a server has one vote *)
(* per term (5.2).                                                         *)
(***************************************************************************)
OneVoteATerm ==
    \A one, other \in ballots :
        one.voter = other.voter /\ one.term = other.term => one = other

(***************************************************************************)
(* Second, a server leads only a term in which it was elected.             *)
(***************************************************************************)
LeadersWereElected ==
    \A s \in Server :
        role[s] \in {"leader", "paused"} => [server |-> s, term |-> term[s]] \in elected

(***************************************************************************)
(* The term of a server never decreases (5.1).                             *)
(***************************************************************************)
TermsNeverGoBack == [][\A s \in Server : term'[s] >= term[s]]_election
===============================================================================
