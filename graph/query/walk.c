#include "graph/query/walk.h"

#include <string.h>

struct walker {
	const struct graph *graph;
	struct walk *walk;
	guint8 *seen; /* a byte a node: it is a station */
	bool writers;
	GArray *edges; /* of the station at hand */
};

bool node_is_relation(const struct node *node)
{
	return node->kind == NODE_TABLE || node->kind == NODE_VIEW ||
	       node->kind == NODE_MATVIEW || node->kind == NODE_FOREIGN_TABLE;
}

static const struct node *node_at(const struct walker *walker, uint32_t index)
{
	return &walker->graph->nodes[index];
}

/* --- columns --- */

uint32_t walk_roles(const struct edge *edge, const char *column)
{
	uint32_t roles = 0;

	for (uint32_t i = 0; i < edge->n_columns; i++)
		if (strcmp(edge->columns[i].name, "*") == 0 ||
		    g_ascii_strcasecmp(edge->columns[i].name, column) == 0)
			roles |= edge->columns[i].roles;
	return roles;
}

/* The roles with which the edge uses what counts at the station. */
static uint32_t roles_at(const struct station *station, const struct edge *edge)
{
	uint32_t roles = 0;

	for (uint32_t i = 0; i < station->n_columns; i++)
		roles |= walk_roles(edge, station->columns[i]);
	return roles;
}

static const char *last_part(const struct node *node)
{
	return node->n_parts ? node->parts[node->n_parts - 1] : node->name;
}

static bool contains(const struct graph *graph, uint32_t parent,
		     const struct node *child)
{
	for (uint32_t i = 0; i < child->n_in; i++) {
		const struct edge *in = &graph->edges[child->in[i]];

		if (in->kind == EDGE_CONTAINS && in->from == parent)
			return true;
	}
	return false;
}

/* Adds the columns of the view that derive from one column node. */
static void add_derived_from(struct walker *walker, const struct node *column,
			     struct station *view)
{
	const struct graph *graph = walker->graph;

	for (uint32_t i = 0; i < column->n_out; i++) {
		const struct edge *edge = &graph->edges[column->out[i]];
		const struct node *derived = &graph->nodes[edge->to];

		if (edge->kind == EDGE_DERIVES &&
		    contains(graph, view->node, derived))
			*ARENA_PUSH(&walker->walk->arena, view->columns,
				    view->n_columns) = last_part(derived);
	}
}

/* Adds the columns of the view that derive from a relation's column. */
static void add_derived(struct walker *walker, const struct node *relation,
			const char *column, struct station *view)
{
	for (uint32_t i = 0; i < relation->n_out; i++) {
		const struct edge *edge =
			&walker->graph->edges[relation->out[i]];
		const struct node *child = node_at(walker, edge->to);

		if (edge->kind == EDGE_CONTAINS && child->kind == NODE_COLUMN &&
		    g_ascii_strcasecmp(last_part(child), column) == 0)
			add_derived_from(walker, child, view);
	}
}

/*
 * Which columns of a view count behind a station: those that derive from its
 * columns. Where no lineage is known but a value goes into the view's output,
 * all do. False: none, the column only decides about rows.
 */
static bool view_columns(struct walker *walker, const struct station *from,
			 const struct edge *edge, struct station *view)
{
	if (from->n_columns == 0)
		return true;
	for (uint32_t i = 0; i < from->n_columns; i++)
		add_derived(walker, node_at(walker, from->node),
			    from->columns[i], view);
	return view->n_columns > 0 ||
	       (roles_at(from, edge) & (ROLE_SELECT | ROLE_STAR));
}

/* --- stations --- */

static void add_station(struct walker *walker, const struct station *station)
{
	struct walk *walk = walker->walk;

	if (walker->seen[station->node])
		return;
	walker->seen[station->node] = 1;
	*ARENA_PUSH(&walk->arena, walk->stations, walk->n_stations) = *station;
}

/* What lies behind an accessor: readers of a view read what it reads. */
static void go_behind(struct walker *walker, uint32_t from,
		      const struct edge *edge)
{
	struct station station = {.node = edge->from, .from = from};

	switch (node_at(walker, edge->from)->kind) {
	case NODE_VIEW:
	case NODE_MATVIEW:
		station.kind = STATION_VIEW;
		if (!view_columns(walker, &walker->walk->stations[from], edge,
				  &station))
			return;
		break;
	case NODE_ROUTINE:
		station.kind = STATION_ROUTINE;
		break;
	case NODE_TRIGGER:
		station.kind = STATION_TRIGGER;
		break;
	default:
		return;
	}
	add_station(walker, &station);
}

/* Whether a way leads to the station's node along this edge. */
static bool edge_leads(const struct walker *walker,
		       const struct station *station, const struct edge *edge)
{
	enum edge_kind wanted = walker->writers ? EDGE_WRITES : EDGE_READS;

	switch (station->kind) {
	case STATION_ROUTINE:
		return edge->kind == EDGE_CALLS;
	case STATION_TRIGGER:
		return edge->kind == EDGE_FIRES;
	case STATION_OBJECT:
		if (node_is_relation(node_at(walker, station->node)))
			break;
		if (walker->writers)
			return edge->kind == EDGE_WRITES ||
			       edge->kind == EDGE_DEFINES;
		return edge->kind == EDGE_CALLS || edge->kind == EDGE_READS ||
		       edge->kind == EDGE_MENTIONS || edge->kind == EDGE_RUNS ||
		       edge->kind == EDGE_FIRES;
	default:
		break;
	}
	/* A write may look at columns of its target. */
	return edge->kind == wanted ||
	       (!walker->writers &&
		(edge->kind == EDGE_MENTIONS ||
		 (edge->kind == EDGE_WRITES && station->n_columns)));
}

/* Whether the edge counts where columns are asked for. */
static bool columns_count(const struct walker *walker, struct station *station,
			  const struct edge *edge)
{
	uint32_t roles, wanted;

	if (station->n_columns == 0)
		return true;
	wanted = walker->writers ? ROLE_WRITE | ROLE_STAR
				 : ~(uint32_t)ROLE_WRITE;
	roles = roles_at(station, edge);
	if (roles & wanted)
		return true;
	if (edge->n_columns == 0 &&
	    edge->kind == (walker->writers ? EDGE_WRITES : EDGE_READS))
		station->n_unknown++;
	return false;
}

/* Whether what mentions the node accesses it as well: the edges into a node
 * are sorted by where they come from, mentions behind accesses. */
static bool is_repeated(const struct walker *walker, const struct edge *edge)
{
	const struct edge *edges = walker->graph->edges;
	guint n = walker->edges->len;

	return edge->kind == EDGE_MENTIONS && n > 0 &&
	       edges[g_array_index(walker->edges, uint32_t, n - 1)].from ==
		       edge->from;
}

static void visit(struct walker *walker, uint32_t index)
{
	/* Adding stations moves the array: work on a copy. */
	struct station station = walker->walk->stations[index];
	const struct node *node = node_at(walker, station.node);

	g_array_set_size(walker->edges, 0);
	for (uint32_t i = 0; i < node->n_in; i++) {
		const struct edge *edge = &walker->graph->edges[node->in[i]];

		if (!edge_leads(walker, &station, edge) ||
		    !columns_count(walker, &station, edge) ||
		    is_repeated(walker, edge))
			continue;
		g_array_append_val(walker->edges, node->in[i]);
		go_behind(walker, index, edge);
	}
	station.n_edges = walker->edges->len;
	station.edges = arena_memdup(&walker->walk->arena, walker->edges->data,
				     station.n_edges * sizeof(uint32_t));
	walker->walk->n_edges += station.n_edges;
	walker->walk->stations[index] = station;
}

/* Writers of a view write what it is made of: also views that nothing reads
 * through are looked at for writers. A materialized view has no writers but
 * those that refresh it, which leaves what it is made of alone. */
static void add_views(struct walker *walker, uint32_t index)
{
	const struct node *node =
		node_at(walker, walker->walk->stations[index].node);

	for (uint32_t i = 0; i < node->n_in; i++) {
		const struct edge *edge = &walker->graph->edges[node->in[i]];

		if (edge->kind == EDGE_READS &&
		    node_at(walker, edge->from)->kind == NODE_VIEW)
			go_behind(walker, index, edge);
	}
}

/* Partitions of it, or what it is a partition of; not their siblings. */
static void add_partitions(struct walker *walker, uint32_t index, bool up)
{
	struct station from = walker->walk->stations[index];
	const struct node *node = node_at(walker, from.node);
	uint32_t n = up ? node->n_in : node->n_out;

	for (uint32_t i = 0; i < n; i++) {
		uint32_t e = up ? node->in[i] : node->out[i];
		const struct edge *edge = &walker->graph->edges[e];
		struct station station = {.kind = up ? STATION_ROOT
						     : STATION_PARTITION,
					  .node = up ? edge->from : edge->to,
					  .from = index,
					  .columns = from.columns,
					  .n_columns = from.n_columns};

		if (edge->kind == EDGE_CONTAINS &&
		    node_is_relation(node_at(walker, station.node)))
			add_station(walker, &station);
	}
}

/* Whether an unbound name, perhaps of fewer parts and with "*" for what is not
 * known, may mean the object. */
bool walk_name_fits(const struct node *name, const struct node *object)
{
	uint32_t n = name->n_parts;

	if (name->bound || name->kind != NODE_TABLE || n == 0 ||
	    n > object->n_parts)
		return false;
	for (uint32_t i = 0; i < n; i++) {
		const char *pattern = name->parts[n - 1 - i];
		const char *part = object->parts[object->n_parts - 1 - i];

		if (g_ascii_strcasecmp(pattern, part) != 0 &&
		    !(strchr(pattern, '*') &&
		      g_pattern_match_simple(pattern, part)))
			return false;
	}
	return true;
}

static void add_names(struct walker *walker)
{
	struct station object = walker->walk->stations[0];
	const struct node *node = node_at(walker, object.node);

	for (uint32_t i = 0; i < walker->graph->n_nodes; i++) {
		struct station station = {.kind = STATION_NAME,
					  .node = i,
					  .from = 0,
					  .columns = object.columns,
					  .n_columns = object.n_columns};

		if (i != object.node &&
		    walk_name_fits(node_at(walker, i), node))
			add_station(walker, &station);
	}
}

static struct walk *walk_to(const struct graph *graph, uint32_t node,
			    const char *column, bool writers)
{
	struct walk *walk = g_new0(struct walk, 1);
	struct walker walker = {graph, walk, g_new0(guint8, graph->n_nodes),
				writers, NULL};
	struct station object = {.node = node, .from = GRAPH_ABSENT};
	bool relation = node_is_relation(&graph->nodes[node]);

	arena_init(&walk->arena);
	walker.edges = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	if (column)
		*ARENA_PUSH(&walk->arena, object.columns, object.n_columns) =
			arena_strdup(&walk->arena, column);
	add_station(&walker, &object);
	for (uint32_t i = 0; relation && i < walk->n_stations; i++)
		add_partitions(&walker, i, true);
	for (uint32_t i = 0; relation && i < walk->n_stations; i++)
		if (walk->stations[i].kind != STATION_ROOT)
			add_partitions(&walker, i, false);
	if (relation)
		add_names(&walker);
	for (uint32_t i = 0; i < walk->n_stations; i++) {
		visit(&walker, i);
		if (writers &&
		    node_is_relation(&graph->nodes[walk->stations[i].node]))
			add_views(&walker, i);
	}
	g_array_free(walker.edges, TRUE);
	g_free(walker.seen);
	return walk;
}

struct walk *walk_readers(const struct graph *graph, uint32_t node,
			  const char *column)
{
	return walk_to(graph, node, column, false);
}

struct walk *walk_writers(const struct graph *graph, uint32_t node,
			  const char *column)
{
	return walk_to(graph, node, column, true);
}

void walk_free(struct walk *walk)
{
	arena_release(&walk->arena);
	g_free(walk);
}

/* --- around --- */

static bool is_meeting_place(const struct node *node)
{
	switch (node->kind) {
	case NODE_DATABASE:
	case NODE_SCHEMA:
	case NODE_SERVER:
	case NODE_REPOSITORY:
	case NODE_OWNER:
	case NODE_ROLE:
		return true;
	default:
		return false;
	}
}

static void keep_neighbours(const struct graph *graph, const struct node *node,
			    guint8 *keep, GArray *next)
{
	for (uint32_t i = 0; i < node->n_out + node->n_in; i++) {
		uint32_t other =
			i < node->n_out
				? graph->edges[node->out[i]].to
				: graph->edges[node->in[i - node->n_out]].from;

		if (keep[other])
			continue;
		keep[other] = 1;
		g_array_append_val(next, other);
	}
}

void walk_around(const struct graph *graph, uint32_t node, uint32_t depth,
		 guint8 *keep)
{
	GArray *now = g_array_new(FALSE, FALSE, sizeof(uint32_t));

	keep[node] = 1;
	g_array_append_val(now, node);
	while (depth-- > 0 && now->len > 0) {
		GArray *next = g_array_new(FALSE, FALSE, sizeof(uint32_t));

		for (guint i = 0; i < now->len; i++) {
			uint32_t at = g_array_index(now, uint32_t, i);

			if (at == node || !is_meeting_place(&graph->nodes[at]))
				keep_neighbours(graph, &graph->nodes[at], keep,
						next);
		}
		g_array_free(now, TRUE);
		now = next;
	}
	g_array_free(now, TRUE);
}
