/*
 * Fairness "bounded": how a running thread passes those waiting, and how those are called. Nothing
 * is opened or closed here; handoff.pml is about that. README.md maps this to the code.
 */
#ifndef BUG
#define BUG none
#endif
mtype = { none, RELEASE_CALLS_NOBODY, CALLED_LOOKS_ONCE, SERVED_LOOKS_NO_MORE, LEFT_CALLS_NOBODY,
	CALL_MISSES_DONE, PASSED_WITHOUT_END };

mtype = { IDLE, ACTIVE };
#define UNDECIDED 0 /* Waiter.outcome */
#define LEFT 1
#define SERVED 2 /* with slot 0; 3 with slot 1 */
#define WAITERS (CALLERS + ROUNDS - 1) /* the first caller acquires ROUNDS times, the others once */
#define NOBODY WAITERS
#define OTHER (CONNECTIONS - 1)

mtype slot[CONNECTIONS] = ACTIVE; /* SlotState */
byte passes[CONNECTIONS]; /* SlotTurn.passed */
chan line = [WAITERS] of { byte }; /* WaitQueue.line */
byte waiting, outcome[WAITERS]; /* WaitQueue.waiting, Waiter.outcome */
byte called = NOBODY; /* Passing.called */
bool unparked[WAITERS]; /* LockSupport's permit */

byte passed[WAITERS], holders[CONNECTIONS], early = EARLY, ended; /* of the model only */

#define isWaited (waiting > 0 && len(line) > 0)
#define isUndecided (outcome[my] == UNDECIDED)
#define isAnyIdle (slot[0] == IDLE || slot[OTHER] == IDLE)
#define TRY(condition, action) if :: condition -> action; ok = true :: else -> ok = false fi

inline claimIdle() { /* SlotTable.claimIdle; s, ok */
	atomic { s = 0; TRY(slot[0] == IDLE, slot[0] = ACTIVE) };
	if :: !ok && OTHER > 0 -> atomic { s = OTHER; TRY(slot[s] == IDLE, slot[s] = ACTIVE) } :: else fi
}

inline first() { /* WaitQueue.firstParked; w */
	w = NOBODY; i = len(line);
	do
	:: i > 0 -> line?x; line!x; i--; if :: w == NOBODY && outcome[x] == UNDECIDED -> w = x :: else fi
	:: else -> x = 0; break
	od
}

inline offer() { /* Returning.offer of s */
	do
	:: line?w -> atomic { TRY(outcome[w] == UNDECIDED, outcome[w] = SERVED + s; waiting--; unparked[w] = true); w = 0; if :: ok -> break :: else fi }
	:: atomic { len(line) == 0 -> slot[s] = IDLE; if :: isWaited :: else -> break fi };
		atomic { TRY(slot[s] == IDLE, slot[s] = ACTIVE); if :: ok :: else -> break fi }
	od
}

inline call() { /* Passing.call; ok = somebody is called */
	do
	:: called != NOBODY -> ok = true; break
	:: atomic { called == NOBODY -> first(); if :: w == NOBODY -> w = 0; ok = false; break :: else fi };
		atomic { TRY(called == NOBODY, called = w) };
		if
		:: ok && (outcome[w] == UNDECIDED || BUG == CALL_MISSES_DONE) -> atomic { unparked[w] = true; w = 0; break }
		:: ok && outcome[w] != UNDECIDED && BUG != CALL_MISSES_DONE -> atomic { if :: called == w -> called = NOBODY :: else fi; w = 0 }
		:: !ok -> w = 0
		fi
	od
}

inline serve(condition) { /* Line.serve, Passing.serve */
	do
	:: condition -> claimIdle(); if :: ok -> passes[s] = 0; offer() :: else -> break fi
	:: !(condition) -> break
	od;
	s = 0
}

inline release() { /* Returning.settle of s */
	if
	:: isWaited && passes[s] < BOUND -> /* isPassed */
		atomic { passes[s] = passes[s] + (BUG != PASSED_WITHOUT_END); slot[s] = IDLE };
		if :: BUG == RELEASE_CALLS_NOBODY -> ok = true :: else -> call() fi;
		if :: !ok -> atomic { TRY(slot[s] == IDLE, slot[s] = ACTIVE) }; if :: ok -> offer() :: else fi :: else fi
	:: !isWaited || passes[s] >= BOUND -> passes[s] = 0; offer()
	:: early > 0 -> early--; passes[s] = 0; offer() /* the turn is over by time, or because uses are slow */
	fi
}

proctype Holder(byte s) {
	byte w, x, i; bool ok;
	release();
	atomic { s = 0; ok = false; ended++ }
}

proctype Caller(byte me) {
	byte s, w, x, i, my, rounds; bool ok, hasLooked, again;
	do
	:: rounds == (me == 0 -> ROUNDS : 1) -> break
	:: else -> my = me + (me == 0 -> rounds : ROUNDS - 1); rounds++;
		if :: me < IN_LINE && rounds == 1 -> goto park :: else fi;
		claimIdle(); /* Lending.acquireIdle */
		if :: ok -> atomic { first(); if :: w != NOBODY -> passed[w]++; assert(passed[w] <= MOST) :: else fi; w = 0; goto use } :: else fi;
		atomic { s = 0; waiting++; line!my }; /* Line.join */
		serve(isWaited);
		do /* ParkedWaiter.await */
		:: !isUndecided -> break
		:: isUndecided && called != my -> goto park
		:: isUndecided && called == my -> /* Passing.look */
			serve(isUndecided);
			if
			:: !hasLooked -> hasLooked = true; again = true /* a SLICE later */
			:: hasLooked -> hasLooked = false;
				atomic { if :: called == my -> called = NOBODY :: else fi };
				serve(isWaited && BUG != CALLED_LOOKS_ONCE && (isUndecided || BUG != SERVED_LOOKS_NO_MORE))
			fi;
park:
endPark:	if
			:: unparked[my] || again -> unparked[my] = false; again = false
			:: atomic { me == IMPATIENT && isUndecided -> outcome[my] = LEFT; waiting--; break } /* time is up */
			fi
		od;
		if /* Passing.left */
		:: called == my -> called = NOBODY;
			if :: isWaited && isAnyIdle && BUG != LEFT_CALLS_NOBODY -> call(); if :: !ok -> serve(isWaited) :: else fi :: else fi
		:: called != my
		fi;
		if :: outcome[my] == LEFT -> goto over :: else -> s = outcome[my] - SERVED fi;
use:	atomic { ok = false; again = false; hasLooked = false; unparked[my] = false; holders[s]++; assert(holders[s] == 1) };
		if :: KEEPS -> ended++; endKept: false :: !KEEPS fi; /* not given back while we look */
		holders[s]--;
		release()
	od;
over:	atomic { s = 0; ok = false; w = 0; again = false; hasLooked = false; unparked[my] = false; outcome[my] = LEFT; ended++ }
}

init {
	byte i;
	atomic {
		do :: i < CALLERS -> run Caller(i); i++ :: else -> i = 0; break od;
		do :: i < IN_LINE -> waiting++; line!i + (i > 0 -> ROUNDS - 1 : 0); i++ :: else -> i = 0; break od;
		do :: i < CONNECTIONS -> run Holder(i); i++ :: else -> i = 0; break od
	}
	timeout; /* nothing moves any more */
	assert(ended + waiting == CALLERS + CONNECTIONS);
	assert(waiting == 0 || !isAnyIdle);
	assert(waiting > 0 || called == NOBODY)
}
