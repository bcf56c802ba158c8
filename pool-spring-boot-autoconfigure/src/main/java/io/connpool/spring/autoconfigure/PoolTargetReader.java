package io.connpool.spring.autoconfigure;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;

import io.connpool.spring.SafeText;
import io.connpool.spring.autoconfigure.PoolTarget.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what opens the connections of a pool, and which of its keys have no effect on
 * that.
 */
final class PoolTargetReader {

	private static final String ALLOWED_URIS = "tcp://host:port, jdbc:...";

	private final PoolPropertySources sources;

	private final String path;

	private final PoolProperties own;

	private final CodecProperties codec;

	/**
	 * Creates a reader.
	 * @param sources all properties
	 * @param path the path of the pool
	 * @param own what is set for the pool itself
	 * @param effective what is in force, presets and defaults included
	 */
	PoolTargetReader(PoolPropertySources sources, String path, PoolProperties own, PoolProperties effective) {
		this.sources = sources;
		this.path = path;
		this.own = own;
		this.codec = effective.getCodec();
	}

	@Nullable PoolTarget read(List<ConfigurationProblem> problems) {
		String uri = this.own.getUri();
		String factory = this.own.getFactory();
		if ((uri == null) == (factory == null)) {
			problems.add(new ConfigurationProblem(this.path, null, this.sources.origin(this.path),
					((uri == null) ? "neither 'uri' nor 'factory' is set" : "both 'uri' and 'factory' are set")
							+ "; exactly one is needed: uri (" + ALLOWED_URIS
							+ ") or factory (name of a ConnectionFactory bean)"));
			return null;
		}
		PoolTarget target = (factory != null) ? new PoolTarget(Kind.FACTORY, factory) : uriTarget(uri, problems);
		if (target != null) {
			checkEffect(target.kind(), problems);
		}
		return target;
	}

	private @Nullable PoolTarget uriTarget(@Nullable String text, List<ConfigurationProblem> problems) {
		String uri = (text != null) ? text : "";
		String scheme = uri.substring(0, Math.max(0, uri.indexOf(':'))).toLowerCase(Locale.ROOT);
		String reason = switch (scheme) {
			case "tcp" -> tcpProblem(uri);
			case "jdbc" -> null;
			case "" -> "no scheme; allowed: " + ALLOWED_URIS;
			default -> "unknown scheme '" + scheme + "'; allowed: " + ALLOWED_URIS
					+ "; anything else can be opened by a ConnectionFactory bean named in 'factory'";
		};
		if (reason != null) {
			problems.add(new ConfigurationProblem(this.path + ".uri", SafeText.uri(uri),
					this.sources.origin(this.path + ".uri"), reason));
			return null;
		}
		return new PoolTarget("tcp".equals(scheme) ? Kind.TCP : Kind.JDBC, uri);
	}

	private static @Nullable String tcpProblem(String text) {
		try {
			TcpPools.checkUri(new URI(text));
			return null;
		}
		catch (URISyntaxException ex) {
			return "not a URI; it should look like tcp://localhost:9009";
		}
		catch (IllegalArgumentException ex) {
			return String.valueOf(ex.getMessage());
		}
	}

	private void checkEffect(Kind kind, List<ConfigurationProblem> problems) {
		if (kind != Kind.TCP) {
			String only = "only for pools whose uri begins with tcp:";
			checkAbsent("socket", SocketProperties.class, only, problems);
			checkAbsent("codec", CodecProperties.class, only, problems);
			checkAbsent("ping", PingProperties.class, only, problems);
		}
		if (kind != Kind.JDBC) {
			String only = "only for pools whose uri begins with jdbc:";
			checkAbsent("jdbc", JdbcProperties.class, only, problems);
			checkAbsent("username", String.class, only, problems);
			checkAbsent("password", String.class, only, problems);
		}
		if (kind == Kind.TCP && this.codec.getType() == CodecProperties.Type.LINE) {
			String only = "only for codec.type length-prefixed";
			checkAbsent("codec.length-bytes", Integer.class, only, problems);
			checkAbsent("codec.byte-order", String.class, only, problems);
			checkAbsent("codec.length-includes-prefix", Boolean.class, only, problems);
		}
		if (kind == Kind.TCP && this.codec.getType() != CodecProperties.Type.LINE) {
			checkAbsent("codec.delimiter", String.class, "only for codec.type line", problems);
		}
	}

	private void checkAbsent(String key, Class<?> type, String only, List<ConfigurationProblem> problems) {
		String keyPath = this.path + "." + key;
		if (this.sources.isPresent(keyPath, type)) {
			problems
				.add(new ConfigurationProblem(keyPath, null, this.sources.origin(keyPath), "has no effect: " + only));
		}
	}

}
