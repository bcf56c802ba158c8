package io.connpool.net;

import java.net.URI;

/**
 * Where to connect to: host and port out of a {@code tcp://host:port} URI.
 *
 * @param host a name, or an IPv4 or IPv6 address without brackets
 * @param port 1 to 65535
 */
record TcpAddress(String host, int port) {

	/**
	 * Takes the URI apart.
	 * @param uri {@code tcp://host:port} and nothing else
	 * @return the address
	 * @throws IllegalArgumentException saying what is wrong and what it should look like;
	 * never repeats user info, which may hold a password
	 */
	static TcpAddress of(URI uri) {
		if (!"tcp".equalsIgnoreCase(uri.getScheme())) {
			throw new IllegalArgumentException(
					"uri – scheme " + ((uri.getScheme() != null) ? '"' + uri.getScheme() + '"' : "missing")
							+ ", allowed: tcp, as in tcp://localhost:9009");
		}
		if (uri.getRawAuthority() != null && uri.getRawAuthority().indexOf('@') >= 0) {
			throw invalid("user info is not allowed; credentials belong to the protocol on top");
		}
		if (uri.getHost() == null) {
			throw invalid(hostProblem(uri));
		}
		if (uri.getPort() < 1 || uri.getPort() > 65_535) {
			throw invalid("port " + ((uri.getPort() < 0) ? "missing" : uri.getPort()) + ", allowed: 1 to 65535");
		}
		if (!uri.getRawPath().isEmpty() || uri.getRawQuery() != null || uri.getRawFragment() != null) {
			throw invalid("nothing may follow the port, and here follows a " + part(uri));
		}
		String host = uri.getHost();
		return new TcpAddress(host.startsWith("[") ? host.substring(1, host.length() - 1) : host, uri.getPort());
	}

	/**
	 * Repeats the host up to where a password might begin, if it was meant to be user
	 * info.
	 */
	private static String hostProblem(URI uri) {
		String authority = (uri.getRawAuthority() != null) ? uri.getRawAuthority() : "";
		String host = authority.split("[:%]", 2)[0];
		if (host.isEmpty()) {
			return "host missing, or not a valid host name (letters, digits, '-' and '.')";
		}
		return "host \"" + host + "\" is not a valid host name (letters, digits, '-' and '.'), or its port is not a "
				+ "number from 1 to 65535";
	}

	/** Without its text, in which there may be a password. */
	private static String part(URI uri) {
		if (!uri.getRawPath().isEmpty()) {
			return "path";
		}
		return (uri.getRawQuery() != null) ? "query" : "fragment";
	}

	private static IllegalArgumentException invalid(String what) {
		return new IllegalArgumentException("uri – " + what + "; it should look like tcp://localhost:9009");
	}

	@Override
	public String toString() {
		return "tcp://" + ((this.host.indexOf(':') >= 0) ? "[" + this.host + "]" : this.host) + ":" + this.port;
	}

}
