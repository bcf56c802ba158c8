package io.connpool.benchmarks.probe;

import java.time.Duration;

import io.connpool.benchmarks.contender.Resource;
import io.connpool.benchmarks.contender.Versions;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.pool.InstrumentedPool;
import reactor.pool.PoolBuilder;
import reactor.pool.PoolMetricsRecorder;
import reactor.pool.PooledRef;

/** reactor-pool, used by threads that block. */
final class ReactorSubject implements Subject {

	private final InstrumentedPool<Resource> pool;

	private final Duration timeout;

	private ReactorSubject(Setup setup) {
		this.timeout = setup.timeout();
		// Opening and closing block, which an acquire must not.
		Mono<Resource> open = Mono.<Resource>fromCallable(setup.backend()::open)
			.subscribeOn(Schedulers.boundedElastic());
		this.pool = PoolBuilder.from(open)
			.sizeBetween(0, setup.size())
			.evictionPredicate((resource, metadata) -> !resource.isAlive())
			.destroyHandler(
					(resource) -> Mono.<Void>fromRunnable(resource::close).subscribeOn(Schedulers.boundedElastic()))
			.metricsRecorder(new Recorder(setup.backend()))
			.buildPool();
	}

	static Candidate candidate() {
		return new Candidate("reactor", Versions.of("reactor"),
				"`acquire(timeout).block()`; opens and closes on `boundedElastic`; the `evictionPredicate` validates",
				"`PoolMetricsRecorder.recordIdleTime`", "`PoolMetricsRecorder.recordRecycled`", "",
				ReactorSubject::new);
	}

	@Override
	public Object acquire() {
		return this.pool.acquire(this.timeout).block();
	}

	@Override
	public Resource wire(Object held) {
		return reference(held).poolable();
	}

	@Override
	public void release(Object held) {
		reference(held).release().block();
	}

	/** Not blocking: what is to be done with it is none of its user's business. */
	@Override
	public void discard(Object held) {
		reference(held).invalidate().subscribe();
	}

	@Override
	public void close() {
		this.pool.disposeLater().block();
	}

	@SuppressWarnings("unchecked")
	private static PooledRef<Resource> reference(Object held) {
		return (PooledRef<Resource>) held;
	}

	private record Recorder(Backend backend) implements PoolMetricsRecorder {

		@Override
		public void recordIdleTime(long millis) {
			this.backend.onAcquired();
		}

		@Override
		public void recordRecycled() {
			this.backend.onReleased();
		}

		@Override
		public void recordAllocationSuccessAndLatency(long millis) {
		}

		@Override
		public void recordAllocationFailureAndLatency(long millis) {
		}

		@Override
		public void recordResetLatency(long millis) {
		}

		@Override
		public void recordDestroyLatency(long millis) {
		}

		@Override
		public void recordLifetimeDuration(long millis) {
		}

		@Override
		public void recordSlowPath() {
		}

		@Override
		public void recordFastPath() {
		}

	}

}
