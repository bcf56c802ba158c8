package io.connpool.spring.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.env.OriginTrackedMapPropertySource;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.OriginTrackedValue;

/**
 * The presets that come with the starter.
 */
final class ShippedPresets {

	private ShippedPresets() {
	}

	/**
	 * Returns them as properties. Those are read last, so that each key can be
	 * overridden.
	 */
	static ConfigurationPropertySource source() {
		Map<String, OriginTrackedValue> properties = new LinkedHashMap<>();
		tcp().forEach((key, value) -> properties.put(PoolDefinitions.PRESETS + ".tcp." + key,
				OriginTrackedValue.of(value, new Shipped("tcp"))));
		return Objects.requireNonNull(
				ConfigurationPropertySource.from(new OriginTrackedMapPropertySource("presets", properties)));
	}

	/**
	 * For servers behind middleboxes that forget idle connections: those are closed
	 * before, as far as min-idle allows. Without a ping, keepalive sends nothing on them,
	 * it only finds out which ones the other side has closed.
	 */
	private static Map<String, Object> tcp() {
		Map<String, Object> keys = new LinkedHashMap<>();
		keys.put("max-size", 50);
		keys.put("min-idle", 10);
		keys.put("idle-timeout", "30s");
		keys.put("keepalive.interval", "15s");
		return keys;
	}

	private record Shipped(String preset) implements Origin {

		@Override
		public String toString() {
			return "the preset '" + this.preset + "' as shipped";
		}

	}

}
