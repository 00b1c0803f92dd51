/*
 * Statements that look after tables or at their definitions.
 *
 * Those that read rows or hold a table back are accesses: ANALYZE of a
 * statement, CHECKSUM, FLUSH ... WITH READ LOCK, BACKUP LOCK. SHOW and
 * DESCRIBE mention the table whose definition they give.
 */
#include "analyzers/sql/ddl.h"

/* ANALYZE [FORMAT = JSON] statement, which runs it (MariaDB); ANALYZE of
 * tables reads nothing for its user. */
void read_analyze(struct parser *p)
{
	parser_next(p);
	if (parser_at(p, KW_FORMAT) && parser_ahead_kind(p, 1, TOKEN_EQUALS)) {
		parser_next(p);
		parser_next(p);
		parser_skip_one(p);
	}
	switch (parser_peek(p)->keyword) {
	case KW_SELECT:
	case KW_WITH:
	case KW_INSERT:
	case KW_REPLACE:
	case KW_UPDATE:
	case KW_DELETE:
		statement_inner(p);
		break;
	default:
		parser_skip_statement(p);
	}
}

/* CHECKSUM TABLE t, u [QUICK | EXTENDED] */
void read_checksum(struct parser *p)
{
	uint32_t level = level_open(p, LEVEL_OTHER, PLACE_ROOT, SCOPE_ABSENT,
				    SCOPE_ABSENT);
	struct sql_name name;

	parser_next(p);
	if (parser_accept(p, KW_TABLE) || parser_accept(p, KW_TABLES)) {
		do {
			if (!parser_name(p, &name))
				break;
			level_item(p, level, ITEM_RELATION)->name = name;
		} while (parser_accept_kind(p, TOKEN_COMMA));
	}
	parser_skip_statement(p);
}

/* FLUSH [LOCAL] TABLES t, u WITH READ LOCK | FOR EXPORT; any other names no
 * table that it holds. */
void read_flush(struct parser *p)
{
	uint32_t level = level_open(p, LEVEL_OTHER, PLACE_ROOT, SCOPE_ABSENT,
				    SCOPE_ABSENT);
	struct sql_name name;

	parser_next(p);
	if (!parser_accept(p, KW_LOCAL))
		ddl_accept_word(p, "no_write_to_binlog");
	if (parser_accept(p, KW_TABLES) || parser_accept(p, KW_TABLE)) {
		do {
			if (!parser_name(p, &name))
				break;
			level_target(p, level, &name, OP_LOCK);
		} while (parser_accept_kind(p, TOKEN_COMMA));
		if (!parser_at(p, KW_WITH) && !parser_at(p, KW_FOR))
			level_get(p, level)->n_targets = 0;
	}
	parser_skip_statement(p);
}

/* BACKUP LOCK t; BACKUP STAGE ..., BACKUP UNLOCK and T-SQL's BACKUP name
 * none. */
void read_backup(struct parser *p)
{
	struct sql_name name;

	parser_next(p);
	if (parser_accept(p, KW_LOCK) && parser_name(p, &name))
		level_target(p,
			     level_open(p, LEVEL_OTHER, PLACE_ROOT,
					SCOPE_ABSENT, SCOPE_ABSENT),
			     &name, OP_LOCK);
	parser_skip_statement(p);
}

/* --- definitions ---------------------------------------------------------- */

/* t [FROM db]: behind SHOW COLUMNS FROM. */
static void mention_table(struct parser *p)
{
	struct sql_name name, schema;

	if (!parser_name(p, &name))
		return;
	if ((parser_accept(p, KW_FROM) || parser_accept(p, KW_IN)) &&
	    parser_name(p, &schema))
		name = ddl_moved(p, &name, &schema);
	statement_mention(p, &name, NODE_TABLE);
}

/* CREATE TABLE | VIEW | FUNCTION | ... name, behind SHOW. */
static void mention_created(struct parser *p)
{
	enum node_kind kind = NODE_TABLE;
	struct sql_name name;

	parser_next(p);
	switch (parser_peek(p)->keyword) {
	case KW_TABLE:
	case KW_VIEW:
		break;
	case KW_SEQUENCE:
		kind = NODE_SEQUENCE;
		break;
	case KW_FUNCTION:
	case KW_PROCEDURE:
		kind = NODE_ROUTINE;
		break;
	default:
		return;
	}
	parser_next(p);
	parser_accept_if_exists(p);
	if (parser_name(p, &name))
		statement_mention(p, &name, kind);
}

/* ... WHERE condition: over what SHOW gives out, which is no table's. */
static void read_show_condition(struct parser *p)
{
	uint32_t level;

	while (!parser_at_end(p) && !parser_at(p, KW_WHERE))
		parser_skip_one(p);
	if (!parser_accept(p, KW_WHERE))
		return;
	level = level_open(p, LEVEL_OTHER, PLACE_ROOT, SCOPE_ABSENT,
			   SCOPE_ABSENT);
	parser_expression(p, level, ROLE_WHERE, 0, NULL);
	level_get(p, level)->n_refs = 0;
	parser_skip_statement(p);
}

/*
 * SHOW [EXTENDED] [FULL] COLUMNS | FIELDS | INDEX | KEYS FROM t [FROM db],
 * SHOW CREATE kind name: of MySQL. All others name nothing.
 */
void read_show(struct parser *p)
{
	parser_next(p);
	if (!ddl_is_mysql(p)) {
		parser_skip_statement(p);
		return;
	}
	parser_accept(p, KW_EXTENDED);
	parser_accept(p, KW_FULL);
	if (parser_at(p, KW_CREATE)) {
		mention_created(p);
	} else if (parser_at(p, KW_COLUMNS) || parser_at(p, KW_FIELDS) ||
		   parser_at(p, KW_INDEX) || parser_at(p, KW_KEYS) ||
		   ddl_at_word(p, "indexes")) {
		parser_next(p);
		if (parser_accept(p, KW_FROM) || parser_accept(p, KW_IN))
			mention_table(p);
	}
	read_show_condition(p);
}

/* DESCRIBE t [column]: of MySQL, behind the words. */
void describe_table(struct parser *p)
{
	struct sql_name name;

	if (ddl_is_mysql(p) && parser_name(p, &name))
		statement_mention(p, &name, NODE_TABLE);
	parser_skip_statement(p);
}
