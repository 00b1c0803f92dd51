#!/bin/sh
# Runs one unit test program and passes its TAP on.
#
# GLib says "Bail out!" for one failed assertion, which would stop every other
# program too; here it is a comment, and the missing tests are the failure.
out=$(mktemp) || exit 1
trap 'rm -f "$out"' EXIT
timeout "${TEST_SECONDS:-300}" "$1" --tap -k >"$out"
status=$?
sed 's/^Bail out!/# Bail out:/' "$out"
exit $status
