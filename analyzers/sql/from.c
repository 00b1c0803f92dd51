/*
 * FROM clauses: relations, derived tables, parentheses.
 */
#include <string.h>
#include <strings.h>

#include "analyzers/sql/expression.h"
#include "analyzers/sql/from.h"

/* --- what stands where ---------------------------------------------------- */

struct from_mark from_mark(struct parser *p, uint32_t level)
{
	return (struct from_mark){level_get(p, level)->n_refs,
				  p->statement->made.n_levels};
}

/* Tells what was read since the mark what it sees. */
static void place(struct parser *p, uint32_t level, struct from_mark mark,
		  bool join, uint32_t first, uint32_t at)
{
	struct fact_statement *made = &p->statement->made;
	struct sql_level *l = level_get(p, level);

	for (uint32_t i = mark.n_refs; i < l->n_refs; i++) {
		l->refs[i].flags |= join ? REF_JOIN : REF_ARGUMENT;
		l->refs[i].first = first;
		l->refs[i].at = at;
	}
	for (uint32_t i = mark.n_levels; i < made->n_levels; i++) {
		struct sql_level *inner = &made->levels[i];

		if (inner->parent != level || inner->place != PLACE_EXPRESSION)
			continue;
		inner->place = join ? PLACE_JOIN : PLACE_ARGUMENT;
		inner->first = first;
		inner->at = at;
	}
}

void from_argument(struct parser *p, uint32_t level, struct from_mark mark)
{
	place(p, level, mark, false, 0, level_get(p, level)->n_items);
}

void from_condition(struct parser *p, uint32_t level, struct from_mark mark,
		    uint32_t first)
{
	uint32_t n = level_get(p, level)->n_items;

	if (n && first < n)
		place(p, level, mark, true, first, n - 1);
}

/* --- items ---------------------------------------------------------------- */

static void read_list(struct parser *p, uint32_t level, uint32_t flags);

/* (a JOIN b ...): the items in it, and an ITEM_JOIN behind them. */
static void read_group(struct parser *p, uint32_t level, uint32_t flags)
{
	const enum keyword *terminators = p->terminators;
	struct sql_item item = {
		.kind = ITEM_JOIN, .flags = flags, .level = SCOPE_ABSENT};

	if (!parser_enter(p)) {
		parser_skip_parentheses(p);
		return;
	}
	p->terminators = NULL;
	parser_next(p);
	item.first = level_get(p, level)->n_items;
	read_list(p, level, 0);
	query_close(p);
	p->terminators = terminators;
	parser_leave(p);
	from_finish_item(p, level, &item);
}

/* At (INSERT ...) or its kin. */
static bool at_changes(struct parser *p)
{
	return parser_ahead_at(p, 1, KW_INSERT) ||
	       parser_ahead_at(p, 1, KW_UPDATE) ||
	       parser_ahead_at(p, 1, KW_DELETE) ||
	       (parser_ahead_at(p, 1, KW_MERGE) &&
		!parser_ahead_kind(p, 2, TOKEN_CLOSE));
}

/* (query) alias; T-SQL: (DELETE FROM t OUTPUT deleted.a) alias */
static void read_derived(struct parser *p, uint32_t level,
			 struct sql_item *item)
{
	uint32_t at = level_get(p, level)->n_items;

	parser_next(p);
	item->kind = ITEM_QUERY;
	item->level = query_open(p, PLACE_ITEM, level, at);
	if (!parser_accept_three(p, KW_WITH, KW_CHECK, KW_OPTION))
		parser_accept_three(p, KW_WITH, KW_READ, KW_ONLY);
	query_close(p);
	if (parser_at_kind(p, TOKEN_OPEN) && expression_at_outer_join(p))
		parser_skip_parentheses(p); /* Oracle: (query) (+) */
	from_finish_item(p, level, item);
}

/* Words that can open an item although they are no names. */
static bool read_special(struct parser *p, uint32_t level,
			 struct sql_item *item)
{
	switch (parser_peek(p)->keyword) {
	case KW_ROWS:
		if (!parser_ahead_at(p, 1, KW_FROM))
			return false;
		from_rows(p, level, item);
		return true;
	case KW_COLLATION: /* COLLATION FOR (x) */
		if (!parser_ahead_at(p, 1, KW_FOR))
			return false;
		item->kind = ITEM_FUNCTION;
		parser_expression(p, level, ROLE_SELECT, 0, NULL);
		return true;
	case KW_VALUES: /* Snowflake, Spark: FROM VALUES (1, 2) AS t (a, b) */
		if (!parser_ahead_kind(p, 1, TOKEN_OPEN))
			return false;
		item->kind = ITEM_QUERY;
		item->level = query_open(p, PLACE_ITEM, level,
					 level_get(p, level)->n_items);
		return true;
	default:
		return from_special(p, level, item);
	}
}

/* Snowflake: @stage/path (options), @%t, @~/x; false if none stands here. */
bool from_stage(struct parser *p)
{
	if (!parser_at_kind(p, TOKEN_VARIABLE) &&
	    !(parser_at_kind(p, TOKEN_OPERATOR) &&
	      p->lexer.bytes[parser_peek(p)->offset] == '@'))
		return false;
	do
		parser_next(p);
	while (!parser_at_end(p) && !(parser_peek(p)->flags & TOKEN_SPACED) &&
	       !parser_at_kind(p, TOKEN_CLOSE) &&
	       !parser_at_kind(p, TOKEN_COMMA) &&
	       !parser_at_kind(p, TOKEN_OPEN));
	if (parser_at_kind(p, TOKEN_OPEN))
		parser_skip_parentheses(p);
	return true;
}

/* The one row that servers bring along; in others it may be a table. */
static bool at_dual(struct parser *p)
{
	enum dialect dialect = p->lexer.rules->dialect;

	return parser_at(p, KW_DUAL) && dialect != DIALECT_POSTGRESQL &&
	       dialect != DIALECT_TSQL && !parser_ahead_kind(p, 1, TOKEN_DOT);
}

/* T-SQL: @x.nodes('path') AS t(c) */
static void read_method(struct parser *p, uint32_t level, struct sql_item *item)
{
	parser_expression(p, level, ROLE_SELECT, 0, NULL);
	item->kind = ITEM_FUNCTION;
	from_finish_item(p, level, item);
}

/* Whether the first part of the name is an item of this level: then what
 * stands here is no relation but an array of its row (BigQuery: t, t.list). */
static bool is_array(struct parser *p, uint32_t level,
		     const struct sql_name *name)
{
	const struct sql_level *made = level_get(p, level);

	if (name->n_parts < 2 || !(p->lexer.rules->flags & RULE_ARRAY_ITEMS))
		return false;
	for (uint32_t i = 0; i < made->n_items; i++) {
		const struct sql_item *item = &made->items[i];
		const char *called =
			item->alias ? item->alias
			: item->name.n_parts
				? item->name.parts[item->name.n_parts - 1]
				: "";

		if (g_ascii_strcasecmp(called, name->parts[0]) == 0)
			return true;
	}
	return false;
}

static void read_array(struct parser *p, uint32_t level, struct sql_item *item)
{
	struct from_mark mark = from_mark(p, level);
	uint32_t ref = level_ref(p, level, &item->name, ROLE_SELECT, 0);

	item->kind = ITEM_FUNCTION;
	item->flags |= ITEM_LATERAL;
	item->value.how = HOW_COMPUTED;
	*ARENA_PUSH(p->analysis->arena, item->value.refs, item->value.n_refs) =
		ref;
	from_argument(p, level, mark);
	from_finish_item(p, level, item);
}

static void read_relation(struct parser *p, uint32_t level,
			  struct sql_item *item)
{
	bool parentheses = false, dual = at_dual(p);

	if (parser_at(p, KW_ONLY) && (parser_ahead_kind(p, 1, TOKEN_OPEN) ||
				      token_is_name(parser_ahead(p, 1)))) {
		parser_next(p);
		item->flags |= ITEM_ONLY;
		parentheses = parser_accept_kind(p, TOKEN_OPEN);
	}
	if (parser_at_kind(p, TOKEN_VARIABLE) &&
	    parser_ahead_kind(p, 1, TOKEN_DOT)) {
		read_method(p, level, item);
		return;
	}
	if (!parser_row_name(p, &item->name)) {
		/* A file, in dialects that read one: no relation. */
		if (parser_accept_kind(p, TOKEN_STRING) || from_stage(p)) {
			item->kind = ITEM_FUNCTION;
			from_finish_item(p, level, item);
		} else if (parser_at_end(p)) {
			p->statement->fragment = true;
		} else {
			parser_unreadable(p, "no relation in FROM");
		}
		return;
	}
	if (is_array(p, level, &item->name)) {
		read_array(p, level, item);
		return;
	}
	if (parentheses)
		parser_accept_kind(p, TOKEN_CLOSE);
	if (parser_at_kind(p, TOKEN_OPEN)) /* T-SQL: t (nolock) */
		parser_skip_parentheses(p);
	parser_accept_kind(p, TOKEN_STAR);
	item->kind = dual ? ITEM_FUNCTION : ITEM_RELATION;
	from_finish_item(p, level, item);
}

/* ODBC's { OJ a LEFT OUTER JOIN b ON ... } */
static bool read_odbc_join(struct parser *p, uint32_t level, uint32_t flags)
{
	uint32_t first = level_get(p, level)->n_items;

	if (!parser_at_kind(p, TOKEN_OTHER) || !parser_ahead_at(p, 1, KW_OJ) ||
	    !parser_enter(p))
		return false;
	parser_next(p);
	parser_next(p);
	from_item(p, level, flags);
	from_joins(p, level, first);
	parser_accept_kind(p, TOKEN_OTHER);
	parser_leave(p);
	return true;
}

/* SUMMARIZE t reads all of t. */
static void summarize(struct parser *p, uint32_t level,
		      const struct sql_name *name)
{
	uint32_t inner = level_open(p, LEVEL_SELECT, PLACE_ARGUMENT, level,
				    level_get(p, level)->n_items);

	level_item(p, inner, ITEM_RELATION)->name = *name;
	level_output(p, inner)->star = true;
}

/* A quoted name that is a file's: it has a slash, or a suffix of one. */
static bool at_file_name(const struct parser *p)
{
	static const char *const suffixes[] = {".csv",	   ".csv.gz",  ".json",
					       ".ndjson",  ".parquet", ".tsv",
					       ".csv.zst", ".xlsx"};
	const struct token *token = parser_peek(p);
	const char *bytes = p->lexer.bytes + token->offset;
	uint32_t length = token->length;

	if (memchr(bytes, '/', length))
		return true;
	for (size_t i = 0; i < G_N_ELEMENTS(suffixes); i++) {
		size_t n = strlen(suffixes[i]);

		if (length > n + 1 &&
		    strncasecmp(bytes + length - 1 - n, suffixes[i], n) == 0)
			return true;
	}
	return false;
}

/* DuckDB: a: t; (DESCRIBE t), (SUMMARIZE t), (SHOW TABLES); "x.parquet". False:
 * the item, which may have got an alias, is to be read. */
static bool read_duck(struct parser *p, uint32_t level, struct sql_item *item)
{
	if (parser_ahead_kind(p, 1, TOKEN_COLON) && parser_at_name(p)) {
		item->alias = parser_identifier(p, &item->alias_quoted);
		parser_next(p);
	}
	if (parser_at_kind(p, TOKEN_QUOTED) && at_file_name(p)) {
		parser_next(p);
		item->kind = ITEM_FUNCTION;
		from_finish_item(p, level, item);
		return true;
	}
	if (!parser_at_kind(p, TOKEN_OPEN))
		return false;
	switch (parser_ahead(p, 1)->keyword) {
	case KW_SUMMARIZE: {
		struct sql_name name;
		struct parser_mark mark = parser_mark(p);

		parser_next(p);
		parser_next(p);
		if (parser_name(p, &name) && parser_at_kind(p, TOKEN_CLOSE))
			summarize(p, level, &name);
		parser_rewind(p, &mark);
	}
		/* fallthrough */
	case KW_DESCRIBE:
	case KW_SHOW:
		item->kind = ITEM_FUNCTION;
		parser_skip_parentheses(p);
		from_finish_item(p, level, item);
		return true;
	default:
		return false;
	}
}

void from_item(struct parser *p, uint32_t level, uint32_t flags)
{
	struct sql_item item = {.flags = flags, .level = SCOPE_ABSENT};
	struct from_mark mark = from_mark(p, level);

	if (read_odbc_join(p, level, flags))
		return;
	if (parser_accept(p, KW_LATERAL))
		item.flags |= ITEM_LATERAL;
	parser_accept_kind(p, TOKEN_CAST); /* T-SQL: ::fn_system (x) */
	if (p->lexer.rules->dialect == DIALECT_DUCKDB &&
	    read_duck(p, level, &item))
		return;
	if (parser_at(p, KW_UNPIVOT) && /* Redshift: UNPIVOT t.obj AS v AT k */
	    p->lexer.rules->dialect == DIALECT_REDSHIFT &&
	    token_is_name(parser_ahead(p, 1)))
		parser_next(p);
	if (parser_at_kind(p, TOKEN_OPEN)) {
		if (query_in_parentheses(p) || at_changes(p))
			read_derived(p, level, &item);
		else
			read_group(p, level, flags);
		return;
	}
	if (read_special(p, level, &item)) {
		from_argument(p, level, mark);
		from_finish_function(p, level, &item);
	} else if (parser_at_name(p) && !parser_at(p, KW_ONLY) &&
		   from_at_function(p)) {
		from_function(p, level, &item);
		from_argument(p, level, mark);
		from_finish_function(p, level, &item);
	} else {
		read_relation(p, level, &item);
	}
}

static void read_list(struct parser *p, uint32_t level, uint32_t flags)
{
	do {
		uint32_t first = level_get(p, level)->n_items;

		from_item(p, level, flags);
		flags = ITEM_COMMA;
		from_joins(p, level, first);
	} while (parser_accept_kind(p, TOKEN_COMMA) && !parser_at_end(p));
}

void parser_from(struct parser *p, uint32_t level)
{
	read_list(p, level, level_get(p, level)->n_items ? ITEM_COMMA : 0);
}

void parser_from_item(struct parser *p, uint32_t level)
{
	from_item(p, level, 0);
}

void from_rest(struct parser *p, uint32_t level)
{
	from_joins(p, level, 0);
	if (parser_accept_kind(p, TOKEN_COMMA))
		read_list(p, level, ITEM_COMMA);
}
