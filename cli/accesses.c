#include "cli/accesses.h"

#include <string.h>

#include "cli/print.h"
#include "cli/query.h"

/* More evidence of one edge than this is counted, not listed. */
#define EVIDENCE_MAX 20

/* Lists of columns are broken behind so many characters. */
#define COLUMNS_WIDTH 72

struct answer {
	const struct access_words *words;
	const struct graph *graph;
	const char *object; /* as it was asked for */
	struct target target;
	struct walk *walk;
	struct touch *touch;
};

static const struct node *node_at(const struct answer *answer, uint32_t index)
{
	return &answer->graph->nodes[index];
}

/* --- the object --- */

static void print_object(const struct answer *answer)
{
	const struct node *node = node_at(answer, answer->target.node);
	char *name = print_name(node), *owners = print_owners(node);
	const char *kind = kind_name(&NODE_KIND, node->kind);
	char *column = answer->target.column
			       ? g_strdup_printf("column %s of ",
						 answer->target.column)
			       : g_strdup("");

	if (node->n_owners)
		print_line("%s%s %s, owned by %s", column, kind, name, owners);
	else
		print_line("%s%s %s%s, no owner", column, kind, name,
			   node->bound ? "" : " (no catalog defines it)");
	g_free(column);
	g_free(owners);
	g_free(name);
}

/* --- edges --- */

/* Whether the column counts at the station. */
static bool is_asked_for(const struct station *station, const char *column)
{
	for (uint32_t i = 0; i < station->n_columns; i++)
		if (strcmp(column, "*") == 0 ||
		    g_ascii_strcasecmp(column, station->columns[i]) == 0)
			return true;
	return station->n_columns == 0;
}

/* "columns: id (select), total (select, where)", over several lines where
 * there are many. */
static void add_columns(struct print_table *table,
			const struct station *station, const struct edge *edge)
{
	GString *line = g_string_new("columns: ");

	for (uint32_t i = 0; i < edge->n_columns; i++) {
		const struct used_column *column = &edge->columns[i];
		char *roles;

		if (!is_asked_for(station, column->name))
			continue;
		if (line->len > COLUMNS_WIDTH) {
			print_note(table, 4, "%s,", line->str);
			g_string_assign(line, "         ");
		} else if (line->str[line->len - 1] != ' ') {
			g_string_append(line, ", ");
		}
		roles = print_words(&ROLE, column->roles);
		g_string_append_printf(line, "%s (%s)", column->name, roles);
		g_free(roles);
	}
	if (line->str[line->len - 1] != ' ')
		print_note(table, 4, "%s", line->str);
	g_string_free(line, TRUE);
}

static void add_remark(GString *remarks, const char *remark)
{
	g_string_append_printf(remarks, "%s%s", remarks->len ? ", " : "  (",
			       remark);
}

/* What is not as it mostly is, in parentheses; or nothing. */
static char *evidence_remarks(const struct edge *edge,
			      const struct evidence *evidence)
{
	GString *remarks = g_string_new(NULL);

	if (evidence->confidence != edge->confidence)
		add_remark(remarks,
			   kind_name(&CONFIDENCE, evidence->confidence));
	if (evidence->scope != SCOPE_MAIN && evidence->scope != SCOPE_NONE)
		add_remark(remarks, kind_name(&SCOPE, evidence->scope));
	if (evidence->via != VIA_SQL && evidence->via != VIA_CATALOG &&
	    evidence->via != VIA_NONE)
		add_remark(remarks, kind_name(&VIA, evidence->via));
	if (remarks->len)
		g_string_append_c(remarks, ')');
	return g_string_free(remarks, FALSE);
}

/* Whether the evidence says something about what counts at the station. */
static bool is_evidence(const struct station *station,
			const struct evidence *evidence)
{
	for (uint32_t i = 0; i < evidence->n_columns; i++)
		if (is_asked_for(station, evidence->columns[i].name))
			return true;
	return station->n_columns == 0;
}

static void add_evidence(struct print_table *table, const struct answer *answer,
			 const struct station *station, const struct edge *edge)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < edge->n_evidence; i++) {
		const struct evidence *evidence = &edge->evidence[i];
		char *place, *remarks;

		if (!is_evidence(station, evidence) || n++ >= EVIDENCE_MAX)
			continue;
		place = print_place(answer->graph, edge, evidence);
		remarks = evidence_remarks(edge, evidence);
		print_note(table, 4, "%s%s", place, remarks);
		g_free(place);
		g_free(remarks);
	}
	if (n > EVIDENCE_MAX)
		print_note(table, 4, "... and %u more (--json has all)",
			   n - EVIDENCE_MAX);
}

static void add_edge(struct print_table *table, const struct answer *answer,
		     const struct station *station, const struct edge *edge)
{
	const struct node *node = node_at(answer, edge->from);
	char *name = print_name(node), *owners = print_owners(node);
	char *operations = print_words(&OPERATION, edge->operations);

	print_cell(table, kind_name(&NODE_KIND, node->kind));
	print_cell(table, name);
	print_cell(table, kind_name(&CONFIDENCE, station->kind == STATION_NAME
							 ? CONFIDENCE_POSSIBLE
							 : edge->confidence));
	print_cell(table, operations[0] ? operations
					: kind_name(&EDGE_KIND, edge->kind));
	print_cell(table, node->n_owners ? owners : "no owner");
	add_columns(table, station, edge);
	add_evidence(table, answer, station, edge);
	g_free(operations);
	g_free(owners);
	g_free(name);
}

/* --- stations --- */

/* "view shop/public.b over view shop/public.a": the way to the object. */
static char *station_way(const struct answer *answer,
			 const struct station *station)
{
	GString *way = g_string_new(NULL);

	while (station->from != GRAPH_ABSENT) {
		const struct node *node = node_at(answer, station->node);
		char *name = print_name(node);

		g_string_append_printf(
			way, "%s%s%s %s", way->len ? " over " : "",
			station->kind == STATION_PARTITION ? "partition "
			: station->kind == STATION_ROOT	   ? "partitioned "
							   : "",
			kind_name(&NODE_KIND, node->kind), name);
		g_free(name);
		station = &answer->walk->stations[station->from];
	}
	return g_string_free(way, FALSE);
}

/* A relation that is only mentioned is not read: "2 readers, 1 mention". */
static char *relation_count(const struct answer *answer,
			    const struct station *station)
{
	uint32_t n = station->n_edges, mentions = 0;
	char *count, *more, *both;

	for (uint32_t i = 0; i < n; i++)
		mentions += answer->graph->edges[station->edges[i]].kind ==
			    EDGE_MENTIONS;
	if (!node_is_relation(&answer->graph->nodes[station->node]))
		mentions = 0;
	count = print_count(n - mentions, answer->words->one,
			    answer->words->many);
	if (!mentions)
		return count;
	more = print_count(mentions, "mention", "mentions");
	both = g_strdup_printf("%s, %s", count, more);
	g_free(count);
	g_free(more);
	return both;
}

/* "2 readers", or what those are that lead to such a station. */
static char *station_count(const struct answer *answer,
			   const struct station *station)
{
	uint32_t n = station->n_edges;

	switch (station->kind) {
	case STATION_ROUTINE:
		return print_count(n, "caller", "callers");
	case STATION_TRIGGER:
		return print_count(n, "table fires it", "tables fire it");
	default:
		return relation_count(answer, station);
	}
}

static void print_heading(const struct answer *answer,
			  const struct station *station)
{
	char *count = station_count(answer, station);
	char *way = station_way(answer, station);

	if (station->kind == STATION_OBJECT)
		print_line("%s", count);
	else if (station->kind == STATION_NAME)
		print_line("possibly, by the name %s, which is bound to "
			   "nothing: %s",
			   node_at(answer, station->node)->name, count);
	else
		print_line("through %s: %s", way, count);
	g_free(count);
	g_free(way);
}

static void print_station(const struct answer *answer,
			  const struct station *station)
{
	struct print_table *table;

	if (station->n_edges + station->n_unknown == 0)
		return;
	print_line("%s", "");
	print_heading(answer, station);
	table = print_table_new(2, 5);
	for (uint32_t i = 0; i < station->n_edges; i++)
		add_edge(table, answer, station,
			 &answer->graph->edges[station->edges[i]]);
	if (station->n_unknown)
		print_note(table, 0, "%u more whose columns are not known",
			   station->n_unknown);
	print_table_end(table);
}

/* --- blind spots --- */

static void print_named_spots(const struct answer *answer)
{
	const struct graph *graph = answer->graph;
	struct print_table *table = print_table_new(2, 4);

	for (uint32_t i = 0; i < graph->n_blind_spots; i++)
		if (touch_of(answer->touch, &graph->blind_spots[i]) ==
		    TOUCHES_NAME)
			print_spot(table, &graph->blind_spots[i]);
	print_table_end(table);
}

static void print_spots_by_reason(const struct answer *answer)
{
	const struct graph *graph = answer->graph;
	uint64_t by_reason[N_REASONS] = {0};
	struct print_table *table = print_table_new(2, 3);

	for (uint32_t i = 0; i < graph->n_blind_spots; i++)
		if (touch_of(answer->touch, &graph->blind_spots[i]) ==
		    TOUCHES_CATALOG)
			by_reason[graph->blind_spots[i].reason] +=
				graph->blind_spots[i].count;
	for (unsigned i = 0; i < N_REASONS; i++) {
		if (!by_reason[i])
			continue;
		print_cell_number(table, by_reason[i]);
		print_cell(table, kind_name(&REASON, i));
		print_cell(table, reason_text((enum reason)i));
	}
	print_table_end(table);
}

static uint64_t count_spots(const struct answer *answer)
{
	uint64_t count = 0;

	for (uint32_t i = 0; i < answer->graph->n_blind_spots; i++) {
		const struct blind_spot *spot = &answer->graph->blind_spots[i];

		if (touch_of(answer->touch, spot) != TOUCHES_NOT)
			count += spot->count;
	}
	return count;
}

static void print_stale(const struct graph *graph)
{
	for (uint32_t i = 0; i < graph->n_sources; i++)
		if (graph->sources[i].stale)
			print_line("source %s is stale: its last scan failed, "
				   "this is from the one before",
				   graph->sources[i].id);
}

/* What is not found is never said without what was not seen. */
static void print_rest(const struct answer *answer)
{
	uint64_t n = count_spots(answer);
	char *spots = print_count(n, "blind spot", "blind spots");
	const char *many = answer->words->many;

	print_line("%s", "");
	if (answer->walk->n_edges == 0 && n == 0)
		print_line("no %s found, and no blind spot may hide any", many);
	else if (answer->walk->n_edges == 0)
		print_line("no %s found; %s may hide some:", many, spots);
	else if (n == 0)
		print_line("no blind spot may hide more %s", many);
	else
		print_line("%s may hide more %s:", spots, many);
	/* Those that name the object one by one, the others by reason. */
	print_named_spots(answer);
	print_spots_by_reason(answer);
	if (n)
		print_line("unmoor blind %s lists them", answer->object);
	print_stale(answer->graph);
	g_free(spots);
}

/* --- the whole --- */

static int print_json(const struct answer *answer)
{
	struct query_part *part = query_part_new(answer->graph);

	part->nodes[answer->target.node] = 1;
	for (uint32_t s = 0; s < answer->walk->n_stations; s++) {
		const struct station *station = &answer->walk->stations[s];

		for (uint32_t i = 0; i < station->n_edges; i++)
			query_part_edge(part, station->edges[i]);
	}
	/* What makes stations of nodes that were found: partitions. */
	for (uint32_t i = 0; i < answer->graph->n_edges; i++) {
		const struct edge *edge = &answer->graph->edges[i];

		if (edge->kind == EDGE_CONTAINS && part->nodes[edge->from] &&
		    part->nodes[edge->to])
			part->edges[i] = 1;
	}
	query_part_touch(part, answer->touch);
	return query_print_json(query_part_end(part));
}

static int print_text(const struct answer *answer)
{
	print_object(answer);
	for (uint32_t i = 0; i < answer->walk->n_stations; i++)
		print_station(answer, &answer->walk->stations[i]);
	print_rest(answer);
	return EXIT_DONE;
}

static int answer_question(const struct access_words *words, const char *map,
			   bool json, const char *object)
{
	struct answer answer = {.words = words, .object = object};
	struct graph *graph = command_load(map);
	int status = EXIT_USAGE;

	if (!graph)
		return EXIT_USAGE;
	answer.graph = graph;
	if (query_target(graph, object, &answer.target)) {
		answer.walk = words->walk(graph, answer.target.node,
					  answer.target.column);
		answer.touch = query_touch(graph, answer.walk);
		status = json ? print_json(&answer) : print_text(&answer);
		touch_free(answer.touch);
		walk_free(answer.walk);
	}
	graph_free(graph);
	return status;
}

int accesses_run(const struct access_words *words, int argc, char **argv)
{
	char *map = NULL;
	gboolean json = FALSE;
	const GOptionEntry entries[] = {{"map", 0, 0, G_OPTION_ARG_FILENAME,
					 &map, "The map to ask (unmoor.db)",
					 "FILE"},
					{"json", 0, 0, G_OPTION_ARG_NONE, &json,
					 "Answer with a part of the map", NULL},
					{0}};
	int status = EXIT_USAGE;

	if (!command_options(words->command, entries, &argc, &argv))
		status = EXIT_USAGE;
	else if (argc != 2)
		command_fail("%s: give one OBJECT: a table, table.column, "
			     "routine, or the id of any node",
			     words->command->name);
	else
		status = answer_question(words, map, json, argv[1]);
	g_free(map);
	return status;
}
