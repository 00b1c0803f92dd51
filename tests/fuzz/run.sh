#!/bin/sh
# Runs every fuzz target for a bounded time; "make fuzz" builds them before.
#
#   run.sh TARGET...       programs build/fuzz/tests/fuzz/fuzz_*
#
# FUZZ_SECONDS is the time of each (60), JOBS how many run at a time (1). Seeds
# are the inputs of the golden cases whose names match the patterns after
# "seeds:" in the target's source; the file behind "words:" there, a table of
# keywords, makes its dictionary. What crashes stays in build/fuzz/crashes/.
set -u
cd "$(dirname "$0")/../.." || exit 1
seconds=${FUZZ_SECONDS:-60}
crashes=build/fuzz/crashes
mkdir -p "$crashes"

# seed TARGET FOLDER - copies the golden inputs for it, named by content.
seed() {
	patterns=$(sed -n 's/.*seeds: *\([^*]*\*[^ ]*\( \*[^ ]*\)*\).*/\1/p' \
		"tests/fuzz/$1.c" | head -n 1)
	set -f
	# shellcheck disable=SC2086 # a list of patterns
	set -- "$2" ${patterns:-*}
	set +f
	folder=$1
	shift
	mkdir -p "$folder"
	for pattern; do
		find tests/golden tests/sql -type f -name "$pattern" -size -64k \
			! -name cmd ! -name expected ! -name '*.md' \
			-exec sha256sum {} +
	done | sort -u -k1,1 | while read -r hash file; do
		cp "$file" "$folder/$hash"
	done
}

# dictionary TARGET FILE - the words that it knows, and what joins them; gives
# libFuzzer's option, or nothing.
dictionary() {
	words=$(sed -n 's/.*words: *\([^ ]*\).*/\1/p' "tests/fuzz/$1.c")
	[ -n "$words" ] || return 0
	sed -n 's/^KEYWORD([A-Z0-9_]*, \("[a-z0-9_]*\)",.*/\1 "/p' "$words" >"$2"
	printf '"%s"\n' '$$' '::' ':=' '||' '(+)' '/*' '--' '{{' '{%' ';' \
		"E'" "q'[" '@>' '..' '[' '`' >>"$2"
	echo "-dict=$2"
}

failed=0
for program; do
	target=${program##*/}
	corpus=build/fuzz/corpus/$target
	rm -rf "build/fuzz/seeds/$target"
	seed "$target" "build/fuzz/seeds/$target"
	mkdir -p "$corpus"
	echo "== $target: $seconds seconds," \
		"$(find "build/fuzz/seeds/$target" -type f | wc -l) seeds"
	words=$(dictionary "$target" "build/fuzz/$target.dict")
	kept=
	[ ! -d "tests/fuzz/corpus/$target" ] || kept=tests/fuzz/corpus/$target
	# shellcheck disable=SC2086 # $kept and $words may be nothing
	ASAN_OPTIONS=detect_leaks=1 LSAN_OPTIONS=suppressions=tests/lsan.supp \
		"$program" -max_total_time="$seconds" -max_len=65536 -timeout=10 \
		-rss_limit_mb=2048 -print_final_stats=1 -verbosity=0 \
		$words -artifact_prefix="$crashes/$target-" \
		"$corpus" "build/fuzz/seeds/$target" $kept || failed=1
done
[ $failed = 0 ] || {
	echo "inputs that crash are in $crashes/" >&2
	exit 1
}
