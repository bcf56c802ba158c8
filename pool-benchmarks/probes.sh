#!/usr/bin/env bash
#
# Puts every pool through the same faults and writes the tables of docs/reliability.md anew: on JDK 25 where there is
# one, else on the default JDK, which leaves Stormpot out if it is older than 21. Takes about ten minutes.
#
set -euo pipefail

source "$(dirname "${BASH_SOURCE[0]}")/build.sh"

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

probes "$@"
