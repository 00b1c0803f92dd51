# A live MariaDB catalog of 5,000 tables and 100,000 columns, beside
# mariadb-dump --no-data of it in the same run.
. "$(dirname "$0")/../cli/tap.sh"
. "$root/tests/server/server.sh"

if [ -z "$(mariadb_server)" ]; then
	echo 'mariadb catalog: mariadbd is not there'
	exit 0
fi
mariadb_start --table-open-cache=400 >&2 || exit 1
perl -e '
	print "CREATE DATABASE big;\nUSE big;\n";
	my @types = ("int", "varchar(40)", "datetime", "decimal(10,2)");
	for my $i (0 .. 4999) {
		my $up = int($i / 2);
		print "CREATE TABLE t$i (id int NOT NULL AUTO_INCREMENT, ",
			(map { "c$_ $types[$_ % 4] COMMENT \"of t$i\", " } 1 .. 19),
			"PRIMARY KEY (id), KEY (c1)",
			$i ? ", FOREIGN KEY (c4) REFERENCES t$up (id)" : "",
			");\n";
	}' | mariadb_sql

# seconds COMMAND... - how long it takes.
seconds() {
	start=$(date +%s%N)
	"$@" >"$tap_folder/out" 2>&1 || cat "$tap_folder/out" >&2
	echo $((($(date +%s%N) - start) / 1000000))
}

# Each once before, so that the server is warm for both.
mariadb_dump_of big >"$tap_folder/dump.sql"
scanned=0 dumped=0
for round in 1 2 3; do
	rm -f map.db
	scanned=$((scanned + $(seconds unmoor scan --map map.db "$mariadb_url/big")))
	dumped=$((dumped + $(seconds mariadb_dump_of big)))
done
again=$(seconds unmoor scan --map map.db "$mariadb_url/big")
awk -v s="$scanned" -v d="$dumped" -v a="$again" 'BEGIN {
	printf "mariadb catalog of 100,000 columns, seconds: %.2f, dump %.2f\n",
		s / 3000, d / 3000
	printf "mariadb catalog / mariadb-dump --no-data: %.2f (mark: 1)\n",
		s / d
	printf "mariadb catalog, nothing changed / the dump: %.2f\n",
		a * 3 / d
}'
