package io.connpool.benchmarks.probe;

/**
 * A pool that can be probed.
 *
 * @param name short, for the command line and the table
 * @param version project and version
 * @param settings what is set apart from its size and its timeout, and why
 * @param acquireHook what the pool calls on every acquire; empty if nothing
 * @param releaseHook what the pool calls on every release; empty if nothing
 * @param validationLimit what limits the time of a validation; empty if nothing
 * @param maker builds one
 */
record Candidate(String name, String version, String settings, String acquireHook, String releaseHook,
		String validationLimit, Maker maker) {

	/**
	 * Says why a probe cannot be done.
	 * @param probe what is to be done
	 * @return what the pool lacks; empty if it can
	 */
	String lacks(Probe probe) {
		return switch (probe) {
			case P2 -> this.acquireHook.isEmpty() ? "it calls no hook on acquire" : "";
			case P2B -> this.releaseHook.isEmpty() ? "it calls no hook on release" : "";
			case P5B -> this.validationLimit.isEmpty() ? "it gives a validation no limit" : "";
			default -> "";
		};
	}

	boolean has(Probe probe) {
		return lacks(probe).isEmpty();
	}

	/**
	 * Builds a subject.
	 */
	@FunctionalInterface
	interface Maker {

		Subject make(Setup setup) throws Exception;

	}

}
