package io.connpool.benchmarks.soak;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

import io.connpool.PoolException;
import io.connpool.PoolOverloadedException;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** What became of the exchanges over one pool. Written by all its borrowers. */
final class Ledger {

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

	private final LongAdder unexpected = new LongAdder();

	private final LongAdder foreign = new LongAdder();

	private final LongAdder lentTwice = new LongAdder();

	private final LongAdder leakReports = new LongAdder();

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
			excuse(call);
			if (failure instanceof PoolOverloadedException || failure.getCause() instanceof PoolOverloadedException) {
				this.overloaded.increment();
			}
		}
		else {
			this.unexpected.increment();
			found("unexpected failure", call, describe(failure));
		}
	}

	private void wrongReply(Call call, WrongReplyException wrong) {
		if (wrong.isForeign() ? call.touched(Kind::forges) : call.touched(Kind::damages)) {
			this.forged.increment();
			excuse(call);
		}
		else {
			(wrong.isForeign() ? this.foreign : this.unexpected).increment();
			found(wrong.isForeign() ? "foreign reply" : "damaged reply", call, wrong.getMessage());
		}
	}

	private void excuse(Call call) {
		this.excused.increment();
		this.trouble.failed(call.beganAt());
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
		this.findings.add(this.pool + ": lent twice: " + what);
	}

	void leakReported(String what) {
		this.leakReports.increment();
		this.findings.add(this.pool + ": held for too long: " + what);
	}

	private void found(String what, Call call, String details) {
		this.findings.add(this.pool + ": " + what + " to " + call.tag() + ", begun "
				+ TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - call.beganAt()) + " ms ago, "
				+ (call.hasAcquired() ? "acquired in " + TimeUnit.NANOSECONDS.toMillis(call.acquireNanos()) + " ms"
						: "not acquired")
				+ ", " + this.trouble.now() + ", longest pause of the machine lately " + this.pulse.latelyMillis()
				+ " ms: " + details);
	}

	/**
	 * A failure that a fault can explain; anything else is a defect whenever it comes.
	 */
	private static boolean isOrdinary(Throwable failure) {
		return failure instanceof IOException || failure instanceof SQLException || failure instanceof PoolException
				|| failure instanceof InterruptedException;
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
		return ok() + excused() + interrupted() + unexpected() + foreign();
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

	/** Microseconds. */
	Histogram acquires() {
		return this.acquires;
	}

	/** Microseconds. */
	Histogram overruns() {
		return this.overruns;
	}

}
