package io.connpool.benchmarks;

import java.util.ArrayList;
import java.util.List;

import io.connpool.Lease;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that what {@link FeatureBenchmark} measures is a pool that works.
 */
@Timeout(60)
class FeatureTests {

	@ParameterizedTest
	@EnumSource
	void lendsAllItsConnectionsWithoutOpeningOne(Feature feature) throws InterruptedException {
		try (FeatureRig rig = feature.rig()) {
			List<Lease<?>> leases = new ArrayList<>();
			while (leases.size() < Stub.SIZE) {
				leases.add(rig.pool().acquire());
			}
			leases.forEach(Lease::close);

			assertThat(rig.pool().stats().opened()).isEqualTo(Stub.SIZE);
			assertThat(rig.pool().stats().idle()).isEqualTo(Stub.SIZE);
		}
	}

}
