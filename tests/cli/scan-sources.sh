# Sources that cannot be read, or not as a whole: a clear message, the right
# exit status, and what was known before is kept.
. "$(dirname "$0")/tap.sh"

# refused NAME PATTERN SOURCE - the scan ends with 2, says PATTERN and makes
# no map.
refused() {
	rm -f unmoor.db
	run unmoor scan "$3"
	is "$1 ends with 2" "$status" 2
	like "$1: the message" "$err" "^unmoor: .*$2"
	ok "$1 makes no map with sources" sh -c \
		'! unmoor inventory --json 2>/dev/null | grep "\"kind\""'
}

git init -q --initial-branch=main repo
echo 'SELECT id FROM orders;' >repo/a.sql
git -C repo add . && git -C repo commit -qm 1
git -C repo tag v1
echo 'SELECT id FROM items;' >repo/b.sql
git -C repo add . && git -C repo commit -qm 2
mkdir plain
git init -q empty
git init -q --object-format=sha256 long

refused 'a missing source' 'nowhere: no such repository' nowhere
refused 'a missing repository' 'nowhere@main: no such' nowhere@main
refused 'a missing revision' 'no revision v9' repo@v9
refused 'a revision of no repository' 'not a git repository' plain@main
refused 'a repository without commits' 'no commit yet' empty
refused 'a SHA-256 repository' 'SHA-256' long
printf 'PGDMP\001\016' >custom.dump
refused 'a dump in the custom format' 'pg_restore' custom.dump
printf '\037\213\010' >packed.sql
refused 'a compressed dump' 'gunzip' packed.sql
: >nothing.sql
refused 'an empty dump' 'the file is empty' nothing.sql
refused 'no dump' 'not a plain dump' "$root/LICENSE"
refused 'a database that is not there' '//127.0.0.1:1/shop: no connection' \
	'postgresql://me:secret@127.0.0.1:1/shop'
unlike 'and its password is not shown' "$err" 'secret'
mkfifo pipe
refused 'a pipe' 'no such repository' pipe

# What is known of a source outlives its failure.
run unmoor scan repo@v1
is 'a revision is scanned' "$status" 0
run unmoor scan repo@v9
is 'when it cannot be read any more the status is 3' "$status" 3
like 'and the reason is told' "$err" 'repo: .*no revision v9'
is 'its facts are kept' "$(unmoor readers --json orders |
	jq -r '.edges[].from' | sort -u)" 'file:repo/a.sql'
is 'and marked stale' "$(unmoor export --format json |
	jq -c '.sources[] | [.id, .stale]')" '["repo",true]'
is 'which is a blind spot' "$(unmoor blind --json |
	jq -r '.blind_spots[] | "\(.source) \(.reason)"')" 'repo source-failed'
run unmoor scan repo@v1
is 'until it can be read again' "$status $(unmoor export --format json |
	jq -c '.sources[] | .stale')" '0 false'
run unmoor scan repo nowhere
is 'one failure among several ends with 3' "$status" 3
like 'and is told' "$err" 'nowhere: no such repository'
like 'the others are in the map' "$out" 'sources'
is 'so is that there was one more' "$(unmoor export --format json |
	jq -c '[.sources[] | [.id, .stale]]')" \
	'[["nowhere",true],["repo",false]]'

# Clones that lack something.
git clone -q --depth 1 "file://$PWD/repo" shallow
run unmoor scan --map s.db shallow
is 'a shallow clone is scanned' "$status" 0
refused 'what it lacks' 'shallow clone lacks' shallow@main~1
git -C repo config uploadpack.allowFilter true
git clone -q --filter=blob:none --no-checkout "file://$PWD/repo" partial
run unmoor scan --map p.db partial
is 'a partial clone is scanned' "$status" 0
is 'what it lacks is a blind spot' "$(unmoor blind --map p.db --json |
	jq -r '.blind_spots[] | "\(.path) \(.reason)"')" \
	"$(printf '%s\n' 'a.sql missing-blob' 'b.sql missing-blob')"
git -C partial -c safe.directory='*' checkout -q main
run unmoor scan --map p.db partial
is 'until it is fetched' "$(unmoor blind --map p.db --json |
	jq -r '.blind_spots[].reason')" ''

# A repository of another user, as a service account meets it.
if [ "$(id -u)" = 0 ]; then
	cp -r repo theirs
	chown -R 65534:65534 theirs
	run unmoor scan --map t.db theirs
	is 'a repository of another user is scanned' "$status" 0
else
	skip 'a repository of another user is scanned' 'only root can make one'
fi

# A dump that breaks off.
cat >shop.sql <<'END'
--
-- PostgreSQL database dump
--
CREATE TABLE public.orders (id integer);
COPY public.orders (id) FROM stdin;
1
END
run unmoor scan --map d.db shop.sql
is 'a broken dump is read as far as it goes' "$status" 0
like 'its tables are there' "$(unmoor inventory --map d.db)" 'table'
is 'and the break is a blind spot' "$(unmoor blind --map d.db --json |
	jq -r '.blind_spots[] | "\(.source):\(.line) \(.reason)"')" \
	'shop:5 unreadable-text'

run unmoor scan postgresql://me:s3cret@a/shop mysql://me:s3cret@b/shop
is 'two databases of one name end with 2' "$status" 2
like 'and are named' "$err" \
	'mysql://b/shop and postgresql://a/shop would both be called shop|
postgresql://a/shop and mysql://b/shop would both be called shop'
unlike 'without their passwords' "$err" s3cret
done_testing
