package io.connpool.spring.autoconfigure;

import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;

import io.connpool.ConnectionFactory;
import io.connpool.ConnectionPool;
import io.connpool.engine.ConnectionPools;
import io.connpool.net.FramedConnection;
import io.connpool.spring.ConnectionPoolCustomizer;
import io.connpool.spring.ConnectionPoolRegistry;
import io.connpool.spring.FramedConnectionTemplate;
import io.connpool.spring.PooledConnectionTemplate;
import io.connpool.spring.testkit.FakeConnection;
import io.connpool.spring.testkit.FakeConnectionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.BeanCreationException;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskSchedulingAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.mockito.Mockito.mock;

/**
 * Which beans there are.
 */
@ExtendWith(OutputCaptureExtension.class)
class ConnectionPoolAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ConnectionPoolAutoConfiguration.class))
		.withPropertyValues("connpool.pools.login.uri=tcp://localhost:9009");

	private final ApplicationContextRunner ldap = this.runner.withUserConfiguration(Ldap.class)
		.withPropertyValues("connpool.pools.ldap.factory=ldapConnectionFactory");

	@Test
	void poolAndTemplateAreInjectedByQualifierWithTheirConnectionType() {
		this.ldap.withUserConfiguration(Injected.class).run((context) -> {
			Injected injected = context.getBean(Injected.class);

			assertThat(injected.login.name()).isEqualTo("login");
			assertThat(injected.loginTemplate.pool()).isSameAs(injected.login);
			assertThat(injected.loginTemplate).isInstanceOf(FramedConnectionTemplate.class)
				.isSameAs(injected.framedTemplate);
			assertThat(injected.ldap.name()).isEqualTo("ldap");
			assertThat(injected.ldapTemplate.pool()).isSameAs(injected.ldap);
		});
	}

	@Test
	void onlyPoolOfItsTypeNeedsNoQualifier() {
		this.ldap.withUserConfiguration(InjectedByType.class).run((context) -> {
			InjectedByType injected = context.getBean(InjectedByType.class);

			assertThat(injected.fake.name()).isEqualTo("ldap");
			assertThat(injected.framed.pool().name()).isEqualTo("login");
		});
	}

	@Test
	void connectionTypeOfAnotherPoolIsNotInjected() {
		this.ldap.withUserConfiguration(InjectedWithWrongType.class).run((context) -> assertThat(context).hasFailed());
	}

	@Test
	void primaryPoolIsInjectedWhereSeveralWouldDo() {
		this.runner
			.withPropertyValues("connpool.pools.audit.uri=tcp://localhost:9010", "connpool.pools.audit.primary=true")
			.run((context) -> {
				assertThat(context.getBean(ConnectionPool.class).name()).isEqualTo("audit");
				assertThat(context.getBean(PooledConnectionTemplate.class).pool().name()).isEqualTo("audit");
			});
	}

	@Test
	void poolBeanOfTheApplicationWins(CapturedOutput output) {
		this.runner.withUserConfiguration(OwnLoginPool.class).run((context) -> {
			ConnectionPool<?> own = context.getBean("loginConnectionPool", ConnectionPool.class);

			assertThat(own.settings().maxSize()).isEqualTo(3);
			assertThat(context.getBeansOfType(ConnectionPool.class)).hasSize(1);
			assertThat(context.getBean(ConnectionPoolRegistry.class).getPools()).hasSize(1).containsEntry("login", own);
			assertThat(context.getBean("loginConnectionTemplate", PooledConnectionTemplate.class).pool()).isSameAs(own);
			assertThat(output)
				.containsOnlyOnce("login – the bean 'loginConnectionPool' takes the place of connpool.pools.login");
		});
	}

	@Test
	void templateBeanOfTheApplicationWins() {
		this.runner.withUserConfiguration(OwnLoginTemplate.class).run((context) -> {
			assertThat(context).hasSingleBean(PooledConnectionTemplate.class).hasSingleBean(ConnectionPool.class);
			assertThat(context.getBean(ConnectionPoolRegistry.class).template("login", FramedConnection.class))
				.isSameAs(context.getBean("loginConnectionTemplate"));
		});
	}

	@Test
	void unrelatedBeanMayHaveThePoolsName() {
		this.runner.withBean("login", String.class, () -> "unrelated")
			.run((context) -> assertThat(context).hasNotFailed().hasBean("loginConnectionPool"));
	}

	@Test
	void poolBeansOfTheApplicationJoinTheRegistry() {
		this.runner.withUserConfiguration(OtherPool.class).run((context) -> {
			ConnectionPoolRegistry registry = context.getBean(ConnectionPoolRegistry.class);

			assertThat(registry.getPools()).containsOnlyKeys("login", "printers");
			assertThat(registry.pool("printers")).isSameAs(context.getBean("other"));
			assertThat(registry.pool("printers", FakeConnection.class)).isSameAs(context.getBean("other"));
			assertThat(registry.template("printers", FakeConnection.class).pool()).isSameAs(context.getBean("other"));
			assertThat(registry.describe("printers").type()).isEqualTo("FakeConnection");
			assertThat(registry.describe("printers").target()).isNull();
		});
	}

	@Test
	void registryKnowsWhatPoolsAre() {
		this.ldap.run((context) -> {
			ConnectionPoolRegistry registry = context.getBean(ConnectionPoolRegistry.class);

			assertThat(registry.getPools()).containsOnlyKeys("login", "ldap");
			assertThat(registry.pool("login", FramedConnection.class)).isSameAs(registry.pool("login"));
			assertThat(registry.describe("login").type()).isEqualTo("tcp");
			assertThat(registry.describe("login").target()).isEqualTo("tcp://localhost:9009");
			assertThat(registry.describe("ldap").type()).isEqualTo("FakeConnection");
			assertThat(registry.template("ldap", FakeConnection.class))
				.isSameAs(context.getBean("ldapConnectionTemplate"));
			assertThatIllegalArgumentException().isThrownBy(() -> registry.pool("login", FakeConnection.class))
				.withMessageContaining("lends " + FramedConnection.class.getName());
			assertThatIllegalArgumentException().isThrownBy(() -> registry.pool("logn"))
				.withMessage("there is no connection pool 'logn'; did you mean 'login'? pools: login, ldap");
		});
	}

	@Test
	void factoryWithoutTypeArgumentIsInjectedAnywhere() {
		this.runner.withUserConfiguration(Untyped.class)
			.withPropertyValues("connpool.pools.raw.factory=rawConnectionFactory")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean(ConnectionPoolRegistry.class).describe("raw").type()).isEqualTo("custom");
			});
	}

	@Test
	void registryOfTheApplicationReplacesEverything() {
		this.runner.withBean(ConnectionPoolRegistry.class, () -> mock(ConnectionPoolRegistry.class))
			.run((context) -> assertThat(context).hasSingleBean(ConnectionPoolRegistry.class)
				.doesNotHaveBean(ConnectionPool.class));
	}

	@Test
	void nothingIsThereWhenDisabled() {
		this.runner.withPropertyValues("connpool.enabled=false", "connpool.typo=1")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(ConnectionPoolRegistry.class)
				.doesNotHaveBean(ConnectionPool.class));
	}

	@Test
	void nothingIsOpenedBeforeItIsNeeded() {
		this.ldap.run((context) -> {
			FakeConnectionFactory factory = context.getBean(FakeConnectionFactory.class);
			assertThat(factory.opened()).isZero();

			int result = context.getBean(ConnectionPoolRegistry.class)
				.template("ldap", FakeConnection.class)
				.execute((connection) -> 42);

			assertThat(result).isEqualTo(42);
			assertThat(factory.opened()).isOne();
		});
	}

	@Test
	void poolsServeBeforeTheContextIsStarted() {
		this.ldap.withUserConfiguration(UsesPoolEarly.class).run((context) -> {
			assertThat(context.getBean(UsesPoolEarly.class).result).isEqualTo("early");
			assertThat(context.getBean(FakeConnectionFactory.class).opened()).isOne();
		});
	}

	@Test
	void lazyInitializationStartsPoolsAllTheSame() {
		this.ldap
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.withPropertyValues("connpool.pools.ldap.warm-up=fail-fast")
			.run((context) -> assertThat(context.getBean(FakeConnectionFactory.class).opened()).isOne());
	}

	@Test
	void customizersSeeEveryPool() {
		this.ldap.withBean(ConnectionPoolCustomizer.class, () -> (name, builder) -> builder.maxSize(name.length()))
			.run((context) -> {
				ConnectionPoolRegistry registry = context.getBean(ConnectionPoolRegistry.class);

				assertThat(registry.pool("login").settings().maxSize()).isEqualTo(5);
				assertThat(registry.pool("ldap").settings().maxSize()).isEqualTo(4);
			});
	}

	@Test
	void noExecutorIsPublished() {
		this.runner.run((context) -> assertThat(context).doesNotHaveBean(Executor.class)
			.doesNotHaveBean(ScheduledExecutorService.class));
	}

	@Test
	void executorsOfTheApplicationStay() {
		this.runner
			.withConfiguration(
					AutoConfigurations.of(TaskExecutionAutoConfiguration.class, TaskSchedulingAutoConfiguration.class))
			.withUserConfiguration(Scheduling.class)
			.run((context) -> assertThat(context).hasBean("taskScheduler").hasBean("applicationTaskExecutor"));
	}

	@Test
	void phaseIsFarBelowTheWebServersAndCanBeSet() {
		this.runner.run((context) -> assertThat(context.getBean(ConnectionPoolLifecycle.class).getPhase())
			.isEqualTo(Integer.MIN_VALUE / 2));
		this.runner.withPropertyValues("connpool.lifecycle.phase=12")
			.run((context) -> assertThat(context.getBean(ConnectionPoolLifecycle.class).getPhase()).isEqualTo(12));
	}

	@Test
	void missingFactoryFailsTheStart() {
		this.runner.withUserConfiguration(Ldap.class)
			.withPropertyValues("connpool.pools.ldap.factory=ldapConectionFactory")
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOf(BeanCreationException.class)
				.hasRootCauseInstanceOf(InvalidPoolConfigurationException.class)
				.rootCause()
				.hasMessageContainingAll("connpool.pools.ldap.factory", "ldapConectionFactory",
						"there is no bean of that name", "did you mean 'ldapConnectionFactory'?",
						"beans of type io.connpool.ConnectionFactory"));
	}

	@Test
	void factoryMustBeAConnectionFactory() {
		this.runner.withBean("ldapFactory", String.class, () -> "no factory")
			.withPropertyValues("connpool.pools.ldap.factory=ldapFactory")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContainingAll("connpool.pools.ldap.factory",
						"bean 'ldapFactory' is no io.connpool.ConnectionFactory but a class java.lang.String",
						"there are no io.connpool.ConnectionFactory beans at all"));
	}

	@Test
	void poolsAreDestroyedBeforeTheirFactory() {
		this.ldap.run((context) -> assertThat(context.getBeanFactory().getDependentBeans("ldapConnectionFactory"))
			.contains("ldapConnectionPool"));
	}

	@Configuration(proxyBeanMethods = false)
	static class Ldap {

		@Bean
		FakeConnectionFactory fake() {
			return new FakeConnectionFactory();
		}

		@Bean
		ConnectionFactory<FakeConnection> ldapConnectionFactory(FakeConnectionFactory fake) {
			return fake::open;
		}

	}

	static class Injected {

		@Autowired
		@Qualifier("login")
		ConnectionPool<FramedConnection> login;

		@Autowired
		@Qualifier("login")
		PooledConnectionTemplate<FramedConnection> loginTemplate;

		@Autowired
		@Qualifier("login")
		FramedConnectionTemplate framedTemplate;

		@Autowired
		@Qualifier("ldap")
		ConnectionPool<FakeConnection> ldap;

		@Autowired
		@Qualifier("ldap")
		PooledConnectionTemplate<FakeConnection> ldapTemplate;

	}

	static class InjectedByType {

		@Autowired
		ConnectionPool<FakeConnection> fake;

		@Autowired
		FramedConnectionTemplate framed;

	}

	static class InjectedWithWrongType {

		@Autowired
		@Qualifier("ldap")
		ConnectionPool<FramedConnection> ldap;

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnLoginPool {

		@Bean
		ConnectionPool<FakeConnection> loginConnectionPool() {
			return ConnectionPools.builder(new FakeConnectionFactory()).name("own").maxSize(3).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnLoginTemplate {

		@Bean
		PooledConnectionTemplate<FramedConnection> loginConnectionTemplate(
				@Qualifier("login") ConnectionPool<FramedConnection> pool) {
			return new PooledConnectionTemplate<>(pool);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OtherPool {

		@Bean
		ConnectionPool<FakeConnection> other() {
			return ConnectionPools.builder(new FakeConnectionFactory()).name("printers").build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Untyped {

		@Bean
		ConnectionFactory<?> rawConnectionFactory() {
			return new FakeConnectionFactory();
		}

		@Bean
		String user(@Qualifier("raw") PooledConnectionTemplate<FakeConnection> template) {
			return template.pool().name();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(Ldap.class)
	static class UsesPoolEarly {

		final String result;

		UsesPoolEarly(@Qualifier("ldap") PooledConnectionTemplate<FakeConnection> template) {
			this.result = template.execute((connection) -> "early");
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableScheduling
	static class Scheduling {

		@Scheduled(fixedDelay = Long.MAX_VALUE / 2, initialDelay = Long.MAX_VALUE / 2)
		void never() {
		}

	}

}
