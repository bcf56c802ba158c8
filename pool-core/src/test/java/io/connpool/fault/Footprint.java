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
			return descriptors.filter(Footprint::isSocket).count();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static boolean isSocket(Path descriptor) {
		try {
			return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
		}
		catch (IOException ex) {
			return false; // closed meanwhile
		}
	}

}
