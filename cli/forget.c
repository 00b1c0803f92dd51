/* unmoor forget: drops a source from the map. */

#include <stdio.h>
#include <string.h>

#include "cli/command.h"
#include "cli/config.h"
#include "cli/pipeline/relink.h"

struct forget {
	const char *map, *source;
	struct config *config;
	struct link_settings settings;
	struct store *store;
	struct pool *pool;
	bool scanned; /* there are texts to link again */
};

/* An error unless the map has the source; it lists those it has. */
static bool check_source(struct forget *forget, GError **error)
{
	struct store_source *sources;
	struct arena arena;
	GString *all = g_string_new(NULL);
	bool found = false;
	uint32_t n;

	arena_init(&arena);
	if (store_sources(forget->store, &arena, &sources, &n, error)) {
		for (uint32_t i = 0; i < n; i++) {
			found |= strcmp(sources[i].source.id, forget->source) ==
				 0;
			g_string_append_printf(all, " %s",
					       sources[i].source.id);
		}
		if (!found)
			g_set_error(error, STORE_ERROR, STORE_ERROR_MISSING,
				    "%s: the map has no such source; it "
				    "has:%s",
				    forget->source, n ? all->str : " none");
	}
	arena_release(&arena);
	g_string_free(all, TRUE);
	return found;
}

/* Stops at the first text. */
static bool found_text(const struct store_text *text, void *payload)
{
	(void)text;
	*(bool *)payload = true;
	return false;
}

/* An imported map has no facts to link: what the source gave is cut out. */
static bool cut(struct forget *forget, GError **error)
{
	struct graph *graph = store_get_graph(forget->store, error), *rest;
	bool put;

	if (!graph)
		return false;
	rest = graph_without_source(graph, forget->source);
	put = store_remove_source(forget->store, forget->source, error) &&
	      store_put_graph(forget->store, rest, STORE_IMPORTED, error);
	graph_free(rest);
	graph_free(graph);
	return put;
}

static bool link_again(struct forget *forget, GError **error)
{
	struct relink_counts counts;

	return store_remove_source(forget->store, forget->source, error) &&
	       relink(forget->store, forget->pool, forget->map,
		      &forget->settings, true, &counts, error);
}

static bool run_steps(struct forget *forget, GError **error)
{
	return store_begin(forget->store, error) &&
	       check_source(forget, error) &&
	       store_texts(forget->store, NULL, found_text, &forget->scanned,
			   error) &&
	       (forget->scanned ? link_again(forget, error)
				: cut(forget, error)) &&
	       store_commit(forget->store, error);
}

static int drop(struct forget *forget)
{
	GError *error = NULL;
	bool done = false;
	int status = EXIT_DONE;

	/* Before anything else is open: see pool.h. */
	forget->pool = pool_new(1, &error);
	if (!forget->pool)
		return command_fail_error(error);
	/* To write, but only a map that is there. */
	forget->store = store_open(forget->map, STORE_READ, &error);
	store_close(forget->store);
	if (forget->store)
		forget->store = store_open(forget->map, STORE_WRITE, &error);
	if (forget->store) {
		done = run_steps(forget, &error);
		if (!done)
			store_rollback(forget->store);
	}
	/* The source is gone already; this is for the bytes it leaves. */
	if (done && !store_compact(forget->store, &error)) {
		command_fail_error(error);
		status = EXIT_FAILURES;
	}
	store_close(forget->store);
	pool_free(forget->pool);
	if (!done)
		return command_fail_error(error);
	fprintf(stderr, "%s: %s is forgotten\n", forget->map, forget->source);
	return status;
}

static int run(int argc, char **argv);

const struct command command_forget = {
	.name = "forget",
	.usage = "[--map FILE] [-c unmoor.yaml] SOURCE",
	.summary = "drops a source from the map",
	.run = run,
};

static int run(int argc, char **argv)
{
	struct forget forget = {0};
	char *map = NULL, *config = NULL;
	const GOptionEntry entries[] = {
		{"map", 0, 0, G_OPTION_ARG_FILENAME, &map,
		 "The map (unmoor.db)", "FILE"},
		{"config", 'c', 0, G_OPTION_ARG_FILENAME, &config,
		 "What says which source talks to which catalog (unmoor.yaml, "
		 "if it is there)",
		 "FILE"},
		{0}};
	GError *error = NULL;
	int status = EXIT_USAGE;

	if (!command_options(&command_forget, entries, &argc, &argv)) {
		status = EXIT_USAGE;
	} else if (argc != 2) {
		command_fail("forget: give one SOURCE, by its name in the "
			     "map");
	} else if (!config_find(config, &forget.config, &error)) {
		command_fail_error(error);
	} else {
		forget.map = map ? map : "unmoor.db";
		forget.source = argv[1];
		config_link_settings(forget.config, &forget.settings);
		status = drop(&forget);
		g_free((gpointer)forget.settings.talks_to);
	}
	config_free(forget.config);
	g_free(config);
	g_free(map);
	return status;
}
