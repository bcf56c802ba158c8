package io.connpool.badinput;

import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;

import io.connpool.ConnectionFactory;
import io.connpool.ConnectionPool;
import io.connpool.Lease;
import io.connpool.PoolSettings;
import io.connpool.PoolSettingsSpec;
import io.connpool.engine.ConnectionPools;
import io.connpool.net.SocketSettings;
import io.connpool.net.codec.LengthPrefixedCodec;
import io.connpool.net.codec.LineCodec;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every setting there is, by every way to set it, with values of every kind that it must
 * not take. A setting that has no row here fails the test.
 */
class BadInputTests {

	private static final String NAME = "a lower-case letter, then lower-case letters, digits and dashes, at most 48 characters";

	private static final String FRAME = "1 to 1073741824 (bytes)";

	private static final String BUFFER = "0 (the system's) to 1073741824";

	private static final Map<String, Rule> POOL = Map.ofEntries(
			Map.entry("name",
					Rule.of("name", NAME, "", " ", "Orders", "2orders", "-orders", "orders_2", "orders.2", "or ders",
							"örders", "orders\n", "orders\0", "o".repeat(49), null)),
			Map.entry("maxSize", Rule.range("max-size", 1, 100_000)),
			Map.entry("minIdle", Rule.range("min-idle", 0, 10, "0 to max-size (10)")),
			Map.entry("acquireTimeout", Rule.positive("acquire-timeout")),
			Map.entry("openTimeout", Rule.positive("open-timeout")),
			Map.entry("openingParallelism", Rule.range("opening.parallelism", 1, 1_000)),
			Map.entry("breakerFailureThreshold", Rule.range("breaker.failure-threshold", 1, 1_000)),
			Map.entry("maxWaiting", Rule.range("max-waiting", 1, 10_000_000)),
			Map.entry("validateAfterIdle", Rule.notNegative("validate-after-idle")),
			Map.entry("validationTimeout", Rule.positive("validation-timeout")),
			Map.entry("keepaliveInterval", Rule.notNegative("keepalive.interval")),
			Map.entry("keepaliveTries", Rule.range("keepalive.tries", 1, 10)),
			Map.entry("idleTimeout", Rule.notNegative("idle-timeout")),
			Map.entry("maxLifetime", Rule.notNegative("max-lifetime")),
			Map.entry("maxUses", Rule.of("max-uses", "0 (no limit) or more", -1L, Long.MIN_VALUE)),
			Map.entry("maxLeaseTime", Rule.notNegative("max-lease-time")),
			Map.entry("onMaxLeaseTime", Rule.of("on-max-lease-time", "warn, reclaim", (Object) null)),
			Map.entry("leakThreshold", Rule.notNegative("leak-threshold")),
			Map.entry("idleOrder", Rule.of("idle-order", "affinity, mru, lru, fifo, round-robin", (Object) null)),
			Map.entry("fairness", Rule.of("fairness", "strict, bounded", (Object) null)),
			Map.entry("warmUp", Rule.of("warm-up", "lazy, background, fail-fast", (Object) null)),
			Map.entry("maxQuarantined", Rule.range("max-quarantined", 1, 100_000)),
			Map.entry("closeDrainTimeout", Rule.notNegative("close.drain-timeout")),
			Map.entry("closeTimeout", Rule.positive("close-timeout")));

	private static final Map<String, Rule> SOCKET = Map.of("readTimeout", Rule.positive("read-timeout"), "writeTimeout",
			Rule.positive("write-timeout"), "tcpNoDelay", Rule.anything("tcp-no-delay"), "keepAlive",
			Rule.anything("keep-alive"), "sendBufferSize", Rule.range("send-buffer-size", 0, 1 << 30, BUFFER),
			"receiveBufferSize", Rule.range("receive-buffer-size", 0, 1 << 30, BUFFER));

	private static final Map<String, Rule> PREFIX = Map.of("lengthBytes",
			Rule.of("length-bytes", "1, 2, 4 or 8", Integer.MIN_VALUE, -4, 0, 3, 5, 6, 7, 9, 16, Integer.MAX_VALUE),
			"order", Rule.of("byte-order", "big-endian, little-endian", (Object) null), "lengthIncludesPrefix",
			Rule.anything("length-includes-prefix"), "maxFrameSize", Rule.range("max-frame-size", 1, 1 << 30, FRAME));

	/** Half a character would become a question mark, silently. */
	private static final Map<String, Rule> LINE = Map.of("delimiter", Rule.of("delimiter", "1 to 16 bytes in UTF-8", "",
			"x".repeat(17), "é".repeat(9), "\ud83d", "\n\udc00", null), "maxFrameSize",
			Rule.range("max-frame-size", 1, 1 << 30, FRAME));

	@Test
	void everySettingOfAPoolIsRefusedByEveryWay() throws Exception {
		AtomicInteger opened = new AtomicInteger();
		ConnectionFactory<String> factory = (request) -> "connection " + opened.incrementAndGet();
		List<BadInput> inputs = new ArrayList<>(BadSettings.inRecord(PoolSettings.builder().build(), POOL));
		inputs.addAll(BadSettings.inBuilder(PoolSettings.Builder.class, PoolSettings::builder, POOL,
				PoolSettings.Builder::build));
		int ways = inputs.size() / values(POOL);
		List<BadInput> ofThePool = pools(factory);

		assertThat(ways).as("values, by the record and by its builder").isEqualTo(2);
		assertThat(ofThePool).hasSize(values(POOL));
		inputs.addAll(ofThePool);
		inputs.addAll(contradictions(factory));
		assertThat(BadInput.complaints(inputs)).isEmpty();
		assertThat(opened).as("connections opened for pools that were refused").hasValue(0);
		BadInputPage.assertTells("settings of a pool", inputs.size(), BadInputTests.class);
	}

	@SuppressWarnings({ "rawtypes", "unchecked" })
	private static List<BadInput> pools(ConnectionFactory<String> factory) {
		return BadSettings.inBuilder((Class<ConnectionPools.Builder<String>>) (Class) ConnectionPools.Builder.class,
				() -> ConnectionPools.builder(factory), POOL, (builder) -> builder.build().close());
	}

	/**
	 * Each good by itself; the values that {@code min-idle} must not have, and a resize.
	 */
	private static List<BadInput> contradictions(ConnectionFactory<String> factory) {
		List<BadInput> inputs = new ArrayList<>();
		for (int maxSize : new int[] { 1, 4, 99_999 }) {
			int minIdle = maxSize + 1;
			String allowed = "0 to max-size (" + maxSize + ")";
			inputs.add(BadInput.ofSetting("min-idle", minIdle, allowed,
					() -> PoolSettings.builder().maxSize(maxSize).minIdle(minIdle).build()));
			inputs.add(BadInput.ofSetting("min-idle", minIdle, allowed,
					() -> PoolSettings.builder().build().resized(minIdle, maxSize)));
			inputs.add(BadInput.ofSetting("min-idle", minIdle, allowed,
					() -> ConnectionPools.builder(factory).maxSize(maxSize).minIdle(minIdle).build().close()));
		}
		return inputs;
	}

	@Test
	void everySettingOfASocketOrACodecIsRefused() throws Exception {
		List<BadInput> inputs = new ArrayList<>(BadSettings.inRecord(SocketSettings.defaults(), SOCKET));
		for (Object bad : SOCKET.get("readTimeout").bad()) {
			Duration timeout = (Duration) bad;
			inputs.add(BadInput.ofSetting("read-timeout", bad, "a duration of more than zero",
					() -> SocketSettings.defaults().withTimeouts(timeout, Duration.ofSeconds(1))));
			inputs.add(BadInput.ofSetting("write-timeout", bad, "a duration of more than zero",
					() -> SocketSettings.defaults().withTimeouts(Duration.ofSeconds(1), timeout)));
		}
		inputs.addAll(BadSettings.inBuilder(LengthPrefixedCodec.Builder.class, LengthPrefixedCodec::builder, PREFIX,
				LengthPrefixedCodec.Builder::build));
		inputs
			.addAll(BadSettings.inBuilder(LineCodec.Builder.class, LineCodec::builder, LINE, LineCodec.Builder::build));

		assertThat(inputs)
			.hasSize(values(SOCKET) + values(SOCKET, "readTimeout", "writeTimeout") + values(PREFIX) + values(LINE));
		assertThat(BadInput.complaints(inputs)).isEmpty();
		BadInputPage.assertTells("settings of sockets and codecs", inputs.size(), BadInputTests.class);
	}

	@Test
	void everySettingThereIsHasARow() {
		Set<String> ofBuilders = new TreeSet<>(POOL.keySet());
		ofBuilders.add("settings"); // all of them at once

		assertThat(BadSettings.ofRecord(PoolSettings.class)).isEqualTo(new TreeSet<>(POOL.keySet()));
		assertThat(BadSettings.ofBuilder(PoolSettings.Builder.class)).isEqualTo(ofBuilders);
		assertThat(BadSettings.ofBuilder(PoolSettingsSpec.class)).isEqualTo(ofBuilders);
		assertThat(BadSettings.ofRecord(SocketSettings.class)).isEqualTo(new TreeSet<>(SOCKET.keySet()));
		assertThat(BadSettings.ofBuilder(LengthPrefixedCodec.Builder.class)).isEqualTo(new TreeSet<>(PREFIX.keySet()));
		assertThat(BadSettings.ofBuilder(LineCodec.Builder.class)).isEqualTo(new TreeSet<>(LINE.keySet()));
	}

	/** However long: there is no limit to refuse it by, and nothing is cut off. */
	@Test
	void theLongestDurationIsKeptAsItIs() throws InterruptedException {
		Duration longest = Duration.ofSeconds(Long.MAX_VALUE, 999_999_999);
		PoolSettings settings = PoolSettings.builder()
			.acquireTimeout(longest)
			.openTimeout(longest)
			.validateAfterIdle(longest)
			.validationTimeout(longest)
			.keepaliveInterval(longest)
			.idleTimeout(longest)
			.maxLifetime(longest)
			.maxLeaseTime(longest)
			.leakThreshold(longest)
			.closeDrainTimeout(longest)
			.closeTimeout(longest)
			.build();
		Map<String, Object> durations = new TreeMap<>();
		for (var component : PoolSettings.class.getRecordComponents()) {
			if (component.getType() == Duration.class) {
				assertThat(settings).extracting(component.getName()).as(component.getName()).isEqualTo(longest);
				durations.put(component.getName(), longest);
			}
		}

		assertThat(durations).hasSize(11);
		assertThat(SocketSettings.defaults().withTimeouts(longest, longest).readTimeout()).isEqualTo(longest);
		try (ConnectionPool<String> pool = ConnectionPools.builder((request) -> "any").settings(settings).build();
				Lease<String> lease = pool.acquire()) {
			assertThat(lease.connection()).isEqualTo("any");
		}
	}

	@Test
	void whatIsAllowedIsNotRefused() {
		assertThat(LengthPrefixedCodec.builder().order(ByteOrder.LITTLE_ENDIAN).build()).isNotNull();
		assertThat(LineCodec.builder().delimiter("\ud83d\ude00").build()).isNotNull();
	}

	private static int values(Map<String, Rule> rules, String... settings) {
		return rules.entrySet()
			.stream()
			.filter((entry) -> settings.length == 0 || List.of(settings).contains(entry.getKey()))
			.mapToInt((entry) -> entry.getValue().bad().size())
			.sum();
	}

}
