#!/usr/bin/env bash
#
# Puts every pool through the same faults and writes the tables of docs/reliability.md anew: on JDK 25 where there is
# one, else on the default JDK, which leaves Stormpot out if it is older than 21. Takes about ten minutes.
#
set -euo pipefail

# For find_jdk and its like; changes to the root of the project.
source "$(dirname "${BASH_SOURCE[0]}")/../.ci/run"

readonly MAIN=io.connpool.benchmarks.probe.Probes
readonly OUT=target/probes

probes() {
	local home
	home=$(find_jdk "$NEWEST_JDK") || home=$(find_jdk "$(default_jdk_major)")
	mkdir -p "$OUT"
	build "$home" "$OUT/benchmarks.jar"
	section "probes"
	"$home/bin/java" -cp "$OUT/benchmarks.jar" "$MAIN" --out "$OUT" --commit "$(commit)" "$@"
}

build() { # java home, jar
	section "building with $1"
	rm -rf -- pool-benchmarks/target
	JAVA_HOME=$1 mvn -q -B -ntp -Pbenchmarks -DskipTests -pl pool-benchmarks -am package
	cp pool-benchmarks/target/benchmarks.jar "$2"
}

commit() {
	git describe --always --dirty 2>/dev/null || echo unknown
}

probes "$@"
