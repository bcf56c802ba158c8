package io.connpool.net;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.sql.SQLTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

import io.connpool.AcquireInterruptedException;
import io.connpool.AcquireTimeoutException;
import io.connpool.BreakerState;
import io.connpool.PoolState;
import io.connpool.PoolStats;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class GivenUpTests {

	static Stream<Throwable> signs() {
		PoolStats stats = new PoolStats("other", PoolState.RUNNING, 1, 0, 0, 1, 0, 0, 1, 0, 0, Duration.ZERO,
				Duration.ZERO, BreakerState.CLOSED, null, 0, 0, 0, 0, 0, 0, Map.of());
		return Stream.of(new InterruptedException(), new ClosedByInterruptException(),
				new AcquireInterruptedException("other", new InterruptedException()), new CancellationException(),
				new TimeoutException(), new SocketTimeoutException(), new InterruptedIOException(),
				new HttpTimeoutException("x"), new HttpConnectTimeoutException("x"), new SQLTimeoutException(),
				new AcquireTimeoutException(stats, "x", Duration.ofSeconds(1), List.of(), null),
				new StackOverflowError());
	}

	@ParameterizedTest
	@MethodSource("signs")
	void interruptionCancellationTimeoutAndErrorTell(Throwable sign) {
		assertThat(GivenUp.isToldBy(sign)).isTrue();
		assertThat(GivenUp.isToldBy(new IllegalStateException(sign))).as("wrapped").isTrue();
		IOException io = (sign instanceof IOException ex) ? ex : new IOException(sign);
		assertThat(GivenUp.isToldBy(new UncheckedIOException(io))).as("wrapped as what streams throw").isTrue();
	}

	@Test
	void otherFailuresDoNot() {
		assertThat(GivenUp.isToldBy(new IllegalStateException(new ConnectException()))).isFalse();
		assertThat(GivenUp.isToldBy(nested(30))).isFalse();
	}

	@Test
	void causesWithoutAnEndAreTakenForTheWorst() {
		IllegalStateException one = new IllegalStateException();
		IllegalStateException other = new IllegalStateException(one);
		one.initCause(other);

		assertThat(GivenUp.isToldBy(one)).isTrue();
		assertThat(GivenUp.isToldBy(nested(100))).isTrue();
	}

	private static Throwable nested(int depth) {
		Throwable failure = new IllegalStateException();
		for (int i = 0; i < depth; i++) {
			failure = new IllegalStateException(failure);
		}
		return failure;
	}

}
