/* The part of the map that a rescan works on: facts, texts, sources. */

#include <string.h>

#include "graph/store/store_private.h"

/* --- facts --------------------------------------------------------------- */

guint store_key_hash(gconstpointer key)
{
	guint hash;

	memcpy(&hash, key, sizeof(hash)); /* a key is a hash already */
	return hash;
}

gboolean store_key_equal(gconstpointer a, gconstpointer b)
{
	return memcmp(a, b, STORE_KEY) == 0;
}

bool store_has_facts(struct store *store, const guint8 *key)
{
	sqlite3_stmt *statement = store_statement(store, STORE_HAS_FACTS);
	bool has;

	if (!statement)
		return false;
	sqlite3_bind_blob(statement, 1, key, STORE_KEY, SQLITE_STATIC);
	has = sqlite3_step(statement) == SQLITE_ROW;
	sqlite3_reset(statement);
	return has;
}

bool store_put_facts(struct store *store, const guint8 *key,
		     const guint8 *bytes, size_t size, GError **error)
{
	sqlite3_stmt *statement;

	if (!store_writable(store, error))
		return false;
	statement = store_statement(store, STORE_PUT_FACTS);
	sqlite3_bind_blob(statement, 1, key, STORE_KEY, SQLITE_STATIC);
	/* A text without facts has an empty blob, which no NULL is. */
	sqlite3_bind_blob64(statement, 2, size ? bytes : (const guint8 *)"",
			    size, SQLITE_STATIC);
	return store_done(store, statement, error);
}

GBytes *store_get_facts(struct store *store, const guint8 *key)
{
	sqlite3_stmt *statement = store_statement(store, STORE_GET_FACTS);
	GBytes *bytes = NULL;

	if (!statement)
		return NULL;
	sqlite3_bind_blob(statement, 1, key, STORE_KEY, SQLITE_STATIC);
	if (sqlite3_step(statement) == SQLITE_ROW) {
		const void *blob = sqlite3_column_blob(statement, 0);

		bytes = g_bytes_new(blob,
				    (gsize)sqlite3_column_bytes(statement, 0));
	}
	sqlite3_reset(statement);
	return bytes;
}

/* The keys of facts that no text has, one behind the other. */
static GByteArray *unused_keys(struct store *store, GError **error)
{
	sqlite3_stmt *statement = store_prepare(
		store,
		"SELECT key FROM facts WHERE key NOT IN "
		"(SELECT facts FROM texts WHERE facts IS NOT NULL)",
		error);
	GByteArray *keys;

	if (!statement)
		return NULL;
	keys = g_byte_array_new();
	while (sqlite3_step(statement) == SQLITE_ROW)
		if (sqlite3_column_bytes(statement, 0) == STORE_KEY)
			g_byte_array_append(keys,
					    sqlite3_column_blob(statement, 0),
					    STORE_KEY);
	if (sqlite3_finalize(statement) != SQLITE_OK) {
		store_fail(store, error);
		g_clear_pointer(&keys, g_byte_array_unref);
	}
	return keys;
}

bool store_sweep(struct store *store, GHashTable *keep, GError **error)
{
	GByteArray *keys;
	bool swept = true;

	if (!store_writable(store, error))
		return false;
	keys = unused_keys(store, error);
	if (!keys)
		return false;
	for (guint at = 0; swept && at < keys->len; at += STORE_KEY) {
		sqlite3_stmt *statement;

		if (keep && g_hash_table_contains(keep, keys->data + at))
			continue;
		statement = store_statement(store, STORE_DROP_FACTS);
		sqlite3_bind_blob(statement, 1, keys->data + at, STORE_KEY,
				  SQLITE_STATIC);
		swept = store_done(store, statement, error);
	}
	g_byte_array_unref(keys);
	return swept;
}

/* --- texts --------------------------------------------------------------- */

static bool key_is_none(const guint8 *key)
{
	static const guint8 none[STORE_KEY];

	return memcmp(key, none, STORE_KEY) == 0;
}

bool store_put_text(struct store *store, const struct store_text *text,
		    GError **error)
{
	sqlite3_stmt *statement;

	if (!store_writable(store, error))
		return false;
	statement = store_statement(store, STORE_PUT_TEXT);
	store_bind(statement, 1, text->source);
	store_bind(statement, 2, text->path);
	store_bind(statement, 3, text->language);
	store_bind(statement, 4, text->id);
	if (!key_is_none(text->key))
		sqlite3_bind_blob(statement, 5, text->key, STORE_KEY,
				  SQLITE_STATIC);
	sqlite3_bind_int(statement, 6, text->aside);
	store_bind(statement, 7, kind_name(&REASON, text->reason));
	store_bind(statement, 8, text->detail);
	store_bind(statement, 9, text->closure);
	return store_done(store, statement, error);
}

bool store_remove_text(struct store *store, const char *source,
		       const char *path, GError **error)
{
	sqlite3_stmt *statement;

	if (!store_writable(store, error))
		return false;
	statement = store_statement(store, STORE_REMOVE_TEXT);
	store_bind(statement, 1, source);
	store_bind(statement, 2, path);
	return store_done(store, statement, error);
}

static bool remove_where(struct store *store, const char *sql,
			 const char *source, GError **error)
{
	sqlite3_stmt *statement = store_prepare(store, sql, error);
	bool removed;

	if (!statement)
		return false;
	store_bind(statement, 1, source);
	removed = store_done(store, statement, error);
	sqlite3_finalize(statement);
	return removed;
}

bool store_remove_source(struct store *store, const char *source,
			 GError **error)
{
	return store_writable(store, error) &&
	       remove_where(store, "DELETE FROM texts WHERE source = ?", source,
			    error) &&
	       remove_where(store, "DELETE FROM sources WHERE id = ?", source,
			    error);
}

/* Fills a text from a row; false when the row is damaged. */
static bool read_text(struct store *store, sqlite3_stmt *row,
		      struct store_text *text, GError **error)
{
	const void *key = sqlite3_column_blob(row, 4);
	unsigned reason;

	*text = (struct store_text){.source = store_text(row, 0),
				    .path = store_text(row, 1),
				    .language = store_text(row, 2),
				    .id = store_text(row, 3),
				    .aside = sqlite3_column_int(row, 5) != 0,
				    .detail = store_text(row, 7),
				    .closure = store_text(row, 8)};
	if (key && sqlite3_column_bytes(row, 4) != STORE_KEY)
		return store_damaged(store, error, "a key has a wrong length");
	if (key)
		memcpy(text->key, key, STORE_KEY);
	if (!store_kind(store, row, 6, &REASON, true, &reason, error))
		return false;
	text->reason = (enum reason)reason;
	return true;
}

bool store_texts(struct store *store, const char *source,
		 bool (*each)(const struct store_text *text, void *payload),
		 void *payload, GError **error)
{
	sqlite3_stmt *row = store_prepare(
		store,
		source ? "SELECT source, path, language, content, facts, "
			 "aside, reason, detail, closure FROM texts "
			 "WHERE source = ? "
			 "ORDER BY source, path"
		       : "SELECT source, path, language, content, facts, "
			 "aside, reason, detail, closure FROM texts "
			 "ORDER BY source, path",
		error);
	int result;

	if (!row)
		return false;
	if (source)
		store_bind(row, 1, source);
	while ((result = sqlite3_step(row)) == SQLITE_ROW) {
		struct store_text text;

		if (!read_text(store, row, &text, error)) {
			sqlite3_finalize(row);
			return false;
		}
		if (!each(&text, payload))
			break;
	}
	if (result != SQLITE_ROW && result != SQLITE_DONE)
		store_fail(store, error);
	sqlite3_finalize(row);
	return result == SQLITE_ROW || result == SQLITE_DONE;
}

/* --- sources ------------------------------------------------------------- */

bool store_put_source(struct store *store, const struct store_source *source,
		      GError **error)
{
	sqlite3_stmt *statement;

	if (!store_writable(store, error))
		return false;
	statement = store_statement(store, STORE_PUT_SOURCE);
	store_bind(statement, 1, source->source.id);
	store_bind(statement, 2, kind_name(&SOURCE_KIND, source->source.kind));
	store_bind(statement, 3, source->source.location);
	store_bind(statement, 4, source->source.revision);
	sqlite3_bind_int(statement, 5, source->source.stale);
	store_bind(statement, 6, kind_name(&DIALECT, source->dialect));
	store_bind(statement, 7, source->given);
	store_bind(statement, 8, source->tree);
	store_bind(statement, 9, source->settings);
	return store_done(store, statement, error);
}

static bool read_source(struct store *store, sqlite3_stmt *row,
			struct arena *arena, struct store_source *source,
			GError **error)
{
	unsigned kind, dialect;

	if (!store_kind(store, row, 1, &SOURCE_KIND, true, &kind, error) ||
	    !store_kind(store, row, 5, &DIALECT, true, &dialect, error))
		return false;
	source->source.id = arena_strdup(arena, store_text(row, 0));
	source->source.kind = (enum source_kind)kind;
	source->source.location = arena_strdup(arena, store_text(row, 2));
	source->source.revision = arena_strdup(arena, store_text(row, 3));
	source->source.stale = sqlite3_column_int(row, 4) != 0;
	source->dialect = (enum dialect)dialect;
	source->given = arena_strdup(arena, store_text(row, 6));
	source->tree = arena_strdup(arena, store_text(row, 7));
	source->settings = arena_strdup(arena, store_text(row, 8));
	return source->source.id && source->source.location
		       ? true
		       : store_damaged(store, error, "a source has no name");
}

bool store_sources(struct store *store, struct arena *arena,
		   struct store_source **sources, uint32_t *n, GError **error)
{
	sqlite3_stmt *row = store_prepare(
		store,
		"SELECT id, kind, location, revision, stale, dialect, given, "
		"tree, settings FROM sources ORDER BY id",
		error);
	int result;

	*sources = NULL;
	*n = 0;
	if (!row)
		return false;
	while ((result = sqlite3_step(row)) == SQLITE_ROW) {
		struct store_source *source = ARENA_PUSH(arena, *sources, *n);

		if (!read_source(store, row, arena, source, error)) {
			sqlite3_finalize(row);
			return false;
		}
	}
	if (result != SQLITE_DONE)
		store_fail(store, error);
	sqlite3_finalize(row);
	return result == SQLITE_DONE;
}
