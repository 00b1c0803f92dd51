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
done_testing
