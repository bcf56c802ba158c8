package io.connpool.benchmarks.soak;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AttackTests {

	private static final List<List<Kind>> MENUS = List.of(List.of(Kind.values()), List.of(Kind.CUT, Kind.MUTE));

	private final List<Attack> hour = plan(7, Duration.ofHours(1));

	@Test
	void sameSeedMakesTheSamePlan() {
		assertThat(plan(7, Duration.ofHours(1))).isEqualTo(this.hour);
		assertThat(plan(8, Duration.ofHours(1))).isNotEqualTo(this.hour);
	}

	@Test
	void everyPoolGetsEverythingThatIsOnItsMenuAndNothingElse() {
		for (int i = 0; i < MENUS.size(); i++) {
			int station = i;
			assertThat(this.hour.stream().filter((attack) -> attack.station() == station).map(Attack::kind).distinct())
				.containsExactlyInAnyOrderElementsOf(MENUS.get(i));
		}
	}

	@Test
	void poolIsLeftAloneAfterEachFaultAndAtTheEnd() {
		Duration calm = Pace.STANDARD.calm();
		Duration[] free = { Duration.ZERO, Duration.ZERO };
		for (Attack attack : this.hour) {
			assertThat(attack.at()).isGreaterThanOrEqualTo(free[attack.station()]);
			free[attack.station()] = attack.end().plus(calm);
			assertThat(free[attack.station()]).isLessThanOrEqualTo(Duration.ofHours(1));
		}
	}

	@Test
	void faultsLastAsLongAsThePaceSays() {
		assertThat(this.hour).hasSizeGreaterThan(300)
			.allSatisfy((attack) -> assertThat(attack.lasting())
				.isBetween(attack.kind().isInstant() ? Duration.ZERO : Duration.ofMillis(200), Duration.ofSeconds(20)));
	}

	@Test
	void nothingIsPlannedForATimeTooShortToHealIn() {
		assertThat(plan(7, Duration.ofSeconds(5))).isEmpty();
	}

	private static List<Attack> plan(long seed, Duration length) {
		return Attack.plan(seed, MENUS, Pace.STANDARD, length);
	}

}
