package io.connpool.sample.storage;

/**
 * What a user tells about themselves.
 *
 * @param username the name they log in with
 * @param nickname how they want to be called; may be empty
 * @param bio some sentences; may be empty
 */
public record Profile(String username, String nickname, String bio) {

}
