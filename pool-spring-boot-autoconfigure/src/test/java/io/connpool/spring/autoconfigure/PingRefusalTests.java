package io.connpool.spring.autoconfigure;

import java.util.List;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.core.env.StandardEnvironment;
import org.springframework.mock.env.MockPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Pings that could not work are refused at the start.
 */
class PingRefusalTests {

	private static final String IN_BOTH_OR_NEITHER = "allowed: {nonce} in both ping.request and ping.reply, or in neither";

	private final StandardEnvironment environment = new StandardEnvironment();

	private final MockPropertySource properties = new MockPropertySource();

	PingRefusalTests() {
		this.environment.getPropertySources().addFirst(this.properties);
	}

	@Test
	void requestNeedsAReply() {
		set("pools.a.uri", "tcp://localhost:9009", "pools.a.ping.request", "PING {nonce}");

		assertThat(problems()).extracting(ConfigurationProblem::toString)
			.containsExactly(String.format("    Property: connpool.pools.a.ping.request%n    Value: \"PING {nonce}\"%n"
					+ "    Origin: \"connpool.pools.a.ping.request\" from property source \"mockProperties\"%n"
					+ "    Reason: allowed: together with ping.reply, which is not set%n"));
	}

	@Test
	void replyNeedsARequest() {
		set("defaults.ping.reply", "PONG");
		set("pools.a.uri", "tcp://localhost:9009");

		assertRefused("connpool.defaults.ping.reply", "PONG",
				"allowed: together with ping.request, which is not set; in force for connpool.pools.a");
	}

	@Test
	void numberOnlyInTheRequestIsRefused() {
		setPing("PING {nonce}", "PONG");

		assertRefused("connpool.pools.a.ping.reply", "PONG", IN_BOTH_OR_NEITHER);
	}

	@Test
	void numberOnlyInTheReplyIsRefused() {
		setPing("PING", "PONG {nonce}");

		assertRefused("connpool.pools.a.ping.request", "PING", IN_BOTH_OR_NEITHER);
	}

	@ParameterizedTest
	@ValueSource(strings = { "PING {Nonce}", "PING { nonce }", "PING {NONCE} {nonce}", "PING {nonce }" })
	void misspelledPlaceholderIsRefused(String request) {
		setPing(request, request);

		assertThat(problems())
			.extracting(ConfigurationProblem::property, ConfigurationProblem::value, ConfigurationProblem::reason)
			.containsExactly(tuple("connpool.pools.a.ping.request", request, "allowed: {nonce} written exactly so"),
					tuple("connpool.pools.a.ping.reply", request, "allowed: {nonce} written exactly so"));
	}

	@Test
	void otherBracesAreText() {
		setPing("{\"ping\": \"{nonce}\", \"again\": {nonce}}", "{\"pong\": \"{nonce}\"}");

		assertThat(PoolDefinitions.load(this.environment)).containsOnlyKeys("a");
	}

	@Test
	void emptyMessageIsRefused() {
		setPing("", "PONG");

		assertRefused("connpool.pools.a.ping.request", "", "allowed: at least one character");
	}

	@Test
	void pingIsForTcpOnly() {
		set("pools.a.uri", "jdbc:h2:mem:a", "pools.a.ping.request", "SELECT 1", "pools.a.ping.reply", "1");
		set("pools.b.factory", "bConnectionFactory", "pools.b.ping.request", "PING");

		assertThat(problems()).extracting(ConfigurationProblem::property, ConfigurationProblem::reason)
			.containsExactlyInAnyOrder(
					tuple("connpool.pools.a.ping", "has no effect: only for pools whose uri begins with tcp:"),
					tuple("connpool.pools.b.ping", "has no effect: only for pools whose uri begins with tcp:"));
	}

	@Test
	void pingForAllPoolsDoesNotDisturbThoseOfOtherKinds() {
		set("defaults.ping.request", "PING {nonce}", "defaults.ping.reply", "PONG {nonce}");
		set("pools.a.uri", "jdbc:h2:mem:a", "pools.b.uri", "tcp://localhost:9009");

		assertThat(PoolDefinitions.load(this.environment)).containsOnlyKeys("a", "b");
	}

	@Test
	void pingOfAPresetIsOverriddenKeyByKey() {
		set("presets.old.ping.request", "PING {nonce}", "presets.old.ping.reply", "PONG {nonce}");
		set("pools.a.uri", "tcp://localhost:9009", "pools.a.preset", "old", "pools.a.ping.reply", "ECHO {nonce}");

		PingProperties ping = PoolDefinitions.load(this.environment).get("a").properties().getPing();

		assertThat(ping.getRequest()).isEqualTo("PING {nonce}");
		assertThat(ping.getReply()).isEqualTo("ECHO {nonce}");
	}

	/** 5 bytes and a number of 19 digits. */
	@ParameterizedTest
	@ValueSource(strings = { "line", "length-prefixed" })
	void messageMustFitTheFrameWithTheLongestNumber(String type) {
		setPing("PING {nonce}", "PONG {nonce}");
		set("pools.a.codec.type", type, "pools.a.codec.max-frame-size", "24B");
		assertThat(PoolDefinitions.load(this.environment)).containsOnlyKeys("a");

		set("pools.a.codec.max-frame-size", "23B");

		String kind = "line".equals(type) ? "line" : "message";
		String reason = "allowed: a message that codec.* can frame, with a nonce of 19 digits too; here: " + kind
				+ " of 24 bytes to send, max-frame-size is 23 bytes";
		assertThat(problems()).extracting(ConfigurationProblem::property, ConfigurationProblem::reason)
			.containsExactly(tuple("connpool.pools.a.ping.request", reason),
					tuple("connpool.pools.a.ping.reply", reason));
	}

	@Test
	void messageIsMeasuredInBytes() {
		setPing("\u20ac", "PONG");
		set("pools.a.codec.max-frame-size", "2B");

		assertThat(problems()).extracting(ConfigurationProblem::reason)
			.contains("allowed: a message that codec.* can frame; here: message of 3 bytes to send, "
					+ "max-frame-size is 2 bytes");
	}

	@Test
	void delimiterInAMessageIsRefused() {
		setPing("PING;{nonce}", "PONG {nonce}");
		set("pools.a.codec.type", "line", "pools.a.codec.delimiter", ";");

		assertThat(problems()).singleElement()
			.satisfies((problem) -> assertThat(problem.toString()).contains("connpool.pools.a.ping.request",
					"\"PING;{nonce}\"", "contains its delimiter"));
	}

	/** Such a reply would arrive without its last character. */
	@Test
	void replyThatCouldNeverArriveIsRefused() {
		setPing("PING {nonce}", "PONG {nonce}\r");
		set("pools.a.codec.type", "line");

		assertThat(problems()).singleElement()
			.satisfies((problem) -> assertThat(problem.toString()).contains("connpool.pools.a.ping.reply",
					"ends with a carriage return"));
	}

	@Test
	void pingIsCheckedBesideACodecThatIsRefused() {
		setPing("PING {nonce}", "PONG");
		set("pools.a.codec.length-bytes", "3");

		assertThat(problems()).extracting(ConfigurationProblem::property)
			.containsExactly("connpool.pools.a.codec.length-bytes", "connpool.pools.a.ping.reply");
	}

	private void assertRefused(String property, String value, String reason) {
		assertThat(problems())
			.extracting(ConfigurationProblem::property, ConfigurationProblem::value, ConfigurationProblem::reason)
			.containsExactly(tuple(property, value, reason));
	}

	private List<ConfigurationProblem> problems() {
		ThrowingCallable load = () -> PoolDefinitions.load(this.environment);
		InvalidPoolConfigurationException failure = catchThrowableOfType(InvalidPoolConfigurationException.class, load);
		assertThat(failure).isNotNull();
		return failure.problems();
	}

	private void setPing(String request, String reply) {
		set("pools.a.uri", "tcp://localhost:9009", "pools.a.ping.request", request, "pools.a.ping.reply", reply);
	}

	private void set(String... keysAndValues) {
		for (int i = 0; i < keysAndValues.length; i += 2) {
			this.properties.setProperty("connpool." + keysAndValues[i], keysAndValues[i + 1]);
		}
	}

}
