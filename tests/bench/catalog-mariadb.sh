# A live MariaDB catalog of 5,000 tables and 100,000 columns, beside
# mariadb-dump --no-data of it in the same run.
. "$(dirname "$0")/../cli/tap.sh"
. "$root/tests/server/server.sh"

if [ -z "$(mariadb_server)" ]; then
	echo 'mariadb catalog: mariadbd is not there'
	exit 0
fi
tables=${BENCH_TABLES:-5000} rounds=${BENCH_ROUNDS:-3}
mariadb_start --table-open-cache=400 >&2 || exit 1
perl -e '
	print "CREATE DATABASE big;\nUSE big;\n";
	my @types = ("int", "varchar(40)", "datetime", "decimal(10,2)");
	for my $i (0 .. $ARGV[0] - 1) {
		my $up = int($i / 2);
		print "CREATE TABLE t$i (id int NOT NULL AUTO_INCREMENT, ",
			(map { "c$_ $types[$_ % 4] COMMENT \"of t$i\", " } 1 .. 19),
			"PRIMARY KEY (id), KEY (c1)",
			$i ? ", FOREIGN KEY (c4) REFERENCES t$up (id)" : "",
			");\n";
	}' "$tables" | mariadb_sql

# milliseconds COMMAND... - how long it takes.
milliseconds() {
	start=$(date +%s%N)
	"$@" >"$tap_folder/out" 2>&1 || cat "$tap_folder/out" >&2
	echo $((($(date +%s%N) - start) / 1000000))
}

# Once before, so that the server is warm for both.
mariadb_dump_of big >"$tap_folder/dump.sql"
scanned=0 dumped=0
for _ in $(seq "$rounds"); do
	rm -f map.db
	scanned=$((scanned + $(milliseconds unmoor scan --map map.db "$mariadb_url/big")))
	dumped=$((dumped + $(milliseconds mariadb_dump_of big)))
done
again=$(milliseconds unmoor scan --map map.db "$mariadb_url/big")
awk -v s="$scanned" -v d="$dumped" -v a="$again" -v n="$rounds" \
	-v c="$((tables * 20))" '
BEGIN {
	printf "mariadb catalog of %d columns, seconds: %.2f, dump %.2f\n",
		c, s / 1000 / n, d / 1000 / n
	printf "mariadb catalog / mariadb-dump --no-data: %.2f (mark: 1)\n",
		s / d
	printf "mariadb catalog, nothing changed / the dump: %.2f\n",
		a * n / d
}'
