#!/bin/sh
# Runs the benches, one script a mark; "make bench" builds the programs before.
#
#   run.sh [SCRIPT...]     all of tests/bench/*.sh unless told
#
# Each script finds the program in $UNMOOR and compiled benches in $BENCH, and
# prints ratios, "name: value (mark: value)"; no bench fails for being slow.
set -u
cd "$(dirname "$0")/../.." || exit 1
UNMOOR=${UNMOOR:-$PWD/build/unmoor} BENCH=$PWD/build/tests/bench
export UNMOOR BENCH LC_ALL=C.UTF-8
[ $# -gt 0 ] || set -- tests/bench/*.sh
status=0
for script; do
	[ "$script" != tests/bench/run.sh ] || continue
	echo "== $script"
	sh "$script" || {
		echo "$script: exit status $?" >&2
		status=1
	}
done
exit $status
