package io.connpool.benchmarks.race;

import java.io.IOException;

import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.integration.channel.DirectChannel;
import org.springframework.integration.config.EnableIntegration;
import org.springframework.integration.core.MessagingTemplate;
import org.springframework.integration.ip.tcp.outbound.TcpOutboundGateway;
import org.springframework.integration.ip.tcp.connection.CachingClientConnectionFactory;
import org.springframework.integration.ip.tcp.connection.TcpNetClientConnectionFactory;
import org.springframework.integration.ip.tcp.serializer.ByteArrayLengthHeaderSerializer;
import org.springframework.messaging.Message;
import org.springframework.messaging.support.GenericMessage;

/**
 * What a Spring application had before: Spring Integration's TCP gateway on its caching
 * client connection factory, with four bytes of length before each message.
 */
final class SpringGateway implements Exchanger {

	private static final byte[] MESSAGE = new byte[BYTES - ByteArrayLengthHeaderSerializer.HEADER_SIZE_INT];

	private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(
			Integration.class);

	private final CachingClientConnectionFactory connections;

	private final TcpOutboundGateway gateway = new TcpOutboundGateway();

	private final DirectChannel channel = new DirectChannel();

	private final MessagingTemplate template;

	SpringGateway(int port, int size) {
		TcpNetClientConnectionFactory sockets = new TcpNetClientConnectionFactory("127.0.0.1", port);
		ByteArrayLengthHeaderSerializer lengthHeader = new ByteArrayLengthHeaderSerializer();
		sockets.setSerializer(lengthHeader);
		sockets.setDeserializer(lengthHeader);
		sockets.setSoTcpNoDelay(true);
		this.connections = bean("sockets", new CachingClientConnectionFactory(bean("target", sockets), size));
		this.connections.setConnectionWaitTimeout(Math.toIntExact(Pools.LONG_WAIT.toMillis()));
		this.gateway.setConnectionFactory(this.connections);
		this.gateway.setRemoteTimeout(Pools.LONG_WAIT.toMillis());
		bean("gateway", this.gateway);
		this.channel.subscribe(this.gateway);
		bean("channel", this.channel);
		this.template = bean("template", new MessagingTemplate(this.channel));
		this.gateway.start();
	}

	@SuppressWarnings("unchecked")
	private <T> T bean(String name, T object) {
		return (T) this.context.getAutowireCapableBeanFactory().initializeBean(object, name);
	}

	@Override
	public void exchange() throws IOException {
		Message<?> reply = this.template.sendAndReceive(new GenericMessage<>(MESSAGE));
		if (reply == null || !(reply.getPayload() instanceof byte[] bytes) || bytes.length != MESSAGE.length) {
			throw new IOException("no reply, or another one: " + reply);
		}
	}

	@Override
	public void close() {
		this.gateway.stop();
		this.connections.stop();
		this.context.close();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableIntegration
	static class Integration {

	}

}
