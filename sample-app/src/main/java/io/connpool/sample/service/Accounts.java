package io.connpool.sample.service;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

import io.connpool.sample.protocol.Status;
import io.connpool.sample.storage.Profile;
import io.connpool.sample.storage.Sessions;
import io.connpool.sample.storage.StoredUser;
import io.connpool.sample.storage.Users;

/**
 * Who may log in, and what they tell about themselves.
 */
final class Accounts {

	private static final Pattern USERNAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{2,31}");

	private static final int PASSWORD_MIN = 8;

	private static final int PASSWORD_MAX = 128;

	private static final int NICKNAME_MAX = 64;

	private static final int BIO_MAX = 1000;

	/** So that expired sessions go, at no cost worth mentioning. */
	private static final int LOGINS_PER_CLEARANCE = 1000;

	private final AtomicLong logins = new AtomicLong();

	private final Users users;

	private final Sessions sessions;

	private final Passwords passwords;

	private final Duration sessionLifetime;

	private final Clock clock;

	Accounts(Users users, Sessions sessions, Passwords passwords, Duration sessionLifetime, Clock clock) {
		this.users = users;
		this.sessions = sessions;
		this.passwords = passwords;
		this.sessionLifetime = sessionLifetime;
		this.clock = clock;
	}

	void register(String username, String password) {
		require(USERNAME.matcher(username).matches(),
				"username: 3 to 32 letters, digits, dots, hyphens or underscores are needed, a letter or digit first");
		require(password.length() >= PASSWORD_MIN && password.length() <= PASSWORD_MAX,
				"password: " + PASSWORD_MIN + " to " + PASSWORD_MAX + " characters are needed");
		if (this.users.find(username).isPresent() || !this.users.add(username, this.passwords.hash(password))) {
			throw new RequestFailure(Status.NAME_TAKEN, "username: '" + username + "' is taken");
		}
	}

	/**
	 * Registers a user unless the name is taken.
	 */
	void seed(String username, String password) {
		if (this.users.find(username).isEmpty()) {
			register(username, password);
		}
	}

	String logIn(String username, String password) {
		StoredUser user = this.users.find(username).orElse(null);
		boolean right = (user != null) ? this.passwords.matches(password, user.passwordHash())
				: this.passwords.matchesNobody(password);
		if (user == null || !right) {
			throw new RequestFailure(Status.WRONG_CREDENTIALS, "no such user, or a wrong password");
		}
		Token token = Token.random();
		this.sessions.add(token.hash(), user.id(), this.clock.instant().plus(this.sessionLifetime));
		if (this.logins.incrementAndGet() % LOGINS_PER_CLEARANCE == 0) {
			this.sessions.removeExpired(this.clock.instant());
		}
		return token.text();
	}

	Profile profile(String token) {
		return this.users.profile(userOf(token)).orElseThrow(Accounts::noSession);
	}

	Profile updateProfile(String token, String nickname, String bio) {
		require(nickname.length() <= NICKNAME_MAX, "nickname: at most " + NICKNAME_MAX + " characters are allowed");
		require(bio.length() <= BIO_MAX, "bio: at most " + BIO_MAX + " characters are allowed");
		long user = userOf(token);
		this.users.updateProfile(user, nickname, bio);
		return this.users.profile(user).orElseThrow(Accounts::noSession);
	}

	private long userOf(String token) {
		return this.sessions.findUser(Token.of(token).hash(), this.clock.instant()).orElseThrow(Accounts::noSession);
	}

	private static RequestFailure noSession() {
		return new RequestFailure(Status.NO_SESSION, "the token is unknown or has expired; log in again");
	}

	private static void require(boolean condition, String otherwise) {
		if (!condition) {
			throw new RequestFailure(Status.BAD_REQUEST, otherwise);
		}
	}

}
