#!/usr/bin/env bash
#
# Keeps several pools under load, has something go wrong every few seconds, checks every reply, ends by itself, and
# writes its sheet of figures into docs/reliability.md: on JDK 25 where there is one, else on the default JDK. Fails if a
# figure is not zero that must be.
#
# usage: soak.sh [--minutes 60] [--seed N] and what else --help tells
#
set -euo pipefail

source "$(dirname "${BASH_SOURCE[0]}")/build.sh"

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

soak "$@"
