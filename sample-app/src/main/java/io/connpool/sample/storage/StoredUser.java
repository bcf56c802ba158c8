package io.connpool.sample.storage;

/**
 * What is needed to let a user in.
 *
 * @param id the number of the user
 * @param passwordHash the salted hash of the password, with its parameters
 */
public record StoredUser(long id, String passwordHash) {

	@Override
	public String toString() {
		return "StoredUser[" + this.id + "]";
	}

}
