package io.connpool.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Selector;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;

import org.jspecify.annotations.Nullable;

/**
 * What other threads want the loop's thread to do. They wait until it is done.
 */
final class ProxyCommands {

	private final Selector selector;

	private final Queue<Command> queue = new ConcurrentLinkedQueue<>();

	ProxyCommands(Selector selector) {
		this.selector = selector;
	}

	/** Has the loop's thread do something, and waits until it is done. */
	void run(Action action) {
		Command command = new Command(action, new CompletableFuture<>());
		this.queue.add(command);
		this.selector.wakeup();
		if (!this.selector.isOpen()) {
			command.refuse();
		}
		try {
			command.done().join();
		}
		catch (CompletionException ex) {
			if (ex.getCause() instanceof IOException io) {
				throw new UncheckedIOException(io);
			}
			throw new IllegalStateException(ex.getCause());
		}
	}

	/** Does what is asked for; by the loop's thread. */
	void execute() {
		for (Command command = this.queue.poll(); command != null; command = this.queue.poll()) {
			command.execute();
		}
	}

	/** Turns away what is asked for, after the selector was closed. */
	void refuse() {
		this.queue.forEach(Command::refuse);
	}

	/** Something to do. */
	interface Action {

		void run() throws IOException;

	}

	private record Command(Action action, CompletableFuture<@Nullable Void> done) {

		void execute() {
			try {
				this.action.run();
				this.done.complete(null);
			}
			catch (Throwable ex) { // of the action, and somebody waits for it
				this.done.completeExceptionally(ex);
			}
		}

		void refuse() {
			this.done.completeExceptionally(new IllegalStateException("The proxy is closed"));
		}

	}

}
