/* Publications, subscriptions and comments of PostgreSQL. */
#include <string.h>

#include "scanner/postgres/postgres_catalog.h"

static const char publications[] =
	"SELECT p.pubname, p.puballtables FROM pg_catalog.pg_publication p "
	"ORDER BY p.pubname";

static void write_publication(char **fields, void *payload)
{
	struct pg_reader *reader = payload;

	g_string_append(reader->schema, "CREATE PUBLICATION ");
	pg_put_name(reader, reader->schema, fields[0]);
	g_string_append(reader->schema,
			pg_true(fields[1]) ? " FOR ALL TABLES;\n" : ";\n");
}

static const char published[] =
	"SELECT p.pubname, r.prrelid FROM pg_catalog.pg_publication_rel r "
	"JOIN pg_catalog.pg_publication p ON p.oid = r.prpubid "
	"ORDER BY p.pubname, r.prrelid";

static void write_published(char **fields, void *payload)
{
	struct pg_reader *reader = payload;
	struct pg_relation *relation = pg_relation_of(reader, fields[1]);

	if (!relation)
		return;
	g_string_append(reader->schema, "ALTER PUBLICATION ");
	pg_put_name(reader, reader->schema, fields[0]);
	g_string_append_printf(reader->schema, " ADD TABLE ONLY %s;\n",
			       relation->name);
}

static const char published_schemas[] =
	"SELECT p.pubname, n.nspname FROM pg_catalog.pg_publication_namespace "
	"r JOIN pg_catalog.pg_publication p ON p.oid = r.pnpubid "
	"JOIN pg_catalog.pg_namespace n ON n.oid = r.pnnspid "
	"ORDER BY p.pubname, n.nspname";

static void write_published_schema(char **fields, void *payload)
{
	struct pg_reader *reader = payload;

	g_string_append(reader->schema, "ALTER PUBLICATION ");
	pg_put_name(reader, reader->schema, fields[0]);
	g_string_append(reader->schema, " ADD TABLES IN SCHEMA ");
	pg_put_name(reader, reader->schema, fields[1]);
	g_string_append(reader->schema, ";\n");
}

/* Where a subscription connects to may hold a password: only a superuser can
 * read it, and we do not ask. */
static const char subscriptions[] =
	"SELECT s.subname, (SELECT pg_catalog.string_agg("
	"pg_catalog.quote_ident(p), ', ') "
	"FROM pg_catalog.unnest(s.subpublications) p) "
	"FROM pg_catalog.pg_subscription s WHERE s.subdbid = (SELECT d.oid "
	"FROM pg_catalog.pg_database d "
	"WHERE d.datname = pg_catalog.current_database()) ORDER BY s.subname";

static void write_subscription(char **fields, void *payload)
{
	struct pg_reader *reader = payload;

	g_string_append(reader->schema, "CREATE SUBSCRIPTION ");
	pg_put_name(reader, reader->schema, fields[0]);
	g_string_append_printf(reader->schema,
			       " CONNECTION '' PUBLICATION %s;\n",
			       fields[1] ? fields[1] : "\"\"");
}

/* --- comments ------------------------------------------------------------ */

/* The identity of a constraint, trigger and the like says "name on table". */
static const char comments[] =
	"SELECT d.classoid, d.objoid, i.type, i.identity, d.description "
	"FROM pg_catalog.pg_description d, "
	"pg_catalog.pg_identify_object(d.classoid, d.objoid, d.objsubid) i "
	"WHERE (d.objoid >= " PG_FIRST_OID
	" OR d.classoid = 2615 AND d.objoid = 2200 AND d.description <> "
	"'standard public schema') AND i.identity IS NOT NULL "
	"ORDER BY i.type, i.identity, d.description";

static const char *comment_kind(const char *type)
{
	static const char *const rows[][2] = {
		{"table column", "COLUMN"},
		{"view column", "COLUMN"},
		{"materialized view column", "COLUMN"},
		{"foreign table column", "COLUMN"},
		{"composite type column", "COLUMN"},
		{"table constraint", "CONSTRAINT"},
		{"composite type", "TYPE"},
	};
	static const char *const plain[] = {
		"table",	 "view",	"materialized view",
		"foreign table", "index",	"sequence",
		"function",	 "procedure",	"aggregate",
		"type",		 "domain",	"schema",
		"trigger",	 "rule",	"policy",
		"event trigger", "publication", "subscription",
		"extension",	 "server"};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
		if (strcmp(rows[i][0], type) == 0)
			return rows[i][1];
	for (size_t i = 0; i < G_N_ELEMENTS(plain); i++)
		if (strcmp(plain[i], type) == 0)
			return plain[i];
	return NULL;
}

static void write_comment(char **fields, void *payload)
{
	struct pg_reader *reader = payload;
	const char *kind = comment_kind(fields[2]);
	unsigned catalog = (unsigned)g_ascii_strtoull(fields[0], NULL, 10);
	char *upper;

	if (!kind ||
	    pg_is_member(reader, (enum pg_class_oid)catalog, fields[1]))
		return;
	/* What hangs on an extension's table is the extension's. */
	if (catalog == PG_CLASS &&
	    (strcmp(kind, "COLUMN") == 0 || strstr(kind, "table")) &&
	    !pg_relation_of(reader, fields[1]))
		return;
	upper = g_ascii_strup(kind, -1);
	g_string_append_printf(reader->schema, "COMMENT ON %s %s IS ", upper,
			       fields[3]);
	pg_put_string(reader->schema, fields[4]);
	g_string_append(reader->schema, ";\n");
	g_free(upper);
}

bool pg_read_sharing(struct pg_reader *reader)
{
	return pg_read(reader, "publications", publications,
		       write_publication) &&
	       pg_read(reader, "published tables", published,
		       write_published) &&
	       (pg_client_version(reader->client) < 150000 ||
		pg_read(reader, "published schemas", published_schemas,
			write_published_schema)) &&
	       pg_read(reader, "subscriptions", subscriptions,
		       write_subscription) &&
	       pg_read(reader, "comments", comments, write_comment);
}
