package io.connpool.test;

import java.io.IOException;
import java.nio.channels.Selector;
import java.util.function.Consumer;

/**
 * Carries out what users of a {@link FaultProxy} ask for, on the loop's thread.
 */
final class FaultDesk {

	private final ProxyLoop loop;

	private final Selector selector;

	private final ProxyDoor door;

	private final ProxyLinks links;

	private final FaultPlan plan = new FaultPlan();

	private long delayNanos;

	private boolean muted;

	FaultDesk(ProxyLoop loop, Selector selector, ProxyDoor door, ProxyLinks links) {
		this.loop = loop;
		this.selector = selector;
		this.door = door;
		this.links = links;
	}

	FaultPlan plan() {
		return this.plan;
	}

	long delayNanos() {
		return this.delayNanos;
	}

	boolean isMuted() {
		return this.muted;
	}

	void cut() throws IOException {
		this.loop.settle();
		this.links.all().forEach(ProxyLink::cut);
		this.selector.selectNow(); // registered channels are closed by the next selection
	}

	void refuse() throws IOException {
		this.loop.settle(); // the system would reset those that are connected already
		this.door.shut();
	}

	void accept() throws IOException {
		this.door.open();
	}

	void delay(long nanos) {
		this.delayNanos = nanos;
	}

	void mute() {
		this.muted = true;
		this.links.all().forEach(ProxyLink::drop);
	}

	/** Changes what connections are to suffer that are still to come. */
	void plan(Consumer<FaultPlan> change) throws IOException {
		this.loop.settle(); // those that are connected already are not to come
		change.accept(this.plan);
	}

	/** Changes what all suffer. */
	void common(Fault fault) throws IOException {
		plan((plan) -> plan.common(fault));
		for (ProxyLink link : this.links.all()) {
			link.common(fault);
			effect(link);
		}
	}

	/** Gives one connection a fault; it may be still to come. */
	void fault(long number, Fault fault) throws IOException {
		if (!with(number, (link) -> link.own(fault)) && number > this.loop.counters().accepted()) {
			this.plan.number(number, fault);
		}
	}

	/** Does something to one connection; returns whether it is open. */
	boolean with(long number, Consumer<ProxyLink> action) throws IOException {
		this.loop.settle();
		ProxyLink link = this.links.find(number);
		if (link == null) {
			return false;
		}
		action.accept(link);
		effect(link);
		return true;
	}

	/** Does at once what is due at once: who gave the order may look for its effect. */
	private void effect(ProxyLink link) throws IOException {
		this.links.wake(link);
		link.forward(System.nanoTime());
		this.selector.selectNow(); // closes it if it was reset
	}

	void restore() throws IOException {
		accept();
		this.delayNanos = 0;
		this.muted = false;
		this.plan.clear();
		for (ProxyLink link : this.links.all()) {
			link.own(Fault.none());
			link.common(Fault.none());
			if (link.hasLost()) {
				link.cut();
			}
			else {
				link.hurry();
				this.links.wake(link);
			}
		}
		this.selector.selectNow();
	}

}
