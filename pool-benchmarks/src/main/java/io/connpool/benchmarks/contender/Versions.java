package io.connpool.benchmarks.contender;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * The versions that the build has put in.
 */
public final class Versions {

	private static final Properties ALL = load();

	private Versions() {
	}

	/** Returns the project's name and version. */
	public static String of(String key) {
		String version = ALL.getProperty(key);
		if (version == null) {
			throw new IllegalArgumentException("no version of " + key);
		}
		return version;
	}

	private static Properties load() {
		Properties properties = new Properties();
		try (InputStream in = Versions.class.getResourceAsStream("contenders.properties")) {
			properties.load(in);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return properties;
	}

}
