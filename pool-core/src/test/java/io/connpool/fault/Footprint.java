package io.connpool.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What a pool may leave behind in its JVM: threads, and sockets, which are counted where
 * the system shows them.
 */
public record Footprint(Set<Thread> threads, long sockets) {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

	/** The column after the number, of a table of the system's. */
	private static final int PATH = 7;

	public static Footprint now() {
		try {
			// the first channel of a JVM leaves it a socket, for good
			SocketChannel.open().close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return new Footprint(poolThreads(), countSockets());
	}

	/** Asserts that whatever came since has gone. */
	public void assertNothingIsLeft() {
		await().atMost(PATIENCE).untilAsserted(() -> {
			assertThat(poolThreads()).as(() -> "threads: " + stacks()).isSubsetOf(this.threads);
			assertThat(countSockets()).as("sockets").isLessThanOrEqualTo(this.sockets);
		});
	}

	private static Set<Thread> poolThreads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith("connpool-"))
			.collect(Collectors.toSet());
	}

	private static String stacks() {
		return poolThreads().stream()
			.map((thread) -> thread + " " + Arrays.toString(thread.getStackTrace()))
			.collect(Collectors.joining(", "));
	}

	private static long countSockets() {
		if (!Files.isDirectory(DESCRIPTORS)) {
			return 0;
		}
		try (Stream<Path> descriptors = Files.list(DESCRIPTORS)) {
			Set<String> ofTools = socketsWithAPath();
			return descriptors.map(Footprint::target)
				.filter((target) -> target.startsWith("socket:") && !ofTools.contains(target))
				.count();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** No pool has any, but a JVM to which an agent was attached listens on one. */
	private static Set<String> socketsWithAPath() throws IOException {
		try (Stream<String> lines = Files.lines(Path.of("/proc/self/net/unix"))) {
			return lines.map((line) -> line.trim().split(" +"))
				.filter((columns) -> columns.length > PATH)
				.map((columns) -> "socket:[" + columns[PATH - 1] + "]")
				.collect(Collectors.toSet());
		}
	}

	private static String target(Path descriptor) {
		try {
			return Files.readSymbolicLink(descriptor).toString();
		}
		catch (IOException ex) {
			return ""; // closed meanwhile
		}
	}

}
