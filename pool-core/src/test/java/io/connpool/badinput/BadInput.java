package io.connpool.badinput;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.connpool.InvalidPoolSettingsException;

/**
 * Something that must be refused: who is tried with what, and what the refusal must say.
 *
 * @param what the setting or argument and its value, for the list of what is wrong
 * @param attempt hands it over
 * @param refusal what that must throw, exactly
 * @param words what the message must contain: name, value and what is allowed
 */
record BadInput(String what, Attempt attempt, Class<? extends Throwable> refusal, List<String> words) {

	/** A setting: its refusal has name, value and what is allowed in one line. */
	static BadInput ofSetting(String setting, Object value, String allowed, Attempt attempt) {
		String line = setting + " = " + value + ", allowed: " + allowed;
		return new BadInput(line, attempt, InvalidPoolSettingsException.class, List.of(line));
	}

	/** An argument of a call, refused in the same words. */
	static BadInput ofArgument(String name, Object value, String allowed, Attempt attempt) {
		String line = name + " = " + value + ", allowed: " + allowed;
		return new BadInput(line, attempt, IllegalArgumentException.class, List.of(line));
	}

	/** Null where an object is needed: the argument is named. */
	static BadInput ofNull(String name, Attempt attempt) {
		return new BadInput(name + " = null", attempt, NullPointerException.class, List.of(name));
	}

	/** Tries them all. Returns what was wrong with the refusals, if there were any. */
	static List<String> complaints(List<BadInput> inputs) {
		List<String> complaints = new ArrayList<>();
		for (BadInput input : inputs) {
			String complaint = input.complaint();
			if (complaint != null) {
				complaints.add(complaint);
			}
		}
		return complaints;
	}

	private String complaint() {
		try {
			this.attempt.hand();
			return this.what + " – was accepted";
		}
		catch (Throwable ex) {
			String message = Objects.requireNonNullElse(ex.getMessage(), "");
			boolean right = ex.getClass() == this.refusal && this.words.stream().allMatch(message::contains);
			return right ? null
					: this.what + " – expected " + this.refusal.getName() + " with " + this.words + ": " + ex;
		}
	}

	/** Hands the input to whoever is to refuse it. */
	interface Attempt {

		void hand() throws Throwable;

	}

}
