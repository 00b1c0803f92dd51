/*
 * plan.h - from the graph to a migration plan: slices, waves, bridges.
 *
 * What must move together (cycles over foreign keys, triggers and routines
 * that write) is one piece; pieces that hang together closely become slices;
 * slices are put in an order that keeps the number of live bridges low, and
 * slices without a bridge between them may move in one wave. docs/plan.md
 * explains every heuristic and what would prove it wrong.
 *
 * The plan is a pure function of the graph and the settings: the order in
 * which a map was filled changes nothing. It borrows from both; plan_free().
 * Nothing fails: what cannot be decided is a sentence in `undecided`.
 *
 *	struct plan *plan = plan_new(graph, &settings);
 *	for (uint32_t i = 0; i < plan->n_slices; i++) ...
 *	plan_free(plan);
 */
#ifndef GRAPH_PLAN_PLAN_H
#define GRAPH_PLAN_PLAN_H

#include "graph/check/policy.h"
#include "graph/graph.h"

/* --- what the team says --- */

enum plan_value { VALUE_NORMAL, VALUE_LOW, VALUE_HIGH };
enum plan_rehearsal { REHEARSAL_NONE, REHEARSAL_PLANNED, REHEARSAL_DONE };

/* Skills of a team: a bit each. */
enum plan_skill { SKILL_CDC = 1, SKILL_POSTGRESQL = 2, SKILL_MYSQL = 4 };

/* The downtime is not said. */
#define DOWNTIME_UNKNOWN UINT32_MAX

struct plan_group {
	const uint32_t *tables; /* nodes */
	uint32_t n_tables;
	unsigned line; /* in unmoor.yaml */
};

/* What is said of the slice that a table will be in. */
struct plan_wish {
	uint32_t table;		     /* node */
	const char *name, *approver; /* or NULL */
	enum plan_value value;
	enum plan_rehearsal rehearsal;
	uint32_t downtime; /* minutes, or DOWNTIME_UNKNOWN */
	unsigned line;
};

struct plan_team {
	const char *owner;
	uint32_t skills;
};

struct plan_settings {
	uint32_t slice_tables; /* at most, where ties allow; from 1 */
	uint32_t wave_slices;  /* at most; from 1 */
	uint32_t downtime;     /* minutes that are tolerated by default, or
				  DOWNTIME_UNKNOWN */
	const char *source;    /* only this catalog; or NULL */
	struct plan_group reference, first, last;
	const struct plan_group *together, *apart;
	uint32_t n_together, n_apart;
	const struct plan_wish *wishes;
	uint32_t n_wishes;
	const struct plan_team *teams;
	uint32_t n_teams;
	const struct policy *policy; /* or NULL */
};

/* What counts where nothing is said. */
#define PLAN_SLICE_TABLES 25
#define PLAN_WAVE_SLICES 3
#define PLAN_SLICE_TABLES_MAX 500

/* --- the plan --- */

#define SIZE_UNKNOWN UINT64_MAX
#define PLAN_ABSENT UINT32_MAX

struct plan_table {
	uint32_t node;
	uint32_t root;	/* the table it is a partition of, or itself */
	uint32_t slice; /* index */
	/* Who in main code and in the catalog uses it; views are counted with
	 * the tables under them. Of a root: with its partitions. */
	uint32_t n_readers, n_writers, n_views;
	uint32_t n_keys_in; /* tables that refer to it, itself left out */
	uint64_t rows, bytes;
	bool reference;
};

/* Why two tables hang together, the strongest first. */
#define TIE_KINDS(X)                                                           \
	X(TIE_TRIGGER, "trigger")		/* writing one writes both */  \
	X(TIE_ROUTINE_WRITES, "routine-writes") /* a routine writes both */    \
	X(TIE_KEY, "foreign-key")                                              \
	X(TIE_WRITER, "writer")	      /* code writes both */                   \
	X(TIE_ROUTINE, "routine")     /* a routine uses both */                \
	X(TIE_VIEW, "view")	      /* a view reads both */                  \
	X(TIE_STATEMENT, "statement") /* one statement writes and reads */     \
	X(TIE_JOIN, "join")	      /* one statement reads both */

enum tie_kind { TIE_KINDS(KIND_CONSTANT) N_TIE_KINDS };
extern const struct kind_list TIE_KIND;

/* All ties between two tables (roots), a < b. */
struct plan_pair {
	uint32_t a, b;
	uint64_t weight; /* TIE_UNIT for one certain foreign key's quarter */
	uint32_t counts[N_TIE_KINDS];
	enum tie_kind kind; /* the strongest */
	uint32_t via;	    /* a node: accessor; of a key: who refers */
};

/* A tie that must not be cut: writing `from` writes `to`, or it refers there.
 * Cycles of these move together. */
struct plan_arc {
	uint32_t from, to; /* tables */
	enum tie_kind kind;
	uint32_t via;
};

enum merge_kind {
	MERGE_COUPLED,	/* so much of what ties one side ties it to the other */
	MERGE_TOGETHER, /* the team says so */
	MERGE_PACKED,	/* both hang on the same slice, which is full */
	MERGE_UNTIED,	/* nothing ties either; same schema */
};

struct plan_merge {
	enum merge_kind kind;
	uint32_t a, b;	/* tables */
	uint32_t pair;	/* index of the heaviest pair; or PLAN_ABSENT */
	uint32_t share; /* percent of what ties the smaller side */
	unsigned line;	/* MERGE_TOGETHER */
};

enum slice_kind {
	SLICE_COUPLED,
	SLICE_REFERENCE, /* read by many, written by none that is known */
	SLICE_UNTIED,	 /* nothing known ties its tables */
};

#define STRATEGIES(X)                                                          \
	X(STRATEGY_REPLICATION, "replication")                                 \
	X(STRATEGY_BIG_BANG, "big-bang")                                       \
	X(STRATEGY_PHASED, "phased with CDC")                                  \
	X(STRATEGY_PARALLEL, "parallel run")

enum strategy { STRATEGIES(KIND_CONSTANT) N_STRATEGIES };
extern const struct kind_list STRATEGY;

/* A range of one of the plan's arrays. */
struct plan_range {
	uint32_t first, n;
};

struct plan_slice {
	const char *name;   /* [A-Za-z0-9_.-]+, unique */
	const char *source; /* the catalog; NULL: names bound to nothing */
	enum slice_kind kind;
	uint32_t anchor;	  /* the table with the most ties inside */
	uint32_t wave;		  /* from 1 */
	uint32_t position;	  /* in the order in which they move, from 0 */
	struct plan_range tables; /* of plan->members */
	struct plan_range merges;
	/* Of plan->cuts: what to cut so that a cycle larger than a slice should
	 * be falls apart. */
	struct plan_range cuts;
	struct plan_range users;  /* of plan->users */
	struct plan_range hidden; /* of plan->hidden */
	struct plan_range spots;  /* of plan->spots: blind spots that name it */
	uint32_t n_cycle;	  /* tables in its largest cycle; 1: no cycle */
	uint32_t n_readers, n_writers; /* users to repoint */
	uint32_t n_aside;	       /* tests, migrations, examples */
	uint32_t n_unowned;	       /* of the users to repoint */
	struct plan_range bridges;     /* of plan->slice_bridges */
	uint64_t rows, bytes;
	/* What the team said; the strategy that follows, and why. */
	enum plan_value value;
	enum plan_rehearsal rehearsal;
	uint32_t downtime;
	const char *approver;
	enum strategy strategy;
	const char **reasons;
	uint32_t n_reasons;
	const char **undecided;
	uint32_t n_undecided;
};

#define USE_READS 1u
#define USE_WRITES 2u
#define USE_ASIDE 4u /* only in tests, migrations, examples, docs */

/* Who has to be pointed to the new place of a slice. */
struct plan_user {
	uint32_t slice, node, uses;
};

/* Logic in the catalog that uses a slice. */
struct plan_hidden {
	uint32_t slice, node, uses;
	bool crosses; /* uses other slices as well: extract it first */
};

#define BRIDGES(X)                                                             \
	X(BRIDGE_KEY, "foreign-key")	 /* refers across */                   \
	X(BRIDGE_TRIGGER, "trigger")	 /* fires here, works there */         \
	X(BRIDGE_ROUTINE, "routine")	 /* uses both sides in one place */    \
	X(BRIDGE_VIEW, "view")		 /* reads both sides */                \
	X(BRIDGE_WRITER, "writer")	 /* code writes both sides */          \
	X(BRIDGE_STATEMENT, "statement") /* one statement writes here, reads   \
					    there */                           \
	X(BRIDGE_READER, "reader")	 /* one statement reads both sides */  \
	X(BRIDGE_REPLICATION, "replication") /* a copy of reference data */

enum bridge_kind { BRIDGES(KIND_CONSTANT) N_BRIDGE_KINDS };
extern const struct kind_list BRIDGE_KIND;

/* Something that must be kept working while some of its slices have moved and
 * others have not. */
struct plan_bridge {
	enum bridge_kind kind;
	uint32_t node;		  /* the accessor; the table that refers */
	uint32_t to;		  /* of a key: the other table; else ABSENT */
	struct plan_range slices; /* of plan->bridge_slices, rising */
	uint32_t opens, closes;	  /* waves: it lives after `opens` and before
				     `closes`; equal: never */
};

struct plan_wave {
	struct plan_range slices; /* of plan->order */
	uint32_t opened, closed;  /* bridges, without replication */
	uint32_t live;		  /* after it */
	uint32_t replicas;	  /* reference tables kept as copies after it */
};

struct plan {
	const struct graph *graph;
	const struct plan_settings *settings;
	struct plan_table *tables; /* by node */
	uint32_t n_tables;
	struct plan_pair *pairs;
	uint32_t n_pairs;
	struct plan_arc *arcs; /* of cycles only, by from, to */
	uint32_t n_arcs;
	uint32_t *cuts; /* arcs, slice by slice */
	uint32_t n_cuts;
	struct plan_merge *merges;
	uint32_t n_merges;
	struct plan_slice *slices; /* by name */
	uint32_t n_slices;
	uint32_t *members;	 /* tables, slice by slice */
	struct plan_user *users; /* by slice, then node */
	uint32_t n_users;
	struct plan_hidden *hidden; /* by slice, then node */
	uint32_t n_hidden;
	uint32_t *spots;	     /* blind spots, slice by slice */
	struct plan_bridge *bridges; /* by kind, node, to */
	uint32_t n_bridges;
	uint32_t *bridge_slices;
	uint32_t *slice_bridges; /* bridges, slice by slice */
	struct plan_wave *waves;
	uint32_t n_waves;
	uint32_t *order; /* slices as they move */
	/* How good the order is: the sum over all steps, one slice each, of
	 * the bridges that live after it; no order has less than `bound`. */
	bool exact;
	uint64_t cost, bound;
	uint64_t n_catalog_spots; /* blind spots that may touch any table */
	const char **undecided;
	uint32_t n_undecided;
	struct arena arena;
};

struct plan *plan_new(const struct graph *graph,
		      const struct plan_settings *settings);
void plan_free(struct plan *plan);

/* The slice of that name, or PLAN_ABSENT. */
uint32_t plan_slice_find(const struct plan *plan, const char *name);

/* Sentences; g_free() them. */
char *plan_pair_text(const struct plan *plan, const struct plan_pair *pair);
char *plan_merge_text(const struct plan *plan, const struct plan_merge *merge);
char *plan_arc_text(const struct plan *plan, const struct plan_arc *arc);
char *plan_bridge_text(const struct plan *plan,
		       const struct plan_bridge *bridge);

#endif
