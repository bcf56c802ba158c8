package io.connpool.benchmarks.probe;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/**
 * Where one pool undergoes one probe: the pool, its backend, and the facts.
 */
final class Bench {

	private static final Duration AGAIN = Duration.ofMillis(20);

	private final Candidate candidate;

	private final Pace pace;

	private final Facts facts = new Facts();

	private Backend backend = new Backend();

	private Subject subject;

	private int size;

	private Duration timeout;

	@SuppressWarnings("NullAway.Init")
	Bench(Candidate candidate, Pace pace) {
		this.candidate = candidate;
		this.pace = pace;
		this.timeout = pace.timeout();
	}

	void open(int size) throws Exception {
		open(size, this.pace.timeout());
	}

	/** Builds the pool over the backend, as that is now. */
	void open(int size, Duration timeout) throws Exception {
		this.size = size;
		this.timeout = timeout;
		this.subject = this.candidate.maker().make(new Setup(size, timeout, this.backend));
	}

	/** Builds the pool and has it open all its connections. */
	void openWarm(int size) throws Exception {
		open(size);
		for (Object held : holdAll()) {
			this.subject.release(held);
		}
	}

	/** Takes every connection of a healthy pool. */
	List<Object> holdAll() throws Exception {
		List<Object> held = new ArrayList<>();
		while (held.size() < this.size) {
			held.add(this.subject.acquire());
		}
		return held;
	}

	/** Leaves all idle for so long that every pool looks at them before it lends them. */
	void idle() {
		pause(Duration.ofMillis(700));
	}

	Caller<Object> acquire() {
		return Caller.start(this.subject::acquire);
	}

	/**
	 * Waits for a caller no longer than that many milliseconds after it came; what it
	 * gets later it gives back, because a probe must not lose what the pool does not.
	 */
	@Nullable Object take(Caller<Object> caller, double millis) {
		Object held = caller.await(millis).result();
		return (held != null) ? held : caller.leave(this.subject::release);
	}

	/**
	 * Gives a healthy connection back, and notes how long that took and what came of it.
	 */
	void release(Object held) {
		giveBack(Caller.start(() -> {
			this.subject.release(held);
			return "";
		}));
	}

	/** Gives a broken one back, and notes the same. */
	void discard(Object held) {
		giveBack(startDiscard(held));
	}

	/** Begins to give a broken one back, which may take as long as the fault. */
	Caller<String> startDiscard(Object held) {
		return Caller.start(() -> {
			this.subject.discard(held);
			return "";
		});
	}

	/** Waits until a connection is given back, and notes how long that took. */
	void giveBack(Caller<String> call) {
		call.await(2 * this.pace.late().toMillis());
		this.facts.putMost(Fact.RETURN_MS, Math.rint(call.millis()));
		if (call.failure() != null) {
			this.facts.put(Fact.RETURN_FAILED, 1 + orZero(this.facts.value(Fact.RETURN_FAILED)));
		}
	}

	/** Notes how long calls took that are bound by the acquire timeout. */
	void overran(double slowestMillis) {
		this.facts.putMost(Fact.OVERRAN_MS, Math.rint(Math.max(0, slowestMillis - this.timeout.toMillis())));
	}

	/**
	 * Waits, after the fault is gone, until as many callers as there are places hold a
	 * connection each; they ask until they have one, or nobody waits for it any longer.
	 */
	void recover() throws Exception {
		long start = System.nanoTime();
		List<Caller<Object>> callers = Caller.start(this.size, () -> persist(start));
		List<Object> held = new ArrayList<>();
		double first = Double.MAX_VALUE;
		double last = 0;
		for (Caller<Object> caller : callers) {
			Object result = caller.await(this.pace.never().toMillis()).result();
			if (result != null) {
				held.add(result);
				first = Math.min(first, caller.millis());
				last = Math.max(last, caller.millis());
			}
		}
		this.facts.put(Fact.SERVED_MS, held.isEmpty() ? Fact.never() : Math.rint(first));
		if (held.size() == this.size) {
			this.facts.put(Fact.WHOLE_MS, Math.rint(last));
		}
		else if (!held.isEmpty()) {
			this.facts.put(Fact.LOST, this.size - held.size());
		}
		shared(held);
		held.forEach(this::release);
	}

	private Object persist(long start) throws Exception {
		while (true) {
			try {
				return this.subject.acquire();
			}
			catch (Throwable ex) {
				// the pool's, of any kind
				if (System.nanoTime() - start > this.pace.never().toNanos()) {
					throw ex;
				}
				pause(AGAIN);
			}
		}
	}

	/** Notes how many of those who hold a connection now hold the same one. */
	void shared(List<Object> held) {
		Set<Object> distinct = Collections.newSetFromMap(new IdentityHashMap<>());
		held.forEach((each) -> distinct.add(this.subject.wire(each)));
		this.facts.putMost(Fact.SHARED, held.size() - distinct.size());
		this.facts.putMost(Fact.OVER_LIMIT, Math.max(0, distinct.size() - this.size));
	}

	static void pause(Duration duration) {
		long start = System.nanoTime();
		for (long left = duration.toNanos(); left > 0; left = duration.toNanos() - (System.nanoTime() - start)) {
			LockSupport.parkNanos(left);
		}
	}

	static double orZero(double value) {
		return Double.isNaN(value) ? 0 : value;
	}

	/** Goes on with a backend that nothing has happened to. */
	void renewBackend() {
		this.backend = new Backend();
	}

	Backend backend() {
		return this.backend;
	}

	Subject subject() {
		return this.subject;
	}

	Facts facts() {
		return this.facts;
	}

	Pace pace() {
		return this.pace;
	}

	int size() {
		return this.size;
	}

}
