#include "graph/link/linker.h"

/* How often a statement was seen, in all. */
struct seen_count {
	uint64_t calls, rows;
};

uint32_t statement_node(struct linker *linker, struct unit *unit,
			const struct object_name *name)
{
	uint32_t node = graph_add_node(linker->graph, NODE_STATEMENT,
				       unit_source_id(linker, unit),
				       name->name.parts, name->name.n_parts);

	graph_building(linker->graph, node)->bound = true;
	return node;
}

static void set_number(struct linker *linker, uint32_t node, const char *name,
		       uint64_t number)
{
	char digits[24];

	g_snprintf(digits, sizeof(digits), "%" G_GUINT64_FORMAT, number);
	graph_set_attribute(linker->graph, node, name, digits);
}

void seen_count(struct linker *linker, const struct fact *fact, uint32_t node)
{
	const struct fact_seen *seen = &fact->as.seen;
	struct graph *graph = linker->graph;
	struct seen_count *count =
		g_hash_table_lookup(linker->seen, GUINT_TO_POINTER(node + 1));

	if (!count) {
		count = ARENA_NEW(&linker->arena, struct seen_count);
		g_hash_table_insert(linker->seen, GUINT_TO_POINTER(node + 1),
				    count);
	}
	count->calls += seen->calls;
	count->rows += seen->rows;
	set_number(linker, node, "calls", count->calls);
	set_number(linker, node, "rows", count->rows);
	if (seen->text)
		graph_set_attribute(graph, node, "query", seen->text);
	if (seen->role)
		graph_set_attribute(graph, node, "role", seen->role);
	if (seen->host)
		graph_set_attribute(graph, node, "host", seen->host);
}

static void link_database(struct linker *linker, struct unit *unit,
			  const struct fact_definition *definition)
{
	const char *id = unit_source_id(linker, unit);
	uint32_t node =
		graph_add_node(linker->graph, NODE_DATABASE, id, &id, 1);

	graph_building(linker->graph, node)->bound = true;
	for (uint32_t i = 0; i < definition->n_attributes; i++)
		graph_set_attribute(linker->graph, node,
				    definition->attributes[i].name,
				    definition->attributes[i].value);
}

void link_databases(struct linker *linker)
{
	FOR_UNITS(linker, unit) {
		if (!unit_is_catalog(linker, unit))
			continue;
		FOR_FACTS(unit, fact)
			if (fact->kind == FACT_DEFINITION &&
			    fact->as.definition.object.kind == NODE_DATABASE &&
			    !fact->as.definition.object.name.n_parts)
				link_database(linker, unit,
					      &fact->as.definition);
	}
}
