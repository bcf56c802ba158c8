#!/bin/sh
# Plants known defects in the sources, one at a time, and expects the tests named with each to fail.
#
#   run.sh                     plants all of them, after the tests have passed without any
#   run.sh lifo double-claim   plants these only
#   run.sh --no-baseline ...   does not run the tests without a defect first
#   run.sh --table             prints the list as Markdown, for docs/verification/defects.md
#
# Those that are caught by HandOffRaceTests are races: let the machine do nothing else meanwhile.
#
# Exits with 1 if a defect survives or cannot be planted. JAVA_HOME says which JDK runs it.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
module=$(cd "$here/../../.." && pwd)
work=$module/target/defects
java=${JAVA_HOME:+$JAVA_HOME/bin/}java

if [ "${1:-}" = --table ]; then
	exec "$java" "$here/Defects.java" "$module" --table
fi
mkdir -p "$work"
if [ ! -f "$work/classpath" ] || [ "$module/pom.xml" -nt "$work/classpath" ]; then
	mvn -q -B -ntp -f "$module/pom.xml" dependency:build-classpath -DincludeScope=test -Dmdep.outputFile="$work/classpath"
fi
version=$(sed 's/.*junit-platform-commons-\([0-9.]*\)\.jar.*/\1/' "$work/classpath")
console=junit-platform-console-standalone-$version.jar
if [ ! -f "$work/$console" ]; then
	mvn -q -B -ntp -f "$module/pom.xml" dependency:copy -Dmdep.useBaseVersion -DoutputDirectory="$work" \
		-Dartifact="org.junit.platform:junit-platform-console-standalone:$version"
fi
exec "$java" "$here/Defects.java" "$module" --classpath "$(cat "$work/classpath")" --console "$work/$console" "$@"
