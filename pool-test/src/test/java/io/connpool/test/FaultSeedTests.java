package io.connpool.test;

import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Where the numbers come from that faults draw.
 */
class FaultSeedTests {

	private static final Fault JITTER = Fault.latency(Duration.ofSeconds(1), Duration.ofSeconds(1));

	@Test
	void seedAndNumberDecideTheTimesOfJitter() {
		List<Long> times = times(JITTER.seeded(1), 7);

		assertThat(times(JITTER.seeded(1), 7)).isEqualTo(times);
		assertThat(times(JITTER.seeded(2), 7)).isNotEqualTo(times);
		assertThat(times(JITTER.seeded(1), 8)).isNotEqualTo(times);
		assertThat(times(JITTER, 7)).isNotEqualTo(times).isEqualTo(times(JITTER, 7));
	}

	@Test
	void seedOfAScriptDecidesTheTimesOfJitter() {
		List<Long> times = times(FaultScript.random(1, 1, JITTER).faultOf(7), 7);

		assertThat(times(FaultScript.random(1, 1, JITTER).faultOf(7), 7)).isEqualTo(times);
		assertThat(times(FaultScript.random(2, 1, JITTER).faultOf(7), 7)).isNotEqualTo(times);
		assertThat(LongStream.rangeClosed(1, 100).mapToObj(FaultScript.random(4711)::faultOf).map(Fault::toString))
			.filteredOn((fault) -> fault.startsWith("latency"))
			.isNotEmpty()
			.allSatisfy((fault) -> assertThat(fault).contains(".seeded(4711).in"));
	}

	@Test
	void seedThatAFaultHasGoesBeforeThatOfTheScript() {
		Fault fault = FaultScript.random(1, 1, JITTER.seeded(5)).faultOf(7);

		assertThat(fault).isEqualTo(JITTER.seeded(5)).isNotEqualTo(JITTER.seeded(1));
		assertThat(times(fault, 7)).isEqualTo(times(JITTER.seeded(5), 7));
	}

	@Test
	void faultsThatAreJoinedDrawTimesOfTheirOwn() {
		List<Effect> both = JITTER.and(JITTER).seeded(1).effects(Direction.REPLIES, 7);

		assertThat(times(both.get(0))).isNotEqualTo(times(both.get(1)));
	}

	@Test
	void faultThatDrawsNothingHasNoSeed() {
		assertThat(Fault.cutAfter(7).seeded(3)).isEqualTo(Fault.cutAfter(7));
		assertThat(Fault.latency(Duration.ofSeconds(1)).seeded(3)).hasToString("latency(PT1S)");
		assertThat(JITTER.inReplies().seeded(3)).hasToString("latency(PT1S, PT1S).seeded(3).inReplies()");
	}

	private static List<Long> times(Fault fault, long number) {
		return times(fault.effects(Direction.REPLIES, number).get(0));
	}

	private static List<Long> times(Effect effect) {
		return LongStream.generate(effect::delayNanos).limit(50).boxed().toList();
	}

}
