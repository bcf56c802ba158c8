package io.connpool.sample.service;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

import io.connpool.sample.protocol.MalformedFrameException;
import io.connpool.sample.protocol.Message;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's connection: a request, its reply, the next request.
 */
final class Conversation implements Runnable {

	/*
	 * LISTENING -> ANSWERING -> LISTENING -> ... -> ENDED. Whoever ends a conversation
	 * that is LISTENING closes the socket under its reader; one that is ANSWERING finds
	 * ENDING set and ends by itself after the reply. So a graceful stop never cuts a
	 * reply short.
	 */
	private enum State {

		LISTENING, ANSWERING, ENDING, ENDED

	}

	private static final Logger logger = LoggerFactory.getLogger(Conversation.class);

	private final Socket socket;

	private final Requests requests;

	private final Duration idleTimeout;

	private final Duration frameTimeout;

	private final AtomicReference<State> state = new AtomicReference<>(State.LISTENING);

	Conversation(Socket socket, Requests requests, Duration idleTimeout, Duration frameTimeout) {
		this.socket = socket;
		this.requests = requests;
		this.idleTimeout = idleTimeout;
		this.frameTimeout = frameTimeout;
	}

	@Override
	public void run() {
		try {
			this.socket.setTcpNoDelay(true);
			FrameStream frames = new FrameStream(this.socket);
			do {
				Byte first = awaitRequest(frames);
				if (first == null || !this.state.compareAndSet(State.LISTENING, State.ANSWERING)) {
					return;
				}
				Message request = frames.readFrame(first, this.frameTimeout);
				frames.write(this.requests.answer(request));
			}
			while (this.state.compareAndSet(State.ANSWERING, State.LISTENING));
		}
		catch (MalformedFrameException | SocketTimeoutException ex) {
			logger.warn("{} – closed: {}", this, ex.getMessage());
		}
		catch (IOException ex) {
			logger.debug("{} – ended: {}", this, ex.toString());
		}
		finally {
			abort();
		}
	}

	private @Nullable Byte awaitRequest(FrameStream frames) throws IOException {
		try {
			return frames.awaitFrame(this.idleTimeout);
		}
		catch (SocketTimeoutException ex) {
			return null;
		}
	}

	/**
	 * Ends the conversation: now if nothing is being asked, else after the reply.
	 */
	void end() {
		if (this.state.compareAndSet(State.LISTENING, State.ENDED)) {
			abort();
		}
		else {
			this.state.compareAndSet(State.ANSWERING, State.ENDING);
		}
	}

	/**
	 * Ends the conversation now.
	 */
	void abort() {
		this.state.set(State.ENDED);
		try {
			this.socket.close();
		}
		catch (IOException ex) {
			// it is of no use any more
		}
	}

	boolean isAnswering() {
		return this.state.get() == State.ANSWERING;
	}

	@Override
	public String toString() {
		return String.valueOf(this.socket.getRemoteSocketAddress());
	}

}
