# What must hold of every scan, whatever it is of: an incremental scan equals
# a cold one, and neither workers, paths, time zones nor locales are seen.
. "$(dirname "$0")/tap.sh"

export GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@example.org
export GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@example.org
dump="shop=$root/examples/dumps/office.sql"

# json MAP - the map as JSON, in MAP.json
json() {
	unmoor export --map "$1" --format json -o "$1.json"
}

# scan MAP ARGUMENTS...
scan() {
	map=$1
	shift
	unmoor scan --map "$map" "$@" >scan.log 2>&1 || {
		diag "unmoor scan ended with $?"
		diag "$(cat scan.log)"
	}
	json "$map"
}

commit() {
	git -C repo add -A
	git -C repo commit -q --allow-empty -m "$1"
}

# --- incremental = cold, over a history -------------------------------------

git init -q repo
cp -R "$root/examples/backoffice/." "$root/examples/jobs" repo/
commit 0

# change N - an edit, a rename, a deletion or a new file, by turns.
change() {
	case $(($1 % 6)) in
	0) mkdir -p "repo/moved$1" && git -C repo mv desk/orders.py "moved$1" ;;
	1) echo "def f$1(c): c.execute('SELECT fax FROM customers')" \
		>>repo/desk/customers.py ;;
	2) echo "SELECT count(*) FROM billing.payments;" >"repo/jobs/sql/n$1.sql" ;;
	3) git -C repo rm -q "$(git -C repo ls-files '*.sql' | head -n 1)" ;;
	4) git -C repo mv desk/statements.py "desk/names$1.py" ;;
	5)
		git -C repo mv "desk/names$(($1 - 1)).py" desk/statements.py
		[ "$1" -lt 6 ] ||
			git -C repo mv "moved$(($1 - 5))/orders.py" desk
		;;
	esac
}

differing=
step=1
while [ $step -le 30 ]; do
	change $step || diag "change $step was not made"
	commit $step
	scan warm.db repo=repo "$dump"
	rm -f cold.db
	scan cold.db repo=repo "$dump"
	cmp -s warm.db.json cold.db.json || differing="$differing $step"
	step=$((step + 1))
done
is 'a rescan equals a cold scan after each of 30 commits' "$differing" ''
run unmoor scan --map warm.db repo=repo "$dump"
like 'a rescan without a change says so' "$out$err" 'nothing has changed'

# --- the same bytes, however it is scanned --------------------------------------

scan one.db -j 1 repo=repo "$dump"
scan four.db -j 4 repo=repo "$dump"
ok 'one worker and four make the same map' cmp one.db.json four.db.json

mkdir -p elsewhere/deep
git clone -q --no-local repo elsewhere/deep/copy
scan path.db repo=elsewhere/deep/copy "$dump"
ok 'another checkout makes the same map' cmp one.db.json path.db.json

git clone -q --bare repo bare.git
scan bare.db repo=bare.git "$dump"
is 'a bare repository has the same nodes and edges' \
	"$(jq -cS '[.nodes, .edges, .blind_spots]' bare.db.json | cksum)" \
	"$(jq -cS '[.nodes, .edges, .blind_spots]' one.db.json | cksum)"

TZ=Asia/Kathmandu LC_ALL=C scan zone.db repo=repo "$dump"
ok 'time zone and locale are not seen' cmp one.db.json zone.db.json

unmoor import --map back.db one.db.json
json back.db
ok 'a map comes back from its JSON as it was' cmp one.db.json back.db.json

# --- what is killed ----------------------------------------------------------------

# Enough work for a signal to arrive in time.
mkdir big
i=0
while [ $i -lt 150 ]; do
	sed "s/def /def n$i/" "$root/examples/backoffice/desk/orders.py" \
		"$root/examples/backoffice/desk/customers.py" \
		"$root/examples/backoffice/desk/invoices.py" >"big/m$i.py"
	i=$((i + 1))
done
scan whole.db big=big

# workers PID - its descendants, the youngest first.
workers() {
	for child in $(pgrep -P "$1"); do
		workers "$child"
		echo "$child"
	done
}

unmoor scan -j 2 --map killed.db big=big >kill.log 2>&1 &
scanner=$!
tries=0
while [ $tries -lt 200 ] && kill -0 $scanner 2>/dev/null; do
	victim=$(workers $scanner | head -n 1)
	[ -z "$victim" ] || { kill -KILL "$victim" 2>/dev/null && break; }
	tries=$((tries + 1))
done
wait $scanner
status=$?
ok 'a scan goes on when a worker is killed' test $status -eq 0 -o $status -eq 3
json killed.db
is 'and misses at most the text in hand, and says so' "$(jq -s '
	(.[0].nodes | length) as $all
	| ([.[1].blind_spots[] | select(.reason == "analyzer-crashed")]
		| length) as $crashed
	| $crashed <= 1 and ($crashed == 1 or (.[1].nodes | length) == $all)
	' whole.db.json killed.db.json)" true

scan old.db repo=repo "$dump"
cp old.db.json before.json
unmoor scan --map old.db big=big >kill.log 2>&1 &
scanner=$!
sleep 0.15
kill -KILL $scanner 2>/dev/null
wait $scanner 2>/dev/null
json old.db
ok 'a scan that is killed leaves the old map, or the new one, whole' \
	sh -c 'cmp -s before.json old.db.json ||
		[ "$(jq "[.sources[].id] == [\"big\", \"repo\", \"shop\"]" \
			old.db.json)" = true ]'
done_testing
