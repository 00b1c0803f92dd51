/*
 * scope.h - the scope tree: what one statement names, and where.
 *
 * The SQL reader makes a scope tree of every statement; it knows no catalog
 * and gives no meaning. graph/resolve/resolve.h alone gives it meaning: which
 * name is a CTE, an alias, a relation; which relation a bare column belongs to;
 * which table an UPDATE writes.
 *
 * A tree is an array of query levels in the order in which they open;
 * references between them are indices into that array, so a tree is easily
 * written as bytes. All memory is the arena's of the text. Names are as
 * written, unfolded; a name's hole is TEXT_HOLE inside a part.
 *
 * Example: WITH x AS (SELECT id FROM a) UPDATE b SET n = x.id FROM x
 *   level 0: update, ctes [x -> level 1], items [b (target), x],
 *            targets [b, item 0], refs [x.id select],
 *            assigns [n <- ref 0, copied]
 *   level 1: select, parent 0, opened as CTE 0, items [a], refs [id select],
 *            outputs [id <- ref 0, copied]
 */
#ifndef GRAPH_SCOPE_H
#define GRAPH_SCOPE_H

#include <stdbool.h>
#include <stdint.h>

#include "graph/kinds.h"

/* Absent index of a level, item, CTE or target. */
#define SCOPE_ABSENT UINT32_MAX

/*
 * A possibly qualified name as written, without quotes: `parts` from the
 * outermost qualifier to the name itself. Bit i of `quoted` is set when part
 * i was quoted (it is then not folded). At most SQL_NAME_PARTS parts.
 */
#define SQL_NAME_PARTS 6
struct sql_name {
	const char **parts;
	uint32_t n_parts; /* 0: no name */
	uint32_t quoted;
	uint32_t line, end_line; /* of the outermost host */
};

/* A common table expression of a WITH clause. */
struct sql_cte {
	const char *name;
	bool quoted;
	bool recursive; /* WITH RECURSIVE: sees itself and its followers */
	const char **columns;
	uint32_t n_columns; /* WITH x (a, b) */
	uint32_t level;	    /* its query; SCOPE_ABSENT if unreadable */
	uint32_t line;
};

/*
 * What a value is made of: references and scalar subqueries, by index.
 * `refs` index the refs of the level that holds the output or assignment;
 * `levels` are subqueries whose outputs flow into the value.
 */
struct sql_value {
	enum how how;
	uint32_t *refs;
	uint32_t n_refs;
	uint32_t *levels;
	uint32_t n_levels;
};

enum sql_item_kind {
	ITEM_RELATION, /* a name: table, view or CTE, which is not decided */
	ITEM_QUERY,    /* a derived table or VALUES: `level` */
	ITEM_FUNCTION, /* a function in FROM: `name`, and in the calls */
	ITEM_JOIN,     /* parentheses around the items [first, this one), or
			  a join that is the right side of another */
	ITEM_USING,    /* JOIN item `first` USING (columns) AS alias: those
			  columns under a name of their own */
};

enum sql_item_flag {
	ITEM_TARGET = 1 << 0,  /* stands in the target's place (UPDATE t,
				  DELETE FROM t, INSERT INTO t, MERGE INTO t):
				  visible, but no read */
	ITEM_LATERAL = 1 << 1, /* sees the items left of it; set for functions
				  too, which see them implicitly */
	ITEM_ONLY = 1 << 2,    /* ONLY t: without partitions and children */
	ITEM_NATURAL = 1 << 3, /* joined to its left by NATURAL JOIN */
	ITEM_COMMA = 1 << 4,   /* behind a comma, or first behind a target:
				  what joins it joins nothing before it */
	ITEM_NAMED = 1 << 5,   /* an expression with a name (ClickHouse's WITH x
				  AS name), of which "*" has nothing */
};

/* One item of a FROM clause (or a target), in order of writing. A join is
 * flat: a JOIN b JOIN c are three items. Parentheses around a join make an
 * ITEM_JOIN behind the items that it covers; with an alias, it hides them. */
struct sql_item {
	enum sql_item_kind kind;
	uint32_t flags;
	struct sql_name name; /* of a relation or function */
	const char *alias;    /* NULL: none */
	bool alias_quoted;
	const char **columns; /* t AS x (a, b); columns of a table function */
	uint32_t n_columns;
	uint32_t level;		    /* ITEM_QUERY; else SCOPE_ABSENT */
	uint32_t first;		    /* ITEM_JOIN: the first item covered;
				       ITEM_USING: what is joined */
	const char **using_columns; /* JOIN this one USING (a, b) */
	uint32_t n_using_columns;
	const char **partitions; /* MySQL t PARTITION (p0, p1) */
	uint32_t n_partitions;
	struct sql_value value; /* arguments of a function, of which its
				   columns are made; else nothing */
};

enum sql_ref_flag {
	REF_OUTPUT_FIRST = 1 << 0, /* ORDER BY: output names come first */
	REF_INPUT_FIRST = 1 << 1,  /* GROUP BY, HAVING of MySQL: columns of the
				      items first, then output names */
	REF_VARIABLE = 1 << 2,	   /* a variable or parameter of the routine has
				      this name; a column, if known, wins */
	REF_TARGET_ONLY = 1 << 3,  /* resolved among targets alone (RETURNING,
				      VALUES(c) and excluded.c of an upsert) */
	REF_MEMBER = 1 << 4,	   /* (x).c: field of a row or column x */
	REF_JOIN = 1 << 5,	   /* in ON: sees the items [first, at] */
	REF_ARGUMENT = 1 << 6,	   /* in an argument of the function that is
				      item `at`: sees what is left of it */
	REF_NO_TARGET = 1 << 7,	   /* INSERT of a MERGE: not the target */
};

/* A column reference, with the role of the clause that it is written in. It
 * is looked up from the level that holds it, outwards. `name` may be a whole
 * row: a bare alias. */
struct sql_ref {
	struct sql_name name;
	enum role role;
	uint32_t flags;
	uint32_t first, at; /* REF_JOIN, REF_ARGUMENT; else 0 */
};

/* One output column of a level, by position. A star has `star` set, and the
 * qualifier of t.* in `qualifier`. */
struct sql_output {
	const char *name; /* alias or name of a plain column; NULL: none */
	bool quoted;
	bool star;
	struct sql_name qualifier;
	struct sql_value value;
};

/* A table that the level writes. */
struct sql_target {
	struct sql_name name; /* as written, may be an alias of an item */
	uint32_t item;	      /* its item, if it is one by its place; else
				 SCOPE_ABSENT: look among items by name */
	uint32_t operation;   /* bits of enum operation */
};

/*
 * A column that gets a value: SET c = v, or a name in the column list of an
 * INSERT (then `by_position`, and the value comes from the same position of
 * the level's `source`). `name` may be qualified, which tells the target in
 * a multi-table UPDATE.
 */
struct sql_assign {
	struct sql_name name;
	uint32_t target;    /* index into targets; SCOPE_ABSENT: by name */
	uint32_t operation; /* insert or update (the SET of an upsert) */
	bool by_position;
	struct sql_value value;
};

enum sql_level_kind {
	LEVEL_SELECT,
	LEVEL_VALUES,
	LEVEL_SET, /* UNION, INTERSECT, EXCEPT of `arms`, by position */
	LEVEL_INSERT,
	LEVEL_UPDATE,
	LEVEL_DELETE,
	LEVEL_MERGE,
	LEVEL_OTHER, /* COPY, TRUNCATE, LOCK, a lone condition, DDL, ... */
};

/* Where in its parent a level opens, which decides what it sees. */
enum sql_level_place {
	PLACE_ROOT,	  /* no parent */
	PLACE_EXPRESSION, /* a subquery in an expression: sees all items */
	PLACE_ITEM,	  /* item `at` of the parent: sees siblings only when
			     that item is ITEM_LATERAL, and only to its left */
	PLACE_CTE,	  /* CTE `at` of the parent: no items of the parent */
	PLACE_ARM,	  /* an arm of a LEVEL_SET, or the source query of an
			     INSERT, CREATE TABLE AS, ...: no items, all CTEs */
	PLACE_JOIN,	  /* a subquery in ON: sees the items [first, at] */
	PLACE_ARGUMENT,	  /* a subquery in an argument of the function that is
			     item `at`: sees what is left of it */
};

struct sql_level {
	enum sql_level_kind kind;
	enum sql_level_place place;
	uint32_t parent; /* SCOPE_ABSENT for a root */
	uint32_t at;	 /* index of the item or CTE; else SCOPE_ABSENT */
	uint32_t first;	 /* PLACE_JOIN; else 0 */
	struct sql_cte *ctes;
	uint32_t n_ctes;
	struct sql_item *items;
	uint32_t n_items;
	struct sql_ref *refs;
	uint32_t n_refs;
	struct sql_output *outputs; /* also RETURNING's */
	uint32_t n_outputs;
	uint32_t *arms;
	uint32_t n_arms;
	struct sql_target *targets;
	uint32_t n_targets;
	struct sql_assign *assigns;
	uint32_t n_assigns;
	uint32_t source; /* INSERT's query or VALUES; else SCOPE_ABSENT */
};

/* A routine that is called, in an expression, in FROM or by CALL. */
struct sql_call {
	struct sql_name name;
	uint32_t n_arguments;
	bool statement; /* CALL f() and its like, not an expression */
};

/* A name in a string, cast or type: nextval('s'), 't'::regclass, t%ROWTYPE. */
struct sql_mention {
	struct sql_name name;
	enum node_kind kind; /* sequence, table, routine, type */
};

#endif
