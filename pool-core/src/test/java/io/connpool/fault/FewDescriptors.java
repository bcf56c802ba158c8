package io.connpool.fault;

import java.io.FileInputStream;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.connpool.Lease;
import io.connpool.PoolException;
import io.connpool.net.FramedConnection;

/**
 * The main program of a JVM that runs out of file descriptors. Exits with 0 only if its
 * pool keeps its promises.
 */
final class FewDescriptors {

	private static final Duration PATIENCE = Duration.ofMillis(500);

	private final Scene scene = new Scene();

	private FewDescriptors() {
	}

	public static void main(String[] args) {
		int status = 1;
		try {
			new FewDescriptors().live(URI.create("tcp://127.0.0.1:" + args[0]));
			System.out.println("all is well");
			status = 0;
		}
		catch (Throwable ex) {
			ex.printStackTrace(System.out);
		}
		System.exit(status);
	}

	private void live(URI server) throws Exception {
		this.scene.beforeEach(null);
		this.scene.start(server, (settings) -> settings.maxSize(4));
		// classes are files, too: whatever a failure needs is loaded before there are
		// none
		rehearse();
		try (Lease<FramedConnection> lease = this.scene.pool.acquire()) {
			List<FileInputStream> hogs = takeAll();
			long begun = System.nanoTime();
			String told = "";
			long before = this.scene.pool.stats().openFailed();
			while (System.nanoTime() - begun < Duration.ofSeconds(2).toNanos()) {
				told = failure();
				lease.connection().exchange(new byte[] { 1 });
			}
			long attempts = this.scene.pool.stats().openFailed() - before;
			double seconds = (System.nanoTime() - begun) / 1e9;
			for (FileInputStream hog : hogs) {
				hog.close();
			}
			System.out.println(attempts + " attempts in " + seconds + " s, with " + hogs.size() + " files: " + told);
			require(told.contains("Too many open files"), "the cause is told");
			require(attempts <= 4 + (long) (10 * seconds) + 1, "ten attempts a second at most");
		}
		this.scene.afterEach(null);
	}

	private void rehearse() throws Exception {
		Scene rehearsal = new Scene();
		rehearsal.beforeEach(null);
		rehearsal.start((settings) -> settings.maxSize(4));
		try (Lease<FramedConnection> lease = rehearsal.pool.acquire()) {
			lease.connection().exchange(new byte[] { 1 });
			rehearsal.proxy.refuse();
			for (int i = 0; i < 5; i++) {
				failureOf(rehearsal);
			}
		}
		rehearsal.afterEach(null);
	}

	private String failure() {
		return failureOf(this.scene);
	}

	private static String failureOf(Scene scene) {
		try {
			scene.pool.acquire(PATIENCE).close();
			return "";
		}
		catch (PoolException | InterruptedException ex) {
			StringBuilder text = new StringBuilder();
			for (Throwable cause = ex; cause != null; cause = cause.getCause()) {
				text.append(cause).append("; ");
			}
			return text.toString();
		}
	}

	private static List<FileInputStream> takeAll() {
		List<FileInputStream> hogs = new ArrayList<>();
		try {
			while (true) {
				hogs.add(new FileInputStream("/dev/null"));
			}
		}
		catch (IOException ex) {
			return hogs;
		}
	}

	private static void require(boolean rule, String promise) {
		if (!rule) {
			throw new AssertionError(promise);
		}
	}

}
