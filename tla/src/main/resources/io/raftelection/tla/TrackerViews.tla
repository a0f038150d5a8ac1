------------------------------ MODULE TrackerViews ------------------------------
(***************************************************************************)
(* The views, the readiness and the configurations that engines report,    *)
(* and what the tracker records of them.                                   *)
(*                                                                         *)
(* The steps of Raft are those of Election and Views. The reports share    *)
(* the queue of their server with acquisitions and losses (Tracker).       *)
(*                                                                         *)
(* An engine reports a leader and its term as one pair, or the leader      *)
(* alone. A pair names the winner of that term and is never older than     *)
(* the term of the server. A leader alone was elected at some time.        *)
(***************************************************************************)
EXTENDS Tracker, Views

CONSTANT
    Configurations  \* the committed configurations; empty if none is known

VARIABLES
    committed,      \* the configurations that servers have reported
    viewed,         \* viewed[s]: the view of s that the tracker has, or Unknown
    latest          \* latest[s]: the latest term that the tracker knows of s, or 0

cluster == <<election, view, reported, committed>>

tracked_views == <<tracker, viewed, latest>>

all == <<cluster, line, tracked_views>>

Configuration == [voters : SUBSET Server, learners : SUBSET Server]

Unknown == [leader |-> "unknown", term |-> NoTerm]

-------------------------------------------------------------------------------
\* The events of a history.

Follows(s, v, odd) ==
    [event |-> "follows", server |-> s, leader |-> v.leader, term |-> v.term, cause |-> "none", odd |-> odd]

Ready(s, t, odd) ==
    [event |-> "ready", server |-> s, term |-> t, cause |-> "none", odd |-> odd]

Members(s, c) ==
    [event |-> "members", server |-> s, config |-> c, term |-> NoTerm, cause |-> "none", odd |-> {}]

-------------------------------------------------------------------------------
\* The engine and its reports.

(***************************************************************************)
(* Only a voter stands for election. A learner, and a server that is in no *)
(* configuration, is never elected (dissertation, 4.2.1). The number of    *)
(* votes that an election needs does not depend on the configuration.      *)
(***************************************************************************)
IsVoter(s) == Configurations = {} \/ \E c \in Configurations : s \in c.voters

OnlyVotersStand == \A s \in Server : role'[s] = "candidate" => IsVoter(s)

\* What every step of an election does to the reports.
Consequences == Reported /\ Forgets /\ OnlyVotersStand /\ UNCHANGED <<reported, committed>>

Say(s, report) == line' = [line EXCEPT ![s] = Append(@, report)]

FollowsReport(l, t) == [said |-> "follows", leader |-> l, term |-> t]

\* A leader that follows another server reports its loss first.
SayFollows(s, win) ==
    /\ Follow(s, win)
    /\ line' = [line EXCEPT ![s] = @ \o Reports(s) \o <<FollowsReport(view'[s].server, view'[s].term)>>]
    /\ UNCHANGED committed

\* A source that cannot read the leader and the term together reports no term.
SayLeader(s, l) ==
    /\ l # s
    /\ role[s] \notin {"leader", "down"}
    /\ \E win \in elected : win.server = l
    /\ Say(s, FollowsReport(l, NoTerm))
    /\ UNCHANGED cluster

\* A server that does not lead knows of no leader in its term.
SayNobody(s, t) ==
    /\ role[s] \notin {"leader", "down"}
    /\ t \in {term[s], NoTerm}
    /\ Say(s, FollowsReport(Nobody, t))
    /\ view' = [view EXCEPT ![s] = None]
    /\ UNCHANGED <<election, reported, committed>>

(***************************************************************************)
(* A leader has committed an entry of its term (dissertation, 6.4). Like   *)
(* other reports, this one can be repeated.                                *)
(***************************************************************************)
SayReady(s) ==
    /\ role[s] = "leader"
    /\ Say(s, [said |-> "ready"])
    /\ UNCHANGED cluster

(***************************************************************************)
(* A server applies a committed configuration. The first one is given; any *)
(* other one was committed by a leader (4.1).                              *)
(***************************************************************************)
SayMembers(s, c) ==
    /\ c \in Configurations
    /\ committed \subseteq {c} \/ elected # {}
    /\ committed' = committed \cup {c}
    /\ Say(s, [said |-> "members", config |-> c])
    /\ UNCHANGED <<election, view, reported>>

-------------------------------------------------------------------------------
\* The reports that the tracker receives.

Later(one, other) == IF one > other THEN one ELSE other

\* The anomaly of a view that changes nothing.
Refusal(s, v) ==
    CASE v.leader = s -> {"self-view"}
      [] v.leader # s /\ v.term = NoTerm /\ latest[s] # 0 -> {"unknown-term"}
      [] v.leader # s /\ v.term # NoTerm /\ v.term < latest[s] -> {"stale-view"}
      [] OTHER -> {}

\* A leader that follows another server, or nobody, has lost its leadership.
Ended(s) == IF held[s] = 0 THEN <<>> ELSE <<Lost(s, HeldTerm(s), "missed", {})>>

NamesWinner(v) == v.leader # Nobody /\ v.term # NoTerm

ReceiveView(s, v) ==
    CASE v = viewed[s] -> UNCHANGED <<held, owner, history, viewed, latest>>
      [] v # viewed[s] /\ Refusal(s, v) # {} ->
            /\ history' = Append(history, Follows(s, v, Refusal(s, v)))
            /\ UNCHANGED <<held, owner, viewed, latest>>
      [] OTHER ->
            /\ history' = history \o Ended(s) \o <<Follows(s, v,
                   (IF held[s] = 0 THEN {} ELSE {"missed-loss"})
                       \cup IF NamesWinner(v) THEN Split(v.leader, v.term) ELSE {})>>
            /\ held' = [held EXCEPT ![s] = 0]
            /\ viewed' = [viewed EXCEPT ![s] = v]
            /\ latest' = [latest EXCEPT ![s] = Later(@, v.term)]
            /\ IF NamesWinner(v) THEN Own(v.leader, v.term) ELSE UNCHANGED owner

IsReady(s) ==
    \E i \in (held[s] + 1)..Len(history) :
        history[i].event = "ready" /\ history[i].server = s /\ history[i].odd = {}

ReceiveReady(s) ==
    /\ history' = Append(history, IF held[s] # 0 /\ ~IsReady(s) THEN Ready(s, HeldTerm(s), {})
                                  ELSE Ready(s, NoTerm, {"spurious-ready"}))
    /\ UNCHANGED <<held, owner, viewed, latest>>

ReceiveMembers(s, c) ==
    /\ history' = Append(history, Members(s, c))
    /\ UNCHANGED <<held, owner, viewed, latest>>

\* An acquisition ends the view of its server.
Noted(s) ==
    IF held'[s] \in {0, held[s]} THEN UNCHANGED <<viewed, latest>>
    ELSE /\ viewed' = [viewed EXCEPT ![s] = Unknown]
         /\ latest' = [latest EXCEPT ![s] = Later(@, history'[held'[s]].term)]

ReceiveReport(s) ==
    /\ line[s] # <<>>
    /\ UNCHANGED cluster
    /\ LET report == Head(line[s])
       IN  IF s \notin tracked \/ report.said \in {"acquired", "lost"}
           THEN Receive(s) /\ Noted(s)
           ELSE /\ line' = [line EXCEPT ![s] = Tail(@)]
                /\ CASE report.said = "follows" ->
                            ReceiveView(s, [leader |-> report.leader, term |-> report.term])
                     [] report.said = "ready" -> ReceiveReady(s)
                     [] report.said = "members" -> ReceiveMembers(s, report.config)
                /\ UNCHANGED <<listening, tracked, expectations>>

(***************************************************************************)
(* The view of s becomes unknown: its engine was detached or attached      *)
(* again, or s is not tracked any more.                                    *)
(***************************************************************************)
Forget(s) ==
    /\ viewed[s] # Unknown
    /\ viewed' = [viewed EXCEPT ![s] = Unknown]
    /\ history' = Append(history, Follows(s, Unknown, {}))
    /\ UNCHANGED <<cluster, line, listening, tracked, held, owner, expectations, latest>>

\* A new attachment of an engine. The tracker forgets the terms of the one before.
Attach(s) ==
    /\ held[s] = 0
    /\ viewed[s] = Unknown
    /\ latest' = [latest EXCEPT ![s] = 0]
    /\ UNCHANGED <<cluster, line, tracker, viewed>>

\* A server is tracked again when its view has become unknown.
TrackAgain(s) ==
    /\ viewed[s] = Unknown
    /\ Track(s)
    /\ latest' = [latest EXCEPT ![s] = 0]
    /\ UNCHANGED <<cluster, viewed>>

-------------------------------------------------------------------------------

TrackedInit ==
    /\ Init
    /\ view = [s \in Server |-> None]
    /\ reported = {}
    /\ committed = {}
    /\ viewed = [s \in Server |-> Unknown]
    /\ latest = [s \in Server |-> 0]

Says(s) ==
    \/ \E win \in elected : SayFollows(s, win)
    \/ \E l \in Server : SayLeader(s, l)
    \/ SayNobody(s, term[s])
    \/ SayNobody(s, NoTerm)
    \/ SayReady(s)
    \/ \E c \in Configurations : SayMembers(s, c)

TrackedEngine ==
    /\ \/ ElectionNext /\ Consequences
       \/ \E s \in Server : Says(s)
    /\ UNCHANGED tracked_views

TrackedUser ==
    \/ /\ Expire \/ Cancel \/ Ignore \/ Close \/ \E s \in Server : Expect(s) \/ Untrack(s)
       /\ UNCHANGED <<cluster, viewed, latest>>
    \/ \E s \in Server : TrackAgain(s)

TrackedNext ==
    \/ TrackedEngine
    \/ TrackedUser
    \/ \E s \in Server :
          \/ (Repeat(s) \/ Miss(s)) /\ UNCHANGED <<cluster, viewed, latest>>
          \/ ReceiveReport(s)
          \/ Forget(s)
          \/ Attach(s)

TrackedSpec == TrackedInit /\ [][TrackedNext]_all

-------------------------------------------------------------------------------
\* Guarantees.

(***************************************************************************)
(* With an engine that conforms to Raft, a view never goes back, names the *)
(* server itself or contradicts another leader of its term.                *)
(***************************************************************************)
ViewsAreConsistent ==
    \A i \in DOMAIN history : history[i].odd \cap {"self-view", "stale-view", "split-term"} = {}

(***************************************************************************)
(* A leader that the tracker takes from a view was elected in that term.   *)
(***************************************************************************)
ViewedLeadersWereElected ==
    \A s \in Server :
        viewed[s] # Unknown /\ NamesWinner(viewed[s]) =>
            [server |-> viewed[s].leader, term |-> viewed[s].term] \in elected

(***************************************************************************)
(* A server that leads, as the tracker knows, has no view.                 *)
(***************************************************************************)
LeadersHaveNoView == \A s \in Server : held[s] # 0 => viewed[s] = Unknown

(***************************************************************************)
(* Each leadership becomes ready at most once, and only while it is held.  *)
(***************************************************************************)
ReadyOnceWhileHeld ==
    \A i \in DOMAIN history :
        LET e == history[i]
            j == ChangeBefore(i, e.server)
        IN  e.event = "ready" /\ e.odd = {} =>
                /\ j # 0 /\ history[j].event = "acquired" /\ history[j].term = e.term
                /\ \A k \in (j + 1)..(i - 1) :
                       ~(history[k].event = "ready" /\ history[k].server = e.server /\ history[k].odd = {})
===============================================================================
