/*
 * orm.h - what an ORM is to the engine.
 *
 * An ORM watches the text being evaluated: it is asked what a member or a
 * call gives when what it is of is not known otherwise, and sees each class
 * once its body was read. What it finds it keeps in a state of its own until
 * finish(), and delivers there. To add one, write a file that defines
 * `const struct orm orm_NAME`, and name it in the rows of its languages.
 */
#ifndef ANALYZERS_CODE_ORM_ORM_H
#define ANALYZERS_CODE_ORM_ORM_H

#include "analyzers/code/code.h"

struct orm_call {
	uint32_t node;
	uint32_t receiver; /* the node before the dot, or SYNTAX_NONE */
	const struct datum *object; /* what the method is of; or NULL */
	const struct datum *callee; /* what is called */
	const char *name;	    /* the last part of its name, interned */
	const struct code_argument *arguments;
	uint32_t n_arguments;
};

/* Every function may be NULL. */
struct orm {
	const char *name;
	void *(*start)(struct code *code);
	void (*class_)(struct code *code, void *state, uint32_t number);
	/* NULL: not ours. */
	const struct datum *(*member)(struct code *code, void *state,
				      const struct datum *object,
				      const char *name, uint32_t node);
	/* What a constant key of it gives: object["key"]; NULL: not ours. */
	const struct datum *(*at)(struct code *code, void *state,
				  const struct datum *object, const char *key,
				  uint32_t node);
	const struct datum *(*call)(struct code *code, void *state,
				    const struct orm_call *call);
	/* An attribute of an object is set. */
	void (*assign)(struct code *code, void *state,
		       const struct datum *object, const char *name,
		       uint32_t node);
	/* What a loop over the datum gives; NULL: not ours. */
	const struct datum *(*item)(struct code *code, void *state,
				    const struct datum *of);
	void (*finish)(struct code *code, void *state);
};

extern const struct orm orm_active; /* active.c */
extern const struct orm orm_named;  /* named.c */

/* For the engine: each asks the ORMs of the language in turn. */
void orm_start(struct code *code);
void orm_class(struct code *code, uint32_t number);
const struct datum *orm_member(struct code *code, const struct datum *object,
			       const char *name, uint32_t node);
const struct datum *orm_at(struct code *code, const struct datum *object,
			   const char *key, uint32_t node);
const struct datum *orm_call(struct code *code, const struct orm_call *call);
void orm_assign(struct code *code, const struct datum *object, const char *name,
		uint32_t node);
const struct datum *orm_item(struct code *code, const struct datum *of);
void orm_finish(struct code *code);

#endif
