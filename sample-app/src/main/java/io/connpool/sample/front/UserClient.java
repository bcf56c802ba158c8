package io.connpool.sample.front;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import io.connpool.net.FramedConnection;
import io.connpool.sample.protocol.MalformedFrameException;
import io.connpool.sample.protocol.Message;
import io.connpool.sample.protocol.Operation;
import io.connpool.sample.protocol.Status;
import io.connpool.spring.PooledConnectionTemplate;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/**
 * Asks the user service. Every request has a number that its reply must repeat.
 */
@Component
@Profile("!service")
public class UserClient {

	private static final Logger logger = LoggerFactory.getLogger(UserClient.class);

	private final PooledConnectionTemplate<FramedConnection> service;

	private final MeterRegistry meters;

	private final AtomicLong lastId = new AtomicLong();

	UserClient(@Qualifier("login") PooledConnectionTemplate<FramedConnection> service, MeterRegistry meters) {
		this.service = service;
		this.meters = meters;
	}

	/**
	 * Asks and waits for the answer. Timed as {@code sample.calls}.
	 * @param operation what to do
	 * @param fields what the operation needs
	 * @return the fields of the reply
	 * @throws RefusedException if the service answers with anything but {@link Status#OK}
	 * @throws UnreachableException if the conversation breaks off
	 * @throws io.connpool.PoolException if no connection can be had
	 */
	public List<String> ask(Operation operation, String... fields) {
		Message request = Message.request(operation, this.lastId.incrementAndGet(), fields);
		Timer.Sample timing = Timer.start(this.meters);
		String outcome = "UNREACHABLE";
		try {
			Message reply = exchange(request, encode(request));
			Status status = status(reply);
			outcome = status.name();
			if (status != Status.OK) {
				throw new RefusedException(status, String.join("; ", reply.fields()));
			}
			return reply.fields();
		}
		catch (ForeignReplyException ex) {
			outcome = "FOREIGN";
			logger.error("{} – {}", operation, ex.getMessage());
			throw new UnreachableException(ex);
		}
		catch (IOException ex) {
			throw new UnreachableException(ex);
		}
		finally {
			timing.stop(timer(operation, outcome));
		}
	}

	private Timer timer(Operation operation, String outcome) {
		return Timer.builder("sample.calls")
			.description("Calls of the user service")
			.tags("operation", operation.name(), "outcome", outcome)
			.publishPercentileHistogram()
			.minimumExpectedValue(Duration.ofNanos(100_000))
			.maximumExpectedValue(Duration.ofSeconds(10))
			.register(this.meters);
	}

	private Message exchange(Message request, byte[] bytes) throws IOException {
		return this.service.execute((connection) -> {
			Message reply = Message.decode(connection.exchange(bytes));
			if (reply.id() != request.id()) {
				// as after any IOException, the pool does not keep the connection
				throw new ForeignReplyException(request.id(), reply.id());
			}
			return reply;
		});
	}

	private static byte[] encode(Message request) {
		try {
			return request.encode();
		}
		catch (IllegalArgumentException ex) {
			throw new RefusedException(Status.BAD_REQUEST, "the request is too long");
		}
	}

	private static Status status(Message reply) throws MalformedFrameException {
		Status status = Status.of(reply.code());
		if (status == null) {
			throw new MalformedFrameException("a reply of status " + reply.code() + ", which there is none of");
		}
		return status;
	}

}
