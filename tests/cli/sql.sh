# unmoor sql: what each statement of a file reads and writes, as JSON lines.
. "$(dirname "$0")/tap.sh"

fails 'a file that is not there' 2 unmoor sql missing.sql
run unmoor sql missing.sql
like 'its name is said' "$err" 'missing[.]sql'
fails 'a schema that is not there' 2 unmoor sql --schema missing.sql -
fails 'a dialect that is none' 2 unmoor sql --dialect klingon -
fails 'no file' 2 unmoor sql
: >empty.sql
run unmoor sql empty.sql
is 'an empty file has no statements' "$status $out" '0 '

# 10 MB, read in the memory of a few more, with a schema set at its start.
{
	echo 'SET search_path TO sales;'
	awk 'BEGIN { for (i = 0; i < 120000; i++)
		print "INSERT INTO t (a, b) SELECT x.a, y.b FROM x, y" \
			" WHERE x.id = y.id AND x.n > " i ";" }'
} >long.sql
echo 'CREATE TABLE sales.t (a int, b int);' >schema.sql
case $UNMOOR in
*/san/*) limit=unlimited ;; # the sanitizers take any amount
*) limit=200000 ;;
esac
run sh -c "ulimit -v $limit
	unmoor sql --dialect postgresql --schema schema.sql long.sql >lines"
is 'a long script is streamed' "$status $err" '0 '
is 'each statement is a line' "$(wc -l <lines)" 120000
is 'the schema in force stays' "$(grep -c '"writes":."sales.t"' lines)" 120000

# A dump's data, long rows and variables take no memory either, in a file or
# through a pipe.
{
	echo "SET @a = 1; COPY t (a, b) FROM stdin;"
	awk 'BEGIN { for (i = 0; i < 600000; i++) print i "\tSELECT a FROM x;" }'
	echo '\.'
	printf 'INSERT INTO t VALUES (0)'
	awk 'BEGIN { for (i = 0; i < 600000; i++) printf ",(%d, 1)", i }'
	printf ';\nSET @b = 2;\nSELECT a FROM after;\n'
} >data.sql
case $UNMOOR in
*/san/*) most=9999999 ;;
*) most=40000 ;;
esac
for from in data.sql -; do
	run sh -c "cat data.sql | /usr/bin/time -f %M -o kilobytes \
		unmoor sql --dialect postgresql $from | tail -n 1"
	like "what is behind the data, $from" "$out" \
		'"line":600005,.*"reads":."after"'
	ok "memory is flat, $from" test "$(cat kilobytes)" -lt $most
done

# What is no text, or no file.
fails 'a folder' 2 unmoor sql .
run unmoor sql .
like 'says so' "$err" 'directory'
printf 'SELECT a FROM b;\n' | iconv -t UTF-16 >wide.sql
run unmoor sql wide.sql
like 'UTF-16 is read' "$out" '"reads":."b"'
printf '\357\273\277SELECT a\000FROM b;\r\nSELECT "\344" FROM c' >odd.sql
run unmoor sql --dialect postgresql odd.sql
like 'a mark, NUL, CRLF and Latin-1 are read' "$out" '"reads":."c"'
head -c 100000 "$UNMOOR" >binary.sql
run unmoor sql binary.sql
is 'a binary is no error' "$status" 0
run sh -c 'unmoor sql data.sql | true'
is 'a broken pipe is quiet' "$err" ''

done_testing
