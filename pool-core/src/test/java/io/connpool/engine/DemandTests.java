package io.connpool.engine;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.connpool.Lease;
import io.connpool.test.FakeConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How many connections are opened for those in line, where an open takes 150 ms.
 */
class DemandTests {

	@RegisterExtension
	final PoolRig rig = new PoolRig();

	private final List<Lease<FakeConnection>> held = new ArrayList<>();

	private final List<Ask> asks = new ArrayList<>();

	/** So many connections are open, and leased. */
	private void startWith(int connections) {
		this.rig.start((settings) -> settings.maxSize(20));
		List<Ask> first = new ArrayList<>();
		openingTakes150Millis(() -> first.addAll(this.rig.asks(connections)));
		first.forEach((ask) -> this.held.add(ask.lease()));
		assertThat(this.rig.stats().total()).isEqualTo(connections);
	}

	/** Lets the first opens take their time, and later ones for ever. */
	private void openingTakes150Millis(Runnable demand) {
		this.rig.executor.threaded();
		this.rig.factory.opens().hang();
		demand.run();
		this.rig.advanceMillis(150);
		this.rig.factory.opens().release();
		this.rig.settle();
		this.rig.factory.opens().hang();
	}

	/** Everybody gives back after so long, and those in line take over. */
	private void use(long millis) {
		this.rig.advanceMillis(millis);
		this.held.forEach(Lease::close);
		this.held.clear();
		this.rig.settle();
		this.asks.stream().filter(Ask::isServed).forEach((ask) -> this.held.add(ask.lease()));
		this.asks.removeIf(Ask::isServed);
	}

	@Test
	void aLineBesideNothingIsWorthAllPlacesAfterTheTimeThatAnOpenTakes() {
		startWith(1);
		this.held.remove(0).invalidate(new IOException("reset"));
		this.rig.settle();
		this.rig.advance(Duration.ofSeconds(1));
		assertThat(this.rig.stats().total()).isZero();

		this.rig.asks(20);
		assertThat(this.rig.stats().opening()).as("at once").isEqualTo(4);
		this.rig.advanceMillis(160);

		assertThat(this.rig.stats().opening()).isEqualTo(20);
	}

	@Test
	void aSpikeThatIsServedSoonerThanAnOpenTakesIsWorthOneOpen() {
		startWith(4);

		this.asks.addAll(this.rig.asks(46));
		for (int i = 0; i < 12; i++) {
			use(2);
		}

		assertThat(this.asks).isEmpty();
		assertThat(this.rig.stats().opening()).isOne();
	}

	@Test
	void connectionsThatWillBeIdleAgainAreNotMissedByMinIdleMeanwhile() {
		this.rig.start((settings) -> settings.minIdle(4).maxSize(20));
		openingTakes150Millis(this.rig::settle);
		assertThat(this.rig.stats().idle()).isEqualTo(4);

		for (int i = 0; i < 50; i++) {
			this.asks.add(this.rig.askOnly(PoolRig.LONG));
		}
		for (int i = 0; i < 12; i++) {
			use(2);
		}

		assertThat(this.asks).isNotEmpty();
		assertThat(this.rig.stats().opening()).isOne();
	}

	@Test
	void aLineThatLastsIsWorthAsManyOpensAsThereIsRoomFor() {
		startWith(1);

		for (int i = 0; i < 37; i++) {
			this.asks.addAll(this.rig.asks(49 - this.asks.size()));
			use(2);
		}
		assertThat(this.rig.stats().opening()).as("after 74 ms").isOne();
		this.asks.addAll(this.rig.asks(49 - this.asks.size()));
		use(2);

		assertThat(this.rig.stats().opening()).as("after 76 ms").isEqualTo(19);
	}

	@Test
	void aLineThatWillTakeLongerThanAnOpenIsWorthParallelOpensAtOnce() {
		startWith(1);
		use(100);

		this.held.add(this.rig.lease());
		this.rig.asks(10);

		assertThat(this.rig.stats().opening()).as("ten uses of 100 ms each").isEqualTo(4);
	}

	@Test
	void whereNobodyServesTheLineParallelOpensStartAtOnce() {
		startWith(1);
		this.held.forEach((lease) -> lease.invalidate(new IllegalStateException("broken")));
		this.rig.settle();

		this.rig.asks(10);

		assertThat(this.rig.stats().opening()).isEqualTo(4);
	}

	@Test
	void aLineThatIsGoneAndComesAgainHasNotLasted() {
		startWith(1);
		for (int round = 0; round < 10; round++) {
			this.asks.addAll(this.rig.asks(5));
			for (int i = 0; i < 6; i++) {
				use(2);
			}
			assertThat(this.asks).isEmpty();
			this.held.add(this.rig.lease());
		}

		assertThat(this.rig.stats().opening()).isOne();
	}

	@Test
	void whenAResetFailsThoseItWouldHaveServedAreSuppliedAtOnce() {
		this.rig.startWithAllHooks((settings) -> settings.maxSize(2));
		Lease<FakeConnection> lease = this.rig.lease();
		this.rig.factory.resets().failNext(1, new IOException("reset"));
		lease.close();
		this.rig.askOnly(PoolRig.LONG);
		assertThat(this.rig.stats().opening()).as("the reset will serve").isZero();

		this.rig.executor.runNext();

		assertThat(this.rig.stats().closing()).isOne();
		assertThat(this.rig.stats().opening()).as("one waits and there is room: %s", this.rig.stats()).isOne();
	}

}
