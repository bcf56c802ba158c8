package io.connpool.engine;

import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/*
 * Stands in the log for a foreign exception whose text is too long or holds credentials, or that
 * of one of its causes: the same stacks, with the texts that may be told. Any other exception is
 * logged as it is.
 */
final class ToldFailure extends Exception {

	private static final long serialVersionUID = 1L;

	/** How far down the causes, which may go round in a circle. */
	private static final int DEEPEST = 20;

	private ToldFailure(Throwable foreign, @Nullable Throwable cause) {
		super(ForeignText.told(foreign), cause, false, true);
		setStackTrace(foreign.getStackTrace());
	}

	static @Nullable Throwable of(@Nullable Throwable foreign) {
		try {
			return (foreign == null || isTellable(foreign, Collections.newSetFromMap(new IdentityHashMap<>())))
					? foreign : standIn(foreign, 0);
		}
		catch (Throwable ex) {
			// one that cannot be asked for its cause; the message has its text
			return null;
		}
	}

	private static boolean isTellable(Throwable foreign, Set<Throwable> seen) {
		if (!seen.add(foreign)) {
			return true;
		}
		Throwable cause = foreign.getCause();
		return isTellable(foreign.toString()) && isTellable(foreign.getMessage())
				&& (cause == null || isTellable(cause, seen))
				&& Arrays.stream(foreign.getSuppressed()).allMatch((each) -> isTellable(each, seen));
	}

	/** A log shows what an exception says of itself or its message, which may differ. */
	private static boolean isTellable(@Nullable String text) {
		return text == null || ForeignText.told(text).equals(text);
	}

	private static ToldFailure standIn(Throwable foreign, int depth) {
		Throwable cause = (depth < DEEPEST) ? foreign.getCause() : null;
		return new ToldFailure(foreign, (cause != null) ? standIn(cause, depth + 1) : null);
	}

	/** Its message begins with the type it stands for. */
	@Override
	public String toString() {
		return String.valueOf(getMessage());
	}

}
