package io.connpool.test;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;

/**
 * What connections are to suffer that are still to come. Used by the loop's thread only.
 */
final class FaultPlan {

	private final Map<Long, Fault> numbered = new HashMap<>();

	private final Queue<Fault> next = new ArrayDeque<>();

	private FaultScript script = (number) -> Fault.none();

	private Fault common = Fault.none();

	private int limit = Integer.MAX_VALUE;

	void number(long number, Fault fault) {
		this.numbered.put(number, fault);
	}

	void next(List<Fault> faults) {
		this.next.addAll(faults);
	}

	void script(FaultScript script) {
		this.script = script;
	}

	void common(Fault fault) {
		this.common = fault;
	}

	void limit(int limit) {
		this.limit = limit;
	}

	/** Forgets everything. */
	void clear() {
		this.numbered.clear();
		this.next.clear();
		this.script = (number) -> Fault.none();
		this.common = Fault.none();
		this.limit = Integer.MAX_VALUE;
	}

	/**
	 * Gives a new connection its faults: the one for its number, else the next in line,
	 * else what the script says; and what all have.
	 */
	void apply(ProxyLink link) {
		Fault own = this.numbered.remove(link.number());
		if (own == null) {
			own = this.next.poll();
		}
		link.common(this.common);
		link.own((own != null) ? own : this.script.faultOf(link.number()));
	}

	/** Whether one more connection may be open beside so many. */
	boolean admits(int open) {
		return open < this.limit;
	}

}
