package io.connpool.engine;

import java.time.Duration;
import java.util.List;

import io.connpool.Lease;
import io.connpool.LeaseTimeAction;
import io.connpool.test.FakeConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the log says of leases that are held for too long.
 */
class LeakLogTests {

	private static final String LEAK = "longer than leak-threshold";

	@RegisterExtension
	final PoolRig rig = new PoolRig();

	@RegisterExtension
	final LogTape log = new LogTape(this.rig.clock);

	@Test
	void aReportHasTheStackThatAcquiredTheLeaseAndWhatItsHolderIsDoingNow() throws Exception {
		this.rig.start((settings) -> settings.maxSize(1).leakThreshold(Duration.ofSeconds(10)));
		this.rig.fill(1);
		try (Holder holder = new Holder(this.rig)) {
			this.rig.advanceMillis(10_500);
		}

		assertThat(this.log.entries(LEAK)).singleElement().satisfies((leak) -> {
			assertThat(leak.message()).startsWith("rig – connection #1 held by caller for 10")
				.contains(
						"longer than leak-threshold; find the code that does not close its lease; its holder is now at"
								+ System.lineSeparator() + "\t\t")
				.contains("Holder.readSlowly(Holder.java:");
			assertThat(leak.stack()).contains("Holder.acquireAndRead(Holder.java:").doesNotContain("readSlowly");
		});
	}

	@Test
	void aHolderThatHasEndedIsToldApart() throws Exception {
		this.rig.start((settings) -> settings.maxSize(1).leakThreshold(Duration.ofSeconds(10)));
		this.rig.fill(1);
		Background<Lease<FakeConnection>> forgetful = this.rig.background(() -> this.rig.pool.acquire(PoolRig.LONG));
		Lease<FakeConnection> lease = forgetful.get();
		forgetful.thread().join();

		this.rig.advanceMillis(10_500);

		assertThat(this.log.entries(LEAK)).singleElement()
			.extracting(LogTape.Entry::message)
			.asString()
			.endsWith("; its holder has ended");
		lease.close();
	}

	@Test
	void thereIsOneLineAMinuteWhichCountsTheOthersUntilEachHadItsTurn() {
		this.rig.start((settings) -> settings.maxSize(4).leakThreshold(Duration.ofSeconds(10)));
		this.rig.leases(4);

		this.rig.advanceMillis(10_500);
		assertThat(this.rig.listener.tape()).as("listeners are told of each")
			.contains("leak #1", "leak #2", "leak #3", "leak #4");
		assertThat(this.log.entries(LEAK)).singleElement()
			.extracting(LogTape.Entry::message)
			.asString()
			.contains("leak-threshold, as 3 others are; find the code");
		this.rig.advance(Duration.ofMinutes(10));

		List<LogTape.Entry> leaks = this.log.entries(LEAK);
		assertThat(leaks).extracting((leak) -> leak.message().replaceAll("(?s) asked for by .*", ""))
			.as("none is told twice")
			.containsExactly("rig – connection #1", "rig – connection #2", "rig – connection #3",
					"rig – connection #4");
		for (int i = 1; i < leaks.size(); i++) {
			assertThat(leaks.get(i).millis() - leaks.get(i - 1).millis()).isBetween(60_000L, 60_200L);
		}
	}

	@Test
	void leasesThatCameBackBeforeTheirTurnAreCounted() {
		this.rig.start((settings) -> settings.maxSize(4).leakThreshold(Duration.ofSeconds(10)));
		List<Lease<FakeConnection>> leases = this.rig.leases(4);
		this.rig.advanceMillis(10_500);

		leases.get(1).close();
		leases.get(2).close();
		this.rig.advance(Duration.ofMinutes(1));

		assertThat(this.log.entries(LEAK)).last()
			.extracting(LogTape.Entry::message)
			.asString()
			.contains("connection #4 ",
					"leak-threshold, as 1 other is (2 more came back since the last such line); find");
	}

	@Test
	void aLeaseThatIsTakenAwayIsReportedAsSuch() throws Exception {
		this.rig.start((settings) -> settings.maxSize(1)
			.maxLeaseTime(Duration.ofSeconds(10))
			.onMaxLeaseTime(LeaseTimeAction.RECLAIM));
		this.rig.fill(1);
		try (Holder holder = new Holder(this.rig)) {
			this.rig.advanceMillis(10_500);
		}

		assertThat(this.log.entries("longer than max-lease-time")).singleElement()
			.extracting(LogTape.Entry::message)
			.asString()
			.contains("longer than max-lease-time; it is taken away; its holder is now at")
			.contains("Holder.readSlowly(Holder.java:");
	}

}
