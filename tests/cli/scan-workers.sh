# Worker processes: how many there are, or that one dies, changes nothing.
. "$(dirname "$0")/tap.sh"

mkdir many
i=0
while [ $i -lt 300 ]; do
	{
		echo 'import db'
		j=0
		while [ $j -lt 30 ]; do
			echo "db.execute('SELECT a$j FROM t$i, u$j')"
			j=$((j + 1))
		done
	} >"many/$i.py"
	i=$((i + 1))
done
cp -r "$root/examples" estate

# map_of JOBS - the map as JSON, made by so many workers.
map_of() {
	rm -f m.db
	unmoor scan -j "$1" --map m.db -c estate/unmoor.yaml >/dev/null &&
		unmoor scan -j "$1" --map m.db many >/dev/null &&
		unmoor export --map m.db --format json
}

map_of 1 >one.json
for jobs in 2 7; do
	map_of $jobs >many.json
	ok "$jobs workers make the map that one makes" cmp one.json many.json
done

# children PID...
children() {
	for parent; do
		cat "/proc/$parent/task/$parent/children" 2>/dev/null
	done
}

# kill_worker SCAN - waits for a worker of the scan and kills it.
kill_worker() {
	tries=0
	while [ $tries -lt 400 ]; do
		# shellcheck disable=SC2046 # process ids
		set -- "$1" $(children $(children "$1"))
		[ $# = 1 ] || break
		sleep 0.01
		tries=$((tries + 1))
	done
	[ $# -gt 1 ] && kill -KILL "$2" 2>/dev/null
}

rm m.db
unmoor scan --map m.db -c estate/unmoor.yaml >/dev/null
cp m.db estate.db
for delay in 0 0.03 0.1 0.3; do
	cp estate.db m.db
	unmoor scan -j 2 --map m.db many >out 2>err &
	scan=$!
	sleep $delay
	kill_worker $scan
	wait $scan
	is "a scan whose worker is killed after $delay seconds is done" $? 0
	unmoor export --map m.db --format json >killed.json
	ok 'and has made the same map' cmp one.json killed.json
done

cp estate.db m.db
unmoor scan -j 2 --map m.db many >out 2>err &
scan=$!
kill_worker $scan
# shellcheck disable=SC2046 # process ids
set -- $(children $scan)
set -- "$@" $(children "$@")
kill -KILL $scan
wait $scan 2>/dev/null
left=$#
tries=0
while [ "$left" != 0 ] && [ $tries -lt 200 ]; do
	left=0
	for process; do
		# One that nobody has waited for yet (Z) is dead too.
		! grep -qs '^State:[[:space:]]*[^Z[:space:]]' \
			"/proc/$process/status" || left=$((left + 1))
	done
	sleep 0.01
	tries=$((tries + 1))
done
is 'workers do not outlive their scan' "$left" 0
done_testing
