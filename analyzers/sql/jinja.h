/*
 * jinja.h - relations that dbt's templates name.
 *
 *	SELECT a FROM {{ ref('orders') }}
 *	{% set r = source('shop', 'orders') %} SELECT a FROM {{ r }}
 *	{% for m in ['a', 'b'] %} SELECT x FROM {{ ref(m) }} {% endfor %}
 *	{{ dbt_utils.union_relations(relations=[ref('a'), ref('b')]) }}
 *
 * Variables are those that a template sets to a literal, a list of literals,
 * a relation or one another, wherever in the text. The text outlives the
 * struct jinja, which lies in its parser and owns its table of variables,
 * freed by jinja_release(). Nothing fails; names live in the arena.
 */
#ifndef ANALYZERS_SQL_JINJA_H
#define ANALYZERS_SQL_JINJA_H

#include <stdbool.h>
#include <stdint.h>

#include <glib.h>

#include "graph/arena.h"

struct jinja {
	const char *bytes;
	uint32_t size;
	GArray *variables; /* struct jinja_variable; NULL: not looked for */
	bool used;	   /* the text holds {{ or {% */
	uint32_t inside;   /* the end of the directive that *at lies in */
};

/* A name that a call of ref() or source() stands for; a part that is not
 * known is, or holds, a TEXT_HOLE. */
struct jinja_relation {
	const char *parts[2];
	uint32_t n_parts;
};

/* What one call may stand for at most: ref(m) in a loop over a list. */
#define JINJA_RELATIONS_MAX 32

void jinja_init(struct jinja *jinja, const char *bytes, uint32_t size);
void jinja_release(struct jinja *jinja);

/* What the hole at [offset, offset + length) stands for, a call of ref() or
 * source() or a variable that holds one; gives how many, 0 for others. */
uint32_t jinja_hole(struct jinja *jinja, struct arena *arena, uint32_t offset,
		    uint32_t length, struct jinja_relation *relations);

/* Something that stands in the arguments of a macro or in a directive. */
struct jinja_part {
	uint32_t offset;
	struct jinja_relation relations[JINJA_RELATIONS_MAX];
	uint32_t n_relations; /* 0: a literal that may be SQL */
	uint32_t begin, end;  /* of the literal's content */
};

/*
 * The next such part at or behind `*at`, which moves behind it; false: there
 * is none before `end`. Holes that jinja_hole() knows are no parts.
 */
bool jinja_next(struct jinja *jinja, struct arena *arena, uint32_t *at,
		uint32_t end, struct jinja_part *part);

/* Whether a relation stands in [from, end). */
bool jinja_names(struct jinja *jinja, struct arena *arena, uint32_t from,
		 uint32_t end);

#endif
