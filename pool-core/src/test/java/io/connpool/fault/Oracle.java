package io.connpool.fault;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.UnaryOperator;

import io.connpool.ConnectionFactory;
import io.connpool.ConnectionPool;
import io.connpool.engine.ConnectionPools;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.opentest4j.TestAbortedException;

/**
 * Ends every test that brings servers of its own as a {@link Scene} ends its tests: once
 * the fault is gone all pools serve in time, their books balance, and nothing is left of
 * them. Has to be the first field of a test, for it looks at the JVM when it is made.
 */
public final class Oracle implements AfterEachCallback {

	private final Footprint before = Footprint.now();

	private final List<Watched<?>> pools = new ArrayList<>();

	private final Deque<AutoCloseable> owned = new ArrayDeque<>();

	private Cure cure = () -> {
	};

	/**
	 * Starts a pool over a factory with neither validation nor reset.
	 * @param question what a connection must answer when all is well again
	 */
	public <C> ConnectionPool<C> pool(ConnectionFactory<C> factory, UnaryOperator<ConnectionPools.Builder<C>> settings,
			Aftermath.Question<C> question) {
		return pool(Books.of(factory), settings, question);
	}

	/**
	 * Starts a pool over a factory of which books are kept.
	 * @param question what a connection must answer when all is well again
	 */
	public <C> ConnectionPool<C> pool(Books<C> books, UnaryOperator<ConnectionPools.Builder<C>> settings,
			Aftermath.Question<C> question) {
		ConnectionPool<C> pool = settings.apply(ConnectionPools.builder(books)).build();
		this.pools.add(new Watched<>(pool, new Aftermath<>(pool, books, question)));
		return pool;
	}

	/** Has something closed at the end, after the pools; what came last first. */
	public <T extends AutoCloseable> T owns(T thing) {
		this.owned.push(thing);
		return thing;
	}

	/** Says how the fault is taken away, if it is there when the test ends. */
	public void curedBy(Cure cure) {
		this.cure = cure;
	}

	@Override
	public void afterEach(ExtensionContext context) throws Exception {
		try {
			this.cure.apply();
			if (!isAborted(context)) {
				for (Watched<?> watched : this.pools) {
					watched.aftermath().assertThatAllIsWell(Aftermath.PROMISED, 0);
					watched.aftermath().assertThatNothingIsLeftOfThePool();
				}
			}
		}
		finally {
			for (Watched<?> watched : this.pools) {
				watched.pool().close(Duration.ZERO);
			}
			while (!this.owned.isEmpty()) {
				this.owned.pop().close();
			}
		}
		this.before.assertNothingIsLeft();
	}

	/** One that found that it cannot run here may have left the fault half made. */
	private static boolean isAborted(ExtensionContext context) {
		return context.getExecutionException().filter(TestAbortedException.class::isInstance).isPresent();
	}

	/** Takes a fault away. */
	@FunctionalInterface
	public interface Cure {

		void apply() throws Exception;

	}

	private record Watched<C>(ConnectionPool<C> pool, Aftermath<C> aftermath) {
	}

}
