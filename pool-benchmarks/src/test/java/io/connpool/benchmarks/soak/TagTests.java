package io.connpool.benchmarks.soak;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class TagTests {

	private final Tag tag = new Tag(2, 77, 12345);

	@Test
	void replyToTheRequestIsTheRightOne() throws Exception {
		assertThat(Tag.ofRequest(this.tag.request())).isEqualTo(this.tag);

		this.tag.verify(this.tag.reply());
	}

	@Test
	void replyToSomebodyElseIsForeign() {
		assertThatExceptionOfType(WrongReplyException.class)
			.isThrownBy(() -> this.tag.verify(new Tag(2, 78, 12345).reply()))
			.withMessage("asked #12345 of borrower 77 of pool 2, got the reply to #12345 of borrower 78 of pool 2")
			.matches(WrongReplyException::isForeign);
	}

	@Test
	void anyChangedByteIsDamage() {
		for (int i = 0; i < Tag.BYTES; i++) {
			byte[] reply = this.tag.reply();
			reply[i] ^= 1;
			assertThatExceptionOfType(WrongReplyException.class).isThrownBy(() -> this.tag.verify(reply))
				.matches((failure) -> !failure.isForeign());
		}
		assertThat(Tag.ofRequest(this.tag.reply())).isNull();
		assertThat(Tag.ofRequest(new byte[3])).isNull();
	}

	@ParameterizedTest
	@EnumSource
	void messageComesOutOfItsFrameAsItWent(Framing framing) throws Exception {
		byte[] frame = framing.frame(this.tag.request());

		byte[] message = framing.read(new DataInputStream(new ByteArrayInputStream(frame)));

		assertThat(frame).hasSize(framing.replyBytes());
		assertThat(Tag.ofRequest(message)).isEqualTo(this.tag);
	}

}
