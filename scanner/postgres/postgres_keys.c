/* Keys, foreign keys and indexes of PostgreSQL. */
#include <string.h>

#include "scanner/postgres/postgres_catalog.h"

/* --- columns by number --------------------------------------------------- */

/* "1 3" of the catalog as "(a, c)"; false when one has no name: it is an
 * expression, or was dropped. */
static bool put_columns(struct pg_reader *reader, GString *out,
			const struct pg_relation *relation, const char *numbers)
{
	char **list = g_strsplit_set(numbers, " ,{}", -1);
	const char *separator = "(";
	bool fine = true;

	for (char **number = list; *number && fine; number++) {
		const char *name;

		if (!**number)
			continue;
		name = pg_column_name(relation, *number);
		fine = name != NULL;
		g_string_append(out, separator);
		separator = ", ";
		if (name)
			pg_put_name(reader, out, name);
	}
	g_string_append_c(out, ')');
	g_strfreev(list);
	return fine;
}

/* --- constraints --------------------------------------------------------- */

/* Foreign keys last, since they need the keys of others. What a partition has
 * from its parent is the parent's. Exclusions have operators and conditions,
 * which the server must write. */
static const char constraints[] =
	"SELECT k.conrelid, k.conname, k.contype, k.conkey, k.confrelid, "
	"k.confkey, k.confupdtype, k.confdeltype, "
	"CASE k.contype WHEN 'x' "
	"THEN pg_catalog.pg_get_constraintdef(k.oid) END "
	"FROM pg_catalog.pg_constraint k "
	"JOIN pg_catalog.pg_class c ON c.oid = k.conrelid "
	"JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
	"WHERE (k.contype IN ('p', 'u', 'x') OR "
	"k.contype = 'f' AND k.conparentid = 0) AND " PG_USERS_SCHEMA
	" ORDER BY k.contype = 'f', k.conrelid, k.conname";

enum constraint_field {
	CONSTRAINT_RELATION,
	CONSTRAINT_NAME,
	CONSTRAINT_TYPE,
	CONSTRAINT_COLUMNS,
	CONSTRAINT_TARGET,
	CONSTRAINT_TARGET_COLUMNS,
	CONSTRAINT_ON_UPDATE,
	CONSTRAINT_ON_DELETE,
	CONSTRAINT_TEXT,
};

static void put_action(GString *out, const char *event, char action)
{
	static const char letters[] = "rcnd";
	static const char *const words[] = {"RESTRICT", "CASCADE", "SET NULL",
					    "SET DEFAULT"};
	const char *letter = strchr(letters, action);

	if (action && letter)
		g_string_append_printf(out, " ON %s %s", event,
				       words[letter - letters]);
}

/* A key of a table that belongs to an extension has no target here. */
static bool put_foreign_key(struct pg_reader *reader, GString *out,
			    const struct pg_relation *relation, char **fields)
{
	const struct pg_relation *target =
		pg_relation_of(reader, fields[CONSTRAINT_TARGET]);
	bool fine;

	g_string_append(out, "FOREIGN KEY ");
	fine = target &&
	       put_columns(reader, out, relation, fields[CONSTRAINT_COLUMNS]);
	if (!fine)
		return false;
	g_string_append_printf(out, " REFERENCES %s", target->name);
	fine = put_columns(reader, out, target,
			   fields[CONSTRAINT_TARGET_COLUMNS]);
	put_action(out, "UPDATE", *fields[CONSTRAINT_ON_UPDATE]);
	put_action(out, "DELETE", *fields[CONSTRAINT_ON_DELETE]);
	return fine;
}

static bool put_constraint(struct pg_reader *reader, GString *out,
			   const struct pg_relation *relation, char **fields)
{
	switch (*fields[CONSTRAINT_TYPE]) {
	case 'p':
		g_string_append(out, "PRIMARY KEY ");
		return put_columns(reader, out, relation,
				   fields[CONSTRAINT_COLUMNS]);
	case 'u':
		g_string_append(out, "UNIQUE ");
		return put_columns(reader, out, relation,
				   fields[CONSTRAINT_COLUMNS]);
	case 'f':
		return put_foreign_key(reader, out, relation, fields);
	default:
		g_string_append(out, fields[CONSTRAINT_TEXT]
					     ? fields[CONSTRAINT_TEXT]
					     : "");
		return fields[CONSTRAINT_TEXT] != NULL;
	}
}

static void write_constraint(char **fields, void *payload)
{
	struct pg_reader *reader = payload;
	struct pg_relation *relation =
		pg_relation_of(reader, fields[CONSTRAINT_RELATION]);
	GString *out = reader->schema;
	gsize before = out->len;

	if (!relation)
		return;
	g_string_append_printf(out, "ALTER TABLE %s%s\n    ADD CONSTRAINT ",
			       *fields[CONSTRAINT_TYPE] == 'f' &&
					       relation->kind == 'p'
				       ? ""
				       : "ONLY ",
			       relation->name);
	pg_put_name(reader, out, fields[CONSTRAINT_NAME]);
	g_string_append_c(out, ' ');
	if (put_constraint(reader, out, relation, fields)) {
		g_string_append(out, ";\n");
		return;
	}
	g_string_truncate(out, before);
	pg_note_gone(reader, "constraints", relation->name);
}

/* --- indexes ------------------------------------------------------------- */

/* Those of keys are told by their constraints. The server writes those with
 * expressions or conditions, and is slow with it. */
static const char indexes[] =
	"SELECT i.indrelid, i.indisunique, n.nspname, x.relname, m.amname, "
	"i.indkey, CASE WHEN i.indexprs IS NOT NULL OR i.indpred IS NOT NULL "
	"THEN pg_catalog.pg_get_indexdef(i.indexrelid) END, "
	"i.indexprs IS NOT NULL OR i.indpred IS NOT NULL "
	"FROM pg_catalog.pg_index i "
	"JOIN pg_catalog.pg_class c ON c.oid = i.indrelid "
	"JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
	"JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid "
	"JOIN pg_catalog.pg_am m ON m.oid = x.relam "
	"LEFT JOIN pg_catalog.pg_constraint k ON k.conindid = i.indexrelid "
	"AND k.conrelid = i.indrelid AND k.contype IN ('p', 'u', 'x') "
	"WHERE k.oid IS NULL AND (i.indisvalid OR c.relkind = 'p') "
	"AND " PG_USERS_SCHEMA " ORDER BY i.indrelid, i.indexrelid";

static void write_index(char **fields, void *payload)
{
	struct pg_reader *reader = payload;
	struct pg_relation *relation = pg_relation_of(reader, fields[0]);
	GString *out = reader->schema;
	gsize before = out->len;
	bool fine;

	if (!relation)
		return;
	if (pg_true(fields[7])) {
		g_string_append(out, fields[6] ? fields[6] : "");
		fine = fields[6] != NULL;
	} else {
		g_string_append_printf(out, "CREATE %sINDEX ",
				       pg_true(fields[1]) ? "UNIQUE " : "");
		pg_put_name(reader, out, fields[3]);
		g_string_append_printf(out, " ON %s%s USING ",
				       relation->kind == 'p' ? "ONLY " : "",
				       relation->name);
		pg_put_name(reader, out, fields[4]);
		g_string_append_c(out, ' ');
		fine = put_columns(reader, out, relation, fields[5]);
	}
	g_string_append(out, ";\n");
	if (fine)
		return;
	g_string_truncate(out, before);
	pg_note_gone(reader, "indexes", relation->name);
}

static const char attached[] =
	"SELECT i.indrelid, pn.nspname, p.relname, cn.nspname, c.relname "
	"FROM pg_catalog.pg_inherits h "
	"JOIN pg_catalog.pg_index i ON i.indexrelid = h.inhrelid "
	"JOIN pg_catalog.pg_class c ON c.oid = h.inhrelid "
	"JOIN pg_catalog.pg_namespace cn ON cn.oid = c.relnamespace "
	"JOIN pg_catalog.pg_class p ON p.oid = h.inhparent "
	"JOIN pg_catalog.pg_namespace pn ON pn.oid = p.relnamespace "
	"ORDER BY h.inhrelid";

static void write_attached(char **fields, void *payload)
{
	struct pg_reader *reader = payload;
	GString *out = reader->schema;

	if (!pg_relation_of(reader, fields[0]))
		return;
	g_string_append(out, "ALTER INDEX ");
	pg_put_names(reader, out, fields[1], fields[2]);
	g_string_append(out, " ATTACH PARTITION ");
	pg_put_names(reader, out, fields[3], fields[4]);
	g_string_append(out, ";\n");
}

bool pg_read_keys(struct pg_reader *reader)
{
	return pg_read(reader, "constraints", constraints, write_constraint) &&
	       pg_read(reader, "indexes", indexes, write_index) &&
	       pg_read(reader, "partitions of indexes", attached,
		       write_attached);
}
