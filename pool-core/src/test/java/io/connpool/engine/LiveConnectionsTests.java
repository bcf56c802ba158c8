package io.connpool.engine;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Connections are told apart by identity, whatever their {@code equals} and
 * {@code hashCode} say.
 */
class LiveConnectionsTests {

	/** Of 31 bits; of so many objects some have the same. */
	private static final int MANY = 400_000;

	private final LiveConnections<Object> live = new LiveConnections<>();

	@Test
	void connectionsThatAreEqualAreTwo() {
		List<String> one = new ArrayList<>();
		List<String> other = new ArrayList<>();

		assertThat(this.live.add(one)).isTrue();
		assertThat(this.live.add(other)).isTrue();
		assertThat(this.live.add(one)).as("the same").isFalse();
		this.live.remove(one);
		one.add("changed");
		assertThat(this.live.add(one)).as("it was closed and opened again").isTrue();
	}

	@Test
	void connectionsWithTheSameIdentityHashAreTwo() {
		Set<Integer> hashes = new HashSet<>();
		List<Object> all = new ArrayList<>();
		for (int i = 0; i < MANY; i++) {
			Object connection = new Object();
			all.add(connection);
			hashes.add(System.identityHashCode(connection));
			assertThat(this.live.add(connection)).isTrue();
		}

		assertThat(hashes.size()).as("different hashes of %s objects", all.size()).isLessThan(MANY);
	}

}
