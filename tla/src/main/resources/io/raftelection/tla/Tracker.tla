-------------------------------- MODULE Tracker --------------------------------
(***************************************************************************)
(* The guarantees of the tracker for an engine that it observes.           *)
(*                                                                         *)
(* The engine of a server reports when the server acquires and loses       *)
(* leadership. Reports wait in a queue per server: they arrive in order    *)
(* for one server and in any order across servers. As with real engines,   *)
(* some reports are lost, and an engine can repeat an earlier report.      *)
(*                                                                         *)
(* The tracker records what it receives in the history, together with the  *)
(* anomalies, and decides expectations.                                    *)
(***************************************************************************)
EXTENDS Election

CONSTANTS
    Strict,         \* whether an unexpected leader is an anomaly
    Reasons         \* whether engines can give a reason for a loss

VARIABLES
    line,           \* line[s]: the reports of the engine of s that are not yet received
    listening,      \* "open", "ignoring" or "closed"
    tracked,        \* the servers that are tracked
    held,           \* held[s]: the index in the history at which s acquired its leadership, or 0
    owner,          \* owner[t]: the first server that acquired term t, as far as received
    history,        \* the received events with their anomalies
    expectations    \* all expectations with their results

tracker == <<listening, tracked, held, owner, history, expectations>>

vars == <<election, line, tracker>>

-------------------------------------------------------------------------------
\* The events of a history.

NoTerm == -1

Acquired(s, t, odd) ==
    [event |-> "acquired", server |-> s, term |-> t, cause |-> "none", odd |-> odd]

Lost(s, t, cause, odd) ==
    [event |-> "lost", server |-> s, term |-> t, cause |-> cause, odd |-> odd]

\* An event with one of these anomalies changes nothing.
NoChange == {"duplicate", "stale", "spurious-loss"}

\* Views, readiness and configurations are events of TrackerViews. They change no leadership.
IsChange(e) == e.event \in {"acquired", "lost"} /\ e.odd \cap NoChange = {}

IsAcquisition(e) == e.event = "acquired" /\ IsChange(e)

-------------------------------------------------------------------------------
\* The steps of the engine and its reports.

(***************************************************************************)
(* A server reports when it starts leading and when it stops leading. This *)
(* includes crashes: the adapter reports the loss, or the report is one of *)
(* those that are lost.                                                    *)
(***************************************************************************)
Reports(s) ==
    CASE role[s] # "leader" /\ role'[s] = "leader" -> <<[said |-> "acquired", term |-> term'[s]]>>
      [] role[s] = "leader" /\ role'[s] # "leader" -> <<[said |-> "lost", term |-> NoTerm]>>
      [] OTHER -> <<>>

Reported == line' = [s \in Server |-> line[s] \o Reports(s)]

Engine == ElectionNext /\ Reported /\ UNCHANGED tracker

(***************************************************************************)
(* The engine repeats a report: that its server leads, possibly in an old  *)
(* term, or that it does not lead.                                         *)
(***************************************************************************)
Repeat(s) ==
    /\ role[s] # "down"
    /\ \/ /\ role[s] = "leader"
          /\ \E w \in elected :
                /\ w.server = s
                /\ line' = [line EXCEPT ![s] = Append(@, [said |-> "acquired", term |-> w.term])]
       \/ /\ role[s] # "leader"
          /\ line' = [line EXCEPT ![s] = Append(@, [said |-> "lost", term |-> NoTerm])]
    /\ UNCHANGED <<election, tracker>>

(***************************************************************************)
(* A report of the engine is lost.                                         *)
(***************************************************************************)
Miss(s) ==
    /\ line[s] # <<>>
    /\ line' = [line EXCEPT ![s] = Tail(@)]
    /\ UNCHANGED <<election, tracker>>

-------------------------------------------------------------------------------
\* Expectations.  Only the last one can be pending, because there is one at a time.

Current == Len(expectations)

IsPending == Current > 0 /\ expectations[Current].outcome = "pending"

IsExpected(s) == IsPending /\ expectations[Current].server = s

(***************************************************************************)
(* An expectation excludes others while it is pending and while the        *)
(* leadership that fulfilled it is held.                                   *)
(***************************************************************************)
IsClaimed ==
    \/ IsPending
    \/ /\ Current > 0
       /\ expectations[Current].outcome = "fulfilled"
       /\ held[expectations[Current].server] = expectations[Current].by

Decide(outcome, by) ==
    expectations' = [expectations EXCEPT ![Current].outcome = outcome, ![Current].by = by]

Expect(s) ==
    /\ listening = "open"
    /\ s \in tracked
    /\ held[s] = 0
    /\ ~IsClaimed
    /\ expectations' = Append(expectations,
           [server |-> s, outcome |-> "pending", since |-> Len(history), by |-> 0])
    /\ UNCHANGED <<election, line, listening, tracked, held, owner, history>>

(***************************************************************************)
(* The deadline of the current expectation expires. It can expire at any   *)
(* time. If the expectation is already decided, the deadline changes       *)
(* nothing.                                                                *)
(***************************************************************************)
Expire ==
    /\ IsPending
    /\ Decide("expired", 0)
    /\ UNCHANGED <<election, line, listening, tracked, held, owner, history>>

Cancel ==
    /\ IsPending
    /\ Decide("cancelled", 0)
    /\ UNCHANGED <<election, line, listening, tracked, held, owner, history>>

-------------------------------------------------------------------------------
\* The reports that the tracker receives.

HeldTerm(s) == history[held[s]].term

\* The anomalies of an acquisition of s that changes the leader.
Split(s, t) == IF owner[t] \in {Nobody, s} THEN {} ELSE {"split-term"}

Unexpected(s) == IF Strict /\ ~IsExpected(s) THEN {"unexpected"} ELSE {}

Own(s, t) == owner' = IF owner[t] = Nobody THEN [owner EXCEPT ![t] = s] ELSE owner

ReceiveAcquired(s, t) ==
    CASE held[s] = 0 ->
            /\ history' = Append(history, Acquired(s, t, Unexpected(s) \cup Split(s, t)))
            /\ held' = [held EXCEPT ![s] = Len(history) + 1]
            /\ Own(s, t)
            /\ IF IsExpected(s) THEN Decide("fulfilled", Len(history) + 1) ELSE UNCHANGED expectations
      [] held[s] # 0 /\ t > HeldTerm(s) ->
            /\ history' = history \o <<Lost(s, HeldTerm(s), "missed", {}),
                                       Acquired(s, t, {"missed-loss"} \cup Split(s, t))>>
            /\ held' = [held EXCEPT ![s] = Len(history) + 2]
            /\ Own(s, t)
            /\ UNCHANGED expectations
      [] held[s] # 0 /\ t <= HeldTerm(s) ->
            /\ history' = Append(history,
                   Acquired(s, t, IF t = HeldTerm(s) THEN {"duplicate"} ELSE {"stale"}))
            /\ UNCHANGED <<held, owner, expectations>>

\* Another server is known to have acquired a later term.
IsSuperseded(s) ==
    held[s] # 0 /\ \E t \in Terms : t > HeldTerm(s) /\ owner[t] # Nobody

Causes(s) ==
    {IF IsSuperseded(s) THEN "superseded" ELSE "stepped down"}
        \cup IF Reasons THEN {"engine reason"} ELSE {}

ReceiveLost(s) ==
    \E cause \in Causes(s) :
        /\ IF held[s] = 0
           THEN history' = Append(history, Lost(s, NoTerm, cause, {"spurious-loss"}))
           ELSE history' = Append(history, Lost(s, HeldTerm(s), cause, {}))
        /\ held' = [held EXCEPT ![s] = 0]
        /\ UNCHANGED <<owner, expectations>>

\* A report of a server that is not tracked is dropped.
Receive(s) ==
    /\ line[s] # <<>>
    /\ line' = [line EXCEPT ![s] = Tail(@)]
    /\ CASE s \notin tracked -> UNCHANGED <<held, owner, history, expectations>>
         [] s \in tracked /\ Head(line[s]).said = "acquired" -> ReceiveAcquired(s, Head(line[s]).term)
         [] s \in tracked /\ Head(line[s]).said = "lost" -> ReceiveLost(s)
    /\ UNCHANGED <<election, listening, tracked>>

-------------------------------------------------------------------------------
\* The servers that it tracks.

Track(s) ==
    /\ listening = "open"
    /\ tracked' = tracked \cup {s}
    /\ UNCHANGED <<election, line, listening, held, owner, history, expectations>>

Orders(servers) ==
    {order \in [1..Cardinality(servers) -> servers] :
        \A i, j \in DOMAIN order : order[i] = order[j] => i = j}

(***************************************************************************)
(* Stops tracking some servers. Their leaderships end, and pending         *)
(* expectations for them fail.                                             *)
(***************************************************************************)
Leave(servers, cause) ==
    /\ tracked' = tracked \ servers
    /\ held' = [s \in Server |-> IF s \in servers THEN 0 ELSE held[s]]
    /\ \E order \in Orders({s \in servers : held[s] # 0}) :
          history' = history \o [i \in DOMAIN order |-> Lost(order[i], HeldTerm(order[i]), cause, {})]
    /\ IF IsPending /\ expectations[Current].server \in servers
       THEN Decide("closed", 0)
       ELSE UNCHANGED expectations
    /\ UNCHANGED <<election, line, owner>>

Untrack(s) ==
    /\ s \in tracked
    /\ Leave({s}, "closed")
    /\ UNCHANGED listening

Ignore ==
    /\ listening = "open"
    /\ listening' = "ignoring"
    /\ Leave(tracked, "ignored")

Close ==
    /\ listening # "closed"
    /\ listening' = "closed"
    /\ Leave(tracked, "closed")

-------------------------------------------------------------------------------

Init ==
    /\ ElectionInit
    /\ line = [s \in Server |-> <<>>]
    /\ listening = "open"
    /\ tracked = Server
    /\ held = [s \in Server |-> 0]
    /\ owner = [t \in Terms |-> Nobody]
    /\ history = <<>>
    /\ expectations = <<>>

User == Expire \/ Cancel \/ Ignore \/ Close \/ \E s \in Server : Expect(s) \/ Track(s) \/ Untrack(s)

Next == Engine \/ User \/ \E s \in Server : Repeat(s) \/ Miss(s) \/ Receive(s)

Spec == Init /\ [][Next]_vars

\* Every deadline expires eventually.
FairSpec == Spec /\ WF_vars(Expire)

-------------------------------------------------------------------------------
\* Guarantees.

TrackerTypes ==
    /\ ElectionTypes
    /\ listening \in {"open", "ignoring", "closed"}
    /\ tracked \subseteq Server
    /\ held \in [Server -> 0..Len(history)]
    /\ owner \in [Terms -> Server \cup {Nobody}]

(***************************************************************************)
(* The tracker reports only leaders that were elected.                     *)
(***************************************************************************)
LeadersWereReallyElected ==
    \A i \in DOMAIN history :
        history[i].event = "acquired" =>
            [server |-> history[i].server, term |-> history[i].term] \in elected

\* The latest change of s before index i, or 0.
ChangeBefore(i, s) ==
    LET changes == {j \in 1..(i - 1) : history[j].server = s /\ IsChange(history[j])}
    IN  IF changes = {} THEN 0 ELSE CHOOSE j \in changes : \A k \in changes : k <= j

\* The term that s led before index i according to the history, or NoTerm.
LedBefore(i, s) ==
    LET j == ChangeBefore(i, s)
    IN  IF j # 0 /\ history[j].event = "acquired" THEN history[j].term ELSE NoTerm

(***************************************************************************)
(* The acquisitions and losses of a server alternate. An event that breaks *)
(* this order has the correct anomaly.                                     *)
(***************************************************************************)
WhatDoesNotFitIsFlagged ==
    \A i \in DOMAIN history :
        LET e == history[i]
            led == LedBefore(i, e.server)
        IN  /\ IsChange(e) => (e.event = "acquired") <=> (led = NoTerm)
            /\ e.event = "lost" /\ IsChange(e) => e.term = led
            /\ "spurious-loss" \in e.odd <=> e.event = "lost" /\ led = NoTerm
            /\ "duplicate" \in e.odd <=> e.event = "acquired" /\ led # NoTerm /\ e.term = led
            /\ "stale" \in e.odd <=> e.event = "acquired" /\ led # NoTerm /\ e.term < led
            /\ "missed-loss" \in e.odd <=>
                  /\ i > 1
                  /\ history[i - 1].server = e.server
                  /\ history[i - 1].cause = "missed"

(***************************************************************************)
(* The current state of the tracker equals the state that follows from its *)
(* history.                                                                *)
(***************************************************************************)
HeldIsWrittenDown ==
    \A s \in Server :
        held[s] = IF LedBefore(Len(history) + 1, s) = NoTerm THEN 0
                  ELSE ChangeBefore(Len(history) + 1, s)

(***************************************************************************)
(* A term has a split-term anomaly if and only if two servers acquired it. *)
(***************************************************************************)
SplitTermsAreFlagged ==
    LET acquisitions == {history[i] : i \in {i \in DOMAIN history : IsAcquisition(history[i])}}
    IN  \A t \in Terms :
            (\E e \in acquisitions : e.term = t /\ "split-term" \in e.odd)
                <=> Cardinality({e.server : e \in {e \in acquisitions : e.term = t}}) > 1

(***************************************************************************)
(* With an engine that conforms to Raft, the tracker never reports a split *)
(* term.                                                                   *)
(***************************************************************************)
RaftHasNoSplitTerm ==
    ~Forgetful => \A i \in DOMAIN history : "split-term" \notin history[i].odd

(***************************************************************************)
(* At most one expectation is pending, and it waits for a tracked server   *)
(* that does not lead. After the tracker stops, no expectation is pending. *)
(***************************************************************************)
NobodyWaitsInVain ==
    /\ \A i \in 1..(Current - 1) : expectations[i].outcome # "pending"
    /\ IsPending =>
          /\ listening = "open"
          /\ expectations[Current].server \in tracked
          /\ held[expectations[Current].server] = 0

(***************************************************************************)
(* The first acquisition of its server after it was made fulfills an       *)
(* expectation, and this acquisition is not unexpected.                    *)
(***************************************************************************)
FulfilledByTheFirstAcquisition ==
    \A i \in DOMAIN expectations :
        LET x == expectations[i]
            later == {j \in DOMAIN history :
                        /\ j > x.since
                        /\ history[j].server = x.server
                        /\ IsAcquisition(history[j])}
        IN  x.outcome = "fulfilled" =>
                /\ x.by \in later
                /\ \A j \in later : x.by <= j
                /\ "unexpected" \notin history[x.by].odd

(***************************************************************************)
(* A decision about an expectation never changes.                          *)
(***************************************************************************)
DecisionsAreFinal ==
    [][\A i \in DOMAIN expectations :
          /\ i \in DOMAIN expectations'
          /\ expectations[i].outcome # "pending" => expectations'[i] = expectations[i]]_vars

(***************************************************************************)
(* Recorded events are never changed or removed.                           *)
(***************************************************************************)
HistoryOnlyGrows ==
    [][\A i \in DOMAIN history : i \in DOMAIN history' /\ history'[i] = history[i]]_vars

(***************************************************************************)
(* Every expectation is decided eventually.                                *)
(***************************************************************************)
EveryExpectationIsDecided == IsPending ~> ~IsPending
===============================================================================
