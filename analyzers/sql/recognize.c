/*
 * MATCH_RECOGNIZE behind an item of FROM, which becomes a derived table over
 * it:
 *
 *	t MATCH_RECOGNIZE (PARTITION BY a ORDER BY b
 *		MEASURES last(x.c) AS d ... PATTERN (x y+)
 *		DEFINE y AS y.c > prev(y.c))
 *	is (SELECT *, last(c) AS d FROM t WHERE c > prev(c))
 *
 * The pattern's variables stand for rows of the item: what they qualify are
 * its columns.
 */
#include <string.h>

#include "analyzers/sql/ddl.h"
#include "analyzers/sql/query.h"

/* RUNNING last(x.c), FINAL last(x.c) */
static void skip_semantics(struct parser *p)
{
	if ((parser_at(p, KW_FINAL) || ddl_at_word(p, "running")) &&
	    parser_ahead_kind(p, 1, TOKEN_WORD))
		parser_next(p);
}

/* expression AS name, ..., behind MEASURES */
static void read_measures(struct parser *p, uint32_t level)
{
	do {
		struct sql_output output = {0};

		skip_semantics(p);
		parser_expression(p, level, ROLE_SELECT, 0, &output.value);
		parser_accept(p, KW_AS);
		output.name = parser_identifier(p, &output.quoted);
		*level_output(p, level) = output;
	} while (parser_accept_kind(p, TOKEN_COMMA));
}

/* x AS condition, ..., behind DEFINE */
static void read_definitions(struct parser *p, uint32_t level)
{
	do {
		parser_identifier(p, NULL);
		if (parser_accept(p, KW_AS))
			parser_expression(p, level, ROLE_WHERE, 0, NULL);
	} while (parser_accept_kind(p, TOKEN_COMMA));
}

static void read_clause(struct parser *p, uint32_t level)
{
	if (parser_accept_two(p, KW_PARTITION, KW_BY)) {
		parser_expressions(p, level, ROLE_GROUP, 0);
	} else if (parser_accept_two(p, KW_ORDER, KW_BY)) {
		parser_expressions(p, level, ROLE_ORDER, 0);
	} else if (parser_accept(p, KW_MEASURES)) {
		read_measures(p, level);
	} else if (ddl_accept_word(p, "define")) {
		read_definitions(p, level);
	} else {
		parser_skip_one(p); /* ONE ROW PER MATCH, PATTERN (...) */
	}
}

/* Takes the pattern's variables off the references from the first on. */
static void unqualify(struct parser *p, uint32_t level)
{
	struct sql_level *made = level_get(p, level);
	const struct sql_item *item = &made->items[0];

	for (uint32_t i = 0; i < made->n_refs; i++) {
		struct sql_name *name = &made->refs[i].name;

		if (name->n_parts != 2 ||
		    (item->alias &&
		     g_ascii_strcasecmp(item->alias, name->parts[0]) == 0))
			continue;
		name->parts++;
		name->n_parts--;
		name->quoted >>= 1;
	}
}

/* Functions of the pattern are no routines. */
static void forget_calls(struct parser *p, uint32_t first)
{
	static const char *const names[] = {"prev", "next", "first", "last"};
	struct fact_statement *made = &p->statement->made;
	uint32_t n = first;

	for (uint32_t i = first; i < made->n_calls; i++) {
		const struct sql_name *name = &made->calls[i].name;
		bool known = false;

		for (size_t j = 0; j < G_N_ELEMENTS(names); j++)
			known |= name->n_parts == 1 &&
				 g_ascii_strcasecmp(name->parts[0], names[j]) ==
					 0;
		if (!known)
			made->calls[n++] = made->calls[i];
	}
	made->n_calls = n;
}

void recognize_read(struct parser *p, uint32_t level, struct sql_item *item)
{
	const enum keyword *terminators = p->terminators;
	uint32_t over, n_calls = p->statement->made.n_calls;

	parser_next(p);
	if (!parser_at_kind(p, TOKEN_OPEN))
		return;
	if (item->kind == ITEM_JOIN || !parser_enter(p)) {
		parser_skip_parentheses(p);
		return;
	}
	over = pivot_over(p, level, item);
	p->terminators = NULL;
	parser_next(p);
	while (!parser_at_end(p) && !parser_at_kind(p, TOKEN_CLOSE))
		read_clause(p, over);
	unqualify(p, over);
	forget_calls(p, n_calls);
	query_close(p);
	p->terminators = terminators;
}
