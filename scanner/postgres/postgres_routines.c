/* Functions, procedures and aggregates of PostgreSQL. */
#include <string.h>

#include "scanner/postgres/postgres_catalog.h"

/* Between the settings of a routine. */
#define SEPARATOR "\x01"

/* Routines that the server has made for a type are the type's. %s is the body
 * of BEGIN ATOMIC, where the server has that. */
static const char routines[] =
	"SELECT p.oid, n.nspname, p.proname, p.prokind, "
	"pg_catalog.pg_get_function_arguments(p.oid), "
	"pg_catalog.pg_get_function_result(p.oid), l.lanname, p.prosrc, "
	"p.probin, p.provolatile, p.proisstrict, p.prosecdef, p.proparallel, "
	"pg_catalog.array_to_string(p.proconfig, E'\\x01'), %s, "
	"a.aggtransfn, pg_catalog.format_type(a.aggtranstype, NULL), "
	"CASE WHEN a.aggfinalfn <> 0 THEN a.aggfinalfn END, "
	"a.agginitval "
	"FROM pg_catalog.pg_proc p "
	"JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace "
	"JOIN pg_catalog.pg_language l ON l.oid = p.prolang "
	"LEFT JOIN pg_catalog.pg_aggregate a ON a.aggfnoid = p.oid "
	"WHERE " PG_USERS_SCHEMA " AND NOT EXISTS (SELECT 1 "
	"FROM pg_catalog.pg_depend d WHERE d.classid = 1255 "
	"AND d.objid = p.oid AND d.deptype = 'i') ORDER BY p.oid";

enum routine_field {
	ROUTINE_OID,
	ROUTINE_SCHEMA,
	ROUTINE_NAME,
	ROUTINE_KIND,
	ROUTINE_ARGUMENTS,
	ROUTINE_RESULT,
	ROUTINE_LANGUAGE,
	ROUTINE_SOURCE,
	ROUTINE_LIBRARY,
	ROUTINE_VOLATILE,
	ROUTINE_STRICT,
	ROUTINE_DEFINER,
	ROUTINE_PARALLEL,
	ROUTINE_SETTINGS,
	ROUTINE_BODY,
	ROUTINE_STEP,
	ROUTINE_STATE,
	ROUTINE_FINAL,
	ROUTINE_INITIAL,
};

/* search_path = 'a', 'b': a list of names, each a string of its own. */
static void put_list(GString *out, const char *list)
{
	bool quoted = false, first = true;
	GString *name = g_string_new(NULL);

	for (;; list++) {
		if (*list == '"') {
			if (quoted && list[1] == '"')
				g_string_append_c(name, *list++);
			else
				quoted = !quoted;
		} else if (!*list || (*list == ',' && !quoted)) {
			g_string_append(out, first ? "" : ", ");
			pg_put_string(out, name->str);
			g_string_truncate(name, 0);
			first = false;
			if (!*list)
				break;
		} else if (quoted || *list != ' ') {
			g_string_append_c(name, *list);
		}
	}
	g_string_free(name, TRUE);
}

static void put_settings(struct pg_reader *reader, GString *out,
			 const char *settings)
{
	char **list = g_strsplit(settings ? settings : "", SEPARATOR, -1);

	for (char **setting = list; *setting; setting++) {
		char *equals = strchr(*setting, '=');

		if (!equals)
			continue;
		*equals = '\0';
		g_string_append(out, "\n    SET ");
		pg_put_name(reader, out, *setting);
		g_string_append(out, " TO ");
		if (strcmp(*setting, "search_path") == 0)
			put_list(out, equals + 1);
		else
			pg_put_string(out, equals + 1);
	}
	g_strfreev(list);
}

static void put_options(struct pg_reader *reader, GString *out, char **fields)
{
	if (*fields[ROUTINE_KIND] == 'w')
		g_string_append(out, " WINDOW");
	if (*fields[ROUTINE_VOLATILE] == 'i')
		g_string_append(out, " IMMUTABLE");
	else if (*fields[ROUTINE_VOLATILE] == 's')
		g_string_append(out, " STABLE");
	if (pg_true(fields[ROUTINE_STRICT]))
		g_string_append(out, " STRICT");
	if (pg_true(fields[ROUTINE_DEFINER]))
		g_string_append(out, " SECURITY DEFINER");
	if (*fields[ROUTINE_PARALLEL] == 's')
		g_string_append(out, " PARALLEL SAFE");
	else if (*fields[ROUTINE_PARALLEL] == 'r')
		g_string_append(out, " PARALLEL RESTRICTED");
	put_settings(reader, out, fields[ROUTINE_SETTINGS]);
}

/* $$ body $$, with a tag that the body does not have. */
static void put_dollars(GString *out, const char *body)
{
	GString *tag = g_string_new("$");

	while (strstr(body, tag->str))
		g_string_append_c(tag, tag->len == 1 ? '_' : 'X');
	g_string_append_printf(out, "%s$%s%s$", tag->str, body, tag->str);
	g_string_free(tag, TRUE);
}

static void put_body(GString *out, char **fields)
{
	const char *library = fields[ROUTINE_LIBRARY];
	const char *source = fields[ROUTINE_SOURCE];

	if (fields[ROUTINE_BODY]) {
		g_string_append_printf(out, "\n    %s", fields[ROUTINE_BODY]);
		return;
	}
	g_string_append(out, "\n    AS ");
	if (library && *library) {
		pg_put_string(out, library);
		g_string_append(out, ", ");
		pg_put_string(out, source ? source : "");
	} else {
		put_dollars(out, source ? source : "");
	}
}

static void write_aggregate(struct pg_reader *reader, char **fields)
{
	GString *out = reader->schema;
	const char *arguments = fields[ROUTINE_ARGUMENTS];

	g_string_append(out, "CREATE AGGREGATE ");
	pg_put_names(reader, out, fields[ROUTINE_SCHEMA], fields[ROUTINE_NAME]);
	g_string_append_printf(out, "(%s) (\n    SFUNC = %s,\n    STYPE = %s",
			       arguments && *arguments ? arguments : "*",
			       fields[ROUTINE_STEP], fields[ROUTINE_STATE]);
	if (fields[ROUTINE_INITIAL]) {
		g_string_append(out, ",\n    INITCOND = ");
		pg_put_string(out, fields[ROUTINE_INITIAL]);
	}
	if (fields[ROUTINE_FINAL])
		g_string_append_printf(out, ",\n    FINALFUNC = %s",
				       fields[ROUTINE_FINAL]);
	g_string_append(out, "\n);\n");
}

static void write_routine(char **fields, void *payload)
{
	struct pg_reader *reader = payload;
	bool procedure = *fields[ROUTINE_KIND] == 'p';
	GString *out = reader->schema;

	if (pg_is_member(reader, PG_PROC, fields[ROUTINE_OID]))
		return;
	if (!fields[ROUTINE_ARGUMENTS]) {
		pg_note_gone(reader, "routines", fields[ROUTINE_NAME]);
		return;
	}
	if (*fields[ROUTINE_KIND] == 'a') {
		write_aggregate(reader, fields);
		return;
	}
	g_string_append(out,
			procedure ? "CREATE PROCEDURE " : "CREATE FUNCTION ");
	pg_put_names(reader, out, fields[ROUTINE_SCHEMA], fields[ROUTINE_NAME]);
	g_string_append_printf(out, "(%s)", fields[ROUTINE_ARGUMENTS]);
	if (!procedure && fields[ROUTINE_RESULT])
		g_string_append_printf(out, " RETURNS %s",
				       fields[ROUTINE_RESULT]);
	g_string_append(out, "\n    LANGUAGE ");
	pg_put_name(reader, out, fields[ROUTINE_LANGUAGE]);
	put_options(reader, out, fields);
	put_body(out, fields);
	g_string_append(out, ";\n");
}

bool pg_read_routines(struct pg_reader *reader)
{
	bool has_bodies = pg_client_version(reader->client) >= 140000;
	char *sql = g_strdup_printf(
		routines, has_bodies ? "CASE WHEN p.prosqlbody IS NOT NULL "
				       "THEN pg_catalog."
				       "pg_get_function_sqlbody(p.oid) END"
				     : "NULL");
	bool fine = pg_read(reader, "routines", sql, write_routine);

	g_free(sql);
	return fine;
}
