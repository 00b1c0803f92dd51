/*
 * catalog.h - the objects of one source, made by replaying its definitions.
 *
 * A catalog source (live or a dump) gives the definitions of its objects; a
 * repository's migrations give those of a catalog that it supposes. Both are
 * replayed here in order: create, alter, rename, drop. The result answers
 * what a name means and which columns a relation has. It knows no nodes.
 *
 * Names are folded as the dialect folds them; a name without a schema is
 * looked for along a search path, then in the default schema ("public" for
 * PostgreSQL; for MySQL the schema in force), then anywhere if it is unique.
 *
 * The catalog copies what it keeps into its own arena. Facts may be dropped
 * after catalog_apply(). Unreadable or contradictory definitions (an ALTER
 * of an unknown table) are kept as far as they say something; nothing fails.
 */
#ifndef GRAPH_CATALOG_CATALOG_H
#define GRAPH_CATALOG_CATALOG_H

#include <glib.h>

#include "graph/fact.h"

struct catalog;

struct catalog_column {
	const char *name;
	const char *type;
	const char *value; /* default or generation expression, or NULL */
	const char *comment;
	uint32_t flags; /* enum column_flag */
	uint32_t line;
};

/* Any object of a catalog: relation, routine, trigger, index, type, ... */
struct catalog_object {
	enum node_kind kind;
	const char *schema;    /* folded; NULL for what has none (a schema) */
	const char *name;      /* folded; a routine's without arguments */
	const char *arguments; /* routines: "integer, text" */
	struct catalog_object *on; /* index, trigger, ...: its table */
	bool temporary;
	bool partition;	    /* parents[0] is its partitioned table */
	bool columns_known; /* false: only mentioned by an ALTER or mapping */
	struct catalog_column *columns;
	uint32_t n_columns;
	struct defined_key *keys;
	uint32_t n_keys;
	struct catalog_object **parents; /* inherits, partition of */
	uint32_t n_parents;
	struct catalog_object **children;
	uint32_t n_children;
	struct attribute *attributes;
	uint32_t n_attributes;
	/* Triggers: what they run, when; tables of the changed rows. */
	struct sql_name routine;
	struct sql_name *transitions;
	uint32_t n_transitions;
	const char *timing;
	uint32_t events;
	/* The first definition, for evidence. `text` is what the caller gave
	 * to catalog_apply(). */
	const void *text;
	uint32_t line, end_line;
	void *user; /* the linker's own (a node); zero at first */
};

struct catalog_reference {
	const char *name;
	struct catalog_object *from, *to; /* to: NULL when not found */
	struct sql_name to_name;
	const char **columns, **to_columns;
	uint32_t n_columns, n_to_columns;
	const void *text;
	uint32_t line;
};

/* A new, empty catalog. `schema` is its default schema, or NULL for the
 * dialect's. */
struct catalog *catalog_new(enum dialect dialect, const char *schema);
void catalog_free(struct catalog *catalog);

enum dialect catalog_dialect(const struct catalog *catalog);

/* Replays a definition, reference or trigger; other facts are ignored. In
 * the order of the text, texts in the order of their migration. `text` is
 * kept in the objects made. */
void catalog_apply(struct catalog *catalog, const struct fact *fact,
		   const void *text);

/* Binds parents and references; sorts objects by kind, schema, name. Must be
 * called before asking. */
void catalog_finish(struct catalog *catalog);

/* How well a name fits an object; the higher the better. */
enum catalog_fit {
	CATALOG_NONE,
	CATALOG_UNIQUE_TAIL, /* no schema given, found in one foreign schema */
	CATALOG_NO_CASE,     /* equal but for case, and unique so */
	CATALOG_EXACT,
};

/* The relation (table, view, matview, foreign table; a sequence too) that a
 * name means. `schema` is a search path in force (comma separated) or NULL.
 * Parts in front of schema.name (a database) are ignored. */
struct catalog_object *catalog_relation(const struct catalog *catalog,
					const struct sql_name *name,
					const char *schema,
					enum catalog_fit *fit);

/* The routines of that name (several by arguments): sets *n, returns the
 * first of a row of pointers. `n_arguments` UINT32_MAX: any. */
struct catalog_object *const *
catalog_routines(const struct catalog *catalog, const struct sql_name *name,
		 const char *schema, uint32_t n_arguments, uint32_t *n);

/* An object of any kind by kind and name ("on" decides for triggers, ...). */
struct catalog_object *catalog_object(const struct catalog *catalog,
				      const struct object_name *name,
				      const char *schema);

/* All relations whose name fits the pattern of a name with holes (TEXT_HOLE
 * is any run of characters); at most `max` are appended to `found`, the
 * number of all is returned. */
uint32_t catalog_matches(const struct catalog *catalog,
			 const struct sql_name *name, const char *schema,
			 GPtrArray *found, uint32_t max);

const struct catalog_column *
catalog_column(const struct catalog *catalog,
	       const struct catalog_object *relation, const char *name,
	       bool quoted);

/* The columns of a view, when they become known; see resolve.h. */
void catalog_set_columns(struct catalog *catalog, struct catalog_object *object,
			 const char *const *names, uint32_t n);

/* Everything, in canonical order. */
struct catalog_object *const *catalog_objects(const struct catalog *catalog,
					      uint32_t *n);
const struct catalog_reference *
catalog_references(const struct catalog *catalog, uint32_t *n);

/* A name part as the dialect's server folds it: PostgreSQL to lower case,
 * MySQL as written (lower_case_table_names is not known to a dump), quoted as
 * written but for MySQL columns. New string, g_free(). */
char *name_fold(enum dialect dialect, const char *part, bool quoted);

#endif
