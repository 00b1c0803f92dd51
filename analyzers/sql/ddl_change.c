/*
 * ALTER of what is no table, DROP, RENAME and COMMENT ON.
 */
#include "analyzers/sql/ddl.h"

/* --- kinds and names ------------------------------------------------------ */

/* A kind of one word. */
static enum node_kind plain_kind(enum keyword keyword)
{
	switch (keyword) {
	case KW_TABLE:
		return NODE_TABLE;
	case KW_VIEW:
		return NODE_VIEW;
	case KW_INDEX:
		return NODE_INDEX;
	case KW_SEQUENCE:
		return NODE_SEQUENCE;
	case KW_FUNCTION:
	case KW_PROCEDURE:
	case KW_ROUTINE:
	case KW_AGGREGATE:
		return NODE_ROUTINE;
	case KW_TRIGGER:
		return NODE_TRIGGER;
	case KW_RULE:
		return NODE_RULE;
	case KW_POLICY:
		return NODE_POLICY;
	case KW_CONSTRAINT:
		return NODE_CONSTRAINT;
	case KW_TYPE:
		return NODE_TYPE;
	case KW_DOMAIN:
		return NODE_DOMAIN;
	case KW_SCHEMA:
		return NODE_SCHEMA;
	case KW_DATABASE:
		return NODE_DATABASE;
	case KW_EXTENSION:
		return NODE_EXTENSION;
	case KW_PUBLICATION:
		return NODE_PUBLICATION;
	case KW_SUBSCRIPTION:
		return NODE_SUBSCRIPTION;
	case KW_SERVER:
		return NODE_FOREIGN_SERVER;
	case KW_EVENT:
		return NODE_EVENT;
	default:
		return NODE_NONE;
	}
}

/* Kinds of Oracle and others: PACKAGE [BODY], TYPE BODY, [PUBLIC]
 * SYNONYM, QUEUE; DICTIONARY of ClickHouse. */
static bool accept_other_kind(struct parser *p, struct ddl_kind *kind)
{
	if (ddl_at_word(p, "public") &&
	    parser_is_word(p, parser_ahead(p, 1), "synonym"))
		parser_next(p);
	if (ddl_accept_word(p, "synonym")) {
		kind->kind = NODE_VIEW;
	} else if (parser_accept(p, KW_PACKAGE)) {
		kind->kind = NODE_ROUTINE;
		kind->body = parser_accept(p, KW_BODY);
	} else if (parser_at(p, KW_TYPE) && parser_ahead_at(p, 1, KW_BODY) &&
		   token_is_name(parser_ahead(p, 2))) {
		parser_next(p);
		parser_next(p);
		kind->kind = NODE_TYPE;
		kind->body = true;
	} else if ((p->lexer.rules->dialect == DIALECT_TSQL &&
		    ddl_accept_word(p, "queue")) ||
		   (p->lexer.rules->dialect == DIALECT_CLICKHOUSE &&
		    ddl_accept_word(p, "dictionary"))) {
		kind->kind = NODE_TABLE;
	} else {
		return false;
	}
	return true;
}

bool ddl_kind(struct parser *p, struct ddl_kind *kind)
{
	*kind = (struct ddl_kind){.kind = NODE_NONE};
	if (parser_accept(p, KW_TEMPORARY) || parser_accept(p, KW_TEMP))
		kind->temporary = true;
	if ((parser_at(p, KW_MATERIALIZED) && parser_ahead_at(p, 2, KW_LOG)) ||
	    ddl_at_link(p))
		return false; /* Oracle: logs of views, links to databases */
	if (parser_accept_two(p, KW_MATERIALIZED, KW_VIEW)) {
		kind->kind = NODE_MATVIEW;
	} else if (parser_accept_two(p, KW_FOREIGN, KW_TABLE)) {
		kind->kind = NODE_FOREIGN_TABLE;
	} else if (parser_accept_two(p, KW_EVENT, KW_TRIGGER)) {
		kind->kind = NODE_TRIGGER;
		kind->event_trigger = true;
	} else if (ddl_accept_word(p, "proc")) {
		kind->procedure = true;
		kind->kind = NODE_ROUTINE;
	} else if (accept_other_kind(p, kind)) {
		;
	} else {
		kind->procedure = parser_at(p, KW_PROCEDURE);
		kind->kind = plain_kind((enum keyword)parser_peek(p)->keyword);
		if (kind->kind == NODE_NONE)
			return kind->temporary;
		parser_next(p);
	}
	if (kind->kind == NODE_DATABASE && ddl_is_mysql(p))
		kind->kind = NODE_SCHEMA;
	return true;
}

static bool has_table(enum node_kind kind)
{
	return kind == NODE_TRIGGER || kind == NODE_RULE ||
	       kind == NODE_POLICY || kind == NODE_CONSTRAINT ||
	       kind == NODE_INDEX;
}

/* T-SQL's index by its table: s.t.index. */
static void split_index(struct object_name *object)
{
	uint32_t last = object->name.n_parts - 1;

	object->on = object->name;
	object->on.n_parts = last;
	object->on.quoted &= (1u << last) - 1;
	object->name.parts += last;
	object->name.n_parts = 1;
	object->name.quoted >>= last;
}

bool ddl_object(struct parser *p, const struct ddl_kind *kind,
		struct object_name *object)
{
	object->kind = kind->kind;
	if (!ddl_name(p, &object->name))
		return false;
	if (kind->kind == NODE_ROUTINE) {
		object->arguments = ddl_routine_arguments(p, NULL);
		if (ddl_is_mysql(p))
			object->arguments =
				kind->procedure ? "procedure" : "function";
	}
	if (kind->kind == NODE_INDEX && object->name.n_parts > 1 &&
	    p->lexer.rules->dialect == DIALECT_TSQL)
		split_index(object);
	if (has_table(kind->kind) && parser_accept(p, KW_ON)) {
		/* A domain's constraint is no object of its own. */
		if (parser_accept(p, KW_DOMAIN))
			return false;
		parser_name(p, &object->on);
	}
	return true;
}

statement_reader read_alter, read_drop, read_rename, read_comment, read_nothing,
	read_purge, read_flashback;

/* --- ALTER ---------------------------------------------------------------- */

/* RENAME TO n, SET SCHEMA s, OWNER TO r, which all kinds share; false, and
 * nothing taken, at others. */
static bool read_common_action(struct parser *p, struct fact *fact)
{
	struct fact_definition *made = &fact->as.definition;
	struct sql_name schema;

	if (parser_accept_two(p, KW_RENAME, KW_TO)) {
		ddl_name(p, &made->rename_to);
	} else if (parser_accept_two(p, KW_SET, KW_SCHEMA)) {
		if (parser_name(p, &schema))
			made->rename_to =
				ddl_moved(p, &made->object.name, &schema);
	} else if (parser_accept_two(p, KW_OWNER, KW_TO)) {
		ddl_attribute(p, fact, "owner", ddl_option(p));
	} else {
		return false;
	}
	return true;
}

/* ADD ATTRIBUTE a type, DROP ATTRIBUTE a, ADD VALUE 'x': of ALTER TYPE. */
static bool read_type_action(struct parser *p, struct ddl_table *table)
{
	struct defined_column *column;

	if (parser_accept(p, KW_ADD)) {
		if (ddl_accept_word(p, "attribute")) {
			ddl_column(p, table);
		} else if (parser_accept(p, KW_VALUE)) {
			parser_accept_if_exists(p);
			ddl_attribute(p, table->fact, "value", ddl_string(p));
		}
		return true;
	}
	if (!parser_at(p, KW_DROP) && !parser_at(p, KW_ALTER))
		return false;
	if (parser_accept(p, KW_DROP)) {
		ddl_accept_word(p, "attribute");
		parser_accept_if_exists(p);
		column = ddl_new_column(p, table);
		if (column)
			column->flags = COLUMN_DROPPED;
	} else {
		parser_next(p);
	}
	return true;
}

/* What else one kind alone has; false if the word says nothing. */
static bool read_own_action(struct parser *p, struct ddl_table *table)
{
	switch (table->made->object.kind) {
	case NODE_TYPE:
		return read_type_action(p, table);
	case NODE_DOMAIN:
		if (parser_at(p, KW_ADD) || parser_at(p, KW_SET))
			ddl_domain_options(p, table->fact);
		return false;
	case NODE_SEQUENCE:
		ddl_sequence_options(p, table->fact);
		return false;
	case NODE_PUBLICATION:
		ddl_publication_options(p, table->fact);
		return false;
	default:
		return false;
	}
}

static void alter_object(struct parser *p, const struct ddl_kind *kind,
			 uint32_t begin)
{
	struct ddl_table table;

	ddl_table_begin(p, &table, OP_ALTER, kind->kind, begin);
	parser_accept_if_exists(p);
	if (!ddl_object(p, kind, &table.made->object)) {
		parser_skip_statement(p); /* ALTER DATABASE SET ... */
		return;
	}
	while (!parser_at_end(p)) {
		if (!read_common_action(p, table.fact) &&
		    !read_own_action(p, &table) && !parser_at_end(p))
			parser_skip_one(p);
	}
	ddl_deliver(p, table.fact);
}

/* MySQL: ALTER VIEW v [ (a, b) ] AS query; others change its properties. */
static void alter_view(struct parser *p, uint32_t begin)
{
	struct parser_mark mark = parser_mark(p);
	struct sql_name name;
	bool query;

	parser_name(p, &name);
	query = parser_at(p, KW_AS) || parser_at_kind(p, TOKEN_OPEN);
	parser_rewind(p, &mark);
	if (query)
		ddl_view(p, ddl_definition(p, OP_ALTER, NODE_VIEW, begin),
			 "alter view", false);
	else
		ddl_alter_table(p, begin, NODE_VIEW);
}

static void alter_kind(struct parser *p, const struct ddl_kind *kind,
		       uint32_t begin)
{
	struct fact *fact;

	switch (kind->kind) {
	case NODE_TABLE:
	case NODE_FOREIGN_TABLE:
	case NODE_MATVIEW:
	case NODE_INDEX:
		ddl_alter_table(p, begin, kind->kind);
		return;
	case NODE_VIEW:
		alter_view(p, begin);
		return;
	case NODE_POLICY:
		ddl_policy(p, ddl_definition(p, OP_ALTER, NODE_POLICY, begin));
		return;
	case NODE_EVENT:
		fact = ddl_definition(p, OP_ALTER, NODE_EVENT, begin);
		parser_name(p, &fact->as.definition.object.name);
		ddl_event(p, fact);
		return;
	default:
		alter_object(p, kind, begin);
	}
}

/* T-SQL's ALTER PROCEDURE and TRIGGER are CREATE by another name; false, and
 * nothing taken, at others. */
static bool alter_body(struct parser *p, uint32_t begin)
{
	struct ddl_head head = {.begin = begin, .alter = true};
	bool procedure = parser_at(p, KW_PROCEDURE) || ddl_at_word(p, "proc");

	if (!(p->lexer.rules->flags & RULE_HASH_NAMES))
		return false;
	if (procedure || parser_at(p, KW_FUNCTION)) {
		parser_next(p);
		ddl_create_routine(p, &head, procedure);
		return true;
	}
	if (!parser_accept(p, KW_TRIGGER))
		return false;
	ddl_create_trigger(p, &head);
	return true;
}

/* ALTER [ DEFINER = u ] [ ALGORITHM = a ] [ SQL SECURITY s ] kind ... */
void read_alter(struct parser *p)
{
	uint32_t begin = parser_peek(p)->offset;
	struct ddl_kind kind;

	parser_next(p);
	if (ddl_at_word(p, "session") && parser_ahead_at(p, 1, KW_SET) &&
	    parser_ahead_at(p, 2, KW_CURRENT_SCHEMA)) {
		parser_next(p);
		parser_next(p);
		parser_next(p);
		parser_accept_kind(p, TOKEN_EQUALS);
		p->schema = parser_identifier(p, NULL);
		return;
	}
	if (alter_body(p, begin))
		return;
	while (!parser_at_end(p) &&
	       (parser_at(p, KW_DEFINER) || parser_at(p, KW_ALGORITHM) ||
		parser_at(p, KW_SQL))) {
		while (!parser_at_end(p) && !parser_at(p, KW_VIEW) &&
		       !parser_at(p, KW_EVENT) && !parser_at(p, KW_FUNCTION) &&
		       !parser_at(p, KW_PROCEDURE))
			parser_skip_one(p);
	}
	/* ALTER TABLE ALL IN TABLESPACE a SET TABLESPACE b names no table. */
	if (parser_ahead_at(p, 1, KW_ALL) && parser_ahead_at(p, 2, KW_IN)) {
		parser_skip_statement(p);
		return;
	}
	/* ALTER [ONLINE] [IGNORE] TABLE of MariaDB and old MySQL. */
	for (uint32_t n = 2; n > 0; n--)
		if (parser_ahead_at(p, n, KW_TABLE) &&
		    !parser_at(p, KW_FOREIGN))
			parser_next(p);
	if (ddl_kind(p, &kind) && kind.kind != NODE_NONE)
		alter_kind(p, &kind, begin);
	parser_skip_statement(p); /* roles, systems, privileges, ... */
}

/* --- DROP ----------------------------------------------------------------- */

/* Oracle: DROP MATERIALIZED VIEW LOG ON t changes t. */
static bool drop_log(struct parser *p, uint32_t begin)
{
	struct fact *fact;

	if (!parser_at(p, KW_MATERIALIZED) || !parser_ahead_at(p, 2, KW_LOG) ||
	    !parser_ahead_at(p, 3, KW_ON))
		return false;
	parser_next(p);
	parser_next(p);
	parser_next(p);
	parser_next(p);
	fact = ddl_definition(p, OP_ALTER, NODE_TABLE, begin);
	if (parser_name(p, &fact->as.definition.object.name))
		ddl_deliver(p, fact);
	parser_skip_statement(p);
	return true;
}

/* DROP kind [ CONCURRENTLY ] [ IF EXISTS ] a, b [ CASCADE ] */
void read_drop(struct parser *p)
{
	uint32_t begin = parser_peek(p)->offset;
	uint32_t flags = 0;
	struct ddl_kind kind;

	parser_next(p);
	if (drop_log(p, begin))
		return;
	if (!ddl_kind(p, &kind) || kind.kind == NODE_NONE ||
	    kind.kind == NODE_CONSTRAINT) {
		parser_skip_statement(p);
		return;
	}
	if (kind.temporary)
		flags |= DEFINE_TEMPORARY;
	parser_accept(p, KW_CONCURRENTLY);
	if (parser_accept_if_exists(p))
		flags |= DEFINE_IF_NOT_EXISTS;
	do {
		struct fact *fact = ddl_definition(
			p, kind.body ? OP_ALTER : OP_DROP, kind.kind, begin);

		fact->as.definition.flags = flags;
		if (!ddl_object(p, &kind, &fact->as.definition.object)) {
			parser_unreadable(p, "DROP without a name");
			break;
		}
		ddl_deliver(p, fact);
	} while (parser_accept_kind(p, TOKEN_COMMA));
	parser_skip_statement(p);
}

/* Oracle: PURGE TABLE t, which was dropped; MySQL's PURGE BINARY LOGS. */
void read_purge(struct parser *p)
{
	uint32_t begin = parser_peek(p)->offset;
	struct fact *fact;

	parser_next(p);
	if (parser_accept(p, KW_TABLE)) {
		fact = ddl_definition(p, OP_DROP, NODE_TABLE, begin);
		if (ddl_name(p, &fact->as.definition.object.name))
			ddl_deliver(p, fact);
	}
	parser_skip_statement(p);
}

/* FLASHBACK TABLE a, b TO SCN | TIMESTAMP | RESTORE POINT x: the rows are
 * written; TO BEFORE DROP [RENAME TO c]: the table is there again. */
void read_flashback(struct parser *p)
{
	uint32_t begin = parser_peek(p)->offset;
	struct parser_mark mark;
	bool dropped;
	struct sql_name name;

	parser_next(p);
	if (!parser_accept(p, KW_TABLE)) {
		parser_skip_statement(p);
		return;
	}
	mark = parser_mark(p);
	while (!parser_at_end(p) && !parser_accept(p, KW_TO))
		parser_next(p);
	dropped = parser_at(p, KW_BEFORE);
	parser_rewind(p, &mark);
	if (!dropped)
		level_open(p, LEVEL_OTHER, PLACE_ROOT, SCOPE_ABSENT,
			   SCOPE_ABSENT);
	do {
		struct fact *fact =
			ddl_definition(p, OP_ALTER, NODE_TABLE, begin);

		if (!parser_name(p, &name))
			break;
		if (!dropped) {
			level_target(p, 0, &name, OP_UPDATE);
			continue;
		}
		fact->as.definition.object.name = name;
		if (parser_accept_three(p, KW_TO, KW_BEFORE, KW_DROP) &&
		    parser_accept_two(p, KW_RENAME, KW_TO))
			ddl_name(p, &fact->as.definition.rename_to);
		ddl_deliver(p, fact);
	} while (parser_accept_kind(p, TOKEN_COMMA));
	parser_skip_statement(p);
}

/* --- RENAME --------------------------------------------------------------- */

/* MySQL: RENAME TABLE a TO b, c [WAIT n] TO d */
void read_rename(struct parser *p)
{
	uint32_t begin = parser_peek(p)->offset;

	parser_next(p);
	if (!parser_accept(p, KW_TABLE) && !parser_accept(p, KW_TABLES) &&
	    p->lexer.rules->dialect != DIALECT_ORACLE) {
		parser_skip_statement(p); /* RENAME USER */
		return;
	}
	parser_accept_if_exists(p);
	do {
		struct fact *fact =
			ddl_definition(p, OP_ALTER, NODE_TABLE, begin);
		struct fact_definition *made = &fact->as.definition;

		if (!ddl_name(p, &made->object.name))
			break;
		ddl_skip_wait(p);
		if (parser_accept(p, KW_TO) && ddl_name(p, &made->rename_to))
			ddl_deliver(p, fact);
	} while (parser_accept_kind(p, TOKEN_COMMA));
	parser_skip_statement(p);
}

/* --- COMMENT ON ----------------------------------------------------------- */

/* t.c: the relation and the column; false if it has one part only. */
static bool split_column(const struct sql_name *name, struct sql_name *table,
			 struct defined_column *column)
{
	uint32_t last = name->n_parts - 1;

	if (name->n_parts < 2)
		return false;
	*table = *name;
	table->n_parts = last;
	table->quoted &= (1u << last) - 1;
	column->name = name->parts[last];
	column->quoted = (name->quoted >> last) & 1;
	column->line = name->line;
	column->flags = COLUMN_CHANGED;
	return true;
}

/* COLUMN t.c IS 'x' */
static void comment_column(struct parser *p, uint32_t begin)
{
	struct fact *fact = ddl_definition(p, OP_ALTER, NODE_TABLE, begin);
	struct fact_definition *made = &fact->as.definition;
	struct defined_column column = {0};
	struct sql_name name;

	if (!parser_name(p, &name) ||
	    !split_column(&name, &made->object.name, &column))
		return;
	if (parser_accept(p, KW_IS))
		column.comment = ddl_string(p);
	if (!column.comment)
		column.comment = ""; /* IS NULL takes it away */
	parser_skip_statement(p);
	*ARENA_PUSH(p->analysis->arena, made->columns, made->n_columns) =
		column;
	ddl_deliver(p, fact);
}

/* COMMENT ON kind name IS 'x' */
void read_comment(struct parser *p)
{
	uint32_t begin = parser_peek(p)->offset;
	struct ddl_kind kind;

	parser_next(p);
	parser_accept(p, KW_ON);
	if (parser_accept(p, KW_COLUMN)) {
		comment_column(p, begin);
	} else if (ddl_kind(p, &kind) && kind.kind != NODE_NONE) {
		struct fact *fact =
			ddl_definition(p, OP_ALTER, kind.kind, begin);
		const char *comment;

		if (ddl_object(p, &kind, &fact->as.definition.object) &&
		    parser_accept(p, KW_IS)) {
			comment = ddl_string(p);
			ddl_attribute(p, fact, "comment",
				      comment ? comment : "");
			parser_skip_statement(p);
			ddl_deliver(p, fact);
		}
	}
	parser_skip_statement(p);
}

/* GRANT, REVOKE and what else changes no object and reads no data. */
void read_nothing(struct parser *p)
{
	parser_skip_statement(p);
}
