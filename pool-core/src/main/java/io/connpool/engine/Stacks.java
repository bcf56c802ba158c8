package io.connpool.engine;

import java.util.Arrays;
import java.util.List;
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
		return text(framesNow(thread));
	}

	/** The same as data, all of it. */
	static List<StackTraceElement> framesNow(Thread thread) {
		try {
			return shown(thread.getStackTrace(), 0);
		}
		catch (Throwable ex) {
			return List.of();
		}
	}

	/** Where a lease was acquired or asked for, empty if that is not known. */
	static String acquiring(@Nullable Throwable acquiredBy) {
		return text(framesAcquiring(acquiredBy));
	}

	/** The same as data, all of it. */
	static List<StackTraceElement> framesAcquiring(@Nullable Throwable acquiredBy) {
		StackTraceElement[] stack = (acquiredBy != null) ? acquiredBy.getStackTrace() : new StackTraceElement[0];
		int first = 0;
		while (first < stack.length && OURS.contains(stack[first].getClassName())) {
			first++;
		}
		return shown(stack, first);
	}

	private static List<StackTraceElement> shown(StackTraceElement[] stack, int first) {
		return Arrays.stream(stack, first, stack.length).filter((frame) -> !isHidden(frame)).toList();
	}

	private static String text(List<StackTraceElement> stack) {
		StringBuilder text = new StringBuilder();
		stack.stream().limit(FRAMES).forEach((frame) -> text.append(FRAME).append(frame(frame)));
		int others = stack.size() - FRAMES;
		return (others > 0) ? text.append(FRAME).append("… ").append(others).append(" more").toString()
				: text.toString();
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
