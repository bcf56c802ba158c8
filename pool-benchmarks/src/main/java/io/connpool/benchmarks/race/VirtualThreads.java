package io.connpool.benchmarks.race;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

import org.jspecify.annotations.Nullable;

/** Starts virtual threads where the JDK has them; the sources are of an older level. */
public final class VirtualThreads {

	private static final @Nullable MethodHandle START = find();

	private VirtualThreads() {
	}

	/**
	 * Returns whether this JDK has them.
	 * @return false before 21
	 */
	public static boolean exist() {
		return START != null;
	}

	/**
	 * Starts one.
	 * @param task what it does
	 */
	public static void start(Runnable task) {
		if (START == null) {
			throw new IllegalStateException("no virtual threads on JDK " + Runtime.version().feature());
		}
		try {
			START.invoke(task);
		}
		catch (RuntimeException | Error ex) {
			throw ex;
		}
		catch (Throwable ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static @Nullable MethodHandle find() {
		if (Runtime.version().feature() < 21) {
			return null;
		}
		try {
			return MethodHandles.publicLookup()
				.findStatic(Thread.class, "startVirtualThread", MethodType.methodType(Thread.class, Runnable.class));
		}
		catch (ReflectiveOperationException ex) {
			return null;
		}
	}

}
