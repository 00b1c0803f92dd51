# The check of a pull request of 20 files, beside git grep at that commit.
#
# BENCH_REPOSITORY is the repository; without it one is made of the machine's
# Python library. The map holds the repository as it is on main. Each time is
# the least of three runs.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
repository=$work/repository
GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@example.org
GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@example.org
export GIT_AUTHOR_NAME GIT_AUTHOR_EMAIL GIT_COMMITTER_NAME GIT_COMMITTER_EMAIL
if [ -n "${BENCH_REPOSITORY:-}" ]; then
	git clone -q "$BENCH_REPOSITORY" "$repository"
else
	library=$(python3 -c 'import os; print(os.path.dirname(os.__file__))')
	git init -q "$repository"
	cp -R "$library"/. "$repository"
	find "$repository" -name '*.pyc' -delete
	find "$repository" -mindepth 2 -name .git -prune -exec rm -rf {} +
	git -C "$repository" add -A
	git -C "$repository" commit -q -m all
fi

# Twenty Python files that are spread over the repository, each with a reader
# more.
git -C "$repository" checkout -q -b change
git -C "$repository" ls-files '*.py' |
	awk '{ all[NR] = $0 } END { for (i = 1; i <= 20 && i <= NR; i++)
		print all[int(i * NR / 20)] }' >"$work/files"
number=0
while read -r file; do
	number=$((number + 1))
	printf '\n\ndef added_%d(db):\n    return db.execute("SELECT a FROM t%d")\n' \
		$number $number >>"$repository/$file"
done <"$work/files"
git -C "$repository" commit -q -a -m change

# least COMMAND - milliseconds of its fastest run of three.
least() {
	best=
	for run in 1 2 3; do
		from=$(date +%s%N)
		sh -c "$1" >/dev/null 2>&1 || :
		took=$((($(date +%s%N) - from) / 1000000))
		[ -n "$best" ] && [ "$best" -le "$took" ] || best=$took
	done
	echo "$best"
}

"$UNMOOR" scan --map "$work/map.db" "bench=$repository@change~1" >/dev/null
grep=$(least "git -C '$repository' grep -ciE \
	'select|insert|update|delete' HEAD")
check="'$UNMOOR' check --base change~1 --map '$work/map.db' bench='$repository'"
check=$(least "$check")
found=$("$UNMOOR" check --base change~1 --map "$work/map.db" \
	"bench=$repository" | grep -c new-reader || :)
awk -v g="$grep" -v c="$check" -v n="$(wc -l <"$work/files")" -v f="$found" \
	-v size="$(git -C "$repository" ls-tree -r -l HEAD |
		awk '{s += $4} END {printf "%.0f MB", s / 1e6}')" 'BEGIN {
	printf "check of %d files of %s, %d new readers: %d ms, ", n, size, f, c
	printf "%.2f x git grep, %d ms (mark: 0.3 x)\n", c / g, g
}'
