--------------------------------- MODULE Trace ---------------------------------
(***************************************************************************)
(* Is a recording a behaviour of Tracker?                                  *)
(*                                                                         *)
(* The recorded events are the visible steps; campaigns, votes, lost       *)
(* notifications and expectations are hidden ones.  All are steps of       *)
(* module Tracker, so what is found here is a behaviour of it              *)
(* (IsBehaviour).                                                          *)
(*                                                                         *)
(* To be quick, not all of its behaviours are searched but one for each    *)
(* way to understand the recording.  An engine is heard in order, but as   *)
(* late as you like; so it is no loss of generality that engines do what   *)
(* they do as early as they can: in the order of the terms, which is the   *)
(* agenda.  A later term never stands in the way of an earlier one, nor an *)
(* earlier of a later one, but on the same server, whose order is kept.    *)
(* What an engine cannot do is skipped, and then it is never heard.        *)
(***************************************************************************)
EXTENDS Tracker, TLC

CONSTANT Recorded   \* the history to be explained; its terms are numbered 1, 2, ...

VARIABLE done       \* how much of the agenda is done

trace == <<vars, done>>

-------------------------------------------------------------------------------
\* The agenda: what the engines must have said, as places in the recording.

\* The causes of a loss that the engine never spoke of.
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

\* A stale acquisition that was not heard when it was new happened all the same.
IsNews(i, t) ==
    /\ Recorded[i].event = "acquired"
    /\ Recorded[i].term = t
    /\ \A j \in 1..(i - 1) : Recorded[j].event # "acquired"
                              \/ Recorded[j].server # Recorded[i].server
                              \/ Recorded[j].term # t

Agenda ==
    LET at(t) == SelectSeq([i \in DOMAIN Recorded |-> i],
                           LAMBDA i : i \in Said /\ (Day(i) = t \/ IsNews(i, t)))
        upTo[t \in {0} \cup Terms] == IF t = 0 THEN at(0) ELSE upTo[t - 1] \o at(t)
    IN  upTo[Cardinality(Terms)]

-------------------------------------------------------------------------------
\* The engines work off the agenda.

Won(s, t) == [server |-> s, term |-> t] \in elected

\* A server stands for a term and gets its votes one after the other.
Elect(s, t) ==
    \/ role[s] = "leader" /\ Pause(s)
    \/ role[s] # "leader" /\ term[s] < t /\ Campaign(s, t)
    \/ /\ role[s] = "candidate" /\ term[s] = t
       /\ IF IsMajority(Voters(s, t)) THEN Lead(s)
          ELSE LET free == {v \in Server \ {s} : term[v] < t}
               IN  free # {} /\ Vote(CHOOSE v \in free : TRUE, s, t)

Item == Recorded[Agenda[done + 1]]

(***************************************************************************)
(* Steps towards the next item, and whether they complete it.              *)
(***************************************************************************)
Acquire(s, t) ==
    IF ~Won(s, t)
    THEN Elect(s, t) /\ Told /\ done' = IF elected' # elected THEN done + 1 ELSE done
    ELSE /\ done' = done + 1
         /\ \/ term[s] = t /\ Resume(s) /\ Told
            \/ /\ role[s] = "leader"
               /\ line' = [line EXCEPT ![s] = Append(@, [said |-> "acquired", term |-> t])]
               /\ UNCHANGED election

Lose(s) ==
    /\ done' = done + 1
    /\ IF role[s] = "leader" THEN Pause(s) /\ Told
       ELSE /\ line' = [line EXCEPT ![s] = Append(@, [said |-> "lost", term |-> NoTerm])]
            /\ UNCHANGED election

Do == IF Item.event = "acquired" THEN Acquire(Item.server, Item.term) ELSE Lose(Item.server)

Work ==
    /\ done < Len(Agenda)
    /\ IF ENABLED Do THEN Do ELSE done' = done + 1 /\ UNCHANGED <<election, line>>
    /\ UNCHANGED tracker

-------------------------------------------------------------------------------
\* The tracker hears what was recorded.

\* The next event to be explained.
E == Recorded[Len(history) + 1]

Fits == \A i \in (Len(history) + 1)..Len(history') :
            i > Len(Recorded) \/ history'[i] = Recorded[i]

\* A strict tracker wonders at every leader but the one that was expected.
WasExpected(s) == Strict /\ E.event = "acquired" /\ E.odd \cap {"unexpected", "missed-loss"} = {}

Listen ==
    LET s == E.server
    IN  IF s \notin ears /\ listening = "open" THEN Track(s)
        ELSE IF WasExpected(s) /\ ~IsExpected(s) /\ ENABLED Expect(s) THEN Expect(s)
        ELSE \/ Hear(s) /\ history' # history
             \/ Miss(s)
             \/ Untrack(s) /\ history' # history
             \/ Ignore
             \/ Close

Tell ==
    /\ done = Len(Agenda)
    /\ Len(history) < Len(Recorded)
    /\ Listen
    /\ Fits
    /\ UNCHANGED done

TraceInit == Init /\ done = 0

TraceNext == Work \/ Tell

TraceSpec == TraceInit /\ [][TraceNext]_trace

-------------------------------------------------------------------------------

\* What was written down is a part of the recording, so its length tells it.
View == <<election, line, listening, ears, held, owner, expectations, Len(history), done>>

(***************************************************************************)
(* TLC is asked to refute this: its counterexample is the explanation.     *)
(***************************************************************************)
NotExplained == Len(history) < Len(Recorded)

\* Tells how far the explanation came, event by event.
ASSUME TLCSet(1, 0)

Furthest ==
    IF Len(history) > TLCGet(1)
    THEN TLCSet(1, Len(history)) /\ PrintT(<<"explained", Len(history)>>)
    ELSE TRUE

\* Whatever is found here is a behaviour of the tracker.
IsBehaviour == Spec
===============================================================================
