package io.connpool.sample.service;

import io.connpool.sample.service.ServiceProperties.PasswordCost;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class PasswordsTests {

	private static final PasswordCost ADVISED = new PasswordCost(DataSize.ofMegabytes(19), 2, false);

	private static final PasswordCost DEMO = new PasswordCost(DataSize.ofMegabytes(19), 2, true);

	@Test
	void hashIsArgon2idAtTheAdvisedCostWithASaltOfItsOwn() {
		Passwords passwords = new Passwords(ADVISED, false);

		String hash = passwords.hash("wonderland");

		assertThat(hash).startsWith("$argon2id$v=19$m=19456,t=2,p=1$").isNotEqualTo(passwords.hash("wonderland"));
		assertThat(passwords.matches("wonderland", hash)).isTrue();
		assertThat(passwords.matches("Wonderland", hash)).isFalse();
	}

	@Test
	void hashMadeAtAnotherCostStaysGood() {
		String hash = new Passwords(new PasswordCost(DataSize.ofMegabytes(7), 5, false), false).hash("wonderland");

		assertThat(new Passwords(ADVISED, false).matches("wonderland", hash)).isTrue();
	}

	@ParameterizedTest
	@CsvSource({ "18, 2", "45, 1", "11, 3", "8, 4", "6, 5", "6, 9", "100, 0", "100, -1" })
	void costBelowTheAdviceIsRefused(int megabytes, int iterations) {
		PasswordCost cost = new PasswordCost(DataSize.ofMegabytes(megabytes), iterations, false);

		assertThatIllegalArgumentException().isThrownBy(() -> new Passwords(cost, true))
			.withMessageStartingWith("sample.service.password.");
	}

	@Test
	void demoCostIsRefusedOutsideProfileLoad() {
		assertThatIllegalArgumentException().isThrownBy(() -> new Passwords(DEMO, false))
			.withMessage("sample.service.password.demo is only allowed with profile 'load'");
	}

	@Test
	void demoHashIsLabelledAndGoodOnlyWhereItIsAllowed() {
		Passwords demo = new Passwords(DEMO, true);

		String hash = demo.hash("wonderland");

		assertThat(hash).startsWith("{demo}");
		assertThat(demo.matches("wonderland", hash)).isTrue();
		assertThat(demo.matches("other", hash)).isFalse();
		assertThat(new Passwords(ADVISED, false).matches("wonderland", hash)).isFalse();
	}

	@Test
	void hashOfTheAdvisedCostIsGoodInProfileLoadToo() {
		String hash = new Passwords(ADVISED, false).hash("wonderland");

		assertThat(new Passwords(DEMO, true).matches("wonderland", hash)).isTrue();
	}

	@Test
	void costIsToldInWords() {
		assertThat(new Passwords(ADVISED, false)).hasToString("Argon2id, 19 MB, 2 iterations");
		assertThat(new Passwords(DEMO, true)).hasToString("PBKDF2, 20 iterations (demo cost, no protection)");
	}

	@Test
	void nobodyMatchesNothing() {
		assertThat(new Passwords(DEMO, true).matchesNobody("nobody's password")).isFalse();
	}

}
