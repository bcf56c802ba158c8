package io.connpool.sample.front;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

import io.connpool.ConnectionPool;
import io.connpool.engine.ConnectionPools;
import io.connpool.net.FramedConnection;
import io.connpool.net.SocketSettings;
import io.connpool.net.TcpConnectionFactory;
import io.connpool.net.codec.LengthPrefixedCodec;
import io.connpool.sample.protocol.MalformedFrameException;
import io.connpool.sample.protocol.Message;
import io.connpool.sample.protocol.Operation;
import io.connpool.sample.protocol.Status;
import io.connpool.spring.PooledConnectionTemplate;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class UserClientTests {

	private final MeterRegistry meters = new SimpleMeterRegistry();

	private final AtomicInteger accepted = new AtomicInteger();

	private volatile UnaryOperator<Message> behaviour = (request) -> request.reply(Status.OK, request.fields());

	private ServerSocket server;

	private ConnectionPool<FramedConnection> pool;

	private UserClient client;

	@BeforeEach
	void start() throws IOException {
		this.server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
		new Thread(this::accept).start();
		this.pool = ConnectionPools
			.builder(TcpConnectionFactory.of(URI.create("tcp://127.0.0.1:" + this.server.getLocalPort()),
					LengthPrefixedCodec.builder().build(), SocketSettings.defaults()))
			.name("login")
			.maxSize(1)
			.build();
		this.client = new UserClient(new PooledConnectionTemplate<>(this.pool), this.meters);
	}

	@AfterEach
	void close() throws IOException {
		this.pool.close(Duration.ZERO);
		this.server.close();
	}

	@Test
	void connectionIsKeptAfterARightReply() {
		assertThat(this.client.ask(Operation.PING, "a")).containsExactly("a");
		assertThat(this.client.ask(Operation.PING, "b")).containsExactly("b");

		assertThat(this.accepted).hasValue(1);
		assertThat(calls("OK")).isEqualTo(2);
	}

	@Test
	void connectionIsKeptAfterARefusal() {
		this.behaviour = (request) -> request.reply(Status.NAME_TAKEN, List.of("taken"));

		for (int i = 0; i < 2; i++) {
			assertThatExceptionOfType(RefusedException.class)
				.isThrownBy(() -> this.client.ask(Operation.REGISTER, "alice", "wonderland"))
				.withMessage("taken")
				.satisfies((ex) -> assertThat(ex.status()).isEqualTo(Status.NAME_TAKEN));
		}

		assertThat(this.accepted).hasValue(1);
	}

	@Test
	void foreignReplyIsNotShownAndItsConnectionIsNotUsedAgain() {
		this.behaviour = (request) -> new Message(0, request.id() - 1, List.of("somebody's secret"));

		assertThatExceptionOfType(UnreachableException.class).isThrownBy(() -> this.client.ask(Operation.PING))
			.withMessageContaining("was answered with the reply to request")
			.withMessageNotContaining("secret");

		this.behaviour = (request) -> request.reply(Status.OK, List.of());
		Awaitility.await().until(() -> this.pool.stats().total() == 0);
		this.client.ask(Operation.PING);
		assertThat(this.accepted).hasValue(2);
		assertThat(calls("FOREIGN")).isOne();
	}

	@Test
	void malformedReplyEndsItsConnection() {
		this.behaviour = (request) -> null;

		assertThatExceptionOfType(UnreachableException.class).isThrownBy(() -> this.client.ask(Operation.PING))
			.withCauseInstanceOf(MalformedFrameException.class);

		Awaitility.await().until(() -> this.pool.stats().total() == 0);
		assertThat(calls("UNREACHABLE")).isOne();
	}

	@Test
	void unknownStatusIsNoSuccess() {
		this.behaviour = (request) -> new Message(77, request.id(), List.of());

		assertThatExceptionOfType(UnreachableException.class).isThrownBy(() -> this.client.ask(Operation.PING));
	}

	private long calls(String outcome) {
		return this.meters.get("sample.calls").tag("outcome", outcome).timer().count();
	}

	private void accept() {
		try {
			while (true) {
				Socket socket = this.server.accept();
				this.accepted.incrementAndGet();
				new Thread(() -> converse(socket)).start();
			}
		}
		catch (IOException ex) {
			// closed
		}
	}

	private void converse(Socket socket) {
		try (socket) {
			DataInputStream in = new DataInputStream(socket.getInputStream());
			DataOutputStream out = new DataOutputStream(socket.getOutputStream());
			while (true) {
				Message reply = this.behaviour.apply(Message.decode(in.readNBytes(in.readInt())));
				byte[] bytes = (reply != null) ? reply.encode() : "nonsense".getBytes();
				out.writeInt(bytes.length);
				out.write(bytes);
			}
		}
		catch (IOException ex) {
			// ended
		}
	}

}
