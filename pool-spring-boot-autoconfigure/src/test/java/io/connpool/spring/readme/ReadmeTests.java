package io.connpool.spring.readme;

import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

import io.connpool.ConnectionFactory;
import io.connpool.ConnectionPool;
import io.connpool.spring.FramedConnectionTemplate;
import io.connpool.spring.PooledConnectionTemplate;
import io.connpool.spring.autoconfigure.ConnectionPoolAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.json.JsonParserFactory;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.ClassPathResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The README keeps its word: its Java compiles, its YAML makes the beans it says, its
 * table of settings is what the configuration metadata says.
 */
class ReadmeTests {

	private static final String IMPORTS = """
			import java.io.*;
			import java.net.Socket;
			import java.time.Duration;
			import io.connpool.*;
			import io.connpool.engine.ConnectionPools;
			import io.connpool.spring.*;
			import org.springframework.beans.factory.annotation.Qualifier;
			import org.springframework.boot.CommandLineRunner;
			import org.springframework.context.annotation.*;
			import org.springframework.stereotype.Component;
			import static java.nio.charset.StandardCharsets.UTF_8;
			""";

	private static final String LDAP = """
			class LdapConnection {
				LdapConnection(String host) { }
				void search(String filter) { }
			}
			""";

	private final Readme readme = Readme.read();

	@TempDir
	private Path classes;

	@Test
	void everyJavaSnippetCompiles() {
		List<JavaFileObject> sources = new ArrayList<>();
		List<String> snippets = this.readme.code("java");
		for (int i = 0; i < snippets.size(); i++) {
			String snippet = snippets.get(i);
			String body = snippet.contains("class ") ? snippet
					: "class Statements { void run() throws Exception {\n" + snippet + "\n} }";
			sources.add(source("snippet" + i, "package snippet" + i + ";\n" + IMPORTS + LDAP + body));
		}
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		StringWriter messages = new StringWriter();

		boolean compiled = compiler
			.getTask(messages, null, null, List.of("-proc:none", "-d", this.classes.toString(), "-classpath",
					System.getProperty("java.class.path")), null, sources)
			.call();

		assertThat(snippets).hasSize(3);
		assertThat(compiled).as(messages.toString()).isTrue();
	}

	@Test
	void yamlMakesTheBeansItSays() throws Exception {
		String yaml = this.readme.code("yaml").get(0);
		PropertySource<?> source = new YamlPropertySourceLoader()
			.load("readme", new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8)))
			.get(0);

		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(ConnectionPoolAutoConfiguration.class))
			.withUserConfiguration(Ldap.class)
			.withInitializer((context) -> context.getEnvironment().getPropertySources().addFirst(source))
			// the README's backend is not there
			.withPropertyValues("connpool.pools.login.warm-up=lazy", "connpool.pools.login.min-idle=0")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean("loginConnectionTemplate")).isInstanceOf(FramedConnectionTemplate.class);
				assertThat(context.getBean("ldapConnectionTemplate")).isInstanceOf(PooledConnectionTemplate.class);
				ConnectionPool<?> login = context.getBean("loginConnectionPool", ConnectionPool.class);
				assertThat(login.settings().maxSize()).isEqualTo(50);
				assertThat(login.settings().acquireTimeout()).hasSeconds(3);
			});
	}

	@Test
	void settingsTableIsWhatTheMetadataSays() throws Exception {
		Map<String, Object> defaults = properties("META-INF/spring-configuration-metadata.json", "defaultValue");
		Map<String, Object> meanings = properties(
				"META-INF/spring/configuration-metadata/" + "io.connpool.spring.autoconfigure.PoolProperties.json",
				"description");
		Map<String, String> expected = new LinkedHashMap<>();
		meanings.forEach((key, meaning) -> {
			Object value = defaults.get("connpool.defaults." + key);
			expected.put(key,
					((value != null) ? "`" + value.toString().replace("\n", "\\n") + "`" : "") + " | " + meaning);
		});

		assertThat(this.readme.settings()).containsExactlyInAnyOrderEntriesOf(expected);
	}

	private static Map<String, Object> properties(String metadata, String attribute) throws Exception {
		String json = new ClassPathResource(metadata).getContentAsString(StandardCharsets.UTF_8);
		Map<String, Object> values = new LinkedHashMap<>();
		for (Object each : (List<?>) JsonParserFactory.getJsonParser().parseMap(json).get("properties")) {
			Map<?, ?> property = (Map<?, ?>) each;
			Object value = property.get(attribute);
			if (value != null) {
				values.put(property.get("name").toString(), value);
			}
		}
		return values;
	}

	private static JavaFileObject source(String name, String code) {
		return new SimpleJavaFileObject(URI.create("string:///" + name + ".java"), JavaFileObject.Kind.SOURCE) {

			@Override
			public CharSequence getCharContent(boolean ignoreEncodingErrors) {
				return code;
			}

		};
	}

	@Configuration(proxyBeanMethods = false)
	static class Ldap {

		@Bean
		ConnectionFactory<StringBuilder> ldapConnectionFactory() {
			return (request) -> new StringBuilder();
		}

	}

}
