package io.connpool.sample;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.connpool.sample.service.UserServer;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.Lifecycle;

/**
 * Front and service as two applications, as if they were on two machines.
 */
final class Tiers implements AutoCloseable {

	final ConfigurableApplicationContext service;

	final ConfigurableApplicationContext front;

	Tiers(String... serviceProperties) {
		List<String> properties = new ArrayList<>(Arrays.asList(serviceProperties));
		properties.add("sample.service.port=0");
		properties.add("sample.service.drain-timeout=0s");
		this.service = new SpringApplicationBuilder(SampleApplication.class).initializers(new OwnDatabase())
			.profiles("service", "load")
			.run(arguments(properties));
		this.front = new SpringApplicationBuilder(SampleApplication.class).profiles("front")
			.run(arguments(List.of("server.port=0", "sample.front.service=127.0.0.1:" + server().port())));
	}

	private static String[] arguments(List<String> properties) {
		return properties.stream().map((property) -> "--" + property).toArray(String[]::new);
	}

	UserServer server() {
		return this.service.getBean(UserServer.class);
	}

	/** Ends every connection at once, and listens no more. */
	void killServer() {
		this.service.getBean("serviceLifecycle", Lifecycle.class).stop();
	}

	void restartServer() {
		this.service.getBean("serviceLifecycle", Lifecycle.class).start();
	}

	SampleClient client() {
		return new SampleClient(((ServletWebServerApplicationContext) this.front).getWebServer().getPort());
	}

	@Override
	public void close() {
		this.front.close();
		this.service.close();
	}

}
