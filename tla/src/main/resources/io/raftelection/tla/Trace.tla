--------------------------------- MODULE Trace ---------------------------------
(***************************************************************************)
(* Checks whether a recording is a behaviour of Tracker.                   *)
(*                                                                         *)
(* The recorded events are the visible steps. Elections, votes, lost       *)
(* notifications and expectations are hidden steps. All steps are those of *)
(* module Tracker, so every behaviour that is found here is a behaviour of *)
(* Tracker (IsBehaviour).                                                  *)
(*                                                                         *)
(* For speed, the search covers one behaviour for each interpretation of   *)
(* the recording, not all behaviours. The notifications of an engine       *)
(* arrive in order and with any delay. Therefore engines can, without loss *)
(* of generality, act as early as possible: in the order of the terms,     *)
(* which is the agenda. A later term never prevents an earlier one, and an *)
(* earlier one prevents a later one only on the same server, whose order   *)
(* is kept. An item that an engine cannot do is skipped and is then never  *)
(* received.                                                               *)
(***************************************************************************)
EXTENDS Tracker, TLC

CONSTANT Recorded   \* the history to explain; its terms are numbered 1, 2, ...

VARIABLE done       \* the number of completed items of the agenda

trace == <<vars, done>>

-------------------------------------------------------------------------------
\* The agenda: the reports that the engines must have sent, as indexes of the recording.

\* The causes of losses that the engine did not report.
OwnCauses == {"missed", "ignored", "closed"}

\* Latest[i]: the latest term that the server of event i had acquired by then.
Latest[i \in 0..Len(Recorded)] ==
    IF i = 0 THEN [s \in Server |-> 0]
    ELSE LET e == Recorded[i]
         IN  IF e.event = "acquired" /\ e.term > Latest[i - 1][e.server]
             THEN [Latest[i - 1] EXCEPT ![e.server] = e.term]
             ELSE Latest[i - 1]

Day(i) == Latest[i][Recorded[i].server]

Said == {i \in DOMAIN Recorded : Recorded[i].cause \notin OwnCauses}

\* A stale acquisition happened, even if it was not received when it was new.
IsNew(i, t) ==
    /\ Recorded[i].event = "acquired"
    /\ Recorded[i].term = t
    /\ \A j \in 1..(i - 1) : Recorded[j].event # "acquired"
                              \/ Recorded[j].server # Recorded[i].server
                              \/ Recorded[j].term # t

Agenda ==
    LET at(t) == SelectSeq([i \in DOMAIN Recorded |-> i],
                           LAMBDA i : i \in Said /\ (Day(i) = t \/ IsNew(i, t)))
        upTo[t \in {0} \cup Terms] == IF t = 0 THEN at(0) ELSE upTo[t - 1] \o at(t)
    IN  upTo[Cardinality(Terms)]

-------------------------------------------------------------------------------
\* The engines complete the agenda.

Won(s, t) == [server |-> s, term |-> t] \in elected

\* A server starts an election and receives its votes one by one.
Elect(s, t) ==
    \/ role[s] = "leader" /\ Pause(s)
    \/ role[s] # "leader" /\ term[s] < t /\ Campaign(s, t)
    \/ /\ role[s] = "candidate" /\ term[s] = t
       /\ IF IsMajority(Voters(s, t)) THEN Lead(s)
          ELSE LET free == {v \in Server \ {s} : term[v] < t}
               IN  free # {} /\ Vote(CHOOSE v \in free : TRUE, s, t)

Item == Recorded[Agenda[done + 1]]

(***************************************************************************)
(* The steps towards the next item of the agenda, with the information     *)
(* whether they complete it.                                               *)
(***************************************************************************)
Acquire(s, t) ==
    IF ~Won(s, t)
    THEN Elect(s, t) /\ Reported /\ done' = IF elected' # elected THEN done + 1 ELSE done
    ELSE /\ done' = done + 1
         /\ \/ term[s] = t /\ Resume(s) /\ Reported
            \/ /\ role[s] = "leader"
               /\ line' = [line EXCEPT ![s] = Append(@, [said |-> "acquired", term |-> t])]
               /\ UNCHANGED election

Lose(s) ==
    /\ done' = done + 1
    /\ IF role[s] = "leader" THEN Pause(s) /\ Reported
       ELSE /\ line' = [line EXCEPT ![s] = Append(@, [said |-> "lost", term |-> NoTerm])]
            /\ UNCHANGED election

Do == IF Item.event = "acquired" THEN Acquire(Item.server, Item.term) ELSE Lose(Item.server)

Work ==
    /\ done < Len(Agenda)
    /\ IF ENABLED Do THEN Do ELSE done' = done + 1 /\ UNCHANGED <<election, line>>
    /\ UNCHANGED tracker

-------------------------------------------------------------------------------
\* The tracker receives the recorded events.

\* The next event to explain.
E == Recorded[Len(history) + 1]

Fits == \A i \in (Len(history) + 1)..Len(history') :
            i > Len(Recorded) \/ history'[i] = Recorded[i]

\* In a strict tracker, every leader except the expected one is an anomaly.
WasExpected(s) == Strict /\ E.event = "acquired" /\ E.odd \cap {"unexpected", "missed-loss"} = {}

Listen ==
    LET s == E.server
    IN  IF s \notin tracked /\ listening = "open" THEN Track(s)
        ELSE IF WasExpected(s) /\ ~IsExpected(s) /\ ENABLED Expect(s) THEN Expect(s)
        ELSE \/ Receive(s) /\ history' # history
             \/ Miss(s)
             \/ Untrack(s) /\ history' # history
             \/ Ignore
             \/ Close

Match ==
    /\ done = Len(Agenda)
    /\ Len(history) < Len(Recorded)
    /\ Listen
    /\ Fits
    /\ UNCHANGED done

TraceInit == Init /\ done = 0

TraceNext == Work \/ Match

TraceSpec == TraceInit /\ [][TraceNext]_trace

-------------------------------------------------------------------------------

\* The history is a prefix of the recording, so its length identifies it.
View == <<election, line, listening, tracked, held, owner, expectations, Len(history), done>>

(***************************************************************************)
(* TLC has to refute this invariant. Its counterexample is the             *)
(* explanation.                                                            *)
(***************************************************************************)
NotExplained == Len(history) < Len(Recorded)

\* Prints the number of explained events.
ASSUME TLCSet(1, 0)

Furthest ==
    IF Len(history) > TLCGet(1)
    THEN TLCSet(1, Len(history)) /\ PrintT(<<"explained", Len(history)>>)
    ELSE TRUE

\* Every behaviour that is found here is a behaviour of the tracker.
IsBehaviour == Spec
===============================================================================
