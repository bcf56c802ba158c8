package io.connpool.sample.service;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * What somebody who has logged in is known by: 256 random bits. Only their SHA-256 is
 * stored, so who reads the database learns no token; being random, it needs neither salt
 * nor a slow hash, and looking up the hash tells nothing about the token by the time it
 * takes.
 */
record Token(String text) {

	private static final SecureRandom RANDOM = new SecureRandom();

	static Token random() {
		byte[] bits = new byte[32];
		RANDOM.nextBytes(bits);
		return new Token(Base64.getUrlEncoder().withoutPadding().encodeToString(bits));
	}

	static Token of(String text) {
		return new Token(text);
	}

	byte[] hash() {
		try {
			return MessageDigest.getInstance("SHA-256").digest(this.text.getBytes(StandardCharsets.UTF_8));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("every JDK has SHA-256", ex);
		}
	}

	@Override
	public String toString() {
		return "Token[secret]";
	}

}
