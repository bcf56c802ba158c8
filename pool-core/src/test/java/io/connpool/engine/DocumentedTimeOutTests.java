package io.connpool.engine;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

import com.example.orders.Orders;
import io.connpool.IdleOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The message in {@code docs/diagnosis.md} is a real one, but for the JDK's own frames
 * and for line numbers.
 */
class DocumentedTimeOutTests {

	@RegisterExtension
	final PoolRig rig = new PoolRig();

	@Test
	void theMessageInTheDocumentationIsARealOne() throws Exception {
		this.rig.start((settings) -> settings.name("orders")
			.maxSize(2)
			.idleOrder(IdleOrder.FIFO)
			.leakThreshold(Duration.ofMinutes(10)));
		this.rig.fill(2);
		Orders orders = new Orders(this.rig.pool);
		Thread report = start(orders::monthlyReport, "reports");
		while (orders.missing() > 1) {
			LockSupport.parkNanos(100_000);
		}
		this.rig.advance(Duration.ofSeconds(30));
		Thread checkOut = start(orders::checkOut, "http-7");
		while (orders.missing() > 0) {
			LockSupport.parkNanos(100_000);
		}
		this.rig.advance(Duration.ofSeconds(2));

		Ask ask = this.rig.ask(Duration.ofMillis(500));
		this.rig.advanceMillis(500);
		String message = ask.failure().getMessage();
		orders.endReading();
		report.join();
		checkOut.join();

		assertThat(comparable(documented())).isEqualTo(comparable(message));
	}

	private static Thread start(Runnable work, String name) {
		Thread thread = new Thread(work, name);
		thread.setDaemon(true);
		thread.start();
		return thread;
	}

	private static String documented() throws Exception {
		String text = Files.readString(Path.of("../docs/diagnosis.md"));
		int begin = text.indexOf("```text\n", text.indexOf("## When an acquire times out")) + "```text\n".length();
		return text.substring(begin, text.indexOf("\n```", begin));
	}

	private static String comparable(String message) {
		return message.replaceAll("\\R\\s+java\\.base/.*", "")
			.replaceAll("\\.java:\\d+\\)", ".java)")
			.replaceAll("(\\d)\\d{3} ms", "$1… ms")
			.replaceAll("\\s+", " ");
	}

}
