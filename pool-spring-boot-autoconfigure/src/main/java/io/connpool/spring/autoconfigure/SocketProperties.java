package io.connpool.spring.autoconfigure;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.util.unit.DataSize;

/**
 * {@code socket.*}, for TCP.
 */
final class SocketProperties {

	/**
	 * Longest wait for one complete reply; more than zero.
	 */
	private @Nullable Duration readTimeout;

	/**
	 * Longest wait until the system has taken one complete request; more than zero.
	 */
	private @Nullable Duration writeTimeout;

	/**
	 * Whether small writes are sent at once (TCP_NODELAY).
	 */
	private @Nullable Boolean tcpNoDelay;

	/**
	 * Whether the operating system probes idle connections (SO_KEEPALIVE).
	 */
	private @Nullable Boolean keepAlive;

	/**
	 * Size of the send buffer (SO_SNDBUF), up to 1GB; zero leaves it to the operating
	 * system.
	 */
	private @Nullable DataSize sendBufferSize;

	/**
	 * Size of the receive buffer (SO_RCVBUF), up to 1GB; zero leaves it to the operating
	 * system.
	 */
	private @Nullable DataSize receiveBufferSize;

	public @Nullable Duration getReadTimeout() {
		return this.readTimeout;
	}

	public void setReadTimeout(@Nullable Duration readTimeout) {
		this.readTimeout = readTimeout;
	}

	public @Nullable Duration getWriteTimeout() {
		return this.writeTimeout;
	}

	public void setWriteTimeout(@Nullable Duration writeTimeout) {
		this.writeTimeout = writeTimeout;
	}

	public @Nullable Boolean getTcpNoDelay() {
		return this.tcpNoDelay;
	}

	public void setTcpNoDelay(@Nullable Boolean tcpNoDelay) {
		this.tcpNoDelay = tcpNoDelay;
	}

	public @Nullable Boolean getKeepAlive() {
		return this.keepAlive;
	}

	public void setKeepAlive(@Nullable Boolean keepAlive) {
		this.keepAlive = keepAlive;
	}

	public @Nullable DataSize getSendBufferSize() {
		return this.sendBufferSize;
	}

	public void setSendBufferSize(@Nullable DataSize sendBufferSize) {
		this.sendBufferSize = sendBufferSize;
	}

	public @Nullable DataSize getReceiveBufferSize() {
		return this.receiveBufferSize;
	}

	public void setReceiveBufferSize(@Nullable DataSize receiveBufferSize) {
		this.receiveBufferSize = receiveBufferSize;
	}

}
