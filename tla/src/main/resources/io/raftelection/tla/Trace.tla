--------------------------------- MODULE Trace ---------------------------------
(***************************************************************************)
(* Checks whether a recording is a behaviour of TrackerViews.              *)
(*                                                                         *)
(* The recorded events are the visible steps. Elections, votes, lost       *)
(* notifications and expectations are hidden steps. All steps are those of *)
(* module TrackerViews, so every behaviour that is found here is a         *)
(* behaviour of it (IsBehaviour).                                          *)
(*                                                                         *)
(* For speed, the search covers one behaviour for each interpretation of   *)
(* the recording, not all behaviours. The notifications of an engine       *)
(* arrive in order and with any delay. Therefore engines can, without loss *)
(* of generality, act as early as possible: in the order of the terms,     *)
(* which is the agenda. A later term never prevents an earlier one, and an *)
(* earlier one prevents a later one only on the same server, whose order   *)
(* is kept. An item that an engine cannot do is skipped and is then never  *)
(* received.                                                               *)
(*                                                                         *)
(* The recording need not have the acquisitions of a leader: its election  *)
(* is a hidden step if a view names it.                                    *)
(***************************************************************************)
EXTENDS TrackerViews, TLC

CONSTANTS
    Recorded,   \* the history to explain; its terms are numbered 1, 2, ...
    Early       \* leaders that were elected before, one in each of the terms 1, 2, ..., Len(Early)

VARIABLE done       \* the number of completed items of the agenda

trace == <<all, done>>

-------------------------------------------------------------------------------
\* The agenda: the reports that the engines must have sent, as indexes of the recording.

\* The causes of losses that the engine did not report.
OwnCauses == {"missed", "ignored", "closed"}

IsView(e) == e.event = "follows"

NamesLeader(e) == IsView(e) /\ e.leader \in Server /\ e.leader # e.server /\ e.term # NoTerm

\* Latest[i]: the latest term that the server of event i had reported by then.
Latest[i \in 0..Len(Recorded)] ==
    IF i = 0 THEN [s \in Server |-> 0]
    ELSE LET e == Recorded[i]
             before == Latest[i - 1] \* TLC evaluates it once
         IN  IF e.event \in {"acquired", "follows"} /\ e.term > before[e.server]
             THEN [before EXCEPT ![e.server] = e.term]
             ELSE before

Day(i) == Latest[i][Recorded[i].server]

Said ==
    {i \in DOMAIN Recorded :
        /\ Recorded[i].cause \notin OwnCauses
        /\ IsView(Recorded[i]) => Recorded[i].leader # Unknown.leader}

\* A stale acquisition happened, even if it was not received when it was new.
IsNew(i, t) ==
    /\ Recorded[i].event = "acquired"
    /\ Recorded[i].term = t
    /\ \A j \in 1..(i - 1) : Recorded[j].event # "acquired"
                              \/ Recorded[j].server # Recorded[i].server
                              \/ Recorded[j].term # t

Min(numbers) == CHOOSE n \in numbers : \A other \in numbers : n <= other

\* Winner[t]: the leader of term t, as the first event about it says; else Nobody.
Winner ==
    [t \in Terms |->
        LET claims == {i \in DOMAIN Recorded :
                          /\ Recorded[i].term = t
                          /\ Recorded[i].event = "acquired" \/ NamesLeader(Recorded[i])}
        IN  IF claims = {} THEN Nobody
            ELSE LET e == Recorded[Min(claims)] IN IF IsView(e) THEN e.leader ELSE e.server]

\* What a winner reported before it won comes first; then others can follow it.
Agenda ==
    LET today(i, t) == i \in Said /\ (Day(i) = t \/ IsNew(i, t))
        wins(t) == {i \in DOMAIN Recorded :
                       /\ Recorded[i].event = "acquired"
                       /\ Recorded[i].term = t
                       /\ Recorded[i].server = Winner[t]}
        first(i, t) == t # 0 /\ wins(t) # {} /\ i <= Min(wins(t)) /\ Recorded[i].server = Winner[t]
        indexes == [i \in DOMAIN Recorded |-> i]
        at(t) == SelectSeq(indexes, LAMBDA i : today(i, t) /\ first(i, t))
                 \o SelectSeq(indexes, LAMBDA i : today(i, t) /\ ~first(i, t))
        upTo[t \in {0} \cup Terms] == IF t = 0 THEN at(0) ELSE upTo[t - 1] \o at(t)
    IN  upTo[Cardinality(Terms)]

-------------------------------------------------------------------------------
\* The engines complete the agenda.

Won(s, t) == [server |-> s, term |-> t] \in elected

Completes == done' = done + 1

Continues == done' = done

\* A server starts an election and receives its votes one by one.
Elect(s, t) ==
    /\ \/ role[s] = "leader" /\ Pause(s)
       \/ role[s] # "leader" /\ term[s] < t /\ Campaign(s, t)
       \/ /\ role[s] = "candidate" /\ term[s] = t
          /\ IF IsMajority(Voters(s, t)) THEN Lead(s)
             ELSE LET free == {v \in Server \ {s} : term[v] < t}
                  IN  free # {} /\ Vote(CHOOSE v \in free : TRUE, s, t)
    /\ Consequences

Item == Recorded[Agenda[done + 1]]

(***************************************************************************)
(* The steps towards the next item of the agenda, with the information     *)
(* whether they complete it.                                               *)
(***************************************************************************)
Acquire(s, t) ==
    IF ~Won(s, t)
    THEN Elect(s, t) /\ done' = IF elected' # elected THEN done + 1 ELSE done
    ELSE /\ Completes
         /\ \/ term[s] = t /\ Resume(s) /\ Consequences
            \/ role[s] = "leader" /\ Say(s, [said |-> "acquired", term |-> t]) /\ UNCHANGED cluster

Lose(s) ==
    /\ Completes
    /\ IF role[s] = "leader" THEN Pause(s) /\ Consequences
       ELSE Say(s, [said |-> "lost", term |-> NoTerm]) /\ UNCHANGED cluster

FollowLeader(s, l, t) ==
    IF t = NoTerm /\ role[s] = "leader" THEN Pause(s) /\ Consequences /\ Continues
    ELSE IF t = NoTerm THEN SayLeader(s, l) /\ Completes
    ELSE IF ~Won(l, t) THEN l # s /\ Elect(l, t) /\ Continues
    ELSE SayFollows(s, [server |-> l, term |-> t]) /\ Completes

\* Some server stands in a term that no known leader won, s itself if it may.
Stand(s, t) ==
    LET able == {c \in Server : IsVoter(c) /\ term[c] < t /\ role[c] # "leader"}
    IN  /\ able # {}
        /\ Campaign(IF s \in able THEN s ELSE CHOOSE c \in able : TRUE, t)
        /\ Consequences

FollowNobody(s, t) ==
    IF role[s] = "leader" THEN Pause(s) /\ Consequences /\ Continues
    ELSE IF t = NoTerm \/ term[s] >= t THEN SayNobody(s, t) /\ Completes
    ELSE IF Winner[t] \notin {Nobody, s} /\ ~Won(Winner[t], t) THEN Elect(Winner[t], t) /\ Continues
    ELSE IF \E b \in ballots : b.term = t THEN Discover(s, t) /\ Consequences /\ Continues
    ELSE Stand(s, t) /\ Continues

Do ==
    LET s == Item.server
    IN  CASE Item.event = "acquired" -> Acquire(s, Item.term)
          [] Item.event = "lost" -> Lose(s)
          [] Item.event = "ready" -> SayReady(s) /\ Completes
          [] Item.event = "members" -> SayMembers(s, Item.config) /\ Completes
          [] Item.event = "follows" ->
                IF Item.leader = Nobody THEN FollowNobody(s, Item.term)
                ELSE FollowLeader(s, Item.leader, Item.term)

Missing == {i \in DOMAIN Early : IsVoter(Early[i]) /\ ~Won(Early[i], i)}

Work ==
    /\ IF Missing # {} THEN Elect(Early[Min(Missing)], Min(Missing)) /\ Continues
       ELSE /\ done < Len(Agenda)
            /\ IF ENABLED Do THEN Do ELSE Completes /\ UNCHANGED <<cluster, line>>
    /\ UNCHANGED tracked_views

-------------------------------------------------------------------------------
\* The tracker receives the recorded events.

\* The next event to explain.
E == Recorded[Len(history) + 1]

Fits == \A i \in (Len(history) + 1)..Len(history') :
            i > Len(Recorded) \/ history'[i] = Recorded[i]

\* In a strict tracker, every leader except the expected one is an anomaly.
WasExpected(s) == Strict /\ E.event = "acquired" /\ E.odd \cap {"unexpected", "missed-loss"} = {}

\* Without a new attachment, a view without a term would be an anomaly.
WasAttached(s) ==
    /\ IsView(E) /\ E.term = NoTerm /\ E.leader # Unknown.leader
    /\ E.odd = {} /\ latest[s] # 0 /\ held[s] = 0 /\ viewed[s] = Unknown

Listen ==
    LET s == E.server
    IN  IF IsView(E) /\ E.leader = Unknown.leader THEN Forget(s)
        ELSE IF s \notin tracked /\ listening = "open" THEN TrackAgain(s)
        ELSE IF WasAttached(s) THEN Attach(s)
        ELSE IF WasExpected(s) /\ ~IsExpected(s) /\ ENABLED Expect(s)
             THEN Expect(s) /\ UNCHANGED <<cluster, viewed, latest>>
        ELSE \/ ReceiveReport(s) /\ history' # history
             \/ /\ Miss(s) \/ (Untrack(s) /\ history' # history) \/ Ignore \/ Close
                /\ UNCHANGED <<cluster, viewed, latest>>

Match ==
    /\ Missing = {}
    /\ done = Len(Agenda)
    /\ Len(history) < Len(Recorded)
    /\ Listen
    /\ Fits
    /\ UNCHANGED done

TraceInit == TrackedInit /\ done = 0

TraceNext == Work \/ Match

TraceSpec == TraceInit /\ [][TraceNext]_trace

-------------------------------------------------------------------------------

\* The history is a prefix of the recording, so its length identifies it.
View == <<cluster, line, listening, tracked, held, owner, expectations, viewed, latest, Len(history), done>>

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

\* Every behaviour that is found here is a behaviour of TrackerViews.
IsBehaviour == TrackedSpec
===============================================================================
