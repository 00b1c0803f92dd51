/*
 * Query levels while they grow; see parser.h.
 */
#include <string.h>

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

struct sql_level *level_get(struct parser *p, uint32_t level)
{
	return &p->statement->made.levels[level];
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

void statement_call(struct parser *p, const struct sql_name *name,
		    uint32_t n_arguments, bool statement)
{
	struct fact_statement *made = &p->statement->made;
	struct sql_call *call = PUSH(made->calls, made->n_calls);

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
