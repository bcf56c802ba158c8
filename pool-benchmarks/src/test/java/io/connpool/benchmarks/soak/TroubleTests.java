package io.connpool.benchmarks.soak;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TroubleTests {

	private final Healing healing = new Healing();

	private final Trouble trouble = new Trouble(this.healing);

	@Test
	void withoutAFaultNothingIsExcused() {
		assertThat(call().touched(Kind::excuses)).isFalse();
	}

	@Test
	void callThatAFaultBeginsDuringIsExcused() {
		Call call = call();

		this.trouble.begin(Kind.CUT);

		assertThat(call.touched(Kind::excuses)).isTrue();
		assertThat(call.touched(Kind::damages)).isFalse();
	}

	@Test
	void callThatBeginsSoonAfterTheEndOfAFaultIsExcused() {
		this.trouble.begin(Kind.MUTE);
		this.trouble.end();

		assertThat(call().touched(Kind::excuses)).isTrue();
	}

	@Test
	void callThatBeginsLaterIsNot() {
		Trouble.State over = new Trouble.State(Kind.MUTE, 1, false, 0);

		assertThat(over.affects(Trouble.ALLOWANCE_NANOS - 1, Kind::excuses)).isTrue();
		assertThat(over.affects(Trouble.ALLOWANCE_NANOS, Kind::excuses)).isFalse();
	}

	@Test
	void harmlessFaultExcusesNothing() {
		this.trouble.begin(Kind.EVICT_ALL);

		assertThat(call().touched(Kind::excuses)).isFalse();
	}

	@Test
	void faultIsHealedByTheFirstSuccessOfACallThatBeganAfterIt() {
		Call before = call();
		this.trouble.begin(Kind.MUTE);
		this.healing.begun(Kind.MUTE, 0);
		this.trouble.end();

		this.trouble.succeeded(before.beganAt());
		assertThat(this.healing.worstMillis()).isZero();
		this.trouble.succeeded(call().beganAt());
		this.trouble.settle();

		assertThat(this.healing.worstMillis()).isPositive();
		assertThat(this.healing.unhealed()).isZero();
	}

	@Test
	void faultAfterWhichNothingSucceedsIsNotHealed() {
		this.trouble.begin(Kind.MUTE);
		this.trouble.end();

		this.trouble.begin(Kind.CUT);

		assertThat(this.healing.unhealed()).isOne();
	}

	private Call call() {
		return new Call(new Tag(0, 0, 0), this.trouble);
	}

}
