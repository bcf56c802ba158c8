package io.connpool.spring;

import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import io.connpool.ConnectionFactory;
import io.connpool.ConnectionPool;
import io.connpool.OpenRequest;
import io.connpool.PoolClosedException;
import io.connpool.engine.ConnectionPools;
import io.connpool.net.ConnectionClosedException;
import io.connpool.net.FramedConnection;
import io.connpool.net.SocketSettings;
import io.connpool.net.TcpConnectionFactory;
import io.connpool.net.WireTimeoutException;
import io.connpool.net.codec.FrameException;
import io.connpool.net.codec.LengthPrefixedCodec;
import io.connpool.spring.testkit.EchoServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * {@link FramedConnectionTemplate} against a server on loopback.
 */
class FramedConnectionTemplateTests {

	private static final Duration LONG = Duration.ofSeconds(20);

	private final EchoServer server;

	private final BrittleFactory factory;

	private final ConnectionPool<FramedConnection> pool;

	private final FramedConnectionTemplate template;

	FramedConnectionTemplateTests() throws Exception {
		this.server = new EchoServer();
		this.factory = new BrittleFactory(this.server, LONG);
		this.pool = pool(this.factory);
		this.template = new FramedConnectionTemplate(this.pool);
	}

	@AfterEach
	void close() throws Exception {
		this.pool.close(Duration.ZERO);
		this.server.close();
	}

	@Test
	void bytesAreExchanged() {
		assertThat(this.template.exchange(new byte[] { 1, 2, 3 })).containsExactly(1, 2, 3);
		assertThat(this.template.exchangeIdempotent(new byte[] { 4 })).containsExactly(4);
		assertThat(this.server.connections()).isOne();
	}

	@Test
	void textIsExchangedAsUtf8() {
		assertThat(this.template.exchange("Grüße")).isEqualTo("Grüße");
		assertThat(this.template.exchangeIdempotent("Grüße")).isEqualTo("Grüße");
	}

	@Test
	void requestOfWhichNothingWasWrittenIsSentAgainOnce() {
		this.factory.breakNext(1);

		assertThat(this.template.exchange("hello")).isEqualTo("hello");
		assertThat(this.pool.stats().acquired()).isEqualTo(2);
	}

	@Test
	void requestIsNotSentAThirdTime() {
		this.factory.breakNext(2);

		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> this.template.exchange("hello"))
			.withMessageStartingWith("echo – ")
			.havingCause()
			.isInstanceOf(ConnectionClosedException.class)
			.satisfies((failure) -> assertThat(failure.getSuppressed()).hasSize(1));
		assertThat(this.pool.stats().acquired()).isEqualTo(2);
	}

	@Test
	void requestThatMayHaveArrivedIsNotSentAgain() {
		this.server.hangUp(1);

		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> this.template.exchange("pay"))
			.withCauseInstanceOf(ConnectionClosedException.class);
		assertThat(this.pool.stats().acquired()).isOne();
	}

	@Test
	void idempotentRequestThatMayHaveArrivedIsSentAgainOnce() {
		this.server.hangUp(1);

		assertThat(this.template.exchangeIdempotent("read")).isEqualTo("read");
		assertThat(this.pool.stats().acquired()).isEqualTo(2);
		assertThat(this.server.requests()).isEqualTo(2);
	}

	@Test
	void idempotentRequestIsNotSentAThirdTime() {
		this.server.hangUp(2);

		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> this.template.exchangeIdempotent("read"))
			.havingCause()
			.isInstanceOf(ConnectionClosedException.class)
			.satisfies((failure) -> assertThat(failure.getSuppressed()).hasSize(1));
		assertThat(this.pool.stats().acquired()).isEqualTo(2);
	}

	@Test
	void timeOutIsNotFollowedByARetry() {
		ConnectionPool<FramedConnection> impatient = pool(new BrittleFactory(this.server, Duration.ofMillis(50)));
		this.server.holdAnswers();
		try {
			assertThatExceptionOfType(UncheckedIOException.class)
				.isThrownBy(() -> new FramedConnectionTemplate(impatient).exchangeIdempotent("slow"))
				.withCauseInstanceOf(WireTimeoutException.class);
			assertThat(impatient.stats().acquired()).isOne();
		}
		finally {
			impatient.close(Duration.ZERO);
		}
	}

	@Test
	void requestThatCannotBeFramedIsTheCallersMistake() {
		assertThatExceptionOfType(UncheckedIOException.class)
			.isThrownBy(() -> this.template.exchange(new byte[2_000_000]))
			.withCauseInstanceOf(FrameException.class);
		assertThat(this.pool.stats().acquired()).isOne();
	}

	@Test
	void poolExceptionsPassThroughUnchanged() {
		this.pool.close();

		assertThatExceptionOfType(PoolClosedException.class).isThrownBy(() -> this.template.exchange("hello"));
	}

	private static ConnectionPool<FramedConnection> pool(ConnectionFactory<FramedConnection> factory) {
		return ConnectionPools.builder(factory)
			.name("echo")
			.maxSize(2)
			.acquireTimeout(LONG)
			.openTimeout(Duration.ofSeconds(10))
			.build();
	}

	/**
	 * Opens connections some of which have ended before they are used, and does not look.
	 */
	private static final class BrittleFactory implements ConnectionFactory<FramedConnection> {

		private final TcpConnectionFactory tcp;

		private final AtomicInteger brittle = new AtomicInteger();

		BrittleFactory(EchoServer server, Duration readTimeout) {
			this.tcp = TcpConnectionFactory.of(URI.create(server.uri()), LengthPrefixedCodec.builder().build(),
					SocketSettings.defaults().withTimeouts(readTimeout, LONG));
		}

		void breakNext(int connections) {
			this.brittle.set(connections);
		}

		@Override
		public FramedConnection open(OpenRequest request) throws Exception {
			FramedConnection connection = this.tcp.open(request);
			if (this.brittle.getAndUpdate((left) -> Math.max(0, left - 1)) > 0) {
				connection.close();
			}
			return connection;
		}

	}

}
