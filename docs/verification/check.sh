#!/usr/bin/env bash
#
# Searches the models of the hand-off exhaustively; README.md tells what they say. Fails if one has an error, or if a
# bug planted in it is not found. Needs spin and a C compiler, and a minute; with --thorough, minutes and gigabytes.
#
set -euo pipefail

main() {
	cd "$(dirname "${BASH_SOURCE[0]}")"
	case "${1:-}" in
		--one) search "${@:2}" ;;
		"") search_all scenarios bugs ;;
		--thorough) search_all scenarios thorough bugs ;;
		*) echo "usage: check.sh [--thorough]" >&2 && exit 2 ;;
	esac
}

# expected, model, kind of search, and what differs from the model's defaults
scenarios() {
	cat <<-END
		right handoff safety HELD=1 FAILURES=1 BREAKS=1 KEEPS=1
		right handoff cycles HELD=1 FAILURES=1 BREAKS=1
		right handoff safety CALLERS=3 BREAKS=1
		right handoff safety LIMIT=2 HELD=1 BREAKS=1
		right handoff safety LIMIT=2 FAILURES=1
		right handoff safety LIMIT=2 HELD=2 KEEPS=1
		right handoff safety LIMIT=2 HELD=2 CALLERS=1 ACT=SHRINK
		right handoff safety PLACES=2 HELD=1 CALLERS=1 KEEPS=1 ACT=GROW
		right handoff safety HELD=1 ACT=EVICT
		right handoff safety HELD=1 ACT=RECLAIM
		right handoff safety HELD=1 ACT=END
		right handoff-bounded safety WAITERS=2 IMPATIENT=0
		right handoff-bounded safety WAITERS=2 ASYNC=0
		right handoff-bounded safety RUNNERS=2 ROUNDS=2
		right handoff-bounded safety CONNECTIONS=2 KEEPS=1
		right handoff-bounded safety RUNNERS=2 HANGS=1
		right handoff-bounded cycles RUNNERS=2
	END
}

# Too large for every day.
thorough() {
	cat <<-END
		right handoff safety LIMIT=2 CALLERS=3
		right handoff safety LIMIT=2 HELD=1 KEEPS=1 FAILURES=1 BREAKS=1
		right handoff safety LIMIT=2 HELD=1 ACT=SHRINK
		right handoff safety PLACES=2 HELD=1 KEEPS=1 ACT=GROW
	END
}

# Each bug in a small scenario that brings it out.
bugs() {
	cat <<-END
		wrong handoff safety BUG=CLAIM_WITHOUT_CAS HELD=1
		wrong handoff safety BUG=SETTLE_WITHOUT_CAS HELD=1
		wrong handoff safety BUG=TAKE_WITHOUT_CAS PLACES=2
		wrong handoff safety BUG=RELEASE_LOOKS_ONCE HELD=1
		wrong handoff safety BUG=JOIN_LOOKS_ONCE HELD=1
		wrong handoff safety BUG=SUPPLY_LOOKS_ONCE LIMIT=2 HELD=1 CALLERS=1 BREAKS=1 ACT=SHRINK
		wrong handoff safety BUG=LATE_CONNECTION_DROPPED HELD=1
		wrong handoff safety BUG=FAILED_OPEN_TELLS_NOBODY LIMIT=2 HELD=1 FAILURES=1 KEEPS=1
		wrong handoff safety BUG=CLOSE_TELLS_NOBODY HELD=1 BREAKS=1
		wrong handoff safety BUG=CLOSE_KEEPS_PERMIT BREAKS=1
		wrong handoff safety BUG=JOIN_MISSES_END HELD=1 ACT=END
		wrong handoff safety BUG=RELEASE_MISSES_END HELD=1 ACT=END
		wrong handoff safety BUG=RELEASE_MISSES_SHRINK LIMIT=2 HELD=2 CALLERS=1 ACT=SHRINK
		wrong handoff safety BUG=RELEASE_MISSES_EVICT HELD=1 CALLERS=1 ACT=EVICT
		wrong handoff safety BUG=GROWTH_TELLS_NOBODY PLACES=2 HELD=1 CALLERS=1 KEEPS=1 ACT=GROW
		wrong handoff safety BUG=STALE_LEASE_COUNTS HELD=1 ACT=RECLAIM
		wrong handoff safety BUG=JOIN_TRUSTS_RETURNS HELD=1
		wrong handoff safety BUG=END_TRUSTS_RETURNS HELD=1 CALLERS=1 ACT=END
		wrong handoff safety BUG=DUTY_ENDS_WITH_LINE LIMIT=2 HELD=2 KEEPS=1
		wrong handoff-bounded safety BUG=CLAIM_WITHOUT_CAS RUNNERS=2
		wrong handoff-bounded safety BUG=RELEASE_CALLS_NOBODY
		wrong handoff-bounded safety BUG=RELEASE_TRUSTS_WHO_LOOKS
		wrong handoff-bounded safety BUG=OWED_IS_PASSED RUNNERS=2
		wrong handoff-bounded safety BUG=JOIN_LOOKS_ONCE
		wrong handoff-bounded safety BUG=LOOKS_BEFORE_SAYING_SO
		wrong handoff-bounded safety BUG=LOOKS_ONCE
		wrong handoff-bounded safety BUG=OWED_LOOKS_NO_MORE
		wrong handoff-bounded safety BUG=LEFT_CALLS_NOBODY WAITERS=2 IMPATIENT=0
		wrong handoff-bounded safety BUG=NOBODY_RESCUES HANGS=1
	END
}

defaults() { # model; nobody else does anything, nothing fails, everything is given back, all are patient
	case $1 in
		handoff) echo BUG=none CALLERS=2 LIMIT=1 PLACES=LIMIT HELD=0 FAILURES=0 BREAKS=0 KEEPS=0 ACT=NOTHING ;;
		handoff-bounded) echo BUG=none CONNECTIONS=1 WAITERS=1 RUNNERS=CONNECTIONS ROUNDS=1 IMPATIENT=9 ASYNC=9 KEEPS=0 HANGS=0 ;;
	esac
}

search_all() { # names of the functions that print what to search
	local status=0 list
	printf '%-15s %-6s %-70s %10s %6s %8s\n' model search scenario states depth seconds
	for list; do "$list"; done | xargs -P "$(nproc 2>/dev/null || echo 2)" -L 1 bash check.sh --one || status=1
	((status == 0)) && echo "the models are right, and every planted bug was found" || echo "FAILED, see above"
	return $status
}

search() { # expected, model, kind, settings
	local -r expected=$1 model=$2 kind=$3 scenario="${*:4}"
	local setting options=() optimize=-O2 found verdict
	dir=$(mktemp -d)
	trap 'rm -rf -- "$dir"' EXIT
	for setting in $(defaults "$model"); do
		[[ " $scenario" == *" ${setting%%=*}="* ]] || options+=("-D$setting")
	done
	for setting in $scenario; do options+=("-D$setting"); done
	[[ $expected == wrong ]] && optimize=-O1
	cp "$model.pml" "$dir"
	cd "$dir"
	# -m: steps of the longest run, of which none comes near
	spin -a "${options[@]}" "$model.pml" >log
	if [[ $kind == cycles ]]; then
		"${CC:-cc}" "$optimize" -w -DCOLLAPSE -DNP -o pan pan.c && ./pan -l -m100000 >log
	else
		"${CC:-cc}" "$optimize" -w -DCOLLAPSE -DSAFETY -o pan pan.c && ./pan -m100000 >log
	fi
	found=$(sed -n 's/^pan:1: \([a-z -]*[a-z]\).*/\1/p' log)
	if grep -qiE 'not completed|too small|out of memory' log && [[ -z $found ]]; then
		verdict="FAILED: search not completed"
	elif [[ $expected == right ]]; then
		verdict=${found:+FAILED: $found}
	else
		verdict=${found:-FAILED: not found}
	fi
	printf '%-15s %-6s %-70s %10s %6s %8s %s\n' "$model" "$kind" "$scenario" \
		"$(number 's/^ *\([0-9]*\) states, stored.*/\1/p')" "$(number 's/.*depth reached \([0-9]*\).*/\1/p')" \
		"$(number 's/^pan: elapsed time \([0-9.]*\).*/\1/p')" "$verdict"
	[[ $verdict != FAILED* ]]
}

number() { # sed script
	sed -n "$1" log | head -n 1
}

main "$@"
