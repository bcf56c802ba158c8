package io.connpool.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * What only the system can break. The network is that of {@code src/test/netns/run.sh}
 * alone: a loopback device, and a pair of devices that lead nowhere.
 */
final class Kernel {

	/**
	 * Where a server is as long as the loopback device has the address; else, nowhere.
	 */
	static final String ADDRESS = "10.8.8.2";

	private Kernel() {
	}

	/** Runs a command of the shell, which must succeed. */
	static String run(String command) {
		try {
			Process process = new ProcessBuilder("sh", "-c", command).redirectErrorStream(true).start();
			process.getOutputStream().close();
			String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			assertThat(process.waitFor(20, TimeUnit.SECONDS)).as(command).isTrue();
			assertThat(process.exitValue()).as("%s: %s", command, output).isZero();
			return output.strip();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Skips the test where the script could not prepare what it needs. */
	static void assumeThereIs(String what) {
		assumeThat(System.getenv("CONNPOOL_NETNS")).as("prepared by run.sh: " + what).isNotNull().contains(what);
	}

	/** Packets to and from the address vanish, and so do those of open connections. */
	static void losePackets() {
		run("ip addr del " + ADDRESS + "/32 dev lo");
	}

	/** Takes back {@link #losePackets}, if need be. */
	static void losePacketsNoMore() {
		run("ip addr replace " + ADDRESS + "/32 dev lo");
	}

	static void stop(Process process) {
		run("kill -STOP " + process.pid());
	}

	static void goOn(Process process) {
		run("kill -CONT " + process.pid());
	}

}
