package io.connpool.benchmarks.soak;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class LedgerTests {

	private static final Tag ASKED = new Tag(3, 77, 12345);

	private static final Tag SOMEBODY = new Tag(3, 78, 999);

	private final Trouble trouble = new Trouble(new Healing());

	private final Ledger ledger = new Ledger("strict", this.trouble, new Findings((line) -> {
	}), new Pulse(), Duration.ofSeconds(1));

	@ParameterizedTest
	@EnumSource(names = { "STRAY", "STRAY_ONCE" })
	void replyByNobodyIsExcusedWhileThereAreSuch(Kind kind) {
		this.trouble.begin(kind);

		got(new Tag(3, Tag.NOBODY, 5));

		assertThat(this.ledger.foreign()).isZero();
		assertThat(this.ledger.forged()).isOne();
	}

	@ParameterizedTest
	@EnumSource
	void replyOfSomebodyIsExcusedWhileRepliesComeTwiceAndElseNever(Kind kind) {
		this.trouble.begin(kind);

		got(SOMEBODY);

		assertThat(this.ledger.foreign()).isEqualTo((kind == Kind.DUPLICATE) ? 0 : 1);
		assertThat(this.ledger.forged()).isEqualTo((kind == Kind.DUPLICATE) ? 1 : 0);
	}

	@ParameterizedTest
	@EnumSource
	void replyOfAnotherPoolIsNeverExcused(Kind kind) {
		this.trouble.begin(kind);

		got(new Tag(4, SOMEBODY.borrower(), SOMEBODY.nonce()));

		assertThat(this.ledger.foreign()).isOne();
	}

	@Test
	void replyThatIsNoneIsExcusedWhileBytesAreDamagedAndElseNot() {
		this.trouble.begin(Kind.CUT);
		this.ledger.failed(new Call(ASKED, this.trouble), WrongReplyException.damaged(ASKED, 3), false);
		assertThat(this.ledger.unexpected()).isOne();

		this.trouble.begin(Kind.CORRUPT);
		this.ledger.failed(new Call(ASKED, this.trouble), WrongReplyException.damaged(ASKED, 3), false);

		assertThat(this.ledger.unexpected()).isOne();
		assertThat(this.ledger.forged()).isOne();
	}

	private void got(Tag reply) {
		this.ledger.failed(new Call(ASKED, this.trouble), WrongReplyException.foreign(ASKED, reply), false);
	}

}
