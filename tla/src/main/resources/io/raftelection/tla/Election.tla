------------------------------- MODULE Election -------------------------------
(***************************************************************************)
(* Leader election in Raft: terms, votes, majorities, crashes.             *)
(*                                                                         *)
(* Sections are those of Ongaro and Ousterhout, "In Search of an           *)
(* Understandable Consensus Algorithm" (the Raft paper), where not said    *)
(* otherwise; "dissertation" is Ongaro's.                                  *)
(*                                                                         *)
(* The network may lose, delay, repeat and reorder messages.  It is not a  *)
(* variable of its own: a vote, once cast, stays in `ballots' for good.    *)
(* One that is late is acted on late, one that is lost is never acted on,  *)
(* and one that comes twice is in the set already.  A candidate's vote for *)
(* itself stands for its requests to all others.                           *)
(*                                                                         *)
(* The log is left out: that a voter may refuse a candidate whose log is   *)
(* behind (5.4.1) only removes behaviours, for here any vote may stay out. *)
(***************************************************************************)
EXTENDS Integers, Sequences, FiniteSets

CONSTANTS
    Server,     \* the servers of the cluster
    Terms,      \* the terms that are looked at, positive numbers
    Forgetful   \* TRUE for an engine that breaks Raft: it keeps nothing on disk

VARIABLES
    term,       \* term[s]: the latest term that s has seen, on disk (figure 2: currentTerm)
    votedFor,   \* votedFor[s]: whom s voted for in that term, on disk
    role,       \* role[s]: what s is
    ballots,    \* every vote that was ever cast
    elected     \* every [server, term] that ever won: what is true, whoever knows it

election == <<term, votedFor, role, ballots, elected>>

Nobody == "nobody"

\* A paused leader does not lead, and may lead on in its own term.
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
(* The election time-out is over: s stands for a later term, votes for     *)
(* itself and asks all others (5.2).  A term further off than the next     *)
(* stands for campaigns in between which nobody heard of.                  *)
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
(* A request for a vote arrives at v, which has not voted in that term: it *)
(* votes, and follows (5.1, 5.2).  It has its vote on disk before it       *)
(* answers.                                                                *)
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
(* A message of a later term arrives at s, which follows without a vote    *)
(* (5.1).                                                                  *)
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
(* The votes of a majority have arrived at s (5.2).                        *)
(***************************************************************************)
Lead(s) ==
    /\ role[s] = "candidate"
    /\ IsMajority(Voters(s, term[s]))
    /\ role' = [role EXCEPT ![s] = "leader"]
    /\ elected' = elected \cup {[server |-> s, term |-> term[s]]}
    /\ UNCHANGED <<term, votedFor, ballots>>

(***************************************************************************)
(* A leader stops to lead though it has seen no later term: it hands over  *)
(* (dissertation, 3.10), or does not hear a majority (6.2).                *)
(***************************************************************************)
Pause(s) ==
    /\ role[s] = "leader"
    /\ role' = [role EXCEPT ![s] = "paused"]
    /\ UNCHANGED <<term, votedFor, ballots, elected>>

(***************************************************************************)
(* Handing over did not succeed in time: the leader leads on               *)
(* (dissertation, 3.10).  One server acquires one term twice, then.        *)
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
(* A server starts again, with what it has on disk.                        *)
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
(* What it rests on: a server has one vote a term (5.2) ...                *)
(***************************************************************************)
OneVoteATerm ==
    \A one, other \in ballots :
        one.voter = other.voter /\ one.term = other.term => one = other

(***************************************************************************)
(* ... and leads only a term that it was elected in.                       *)
(***************************************************************************)
LeadersWereElected ==
    \A s \in Server :
        role[s] \in {"leader", "paused"} => [server |-> s, term |-> term[s]] \in elected

(***************************************************************************)
(* Terms never go back (5.1).                                              *)
(***************************************************************************)
TermsNeverGoBack == [][\A s \in Server : term'[s] >= term[s]]_election
===============================================================================
