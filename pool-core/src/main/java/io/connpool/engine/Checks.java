package io.connpool.engine;

import java.util.function.Supplier;

import io.connpool.CloseReason;
import io.connpool.Liveness;
import org.jspecify.annotations.Nullable;

/*
 * Validation and reset, apart from callers. A connection that passes is offered to the oldest
 * waiter; one that fails is closed; one whose call overruns is aborted.
 */
final class Checks<C> {

	private final Pool<C> pool;

	Checks(Pool<C> pool) {
		this.pool = pool;
	}

	/** Validates before lending; the caller owns the slot, which is ACTIVE. */
	void validate(Slot<C> slot) {
		begin(slot, () -> new ValidateCall(slot, "validation", 1), SlotState.CHECKING);
	}

	/**
	 * Checks and validates for keepalive, tolerating some failures to validate that prove
	 * nothing.
	 */
	void keepAlive(Slot<C> slot) {
		begin(slot, () -> new ValidateCall(slot, "keepalive", this.pool.settings().keepaliveTries()),
				SlotState.CHECKING);
	}

	/** Resets after use; the caller owns the slot, which is RETURNING. */
	void reset(Slot<C> slot) {
		begin(slot, () -> new ResetCall(slot), SlotState.RESETTING);
	}

	private void begin(Slot<C> slot, Supplier<SlotCall<C>> call, int state) {
		SlotCall<C> begun;
		try {
			begun = call.get();
		}
		catch (Throwable ex) {
			// out of memory or stack; a call that there is would be found
			slot.lose();
			throw ex;
		}
		begun.start(state);
	}

	private final class ValidateCall extends SlotCall<C> {

		private final C connection;

		private final int tries;

		private boolean valid;

		ValidateCall(Slot<C> slot, String what, int tries) {
			super(what, slot, slot.pool.settings().validationTimeout());
			this.connection = slot.connection();
			this.tries = tries;
		}

		@Override
		void call() throws Throwable {
			if (this.pool.hooks.checks && this.pool.hooks.check(this.connection) == Liveness.DEAD) {
				return;
			}
			for (int left = this.tries;; left--) {
				try {
					this.valid = this.pool.hooks.factory().validate(this.connection, remaining());
					return;
				}
				catch (Exception ex) {
					// else the answer to this try would pass for that to the next
					boolean again = left > 1 && this.pool.hooks.isReusableAfter(this.connection, ex);
					if (!again || isOverdue(this.pool.clock.nanos())) {
						throw ex;
					}
				}
			}
		}

		@Override
		void ended(@Nullable Throwable failure) {
			boolean passed = this.valid && failure == null;
			long took = elapsed();
			if (passed) {
				this.slot.lastProved = this.pool.clock.nanos();
				this.pool.returning.offerValidated(this.slot);
			}
			else {
				this.pool.log.debug(this.what + " failed", this.slot.connectionId,
						(failure != null) ? failure : "false");
				this.pool.suspicion.raise(this.slot);
				this.pool.closer.end(this.slot, CloseReason.VALIDATION_FAILED);
			}
			// one that was due for validation may have been left idle for this one's sake
			this.pool.serving.serve();
			this.pool.opener.supply();
			this.pool.notifier.validated(passed, took);
		}

		@Override
		void overran() {
			long took = elapsed();
			this.pool.suspicion.raise(this.slot);
			this.pool.closer.abort(this.slot, CloseReason.VALIDATION_FAILED);
			this.pool.serving.serve();
			this.pool.opener.supply();
			report(() -> {
				this.pool.log.warn("validation-timeout",
						this + " overran validation-timeout; the connection is aborted", null);
				this.pool.notifier.validated(false, took);
			});
		}

	}

	private final class ResetCall extends SlotCall<C> {

		private final C connection;

		ResetCall(Slot<C> slot) {
			super("reset", slot, slot.pool.settings().validationTimeout());
			this.connection = slot.connection();
		}

		@Override
		void call() throws Throwable {
			this.pool.hooks.factory().reset(this.connection, remaining());
		}

		@Override
		void ended(@Nullable Throwable failure) {
			if (failure == null) {
				this.pool.returning.offerReset(this.slot);
			}
			else {
				this.pool.log.warn("reset", "a connection could not be reset after use and is closed", failure);
				this.pool.closer.end(this.slot, CloseReason.RESET_FAILED);
			}
			this.pool.opener.supply();
		}

		@Override
		void overran() {
			this.pool.closer.abort(this.slot, CloseReason.RESET_FAILED);
			this.pool.opener.supply();
			report(() -> this.pool.log.warn("reset-timeout",
					this + " overran validation-timeout; the connection is aborted", null));
		}

	}

}
