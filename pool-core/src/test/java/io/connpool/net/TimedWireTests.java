package io.connpool.net;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class TimedWireTests {

	@Test
	void deadlineThatPassesOnceAllIsWrittenBlamesTheReply() throws IOException {
		AtomicLong now = new AtomicLong();
		DeadlineWatch watch = new DeadlineWatch(now::get, (task) -> new Thread(() -> {
		}));
		TcpWire socket = TcpWire.create(SocketSettings.defaults());
		WireGuard guard = new WireGuard(watch, socket::cut);
		TimedWire wire = new TimedWire(socket, guard, "peer");
		guard.watch();
		wire.enter(WirePhase.WRITE, 100);
		now.set(200);
		watch.runOnce();

		assertThatExceptionOfType(WireTimeoutException.class).isThrownBy(() -> wire.turn(WirePhase.READ, 100))
			.withMessageContaining("no complete reply")
			.withMessageNotContaining("does not read")
			.matches((ex) -> ex.phase() == WirePhase.READ);
		wire.close();
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void socketThatReachesItselfIsRefused() throws IOException {
		try (SocketChannel channel = SocketChannel.open()) {
			channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
			TcpWire wire = new TcpWire(channel);

			assertThatExceptionOfType(ConnectException.class)
				.isThrownBy(() -> wire.connect((InetSocketAddress) channel.getLocalAddress()))
				.withMessage("connected to itself");
		}
	}

	@Test
	void replyThatIsCompleteOnlyAfterItsDeadlineIsLate() throws IOException {
		AtomicLong now = new AtomicLong();
		DeadlineWatch watch = new DeadlineWatch(now::get, (task) -> new Thread(() -> {
		}));
		try (SocketChannel channel = SocketChannel.open(); ServerSocketChannel server = ServerSocketChannel.open()) {
			server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
			channel.connect(server.getLocalAddress());
			TcpWire socket = new TcpWire(channel);
			WireGuard guard = new WireGuard(watch, socket::cut);
			TimedWire wire = new TimedWire(socket, guard, "peer");
			guard.watch();
			wire.enter(WirePhase.READ, 100);
			now.set(200);
			watch.runOnce();

			assertThatExceptionOfType(WireTimeoutException.class).isThrownBy(wire::leave)
				.withMessageContaining("no complete reply within 0 ms");
			wire.close();
		}
	}

	/** Another thread that finds the wire free may send, and add to the ledger. */
	@Test
	void callThatIsTakenBackIsOffTheLedgerBeforeTheWireIsFree() throws IOException {
		DeadlineWatch watch = new DeadlineWatch(() -> 0, (task) -> new Thread(() -> {
		}));
		TcpWire socket = TcpWire.create(SocketSettings.defaults());
		WireGuard guard = new WireGuard(watch, socket::cut);
		TimedWire wire = new TimedWire(socket, guard, "peer");
		wire.enter(WirePhase.WRITE, 100);
		AtomicBoolean freeMeanwhile = new AtomicBoolean(true);

		assertThat(wire.takeBack(() -> freeMeanwhile.set(guard.isFree()))).isTrue();

		assertThat(freeMeanwhile).isFalse();
		assertThat(guard.isFree()).isTrue();
		wire.close();
	}

	@Test
	void callThatRanOutOfTimeIsNotTakenBack() throws IOException {
		AtomicLong now = new AtomicLong();
		DeadlineWatch watch = new DeadlineWatch(now::get, (task) -> new Thread(() -> {
		}));
		TcpWire socket = TcpWire.create(SocketSettings.defaults());
		WireGuard guard = new WireGuard(watch, socket::cut);
		TimedWire wire = new TimedWire(socket, guard, "peer");
		guard.watch();
		wire.enter(WirePhase.WRITE, 100);
		now.set(200);
		watch.runOnce();
		AtomicBoolean undone = new AtomicBoolean();

		assertThat(wire.takeBack(() -> undone.set(true))).isFalse();

		assertThat(undone).isFalse();
		wire.close();
	}

}
