/*
 * A million edges: how long linking takes, and how much memory an edge.
 *
 * A catalog of 5,000 tables of 20 columns and one repository of 2,500 texts,
 * each with 100 functions that join four tables: 1,000,000 reads edges.
 */

#include <stdio.h>
#include <sys/resource.h>

#include "graph/link/link.h"

#define TABLES 5000
#define COLUMNS 20
#define TEXTS 2500
#define FUNCTIONS 100
#define JOINED 4

static const char *name(struct arena *arena, const char *stem, unsigned n)
{
	return arena_printf(arena, "%s_%u", stem, n);
}

static void set_name(struct arena *arena, struct sql_name *name_out,
		     const char *part, uint32_t line)
{
	*ARENA_PUSH(arena, name_out->parts, name_out->n_parts) = part;
	name_out->line = name_out->end_line = line;
}

static void add_table(struct arena *arena, unsigned n, GByteArray *bytes)
{
	struct fact fact = {.kind = FACT_DEFINITION,
			    .place = {n + 1, n + 1},
			    .confidence = CONFIDENCE_CERTAIN};
	struct fact_definition *definition = &fact.as.definition;

	definition->operation = OP_CREATE;
	definition->object.kind = NODE_TABLE;
	definition->ordinal = n + 1;
	set_name(arena, &definition->object.name, "public", 0);
	set_name(arena, &definition->object.name, name(arena, "table", n),
		 n + 1);
	for (unsigned c = 0; c < COLUMNS; c++) {
		struct defined_column *column = ARENA_PUSH(
			arena, definition->columns, definition->n_columns);

		column->name = name(arena, "column", c);
		column->type = "integer";
	}
	fact_encode(&fact, bytes);
}

/* select column_1 from table_a natural join ... where column_2 = ? */
static void add_function(struct arena *arena, unsigned text, unsigned n,
			 GByteArray *bytes)
{
	struct fact fact = {.kind = FACT_STATEMENT,
			    .place = {n + 1, n + 1},
			    .via = VIA_SQL,
			    .confidence = CONFIDENCE_CERTAIN};
	struct fact_statement *statement = &fact.as.statement;
	struct sql_level *level;

	fact.accessor.object.kind = NODE_FUNCTION;
	set_name(arena, &fact.accessor.object.name, name(arena, "f", n), 0);
	statement->verb = "select";
	statement->complete = true;
	statement->span = fact.place;
	statement->fingerprint = (uint64_t)text * FUNCTIONS + n + 1;
	level = ARENA_PUSH(arena, statement->levels, statement->n_levels);
	level->parent = level->at = level->source = SCOPE_ABSENT;
	for (unsigned j = 0; j < JOINED; j++) {
		struct sql_item *item =
			ARENA_PUSH(arena, level->items, level->n_items);
		unsigned table = (text * FUNCTIONS + n) * 7 + j * 1237;
		struct sql_ref *ref;

		item->level = SCOPE_ABSENT;
		item->alias = name(arena, "t", j);
		set_name(arena, &item->name,
			 name(arena, "table", table % TABLES), n + 1);
		ref = ARENA_PUSH(arena, level->refs, level->n_refs);
		set_name(arena, &ref->name, item->alias, n + 1);
		set_name(arena, &ref->name, name(arena, "column", j), n + 1);
		ref->role = ROLE_WHERE;
	}
	fact_encode(&fact, bytes);
}

static GByteArray *make_catalog(void)
{
	GByteArray *bytes = g_byte_array_new();
	struct arena arena;

	arena_init(&arena);
	for (unsigned n = 0; n < TABLES; n++)
		add_table(&arena, n, bytes);
	arena_release(&arena);
	return bytes;
}

static GByteArray *make_text(unsigned text)
{
	GByteArray *bytes = g_byte_array_new();
	struct arena arena;

	arena_init(&arena);
	for (unsigned n = 0; n < FUNCTIONS; n++)
		add_function(&arena, text, n, bytes);
	arena_release(&arena);
	return bytes;
}

static long peak_memory(void)
{
	struct rusage usage;

	getrusage(RUSAGE_SELF, &usage);
	return usage.ru_maxrss;
}

int main(void)
{
	struct link_source sources[2] = {
		{{"app", SOURCE_GIT, "app", NULL, false},
		 DIALECT_GENERIC,
		 false},
		{{"shop", SOURCE_POSTGRESQL, "shop", NULL, false},
		 DIALECT_POSTGRESQL,
		 true},
	};
	struct link_text *texts = g_new0(struct link_text, TEXTS + 1);
	GByteArray **facts = g_new0(GByteArray *, TEXTS + 1);
	struct graph *graph;
	gint64 begin;
	long before;
	double seconds;

	for (unsigned t = 0; t <= TEXTS; t++) {
		facts[t] = t < TEXTS ? make_text(t) : make_catalog();
		texts[t].source = t == TEXTS;
		texts[t].path = g_strdup_printf("app/file_%05u.py", t);
		texts[t].language = t == TEXTS ? "sql" : "python";
		texts[t].facts = facts[t]->data;
		texts[t].n_facts = facts[t]->len;
	}
	before = peak_memory();
	begin = g_get_monotonic_time();
	graph = link_graph(sources, 2, texts, TEXTS + 1, NULL, NULL);
	seconds = (double)(g_get_monotonic_time() - begin) / 1e6;
	printf("link: %u edges, %u nodes in %.2f s (mark: 1 million in 2 s)\n",
	       graph->n_edges, graph->n_nodes, seconds);
	printf("link: peak memory %.0f bytes an edge above the facts\n",
	       (double)(peak_memory() - before) * 1024 / graph->n_edges);
	graph_free(graph);
	for (unsigned t = 0; t <= TEXTS; t++) {
		g_byte_array_unref(facts[t]);
		g_free((char *)texts[t].path);
	}
	g_free(facts);
	g_free(texts);
	return 0;
}
