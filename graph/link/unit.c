#include "graph/link/linker.h"

#include <string.h>

/* A statement that the steps before link_statements() need decoded. */
static bool is_needed_early(const struct fact *fact)
{
	return fact->as.statement.into.n_parts > 0;
}

/* Passes a statement over; it is among the facts only if it is needed. */
static void add_statement(struct linker *linker, struct unit *unit,
			  struct fact_reader *reader)
{
	enum dialect dialect;
	struct fact *fact;
	bool early;

	if (!fact_peek_statement(reader, &dialect, &early)) {
		reader->broken = true;
		return;
	}
	if (unit->dialect == DIALECT_GENERIC)
		unit->dialect = dialect;
	if (!early) {
		fact_skip(reader);
		return;
	}
	fact = fact_next(reader);
	if (fact)
		*ARENA_PUSH(&linker->arena, unit->facts, unit->n_facts) = fact;
}

void unit_broken(struct linker *linker, struct unit *unit)
{
	ledger_add(linker, unit, NULL, REASON_UNREADABLE_TEXT, 0, NULL,
		   "the map holds broken facts of this text", NULL);
}

void unit_add_facts(struct linker *linker, struct unit *unit,
		    const guint8 *bytes, size_t size, bool all)
{
	struct fact_reader reader = {bytes, size, &linker->arena, false};
	struct stretch stretch = {bytes, size};
	bool statements = false;

	all |= unit->statements.size > 0;

	while (reader.size && !reader.broken) {
		struct fact *fact;

		if (!all && fact_peek(&reader) == FACT_STATEMENT) {
			statements = true;
			add_statement(linker, unit, &reader);
			continue;
		}
		fact = fact_next(&reader);
		if (fact)
			*ARENA_PUSH(&linker->arena, unit->facts,
				    unit->n_facts) = fact;
	}
	if (statements)
		unit->statements = stretch;
	if (reader.broken)
		unit_broken(linker, unit);
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

/* Whether one of the facts from `first` on is the same and as sure; one that
 * is less sure is passed over from now on. */
static bool is_beaten(struct unit *unit, const struct fact *fact,
		      uint32_t first)
{
	if (!unit->derived)
		return false;
	for (uint32_t i = first; i < unit->n_facts; i++) {
		struct fact *other = unit->facts[i];

		if (other->kind != FACT_STATEMENT ||
		    !same_statement(other, fact))
			continue;
		if (other->confidence >= fact->confidence)
			return true;
		other->kind = N_FACT_KINDS;
	}
	return false;
}

bool unit_statements(const struct stretch_part *part, struct arena *arena,
		     void (*each)(struct fact *fact, void *payload),
		     void *payload)
{
	struct fact_reader reader = {
		part->begin, (size_t)(part->end - part->begin), arena, false};
	struct unit *unit = part->unit;

	while (reader.size && !reader.broken) {
		struct fact *fact;

		if (fact_peek(&reader) != FACT_STATEMENT) {
			fact_skip(&reader);
			continue;
		}
		fact = fact_next(&reader);
		if (fact && !is_needed_early(fact) && !is_beaten(unit, fact, 0))
			each(fact, payload);
	}
	for (uint32_t i = 0; part->facts && i < unit->n_facts; i++) {
		struct fact *fact = unit->facts[i];

		if (is_statement(fact->kind) && !is_beaten(unit, fact, i + 1))
			each(fact, payload);
	}
	return !reader.broken;
}
