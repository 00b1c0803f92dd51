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
done_testing
