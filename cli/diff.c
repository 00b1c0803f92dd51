/* unmoor diff: what two maps have not in common. */

#include <stdio.h>
#include <string.h>

#include "cli/command.h"
#include "cli/print.h"
#include "graph/check/difference.h"
#include "graph/store/store.h"
#include "output/difference.h"
#include "output/json_import.h"

/* --- reading ------------------------------------------------------------- */

/* A map is a file of SQLite; anything else is read as JSON. */
static bool is_store(const char *path)
{
	static const char magic[] = "SQLite format 3";
	char head[sizeof(magic)] = "";
	FILE *file = fopen(path, "rb");
	bool found = file &&
		     fread(head, 1, sizeof(head), file) == sizeof(head) &&
		     memcmp(head, magic, sizeof(head)) == 0;

	if (file)
		fclose(file);
	return found;
}

static struct graph *load(const char *path)
{
	GError *error = NULL;
	struct graph *graph;

	if (is_store(path))
		return command_load(path);
	graph = json_import(path, &error);
	if (!graph)
		command_fail_error(error);
	return graph;
}

/* --- text ---------------------------------------------------------------- */

static char *node_text(const struct graph *graph, uint32_t index)
{
	const struct node *node = &graph->nodes[index];
	char *name = print_name(node);
	char *text = g_strdup_printf("%s %s", kind_name(&NODE_KIND, node->kind),
				     name);

	g_free(name);
	return text;
}

static char *edge_text(const struct graph *graph, uint32_t index)
{
	const struct edge *edge = &graph->edges[index];
	char *from = node_text(graph, edge->from);
	char *to = node_text(graph, edge->to);
	char *words = print_words(&OPERATION, edge->operations);
	char *text = g_strdup_printf(
		"%s %s %s%s%s%s", from, kind_name(&EDGE_KIND, edge->kind), to,
		*words ? " (" : "", words, *words ? ")" : "");

	g_free(from);
	g_free(to);
	g_free(words);
	return text;
}

static char *spot_text(const struct graph *graph, uint32_t index)
{
	const struct blind_spot *spot = &graph->blind_spots[index];
	const char *what = spot->pattern ? spot->pattern : spot->detail;

	return g_strdup_printf(
		"%s %s%s%s%s%s", kind_name(&REASON, spot->reason), spot->source,
		spot->path ? "/" : "", spot->path ? spot->path : "",
		what ? " " : "", what ? what : "");
}

static char *row_text(const struct difference *row, const struct graph *graph,
		      uint32_t index)
{
	switch (row->kind) {
	case DIFFERENCE_SOURCE:
		return g_strdup_printf(
			"%s (%s)", graph->sources[index].id,
			kind_name(&SOURCE_KIND, graph->sources[index].kind));
	case DIFFERENCE_NODE:
		return node_text(graph, index);
	case DIFFERENCE_EDGE:
		return edge_text(graph, index);
	default:
		return spot_text(graph, index);
	}
}

static void print_row(const struct differences *differences,
		      const struct difference *row)
{
	bool added = row->old == GRAPH_ABSENT, gone = row->new == GRAPH_ABSENT;
	char *text = row_text(row, gone ? differences->old : differences->new,
			      gone ? row->old : row->new);

	if (row->kind == DIFFERENCE_BLIND_SPOT && !added && !gone)
		print_line("  ~ %s: %" G_GUINT64_FORMAT
			   " -> %" G_GUINT64_FORMAT,
			   text, row->old_count, row->new_count);
	else
		print_line("  %s %s", added ? "+" : gone ? "-" : "~", text);
	for (uint32_t i = 0; i < row->n_fields; i++) {
		const struct difference_field *field = &row->fields[i];

		print_line("      %s: %s -> %s", field->name,
			   field->old ? field->old : "none",
			   field->new ? field->new : "none");
	}
	g_free(text);
}

struct counts {
	uint32_t added, gone, changed;
};

static struct counts count(const struct differences *differences,
			   enum difference_kind kind)
{
	struct counts counts = {0, 0, 0};

	for (uint32_t i = 0; i < differences->n; i++) {
		const struct difference *row = &differences->rows[i];

		if (row->kind != kind)
			continue;
		counts.added += row->old == GRAPH_ABSENT;
		counts.gone += row->new == GRAPH_ABSENT;
		counts.changed +=
			row->old != GRAPH_ABSENT && row->new != GRAPH_ABSENT;
	}
	return counts;
}

static void print_text(const struct differences *differences)
{
	static const char *const titles[N_DIFFERENCE_KINDS] = {
		"sources", "nodes", "edges", "blind spots"};
	uint32_t at = 0;

	if (!differences->n)
		print_line("the maps say the same");
	for (unsigned kind = 0; kind < N_DIFFERENCE_KINDS; kind++) {
		struct counts counts =
			count(differences, (enum difference_kind)kind);

		if (counts.added + counts.gone + counts.changed == 0)
			continue;
		if (at)
			print_line("%s", "");
		print_line("%s: %u added, %u removed, %u changed", titles[kind],
			   counts.added, counts.gone, counts.changed);
		for (;
		     at < differences->n && differences->rows[at].kind == kind;
		     at++)
			print_row(differences, &differences->rows[at]);
	}
}

/* --- running ------------------------------------------------------------- */

static int compare(const struct graph *old, const struct graph *new, bool json)
{
	struct differences *differences = differences_new(old, new);
	int status = differences->n ? EXIT_FOUND : EXIT_DONE;
	GError *error = NULL;

	if (!json)
		print_text(differences);
	else if (!difference_write_json(differences, stdout, &error))
		status = command_fail_error(error);
	differences_free(differences);
	return status;
}

static int run(int argc, char **argv);

const struct command command_diff = {
	.name = "diff",
	.usage = "[--json] OLD NEW",
	.summary = "what two maps have not in common",
	.run = run,
};

static int run(int argc, char **argv)
{
	gboolean json = FALSE;
	const GOptionEntry entries[] = {{"json", 0, 0, G_OPTION_ARG_NONE, &json,
					 "Answer as JSON "
					 "(docs/diff.schema.json)",
					 NULL},
					{0}};
	struct graph *old, *new = NULL;
	int status = EXIT_USAGE;

	if (!command_options(&command_diff, entries, &argc, &argv))
		return EXIT_USAGE;
	if (argc != 3)
		return command_fail("diff: give two maps, the older one first");
	old = load(argv[1]);
	if (old)
		new = load(argv[2]);
	if (new)
		status = compare(old, new, json);
	graph_free(old);
	graph_free(new);
	return status;
}
