#!/usr/bin/env bash
#
# Keeps several pools under load, has something go wrong every few seconds, checks every reply, ends by itself, and
# writes its sheet of figures into docs/reliability.md: on JDK 25 where there is one, else on the default JDK. Fails if a
# figure is not zero that must be.
#
# usage: soak.sh [--minutes 60] [--seed N] and what else --help tells
#
set -euo pipefail

# For find_jdk and its like; changes to the root of the project.
source "$(dirname "${BASH_SOURCE[0]}")/../.ci/run"

readonly MAIN=io.connpool.benchmarks.soak.Soak
readonly OUT=target/soak

soak() {
	local home
	home=$(find_jdk "$NEWEST_JDK") || home=$(find_jdk "$(default_jdk_major)")
	mkdir -p "$OUT"
	build "$home" "$OUT/benchmarks.jar"
	section "soak"
	"$home/bin/java" -Xmx512m -cp "$OUT/benchmarks.jar" "$MAIN" --sheet "$OUT/sheet.md" --page docs/reliability.md \
		--commit "$(commit)" "$@"
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

soak "$@"
