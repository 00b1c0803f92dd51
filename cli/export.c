/* unmoor export: the map, or a part of it, in a format for other tools. */

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/command.h"
#include "cli/query.h"
#include "graph/query/walk.h"
#include "output/writer.h"

struct export
{
	char *map, *format, *output, *only, *around, *level;
	gint depth;
	const struct writer *writer;
	struct writer_options options;
	bool kinds[N_NODE_KINDS]; /* of --only */
};

/* --- options --- */

static bool parse_only(struct export *export)
{
	char **names;
	bool good = true;

	if (!export->only)
		return true;
	names = g_strsplit(export->only, ",", -1);
	for (char **name = names; good && *name; name++) {
		unsigned kind = NODE_NONE;

		good = kind_parse(&NODE_KIND, *name, &kind) && kind;
		if (good)
			export->kinds[kind] = true;
		else
			command_fail("--only %s: there is no such kind of "
				     "object, as table, view, function or job",
				     *name);
	}
	g_strfreev(names);
	return good;
}

static bool parse_level(struct export *export)
{
	static const char *const levels[] = {
		[LEVEL_OF_TABLES] = "table",
		[LEVEL_OF_SCHEMAS] = "schema",
		[LEVEL_OF_SOURCES] = "source",
	};

	if (!export->level)
		return true;
	if (!export->writer->levels) {
		command_fail("--level: %s has no levels", export->format);
		return false;
	}
	for (size_t i = 0; i < G_N_ELEMENTS(levels); i++) {
		if (strcmp(export->level, levels[i]) == 0) {
			export->options.level = (enum writer_level)i;
			return true;
		}
	}
	command_fail("--level %s: it is one of table, schema, source",
		     export->level);
	return false;
}

static bool parse_format(struct export *export)
{
	GString *formats;

	if (export->format)
		export->writer = writer_find(export->format);
	if (export->writer)
		return true;
	formats = g_string_new(NULL);
	for (const struct writer *const *w = writer_list(); *w; w++)
		g_string_append_printf(formats, " %s", (*w)->name);
	if (export->format)
		command_fail("--format %s: there is no such format; there "
			     "are:%s",
			     export->format, formats->str);
	else
		command_fail("export: give --format, one of:%s", formats->str);
	g_string_free(formats, TRUE);
	return false;
}

static bool parse_options(struct export *export, int argc)
{
	if (argc != 1) {
		command_fail("export: it takes no argument; -o names the "
			     "file, --around an object");
		return false;
	}
	if (export->depth < 0) {
		command_fail("--depth: give a number from 0");
		return false;
	}
	return parse_format(export) && parse_level(export) &&
	       parse_only(export);
}

/* --- the part --- */

static bool choose_around(struct export *export, struct query_part *part)
{
	const struct graph *graph = part->graph;
	struct target target;
	struct touch *touch;

	if (!export->around) {
		memset(part->nodes, 1, graph->n_nodes);
		memset(part->spots, 1, graph->n_blind_spots);
		return true;
	}
	if (!query_target(graph, export->around, &target))
		return false;
	walk_around(graph, target.node, (uint32_t) export->depth, part->nodes);
	touch = touch_new(graph, target.node);
	query_part_touch(part, touch);
	touch_free(touch);
	return true;
}

/* What is asked for; NULL after a message. Frees the graph. */
static struct graph *choose(struct export *export, struct graph *graph)
{
	struct query_part *part = query_part_new(graph);
	bool found = choose_around(export, part);
	struct graph *chosen;

	for (uint32_t i = 0; export->only && i < graph->n_nodes; i++)
		part->nodes[i] &= export->kinds[graph->nodes[i].kind];
	for (uint32_t i = 0; i < graph->n_edges; i++)
		part->edges[i] = part->nodes[graph->edges[i].from] &&
				 part->nodes[graph->edges[i].to];
	chosen = query_part_end(part);
	graph_free(graph);
	if (found)
		return chosen;
	graph_free(chosen);
	return NULL;
}

/* --- writing --- */

static int fail_output(const char *path)
{
	return command_fail("%s: cannot be written: %s", path,
			    g_strerror(errno));
}

/* Into a file beside the one that is meant, which takes its place when it is
 * whole. */
static int write_file(const struct export *export, const struct graph *graph)
{
	char *path = g_strdup_printf("%s.%d.tmp", export->output, getpid());
	FILE *out = fopen(path, "wxe");
	GError *error = NULL;
	int status = EXIT_DONE;

	if (!out) {
		status = fail_output(export->output);
	} else if (!export->writer->write(graph, &export->options, out,
					  &error)) {
		fclose(out);
		status = command_fail("%s: %s", export->output, error->message);
		g_error_free(error);
	} else if (fclose(out) != 0 || rename(path, export->output) != 0) {
		status = fail_output(export->output);
	}
	if (out && status != EXIT_DONE)
		unlink(path);
	g_free(path);
	return status;
}

static int write_out(const struct export *export, const struct graph *graph)
{
	GError *error = NULL;

	if (export->output && strcmp(export->output, "-") != 0)
		return write_file(export, graph);
	return export->writer->write(graph, &export->options, stdout, &error)
		       ? EXIT_DONE
		       : command_fail_error(error);
}

static int export_map(struct export *export)
{
	struct graph *graph = command_load(export->map);
	int status;

	if (graph && (export->around || export->only))
		graph = choose(export, graph);
	if (!graph)
		return EXIT_USAGE;
	status = write_out(export, graph);
	graph_free(graph);
	return status;
}

static int run(int argc, char **argv);

const struct command command_export = {
	.name = "export",
	.usage = "--format FORMAT [-o FILE] [--only KINDS] [--around OBJECT "
		 "[--depth N]] [--level LEVEL]",
	.summary = "the map or a part of it for other tools (dot, json)",
	.run = run,
};

static int run(int argc, char **argv)
{
	struct export export = {.depth = 1};
	const GOptionEntry entries[] = {
		{"map", 0, 0, G_OPTION_ARG_FILENAME, &export.map,
		 "The map to export (unmoor.db)", "FILE"},
		{"format", 0, 0, G_OPTION_ARG_STRING, &export.format,
		 "What to write: dot, json", "FORMAT"},
		{"output", 'o', 0, G_OPTION_ARG_FILENAME, &export.output,
		 "Where to write it; standard output unless told", "FILE"},
		{"only", 0, 0, G_OPTION_ARG_STRING, &export.only,
		 "Only objects of these kinds: table,view", "KINDS"},
		{"around", 0, 0, G_OPTION_ARG_STRING, &export.around,
		 "Only what is near this object", "OBJECT"},
		{"depth", 0, 0, G_OPTION_ARG_INT, &export.depth,
		 "How many edges away that is (1)", "N"},
		{"level", 0, 0, G_OPTION_ARG_STRING, &export.level,
		 "What is drawn as one: table, schema, source", "LEVEL"},
		{0}};
	int status = EXIT_USAGE;

	if (command_options(&command_export, entries, &argc, &argv) &&
	    parse_options(&export, argc))
		status = export_map(&export);
	g_free(export.map);
	g_free(export.format);
	g_free(export.output);
	g_free(export.only);
	g_free(export.around);
	g_free(export.level);
	return status;
}
