package io.connpool.spring;

import java.util.regex.Pattern;

/**
 * Takes credentials out of texts that operators are shown: health, the endpoint, failure
 * reports.
 */
public final class SafeText {

	private static final Pattern PARAMETERS = Pattern.compile("[?#;].*$", Pattern.DOTALL);

	private static final Pattern USER_INFO = Pattern.compile("//[^/\\s]*@");

	/** Whatever a driver may read credentials from. */
	private static final Pattern JDBC_DOUBT = Pattern.compile("[@(=]");

	private static final Pattern JDBC_SUBPROTOCOL = Pattern.compile("^(jdbc:[a-z0-9+._-]*).*$",
			Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

	private static final Pattern JDBC_USER_INFO = Pattern.compile("(jdbc:[a-z0-9+._-]+:(?://)?)\\S*@",
			Pattern.CASE_INSENSITIVE);

	private static final Pattern SECRET = Pattern.compile(
			"((?:password|passwd|pwd|secret|token)[\"']?\\s*[=:]\\s*)(?:\"[^\"]*(?:\"|$)|'[^']*(?:'|$)|[^\\s&;,)}\"']+)",
			Pattern.CASE_INSENSITIVE);

	/** Characters of a failure that are shown. */
	private static final int MOST = 500;

	private SafeText() {
	}

	/**
	 * Returns a URI without user info and parameters. Of a JDBC one that may have
	 * credentials elsewhere, because an {@code @}, a {@code (} or a {@code =} is left,
	 * only {@code jdbc:subprotocol:…} is shown.
	 * @param uri the URI as configured
	 * @return what may be shown of it
	 */
	public static String uri(String uri) {
		String rest = PARAMETERS.matcher(uri).replaceFirst("");
		if (rest.regionMatches(true, 0, "jdbc:", 0, 5)) {
			// the cut may have gone through a password
			boolean doubt = JDBC_DOUBT.matcher(rest).find() || uri.indexOf('@', rest.length()) >= 0;
			return doubt ? JDBC_SUBPROTOCOL.matcher(rest).replaceFirst("$1:…") : rest;
		}
		return USER_INFO.matcher(rest).replaceAll("//");
	}

	/**
	 * Returns what failed, without what looks like credentials: some drivers put the
	 * whole URL in their messages.
	 * @param failure what was thrown
	 * @return its type and message; of a long one the first 500 characters, and how many
	 * there are
	 */
	public static String failure(Throwable failure) {
		String text = failure.toString();
		String safe = text(text);
		if (safe.length() <= MOST) {
			return safe;
		}
		int end = Character.isHighSurrogate(safe.charAt(MOST - 1)) ? MOST - 1 : MOST;
		return safe.substring(0, end) + "… (" + text.length() + " characters)";
	}

	/**
	 * Returns a text without what looks like credentials.
	 * @param text for example the message of a failure
	 * @return the text
	 */
	public static String text(String text) {
		String withoutUsers = USER_INFO.matcher(JDBC_USER_INFO.matcher(text).replaceAll("$1")).replaceAll("//");
		return SECRET.matcher(withoutUsers).replaceAll("$1******");
	}

}
