--------------------------------- MODULE Views ---------------------------------
(***************************************************************************)
(* What servers believe about the leader, and what a tracker concludes     *)
(* from it.                                                                *)
(*                                                                         *)
(* A server follows a leader when a message of that leader arrives         *)
(* (Raft paper, 5.2). The message can be delayed or lost, so the view of a *)
(* server is out of date at times. The engine reports the leader and the   *)
(* term of a view together; a torn pair is a planted bug of the test.      *)
(***************************************************************************)
EXTENDS Election

VARIABLES
    view,       \* view[s]: the leader and the term that s reported last
    reported    \* all pairs [server, term] that a view has named

views == <<election, view, reported>>

None == [server |-> Nobody, term |-> 0]

Named(s) == view[s] # None

-------------------------------------------------------------------------------

ViewsInit ==
    /\ ElectionInit
    /\ view = [s \in Server |-> None]
    /\ reported = {}

\* The pair that the engine reports for a message of leader l in term t.
Pair(l, t) == [server |-> l, term |-> t]

(***************************************************************************)
(* A message of a leader arrives at s, which follows it unless s has seen  *)
(* a later term (5.1). The leader may have lost its leadership meanwhile.  *)
(***************************************************************************)
Hear(s, win) ==
    /\ win \in elected
    /\ win.server # s
    /\ role[s] # "down"
    /\ win.term >= term[s]
    /\ role' = [role EXCEPT ![s] = "follower"]
    /\ term' = [term EXCEPT ![s] = win.term]
    /\ votedFor' = [votedFor EXCEPT ![s] = IF win.term > term[s] THEN Nobody ELSE @]
    /\ UNCHANGED <<ballots, elected>>

Follow(s, win) ==
    /\ Hear(s, win)
    /\ view' = [view EXCEPT ![s] = Pair(win.server, win.term)]
    /\ reported' = reported \cup {Pair(win.server, win.term)}

\* A server that changes its term, crashes or leads no longer follows its leader.
Forgets ==
    view' = [s \in Server |->
                IF term'[s] # term[s] \/ role'[s] \in {"down", "leader"} THEN None ELSE view[s]]

Elections == ElectionNext /\ Forgets /\ UNCHANGED reported

ViewsNext == Elections \/ \E s \in Server, win \in elected : Follow(s, win)

ViewsSpec == ViewsInit /\ [][ViewsNext]_views

-------------------------------------------------------------------------------
\* The tracker: the leader of the latest term in any leadership or view.

Led == {[server |-> s, term |-> term[s]] : s \in {s \in Server : role[s] = "leader"}}

Candidates == Led \cup {view[s] : s \in {s \in Server : Named(s)}}

Known == {k \in Candidates : \A other \in Candidates : other.term <= k.term}

(***************************************************************************)
(* The known leader was elected in the term that is known.                 *)
(***************************************************************************)
KnownLeadersWereElected == Known \subseteq elected

(***************************************************************************)
(* There is at most one known leader.                                      *)
(***************************************************************************)
KnownLeaderIsUnique == Cardinality(Known) <= 1

(***************************************************************************)
(* Views never show two leaders of one term, not even over time. A split   *)
(* term in views therefore is evidence against the engine.                 *)
(***************************************************************************)
ViewsHaveNoSplitTerm ==
    \A one, other \in reported \cup elected : one.term = other.term => one = other

(***************************************************************************)
(* A view that an engine reports is never of an earlier term than a view   *)
(* before it, unless the server restarted.                                 *)
(***************************************************************************)
ViewsNeverGoBack ==
    [][\A s \in Server : Named(s) /\ view'[s] # None => view'[s].term >= view[s].term]_views
===============================================================================
