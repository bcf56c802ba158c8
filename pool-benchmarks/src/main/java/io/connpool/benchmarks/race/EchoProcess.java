package io.connpool.benchmarks.race;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** An {@link EchoServer} in a process of its own. */
final class EchoProcess implements AutoCloseable {

	private final Process process;

	private final int port;

	private EchoProcess(Process process, int port) {
		this.process = process;
		this.port = port;
	}

	static EchoProcess start() throws IOException {
		Process process = Jvm.command(List.of("-Xmx256m"), EchoServer.class, List.of())
			.redirectError(Redirect.INHERIT)
			.start();
		BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
		String line = out.readLine();
		if (line == null) {
			throw new IOException("the echo server did not start");
		}
		return new EchoProcess(process, Integer.parseInt(line));
	}

	int port() {
		return this.port;
	}

	@Override
	public void close() throws IOException {
		this.process.getOutputStream().close();
	}

}
