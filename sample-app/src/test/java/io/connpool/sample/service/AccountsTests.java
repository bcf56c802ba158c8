package io.connpool.sample.service;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.management.ThreadMXBean;
import io.connpool.sample.protocol.Status;
import io.connpool.sample.service.ServiceProperties.PasswordCost;
import io.connpool.sample.storage.Profile;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class AccountsTests {

	private final MovableClock clock = new MovableClock();

	private TestService service;

	private Accounts accounts;

	@BeforeEach
	void startService(@TempDir Path directory) {
		this.service = new TestService(directory, TestService.properties(), this.clock);
		this.accounts = this.service.accounts;
	}

	@AfterEach
	void closeService() {
		this.service.close();
	}

	@Test
	void whoIsRegisteredCanLogInAndKeepsAProfile() {
		this.accounts.register("alice", "wonderland");

		String token = this.accounts.logIn("alice", "wonderland");

		assertThat(this.accounts.profile(token)).isEqualTo(new Profile("alice", "", ""));
		assertThat(this.accounts.updateProfile(token, "Al", "Curiouser."))
			.isEqualTo(new Profile("alice", "Al", "Curiouser."));
		assertThat(this.accounts.profile(token)).isEqualTo(new Profile("alice", "Al", "Curiouser."));
	}

	@Test
	void nameIsTakenWhateverItsCase() {
		this.accounts.register("alice", "wonderland");

		assertRefused(Status.NAME_TAKEN, () -> this.accounts.register("ALICE", "wonderland"));
	}

	@Test
	void nameIsGivenOnceHoweverManyAskAtTheSameTime() throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(8);
		AtomicInteger taken = new AtomicInteger();
		try {
			threads.invokeAll(Collections.nCopies(8, () -> {
				assertRefusedOr(taken, () -> this.accounts.register("alice", "wonderland"));
				return null;
			})).forEach((done) -> assertThat(done).succeedsWithin(Duration.ofSeconds(30)));
		}
		finally {
			threads.shutdownNow();
		}

		assertThat(taken).hasValue(7);
	}

	@Test
	void wrongPasswordAndUnknownUserAreToldInTheSameWords() {
		this.accounts.register("alice", "wonderland");

		assertRefused(Status.WRONG_CREDENTIALS, () -> this.accounts.logIn("alice", "wonderlant"));
		assertRefused(Status.WRONG_CREDENTIALS, () -> this.accounts.logIn("nobody", "wonderland"));
	}

	@Test
	void unknownUserCostsAHash(@TempDir Path directory) {
		PasswordCost advised = new PasswordCost(DataSize.ofMegabytes(19), 2, false);
		try (TestService slow = new TestService(directory,
				TestService.properties(1, Duration.ofMinutes(1), Duration.ofMinutes(1), advised), this.clock)) {
			long before = allocatedBytes();

			assertRefused(Status.WRONG_CREDENTIALS, () -> slow.accounts.logIn("nobody", "wonderland"));

			// how long it takes depends on the machine
			assertThat(allocatedBytes() - before).as("the memory that a hash costs")
				.isGreaterThan(advised.memory().toBytes());
		}
	}

	private static long allocatedBytes() {
		return ManagementFactory.getPlatformMXBean(ThreadMXBean.class).getCurrentThreadAllocatedBytes();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "al", "-alice", "alice smith", "al/ice", "älice", "alice\n",
			"a23456789012345678901234567890123" })
	void nameThatIsNoneIsRefused(String username) {
		assertRefused(Status.BAD_REQUEST, () -> this.accounts.register(username, "wonderland"));
	}

	@Test
	void passwordTooShortOrTooLongIsRefused() {
		assertRefused(Status.BAD_REQUEST, () -> this.accounts.register("alice", "1234567"));
		assertRefused(Status.BAD_REQUEST, () -> this.accounts.register("alice", "x".repeat(129)));
	}

	@Test
	void profileTooLongIsRefused() {
		this.accounts.register("alice", "wonderland");
		String token = this.accounts.logIn("alice", "wonderland");

		assertRefused(Status.BAD_REQUEST, () -> this.accounts.updateProfile(token, "x".repeat(65), ""));
		assertRefused(Status.BAD_REQUEST, () -> this.accounts.updateProfile(token, "", "x".repeat(1001)));
		assertThat(this.accounts.updateProfile(token, "x".repeat(64), "ü".repeat(1000)).bio()).hasSize(1000);
	}

	@Test
	void sqlInAFieldIsText() {
		this.accounts.register("alice", "wonderland");
		String token = this.accounts.logIn("alice", "wonderland");

		this.accounts.updateProfile(token, "'; DROP TABLE users; --", "\"");

		assertThat(this.accounts.profile(token).nickname()).isEqualTo("'; DROP TABLE users; --");
	}

	@Test
	void tokensAreGoodOnlyForTheirUserAndTheirTime() {
		this.accounts.register("alice", "wonderland");
		this.accounts.register("bob", "builder-bob");
		String alice = this.accounts.logIn("alice", "wonderland");
		String bob = this.accounts.logIn("bob", "builder-bob");
		assertThat(this.accounts.profile(alice).username()).isEqualTo("alice");
		assertThat(this.accounts.profile(bob).username()).isEqualTo("bob");
		assertThat(List.of(alice, bob, this.accounts.logIn("bob", "builder-bob"))).doesNotHaveDuplicates();

		assertRefused(Status.NO_SESSION, () -> this.accounts.profile("made-up"));
		this.clock.now = this.clock.now.plus(Duration.ofHours(1));
		assertRefused(Status.NO_SESSION, () -> this.accounts.profile(alice));
		assertRefused(Status.NO_SESSION, () -> this.accounts.updateProfile(alice, "", ""));
	}

	@Test
	void seedIsSownOnce() {
		this.accounts.seed("alice", "wonderland");
		this.accounts.seed("alice", "another-password");

		assertThat(this.accounts.logIn("alice", "wonderland")).isNotEmpty();
	}

	private static void assertRefused(Status status, ThrowingCallable call) {
		assertThatExceptionOfType(RequestFailure.class).isThrownBy(call)
			.satisfies((ex) -> assertThat(ex.status()).isEqualTo(status));
	}

	private static void assertRefusedOr(AtomicInteger refused, Runnable call) {
		try {
			call.run();
		}
		catch (RequestFailure ex) {
			refused.incrementAndGet();
		}
	}

	private static final class MovableClock extends Clock {

		private volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");

		@Override
		public ZoneId getZone() {
			throw new UnsupportedOperationException();
		}

		@Override
		public Clock withZone(ZoneId zone) {
			throw new UnsupportedOperationException();
		}

		@Override
		public Instant instant() {
			return this.now;
		}

	}

}
