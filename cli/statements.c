/* unmoor statements: what servers have seen, matched with code. */

#include <string.h>

#include "cli/command.h"
#include "cli/print.h"
#include "cli/query.h"
#include "graph/query/explain.h"

struct statements {
	char *map, *role, *source;
	gboolean unexplained, unseen, json;
	const struct graph *graph;
	struct explain *explain;
};

static bool is_wanted(const struct statements *s,
		      const struct seen_statement *seen)
{
	const struct node *node = &s->graph->nodes[seen->node];

	return (!s->unexplained || seen->confidence == CONFIDENCE_NONE) &&
	       (!s->role || g_strcmp0(seen->role, s->role) == 0) &&
	       (!s->source || g_strcmp0(node->source, s->source) == 0);
}

/* --- text ----------------------------------------------------------------- */

/* "reads shop/public.orders: id (select), total (select, where)" */
static void note_access(struct print_table *table, const struct graph *graph,
			const struct edge *edge)
{
	char *to = print_name(&graph->nodes[edge->to]);
	GString *columns = g_string_new(NULL);

	for (uint32_t i = 0; i < edge->n_columns; i++) {
		char *roles = print_words(&ROLE, edge->columns[i].roles);

		g_string_append_printf(columns, "%s%s (%s)", i ? ", " : ": ",
				       edge->columns[i].name, roles);
		g_free(roles);
	}
	print_note(table, 2, "%s %s%s", kind_name(&EDGE_KIND, edge->kind), to,
		   columns->str);
	g_string_free(columns, TRUE);
	g_free(to);
}

static void note_accessors(struct print_table *table, const struct graph *graph,
			   const struct seen_statement *seen)
{
	for (uint32_t i = 0; i < seen->n_accessors; i++) {
		const struct node *node = &graph->nodes[seen->accessors[i]];
		char *name = print_name(node), *owners = print_owners(node);

		print_note(table, 2, "%s %s %s, owner %s",
			   seen->confidence == CONFIDENCE_CERTAIN
				   ? "sent by"
				   : "perhaps by",
			   kind_name(&NODE_KIND, node->kind), name,
			   node->n_owners ? owners : "none");
		g_free(owners);
		g_free(name);
	}
	if (seen->n_all > seen->n_accessors)
		print_note(table, 2, "and %u more",
			   seen->n_all - seen->n_accessors);
}

static void add_seen(struct print_table *table, const struct graph *graph,
		     const struct seen_statement *seen)
{
	const struct node *node = &graph->nodes[seen->node];
	const char *query = node_attribute(node, "query");
	const char *host = node_attribute(node, "host");

	print_cell(table, seen->role ? seen->role : "-");
	print_cell(table, host ? host : "-");
	print_cell_number(table, seen->calls);
	print_cell(table, seen->confidence == CONFIDENCE_CERTAIN ? "explained"
			  : seen->confidence == CONFIDENCE_NONE	 ? "unexplained"
								 : "possibly");
	print_cell(table, query ? query : node->name);
	for (uint32_t i = 0; i < node->n_out; i++)
		if (edge_is_access(&graph->edges[node->out[i]]))
			note_access(table, graph, &graph->edges[node->out[i]]);
	note_accessors(table, graph, seen);
}

static void print_summary(const struct statements *s)
{
	uint32_t explained = 0, possible = 0;
	char *count = print_count(s->explain->n_seen, "statement was seen",
				  "statements were seen");

	for (uint32_t i = 0; i < s->explain->n_seen; i++) {
		explained +=
			s->explain->seen[i].confidence == CONFIDENCE_CERTAIN;
		possible +=
			s->explain->seen[i].confidence == CONFIDENCE_POSSIBLE;
	}
	print_line("%s: %u explained by code, %u possibly, %u unexplained",
		   count, explained, possible,
		   s->explain->n_seen - explained - possible);
	g_free(count);
	count = print_count(s->explain->n_unseen, "statement of code was",
			    "statements of code were");
	print_line("%s never seen", count);
	g_free(count);
}

/* That a map has no statement says nothing of the servers. */
static void print_none(const struct statements *s)
{
	if (!s->explain->n_seen)
		print_line("%s", "no source of this map tells what its server "
				 "has seen: scan a live server that keeps "
				 "statements (pg_stat_statements, "
				 "performance_schema) and lets you read them");
}

static struct print_table *begin_table(void)
{
	struct print_table *table = print_table_new(0, 5);

	print_line("%s", "");
	print_cell(table, "role");
	print_cell(table, "host");
	print_cell(table, "calls");
	print_cell(table, "code");
	print_cell(table, "statement");
	return table;
}

static void print_seen(const struct statements *s)
{
	struct print_table *table = NULL;

	for (uint32_t i = 0; i < s->explain->n_seen; i++) {
		if (!is_wanted(s, &s->explain->seen[i]))
			continue;
		if (!table)
			table = begin_table();
		add_seen(table, s->graph, &s->explain->seen[i]);
	}
	if (table)
		print_table_end(table);
}

static void print_unseen(const struct statements *s)
{
	print_line("%s", "");
	for (uint32_t i = 0; i < s->explain->n_unseen; i++) {
		const struct unseen_statement *unseen = &s->explain->unseen[i];
		char *name = print_name(&s->graph->nodes[unseen->node]);

		print_line("never seen: %s, %s:%u", name,
			   unseen->evidence->path,
			   unseen->evidence->statement_line
				   ? unseen->evidence->statement_line
				   : unseen->evidence->line);
		g_free(name);
	}
}

static int print_text(const struct statements *s)
{
	print_summary(s);
	print_none(s);
	if (s->unseen)
		print_unseen(s);
	else
		print_seen(s);
	return EXIT_DONE;
}

/* --- JSON ----------------------------------------------------------------- */

/* The statement, what it accesses, and how who sent it accesses that. */
static void choose(struct query_part *part, const struct seen_statement *seen)
{
	const struct graph *graph = part->graph;
	const struct node *node = &graph->nodes[seen->node];

	part->nodes[seen->node] = 1;
	for (uint32_t i = 0; i < node->n_out; i++) {
		const struct edge *edge = &graph->edges[node->out[i]];
		const struct node *to = &graph->nodes[edge->to];

		if (!edge_is_access(edge))
			continue;
		query_part_edge(part, node->out[i]);
		for (uint32_t a = 0; a < seen->n_accessors; a++)
			for (uint32_t e = 0; e < to->n_in; e++)
				if (graph->edges[to->in[e]].from ==
					    seen->accessors[a] &&
				    edge_is_access(&graph->edges[to->in[e]]))
					query_part_edge(part, to->in[e]);
	}
}

static void annotate(struct graph *answer, const struct graph *graph,
		     const struct seen_statement *seen)
{
	uint32_t node = graph_find(answer, graph->nodes[seen->node].id);
	GString *by = g_string_new(NULL);

	for (uint32_t i = 0; i < seen->n_accessors; i++)
		g_string_append_printf(by, "%s%s", i ? " " : "",
				       graph->nodes[seen->accessors[i]].id);
	graph_annotate(answer, node, "explained",
		       kind_name(&CONFIDENCE, seen->confidence));
	if (by->len)
		graph_annotate(answer, node, "explained_by", by->str);
	g_string_free(by, TRUE);
}

static int print_json(const struct statements *s)
{
	struct query_part *part = query_part_new(s->graph);
	const struct explain *explain = s->explain;
	struct graph *answer;

	for (uint32_t i = 0; i < explain->n_seen; i++)
		if (is_wanted(s, &explain->seen[i]))
			choose(part, &explain->seen[i]);
	for (uint32_t i = 0; s->unseen && i < explain->n_unseen; i++)
		part->nodes[explain->unseen[i].node] = 1;
	answer = query_part_end(part);
	for (uint32_t i = 0; i < explain->n_seen; i++)
		if (is_wanted(s, &explain->seen[i]))
			annotate(answer, s->graph, &explain->seen[i]);
	return query_print_json(answer);
}

/* --- the command ---------------------------------------------------------- */

static int show(struct statements *s)
{
	struct graph *graph = command_load(s->map);
	int status = EXIT_USAGE;

	if (!graph)
		return EXIT_USAGE;
	s->graph = graph;
	if (query_source(graph, s->source)) {
		s->explain = explain_new(graph);
		status = s->json ? print_json(s) : print_text(s);
		explain_free(s->explain);
	}
	graph_free(graph);
	return status;
}

static int run(int argc, char **argv);

const struct command command_statements = {
	.name = "statements",
	.usage = "[--map FILE] [--unexplained] [--role R] [--source S] "
		 "[--unseen] [--json]",
	.summary = "what servers have seen, matched with code",
	.run = run,
};

static int run(int argc, char **argv)
{
	struct statements s = {0};
	const GOptionEntry entries[] = {
		{"map", 0, 0, G_OPTION_ARG_FILENAME, &s.map,
		 "The map to ask (unmoor.db)", "FILE"},
		{"unexplained", 0, 0, G_OPTION_ARG_NONE, &s.unexplained,
		 "Only what no code of the map explains", NULL},
		{"role", 0, 0, G_OPTION_ARG_STRING, &s.role,
		 "Only what this role has run", "ROLE"},
		{"source", 0, 0, G_OPTION_ARG_STRING, &s.source,
		 "Only what this server has seen", "SOURCE"},
		{"unseen", 0, 0, G_OPTION_ARG_NONE, &s.unseen,
		 "Statements of code that no server has seen", NULL},
		{"json", 0, 0, G_OPTION_ARG_NONE, &s.json,
		 "Answer with a part of the map", NULL},
		{0}};
	int status = EXIT_USAGE;

	if (!command_options(&command_statements, entries, &argc, &argv))
		status = EXIT_USAGE;
	else if (argc != 1)
		command_fail("statements: it takes no argument; --role, "
			     "--source and --unexplained choose");
	else
		status = show(&s);
	g_free(s.map);
	g_free(s.role);
	g_free(s.source);
	return status;
}
