package io.connpool.benchmarks.probe;

import java.util.Locale;

/**
 * The faults. They keep the numbers that they had when they were found.
 */
enum Probe {

	P1("a validation throws an Error, three times", ValidationProbes::error),

	P1B("a validation overflows the stack, three times", ValidationProbes::stackOverflow),

	P2("a metrics hook throws on acquire", HookProbes::acquired),

	P2B("a metrics hook throws on release", HookProbes::released),

	P3("connections are lost, opens hang; those that hang answer to interrupts", OpenProbes::hang),

	P3B("the same, and they answer to nothing, for ever", OpenProbes::deafHang),

	P3C("connections are lost, opens throw an Error", OpenProbes::error),

	P4("50 callers at once, 50 places, opens take no time", CrowdProbes::burst),

	P4B("50 callers at once, 50 places, opens take 100 ms", CrowdProbes::slowBurst),

	P5("a validation hangs", ValidationProbes::hang),

	P5B("the same, and the driver keeps the limit that the pool gives it", ValidationProbes::hangWithinLimit),

	P6("connections are lost, opens are refused", OpenProbes::refusal),

	P8("two wait, the only connection breaks while opens are refused", OpenProbes::waiters),

	P9("a close hangs", ReturnProbes::closeHangs),

	P9B("closes throw an Error", ReturnProbes::closeFails),

	P10("a connection is given back twice", ReturnProbes::twice),

	P10B("a stale handle is given back while somebody else holds the connection", ReturnProbes::stale),

	P11("every use breaks its connection, opens take 10 ms, closes 300 ms", CrowdProbes::churn),

	P12("16 callers on 2 connections, held for 0.2 ms", CrowdProbes::fairness),

	P13("the pool is closed under load", CrowdProbes::close);

	private final String title;

	private final Script script;

	Probe(String title, Script script) {
		this.title = title;
		this.script = script;
	}

	String id() {
		return name().charAt(0) + name().substring(1).toLowerCase(Locale.ROOT);
	}

	String title() {
		return this.title;
	}

	/** Whether what else the machine does at the time could decide it. */
	boolean wantsQuiet() {
		return this == P4 || this == P4B || this == P12;
	}

	Facts run(Candidate candidate, Pace pace) throws Exception {
		Bench bench = new Bench(candidate, pace);
		this.script.run(bench);
		return bench.facts();
	}

	/** What is done to a pool. */
	@FunctionalInterface
	interface Script {

		void run(Bench bench) throws Exception;

	}

}
