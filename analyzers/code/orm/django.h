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
	/* DJ_QUERY, DJ_ROW: the model, as an entity says it. */
	const struct symbol *target;
	const char *relation;
	bool guess;
	struct orm_query *query; /* DJ_QUERY; DJ_ROW: its update */
};

struct django {
	struct orm_queries queries;
	struct orm_model **models;
	uint32_t n_models;
	bool *is_model; /* of each class */
	bool spoken;	/* the text speaks of Django, or of models */
	bool foreign;	/* of another ORM and not of Django */
	const struct symbol **held; /* of each class: the model that its
				       manager or view is of */
	struct fact **aliases;	    /* that say so */
	uint32_t n_aliases;
};

extern const struct orm orm_django;

struct dj_thing *dj_thing_of(const struct datum *datum);
struct dj_thing *dj_thing_new(struct code *code, enum dj_kind kind,
			      uint32_t node);
const struct datum *dj_datum(struct code *code, struct dj_thing *thing);

/* The model that a class stands for without being one, as a view, form,
 * manager or query set does: a member that the linker knows by that name. */
#define DJ_HELD "__model__"
bool dj_is_model(const struct django *state, uint32_t class_);

/* Objects and query sets that come from elsewhere: django_object.c. NULL:
 * nothing of Django's. */
const struct datum *dj_object_call(struct code *code, struct django *state,
				   const struct orm_call *call);
const struct datum *dj_object_member(struct code *code, struct django *state,
				     const struct datum *object,
				     const char *name, uint32_t node);
/* A class that stands for a model: exports which, and what it does alone. */
void dj_object_class(struct code *code, struct django *state, uint32_t class_);

/* Form: admin.site.register(Order, OrderAdmin). */
void dj_object_registered(struct code *code, struct django *state,
			  const struct orm_call *call);

/* A query that begins at `node`. */
struct dj_thing *dj_query_new(struct code *code, struct django *state,
			      const struct orm_entity *model, uint32_t node);
/* A method of a manager or query set; NULL: none of those. */
struct dj_method;
const struct dj_method *dj_method_of(const char *name);
const struct datum *dj_query_go_on(struct code *code, struct dj_thing *thing,
				   const struct orm_call *call);
/* An object that a query or anything else gives. */
const struct datum *dj_row(struct code *code, const struct orm_entity *model,
			   uint32_t node);
/* save() or delete() of an object of that model. */
void dj_change(struct code *code, struct django *state,
	       const struct orm_call *call, const struct orm_entity *model,
	       bool made);

/* objects, _default_manager: Django's, whatever the class is. */
bool dj_is_manager(const char *name);
/* save, delete, and the asynchronous ones. */
bool dj_is_change(const char *name);

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
