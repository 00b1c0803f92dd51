/*
 * sqlalchemy.h - between the files that read SQLAlchemy and Alembic.
 *
 * What SQLAlchemy's constructors give is a thing: a column, a key, a table,
 * a query. A thing travels as a DATUM_ORM; it lives in the arena.
 */
#ifndef ANALYZERS_CODE_ORM_SQLALCHEMY_H
#define ANALYZERS_CODE_ORM_SQLALCHEMY_H

#include "analyzers/code/orm/orm.h"
#include "analyzers/code/orm/query.h"

enum sa_kind {
	SA_COLUMN,   /* Column(...), mapped_column(...) */
	SA_KEY,	     /* ForeignKey(...), ForeignKeyConstraint(...) */
	SA_RELATION, /* relationship(...) */
	SA_TABLE,    /* Table(...) */
	SA_COLUMNS,  /* table.c */
	SA_QUERY,
	SA_ROW,	  /* what a query gives: an object of its first model */
	SA_OTHER, /* something of ours that leads nowhere */
};

struct sa_thing {
	enum sa_kind kind;
	uint32_t node;
	struct defined_column column; /* name NULL: the attribute's */
	struct sa_thing **keys;	      /* of a column */
	uint32_t n_keys;
	const char **columns; /* SA_KEY of a constraint */
	uint32_t n_columns;
	struct sql_name to;
	const char **to_columns;
	uint32_t n_to_columns;
	const char *on_delete;
	const struct symbol *target; /* of a relation; or the model's */
	struct orm_model *model;     /* SA_TABLE */
	bool defines;		     /* SA_TABLE: not only a mention of it */
	struct orm_query *query;     /* SA_QUERY; SA_ROW: its update */
};

struct sqlalchemy {
	bool imported; /* the text speaks of SQLAlchemy */
	struct orm_queries queries;
	struct orm_model **models;
	uint32_t n_models;
	struct sa_thing **tables;
	uint32_t n_tables;
};

extern const struct orm orm_sqlalchemy, orm_alembic;

/* The thing that a datum is, or NULL. */
struct sa_thing *sa_thing_of(const struct datum *datum);
struct sa_thing *sa_thing_new(struct code *code, enum sa_kind kind,
			      uint32_t node);
const struct datum *sa_datum(struct code *code, struct sa_thing *thing);

/* The columns and keys among arguments, into a model. */
void sa_take_columns(struct code *code, struct orm_model *model,
		     const struct code_argument *arguments,
		     uint32_t n_arguments);
/* A column with its keys, under the name of an attribute. */
void sa_take_column(struct code *code, struct orm_model *model,
		    const char *attribute, const struct sa_thing *thing);
void sa_take_key(struct code *code, struct orm_model *model,
		 const struct sa_thing *key, const char *column);

/* Queries: sqlalchemy_query.c. */
const struct datum *sa_query_call(struct code *code, struct sqlalchemy *state,
				  const struct orm_call *call);
const struct datum *sa_query_member(struct code *code, struct sqlalchemy *state,
				    const struct datum *object,
				    const char *name, uint32_t node);
void sa_query_assign(struct code *code, struct sqlalchemy *state,
		     const struct datum *object, const char *name,
		     uint32_t node);

#endif
