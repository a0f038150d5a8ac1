-------------------------------- MODULE Tracker --------------------------------
(***************************************************************************)
(* What the tracker promises of an engine it only listens to.              *)
(*                                                                         *)
(* The engine of a server says when its server acquires and loses          *)
(* leadership.  What it says waits in a line of that server, so it is      *)
(* heard in order for one server, and in any order across servers.  An     *)
(* engine is no better than the real ones: some of what it says is never   *)
(* heard, and it may say again what it has said before.                    *)
(*                                                                         *)
(* The tracker writes down what it hears (history), with what is odd about *)
(* it, and answers who expects a server to lead.                           *)
(***************************************************************************)
EXTENDS Election

CONSTANTS
    Strict,         \* whether a leader that nobody expected is odd
    Reasons         \* whether engines may say why they lost

VARIABLES
    line,           \* line[s]: what the engine of s said and nobody heard yet
    listening,      \* "open", "ignoring" or "closed"
    ears,           \* the servers that are tracked
    held,           \* held[s]: where in the history s acquired what it holds, or 0
    owner,          \* owner[t]: who was the first to acquire term t, as far as heard
    history,        \* what was heard, and what is odd about it
    expectations    \* what was expected of whom, and what became of it

tracker == <<listening, ears, held, owner, history, expectations>>

vars == <<election, line, tracker>>

-------------------------------------------------------------------------------
\* The events of a history.

NoTerm == -1

Acquired(s, t, odd) ==
    [event |-> "acquired", server |-> s, term |-> t, cause |-> "none", odd |-> odd]

Lost(s, t, cause, odd) ==
    [event |-> "lost", server |-> s, term |-> t, cause |-> cause, odd |-> odd]

\* Such an event changes nothing.
NoChange == {"duplicate", "stale", "spurious-loss"}

IsChange(e) == e.odd \cap NoChange = {}

IsAcquisition(e) == e.event = "acquired" /\ IsChange(e)

-------------------------------------------------------------------------------
\* What the engine does and says.

(***************************************************************************)
(* Who begins or ceases to lead says so.  A crash is no exception: the     *)
(* adapter says it, or else it is one of those that are never heard.       *)
(***************************************************************************)
News(s) ==
    CASE role[s] # "leader" /\ role'[s] = "leader" -> <<[said |-> "acquired", term |-> term'[s]]>>
      [] role[s] = "leader" /\ role'[s] # "leader" -> <<[said |-> "lost", term |-> NoTerm]>>
      [] OTHER -> <<>>

Told == line' = [s \in Server |-> line[s] \o News(s)]

Engine == ElectionNext /\ Told /\ UNCHANGED tracker

(***************************************************************************)
(* The engine says once more what it is: that it leads, be it an old term, *)
(* or that it does not.                                                    *)
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
(* What the engine said is never heard.                                    *)
(***************************************************************************)
Miss(s) ==
    /\ line[s] # <<>>
    /\ line' = [line EXCEPT ![s] = Tail(@)]
    /\ UNCHANGED <<election, tracker>>

-------------------------------------------------------------------------------
\* Expectations.  There is one at a time, so only the last can be pending.

Current == Len(expectations)

IsPending == Current > 0 /\ expectations[Current].outcome = "pending"

IsExpected(s) == IsPending /\ expectations[Current].server = s

(***************************************************************************)
(* The one place is taken while an expectation is pending, and while what  *)
(* it led to is held.                                                      *)
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
    /\ s \in ears
    /\ held[s] = 0
    /\ ~IsClaimed
    /\ expectations' = Append(expectations,
           [server |-> s, outcome |-> "pending", since |-> Len(history), by |-> 0])
    /\ UNCHANGED <<election, line, listening, ears, held, owner, history>>

(***************************************************************************)
(* The deadline of the present expectation is over.  It may be over at any *)
(* time, and the alarm may come when all is decided: it changes nothing    *)
(* then.                                                                   *)
(***************************************************************************)
Expire ==
    /\ IsPending
    /\ Decide("expired", 0)
    /\ UNCHANGED <<election, line, listening, ears, held, owner, history>>

Cancel ==
    /\ IsPending
    /\ Decide("cancelled", 0)
    /\ UNCHANGED <<election, line, listening, ears, held, owner, history>>

-------------------------------------------------------------------------------
\* What the tracker hears.

HeldTerm(s) == history[held[s]].term

\* What is odd about an acquisition of s that changes who leads.
Split(s, t) == IF owner[t] \in {Nobody, s} THEN {} ELSE {"split-term"}

Unexpected(s) == IF Strict /\ ~IsExpected(s) THEN {"unexpected"} ELSE {}

Own(s, t) == owner' = IF owner[t] = Nobody THEN [owner EXCEPT ![t] = s] ELSE owner

HearAcquired(s, t) ==
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

HearLost(s) ==
    \E cause \in Causes(s) :
        /\ IF held[s] = 0
           THEN history' = Append(history, Lost(s, NoTerm, cause, {"spurious-loss"}))
           ELSE history' = Append(history, Lost(s, HeldTerm(s), cause, {}))
        /\ held' = [held EXCEPT ![s] = 0]
        /\ UNCHANGED <<owner, expectations>>

\* What a server says that is not tracked is dropped.
Hear(s) ==
    /\ line[s] # <<>>
    /\ line' = [line EXCEPT ![s] = Tail(@)]
    /\ CASE s \notin ears -> UNCHANGED <<held, owner, history, expectations>>
         [] s \in ears /\ Head(line[s]).said = "acquired" -> HearAcquired(s, Head(line[s]).term)
         [] s \in ears /\ Head(line[s]).said = "lost" -> HearLost(s)
    /\ UNCHANGED <<election, listening, ears>>

-------------------------------------------------------------------------------
\* Whom it listens to.

Track(s) ==
    /\ listening = "open"
    /\ ears' = ears \cup {s}
    /\ UNCHANGED <<election, line, listening, held, owner, history, expectations>>

Orders(servers) ==
    {order \in [1..Cardinality(servers) -> servers] :
        \A i, j \in DOMAIN order : order[i] = order[j] => i = j}

(***************************************************************************)
(* Listens to some servers no longer: what they hold ends, and who waits   *)
(* for them is answered.                                                   *)
(***************************************************************************)
Leave(servers, cause) ==
    /\ ears' = ears \ servers
    /\ held' = [s \in Server |-> IF s \in servers THEN 0 ELSE held[s]]
    /\ \E order \in Orders({s \in servers : held[s] # 0}) :
          history' = history \o [i \in DOMAIN order |-> Lost(order[i], HeldTerm(order[i]), cause, {})]
    /\ IF IsPending /\ expectations[Current].server \in servers
       THEN Decide("closed", 0)
       ELSE UNCHANGED expectations
    /\ UNCHANGED <<election, line, owner>>

Untrack(s) ==
    /\ s \in ears
    /\ Leave({s}, "closed")
    /\ UNCHANGED listening

Ignore ==
    /\ listening = "open"
    /\ listening' = "ignoring"
    /\ Leave(ears, "ignored")

Close ==
    /\ listening # "closed"
    /\ listening' = "closed"
    /\ Leave(ears, "closed")

-------------------------------------------------------------------------------

Init ==
    /\ ElectionInit
    /\ line = [s \in Server |-> <<>>]
    /\ listening = "open"
    /\ ears = Server
    /\ held = [s \in Server |-> 0]
    /\ owner = [t \in Terms |-> Nobody]
    /\ history = <<>>
    /\ expectations = <<>>

User == Expire \/ Cancel \/ Ignore \/ Close \/ \E s \in Server : Expect(s) \/ Track(s) \/ Untrack(s)

Next == Engine \/ User \/ \E s \in Server : Repeat(s) \/ Miss(s) \/ Hear(s)

Spec == Init /\ [][Next]_vars

\* A deadline is over at last, whatever else happens.
FairSpec == Spec /\ WF_vars(Expire)

-------------------------------------------------------------------------------
\* Promises.

TrackerTypes ==
    /\ ElectionTypes
    /\ listening \in {"open", "ignoring", "closed"}
    /\ ears \subseteq Server
    /\ held \in [Server -> 0..Len(history)]
    /\ owner \in [Terms -> Server \cup {Nobody}]

(***************************************************************************)
(* The tracker names no leader that was not elected.                       *)
(***************************************************************************)
LeadersWereReallyElected ==
    \A i \in DOMAIN history :
        history[i].event = "acquired" =>
            [server |-> history[i].server, term |-> history[i].term] \in elected

\* The latest change of s before place i, or 0.
ChangeBefore(i, s) ==
    LET changes == {j \in 1..(i - 1) : history[j].server = s /\ IsChange(history[j])}
    IN  IF changes = {} THEN 0 ELSE CHOOSE j \in changes : \A k \in changes : k <= j

\* What s led, by the history alone, before place i: a term, or NoTerm.
LedBefore(i, s) ==
    LET j == ChangeBefore(i, s)
    IN  IF j # 0 /\ history[j].event = "acquired" THEN history[j].term ELSE NoTerm

(***************************************************************************)
(* Acquired and lost alternate for a server, and what does not fit is      *)
(* flagged as what it is.                                                  *)
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
                  /\ e.event = "acquired"
                  /\ i > 1
                  /\ history[i - 1].server = e.server
                  /\ history[i - 1].cause = "missed"

(***************************************************************************)
(* What the tracker believes is what it has written down.                  *)
(***************************************************************************)
HeldIsWrittenDown ==
    \A s \in Server :
        held[s] = IF LedBefore(Len(history) + 1, s) = NoTerm THEN 0
                  ELSE ChangeBefore(Len(history) + 1, s)

(***************************************************************************)
(* A term that two servers acquired is flagged, and no other.              *)
(***************************************************************************)
SplitTermsAreFlagged ==
    LET acquisitions == {history[i] : i \in {i \in DOMAIN history : IsAcquisition(history[i])}}
    IN  \A t \in Terms :
            (\E e \in acquisitions : e.term = t /\ "split-term" \in e.odd)
                <=> Cardinality({e.server : e \in {e \in acquisitions : e.term = t}}) > 1

(***************************************************************************)
(* An engine that keeps to Raft never makes the tracker say so.            *)
(***************************************************************************)
RaftHasNoSplitTerm ==
    ~Forgetful => \A i \in DOMAIN history : "split-term" \notin history[i].odd

(***************************************************************************)
(* One expectation at a time; a pending one waits for a tracked server     *)
(* that does not lead; once nothing is listened to, nobody waits.          *)
(***************************************************************************)
NobodyWaitsInVain ==
    /\ \A i \in 1..(Current - 1) : expectations[i].outcome # "pending"
    /\ IsPending =>
          /\ listening = "open"
          /\ expectations[Current].server \in ears
          /\ held[expectations[Current].server] = 0

(***************************************************************************)
(* An expectation is fulfilled by the first acquisition of its server      *)
(* after it was made, and that one is not unexpected.                      *)
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
(* A decision is made once: it never changes.                              *)
(***************************************************************************)
DecisionsAreFinal ==
    [][\A i \in DOMAIN expectations :
          /\ i \in DOMAIN expectations'
          /\ expectations[i].outcome # "pending" => expectations'[i] = expectations[i]]_vars

(***************************************************************************)
(* What was written down is never taken back.                              *)
(***************************************************************************)
HistoryOnlyGrows ==
    [][\A i \in DOMAIN history : i \in DOMAIN history' /\ history'[i] = history[i]]_vars

(***************************************************************************)
(* Every expectation is decided.                                           *)
(***************************************************************************)
EveryExpectationIsDecided == IsPending ~> ~IsPending
===============================================================================
