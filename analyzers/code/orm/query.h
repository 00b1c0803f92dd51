/*
 * query.h - what ORMs share: queries through models while they are built,
 * and models while they are read.
 *
 * A query is one chain of calls, or several on one variable; each model that
 * it touches is an entity with its operations and the attributes used. At the
 * end each becomes an import of the model, also where the model is of the
 * same text: what it maps is the linker's to know. All lives in the arena of
 * the text.
 */
#ifndef ANALYZERS_CODE_ORM_QUERY_H
#define ANALYZERS_CODE_ORM_QUERY_H

#include "analyzers/code/code.h"

struct orm_entity {
	const struct symbol *symbol; /* NULL: only the relation is known */
	const char *relation;	     /* a path of attributes of it, or NULL */
	bool guess;		     /* the symbol is a variable's name */
	bool lookup;		     /* the path may end in a column */
	bool between;		     /* only what leads there is changed */
	uint32_t operations;
	struct model_use *uses;
	uint32_t n_uses;
};

struct orm_query {
	uint32_t function, node; /* node: the whole chain, as far as known */
	enum confidence confidence;
	const char *convention; /* the ORM's, where this is surely a query */
	bool nothing;		/* it asks nobody: .none() */
	const char *unknown;	/* what stands for a model that nobody knows;
				   then there is no entity */
	bool line_only;		/* its place is the first line of `node` */
	uint32_t times;		/* that it is asked in its function */
	struct orm_entity *entities;
	uint32_t n_entities;
	struct orm_query *next;
};

struct orm_queries {
	struct orm_query *first, *last;
	struct orm_query **unknown; /* one a function */
	uint32_t n_unknown;
};

struct orm_query *orm_query_new(struct code *code, struct orm_queries *list,
				uint32_t node);

/* The chain goes on to `node`, if that begins where the chain does. */
void orm_query_reach(struct code *code, struct orm_query *query, uint32_t node);

/* The entity of a model, made if it is new. */
struct orm_entity *orm_query_entity(struct code *code, struct orm_query *query,
				    const struct symbol *symbol);
/* The entity behind attributes of a model, or of what a variable holds: see
 * struct fact_import. */
struct orm_entity *orm_query_related(struct code *code, struct orm_query *query,
				     const struct orm_entity *like);
void orm_entity_use(struct code *code, struct orm_entity *entity,
		    const char *attribute, uint32_t roles);

void orm_entity_drop(struct orm_entity *entity, const char *attribute);

/* The model that a datum names: a class of this text or of another; else
 * NULL. `attribute`: it names a member of one, which is set. */
const struct symbol *orm_model_of(struct code *code, const struct datum *datum);
const struct symbol *orm_member_of(struct code *code, uint32_t node,
				   const char **attribute);

/* The class that a parameter is declared to hold, of whatever kind: Order,
 * "Order", Optional[Order], Order | None; with *many, QuerySet[Order] and
 * list[Order]. NULL: nothing is said, or it is no parameter. */
const struct symbol *orm_declared(struct code *code, const struct datum *datum,
				  bool *many);

/* Each member of a model in the expression, such as Order.total, is used in
 * that role. */
void orm_query_scan(struct code *code, struct orm_query *query, uint32_t node,
		    uint32_t roles);

/* A query of a model that is not known at all, "self.model"; one a function
 * is said. */
void orm_query_unknown(struct code *code, struct orm_queries *list,
		       uint32_t node, const char *model);

/* Imports of all queries of the list, and gaps. */
void orm_deliver(struct code *code, const struct orm_queries *list);

/* --- models --- */

struct orm_reference {
	struct defined_column *column; /* or NULL */
	const char *column_name;
	struct sql_name to;    /* a table, or a class by its name */
	const char *to_column; /* or NULL: its key */
	const char *on_delete;
	uint32_t node;
};

/* A class or object that maps a table. */
struct orm_model {
	uint32_t node; /* of what says it */
	const struct symbol *symbol;
	bool is_class; /* its class is who defines */
	bool abstract; /* it has no table; those that stand on it have */
	uint32_t class_;
	struct sql_name table; /* no parts: by the convention */
	const char *convention;
	struct defined_column *columns;
	uint32_t n_columns;
	const char **attributes; /* one a column */
	uint32_t n_attributes;
	const struct symbol **targets; /* one a column: where it leads, or
					  NULL */
	uint32_t n_targets;
	struct model_column *relations; /* attributes that are no columns */
	uint32_t n_relations;
	struct orm_reference *references;
	uint32_t n_references;
	enum confidence confidence;
};

void orm_model_column(struct code *code, struct orm_model *model,
		      const char *attribute,
		      const struct defined_column *column,
		      const struct symbol *target);

/* The export alone. */
void orm_model_export(struct code *code, const struct orm_model *model);

/* The definition of the table alone. */
void orm_model_table(struct code *code, const struct orm_model *model);

/* The export, the definition of the table, and its references. */
void orm_model_deliver(struct code *code, const struct orm_model *model);

/* "schema.table" as a name on a line. */
struct sql_name orm_table_name(struct code *code, const char *dotted,
			       uint32_t line);

/* "WebOrder" as "web_order". */
const char *orm_snake_case(struct code *code, const char *name);

#endif
