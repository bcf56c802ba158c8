package io.connpool.sample.service;

import java.time.Duration;
import java.util.List;

import io.connpool.sample.protocol.Message;
import io.connpool.sample.protocol.Operation;
import io.connpool.sample.protocol.Status;
import io.connpool.sample.storage.Profile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.dao.DataAccessException;

/**
 * Answers requests, every one of them, whatever happens on the way.
 */
final class Requests {

	private static final Logger logger = LoggerFactory.getLogger(Requests.class);

	private static final Duration LONGEST_SLEEP = Duration.ofSeconds(4);

	private final Accounts accounts;

	private final boolean sleeping;

	/**
	 * Creates the answers.
	 * @param accounts what is asked about
	 * @param sleeping whether anybody may keep the service waiting
	 */
	Requests(Accounts accounts, boolean sleeping) {
		this.accounts = accounts;
		this.sleeping = sleeping;
	}

	Message answer(Message request) {
		try {
			return request.reply(Status.OK, perform(request));
		}
		catch (RequestFailure ex) {
			return request.reply(ex.status(), List.of(ex.sentence()));
		}
		catch (DataAccessException ex) {
			logger.warn("{} – the database does not answer: {}", request, ex.getMessage());
			return request.reply(Status.UNAVAILABLE, List.of("the database does not answer"));
		}
		catch (RuntimeException ex) {
			logger.error("{} – failed", request, ex);
			return request.reply(Status.FAILED, List.of("the user service failed; its log says why"));
		}
	}

	private List<String> perform(Message request) {
		Operation operation = Operation.of(request.code());
		if (operation == null || (operation == Operation.SLEEP && !this.sleeping)) {
			throw new RequestFailure(Status.BAD_REQUEST, "there is no operation " + request.code());
		}
		List<String> fields = request.fields();
		if (fields.size() != operation.fields()) {
			throw new RequestFailure(Status.BAD_REQUEST,
					operation + " has " + operation.fields() + " fields, not " + fields.size());
		}
		switch (operation) {
			case PING -> {
				return List.of();
			}
			case REGISTER -> {
				this.accounts.register(fields.get(0), fields.get(1));
				return List.of();
			}
			case LOGIN -> {
				return List.of(this.accounts.logIn(fields.get(0), fields.get(1)));
			}
			case READ_PROFILE -> {
				return texts(this.accounts.profile(fields.get(0)));
			}
			case WRITE_PROFILE -> {
				return texts(this.accounts.updateProfile(fields.get(0), fields.get(1), fields.get(2)));
			}
			case SLEEP -> {
				sleep(fields.get(0));
				return List.of();
			}
		}
		throw new IllegalStateException("bug: " + operation + " is not performed");
	}

	private static List<String> texts(Profile profile) {
		return List.of(profile.username(), profile.nickname(), profile.bio());
	}

	private static void sleep(String millis) {
		try {
			long time = Long.parseLong(millis);
			if (time < 0 || time > LONGEST_SLEEP.toMillis()) {
				throw new RequestFailure(Status.BAD_REQUEST,
						"millis: 0 to " + LONGEST_SLEEP.toMillis() + " are allowed");
			}
			Thread.sleep(time);
		}
		catch (NumberFormatException ex) {
			throw new RequestFailure(Status.BAD_REQUEST, "millis: a whole number is needed");
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new RequestFailure(Status.UNAVAILABLE, "the user service is stopping");
		}
	}

}
