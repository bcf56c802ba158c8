# What race.sh, probes.sh and soak.sh have in common; sourced, not run.

# For find_jdk and its like; changes to the root of the project.
source "$(dirname "${BASH_SOURCE[0]}")/../.ci/run"

# Each JDK builds its own: some contenders can be compiled by newer ones only.
build() { # java home, jar
	section "building with $1"
	rm -rf -- pool-benchmarks/target
	JAVA_HOME=$1 mvn -q -B -ntp -Pbenchmarks -DskipTests -pl pool-benchmarks -am package
	cp pool-benchmarks/target/benchmarks.jar "$2"
}

# Of what is built: the pages that are written in between are no part of it.
commit() {
	local name
	if ! name=$(git describe --always 2>/dev/null); then
		echo unknown
	elif git diff --quiet HEAD -- . ':!docs'; then
		echo "$name"
	else
		echo "$name-dirty"
	fi
}
