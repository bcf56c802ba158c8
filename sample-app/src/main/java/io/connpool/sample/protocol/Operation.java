package io.connpool.sample.protocol;

import org.jspecify.annotations.Nullable;

/**
 * What the user service can be asked to do.
 */
public enum Operation {

	/** No fields; answers nothing. */
	PING(0, 0),

	/** User name, password; answers nothing. */
	REGISTER(1, 2),

	/** User name, password; answers a token. */
	LOGIN(2, 2),

	/** Token; answers user name, nickname, bio. */
	READ_PROFILE(3, 1),

	/** Token, nickname, bio; answers as {@link #READ_PROFILE}. */
	WRITE_PROFILE(4, 3),

	/** Milliseconds; answers nothing, but only then. For demonstrations. */
	SLEEP(5, 1);

	private final int code;

	private final int fields;

	Operation(int code, int fields) {
		this.code = code;
		this.fields = fields;
	}

	/**
	 * Returns the byte that stands for this operation.
	 * @return the code
	 */
	public int code() {
		return this.code;
	}

	/**
	 * Returns how many fields a request has.
	 * @return the number of fields
	 */
	public int fields() {
		return this.fields;
	}

	/**
	 * Finds an operation.
	 * @param code the byte that stands for it
	 * @return the operation, or null if there is none
	 */
	public static @Nullable Operation of(int code) {
		for (Operation operation : values()) {
			if (operation.code == code) {
				return operation;
			}
		}
		return null;
	}

}
