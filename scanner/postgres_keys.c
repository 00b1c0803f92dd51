/* Keys, foreign keys and indexes of PostgreSQL. */
#include "scanner/postgres_catalog.h"

/* Foreign keys last, since they need the keys of others. What a partition has
 * from its parent is the parent's. */
static const char constraints[] =
	"SELECT k.conrelid, k.conname, "
	"pg_catalog.pg_get_constraintdef(k.oid), k.contype "
	"FROM pg_catalog.pg_constraint k "
	"JOIN pg_catalog.pg_class c ON c.oid = k.conrelid "
	"JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
	"WHERE (k.contype IN ('p', 'u', 'x') OR "
	"k.contype = 'f' AND k.conparentid = 0) AND " PG_USERS_SCHEMA
	" ORDER BY k.contype = 'f', k.conrelid, k.conname";

static void write_constraint(char **fields, void *payload)
{
	struct pg_reader *reader = payload;
	struct pg_relation *relation = pg_relation_of(reader, fields[0]);
	GString *out = reader->schema;

	if (!relation)
		return;
	if (!fields[2]) {
		pg_note_gone(reader, "constraints", relation->name);
		return;
	}
	g_string_append_printf(
		out, "ALTER TABLE %s%s\n    ADD CONSTRAINT ",
		*fields[3] == 'f' && relation->kind == 'p' ? "" : "ONLY ",
		relation->name);
	pg_put_name(reader, out, fields[1]);
	g_string_append_printf(out, " %s;\n", fields[2]);
}

/* Those of keys are told by their constraints. */
static const char indexes[] =
	"SELECT i.indrelid, pg_catalog.pg_get_indexdef(i.indexrelid) "
	"FROM pg_catalog.pg_index i "
	"JOIN pg_catalog.pg_class c ON c.oid = i.indrelid "
	"JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
	"LEFT JOIN pg_catalog.pg_constraint k ON k.conindid = i.indexrelid "
	"AND k.conrelid = i.indrelid AND k.contype IN ('p', 'u', 'x') "
	"WHERE k.oid IS NULL AND (i.indisvalid OR c.relkind = 'p') "
	"AND " PG_USERS_SCHEMA " ORDER BY i.indrelid, i.indexrelid";

static void write_index(char **fields, void *payload)
{
	struct pg_reader *reader = payload;
	struct pg_relation *relation = pg_relation_of(reader, fields[0]);

	if (!relation)
		return;
	if (fields[1])
		g_string_append_printf(reader->schema, "%s;\n", fields[1]);
	else
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
