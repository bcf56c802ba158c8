package io.connpool.spring.autoconfigure;

import java.util.Locale;

import io.connpool.spring.SafeText;

/**
 * What opens the connections of a pool.
 *
 * @param kind which way they are opened
 * @param location the URI, or the name of the factory bean
 */
record PoolTarget(Kind kind, String location) {

	/**
	 * Ways to open connections.
	 */
	enum Kind {

		/** Over TCP. */
		TCP,

		/** Through a JDBC driver. */
		JDBC,

		/** By a bean of the application. */
		FACTORY;

		String scheme() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

	/** A URI may hold a password. */
	@Override
	public String toString() {
		return (this.kind == Kind.FACTORY) ? "bean '" + this.location + "'" : SafeText.uri(this.location);
	}

}
