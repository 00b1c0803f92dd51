/*
 * Queries that compare both sides of a move, in both dialects: counts, keys,
 * sums and filled columns of each table; orphans of each foreign key that
 * crossed. Sums of whole and decimal numbers are exact on both; floating
 * point and text are left to checksums of the copying tool.
 */

#include <stdlib.h>
#include <string.h>

#include "graph/plan/advice_private.h"

/* Columns of one table that are summed or counted. */
#define COLUMNS_MAX 8

struct writer {
	GString *text;
	char quote;
};

static void put_name(struct writer *writer, const char *name)
{
	g_string_append_c(writer->text, writer->quote);
	for (; *name; name++) {
		if (*name == writer->quote)
			g_string_append_c(writer->text, writer->quote);
		g_string_append_c(writer->text, *name == '\n' ? ' ' : *name);
	}
	g_string_append_c(writer->text, writer->quote);
}

static void put_table(struct writer *writer, const struct node *table)
{
	for (uint32_t i = 0; i < table->n_parts; i++) {
		if (i)
			g_string_append_c(writer->text, '.');
		put_name(writer, table->parts[i]);
	}
}

static const char *last_part(const struct node *node)
{
	return node->n_parts ? node->parts[node->n_parts - 1] : node->name;
}

static bool is_exact_number(const char *type)
{
	static const char *const types[] = {"smallint", "integer",  "int",
					    "bigint",	"tinyint",  "numeric",
					    "decimal",	"mediumint"};
	size_t length = type ? strcspn(type, "( ") : 0;

	for (size_t i = 0; type && i < G_N_ELEMENTS(types); i++)
		if (strlen(types[i]) == length &&
		    g_ascii_strncasecmp(type, types[i], length) == 0)
			return true;
	return false;
}

/* The columns of the primary key as the catalog writes them: "a, b". */
static char *primary_key(const struct graph *graph, const struct node *table)
{
	for (uint32_t i = 0; i < table->n_out; i++) {
		const struct edge *edge = &graph->edges[table->out[i]];
		const struct node *child = &graph->nodes[edge->to];
		const char *type, *columns;

		if (edge->kind != EDGE_CONTAINS ||
		    child->kind != NODE_CONSTRAINT)
			continue;
		type = node_attribute(child, "type");
		columns = node_attribute(child, "columns");
		if (type && columns && strcmp(type, "primary") == 0)
			return g_strndup(columns, strcspn(columns, ","));
	}
	return NULL;
}

static void put_column(struct writer *writer, const struct node *column)
{
	const char *name = last_part(column);

	if (is_exact_number(node_attribute(column, "type"))) {
		g_string_append(writer->text, ",\n       sum(");
		put_name(writer, name);
		g_string_append_c(writer->text, ')');
	}
	if (!node_attribute(column, "not_null")) {
		g_string_append(writer->text, ",\n       count(");
		put_name(writer, name);
		g_string_append_c(writer->text, ')');
	}
}

static char *table_query(const struct graph *graph, const struct node *table,
			 char quote)
{
	struct writer writer = {g_string_new("SELECT count(*)"), quote};
	char *key = primary_key(graph, table);
	uint32_t n = 0;

	if (key) {
		g_string_append(writer.text, ", min(");
		put_name(&writer, key);
		g_string_append(writer.text, "), max(");
		put_name(&writer, key);
		g_string_append_c(writer.text, ')');
	}
	for (uint32_t i = 0; i < table->n_out && n < COLUMNS_MAX; i++) {
		const struct edge *edge = &graph->edges[table->out[i]];
		const struct node *child = &graph->nodes[edge->to];
		gsize before = writer.text->len;

		if (edge->kind != EDGE_CONTAINS || child->kind != NODE_COLUMN ||
		    (key && strcmp(last_part(child), key) == 0))
			continue;
		put_column(&writer, child);
		n += writer.text->len > before;
	}
	g_string_append(writer.text, "\n  FROM ");
	put_table(&writer, table);
	g_string_append_c(writer.text, ';');
	g_free(key);
	return g_string_free(writer.text, FALSE);
}

/* Rows that refer to a row that is not there: 0 is right. */
static char *orphan_query(const struct graph *graph, const struct edge *key,
			  char quote)
{
	struct writer writer = {g_string_new("SELECT count(*)\n  FROM "),
				quote};

	put_table(&writer, &graph->nodes[key->from]);
	g_string_append(writer.text, " c\n  LEFT JOIN ");
	put_table(&writer, &graph->nodes[key->to]);
	g_string_append(writer.text, " p ON ");
	for (uint32_t i = 0; i < key->n_pairs; i++) {
		g_string_append_printf(writer.text, "%sp.", i ? " AND " : "");
		put_name(&writer, key->pairs[i].to);
		g_string_append(writer.text, " = c.");
		put_name(&writer, key->pairs[i].from);
	}
	g_string_append(writer.text, "\n WHERE ");
	for (uint32_t i = 0; i < key->n_pairs; i++) {
		g_string_append(writer.text, i ? " AND c." : "c.");
		put_name(&writer, key->pairs[i].from);
		g_string_append(writer.text, " IS NOT NULL");
	}
	g_string_append(writer.text, "\n   AND p.");
	put_name(&writer, key->pairs[0].to);
	g_string_append(writer.text, " IS NULL;");
	return g_string_free(writer.text, FALSE);
}

/* Takes over both texts. */
static void add_query(struct advice *advice, const char *title,
		      char *postgresql, char *mysql)
{
	struct advice_query *query =
		ARENA_PUSH(&advice->arena, advice->queries, advice->n_queries);

	*query = (struct advice_query){arena_strdup(&advice->arena, title),
				       arena_strdup(&advice->arena, postgresql),
				       arena_strdup(&advice->arena, mysql)};
	g_free(postgresql);
	g_free(mysql);
}

/* Keys that the node has or that refer to it from a slice of an earlier wave:
 * both sides lie together again. */
static void add_orphans(struct advice *advice, const struct plan *plan,
			const struct plan_slice *slice)
{
	for (uint32_t b = 0; b < slice->bridges.n; b++) {
		const struct plan_bridge *bridge =
			&plan->bridges[plan->slice_bridges
					       [slice->bridges.first + b]];
		const struct node *from = &plan->graph->nodes[bridge->node];

		if (bridge->kind != BRIDGE_KEY || bridge->closes != slice->wave)
			continue;
		for (uint32_t i = 0; i < from->n_out; i++) {
			const struct edge *edge =
				&plan->graph->edges[from->out[i]];
			char *title;

			if (edge->kind != EDGE_REFERENCES ||
			    edge->to != bridge->to || edge->n_pairs == 0)
				continue;
			title = g_strdup_printf(
				"orphans of %s in %s, after both have moved: 0",
				from->name, plan->graph->nodes[edge->to].name);
			add_query(advice, title,
				  orphan_query(plan->graph, edge, '"'),
				  orphan_query(plan->graph, edge, '`'));
			g_free(title);
		}
	}
}

void advice_query(struct advice *advice, const struct plan *plan,
		  const struct plan_slice *slice)
{
	for (uint32_t i = 0; i < slice->tables.n; i++) {
		const struct plan_table *table =
			&plan->tables[plan->members[slice->tables.first + i]];
		const struct node *node = &plan->graph->nodes[table->node];

		/* Partitions are counted with their root. */
		if (plan->tables[table->root].node != table->node)
			continue;
		if (advice->n_queries >= ADVICE_TABLES_MAX) {
			advice->n_unqueried++;
			continue;
		}
		add_query(advice, node->name,
			  table_query(plan->graph, node, '"'),
			  table_query(plan->graph, node, '`'));
	}
	add_orphans(advice, plan, slice);
}
