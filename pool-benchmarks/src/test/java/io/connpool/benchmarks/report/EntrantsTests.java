package io.connpool.benchmarks.report;

import io.connpool.benchmarks.contender.Contenders;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class EntrantsTests {

	@Test
	void everyContenderIsOursOrRivalOrLimit() {
		assertThat(Contenders.names()).filteredOn(Entrants::isOurs).isNotEmpty();
		assertThat(Contenders.names()).filteredOn(Entrants::isLimit)
			.containsExactlyInAnyOrder("bare", "bare-release", "treiber", "dedicated");
		assertThat(Contenders.names()).filteredOn(Entrants::isRival).contains("hikari", "abq", "commons");
	}

	@Test
	void bareQueueIsNoPool() {
		assertThat(Entrants.isPool("connpool")).isTrue();
		assertThat(Entrants.isPool("hikari")).isTrue();
		assertThat(Entrants.isPool("abq")).isFalse();
		assertThat(Entrants.isPool("dedicated")).isFalse();
		assertThat(Entrants.isPool("socket per request")).isFalse();
	}

	@Test
	void whatIsMissingIsALetter() {
		assertThat(Entrants.lacks("abq")).isEqualTo("F t C V S L R");
		assertThat(Entrants.lacks("connpool")).isEqualTo("L");
		assertThat(Entrants.lacks("dedicated")).isEmpty();
		assertThat(Entrants.lacks("socket per request")).isEqualTo("–");
	}

}
