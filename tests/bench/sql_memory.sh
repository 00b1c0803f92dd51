# Peak memory of "unmoor sql" on dumps of 1, 10 and 100 MB: one block of COPY,
# one INSERT on one line, an INSERT a row. It must not grow with the dump.
#
# UNMOOR_SIZES are other sizes, in MB.
set -u
sizes=${UNMOOR_SIZES:-1 10 100}
folder=$(mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT

# dump KIND MEGABYTES - writes a dump of about that size.
dump() {
	awk -v kind="$1" -v size="$2" 'BEGIN {
		print "CREATE TABLE public.t (id integer, name text);"
		if (kind == "copy")
			print "COPY public.t (id, name) FROM stdin;"
		if (kind == "values")
			printf "INSERT INTO public.t (id, name) VALUES "
		while (bytes < size * 1000000) {
			if (kind == "copy")
				row = n "\tthe name of row " n "\n"
			else if (kind == "values")
				row = (n ? "," : "") "(" n ",\047row " n "\047)"
			else
				row = "INSERT INTO public.t (id, name) " \
				      "VALUES (" n ", \047row " n "\047);\n"
			printf "%s", row
			bytes += length(row)
			n++
		}
		if (kind == "copy")
			print "\\."
		else if (kind == "values")
			print ";"
		print "SELECT name FROM public.t;"
	}'
}

# peak FILE - kilobytes that were resident at most.
peak() {
	python3 - "$UNMOOR" "$1" <<-'END'
		import resource, subprocess, sys
		subprocess.run([sys.argv[1], "sql", sys.argv[2]], check=True,
		               stdout=subprocess.DEVNULL)
		print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
	END
}

for kind in copy values inserts; do
	line="sql memory, $kind:"
	for size in $sizes; do
		dump $kind "$size" >"$folder/dump.sql"
		line="$line $size MB: $(peak "$folder/dump.sql") kB,"
	done
	echo "${line%,} (mark: flat)"
done
