/*
 * resolve.h - the only place that gives meaning to a scope tree.
 *
 * Which names are CTEs, aliases, relations; which relation a bare column
 * belongs to; what a star stands for; which table an UPDATE writes; what
 * flows into which column. Works with a catalog (link, `unmoor sql --schema`)
 * or without (golden files): then bare columns belong to the only relation of
 * their level, or to nobody (`table` NULL), and stars stay stars.
 *
 * A pure function; results live in the given arena and point into the
 * statement. It never fails: what cannot be resolved has no relation.
 *
 * Conventions of access: DESIGN 6 (docs/design.md).
 */
#ifndef GRAPH_RESOLVE_RESOLVE_H
#define GRAPH_RESOLVE_RESOLVE_H

#include "graph/catalog/catalog.h"
#include "graph/fact.h"

/* What resolution asks of the world. */
struct resolve_world {
	/*
	 * The relation that a name means, or NULL when nobody knows it; sets
	 * *catalog to the catalog that holds it and *fit. The linker looks into
	 * several catalogs here. NULL: no catalog at all.
	 */
	struct catalog_object *(*relation)(const struct sql_name *name,
					   const char *schema, void *payload,
					   const struct catalog **catalog,
					   enum catalog_fit *fit);
	void *payload;
};

/* A relation as the statement uses it, joined over all mentions that mean
 * the same object. */
struct resolved_table {
	const struct sql_name *name;   /* the first mention, as written */
	struct catalog_object *object; /* NULL: bound to nothing */
	const struct catalog *catalog;
	enum catalog_fit fit;
	bool temporary; /* made in this text; see resolve_statement() */
};

struct resolved_column {
	uint32_t table;	  /* index into tables; SCOPE_ABSENT: not known which */
	const char *name; /* folded; "*" for a star that cannot be expanded
			     and for whole rows */
	uint32_t roles;
	bool certain; /* false: by elimination without a catalog */
};

/* A read or write. Columns are those of `table` in the resolution. */
struct access {
	enum edge_kind kind; /* EDGE_READS or EDGE_WRITES */
	uint32_t table;
	uint32_t operations;
	uint32_t line, end_line; /* of the name */
};

/* Column lineage: into a column of a written table or of the statement's
 * `into`, or of its output (table SCOPE_ABSENT). */
struct derivation {
	uint32_t to_table;
	const char *to;
	uint32_t from_table;
	const char *from;
	enum how how;
};

/* What a query level's outputs are, for `unmoor sql` and views. */
struct resolution {
	struct resolved_table *tables;
	uint32_t n_tables;
	struct access *accesses; /* in order of first mention */
	uint32_t n_accesses;
	struct resolved_column *columns; /* sorted by table and name */
	uint32_t n_columns;
	struct derivation *derivations;
	uint32_t n_derivations;
	const char **outputs; /* names of the root's outputs, stars expanded
				 where they can be ("*" else) */
	uint32_t n_outputs;
};

/* What a trigger's function sees where its text does not say so
 * (PostgreSQL). */
struct resolve_rows {
	/* NEW and OLD are its rows; NULL: of several tables, or unknown. */
	struct catalog_object *object;
	const struct sql_name *transitions; /* tables of these rows */
	uint32_t n_transitions;
};

/*
 * Resolves one statement. `schema` is the search path in force (fact.schema).
 * `rows`: of the trigger whose function it stands in, or NULL.
 */
void resolve_statement(const struct fact_statement *statement,
		       const char *schema, const struct resolve_world *world,
		       const struct resolve_rows *rows, struct arena *arena,
		       struct resolution *resolution);

/*
 * The columns of a view, from its query, set into the object (columns_known)
 * when the definition gives none; views over views are resolved in order of
 * need by the caller.
 */
void resolve_view_columns(struct catalog *catalog, struct catalog_object *view,
			  const struct fact_statement *statement,
			  const struct resolution *resolution);

#endif
