package io.connpool.engine;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.connpool.Lease;
import io.connpool.test.FakeConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * However much goes wrong, a pool logs nothing more than once a minute for each reason.
 */
class LogLimitTests {

	@RegisterExtension
	final PoolRig rig = new PoolRig();

	@RegisterExtension
	final LogTape log = new LogTape(this.rig.clock);

	@Test
	void nothingIsLoggedMoreThanOnceAMinuteForEachReason() {
		this.rig.startWithAllHooks((settings) -> settings.maxSize(4).leakThreshold(Duration.ofSeconds(1)));
		this.rig.listener.onEach((event) -> {
			throw new IllegalStateException("a listener with a bug");
		});
		this.rig.factory.closes().fail(new IOException("cannot close"));
		List<Lease<FakeConnection>> held = new ArrayList<>();
		int rounds = 0;
		for (int i = 0; i < 600; i++) {
			if (i % 2 == 0) {
				this.rig.factory.opens().failNext(1, new IOException("refused"));
			}
			Ask ask = this.rig.ask(Duration.ofMillis(400));
			this.rig.advanceMillis(500);
			if (ask.isServed()) {
				held.add(ask.lease());
			}
			if (held.size() == 3) {
				if (++rounds % 2 == 0) {
					this.rig.factory.checks().failNext(1, new IllegalStateException("cannot check"));
				}
				else {
					this.rig.factory.resets().failNext(1, new IOException("cannot reset"));
				}
				held.remove(2).close();
				this.rig.settle();
				held.remove(0).invalidate(new IOException("reset"));
				this.rig.pool.evictAll();
				this.rig.resize(0, 3 + rounds % 2);
			}
		}

		Map<String, List<Long>> lines = lines();
		assertThat(lines).containsOnlyKeys("a listener failed", "cannot open a connection", "opening works again",
				"closing a connection failed", "the factory's check failed", "a connection could not be reset",
				"evicting all connections", "resized from", "connection");
		assertThat(lines).allSatisfy((reason, millis) -> {
			assertThat(millis).as("lines in five minutes").hasSizeBetween(3, 6);
			for (int i = 1; i < millis.size(); i++) {
				assertThat(millis.get(i) - millis.get(i - 1)).isGreaterThanOrEqualTo(60_000);
			}
		});
	}

	/** When each reason was logged. */
	private Map<String, List<Long>> lines() {
		Map<String, List<Long>> lines = new TreeMap<>();
		for (LogTape.Entry entry : this.log.entries("rig – ")) {
			String reason = entry.message()
				.replaceFirst("rig – ", "")
				.replaceFirst("(?s)(,| \\(| #| \\d| after use|; ).*", "");
			lines.computeIfAbsent(reason, (key) -> new ArrayList<>()).add(entry.millis());
		}
		return lines;
	}

	@Test
	void anOutageIsLoggedOnceAMinuteAsLongAsItLasts() {
		this.rig.start((settings) -> settings.minIdle(1));
		this.rig.factory.opens().fail(new IOException("refused"));

		this.rig.advance(Duration.ofMinutes(10));

		assertThat(this.log.entries("cannot open a connection")).hasSizeBetween(9, 11)
			.last()
			.satisfies((entry) -> assertThat(entry.message())
				.containsPattern("cannot open a connection \\(\\d+ failures since \\d+ ms, next probe in \\d+ ms\\); "
						+ "left out since the last such line: \\d+"));
	}

	@Test
	void anOutageThatBeginsWithinAMinuteOfTheLastIsLogged() {
		this.rig.start((settings) -> settings.minIdle(1));
		this.rig.factory.opens().failNext(1, new IOException("refused"));
		this.rig.advance(Duration.ofSeconds(30));
		assertThat(this.log.entries("cannot open a connection")).hasSize(1);

		this.rig.factory.opens().fail(new IOException("refused"));
		this.rig.pool.evictAll();
		this.rig.advance(Duration.ofMinutes(1));

		assertThat(this.log.entries("cannot open a connection")).hasSize(2);
	}

}
