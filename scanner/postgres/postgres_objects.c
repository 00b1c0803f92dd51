/* Schemas, extensions, types, domains and foreign servers of PostgreSQL. */
#include "scanner/postgres/postgres_catalog.h"

/* --- schemas, extensions ------------------------------------------------- */

/* `public` came with the server, and the dump leaves it out too. */
static const char schemas[] =
	"SELECT n.oid, n.nspname FROM pg_catalog.pg_namespace n WHERE "
	"n.oid >= " PG_FIRST_OID " AND " PG_USERS_SCHEMA " ORDER BY n.nspname";

static void write_schema(char **fields, void *payload)
{
	struct pg_reader *reader = payload;

	if (pg_is_member(reader, PG_NAMESPACE, fields[0]))
		return;
	g_string_append(reader->schema, "CREATE SCHEMA ");
	pg_put_name(reader, reader->schema, fields[1]);
	g_string_append(reader->schema, ";\n");
}

static const char extensions[] =
	"SELECT e.extname, n.nspname FROM pg_catalog.pg_extension e "
	"JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace "
	"WHERE e.oid >= " PG_FIRST_OID " ORDER BY e.extname";

static void write_extension(char **fields, void *payload)
{
	struct pg_reader *reader = payload;

	g_string_append(reader->schema, "CREATE EXTENSION IF NOT EXISTS ");
	pg_put_name(reader, reader->schema, fields[0]);
	g_string_append(reader->schema, " WITH SCHEMA ");
	pg_put_name(reader, reader->schema, fields[1]);
	g_string_append(reader->schema, ";\n");
}

/* --- types --------------------------------------------------------------- */

/* Less what the server makes for itself: types of rows, arrays, and ranges of
 * ranges. */
static const char types[] =
	"SELECT t.oid, n.nspname, t.typname, t.typtype, "
	"(SELECT pg_catalog.string_agg(pg_catalog.quote_literal(e.enumlabel), "
	"E',\\n    ' ORDER BY e.enumsortorder) FROM pg_catalog.pg_enum e "
	"WHERE e.enumtypid = t.oid), "
	"(SELECT pg_catalog.format_type(r.rngsubtype, NULL) "
	"FROM pg_catalog.pg_range r WHERE r.rngtypid = t.oid), "
	"t.typisdefined, t.typinput, t.typoutput "
	"FROM pg_catalog.pg_type t "
	"JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace "
	"WHERE t.typtype IN ('b', 'e', 'p', 'r') AND " PG_USERS_SCHEMA
	" AND NOT (t.typelem <> 0 AND t.oid = (SELECT o.typarray "
	"FROM pg_catalog.pg_type o WHERE o.oid = t.typelem)) "
	"ORDER BY t.oid";

static void write_type(char **fields, void *payload)
{
	struct pg_reader *reader = payload;
	GString *out = reader->schema;

	if (pg_is_member(reader, PG_TYPE, fields[0]))
		return;
	g_string_append(out, "CREATE TYPE ");
	pg_put_names(reader, out, fields[1], fields[2]);
	if (*fields[3] == 'e')
		g_string_append_printf(out, " AS ENUM (\n    %s\n)",
				       fields[4] ? fields[4] : "");
	else if (*fields[3] == 'r')
		g_string_append_printf(out, " AS RANGE (\n    subtype = %s\n)",
				       fields[5] ? fields[5] : "\"?\"");
	else if (pg_true(fields[6]) && *fields[3] == 'b')
		g_string_append_printf(
			out, " (\n    INPUT = %s,\n    OUTPUT = %s\n)",
			fields[7], fields[8]);
	g_string_append(out, ";\n");
}

static const char domains[] =
	"SELECT t.oid, n.nspname, t.typname, "
	"pg_catalog.format_type(t.typbasetype, t.typtypmod), t.typnotnull, "
	"coalesce(pg_catalog.pg_get_expr(t.typdefaultbin, 0), "
	"pg_catalog.quote_literal(t.typdefault)), "
	"(SELECT pg_catalog.string_agg(E'\\n\\tCONSTRAINT ' || "
	"pg_catalog.quote_ident(c.conname) || ' ' || "
	"pg_catalog.pg_get_constraintdef(c.oid), '' ORDER BY c.conname) "
	"FROM pg_catalog.pg_constraint c WHERE c.contypid = t.oid "
	"AND c.contype = 'c') "
	"FROM pg_catalog.pg_type t "
	"JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace "
	"WHERE t.typtype = 'd' AND " PG_USERS_SCHEMA " ORDER BY t.oid";

static void write_domain(char **fields, void *payload)
{
	struct pg_reader *reader = payload;
	GString *out = reader->schema;

	if (pg_is_member(reader, PG_TYPE, fields[0]))
		return;
	g_string_append(out, "CREATE DOMAIN ");
	pg_put_names(reader, out, fields[1], fields[2]);
	g_string_append_printf(out, " AS %s", fields[3]);
	if (pg_true(fields[4]))
		g_string_append(out, " NOT NULL");
	if (fields[5])
		g_string_append_printf(out, " DEFAULT %s", fields[5]);
	g_string_append_printf(out, "%s;\n", fields[6] ? fields[6] : "");
}

/* --- foreign servers ----------------------------------------------------- */

/* Options may hold passwords and are left where they are. */
static const char servers[] =
	"SELECT s.oid, s.srvname, w.fdwname "
	"FROM pg_catalog.pg_foreign_server s "
	"JOIN pg_catalog.pg_foreign_data_wrapper w ON w.oid = s.srvfdw "
	"ORDER BY s.srvname";

static void write_server(char **fields, void *payload)
{
	struct pg_reader *reader = payload;
	GString *out = reader->schema;

	if (pg_is_member(reader, PG_FOREIGN_SERVER, fields[0]))
		return;
	g_string_append(out, "CREATE SERVER ");
	pg_put_name(reader, out, fields[1]);
	g_string_append(out, " FOREIGN DATA WRAPPER ");
	pg_put_name(reader, out, fields[2]);
	g_string_append(out, ";\n");
}

bool pg_read_objects(struct pg_reader *reader)
{
	return pg_read_needed(reader, "schemas", schemas, write_schema) &&
	       pg_read(reader, "extensions", extensions, write_extension) &&
	       pg_read(reader, "types", types, write_type) &&
	       pg_read(reader, "domains", domains, write_domain) &&
	       pg_read(reader, "foreign servers", servers, write_server);
}
