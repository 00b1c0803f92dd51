#include "cli/revision.h"

#include <string.h>

#include "analyzers/analyzer.h"
#include "cli/pipeline/key.h"
#include "graph/check/exports.h"
#include "scanner/scanner.h"

/* What the facts of a text depend on, and what came of it. One for all texts
 * of the same bytes and the same way of reading them. */
struct content {
	const char *path, *id;
	const char *language; /* NULL: nobody reads it, or not known yet */
	bool unsure;	      /* its bytes tell the language */
	bool aside;
	bool done;
	enum reason reason;
	const char *detail;
	guint8 key[STORE_KEY];
	GBytes *facts; /* or NULL */
	GBytes *thin;  /* exports_only() of them; made when needed */
};

/* A text as the map knows it. */
struct known {
	const char *id, *language;
	guint8 key[STORE_KEY];
	bool aside;
	enum reason reason;
	const char *detail;
	struct content *content; /* made of it; or NULL */
};

struct revisions {
	const struct revision_settings *settings;
	struct arena arena;
	struct link_source *sources; /* in order of id, the repository too */
	uint32_t n_sources, own;
	struct link_text *catalog_texts;
	uint32_t n_catalog_texts;
	GHashTable *known;    /* path -> struct known */
	GHashTable *contents; /* how it is read -> struct content */
	GHashTable *facts;    /* key -> GBytes, all that were made or loaded */
	GPtrArray *revisions; /* struct revision */
	GPtrArray *thin;      /* GBytes */
	bool mapped;
	unsigned compiled;
	GError *error; /* of a callback */
};

struct row {
	const char *path;
	struct content *content; /* NULL: `reason` says why */
	enum reason reason;
	const char *detail;
};

struct revision {
	struct revisions *all;
	struct arena arena;
	const char *commit;
	char *location;
	struct row *rows;
	uint32_t n_rows;
	GHashTable *by_path; /* -> struct row; made when asked */
	struct link_text *texts;
	struct content **text_contents;
	uint32_t n_texts;
};

/* --- the map ------------------------------------------------------------- */

static bool other_version(GError **error)
{
	g_set_error_literal(error, STORE_ERROR, STORE_ERROR_FORM,
			    "the map was made by another version of unmoor, "
			    "or was imported; scan it again with this one");
	return false;
}

/* The facts by a key, made here or kept by the map; borrowed. */
static GBytes *facts_of(struct revisions *all, const guint8 *key)
{
	GBytes *bytes = g_hash_table_lookup(all->facts, key);

	if (bytes || !all->settings->map)
		return bytes;
	bytes = store_get_facts(all->settings->map, key);
	if (bytes)
		g_hash_table_insert(all->facts, g_memdup2(key, STORE_KEY),
				    bytes);
	return bytes;
}

static void keep_facts(struct revisions *all, const guint8 *key,
		       const guint8 *bytes, gsize size)
{
	g_hash_table_replace(all->facts, g_memdup2(key, STORE_KEY),
			     g_bytes_new(bytes, size));
}

static bool has_key(const guint8 *key)
{
	static const guint8 none[STORE_KEY];

	return memcmp(key, none, STORE_KEY) != 0;
}

static void set_facts(struct link_text *text, GBytes *facts)
{
	gsize size = 0;

	text->facts = facts ? g_bytes_get_data(facts, &size) : NULL;
	text->n_facts = size;
}

struct loading {
	struct revisions *all;
	uint32_t source;
	bool damaged;
};

static bool load_catalog_text(const struct store_text *row, void *payload)
{
	struct loading *loading = payload;
	struct revisions *all = loading->all;
	struct arena *arena = &all->arena;
	struct link_text *text =
		ARENA_PUSH(arena, all->catalog_texts, all->n_catalog_texts);
	GBytes *facts = has_key(row->key) ? facts_of(all, row->key) : NULL;

	text->source = loading->source;
	text->path = arena_strdup(arena, row->path);
	text->language = arena_strdup(arena, row->language);
	text->reason = row->reason;
	text->detail = arena_strdup(arena, row->detail);
	set_facts(text, facts);
	loading->damaged |= has_key(row->key) && !facts;
	return !loading->damaged;
}

static bool load_known_text(const struct store_text *row, void *payload)
{
	struct revisions *all = payload;
	struct arena *arena = &all->arena;
	struct known *known = ARENA_NEW(arena, struct known);

	known->id = arena_strdup(arena, row->id);
	known->language = arena_strdup(arena, row->language);
	known->aside = row->aside;
	known->reason = row->reason;
	known->detail = arena_strdup(arena, row->detail);
	memcpy(known->key, row->key, STORE_KEY);
	g_hash_table_insert(all->known, arena_strdup(arena, row->path), known);
	return true;
}

static void add_own(struct revisions *all)
{
	struct link_source *own =
		ARENA_PUSH(&all->arena, all->sources, all->n_sources);

	own->source.id = all->settings->source;
	own->source.kind = SOURCE_GIT;
	own->source.location = all->settings->source;
	all->own = all->n_sources - 1;
}

/* Catalogs, and where the repository stands between them: sources are linked
 * in order of their ids. */
static bool choose_sources(struct revisions *all,
			   const struct store_source *rows, uint32_t n,
			   GError **error)
{
	const char *own = all->settings->source;
	bool added = false;

	for (uint32_t i = 0; i < n; i++) {
		bool catalog = rows[i].dialect != DIALECT_GENERIC;
		struct link_source *source;

		if (strcmp(rows[i].source.id, own) == 0) {
			all->mapped = true;
			if (catalog) {
				g_set_error(error, STORE_ERROR,
					    STORE_ERROR_FORM,
					    "%s is a database in the map; say "
					    "what this repository is called "
					    "there: NAME=REPO",
					    own);
				return false;
			}
		}
		if (!added && strcmp(rows[i].source.id, own) >= 0) {
			add_own(all);
			added = true;
		}
		if (!catalog)
			continue;
		if (g_strcmp0(rows[i].settings, key_settings()) != 0)
			return other_version(error);
		source = ARENA_PUSH(&all->arena, all->sources, all->n_sources);
		source->source = rows[i].source;
		source->dialect = rows[i].dialect;
		source->catalog = true;
	}
	if (!added)
		add_own(all);
	return true;
}

static bool load_map(struct revisions *all, GError **error)
{
	struct store *map = all->settings->map;
	struct store_source *rows;
	uint32_t n;
	char *inputs = store_linked(map);
	bool imported = g_strcmp0(inputs, STORE_IMPORTED) == 0;

	g_free(inputs);
	if (imported)
		return other_version(error);
	if (!store_sources(map, &all->arena, &rows, &n, error) ||
	    !choose_sources(all, rows, n, error))
		return false;
	for (uint32_t i = 0; i < all->n_sources; i++) {
		struct loading loading = {all, i, false};

		if (i == all->own)
			continue;
		if (!store_texts(map, all->sources[i].source.id,
				 load_catalog_text, &loading, error))
			return false;
		if (loading.damaged) {
			g_set_error_literal(error, STORE_ERROR,
					    STORE_ERROR_FORM,
					    "the map is damaged: facts are "
					    "missing; scan it again");
			return false;
		}
	}
	for (uint32_t i = 0; i < n; i++)
		if (strcmp(rows[i].source.id, all->settings->source) == 0 &&
		    g_strcmp0(rows[i].settings, key_settings()) == 0)
			return store_texts(map, rows[i].source.id,
					   load_known_text, all, error);
	return true;
}

static void unref_bytes(gpointer bytes)
{
	g_bytes_unref(bytes);
}

static void revision_free(gpointer payload)
{
	struct revision *revision = payload;

	if (revision->by_path)
		g_hash_table_unref(revision->by_path);
	g_free(revision->location);
	arena_release(&revision->arena);
	g_free(revision);
}

struct revisions *revisions_new(const struct revision_settings *settings,
				GError **error)
{
	struct revisions *all = g_new0(struct revisions, 1);

	all->settings = settings;
	arena_init(&all->arena);
	all->known = g_hash_table_new(g_str_hash, g_str_equal);
	all->contents =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	all->facts = g_hash_table_new_full(store_key_hash, store_key_equal,
					   g_free, unref_bytes);
	all->thin = g_ptr_array_new_with_free_func(unref_bytes);
	all->revisions = g_ptr_array_new_with_free_func(revision_free);
	if (!settings->map) {
		add_own(all);
	} else if (!load_map(all, error)) {
		revisions_free(all);
		return NULL;
	}
	return all;
}

void revisions_free(struct revisions *all)
{
	if (!all)
		return;
	g_ptr_array_unref(all->revisions);
	g_ptr_array_unref(all->thin);
	g_hash_table_unref(all->known);
	g_hash_table_unref(all->contents);
	g_hash_table_unref(all->facts);
	g_clear_error(&all->error);
	arena_release(&all->arena);
	g_free(all);
}

/* --- listing ------------------------------------------------------------- */

static void make_key(struct content *content)
{
	const struct text_identity identity = {
		.id = content->id,
		.language = content->language,
		.name = scan_base_name(content->path)};

	key_make(&identity, content->key);
}

/* A blob that was missing may be there by now. */
static bool may_heal(enum reason reason)
{
	return reason == REASON_MISSING_BLOB || reason == REASON_SOURCE_FAILED;
}

static void submit(struct revisions *all, struct content *content,
		   const char *location)
{
	const struct job job = {.kind = JOB_TEXT,
				.location = location,
				.path = content->path,
				.id = content->id,
				.language = content->language};

	pool_submit(all->settings->pool, &job, content);
	all->compiled++;
}

/* What the map says of this very text; NULL when it does not know it. */
static struct content *known_content(struct revisions *all,
				     const struct scan_entry *entry)
{
	struct known *known = g_hash_table_lookup(all->known, entry->path);
	struct content *content;

	if (!known || strcmp(known->id, entry->id) != 0 ||
	    may_heal(known->reason))
		return NULL;
	if (known->content)
		return known->content;
	content = ARENA_NEW(&all->arena, struct content);
	content->path = arena_strdup(&all->arena, entry->path);
	content->id = known->id;
	if (has_key(known->key)) {
		content->facts = facts_of(all, known->key);
		if (!content->facts)
			return NULL;
	}
	memcpy(content->key, known->key, STORE_KEY);
	content->language = known->language;
	content->aside = known->aside;
	content->reason = known->reason;
	content->detail = known->detail;
	content->done = true;
	return known->content = content;
}

static struct content *content_new(struct revision *revision,
				   const struct scan_entry *entry,
				   const char *language, bool unsure)
{
	struct revisions *all = revision->all;
	struct content *content = ARENA_NEW(&all->arena, struct content);

	content->path = arena_strdup(&all->arena, entry->path);
	content->id = arena_strdup(&all->arena, entry->id);
	content->language = language;
	content->unsure = unsure;
	if (!language && !unsure) {
		content->done = true;
		return content;
	}
	if (language) {
		make_key(content);
		content->facts = facts_of(all, content->key);
		content->done = content->facts != NULL;
	}
	if (!content->done)
		submit(all, content, revision->location);
	return content;
}

static bool list_entry(const struct scan_entry *entry, void *payload)
{
	struct revision *revision = payload;
	struct revisions *all = revision->all;
	struct row *row =
		ARENA_PUSH(&revision->arena, revision->rows, revision->n_rows);
	const struct analyzer *analyzer;
	bool unsure;
	char *how;

	row->path = arena_strdup(&revision->arena, entry->path);
	row->reason = entry->reason;
	row->detail = arena_strdup(&revision->arena, entry->detail);
	if (entry->reason != REASON_NONE)
		return true;
	row->content = known_content(all, entry);
	if (row->content)
		return true;
	analyzer = analyzer_for(entry->path, NULL, 0, &unsure);
	if (unsure || !analyzer)
		how = g_strdup_printf("%s %s", entry->id, entry->path);
	else
		how = g_strdup_printf("%s %s %s", entry->id, analyzer->name,
				      scan_base_name(entry->path));
	row->content = g_hash_table_lookup(all->contents, how);
	if (row->content) {
		g_free(how);
		return true;
	}
	row->content = content_new(revision, entry,
				   analyzer && !unsure ? analyzer->name : NULL,
				   unsure);
	g_hash_table_insert(all->contents, how, row->content);
	return true;
}

struct revision *revisions_add(struct revisions *all, const char *commit,
			       GError **error)
{
	struct revision *revision = g_new0(struct revision, 1);
	const struct scanner *scanner;
	struct source *source = NULL;
	bool fine = false;

	revision->all = all;
	revision->commit = commit;
	arena_init(&revision->arena);
	revision->location =
		g_strdup_printf("%s@%s", all->settings->repository, commit);
	g_ptr_array_add(all->revisions, revision);
	scanner = scanner_for(revision->location, error);
	if (scanner)
		source = scanner->open(revision->location, error);
	if (source) {
		fine = scanner->list(source, list_entry, revision, error);
		scanner->close(source);
	}
	return fine ? revision : NULL;
}

/* --- compiling ----------------------------------------------------------- */

static bool take_answer(const struct answer *answer, void *tag, void *payload,
			GError **error)
{
	struct revisions *all = payload;
	struct content *content = tag;

	(void)error;
	content->done = true;
	if (content->unsure)
		content->language = arena_strdup(&all->arena, answer->language);
	content->aside = answer->aside;
	content->reason = answer->reason;
	content->detail = arena_strdup(&all->arena, answer->detail);
	if (!content->language || answer->aside ||
	    answer->reason != REASON_NONE)
		return true;
	make_key(content);
	keep_facts(all, content->key, answer->facts, answer->n_facts);
	content->facts = g_hash_table_lookup(all->facts, content->key);
	return true;
}

bool revisions_compile(struct revisions *all, GError **error)
{
	return pool_run(all->settings->pool, take_answer, all, error);
}

/* --- what the linker asks for -------------------------------------------- */

static enum reason ask(struct revisions *all, const struct job *job,
		       const guint8 *key, GByteArray *facts)
{
	enum reason reason;
	GBytes *kept = facts_of(all, key);
	gsize size;

	if (all->error)
		return REASON_SOURCE_FAILED;
	if (kept) {
		const guint8 *bytes = g_bytes_get_data(kept, &size);

		g_byte_array_append(facts, bytes, (guint)size);
		return REASON_NONE;
	}
	if (!pool_ask(all->settings->pool, job, facts, &reason, &all->error))
		return REASON_SOURCE_FAILED;
	all->compiled++;
	if (reason == REASON_NONE)
		keep_facts(all, key, facts->data, facts->len);
	return reason;
}

static void compile(struct text *text, const char *id, GByteArray *facts,
		    void *payload)
{
	struct revision *revision = payload;
	const struct job job = {.kind = JOB_DERIVED, .text = text};
	guint8 key[STORE_KEY];

	key_derived(text, id, key);
	message_put_gap(text, ask(revision->all, &job, key, facts), facts);
}

static bool demand(const struct link_text *text, GByteArray *facts,
		   void *payload)
{
	struct revision *revision = payload;
	const struct content *content =
		revision->text_contents[text - revision->texts];
	const struct text_identity identity = {
		.id = content->id,
		.language = text->language,
		.name = scan_base_name(text->path)};
	const struct job job = {.kind = JOB_DEMAND,
				.location = revision->location,
				.path = text->path,
				.id = content->id,
				.language = text->language};
	guint8 key[STORE_KEY];

	key_make(&identity, key);
	return ask(revision->all, &job, key, facts) == REASON_NONE;
}

/* --- linking ------------------------------------------------------------- */

/* The facts that others need of a text that is not asked for itself. */
static GBytes *thin_facts(struct revisions *all, struct content *content)
{
	if (content->facts && !content->thin) {
		content->thin = exports_only(content->facts);
		g_ptr_array_add(all->thin, content->thin);
	}
	return content->thin;
}

static void add_text(struct revision *revision, const struct row *row,
		     GHashTable *only)
{
	struct content *content = row->content;
	bool whole = !only || g_hash_table_contains(only, row->path);
	uint32_t n = revision->n_texts;
	struct link_text *text;

	*ARENA_PUSH(&revision->arena, revision->text_contents, n) = content;
	text = ARENA_PUSH(&revision->arena, revision->texts, revision->n_texts);
	text->source = revision->all->own;
	text->path = row->path;
	text->reason = row->reason;
	text->detail = row->detail;
	if (!content)
		return;
	text->language = content->language;
	text->aside = content->aside;
	text->reason = content->reason;
	text->detail = content->detail;
	set_facts(text,
		  whole ? content->facts : thin_facts(revision->all, content));
}

static void add_catalog(struct revision *revision, uint32_t source)
{
	const struct revisions *all = revision->all;

	for (uint32_t i = 0; i < all->n_catalog_texts; i++) {
		uint32_t n = revision->n_texts;

		if (all->catalog_texts[i].source != source)
			continue;
		*ARENA_PUSH(&revision->arena, revision->text_contents, n) =
			NULL;
		*ARENA_PUSH(&revision->arena, revision->texts,
			    revision->n_texts) = all->catalog_texts[i];
	}
}

struct graph *revision_link(struct revision *revision, GHashTable *only,
			    GError **error)
{
	struct revisions *all = revision->all;
	const struct link_callbacks callbacks = {compile, demand, revision};
	struct graph *graph;

	for (uint32_t s = 0; s < all->n_sources; s++) {
		if (s != all->own) {
			add_catalog(revision, s);
			continue;
		}
		for (uint32_t i = 0; i < revision->n_rows; i++)
			add_text(revision, &revision->rows[i], only);
	}
	graph = link_graph(all->sources, all->n_sources, revision->texts,
			   revision->n_texts, &all->settings->link, &callbacks);
	if (!all->error)
		return graph;
	g_propagate_error(error, g_steal_pointer(&all->error));
	graph_free(graph);
	return NULL;
}

/* --- asking -------------------------------------------------------------- */

static const struct row *find_row(struct revision *revision, const char *path)
{
	if (!revision->by_path) {
		revision->by_path = g_hash_table_new(g_str_hash, g_str_equal);
		for (uint32_t i = 0; i < revision->n_rows; i++)
			g_hash_table_insert(revision->by_path,
					    (gpointer)revision->rows[i].path,
					    &revision->rows[i]);
	}
	return g_hash_table_lookup(revision->by_path, path);
}

GBytes *revision_facts(struct revision *revision, const char *path)
{
	const struct row *row = find_row(revision, path);

	return row && row->content ? row->content->facts : NULL;
}

/* --- what a change alters ------------------------------------------------ */

/* The facts of a text, also of one that was put aside: as the linker would
 * have them if it asked. `now` compiles it if nobody did. */
static GBytes *facts_asked(struct revision *revision, const struct row *row,
			   bool now)
{
	struct revisions *all = revision->all;
	struct content *content = row ? row->content : NULL;
	struct job job;
	GByteArray *facts;

	if (!content || !content->aside)
		return content ? content->facts : NULL;
	make_key(content);
	if (now && !facts_of(all, content->key)) {
		job = (struct job){.kind = JOB_DEMAND,
				   .location = revision->location,
				   .path = row->path,
				   .id = content->id,
				   .language = content->language};
		facts = g_byte_array_new();
		ask(all, &job, content->key, facts);
		g_byte_array_unref(facts);
	}
	return facts_of(all, content->key);
}

static bool is_same(const struct row *a, const struct row *b)
{
	return a && b && a->content == b->content && a->reason == b->reason;
}

/* Adds all that uses a name until there is no more. */
static void add_users(struct revision *head, GHashTable *names,
		      GHashTable *altered)
{
	guint known;

	do {
		known = g_hash_table_size(names);
		for (uint32_t i = 0; i < head->n_rows; i++) {
			const struct row *row = &head->rows[i];
			GBytes *facts = facts_asked(head, row, false);

			/* Also what is altered already has exports. */
			if (facts && exports_used(facts, names) &&
			    !g_hash_table_contains(altered, row->path))
				g_hash_table_add(altered, g_strdup(row->path));
		}
	} while (g_hash_table_size(names) > known);
}

GHashTable *revisions_altered(struct revision *base, struct revision *head,
			      GHashTable *before, GError **error)
{
	struct revisions *all = head->all;
	GHashTable *altered =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	GHashTable *names =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	for (uint32_t i = 0; i < head->n_rows; i++) {
		const struct row *new = &head->rows[i], *old;
		const char *path = g_hash_table_lookup(before, new->path);

		old = find_row(base, path ? path : new->path);
		if (!path && is_same(old, new))
			continue;
		g_hash_table_add(altered, g_strdup(new->path));
		exports_differ(facts_asked(base, old, true),
			       facts_asked(head, new, true), path != NULL,
			       names);
	}
	for (uint32_t i = 0; i < base->n_rows; i++) {
		const struct row *old = &base->rows[i];

		if (find_row(head, old->path))
			continue;
		g_hash_table_add(altered, g_strdup(old->path));
		exports_differ(facts_asked(base, old, true), NULL, true, names);
	}
	if (g_hash_table_size(names))
		add_users(head, names, altered);
	g_hash_table_unref(names);
	if (!all->error)
		return altered;
	g_propagate_error(error, g_steal_pointer(&all->error));
	g_hash_table_unref(altered);
	return NULL;
}

bool revisions_mapped(const struct revisions *all)
{
	return all->mapped;
}

unsigned revisions_compiled(const struct revisions *all)
{
	return all->compiled;
}
