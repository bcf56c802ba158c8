package io.connpool.engine;

import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Options;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.jetbrains.lincheck.datastructures.verifier.EpsilonVerifier;

/**
 * Runs a class of operations on several threads at once, in short random scenarios, and
 * compares what they return with what some order of the same operations returns under a
 * sequential specification; or, without one, runs the class's own validation after each
 * scenario. Once the threads are switched wherever something shared is touched, and once
 * they run free.
 */
final class Interleavings {

	private static final int SCENARIOS = 25;

	private static final int SWITCHED = 400;

	private static final int FREE = 2_000;

	private Interleavings() {
	}

	static void switched(Class<?> operations, Class<?> specification) {
		sized(new ModelCheckingOptions(), SWITCHED).sequentialSpecification(specification).check(operations);
	}

	static void free(Class<?> operations, Class<?> specification) {
		sized(new StressOptions(), FREE).sequentialSpecification(specification).check(operations);
	}

	/** Any result is as good as another; only the validation counts. */
	static void switchedAndValidated(Class<?> operations) {
		sized(new ModelCheckingOptions(), SWITCHED).verifier(EpsilonVerifier.class).check(operations);
	}

	/** Any result is as good as another; only the validation counts. */
	static void freeAndValidated(Class<?> operations) {
		sized(new StressOptions(), FREE).verifier(EpsilonVerifier.class).check(operations);
	}

	private static <O extends Options<O, ?>> O sized(O options, int invocations) {
		return options.iterations(SCENARIOS)
			.invocationsPerIteration(invocations)
			.threads(3)
			.actorsBefore(2)
			.actorsPerThread(3)
			.actorsAfter(2);
	}

}
