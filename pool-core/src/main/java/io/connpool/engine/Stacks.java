package io.connpool.engine;

import java.util.Set;

import org.jspecify.annotations.Nullable;

/*
 * Stacks in messages: indented, so that the message stays one thing to the eye, and no more
 * frames than it takes to get from a socket's read to the code of the application.
 */
final class Stacks {

	private static final int FRAMES = 16;

	private static final String FRAME = System.lineSeparator() + "\t\t";

	/** On top of every stack that acquired a lease, and of no interest. */
	private static final Set<String> OURS = Set.of(Lending.class.getName(), Line.class.getName(), Pool.class.getName());

	private Stacks() {
	}

	/**
	 * What a thread is doing at this moment, empty if it has ended or cannot be asked.
	 * Threads may be of a class of the user's.
	 */
	static String now(Thread thread) {
		try {
			return frames(thread.getStackTrace(), 0);
		}
		catch (Throwable ex) {
			return "";
		}
	}

	/** Where a lease was acquired or asked for, empty if that is not known. */
	static String acquiring(@Nullable Throwable acquiredBy) {
		StackTraceElement[] stack = (acquiredBy != null) ? acquiredBy.getStackTrace() : new StackTraceElement[0];
		int first = 0;
		while (first < stack.length && OURS.contains(stack[first].getClassName())) {
			first++;
		}
		return frames(stack, first);
	}

	private static String frames(StackTraceElement[] stack, int first) {
		StringBuilder text = new StringBuilder();
		int told = 0;
		for (int i = first; i < stack.length; i++) {
			if (isHidden(stack[i])) {
				continue;
			}
			if (told == FRAMES) {
				return text.append(FRAME).append("… ").append(stack.length - i).append(" more").toString();
			}
			told++;
			text.append(FRAME).append(frame(stack[i]));
		}
		return text.toString();
	}

	/** A lambda's own frame, which says nothing. */
	private static boolean isHidden(StackTraceElement frame) {
		return frame.getFileName() == null && frame.getClassName().contains("$$Lambda");
	}

	/**
	 * As in the trace of an exception, which names neither the class loader of an
	 * application nor the version of the JDK's modules.
	 */
	private static String frame(StackTraceElement frame) {
		String text = frame.toString();
		String module = frame.getModuleName();
		return ((module != null) ? module + "/" : "") + text.substring(text.indexOf(frame.getClassName()));
	}

}
