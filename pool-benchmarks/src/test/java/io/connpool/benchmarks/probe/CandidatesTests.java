package io.connpool.benchmarks.probe;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.awaitility.Awaitility.await;

/**
 * Every pool is connected to what the probes switch.
 */
@Timeout(60)
class CandidatesTests {

	private final Backend backend = new Backend();

	static List<Candidate> candidates() {
		return Candidates.list();
	}

	@ParameterizedTest
	@MethodSource("candidates")
	void lendsWhatTheBackendOpens(Candidate candidate) throws Exception {
		Subject subject = subject(candidate, 2);

		Object one = subject.acquire();
		Object other = subject.acquire();

		assertThat(subject.wire(one)).isInstanceOf(Backend.Wire.class).isNotSameAs(subject.wire(other));
		assertThat(this.backend.live()).isEqualTo(2);
		assertThatException().isThrownBy(subject::acquire);
		subject.release(one);
		subject.release(other);
		subject.close();
		await().until(() -> this.backend.live() == 0);
	}

	@ParameterizedTest
	@MethodSource("candidates")
	void replacesWhatIsDiscarded(Candidate candidate) throws Exception {
		Subject subject = subject(candidate, 1);
		Object broken = subject.acquire();
		Object wire = subject.wire(broken);

		subject.discard(broken);

		Object next = subject.acquire();
		assertThat(subject.wire(next)).isNotSameAs(wire);
		await().until(() -> this.backend.live() == 1);
	}

	@ParameterizedTest
	@MethodSource("candidates")
	void validatesWhatWasIdle(Candidate candidate) throws Exception {
		Subject subject = subject(candidate, 1);
		subject.release(subject.acquire());
		Bench.pause(Duration.ofMillis(700));
		AtomicInteger validations = new AtomicInteger();
		this.backend.validating(validations::incrementAndGet);

		subject.acquire();

		assertThat(validations).hasPositiveValue();
	}

	@ParameterizedTest
	@MethodSource("candidates")
	void givesValidationsTheLimitThatItHas(Candidate candidate) throws Exception {
		Subject subject = subject(candidate, 1);
		subject.release(subject.acquire());
		Bench.pause(Duration.ofMillis(700));
		AtomicLong limit = new AtomicLong();
		this.backend.validating(new Fault() {

			@Override
			public void strike() {
			}

			@Override
			public boolean strikeWithin(long limitMillis) {
				limit.set(limitMillis);
				return true;
			}

		});

		subject.acquire();

		assertThat(limit.get()).isBetween(candidate.has(Probe.P5B) ? 1L : 0L, candidate.has(Probe.P5B) ? 1_000L : 0L);
	}

	@ParameterizedTest
	@MethodSource("candidates")
	void callsTheHooksThatItHas(Candidate candidate) throws Exception {
		Subject subject = subject(candidate, 1);
		subject.release(subject.acquire());
		AtomicInteger acquired = new AtomicInteger();
		AtomicInteger released = new AtomicInteger();
		this.backend.acquired(acquired::incrementAndGet);
		this.backend.released(released::incrementAndGet);

		Object held = subject.acquire();

		assertThat(acquired).hasValue(candidate.has(Probe.P2) ? 1 : 0);
		subject.release(held);
		await().untilAsserted(() -> assertThat(released).hasValue(candidate.has(Probe.P2B) ? 1 : 0));
	}

	private Subject subject(Candidate candidate, int size) throws Exception {
		return candidate.maker().make(new Setup(size, Duration.ofSeconds(1), this.backend));
	}

}
