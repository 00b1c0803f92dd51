#include "graph/link/linker.h"
#include "graph/link/relations.h"

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
		unit_add_facts(linker, unit, unit->text->facts,
			       unit->text->n_facts, false);
}

static void linker_init(struct linker *linker,
			const struct link_source *sources, uint32_t n_sources,
			const struct link_text *texts, uint32_t n_texts)
{
	arena_init(&linker->arena);
	arena_init(&linker->scratch);
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
	linker->used = g_hash_table_new(NULL, NULL);
	linker->runners = runners_new();
	linker->schemas =
		arena_alloc(&linker->arena, (size_t)n_sources * n_sources *
						    sizeof(*linker->schemas));
	linker->views = g_hash_table_new(NULL, NULL);
	linker->rows = g_hash_table_new(NULL, NULL);
	linker->placed = g_hash_table_new(NULL, NULL);
	linker->seen = g_hash_table_new(NULL, NULL);
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
	relations_free(linker->relations);
	if (linker->told)
		g_hash_table_unref(linker->told);
	symbols_free(linker->symbols);
	runners_free(linker->runners);
	g_hash_table_unref(linker->settled);
	g_hash_table_unref(linker->used);
	binder_release(&linker->binder);
	g_hash_table_unref(linker->views);
	g_hash_table_unref(linker->rows);
	g_hash_table_unref(linker->placed);
	if (linker->labels)
		g_hash_table_unref(linker->labels);
	g_hash_table_unref(linker->seen);
	g_ptr_array_unref(linker->held);
	arena_release(&linker->scratch);
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
	/* Tables named by convention are definitions like those of DDL. */
	link_model_tables(&linker);
	link_catalogs(&linker);
	link_talks(&linker);
	/* Views get their columns before anything is resolved over them. */
	link_views(&linker);
	link_objects(&linker);
	link_databases(&linker);
	link_places(&linker);
	link_statements(&linker);
	link_model_uses(&linker);
	link_owners(&linker);
	link_ledger(&linker);
	graph_finish(linker.graph);
	linker_release(&linker);
	return linker.graph;
}
