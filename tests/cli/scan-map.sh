# What a scan does to the map when something goes wrong: the old one is whole.
. "$(dirname "$0")/tap.sh"

mkdir one more
echo 'SELECT id FROM orders;' >one/a.sql
i=0
while [ $i -lt 300 ]; do
	echo "SELECT a$i, b$i FROM table_$i, other_$i;"
	i=$((i + 1))
done >more/many.sql
unmoor scan --map m.db one >/dev/null
cp m.db first.db

# whole NAME - the map is the first one, bit for bit or in all it says.
whole() {
	is "$1: the old map is whole" \
		"$(unmoor export --map m.db --format json | sha1sum)" \
		"$(unmoor export --map first.db --format json | sha1sum)"
}

echo 'no map' >not.db
run unmoor scan --map not.db one
is 'a file that is no map ends with 2' "$status" 2
like 'which is said' "$err" 'not[.]db: not a map'
is 'and it is left alone' "$(cat not.db)" 'no map'
mkdir folder.db
run unmoor scan --map folder.db one
is 'so does a folder' "$status" 2
run unmoor scan --map nowhere/m.db one
is 'and a map in a missing folder' "$status" 2
like 'which is named' "$err" 'nowhere/m[.]db'
python3 -c 'import sqlite3
db = sqlite3.connect("other.db")
db.execute("CREATE TABLE texts(a)")
db.commit()'
run unmoor scan --map other.db one
is 'a database of somebody else ends with 2' "$status" 2
like 'as no map' "$err" 'other[.]db: not a map'

# A disk that is full in the middle: no file may grow past so many blocks.
run sh -c 'trap "" XFSZ; ulimit -f 130; unmoor scan --map m.db one more'
is 'a full disk ends with 2' "$status" 2
like 'and is told' "$err" 'm[.]db: .*full'
whole 'after a full disk'

# working PID - waits until the scan has workers.
working() {
	tries=0
	while [ $tries -lt 400 ]; do
		for nursery in $(cat "/proc/$1/task/$1/children"); do
			[ -z "$(cat "/proc/$nursery/task/$nursery/children")" ] ||
				return
		done 2>/dev/null
		sleep 0.01
		tries=$((tries + 1))
	done
}

mkdir slow
i=0
while [ $i -lt 400 ]; do
	cp more/many.sql "slow/$i.sql"
	echo "SELECT $i FROM slow_$i;" >>"slow/$i.sql"
	i=$((i + 1))
done
unmoor scan -j 1 --map m.db one slow >out 2>err &
scan=$!
working $scan
kill -KILL $scan
wait $scan 2>/dev/null
is 'a killed scan says nothing' "$(cat out err)" ''
whole 'after a killed scan'
for pair in INT:130 TERM:143; do
	signal=${pair%:*}
	# The shell has background jobs ignore INT; env puts it back.
	env --default-signal="$signal" unmoor scan -j 1 --map m.db one slow \
		>out 2>err &
	scan=$!
	working $scan
	kill -s "$signal" $scan
	wait $scan 2>/dev/null
	is "a scan that gets $signal dies of it" $? "${pair#*:}"
	like 'and says so' "$(cat err)" 'interrupted; m[.]db is left'
	whole "after $signal"
done

# Killed at any other time, the map is the old or the new one.
cp m.db new.db
unmoor scan --map new.db one slow >/dev/null
old=$(unmoor export --map first.db --format json | sha1sum)
new=$(unmoor export --map new.db --format json | sha1sum)
for delay in 0.1 0.2 0.4 0.8 1.6; do
	cp first.db m.db
	timeout -s KILL $delay unmoor scan --map m.db one slow >/dev/null 2>&1
	case $(unmoor export --map m.db --format json | sha1sum) in
	"$old" | "$new") got=whole ;;
	*) got=torn ;;
	esac
	is "killed after $delay seconds the map is the old or the new one" \
		$got whole
done

cp first.db m.db
run unmoor scan --map m.db one slow
is 'after all that a scan is as good as ever' "$status" 0
like 'in all it finds' "$out" '2 sources, 401 texts'
done_testing
