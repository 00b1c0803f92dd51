# Routines that run an argument as SQL: their callers read and write, whether
# the body shows it or unmoor.yaml says so.
. "$(dirname "$0")/tap.sh"

mkdir db app
cat >db/schema.sql <<'END'
CREATE FUNCTION util.run(q text) RETURNS void LANGUAGE plpgsql AS $$ BEGIN EXECUTE q; END $$;
CREATE FUNCTION util.opaque(n int, q text) RETURNS void LANGUAGE c AS 'x', 'y';
END
cat >db/jobs.sql <<'END'
CREATE FUNCTION nightly(q text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
	PERFORM util.run(format('INSERT INTO %I SELECT id FROM orders', 'log'));
	PERFORM util.opaque(1, 'TRUNCATE lines');
	PERFORM UTIL.RUN(q);
	PERFORM other.run('DELETE FROM none');
END $$;
END
cat >app/purge.py <<'END'
def purge(cursor):
    cursor.execute("SELECT util.opaque(2, 'DELETE FROM purged')")
END
printf '%s\n' 'sources:' '  db: db' '  app: app' >unmoor.yaml

run unmoor scan
is 'it scans' "$status" 0
like 'a wrapper of another text is seen by its body' \
	"$(unmoor writers log)" 'routine  \?/nightly\(text\) .* insert'
like 'an argument that is not known is a blind spot of the caller' \
	"$(unmoor blind)" 'jobs.sql:5 +UTIL.RUN'
is 'one blind spot for each place' \
	"$(unmoor blind | grep -c 'jobs.sql:')" 1
run unmoor writers purged
is 'what nobody knows of is no wrapper' "$status" 2

printf '%s\n' 'sql:' '  executes: [util.opaque(2)]' >>unmoor.yaml
run unmoor scan
is 'it scans again' "$status" 0
like 'a wrapper is named in unmoor.yaml' \
	"$(unmoor writers lines)" 'routine  \?/nightly\(text\) .* truncate'
like 'code that calls it writes' \
	"$(unmoor writers purged)" 'function  app/purge.py#purge .* delete'
run unmoor writers none
is 'another schema is another routine' "$status" 2
done_testing
