package io.connpool.benchmarks.race;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;

/** Counts how often a virtual thread went to sleep without leaving its carrier. */
final class PinnedEvents implements AutoCloseable {

	private static final String EVENT = "jdk.VirtualThreadPinned";

	private final Recording recording = new Recording();

	PinnedEvents() {
		this.recording.enable(EVENT).withThreshold(Duration.ZERO).withoutStackTrace();
		this.recording.start();
	}

	/**
	 * Stops counting.
	 * @return the number so far
	 * @throws IOException if the recording cannot be kept in a temporary file
	 */
	long stop() throws IOException {
		this.recording.stop();
		Path file = Files.createTempFile("race", ".jfr");
		try {
			this.recording.dump(file);
			return RecordingFile.readAllEvents(file)
				.stream()
				.filter((event) -> event.getEventType().getName().equals(EVENT))
				.count();
		}
		finally {
			Files.delete(file);
		}
	}

	@Override
	public void close() {
		this.recording.close();
	}

}
