# A TAP library for tests in shell; see README.md beside it. Source it first:
#
#   . "$(dirname "$0")/tap.sh"
#
# The test then stands in an empty folder of its own, which is removed at its
# end, with unmoor (or $UNMOOR) on the PATH, $root the project's folder, and an
# environment that holds nothing of the person who runs it.
# shellcheck shell=sh

root=$(cd "$(dirname "$0")/../.." && pwd)
tap_folder=$(mktemp -d "${TMPDIR:-/tmp}/unmoor-test.XXXXXX") || exit 1
trap 'chmod -R u+rwX "$tap_folder"; rm -rf "$tap_folder"' EXIT
trap 'exit 130' INT TERM HUP
mkdir "$tap_folder/bin" "$tap_folder/home" "$tap_folder/work"
ln -s "${UNMOOR:-$root/build/unmoor}" "$tap_folder/bin/unmoor"
cd "$tap_folder/work" || exit 1

PATH=$tap_folder/bin:$PATH
HOME=$tap_folder/home
LC_ALL=C.UTF-8
TZ=UTC
GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_SYSTEM=/dev/null
GIT_AUTHOR_NAME=author GIT_AUTHOR_EMAIL=author@example.com
GIT_COMMITTER_NAME=author GIT_COMMITTER_EMAIL=author@example.com
GIT_AUTHOR_DATE='2024-01-01T00:00:00Z' GIT_COMMITTER_DATE='2024-01-01T00:00:00Z'
export PATH HOME LC_ALL TZ GIT_CONFIG_GLOBAL GIT_CONFIG_SYSTEM GIT_AUTHOR_NAME \
	GIT_AUTHOR_EMAIL GIT_COMMITTER_NAME GIT_COMMITTER_EMAIL \
	GIT_AUTHOR_DATE GIT_COMMITTER_DATE
unset XDG_CONFIG_HOME XDG_CACHE_HOME XDG_DATA_HOME

tap_count=0

# diag TEXT... - comment lines, shown where the test fails.
diag() {
	printf '%s\n' "$@" | sed 's/^/# /' >&2
}

tap_result() {
	tap_count=$((tap_count + 1))
	printf '%s\n' "$1 $tap_count - $2"
}

# ok NAME COMMAND... - passes when the command ends with status 0.
ok() {
	tap_name=$1
	shift
	"$@" >"$tap_folder/ok" 2>&1
	tap_got=$?
	if [ $tap_got = 0 ]; then
		tap_result ok "$tap_name"
	else
		tap_result 'not ok' "$tap_name"
		diag "status $tap_got of: $*" "$(cat "$tap_folder/ok")"
	fi
}

# fails NAME STATUS COMMAND... - passes when it ends with just that status.
fails() {
	tap_name=$1 tap_wanted=$2
	shift 2
	"$@" >"$tap_folder/ok" 2>&1
	tap_got=$?
	if [ "$tap_got" = "$tap_wanted" ]; then
		tap_result ok "$tap_name"
	else
		tap_result 'not ok' "$tap_name"
		diag "status $tap_got, not $tap_wanted, of: $*" \
			"$(cat "$tap_folder/ok")"
	fi
}

# is NAME GOT EXPECTED - passes when both are the same text.
is() {
	if [ "$2" = "$3" ]; then
		tap_result ok "$1"
	else
		tap_result 'not ok' "$1"
		printf '%s\n' "$2" >"$tap_folder/got"
		printf '%s\n' "$3" >"$tap_folder/expected"
		diag "$(diff -u "$tap_folder/expected" "$tap_folder/got" |
			sed 1,2d)"
	fi
}

# like NAME GOT PATTERN - passes when a line of GOT matches (grep -E).
like() {
	if printf '%s\n' "$2" | grep -qE -e "$3"; then
		tap_result ok "$1"
	else
		tap_result 'not ok' "$1"
		diag "nothing matches: $3" "in: $2"
	fi
}

# unlike NAME GOT PATTERN - passes when no line of GOT matches.
unlike() {
	if printf '%s\n' "$2" | grep -qE -e "$3"; then
		tap_result 'not ok' "$1"
		diag "should not match: $3" "in: $2"
	else
		tap_result ok "$1"
	fi
}

# skip NAME REASON - says that a test cannot run here, and why.
skip() {
	tap_result ok "$1 # SKIP $2"
}

# run COMMAND... - sets $status, $out and $err to what the command did.
# shellcheck disable=SC2034 # for the test
run() {
	"$@" >"$tap_folder/out" 2>"$tap_folder/err"
	status=$?
	out=$(cat "$tap_folder/out")
	err=$(cat "$tap_folder/err")
}

# our_files [PATTERN...] - the project's files, tracked or about to be, less
# those that are gone.
our_files() {
	git -C "$root" -c safe.directory='*' ls-files -co --exclude-standard \
		"$@" | sort | while read -r tap_file; do
		[ ! -e "$root/$tap_file" ] || echo "$tap_file"
	done
}

# our_code - our C files: inputs of tests and of the example are not.
our_code() {
	our_files '*.c' '*.h' '*.def' ':!tests/golden' ':!tests/sql' ':!tests/fuzz/corpus' \
		':!examples'
}

# done_testing - the last line of a test: without it the test fails, so that
# one which ends too early cannot pass.
done_testing() {
	echo "1..$tap_count"
}
