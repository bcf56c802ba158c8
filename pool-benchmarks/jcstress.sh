#!/usr/bin/env bash
#
# Stresses the races of pool-core's engine: builds, runs the tests of src/jcstress, prints the summary, and
# fails if a forbidden outcome was observed or a test did not run. See docs/verification/jcstress.md.
#
# usage: jcstress.sh [sanity|quick|full] [part of a test's name]
#   sanity  does every test run at all: two minutes, proves nothing about races
#   quick   a second for each test: about five minutes on two idle cores (default)
#   full    all combinations of compilers: hours
#
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

readonly MODE=${1:-quick}
readonly TESTS="io.connpool.engine.*${2:-}"
readonly JAR=$PWD/target/benchmarks.jar
readonly RESULTS=$PWD/target/jcstress

# Short strides, because a test of a whole pool drifts apart within a few samples; a compiler that shuffles
# what it may, because each run has but one chance.
readonly STRIDES=(-strideSize 4 -strideCount 1000)
readonly SHUFFLED="-XX:+UnlockDiagnosticVMOptions -XX:+StressLCM -XX:+StressGCM -XX:+StressIGVN -XX:+StressCCP"

main() {
	local options
	case "$MODE" in
		sanity) options=(-m sanity -sc false -jvmArgs "$SHUFFLED") ;;
		quick) options=(-m quick "${STRIDES[@]}" -sc false -iters 1 -time 1000 -jvmArgs "$SHUFFLED") ;;
		full) options=(-m default "${STRIDES[@]}") ;;
		*)
			echo "usage: ${0##*/} [sanity|quick|full] [part of a test's name]" >&2
			exit 2
			;;
	esac
	(cd .. && mvn -B -q -ntp -Pbenchmarks -DskipTests -pl pool-benchmarks -am package)
	rm -rf -- "$RESULTS"
	mkdir -p -- "$RESULTS"
	cd -- "$RESULTS"
	local status=0
	jcstress -v "${options[@]}" | tee log.txt | awk '/^\(Results/ && ++n % 10 == 0 { print; fflush() }' || status=$?
	sed -n '/^RUN RESULTS/,/^  All remaining tests/p' log.txt
	echo "All outcomes are in $RESULTS/log.txt and $RESULTS/results/index.html"
	every_test_ran || status=1
	exit "$status"
}

jcstress() {
	"${JAVA_HOME:+$JAVA_HOME/bin/}java" -cp "$JAR" org.openjdk.jcstress.Main -t "$TESTS" "$@" 2>&1
}

# A test that needs more processors than there are is left out without a word.
every_test_ran() {
	local known ran
	known=$(jcstress -l | grep -c '^io\.connpool\.' || true)
	ran=$(sed -n '/^RUN RESULTS/,$s/^\.* *\[[A-Z]*\] \(io\.connpool\..*\)$/\1/p' log.txt | sort -u | wc -l)
	echo "$ran of $known tests ran"
	((ran > 0 && ran == known))
}

main
