#include "cli/pipeline/relink.h"

#include <string.h>

#include "cli/location.h"
#include "cli/pipeline/key.h"
#include "scanner/scanner.h"

struct relink {
	struct store *store;
	struct pool *pool;
	const char *map;
	struct arena arena;
	struct store_source *rows;
	struct link_source *sources;
	uint32_t n_sources;
	struct link_text *texts;
	const char **ids; /* of the texts */
	uint32_t n_texts;
	GPtrArray *facts; /* GBytes that the texts borrow */
	GHashTable *keep; /* keys that no text has, but the graph needs */
	GError *error;	  /* of a callback */
};

/* --- loading ------------------------------------------------------------- */

static bool load_sources(struct relink *relink, GError **error)
{
	if (!store_sources(relink->store, &relink->arena, &relink->rows,
			   &relink->n_sources, error))
		return false;
	relink->sources = arena_alloc(
		&relink->arena, relink->n_sources * sizeof(*relink->sources));
	for (uint32_t i = 0; i < relink->n_sources; i++) {
		relink->sources[i].source = relink->rows[i].source;
		relink->sources[i].dialect = relink->rows[i].dialect;
		relink->sources[i].catalog =
			relink->rows[i].dialect != DIALECT_GENERIC;
	}
	return true;
}

static uint32_t find_source(const struct relink *relink, const char *id)
{
	uint32_t i =
		relink->n_texts ? relink->texts[relink->n_texts - 1].source : 0;

	/* Texts come in order of their sources. */
	while (i < relink->n_sources &&
	       strcmp(relink->rows[i].source.id, id) != 0)
		i++;
	return i;
}

static bool damaged(const struct relink *relink, GError **error)
{
	g_set_error(error, STORE_ERROR, STORE_ERROR_FORM,
		    "%s: the map is damaged (facts or a source are missing); "
		    "remove it and scan again",
		    relink->map);
	return false;
}

/* The facts of a text by its key; false when there should be some. */
static bool load_facts(struct relink *relink, struct link_text *text,
		       const guint8 *key)
{
	static const guint8 none[STORE_KEY];
	GBytes *bytes;
	gsize size;

	if (memcmp(key, none, STORE_KEY) == 0)
		return true;
	bytes = store_get_facts(relink->store, key);
	if (!bytes)
		return false;
	g_ptr_array_add(relink->facts, bytes);
	text->facts = g_bytes_get_data(bytes, &size);
	text->n_facts = size;
	return true;
}

struct loading {
	struct relink *relink;
	GError **error;
	bool failed;
};

static bool load_text(const struct store_text *row, void *payload)
{
	struct loading *loading = payload;
	struct relink *relink = loading->relink;
	struct arena *arena = &relink->arena;
	uint32_t source = find_source(relink, row->source);
	uint32_t n_ids = relink->n_texts;
	struct link_text *text;

	if (source == relink->n_sources) {
		loading->failed = true;
		return false;
	}
	*ARENA_PUSH(arena, relink->ids, n_ids) = arena_strdup(arena, row->id);
	text = ARENA_PUSH(arena, relink->texts, relink->n_texts);
	text->source = source;
	text->path = arena_strdup(arena, row->path);
	text->language = arena_strdup(arena, row->language);
	text->reason = row->reason;
	text->detail = arena_strdup(arena, row->detail);
	text->aside = row->aside;
	loading->failed = !load_facts(relink, text, row->key);
	return !loading->failed;
}

static bool load(struct relink *relink, GError **error)
{
	struct loading loading = {relink, error, false};

	relink->facts =
		g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref);
	relink->n_texts = 0;
	if (!store_texts(relink->store, NULL, load_text, &loading, error))
		return false;
	return !loading.failed || damaged(relink, error);
}

/* --- what the linker asks for -------------------------------------------- */

/* Appends what the store keeps by the key. */
static bool take_kept(struct relink *relink, const guint8 *key,
		      GByteArray *facts)
{
	GBytes *bytes = store_get_facts(relink->store, key);
	gsize size;
	const guint8 *data;

	if (!bytes)
		return false;
	data = g_bytes_get_data(bytes, &size);
	g_byte_array_append(facts, data, (guint)size);
	g_bytes_unref(bytes);
	return true;
}

/* Facts by their key, from the store or else a worker; what a worker makes of
 * it is kept. After an error nothing more is done. */
static enum reason ask(struct relink *relink, const struct job *job,
		       const guint8 *key, GByteArray *facts)
{
	enum reason reason = REASON_NONE;
	guint begin = facts->len;

	if (relink->error)
		return REASON_SOURCE_FAILED;
	g_hash_table_add(relink->keep, g_memdup2(key, STORE_KEY));
	if (!take_kept(relink, key, facts) &&
	    pool_ask(relink->pool, job, facts, &reason, &relink->error) &&
	    reason == REASON_NONE)
		store_put_facts(relink->store, key, facts->data + begin,
				facts->len - begin, &relink->error);
	return relink->error ? REASON_SOURCE_FAILED : reason;
}

static void compile(struct text *text, const char *id, GByteArray *facts,
		    void *payload)
{
	const struct job job = {.kind = JOB_DERIVED, .text = text};
	guint8 key[STORE_KEY];

	key_derived(text, id, key);
	message_put_gap(text, ask(payload, &job, key, facts), facts);
}

static bool demand(const struct link_text *text, GByteArray *facts,
		   void *payload)
{
	struct relink *relink = payload;
	const struct store_source *source = &relink->rows[text->source];
	const struct text_identity identity = {
		.id = relink->ids[text - relink->texts],
		.language = text->language,
		.name = scan_base_name(text->path),
		.dialect = source->dialect,
		.catalog = source->dialect != DIALECT_GENERIC};
	struct job job = {.kind = JOB_DEMAND,
			  .path = text->path,
			  .id = identity.id,
			  .language = text->language};
	guint8 key[STORE_KEY];
	char *location = location_of(source->given, relink->map);
	enum reason reason;

	job.location = location;
	key_make(&identity, key);
	reason = ask(relink, &job, key, facts);
	g_free(location);
	return reason == REASON_NONE;
}

/* --- inputs -------------------------------------------------------------- */

static void hash(GChecksum *sha1, const char *string)
{
	g_checksum_update(sha1, (const guchar *)(string ? "+" : "-"), 1);
	if (string)
		g_checksum_update(sha1, (const guchar *)string,
				  (gssize)strlen(string) + 1);
}

static void hash_number(GChecksum *sha1, guint32 number)
{
	g_checksum_update(sha1, (const guchar *)&number, sizeof(number));
}

static bool hash_text(const struct store_text *text, void *payload)
{
	GChecksum *sha1 = payload;

	hash(sha1, text->source);
	hash(sha1, text->path);
	hash(sha1, text->language);
	hash(sha1, text->aside ? text->id : NULL);
	g_checksum_update(sha1, text->key, STORE_KEY);
	hash(sha1, kind_name(&REASON, text->reason));
	hash(sha1, text->detail);
	return true;
}

/* A hash of the sources and texts as they are in the store; NULL on error. */
static char *hash_live(struct relink *relink, GError **error)
{
	GChecksum *sha1 = g_checksum_new(G_CHECKSUM_SHA1);
	char *result = NULL;

	for (uint32_t i = 0; i < relink->n_sources; i++) {
		const struct store_source *row = &relink->rows[i];

		hash(sha1, row->source.id);
		hash(sha1, kind_name(&SOURCE_KIND, row->source.kind));
		hash(sha1, row->source.location);
		hash(sha1, row->source.revision);
		hash(sha1, kind_name(&DIALECT, row->dialect));
		hash_number(sha1, row->source.stale);
	}
	if (store_texts(relink->store, NULL, hash_text, sha1, error))
		result = g_strdup(g_checksum_get_string(sha1));
	g_checksum_free(sha1);
	return result;
}

static char *hash_settings(const struct link_settings *settings)
{
	GChecksum *sha1 = g_checksum_new(G_CHECKSUM_SHA1);
	char *result;

	hash(sha1, key_linker());
	hash(sha1, key_settings());
	for (uint32_t i = 0; i < settings->n_executes; i++) {
		g_autofree char *argument =
			g_strdup_printf("(%u)", settings->executes[i].argument);

		hash(sha1, settings->executes[i].name);
		hash(sha1, argument);
	}
	for (uint32_t i = 0; i < settings->n_talks_to; i++) {
		hash(sha1, settings->talks_to[i][0]);
		hash(sha1, settings->talks_to[i][1]);
	}
	result = g_strdup(g_checksum_get_string(sha1));
	g_checksum_free(sha1);
	return result;
}

/*
 * The inputs are two hashes, "LIVE SETTINGS". What has not been changed since
 * the stored graph was linked has the same first one: a scan that found
 * nothing new does not look at any text.
 */
static char *hash_inputs(struct relink *relink,
			 const struct link_settings *settings, bool changed,
			 const char *stored, GError **error)
{
	const char *space = stored ? strchr(stored, ' ') : NULL;
	char *live = changed || !space
			     ? hash_live(relink, error)
			     : g_strndup(stored, (gsize)(space - stored));
	char *rest = hash_settings(settings);
	char *inputs = live ? g_strconcat(live, " ", rest, NULL) : NULL;

	g_free(live);
	g_free(rest);
	return inputs;
}

/* --- linking ------------------------------------------------------------- */

static void count(const struct graph *graph, uint32_t texts,
		  struct relink_counts *counts)
{
	counts->linked = true;
	counts->texts = texts;
	counts->nodes = graph->n_nodes;
	counts->edges = graph->n_edges;
	for (uint32_t i = 0; i < graph->n_blind_spots; i++)
		counts->blind_spots += graph->blind_spots[i].count;
}

static bool link_and_put(struct relink *relink,
			 const struct link_settings *settings,
			 const char *inputs, struct relink_counts *counts,
			 GError **error)
{
	const struct link_callbacks callbacks = {compile, demand, relink};
	struct graph *graph;
	bool fine;

	if (!load(relink, error))
		return false;
	graph = link_graph(relink->sources, relink->n_sources, relink->texts,
			   relink->n_texts, settings, &callbacks);
	if (relink->error) {
		g_propagate_error(error, g_steal_pointer(&relink->error));
		fine = false;
	} else {
		count(graph, relink->n_texts, counts);
		fine = store_put_graph(relink->store, graph, inputs, error) &&
		       store_sweep(relink->store, relink->keep, error);
	}
	graph_free(graph);
	return fine;
}

bool relink(struct store *store, struct pool *pool, const char *map,
	    const struct link_settings *settings, bool changed,
	    struct relink_counts *counts, GError **error)
{
	struct relink relink = {.store = store, .pool = pool, .map = map};
	char *stored = store_linked(store), *inputs = NULL;
	bool fine;

	*counts = (struct relink_counts){0};
	arena_init(&relink.arena);
	relink.keep = g_hash_table_new_full(store_key_hash, store_key_equal,
					    g_free, NULL);
	fine = load_sources(&relink, error);
	if (fine)
		inputs = hash_inputs(&relink, settings, changed, stored, error);
	if (!inputs)
		fine = false;
	else if (g_strcmp0(inputs, stored) != 0)
		fine = link_and_put(&relink, settings, inputs, counts, error);
	if (relink.facts)
		g_ptr_array_free(relink.facts, TRUE);
	g_hash_table_destroy(relink.keep);
	arena_release(&relink.arena);
	g_free(stored);
	g_free(inputs);
	return fine;
}
