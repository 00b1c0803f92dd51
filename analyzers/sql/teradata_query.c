/*
 * What Teradata writes inside of queries and changes of data:
 *
 *	SELECT NORMALIZE ON MEETS OR OVERLAPS a, b
 *	SAMPLE 0.1, 0.2 | SAMPLE WHEN a = 1 THEN 10 ELSE 20 END
 *	EXPAND ON period AS a BY INTERVAL '1' MONTH
 *	WITH SUM(a) BY b		a report's subtotals
 *	HASH BY a LOCAL ORDER BY b	how rows are spread
 *	a (FORMAT 'YYYY'), b (INTEGER), c (NAMED d)
 *	a EQ b
 *	INSERT INTO t (1, 'x'), INSERT INTO t (a = 1, b = 'x')
 *	SELECT t.a WHERE t.b = 1	without FROM
 */
#include "analyzers/sql/teradata.h"

#include <string.h>
#include <strings.h>

#include "analyzers/sql/query.h"

/* --- SELECT --------------------------------------------------------------- */

bool teradata_select_option(struct parser *p)
{
	if (parser_at(p, KW_AND) &&
	    parser_is_word(p, parser_ahead(p, 1), "consume")) {
		parser_next(p);
		parser_next(p);
		return true;
	}
	if (!ddl_at_word(p, "normalize") ||
	    parser_ahead_kind(p, 1, TOKEN_COMMA) ||
	    parser_ahead_at(p, 1, KW_FROM))
		return false;
	parser_next(p);
	if (parser_accept(p, KW_ON)) {
		do
			if (!parser_at_end(p))
				parser_next(p); /* MEETS, OVERLAPS */
		while (parser_accept(p, KW_OR));
	}
	return true;
}

/* WHEN a THEN 0.1, 0.2 ... ELSE 0.3 END, at WHEN. */
static void read_strata(struct parser *p, uint32_t level)
{
	while (!parser_at_end(p) && !parser_accept(p, KW_END)) {
		if (parser_accept(p, KW_WHEN))
			parser_expression(p, level, ROLE_WHERE, 0, NULL);
		else
			parser_next(p);
	}
}

/* [WITH REPLACEMENT] [RANDOMIZED ALLOCATION] n, m | strata, behind SAMPLE. */
static void read_sample(struct parser *p, uint32_t level)
{
	if (parser_accept(p, KW_WITH) && !parser_at_end(p))
		parser_next(p);
	if (ddl_accept_word(p, "randomized") && !parser_at_end(p))
		parser_next(p);
	if (parser_at(p, KW_WHEN)) {
		read_strata(p, level);
		return;
	}
	do
		if (!parser_at_end(p))
			parser_skip_one(p);
	while (parser_accept_kind(p, TOKEN_COMMA));
}

/* period [AS name] BY ... [FOR period], behind EXPAND ON. The name is a column
 * of what is expanded. */
static void read_expand(struct parser *p, uint32_t level)
{
	struct sql_value value;
	struct sql_item *item;
	const char *name = NULL;

	parser_expression(p, level, ROLE_SELECT, 0, &value);
	if (parser_accept(p, KW_AS))
		name = parser_identifier(p, NULL);
	if (name) {
		item = level_item(p, level, ITEM_FUNCTION);
		item->flags = ITEM_LATERAL;
		item->alias = name;
		item->value = level_share(p, &value);
		item->value.how = HOW_COMPUTED;
		*ARENA_PUSH(p->analysis->arena, item->columns,
			    item->n_columns) = name;
	}
	if (!parser_accept(p, KW_BY))
		return;
	if (ddl_accept_word(p, "anchor")) {
		/* PERIOD MONTH_BEGIN AT TIME '08:00:00' AT LOCAL */
		while (parser_at_kind(p, TOKEN_STRING) ||
		       (!parser_at_end(p) && parser_at_kind(p, TOKEN_WORD) &&
			!(keyword_flags[parser_peek(p)->keyword] &
			  KEYWORD_RESERVED)))
			parser_next(p);
	} else {
		parser_expression(p, level, ROLE_SELECT, 0, NULL);
	}
	if (parser_accept(p, KW_FOR))
		parser_expression(p, level, ROLE_SELECT, 0, NULL);
}

/* a, SUM(b) [BY c], behind WITH. */
static void read_report(struct parser *p, uint32_t level)
{
	parser_expressions(p, level, ROLE_SELECT, 0);
	if (parser_accept(p, KW_BY))
		parser_expressions(p, level, ROLE_GROUP, 0);
}

/* WITH of the definition around the query: [NO] DATA, CHECK OPTION. */
static bool at_outer_with(struct parser *p)
{
	return parser_ahead_at(p, 1, KW_DATA) || parser_ahead_at(p, 1, KW_NO) ||
	       parser_ahead_at(p, 1, KW_CHECK);
}

bool teradata_clause(struct parser *p, uint32_t level)
{
	if (parser_accept(p, KW_SAMPLE)) {
		read_sample(p, level);
	} else if (ddl_at_word(p, "expand") && parser_ahead_at(p, 1, KW_ON)) {
		parser_next(p);
		parser_next(p);
		read_expand(p, level);
	} else if (parser_at(p, KW_HASH) || parser_at(p, KW_LOCAL)) {
		bool by = parser_ahead_at(p, parser_at(p, KW_LOCAL) ? 2 : 1,
					  KW_BY);

		if (!by)
			return false;
		while (!parser_accept(p, KW_BY))
			parser_next(p);
		parser_expressions(p, level, ROLE_ORDER, 0);
	} else if (parser_at(p, KW_WITH) && !at_outer_with(p)) {
		parser_next(p);
		read_report(p, level);
	} else {
		return false;
	}
	return true;
}

bool teradata_goes_on(struct parser *p)
{
	return teradata_at_modifier(p, 0) ||
	       (ddl_at_word(p, "expand") && parser_ahead_at(p, 1, KW_ON)) ||
	       (ddl_at_word(p, "logging") &&
		(parser_ahead_at(p, 1, KW_ERRORS) ||
		 parser_ahead_at(p, 1, KW_ALL)));
}

/* --- behind operands ------------------------------------------------------ */

static bool word_in(const struct parser *p, const struct token *token,
		    const char *const *words, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (parser_is_word(p, token, words[i]))
			return true;
	return false;
}

/* Attributes that stand for themselves, whatever follows. */
static bool at_attribute(struct parser *p, uint32_t n)
{
	static const char *const words[] = {"format", "title", "named",
					    "casespecific", "uppercase"};
	const struct token *next = parser_ahead(p, n + 1);

	if (parser_ahead_at(p, n, KW_NOT))
		return parser_is_word(p, next, "casespecific") ||
		       parser_is_word(p, next, "cs");
	return word_in(p, parser_ahead(p, n), words, G_N_ELEMENTS(words)) &&
	       (next->kind == TOKEN_STRING || next->kind == TOKEN_CLOSE ||
		next->kind == TOKEN_COMMA || next->kind == TOKEN_WORD ||
		next->kind == TOKEN_QUOTED);
}

bool teradata_at_attributes(struct parser *p)
{
	static const char *const types[] = {
		"bigint", "blob",      "byte",	  "byteint",  "char",
		"clob",	  "date",      "dec",	  "decimal",  "double",
		"float",  "int",       "integer", "interval", "long",
		"number", "numeric",   "period",  "real",     "smallint",
		"time",	  "timestamp", "varbyte", "varchar",  "character"};
	const struct token *type = parser_ahead(p, 1), *next;

	if (at_attribute(p, 1))
		return true;
	if (!word_in(p, type, types, G_N_ELEMENTS(types)))
		return false;
	next = parser_ahead(p, 2);
	if (next->kind == TOKEN_CLOSE) /* f(date) is a call */
		return parser_peek(p)->flags & TOKEN_SPACED ||
		       (type->keyword != KW_DATE && type->keyword != KW_TIME);
	return next->kind == TOKEN_OPEN || next->kind == TOKEN_WORD ||
	       (next->kind == TOKEN_COMMA && at_attribute(p, 3));
}

void teradata_attributes(struct parser *p, struct expression *e)
{
	parser_next(p);
	while (!parser_at_end(p) && !parser_at_kind(p, TOKEN_CLOSE)) {
		if (ddl_accept_word(p, "named")) {
			e->named = parser_identifier(p, NULL);
			continue;
		}
		if (ddl_at_word(p, "format") || ddl_at_word(p, "title"))
			parser_next(p);
		else if (!parser_at_kind(p, TOKEN_COMMA))
			e->computed = true; /* a type */
		parser_skip_one(p);
	}
	parser_accept_kind(p, TOKEN_CLOSE);
}

bool teradata_at_comparison(struct parser *p)
{
	static const char *const words[] = {
		"eq",	 "ne",		"lt",	    "le",	   "gt",
		"ge",	 "meets",	"precedes", "p_intersect", "ldiff",
		"rdiff", "p_normalize", "succeeds"};
	const struct token *next = parser_ahead(p, 1);

	return (next->kind == TOKEN_WORD || next->kind == TOKEN_STRING ||
		next->kind == TOKEN_NUMBER || next->kind == TOKEN_OPEN ||
		next->kind == TOKEN_QUOTED || next->kind == TOKEN_HOLE ||
		next->kind == TOKEN_OPERATOR) &&
	       !(keyword_flags[next->keyword] & KEYWORD_NO_ALIAS) &&
	       word_in(p, parser_peek(p), words, G_N_ELEMENTS(words));
}

/* --- INSERT --------------------------------------------------------------- */

/* At the parenthesis: whether the statement ends behind it. */
static bool ends_behind(struct parser *p)
{
	struct parser_mark mark = parser_mark(p);
	bool ends;

	parser_skip_parentheses(p);
	ends = parser_at_end(p) || ddl_at_word(p, "logging");
	parser_rewind(p, &mark);
	return ends;
}

/* (a = 1, b = 2), behind the parenthesis. */
static void read_named(struct parser *p, uint32_t level)
{
	query_set(p, level, OP_INSERT, 0, 0);
	query_close(p);
}

static void read_row(struct parser *p, uint32_t level)
{
	uint32_t row =
		level_open(p, LEVEL_VALUES, PLACE_ARM, level, SCOPE_ABSENT);

	level_get(p, level)->source = row;
	do {
		struct sql_output output = {.value.how = HOW_COMPUTED};

		parser_expression(p, row, ROLE_SELECT, 0, &output.value);
		*level_output(p, row) = output;
	} while (parser_accept_kind(p, TOKEN_COMMA));
	query_close(p);
}

bool teradata_insert_values(struct parser *p, uint32_t level)
{
	if (!ends_behind(p))
		return false;
	parser_next(p);
	if (parser_at_name(p) && parser_ahead_kind(p, 1, TOKEN_EQUALS))
		read_named(p, level);
	else
		read_row(p, level);
	return true;
}

bool teradata_skip_logging(struct parser *p)
{
	if (!ddl_at_word(p, "logging"))
		return false;
	parser_next(p);
	parser_accept(p, KW_ALL);
	parser_accept(p, KW_ERRORS);
	if (!parser_accept(p, KW_WITH))
		return true;
	while (!parser_at_end(p) && !parser_at_kind(p, TOKEN_CLOSE))
		parser_next(p);
	return true;
}

/* --- relations without FROM ----------------------------------------------- */

/* Comparisons of names in one statement; what is past them is not looked at. */
#define COMPARISONS_MAX (1 << 18)

struct search {
	struct parser *p;
	const struct sql_name *ref;
	uint32_t left; /* comparisons */
};

static bool same(struct search *search, const char *name)
{
	const struct sql_name *ref = search->ref;

	if (search->left)
		search->left--;
	return name &&
	       (strcasecmp(name, ref->parts[ref->n_parts - 2]) == 0 ||
		/* a field of a column: alias.column.field */
		(ref->n_parts > 2 && strcasecmp(name, ref->parts[0]) == 0));
}

static bool in_level(struct search *search, const struct sql_level *level)
{
	for (uint32_t i = 0; i < level->n_items; i++) {
		const struct sql_item *item = &level->items[i];

		if (same(search, item->alias) ||
		    (item->name.n_parts &&
		     same(search, item->name.parts[item->name.n_parts - 1])))
			return true;
	}
	for (uint32_t i = 0; i < level->n_ctes; i++)
		if (same(search, level->ctes[i].name))
			return true;
	for (uint32_t i = 0; i < level->n_targets; i++)
		if (level->targets[i].name.n_parts &&
		    same(search,
			 level->targets[i]
				 .name
				 .parts[level->targets[i].name.n_parts - 1]))
			return true;
	return false;
}

/* Whether the qualifier of the reference is known where it stands. */
static bool is_known(struct search *search, uint32_t at)
{
	const struct fact_statement *made = &search->p->statement->made;
	const struct sql_name *ref = search->ref;
	uint32_t steps = 0;

	if (strcasecmp(ref->parts[0], "new") == 0 ||
	    strcasecmp(ref->parts[0], "old") == 0 || ref->parts[0][0] == ':')
		return true;
	while (at < made->n_levels && steps++ <= made->n_levels &&
	       search->left) {
		if (in_level(search, &made->levels[at]))
			return true;
		at = made->levels[at].parent;
	}
	return !search->left;
}

/* Where a FROM names relations, a qualifier that none of them has may be a
 * column's whose field is taken, so that it is no relation. */
static bool takes_items(const struct sql_level *level)
{
	for (uint32_t i = 0; i < level->n_items; i++)
		if (!(level->items[i].flags & ITEM_TARGET) &&
		    level->items[i].kind != ITEM_FUNCTION)
			return false;
	switch (level->kind) {
	case LEVEL_SELECT:
	case LEVEL_UPDATE:
	case LEVEL_DELETE:
		return true;
	default:
		return false;
	}
}

void teradata_add_items(struct parser *p)
{
	struct fact_statement *made = &p->statement->made;
	struct search search = {.p = p, .left = COMPARISONS_MAX};

	for (uint32_t at = 0; at < made->n_levels; at++) {
		if (!takes_items(&made->levels[at]))
			continue; /* those of FROM; not what is added here */
		for (uint32_t i = 0; i < made->levels[at].n_refs; i++) {
			struct sql_ref *ref = &made->levels[at].refs[i];
			struct sql_item *item;

			search.ref = &ref->name;
			if (ref->name.n_parts < 2 ||
			    ref->flags & (REF_VARIABLE | REF_MEMBER) ||
			    is_known(&search, at))
				continue;
			item = level_item(p, at, ITEM_RELATION);
			item->flags = ITEM_COMMA;
			item->name = ref->name;
			item->name.n_parts--;
		}
	}
}
