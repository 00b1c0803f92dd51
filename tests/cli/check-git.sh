# check: histories of every shape, and clones that hold only a part of one.
. "$(dirname "$0")/tap.sh"

# reader NAME TABLE - a function that reads the table.
reader() {
	printf '\n\ndef %s():\n    return db.query("SELECT id FROM %s")\n' \
		"$1" "$2"
}

mkdir api
(echo 'import db' && reader first orders) >api/a.py
git -C api init -q -b main
git -C api add -A
git -C api commit -q -m one

commit() {
	git -C api add -A
	git -C api commit -q -m "$1"
}

# found [OPTION...] - "accessor path:line" of each finding.
found() {
	run unmoor check --format json "$@"
	echo "$out" | jq -r '.findings[]
		| "\(.accessor.id) \(.path):\(.line)"'
}

# --- which commits are compared ----------------------------------------------

git -C api checkout -q -b change
reader mine orders >>api/a.py
commit mine
git -C api checkout -q main
reader theirs customers >api/b.py
sed -i '1i import db' api/b.py
commit theirs
is 'what main has got meanwhile is not of the change' \
	"$(found --base main --head change api)" \
	'function:api/a.py#mine a.py:9'
is 'the other way round' "$(found --base change --head main api)" \
	'function:api/b.py#theirs b.py:5'
git -C api checkout -q change
is 'head is HEAD, and the repository the one we are in' \
	"$(cd api && found --base main)" 'function:api/a.py#mine a.py:9'
mkdir api/deep
is 'also from a folder inside of it' \
	"$(cd api/deep && found --base main)" 'function:api/a.py#mine a.py:9'
git clone -q --bare api bare.git
is 'a bare repository' "$(found --base main --head change bare.git)" \
	'function:bare/a.py#mine a.py:9'
is 'which may be named' "$(found --base main --head change api=bare.git)" \
	'function:api/a.py#mine a.py:9'
git -C api worktree add -q ../tree change~0 2>/dev/null
is 'a linked work tree' "$(found --base main api=tree)" \
	'function:api/a.py#mine a.py:9'
echo 'db.query("SELECT id FROM uncommitted")' >>api/a.py
is 'what is not committed does not count' "$(found --base main api)" \
	'function:api/a.py#mine a.py:9'
git -C api checkout -q a.py

git -C api merge -q -m merge main
is 'main merged into the change' "$(found --base main api)" \
	'function:api/a.py#mine a.py:9'
is 'against the first parent of a merge' \
	"$(git -C api checkout -q -b merged main &&
		git -C api merge -q --no-ff -m merge change~1 &&
		found --base HEAD^1 api)" 'function:api/a.py#mine a.py:9'

# Criss-cross: each side merges the other one as it was.
git -C api checkout -q -b left main
reader left l >>api/a.py
commit left
git -C api checkout -q -b right main
reader right r >>api/b.py
commit right
git -C api merge -q -m cross left
git -C api checkout -q left
git -C api merge -q -m cross right~1
reader late orders >>api/b.py
commit late
run unmoor check --base right api
is 'of several merge bases one is taken' "$status" 1
like 'and what is new is found' "$out" '#late is a new reader'

git -C api checkout -q --orphan alone
commit alone
run unmoor check --base main api
is 'histories that have nothing in common' "$status" 2
like 'are said to be such' "$err" 'no common ancestor'
git -C api checkout -q change

# --- what is not there -------------------------------------------------------

run unmoor check --base no/such api
is 'a base that does not exist' "$status" 2
like 'is named, with what to do' "$err" \
	'--base no/such: there is no such commit.*git fetch origin'
run unmoor check --base main --head nowhere api
is 'a head that does not exist' "$status" 2
like 'is named' "$err" '--head nowhere: there is no such commit'
run unmoor check --base 'main:a.py' api
is 'a base that is no commit' "$status" 2
run unmoor check api
is 'no base at all' "$status" 2
like 'says what it is' "$err" '--base REV is missing'
mkdir empty
run unmoor check --base main empty
is 'no repository' "$status" 2
like 'is said' "$err" 'no git repository'
fails 'two repositories' 2 unmoor check --base main api bare.git
fails 'a map that is not there' 2 unmoor check --base main --map no.db api
echo text >text.db
fails 'a map that is none' 2 unmoor check --base main --map text.db api
ok 'and it is left as it was' test "$(cat text.db)" = text

# --- shallow clones ----------------------------------------------------------

git -C api checkout -q -b long main
for n in 1 2 3 4 5; do
	reader "long$n" orders >>api/a.py
	commit "long $n"
done
file=file://$PWD/api
git clone -q --depth 2 --branch long "$file" shallow
git -C shallow fetch -q --depth 1 origin main:main
run unmoor check --base main shallow
is 'a shallow clone without the merge base' "$status" 2
like 'says how to get it' "$err" \
	'not in this shallow clone: git fetch --deepen=100 origin'
git -C shallow fetch -q --deepen=10 origin long
is 'and with it, all is well' \
	"$(found --base main api=shallow | grep -c long)" 5
git clone -q --depth 3 --branch long "$file" shallow3
is 'a depth that reaches the base' "$(found --base HEAD~2 api=shallow3)" \
	"function:api/a.py#long4 a.py:21
function:api/a.py#long5 a.py:25"
run unmoor check --base origin/main shallow3
is 'a base that a shallow clone has not' "$status" 2
like 'says that it is shallow' "$err" 'this clone is shallow'

# A clone without blobs has those of head, not those of before.
git -C api config uploadpack.allowFilter true
reader other orders >api/c.py
sed -i '1i import db' api/c.py
commit other
git clone -q --filter=blob:none --branch long "$file" partial 2>/dev/null
git -C partial config remote.origin.promisor false
git -C partial remote remove origin
base=$(git -C api rev-parse main)
run unmoor check --base "$base" api=partial
is 'a partial clone: what can be compared is' "$status" 1
like 'and only that is new' "$out" '^c.py:5: warning: .*#other is a new'
unlike 'not what could not be read before' "$out" '#first is a new'
like 'which is said' "$out" '^note: a.py: cannot be compared'
git -C api rm -q c.py
commit gone
rm -rf partial
git clone -q --filter=blob:none --branch long "$file" partial 2>/dev/null
git -C partial remote remove origin
run unmoor check --base "$base" api=partial
is 'with nothing found it still is half done' "$status" 3
git -C api checkout -q main
unmoor scan --map api.db api=api >/dev/null
run unmoor check --base "$base" --map api.db api=partial
is 'a map that knows the texts of the merge base helps' "$status" 1
unlike 'and then all is compared' "$out" 'cannot be compared'
done_testing
