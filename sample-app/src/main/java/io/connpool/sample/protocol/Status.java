package io.connpool.sample.protocol;

import org.jspecify.annotations.Nullable;

/**
 * How a request ended. Anything but {@link #OK} comes with one field, a sentence.
 */
public enum Status {

	/** Done. */
	OK(0),

	/** The request makes no sense; asking again will not help. */
	BAD_REQUEST(1),

	/** No such user, or another password. */
	WRONG_CREDENTIALS(2),

	/** The user name belongs to somebody. */
	NAME_TAKEN(3),

	/** The token is unknown or has expired. */
	NO_SESSION(4),

	/** The service cannot answer now. */
	UNAVAILABLE(5),

	/** The service has a defect. */
	FAILED(6);

	private final int code;

	Status(int code) {
		this.code = code;
	}

	/**
	 * Returns the byte that stands for this status.
	 * @return the code
	 */
	public int code() {
		return this.code;
	}

	/**
	 * Finds a status.
	 * @param code the byte that stands for it
	 * @return the status, or null if there is none
	 */
	public static @Nullable Status of(int code) {
		for (Status status : values()) {
			if (status.code == code) {
				return status;
			}
		}
		return null;
	}

}
