package io.connpool.benchmarks.contender;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Every pool in the race, by name.
 */
public final class Contenders {

	private static final Map<String, Entry> ALL = new LinkedHashMap<>();

	static {
		ConnPoolContender.register();
		HikariContender.register();
		HikariBagContender.register();
		CommonsContender.register();
		registerIfBuiltIn("StormpotContender");
		ReactorContender.register();
		ViburContender.register();
		AgroalContender.register();
		TomcatContender.register();
		HttpCoreContender.register();
		NettyContender.register();
		SimplePoolContender.register();
		QueueContender.register();
		SemaphoreContender.register();
		TreiberContender.register();
		BareSlotsContender.register();
		DedicatedContender.register();
	}

	private Contenders() {
	}

	/**
	 * Returns the names of all contenders.
	 * @return the names, those of ConnPool first, those of mere limits last
	 */
	public static List<String> names() {
		return List.copyOf(ALL.keySet());
	}

	/**
	 * Builds a contender and warms it up: when this returns it has {@code minIdle} idle
	 * connections and no others.
	 * @param name one of {@link #names()}
	 * @param spec sizes, timeout and what to pool
	 * @return a running pool
	 * @throws Exception if it cannot be built or warmed up
	 */
	public static Contender create(String name, Spec spec) throws Exception {
		return entry(name).maker().make(spec);
	}

	/**
	 * Returns what a contender promises.
	 * @param name one of {@link #names()}
	 * @return its contract
	 */
	public static Contract contract(String name) {
		return entry(name).contract();
	}

	static void add(String name, Contract contract, Maker maker) {
		ALL.put(name, new Entry(contract, maker));
	}

	/** For those that need a newer Java, to be built and to run. */
	private static void registerIfBuiltIn(String name) {
		try {
			Class<?> type = Class.forName(Contenders.class.getPackageName() + "." + name);
			type.getDeclaredMethod("register").invoke(null);
		}
		catch (ClassNotFoundException | UnsupportedClassVersionError ex) {
			// built by or running on Java 17: it does not take part
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static Entry entry(String name) {
		Entry entry = ALL.get(name);
		if (entry == null) {
			throw new IllegalArgumentException("no contender named " + name + "; there are " + ALL.keySet());
		}
		return entry;
	}

	/**
	 * Builds a contender.
	 */
	@FunctionalInterface
	interface Maker {

		Contender make(Spec spec) throws Exception;

	}

	private record Entry(Contract contract, Maker maker) {
	}

}
