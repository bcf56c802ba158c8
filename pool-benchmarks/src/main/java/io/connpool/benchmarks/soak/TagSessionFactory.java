package io.connpool.benchmarks.soak;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicLong;

import io.connpool.ConnectionFactory;
import io.connpool.Deadline;
import io.connpool.OpenRequest;

/**
 * Opens {@link TagSession}s, and resets each after use by a question of its own, whose
 * reply shows that nothing of its last user's is under way.
 */
final class TagSessionFactory implements ConnectionFactory<TagSession> {

	private final int pool;

	private final InetSocketAddress address;

	private final AtomicLong nonces = new AtomicLong();

	TagSessionFactory(int pool, InetSocketAddress address) {
		this.pool = pool;
		this.address = address;
	}

	@Override
	public TagSession open(OpenRequest request) throws IOException {
		return new TagSession(this.address, millis(request.deadline()));
	}

	@Override
	public boolean validate(TagSession session, Deadline deadline) throws IOException {
		session.exchange(new Tag(this.pool, Tag.PING, this.nonces.incrementAndGet()), millis(deadline));
		return true;
	}

	@Override
	public void reset(TagSession session, Deadline deadline) throws IOException {
		session.exchange(new Tag(this.pool, Tag.RESET, this.nonces.incrementAndGet()), millis(deadline));
	}

	@Override
	public void close(TagSession session) throws IOException {
		session.close();
	}

	@Override
	public void abort(TagSession session) {
		try {
			session.close();
		}
		catch (IOException ex) {
			// closed all the same
		}
	}

	private static int millis(Deadline deadline) {
		return (int) Math.max(1, deadline.remaining().toMillis());
	}

}
