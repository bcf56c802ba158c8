package io.connpool.sample.demo;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.Map;

import io.connpool.sample.service.UserServer;
import io.connpool.test.FaultProxy;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.Profiles;

/**
 * Puts a proxy between front and service when both run in this process, so that the
 * backend can be broken. Runs before the pools are configured, because only listening
 * tells which ports are free, and pool {@code login} has to know.
 */
final class OneProcess implements ApplicationContextInitializer<ConfigurableApplicationContext> {

	@Override
	public void initialize(ConfigurableApplicationContext context) {
		Environment environment = context.getEnvironment();
		if (!environment.acceptsProfiles(Profiles.of("!front & !service"))) {
			return;
		}
		ServerSocket service = UserServer.bind(address(environment),
				environment.getProperty("sample.service.port", Integer.class, 0));
		FaultProxy proxy = FaultProxy.to(service.getInetAddress().getHostAddress(), service.getLocalPort());
		register(context, "userServiceSocket", service);
		register(context, "faultProxy", proxy);
		context.getEnvironment()
			.getPropertySources()
			.addFirst(new MapPropertySource("oneProcess", Map.of("sample.front.service", "127.0.0.1:" + proxy.port())));
	}

	private static InetAddress address(Environment environment) {
		String address = environment.getProperty("sample.service.address", "127.0.0.1");
		try {
			return InetAddress.getByName(address);
		}
		catch (UnknownHostException ex) {
			throw new IllegalArgumentException("sample.service.address: " + address + " is no address", ex);
		}
	}

	private static void register(ConfigurableApplicationContext context, String name, AutoCloseable singleton) {
		DefaultListableBeanFactory beans = (DefaultListableBeanFactory) context.getBeanFactory();
		beans.registerSingleton(name, singleton);
		beans.registerDisposableBean(name, singleton::close);
	}

}
