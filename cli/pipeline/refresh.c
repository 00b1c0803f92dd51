#include "cli/pipeline/refresh.h"

#include <string.h>

#include "analyzers/unit.h"
#include "cli/pipeline/closure.h"
#include "cli/pipeline/key.h"

/* A text that is new or has changed. */
struct fresh {
	struct refresh *refresh;
	const char *path, *id;
	const char *language; /* NULL: to be found, or nobody reads it */
	enum reason reason;
	const char *detail;
	bool unsure; /* its bytes tell the language */
	guint8 key[STORE_KEY];
	const char *closure; /* as its row has it; set by the deep pass */
	bool in_depth;	     /* that is under way */
	struct fresh *same;  /* the next one of that key */
};

struct refresh {
	struct store *store;
	struct pool *pool;
	struct source *open;
	struct arena arena;
	const struct store_source *old;
	struct store_source row;
	const char *location;
	struct store_text *known; /* in order of path */
	uint32_t n_known, next;
	struct fresh **fresh;
	uint32_t n_fresh;
	const char **gone;
	uint32_t n_gone;
	GHashTable *keys; /* key -> struct fresh that is being compiled */
	struct closures *closures;
	/* Texts that have not changed, but may depend on others. */
	const struct store_text **settled;
	uint32_t n_settled;
	unsigned submitted;
	bool unsettled; /* a text may be readable next time */
	bool changed;
};

static bool is_catalog(const struct refresh *refresh)
{
	return refresh->open->dialect != DIALECT_GENERIC;
}

struct refresh *refresh_open(struct store *store, struct pool *pool,
			     const char *name, const char *location,
			     const char *given, const struct store_source *old,
			     bool deep, GError **error)
{
	const struct scanner *scanner = scanner_for(location, error);
	struct source *open = scanner ? scanner->open(location, error) : NULL;
	struct refresh *refresh;

	if (!open)
		return NULL;
	refresh = g_new0(struct refresh, 1);
	refresh->store = store;
	refresh->pool = pool;
	refresh->open = open;
	refresh->old = old;
	refresh->location = location;
	arena_init(&refresh->arena);
	refresh->keys = g_hash_table_new(store_key_hash, store_key_equal);
	refresh->row.source.id = name;
	refresh->row.source.kind = open->kind;
	refresh->row.source.location = open->location ? open->location : name;
	refresh->row.dialect = open->dialect;
	refresh->row.given = given;
	refresh->closures = closures_new(deep);
	refresh->row.settings =
		deep ? arena_printf(&refresh->arena, "%s+deep", key_settings())
		     : key_settings();
	return refresh;
}

void refresh_free(struct refresh *refresh)
{
	if (!refresh)
		return;
	refresh->open->scanner->close(refresh->open);
	g_hash_table_destroy(refresh->keys);
	closures_free(refresh->closures);
	arena_release(&refresh->arena);
	g_free(refresh);
}

/* --- what has changed ---------------------------------------------------- */

/* Whether facts of before are still what would be made. */
static bool is_comparable(const struct refresh *refresh)
{
	return refresh->old && refresh->old->dialect == refresh->row.dialect &&
	       g_strcmp0(refresh->old->settings, refresh->row.settings) == 0;
}

static bool remember(const struct store_text *text, void *payload)
{
	struct refresh *refresh = payload;
	struct arena *arena = &refresh->arena;
	struct store_text *known =
		ARENA_PUSH(arena, refresh->known, refresh->n_known);

	*known = *text;
	known->source = refresh->row.source.id;
	known->path = arena_strdup(arena, text->path);
	known->id = arena_strdup(arena, text->id);
	known->language = arena_strdup(arena, text->language);
	known->detail = arena_strdup(arena, text->detail);
	known->closure = arena_strdup(arena, text->closure);
	return true;
}

/* A blob that was missing, or a source that failed, may be there by now. */
static bool may_heal(enum reason reason)
{
	return reason == REASON_MISSING_BLOB || reason == REASON_SOURCE_FAILED;
}

static bool is_unchanged(const struct store_text *known,
			 const struct scan_entry *entry)
{
	if (g_strcmp0(known->id, entry->id) != 0 || may_heal(known->reason))
		return false;
	return entry->reason == REASON_NONE ||
	       (entry->reason == known->reason &&
		g_strcmp0(entry->detail, known->detail) == 0);
}

static void note_gone(struct refresh *refresh, const struct store_text *known)
{
	*ARENA_PUSH(&refresh->arena, refresh->gone, refresh->n_gone) =
		known->path;
}

/* Walks the known texts along with the listing: both are sorted by path. */
static bool compare_entry(const struct scan_entry *entry, void *payload)
{
	struct refresh *refresh = payload;
	struct arena *arena = &refresh->arena;
	const struct store_text *known;
	struct fresh *fresh;
	int order = 1;

	closures_add(refresh->closures, entry);
	while (refresh->next < refresh->n_known) {
		order = strcmp(refresh->known[refresh->next].path, entry->path);
		if (order >= 0)
			break;
		note_gone(refresh, &refresh->known[refresh->next++]);
		order = 1;
	}
	known = order == 0 ? &refresh->known[refresh->next++] : NULL;
	if (known && is_unchanged(known, entry) && is_comparable(refresh)) {
		if (unit_is_deep(known->language))
			*ARENA_PUSH(arena, refresh->settled,
				    refresh->n_settled) = known;
		return true;
	}
	fresh = ARENA_NEW(arena, struct fresh);
	fresh->refresh = refresh;
	fresh->path = arena_strdup(arena, entry->path);
	fresh->id = arena_strdup(arena, entry->id);
	fresh->language = arena_strdup(arena, entry->language);
	fresh->reason = entry->reason;
	fresh->detail = arena_strdup(arena, entry->detail);
	*ARENA_PUSH(arena, refresh->fresh, refresh->n_fresh) = fresh;
	return true;
}

/* Texts whose headers have changed, or that get the deep pass only now or no
 * more, are compiled again. */
static void unsettle(struct refresh *refresh)
{
	struct arena *arena = &refresh->arena;

	closures_finish(refresh->closures);
	for (uint32_t i = 0; i < refresh->n_settled; i++) {
		const struct store_text *known = refresh->settled[i];
		struct fresh *fresh;

		if (closures_is_current(refresh->closures, known))
			continue;
		fresh = ARENA_NEW(arena, struct fresh);
		fresh->refresh = refresh;
		fresh->path = known->path;
		fresh->id = known->id;
		*ARENA_PUSH(arena, refresh->fresh, refresh->n_fresh) = fresh;
	}
}

bool refresh_list(struct refresh *refresh, GError **error)
{
	const struct source *open = refresh->open;

	if (is_comparable(refresh) && open->tree &&
	    g_strcmp0(open->tree, refresh->old->tree) == 0)
		return true;
	if (!store_texts(refresh->store, refresh->row.source.id, remember,
			 refresh, error) ||
	    !open->scanner->list(refresh->open, compare_entry, refresh, error))
		return false;
	while (refresh->next < refresh->n_known)
		note_gone(refresh, &refresh->known[refresh->next++]);
	unsettle(refresh);
	return true;
}

/* --- compiling ----------------------------------------------------------- */

/* Writes the row of a text that has been dealt with. */
static bool put_row(struct fresh *fresh, bool aside, GError **error)
{
	struct refresh *refresh = fresh->refresh;
	struct store_text row = {.source = refresh->row.source.id,
				 .path = fresh->path,
				 .language = fresh->language,
				 .id = fresh->id,
				 .aside = aside,
				 .reason = fresh->reason,
				 .detail = fresh->detail,
				 .closure = fresh->closure};

	if (fresh->language && !aside && fresh->reason == REASON_NONE)
		memcpy(row.key, fresh->key, STORE_KEY);
	refresh->changed = true;
	refresh->unsettled |= may_heal(fresh->reason);
	return store_put_text(refresh->store, &row, error);
}

static void make_key(struct fresh *fresh)
{
	const struct text_identity identity = {
		.id = fresh->id,
		.language = fresh->language,
		.name = scan_base_name(fresh->path),
		.dialect = fresh->refresh->open->dialect,
		.catalog = is_catalog(fresh->refresh)};

	key_make(&identity, fresh->key);
}

/* Workers reach no server: the bytes of a live source's text are read here.
 * False when that fails; the text then has a reason. */
static bool submit_given(struct fresh *fresh)
{
	struct refresh *refresh = fresh->refresh;
	const struct scanner *scanner = refresh->open->scanner;
	struct text text = {0};
	struct job job = {.kind = JOB_GIVEN,
			  .path = fresh->path,
			  .id = fresh->id,
			  .language = fresh->language,
			  .text = &text};
	GError *error = NULL;
	void *held = NULL;

	if (!scanner->read(refresh->open, fresh->path, fresh->id, &text, &held,
			   &error)) {
		fresh->reason = REASON_SOURCE_FAILED;
		fresh->detail = arena_strdup(&refresh->arena, error->message);
		g_error_free(error);
		return false;
	}
	if (text.size > MESSAGE_MAX / 2) {
		fresh->reason = REASON_TOO_LARGE;
	} else {
		pool_submit(refresh->pool, &job, fresh);
		refresh->submitted++;
	}
	scanner->release(held);
	return fresh->reason == REASON_NONE;
}

static void submit(struct fresh *fresh)
{
	const struct job job = {.kind = JOB_TEXT,
				.location = fresh->refresh->location,
				.path = fresh->path,
				.id = fresh->id,
				.language = fresh->language};

	pool_submit(fresh->refresh->pool, &job, fresh);
	fresh->refresh->submitted++;
}

/* --- the deep pass ------------------------------------------------------- */

static bool gets_deep_pass(const struct fresh *fresh)
{
	return closures_are_on(fresh->refresh->closures) &&
	       unit_is_deep(fresh->language);
}

/* The facts of the first pass are stored under the text's key: either that
 * is all, or the deep pass goes on from there. */
static bool first_pass_done(struct fresh *fresh, GError **error)
{
	struct refresh *refresh = fresh->refresh;
	struct job job = {.kind = JOB_UNIT,
			  .location = refresh->location,
			  .path = fresh->path,
			  .id = fresh->id,
			  .language = fresh->language};

	if (fresh->reason != REASON_NONE || !gets_deep_pass(fresh))
		return put_row(fresh, false, error);
	fresh->in_depth = true;
	pool_submit(refresh->pool, &job, fresh);
	refresh->submitted++;
	return true;
}

/* What is known without the deep pass, and that it failed. */
static void add_failure(struct fresh *fresh, const struct answer *answer,
			GByteArray *bytes)
{
	struct fact gap = {.kind = FACT_GAP,
			   .place = {1, 1},
			   .via = VIA_CLANG,
			   .confidence = CONFIDENCE_CERTAIN,
			   .as.gap = {.reason = answer->reason,
				      .detail = "in the deep pass"}};
	GBytes *first = store_get_facts(fresh->refresh->store, fresh->key);
	gsize size = 0;
	const guint8 *data = first ? g_bytes_get_data(first, &size) : NULL;

	g_byte_array_append(bytes, data, (guint)size);
	fact_encode(&gap, bytes);
	if (first)
		g_bytes_unref(first);
}

static bool deep_pass_done(struct fresh *fresh, const struct answer *answer,
			   GError **error)
{
	struct refresh *refresh = fresh->refresh;
	bool failed = answer->reason != REASON_NONE || !answer->closure;
	char *closure =
		closures_make(refresh->closures, failed ? "" : answer->closure);
	GByteArray *bytes = g_byte_array_new();
	bool fine;

	if (failed)
		add_failure(fresh, answer, bytes);
	else
		g_byte_array_append(bytes, answer->facts,
				    (guint)answer->n_facts);
	fresh->closure = arena_strdup(&refresh->arena, closure);
	key_deepen(fresh->key, closure, fresh->path, failed);
	fine = store_put_facts(refresh->store, fresh->key, bytes->data,
			       bytes->len, error) &&
	       put_row(fresh, false, error);
	g_byte_array_free(bytes, TRUE);
	g_free(closure);
	return fine;
}

/* --- the first pass ------------------------------------------------------- */

/* Gives the text to the pool unless its facts are there, or will be. */
static bool compile(struct fresh *fresh, GError **error)
{
	struct refresh *refresh = fresh->refresh;
	struct fresh *first;

	make_key(fresh);
	if (store_has_facts(refresh->store, fresh->key))
		return first_pass_done(fresh, error);
	first = g_hash_table_lookup(refresh->keys, fresh->key);
	if (first) {
		fresh->same = first->same;
		first->same = fresh;
		return true;
	}
	if (refresh->open->scanner->live) {
		if (!submit_given(fresh))
			return put_row(fresh, false, error);
		g_hash_table_insert(refresh->keys, fresh->key, fresh);
		return true;
	}
	g_hash_table_insert(refresh->keys, fresh->key, fresh);
	submit(fresh);
	return true;
}

static bool submit_fresh(struct fresh *fresh, GError **error)
{
	const struct analyzer *analyzer;
	bool unsure;

	if (fresh->reason != REASON_NONE)
		return put_row(fresh, false, error);
	if (fresh->language)
		return compile(fresh, error);
	analyzer = analyzer_for(fresh->path, NULL, 0, &unsure);
	if (unsure) {
		fresh->unsure = true;
		submit(fresh);
		return true;
	}
	if (!analyzer)
		return put_row(fresh, false, error);
	fresh->language = analyzer->name;
	return compile(fresh, error);
}

bool refresh_submit(struct refresh *refresh, GError **error)
{
	for (uint32_t i = 0; i < refresh->n_gone; i++)
		if (!store_remove_text(refresh->store, refresh->row.source.id,
				       refresh->gone[i], error))
			return false;
	refresh->changed = refresh->n_gone > 0;
	for (uint32_t i = 0; i < refresh->n_fresh; i++)
		if (!submit_fresh(refresh->fresh[i], error))
			return false;
	return true;
}

bool refresh_answer(const struct answer *answer, void *tag, void *payload,
		    GError **error)
{
	struct fresh *fresh = tag;
	struct refresh *refresh = fresh->refresh;
	struct arena *arena = &refresh->arena;
	bool compiled = answer->language && !answer->aside &&
			answer->reason == REASON_NONE;

	(void)payload;
	if (fresh->in_depth)
		return deep_pass_done(fresh, answer, error);
	if (fresh->unsure) {
		fresh->language = arena_strdup(arena, answer->language);
		if (compiled)
			make_key(fresh);
	}
	if (compiled && !store_put_facts(refresh->store, fresh->key,
					 answer->facts, answer->n_facts, error))
		return false;
	for (struct fresh *same = fresh; same; same = same->same) {
		same->reason = answer->reason;
		same->detail = arena_strdup(arena, answer->detail);
		if (!(compiled ? first_pass_done(same, error)
			       : put_row(same, answer->aside, error)))
			return false;
	}
	return true;
}

/* --- the row of the source ----------------------------------------------- */

static bool is_same_row(const struct store_source *a,
			const struct store_source *b)
{
	return a->source.kind == b->source.kind &&
	       a->source.stale == b->source.stale && a->dialect == b->dialect &&
	       g_strcmp0(a->source.location, b->source.location) == 0 &&
	       g_strcmp0(a->source.revision, b->source.revision) == 0 &&
	       g_strcmp0(a->given, b->given) == 0 &&
	       g_strcmp0(a->tree, b->tree) == 0 &&
	       g_strcmp0(a->settings, b->settings) == 0;
}

bool refresh_finish(struct refresh *refresh, GError **error)
{
	struct store_source *row = &refresh->row;

	row->source.revision = refresh->open->revision;
	/* Without a tree the next scan lists again. */
	row->tree = refresh->unsettled ? NULL : refresh->open->tree;
	if (refresh->old && is_same_row(row, refresh->old))
		return true;
	refresh->changed = true;
	return store_put_source(refresh->store, row, error);
}

unsigned refresh_submitted(const struct refresh *refresh)
{
	return refresh->submitted;
}

bool refresh_changed(const struct refresh *refresh)
{
	return refresh->changed;
}
