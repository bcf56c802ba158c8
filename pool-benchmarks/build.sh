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

commit() {
	git describe --always --dirty 2>/dev/null || echo unknown
}
