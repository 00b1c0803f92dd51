/* unmoor import: a map from JSON. */

#include <stdio.h>

#include "cli/command.h"
#include "graph/store/store.h"
#include "output/json_import.h"

/* Stops at the first text: its map was scanned. */
static bool found_text(const struct store_text *text, void *payload)
{
	(void)text;
	*(bool *)payload = true;
	return false;
}

/* What was imported before goes; what was scanned stays and is an error. */
static bool clear_store(struct store *store, const char *map, GError **error)
{
	struct store_source *sources;
	struct arena arena;
	bool scanned = false, cleared;
	uint32_t n;

	if (!store_texts(store, NULL, found_text, &scanned, error))
		return false;
	if (scanned) {
		g_set_error(error, STORE_ERROR, STORE_ERROR_FORM,
			    "%s: this map was made by a scan; import into "
			    "another one: --map FILE",
			    map);
		return false;
	}
	arena_init(&arena);
	cleared = store_sources(store, &arena, &sources, &n, error);
	for (uint32_t i = 0; cleared && i < n; i++)
		cleared =
			store_remove_source(store, sources[i].source.id, error);
	arena_release(&arena);
	return cleared;
}

static bool put(const struct graph *graph, const char *map, GError **error)
{
	struct store *store = store_open(map, STORE_WRITE, error);
	bool good;

	if (!store)
		return false;
	good = store_begin(store, error) && clear_store(store, map, error) &&
	       store_put_graph(store, graph, STORE_IMPORTED, error) &&
	       store_commit(store, error);
	if (!good)
		store_rollback(store);
	store_close(store);
	return good;
}

static int import(const char *path, const char *map)
{
	GError *error = NULL;
	struct graph *graph = json_import(path, &error);

	if (!graph)
		return command_fail_error(error);
	if (put(graph, map, &error))
		fprintf(stderr, "%s: %u nodes, %u edges\n", map, graph->n_nodes,
			graph->n_edges);
	graph_free(graph);
	return error ? command_fail_error(error) : EXIT_DONE;
}

static int run(int argc, char **argv);

const struct command command_import = {
	.name = "import",
	.usage = "[--map FILE] FILE.json",
	.summary = "a map from JSON, as export writes it",
	.run = run,
};

static int run(int argc, char **argv)
{
	char *map = NULL;
	const GOptionEntry entries[] = {{"map", 0, 0, G_OPTION_ARG_FILENAME,
					 &map, "The map to make (unmoor.db)",
					 "FILE"},
					{0}};
	int status = EXIT_USAGE;

	if (!command_options(&command_import, entries, &argc, &argv))
		status = EXIT_USAGE;
	else if (argc != 2)
		command_fail("import: give one FILE.json");
	else
		status = import(argv[1], map ? map : "unmoor.db");
	g_free(map);
	return status;
}
