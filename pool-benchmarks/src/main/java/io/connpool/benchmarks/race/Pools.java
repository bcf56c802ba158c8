package io.connpool.benchmarks.race;

import java.time.Duration;
import java.util.Set;

import io.connpool.benchmarks.contender.Contender;
import io.connpool.benchmarks.contender.Contenders;
import io.connpool.benchmarks.contender.ResourceFactory;
import io.connpool.benchmarks.contender.Spec;

/** The pools of a lap, by name. */
final class Pools {

	/** Gives every thread a connection of its own, however many there are. */
	static final String DEDICATED = "dedicated";

	/** Slots that spin where a pool would wait. */
	static final String BARE = "bare";

	/** The same, given back in a way that would not see anybody wait. */
	static final String BARE_RELEASE = "bare-release";

	/** A stack that spins, too. */
	static final String TREIBER = "treiber";

	/** Those that show what the machine allows, and keep no limit or no queue. */
	static final Set<String> LIMITS = Set.of(DEDICATED, BARE, BARE_RELEASE, TREIBER);

	/** So long that only a contender that starves its callers is caught by it. */
	static final Duration LONG_WAIT = Duration.ofSeconds(30);

	private Pools() {
	}

	static Contender full(String name, int size, ResourceFactory factory) throws Exception {
		return create(name, new Spec(size, size, LONG_WAIT, factory));
	}

	static Contender create(String name, Spec spec) throws Exception {
		try {
			return Contenders.create(name, spec);
		}
		catch (UnsupportedOperationException ex) {
			throw new NotApplicableException(String.valueOf(ex.getMessage()));
		}
	}

}
