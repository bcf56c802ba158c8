package io.connpool.sample.protocol;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class MessageTests {

	@Test
	void requestLooksAsDocumented() {
		Message request = Message.request(Operation.LOGIN, 42, "alice", "wonderland");

		assertThat(HexFormat.of().formatHex(request.encode())).isEqualTo(
				"01" + "02" + "000000000000002a" + "02" + "0005" + "616c696365" + "000a" + "776f6e6465726c616e64");
	}

	@Test
	void replyRepeatsTheIdOfItsRequest() throws MalformedFrameException {
		Message request = Message.request(Operation.READ_PROFILE, Long.MIN_VALUE, "token");

		Message reply = Message.decode(request.reply(Status.OK, List.of("alice", "", "ünïcödé \uD83D\uDE00")).encode());

		assertThat(reply.id()).isEqualTo(Long.MIN_VALUE);
		assertThat(Status.of(reply.code())).isEqualTo(Status.OK);
		assertThat(reply.fields()).containsExactly("alice", "", "ünïcödé \uD83D\uDE00");
	}

	@Test
	void shortestAndLongestMessageAreUnderstood() throws MalformedFrameException {
		Message shortest = Message.request(Operation.PING, 1);
		assertThat(shortest.encode()).hasSize(Message.MIN_BYTES);
		assertThat(Message.decode(shortest.encode())).isEqualTo(shortest);

		Message longest = Message.request(Operation.PING, 1, "x".repeat(Message.MAX_BYTES - Message.MIN_BYTES - 2));
		assertThat(longest.encode()).hasSize(Message.MAX_BYTES);
		assertThat(Message.decode(longest.encode())).isEqualTo(longest);
	}

	@Test
	void messageThatIsTooLongIsNotEncoded() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> Message.request(Operation.PING, 1, "x".repeat(Message.MAX_BYTES)).encode());
		assertThatIllegalArgumentException().isThrownBy(() -> new Message(1, 1, Collections.nCopies(9, "x")).encode())
			.withMessageContaining("9 fields");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			0100000000000000000            | a message of
			02000000000000000001 00        | version 2 of the protocol; this is version 1
			01000000000000000001 09        | 9 fields; at most 8 are allowed
			01000000000000000001 01        | a field that ends after the message
			01000000000000000001 01 00     | a field that ends after the message
			01000000000000000001 01 0001   | a field that ends after the message
			01000000000000000001 01 ffff41 | a field that ends after the message
			01000000000000000001 00 41     | 1 bytes after the last field
			01000000000000000001 01 0001ff | a field that is not UTF-8
			01000000000000000001 01 0003eda080 | a field that is not UTF-8
			""")
	void malformedMessageIsRefused(String hex, String reason) {
		String digits = hex.replace(" ", "");
		byte[] bytes = HexFormat.of().parseHex(digits.substring(0, digits.length() / 2 * 2));

		assertThatExceptionOfType(MalformedFrameException.class).isThrownBy(() -> Message.decode(bytes))
			.withMessageStartingWith(reason);
	}

	@Test
	void noiseIsRefusedOrUnderstoodButNeverAnythingElse() {
		Random random = new Random(1);
		int understood = 0;
		for (int i = 0; i < 20_000; i++) {
			byte[] noise = Message.request(Operation.LOGIN, i, "alice", "wonderland").encode();
			for (int flips = random.nextInt(3); flips >= 0; flips--) {
				noise[random.nextInt(noise.length)] = (byte) random.nextInt();
			}
			noise = Arrays.copyOf(noise, random.nextInt(3) == 0 ? random.nextInt(40) : noise.length);
			try {
				assertThat(Message.decode(noise).encode()).isEqualTo(noise);
				understood++;
			}
			catch (MalformedFrameException ex) {
				assertThat(ex).hasMessageNotContaining("wonderland");
			}
		}
		assertThat(understood).isBetween(1, 19_999);
	}

	@Test
	void secretsAreNotInItsText() {
		assertThat(Message.request(Operation.LOGIN, 7, "alice", "wonderland"))
			.hasToString("Message[code=2, id=7, fields=2]");
	}

	@ParameterizedTest
	@EnumSource
	void everyOperationIsFoundByItsCode(Operation operation) {
		assertThat(Operation.of(operation.code())).isSameAs(operation);
	}

	@ParameterizedTest
	@EnumSource
	void everyStatusIsFoundByItsCode(Status status) {
		assertThat(Status.of(status.code())).isSameAs(status);
	}

	@Test
	void unknownCodesAreNobodys() {
		assertThat(Operation.of(200)).isNull();
		assertThat(Status.of(200)).isNull();
		assertThat(ByteBuffer.wrap(new Message(200, 1, List.of()).encode()).get(1)).isEqualTo((byte) 200);
	}

}
