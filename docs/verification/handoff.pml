/*
 * How the engine moves connections and permits from one thread to another. README.md maps this to
 * the code and says why no smaller steps are needed; check.sh runs it in several scenarios, and
 * with each of the bugs planted, which it must find.
 */
#ifndef BUG
#define BUG none
#endif
mtype = { none, CLAIM_WITHOUT_CAS, SETTLE_WITHOUT_CAS, TAKE_WITHOUT_CAS, RELEASE_LOOKS_ONCE, JOIN_LOOKS_ONCE,
	SUPPLY_LOOKS_ONCE, LATE_CONNECTION_DROPPED, FAILED_OPEN_TELLS_NOBODY, CLOSE_TELLS_NOBODY, CLOSE_KEEPS_PERMIT,
	JOIN_MISSES_END, RELEASE_MISSES_END, RELEASE_MISSES_SHRINK, RELEASE_MISSES_EVICT, GROWTH_TELLS_NOBODY,
	STALE_LEASE_COUNTS, JOIN_TRUSTS_RETURNS, END_TRUSTS_RETURNS, DUTY_ENDS_WITH_LINE };

mtype = { EMPTY, OPENING, IDLE, ACTIVE, RETURNING, CLOSING }; /* SlotState */
mtype = { NOTHING, SHRINK, GROW, EVICT, RECLAIM, END }; /* what Admin does */
#define UNDECIDED 0 /* Waiter.outcome */
#define LEFT 1
#define FAILED 2
#define SERVED 3 /* with slot 0; 4 with slot 1 */

mtype slot[PLACES] = EMPTY;
bit stamp[PLACES], generation; /* Slot.generation, Gate.generation */
byte lease[PLACES]; /* whose lease is in force: the sequence number in SlotState.word */
byte limit = LIMIT, taken, closing; /* Permits */
chan line = [CALLERS] of { byte }; /* WaitQueue.line: those who left stay in it until polled */
byte outcome[CALLERS], waiting; /* Waiter.outcome, WaitQueue.waiting */
bool closed; /* Gate.isClosing */
byte inFlight; /* Opener.inFlight */
chan tasks = [PLACES] of { byte }; /* slots to be opened or closed by a worker */

byte most = LIMIT, failures = FAILURES, breaks = BREAKS, keeps = KEEPS, ended; /* of the model only */

#define OTHER (PLACES - 1)
#define isWaited (waiting > 0 && len(line) > 0)
#define isFree (taken < limit)
#define isSupplied (closed || !isFree || inFlight >= waiting)
#define isSurplus (taken - closing > limit)
#define isQuiet(s) (!closed && !isSurplus && stamp[s] == generation && !waiting) /* Gate.isQuiet */
#define isWanted(g) (closed || isSurplus || g != generation || isWaited)
#define isReturning (slot[0] == RETURNING || slot[OTHER] == RETURNING)
#define isUnwanted(s) (closed || isSurplus || stamp[s] != generation)
#define isLive(s) (slot[s] != EMPTY && slot[s] != CLOSING)
#define isIdle(s) (slot[s] == IDLE)
#define isAtRest(s) (slot[s] == EMPTY || isIdle(s) && !closed && stamp[s] == generation || slot[s] == ACTIVE && lease[s])
#define used ((slot[0] != EMPTY) + (OTHER > 0 && slot[OTHER] != EMPTY))

inline claim(s) { /* SlotState.claim */
	if
	:: atomic { isIdle(s) && BUG != CLAIM_WITHOUT_CAS -> slot[s] = ACTIVE }; ok = true
	:: isIdle(s) && BUG == CLAIM_WITHOUT_CAS -> slot[s] = ACTIVE; ok = true
	:: !isIdle(s) -> ok = false
	fi
}

inline settle(w, result) { /* Waiter.settle and leave */
	if
	:: atomic { outcome[w] == UNDECIDED && BUG != SETTLE_WITHOUT_CAS -> outcome[w] = result }; waiting--; ok = true
	:: outcome[w] == UNDECIDED && BUG == SETTLE_WITHOUT_CAS -> outcome[w] = result; waiting--; ok = true
	:: outcome[w] != UNDECIDED -> ok = false
	fi
}

inline close(s) { /* Closer.end */
	closing++; slot[s] = CLOSING; tasks!s
}

inline open() { /* SlotTable.takePlace, Opener.launch */
	assert(used < most);
	taken++;
	s = (slot[0] == EMPTY -> 0 : OTHER);
	slot[s] = OPENING; stamp[s] = generation; tasks!s;
	s = 0
}

inline supply() { /* Opener.supply */
	do
	:: isSupplied -> break
	:: inFlight > 0 -> break /* Demand may be content with one on its way */
	:: atomic { !isSupplied -> inFlight++ };
		if
		:: atomic { isFree && BUG != TAKE_WITHOUT_CAS -> open() }
		:: isFree && BUG == TAKE_WITHOUT_CAS -> atomic { open() }
		:: !isFree -> atomic { inFlight--; if :: !isFree || BUG == SUPPLY_LOOKS_ONCE -> break :: else fi }
		fi
	od
}

inline offer(s) { /* Returning.offer: the slot is this thread's own, and is given up here */
	do
	:: atomic { isUnwanted(s) -> close(s) }; break
	:: !isUnwanted(s) ->
		do /* WaitQueue.deliver */
		:: atomic { line?w -> slot[s] = ACTIVE }; settle(w, SERVED + s);
			w = 0; if :: ok -> break :: else fi /* were the dead put back, it would cost but time and memory */
		:: len(line) == 0 -> ok = false; break
		od;
		if :: ok -> break :: else fi;
		atomic { slot[s] = IDLE;
			if
			:: isWaited && BUG != RELEASE_LOOKS_ONCE
			:: closed && BUG != RELEASE_MISSES_END
			:: isSurplus && BUG != RELEASE_MISSES_SHRINK
			:: stamp[s] != generation && BUG != RELEASE_MISSES_EVICT
			:: else -> break
			fi };
		claim(s); if :: ok :: else -> break fi
	od
}

inline keep(s) { /* Returning.keep: the second look may be older than the write before it, which is no fence */
	g = stamp[s];
	if
	:: atomic { slot[s] = IDLE; ok = isWanted(g) }
	:: atomic { ok = isWanted(g) }; slot[s] = IDLE
	fi;
	if :: ok -> claim(s); if :: ok -> offer(s) :: else fi :: else fi
}

inline claimIdle() { /* SlotTable.claimIdle: the hint first, then the others; s and ok */
	if :: s = 0 :: OTHER > 0 -> s = OTHER fi;
	claim(s);
	if :: !ok && OTHER > 0 -> s = OTHER - s; claim(s) :: else fi
}

inline failAll() { /* WaitQueue.failAll */
	do
	:: line?w -> settle(w, FAILED); w = 0
	:: len(line) == 0 -> break
	od
}

proctype Worker() { /* a thread that opens or closes */
	byte s, w; bool ok;
end:	do
	:: atomic { tasks?s ->
		if
		:: slot[s] == OPENING -> slot[s] = ACTIVE; goto opened
		:: slot[s] == OPENING && failures > 0 -> failures--; slot[s] = EMPTY; taken--; inFlight--; /* Opener.failed */
			if :: !isLive(0) && !isLive(OTHER) -> goto failed :: else fi;
			if :: BUG == FAILED_OPEN_TELLS_NOBODY -> goto over :: else -> goto freed fi
		:: slot[s] == CLOSING -> slot[s] = EMPTY; closing--; taken = taken - (BUG != CLOSE_KEEPS_PERMIT); /* Closer.gone */
			if :: BUG == CLOSE_TELLS_NOBODY -> goto over :: else -> goto freed fi
		fi };
opened:	offer(s); inFlight--; goto freed; /* Opener.opened */
failed:	failAll();
freed:	s = 0; supply();
over:	s = 0; ok = false
	od
}

proctype Admin() {
	byte s, w, i; bool ok, again;
	if
	:: ACT == SHRINK -> limit = 1
	:: ACT == GROW -> atomic { limit = 2; most = 2 }
	:: ACT == EVICT -> generation = 1
	:: ACT == RECLAIM -> atomic { if :: lease[0] -> lease[0] = 0; close(0) :: else fi }; goto over
	:: ACT == END -> closed = true; failAll()
	fi;
	again = isReturning && BUG != END_TRUSTS_RETURNS;
	do /* Upkeep.sweepIdle, Shutdown.pass */
	:: i < PLACES -> s = i; claim(s); if :: ok -> offer(s) :: else fi; i++
	:: i == PLACES && again && !isReturning -> i = 0; again = false /* Upkeep and Shutdown come again */
	:: i == PLACES && !again -> break
	od;
	if :: BUG != GROWTH_TELLS_NOBODY -> supply() :: else fi;
over:	ended++
}

inline use() { /* Lending.issue, Returning.release and invalidate */
	atomic { assert(!lease[s]); lease[s] = _pid };
	if :: true :: keeps > 0 -> keeps--; ended++; endUse: false fi; /* not given back while we look */
	atomic { if :: lease[s] == _pid || BUG == STALE_LEASE_COUNTS -> lease[s] = 0; slot[s] = RETURNING :: else -> goto over fi };
	if
	:: atomic { breaks > 0 -> breaks--; close(s) }
	:: !isQuiet(s) -> offer(s)
	:: isQuiet(s) -> keep(s)
	fi
}

proctype Holder(byte s) {
	byte w; bool ok, g;
	use();
over:	ended++
}

proctype Caller(byte me) {
	byte s, w; bool ok, g, first, again;
	do /* Lending.acquireIdle */
	:: !closed && !isWaited -> claimIdle();
		if
		:: ok && stamp[s] == generation -> goto lent
		:: ok && stamp[s] != generation -> atomic { close(s) }
		:: !ok -> break
		fi
	:: closed || isWaited -> break
	od;
	s = 0;
	if :: closed -> goto over :: !closed fi; /* Line.join */
	atomic { first = !waiting; waiting++; line!me };
	if
	:: closed && BUG != JOIN_MISSES_END -> failAll()
	:: !closed || BUG == JOIN_MISSES_END ->
		again = first && isReturning && BUG != JOIN_TRUSTS_RETURNS;
look:		do /* Serving.serve */
		:: !closed && isWaited && BUG != JOIN_LOOKS_ONCE -> claimIdle(); if :: ok -> offer(s) :: else -> break fi
		:: closed || !isWaited || BUG == JOIN_LOOKS_ONCE -> break
		od;
		if /* Serving.look, or later the housekeeper */
		:: again && !isReturning -> again = false; goto look
		:: again && (BUG == DUTY_ENDS_WITH_LINE -> !len(line) : !waiting) -> again = false /* the next is first */
		:: !again
		fi;
		s = 0; first = false; supply()
	fi;
endWait:
	if /* ParkedWaiter.await: some have patience, some have not */
	:: outcome[me] != UNDECIDED
	:: outcome[me] == UNDECIDED && me == 1 -> settle(me, LEFT);
		if :: ok || BUG == LATE_CONNECTION_DROPPED -> goto over :: else fi
	fi;
	atomic { if :: outcome[me] == FAILED -> goto over :: else -> s = outcome[me] - SERVED fi };
lent:	use();
over:	atomic { s = 0; ok = false; outcome[me] = LEFT; ended++ }
}

init {
	byte i;
	atomic {
		run Worker(); run Worker();
		if :: ACT != NOTHING -> run Admin() :: else -> ended = 1 fi;
		do :: i < CALLERS -> run Caller(i); i++ :: else -> i = 0; break od;
		do :: i < HELD -> slot[i] = ACTIVE; taken++; run Holder(i); i++ :: else -> i = 0; break od
	}
	timeout; /* nothing moves any more */
	assert(ended + waiting == CALLERS + HELD + 1);
	assert(waiting == 0 || !closed && !isFree && !isIdle(0) && !isIdle(OTHER));
	assert(used == taken && taken <= limit && !closing && !inFlight);
	assert(isAtRest(0) && isAtRest(OTHER))
}
