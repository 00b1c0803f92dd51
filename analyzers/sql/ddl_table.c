/*
 * CREATE TABLE in its forms:
 *
 *	CREATE TABLE t (elements) options
 *	CREATE TABLE t PARTITION OF p [ (elements) ] bound
 *	CREATE TABLE t OF type [ (elements) ]
 *	CREATE TABLE t LIKE s
 *	CREATE TABLE t [ (columns) ] options [ AS ] query
 *	CREATE FOREIGN TABLE t (elements) SERVER s OPTIONS (...)
 */
#include <string.h>

#include "analyzers/sql/ddl.h"
#include "analyzers/sql/teradata.h"

void ddl_table_begin(struct parser *p, struct ddl_table *table,
		     enum operation operation, enum node_kind kind,
		     uint32_t begin)
{
	*table = (struct ddl_table){0};
	table->fact = ddl_definition(p, operation, kind, begin);
	table->made = &table->fact->as.definition;
}

void ddl_table_deliver_behind(struct parser *p, struct ddl_table *table)
{
	for (uint32_t i = 0; i < table->n_behind; i++)
		ddl_deliver(p, table->behind[i]);
}

void ddl_table_deliver(struct parser *p, struct ddl_table *table)
{
	ddl_deliver(p, table->fact);
	ddl_table_deliver_behind(p, table);
}

/* --- elements ------------------------------------------------------------- */

/* LIKE source [ INCLUDING ALL ] ...: its columns are the source's, too, which
 * it mentions and does not read. */
static void read_like(struct parser *p, struct fact *fact)
{
	struct ddl_inner inner;
	struct sql_name source;

	parser_next(p);
	if (!parser_name(p, &source))
		return;
	ddl_inner_begin(p, &inner, "create table", &fact->as.definition.object,
			NULL);
	statement_mention(p, &source, NODE_TABLE);
	ddl_inner_finish(p, &inner);
	ddl_parent(p, fact, &source);
	fact->as.definition.flags |= DEFINE_LIKE;
	while (parser_accept(p, KW_INCLUDING) || parser_accept(p, KW_EXCLUDING))
		parser_skip_one(p);
}

void ddl_table_element(struct parser *p, struct ddl_table *table)
{
	if (parser_at(p, KW_LIKE))
		read_like(p, table->fact);
	else if (ddl_table_constraint(p, table) || ddl_column(p, table))
		return;
	else if (parser_at_kind(p, TOKEN_COMMA) ||
		 parser_at_kind(p, TOKEN_CLOSE))
		parser_unreadable(p, "an element of the table is missing");
}

/* At the opening parenthesis: elements up to the closing one. */
static void read_elements(struct parser *p, struct ddl_table *table)
{
	const enum keyword *terminators = p->terminators;

	p->terminators = NULL;
	parser_next(p);
	while (!parser_at_end(p) && !parser_at_kind(p, TOKEN_CLOSE)) {
		ddl_table_element(p, table);
		while (!parser_at_end(p) && !parser_at_kind(p, TOKEN_COMMA) &&
		       !parser_at_kind(p, TOKEN_CLOSE)) {
			parser_unreadable(p, "an element of the table");
			parser_skip_one(p);
		}
		parser_accept_kind(p, TOKEN_COMMA);
	}
	p->terminators = terminators;
	if (!parser_accept_kind(p, TOKEN_CLOSE))
		parser_unreadable(p, "the table's elements do not end");
}

/* --- options -------------------------------------------------------------- */

/* PARTITION BY RANGE (a, b): method and key; MySQL's list of partitions and
 * what follows it is skipped. */
static void read_partition_by(struct parser *p, struct fact *fact)
{
	uint32_t begin;

	parser_next(p);
	parser_next(p);
	begin = parser_peek(p)->offset;
	while (parser_at_kind(p, TOKEN_WORD) && !parser_at_end(p) &&
	       !parser_at(p, KW_AS))
		parser_next(p);
	if (parser_at_kind(p, TOKEN_OPEN))
		ddl_expression_one(p, &fact->as.definition.object);
	if (p->end > begin)
		ddl_attribute(p, fact, "partition_by",
			      parser_slice(p, begin, p->end));
}

/* The attribute that an option gives; NULL if none that is kept. */
static const char *option_name(struct parser *p)
{
	switch (parser_peek(p)->keyword) {
	case KW_ENGINE:
		return "engine";
	case KW_COMMENT:
		return "comment";
	case KW_CHARSET:
		return "charset";
	case KW_COLLATE:
		return "collation";
	case KW_TABLESPACE:
		return "tablespace";
	case KW_SERVER:
		return "server";
	default:
		return NULL;
	}
}

/* UNION = (a, b) of MySQL's MERGE tables, which hold the rows of others. */
static bool read_union(struct parser *p, const struct fact_definition *made)
{
	uint32_t level, n = parser_ahead_kind(p, 1, TOKEN_EQUALS) ? 2 : 1;
	struct ddl_inner inner;
	struct sql_name name;

	if (!parser_at(p, KW_UNION) || !parser_ahead_kind(p, n, TOKEN_OPEN) ||
	    !token_is_name(parser_ahead(p, n + 1)))
		return false;
	ddl_inner_begin(p, &inner,
			made->operation == OP_CREATE ? "create table"
						     : "alter table",
			&made->object, NULL);
	level = level_open(p, LEVEL_OTHER, PLACE_ROOT, SCOPE_ABSENT,
			   SCOPE_ABSENT);
	while (n--)
		parser_next(p);
	do {
		parser_next(p);
		if (parser_name(p, &name))
			level_item(p, level, ITEM_RELATION)->name = name;
	} while (parser_at_kind(p, TOKEN_COMMA));
	parser_accept_kind(p, TOKEN_CLOSE);
	ddl_inner_finish(p, &inner);
	return true;
}

bool ddl_table_option(struct parser *p, struct fact *fact)
{
	const char *name = option_name(p), *value;
	bool engine;

	if (parser_at(p, KW_PARTITION) && parser_ahead_at(p, 1, KW_BY)) {
		read_partition_by(p, fact);
		return true;
	}
	if (parser_accept_two(p, KW_CHARACTER, KW_SET)) {
		ddl_attribute(p, fact, "charset", ddl_option(p));
		return true;
	}
	if (!name)
		return read_union(p, &fact->as.definition);
	engine = parser_at(p, KW_ENGINE);
	parser_next(p);
	value = ddl_option(p);
	ddl_attribute(p, fact, name, value);
	if (engine && value && parser_at_kind(p, TOKEN_OPEN) &&
	    p->lexer.rules->dialect == DIALECT_CLICKHOUSE)
		from_engine(p, value, &fact->as.definition.object);
	return true;
}

void ddl_partition_bound(struct parser *p, struct fact *fact)
{
	uint32_t begin = parser_peek(p)->offset;

	if (parser_accept_two(p, KW_FOR, KW_VALUES)) {
		while (!parser_at_end(p) && !parser_at(p, KW_PARTITION) &&
		       !parser_at(p, KW_SERVER) &&
		       !parser_at_kind(p, TOKEN_COMMA))
			parser_skip_one(p);
	} else if (!parser_accept(p, KW_DEFAULT)) {
		return;
	}
	ddl_attribute(p, fact, "partition_bound",
		      parser_slice(p, begin, p->end));
}

/* INHERITS (a, b.c) */
static void read_inherits(struct parser *p, struct fact *fact)
{
	struct sql_name parent;

	parser_next(p);
	if (!parser_accept_kind(p, TOKEN_OPEN))
		return;
	while (parser_name(p, &parent)) {
		ddl_parent(p, fact, &parent);
		if (!parser_accept_kind(p, TOKEN_COMMA))
			break;
	}
	parser_accept_kind(p, TOKEN_CLOSE);
}

/* Whether the query of CREATE TABLE AS begins here; not behind STORE, where
 * Oracle says of LOBs how they are. */
static bool at_query(struct parser *p, bool stored)
{
	if (parser_at(p, KW_AS)) /* but not STORED AS ORC */
		return parser_ahead_at(p, 1, KW_SELECT) ||
		       parser_ahead_at(p, 1, KW_WITH) ||
		       parser_ahead_at(p, 1, KW_TABLE) ||
		       parser_ahead_at(p, 1, KW_VALUES) ||
		       parser_ahead_at(p, 1, KW_FROM) ||
		       parser_ahead_at(p, 1, KW_EXECUTE) ||
		       (parser_ahead_kind(p, 1, TOKEN_OPEN) && !stored) ||
		       parser_ahead_kind(p, 1, TOKEN_HOLE) ||
		       token_ends_statement(parser_ahead(p, 1));
	return !parser_at(p, KW_WITH) && !parser_at(p, KW_TABLE) &&
	       parser_at_query(p);
}

static void read_options(struct parser *p, struct fact *fact)
{
	bool stored = false;

	while (!parser_at_end(p) && !at_query(p, stored)) {
		stored = ddl_at_word(p, "store");
		if (parser_at(p, KW_INHERITS))
			read_inherits(p, fact);
		else if (stored || !ddl_table_option(p, fact))
			parser_skip_one(p);
	}
}

/* --- CREATE TABLE AS ------------------------------------------------------ */

/*
 * The query whose result the table gets: the statement writes the table, its
 * columns by position. MySQL's columns with types are matched by name.
 */
static void read_query(struct parser *p, const struct ddl_table *table)
{
	struct fact_statement *made = &p->statement->made;
	const struct fact_definition *defined = table->made;
	uint32_t root, query;

	parser_accept(p, KW_AS);
	made->verb = "create table";
	made->into = defined->object.name;
	for (uint32_t i = 0; i < defined->n_columns; i++)
		if (!defined->columns[i].type)
			*ARENA_PUSH(p->analysis->arena, made->into_columns,
				    made->n_into_columns) =
				defined->columns[i].name;
	root = level_open(p, LEVEL_OTHER, PLACE_ROOT, SCOPE_ABSENT,
			  SCOPE_ABSENT);
	level_target(p, root, &made->into, OP_INSERT);
	query = parser_query(p, PLACE_ARM, root, SCOPE_ABSENT);
	level_get(p, root)->source = query;
	if (query == SCOPE_ABSENT && !parser_at(p, KW_EXECUTE))
		parser_unreadable(p, "the query of CREATE TABLE AS");
}

/* The table reads another. */
static void read_other(struct parser *p, struct ddl_table *table,
		       const struct token *string)
{
	struct ddl_inner inner;
	struct sql_name name;
	uint32_t level;

	if (string->kind == TOKEN_STRING
		    ? !parser_name_in_string(p, string, &name)
		    : !parser_name(p, &name))
		return;
	ddl_inner_begin(p, &inner, "create table", &table->made->object, NULL);
	level = level_open(p, LEVEL_OTHER, PLACE_ROOT, SCOPE_ABSENT,
			   SCOPE_ABSENT);
	level_item(p, level, ITEM_RELATION)->name = name;
	ddl_inner_finish(p, &inner);
}

/* SQLite: USING fts5 (a, b UNINDEXED, content='t'), rtree (id, x),
 * fts5vocab ('t', 'row'): columns, and the table that it is made of. */
static void read_virtual(struct parser *p, struct ddl_table *table)
{
	const char *module;
	bool columns;

	parser_next(p);
	module = parser_identifier(p, NULL);
	if (!module || !parser_at_kind(p, TOKEN_OPEN))
		return;
	columns = g_ascii_strncasecmp(module, "fts", 3) == 0 ||
		  g_ascii_strncasecmp(module, "rtree", 5) == 0;
	for (uint32_t n = 0; !n || parser_at_kind(p, TOKEN_COMMA); n++) {
		bool content;

		parser_next(p);
		content = parser_at(p, KW_CONTENT) &&
			  parser_ahead_kind(p, 1, TOKEN_EQUALS);
		if (content)
			parser_next(p);
		if (content)
			parser_next(p);
		if (content || (!n && strlen(module) > 4 &&
				parser_at_kind(p, TOKEN_STRING)))
			read_other(p, table, parser_peek(p));
		else if (columns && parser_at_name(p) &&
			 !parser_ahead_kind(p, 1, TOKEN_EQUALS))
			ddl_new_column(p, table);
		while (!parser_at_end(p) && !parser_at_kind(p, TOKEN_COMMA) &&
		       !parser_at_kind(p, TOKEN_CLOSE))
			parser_skip_one(p);
	}
	parser_accept_kind(p, TOKEN_CLOSE);
}

/* ClickHouse: AS u, AS function (...), which the table then shows. */
static void read_as(struct parser *p, struct ddl_table *table)
{
	const char *word;

	if (!parser_ahead_kind(p, 2, TOKEN_OPEN)) {
		read_like(p, table->fact);
		return;
	}
	parser_next(p);
	word = parser_identifier(p, NULL);
	if (word)
		from_engine(p, word, &table->made->object);
	parser_skip_statement(p);
}

/* Behind the name: what the table takes its columns from. */
static void read_origin(struct parser *p, struct ddl_table *table)
{
	struct sql_name parent;

	if (parser_accept_two(p, KW_PARTITION, KW_OF)) {
		table->made->flags |= DEFINE_PARTITION;
		if (parser_name(p, &parent))
			ddl_parent(p, table->fact, &parent);
	} else if (parser_accept(p, KW_OF)) {
		parser_name(p, &parent);
	} else if (parser_at(p, KW_LIKE)) {
		read_like(p, table->fact);
	} else if (parser_at(p, KW_AS) && !at_query(p, false) &&
		   token_is_name(parser_ahead(p, 1)) &&
		   p->lexer.rules->dialect == DIALECT_CLICKHOUSE) {
		read_as(p, table);
	} else if (parser_at(p, KW_USING) &&
		   p->lexer.rules->dialect == DIALECT_SQLITE) {
		read_virtual(p, table);
	}
}

/* [SHALLOW | DEEP] CLONE t, COPY t, AS t WITH DATA (Teradata): the table is
 * made of the other's rows. False, and nothing taken, if none stands here. */
static bool read_clone(struct parser *p, struct ddl_table *table)
{
	struct fact_statement *made = &p->statement->made;
	uint32_t n = ddl_at_word(p, "shallow") || ddl_at_word(p, "deep");
	bool as = teradata_is(p) && parser_at(p, KW_AS) &&
		  token_is_name(parser_ahead(p, 1));
	struct sql_name source;
	uint32_t root, arm;

	if (!parser_ahead_at(p, n, KW_CLONE) && !parser_at(p, KW_COPY) && !as)
		return false;
	if (parser_ahead_at(p, n + 1, KW_AS)) /* ClickHouse: CLONE AS t */
		n++;
	parser_next(p);
	if (n)
		parser_next(p);
	if (!parser_name(p, &source))
		return false;
	made->verb = "create table";
	made->into = table->made->object.name;
	root = level_open(p, LEVEL_OTHER, PLACE_ROOT, SCOPE_ABSENT,
			  SCOPE_ABSENT);
	level_target(p, root, &made->into, OP_INSERT);
	arm = level_open(p, LEVEL_SELECT, PLACE_ARM, root, SCOPE_ABSENT);
	level_item(p, arm, ITEM_RELATION)->name = source;
	level_output(p, arm)->star = true;
	level_get(p, root)->source = arm;
	ddl_table_deliver(p, table);
	parser_skip_statement(p);
	return true;
}

/* EXTERNAL TABLE 'file' ... AS query: Db2, Netezza. */
static void create_file(struct parser *p)
{
	while (!parser_at_end(p) && !at_query(p, false))
		parser_skip_one(p);
	parser_accept(p, KW_AS);
	p->statement->made.verb = "select";
	parser_query(p, PLACE_ROOT, SCOPE_ABSENT, SCOPE_ABSENT);
	parser_skip_statement(p);
}

void ddl_create_table(struct parser *p, const struct ddl_head *head)
{
	struct ddl_table table;
	enum node_kind kind = head->foreign ? NODE_FOREIGN_TABLE : NODE_TABLE;
	bool typed;

	ddl_table_begin(p, &table, OP_CREATE, kind, head->begin);
	table.made->flags = head->flags;
	if (parser_accept_if_exists(p))
		table.made->flags |= DEFINE_IF_NOT_EXISTS;
	if (parser_at_kind(p, TOKEN_STRING)) {
		create_file(p);
		return;
	}
	if (!ddl_name(p, &table.made->object.name)) {
		parser_unreadable(p, "CREATE TABLE without a name");
		parser_skip_statement(p);
		return;
	}
	if (teradata_is(p) && parser_at_kind(p, TOKEN_COMMA))
		while (!parser_at_end(p) && !parser_at_kind(p, TOKEN_OPEN) &&
		       !parser_at(p, KW_AS))
			parser_next(p); /* , NO FALLBACK, CHECKSUM = DEFAULT */
	typed = parser_at(p, KW_OF);
	read_origin(p, &table);
	if (read_clone(p, &table))
		return;
	if (parser_at_kind(p, TOKEN_OPEN) && !at_query(p, false))
		read_elements(p, &table);
	if (table.made->flags & DEFINE_PARTITION)
		ddl_partition_bound(p, table.fact);
	read_options(p, table.fact);
	if (typed)
		table.made->n_columns = 0; /* of all that it has */
	ddl_table_deliver(p, &table);
	if (!parser_at_end(p))
		read_query(p, &table);
	parser_skip_statement(p);
}

/* --- IMPORT FOREIGN SCHEMA ------------------------------------------------ */

statement_reader read_import;

/* IMPORT FOREIGN SCHEMA s [ LIMIT TO (a, b) ] FROM SERVER v INTO local: only
 * what it is limited to is known to be made. */
void read_import(struct parser *p)
{
	uint32_t begin = parser_peek(p)->offset, n = 0;
	const char **names = NULL;
	struct sql_name local;

	parser_next(p);
	while (!parser_at_end(p) && !parser_accept(p, KW_INTO)) {
		if (parser_accept_two(p, KW_LIMIT, KW_TO) &&
		    parser_at_kind(p, TOKEN_OPEN))
			parser_names(p, &names, &n);
		else
			parser_skip_one(p);
	}
	if (!parser_name(p, &local))
		n = 0;
	parser_skip_statement(p);
	for (uint32_t i = 0; i < n; i++) {
		struct fact *fact =
			ddl_definition(p, OP_CREATE, NODE_FOREIGN_TABLE, begin);
		struct sql_name name = {.parts = &names[i],
					.n_parts = 1,
					.line = local.line,
					.end_line = local.end_line};

		fact->as.definition.object.name = ddl_moved(p, &name, &local);
		ddl_deliver(p, fact);
	}
}
