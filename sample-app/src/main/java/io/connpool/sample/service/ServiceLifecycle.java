package io.connpool.sample.service;

import java.net.ServerSocket;

import io.connpool.sample.storage.Schema;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;

/**
 * Starts the service after the pools that it uses, and stops it before them.
 */
final class ServiceLifecycle implements SmartLifecycle {

	/** One above the pools, whose phase is {@code connpool.lifecycle.phase}. */
	private static final int PHASE = Integer.MIN_VALUE / 2 + 1;

	private static final Logger logger = LoggerFactory.getLogger(ServiceLifecycle.class);

	private final Schema schema;

	private final Accounts accounts;

	private final UserServer server;

	private final ServiceProperties properties;

	private @Nullable ServerSocket listener;

	ServiceLifecycle(Schema schema, Accounts accounts, UserServer server, ServiceProperties properties,
			@Nullable ServerSocket listener) {
		this.schema = schema;
		this.accounts = accounts;
		this.server = server;
		this.properties = properties;
		this.listener = listener;
	}

	@Override
	public void start() {
		this.schema.create();
		this.properties.seed().forEach(this.accounts::seed);
		ServerSocket prepared = this.listener;
		this.listener = null;
		if (prepared != null) {
			this.server.start(prepared);
		}
		else {
			this.server.start();
		}
	}

	@Override
	public void stop() {
		if (!this.server.stop(this.properties.drainTimeout())) {
			logger.warn("Requests were still in progress after {}; they were cut off", this.properties.drainTimeout());
		}
	}

	@Override
	public boolean isRunning() {
		return this.server.isRunning();
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

}
