/*
 * Definitions that hold queries: views, rules and policies. What a view or
 * a rule reads is read by that object.
 */
#include "analyzers/sql/ddl.h"

/* --- views ---------------------------------------------------------------- */

/* Behind CREATE VIEW's query: WITH ... CHECK OPTION, WITH [ NO ] DATA. */
static void skip_view_end(struct parser *p)
{
	if (parser_at(p, KW_WITH))
		parser_skip_statement(p);
}

/* One output of the outer query of a recursive view: its column i. */
static void add_recursive_output(struct parser *p, uint32_t level,
				 const struct defined_column *column)
{
	struct arena *arena = p->analysis->arena;
	struct sql_name name = {.line = column->line, .end_line = column->line};
	struct sql_output output = {.name = column->name};
	uint32_t ref;

	*ARENA_PUSH(arena, name.parts, name.n_parts) = column->name;
	ref = level_ref(p, level, &name, ROLE_SELECT, 0);
	*ARENA_PUSH(arena, output.value.refs, output.value.n_refs) = ref;
	*level_output(p, level) = output;
}

/* CREATE RECURSIVE VIEW v (a) AS q is CREATE VIEW v (a) AS WITH RECURSIVE
 * v (a) AS (q) SELECT a FROM v. */
static uint32_t read_recursive_query(struct parser *p,
				     const struct fact_definition *made)
{
	struct arena *arena = p->analysis->arena;
	struct sql_name name = ddl_last_part(p, &made->object.name);
	struct sql_cte cte = {.name = name.parts[0],
			      .quoted = name.quoted & 1,
			      .recursive = true,
			      .line = name.line,
			      .level = SCOPE_ABSENT};
	uint32_t root = level_open(p, LEVEL_SELECT, PLACE_ROOT, SCOPE_ABSENT,
				   SCOPE_ABSENT);

	for (uint32_t i = 0; i < made->n_columns; i++)
		*ARENA_PUSH(arena, cte.columns, cte.n_columns) =
			made->columns[i].name;
	*ARENA_PUSH(arena, level_get(p, root)->ctes,
		    level_get(p, root)->n_ctes) = cte;
	level_item(p, root, ITEM_RELATION)->name = name;
	for (uint32_t i = 0; i < made->n_columns; i++)
		add_recursive_output(p, root, &made->columns[i]);
	cte.level = parser_query(p, PLACE_CTE, root, 0);
	level_get(p, root)->ctes[0].level = cte.level;
	return cte.level;
}

/* The query, at its first word; `verb` is the statement's. */
static void read_view_query(struct parser *p, struct fact *fact,
			    const char *verb, bool recursive)
{
	struct fact_definition *made = &fact->as.definition;
	struct ddl_inner inner;
	uint32_t query;

	ddl_inner_begin(p, &inner, verb, &made->object, NULL);
	inner.statement.begin = inner.statement.outer->begin;
	inner.statement.made.into = made->object.name;
	for (uint32_t i = 0; i < made->n_columns; i++)
		*ARENA_PUSH(p->analysis->arena,
			    inner.statement.made.into_columns,
			    inner.statement.made.n_into_columns) =
			made->columns[i].name;
	query = recursive ? read_recursive_query(p, made)
			  : parser_query(p, PLACE_ROOT, SCOPE_ABSENT,
					 SCOPE_ABSENT);
	if (query == SCOPE_ABSENT && parser_at_kind(p, TOKEN_HOLE)) {
		parser_gap(p, REASON_DYNAMIC_SQL, parser_peek(p)->offset,
			   "the query of a view");
		parser_skip_statement(p);
	} else if (query == SCOPE_ABSENT) {
		parser_unreadable(p, "the query of a view");
	}
	skip_view_end(p);
	ddl_inner_finish(p, &inner);
}

/* BigQuery: REPLICA OF t. */
static void read_replica(struct parser *p, struct fact *fact, const char *verb)
{
	struct fact_definition *made = &fact->as.definition;
	struct ddl_inner inner;
	uint32_t level;

	parser_next(p);
	ddl_inner_begin(p, &inner, verb, &made->object, NULL);
	inner.statement.begin = inner.statement.outer->begin;
	inner.statement.made.into = made->object.name;
	level = level_open(p, LEVEL_SELECT, PLACE_ROOT, SCOPE_ABSENT,
			   SCOPE_ABSENT);
	if (parser_accept(p, KW_OF))
		parser_from_item(p, level);
	level_output(p, level)->star = true;
	ddl_inner_finish(p, &inner);
}

/* (a, b COMMENT 'x'): a view's own names of its columns. */
static void read_view_columns(struct parser *p, struct fact *fact)
{
	struct fact_definition *made = &fact->as.definition;
	const char **names;
	uint32_t n_names;

	parser_names(p, &names, &n_names);
	for (uint32_t i = 0; i < n_names; i++) {
		struct defined_column *column = ARENA_PUSH(
			p->analysis->arena, made->columns, made->n_columns);

		column->name = names[i];
		column->line = made->object.name.line;
	}
}

/* ClickHouse: TO t, which gets the rows of the view. */
static void write_target(struct parser *p, struct fact *fact,
			 const struct sql_name *to)
{
	struct ddl_inner inner;
	uint32_t level;

	ddl_inner_begin(p, &inner, "create view", &fact->as.definition.object,
			NULL);
	level = level_open(p, LEVEL_OTHER, PLACE_ROOT, SCOPE_ABSENT,
			   SCOPE_ABSENT);
	level_target(p, level, to, OP_INSERT);
	ddl_inner_finish(p, &inner);
}

/*
 * CREATE VIEW v [ (a, b) ] [ WITH (options) ] AS query
 * ALTER VIEW v AS query (MySQL)
 * Also delivers; at the name.
 */
void ddl_view(struct parser *p, struct fact *fact, const char *verb,
	      bool recursive)
{
	struct fact_definition *made = &fact->as.definition;
	struct sql_name to = {0};
	bool file;

	if (!ddl_name(p, &made->object.name)) {
		parser_unreadable(p, "a view without a name");
		parser_skip_statement(p);
		return;
	}
	if (parser_at_kind(p, TOKEN_OPEN))
		read_view_columns(p, fact);
	file = parser_at(p, KW_USING) && !parser_ahead_kind(p, 1, TOKEN_OPEN);
	while (!parser_at_end(p) && !parser_accept(p, KW_AS)) {
		if (parser_at(p, KW_TO) &&
		    p->lexer.rules->dialect == DIALECT_CLICKHOUSE) {
			parser_next(p);
			if (parser_name(p, &to) &&
			    parser_at_kind(p, TOKEN_OPEN))
				parser_skip_parentheses(p);
			continue;
		}
		parser_skip_one(p);
	}
	if (to.n_parts)
		write_target(p, fact, &to);
	if (parser_at_end(p)) {
		if (!file) /* Spark: USING parquet OPTIONS (...) */
			parser_unreadable(p, "a view without a query");
	} else if (ddl_at_word(p, "replica") && parser_ahead_at(p, 1, KW_OF)) {
		read_replica(p, fact, verb);
	} else {
		read_view_query(p, fact, verb, recursive);
	}
	ddl_deliver(p, fact);
}

void ddl_create_view(struct parser *p, const struct ddl_head *head,
		     enum node_kind kind)
{
	struct fact *fact = ddl_definition(p, OP_CREATE, kind, head->begin);
	struct fact_definition *made = &fact->as.definition;

	made->flags = head->flags;
	if (parser_accept_if_exists(p))
		made->flags |= DEFINE_IF_NOT_EXISTS;
	ddl_attribute(p, fact, "definer", head->definer);
	ddl_attribute(p, fact, "security", head->security);
	ddl_view(p, fact,
		 kind == NODE_MATVIEW ? "create materialized view"
				      : "create view",
		 head->recursive);
}

/* --- rules ---------------------------------------------------------------- */

/* One action of a rule, up to its end or the closing parenthesis. */
static void read_action(struct parser *p, const struct object_name *object,
			const struct sql_name *table)
{
	statement_reader *reader =
		statement_reader_of((enum keyword)parser_peek(p)->keyword);
	struct ddl_inner inner;

	ddl_inner_begin(p, &inner,
			keyword_word((enum keyword)parser_peek(p)->keyword),
			object, table);
	if (reader)
		reader(p);
	else if (ddl_accept_word(p, "notify"))
		parser_skip_one(p);
	if (!parser_at_end(p) && !parser_at_kind(p, TOKEN_CLOSE))
		parser_unreadable(p, "an action of a rule");
	while (!parser_at_end(p) && !parser_at_kind(p, TOKEN_CLOSE))
		parser_skip_one(p);
	ddl_inner_finish(p, &inner);
}

/* NOTHING | action | (action; action) */
static void read_actions(struct parser *p, const struct object_name *object,
			 const struct sql_name *table)
{
	if (!parser_accept(p, KW_ALSO))
		parser_accept(p, KW_INSTEAD);
	if (parser_accept(p, KW_NOTHING))
		return;
	if (!parser_accept_kind(p, TOKEN_OPEN)) {
		read_action(p, object, table);
		return;
	}
	while (!parser_at_kind(p, TOKEN_END) &&
	       !parser_accept_kind(p, TOKEN_CLOSE)) {
		if (parser_at_end(p))
			parser_next(p);
		else
			read_action(p, object, table);
	}
}

/* CREATE RULE r AS ON event TO t [ WHERE condition ] DO [ ALSO | INSTEAD ]
 * actions */
void ddl_create_rule(struct parser *p, const struct ddl_head *head)
{
	struct fact *fact =
		ddl_definition(p, OP_CREATE, NODE_RULE, head->begin);
	struct object_name *object = &fact->as.definition.object;

	fact->as.definition.flags = head->flags;
	if (!parser_name(p, &object->name) || !parser_accept(p, KW_AS) ||
	    !parser_accept(p, KW_ON)) {
		parser_skip_statement(p);
		return;
	}
	ddl_attribute(p, fact, "event",
		      keyword_word((enum keyword)parser_peek(p)->keyword));
	parser_next(p);
	parser_accept(p, KW_TO);
	parser_name(p, &object->on);
	if (parser_accept(p, KW_WHERE))
		ddl_condition(p, object, &object->on, "create rule");
	if (parser_accept(p, KW_DO))
		read_actions(p, object, &object->on);
	ddl_deliver(p, fact);
}

/* --- policies ------------------------------------------------------------- */

/* USING (condition), WITH CHECK (condition): over columns of the table. */
static void read_policy_condition(struct parser *p,
				  const struct object_name *object,
				  const char *verb)
{
	struct ddl_inner inner;
	struct sql_item *item;
	uint32_t level;

	ddl_inner_begin(p, &inner, verb, object, NULL);
	level = level_open(p, LEVEL_OTHER, PLACE_ROOT, SCOPE_ABSENT,
			   SCOPE_ABSENT);
	item = level_item(p, level, ITEM_RELATION);
	item->name = object->on;
	item->flags = ITEM_TARGET;
	parser_expression(p, level, ROLE_WHERE, 0, NULL);
	ddl_inner_finish(p, &inner);
}

/* CREATE POLICY p ON t [ AS kind ] [ FOR command ] [ TO roles ]
 * [ USING (condition) ] [ WITH CHECK (condition) ]; ALTER POLICY alike. */
void ddl_policy(struct parser *p, struct fact *fact)
{
	struct object_name *object = &fact->as.definition.object;
	bool alter = fact->as.definition.operation == OP_ALTER;

	parser_name(p, &object->name);
	if (parser_accept(p, KW_ON))
		parser_name(p, &object->on);
	while (!parser_at_end(p)) {
		if (parser_accept(p, KW_USING) || parser_accept(p, KW_CHECK))
			read_policy_condition(p, object,
					      alter ? "alter policy"
						    : "create policy");
		else
			parser_skip_one(p);
	}
	ddl_deliver(p, fact);
}

void ddl_create_policy(struct parser *p, const struct ddl_head *head)
{
	ddl_policy(p, ddl_definition(p, OP_CREATE, NODE_POLICY, head->begin));
}

/* --- synonyms ------------------------------------------------------------- */

/* SYNONYM s FOR t: as a view of all that t has. */
void ddl_create_synonym(struct parser *p, const struct ddl_head *head)
{
	struct fact *fact =
		ddl_definition(p, OP_CREATE, NODE_VIEW, head->begin);
	struct object_name *object = &fact->as.definition.object;
	struct ddl_inner inner;
	struct sql_name name;
	uint32_t level;

	fact->as.definition.flags = head->flags;
	ddl_attribute(p, fact, "kind", "synonym");
	parser_accept_if_exists(p);
	if (!ddl_name(p, &object->name) || !parser_accept(p, KW_FOR) ||
	    (token_is_name(parser_ahead(p, 1)) && /* Db2: FOR TABLE t */
	     parser_accept(p, KW_TABLE) && !parser_at_name(p)) ||
	    !parser_name(p, &name)) {
		parser_unreadable(p, "a synonym without a name");
		parser_skip_statement(p);
		return;
	}
	ddl_inner_begin(p, &inner, "create synonym", object, NULL);
	inner.statement.begin = inner.statement.outer->begin;
	inner.statement.made.into = object->name;
	level = level_open(p, LEVEL_SELECT, PLACE_ROOT, SCOPE_ABSENT,
			   SCOPE_ABSENT);
	level_item(p, level, ITEM_RELATION)->name = name;
	level_output(p, level)->star = true;
	ddl_inner_finish(p, &inner);
	ddl_deliver(p, fact);
}
