#include "graph/link/linker.h"

#include <string.h>

void unit_add_facts(struct linker *linker, struct unit *unit,
		    const guint8 *bytes, size_t size)
{
	struct fact_reader reader = {bytes, size, &linker->arena, false};
	struct fact *fact;

	while ((fact = fact_next(&reader)))
		*ARENA_PUSH(&linker->arena, unit->facts, unit->n_facts) = fact;
	if (reader.broken)
		ledger_add(linker, unit, NULL, REASON_UNREADABLE_TEXT, 0, NULL,
			   "the map holds broken facts of this text", NULL);
}

static bool same_statement(const struct fact *a, const struct fact *b)
{
	const struct sql_name *x = &a->accessor.object.name;
	const struct sql_name *y = &b->accessor.object.name;

	if (a->as.statement.fingerprint != b->as.statement.fingerprint ||
	    a->as.statement.span.line != b->as.statement.span.line ||
	    a->place.line != b->place.line || x->n_parts != y->n_parts)
		return false;
	for (uint32_t i = 0; i < x->n_parts; i++)
		if (strcmp(x->parts[i], y->parts[i]) != 0)
			return false;
	return true;
}

static int compare_statements(const void *a, const void *b)
{
	const struct fact *x = *(struct fact *const *)a;
	const struct fact *y = *(struct fact *const *)b;

	if (x->as.statement.fingerprint != y->as.statement.fingerprint)
		return x->as.statement.fingerprint < y->as.statement.fingerprint
			       ? -1
			       : 1;
	if (x->place.line != y->place.line)
		return x->place.line < y->place.line ? -1 : 1;
	return (int)y->confidence - (int)x->confidence;
}

/*
 * A statement may be found twice: by reading its string alone, and again when
 * an import shows that the string goes to a sink. The surer one stays.
 */
static void unit_join_statements(struct unit *unit)
{
	g_autofree struct fact **found = g_new(struct fact *, unit->n_facts);
	uint32_t n = 0;

	FOR_FACTS(unit, fact)
	if (fact->kind == FACT_STATEMENT && fact->as.statement.fingerprint)
		found[n++] = fact;
	qsort(found, n, sizeof(*found), compare_statements);
	for (uint32_t i = 1, kept = 0; i < n; i++) {
		if (same_statement(found[kept], found[i]))
			found[i]->kind = N_FACT_KINDS; /* passed over */
		else
			kept = i;
	}
}

static void linker_init_units(struct linker *linker,
			      const struct link_text *texts, uint32_t n_texts)
{
	linker->units =
		arena_alloc(&linker->arena, n_texts * sizeof(*linker->units));
	linker->n_units = n_texts;
	for (uint32_t i = 0; i < n_texts; i++) {
		struct unit *unit = &linker->units[i];

		unit->source = texts[i].source;
		unit->path = texts[i].path;
		unit->text = &texts[i];
		unit->aside = texts[i].aside;
		unit->node = GRAPH_ABSENT;
		unit->scope = scope_of_path(texts[i].path);
	}
	FOR_UNITS(linker, unit)
	unit_add_facts(linker, unit, unit->text->facts, unit->text->n_facts);
}

static void linker_init(struct linker *linker,
			const struct link_source *sources, uint32_t n_sources,
			const struct link_text *texts, uint32_t n_texts)
{
	arena_init(&linker->arena);
	linker->graph = graph_new();
	linker->sources = sources;
	linker->n_sources = n_sources;
	linker->catalogs = arena_alloc(&linker->arena,
				       n_sources * sizeof(*linker->catalogs));
	linker->talks =
		arena_alloc(&linker->arena, n_sources * sizeof(*linker->talks));
	linker->prose =
		arena_alloc(&linker->arena, n_sources * sizeof(*linker->prose));
	linker->settled = g_hash_table_new(NULL, NULL);
	linker->views = g_hash_table_new(NULL, NULL);
	linker->row_tables = g_hash_table_new(NULL, NULL);
	linker->placed = g_hash_table_new(NULL, NULL);
	linker->held = g_ptr_array_new_with_free_func(
		(GDestroyNotify)g_byte_array_unref);
	for (uint32_t i = 0; i < n_sources; i++)
		graph_add_source(linker->graph, &sources[i].source);
	linker_init_units(linker, texts, n_texts);
}

static void linker_release(struct linker *linker)
{
	for (uint32_t i = 0; i < linker->n_sources; i++)
		if (linker->catalogs[i])
			catalog_free(linker->catalogs[i]);
	symbols_free(linker->symbols);
	g_hash_table_unref(linker->settled);
	g_hash_table_unref(linker->views);
	g_hash_table_unref(linker->row_tables);
	g_hash_table_unref(linker->placed);
	g_ptr_array_unref(linker->held);
	arena_release(&linker->arena);
}

struct graph *link_graph(const struct link_source *sources, uint32_t n_sources,
			 const struct link_text *texts, uint32_t n_texts,
			 const struct link_settings *settings,
			 const struct link_callbacks *callbacks)
{
	static const struct link_settings no_settings;
	static const struct link_callbacks no_callbacks;
	struct linker linker = {
		.settings = settings ? settings : &no_settings,
		.callbacks = callbacks ? callbacks : &no_callbacks,
	};

	linker_init(&linker, sources, MIN(n_sources, LINK_SOURCES_MAX), texts,
		    n_texts);
	/* Imports first: what they complete are statements as all others. */
	link_imports(&linker);
	FOR_UNITS(&linker, unit)
	unit_join_statements(unit);
	/* Tables named by convention are definitions like those of DDL. */
	link_model_tables(&linker);
	link_catalogs(&linker);
	link_talks(&linker);
	/* Views get their columns before anything is resolved over them. */
	link_views(&linker);
	link_objects(&linker);
	link_places(&linker);
	link_statements(&linker);
	link_model_uses(&linker);
	link_owners(&linker);
	link_ledger(&linker);
	graph_finish(linker.graph);
	linker_release(&linker);
	return linker.graph;
}
