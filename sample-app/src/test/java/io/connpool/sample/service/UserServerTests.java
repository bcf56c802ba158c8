package io.connpool.sample.service;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

import io.connpool.sample.protocol.Message;
import io.connpool.sample.protocol.Operation;
import io.connpool.sample.protocol.Status;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class UserServerTests {

	private static final Duration LONG = Duration.ofSeconds(30);

	@TempDir
	private Path directory;

	private TestService service;

	private final List<Socket> clients = new ArrayList<>();

	@AfterEach
	void closeAll() throws IOException {
		for (Socket client : this.clients) {
			client.close();
		}
		this.service.close();
	}

	@Test
	void manyRequestsTravelOverOneConnection() throws IOException {
		Socket client = connect(start(TestService.properties()));

		assertThat(ask(client, Message.request(Operation.PING, 1))).isEqualTo(new Message(0, 1, List.of()));
		assertThat(ask(client, Message.request(Operation.REGISTER, 2, "alice", "wonderland")).code()).isZero();
		Message loggedIn = ask(client, Message.request(Operation.LOGIN, 3, "alice", "wonderland"));
		Message profile = ask(client, Message.request(Operation.READ_PROFILE, 4, loggedIn.fields().get(0)));
		assertThat(profile).isEqualTo(new Message(0, 4, List.of("alice", "", "")));
	}

	@Test
	void repliesCarryStatusAndSentence() throws IOException {
		Socket client = connect(start(TestService.properties()));

		Message reply = ask(client, Message.request(Operation.LOGIN, 9, "nobody", "wonderland"));

		assertThat(Status.of(reply.code())).isEqualTo(Status.WRONG_CREDENTIALS);
		assertThat(reply.fields()).containsExactly("no such user, or a wrong password");
		assertThat(reply.id()).isEqualTo(9);
	}

	@Test
	void nonsenseInAWellFormedMessageIsABadRequest() throws IOException {
		Socket client = connect(start(TestService.properties()));

		assertThat(ask(client, new Message(200, 1, List.of())).fields()).containsExactly("there is no operation 200");
		assertThat(ask(client, Message.request(Operation.LOGIN, 2, "alice")).fields())
			.containsExactly("LOGIN has 2 fields, not 1");
		assertThat(ask(client, Message.request(Operation.SLEEP, 3, "4001")).code())
			.isEqualTo(Status.BAD_REQUEST.code());
		assertThat(ask(client, Message.request(Operation.SLEEP, 4, "soon")).code())
			.isEqualTo(Status.BAD_REQUEST.code());
		assertThat(ask(client, Message.request(Operation.SLEEP, 5, "1")).code()).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "00000000", "0000000a", "00004001", "7fffffff", "ffffffff",
			"0000000b 02 00 0000000000000001 00", "0000000b 01 00 0000000000000001 01",
			"474554202f20485454502f312e31" })
	void malformedFrameEndsTheConnectionAndNothingElse(String hex) throws IOException {
		start(TestService.properties());
		Socket bad = connect(this.service);
		Socket good = connect(this.service);

		bad.getOutputStream().write(HexFormat.of().parseHex(hex.replace(" ", "")));

		assertEnded(bad);
		assertThat(ask(good, Message.request(Operation.PING, 1)).code()).isZero();
		assertThat(ask(connect(this.service), Message.request(Operation.PING, 1)).code()).isZero();
		Awaitility.await().until(() -> this.service.server.connections() == 2);
	}

	@Test
	void noiseNeverTakesAPlaceForGood() throws IOException {
		start(TestService.properties(50, LONG, LONG, TestService.DEMO_COST));
		Random random = new Random(1);
		for (int i = 0; i < 200; i++) {
			byte[] noise = new byte[random.nextInt(64)];
			random.nextBytes(noise);
			try (Socket client = connect(this.service)) {
				client.getOutputStream().write(noise);
			}
		}

		Awaitility.await().until(() -> this.service.server.connections() == 0);
		assertThat(this.service.server.stop(LONG)).as("all places are free").isTrue();
	}

	@Test
	void frameMayComeInPieces() throws IOException {
		Socket client = connect(start(TestService.properties()));
		client.setTcpNoDelay(true);
		byte[] body = Message.request(Operation.PING, 5).encode();

		for (byte piece : ByteBuffer.allocate(4 + body.length).putInt(body.length).put(body).array()) {
			client.getOutputStream().write(piece);
			client.getOutputStream().flush();
		}

		assertThat(read(client).id()).isEqualTo(5);
	}

	@Test
	void frameThatNeverEndsIsGivenUp() throws IOException {
		start(TestService.properties(10, LONG, Duration.ofMillis(100), TestService.DEMO_COST));
		Socket client = connect(this.service);

		client.getOutputStream().write(0);

		assertEnded(client);
	}

	@Test
	void frameThatTricklesInIsGivenUpToo() throws IOException {
		start(TestService.properties(10, LONG, Duration.ofSeconds(2), TestService.DEMO_COST));
		Socket client = connect(this.service);
		client.setSoTimeout(100);
		client.getOutputStream().write(new byte[] { 0, 0, 0x40, 0 });

		int trickled = 0;
		while (!endsNow(client, trickled++)) {
			assertThat(trickled).isLessThan(100);
		}
		assertThat(trickled).as("bytes sent before").isGreaterThan(1);
	}

	@Test
	void idleConnectionIsClosed() throws IOException {
		start(TestService.properties(10, Duration.ofMillis(100), LONG, TestService.DEMO_COST));

		assertEnded(connect(this.service));
	}

	@Test
	void oneConnectionTooManyIsClosedAtOnce() throws IOException {
		start(TestService.properties(1, LONG, LONG, TestService.DEMO_COST));
		Socket first = connect(this.service);
		assertThat(ask(first, Message.request(Operation.PING, 1)).code()).isZero();

		assertEnded(connect(this.service));

		first.close();
		Awaitility.await().until(() -> this.service.server.connections() == 0);
		assertThat(ask(connect(this.service), Message.request(Operation.PING, 2)).code()).isZero();
	}

	@Test
	void conversationThatFailsGivesItsPlaceBack() throws IOException {
		this.service = new TestService(this.directory, TestService.properties(), Clock.systemUTC());
		List<Throwable> failures = new CopyOnWriteArrayList<>();
		UserServer server = new UserServer(TestService.properties(), null, (task) -> {
			Thread thread = new Thread(task);
			thread.setUncaughtExceptionHandler((failed, failure) -> failures.add(failure));
			thread.start();
		});
		server.start();
		Socket client = new Socket(InetAddress.getLoopbackAddress(), server.port());
		this.clients.add(client);

		write(client, Message.request(Operation.PING, 1));

		assertEnded(client);
		Awaitility.await().until(() -> failures.size() == 1);
		assertThat(server.connections()).isZero();
		assertThat(server.stop(Duration.ofSeconds(5))).as("all places are free").isTrue();
	}

	@Test
	void requestInProgressIsAnsweredBeforeTheServerStops() throws IOException {
		start(TestService.properties());
		Socket idle = connect(this.service);
		Socket busy = connect(this.service);
		ask(busy, Message.request(Operation.PING, 1));
		write(busy, Message.request(Operation.SLEEP, 2, "700"));
		Awaitility.await().until(() -> this.service.server.busy() == 1);

		CompletableFuture<Boolean> drained = CompletableFuture.supplyAsync(() -> this.service.server.stop(LONG));

		assertEnded(idle);
		assertThat(read(busy)).isEqualTo(new Message(0, 2, List.of()));
		assertEnded(busy);
		assertThat(drained).succeedsWithin(LONG).isEqualTo(true);
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> connect(this.service));
	}

	@Test
	void requestThatOutlastsTheDrainIsCutOff() throws IOException {
		start(TestService.properties());
		Socket busy = connect(this.service);
		write(busy, Message.request(Operation.SLEEP, 2, "4000"));
		Awaitility.await().until(() -> this.service.server.busy() == 1);

		assertThat(this.service.server.stop(Duration.ofMillis(50))).isFalse();

		assertEnded(busy);
	}

	@Test
	void restartedServerIsFoundWhereItWas() throws IOException {
		start(TestService.properties());
		Socket before = connect(this.service);
		ask(before, Message.request(Operation.PING, 1));
		int port = this.service.server.port();

		for (int i = 0; i < 100; i++) {
			this.service.server.stop(LONG);
			this.service.server.start();
		}

		assertEnded(before);
		assertThat(this.service.server.port()).isEqualTo(port);
		assertThat(ask(connect(this.service), Message.request(Operation.PING, 2)).code()).isZero();
	}

	@Test
	void socketThatListensAlreadyIsTakenOver() throws IOException {
		this.service = new TestService(this.directory, TestService.properties(), Clock.systemUTC());
		ServerSocket socket = TestService.boundSocket();
		Socket early = new Socket(InetAddress.getLoopbackAddress(), socket.getLocalPort());
		this.clients.add(early);
		write(early, Message.request(Operation.PING, 1));

		this.service.server.start(socket);

		assertThat(read(early).id()).isEqualTo(1);
	}

	@Test
	void databaseThatDoesNotAnswerIsToldAsSuch() throws IOException {
		Socket client = connect(start(TestService.properties()));
		this.service.readers.close(Duration.ZERO);

		Message reply = ask(client, Message.request(Operation.LOGIN, 1, "alice", "wonderland"));

		assertThat(Status.of(reply.code())).isEqualTo(Status.UNAVAILABLE);
		assertThat(reply.fields()).containsExactly("the database does not answer");
	}

	private TestService start(ServiceProperties properties) {
		this.service = new TestService(this.directory, properties, Clock.systemUTC()).start();
		return this.service;
	}

	private Socket connect(TestService service) throws IOException {
		Socket client = new Socket(InetAddress.getLoopbackAddress(), service.server.port());
		client.setSoTimeout((int) LONG.toMillis());
		this.clients.add(client);
		return client;
	}

	private static Message ask(Socket client, Message request) throws IOException {
		write(client, request);
		return read(client);
	}

	private static void write(Socket client, Message request) throws IOException {
		byte[] body = request.encode();
		client.getOutputStream().write(ByteBuffer.allocate(4 + body.length).putInt(body.length).put(body).array());
	}

	private static Message read(Socket client) throws IOException {
		DataInputStream in = new DataInputStream(client.getInputStream());
		return Message.decode(in.readNBytes(in.readInt()));
	}

	/** Sends a byte and looks for as long as the socket's read timeout. */
	private static boolean endsNow(Socket client, int value) throws IOException {
		try {
			client.getOutputStream().write(value);
			return client.getInputStream().read() < 0;
		}
		catch (SocketTimeoutException ex) {
			return false;
		}
		catch (SocketException ex) {
			return true;
		}
	}

	private static void assertEnded(Socket client) {
		try {
			assertThat(client.getInputStream().read()).isEqualTo(-1);
		}
		catch (IOException ex) {
			assertThat(ex).as("reset, because unread bytes were thrown away").hasMessageContaining("reset");
		}
	}

}
