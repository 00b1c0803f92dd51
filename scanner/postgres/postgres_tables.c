/* Relations of PostgreSQL: tables, views, sequences, composite types. */
#include <string.h>

#include "scanner/postgres/postgres_catalog.h"

/* --- relations ----------------------------------------------------------- */

static const char relations[] =
	"SELECT c.oid, c.relkind, n.nspname, c.relname, c.relispartition, "
	"CASE c.relkind WHEN 'p' THEN pg_catalog.pg_get_partkeydef(c.oid) END, "
	"CASE WHEN c.relispartition "
	"THEN pg_catalog.pg_get_expr(c.relpartbound, c.oid) END, "
	"CASE WHEN c.relkind IN ('v', 'm') "
	"THEN pg_catalog.pg_get_viewdef(c.oid) END, "
	"pg_catalog.array_to_string(c.reloptions, ', '), s.srvname, "
	"c.relpersistence, c.relrowsecurity, c.reltype, "
	"CASE WHEN c.reloftype <> 0 "
	"THEN pg_catalog.format_type(c.reloftype, NULL) END "
	"FROM pg_catalog.pg_class c "
	"JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
	"LEFT JOIN pg_catalog.pg_foreign_table f ON f.ftrelid = c.oid "
	"LEFT JOIN pg_catalog.pg_foreign_server s ON s.oid = f.ftserver "
	"WHERE c.relkind IN ('r', 'p', 'f', 'v', 'm', 'c', 'S') "
	"AND " PG_USERS_SCHEMA " ORDER BY c.oid";

static void add_relation(char **fields, void *payload)
{
	struct pg_reader *reader = payload;
	struct arena *arena = &reader->arena;
	struct pg_relation *relation = ARENA_NEW(arena, struct pg_relation);
	GString *name = g_string_new(NULL);

	relation->oid = (guint32)g_ascii_strtoull(fields[0], NULL, 10);
	relation->kind = *fields[1];
	relation->schema = arena_strdup(arena, fields[2]);
	relation->bare = arena_strdup(arena, fields[3]);
	pg_put_names(reader, name, fields[2], fields[3]);
	relation->name = arena_strdup(arena, name->str);
	relation->partition = pg_true(fields[4]);
	relation->partition_by = arena_strdup(arena, fields[5]);
	relation->bound = arena_strdup(arena, fields[6]);
	relation->query = arena_strdup(arena, fields[7]);
	relation->options = arena_strdup(arena, fields[8]);
	relation->server = arena_strdup(arena, fields[9]);
	relation->unlogged = *fields[10] == 'u';
	relation->row_security = pg_true(fields[11]);
	relation->type = arena_strdup(arena, fields[13]);
	/* A composite type is a member as a type; its relation is not. */
	relation->member = relation->kind == 'c'
				   ? pg_is_member(reader, PG_TYPE, fields[12])
				   : pg_is_member(reader, PG_CLASS, fields[0]);
	g_string_free(name, TRUE);
	g_hash_table_insert(reader->relations, GUINT_TO_POINTER(relation->oid),
			    relation);
	g_ptr_array_add(reader->order, relation);
}

struct pg_relation *pg_relation_of(struct pg_reader *reader, const char *oid)
{
	guint32 key = (guint32)g_ascii_strtoull(oid, NULL, 10);

	if (!reader->last || reader->last->oid != key)
		reader->last = g_hash_table_lookup(reader->relations,
						   GUINT_TO_POINTER(key));
	return reader->last && !reader->last->member ? reader->last : NULL;
}

static GString *after(struct pg_relation *relation)
{
	if (!relation->after)
		relation->after = g_string_new(NULL);
	return relation->after;
}

/* --- columns ------------------------------------------------------------- */

/* Columns have few types in all: each is asked for once. */
static const char types[] =
	"SELECT t.atttypid, t.atttypmod, "
	"pg_catalog.format_type(t.atttypid, t.atttypmod) "
	"FROM (SELECT DISTINCT a.atttypid, a.atttypmod "
	"FROM pg_catalog.pg_attribute a WHERE a.attrelid >= " PG_FIRST_OID
	") t";

static gint64 type_key(char **fields)
{
	return (gint64)g_ascii_strtoull(fields[0], NULL, 10) << 32 |
	       (guint32)g_ascii_strtoll(fields[1], NULL, 10);
}

static void add_type(char **fields, void *payload)
{
	struct pg_reader *reader = payload;
	gint64 key = type_key(fields);

	g_hash_table_insert(reader->types, g_memdup2(&key, sizeof(key)),
			    arena_strdup(&reader->arena, fields[2]));
}

/*
 * An inherited column is its parent's to tell, but for its default. Those of
 * views come from their queries. The server needs the table of an expression
 * only for names of columns, which no default has, and is slow with it.
 */
static const char columns[] =
	"SELECT a.attrelid, a.attnum, a.attname, a.atttypid, a.atttypmod, "
	"a.attnotnull, a.attislocal OR c.relispartition, a.attgenerated, "
	"CASE a.attgenerated WHEN '' THEN pg_catalog.pg_get_expr(d.adbin, 0) "
	"ELSE pg_catalog.pg_get_expr(d.adbin, d.adrelid) END, "
	"CASE WHEN a.attcollation NOT IN (0, 100, 950) THEN (SELECT "
	"pg_catalog.quote_ident(cn.nspname) || '.' || "
	"pg_catalog.quote_ident(co.collname) FROM pg_catalog.pg_collation co "
	"JOIN pg_catalog.pg_namespace cn ON cn.oid = co.collnamespace "
	"WHERE co.oid = a.attcollation) END "
	"FROM pg_catalog.pg_attribute a "
	"JOIN pg_catalog.pg_class c ON c.oid = a.attrelid "
	"JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
	"LEFT JOIN pg_catalog.pg_attrdef d "
	"ON d.adrelid = a.attrelid AND d.adnum = a.attnum "
	"WHERE a.attnum > 0 AND NOT a.attisdropped AND "
	"(c.relkind IN ('r', 'p', 'f', 'c', 'm') OR d.oid IS NOT NULL) "
	"AND " PG_USERS_SCHEMA " ORDER BY a.attrelid, a.attnum";

enum column_field {
	COLUMN_RELATION,
	COLUMN_NUMBER,
	COLUMN_NAME,
	COLUMN_TYPE, /* oid; the next is its modifier */
	COLUMN_NOT_NULL = 5,
	COLUMN_PRINTED,
	COLUMN_GENERATED,
	COLUMN_VALUE,
	COLUMN_COLLATION,
};

const char *pg_column_name(const struct pg_relation *relation,
			   const char *number)
{
	guint64 at = g_ascii_strtoull(number, NULL, 10);

	return at && at <= relation->n_names ? relation->names[at - 1] : NULL;
}

/* Numbers rise, with holes where columns were dropped. */
static void add_name(struct pg_reader *reader, struct pg_relation *relation,
		     char **fields)
{
	guint64 at = g_ascii_strtoull(fields[COLUMN_NUMBER], NULL, 10);

	while (relation->n_names < at && at < G_MAXUINT16)
		*ARENA_PUSH(&reader->arena, relation->names,
			    relation->n_names) = NULL;
	if (at && at <= relation->n_names)
		relation->names[at - 1] =
			arena_strdup(&reader->arena, fields[COLUMN_NAME]);
}

static const char *column_type(struct pg_reader *reader, char **fields)
{
	gint64 key = type_key(fields + COLUMN_TYPE);
	const char *type = g_hash_table_lookup(reader->types, &key);

	return type ? type : "\"?\"";
}

static void put_default(struct pg_reader *reader, struct pg_relation *relation,
			char **fields)
{
	GString *out = after(relation);

	g_string_append_printf(out, "ALTER TABLE ONLY %s ALTER COLUMN ",
			       relation->name);
	pg_put_name(reader, out, fields[COLUMN_NAME]);
	g_string_append_printf(out, " SET DEFAULT %s;\n", fields[COLUMN_VALUE]);
}

static bool is_view(const struct pg_relation *relation)
{
	return relation->kind == 'v' || relation->kind == 'm';
}

static void put_separator(struct pg_relation *relation)
{
	if (!relation->columns)
		relation->columns = g_string_new("\n    ");
	else
		g_string_append(relation->columns, ",\n    ");
}

static void put_column(struct pg_reader *reader, struct pg_relation *relation,
		       char **fields)
{
	const char *value = fields[COLUMN_VALUE];
	GString *out;

	put_separator(relation);
	out = relation->columns;
	pg_put_name(reader, out, fields[COLUMN_NAME]);
	g_string_append_c(out, ' ');
	g_string_append(out, relation->type ? "WITH OPTIONS"
					    : column_type(reader, fields));
	if (value && *fields[COLUMN_GENERATED])
		g_string_append_printf(
			out, " GENERATED ALWAYS AS (%s)%s", value,
			*fields[COLUMN_GENERATED] == 's' ? " STORED" : "");
	else if (value)
		g_string_append_printf(out, " DEFAULT %s", value);
	if (pg_true(fields[COLUMN_NOT_NULL]))
		g_string_append(out, " NOT NULL");
	if (fields[COLUMN_COLLATION])
		g_string_append_printf(out, " COLLATE %s",
				       fields[COLUMN_COLLATION]);
}

static void add_column(char **fields, void *payload)
{
	struct pg_reader *reader = payload;
	struct pg_relation *relation =
		pg_relation_of(reader, fields[COLUMN_RELATION]);

	if (!relation)
		return;
	add_name(reader, relation, fields);
	if (is_view(relation) || !pg_true(fields[COLUMN_PRINTED])) {
		if (fields[COLUMN_VALUE] && !*fields[COLUMN_GENERATED])
			put_default(reader, relation, fields);
		return;
	}
	/* The columns of a typed table are its type's. */
	if (!relation->type || fields[COLUMN_VALUE] ||
	    pg_true(fields[COLUMN_NOT_NULL]))
		put_column(reader, relation, fields);
}

/* --- checks -------------------------------------------------------------- */

static const char checks[] =
	"SELECT k.conrelid, k.conname, "
	"pg_catalog.pg_get_constraintdef(k.oid), k.convalidated "
	"FROM pg_catalog.pg_constraint k "
	"JOIN pg_catalog.pg_class c ON c.oid = k.conrelid "
	"JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
	"WHERE k.contype = 'c' AND (k.conislocal OR c.relispartition) "
	"AND " PG_USERS_SCHEMA " ORDER BY k.conrelid, k.conname";

static void add_check(char **fields, void *payload)
{
	struct pg_reader *reader = payload;
	struct pg_relation *relation = pg_relation_of(reader, fields[0]);
	GString *out;

	if (!relation)
		return;
	if (!fields[2]) {
		pg_note_gone(reader, "checks", relation->name);
		return;
	}
	if (pg_true(fields[3])) {
		put_separator(relation);
		out = relation->columns;
	} else {
		out = after(relation);
		g_string_append_printf(out, "ALTER TABLE %s\n    ADD ",
				       relation->name);
	}
	g_string_append(out, "CONSTRAINT ");
	pg_put_name(reader, out, fields[1]);
	g_string_append_printf(out, " %s%s", fields[2],
			       pg_true(fields[3]) ? "" : ";\n");
}

/* --- inheritance --------------------------------------------------------- */

static const char parents[] =
	"SELECT i.inhrelid, i.inhparent, n.nspname, c.relname "
	"FROM pg_catalog.pg_inherits i "
	"JOIN pg_catalog.pg_class c ON c.oid = i.inhparent "
	"JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
	"WHERE c.relkind IN ('r', 'p', 'f') "
	"ORDER BY i.inhrelid, i.inhseqno";

static void add_parent(char **fields, void *payload)
{
	struct pg_reader *reader = payload;
	struct pg_relation *relation = pg_relation_of(reader, fields[0]);
	GString *name;

	if (!relation)
		return;
	name = g_string_new(relation->parents);
	if (name->len)
		g_string_append(name, ", ");
	pg_put_names(reader, name, fields[2], fields[3]);
	relation->parents = arena_strdup(&reader->arena, name->str);
	g_string_free(name, TRUE);
}

/* --- sequences ----------------------------------------------------------- */

/* deptype: a OWNED BY, i identity. */
static const char sequences[] =
	"SELECT s.seqrelid, pg_catalog.format_type(s.seqtypid, NULL), "
	"s.seqstart, s.seqincrement, s.seqmin, s.seqmax, s.seqcache, "
	"s.seqcycle, d.deptype, d.refobjid, a.attname, a.attidentity "
	"FROM pg_catalog.pg_sequence s "
	"LEFT JOIN pg_catalog.pg_depend d ON d.classid = 1259 "
	"AND d.objid = s.seqrelid AND d.objsubid = 0 AND d.refclassid = 1259 "
	"AND d.deptype IN ('a', 'i') "
	"LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = d.refobjid "
	"AND a.attnum = d.refobjsubid ORDER BY s.seqrelid";

static void put_sequence_options(GString *out, char **fields)
{
	g_string_append_printf(out,
			       "\n    START WITH %s\n    INCREMENT BY %s\n"
			       "    MINVALUE %s\n    MAXVALUE %s\n    CACHE %s",
			       fields[2], fields[3], fields[4], fields[5],
			       fields[6]);
	if (pg_true(fields[7]))
		g_string_append(out, "\n    CYCLE");
}

static void put_identity(struct pg_reader *reader, GString *out,
			 const struct pg_relation *owner,
			 const struct pg_relation *sequence, char **fields)
{
	g_string_append_printf(out, "ALTER TABLE %s ALTER COLUMN ",
			       owner->name);
	pg_put_name(reader, out, fields[10]);
	g_string_append_printf(
		out, " ADD GENERATED %s AS IDENTITY (\n    SEQUENCE NAME %s",
		fields[11] && *fields[11] == 'd' ? "BY DEFAULT" : "ALWAYS",
		sequence->name);
	put_sequence_options(out, fields);
	g_string_append(out, "\n);\n");
}

static void add_sequence(char **fields, void *payload)
{
	struct pg_reader *reader = payload;
	struct pg_relation *sequence = pg_relation_of(reader, fields[0]);
	struct pg_relation *owner = sequence && fields[9]
					    ? pg_relation_of(reader, fields[9])
					    : NULL;
	GString *out;

	if (!sequence)
		return;
	if (owner && fields[10] && *fields[8] == 'i') {
		put_identity(reader, after(owner), owner, sequence, fields);
		sequence->identity = true;
		return;
	}
	out = sequence->columns = g_string_new(NULL);
	if (strcmp(fields[1], "bigint") != 0)
		g_string_append_printf(out, "\n    AS %s", fields[1]);
	put_sequence_options(out, fields);
	if (!owner || !fields[10])
		return;
	sequence->owned = true;
	out = after(owner);
	g_string_append_printf(out, "ALTER SEQUENCE %s OWNED BY %s.",
			       sequence->name, owner->name);
	pg_put_name(reader, out, fields[10]);
	g_string_append(out, ";\n");
}

bool pg_read_relations(struct pg_reader *reader)
{
	return pg_read_needed(reader, "relations", relations, add_relation) &&
	       pg_read(reader, "types of columns", types, add_type) &&
	       pg_read_needed(reader, "columns", columns, add_column) &&
	       pg_read(reader, "checks", checks, add_check) &&
	       pg_read(reader, "inheritance", parents, add_parent) &&
	       pg_read(reader, "sequences", sequences, add_sequence);
}

/* --- writing ------------------------------------------------------------- */

/* "fillfactor=70, check_option=local" of the catalog, as WITH (...); what is
 * in it but check_option is the server's own affair. */
static const char *check_option(const struct pg_relation *relation)
{
	if (!relation->options)
		return "";
	if (strstr(relation->options, "check_option=local"))
		return "\n  WITH LOCAL CHECK OPTION";
	if (strstr(relation->options, "check_option=cascaded"))
		return "\n  WITH CASCADED CHECK OPTION";
	return "";
}

static void write_view(struct pg_reader *reader,
		       const struct pg_relation *relation)
{
	GString *out = reader->schema;
	gsize length;

	if (!relation->query || !*relation->query) {
		pg_note_gone(reader, "the query of a view", relation->name);
		return;
	}
	length = strlen(relation->query);
	if (relation->query[length - 1] == ';')
		length--;
	g_string_append_printf(out, "CREATE %sVIEW %s AS\n",
			       relation->kind == 'm' ? "MATERIALIZED " : "",
			       relation->name);
	g_string_append_len(out, relation->query, (gssize)length);
	g_string_append(out, relation->kind == 'm' ? "\n  WITH NO DATA"
						   : check_option(relation));
	g_string_append(out, ";\n");
}

static void write_table(struct pg_reader *reader,
			const struct pg_relation *relation)
{
	GString *out = reader->schema;

	g_string_append_printf(out, "CREATE %s%sTABLE %s%s%s",
			       relation->unlogged ? "UNLOGGED " : "",
			       relation->kind == 'f' ? "FOREIGN " : "",
			       relation->name, relation->type ? " OF " : "",
			       relation->type ? relation->type : "");
	if (relation->columns || !relation->type)
		g_string_append_printf(
			out, " (%s\n)",
			relation->columns ? relation->columns->str : "");
	if (relation->parents && !relation->partition)
		g_string_append_printf(out, "\nINHERITS (%s)",
				       relation->parents);
	if (relation->partition_by)
		g_string_append_printf(out, "\nPARTITION BY %s",
				       relation->partition_by);
	if (relation->server) {
		g_string_append(out, "\nSERVER ");
		pg_put_name(reader, out, relation->server);
	}
	g_string_append(out, ";\n");
	if (relation->partition && relation->parents)
		g_string_append_printf(
			out, "ALTER TABLE ONLY %s ATTACH PARTITION %s %s;\n",
			relation->parents, relation->name,
			relation->bound ? relation->bound : "");
	if (relation->row_security)
		g_string_append_printf(
			out, "ALTER TABLE %s ENABLE ROW LEVEL SECURITY;\n",
			relation->name);
}

static void write_relation(struct pg_reader *reader,
			   const struct pg_relation *relation)
{
	GString *out = reader->schema;
	const char *columns_of =
		relation->columns ? relation->columns->str : "";

	if (is_view(relation))
		write_view(reader, relation);
	else if (relation->kind == 'c')
		g_string_append_printf(out, "CREATE TYPE %s AS (%s\n);\n",
				       relation->name, columns_of);
	else if (relation->kind != 'S')
		write_table(reader, relation);
	else if (!relation->identity)
		g_string_append_printf(out, "CREATE SEQUENCE %s%s;\n",
				       relation->name, columns_of);
}

/* What follows a table may name another one. */
void pg_write_relations(struct pg_reader *reader)
{
	for (guint i = 0; i < reader->order->len; i++) {
		const struct pg_relation *relation = reader->order->pdata[i];

		if (!relation->member)
			write_relation(reader, relation);
	}
	for (guint i = 0; i < reader->order->len; i++) {
		const struct pg_relation *relation = reader->order->pdata[i];

		if (relation->after && !relation->member)
			g_string_append(reader->schema, relation->after->str);
	}
}
