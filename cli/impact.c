/* unmoor impact: everything reached from an object, level by level. */

#include "graph/query/impact.h"

#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "cli/print.h"
#include "cli/query.h"

/* Unless --limit says otherwise. */
#define LIMIT 100

/* Places of one edge, tables in a row, blind spots by name: what is more is
 * counted. */
#define PLACES_MAX 3
#define NAMES_MAX 8
#define SPOTS_MAX 20

static int run(int argc, char **argv);

const struct command command_impact = {
	.name = "impact",
	.usage = "[--map FILE] [--json] [--limit N] OBJECT",
	.summary = "everything reached from an object, level by level",
	.run = run,
};

struct owner_count {
	const char *owner;
	uint32_t n;
};

struct answer {
	const struct graph *graph;
	struct impact *impact;
	const char *object; /* as it was asked for */
	uint32_t limit;	    /* of a level; 0: none */
	GPtrArray *touches; /* struct touch, one a catalog */
	GArray *owners;	    /* struct owner_count, the busiest first */
	uint32_t n_unowned;
	uint64_t n_spots;
};

static const struct node *node_at(const struct answer *answer, uint32_t index)
{
	return &answer->graph->nodes[index];
}

static const struct edge *edge_of(const struct answer *answer,
				  const struct impact_step *step)
{
	return step->edge == GRAPH_ABSENT ? NULL
					  : &answer->graph->edges[step->edge];
}

static const struct impact_step *step_of(const struct answer *answer,
					 const struct reached *reached)
{
	return &answer->impact->steps[reached->step];
}

/* --- what is counted beside --- */

/* One for each catalog: which sources talk to it differs. */
static void add_touch(struct answer *answer, GHashTable *homes, uint32_t index)
{
	const struct node *node = node_at(answer, index);
	struct touch *touch;

	if (!node_is_relation(node) && index != answer->impact->node)
		return;
	touch = g_hash_table_lookup(homes, node->source ? node->source : "");
	if (touch) {
		touch_add(touch, index);
		return;
	}
	touch = touch_new(answer->graph, index);
	g_hash_table_insert(homes, (gpointer)(node->source ? node->source : ""),
			    touch);
	g_ptr_array_add(answer->touches, touch);
}

static enum touching touching(const struct answer *answer,
			      const struct blind_spot *spot)
{
	enum touching most = TOUCHES_NOT;

	for (guint i = 0; i < answer->touches->len; i++) {
		enum touching one = touch_of(answer->touches->pdata[i], spot);

		most = MAX(most, one);
	}
	return most;
}

static void count_spots(struct answer *answer)
{
	GHashTable *homes = g_hash_table_new(g_str_hash, g_str_equal);

	add_touch(answer, homes, answer->impact->node);
	for (uint32_t i = 0; i < answer->impact->n_reached; i++)
		add_touch(answer, homes, answer->impact->reached[i].node);
	g_hash_table_unref(homes);
	for (uint32_t i = 0; i < answer->graph->n_blind_spots; i++) {
		const struct blind_spot *spot = &answer->graph->blind_spots[i];

		if (touching(answer, spot) != TOUCHES_NOT)
			answer->n_spots += spot->count;
	}
}

static int compare_owners(gconstpointer a, gconstpointer b)
{
	const struct owner_count *x = a, *y = b;

	if (x->n != y->n)
		return x->n > y->n ? -1 : 1;
	return strcmp(x->owner, y->owner);
}

static void count_owners(struct answer *answer)
{
	GHashTable *counts = g_hash_table_new(g_str_hash, g_str_equal);
	GHashTableIter iter;
	gpointer owner, n;

	for (uint32_t i = 0; i < answer->impact->n_reached; i++) {
		const struct node *node =
			node_at(answer, answer->impact->reached[i].node);

		answer->n_unowned += node->n_owners == 0;
		for (uint32_t o = 0; o < node->n_owners; o++) {
			n = g_hash_table_lookup(counts, node->owners[o]);
			g_hash_table_insert(
				counts, (gpointer)node->owners[o],
				GUINT_TO_POINTER(GPOINTER_TO_UINT(n) + 1));
		}
	}
	g_hash_table_iter_init(&iter, counts);
	while (g_hash_table_iter_next(&iter, &owner, &n)) {
		struct owner_count count = {owner, GPOINTER_TO_UINT(n)};

		g_array_append_val(answer->owners, count);
	}
	g_array_sort(answer->owners, compare_owners);
	g_hash_table_unref(counts);
}

/* --- text --- */

static void print_object(const struct answer *answer)
{
	const struct node *node = node_at(answer, answer->impact->node);
	char *name = print_name(node), *owners = print_owners(node);
	char *column = answer->impact->column
			       ? g_strdup_printf("column %s of ",
						 answer->impact->column)
			       : g_strdup("");

	print_line("impact of %s%s %s, %s%s", column,
		   kind_name(&NODE_KIND, node->kind), name,
		   node->n_owners ? "owned by " : "",
		   node->n_owners ? owners : "no owner");
	g_free(column);
	g_free(owners);
	g_free(name);
}

/* What the node does to the step before it, or that to the node. */
static const char *step_word(const struct edge *edge, bool along)
{
	if (!edge)
		return "may be it";
	switch (edge->kind) {
	case EDGE_READS:
		return along ? "read by it" : "reads";
	case EDGE_WRITES:
		return along ? "written by it" : "writes";
	case EDGE_CALLS:
		return along ? "called by it" : "calls";
	case EDGE_FIRES:
		return along ? "fired by it" : "fires";
	case EDGE_CONTAINS:
		return along ? "part of it" : "contains it";
	case EDGE_REPLICATES:
		return "copy of it";
	case EDGE_DERIVES:
		return "derives from it";
	default:
		return kind_name(&EDGE_KIND, edge->kind);
	}
}

/* "reads: select", "fired by it: insert". */
static char *step_text(const struct answer *answer,
		       const struct impact_step *step)
{
	const struct edge *edge = edge_of(answer, step);
	char *operations = print_words(&OPERATION, edge ? edge->operations : 0);
	const char *word = step_word(edge, edge && edge->to == step->node);
	char *text = g_strdup_printf("%s%s%s", word, operations[0] ? ": " : "",
				     operations);

	g_free(operations);
	return text;
}

/* "through routine r() < trigger t": what lies between it and the object. */
static void add_way(struct print_table *table, const struct answer *answer,
		    const struct impact_step *step)
{
	GString *way = g_string_new(NULL);

	for (uint32_t s = step->before; s != 0;
	     s = answer->impact->steps[s].before) {
		const struct node *node =
			node_at(answer, answer->impact->steps[s].node);
		char *name = print_name(node);

		g_string_append_printf(way, "%s%s %s", way->len ? " < " : "",
				       kind_name(&NODE_KIND, node->kind), name);
		g_free(name);
	}
	if (way->len)
		print_note(table, 4, "through %s", way->str);
	g_string_free(way, TRUE);
}

static void add_places(struct print_table *table, const struct answer *answer,
		       const struct edge *edge)
{
	for (uint32_t i = 0; edge && i < edge->n_evidence && i < PLACES_MAX;
	     i++) {
		const struct evidence *evidence = &edge->evidence[i];
		char *place = print_place(answer->graph, edge, evidence);

		if (evidence->scope != SCOPE_MAIN &&
		    evidence->scope != SCOPE_NONE)
			print_note(table, 4, "%s  (%s)", place,
				   kind_name(&SCOPE, evidence->scope));
		else
			print_note(table, 4, "%s", place);
		g_free(place);
	}
	if (edge && edge->n_evidence > PLACES_MAX)
		print_note(table, 4, "... and %u more places",
			   edge->n_evidence - PLACES_MAX);
}

static void add_reached(struct print_table *table, const struct answer *answer,
			const struct reached *reached)
{
	const struct impact_step *step = step_of(answer, reached);
	const struct node *node = node_at(answer, reached->node);
	char *name = print_name(node), *owners = print_owners(node);
	char *text = step_text(answer, step);
	GString *columns = g_string_new(NULL);

	print_cell(table, kind_name(&NODE_KIND, node->kind));
	print_cell(table, name);
	print_cell(table, kind_name(&CONFIDENCE, step->confidence));
	print_cell(table, text);
	print_cell(table, node->n_owners ? owners : "no owner");
	for (uint32_t i = 0; i < reached->n_columns; i++)
		g_string_append_printf(columns, "%s%s", i ? ", " : "",
				       reached->columns[i]);
	if (columns->len)
		print_note(table, 4, "columns: %s", columns->str);
	add_way(table, answer, step);
	add_places(table, answer, edge_of(answer, step));
	g_string_free(columns, TRUE);
	g_free(text);
	g_free(owners);
	g_free(name);
}

/* The reached of one level, from `first` on; the index behind them. */
static uint32_t print_level(const struct answer *answer, uint32_t first)
{
	const struct impact *impact = answer->impact;
	uint32_t level = step_of(answer, &impact->reached[first])->level;
	struct print_table *table = print_table_new(2, 5);
	uint32_t end = first, shown;

	while (end < impact->n_reached &&
	       step_of(answer, &impact->reached[end])->level == level)
		end++;
	shown = answer->limit ? MIN(end, first + answer->limit) : end;
	print_line("%s", "");
	print_line("level %u: %u reached", level, end - first);
	for (uint32_t i = first; i < shown; i++)
		add_reached(table, answer, &impact->reached[i]);
	if (shown < end)
		print_note(table, 0,
			   "... and %u more (--limit 0 and --json show all)",
			   end - shown);
	print_table_end(table);
	return end;
}

static void print_keys(const struct answer *answer)
{
	const struct impact *impact = answer->impact;
	struct print_table *table;

	if (impact->n_keys == 0)
		return;
	table = print_table_new(2, 4);
	print_line("%s", "");
	print_line("foreign keys, apart: %u; %u tables hang together by keys",
		   impact->n_keys, impact->n_tied);
	for (uint32_t i = 0; i < impact->n_keys; i++) {
		const struct edge *edge =
			&answer->graph->edges[impact->keys[i]];
		bool out = edge->from == impact->node;
		const struct node *other =
			node_at(answer, out ? edge->to : edge->from);
		char *name = print_name(other);
		GString *pairs = g_string_new(NULL);

		for (uint32_t p = 0; p < edge->n_pairs; p++)
			g_string_append_printf(
				pairs, "%s%s -> %s", p ? ", " : "",
				edge->pairs[p].from, edge->pairs[p].to);
		print_cell(table, kind_name(&NODE_KIND, other->kind));
		print_cell(table, name);
		print_cell(table, out ? "it refers to" : "refers to it");
		print_cell(table, pairs->str);
		g_string_free(pairs, TRUE);
		g_free(name);
	}
	print_table_end(table);
}

static void print_owners_of_all(const struct answer *answer)
{
	GString *line = g_string_new(NULL);

	for (guint i = 0; i < answer->owners->len; i++) {
		const struct owner_count *count =
			&g_array_index(answer->owners, struct owner_count, i);

		g_string_append_printf(line, "%s%s (%u)", i ? ", " : "",
				       count->owner, count->n);
	}
	print_line("%s", "");
	print_line("owners of what is reached: %s; %u of %u have none",
		   line->len ? line->str : "none", answer->n_unowned,
		   answer->impact->n_reached);
	g_string_free(line, TRUE);
}

static void print_unfollowed(const struct answer *answer)
{
	const struct impact *impact = answer->impact;
	GString *line = g_string_new(NULL);

	if (impact->n_unfollowed == 0) {
		g_string_free(line, TRUE);
		return;
	}
	for (uint32_t i = 0; i < impact->n_unfollowed && i < NAMES_MAX; i++) {
		char *name = print_name(node_at(answer, impact->unfollowed[i]));

		g_string_append_printf(line, "%s%s", i ? ", " : "", name);
		g_free(name);
	}
	if (impact->n_unfollowed > NAMES_MAX)
		g_string_append_printf(line, ", and %u more (--json has all)",
				       impact->n_unfollowed - NAMES_MAX);
	print_line("not followed: what is reached also writes, in other "
		   "statements, %s",
		   line->str);
	g_string_free(line, TRUE);
}

/* Those that name something reached one by one, the others by reason. */
static void print_spots(const struct answer *answer)
{
	struct print_table *table = print_table_new(2, 4);
	uint64_t by_reason[N_REASONS] = {0};
	uint32_t named = 0;

	for (uint32_t i = 0; i < answer->graph->n_blind_spots; i++) {
		const struct blind_spot *spot = &answer->graph->blind_spots[i];
		enum touching how = touching(answer, spot);

		if (how == TOUCHES_NAME && named++ < SPOTS_MAX)
			print_spot(table, spot);
		else if (how == TOUCHES_CATALOG)
			by_reason[spot->reason] += spot->count;
	}
	if (named > SPOTS_MAX)
		print_note(table, 0, "... and %u more (--json has all)",
			   named - SPOTS_MAX);
	print_table_end(table);
	table = print_table_new(2, 3);
	for (unsigned i = 0; i < N_REASONS; i++) {
		if (!by_reason[i])
			continue;
		print_cell_number(table, by_reason[i]);
		print_cell(table, kind_name(&REASON, i));
		print_cell(table, reason_text((enum reason)i));
	}
	print_table_end(table);
}

/* What is not found is never said without what was not seen. */
static void print_rest(const struct answer *answer)
{
	uint32_t n = answer->impact->n_reached;
	char *spots = print_count(answer->n_spots, "blind spot", "blind spots");

	print_line("%s", "");
	if (n == 0 && answer->n_spots == 0)
		print_line("nothing is reached, and no blind spot may hide "
			   "anything");
	else if (n == 0)
		print_line("nothing is reached; %s may hide something:", spots);
	else if (answer->n_spots == 0)
		print_line("no blind spot may hide more");
	else
		print_line("%s may hide more:", spots);
	print_spots(answer);
	for (uint32_t i = 0; i < answer->graph->n_sources; i++)
		if (answer->graph->sources[i].stale)
			print_line("source %s is stale: its last scan failed, "
				   "this is from the one before",
				   answer->graph->sources[i].id);
	g_free(spots);
}

static int print_text(const struct answer *answer)
{
	uint32_t at = 0;

	print_object(answer);
	while (at < answer->impact->n_reached)
		at = print_level(answer, at);
	print_keys(answer);
	if (answer->impact->n_reached)
		print_owners_of_all(answer);
	print_unfollowed(answer);
	print_rest(answer);
	return EXIT_DONE;
}

/* --- JSON --- */

static void write_string(struct json_stream *json, const char *key,
			 const char *value)
{
	json_stream_key(json, key);
	json_stream_string(json, value);
}

static void write_edge(struct json_stream *json, const struct answer *answer,
		       const struct edge *edge)
{
	json_stream_open(json, '{');
	write_string(json, "from", node_at(answer, edge->from)->id);
	write_string(json, "to", node_at(answer, edge->to)->id);
	write_string(json, "kind", kind_name(&EDGE_KIND, edge->kind));
	json_stream_close(json, '}');
}

static void write_step(struct json_stream *json, const struct answer *answer,
		       const struct impact_step *step)
{
	json_stream_open(json, '{');
	write_string(json, "node", node_at(answer, step->node)->id);
	write_string(json, "effect", effect_name(step->effect));
	json_stream_key(json, "edge");
	if (step->edge == GRAPH_ABSENT)
		json_stream_null(json);
	else
		write_edge(json, answer, edge_of(answer, step));
	json_stream_close(json, '}');
}

/* From the object, which is left out, to the node. */
static void write_path(struct json_stream *json, const struct answer *answer,
		       const struct reached *reached)
{
	const struct impact_step *steps = answer->impact->steps;
	GArray *path = g_array_new(FALSE, FALSE, sizeof(uint32_t));

	for (uint32_t s = reached->step; s != 0; s = steps[s].before)
		g_array_append_val(path, s);
	json_stream_key(json, "path");
	json_stream_open(json, '[');
	for (guint i = path->len; i-- > 0;)
		write_step(json, answer,
			   &steps[g_array_index(path, uint32_t, i)]);
	json_stream_close(json, ']');
	g_array_free(path, TRUE);
}

static void write_reached(struct json_stream *json, const struct answer *answer,
			  const struct reached *reached)
{
	const struct impact_step *step = step_of(answer, reached);

	json_stream_line(json);
	json_stream_open(json, '{');
	write_string(json, "node", node_at(answer, reached->node)->id);
	write_string(json, "effect", effect_name(step->effect));
	write_string(json, "confidence",
		     kind_name(&CONFIDENCE, step->confidence));
	json_stream_key(json, "columns");
	json_stream_open(json, '[');
	for (uint32_t i = 0; i < reached->n_columns; i++)
		json_stream_string(json, reached->columns[i]);
	json_stream_close(json, ']');
	write_path(json, answer, reached);
	json_stream_close(json, '}');
}

static void write_levels(struct json_stream *json, const struct answer *answer)
{
	const struct impact *impact = answer->impact;
	uint32_t level = 0;

	json_stream_line(json);
	json_stream_key(json, "levels");
	json_stream_open(json, '[');
	for (uint32_t i = 0; i < impact->n_reached; i++) {
		uint32_t here = step_of(answer, &impact->reached[i])->level;

		if (here != level) {
			if (level) {
				json_stream_close(json, ']');
				json_stream_close(json, '}');
			}
			json_stream_line(json);
			json_stream_open(json, '{');
			json_stream_key(json, "level");
			json_stream_number(json, here);
			json_stream_key(json, "reached");
			json_stream_open(json, '[');
			level = here;
		}
		write_reached(json, answer, &impact->reached[i]);
	}
	if (level) {
		json_stream_close(json, ']');
		json_stream_close(json, '}');
	}
	json_stream_close(json, ']');
}

static void write_counts(struct json_stream *json, const struct answer *answer)
{
	const struct impact *impact = answer->impact;

	json_stream_line(json);
	json_stream_key(json, "owners");
	json_stream_open(json, '[');
	for (guint i = 0; i < answer->owners->len; i++) {
		const struct owner_count *count =
			&g_array_index(answer->owners, struct owner_count, i);

		json_stream_open(json, '{');
		write_string(json, "owner", count->owner);
		json_stream_key(json, "reached");
		json_stream_number(json, count->n);
		json_stream_close(json, '}');
	}
	json_stream_close(json, ']');
	json_stream_key(json, "unowned");
	json_stream_number(json, answer->n_unowned);
	json_stream_line(json);
	json_stream_key(json, "not_followed");
	json_stream_open(json, '[');
	for (uint32_t i = 0; i < impact->n_unfollowed; i++)
		json_stream_string(json,
				   node_at(answer, impact->unfollowed[i])->id);
	json_stream_close(json, ']');
	json_stream_line(json);
	json_stream_key(json, "may_hide_more");
	json_stream_number(json, answer->n_spots);
}

static void write_impact(struct json_stream *json, void *payload)
{
	const struct answer *answer = payload;
	const struct impact *impact = answer->impact;

	json_stream_line(json);
	json_stream_key(json, "impact");
	json_stream_open(json, '{');
	write_string(json, "object", node_at(answer, impact->node)->id);
	write_string(json, "column", impact->column);
	write_levels(json, answer);
	json_stream_line(json);
	json_stream_key(json, "foreign_keys");
	json_stream_open(json, '[');
	for (uint32_t i = 0; i < impact->n_keys; i++)
		write_edge(json, answer,
			   &answer->graph->edges[impact->keys[i]]);
	json_stream_close(json, ']');
	json_stream_key(json, "tied_by_keys");
	json_stream_number(json, impact->n_tied);
	write_counts(json, answer);
	json_stream_close(json, '}');
}

static int print_json(struct answer *answer)
{
	const struct impact *impact = answer->impact;
	struct query_part *part = query_part_new(answer->graph);

	part->nodes[impact->node] = 1;
	for (uint32_t i = 0; i < impact->n_reached; i++) {
		part->nodes[impact->reached[i].node] = 1;
		for (uint32_t s = impact->reached[i].step; s != 0;
		     s = impact->steps[s].before)
			if (impact->steps[s].edge != GRAPH_ABSENT)
				query_part_edge(part, impact->steps[s].edge);
	}
	for (uint32_t i = 0; i < impact->n_keys; i++)
		query_part_edge(part, impact->keys[i]);
	for (uint32_t i = 0; i < impact->n_unfollowed; i++)
		part->nodes[impact->unfollowed[i]] = 1;
	for (guint i = 0; i < answer->touches->len; i++)
		query_part_touch(part, answer->touches->pdata[i]);
	return query_print_json_with(query_part_end(part), write_impact,
				     answer);
}

/* --- the whole --- */

static void free_touch(gpointer touch)
{
	touch_free(touch);
}

static int answer_question(const char *map, bool json, uint32_t limit,
			   const char *object)
{
	struct graph *graph = command_load(map);
	struct answer answer = {
		.graph = graph, .object = object, .limit = limit};
	struct target target;
	int status = EXIT_USAGE;

	if (!graph)
		return EXIT_USAGE;
	if (query_target(graph, object, &target)) {
		answer.impact = impact_new(graph, target.node, target.column);
		answer.touches = g_ptr_array_new_with_free_func(free_touch);
		answer.owners =
			g_array_new(FALSE, FALSE, sizeof(struct owner_count));
		count_spots(&answer);
		count_owners(&answer);
		status = json ? print_json(&answer) : print_text(&answer);
		g_array_free(answer.owners, TRUE);
		g_ptr_array_unref(answer.touches);
		impact_free(answer.impact);
	}
	graph_free(graph);
	return status;
}

static int run(int argc, char **argv)
{
	char *map = NULL;
	gboolean json = FALSE;
	gint limit = LIMIT;
	const GOptionEntry entries[] = {
		{"map", 0, 0, G_OPTION_ARG_FILENAME, &map,
		 "The map to ask (unmoor.db)", "FILE"},
		{"json", 0, 0, G_OPTION_ARG_NONE, &json,
		 "Answer with a part of the map, and the levels", NULL},
		{"limit", 0, 0, G_OPTION_ARG_INT, &limit,
		 "How many of a level are shown (100); 0: all", "N"},
		{0}};
	int status = EXIT_USAGE;

	if (!command_options(&command_impact, entries, &argc, &argv))
		status = EXIT_USAGE;
	else if (limit < 0)
		command_fail("impact: --limit takes a number from 0 on");
	else if (argc != 2)
		command_fail("impact: give one OBJECT: a table, table.column, "
			     "routine, or the id of any node");
	else
		status = answer_question(map, json, (uint32_t)limit, argv[1]);
	g_free(map);
	return status;
}
