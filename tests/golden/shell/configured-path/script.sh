. @top_builddir@/lib/db.sh
psql -f @datadir@/schema.sql
