#!/bin/sh
# Runs the tests that break what only the kernel can break (JUnit tag "netns"), in a network namespace of their own:
# nothing leaves it, and nobody else notices. Compiles nothing that is compiled already.
#
# What cannot be done here is skipped, with its reason. Exits with 1 if a test fails.
set -eu

module=$(cd "$(dirname "$0")/../../.." && pwd)

outside() {
	if [ "$(uname)" != Linux ]; then
		echo "skipped: all of it: needs Linux"
		exit 0
	fi
	if [ ! -d "$module/target/test-classes" ]; then
		mvn -B -ntp -q -f "$module/pom.xml" test-compile
	fi
	for options in "-n -m" "-r -n -m"; do
		# shellcheck disable=SC2086 # these are several words
		if unshare $options true 2>/dev/null; then
			exec unshare $options sh "$0" inside
		fi
	done
	echo "skipped: all of it: neither unshare -n nor unshare -rn is allowed here"
}

inside() {
	prepared=""
	attempt "a loopback device" loopback prepare_loopback
	case $prepared in
	*loopback*) ;;
	*) exit 0 ;;
	esac
	attempt "packets that vanish" address prepare_address
	attempt "connections killed by the system" kill prepare_kill
	attempt "no local port left" ports prepare_ports
	attempt "a mute name service" names prepare_names
	CONNPOOL_NETNS=$prepared exec mvn -B -ntp -o -f "$module/pom.xml" surefire:test@netns
}

attempt() { # what it is, its name in the tests, what prepares it
	if reason=$("$3" 2>&1); then
		prepared="$prepared $2"
	else
		echo "skipped: $1: $(echo "$reason" | tail -n 1)"
	fi
}

prepare_loopback() {
	ip link set lo up
}

# An address that is here as long as the loopback device has it; else its packets go to a device that leads nowhere.
prepare_address() {
	ip link add v0 type veth peer name v1 &&
		ip addr add 10.8.8.1/24 dev v0 &&
		ip link set v0 up &&
		ip link set v1 up &&
		ip neigh add 10.8.8.2 lladdr 02:00:00:00:00:02 dev v0 nud permanent &&
		ip addr add 10.8.8.2/32 dev lo
}

prepare_kill() {
	ss -K dst 10.8.8.3
}

prepare_ports() {
	range=/proc/sys/net/ipv4/ip_local_port_range
	cat "$range" >"$range"
}

prepare_names() {
	file=$(mktemp)
	printf 'nameserver 127.0.0.1\noptions timeout:1 attempts:1\n' >"$file"
	chmod 644 "$file"
	status=0
	mount --bind "$file" /etc/resolv.conf || status=$?
	rm -f "$file"
	return "$status"
}

if [ "${1:-}" = inside ]; then
	inside
else
	outside
fi
