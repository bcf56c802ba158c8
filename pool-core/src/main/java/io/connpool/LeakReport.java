package io.connpool;

import java.util.List;

/**
 * A lease that is held for too long: whose it is, where it came from, and what its holder
 * is doing.
 *
 * @param lease who holds it; for one that was {@linkplain LeaseInfo#handedOver() handed
 * over}, who asked for it, whose stacks these are
 * @param acquiredAt the stack that acquired it, without the pool's own frames; empty
 * unless {@code leak-threshold} is set
 * @param holderStack what the holder's thread is doing now; empty if it has ended, cannot
 * be asked, or has given the connection back meanwhile
 */
public record LeakReport(LeaseInfo lease, List<StackTraceElement> acquiredAt, List<StackTraceElement> holderStack) {

	/**
	 * Copies the lists.
	 */
	public LeakReport {
		acquiredAt = List.copyOf(acquiredAt);
		holderStack = List.copyOf(holderStack);
	}

	/**
	 * Tells who holds the connection, and the stacks as far as they are known.
	 * @return several lines, as for an exception
	 */
	@Override
	public String toString() {
		return this.lease + lines("acquired at", this.acquiredAt) + lines("now at", this.holderStack);
	}

	private static String lines(String what, List<StackTraceElement> stack) {
		StringBuilder text = new StringBuilder();
		for (StackTraceElement frame : stack) {
			text.append(text.isEmpty() ? System.lineSeparator() + what : "")
				.append(System.lineSeparator())
				.append('\t')
				.append(frame);
		}
		return text.toString();
	}

}
