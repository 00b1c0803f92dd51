/*
 * plan_private.h - what the files of the plan share while it is made.
 *
 * The steps, in this order: tables_collect(), ties_collect(), slices_make(),
 * bridges_collect(), order_slices(), strategy_choose(). Each reads what the
 * steps before it have put into the plan.
 */
#ifndef GRAPH_PLAN_PLAN_PRIVATE_H
#define GRAPH_PLAN_PLAN_PRIVATE_H

#include "graph/plan/plan.h"

/* What a certain join counts; weights are whole numbers of its parts, so that
 * the shares of what touches up to TIE_TABLES_MAX tables come out even. */
#define TIE_UNIT 240u

/* What touches more tables than this at one place ties none of them. */
#define TIE_TABLES_MAX 12u

struct planner {
	struct plan *plan;
	const struct graph *graph;
	const struct plan_settings *settings;
	uint32_t *table_of;   /* by node: index of the table + 1; 0: none */
	GHashTable *bases;    /* view's node + 1 -> GArray of tables under it */
	guint8 *is_explained; /* by node: a seen statement that code sends */
	GArray *uses;	      /* struct use, of the accessor at hand */
	bool views_are_one; /* a view is the one table under it whose slice has
			       the most of them; slices are made by then */
	GPtrArray *undecided; /* of the whole plan */
	GString *hubs;	      /* what touches too many tables to tie them */
	uint32_t n_hubs;
};

/* A sentence for the plan's undecided; kept in its arena. */
void planner_note(struct planner *planner, const char *format, ...)
	G_GNUC_PRINTF(2, 3);

/* --- tables.c ------------------------------------------------------------ */

void tables_collect(struct planner *planner);

/* --- uses.c -------------------------------------------------------------- */

/* That a statement uses a table (its root). */
struct use {
	uint64_t statement; /* equal ones are one statement */
	uint32_t table;
	uint8_t uses; /* USE_* */
	uint8_t confidence;
};

/* Uses by logic in a catalog, which can live in one place only, are all of
 * one statement; so are those whose statement is not known. */
#define STATEMENT_ONE 1u

/* Whether the node is logic in a catalog: a view, routine, trigger ... */
bool node_is_hidden(const struct node *node);

/* Whether the node may use tables: code, jobs, reports, hidden logic. */
bool node_is_accessor(const struct planner *planner, uint32_t node);

/* What the node uses, itself, through views and through routines that it
 * calls, into planner->uses: by statement, then table, each once. What only
 * tests, migrations, examples and docs use has USE_ASIDE. For a trigger also
 * the tables that fire it, as written. */
void uses_collect(struct planner *planner, uint32_t node);

/* The tables under a view, through views under it; roots, each once. */
const GArray *uses_under_view(struct planner *planner, uint32_t view);

/* Calls for every range of uses of one statement, USE_ASIDE left out. */
void uses_each_statement(const GArray *uses,
			 void (*each)(const struct use *uses, guint n,
				      void *payload),
			 void *payload);

/* --- ties.c -------------------------------------------------------------- */

void ties_collect(struct planner *planner);
/* The pair of two tables, in any order, or PLAN_ABSENT. */
uint32_t pair_find(const struct plan *plan, uint32_t a, uint32_t b);

/* --- groups.c ------------------------------------------------------------ */

/* Tables that are one, with union by the smallest member. */
struct groups {
	uint32_t *parent, *size;
	uint32_t n;
};

void groups_init(struct groups *groups, uint32_t n);
void groups_release(struct groups *groups);
uint32_t groups_find(struct groups *groups, uint32_t member);
/* Returns the one that stays; both are what groups_find() gave. */
uint32_t groups_join(struct groups *groups, uint32_t a, uint32_t b);

/* --- merge.c ------------------------------------------------------------- */

/* Joins what hangs together closely; adds to plan->merges. */
void merge_coupled(struct planner *planner, struct groups *groups);

/* --- slices.c ------------------------------------------------------------ */

void slices_make(struct planner *planner);
/* Whether the team keeps the two groups apart. */
bool slices_apart(const struct planner *planner, struct groups *groups,
		  uint32_t a, uint32_t b);
void add_merge(struct planner *planner, const struct plan_merge *merge);

/* --- cuts.c ------------------------------------------------------------- */

void cuts_find(struct planner *planner);

/* --- bridges.c ----------------------------------------------------------- */

void bridges_collect(struct planner *planner);

/* --- order.c and waves.c ------------------------------------------------- */

/* Gives slices their positions and waves, bridges their lives. */
void waves_make(struct planner *planner);

/* --- spots.c, strategy.c ------------------------------------------------- */

void spots_collect(struct planner *planner);
void strategy_choose(struct planner *planner);

#endif
