#!/usr/bin/env bash
#
# Measures everything that docs/performance.md shows, on the default JDK and on JDK 25 where there is one, and writes
# the tables and pictures of the page anew. Takes hours on an idle machine, and is worth nothing on a busy one.
#
set -euo pipefail

source "$(dirname "${BASH_SOURCE[0]}")/build.sh"

readonly COMMAND="pool-benchmarks/race.sh $*"
readonly PACKAGE=io.connpool.benchmarks
readonly JMH_SHORT=(-wi 3 -w 500ms -i 4 -r 500ms)
readonly JMH_QUICK=(-wi 1 -w 200ms -i 1 -r 200ms)

quick=false
short=false
only=all
out=target/race
jdks=()
forks=
race_options=()
jmh_options=()
fork_options=()
few_forks=()
size_options=()
footprint_options=()

usage() {
	cat <<-END
		usage: pool-benchmarks/race.sh [options] [-- options of the race]

		  --quick            a smoke run of a few minutes: proves that all of it works, says nothing about speed;
		                     leaves docs/ alone
		  --short            one fork of everything and short iterations: less than an hour a JDK
		  --forks N          forks of all but large pools, long lines and memory; by default 3, and 1 of g and h
		  --only PARTS       some of cycle, costs, race (a and b, what things cost, c to h), or report; the page shows
		                     what the other parts have left before
		  --jdk VERSION      that JDK; may be repeated                      (the default one, and $NEWEST_JDK)
		  --out DIR          where results go, one directory a JDK          (target/race)

		The race's own options, such as --scenarios c,d --contenders connpool,hikari --forks 5 --seconds 2,
		are listed by: java -cp pool-benchmarks/target/benchmarks.jar $PACKAGE.race.Race --help
	END
}

race() {
	parse "$@"
	local version
	for version in "${jdks[@]}"; do
		if [[ "$only" != report ]]; then
			measure "$version"
		fi
	done
	report
}

parse() {
	while (($# > 0)); do
		case $1 in
			--quick) quick=true ;;
			--short) short=true ;;
			--forks) forks=$2 && shift ;;
			--only) only=$2 && shift ;;
			--jdk) jdks+=("$2") && shift ;;
			--out) out=$2 && shift ;;
			--help) usage && exit ;;
			--) shift && race_options+=("$@") && break ;;
			*) usage >&2 && exit 2 ;;
		esac
		shift
	done
	if ((${#jdks[@]} == 0)); then
		jdks=("$(default_jdk_major)")
		if [[ "${jdks[0]}" != "$NEWEST_JDK" ]] && find_jdk "$NEWEST_JDK" >/dev/null; then
			jdks+=("$NEWEST_JDK")
		fi
	fi
	if $short; then
		jmh_options=("${JMH_SHORT[@]}")
		few_forks=(-f 1)
		race_options=(--forks 1 ${race_options[@]+"${race_options[@]}"})
	fi
	if $quick; then
		out=$out-quick
		jmh_options=("${JMH_QUICK[@]}")
		few_forks=(-f 1)
		size_options=(-p size=1,100)
		footprint_options=(contenders=connpool,hikari,abq seconds=1 pools=20)
		race_options=(--seconds 0.2 --warm-up 0.1 --forks 1 ${race_options[@]+"${race_options[@]}"})
	fi
	fork_options=(${few_forks[@]+"${few_forks[@]}"})
	if [[ -n "$forks" ]]; then
		fork_options=(-f "$forks")
		race_options+=(--forks "$forks" --long-forks "$forks")
	fi
}

measure() { # major version
	local home results=$out/jdk$1
	home=$(find_jdk "$1")
	mkdir -p "$results"
	build "$home" "$results/benchmarks.jar"
	local java=("$home/bin/java")
	local many=(${fork_options[@]+"${fork_options[@]}"}) few=(${few_forks[@]+"${few_forks[@]}"})
	if is_wanted cycle; then
		run_jmh "$results" cycle-1 CycleBenchmark -t 1 -prof gc ${many[@]+"${many[@]}"}
		run_jmh "$results" cycle-2 CycleBenchmark -t 2 ${many[@]+"${many[@]}"}
	fi
	if is_wanted costs; then
		run_jmh "$results" features FeatureBenchmark -prof gc ${many[@]+"${many[@]}"}
		run_jmh "$results" ways WaysBenchmark -prof gc ${many[@]+"${many[@]}"}
		run_jmh "$results" size SizeBenchmark ${few[@]+"${few[@]}"} ${size_options[@]+"${size_options[@]}"}
		run_jmh "$results" waiters WaitersBenchmark ${few[@]+"${few[@]}"}
		section "JDK $1: footprint"
		"${java[@]}" -cp "$results/benchmarks.jar" "$PACKAGE.footprint.Footprint" "$results" \
			${footprint_options[@]+"${footprint_options[@]}"}
	fi
	if is_wanted race; then
		section "JDK $1: race"
		"${java[@]}" -cp "$results/benchmarks.jar" "$PACKAGE.race.Race" --out "$results" --commit "$(commit)" \
			--command "$COMMAND" ${race_options[@]+"${race_options[@]}"}
	fi
}

is_wanted() { # part
	[[ "$only" == all || ",$only," == *",$1,"* ]]
}

run_jmh() { # results, name, benchmark, options of JMH
	local results=$1 name=$2 benchmark=$3
	shift 3
	section "$results: $benchmark $*"
	"${java[@]}" -jar "$results/benchmarks.jar" "$PACKAGE.$benchmark\\." "$@" ${jmh_options[@]+"${jmh_options[@]}"} \
		-rf json -rff "$results/$name.json" >"$results/$name.log" 2>&1 || {
		tail -n 30 "$results/$name.log"
		return 1
	}
	sed -n '/^Benchmark  /,$p' "$results/$name.log"
}

report() {
	local page=docs/performance.md pictures=docs/images/performance newest=${jdks[-1]}
	if $quick; then
		mkdir -p "$out/docs"
		cp "$page" "$out/$page"
		page=$out/$page pictures=$out/$pictures
	fi
	section "report"
	"$(find_jdk "$newest")/bin/java" -cp "$out/jdk$newest/benchmarks.jar" "$PACKAGE.report.Report" "$out" "$page" "$pictures"
}

race "$@"
