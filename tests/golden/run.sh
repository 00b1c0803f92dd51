#!/bin/sh
# Runs the golden cases of tests/golden and tests/sql and prints TAP; see
# README.md beside it.
#
#   run.sh [CASE...]           all cases, or those named (a folder: all below),
#                              as golden/python/x or sql/access
#   run.sh --bless CASE...     shows what differs and accepts it
#
# UNMOOR is the binary (build/unmoor unless told), JOBS how many cases run at a
# time (2), CASE_SECONDS how long one may take (60).
set -u
root=$(cd "$(dirname "$0")/.." && pwd)

# Runs the cases one after the other, each in a copy of its folder, and leaves
# what it printed and how that differs in $work/<case>/.
run_cases() {
	for case; do
		result=$work/results/$case
		rm -rf "$work/copy.$$"
		mkdir -p "$result" "$work/copy.$$"
		cp -a "$root/$case/." "$work/copy.$$"
		(
			cd "$work/copy.$$" || exit 1
			rm -f expected cmd known-bug
		timeout "${CASE_SECONDS:-60}" sh "$(command_of "$case")"
		) >"$result/actual" 2>"$result/stderr" </dev/null
		status=$?
		[ $status = 0 ] || echo "exit status $status" >>"$result/actual"
		diff -a -u --label expected --label actual \
			"$(expected_of "$case")" "$result/actual" >"$result/diff"
		chmod -R u+rwX "$work/copy.$$"
		rm -rf "$work/copy.$$"
	done
}

# The cmd of the case, else of the nearest folder above it.
command_of() {
	folder=$1
	while [ ! -e "$root/$folder/cmd" ]; do
		case $folder in
		*/*) folder=${folder%/*} ;;
		*) return ;;
		esac
	done
	echo "$root/$folder/cmd"
}

expected_of() {
	if [ -e "$root/$1/expected" ]; then
		echo "$root/$1/expected"
	else
		echo /dev/null
	fi
}

# All cases: the outermost folders with a file "expected", and beside those,
# any folder that holds none, so that a forgotten one is noticed.
list_cases() {
	cd "$root" && for folder in golden sql; do
		[ ! -d $folder ] || find $folder -mindepth 2 \
			\( -name expected -type f -o -type d \) -printf '%y %p\n'
	done | awk '
		{ path = $0; sub(/^. /, "", path) }
		/^f/ { sub(/\/expected$/, "", path); has[path] = 1 }
		/^d/ { folder[path] = 1 }
		function parent(p) { return sub(/\/[^\/]*$/, "", p) ? p : "" }
		function inside(p) {
			for (p = parent(p); p != ""; p = parent(p))
				if (p in has)
					return 1
			return 0
		}
		END {
			for (c in has)
				if (!inside(c)) {
					print c
					for (p = parent(c); p != ""; p = parent(p))
						area[p] = 1
				}
			for (f in folder)
				if (!(f in has) && !(f in area) && !inside(f) &&
				    ((parent(f) in area) || f !~ /\/.*\/.*\//))
					print f
		}' | sort -u
}

# The cases that the arguments name; what names none is a new one.
select_cases() {
	if [ $# = 0 ]; then
		list_cases
	else
		list_cases | awk -v wanted="$*" '
		BEGIN { n = split(wanted, w, " ") }
		{
			for (i = 1; i <= n; i++)
				if ($0 == w[i] || index($0, w[i] "/") == 1) {
					cases[$0] = 1
					used[i] = 1
				}
		}
		END {
			for (i = 1; i <= n; i++)
				if (!(i in used))
					cases[w[i]] = 1
			for (c in cases)
				print c
		}' | sort
	fi
}

report() {
	number=0
	while read -r case; do
		number=$((number + 1))
		result=$work/results/$case
		bug=$root/$case/known-bug
		if [ ! -e "$root/$case/expected" ]; then
			echo "not ok $number - $case"
			echo "# $case has no expected file:" \
				"make bless CASE=$case" >&2
		elif [ ! -e "$result/diff" ]; then
			echo "not ok $number - $case"
			echo "# $case did not run" >&2
		elif [ -e "$bug" ] && [ -s "$result/diff" ]; then
			echo "not ok $number - $case # TODO $(head -n 1 "$bug")"
		elif [ -e "$bug" ]; then
			echo "not ok $number - $case"
			echo "# $case passes: remove its file known-bug" >&2
		elif [ -s "$result/diff" ]; then
			echo "not ok $number - $case"
			sed 's/^/# /' "$result/diff" >&2
			head -n 40 "$result/stderr" | sed 's/^/# /' >&2
		else
			echo "ok $number - $case"
		fi
	done <"$work/cases"
	if [ $number = 0 ]; then
		echo '1..0 # SKIP there is no case'
	else
		echo "1..$number"
	fi
}

bless() {
	while read -r case; do
		if [ -s "$work/results/$case/diff" ]; then
			echo "== $case"
			cat "$work/results/$case/diff"
			cp "$work/results/$case/actual" "$root/$case/expected"
		else
			echo "== $case: nothing to accept"
		fi
	done <"$work/cases"
}

if [ "${1-}" = --worker ]; then
	shift
	run_cases "$@"
	exit
fi
mode=report
if [ "${1-}" = --bless ]; then
	mode=bless
	shift
	[ $# -gt 0 ] || {
		echo "usage: make bless CASE=sql/area/case" >&2
		exit 2
	}
fi

work=$(mktemp -d "${TMPDIR:-/tmp}/unmoor-golden.XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM HUP
mkdir "$work/bin" "$work/home"
ln -s "${UNMOOR:-$root/../build/unmoor}" "$work/bin/unmoor"
PATH=$work/bin:$PATH HOME=$work/home LC_ALL=C.UTF-8 TZ=UTC
export PATH HOME LC_ALL TZ work
for case; do
	case $case in
	*[!A-Za-z0-9_./-]*)
		echo "run.sh: odd name $case" >&2
		exit 2
		;;
	esac
	[ -d "$root/$case" ] || {
		echo "run.sh: no case $case" >&2
		exit 2
	}
done
select_cases "$@" >"$work/cases"
xargs -r -n 8 -P "${JOBS:-2}" sh "$root/golden/run.sh" --worker <"$work/cases"
"$mode"
