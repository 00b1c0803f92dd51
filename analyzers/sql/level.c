/*
 * Query levels while they grow; see parser.h.
 */
#include <string.h>

#include "analyzers/sql/builtin.h"
#include "analyzers/sql/parser.h"

#define PUSH(array, count) ARENA_PUSH(p->analysis->arena, array, count)

uint32_t level_open(struct parser *p, enum sql_level_kind kind,
		    enum sql_level_place place, uint32_t parent, uint32_t at)
{
	struct fact_statement *made = &p->statement->made;
	struct sql_level *level = PUSH(made->levels, made->n_levels);

	level->kind = kind;
	level->place = place;
	level->parent = parent;
	level->at = at;
	level->source = SCOPE_ABSENT;
	return made->n_levels - 1;
}

uint32_t level_lower(struct parser *p, uint32_t index,
		     enum sql_level_place place, uint32_t at, bool with)
{
	uint32_t inner = level_open(p, LEVEL_SELECT, place, index, at);
	struct fact_statement *made = &p->statement->made;
	struct sql_level *outer = &made->levels[index];
	struct sql_level moved = *outer;

	p->statement->unordered = true;
	memset(outer, 0, sizeof(*outer));
	outer->kind = moved.kind;
	outer->place = moved.place;
	outer->parent = moved.parent;
	outer->at = moved.at;
	outer->source = SCOPE_ABSENT;
	if (with) {
		outer->ctes = moved.ctes;
		outer->n_ctes = moved.n_ctes;
		moved.ctes = NULL;
		moved.n_ctes = 0;
	}
	for (uint32_t i = index + 1; i < inner; i++)
		if (made->levels[i].parent == index &&
		    !(with && made->levels[i].place == PLACE_CTE))
			made->levels[i].parent = inner;
	moved.place = place;
	moved.parent = index;
	moved.at = at;
	made->levels[inner] = moved;
	return inner;
}

struct sql_item *level_item(struct parser *p, uint32_t index,
			    enum sql_item_kind kind)
{
	struct sql_level *level = level_get(p, index);
	struct sql_item *item = PUSH(level->items, level->n_items);

	item->kind = kind;
	item->level = SCOPE_ABSENT;
	return item;
}

struct sql_output *level_output(struct parser *p, uint32_t index)
{
	struct sql_level *level = level_get(p, index);

	return PUSH(level->outputs, level->n_outputs);
}

struct sql_target *level_target(struct parser *p, uint32_t index,
				const struct sql_name *name,
				enum operation operation)
{
	struct sql_level *level = level_get(p, index);
	struct sql_target *target = PUSH(level->targets, level->n_targets);

	target->name = *name;
	target->item = SCOPE_ABSENT;
	target->operation = operation;
	return target;
}

struct sql_assign *level_assign(struct parser *p, uint32_t index,
				const struct sql_name *name,
				enum operation operation)
{
	struct sql_level *level = level_get(p, index);
	struct sql_assign *assign = PUSH(level->assigns, level->n_assigns);

	assign->name = *name;
	assign->target = SCOPE_ABSENT;
	assign->operation = operation;
	return assign;
}

uint32_t level_ref(struct parser *p, uint32_t index,
		   const struct sql_name *name, enum role role, uint32_t flags)
{
	struct sql_level *level = level_get(p, index);
	struct sql_ref *ref = PUSH(level->refs, level->n_refs);

	ref->name = *name;
	ref->role = role;
	ref->flags = flags;
	return level->n_refs - 1;
}

struct sql_value level_share(struct parser *p, const struct sql_value *value)
{
	struct sql_value copy = *value;

	if (copy.n_levels)
		copy.levels =
			arena_memdup(p->analysis->arena, value->levels,
				     value->n_levels * sizeof(*value->levels));
	return copy;
}

void value_unite(struct parser *p, struct sql_value *value,
		 const struct sql_value *more)
{
	if (!more->n_refs && !more->n_levels)
		return;
	value->how = value->n_refs || value->n_levels
			     ? MAX(value->how, more->how)
			     : more->how;
	for (uint32_t i = 0; i < more->n_refs; i++)
		*PUSH(value->refs, value->n_refs) = more->refs[i];
	for (uint32_t i = 0; i < more->n_levels; i++)
		*PUSH(value->levels, value->n_levels) = more->levels[i];
}

void statement_call(struct parser *p, const struct sql_name *name,
		    uint32_t n_arguments, bool statement)
{
	struct fact_statement *made = &p->statement->made;
	struct sql_call *call;

	if (p->lexer.rules->dialect == DIALECT_ORACLE &&
	    ((name->n_parts > 1 && builtin_is_package(name->parts[0])) ||
	     (p->routine && routine_variable(p->routine, name->parts[0]))))
		return; /* l(i), l.exists(i): elements of a collection */
	call = PUSH(made->calls, made->n_calls);

	call->name = *name;
	call->n_arguments = n_arguments;
	call->statement = statement;
}

void statement_mention(struct parser *p, const struct sql_name *name,
		       enum node_kind kind)
{
	struct fact_statement *made;
	struct sql_mention *mention;

	if (!p->statement)
		return;
	made = &p->statement->made;
	mention = PUSH(made->mentions, made->n_mentions);
	mention->name = *name;
	mention->kind = kind;
}

/* --- order --------------------------------------------------------------- */

/* The levels in order, each behind its parent: children by their index. */
struct order {
	uint32_t *child, *sibling; /* first child, next sibling; or absent */
	uint32_t *to;		   /* the new index of each level */
	uint32_t n;
};

static void find_children(const struct fact_statement *made,
			  struct order *order)
{
	for (uint32_t i = 0; i < made->n_levels; i++)
		order->child[i] = order->sibling[i] = SCOPE_ABSENT;
	for (uint32_t i = made->n_levels; i-- > 0;) {
		uint32_t parent = made->levels[i].parent;

		if (parent == SCOPE_ABSENT)
			continue;
		order->sibling[i] = order->child[parent];
		order->child[parent] = i;
	}
}

/* Numbers a root and all that is below it, without recursion: down to the
 * first child, else to the next sibling of the nearest level that has one. */
static void number_below(const struct fact_statement *made, struct order *order,
			 uint32_t root)
{
	uint32_t at = root;

	for (;;) {
		order->to[at] = order->n++;
		if (order->child[at] != SCOPE_ABSENT) {
			at = order->child[at];
			continue;
		}
		while (at != root && order->sibling[at] == SCOPE_ABSENT)
			at = made->levels[at].parent;
		if (at == root)
			return;
		at = order->sibling[at];
	}
}

static void renumber(uint32_t *index, const struct order *order)
{
	if (*index != SCOPE_ABSENT)
		*index = order->to[*index];
}

static void renumber_value(struct sql_value *value, const struct order *order)
{
	for (uint32_t i = 0; i < value->n_levels; i++)
		renumber(&value->levels[i], order);
}

static void renumber_level(struct sql_level *level, const struct order *order)
{
	renumber(&level->parent, order);
	renumber(&level->source, order);
	for (uint32_t i = 0; i < level->n_ctes; i++)
		renumber(&level->ctes[i].level, order);
	for (uint32_t i = 0; i < level->n_items; i++) {
		renumber(&level->items[i].level, order);
		renumber_value(&level->items[i].value, order);
	}
	for (uint32_t i = 0; i < level->n_arms; i++)
		renumber(&level->arms[i], order);
	for (uint32_t i = 0; i < level->n_outputs; i++)
		renumber_value(&level->outputs[i].value, order);
	for (uint32_t i = 0; i < level->n_assigns; i++) {
		/* Several columns may share one value: (a, b) = (SELECT ...) */
		if (i && level->assigns[i].value.levels ==
				 level->assigns[i - 1].value.levels)
			continue;
		renumber_value(&level->assigns[i].value, order);
	}
}

void level_order(struct parser *p)
{
	struct fact_statement *made = &p->statement->made;
	uint32_t n = made->n_levels;
	uint32_t *indices = g_new(uint32_t, 3 * (gsize)n);
	struct order order = {indices, indices + n, indices + 2 * (gsize)n, 0};
	struct sql_level *levels;

	find_children(made, &order);
	for (uint32_t i = 0; i < n; i++)
		if (made->levels[i].parent == SCOPE_ABSENT)
			number_below(made, &order, i);
	levels = arena_alloc(p->analysis->arena, n * sizeof(*levels));
	for (uint32_t i = 0; i < n; i++) {
		renumber_level(&made->levels[i], &order);
		levels[order.to[i]] = made->levels[i];
	}
	made->levels = levels;
	g_free(indices);
}
