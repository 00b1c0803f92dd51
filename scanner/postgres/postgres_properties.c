/* Owners, grants, sizes, use, roles and slots of PostgreSQL, and what its
 * statistics say of statements: what no DDL tells. */
#include <string.h>

#include "scanner/postgres/postgres_catalog.h"

/* "reporter: select; public: execute", of a list of rights: each %s. */
#define GRANTS                                                                 \
	"CASE WHEN %s IS NOT NULL THEN (SELECT pg_catalog.string_agg("         \
	"g.who || ': ' || g.what, '; ' ORDER BY g.who) FROM (SELECT "          \
	"CASE WHEN a.grantee = 0 THEN 'public' "                               \
	"ELSE pg_catalog.pg_get_userbyid(a.grantee)::text END AS who, "        \
	"pg_catalog.string_agg(pg_catalog.lower(a.privilege_type), ', ' "      \
	"ORDER BY a.privilege_type) AS what "                                  \
	"FROM pg_catalog.aclexplode(%s) a GROUP BY 1) g) END"

/* pg_read() of a query with GRANTS of this list in it. */
static bool read_grants(struct pg_reader *reader, const char *what,
			const char *format, const char *list, pg_row *each)
{
	char **parts = g_strsplit(format, "%s", -1);
	char *sql = g_strjoinv(list, parts);
	bool fine = pg_read(reader, what, sql, each);

	g_free(sql);
	g_strfreev(parts);
	return fine;
}

/* --- relations ----------------------------------------------------------- */

/*
 * Sizes and rows are those that the server counted last. Indexes have a line
 * if there is something to say of them, and those of keys have none.
 */
static const char relations[] =
	"SELECT c.relkind, c.oid, n.nspname, c.relname, i.indrelid, "
	"tn.nspname, t.relname, "
	"CASE WHEN c.reltuples > 0 AND c.relkind IN ('r', 'm', 'p', 'f') "
	"THEN c.reltuples::bigint END, "
	"CASE WHEN {SIZE} WHEN c.relkind IN ('r', 'm', 'i') THEN "
	"nullif(c.relpages::bigint * "
	"pg_catalog.current_setting('block_size')::bigint, 0) END, "
	"pg_catalog.pg_get_userbyid(c.relowner), " GRANTS ", "
	"nullif(pg_catalog.pg_stat_get_numscans(c.oid), 0), "
	"nullif(pg_catalog.pg_stat_get_tuples_returned(c.oid) "
	"+ pg_catalog.pg_stat_get_tuples_fetched(c.oid), 0), "
	"nullif(pg_catalog.pg_stat_get_tuples_inserted(c.oid) "
	"+ pg_catalog.pg_stat_get_tuples_updated(c.oid) "
	"+ pg_catalog.pg_stat_get_tuples_deleted(c.oid), 0) "
	"FROM pg_catalog.pg_class c "
	"JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
	"LEFT JOIN pg_catalog.pg_index i ON i.indexrelid = c.oid "
	"LEFT JOIN pg_catalog.pg_class t ON t.oid = i.indrelid "
	"LEFT JOIN pg_catalog.pg_namespace tn ON tn.oid = t.relnamespace "
	"LEFT JOIN pg_catalog.pg_constraint k ON k.conindid = c.oid "
	"AND k.conrelid = i.indrelid "
	"WHERE (c.relkind IN ('r', 'p', 'f', 'v', 'm', 'S') "
	"OR c.relkind = 'i' AND k.oid IS NULL AND (c.relpages > 1 "
	"OR pg_catalog.pg_stat_get_numscans(c.oid) > 0)) "
	"AND " PG_USERS_SCHEMA " ORDER BY c.oid";

/* Of a table that the server has never looked at its files tell, for which it
 * waits until nobody changes the table. Before 14 that looks as if it were
 * empty. */
#define SIZE_OF_FILES                                                          \
	"c.relkind IN ('r', 'm') AND c.relpages = 0 AND c.reltuples %s 0 "     \
	"THEN pg_catalog.pg_table_size(c.oid)"
#define SIZE_UNKNOWN "false THEN NULL"

static const char *relation_kind(char kind)
{
	switch (kind) {
	case 'f':
		return "foreign_table";
	case 'v':
		return "view";
	case 'm':
		return "matview";
	case 'S':
		return "sequence";
	case 'i':
	case 'I':
		return "index";
	default:
		return "table";
	}
}

/* Indexes live in the schema of their table. */
static void put_relation(char **fields, void *payload)
{
	static const char *const names[] = {"rows",  "bytes", "owner", "grants",
					    "scans", "reads", "writes"};
	struct pg_reader *reader = payload;
	struct live_texts *texts = reader->texts;
	const char *const name[] = {fields[2], fields[3]};
	const char *const on[] = {fields[5], fields[6]};
	bool index = fields[4] != NULL;
	const struct pg_relation *relation =
		pg_relation_of(reader, index ? fields[4] : fields[1]);

	/* The sequence of a column is its table's. */
	if (!relation || relation->identity || (relation->owned && !fields[10]))
		return;
	live_begin(texts, relation_kind(*fields[0]), name, 2);
	if (index)
		live_member_name(texts, "on", on, 2);
	for (unsigned i = 0; i < G_N_ELEMENTS(names); i++)
		if (!index || i != 2)
			live_attribute(texts, names[i], fields[7 + i]);
	live_end(texts);
}

static bool read_sizes(struct pg_reader *reader, const char *size, bool *locked)
{
	GString *format = g_string_new(relations);
	char **parts;
	char *sql;
	bool fine;

	g_string_replace(format, "{SIZE}", size, 0);
	parts = g_strsplit(format->str, "%s", -1);
	sql = g_strjoinv("c.relacl", parts);
	fine = pg_read_unlocked(reader, "sizes", sql, put_relation, locked);
	g_free(sql);
	g_strfreev(parts);
	g_string_free(format, TRUE);
	return fine;
}

static bool read_relations(struct pg_reader *reader)
{
	gsize before = reader->texts->texts[LIVE_PROPERTIES]->len;
	bool old = pg_client_version(reader->client) < 140000, locked;
	char *size = g_strdup_printf(SIZE_OF_FILES, old ? "=" : "<");
	bool fine = read_sizes(reader, size, &locked);

	g_free(size);
	if (!fine || !locked)
		return fine;
	g_string_truncate(reader->texts->texts[LIVE_PROPERTIES], before);
	return read_sizes(reader, SIZE_UNKNOWN, &locked);
}

/* --- routines, schemas --------------------------------------------------- */

static const char routines[] =
	"SELECT p.oid, n.nspname, p.proname, "
	"(SELECT coalesce(pg_catalog.string_agg("
	"pg_catalog.format_type(a.type, NULL), ', ' ORDER BY a.at), '') "
	"FROM pg_catalog.unnest(p.proargtypes) WITH ORDINALITY a(type, at)), "
	"pg_catalog.pg_get_userbyid(p.proowner), " GRANTS ", "
	"pg_catalog.pg_stat_get_function_calls(p.oid) "
	"FROM pg_catalog.pg_proc p "
	"JOIN pg_catalog.pg_namespace n ON n.oid = "
	"p.pronamespace "
	"WHERE " PG_USERS_SCHEMA " AND NOT EXISTS (SELECT 1 "
	"FROM pg_catalog.pg_depend d WHERE d.classid = "
	"1255 "
	"AND d.objid = p.oid AND d.deptype = 'i') ORDER BY "
	"p.oid";

static void put_routine(char **fields, void *payload)
{
	struct pg_reader *reader = payload;
	const char *const name[] = {fields[1], fields[2]};

	if (pg_is_member(reader, PG_PROC, fields[0]))
		return;
	live_begin(reader->texts, "routine", name, 2);
	live_member(reader->texts, "arguments", fields[3]);
	live_attribute(reader->texts, "owner", fields[4]);
	live_attribute(reader->texts, "grants", fields[5]);
	live_attribute(reader->texts, "calls", fields[6]);
	live_end(reader->texts);
}

static const char schemas[] = "SELECT n.oid, n.nspname, "
			      "pg_catalog.pg_get_userbyid(n.nspowner), " GRANTS
			      " FROM pg_catalog.pg_namespace n "
			      "WHERE " PG_USERS_SCHEMA " ORDER BY n.nspname";

static void put_schema(char **fields, void *payload)
{
	struct pg_reader *reader = payload;
	const char *const name[] = {fields[1]};

	if (pg_is_member(reader, PG_NAMESPACE, fields[0]))
		return;
	live_begin(reader->texts, "schema", name, 1);
	live_attribute(reader->texts, "owner", fields[2]);
	live_attribute(reader->texts, "grants", fields[3]);
	live_end(reader->texts);
}

/* --- the database, roles, slots, replicas -------------------------------- */

static const char database[] =
	"SELECT d.datname, pg_catalog.current_setting('server_version'), "
	"pg_catalog.pg_encoding_to_char(d.encoding), d.datcollate, "
	"pg_catalog.pg_get_userbyid(d.datdba), " GRANTS
	" FROM pg_catalog.pg_database d "
	"WHERE d.datname = pg_catalog.current_database()";

static void put_database(char **fields, void *payload)
{
	static const char *const names[] = {"name",	 "version", "encoding",
					    "collation", "owner",   "grants"};
	struct pg_reader *reader = payload;

	live_begin(reader->texts, "database", NULL, 0);
	for (unsigned i = 0; i < G_N_ELEMENTS(names); i++)
		live_attribute(reader->texts, names[i], fields[i]);
	live_end(reader->texts);
}

static const char roles[] =
	"SELECT r.rolname, CASE WHEN r.rolcanlogin THEN 'true' END, "
	"CASE WHEN r.rolsuper THEN 'true' END, "
	"CASE WHEN r.rolreplication THEN 'true' END, "
	"CASE WHEN r.rolbypassrls THEN 'true' END, "
	"(SELECT pg_catalog.string_agg(DISTINCT "
	"pg_catalog.pg_get_userbyid(m.roleid)::text, ', ') "
	"FROM pg_catalog.pg_auth_members m WHERE m.member = r.oid) "
	"FROM pg_catalog.pg_roles r WHERE r.rolname !~ '^pg_' "
	"ORDER BY r.rolname";

static void put_role(char **fields, void *payload)
{
	static const char *const names[] = {"login", "superuser", "replication",
					    "bypass_row_security", "member_of"};
	struct pg_reader *reader = payload;
	const char *const name[] = {fields[0]};

	live_begin(reader->texts, "role", name, 1);
	for (unsigned i = 0; i < G_N_ELEMENTS(names); i++)
		live_attribute(reader->texts, names[i], fields[1 + i]);
	live_end(reader->texts);
}

static const char slots[] =
	"SELECT s.slot_name, s.slot_type, s.plugin, s.database, s.active "
	"FROM pg_catalog.pg_replication_slots s "
	"WHERE NOT s.temporary ORDER BY s.slot_name";

static void put_slot(char **fields, void *payload)
{
	static const char *const names[] = {"type", "plugin", "database"};
	struct pg_reader *reader = payload;
	const char *const name[] = {fields[0]};

	live_begin(reader->texts, "slot", name, 1);
	for (unsigned i = 0; i < G_N_ELEMENTS(names); i++)
		live_attribute(reader->texts, names[i], fields[1 + i]);
	live_attribute(reader->texts, "active",
		       pg_true(fields[4]) ? "true" : "false");
	live_end(reader->texts);
}

static const char replicas[] =
	"SELECT DISTINCT r.application_name, r.client_addr, r.usename "
	"FROM pg_catalog.pg_stat_replication r "
	"WHERE r.application_name <> '' ORDER BY 1, 2, 3";

static void put_replica(char **fields, void *payload)
{
	struct pg_reader *reader = payload;
	const char *const name[] = {fields[0]};

	live_begin(reader->texts, "server", name, 1);
	live_attribute(reader->texts, "replica", "true");
	live_attribute(reader->texts, "address", fields[1]);
	live_attribute(reader->texts, "role", fields[2]);
	live_end(reader->texts);
}

bool pg_read_properties(struct pg_reader *reader)
{
	return read_grants(reader, "database", database, "d.datacl",
			   put_database) &&
	       read_grants(reader, "owners of schemas", schemas, "n.nspacl",
			   put_schema) &&
	       read_relations(reader) &&
	       read_grants(reader, "owners of routines", routines, "p.proacl",
			   put_routine) &&
	       pg_read(reader, "roles", roles, put_role) &&
	       pg_read(reader, "slots", slots, put_slot) &&
	       pg_read(reader, "replicas", replicas, put_replica);
}

/* --- statements ---------------------------------------------------------- */

/* The view itself must be the extension's: a user could have made another one
 * of that name, which would run whatever it likes. */
static const char extension[] =
	"SELECT n.nspname, c.oid FROM pg_catalog.pg_class c "
	"JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
	"JOIN pg_catalog.pg_depend d ON d.classid = 1259 AND d.objid = c.oid "
	"AND d.deptype = 'e' AND d.refclassid = 3079 "
	"JOIN pg_catalog.pg_extension e ON e.oid = d.refobjid "
	"WHERE e.extname = 'pg_stat_statements' "
	"AND c.relname = 'pg_stat_statements' AND c.relkind = 'v'";

static void note_extension(char **fields, void *payload)
{
	struct pg_reader *reader = payload;

	reader->statements = arena_strdup(&reader->arena, fields[0]);
}

/* %s is the view; queries of our own are left out. */
static const char statements[] =
	"SELECT s.query, pg_catalog.pg_get_userbyid(s.userid), "
	"pg_catalog.sum(s.calls)::bigint, pg_catalog.sum(s.rows)::bigint "
	"FROM %s s JOIN pg_catalog.pg_database d ON d.oid = s.dbid "
	"WHERE d.datname = pg_catalog.current_database() "
	"AND s.query IS NOT NULL "
	"AND pg_catalog.strpos(s.query, '" PG_MARK "') = 0 "
	"GROUP BY 1, 2 ORDER BY 1, 2";

static void put_statement(char **fields, void *payload)
{
	struct pg_reader *reader = payload;
	const struct live_statement statement = {.query = fields[0],
						 .role = fields[1],
						 .calls = fields[2],
						 .rows = fields[3]};

	if (strcmp(fields[0], "<insufficient privilege>") == 0)
		live_gap(reader->texts, REASON_PERMISSION_DENIED, NULL,
			 "pg_stat_statements: statements of other roles; GRANT "
			 "pg_read_all_stats");
	else
		live_statement(reader->texts, &statement);
}

bool pg_read_statements(struct pg_reader *reader)
{
	GString *view;
	char *sql;
	bool fine;

	if (!pg_read(reader, "extensions", extension, note_extension))
		return false;
	if (!reader->statements)
		return true;
	view = g_string_new(NULL);
	pg_put_names(reader, view, reader->statements, "pg_stat_statements");
	sql = g_strdup_printf(statements, view->str);
	fine = pg_read(reader, "pg_stat_statements", sql, put_statement);
	g_free(sql);
	g_string_free(view, TRUE);
	return fine;
}
