/*
 * resolve_state.h - what the files of the resolver share; nobody else.
 *
 * resolve.c       entry, tables, accesses, columns, the result
 * resolve_scope.c what names mean: CTEs, items, qualifiers
 * resolve_column.c columns of items; bare ones
 * resolve_join.c  columns that USING and NATURAL merge
 * resolve_ref.c   what a reference means
 * resolve_list.c  lists of sources, names by hash
 * resolve_flow.c  what a level's outputs are made of: stars, set operations,
 *                 recursion
 * resolve_write.c targets, assigned columns, derivations
 *
 * Everything lives in the caller's arena but the hash tables, which exist
 * only for long statements and are dropped at the end. A scope tree may come
 * from a map, which is untrusted: each index is tested before use.
 */
#ifndef GRAPH_RESOLVE_RESOLVE_STATE_H
#define GRAPH_RESOLVE_RESOLVE_STATE_H

#include "graph/resolve/resolve.h"

/* Levels are computed on demand through at most so many of them; what lies
 * deeper has unknown columns. */
#define RESOLVE_DEPTH_MAX 400

/* Lists longer than this are searched through a hash table. */
#define RESOLVE_LINEAR 24

/*
 * Stars over stars double what they stand for at each level, so there are
 * limits, in counts: columns of a level (the rest is as unknown as those of a
 * table that nobody knows), sources of one value, derivations in all.
 */
#define RESOLVE_OUTPUTS_MAX 10000
#define RESOLVE_SOURCES_MAX 4096
#define RESOLVE_DERIVATIONS_MAX (1u << 20)
#define RESOLVE_TOTAL_MAX (1u << 20) /* columns of all levels together */
#define RESOLVE_USING_MAX 512	     /* items that a USING looks through */

/*
 * Where a value comes from: a column of a table, or (`level` not
 * SCOPE_ABSENT) an output of a level that is not yet computed, which happens
 * in recursive CTEs. `table` SCOPE_ABSENT: a column of an unknown table.
 */
struct source {
	uint32_t table;
	const char *column;
	uint32_t level, output;
	enum how how;
	bool certain;
};

/* Lists are long where many tables are united, and then used by many
 * references: a shared list belongs to an output, and is copied before it
 * changes. */
struct sources {
	struct source *list;
	uint32_t n;
	bool shared;
};

/* One output column. An open one stands for the columns of a relation whose
 * columns nobody knows; its sources are ("*") of that relation. */
struct output {
	const char *name; /* folded; NULL: none */
	bool loose;	  /* of a list without marks of quotes: any case */
	bool open;
	bool grown; /* `from` is to be united at the end */
	struct sources from;
};

enum item_meaning {
	MEANS_NOTHING, /* unreadable */
	MEANS_TABLE,
	MEANS_LEVEL, /* a derived table or a CTE */
	MEANS_FUNCTION,
	MEANS_JOIN,
	MEANS_USING,
};

struct item_state {
	enum item_meaning means;
	uint32_t table;		   /* MEANS_TABLE */
	uint32_t level;		   /* MEANS_LEVEL */
	const struct sql_cte *cte; /* or NULL */
	uint32_t group;		   /* innermost ITEM_JOIN around it */
	bool hidden;		   /* by the alias of a join around it */
	struct output *columns;	   /* MEANS_JOIN: all of them, once asked */
	uint32_t n_columns;
	uint32_t written; /* operations that write it */
	bool target;	  /* it is no source */
};

/* A column of USING or NATURAL: one column of several items. */
struct merged {
	const char *name;
	uint32_t next; /* of that name, + 1 */
	uint32_t *items;
	uint32_t n_items;
};

/* What a reference means, once it was looked up. */
struct binding {
	bool done;
	struct sources from;
};

/* Positions by name in lower case; linked through `next`. */
struct name_map {
	GHashTable *first;
	uint32_t *next;
};

enum level_progress { LEVEL_NEW, LEVEL_BUSY, LEVEL_DONE };

struct level_state {
	enum level_progress progress;
	bool items_bound;
	bool merges; /* a join of it has USING or NATURAL */
	struct item_state *items;
	struct merged *merged;
	uint32_t n_merged;
	uint32_t n_joined;	  /* items whose joins are merged */
	GHashTable *merged_names; /* name in lower case -> first + 1 */
	struct binding *refs;
	struct output *outputs;
	uint32_t n_outputs;
	uint32_t first_open; /* of the outputs; n_outputs: none is */
	/* While the level is made: those that are done. */
	const struct output *early;
	uint32_t n_early;
	struct name_map aliases, ctes, names;
	/* Of a long FROM: column in lower case -> item + 1, and the items
	 * whose columns are not all known. */
	GHashTable *known;
	uint32_t n_unknown, n_functions, unknown;
	GHashTable *positions; /* of an INSERT: column -> position + 1 */
};

struct table_state {
	uint32_t read, write; /* accesses + 1 */
};

struct state {
	const struct fact_statement *statement;
	const char *schema;
	const struct resolve_world *world;
	const struct resolve_rows *rows; /* or NULL */
	struct arena *arena;
	struct resolution *resolution;
	enum dialect dialect;
	struct level_state *levels;
	struct table_state *tables;
	uint32_t n_table_states;
	GHashTable *objects, *names; /* of tables, when many */
	uint32_t row_table;
	bool row_table_known;
	uint32_t depth;
	uint32_t columns_limit; /* of made columns, to sort them out */
	uint32_t n_outputs;	/* of all levels */
	GHashTable *given;	/* list of sources -> roles it was given */
	unsigned in_functions;	/* whose arguments are looked up */
	bool see_all;		/* names where no server sees them */
	bool no_target;		/* what the statement writes is not seen */
	GPtrArray *hashes;	/* to be dropped */
};

static inline const struct sql_level *state_level(const struct state *state,
						  uint32_t level)
{
	return &state->statement->levels[level];
}

static inline bool state_has_level(const struct state *state, uint32_t level)
{
	return level < state->statement->n_levels;
}

/* --- resolve.c --- */

/* The table of that name; new, or the same as before. */
uint32_t state_table(struct state *state, const struct sql_name *name);

/* The table of NEW and OLD, or SCOPE_ABSENT. */
uint32_t state_row_table(struct state *state);

const struct resolved_table *state_resolved(const struct state *state,
					    uint32_t table);

/* The dialect of names in a table: of its catalog if it has one. */
enum dialect table_dialect(const struct state *state, uint32_t table);

bool table_columns_known(const struct state *state, uint32_t table);

/* A name that is looked for: as written, and folded. */
struct wanted {
	const char *written;
	bool quoted;
	const char *folded;
};

/* The column's name as the catalog has it, else folded; *known tells which. */
const char *table_column(const struct state *state, uint32_t table,
			 const struct wanted *wanted, bool *known);

void state_access(struct state *state, enum edge_kind kind, uint32_t table,
		  uint32_t operations, const struct sql_name *name);

void state_column(struct state *state, uint32_t table, const char *name,
		  uint32_t roles, bool certain);

/* Gives the sources that are plain copies the role. */
void state_roles(struct state *state, const struct sources *from,
		 uint32_t roles);

/* --- lists --- */

void sources_add(struct state *state, struct sources *sources,
		 const struct source *source, enum how how);
void sources_add_all(struct state *state, struct sources *sources,
		     const struct sources *more, enum how how);
/* As sources_add_all() of plain copies, without a copy where that can be. */
void sources_share(struct state *state, struct sources *sources,
		   const struct sources *more);
void sources_add_column(struct state *state, struct sources *sources,
			uint32_t table, const char *column, bool certain);
/* Sorts and drops what is twice; the stronger `how` stays. */
void sources_unite(struct sources *sources);

/* As qsort(), which costs more where there is little to sort. `size` is at most
 * SORT_SIZE_MAX. */
#define SORT_SIZE_MAX 64
void state_sort(void *elements, uint32_t n, size_t size,
		int (*compare)(const void *, const void *));

/* Replaces outputs of computed levels by what they are made of. */
struct sources sources_final(struct state *state,
			     const struct sources *sources);

/* Candidates for a name among n positions: all of them when there are few,
 * those of that name, but for its case, when there are many. */
typedef const char *name_at(const struct state *state, uint32_t level,
			    uint32_t position);
uint32_t map_first(struct state *state, struct name_map *map, uint32_t level,
		   uint32_t n, name_at *get, const char *name);
uint32_t map_next(const struct name_map *map, uint32_t n, uint32_t position);

/* --- resolve_scope.c --- */

/* Binds the items of a level to what they mean. */
void scope_bind(struct state *state, uint32_t level);

/* The items of a level, bound at the first call. */
static inline struct item_state *scope_items(struct state *state,
					     uint32_t level)
{
	if (!state->levels[level].items_bound)
		scope_bind(state, level);
	return state->levels[level].items;
}

/* The items of a level that are seen from a place in it: [first, end), as
 * far as no alias of a join hides them from the parentheses `group`
 * (SCOPE_ABSENT: outside of all). */
struct view {
	uint32_t first, end, group;
};

/* What clauses see. */
static inline struct view view_whole(const struct state *state, uint32_t level)
{
	return (struct view){0, state_level(state, level)->n_items,
			     SCOPE_ABSENT};
}

/* What a reference sees of its level. */
struct view view_of_ref(struct state *state, uint32_t level,
			const struct sql_ref *ref);

/* The item that a qualifier (the first `n_parts` parts of `name`) means in
 * this very level, SCOPE_ABSENT if none. */
uint32_t scope_item(struct state *state, uint32_t level,
		    const struct view *view, const struct sql_name *name,
		    uint32_t n_parts);

/* What the reference means. */
const struct sources *scope_ref(struct state *state, uint32_t level,
				uint32_t ref);

struct wanted wanted_part(struct state *state, const struct sql_name *name,
			  uint32_t part);
/* A name of a list that has no marks of quotes. */
struct wanted wanted_loose(struct state *state, const char *name);

bool output_is(const struct state *state, const struct output *output,
	       const struct wanted *wanted);

/* A hash table that goes with the state. */
GHashTable *state_hash(struct state *state, bool owns_keys);
void state_hash_keep(struct state *state, GHashTable *hash);

/* The last part of an item's name, or its alias. */
const char *scope_item_name(const struct state *state, uint32_t level,
			    uint32_t position);

/* Whether the item can be named there. */
bool scope_seen(struct state *state, uint32_t level, uint32_t item,
		const struct view *view);

/* Whether its columns can be named there without a qualifier: it is neither a
 * join without a name nor the other name of what USING merges. */
bool scope_has_columns(struct state *state, uint32_t level, uint32_t item,
		       const struct view *view);

/* The qualifier means the item, here (of the view) or in a level around;
 * *found_level is where. */
uint32_t scope_item_outward(struct state *state, uint32_t level,
			    struct view view, const struct sql_name *name,
			    uint32_t n_parts, uint32_t *found_level);

/* The level around, and what of it is seen from this one; SCOPE_ABSENT at
 * the root. */
uint32_t scope_outer(struct state *state, uint32_t level, struct view *view);

/* The query of an INSERT, whose items the clauses of an upsert see, too. */
uint32_t scope_upsert_source(const struct state *state, uint32_t level);

/* The first target's item of a level, SCOPE_ABSENT if none. */
uint32_t scope_target_item(struct state *state, uint32_t level);

/* --- resolve_column.c --- */

/* What the columns of a function in FROM are made of. */
struct sources scope_arguments(struct state *state, uint32_t level,
			       uint32_t item);

/* What is known of a column of an item. */
enum column_fit {
	COLUMN_NO,	 /* it has no such column */
	COLUMN_FUNCTION, /* may be one of a function's result */
	COLUMN_MAYBE,	 /* its columns are not known */
	COLUMN_KNOWN,
};

/* Dialects in which a.b may be a field of the column a. */
bool dialect_has_fields(enum dialect dialect);

enum column_fit scope_column(struct state *state, uint32_t level, uint32_t item,
			     const struct wanted *wanted, struct sources *from);

/* The bare column of this very level. */
enum column_fit scope_bare(struct state *state, uint32_t level,
			   const struct view *view, const struct wanted *wanted,
			   struct sources *from);

/* --- resolve_join.c --- */

/* Merges the columns of a level's joins, as far as they are of its items
 * before `end`; once each. A derived table that sees what is left of it asks
 * for no more, as what is right of it may need that very table. */
void join_bind(struct state *state, uint32_t level, uint32_t end);

/* The column that joins of this very level merged. */
enum column_fit join_merged_fit(struct state *state, uint32_t level,
				const struct view *view,
				const struct wanted *wanted,
				struct sources *from);

/* The same, of the join of one item. */
enum column_fit join_using_fit(struct state *state, uint32_t level,
			       uint32_t item, const struct wanted *wanted,
			       struct sources *from);

/* --- resolve_flow.c --- */

void flow_compute(struct state *state, uint32_t level);

/* The outputs of a level, computed on the first call. While they are being
 * computed (recursion) or too deep, progress is not LEVEL_DONE. */
static inline const struct level_state *flow_outputs(struct state *state,
						     uint32_t level)
{
	if (state->levels[level].progress == LEVEL_NEW &&
	    state->depth < RESOLVE_DEPTH_MAX)
		flow_compute(state, level);
	return &state->levels[level];
}

/* The first output of a level by that name from position `first` on;
 * n_outputs if there is none. */
uint32_t flow_find(struct state *state, uint32_t level, uint32_t first,
		   const struct wanted *wanted);

/* The outputs as far as their names are known while a level is being
 * computed: those of the first arm of a recursive CTE. */
const struct output *flow_early(struct state *state, uint32_t level,
				uint32_t *n);

/* All columns of an item, by position; `star`: a star stands for them. */
struct output *flow_item(struct state *state, uint32_t level, uint32_t item,
			 bool star, uint32_t *n);

/* The sources of a value, made in a level. */
struct sources flow_value(struct state *state, uint32_t level,
			  const struct sql_value *value);

/* --- resolve_write.c --- */

/* Which items a level writes. */
void write_mark(struct state *state, uint32_t level);

/* Accesses, assigned columns and derivations of a level. */
void write_level(struct state *state, uint32_t level);

/* Whether the reference is to the row that an upsert could not insert, which
 * reads nothing of the target. */
bool write_is_proposed(const struct state *state, const struct sql_ref *ref);

/* Derivations into the statement's outputs, view or new table. */
void write_root(struct state *state);

#endif
