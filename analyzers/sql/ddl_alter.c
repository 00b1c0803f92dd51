/*
 * ALTER TABLE in both engines' forms: one definition with all that changes,
 * and behind it what is a fact of its own: foreign keys, dropped constraints
 * and indexes, partitions that come or go.
 */
#include "analyzers/sql/clickhouse.h"
#include "analyzers/sql/ddl.h"

/* Moves to the comma before the next action, or to the end. */
static void skip_action(struct parser *p)
{
	while (!parser_at_end(p) && !parser_at_kind(p, TOKEN_COMMA))
		parser_skip_one(p);
}

/* An own fact of another object, delivered behind the table's. */
static struct fact *add_fact(struct parser *p, struct ddl_table *table,
			     enum operation operation, enum node_kind kind)
{
	struct fact *fact =
		ddl_definition(p, operation, kind, parser_peek(p)->offset);

	*ARENA_PUSH(p->analysis->arena, table->behind, table->n_behind) = fact;
	return fact;
}

/* DROP CONSTRAINT c, DROP INDEX i, DROP FOREIGN KEY f: behind the words. */
static void drop_part(struct parser *p, struct ddl_table *table,
		      enum node_kind kind)
{
	struct fact *fact = add_fact(p, table, OP_DROP, kind);
	struct fact_definition *made = &fact->as.definition;

	if (parser_accept_if_exists(p))
		made->flags |= DEFINE_IF_NOT_EXISTS;
	if (!parser_name(p, &made->object.name))
		table->n_behind--;
	made->object.on = table->made->object.name;
}

static void add_columns(struct parser *p, struct ddl_table *table)
{
	parser_next(p);
	while (!parser_at_end(p) && !parser_at_kind(p, TOKEN_CLOSE)) {
		ddl_table_element(p, table);
		while (!parser_at_end(p) && !parser_at_kind(p, TOKEN_COMMA) &&
		       !parser_at_kind(p, TOKEN_CLOSE))
			parser_skip_one(p);
		parser_accept_kind(p, TOKEN_COMMA);
	}
	parser_accept_kind(p, TOKEN_CLOSE);
}

/* ADD [ COLUMN ] c type ... | ADD (c type, ...) | ADD constraint or key */
static void alter_add(struct parser *p, struct ddl_table *table)
{
	bool column = parser_accept(p, KW_COLUMN);

	if (parser_at(p, KW_PARTITION) && !column) {
		skip_action(p);
		return;
	}
	if (parser_accept_if_exists(p))
		column = true;
	if (parser_at_kind(p, TOKEN_OPEN))
		add_columns(p, table);
	else if (column || !ddl_table_constraint(p, table))
		ddl_column(p, table);
}

static void drop_column(struct parser *p, struct ddl_table *table)
{
	struct defined_column *column;

	parser_accept(p, KW_COLUMN);
	if (parser_accept_if_exists(p))
		table->made->flags |= DEFINE_IF_NOT_EXISTS;
	column = ddl_new_column(p, table);
	if (column)
		column->flags = COLUMN_DROPPED;
}

/* DROP of a column, or of what the next word says. */
static void alter_drop(struct parser *p, struct ddl_table *table)
{
	if (parser_accept(p, KW_CONSTRAINT) || parser_accept(p, KW_CHECK) ||
	    parser_accept_two(p, KW_FOREIGN, KW_KEY))
		drop_part(p, table, NODE_CONSTRAINT);
	else if ((parser_at(p, KW_INDEX) || parser_at(p, KW_KEY)) &&
		 !parser_ahead_kind(p, 1, TOKEN_COMMA) && ddl_is_mysql(p)) {
		parser_next(p);
		drop_part(p, table, NODE_INDEX);
	} else if (parser_at(p, KW_PRIMARY) || parser_at(p, KW_PARTITION)) {
		skip_action(p);
	} else {
		drop_column(p, table);
	}
}

/* [ COLLATE c ] [ USING expression ] behind a new type. */
static void read_conversion(struct parser *p, const struct ddl_table *table)
{
	uint32_t begin;

	if (parser_accept(p, KW_COLLATE))
		parser_skip_one(p);
	if (!parser_accept(p, KW_USING))
		return;
	begin = parser_peek(p)->offset;
	skip_action(p);
	ddl_expression(p, &table->made->object, begin, p->end);
}

/* SET DEFAULT e, SET NOT NULL, TYPE t, DROP DEFAULT, ADD GENERATED ...:
 * behind the column. */
static void change_column(struct parser *p, struct ddl_table *table,
			  uint32_t index)
{
	struct defined_column *column = &table->made->columns[index];
	uint32_t begin;

	if (parser_accept_two(p, KW_SET, KW_DEFAULT)) {
		column->flags |= COLUMN_DEFAULT;
		ddl_column_default(p, table, index);
	} else if (parser_accept_three(p, KW_SET, KW_NOT, KW_NULL)) {
		column->flags |= COLUMN_NOT_NULL;
	} else if (parser_accept_two(p, KW_ADD, KW_GENERATED)) {
		ddl_column_generated(p, table, index);
	} else if (parser_accept_three(p, KW_SET, KW_DATA, KW_TYPE) ||
		   parser_accept(p, KW_TYPE)) {
		begin = parser_peek(p)->offset;
		parser_skip_type(p);
		column->type = parser_slice(p, begin, MAX(p->end, begin));
		read_conversion(p, table);
	} else if (parser_at(p, KW_SET) &&
		   parser_is_word(p, parser_ahead(p, 1), "expression")) {
		parser_next(p);
		parser_next(p);
		parser_accept(p, KW_AS);
		ddl_expression_one(p, &table->made->object);
	} else if (!parser_at(p, KW_SET) && !parser_at(p, KW_DROP) &&
		   !parser_at(p, KW_RESET) && !parser_at_end(p)) {
		ddl_column_rest(p, table, index); /* T-SQL: c type ... */
	}
}

/* ALTER [ COLUMN ] c ...; ALTER CONSTRAINT, ALTER INDEX say nothing. */
static void alter_alter(struct parser *p, struct ddl_table *table)
{
	struct defined_column *column;

	if (!parser_accept(p, KW_COLUMN) &&
	    (parser_at(p, KW_CONSTRAINT) || parser_at(p, KW_INDEX) ||
	     parser_at(p, KW_CHECK)))
		return;
	column = ddl_new_column(p, table);
	if (!column)
		return;
	column->flags = COLUMN_CHANGED;
	change_column(p, table, table->made->n_columns - 1);
}

/* MODIFY [ COLUMN ] c type ...; CHANGE [ COLUMN ] c d type ... */
static void alter_modify(struct parser *p, struct ddl_table *table, bool rename)
{
	struct defined_column *column;
	uint32_t index;

	parser_accept(p, KW_COLUMN);
	parser_accept_if_exists(p);
	column = ddl_new_column(p, table);
	if (!column)
		return;
	column->flags = COLUMN_CHANGED;
	if (rename)
		column->new_name = parser_identifier(p, NULL);
	index = table->made->n_columns - 1;
	ddl_column_rest(p, table, index);
}

static void rename_column(struct parser *p, struct ddl_table *table)
{
	struct defined_column *column = ddl_new_column(p, table);

	if (!column)
		return;
	column->flags = COLUMN_CHANGED;
	if (parser_accept(p, KW_TO))
		column->new_name = parser_identifier(p, NULL);
}

static void rename_part(struct parser *p, struct ddl_table *table,
			enum node_kind kind)
{
	struct fact *fact = add_fact(p, table, OP_ALTER, kind);
	struct fact_definition *made = &fact->as.definition;

	made->object.on = table->made->object.name;
	parser_name(p, &made->object.name);
	if (parser_accept(p, KW_TO))
		parser_name(p, &made->rename_to);
}

/* RENAME [ COLUMN ] a TO b | RENAME [ TO | AS ] t | RENAME INDEX a TO b |
 * RENAME CONSTRAINT a TO b */
static void alter_rename(struct parser *p, struct ddl_table *table)
{
	if (parser_accept(p, KW_COLUMN))
		rename_column(p, table);
	else if (parser_accept(p, KW_CONSTRAINT))
		rename_part(p, table, NODE_CONSTRAINT);
	else if ((parser_at(p, KW_INDEX) || parser_at(p, KW_KEY)) &&
		 parser_ahead_at(p, 2, KW_TO)) {
		parser_next(p);
		rename_part(p, table, NODE_INDEX);
	} else if (parser_accept(p, KW_TO) || parser_accept(p, KW_AS)) {
		ddl_name(p, &table->made->rename_to);
	} else if (parser_ahead_at(p, 1, KW_TO)) {
		rename_column(p, table);
	} else {
		ddl_name(p, &table->made->rename_to);
	}
}

/* SET SCHEMA s: the same name elsewhere. */
static void alter_set(struct parser *p, struct ddl_table *table)
{
	struct sql_name schema;

	if (parser_accept(p, KW_SCHEMA) && parser_name(p, &schema))
		table->made->rename_to =
			ddl_moved(p, &table->made->object.name, &schema);
}

/* ATTACH PARTITION p bound: a change of p. */
static void attach_partition(struct parser *p, struct ddl_table *table)
{
	struct fact *fact = add_fact(p, table, OP_ALTER, NODE_TABLE);
	struct fact_definition *made = &fact->as.definition;

	parser_accept(p, KW_PARTITION);
	if (!parser_name(p, &made->object.name) ||
	    table->made->object.kind == NODE_INDEX) {
		table->n_behind--;
		return;
	}
	made->flags |= DEFINE_PARTITION;
	ddl_parent(p, fact, &table->made->object.name);
	ddl_partition_bound(p, fact);
}

static const char *join_name(struct parser *p, const struct sql_name *name)
{
	const char *joined = name->n_parts ? name->parts[0] : "";

	for (uint32_t i = 1; i < name->n_parts; i++)
		joined = arena_printf(p->analysis->arena, "%s.%s", joined,
				      name->parts[i]);
	return joined;
}

/* A table that leaves its parent has an attribute that says which. */
static void detach(struct parser *p, struct fact *fact,
		   const struct sql_name *parent)
{
	ddl_attribute(p, fact, "detached", join_name(p, parent));
}

static void detach_partition(struct parser *p, struct ddl_table *table)
{
	struct fact *fact = add_fact(p, table, OP_ALTER, NODE_TABLE);

	parser_accept(p, KW_PARTITION);
	if (!parser_name(p, &fact->as.definition.object.name))
		table->n_behind--;
	else
		detach(p, fact, &table->made->object.name);
}

/* INHERIT p, NO INHERIT p. */
static void alter_inherit(struct parser *p, struct ddl_table *table, bool no)
{
	struct sql_name parent;

	if (!parser_name(p, &parent))
		return;
	if (no)
		detach(p, table->fact, &parent);
	else
		ddl_parent(p, table->fact, &parent);
}

/* The statement writes the table: rows come or go. */
static void write_rows(struct parser *p, const struct sql_name *name,
		       uint32_t operations)
{
	uint32_t level = p->statement->made.n_levels
				 ? 0
				 : level_open(p, LEVEL_OTHER, PLACE_ROOT,
					      SCOPE_ABSENT, SCOPE_ABSENT);

	p->statement->made.verb = "alter table";
	level_target(p, level, name, OP_INSERT)->operation = operations;
}

static void skip_to_table(struct parser *p)
{
	while (!parser_at_end(p) && !parser_at_kind(p, TOKEN_COMMA) &&
	       !parser_accept(p, KW_TABLE))
		parser_skip_one(p);
}

/* PARTITION p WITH TABLE t: both change their rows. */
static void exchange_partition(struct parser *p, struct ddl_table *table)
{
	struct sql_name other;

	skip_to_table(p);
	if (!parser_name(p, &other))
		return;
	write_rows(p, &table->made->object.name, OP_INSERT | OP_DELETE);
	write_rows(p, &other, OP_INSERT | OP_DELETE);
}

/* T-SQL: SWITCH [PARTITION n] TO t [PARTITION n]: rows go from one to the
 * other. */
static void switch_partition(struct parser *p, struct ddl_table *table)
{
	struct sql_name other;

	while (!parser_at_end(p) && !parser_accept(p, KW_TO))
		parser_skip_one(p);
	if (!parser_name(p, &other))
		return;
	write_rows(p, &table->made->object.name, OP_DELETE);
	write_rows(p, &other, OP_INSERT);
}

/* PARTITION p TO TABLE t, which is made; TABLE t TO PARTITION p ..., which is
 * a table no longer. */
static void convert_partition(struct parser *p, struct ddl_table *table)
{
	bool out = parser_at(p, KW_PARTITION);
	const struct sql_name *from = &table->made->object.name;
	struct fact *fact;

	skip_to_table(p);
	fact = add_fact(p, table, out ? OP_CREATE : OP_DROP, NODE_TABLE);
	if (!parser_name(p, &fact->as.definition.object.name)) {
		table->n_behind--;
		return;
	}
	write_rows(p, from, out ? OP_DELETE : OP_INSERT);
	if (out) {
		fact->as.definition.flags |= DEFINE_LIKE;
		ddl_parent(p, fact, from);
		write_rows(p, &fact->as.definition.object.name, OP_INSERT);
	}
}

/* SWAP WITH t (Snowflake): both get the rows of the other. APPEND FROM t
 * (Redshift): all rows of the other, which is empty then. */
static void move_rows(struct parser *p, struct ddl_table *table,
		      const struct token *word)
{
	bool swap =
		parser_is_word(p, word, "swap") && parser_accept(p, KW_WITH);
	bool append =
		parser_is_word(p, word, "append") && parser_accept(p, KW_FROM);
	struct sql_name other;

	if ((!swap && !append) || !parser_name(p, &other))
		return;
	write_rows(p, &table->made->object.name,
		   swap ? OP_INSERT | OP_DELETE : OP_INSERT);
	write_rows(p, &other, swap ? OP_INSERT | OP_DELETE : OP_DELETE);
	if (append)
		level_item(p, 0, ITEM_RELATION)->name = other;
}

/* One action, at its first word; false if it says nothing of the table. */
static bool read_action(struct parser *p, struct ddl_table *table)
{
	enum keyword keyword;
	struct token word;

	/* SQL Server: WITH CHECK ADD, WITH NOCHECK ADD. */
	if (parser_accept(p, KW_WITH) && !parser_at_end(p))
		parser_next(p);
	keyword = (enum keyword)parser_peek(p)->keyword;
	if (ddl_table_option(p, table->fact))
		return true;
	if (clickhouse_alter(p, &table->made->object))
		return false;
	if (p->lexer.rules->dialect == DIALECT_TSQL &&
	    ddl_accept_word(p, "switch")) {
		switch_partition(p, table);
		return true;
	}
	word = *parser_peek(p);
	if (!parser_at_end(p))
		parser_next(p);
	switch (keyword) {
	case KW_ADD:
		alter_add(p, table);
		return true;
	case KW_DROP:
		alter_drop(p, table);
		return true;
	case KW_ALTER:
		alter_alter(p, table);
		return true;
	case KW_MODIFY:
		alter_modify(p, table, false);
		return true;
	case KW_CHANGE:
		alter_modify(p, table, true);
		return true;
	case KW_RENAME:
		alter_rename(p, table);
		return true;
	case KW_SET:
		alter_set(p, table);
		return true;
	case KW_OWNER:
		parser_accept(p, KW_TO);
		ddl_attribute(p, table->fact, "owner", ddl_option(p));
		return true;
	case KW_ATTACH:
		attach_partition(p, table);
		return false;
	case KW_DETACH:
		detach_partition(p, table);
		return false;
	case KW_INHERIT:
		alter_inherit(p, table, false);
		return true;
	case KW_EXCHANGE:
		exchange_partition(p, table);
		return true;
	case KW_CONVERT:
		if (parser_at(p, KW_PARTITION) || parser_at(p, KW_TABLE))
			convert_partition(p, table);
		return true;
	case KW_TRUNCATE:
		if (parser_at(p, KW_PARTITION))
			write_rows(p, &table->made->object.name, OP_TRUNCATE);
		return true;
	case KW_NONE:
		move_rows(p, table, &word);
		return true;
	case KW_NO:
		if (parser_accept(p, KW_INHERIT))
			alter_inherit(p, table, true);
		return true;
	case KW_ENABLE:
	case KW_DISABLE:
		return !ddl_at_word(p, "keys");
	default:
		return keyword != KW_CLUSTER && keyword != KW_VALIDATE;
	}
}

/* A partition index that is attached is no change of the index. */
static bool is_wanted(const struct ddl_table *table, bool says)
{
	enum node_kind kind = table->made->object.kind;

	return says && !(kind == NODE_INDEX && !table->made->rename_to.n_parts);
}

/* ALTER TABLE [ IF EXISTS ] [ ONLY ] t [ * ] action, action; the words up to
 * TABLE are taken. Also ALTER VIEW, INDEX, SEQUENCE, FOREIGN TABLE, ... as far
 * as they have the same actions. */
void ddl_alter_table(struct parser *p, uint32_t begin, enum node_kind kind)
{
	struct ddl_table table;
	bool says = false;

	ddl_table_begin(p, &table, OP_ALTER, kind, begin);
	if (parser_accept_if_exists(p))
		table.made->flags |= DEFINE_IF_NOT_EXISTS;
	parser_accept(p, KW_ONLY);
	if (!ddl_name(p, &table.made->object.name)) {
		parser_unreadable(p, "ALTER without a name");
		parser_skip_statement(p);
		return;
	}
	parser_accept_kind(p, TOKEN_STAR);
	ddl_skip_wait(p);
	if (parser_accept_two(p, KW_ON, KW_CLUSTER)) /* ClickHouse */
		parser_skip_one(p);
	while (!parser_at_end(p)) {
		says |= read_action(p, &table);
		skip_action(p);
		parser_accept_kind(p, TOKEN_COMMA);
	}
	if (is_wanted(&table, says))
		ddl_table_deliver(p, &table);
	else
		ddl_table_deliver_behind(p, &table);
}
