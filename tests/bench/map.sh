# A map of a million edges: seconds and bytes an edge; see map.c.
folder=$(mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT
"$BENCH/map" "${BENCH_EDGES:-1000000}" "$folder/bench.db"
