package io.connpool.net.codec;

import java.nio.charset.StandardCharsets;

/**
 * Guesses which protocol a peer speaks that sent something else than a length. Looked at
 * only once a length was refused, so it costs nothing as long as all is well.
 */
enum Banner {

	/** A record: its type (20 to 23), then the version, 3.0 to 3.4. */
	TLS("TLS; set up TLS on this side, or use the port without"),

	/** A response, or a request that came to the wrong server. */
	HTTP("HTTP", "HTTP", "GET ", "HEAD", "POST", "PUT "),

	SSH("SSH", "SSH-"),

	SMTP_OR_FTP("SMTP or FTP", "220 ", "220-"),

	POP3("POP3", "+OK "),

	IMAP("IMAP", "* OK");

	private static final int LENGTH = 4;

	private final String words;

	private final String[] beginnings;

	Banner(String words, String... beginnings) {
		this.words = words;
		this.beginnings = beginnings;
	}

	/**
	 * Looks at what came where a length should be.
	 * @param first the first bytes received, as many as a length has
	 * @return the end of a sentence about them, empty if they look like nothing known
	 */
	static String hint(byte[] first) {
		if (first.length < LENGTH) {
			return "";
		}
		for (Banner banner : values()) {
			if (banner.matches(first)) {
				return "; the peer seems to speak " + banner.words;
			}
		}
		return "";
	}

	private boolean matches(byte[] first) {
		if (this == TLS) {
			return first[0] >= 20 && first[0] <= 23 && first[1] == 3 && first[2] >= 0 && first[2] <= 4;
		}
		String text = new String(first, 0, LENGTH, StandardCharsets.ISO_8859_1);
		for (String beginning : this.beginnings) {
			if (text.equals(beginning)) {
				return true;
			}
		}
		return false;
	}

}
