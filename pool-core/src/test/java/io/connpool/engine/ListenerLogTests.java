package io.connpool.engine;

import java.net.ConnectException;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.connpool.Lease;
import io.connpool.test.FakeConnection;
import io.connpool.test.RecordingListener;
import io.connpool.test.RecordingListener.Event;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a listener throws changes nothing, which {@link ListenerTests} show, but is to be
 * found in the log.
 */
class ListenerLogTests {

	@RegisterExtension
	final PoolRig rig = new PoolRig();

	@RegisterExtension
	final LogTape log = new LogTape(this.rig.clock);

	static Stream<String> events() {
		return Stream.of("opened", "acquired", "timeout", "leak #1", "released", "valid", "closed IDLE_TIMEOUT",
				"open failed");
	}

	/** One listener is told of leases without a loop. */
	@ParameterizedTest
	@MethodSource("events")
	void whatTheOnlyListenerThrowsIsLogged(String event) {
		start();
		this.rig.listener.onEach(failingOn(event));

		haveEverythingHappen();

		assertLogged(event);
	}

	@ParameterizedTest
	@MethodSource("events")
	void whatOneOfSeveralListenersThrowsIsLogged(String event) {
		RecordingListener second = new RecordingListener();
		start(second);
		second.onEach(failingOn(event));

		haveEverythingHappen();

		assertLogged(event);
	}

	@Test
	void failuresOfListenersAreLoggedOnceAMinuteAndTheOthersCounted() {
		RecordingListener second = new RecordingListener();
		this.rig.start((settings) -> settings.maxSize(1).listener(second));
		this.rig.listener.onEach(failingOn(""));
		second.onEach(failingOn(""));

		this.rig.lease().close();
		this.rig.advance(Duration.ofMinutes(1));
		this.rig.lease().close();

		assertThat(this.log.entries("listener")).extracting(LogTape.Entry::message)
			.containsExactly("rig – a listener failed",
					"rig – a listener failed; left out since the last such line: 5");
	}

	private void start(RecordingListener... others) {
		this.rig.startWithAllHooks((settings) -> {
			Stream.of(others).forEach(settings::listener);
			return settings.maxSize(1).idleTimeout(Duration.ofSeconds(10)).leakThreshold(Duration.ofSeconds(3));
		});
	}

	/** Everything that listeners are told of, within less than a minute. */
	private void haveEverythingHappen() {
		Lease<FakeConnection> lease = this.rig.lease();
		this.rig.ask(Duration.ofMillis(100));
		this.rig.advanceMillis(4_000);
		lease.close();
		this.rig.advanceMillis(1_000);
		this.rig.lease().close();
		this.rig.advanceMillis(11_000);
		this.rig.factory.opens().failNext(1, new ConnectException("refused"));
		this.rig.ask();
		this.rig.advanceMillis(1_000);
		assertThat(this.rig.listener.tape()).containsAll(events().toList());
	}

	private static Consumer<Event> failingOn(String name) {
		return (event) -> {
			if (event.name().startsWith(name)) {
				throw new IllegalStateException("a bug in what is done when " + event.name());
			}
		};
	}

	private void assertLogged(String event) {
		assertThat(this.log.entries("listener")).singleElement().satisfies((entry) -> {
			assertThat(entry.message()).isEqualTo("rig – a listener failed");
			assertThat(entry.stack()).startsWith("java.lang.IllegalStateException: a bug in what is done when " + event)
				.contains("ListenerLogTests.lambda$failingOn");
		});
	}

}
