/* unmoor blind: the ledger of what could not be understood. */

#include <string.h>

#include "cli/command.h"
#include "cli/print.h"
#include "cli/query.h"

struct blind {
	char *map, *source, *reason;
	gboolean json;
	const struct graph *graph;
	unsigned wanted;     /* a reason; REASON_NONE: all */
	struct touch *touch; /* of OBJECT, or NULL */
};

static bool is_wanted(const struct blind *blind, const struct blind_spot *spot)
{
	return (!blind->source || strcmp(spot->source, blind->source) == 0) &&
	       (!blind->wanted || spot->reason == blind->wanted) &&
	       (!blind->touch || touch_of(blind->touch, spot) != TOUCHES_NOT);
}

/* --- text --- */

static int compare_groups(gconstpointer a, gconstpointer b)
{
	const struct blind_spot *x = *(const struct blind_spot *const *)a;
	const struct blind_spot *y = *(const struct blind_spot *const *)b;
	int order = strcmp(x->source, y->source);

	if (order == 0)
		order = (int)x->reason - (int)y->reason;
	if (order == 0) /* as they are in the graph */
		order = x < y ? -1 : x > y;
	return order;
}

/* What is wanted, by source and reason. */
static GPtrArray *collect(const struct blind *blind)
{
	GPtrArray *spots = g_ptr_array_new();

	for (uint32_t i = 0; i < blind->graph->n_blind_spots; i++)
		if (is_wanted(blind, &blind->graph->blind_spots[i]))
			g_ptr_array_add(spots, &blind->graph->blind_spots[i]);
	g_ptr_array_sort(spots, compare_groups);
	return spots;
}

/* The end of the group that begins at `at`; *count is all in it. */
static guint group_end(const GPtrArray *spots, guint at, uint64_t *count)
{
	const struct blind_spot *first = spots->pdata[at];

	*count = 0;
	for (; at < spots->len; at++) {
		const struct blind_spot *spot = spots->pdata[at];

		if (spot->reason != first->reason ||
		    strcmp(spot->source, first->source) != 0)
			break;
		*count += spot->count;
	}
	return at;
}

static void print_summary(const GPtrArray *spots)
{
	struct print_table *table = print_table_new(0, 4);
	uint64_t total = 0, count;
	char *counted;

	print_cell(table, "source");
	print_cell(table, "reason");
	print_cell(table, "spots");
	print_cell(table, "");
	for (guint at = 0, end; at < spots->len; at = end) {
		const struct blind_spot *spot = spots->pdata[at];

		end = group_end(spots, at, &count);
		total += count;
		print_cell(table, spot->source);
		print_cell(table, kind_name(&REASON, spot->reason));
		print_cell_number(table, count);
		print_cell(table, reason_text(spot->reason));
	}
	counted = print_count(total, "blind spot", "blind spots");
	print_line("%s", counted);
	g_free(counted);
	print_line("%s", "");
	print_table_end(table);
}

/* "app/x.py:7", "line 7" of a source that is one text, or nothing. */
static void add_place(struct print_table *table, const struct blind_spot *spot)
{
	const char *path = spot->path ? spot->path : "";

	if (spot->line && path[0])
		print_cellf(table, "%s:%u", path, spot->line);
	else if (spot->line)
		print_cellf(table, "line %u", spot->line);
	else if (path[0] || spot->pattern || spot->detail)
		print_cell(table, path);
	else
		print_cell(table, "the whole source");
}

static void add_spot(struct print_table *table, const struct blind_spot *spot)
{
	add_place(table, spot);
	if (spot->count > 1)
		print_cellf(table, "x%" G_GUINT64_FORMAT, spot->count);
	else
		print_cell(table, "");
	print_cell(table, spot->pattern ? spot->pattern : "");
	if (spot->n_candidates && !spot->detail)
		print_cellf(table, "fits %u objects", spot->n_candidates);
	else
		print_cell(table, spot->detail ? spot->detail : "");
}

static void print_groups(const GPtrArray *spots)
{
	uint64_t count;

	for (guint at = 0, end; at < spots->len; at = end) {
		const struct blind_spot *first = spots->pdata[at];
		struct print_table *table = print_table_new(2, 4);

		end = group_end(spots, at, &count);
		print_line("%s", "");
		print_line("%s: %s", first->source,
			   kind_name(&REASON, first->reason));
		for (guint i = at; i < end; i++)
			add_spot(table, spots->pdata[i]);
		print_table_end(table);
	}
}

static int print_text(const struct blind *blind)
{
	GPtrArray *spots = collect(blind);

	if (spots->len == 0) {
		print_line("no blind spots");
	} else {
		print_summary(spots);
		print_groups(spots);
	}
	g_ptr_array_free(spots, TRUE);
	return EXIT_DONE;
}

static int print_json(const struct blind *blind)
{
	struct query_part *part = query_part_new(blind->graph);

	for (uint32_t i = 0; i < blind->graph->n_blind_spots; i++)
		part->spots[i] =
			is_wanted(blind, &blind->graph->blind_spots[i]);
	return query_print_json(query_part_end(part));
}

/* --- the command --- */

static bool check_options(struct blind *blind, int argc, char **argv)
{
	struct target target;
	struct walk *walk;

	if (blind->reason &&
	    (!kind_parse(&REASON, blind->reason, &blind->wanted) ||
	     blind->wanted == REASON_NONE)) {
		command_fail("%s: there is no such reason; unmoor blind shows "
			     "those that occur",
			     blind->reason);
		return false;
	}
	if (!query_source(blind->graph, blind->source))
		return false;
	if (argc < 2)
		return true;
	if (!query_target(blind->graph, argv[1], &target))
		return false;
	walk = walk_readers(blind->graph, target.node, target.column);
	blind->touch = query_touch(blind->graph, walk);
	walk_free(walk);
	return true;
}

static int show(struct blind *blind, int argc, char **argv)
{
	struct graph *graph = command_load(blind->map);
	int status = EXIT_USAGE;

	if (!graph)
		return EXIT_USAGE;
	blind->graph = graph;
	if (check_options(blind, argc, argv))
		status = blind->json ? print_json(blind) : print_text(blind);
	if (blind->touch)
		touch_free(blind->touch);
	graph_free(graph);
	return status;
}

static int run(int argc, char **argv);

const struct command command_blind = {
	.name = "blind",
	.usage = "[--map FILE] [--source S] [--reason R] [--json] [OBJECT]",
	.summary = "what could not be understood, where and why",
	.run = run,
};

static int run(int argc, char **argv)
{
	struct blind blind = {0};
	const GOptionEntry entries[] = {
		{"map", 0, 0, G_OPTION_ARG_FILENAME, &blind.map,
		 "The map to ask (unmoor.db)", "FILE"},
		{"source", 0, 0, G_OPTION_ARG_STRING, &blind.source,
		 "Only what lies in this source", "SOURCE"},
		{"reason", 0, 0, G_OPTION_ARG_STRING, &blind.reason,
		 "Only what has this reason", "REASON"},
		{"json", 0, 0, G_OPTION_ARG_NONE, &blind.json,
		 "Answer with a part of the map", NULL},
		{0}};
	int status = EXIT_USAGE;

	if (!command_options(&command_blind, entries, &argc, &argv))
		status = EXIT_USAGE;
	else if (argc > 2)
		command_fail("blind: give at most one OBJECT, to see what "
			     "touches it");
	else
		status = show(&blind, argc, argv);
	g_free(blind.map);
	g_free(blind.source);
	g_free(blind.reason);
	return status;
}
