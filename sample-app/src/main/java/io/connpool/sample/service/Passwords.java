package io.connpool.sample.service;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.connpool.sample.protocol.Status;
import io.connpool.sample.service.ServiceProperties.PasswordCost;
import org.jspecify.annotations.Nullable;

import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.crypto.password.Pbkdf2PasswordEncoder;
import org.springframework.security.crypto.password.Pbkdf2PasswordEncoder.SecretKeyFactoryAlgorithm;

/**
 * Hashes passwords, each with a salt of its own.
 *
 * <p>
 * Argon2id is what OWASP's password storage cheat sheet puts first, and the memory of 19
 * MiB and two passes that it advises are the default. Every hash names its own cost, so
 * those made before the cost was raised stay good. A cost that the cheat sheet calls too
 * low is refused.
 *
 * <p>
 * At most one hash per processor is computed at once: more would finish no sooner and
 * take their memory at the same time.
 */
final class Passwords {

	private static final String DEMO_PREFIX = "{demo}";

	private static final int DEMO_ITERATIONS = 20;

	private static final Duration PATIENCE = Duration.ofSeconds(3);

	private final PasswordEncoder argon2id;

	/** Only with profile {@code load}; its hashes are good nowhere else. */
	private final @Nullable PasswordEncoder demo;

	private final String description;

	private final Semaphore processors = new Semaphore(Runtime.getRuntime().availableProcessors(), true);

	/** Compared with where there is no user, so that the answer takes as long. */
	private final String nobody;

	Passwords(PasswordCost cost, boolean loadProfile) {
		requireAdvised(cost);
		if (cost.demo() && !loadProfile) {
			throw new IllegalArgumentException("sample.service.password.demo is only allowed with profile 'load'");
		}
		this.argon2id = new Argon2PasswordEncoder(16, 32, 1, Math.toIntExact(cost.memory().toKilobytes()),
				cost.iterations());
		this.demo = cost.demo()
				? new Pbkdf2PasswordEncoder("", 16, DEMO_ITERATIONS, SecretKeyFactoryAlgorithm.PBKDF2WithHmacSHA256)
				: null;
		this.description = cost.demo() ? "PBKDF2, " + DEMO_ITERATIONS + " iterations (demo cost, no protection)"
				: "Argon2id, " + cost.memory().toMegabytes() + " MB, " + cost.iterations() + " iterations";
		this.nobody = hash("nobody's password");
	}

	/** The pairs that the cheat sheet calls equally strong. */
	private static void requireAdvised(PasswordCost cost) {
		long leastMegabytes = switch (Math.min(cost.iterations(), 5)) {
			case 5 -> 7;
			case 4 -> 9;
			case 3 -> 12;
			case 2 -> 19;
			case 1 -> 46;
			default -> throw new IllegalArgumentException(
					"sample.service.password.iterations is " + cost.iterations() + "; at least 1 is needed");
		};
		if (cost.memory().toMegabytes() < leastMegabytes) {
			throw new IllegalArgumentException("sample.service.password.memory is " + cost.memory().toKilobytes()
					+ "KB; with iterations " + cost.iterations() + " at least " + leastMegabytes + "MB are advised");
		}
	}

	String hash(String password) {
		PasswordEncoder demo = this.demo;
		return (demo != null) ? DEMO_PREFIX + computing(() -> demo.encode(password))
				: computing(() -> this.argon2id.encode(password));
	}

	boolean matches(String password, String hash) {
		PasswordEncoder demo = this.demo;
		if (!hash.startsWith(DEMO_PREFIX)) {
			return computing(() -> this.argon2id.matches(password, hash));
		}
		if (demo == null) {
			return matchesNobody(password);
		}
		return computing(() -> demo.matches(password, hash.substring(DEMO_PREFIX.length())));
	}

	/**
	 * Takes as long as {@link #matches}.
	 * @return false
	 */
	boolean matchesNobody(String password) {
		matches(password, this.nobody);
		return false;
	}

	/**
	 * Tells what a hash costs, which belongs beside every number that is measured.
	 */
	@Override
	public String toString() {
		return this.description;
	}

	private <T> T computing(Supplier<T> hashing) {
		try {
			if (!this.processors.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
				throw new RequestFailure(Status.UNAVAILABLE, "too many passwords to check; try again later");
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new RequestFailure(Status.UNAVAILABLE, "the service is stopping");
		}
		try {
			return hashing.get();
		}
		finally {
			this.processors.release();
		}
	}

}
