/*
 * postgres.c - a live PostgreSQL server, one database of it.
 *
 * Reads everything in one snapshot by a fixed number of queries and closes the
 * connection; see postgres_catalog.h for who reads what, and docs/catalogs.md
 * for what is read and which rights that needs.
 */
#include <string.h>

#include "scanner/postgres/postgres_catalog.h"

extern const struct scanner scanner_postgres;

/* What changes under our hands is read again so many times. */
#define TRIES 3

struct pg_source {
	struct source source;
	char *given; /* with its password */
	struct live_texts texts;
};

static const char *const schemes[] = {"postgresql", "postgres", NULL};

static int accepts(const char *location)
{
	return scan_has_scheme(location, schemes) ? 10 : 0;
}

static struct source *open_source(const char *location, GError **error)
{
	struct pg_source *live = g_new0(struct pg_source, 1);

	(void)error;
	live->source.scanner = &scanner_postgres;
	live->source.kind = SOURCE_POSTGRESQL;
	live->source.dialect = DIALECT_POSTGRESQL;
	live->source.location = scan_location(location);
	live->given = g_strdup(location);
	return &live->source;
}

static void close_source(struct source *source)
{
	struct pg_source *live = (struct pg_source *)source;

	live_texts_clear(&live->texts);
	g_free(source->location);
	g_free(source->revision);
	g_free(live->given);
	g_free(live);
}

/* --- the reader ---------------------------------------------------------- */

static void reader_init(struct pg_reader *reader, struct pg_client *client,
			struct live_texts *texts, GError **error)
{
	memset(reader, 0, sizeof(*reader));
	live_texts_init(texts);
	reader->client = client;
	reader->texts = texts;
	reader->schema = texts->texts[LIVE_SCHEMA];
	reader->error = error;
	reader->keywords = g_hash_table_new(g_str_hash, g_str_equal);
	reader->members = g_hash_table_new_full(g_int64_hash, g_int64_equal,
						g_free, NULL);
	reader->types = g_hash_table_new_full(g_int64_hash, g_int64_equal,
					      g_free, NULL);
	reader->relations = g_hash_table_new(NULL, NULL);
	reader->order = g_ptr_array_new();
	arena_init(&reader->arena);
}

static void reader_release(struct pg_reader *reader)
{
	for (guint i = 0; i < reader->order->len; i++) {
		struct pg_relation *relation = reader->order->pdata[i];

		if (relation->columns)
			g_string_free(relation->columns, TRUE);
		if (relation->after)
			g_string_free(relation->after, TRUE);
	}
	g_ptr_array_free(reader->order, TRUE);
	g_hash_table_destroy(reader->keywords);
	g_hash_table_destroy(reader->members);
	g_hash_table_destroy(reader->types);
	g_hash_table_destroy(reader->relations);
	arena_release(&reader->arena);
}

static void note_changed(struct pg_reader *reader, const char *what,
			 const char *why)
{
	char *detail;

	reader->changed = true;
	if (!reader->final)
		return;
	detail = g_strdup_printf("%s: %s", what, why);
	live_gap(reader->texts, REASON_CHANGED_WHILE_READ, NULL, detail);
	g_free(detail);
}

void pg_note_gone(struct pg_reader *reader, const char *what, const char *name)
{
	note_changed(reader, what, name);
}

static void note_denied(struct pg_reader *reader, const char *what)
{
	char *detail =
		g_strdup_printf("%s: %s", what, pg_client_why(reader->client));

	live_gap(reader->texts, REASON_PERMISSION_DENIED, NULL, detail);
	g_free(detail);
}

static bool fail(struct pg_reader *reader, const char *what)
{
	g_set_error(reader->error, SCAN_ERROR, SCAN_ERROR_ACCESS,
		    "cannot read %s: %s; see docs/catalogs.md for the rights "
		    "that are needed",
		    what, pg_client_why(reader->client));
	return false;
}

static bool read_rows(struct pg_reader *reader, const char *what,
		      const char *sql, pg_row *each, bool needed, bool *locked)
{
	gsize before = reader->schema->len;

	switch (pg_client_rows(reader->client, what, sql, each, reader,
			       reader->error)) {
	case PG_DONE:
		return true;
	case PG_DENIED:
		if (needed)
			return fail(reader, what);
		g_string_truncate(reader->schema, before);
		note_denied(reader, what);
		return true;
	case PG_CHANGED:
		note_changed(reader, what, pg_client_why(reader->client));
		return !reader->final || !needed || fail(reader, what);
	case PG_LOCKED:
		if (!locked)
			return fail(reader, what);
		return *locked = true;
	default:
		return false;
	}
}

bool pg_read(struct pg_reader *reader, const char *what, const char *sql,
	     pg_row *each)
{
	return read_rows(reader, what, sql, each, false, NULL);
}

bool pg_read_needed(struct pg_reader *reader, const char *what, const char *sql,
		    pg_row *each)
{
	return read_rows(reader, what, sql, each, true, NULL);
}

bool pg_read_unlocked(struct pg_reader *reader, const char *what,
		      const char *sql, pg_row *each, bool *locked)
{
	*locked = false;
	return read_rows(reader, what, sql, each, false, locked);
}

/* --- names --------------------------------------------------------------- */

static bool is_plain(const char *name)
{
	if (!g_ascii_islower(*name) && *name != '_')
		return false;
	for (; *name; name++)
		if (!g_ascii_islower(*name) && !g_ascii_isdigit(*name) &&
		    *name != '_')
			return false;
	return true;
}

void pg_put_name(struct pg_reader *reader, GString *out, const char *name)
{
	if (is_plain(name) && !g_hash_table_contains(reader->keywords, name)) {
		g_string_append(out, name);
		return;
	}
	g_string_append_c(out, '"');
	for (; *name; name++) {
		if (*name == '"')
			g_string_append_c(out, '"');
		g_string_append_c(out, *name);
	}
	g_string_append_c(out, '"');
}

void pg_put_names(struct pg_reader *reader, GString *out, const char *schema,
		  const char *name)
{
	pg_put_name(reader, out, schema);
	g_string_append_c(out, '.');
	pg_put_name(reader, out, name);
}

void pg_put_string(GString *out, const char *string)
{
	g_string_append_c(out, '\'');
	for (; *string; string++) {
		if (*string == '\'')
			g_string_append_c(out, '\'');
		g_string_append_c(out, *string);
	}
	g_string_append_c(out, '\'');
}

static void add_keyword(char **fields, void *payload)
{
	struct pg_reader *reader = payload;

	g_hash_table_add(reader->keywords,
			 arena_strdup(&reader->arena, fields[0]));
}

/* --- extensions' own ----------------------------------------------------- */

static gint64 member_key(unsigned catalog, const char *oid)
{
	return (gint64)catalog << 32 | (gint64)g_ascii_strtoull(oid, NULL, 10);
}

static void add_member(char **fields, void *payload)
{
	struct pg_reader *reader = payload;
	gint64 key = member_key((unsigned)g_ascii_strtoull(fields[0], NULL, 10),
				fields[1]);

	g_hash_table_add(reader->members, g_memdup2(&key, sizeof(key)));
}

bool pg_is_member(const struct pg_reader *reader, enum pg_class_oid catalog,
		  const char *oid)
{
	gint64 key = member_key(catalog, oid);

	return g_hash_table_contains(reader->members, &key);
}

/* --- listing ------------------------------------------------------------- */

static bool read_all(struct pg_reader *reader)
{
	return pg_read(reader, "keywords",
		       "SELECT word FROM pg_catalog.pg_get_keywords() "
		       "WHERE catcode <> 'U'",
		       add_keyword) &&
	       pg_read_needed(reader, "members of extensions",
			      "SELECT classid, objid FROM pg_catalog.pg_depend "
			      "WHERE deptype = 'e' AND refclassid = 3079",
			      add_member) &&
	       pg_read_objects(reader) && pg_read_relations(reader) &&
	       pg_read_routines(reader) && (pg_write_relations(reader), true) &&
	       pg_read_keys(reader) && pg_read_triggers(reader) &&
	       pg_read_sharing(reader) && pg_read_properties(reader) &&
	       pg_read_statements(reader);
}

/* One try in a snapshot of its own; sets *again when something changed. */
static bool read_once(struct pg_client *client, struct live_texts *texts,
		      bool final, bool *again, GError **error)
{
	struct pg_reader reader;
	bool fine;

	reader_init(&reader, client, texts, error);
	reader.final = final;
	fine = pg_client_begin(client, error) && read_all(&reader);
	*again = fine && reader.changed && !final;
	reader_release(&reader);
	return fine;
}

static bool list(struct source *source,
		 bool (*each)(const struct scan_entry *entry, void *payload),
		 void *payload, GError **error)
{
	struct pg_source *live = (struct pg_source *)source;
	struct pg_client *client = pg_client_open(live->given, error);
	bool fine = client != NULL, again = fine;

	for (unsigned i = 1; fine && again; i++)
		fine = read_once(client, &live->texts, i == TRIES, &again,
				 error);
	pg_client_close(client);
	if (fine)
		live_texts_list(&live->texts, source, each, payload);
	return fine;
}

static bool read_text(struct source *source, const char *path, const char *id,
		      struct text *text, void **held, GError **error)
{
	struct pg_source *live = (struct pg_source *)source;

	*held = NULL;
	return live_texts_read(&live->texts, source, path, id, text, error);
}

static void release(void *held)
{
	(void)held;
}

const struct scanner scanner_postgres = {
	.name = "postgres",
	.live = true,
	.accepts = accepts,
	.open = open_source,
	.list = list,
	.read = read_text,
	.release = release,
	.close = close_source,
};
