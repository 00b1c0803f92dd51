# A cold scan and a rescan without a change, beside git grep at that commit.
#
# BENCH_REPOSITORY is the repository; without it one is made of the machine's
# Python library. Each time is the least of three runs.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
repository=${BENCH_REPOSITORY:-}
if [ -z "$repository" ]; then
	repository=$work/repository
	library=$(python3 -c 'import os; print(os.path.dirname(os.__file__))')
	git init -q "$repository"
	cp -R "$library"/. "$repository"
	find "$repository" -name '*.pyc' -delete
	find "$repository" -mindepth 2 -name .git -prune -exec rm -rf {} +
	git -C "$repository" add -A
	git -C "$repository" -c user.name=a -c user.email=a@example.org \
		commit -q -m all
fi

# least COMMAND - milliseconds of its fastest run of three.
least() {
	best=
	for run in 1 2 3; do
		[ -z "${before:-}" ] || sh -c "$before"
		from=$(date +%s%N)
		sh -c "$1" >/dev/null 2>&1 || :
		took=$((($(date +%s%N) - from) / 1000000))
		[ -n "$best" ] && [ "$best" -le "$took" ] || best=$took
	done
	echo "$best"
}

grep=$(least "git -C '$repository' grep -ciE \
	'select|insert|update|delete' HEAD")
scan="'$UNMOOR' scan --map '$work/map.db' bench='$repository'"
before="rm -f '$work/map.db'"
cold=$(least "$scan")
before=
warm=$(least "$scan")
size=$(git -C "$repository" ls-tree -r -l HEAD | awk '{s += $4}
	END {printf "%.0f MB", s / 1e6}')
awk -v g="$grep" -v c="$cold" -v w="$warm" -v size="$size" 'BEGIN {
	printf "scan of %s: git grep %d ms\n", size, g
	printf "cold scan: %d ms, %.2f x git grep (mark: 3 x)\n", c, c / g
	printf "rescan: %d ms, %.2f x git grep (mark: 0.3 x)\n", w, w / g
}'
