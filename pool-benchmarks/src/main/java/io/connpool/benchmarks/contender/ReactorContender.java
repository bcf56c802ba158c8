package io.connpool.benchmarks.contender;

import java.time.Duration;

import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.pool.InstrumentedPool;
import reactor.pool.PoolBuilder;
import reactor.pool.PooledRef;

/**
 * reactor-pool, used by threads that block.
 */
final class ReactorContender implements Contender {

	private final InstrumentedPool<Resource> pool;

	private final Duration timeout;

	private ReactorContender(Spec spec) {
		this.timeout = spec.acquireTimeout();
		// Opening blocks, which an acquire must not.
		Mono<Resource> open = Mono.fromCallable(() -> spec.factory().open()).subscribeOn(Schedulers.boundedElastic());
		this.pool = PoolBuilder.from(open)
			.sizeBetween(spec.minIdle(), spec.maxSize())
			.destroyHandler((resource) -> Mono.fromRunnable(resource::close))
			.buildPool();
		this.pool.warmup().block();
	}

	static void register() {
		Contract contract = new Contract(Versions.of("reactor"), Point.yes(""), Point.partly("the queue, not opening"),
				Point.no("off by default: evictionPredicate"), Point.no(""),
				Point.partly("gauges; no recorder by default"), Point.no(""),
				Point.yes("each lease has a reference of its own"), "acquire and release with block()");
		Contenders.add("reactor", contract, ReactorContender::new);
	}

	@Override
	public Object acquire() {
		return this.pool.acquire(this.timeout).block();
	}

	@Override
	public Resource resource(Object held) {
		return reference(held).poolable();
	}

	@Override
	public void release(Object held) {
		reference(held).release().block();
	}

	@Override
	public void discard(Object held, Exception cause) {
		reference(held).invalidate().block();
	}

	@Override
	public void close() {
		this.pool.disposeLater().block();
	}

	@SuppressWarnings("unchecked")
	private static PooledRef<Resource> reference(Object held) {
		return (PooledRef<Resource>) held;
	}

}
