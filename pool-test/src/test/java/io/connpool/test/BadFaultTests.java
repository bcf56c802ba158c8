package io.connpool.test;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Every argument of a fault, a script or a proxy, with values that make no sense. A
 * method that takes arguments and has no row fails the test.
 */
class BadFaultTests {

	private static final Duration TOO_LONG = Duration.ofDays(365).plusNanos(1);

	private static final List<Duration> BAD_TIMES = List.of(Duration.ofNanos(-1), Duration.ofSeconds(Long.MIN_VALUE),
			TOO_LONG, Duration.ofSeconds(Long.MAX_VALUE));

	private static final String TIME = "from zero to 365 days";

	private final Set<String> rows = new TreeSet<>();

	private final List<String> complaints = new ArrayList<>();

	private int tried;

	@Test
	void everyArgumentIsRefusedAndTheProxyGoesOn() throws IOException {
		faults();
		scripts();
		try (FaultProxy proxy = FaultProxy.to("127.0.0.1", 1)) {
			proxies(proxy);

			assertThat(proxy.open()).isZero();
		}

		assertThat(this.complaints).as("of " + this.tried).isEmpty();
		assertThat(this.rows)
			.isEqualTo(methods(Fault.class, FaultScript.class, FaultProxy.class, ProxiedConnection.class));
		assertThat(Files.readAllLines(Path.of("../docs/reliability.md")))
			.filteredOn((line) -> line.startsWith("| arguments of the fault proxy |"))
			.singleElement()
			.asString()
			.contains("| " + this.tried + " |", "`BadFaultTests`");
	}

	private void faults() {
		row("Fault.latency(Duration)");
		times("delay", Fault::latency);
		row("Fault.latency(Duration, Duration)");
		times("delay", (time) -> Fault.latency(time, Duration.ZERO));
		times("jitter", (time) -> Fault.latency(Duration.ZERO, time));
		refused("jitter", Duration.ofMillis(2), "at most the delay, PT0.001S",
				() -> Fault.latency(Duration.ofMillis(1), Duration.ofMillis(2)));
		row("Fault.bandwidth(long)");
		numbers("bytesPerSecond", "one or more", Fault::bandwidth, 0, -1, Long.MIN_VALUE);
		row("Fault.slice(int, Duration)");
		numbers("size", "one or more", (size) -> Fault.slice((int) size, Duration.ZERO), 0, -1, Integer.MIN_VALUE);
		times("pause", (time) -> Fault.slice(1, time));
		row("Fault.slowClose(Duration)");
		times("delay", Fault::slowClose);
		row("Fault.cutAfter(long)");
		positions(Fault::cutAfter);
		row("Fault.closeAfter(long)");
		positions(Fault::closeAfter);
		row("Fault.endAfter(long)");
		positions(Fault::endAfter);
		row("Fault.muteAfter(long)");
		positions(Fault::muteAfter);
		row("Fault.blackholeAfter(long)");
		positions(Fault::blackholeAfter);
		row("Fault.truncate(long, int)");
		positions((position) -> Fault.truncate(position, 1));
		numbers("count", "from 1 to 2147483647", (count) -> Fault.truncate(0, (int) count), 0, -1, Integer.MIN_VALUE);
		row("Fault.corrupt(long, int)");
		positions((position) -> Fault.corrupt(position, 1));
		numbers("count", "from 1 to 2147483647", (count) -> Fault.corrupt(0, (int) count), 0, -1, Integer.MIN_VALUE);
		row("Fault.duplicate(long, int)");
		positions((position) -> Fault.duplicate(position, 1));
		numbers("count", "from 1 to 1048576", (count) -> Fault.duplicate(0, (int) count), 0, -1, 1_048_577,
				Integer.MAX_VALUE);
		row("Fault.reorder(long, int, int)");
		positions((position) -> Fault.reorder(position, 1, 1));
		numbers("first", "from 1 to 1048576", (first) -> Fault.reorder(0, (int) first, 1), 0, -1, 1_048_577,
				Integer.MAX_VALUE);
		numbers("second", "from 1 to 2147483647", (second) -> Fault.reorder(0, 1, (int) second), 0, -1,
				Integer.MIN_VALUE);
		row("Fault.stray(long, byte[])");
		positions((position) -> Fault.stray(position, (byte) 1));
		refused("bytes.length", 0, "from 1 to 2147483647", () -> Fault.stray(0));
		isNull("bytes", () -> Fault.stray(0, (byte[]) null));
		row("Fault.seeded(long)"); // any will do
		row("Fault.and(Fault)");
		isNull("other", () -> Fault.none().and(null));
	}

	private void scripts() {
		row("FaultScript.random(long)"); // any will do
		row("FaultScript.random(long, double, Fault[])");
		for (double share : new double[] { -0.001, 1.001, Double.NaN, Double.NEGATIVE_INFINITY,
				Double.POSITIVE_INFINITY }) {
			refused("share", share, "from 0 to 1", () -> FaultScript.random(1, share, Fault.none()));
		}
		refused("faults.length", 0, "one or more", () -> FaultScript.random(1, 1));
		row("FaultScript.faultOf(long)"); // the user's own
	}

	private void proxies(FaultProxy proxy) {
		row("FaultProxy.to(String, int)");
		numbers("port", "from 1 to 65535", (port) -> FaultProxy.to("127.0.0.1", (int) port).close(), 0, -1, 65_536,
				Integer.MAX_VALUE);
		isNull("host", () -> FaultProxy.to(null, 1).close());
		row("FaultProxy.listeningOn(int, String, int)");
		numbers("listenPort", "from 0 to 65535", (port) -> FaultProxy.listeningOn((int) port, "127.0.0.1", 1).close(),
				-1, 65_536, Integer.MAX_VALUE);
		row("FaultProxy.delay(Duration)");
		times("delay", proxy::delay);
		row("FaultProxy.next(Fault[])");
		isNull("faults", () -> proxy.next((Fault[]) null));
		row("FaultProxy.all(Fault)");
		isNull("fault", () -> proxy.all(null));
		row("FaultProxy.script(FaultScript)");
		isNull("script", () -> proxy.script(null));
		row("FaultProxy.connection(long)");
		numbers("number", "one or more", proxy::connection, 0, -1, Long.MIN_VALUE);
		row("FaultProxy.limit(int)");
		numbers("connections", "zero or more", (connections) -> proxy.limit((int) connections), -1, Integer.MIN_VALUE);
		row("ProxiedConnection.fault(Fault)");
		isNull("fault", () -> proxy.connection(1).fault(null));
		row("ProxiedConnection.sendToClient(byte[])");
		isNull("bytes", () -> proxy.connection(1).sendToClient((byte[]) null));
		row("ProxiedConnection.sendToServer(byte[])");
		isNull("bytes", () -> proxy.connection(1).sendToServer((byte[]) null));
	}

	private void row(String method) {
		this.rows.add(method);
	}

	private void times(String name, Consumer<Duration> call) {
		BAD_TIMES.forEach((time) -> refused(name, time, TIME, () -> call.accept(time)));
		isNull(name, () -> call.accept(null));
	}

	private void positions(LongConsumer call) {
		numbers("position", "zero or more", call, -1, Long.MIN_VALUE);
	}

	private void numbers(String name, String allowed, LongConsumer call, long... values) {
		for (long value : values) {
			refused(name, value, allowed, () -> call.accept(value));
		}
	}

	private void refused(String name, Object value, String allowed, ThrowingCallable call) {
		judge(call, IllegalArgumentException.class, name + " = " + value + ", allowed: " + allowed);
	}

	private void isNull(String name, ThrowingCallable call) {
		judge(call, NullPointerException.class, name);
	}

	private void judge(ThrowingCallable call, Class<?> expected, String words) {
		this.tried++;
		Throwable failure = catchThrowable(call);
		if (failure == null || failure.getClass() != expected
				|| !String.valueOf(failure.getMessage()).contains(words)) {
			this.complaints.add("expected " + expected.getSimpleName() + " with \"" + words + "\": " + failure);
		}
	}

	private static Set<String> methods(Class<?>... types) {
		return Stream.of(types)
			.flatMap((type) -> Stream.of(type.getDeclaredMethods()))
			.filter((method) -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic())
			.filter((method) -> method.getParameterCount() > 0 && !"equals".equals(method.getName()))
			.map(BadFaultTests::signature)
			.collect(Collectors.toCollection(TreeSet::new));
	}

	private static String signature(Method method) {
		return Arrays.stream(method.getParameterTypes())
			.map(Class::getSimpleName)
			.collect(Collectors.joining(", ", method.getDeclaringClass().getSimpleName() + "." + method.getName() + "(",
					")"));
	}

}
