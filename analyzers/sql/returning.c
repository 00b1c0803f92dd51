/*
 * What a change of data gives back: RETURNING, OUTPUT; and where Oracle puts
 * the rows that it could not change.
 */
#include <string.h>

#include "analyzers/sql/ddl.h"
#include "analyzers/sql/query.h"

/* INTO t (columns), behind the word: the outputs by position. The target of
 * the statement itself comes first, also where it is placed later. */
static void read_output_into(struct parser *p, uint32_t level)
{
	const struct sql_level *made = level_get(p, level);
	uint32_t target = MAX(made->n_targets, 1), n_columns = 0;
	const char **columns = NULL;
	struct sql_name name;

	if (!parser_name(p, &name)) {
		parser_accept_kind(p, TOKEN_VARIABLE);
		if (parser_at_kind(p, TOKEN_OPEN))
			parser_skip_parentheses(p);
		return;
	}
	level_target(p, level, &name, OP_INSERT);
	if (parser_at_kind(p, TOKEN_OPEN))
		parser_names(p, &columns, &n_columns);
	for (uint32_t i = 0; i < n_columns; i++) {
		struct sql_name column = {.parts = &columns[i],
					  .n_parts = 1,
					  .line = name.line,
					  .end_line = name.end_line};
		struct sql_assign *assign =
			level_assign(p, level, &column, OP_INSERT);

		assign->target = target;
		if (i < level_get(p, level)->n_outputs)
			assign->value = level_share(
				p, &level_get(p, level)->outputs[i].value);
	}
}

/* Other names of OLD and NEW. */
struct row_names {
	const char *old, *new;
	uint32_t n_refs, n_outputs; /* of the level, before they are used */
};

/* WITH (OLD AS o, NEW AS n), behind RETURNING. */
static void read_row_names(struct parser *p, struct row_names *names)
{
	parser_next(p);
	do {
		bool old;

		parser_next(p);
		old = ddl_at_word(p, "old");
		parser_next(p);
		parser_accept(p, KW_AS);
		*(old ? &names->old : &names->new) = parser_identifier(p, NULL);
	} while (parser_at_kind(p, TOKEN_COMMA));
	query_close(p);
}

static void use_row_name(struct sql_name *name, const struct row_names *names)
{
	const char *first = name->n_parts ? name->parts[0] : NULL;

	if (first && names->old && g_ascii_strcasecmp(first, names->old) == 0)
		name->parts[0] = "old";
	else if (first &&
		 names->new &&g_ascii_strcasecmp(first, names->new) == 0)
		name->parts[0] = "new";
}

static void use_row_names(struct parser *p, uint32_t level,
			  const struct row_names *names)
{
	struct sql_level *made = level_get(p, level);

	if (!names->old && !names->new)
		return;
	for (uint32_t i = names->n_refs; i < made->n_refs; i++)
		if (made->refs[i].name.n_parts > 1)
			use_row_name(&made->refs[i].name, names);
	for (uint32_t i = names->n_outputs; i < made->n_outputs; i++)
		use_row_name(&made->outputs[i].qualifier, names);
}

/* RETURNING ... [INTO variables], T-SQL's OUTPUT ... [INTO t (columns)] */
bool query_returning(struct parser *p, uint32_t level, uint32_t flags)
{
	if (parser_accept(p, KW_RETURNING) || parser_accept(p, KW_RETURN)) {
		struct row_names names = {0};

		if (parser_at(p, KW_WITH) &&
		    parser_ahead_kind(p, 1, TOKEN_OPEN))
			read_row_names(p, &names);
		names.n_refs = level_get(p, level)->n_refs;
		names.n_outputs = level_get(p, level)->n_outputs;
		query_outputs(p, level, flags);
		use_row_names(p, level, &names);
		return true;
	}
	if (!parser_at(p, KW_OUTPUT) || parser_ahead_kind(p, 1, TOKEN_COMMA))
		return false;
	parser_next(p);
	query_outputs(p, level, flags);
	if (parser_accept(p, KW_INTO))
		read_output_into(p, level);
	return true;
}

/* Oracle's LOG ERRORS [INTO t] ['tag'] [REJECT LIMIT n] */
bool query_log_errors(struct parser *p, uint32_t level)
{
	struct sql_name name;

	if (!parser_accept_two(p, KW_LOG, KW_ERRORS))
		return false;
	if (parser_accept(p, KW_INTO) && parser_name(p, &name))
		level_target(p, level, &name, OP_INSERT);
	if (parser_at_kind(p, TOKEN_OPEN))
		parser_skip_parentheses(p);
	parser_accept_kind(p, TOKEN_STRING);
	if (parser_accept_two(p, KW_REJECT, KW_LIMIT))
		parser_skip_one(p);
	return true;
}
