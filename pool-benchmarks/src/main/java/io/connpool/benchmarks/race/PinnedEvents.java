package io.connpool.benchmarks.race;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;

/** Counts how often a virtual thread went to sleep without leaving its carrier. */
public final class PinnedEvents implements AutoCloseable {

	private static final String EVENT = "jdk.VirtualThreadPinned";

	private final Recording recording = new Recording();

	/**
	 * Starts counting.
	 */
	public PinnedEvents() {
		this.recording.enable(EVENT).withThreshold(Duration.ZERO).withoutStackTrace();
		this.recording.start();
	}

	/**
	 * Stops counting.
	 * @return the number so far
	 * @throws IOException if the recording cannot be kept in a temporary file
	 */
	public long stop() throws IOException {
		this.recording.stop();
		Path file = Files.createTempFile("race", ".jfr");
		try {
			this.recording.dump(file);
			return count(file);
		}
		finally {
			Files.delete(file);
		}
	}

	/** One by one: there may be more than fit into memory. */
	private static long count(Path file) throws IOException {
		long count = 0;
		try (RecordingFile events = new RecordingFile(file)) {
			while (events.hasMoreEvents()) {
				count += events.readEvent().getEventType().getName().equals(EVENT) ? 1 : 0;
			}
		}
		return count;
	}

	@Override
	public void close() {
		this.recording.close();
	}

}
