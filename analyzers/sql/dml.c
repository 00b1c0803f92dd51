/*
 * INSERT, REPLACE, UPDATE, DELETE, MERGE in all forms, into a level.
 */
#include <string.h>

#include "analyzers/sql/clickhouse.h"
#include "analyzers/sql/ddl.h"
#include "analyzers/sql/expression.h"
#include "analyzers/sql/query.h"
#include "analyzers/sql/teradata.h"

/* --- columns that get a value -------------------------------------------- */

/* The name of a column to write; a subscript or field of it is skipped. */
static bool read_column(struct parser *p, struct sql_name *name)
{
	static const char *star[] = {"*"};

	if (p->lexer.rules->dialect == DIALECT_ORACLE &&
	    parser_at(p, KW_VALUE) && parser_ahead_kind(p, 1, TOKEN_OPEN)) {
		*name = (struct sql_name){.parts = star, .n_parts = 1};
		parser_next(p); /* SET VALUE (t) = row */
		parser_skip_parentheses(p);
		return true;
	}
	if (!parser_name(p, name))
		return false;
	while (parser_at_kind(p, TOKEN_OPEN_BRACKET)) {
		while (!parser_at_end(p) &&
		       !parser_accept_kind(p, TOKEN_CLOSE_BRACKET))
			parser_next(p);
		if (parser_accept_kind(p, TOKEN_DOT))
			parser_next(p);
	}
	return true;
}

/* (a, b.c, d[1]): columns whose values come by position, at the parenthesis.
 * Gives the index of the first and, by `n`, how many there are. */
static uint32_t read_columns(struct parser *p, uint32_t level,
			     enum operation operation, bool by_position,
			     uint32_t *n)
{
	uint32_t first = level_get(p, level)->n_assigns;

	*n = 0;
	parser_next(p);
	while (!parser_at_end(p) && !parser_at_kind(p, TOKEN_CLOSE)) {
		struct sql_name name;

		if (read_column(p, &name)) {
			struct sql_assign *assign =
				level_assign(p, level, &name, operation);

			assign->by_position = by_position;
			assign->target = level_get(p, level)->n_targets
						 ? 0
						 : SCOPE_ABSENT;
			(*n)++;
		} else if (!parser_at_kind(p, TOKEN_COMMA)) {
			parser_skip_one(p);
		}
		parser_accept_kind(p, TOKEN_COMMA);
	}
	query_close(p);
	return first;
}

/* A row that is inserted without a list of columns: all of them. */
static void assign_row(struct parser *p, uint32_t level, uint32_t target)
{
	static const char *star[] = {"*"};
	struct sql_name name = {.parts = star, .n_parts = 1};

	level_assign(p, level, &name, OP_INSERT)->target = target;
}

/* The values of the assigns from `first` on: (x, y) by position, one query
 * for all of them, or DEFAULT. */
static void read_row_value(struct parser *p, uint32_t level, uint32_t flags,
			   uint32_t first, uint32_t n)
{
	struct sql_value value;

	parser_accept(p, KW_ROW);
	if (!parser_at_kind(p, TOKEN_OPEN) || query_in_parentheses(p)) {
		parser_expression(p, level, ROLE_SELECT, flags, &value);
		for (uint32_t i = 0; i < n; i++)
			level_get(p, level)->assigns[first + i].value = value;
		return;
	}
	parser_next(p);
	for (uint32_t i = 0; !parser_at_end(p); i++) {
		parser_expression(p, level, ROLE_SELECT, flags, &value);
		if (i < n)
			level_get(p, level)->assigns[first + i].value = value;
		if (!parser_accept_kind(p, TOKEN_COMMA))
			break;
	}
	query_close(p);
}

/* SET a = x, t.b = y, (c, d) = (z, DEFAULT), (e, f) = (SELECT ...), behind
 * SET. References of the right sides get the flags. */
void query_set(struct parser *p, uint32_t level, enum operation operation,
	       uint32_t flags, uint32_t target)
{
	do {
		struct sql_name name;
		struct sql_value value;
		uint32_t at, n;

		while (parser_at_kind(p, TOKEN_HOLE) &&
		       !parser_ahead_kind(p, 1, TOKEN_EQUALS) &&
		       !parser_ahead_kind(p, 1, TOKEN_DOT))
			parser_next(p);
		if (parser_at_kind(p, TOKEN_OPEN)) {
			at = read_columns(p, level, operation, false, &n);
			for (uint32_t i = 0; i < n; i++)
				level_get(p, level)->assigns[at + i].target =
					target;
			if (parser_accept_kind(p, TOKEN_EQUALS))
				read_row_value(p, level, flags, at, n);
			continue;
		}
		if (parser_accept_kind(p, TOKEN_VARIABLE)) {
			parser_next(p); /* T-SQL: SET @x = c = y */
			if (!parser_at_name(p) ||
			    !parser_ahead_kind(p, 1, TOKEN_EQUALS)) {
				parser_expression(p, level, ROLE_SELECT, flags,
						  NULL);
				continue;
			}
		}
		if (parser_at(p, KW_ROW) &&
		    parser_ahead_kind(p, 1, TOKEN_EQUALS) &&
		    p->lexer.rules->dialect == DIALECT_ORACLE) {
			parser_next(p); /* SET ROW = record */
			parser_next(p);
			assign_row(p, level, target);
			parser_expression(p, level, ROLE_SELECT, flags, NULL);
			continue;
		}
		if (!read_column(p, &name))
			break;
		if (parser_at_kind(p, TOKEN_OPEN) && name.n_parts > 1 &&
		    p->lexer.rules->flags & RULE_HASH_NAMES) {
			name.n_parts--; /* T-SQL: SET x.modify('...') */
			level_assign(p, level, &name, operation)->target =
				target;
			parser_skip_parentheses(p);
			continue;
		}
		at = level_get(p, level)->n_assigns;
		level_assign(p, level, &name, operation)->target = target;
		if (!parser_accept_kind(p, TOKEN_EQUALS) &&
		    !parser_accept_kind(p, TOKEN_ASSIGN) &&
		    !parser_accept_kind(p, TOKEN_OPERATOR))
			break;
		if (!parser_expression(p, level, ROLE_SELECT, flags, &value) &&
		    parser_at_end(p))
			p->statement->fragment = true;
		level_get(p, level)->assigns[at].value = value;
	} while (parser_accept_kind(p, TOKEN_COMMA));
}

/* --- INSERT -------------------------------------------------------------- */

/* A fragment has no target. */
static uint32_t first_target(struct parser *p, uint32_t level)
{
	return level_get(p, level)->n_targets ? 0 : SCOPE_ABSENT;
}

/* ON CONFLICT [(columns) [WHERE x] | ON CONSTRAINT c] DO NOTHING | DO UPDATE
 * SET ... [WHERE x]; refs see the target and "excluded". */
static void read_on_conflict(struct parser *p, uint32_t level)
{
	if (parser_at_kind(p, TOKEN_OPEN)) {
		parser_next(p);
		parser_expressions(p, level, ROLE_WHERE, REF_TARGET_ONLY);
		while (!parser_at_end(p) && !parser_at_kind(p, TOKEN_CLOSE))
			parser_skip_one(p);
		query_close(p);
	}
	if (parser_accept(p, KW_WHERE))
		parser_expression(p, level, ROLE_WHERE, REF_TARGET_ONLY, NULL);
	if (parser_accept_two(p, KW_ON, KW_CONSTRAINT))
		parser_identifier(p, NULL);
	if (parser_accept_two(p, KW_DO, KW_NOTHING) ||
	    !parser_accept_three(p, KW_DO, KW_UPDATE, KW_SET))
		return;
	query_set(p, level, OP_UPDATE, REF_TARGET_ONLY, first_target(p, level));
	if (parser_accept(p, KW_WHERE))
		parser_expression(p, level, ROLE_WHERE, REF_TARGET_ONLY, NULL);
}

bool query_upsert(struct parser *p, uint32_t level)
{
	if (parser_accept_two(p, KW_ON, KW_CONFLICT)) {
		read_on_conflict(p, level);
		return true;
	}
	if (!parser_accept_two(p, KW_ON, KW_DUPLICATE))
		return false;
	parser_accept(p, KW_KEY);
	parser_accept(p, KW_UPDATE);
	query_set(p, level, OP_UPDATE, 0, first_target(p, level));
	return true;
}

/* The columns of a row that SET makes; what they are made of is not told. */
static void name_set_columns(struct parser *p, uint32_t level,
			     struct sql_item *item)
{
	const struct sql_level *made = level_get(p, level);

	item->kind = ITEM_FUNCTION;
	for (uint32_t i = 0; i < made->n_assigns; i++) {
		const struct sql_name *name = &made->assigns[i].name;

		*ARENA_PUSH(p->analysis->arena, item->columns,
			    item->n_columns) = name->parts[name->n_parts - 1];
	}
}

/* VALUES (...) AS new (a, b), SET ... AS new: the row to insert has a name. */
static void read_row_alias(struct parser *p, uint32_t level)
{
	struct sql_item *item;

	if (!parser_accept(p, KW_AS))
		return;
	item = level_item(p, level, ITEM_QUERY);
	item->level = level_get(p, level)->source;
	if (item->level == SCOPE_ABSENT)
		name_set_columns(p, level, item);
	item->alias = parser_identifier(p, &item->alias_quoted);
	if (parser_at_kind(p, TOKEN_OPEN))
		parser_names(p, &item->columns, &item->n_columns);
}

/* RETURNING of an INSERT sees its target alone, which is all that its level
 * has in MariaDB; there the flag says VALUES(c). */
static uint32_t returning_flags(const struct parser *p)
{
	return ddl_is_mysql(p) ? 0 : REF_TARGET_ONLY;
}

static void read_insert_clauses(struct parser *p, uint32_t level)
{
	while (query_upsert(p, level) || query_log_errors(p, level) ||
	       (teradata_is(p) && teradata_skip_logging(p)) ||
	       query_returning(p, level, returning_flags(p)) ||
	       parser_accept_kind(p, TOKEN_HOLE))
		;
}

/* LOW_PRIORITY, IGNORE, OR REPLACE, INTO, OVERWRITE, TABLE, ... */
static void skip_modifiers(struct parser *p)
{
	for (;;) {
		switch (parser_peek(p)->keyword) {
		case KW_OR:
			parser_next(p);
			parser_next(p);
			break;
		case KW_LOW_PRIORITY:
		case KW_HIGH_PRIORITY:
		case KW_DELAYED:
		case KW_QUICK:
		case KW_IGNORE:
		case KW_INTO:
		case KW_OVERWRITE:
			if (parser_ahead_kind(p, 1, TOKEN_DOT))
				return;
			parser_next(p);
			break;
		case KW_TABLE:
			if (parser_ahead_kind(p, 1, TOKEN_OPEN))
				return;
			parser_next(p);
			break;
		case KW_TOP:
			if (!parser_ahead_kind(p, 1, TOKEN_OPEN))
				return;
			parser_next(p);
			parser_skip_one(p);
			parser_accept(p, KW_PERCENT);
			break;
		default:
			return;
		}
	}
}

/* What is inserted: VALUES, a query, SET, DEFAULT VALUES. */
static void read_insert_source(struct parser *p, uint32_t level)
{
	uint32_t source;

	if (parser_accept(p, KW_SET)) {
		query_set(p, level, OP_INSERT, 0, 0);
		return;
	}
	if (parser_accept_two(p, KW_DEFAULT, KW_VALUES) || clickhouse_source(p))
		return;
	if (parser_at_query(p) || query_in_parentheses(p) ||
	    parser_at(p, KW_VALUES) || parser_at(p, KW_VALUE))
		source = query_open(p, PLACE_ARM, level, SCOPE_ABSENT);
	else if (parser_at(p, KW_EXEC) || parser_at(p, KW_EXECUTE)) {
		if (!level_get(p, level)->n_assigns)
			assign_row(p, level, 0);
		parser_skip_statement(p);
		return;
	} else {
		while (parser_accept_kind(p, TOKEN_HOLE))
			;
		if (parser_at_end(p))
			p->statement->fragment = true;
		return;
	}
	level_get(p, level)->source = source;
}

static bool at_insert_all(struct parser *p)
{
	return (parser_at(p, KW_ALL) || parser_at(p, KW_FIRST)) &&
	       (parser_ahead_at(p, 1, KW_INTO) ||
		parser_ahead_at(p, 1, KW_WHEN));
}

/* INTO t [(columns)] [VALUES (...)]: of the outputs of the query behind. */
static void read_branch(struct parser *p, uint32_t level)
{
	uint32_t target = level_get(p, level)->n_targets, first = 0, n = 0;
	struct sql_name name;

	if (!parser_name(p, &name))
		return;
	level_target(p, level, &name, OP_INSERT);
	if (parser_at_kind(p, TOKEN_OPEN))
		first = read_columns(p, level, OP_INSERT, false, &n);
	for (uint32_t i = 0; i < n; i++)
		level_get(p, level)->assigns[first + i].target = target;
	if (!n)
		assign_row(p, level, target);
	if (parser_accept(p, KW_VALUES) && parser_at_kind(p, TOKEN_OPEN))
		read_row_value(p, level, 0, first, n);
}

/*
 * Oracle, Snowflake: INSERT ALL | FIRST [WHEN x THEN] INTO t ... [INTO u ...]
 * [ELSE INTO v ...] query. What the branches name are columns of the query,
 * which is the item that the level has.
 */
static void read_insert_all(struct parser *p, uint32_t level)
{
	struct sql_item *item = level_item(p, level, ITEM_QUERY);
	uint32_t query;

	item->alias = "";
	parser_next(p);
	while (!parser_at_end(p)) {
		if (parser_accept(p, KW_WHEN))
			parser_expression(p, level, ROLE_WHERE, 0, NULL);
		else if (parser_accept(p, KW_INTO))
			read_branch(p, level);
		else if (!parser_accept(p, KW_THEN) &&
			 !parser_accept(p, KW_ELSE))
			break;
	}
	query = query_open(p, PLACE_ITEM, level, 0);
	level_get(p, level)->items[0].level = query;
	query_log_errors(p, level);
}

/* Hive, Spark: [LOCAL] DIRECTORY 'path' options query: it writes files. False,
 * and nothing taken, if none stands here. */
static bool read_directory(struct parser *p, uint32_t level)
{
	uint32_t source, n = parser_at(p, KW_LOCAL);

	if (parser_ahead(p, n)->keyword != KW_DIRECTORY ||
	    !parser_ahead_kind(p, n + 1, TOKEN_STRING))
		return false;
	while (!parser_at_end(p) && !parser_at(p, KW_SELECT) &&
	       !parser_at(p, KW_FROM))
		parser_skip_one(p);
	source = parser_query(p, PLACE_ARM, level, SCOPE_ABSENT);
	level_get(p, level)->source = source;
	return true;
}

/* INSERT INTO t BY NAME query: columns that are named like the outputs. */
static void assign_by_name(struct parser *p, uint32_t level)
{
	uint32_t source = level_get(p, level)->source;
	const struct sql_level *made;

	if (source == SCOPE_ABSENT)
		return;
	made = level_get(p, source);
	for (uint32_t i = 0; i < made->n_outputs; i++)
		if (made->outputs[i].star || !made->outputs[i].name)
			return;
	for (uint32_t i = 0; i < made->n_outputs; i++) {
		const char *const *column = &made->outputs[i].name;
		struct sql_name name = {.n_parts = 1};
		struct sql_assign *assign;

		name.parts = arena_memdup(p->analysis->arena, column,
					  sizeof(*column));
		name.quoted = made->outputs[i].quoted;
		assign = level_assign(p, level, &name, OP_INSERT);
		assign->by_position = true;
		assign->target = 0;
	}
}

/* Db2: INCLUDE (a INTEGER): columns that only FINAL TABLE has. */
static void skip_include(struct parser *p)
{
	if (p->lexer.rules->dialect == DIALECT_DB2 &&
	    ddl_at_word(p, "include") && parser_ahead_kind(p, 1, TOKEN_OPEN)) {
		parser_next(p);
		parser_skip_parentheses(p);
	}
}

/* Hive's IF NOT EXISTS behind PARTITION; Spark's REPLACE WHERE a = 1, REPLACE
 * USING (a): which rows go. */
static void read_overwritten(struct parser *p, uint32_t level)
{
	parser_accept_if_exists(p);
	if (parser_accept_two(p, KW_REPLACE, KW_WHERE))
		parser_expression(p, level, ROLE_WHERE, 0, NULL);
	else if (parser_accept_two(p, KW_REPLACE, KW_USING))
		parser_skip_one(p);
}

/*
 * INSERT | REPLACE [modifiers] [INTO] t [PARTITION (...)] [AS a] [(columns)]
 * [OVERRIDING ... VALUE] source [upsert] [RETURNING ...]
 */
static void read_insert(struct parser *p, uint32_t level)
{
	bool by_name;
	uint32_t n;

	level_get(p, level)->kind = LEVEL_INSERT;
	parser_next(p);
	skip_modifiers(p);
	if (read_directory(p, level))
		return;
	if (at_insert_all(p)) {
		read_insert_all(p, level);
		return;
	}
	if (!clickhouse_target(p, level) &&
	    !target_read_query(p, level, OP_INSERT) &&
	    parser_target(p, level, OP_INSERT) == SCOPE_ABSENT) {
		if (parser_at_end(p))
			p->statement->fragment = true;
		else
			parser_unreadable(p, "INSERT without a table");
		return;
	}
	clickhouse_skip_settings(p);
	if (parser_at_kind(p, TOKEN_OPEN) && !query_in_parentheses(p)) {
		if (teradata_is(p) && teradata_insert_values(p, level))
			return;
		read_columns(p, level, OP_INSERT, true, &n);
	}
	clickhouse_skip_settings(p);
	query_returning(p, level, returning_flags(p));
	skip_include(p);
	by_name = parser_accept_two(p, KW_BY, KW_NAME); /* DuckDB */
	if (!by_name)
		parser_accept_two(p, KW_BY, KW_POSITION);
	if (p->lexer.rules->flags & RULE_FROM_FIRST)
		read_overwritten(p, level);
	if (parser_accept(p, KW_OVERRIDING)) {
		parser_next(p);
		parser_accept(p, KW_VALUE);
	}
	read_insert_source(p, level);
	if (by_name)
		assign_by_name(p, level);
	read_row_alias(p, level);
	read_insert_clauses(p, level);
}

/* --- targets that are named before their items --------------------------- */

static bool same_name(const char *a, const char *b)
{
	return g_ascii_strcasecmp(a, b) == 0;
}

/* The item that a target's name means by its alias, or its own name. */
static uint32_t find_item(struct parser *p, uint32_t level,
			  const struct sql_name *name)
{
	const struct sql_level *made = level_get(p, level);
	const char *last = name->parts[name->n_parts - 1];

	for (uint32_t i = 0; name->n_parts == 1 && i < made->n_items; i++)
		if (made->items[i].alias &&
		    same_name(made->items[i].alias, last))
			return i;
	for (uint32_t i = 0; i < made->n_items; i++) {
		const struct sql_item *item = &made->items[i];

		if (item->kind == ITEM_RELATION && !item->alias &&
		    item->name.n_parts &&
		    same_name(item->name.parts[item->name.n_parts - 1], last))
			return i;
	}
	return SCOPE_ABSENT;
}

/*
 * The items are read: a target that one of them stands for (T-SQL's UPDATE a
 * SET ... FROM t a, MySQL's DELETE FROM a USING t a) is no item of its own;
 * else it becomes one.
 */
static void place_target(struct parser *p, uint32_t level,
			 const struct sql_item *target,
			 enum operation operation)
{
	bool plain = !target->alias && !(target->flags & ITEM_ONLY);
	uint32_t at = plain ? find_item(p, level, &target->name) : SCOPE_ABSENT;
	struct sql_level *made = level_get(p, level);

	if (at != SCOPE_ABSENT) {
		made->items[at].flags |= ITEM_TARGET;
	} else if (!(p->lexer.rules->flags & RULE_HASH_NAMES) ||
		   made->n_items == 0) {
		*ARENA_PUSH(p->analysis->arena, made->items, made->n_items) =
			*target;
		at = made->n_items - 1;
	}
	level_target(p, level, &target->name, operation)->item = at;
	made = level_get(p, level);
	for (uint32_t i = made->n_targets - 1; i > 0; i--) {
		struct sql_target before = made->targets[i - 1];

		made->targets[i - 1] = made->targets[i];
		made->targets[i] = before;
	}
}

/* --- UPDATE -------------------------------------------------------------- */

/* Behind SET and what follows: FROM, WHERE, ORDER BY, LIMIT, RETURNING. */
static void read_changes(struct parser *p, uint32_t level, uint32_t target)
{
	if (teradata_is(p) && parser_accept(p, KW_FROM))
		parser_from(p, level);
	skip_include(p);
	if (parser_accept(p, KW_SET))
		query_set(p, level, OP_UPDATE, 0, target);
	else if (parser_at_end(p))
		p->statement->fragment = true;
	else if (!parser_accept_kind(p, TOKEN_HOLE))
		parser_unreadable(p, "UPDATE without SET");
	query_returning(p, level, 0);
	query_clauses(p, level);
	query_returning(p, level, 0);
	query_log_errors(p, level);
	if (teradata_is(p) && parser_ahead_at(p, 1, KW_INSERT))
		parser_accept(p, KW_ELSE); /* the next statement */
}

/* Whether more than one table stands before SET. */
static bool at_many(struct parser *p)
{
	switch (parser_peek(p)->keyword) {
	case KW_JOIN:
	case KW_INNER:
	case KW_LEFT:
	case KW_RIGHT:
	case KW_CROSS:
	case KW_NATURAL:
	case KW_STRAIGHT_JOIN:
		return true;
	default:
		return parser_at_kind(p, TOKEN_COMMA);
	}
}

/*
 * UPDATE [modifiers] [ONLY] t [AS a] SET ... [FROM ...] [WHERE ...] ...
 * UPDATE t [AS a], u | JOIN u ... SET t.x = ... [WHERE ...]: which of them
 * are written, the left sides of SET say, so there are no targets.
 */
static void read_update(struct parser *p, uint32_t level)
{
	struct sql_item target;
	struct sql_name others[TARGET_OTHERS_MAX];
	uint32_t n_others;
	bool late = !(p->lexer.rules->flags & RULE_LONG_OPERATORS);

	level_get(p, level)->kind = LEVEL_UPDATE;
	parser_next(p);
	skip_modifiers(p);
	if (target_read_query(p, level, OP_NONE) ||
	    parser_at_kind(p, TOKEN_OPEN)) {
		if (parser_at_kind(p, TOKEN_OPEN))
			parser_from(p, level);
		else
			from_rest(p, level);
		read_changes(p, level, SCOPE_ABSENT);
		return;
	}
	if (!target_read(p, level, &target)) {
		if (parser_at_end(p))
			p->statement->fragment = true;
		else
			parser_unreadable(p, "UPDATE without a table");
		return;
	}
	n_others = target_others(p, level, &target, others);
	if (at_many(p)) {
		target.flags &= ~(uint32_t)ITEM_TARGET;
		*level_item(p, level, ITEM_RELATION) = target;
		from_rest(p, level);
		read_changes(p, level, SCOPE_ABSENT);
		return;
	}
	if (!late)
		place_target(p, level, &target, OP_UPDATE);
	read_changes(p, level, 0);
	if (late)
		place_target(p, level, &target, OP_UPDATE);
	target_add_others(p, level, others, n_others, OP_UPDATE);
}

/* --- DELETE -------------------------------------------------------------- */

/* DELETE a, b.* FROM ...: the names are looked for among the items. */
static bool read_target_names(struct parser *p, uint32_t level)
{
	do {
		struct sql_name name;

		if (!parser_row_name(p, &name))
			return false;
		if (parser_at_kind(p, TOKEN_DOT) &&
		    parser_ahead_kind(p, 1, TOKEN_STAR)) {
			parser_next(p);
			parser_next(p);
		}
		level_target(p, level, &name, OP_DELETE);
	} while (parser_accept_kind(p, TOKEN_COMMA));
	return true;
}

/* What the names of targets mean among the items. One that means none is
 * a relation itself (T-SQL's DELETE t WHERE ...). */
static void place_names(struct parser *p, uint32_t level)
{
	uint32_t n = level_get(p, level)->n_targets;

	for (uint32_t i = 0; i < n; i++) {
		struct sql_item item = {.kind = ITEM_RELATION,
					.flags = ITEM_TARGET,
					.level = SCOPE_ABSENT};
		struct sql_target *target = &level_get(p, level)->targets[i];
		struct sql_level *made;

		target->item = find_item(p, level, &target->name);
		made = level_get(p, level);
		if (target->item == SCOPE_ABSENT) {
			item.name = target->name;
			*ARENA_PUSH(p->analysis->arena, made->items,
				    made->n_items) = item;
			target->item = made->n_items - 1;
		} else {
			made->items[target->item].flags |= ITEM_TARGET;
		}
	}
}

/* DELETE FROM t [AS a] [USING ...] [WHERE ...], behind FROM; and MySQL's
 * DELETE FROM a, b USING ... */
static void read_delete_from(struct parser *p, uint32_t level)
{
	struct sql_item target;
	bool late = !(p->lexer.rules->flags & RULE_LONG_OPERATORS);

	if (!target_read(p, level, &target)) {
		if (parser_at_end(p))
			p->statement->fragment = true;
		else
			parser_unreadable(p, "DELETE without a table");
		return;
	}
	if (parser_at_kind(p, TOKEN_DOT) &&
	    parser_ahead_kind(p, 1, TOKEN_STAR)) {
		parser_next(p);
		parser_next(p);
	}
	if (teradata_is(p) && parser_accept_kind(p, TOKEN_COMMA))
		parser_from(p, level);
	if (parser_accept_kind(p, TOKEN_COMMA)) {
		level_target(p, level, &target.name, OP_DELETE);
		read_target_names(p, level);
		if (parser_accept(p, KW_USING))
			parser_from(p, level);
		query_clauses(p, level);
		place_names(p, level);
		return;
	}
	if (!late)
		place_target(p, level, &target, OP_DELETE);
	if (teradata_is(p))
		parser_accept(p, KW_ALL);
	query_returning(p, level, 0);
	if (parser_accept(p, KW_USING))
		parser_from(p, level);
	query_clauses(p, level);
	if (late)
		place_target(p, level, &target, OP_DELETE);
	query_returning(p, level, 0);
}

/* DELETE t a WHERE ...: Oracle's, as DELETE FROM t a. DELETE t USING ...:
 * Redshift's. */
static bool at_target_without_from(struct parser *p)
{
	const struct token *next;
	uint32_t n = 1;

	if (!parser_at_name(p))
		return false;
	while (n < 2 * SQL_NAME_PARTS && parser_ahead_kind(p, n, TOKEN_DOT))
		n += 2;
	next = parser_ahead(p, n);
	if (next->keyword == KW_USING)
		return true;
	return ((next->kind == TOKEN_WORD && !next->keyword) ||
		next->kind == TOKEN_QUOTED) &&
	       (parser_ahead_at(p, n + 1, KW_WHERE) ||
		token_ends_statement(parser_ahead(p, n + 1)));
}

static void read_delete(struct parser *p, uint32_t level)
{
	bool from;

	level_get(p, level)->kind = LEVEL_DELETE;
	parser_next(p);
	skip_modifiers(p);
	/* MariaDB: DELETE HISTORY FROM t BEFORE SYSTEM_TIME x */
	if (parser_ahead_at(p, 1, KW_FROM))
		ddl_accept_word(p, "history");
	from = parser_accept(p, KW_FROM);
	if (target_read_query(p, level, OP_DELETE)) {
		query_returning(p, level, 0);
		query_clauses(p, level);
		query_returning(p, level, 0);
		return;
	}
	if (from || at_target_without_from(p)) {
		read_delete_from(p, level);
		return;
	}
	if (!read_target_names(p, level)) {
		if (parser_at_end(p))
			p->statement->fragment = true;
		else
			parser_unreadable(p, "DELETE without a table");
		return;
	}
	query_returning(p, level, 0);
	if (teradata_is(p))
		parser_accept(p, KW_ALL);
	query_clauses(p, level);
	place_names(p, level);
}

/* --- MERGE --------------------------------------------------------------- */

/* INSERT [(columns)] [OVERRIDING ...] VALUES (...) | DEFAULT VALUES | ROW */
static void read_merge_insert(struct parser *p, uint32_t level)
{
	uint32_t first = 0, n = 0;

	if (!parser_accept_two(p, KW_BY, KW_NAME)) /* DuckDB */
		parser_accept_three(p, KW_ALL, KW_BY, KW_NAME);
	if (parser_at_kind(p, TOKEN_OPEN))
		first = read_columns(p, level, OP_INSERT, false, &n);
	else
		assign_row(p, level, 0);
	if (parser_accept(p, KW_OVERRIDING)) {
		parser_next(p);
		parser_accept(p, KW_VALUE);
	}
	if (parser_accept_two(p, KW_DEFAULT, KW_VALUES) ||
	    parser_accept(p, KW_ROW) || parser_accept_kind(p, TOKEN_STAR))
		return;
	if (parser_accept(p, KW_VALUES) && parser_at_kind(p, TOKEN_OPEN))
		read_row_value(p, level, REF_NO_TARGET, first, n);
}

/* Behind THEN; gives the operation. */
static enum operation read_merge_action(struct parser *p, uint32_t level)
{
	enum operation operation = OP_NONE;

	if (parser_accept(p, KW_UPDATE)) {
		operation = OP_UPDATE;
		if (parser_accept_three(p, KW_ALL, KW_BY, KW_NAME)) {
			assign_row(p, level, 0); /* Snowflake */
			return operation;
		}
		if (parser_accept(p, KW_SET) &&
		    !parser_accept_kind(p, TOKEN_STAR))
			query_set(p, level, OP_UPDATE, 0, 0);
		while (parser_at(p, KW_WHERE) || parser_at(p, KW_DELETE)) {
			if (parser_accept(p, KW_DELETE))
				operation |= OP_DELETE;
			if (!parser_accept(p, KW_WHERE))
				break;
			parser_expression(p, level, ROLE_WHERE, 0, NULL);
		}
	} else if (parser_accept(p, KW_INSERT)) {
		operation = OP_INSERT;
		read_merge_insert(p, level);
		if (parser_accept(p, KW_WHERE))
			parser_expression(p, level, ROLE_WHERE, 0, NULL);
	} else if (parser_accept(p, KW_DELETE)) {
		operation = OP_DELETE;
	} else if (parser_accept(p, KW_SIGNAL)) { /* Db2 */
		while (!parser_at_end(p) && !parser_at(p, KW_WHEN) &&
		       !parser_at(p, KW_ELSE))
			parser_skip_one(p);
	} else if (!parser_accept_two(p, KW_DO, KW_NOTHING)) {
		parser_skip_one(p);
	}
	return operation;
}

/*
 * MERGE [INTO] [ONLY] t [AS a] USING source ON x
 *	WHEN [NOT] MATCHED [BY SOURCE | BY TARGET] [AND x] THEN action ...
 *	[RETURNING ...]
 */
static void read_merge(struct parser *p, uint32_t level)
{
	uint32_t operations = OP_MERGE;

	level_get(p, level)->kind = LEVEL_MERGE;
	parser_next(p);
	skip_modifiers(p);
	if (!target_read_query(p, level, OP_MERGE) &&
	    parser_target(p, level, OP_MERGE) == SCOPE_ABSENT) {
		parser_unreadable(p, "MERGE without a table");
		return;
	}
	if (parser_accept(p, KW_USING))
		parser_from(p, level);
	while (parser_accept(p, KW_WHEN)) {
		while (!parser_at_end(p) && !parser_at(p, KW_AND) &&
		       !parser_at(p, KW_THEN))
			parser_next(p);
		if (parser_accept(p, KW_AND))
			parser_expression(p, level, ROLE_WHERE, 0, NULL);
		if (parser_accept(p, KW_THEN))
			operations |= read_merge_action(p, level);
	}
	if (parser_accept(p, KW_ELSE)) /* Db2's ELSE IGNORE */
		parser_accept(p, KW_IGNORE);
	if (ddl_at_word(p, "remove") && parser_ahead_at(p, 1, KW_NONE) &&
	    parser_is_word(p, parser_ahead(p, 1), "duplicates")) {
		parser_next(p); /* Redshift */
		parser_next(p);
		operations |= OP_UPDATE | OP_INSERT;
	}
	query_log_errors(p, level);
	if (teradata_is(p))
		teradata_skip_logging(p);
	level_get(p, level)->targets[0].operation = operations;
	query_returning(p, level, 0);
	if (parser_at(p, KW_OPTION) && parser_ahead_kind(p, 1, TOKEN_OPEN)) {
		parser_next(p);
		parser_skip_parentheses(p);
	}
}

/* --- which of them ------------------------------------------------------- */

void query_modify(struct parser *p, uint32_t level)
{
	switch (parser_peek(p)->keyword) {
	case KW_INSERT:
	case KW_REPLACE:
		read_insert(p, level);
		break;
	case KW_UPDATE:
		read_update(p, level);
		break;
	case KW_DELETE:
		read_delete(p, level);
		break;
	case KW_MERGE:
		read_merge(p, level);
		break;
	default:
		break;
	}
}
