/*
 * graph.h - the dependency graph in memory: a map, or a part of one.
 *
 * Built by the linker, the store (load) or the JSON import; cut into sub-maps
 * by queries; written by the writers. While it is built, nodes and edges are
 * found or added and evidence is collected; graph_finish() sorts everything
 * into canonical order, joins what is equal, and computes each edge's union
 * of its evidence. After that it is read-only and edges can be walked from
 * both ends.
 *
 * The graph owns its memory: strings given to it are interned (copied once).
 * Node and edge indices are valid from graph_finish() on; before it they
 * name nodes as they were added, and finishing changes them.
 *
 *	uint32_t t = graph_add_node(g, NODE_TABLE, "shop", parts, 2);
 *	graph_add_evidence(g, f, t, EDGE_READS, &evidence);
 *	graph_finish(g);
 *	for (uint32_t i = 0; i < graph_node(g, t)->n_in; i++) ...
 */
#ifndef GRAPH_GRAPH_H
#define GRAPH_GRAPH_H

#include <glib.h>

#include "graph/arena.h"
#include "graph/blind_spot.h"
#include "graph/fact.h"
#include "graph/kinds.h"

#define GRAPH_ABSENT UINT32_MAX

struct graph_source {
	const char *id; /* first: they are sorted by it */
	enum source_kind kind;
	const char *location;
	const char *revision; /* or NULL */
	bool stale;
};

struct node {
	enum node_kind kind;
	bool bound;
	uint32_t n_parts;
	const char *id;
	const char *name;   /* as shown: "public.orders", a path, ... */
	const char **parts; /* folded as the server folds */
	const char *source; /* NULL for names bound to nothing */
	const char **owners;
	struct attribute *attributes; /* sorted by name, each name once */
	uint32_t n_owners, n_attributes;
	/* From graph_finish() on: indices into the edges. */
	uint32_t n_out, n_in;
	const uint32_t *out, *in;
};

struct used_column {
	const char *name;
	uint32_t roles;
};

struct column_pair {
	const char *from, *to;
};

struct evidence {
	const char *source;
	const char *path; /* NULL for evidence in a catalog */
	uint32_t object;  /* then: the node whose definition it is; else
			     GRAPH_ABSENT */
	uint32_t line, end_line;
	uint32_t statement_line, statement_end; /* 0: no statement */
	enum via via;
	enum scope scope;
	enum confidence confidence;
	uint32_t operations;
	struct used_column *columns; /* sorted by name, each once */
	uint32_t n_columns;
	uint64_t statement; /* fingerprint; 0: none */
};

struct edge {
	enum edge_kind kind;
	uint32_t from, to;
	/* Unions of the evidence; set by graph_finish(). */
	uint32_t operations;
	enum confidence confidence;
	struct used_column *columns;
	uint32_t n_columns;
	uint32_t n_evidence;
	struct evidence *evidence;
	struct column_pair *pairs; /* EDGE_REFERENCES */
	uint32_t n_pairs;
	int how; /* EDGE_DERIVES: enum how; else -1 */
};

struct blind_spot {
	const char *source;
	const char *path; /* or NULL */
	uint32_t line;	  /* 0: none */
	enum reason reason;
	const char *pattern;	 /* or NULL */
	const char **candidates; /* node ids */
	uint32_t n_candidates;
	uint64_t count;	    /* at least 1 */
	const char *detail; /* or NULL */
};

struct graph {
	struct graph_source *sources;
	uint32_t n_sources;
	struct node *nodes;
	uint32_t n_nodes;
	struct edge *edges;
	uint32_t n_edges;
	struct blind_spot *blind_spots;
	uint32_t n_blind_spots;
	bool finished;
	struct graph_private *private;
};

struct graph *graph_new(void);
void graph_free(struct graph *graph);

/* A copy owned by the graph; equal strings give the same pointer. All strings
 * of a graph are UTF-8: other bytes (names of files, mostly) become %XX. Ids
 * still tell such names apart. */
const char *graph_intern(struct graph *graph, const char *string);

/* --- building ------------------------------------------------------------ */

/*
 * Finds or adds a node; its id is made of kind, source and parts by the rules
 * of ids. A file, script, job, report, function or class has its path first
 * and local parts behind it: graph_add_symbol(). Source NULL makes an unbound
 * node ("?"). Returns the index for the building functions.
 */
uint32_t graph_add_node(struct graph *graph, enum node_kind kind,
			const char *source, const char *const *parts,
			uint32_t n_parts);

/* kind:source/path or, with local parts, kind:source/path#A.b~nth. */
uint32_t graph_add_symbol(struct graph *graph, enum node_kind kind,
			  const char *source, const char *path,
			  const char *const *local, uint32_t n_local,
			  uint32_t nth);

/* Adds a node under the id that it has in another map, as import does; then
 * says what it is. */
uint32_t graph_add_node_id(struct graph *graph, const char *id,
			   enum node_kind kind);
void graph_describe_node(struct graph *graph, uint32_t node, const char *name,
			 const char *source, bool bound,
			 const char *const *parts, uint32_t n_parts);

/* The node while building (the pointer is valid until the next addition). */
struct node *graph_building(struct graph *graph, uint32_t index);

/* Of several values of one attribute the last counts. */
void graph_set_attribute(struct graph *graph, uint32_t node, const char *name,
			 const char *value);
void graph_add_owner(struct graph *graph, uint32_t node, const char *owner);

/* Adds evidence to the edge (found or added); strings and columns are copied.
 * Equal evidence is there once when the graph is finished. */
void graph_add_evidence(struct graph *graph, uint32_t from, uint32_t to,
			enum edge_kind kind, const struct evidence *evidence);

/* Pairs of a references edge, how of a derives edge; the edge must be there.
 * Of several hows the one that is furthest from a copy counts. */
void graph_add_pair(struct graph *graph, uint32_t from, uint32_t to,
		    const char *from_column, const char *to_column);
void graph_set_how(struct graph *graph, uint32_t from, uint32_t to,
		   enum how how);

void graph_add_blind_spot(struct graph *graph, const struct blind_spot *spot);
void graph_add_source(struct graph *graph, const struct graph_source *source);

/* Sorts sources, nodes and edges by the bytes of their ids (edges by from,
 * to, kind), evidence and blind spots by all their fields; joins equal blind
 * spots by adding their counts; computes unions and adjacency. */
void graph_finish(struct graph *graph);

/* --- asking (finished graphs) -------------------------------------------- */

/* The node of that id, or GRAPH_ABSENT. Also while building. */
uint32_t graph_find(const struct graph *graph, const char *id);

/*
 * Nodes that an OBJECT of the command line names: a node id, or a name by its
 * suffix ("orders", "public.orders", "orders.total" for a column), compared
 * without regard to case if nothing fits exactly. Relations, routines and
 * columns come before everything else: only the best class that matches is
 * returned. Free the array.
 */
GArray *graph_lookup(const struct graph *graph, const char *object);

/* The value of the node's attribute; NULL: it has none of that name. */
const char *node_attribute(const struct node *node, const char *name);

/* "@a @b" in the arena; NULL: nobody owns it. */
const char *node_owners(const struct node *node, struct arena *arena);

/* Somebody reads or writes a relation. */
static inline bool edge_is_access(const struct edge *edge)
{
	return edge->kind == EDGE_READS || edge->kind == EDGE_WRITES;
}

/* Adds an attribute to a node of a finished graph, for an answer that says
 * more than the map; one that it has already is replaced. */
void graph_annotate(struct graph *graph, uint32_t node, const char *name,
		    const char *value);

/* A part of the graph: the nodes marked in `keep` (n_nodes bytes), the edges
 * between them that `edge` accepts (NULL: all), the nodes that these edges'
 * evidence names as its object, the blind spots that `spot` accepts (NULL:
 * none), and all sources. Finished. */
struct graph *graph_subset(const struct graph *graph, const guint8 *keep,
			   bool (*edge)(const struct graph *graph,
					const struct edge *edge, void *payload),
			   bool (*spot)(const struct graph *graph,
					const struct blind_spot *spot,
					void *payload),
			   void *payload);

/* The graph without what a source gave: its nodes, its evidence and edges that
 * have no other, its blind spots, names that nothing leads to any more.
 * Finished. */
struct graph *graph_without_source(const struct graph *graph,
				   const char *source);

/* Appends `part` to an id with every byte that is not a letter, digit, "_",
 * "$", "-" or of a UTF-8 letter as %XX; `path` keeps "/" and ".". */
void graph_escape_part(GString *id, const char *part, bool path);

#endif
