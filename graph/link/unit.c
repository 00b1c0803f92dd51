#include "graph/link/linker.h"

#include <string.h>

/* A statement that the steps before link_statements() need decoded. */
static bool is_needed_early(const struct fact *fact)
{
	return fact->as.statement.into.n_parts > 0;
}

/* Reads a statement; it stays among the facts only if it is needed. */
static bool add_statement(struct linker *linker, struct unit *unit,
			  struct fact_reader *reader)
{
	struct fact_reader again = *reader;
	struct fact *fact;
	bool early;

	reader->arena = &linker->scratch;
	fact = fact_next(reader);
	reader->arena = &linker->arena;
	if (!fact)
		return false;
	if (unit->dialect == DIALECT_GENERIC)
		unit->dialect = fact->as.statement.dialect;
	early = is_needed_early(fact);
	arena_reset(&linker->scratch);
	if (early)
		*ARENA_PUSH(&linker->arena, unit->facts, unit->n_facts) =
			fact_next(&again);
	return true;
}

void unit_add_facts(struct linker *linker, struct unit *unit,
		    const guint8 *bytes, size_t size, bool all)
{
	struct fact_reader reader = {bytes, size, &linker->arena, false};
	struct stretch stretch = {bytes, size};
	bool statements = false;

	while (reader.size && !reader.broken) {
		struct fact *fact;

		if (!all && is_statement(fact_peek(&reader))) {
			statements = true;
			if (!add_statement(linker, unit, &reader))
				break;
			continue;
		}
		fact = fact_next(&reader);
		if (fact)
			*ARENA_PUSH(&linker->arena, unit->facts,
				    unit->n_facts) = fact;
	}
	if (statements)
		g_array_append_val(unit->stretches, stretch);
	if (reader.broken)
		ledger_add(linker, unit, NULL, REASON_UNREADABLE_TEXT, 0, NULL,
			   "the map holds broken facts of this text", NULL);
}

/* --- statements found in two ways --- */

/*
 * A statement may be found twice: by reading its string alone, and again when
 * an import shows that the string goes to a sink. The surer one stays.
 */
static bool same_statement(const struct fact *a, const struct fact *b)
{
	const struct sql_name *x = &a->accessor.object.name;
	const struct sql_name *y = &b->accessor.object.name;

	if (!a->as.statement.fingerprint ||
	    a->as.statement.fingerprint != b->as.statement.fingerprint ||
	    a->place.line != b->place.line || x->n_parts != y->n_parts)
		return false;
	for (uint32_t i = 0; i < x->n_parts; i++)
		if (strcmp(x->parts[i], y->parts[i]) != 0)
			return false;
	return true;
}

/* Whether a statement of the facts is the same and as sure; one that is less
 * sure is passed over from now on. */
static bool is_beaten(struct unit *unit, const struct fact *fact)
{
	if (!unit->derived)
		return false;
	FOR_FACTS(unit, other) {
		if (other == fact || other->kind != FACT_STATEMENT ||
		    !same_statement(other, fact))
			continue;
		if (other->confidence >= fact->confidence)
			return true;
		other->kind = N_FACT_KINDS;
	}
	return false;
}

static void stretch_statements(struct linker *linker, struct unit *unit,
			       const struct stretch *stretch,
			       void (*each)(struct linker *linker,
					    struct unit *unit,
					    struct fact *fact))
{
	struct fact_reader reader = {stretch->bytes, stretch->size,
				     &linker->scratch, false};

	while (reader.size && !reader.broken) {
		struct fact *fact;

		if (!is_statement(fact_peek(&reader))) {
			fact_skip(&reader);
			continue;
		}
		arena_reset(&linker->scratch);
		fact = fact_next(&reader);
		if (fact && !is_needed_early(fact) && !is_beaten(unit, fact))
			each(linker, unit, fact);
	}
}

void unit_statements(struct linker *linker, struct unit *unit,
		     void (*each)(struct linker *linker, struct unit *unit,
				  struct fact *fact))
{
	for (guint i = 0; i < unit->stretches->len; i++)
		stretch_statements(
			linker, unit,
			&g_array_index(unit->stretches, struct stretch, i),
			each);
	FOR_FACTS(unit, fact) {
		arena_reset(&linker->scratch);
		if (is_statement(fact->kind) && !is_beaten(unit, fact))
			each(linker, unit, fact);
		/* Of two that are equally sure the first one stays. */
		if (fact->kind == FACT_STATEMENT && unit->derived)
			fact->kind = N_FACT_KINDS;
	}
}
