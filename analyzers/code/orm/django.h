/*
 * django.h - between the files that read Django's ORM.
 */
#ifndef ANALYZERS_CODE_ORM_DJANGO_H
#define ANALYZERS_CODE_ORM_DJANGO_H

#include "analyzers/code/orm/orm.h"
#include "analyzers/code/orm/query.h"

enum dj_kind {
	DJ_FIELD, /* models.CharField(...) */
	DJ_QUERY, /* Order.objects, and what is called on it */
	DJ_ROW,	  /* an object that a query gave */
};

struct dj_thing {
	enum dj_kind kind;
	uint32_t node;
	bool sure; /* DJ_FIELD: of django.db, not of a form */
	const char *type;
	const struct code_argument *arguments; /* of the field's call */
	uint32_t n_arguments;
	const struct symbol *target; /* the model */
	struct orm_query *query;     /* DJ_QUERY; DJ_ROW: its update */
};

struct django {
	struct orm_queries queries;
	struct orm_model **models;
	uint32_t n_models;
	bool *is_model; /* of each class */
};

extern const struct orm orm_django;

struct dj_thing *dj_thing_of(const struct datum *datum);
struct dj_thing *dj_thing_new(struct code *code, enum dj_kind kind,
			      uint32_t node);
const struct datum *dj_datum(struct code *code, struct dj_thing *thing);

/* Queries: django_query.c. */
const struct datum *dj_query_call(struct code *code, struct django *state,
				  const struct orm_call *call);
const struct datum *dj_query_member(struct code *code, struct django *state,
				    const struct datum *object,
				    const char *name, uint32_t node);
void dj_query_assign(struct code *code, struct django *state,
		     const struct datum *object, const char *name,
		     uint32_t node);

#endif
