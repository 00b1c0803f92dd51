#include "analyzers/code/orm/orm.h"

void orm_start(struct code *code)
{
	uint32_t n = 0;

	for (const struct orm *const *orm = code->language->orms; *orm; orm++) {
		void **state = ARENA_PUSH(code->arena, code->orm_states, n);

		if ((*orm)->start)
			*state = (*orm)->start(code);
	}
}

void orm_class(struct code *code, uint32_t number)
{
	const struct orm *const *orms = code->language->orms;

	for (uint32_t i = 0; orms[i]; i++)
		if (orms[i]->class_)
			orms[i]->class_(code, code->orm_states[i], number);
}

const struct datum *orm_member(struct code *code, const struct datum *object,
			       const char *name, uint32_t node)
{
	const struct orm *const *orms = code->language->orms;

	for (uint32_t i = 0; orms[i]; i++) {
		const struct datum *datum =
			orms[i]->member
				? orms[i]->member(code, code->orm_states[i],
						  object, name, node)
				: NULL;

		if (datum)
			return datum;
	}
	return NULL;
}

const struct datum *orm_at(struct code *code, const struct datum *object,
			   const char *key, uint32_t node)
{
	const struct orm *const *orms = code->language->orms;

	for (uint32_t i = 0; orms[i]; i++) {
		const struct datum *datum =
			orms[i]->at ? orms[i]->at(code, code->orm_states[i],
						  object, key, node)
				    : NULL;

		if (datum)
			return datum;
	}
	return NULL;
}

const struct datum *orm_call(struct code *code, const struct orm_call *call)
{
	const struct orm *const *orms = code->language->orms;

	for (uint32_t i = 0; orms[i]; i++) {
		const struct datum *datum =
			orms[i]->call
				? orms[i]->call(code, code->orm_states[i], call)
				: NULL;

		if (datum)
			return datum;
	}
	return NULL;
}

void orm_assign(struct code *code, const struct datum *object, const char *name,
		uint32_t node)
{
	const struct orm *const *orms = code->language->orms;

	for (uint32_t i = 0; orms[i]; i++)
		if (orms[i]->assign)
			orms[i]->assign(code, code->orm_states[i], object, name,
					node);
}

const struct datum *orm_item(struct code *code, const struct datum *of)
{
	const struct orm *const *orms = code->language->orms;

	for (uint32_t i = 0; orms[i]; i++) {
		const struct datum *datum =
			orms[i]->item
				? orms[i]->item(code, code->orm_states[i], of)
				: NULL;

		if (datum)
			return datum;
	}
	return NULL;
}

void orm_finish(struct code *code)
{
	const struct orm *const *orms = code->language->orms;

	for (uint32_t i = 0; orms[i]; i++)
		if (orms[i]->finish)
			orms[i]->finish(code, code->orm_states[i]);
}
