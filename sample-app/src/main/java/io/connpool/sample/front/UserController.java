package io.connpool.sample.front;

import java.util.List;

import io.connpool.sample.protocol.Operation;
import io.connpool.sample.protocol.Status;
import org.jspecify.annotations.Nullable;

import org.springframework.context.annotation.Profile;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * What browsers ask for, put in the words of the user service. What is right and wrong is
 * up to the service.
 */
@RestController
@Profile("!service")
@RequestMapping("/api")
class UserController {

	private static final String BEARER = "Bearer ";

	private final UserClient client;

	UserController(UserClient client) {
		this.client = client;
	}

	@PostMapping("/register")
	@ResponseStatus(HttpStatus.CREATED)
	Registered register(@RequestBody Credentials credentials) {
		String username = required("username", credentials.username());
		this.client.ask(Operation.REGISTER, username, required("password", credentials.password()));
		return new Registered(username);
	}

	@PostMapping("/login")
	LoggedIn logIn(@RequestBody Credentials credentials) {
		return new LoggedIn(this.client
			.ask(Operation.LOGIN, required("username", credentials.username()),
					required("password", credentials.password()))
			.get(0));
	}

	@GetMapping("/profile")
	UserProfile readProfile(
			@RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false) @Nullable String authorization) {
		return UserProfile.of(this.client.ask(Operation.READ_PROFILE, token(authorization)));
	}

	@PutMapping("/profile")
	UserProfile writeProfile(
			@RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false) @Nullable String authorization,
			@RequestBody ProfileChange change) {
		return UserProfile.of(this.client.ask(Operation.WRITE_PROFILE, token(authorization),
				required("nickname", change.nickname()), required("bio", change.bio())));
	}

	/**
	 * Tells whether the service answers.
	 */
	@GetMapping("/ping")
	Pong ping() {
		this.client.ask(Operation.PING);
		return new Pong(true);
	}

	private static String token(@Nullable String authorization) {
		if (authorization == null || !authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
			throw new RefusedException(Status.NO_SESSION, "the header 'Authorization: Bearer <token>' is missing");
		}
		return authorization.substring(BEARER.length()).strip();
	}

	private static String required(String name, @Nullable String value) {
		if (value == null) {
			throw new RefusedException(Status.BAD_REQUEST, name + ": is missing");
		}
		return value;
	}

	record Credentials(@Nullable String username, @Nullable String password) {

		@Override
		public String toString() {
			return "Credentials[" + this.username + "]";
		}

	}

	record Registered(String username) {

	}

	record LoggedIn(String token) {

	}

	record ProfileChange(@Nullable String nickname, @Nullable String bio) {

	}

	record UserProfile(String username, String nickname, String bio) {

		static UserProfile of(List<String> fields) {
			return new UserProfile(fields.get(0), fields.get(1), fields.get(2));
		}

	}

	record Pong(boolean pong) {

	}

}
