#!/bin/sh
# Runs every test of the project; what "make check" does once everything that
# it needs is installed.
#
#   tests/check.sh [STAGE...]     build house unit golden cli server oracle sanitize
#
# Prints each stage, the reasons of what was skipped, and at the end
# "N passed, N failed". Exit status 1 when something failed.
# shellcheck disable=SC2046 # no white space in the names of tests
set -u
cd "$(dirname "$0")/.." || exit 1
root=$PWD
make=${MAKE:-make}
summary=build/check/summary
export LC_ALL=C.UTF-8 TZ=UTC
mkdir -p build/check
rm -f "$summary"
touch "$summary"

# prove LABEL FILE... - FILEs that are patterns without a match count nothing.
prove() {
	label=$1
	shift
	for file; do
		shift
		[ ! -f "$file" ] || set -- "$@" "$file"
	done
	perl tests/prove.pl "$label" "$summary" "$@" ||
		[ "$(awk -v l="$label" '$1 == l { n++ } END { print n + 0 }' \
			"$summary")" -gt 0 ] || echo "$label 0 1 0" >>"$summary"
}

# Whole builds are one test each.
build() {
	label=$1
	shift
	echo "== $label"
	if "$make" -j2 WERROR=-Werror "$@"; then
		echo "$label 1 0 0" >>"$summary"
	else
		echo "$label 0 1 0" >>"$summary"
		finish
	fi
}

# The shell tests of a folder, less the libraries that they share.
scripts() {
	for script in tests/"$1"/*.sh; do
		case $script in
		tests/cli/tap.sh | tests/server/server.sh) ;;
		*) echo "$script" ;;
		esac
	done
}

run_tests() {
	prefix=$1 folder=$2
	UNMOOR=$root/$folder/unmoor
	export UNMOOR
	prove "${prefix}unit" $(unit_programs "$folder")
	prove "${prefix}golden" tests/golden/run.sh
	prove "${prefix}cli" $(scripts cli)
}

unit_programs() {
	for source in tests/unit/test_*.c; do
		[ ! -e "$source" ] || echo "$1/${source%.c}"
	done
}

# Everything once more under the sanitizers. Worker processes have no way to
# make a test fail, so what they report goes to files, which must not be there.
sanitize() {
	reports=$root/build/san/reports
	build san-build SAN=1 all unit
	rm -rf "$reports"
	mkdir -p "$reports"
	(
		ASAN_OPTIONS=detect_leaks=1:exitcode=99:log_path=$reports/asan
		ASAN_OPTIONS=$ASAN_OPTIONS:detect_stack_use_after_return=1
		UBSAN_OPTIONS=print_stacktrace=1:log_path=$reports/ubsan
		LSAN_OPTIONS=suppressions=$root/tests/lsan.supp
		LSAN_OPTIONS=$LSAN_OPTIONS:print_suppressions=0
		G_SLICE=always-malloc
		export ASAN_OPTIONS UBSAN_OPTIONS LSAN_OPTIONS G_SLICE
		run_tests san- build/san
	)
	set -- "$reports"/*
	if [ -e "$1" ]; then
		cat "$@"
		echo "san-reports 0 $# 0" >>"$summary"
	else
		echo "san-reports 1 0 0" >>"$summary"
	fi
}

finish() {
	sed -n 's/^skip /skipped: /p; s/^bug /known bug: /p' "$summary"
	awk '
		$1 == "skip" || $1 == "bug" { next }
		{ passed += $2; failed += $3; skipped += $4 }
		$3 { print "failed: " $1 " (" $3 ")" }
		END {
			tail = skipped ? ", " skipped " skipped" : ""
			printf "%d passed, %d failed%s\n", passed, failed, tail
			exit failed > 0 || passed == 0
		}' "$summary"
	exit
}

[ $# -gt 0 ] || set -- build house unit golden cli server oracle \
	sanitize
UNMOOR=$root/build/unmoor
export UNMOOR
for stage; do
	case $stage in
	house) prove house tests/house/*.sh ;;
	build) build build all unit ;;
	unit) prove unit $(unit_programs build) ;;
	golden) prove golden tests/golden/run.sh ;;
	cli) prove cli $(scripts cli) ;;
	server) prove server $(scripts server) ;;
	oracle)
		prove oracle tests/oracle/regress.sh tests/oracle/mariadb.sh \
			tests/oracle/sarif.sh
		;;
	sanitize) sanitize ;;
	*)
		echo "check.sh: no stage $stage" >&2
		exit 2
		;;
	esac
done
finish
