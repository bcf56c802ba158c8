package io.connpool.spring.autoconfigure;

import java.net.ConnectException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import io.connpool.ConnectionPool;
import io.connpool.Lease;
import io.connpool.PoolClosedException;
import io.connpool.PoolState;
import io.connpool.spring.ConnectionPoolRegistry;
import io.connpool.spring.FramedConnectionTemplate;
import io.connpool.spring.testkit.EchoServer;
import io.connpool.spring.testkit.FakeConnection;
import io.connpool.spring.testkit.FakeConnectionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Pools follow the life of the application context.
 */
@ExtendWith(OutputCaptureExtension.class)
class ConnectionPoolLifecycleTests {

	private static final Duration SOON = Duration.ofSeconds(20);

	/** The common pool may have but one thread. */
	private static final Executor APART = (task) -> new Thread(task, "apart").start();

	private final EchoServer server;

	private final FakeConnectionFactory fake = new FakeConnectionFactory();

	private final ApplicationContextRunner runner;

	ConnectionPoolLifecycleTests() throws Exception {
		this.server = new EchoServer();
		this.runner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(ConnectionPoolAutoConfiguration.class))
			.withBean("fake", FakeConnectionFactory.class, () -> this.fake)
			.withPropertyValues("connpool.pools.echo.uri=" + this.server.uri(), "connpool.pools.ldap.factory=fake");
	}

	@AfterEach
	void closeServer() throws Exception {
		this.server.close();
	}

	@Test
	void minIdleIsOpenedWhenTheContextStarts() {
		this.runner.withPropertyValues("connpool.pools.echo.min-idle=2")
			.run((context) -> await().atMost(SOON).until(() -> this.server.connections() == 2));
	}

	@Test
	void stoppedPoolsRefuseAndHoldNothing() {
		this.runner.run((context) -> {
			FramedConnectionTemplate echo = context.getBean(FramedConnectionTemplate.class);
			assertThat(echo.exchange("hello")).isEqualTo("hello");

			context.stop();

			assertThatExceptionOfType(PoolClosedException.class).isThrownBy(() -> echo.exchange("hello"))
				.withMessageStartingWith("echo – ");
			assertThat(echo.pool().stats().state()).isEqualTo(PoolState.CLOSED);
			await().atMost(SOON).until(() -> this.server.connections() == 0);
		});
	}

	@Test
	void neverUsedPoolsRefuseOnceStopped() {
		this.runner.run((context) -> {
			context.stop();

			ConnectionPool<?> pool = context.getBean(ConnectionPoolRegistry.class).pool("ldap");
			assertThatExceptionOfType(PoolClosedException.class).isThrownBy(pool::acquire);
			assertThat(this.fake.opened()).isZero();
		});
	}

	@Test
	void drainThatTheContextDoesNotWaitForIsWarnedOfOnce(CapturedOutput output) {
		this.runner
			.withPropertyValues("connpool.pools.ldap.close.drain-timeout=6s",
					"spring.lifecycle.timeout-per-shutdown-phase=5s", "connpool.pools.echo.close.drain-timeout=5s")
			.run((context) -> {
				context.stop();
				context.start();

				assertThat(output.getAll().split("exceeds spring.lifecycle.timeout-per-shutdown-phase", -1)).hasSize(2);
				assertThat(output).contains("ldap – close.drain-timeout exceeds").doesNotContain("echo, ldap –");
			});
	}

	@Test
	void drainWithinBootsDefaultIsNotWarnedOf(CapturedOutput output) {
		this.runner.withPropertyValues("connpool.pools.ldap.close.drain-timeout=30s")
			.run((context) -> assertThat(output).doesNotContain("timeout-per-shutdown-phase"));
		this.runner.withPropertyValues("connpool.pools.ldap.close.drain-timeout=31s")
			.run((context) -> assertThat(output).contains("timeout-per-shutdown-phase (30 s)"));
	}

	@Test
	void stoppedPoolsServeAgainOnceStarted() {
		this.runner.run((context) -> {
			FramedConnectionTemplate echo = context.getBean(FramedConnectionTemplate.class);
			for (int round = 0; round < 3; round++) {
				assertThat(echo.exchange("hello")).isEqualTo("hello");
				context.stop();
				context.start();
			}

			assertThat(echo.exchange("again")).isEqualTo("again");
			assertThat(echo.pool().stats().state()).isEqualTo(PoolState.RUNNING);
		});
	}

	@Test
	void pausedContextServesAgainOnceRestarted() {
		this.runner.run((context) -> {
			FramedConnectionTemplate echo = context.getBean(FramedConnectionTemplate.class);
			assertThat(echo.exchange("hello")).isEqualTo("hello");

			context.getSourceApplicationContext().pause();
			assertThatExceptionOfType(PoolClosedException.class).isThrownBy(() -> echo.exchange("hello"));
			context.getSourceApplicationContext().restart();

			assertThat(echo.exchange("again")).isEqualTo("again");
		});
	}

	@Test
	void requestUnderWayIsFinishedWhenTheContextCloses(CapturedOutput output) {
		this.runner.run((context) -> {
			FramedConnectionTemplate echo = context.getBean(FramedConnectionTemplate.class);
			this.server.holdAnswers();
			CompletableFuture<String> answer = CompletableFuture.supplyAsync(() -> echo.exchange("slow"), APART);
			await().atMost(SOON).until(() -> this.server.requests() == 1);

			CompletableFuture<Void> close = CompletableFuture.runAsync(context::close, APART);
			await().atMost(SOON).until(() -> echo.pool().stats().state() == PoolState.CLOSING);
			assertThat(close).isNotDone();
			this.server.answer();

			assertThat(answer).succeedsWithin(SOON).isEqualTo("slow");
			assertThat(close).succeedsWithin(SOON);
			await().atMost(SOON).until(() -> this.server.connections() == 0);
			assertThat(output).containsPattern("echo – closed after \\d+ ms: 1 leases drained, 0 aborted");
		});
	}

	@Test
	void leaseThatIsNotGivenBackIsAbortedAndNamed(CapturedOutput output) {
		this.runner.withPropertyValues("connpool.defaults.close.drain-timeout=0s").run((context) -> {
			ConnectionPool<?> pool = context.getBean(ConnectionPoolRegistry.class).pool("ldap");
			Lease<?> lease = pool.acquire();

			context.close();

			assertThat(output).containsPattern("ldap – closed after \\d+ ms: 0 leases drained, 1 aborted; #1 held by "
					+ Thread.currentThread().getName());
			lease.close();
		});
	}

	@Test
	void poolsDrainAtTheSameTime() {
		this.runner.withPropertyValues("connpool.pools.mail.factory=fake").run((context) -> {
			ConnectionPoolRegistry registry = context.getBean(ConnectionPoolRegistry.class);
			ConnectionPool<?> ldap = registry.pool("ldap");
			ConnectionPool<?> mail = registry.pool("mail");
			Lease<?> first = ldap.acquire();
			Lease<?> second = mail.acquire();

			CompletableFuture<Void> close = CompletableFuture.runAsync(context::close, APART);

			await().atMost(SOON)
				.until(() -> ldap.stats().state() == PoolState.CLOSING && mail.stats().state() == PoolState.CLOSING);
			first.close();
			second.close();
			assertThat(close).succeedsWithin(SOON);
			assertThat(this.fake.live()).hasValue(0);
		});
	}

	@Test
	void closingTwiceIsSilent(CapturedOutput output) {
		this.runner.run((context) -> {
			ConnectionPool<?> pool = context.getBean(ConnectionPoolRegistry.class).pool("ldap");

			context.close();
			context.close();
			pool.close();

			assertThat(output).containsOnlyOnce("ldap – closed after").doesNotContain("WARN").doesNotContain("ERROR");
		});
	}

	@Test
	void poolClosedByTheApplicationStaysClosed() {
		this.runner.run((context) -> {
			ConnectionPool<?> pool = context.getBean(ConnectionPoolRegistry.class).pool("ldap");
			pool.close();

			context.stop();
			context.start();

			assertThatExceptionOfType(PoolClosedException.class).isThrownBy(pool::acquire);
		});
	}

	@Test
	void nothingIsLeftOfAClosedContext() {
		this.runner.withPropertyValues("connpool.defaults.min-idle=1").run((context) -> {
			context.getBean(FramedConnectionTemplate.class).exchange("hello");
			context.getBean(ConnectionPoolRegistry.class)
				.template("ldap", FakeConnection.class)
				.execute((connection) -> 1);

			context.close();

			await().atMost(SOON)
				.untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
					.noneMatch((name) -> name.startsWith("connpool-")));
			assertThat(this.fake.live()).hasValue(0);
		});
	}

	@Test
	void failedStartLeavesNothing() {
		this.fake.breakDown();
		this.runner.withPropertyValues("connpool.pools.echo.warm-up=fail-fast", "connpool.pools.ldap.warm-up=fail-fast")
			.run((context) -> {
				assertThat(context).getFailure()
					.hasRootCauseInstanceOf(ConnectException.class)
					.hasStackTraceContaining("Connection pool 'ldap' could not be started on bean 'fake'");
				await().atMost(SOON).until(() -> this.server.connections() == 0);
			});
	}

	@Test
	void connectionsAreOpenedByPlatformThreads() {
		this.runner.run((context) -> {
			context.getBean(ConnectionPoolRegistry.class).pool("ldap").execute((connection) -> 1);

			assertThat(this.fake.threads()).singleElement()
				.satisfies((thread) -> assertThat(thread.getName()).startsWith("connpool-ldap-open-"));
		});
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void connectionsAreOpenedByVirtualThreadsWhereTheApplicationUsesThem() {
		this.runner.withPropertyValues("spring.threads.virtual.enabled=true").run((context) -> {
			context.getBean(ConnectionPoolRegistry.class).pool("ldap").execute((connection) -> 1);

			assertThat(this.fake.threads()).singleElement().satisfies((thread) -> {
				assertThat(thread.getName()).startsWith("connpool-ldap-open-");
				assertThat(Thread.class.getMethod("isVirtual").invoke(thread)).isEqualTo(true);
			});
		});
	}

}
