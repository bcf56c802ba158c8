/*
 * Fairness "bounded": how running threads pass those waiting, and how those are called. README.md
 * maps this to the code; check.sh runs it. What is opened, closed, evicted or ends is in handoff.pml.
 *
 * Simpler than the code: when a turn is over (SlotTurn: by time, by count, or because uses are slow)
 * is left to chance, and so is when a SLICE has passed, so whatever they say is covered. To decide
 * an outcome and to count the waiter out is one step, and so is one look through the line.
 */
#ifndef BUG
#define BUG none
#endif
mtype = { none, CLAIM_WITHOUT_CAS, RELEASE_CALLS_NOBODY, RELEASE_TRUSTS_WHO_LOOKS, OWED_IS_PASSED, JOIN_LOOKS_ONCE,
	LOOKS_BEFORE_SAYING_SO, LOOKS_ONCE, OWED_LOOKS_NO_MORE, LEFT_CALLS_NOBODY, NOBODY_RESCUES };

mtype = { IDLE, ACTIVE }; /* SlotState */
mtype = { COMING, LOOKING, OWED }; /* ParkedWaiter.Call */
#define UNDECIDED 0 /* Waiter.outcome */
#define LEFT 1
#define SERVED 2 /* with slot 0; 3 with slot 1 */
#define NOBODY WAITERS
#define OTHER (CONNECTIONS - 1)

mtype slot[CONNECTIONS] = ACTIVE;
chan line = [WAITERS] of { byte }; /* WaitQueue.line: those who left stay in it until polled */
byte waiting, outcome[WAITERS + 1]; /* WaitQueue.waiting, Waiter.outcome */
mtype calls[WAITERS + 1] = COMING; /* ParkedWaiter.call */
byte called = NOBODY; /* Passing.called */
bool permit[WAITERS + 1]; /* LockSupport's */

byte passed[WAITERS + 1], users[CONNECTIONS], keeps = KEEPS, hangs = HANGS, ended; /* of the model only */

#define isWaited (waiting > 0 && len(line) > 0)
#define isWaiting(w) (outcome[w] == UNDECIDED)
#define isAnyIdle (slot[0] == IDLE || slot[OTHER] == IDLE)
#define mayPass (!isWaiting(called) || calls[called] == COMING || BUG == OWED_IS_PASSED)

inline claim(s) { /* SlotState.claim */
	if
	:: atomic { slot[s] == IDLE && BUG != CLAIM_WITHOUT_CAS -> slot[s] = ACTIVE }; ok = true
	:: slot[s] == IDLE && BUG == CLAIM_WITHOUT_CAS -> slot[s] = ACTIVE; ok = true
	:: slot[s] != IDLE -> ok = false
	fi
}

inline claimIdle() { /* SlotTable.claimIdle; s and ok */
	s = 0; claim(s);
	if :: !ok && OTHER > 0 -> s = OTHER; claim(s) :: else fi
}

inline first() { /* WaitQueue.firstParked; w */
	d_step {
		w = NOBODY; i = len(line);
		do
		:: i > 0 -> line?x; line!x; i--; if :: w == NOBODY && isWaiting(x) -> w = x :: else fi
		:: else -> break
		od;
		x = 0;
		if :: w == ASYNC -> w = NOBODY :: else fi
	}
}

inline offer() { /* Returning.offer of s */
	do
	:: line?w -> /* WaitQueue.deliver */
		atomic { ok = isWaiting(w); if :: ok -> outcome[w] = SERVED + s; waiting--; permit[w] = true :: else fi; w = 0 };
		if :: ok -> break :: else fi
	:: atomic { len(line) == 0 -> slot[s] = IDLE }; break
	od
}

inline serve(condition) { /* Line.serve, and the loop in Passing.look */
	do
	:: condition -> claimIdle(); if :: ok -> offer() :: else -> break fi
	:: !(condition) -> break
	od
}

inline call() { /* Passing.call: ok if somebody will look */
	do
	:: atomic { isWaiting(called) -> before = called }; ok = (calls[before] == COMING || BUG == RELEASE_TRUSTS_WHO_LOOKS); break
	:: atomic { !isWaiting(called) -> before = called; first(); if :: w == NOBODY -> ok = false; break :: else fi };
		atomic { if :: called == before -> called = w; permit[w] = true :: else fi }
	od;
	atomic { before = 0; w = 0 }
}

inline release() { /* Returning.settle of s */
	if
	:: isWaited && mayPass -> slot[s] = IDLE; /* isPassed */
		if :: BUG != RELEASE_CALLS_NOBODY -> call() :: else -> ok = true fi;
		if :: ok -> ok = false :: else -> claim(s) fi
	:: ok = true /* nobody waits, or the turn is over */
	fi;
	if :: ok -> offer() :: else fi
}

inline use() {
	atomic { users[s]++; assert(users[s] == 1);
		if :: true :: keeps > 0 -> keeps--; goto over fi }; /* not given back while we look */
	users[s]--;
	release()
}

proctype Runner(byte s; bool ok) { /* takes what is idle, as often as it may, and never waits */
	byte w, x, i, before, rounds;
	do
	:: ok -> use(); ok = false; if :: rounds == ROUNDS -> break :: else -> rounds++ fi
	:: !ok -> claimIdle(); /* Lending.acquireIdle */
		atomic {
			if
			:: ok && isWaiting(called) && calls[called] == OWED -> passed[called]++; assert(passed[called] <= CONNECTIONS)
			:: ok && !(isWaiting(called) && calls[called] == OWED)
			:: !ok -> break
			fi }
	od;
over:	atomic { s = 0; ok = false; rounds = 0; ended++ }
}

proctype Waiter(byte me) {
	byte s, w, x, i, before; bool ok, hasLooked;
	atomic { outcome[me] = UNDECIDED; waiting++; line!me }; /* Line.join */
	if :: BUG != JOIN_LOOKS_ONCE -> serve(isWaited) :: else fi;
	do /* ParkedWaiter.await */
	:: !isWaiting(me) -> break
	:: isWaiting(me) && (called != me || calls[me] == OWED) -> goto park
	:: isWaiting(me) && called == me && calls[me] != OWED -> /* Passing.look */
			if :: hangs > 0 -> hangs--; claimIdle(); endHang: false :: true fi; /* in a check, or not let run */
			if :: BUG != LOOKS_BEFORE_SAYING_SO -> calls[me] = (hasLooked -> OWED : LOOKING) :: else fi;
			if :: !hasLooked || BUG != OWED_LOOKS_NO_MORE -> serve(isWaiting(me)) :: else fi;
			atomic { calls[me] = (hasLooked -> OWED : COMING); hasLooked = true };
park:
endPark:	if
		:: permit[me] -> permit[me] = false
		:: hasLooked && calls[me] == COMING && BUG != LOOKS_ONCE /* a SLICE has passed */
		:: atomic { me == IMPATIENT && isWaiting(me) -> outcome[me] = LEFT; waiting--; break }
		fi
	od;
	atomic { s = 0; ok = (called == me); if :: ok -> called = NOBODY :: else fi }; /* Passing.left */
	if
	:: ok && isWaited && isAnyIdle && BUG != LEFT_CALLS_NOBODY -> call(); if :: !ok -> serve(isWaited) :: else fi
	:: else
	fi;
	if :: outcome[me] != LEFT -> s = outcome[me] - SERVED; use() :: else fi;
over:	atomic { s = 0; ok = false; hasLooked = false; ended++ }
}

proctype Housekeeper() { /* Passing.rescue */
	byte s, w; bool ok;
end:	do
	:: isWaited && isAnyIdle && BUG != NOBODY_RESCUES -> serve(isWaited); s = 0; ok = false
	od
}

init {
	byte i;
	atomic {
		outcome[NOBODY] = LEFT;
		do :: i < WAITERS -> outcome[i] = LEFT; run Waiter(i); i++ :: else -> i = 0; break od;
		do :: i < RUNNERS -> run Runner((i < CONNECTIONS -> i : 0), i < CONNECTIONS); i++ :: else -> i = 0; break od;
		if :: HANGS > 0 -> run Housekeeper() :: else fi
	}
	timeout; /* nothing moves any more */
	assert(waiting == 0 || !isAnyIdle);
	assert(hangs < HANGS || ended + waiting == WAITERS + RUNNERS)
}
