package io.connpool.benchmarks;

import java.util.List;

import io.connpool.benchmarks.contender.Contenders;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Param;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CycleBenchmark}.
 */
class CycleBenchmarkTests {

	@Test
	void everyContenderTakesPart() throws NoSuchFieldException {
		String[] measured = CycleBenchmark.class.getField("contender").getAnnotation(Param.class).value();

		List<String> pools = Contenders.names().stream().filter((name) -> !name.equals("dedicated")).toList();
		assertThat(measured).containsAll(pools).doesNotHaveDuplicates();
	}

}
