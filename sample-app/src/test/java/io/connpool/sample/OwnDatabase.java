package io.connpool.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.util.FileSystemUtils;

/**
 * Gives an application a database that is deleted with it.
 */
class OwnDatabase implements ApplicationContextInitializer<ConfigurableApplicationContext> {

	@Override
	public void initialize(ConfigurableApplicationContext context) {
		try {
			Path directory = Files.createTempDirectory("connpool-sample");
			((DefaultListableBeanFactory) context.getBeanFactory()).registerDisposableBean("ownDatabase",
					() -> FileSystemUtils.deleteRecursively(directory));
			context.getEnvironment()
				.getPropertySources()
				.addFirst(new MapPropertySource("ownDatabase",
						Map.of("sample.database", directory.resolve("users.db").toString())));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
