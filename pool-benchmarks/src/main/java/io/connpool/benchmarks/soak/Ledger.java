package io.connpool.benchmarks.soak;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;

import io.connpool.AcquireTimeoutException;
import io.connpool.PoolException;
import io.connpool.PoolOverloadedException;
import io.connpool.net.WireTimeoutException;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** What became of the exchanges over one pool. Written by all its borrowers. */
final class Ledger {

	/** What a pool promises for the time after a fault. */
	private static final long PROMISED_NANOS = TimeUnit.SECONDS.toNanos(1);

	private static final int MOST_CAUSES = 8;

	private static final long LONGEST_MICROS = TimeUnit.MINUTES.toMicros(2);

	private final String pool;

	private final Trouble trouble;

	private final Findings findings;

	private final Pulse pulse;

	private final long timeoutNanos;

	private final LongAdder ok = new LongAdder();

	private final LongAdder excused = new LongAdder();

	private final LongAdder interrupted = new LongAdder();

	private final LongAdder overloaded = new LongAdder();

	private final LongAdder forged = new LongAdder();

	private final LongAdder late = new LongAdder();

	private final LongAdder starved = new LongAdder();

	private final LongAdder unexpected = new LongAdder();

	private final LongAdder foreign = new LongAdder();

	private final LongAdder lentTwice = new LongAdder();

	private final LongAdder leakReports = new LongAdder();

	private final Attempts attempts = new Attempts();

	private final Histogram acquires = new ConcurrentHistogram(LONGEST_MICROS, 3);

	/** Of acquires that took their whole timeout or longer: by how much longer. */
	private final Histogram overruns = new ConcurrentHistogram(LONGEST_MICROS, 3);

	Ledger(String pool, Trouble trouble, Findings findings, Pulse pulse, Duration acquireTimeout) {
		this.pool = pool;
		this.trouble = trouble;
		this.findings = findings;
		this.pulse = pulse;
		this.timeoutNanos = acquireTimeout.toNanos();
	}

	void succeeded(Call call) {
		acquireEnded(call);
		this.trouble.succeeded(call.beganAt());
		this.ok.increment();
	}

	/**
	 * Judges a failure.
	 * @param call what failed
	 * @param failure with what
	 * @param wasInterrupted whether the borrower may have been interrupted
	 */
	void failed(Call call, Throwable failure, boolean wasInterrupted) {
		acquireEnded(call);
		if (failure instanceof WrongReplyException wrong) {
			wrongReply(call, wrong);
		}
		else if (isOrdinary(failure) && wasInterrupted) {
			this.interrupted.increment();
		}
		else if (isOrdinary(failure) && call.touched(Kind::excuses)) {
			excuse(call, failure);
			if (unwrapped(failure) instanceof PoolOverloadedException) {
				this.overloaded.increment();
			}
		}
		else if (isForWantOfTime(failure) && this.pulse.isStarved()) {
			this.starved.increment(); // too many to be told one by one
		}
		else {
			this.unexpected.increment();
			found("unexpected failure", call, describe(failure));
		}
	}

	/**
	 * Excused is what a fault has brought, since only ids in the messages tell that: a
	 * reply by nobody while such are made up, and one of this pool's while they come
	 * twice. Any other is a defect, whatever is going on.
	 */
	private void wrongReply(Call call, WrongReplyException wrong) {
		Tag got = wrong.got();
		boolean brought = (got == null) ? call.touched(Kind::damages)
				: got.pool() == call.tag().pool() && call.touched((kind) -> kind.brings(got));
		if (brought) {
			this.forged.increment();
			excuse(call, wrong);
		}
		else {
			(wrong.isForeign() ? this.foreign : this.unexpected).increment();
			found(wrong.isForeign() ? "foreign reply" : "damaged reply", call, wrong.getMessage());
		}
	}

	private void excuse(Call call, Throwable failure) {
		this.excused.increment();
		if (this.trouble.failed(call.beganAt()) > PROMISED_NANOS) {
			this.late.increment();
			found("late failure", call, describe(failure));
		}
	}

	private void acquireEnded(Call call) {
		long nanos = call.acquireNanos();
		this.acquires.recordValue(Math.min(LONGEST_MICROS, TimeUnit.NANOSECONDS.toMicros(nanos)));
		if (nanos >= this.timeoutNanos) {
			long over = TimeUnit.NANOSECONDS.toMicros(nanos - this.timeoutNanos);
			this.overruns.recordValue(Math.min(LONGEST_MICROS, over));
		}
	}

	void lentTwice(String what) {
		this.lentTwice.increment();
		this.findings.add("lent twice", this.pool + ": " + what);
	}

	void leakReported(String what) {
		this.leakReports.increment();
		this.findings.add("held for too long", this.pool + ": " + what);
	}

	private void found(String what, Call call, String details) {
		this.findings.add(what, this.pool + ": " + call.tag() + ", begun "
				+ TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - call.beganAt()) + " ms ago, "
				+ (call.hasAcquired() ? "acquired in " + TimeUnit.NANOSECONDS.toMillis(call.acquireNanos()) + " ms"
						: "not acquired")
				+ ", " + this.trouble.now() + ", longest pause of the machine lately " + this.pulse.latelyMillis()
				+ " ms, load " + Figure.decimal(Pulse.load()) + ": " + details);
	}

	/**
	 * A failure that a fault can explain; anything else is a defect whenever it comes.
	 */
	private static boolean isOrdinary(Throwable failure) {
		return failure instanceof IOException || failure instanceof SQLException || failure instanceof PoolException
				|| failure instanceof InterruptedException;
	}

	/** A data source wraps what the pool throws. */
	private static Throwable unwrapped(Throwable failure) {
		return (failure.getCause() instanceof PoolException cause) ? cause : failure;
	}

	/** More came than could be served, or something took too long. */
	private static boolean isForWantOfTime(Throwable failure) {
		Throwable cause = failure;
		for (int i = 0; cause != null && i < MOST_CAUSES; i++) {
			if (cause instanceof PoolOverloadedException || cause instanceof AcquireTimeoutException
					|| cause instanceof WireTimeoutException || cause instanceof SocketTimeoutException
					|| cause instanceof TimeoutException) {
				return true;
			}
			cause = cause.getCause();
		}
		return false;
	}

	private static String describe(Throwable failure) {
		StringBuilder text = new StringBuilder(failure.toString());
		StackTraceElement[] stack = failure.getStackTrace();
		for (int i = 0; i < Math.min(4, stack.length); i++) {
			text.append(" at ").append(stack[i]);
		}
		Throwable cause = failure.getCause();
		return (cause != null && cause != failure) ? text.append(" caused by ").append(cause).toString()
				: text.toString();
	}

	long attempted() {
		return ok() + excused() + interrupted() + starved() + unexpected() + foreign();
	}

	long ok() {
		return this.ok.sum();
	}

	/** Failures that a fault explains. */
	long excused() {
		return this.excused.sum();
	}

	/** Failures of borrowers that were interrupted. */
	long interrupted() {
		return this.interrupted.sum();
	}

	/** Of those excused: too many were waiting. */
	long overloaded() {
		return this.overloaded.sum();
	}

	/** Of those excused: a reply that a fault had damaged, doubled or made up. */
	long forged() {
		return this.forged.sum();
	}

	/** Of those excused: begun more than a second after the end of the fault. */
	long late() {
		return this.late.sum();
	}

	/** Failures of a machine that had no time. */
	long starved() {
		return this.starved.sum();
	}

	long unexpected() {
		return this.unexpected.sum();
	}

	long foreign() {
		return this.foreign.sum();
	}

	long lentTwice() {
		return this.lentTwice.sum();
	}

	long leakReports() {
		return this.leakReports.sum();
	}

	/** To open a connection. */
	Attempts attempts() {
		return this.attempts;
	}

	/** Microseconds. */
	Histogram acquires() {
		return this.acquires;
	}

	/** Microseconds. */
	Histogram overruns() {
		return this.overruns;
	}

}
