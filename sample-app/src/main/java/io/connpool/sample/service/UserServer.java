package io.connpool.sample.service;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens for clients and gives each a thread of its own, up to a number of them.
 */
public final class UserServer {

	private static final Logger logger = LoggerFactory.getLogger(UserServer.class);

	private static final int BACKLOG = 100;

	/** What the thread that accepts needs at most to notice that its socket is closed. */
	private static final Duration LEAVING = Duration.ofSeconds(5);

	private final ServiceProperties properties;

	private final Requests requests;

	private final Executor executor;

	private final Semaphore places;

	private final Set<Conversation> conversations = ConcurrentHashMap.newKeySet();

	/** Null while stopped. Guarded by this. */
	private @Nullable ServerSocket listener;

	/** Accepts connections. Null before the first start. Guarded by this. */
	private @Nullable Thread acceptor;

	/** The port of the last start, so that a restarted server is found where it was. */
	private volatile int port;

	/**
	 * Creates a server that does not listen yet.
	 * @param executor starts a thread for every task
	 */
	UserServer(ServiceProperties properties, Requests requests, Executor executor) {
		this.properties = properties;
		this.requests = requests;
		this.executor = executor;
		this.places = new Semaphore(properties.maxConnections());
		this.port = properties.port();
	}

	synchronized void start() {
		if (this.listener == null) {
			start(bind(this.properties.address(), this.port));
		}
	}

	/**
	 * Starts to serve.
	 * @param socket listens already
	 */
	synchronized void start(ServerSocket socket) {
		this.listener = socket;
		this.port = socket.getLocalPort();
		// not a daemon: without a web server it keeps the process alive
		Thread thread = new Thread(() -> accept(socket), "user-service");
		this.acceptor = thread;
		thread.start();
		logger.info("User service listens at {}", socket.getLocalSocketAddress());
	}

	/**
	 * Listens, without serving anybody yet.
	 * @param address where to listen
	 * @param port where to listen; 0 takes any that is free
	 * @return the listening socket
	 * @throws UncheckedIOException if that is not possible
	 */
	public static ServerSocket bind(InetAddress address, int port) {
		try {
			ServerSocket socket = new ServerSocket();
			socket.setReuseAddress(true);
			socket.bind(new InetSocketAddress(address, port), BACKLOG);
			return socket;
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The user service cannot listen at " + address.getHostAddress() + ":" + port
					+ "; set sample.service.port to another port", ex);
		}
	}

	private void accept(ServerSocket socket) {
		while (!socket.isClosed()) {
			try {
				Conversation conversation = new Conversation(socket.accept(), this.requests,
						this.properties.idleTimeout(), this.properties.frameTimeout());
				begin(conversation);
				if (socket.isClosed()) {
					conversation.end();
				}
			}
			catch (IOException | RuntimeException | OutOfMemoryError ex) {
				if (!socket.isClosed()) {
					logger.warn("Cannot accept a connection: {}", ex.toString());
					pause();
				}
			}
		}
	}

	private void begin(Conversation conversation) {
		if (!this.places.tryAcquire()) {
			logger.warn("{} – refused: {} connections are served already", conversation,
					this.properties.maxConnections());
			conversation.abort();
			return;
		}
		this.conversations.add(conversation);
		try {
			this.executor.execute(() -> {
				try {
					conversation.run();
				}
				finally {
					forget(conversation);
				}
			});
		}
		catch (RuntimeException | OutOfMemoryError ex) {
			conversation.abort();
			forget(conversation);
			throw ex;
		}
	}

	private void forget(Conversation conversation) {
		this.conversations.remove(conversation);
		this.places.release();
	}

	/** What keeps a connection from being accepted (no file handles, say) may last. */
	private static void pause() {
		try {
			Thread.sleep(100);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Stops listening, lets requests in progress end, and cuts off those that do not.
	 * @return whether all ended by themselves
	 */
	synchronized boolean stop(Duration drain) {
		ServerSocket socket = this.listener;
		if (socket == null) {
			return true;
		}
		this.listener = null;
		try {
			socket.close();
		}
		catch (IOException ex) {
			logger.warn("Cannot close the listening socket: {}", ex.toString());
		}
		awaitAcceptor();
		this.conversations.forEach(Conversation::end);
		boolean drained = awaitEnd(drain);
		this.conversations.forEach(Conversation::abort);
		return drained;
	}

	/**
	 * Until it has left the system's call, the port is taken, though the socket is
	 * closed.
	 */
	private void awaitAcceptor() {
		Thread thread = this.acceptor;
		if (thread == null) {
			return;
		}
		try {
			thread.join(LEAVING.toMillis());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private boolean awaitEnd(Duration limit) {
		int all = this.properties.maxConnections();
		try {
			if (!this.places.tryAcquire(all, limit.toNanos(), TimeUnit.NANOSECONDS)) {
				return false;
			}
			this.places.release(all);
			return true;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	synchronized boolean isRunning() {
		return this.listener != null;
	}

	/**
	 * Returns where the server listens, or last did.
	 * @return the port
	 */
	public int port() {
		return this.port;
	}

	/**
	 * Returns how many connections are being served.
	 * @return the number
	 */
	public int connections() {
		return this.conversations.size();
	}

	/** How many requests are being answered. */
	long busy() {
		return this.conversations.stream().filter(Conversation::isAnswering).count();
	}

}
