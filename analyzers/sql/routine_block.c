/*
 * What bodies of all languages share: variables, blocks, expressions.
 */
#include <string.h>
#include <strings.h>

#include "analyzers/sql/query.h"
#include "analyzers/sql/routine.h"

/* --- variables ------------------------------------------------------------ */

/* How often a name is declared is counted: an inner block may declare it
 * again. */
void routine_declare(struct routine *routine, const char *name)
{
	GHashTable *variables = routine->scope.variables;
	char *folded;
	guint n;

	if (!name)
		return;
	folded = g_ascii_strdown(name, -1);
	n = GPOINTER_TO_UINT(g_hash_table_lookup(variables, folded));
	g_ptr_array_add(routine->names, g_strdup(folded));
	g_hash_table_insert(variables, folded, GUINT_TO_POINTER(n + 1));
}

/* Forgets what was declared since there were `n` names. */
static void forget(struct routine *routine, guint n)
{
	GHashTable *variables = routine->scope.variables;

	for (guint i = routine->names->len; i-- > n;) {
		const char *name = g_ptr_array_index(routine->names, i);
		guint count =
			GPOINTER_TO_UINT(g_hash_table_lookup(variables, name));

		if (count > 1)
			g_hash_table_insert(variables, g_strdup(name),
					    GUINT_TO_POINTER(count - 1));
		else
			g_hash_table_remove(variables, name);
	}
	g_ptr_array_set_size(routine->names, (gint)n);
}

bool routine_at_variable(struct routine *routine)
{
	struct parser *p = routine->p;
	const char *name;

	if (!parser_at_kind(p, TOKEN_WORD) && !parser_at_kind(p, TOKEN_QUOTED))
		return false;
	name = token_name(p->analysis->arena, &p->lexer, parser_peek(p));
	return routine_variable(&routine->scope, name) != NULL;
}

/* --- life ----------------------------------------------------------------- */

/* A routine's name qualifies its parameters. */
static void declare_own_name(struct routine *routine,
			     const struct sql_name *name)
{
	if (name->n_parts)
		routine_declare(routine, name->parts[name->n_parts - 1]);
}

void routine_begin(struct routine *routine, struct parser *p,
		   const struct routine_owner *owner, bool wins)
{
	memset(routine, 0, sizeof(*routine));
	routine->p = p;
	routine->outer = p->routine;
	routine->outer_accessor = p->accessor;
	routine->outer_row_table = p->row_table;
	routine->outer_transitions = p->transitions;
	routine->n_outer_transitions = p->n_transitions;
	routine->outer_terminators = p->terminators;
	routine->scope.variables =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	routine->scope.wins = wins;
	routine->blocks = g_array_new(FALSE, FALSE, sizeof(struct block));
	routine->names = g_ptr_array_new_with_free_func(g_free);
	fold_init(&routine->fold, p->analysis->arena, p->text, p->lexer.rules);
	routine->scope.fold = &routine->fold;
	routine->scope.owner = owner;
	for (guint i = 0; owner->inputs && i < owner->inputs->len; i++)
		fold_parameter(&routine->fold, owner->inputs->pdata[i], i + 1);
	for (guint i = 0; owner->parameters && i < owner->parameters->len; i++)
		routine_declare(routine,
				g_ptr_array_index(owner->parameters, i));
	if (owner->object && !wins)
		declare_own_name(routine, &owner->object->name);
	p->routine = &routine->scope;
	p->terminators = NULL;
	if (owner->object)
		p->accessor.object = *owner->object;
	memset(&p->row_table, 0, sizeof(p->row_table));
	if (owner->row_table)
		p->row_table = *owner->row_table;
	p->transitions = owner->transitions;
	p->n_transitions = owner->n_transitions;
}

void routine_finish(struct routine *routine)
{
	struct parser *p = routine->p;

	p->routine = routine->outer;
	p->accessor = routine->outer_accessor;
	p->row_table = routine->outer_row_table;
	p->transitions = routine->outer_transitions;
	p->n_transitions = routine->n_outer_transitions;
	p->terminators = routine->outer_terminators;
	fold_release(&routine->fold);
	g_hash_table_unref(routine->scope.variables);
	g_array_unref(routine->blocks);
	g_ptr_array_unref(routine->names);
}

/* --- blocks --------------------------------------------------------------- */

struct block *routine_block(struct routine *routine)
{
	GArray *blocks = routine->blocks;

	return blocks->len
		       ? &g_array_index(blocks, struct block, blocks->len - 1)
		       : NULL;
}

void routine_open(struct routine *routine, enum block_kind kind)
{
	struct block block = {.kind = kind, .shadowed = routine->names->len};

	if (routine->declaring)
		block.shadowed = routine->declared;
	routine->declaring = false;
	g_array_append_val(routine->blocks, block);
	if (kind != BLOCK_BEGIN)
		fold_open(&routine->fold);
}

void routine_branch(struct routine *routine, bool otherwise)
{
	struct block *block = routine_block(routine);

	if (!block)
		return;
	if (block->kind == BLOCK_BEGIN && !block->branched)
		fold_open(&routine->fold); /* EXCEPTION: its handlers */
	else if (block->kind != BLOCK_CASE || block->branched)
		fold_next(&routine->fold);
	block->branched = true;
	block->otherwise |= otherwise;
}

void routine_pop(struct routine *routine)
{
	struct block *block = routine_block(routine);

	if (block->kind != BLOCK_BEGIN || block->branched)
		fold_close(&routine->fold, block->otherwise);
	forget(routine, block->shadowed);
	g_array_set_size(routine->blocks, routine->blocks->len - 1);
}

bool routine_close(struct routine *routine)
{
	struct parser *p = routine->p;
	struct block *block = routine_block(routine);

	parser_accept(p, KW_END);
	if (!parser_accept(p, KW_IF) && !parser_accept(p, KW_CASE) &&
	    !parser_accept(p, KW_LOOP) && !parser_accept(p, KW_WHILE) &&
	    !parser_accept(p, KW_FOR))
		parser_accept(p, KW_REPEAT);
	if (parser_at_name(p) && !parser_at_end(p))
		parser_next(p); /* a label */
	if (!block)
		return false;
	routine_pop(routine);
	return true;
}

/* --- statements ----------------------------------------------------------- */

static bool is_row(const struct sql_name *name)
{
	return name->n_parts > 1 && (strcasecmp(name->parts[0], "new") == 0 ||
				     strcasecmp(name->parts[0], "old") == 0);
}

/* Of an expression without FROM only NEW and OLD are columns; what
 * else it refers to are variables. Values of assignments refer to them by
 * index, and stay. */
static void drop_variables(struct sql_level *level)
{
	uint32_t kept = 0;

	if (level->n_assigns || level->n_items)
		return;
	for (uint32_t i = 0; i < level->n_refs; i++)
		if (is_row(&level->refs[i].name))
			level->refs[kept++] = level->refs[i];
	level->n_refs = kept;
}

uint32_t routine_inner(struct parser *p, struct statement *statement,
		       const char *verb)
{
	statement_begin(p, statement, verb);
	return level_open(p, LEVEL_OTHER, PLACE_ROOT, SCOPE_ABSENT,
			  SCOPE_ABSENT);
}

void routine_inner_finish(struct parser *p, uint32_t level)
{
	drop_variables(level_get(p, level));
	statement_finish(p);
}

/* An expression of PL/pgSQL is what stands behind SELECT, so it may go on:
 * n := count(*) FROM t WHERE a. */
static void read_clauses(struct parser *p, uint32_t level)
{
	level_get(p, level)->kind = LEVEL_SELECT;
	query_clauses(p, level);
}

/* Expressions, with whatever stands between them. */
static void read_expressions(struct parser *p, uint32_t level)
{
	while (!parser_at_end(p)) {
		uint32_t begin = parser_peek(p)->offset;

		if (parser_at(p, KW_FROM))
			read_clauses(p, level);
		else if (parser_at_query(p))
			parser_query(p, PLACE_EXPRESSION, level, SCOPE_ABSENT);
		else
			parser_expression(p, level, ROLE_SELECT, 0, NULL);
		if (!parser_at_end(p) && parser_peek(p)->offset == begin)
			parser_skip_one(p);
	}
}

void routine_expression(struct routine *routine, const char *verb,
			const enum keyword *terminators)
{
	struct parser *p = routine->p;
	struct statement statement;
	uint32_t level;

	if (parser_at_end(p))
		return;
	p->terminators = terminators;
	level = routine_inner(p, &statement, verb);
	read_expressions(p, level);
	routine_inner_finish(p, level);
	p->terminators = NULL;
}

/* How many variables behind INTO get what a query gives out. */
#define MAX_INTO 32

/* a, b: what these variables held is no longer known, but for what `row` says
 * of them by position. One variable alone may be the whole row. */
static void forget_list(struct routine *routine, struct lexer *lexer,
			struct token *token, const struct fold_value *row)
{
	const char *names[MAX_INTO];
	uint32_t n = 0;

	while (n < MAX_INTO) {
		if (token->keyword == KW_STRICT)
			lexer_next(lexer, token);
		if (token->kind != TOKEN_WORD && token->kind != TOKEN_QUOTED &&
		    token->kind != TOKEN_VARIABLE)
			break;
		names[n++] = token_name(routine->fold.arena, lexer, token);
		lexer_next(lexer, token);
		if (token->kind != TOKEN_COMMA)
			break;
		lexer_next(lexer, token);
	}
	routine_assign_columns(routine, names, n, row);
}

void routine_assign_columns(struct routine *routine, const char *const *names,
			    uint32_t n, const struct fold_value *row)
{
	struct fold *fold = &routine->fold;

	if (row && n == 1 && row->n_fields == 1) {
		struct fold_value *value =
			ARENA_NEW(fold->arena, struct fold_value);

		*value = *row->fields[0].value;
		value->fields = row->fields;
		value->n_fields = 1;
		fold_assign(fold, names[0], value);
	} else if (row && n == 1) {
		fold_assign(fold, names[0], row);
	} else {
		for (uint32_t i = 0; i < n; i++)
			if (row && i < row->n_fields)
				fold_assign(fold, names[i],
					    row->fields[i].value);
			else
				fold_forget(fold, names[i]);
	}
}

/* Whether INTO comes further on. */
static bool has_into(const struct lexer *at)
{
	struct lexer lexer = *at;
	struct token token;

	do
		lexer_next(&lexer, &token);
	while (token.kind != TOKEN_END && token.keyword != KW_INTO);
	return token.kind != TOKEN_END;
}

void routine_forget_into(struct routine *routine, uint32_t begin, uint32_t end)
{
	struct lexer lexer = routine->p->lexer;
	const struct fold_value *row = NULL;
	struct token token;

	lexer.offset = begin;
	lexer.size = end;
	lexer_next(&lexer, &token);
	if (token.keyword == KW_SELECT && has_into(&lexer))
		row = fold_query(&routine->fold, begin, end);
	else if (!g_hash_table_size(routine->fold.variables))
		return;
	while (token.kind != TOKEN_END) {
		bool into = token.keyword == KW_INTO;

		lexer_next(&lexer, &token);
		if (into)
			forget_list(routine, &lexer, &token, row);
	}
}

void routine_statement(struct routine *routine, const enum keyword *terminators)
{
	struct parser *p = routine->p;
	uint32_t begin = parser_peek(p)->offset;

	p->terminators = terminators;
	parser_statement(p);
	p->terminators = NULL;
	routine_forget_into(routine, begin, p->end);
}

bool routine_is_row(const struct sql_name *name)
{
	return name->n_parts == 2 &&
	       g_ascii_strcasecmp(name->parts[0], "new") == 0;
}

void routine_assign_row(struct routine *routine, const struct sql_name *column)
{
	struct parser *p = routine->p;
	struct statement statement;
	struct sql_value value = {0};
	uint32_t level = routine_inner(p, &statement, "set");

	if (parser_at_query(p) && !parser_at_kind(p, TOKEN_OPEN))
		parser_query(p, PLACE_EXPRESSION, level, SCOPE_ABSENT);
	else
		parser_expression(p, level, ROLE_SELECT, 0, &value);
	if (parser_at(p, KW_FROM))
		query_clauses(p, level);
	level_assign(p, level, column, OP_UPDATE)->value = value;
	routine_inner_finish(p, level);
}

void routine_assign(struct routine *routine, const char *name,
		    const enum keyword *terminators)
{
	struct parser *p = routine->p;
	uint32_t begin = parser_peek(p)->offset;

	routine_expression(routine, "set", terminators);
	if (name && p->end > begin)
		fold_assign(&routine->fold, name,
			    fold_expression(&routine->fold, begin, p->end));
}
