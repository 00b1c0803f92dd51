/*
 * Readers of the statements that access tables: what stands at their
 * beginning. Queries are in query.c, INSERT and its kin in dml.c.
 */
#include <string.h>

#include "analyzers/sql/db2.h"
#include "analyzers/sql/ddl.h"
#include "analyzers/sql/query.h"
#include "analyzers/sql/routine.h"
#include "analyzers/sql/teradata.h"
#include "analyzers/sql/wrapper.h"

/* Above all routines, a dump of a catalog holds data and not access. */
static bool is_data(const struct parser *p)
{
	return p->text->catalog && !p->routine && !p->statement->outer &&
	       !p->accessor.object.name.n_parts;
}

static bool skip_data(struct parser *p)
{
	if (!is_data(p))
		return false;
	p->statement->drop = true;
	while (!parser_at_end(p))
		parser_next(p);
	return true;
}

/* The verb of what follows WITH or parentheses. */
static const char *verb_of(enum sql_level_kind kind)
{
	switch (kind) {
	case LEVEL_INSERT:
		return "insert";
	case LEVEL_UPDATE:
		return "update";
	case LEVEL_DELETE:
		return "delete";
	case LEVEL_MERGE:
		return "merge";
	default:
		return "select";
	}
}

/* SELECT, WITH, VALUES, TABLE, INSERT, REPLACE, UPDATE, DELETE, MERGE, and
 * parentheses around a query */
void read_query_statement(struct parser *p)
{
	bool hidden = parser_at(p, KW_WITH) || parser_at_kind(p, TOKEN_OPEN);
	uint32_t level;

	if (skip_data(p))
		return;
	if (parser_at(p, KW_SELECT) && parser_ahead_kind(p, 1, TOKEN_WORD))
		session_config(p);
	level = query_open(p, PLACE_ROOT, SCOPE_ABSENT, SCOPE_ABSENT);
	if (hidden && level != SCOPE_ABSENT)
		p->statement->made.verb = verb_of(level_get(p, level)->kind);
}

/* TRUNCATE [TABLE] [ONLY] t [*], u [RESTART IDENTITY] [CASCADE] */
void read_truncate(struct parser *p)
{
	uint32_t level = level_open(p, LEVEL_OTHER, PLACE_ROOT, SCOPE_ABSENT,
				    SCOPE_ABSENT);

	parser_next(p);
	if (((p->lexer.rules->dialect == DIALECT_CLICKHOUSE &&
	      (parser_at(p, KW_DATABASE) || parser_at(p, KW_ALL))) ||
	     (p->lexer.rules->dialect == DIALECT_ORACLE &&
	      parser_at(p, KW_CLUSTER))) &&
	    parser_ahead_kind(p, 1, TOKEN_WORD))
		parser_skip_statement(p);
	parser_accept(p, KW_TABLE);
	do {
		struct sql_name name;

		if (token_is_name(parser_ahead(p, 1)))
			parser_accept(p, KW_ONLY);
		parser_accept_if_exists(p);
		if (!parser_name(p, &name))
			break;
		level_target(p, level, &name, OP_TRUNCATE);
		parser_accept_kind(p, TOKEN_STAR);
	} while (parser_accept_kind(p, TOKEN_COMMA));
	parser_skip_statement(p);
}

/* LOCK [TABLE | TABLES] [ONLY] t [[AS] a] [READ | WRITE ...], u ...
 * [IN ... MODE] [NOWAIT] */
void read_lock(struct parser *p)
{
	uint32_t level;

	if (is_data(p)) {
		skip_data(p);
		return;
	}
	level = level_open(p, LEVEL_OTHER, PLACE_ROOT, SCOPE_ABSENT,
			   SCOPE_ABSENT);
	parser_next(p);
	if (parser_ahead_at(p, 1, KW_FOR)) /* MySQL's INSTANCE FOR BACKUP */
		parser_skip_statement(p);
	if (!parser_accept(p, KW_TABLE))
		parser_accept(p, KW_TABLES);
	do {
		struct sql_name name;

		if (token_is_name(parser_ahead(p, 1)))
			parser_accept(p, KW_ONLY);
		if (!parser_name(p, &name))
			break;
		level_target(p, level, &name, OP_LOCK);
		while (!parser_at_end(p) && !parser_at_kind(p, TOKEN_COMMA) &&
		       !parser_at(p, KW_IN))
			parser_next(p);
	} while (parser_accept_kind(p, TOKEN_COMMA));
	parser_skip_statement(p);
}

/* --- files ---------------------------------------------------------------- */

/* The columns of COPY t (a, b) or LOAD DATA ... (a, @b). */
static void read_file_columns(struct parser *p, uint32_t level, bool written)
{
	if (!parser_at_kind(p, TOKEN_OPEN))
		return;
	do {
		struct sql_name name;

		parser_next(p);
		if (!parser_name(p, &name)) {
			parser_accept_kind(p, TOKEN_VARIABLE);
			continue;
		}
		if (written)
			level_assign(p, level, &name, OP_COPY)->target = 0;
		else
			level_ref(p, level, &name, ROLE_SELECT, 0);
	} while (parser_at_kind(p, TOKEN_COMMA));
	query_close(p);
}

/* Whether FROM comes before TO, outside of parentheses. */
static bool copies_from(struct parser *p)
{
	struct parser_mark mark = parser_mark(p);
	bool from;

	while (!parser_at_end(p) && !parser_at(p, KW_FROM) &&
	       !parser_at(p, KW_TO))
		parser_skip_one(p);
	from = parser_at(p, KW_FROM);
	parser_rewind(p, &mark);
	return from;
}

/* Snowflake: INTO t [(columns)] FROM @stage | (query); INTO @stage | 'url'
 * FROM t | (query). */
static void read_copy_into(struct parser *p)
{
	uint32_t level = level_open(p, LEVEL_OTHER, PLACE_ROOT, SCOPE_ABSENT,
				    SCOPE_ABSENT);

	if (!parser_accept_kind(p, TOKEN_STRING) && !from_stage(p)) {
		if (parser_target(p, level, OP_COPY) == SCOPE_ABSENT)
			parser_unreadable(p, "COPY without a table");
		read_file_columns(p, level, true);
	}
	if (parser_accept(p, KW_FROM)) {
		if (!parser_accept_kind(p, TOKEN_STRING) && !from_stage(p))
			parser_from(p, level);
	}
	parser_skip_statement(p);
}

/*
 * COPY [BINARY] t [(columns)] FROM | TO ... | COPY (query) TO ...
 * FROM stdin is followed by data, up to a line "\.".
 */
void read_copy(struct parser *p)
{
	bool from, data = is_data(p);
	uint32_t level;

	parser_next(p);
	if (parser_accept(p, KW_INTO)) {
		read_copy_into(p);
		return;
	}
	if (parser_at_kind(p, TOKEN_OPEN)) {
		parser_next(p);
		query_open(p, PLACE_ROOT, SCOPE_ABSENT, SCOPE_ABSENT);
		query_close(p);
		parser_skip_statement(p);
		return;
	}
	if (parser_at(p, KW_BINARY) && token_is_name(parser_ahead(p, 1)))
		parser_next(p);
	if (parser_at(p, KW_FROM) && parser_ahead_at(p, 1, KW_DATABASE)) {
		parser_skip_statement(
			p); /* DuckDB: COPY FROM DATABASE a TO b */
		return;
	}
	from = copies_from(p);
	level = level_open(p, LEVEL_OTHER, PLACE_ROOT, SCOPE_ABSENT,
			   SCOPE_ABSENT);
	if (parser_target(p, level, OP_COPY) == SCOPE_ABSENT)
		parser_unreadable(p, "COPY without a table");
	else if (!from)
		level_get(p, level)->targets[0].operation = OP_COPY | OP_SELECT;
	read_file_columns(p, level, from);
	if (parser_accept(p, KW_FROM))
		p->copy_data =
			parser_at(p, KW_STDIN) || parser_at(p, KW_STDOUT);
	while (!parser_at_end(p) && !parser_at(p, KW_WHERE))
		parser_skip_one(p);
	if (parser_accept(p, KW_WHERE))
		parser_expression(p, level, ROLE_WHERE, 0, NULL);
	p->statement->drop = data;
}

/* Hive's (day = '2024-01-01'), MySQL's (p0, p1) */
static void skip_partition(struct parser *p)
{
	if (parser_at_kind(p, TOKEN_OPEN))
		parser_skip_parentheses(p);
}

/* Behind the table of BigQuery's LOAD DATA: [(columns)] options FROM FILES
 * (...). */
static void skip_files(struct parser *p, uint32_t level)
{
	struct sql_level *made = level_get(p, level);

	made->n_assigns = 0;
	parser_skip_statement(p);
}

/* (a POSITION (1:4) CHAR, b FILLER, c "UPPER (:c)"), of SQL*Loader. */
static void read_loader_fields(struct parser *p, uint32_t level)
{
	uint32_t target = level_get(p, level)->n_targets - 1;

	do {
		struct sql_name name;

		parser_next(p);
		if (parser_name(p, &name) && !ddl_at_word(p, "filler"))
			level_assign(p, level, &name, OP_COPY)->target = target;
		while (!parser_at_end(p) && !parser_at_kind(p, TOKEN_COMMA) &&
		       !parser_at_kind(p, TOKEN_CLOSE))
			parser_skip_one(p);
	} while (parser_at_kind(p, TOKEN_COMMA));
	query_close(p);
}

/* Behind the first table of SQL*Loader's LOAD DATA: [WHEN x] [options]
 * (fields) [INTO TABLE u ...] [BEGINDATA data] */
static void read_loader_tables(struct parser *p, uint32_t level)
{
	bool condition = false;

	while (!parser_at_end(p)) {
		struct sql_name name;

		if (ddl_at_word(p, "begindata")) {
			parser_jump(p, p->lexer.size);
		} else if (parser_accept(p, KW_INTO)) {
			parser_accept(p, KW_TABLE);
			if (parser_name(p, &name))
				level_target(p, level, &name, OP_COPY);
		} else if (parser_at_kind(p, TOKEN_OPEN) && !condition) {
			read_loader_fields(p, level);
		} else {
			condition =
				parser_at(p, KW_WHEN) || parser_at(p, KW_AND);
			parser_skip_one(p);
		}
	}
}

/*
 * LOAD DATA [INFILE 'f'] [INTO TABLE t] [APPEND ...] INTO TABLE t ... of
 * SQL*Loader
 * LOAD DATA | XML [LOW_PRIORITY] [LOCAL] INFILE 'f' [REPLACE | IGNORE] INTO
 * TABLE t [PARTITION (...)] [options] [IGNORE n LINES] [(columns)] [SET ...]
 * LOAD DATA [LOCAL] INPATH 'f' [OVERWRITE] INTO TABLE t [PARTITION (...)]
 * LOAD DATA INTO | OVERWRITE t ... FROM FILES (...)
 */
void read_load(struct parser *p)
{
	struct sql_name name;
	uint32_t level;
	bool bare;

	parser_next(p);
	if (parser_peek(p)->keyword != KW_DATA &&
	    parser_peek(p)->keyword != KW_XML) {
		parser_skip_statement(p);
		return;
	}
	level = level_open(p, LEVEL_OTHER, PLACE_ROOT, SCOPE_ABSENT,
			   SCOPE_ABSENT);
	parser_next(p);
	bare = parser_at(p, KW_INTO) || parser_at(p, KW_OVERWRITE);
	while (!parser_at_end(p) && !parser_at(p, KW_INTO) &&
	       !(bare && parser_at(p, KW_OVERWRITE)))
		parser_next(p);
	parser_next(p);
	if (parser_at(p, KW_TEMP) || parser_at(p, KW_TEMPORARY))
		parser_next(p);
	parser_accept(p, KW_TABLE);
	if (!parser_name(p, &name)) {
		parser_unreadable(p, "LOAD DATA without a table");
		return;
	}
	level_target(p, level, &name, OP_COPY);
	if (p->lexer.rules->dialect == DIALECT_ORACLE) {
		read_loader_tables(p, level);
		return;
	}
	if (bare) {
		skip_files(p, level);
		return;
	}
	if (parser_accept(p, KW_PARTITION))
		skip_partition(p);
	while (!parser_at_end(p) && !parser_at_kind(p, TOKEN_OPEN) &&
	       !parser_at(p, KW_SET))
		if (!parser_accept_two(p, KW_CHARACTER, KW_SET))
			parser_next(p);
	read_file_columns(p, level, true);
	if (parser_accept(p, KW_SET))
		query_set(p, level, OP_COPY, 0, 0);
}

/* UNLOAD ('query') TO 's3://...' (Redshift), UNLOAD (query) TO ... (Athena) */
void read_unload(struct parser *p)
{
	parser_next(p);
	if (query_in_parentheses(p)) {
		parser_next(p);
		query_open(p, PLACE_ROOT, SCOPE_ABSENT, SCOPE_ABSENT);
		query_close(p);
	} else if (parser_accept_kind(p, TOKEN_OPEN) &&
		   parser_at_kind(p, TOKEN_STRING)) {
		parser_read_string(p, parser_peek(p));
	}
	parser_skip_statement(p);
}

/* APPLY CHANGES INTO t FROM s KEYS (a) [APPLY AS DELETE WHEN x] SEQUENCE BY b
 * [COLUMNS ...]; AUTO CDC INTO t FROM s ...: Databricks. */
void read_apply(struct parser *p)
{
	uint32_t level = level_open(p, LEVEL_MERGE, PLACE_ROOT, SCOPE_ABSENT,
				    SCOPE_ABSENT);

	p->statement->made.verb = "merge";
	while (!parser_at_end(p) && !parser_accept(p, KW_INTO))
		parser_next(p);
	if (parser_target(p, level, OP_MERGE) == SCOPE_ABSENT) {
		parser_unreadable(p, "APPLY CHANGES without a table");
		return;
	}
	level_get(p, level)->targets[0].operation =
		OP_MERGE | OP_INSERT | OP_UPDATE;
	if (parser_accept(p, KW_FROM))
		parser_from_item(p, level);
	while (!parser_at_end(p)) {
		if (ddl_accept_word(p, "keys") && parser_at_kind(p, TOKEN_OPEN))
			parser_expression(p, level, ROLE_JOIN, REF_NO_TARGET,
					  NULL);
		else if (parser_accept(p, KW_WHEN))
			parser_expression(p, level, ROLE_WHERE, REF_NO_TARGET,
					  NULL);
		else if (parser_accept(p, KW_BY))
			parser_expression(p, level, ROLE_ORDER, REF_NO_TARGET,
					  NULL);
		else
			parser_skip_one(p);
	}
}

/* CACHE [LAZY] TABLE t [OPTIONS (...)] [[AS] query]: Spark; it reads what it
 * keeps. */
void read_cache(struct parser *p)
{
	struct sql_name name;
	uint32_t level;

	parser_next(p);
	while (!parser_at_end(p) && !parser_accept(p, KW_TABLE))
		parser_next(p);
	if (!parser_name(p, &name))
		return;
	if (parser_accept(p, KW_OPTIONS) && parser_at_kind(p, TOKEN_OPEN))
		parser_skip_parentheses(p);
	parser_accept(p, KW_AS);
	if (parser_at_query(p) || query_in_parentheses(p)) {
		query_open(p, PLACE_ROOT, SCOPE_ABSENT, SCOPE_ABSENT);
		return;
	}
	level = level_open(p, LEVEL_OTHER, PLACE_ROOT, SCOPE_ABSENT,
			   SCOPE_ABSENT);
	level_item(p, level, ITEM_RELATION)->name = name;
}

/* ASSERT condition [AS 'message'] */
void read_assert(struct parser *p)
{
	uint32_t level = level_open(p, LEVEL_OTHER, PLACE_ROOT, SCOPE_ABSENT,
				    SCOPE_ABSENT);

	parser_next(p);
	parser_expression(p, level, ROLE_WHERE, 0, NULL);
	level_get(p, level)->n_refs = 0;
	parser_skip_statement(p);
}

/* --- calls ---------------------------------------------------------------- */

/* CALL r (a, b) */
void read_call(struct parser *p)
{
	uint32_t level, n = 0;
	struct sql_name name;

	parser_next(p);
	if (db2_is(p) && db2_at_command(p)) {
		if (parser_at_kind(p, TOKEN_STRING))
			parser_read_string(p, parser_peek(p));
		parser_skip_statement(p);
		return;
	}
	level = level_open(p, LEVEL_OTHER, PLACE_ROOT, SCOPE_ABSENT,
			   SCOPE_ABSENT);
	if (!parser_name(p, &name)) {
		parser_unreadable(p, "CALL without a routine");
		return;
	}
	if (parser_accept_kind(p, TOKEN_OPEN)) {
		uint32_t begin = parser_peek(p)->offset;

		while (!parser_at_end(p) && !parser_at_kind(p, TOKEN_CLOSE)) {
			n++;
			if (parser_ahead_kind(p, 1, TOKEN_OPERATOR) &&
			    parser_at_name(p) &&
			    p->lexer.bytes[parser_ahead(p, 1)->offset] == '=') {
				parser_next(p);
				parser_next(p);
			}
			parser_expression(p, level, ROLE_SELECT, 0, NULL);
			if (!parser_accept_kind(p, TOKEN_COMMA))
				break;
		}
		wrapper_call(p, &name, begin, p->end, false);
		query_close(p);
		if (parser_accept(p, KW_INTO)) /* Oracle */
			parser_skip_one(p);
	}
	statement_call(p, &name, n, true);
}

/* EXEC [UTE] r [@a =] x, ... of T-SQL; EXECUTE of a prepared statement names
 * nothing of the database. */
void read_execute(struct parser *p)
{
	bool tsql = p->lexer.rules->flags & RULE_HASH_NAMES ||
		    parser_at(p, KW_EXEC) || teradata_is(p);
	struct sql_name name;

	parser_next(p);
	if (parser_accept(p, KW_IMMEDIATE)) {
		session_run(p);
		return;
	}
	if (tsql && parser_at_kind(p, TOKEN_VARIABLE) &&
	    parser_ahead_kind(p, 1, TOKEN_EQUALS)) {
		parser_next(p);
		parser_next(p);
	}
	if (tsql && parser_name(p, &name))
		statement_call(p, &name, 0, true);
	else if (tsql && parser_at_kind(p, TOKEN_OPEN))
		parser_gap(p, REASON_DYNAMIC_SQL, parser_peek(p)->offset, NULL);
	parser_skip_statement(p);
}

/* --- statements around statements ----------------------------------------- */

void statement_inner(struct parser *p)
{
	statement_reader *reader =
		statement_reader_of((enum keyword)parser_peek(p)->keyword);

	if (parser_at_kind(p, TOKEN_OPEN)) {
		query_open(p, PLACE_ROOT, SCOPE_ABSENT, SCOPE_ABSENT);
	} else if (reader && parser_enter(p)) {
		p->statement->made.verb =
			keyword_word((enum keyword)parser_peek(p)->keyword);
		reader(p);
		parser_leave(p);
	} else {
		parser_skip_statement(p);
	}
}

/* EXPLAIN FOR CONNECTION n runs nothing; FOR SCHEMA s and INTO @v go before a
 * statement. False at other words. */
static bool accept_explain_words(struct parser *p)
{
	if (parser_at(p, KW_INTO) && parser_ahead_kind(p, 1, TOKEN_VARIABLE)) {
		parser_next(p);
		parser_next(p);
		return true;
	}
	if (!parser_accept(p, KW_FOR))
		return false;
	if (parser_at(p, KW_CONNECTION))
		parser_skip_statement(p);
	else if (parser_accept(p, KW_SCHEMA) || parser_accept(p, KW_DATABASE))
		p->schema = parser_identifier(p, NULL);
	return true;
}

/* ClickHouse: EXPLAIN SYNTAX a = 1, b = 2 ...; DESCRIBE TABLE t, which ends
 * there. */
static bool skip_explain_settings(struct parser *p)
{
	const struct token *next = parser_ahead(p, 1);

	if (parser_at(p, KW_TABLE))
		parser_skip_statement(p);
	if (parser_accept_kind(p, TOKEN_COMMA))
		return true;
	if (!parser_at_kind(p, TOKEN_WORD) ||
	    (next->kind != TOKEN_EQUALS && next->kind != TOKEN_WORD) ||
	    statement_reader_of((enum keyword)parser_peek(p)->keyword))
		return false;
	parser_next(p);
	if (parser_accept_kind(p, TOKEN_EQUALS))
		parser_skip_one(p);
	return true;
}

/* EXPLAIN | DESCRIBE [options] statement | t */
void read_explain(struct parser *p)
{
	bool summarize = parser_at(p, KW_SUMMARIZE);

	parser_next(p);
	if (summarize && parser_at_name(p) && !parser_at_query(p)) {
		struct sql_name name;

		parser_name(p, &name);
		level_item(p,
			   level_open(p, LEVEL_SELECT, PLACE_ROOT, SCOPE_ABSENT,
				      SCOPE_ABSENT),
			   ITEM_RELATION)
			->name = name;
		level_output(p, 0)->star = true;
		parser_skip_statement(p);
		return;
	}
	for (;;) {
		const struct token *token = parser_peek(p);

		if (token->kind == TOKEN_OPEN && !query_in_parentheses(p))
			parser_skip_parentheses(p);
		else if (token->keyword == KW_FORMAT) {
			parser_next(p);
			parser_accept_kind(p, TOKEN_EQUALS);
			parser_skip_one(p);
		} else if (token->keyword == KW_ANALYZE ||
			   token->keyword == KW_ANALYSE ||
			   token->keyword == KW_VERBOSE ||
			   token->keyword == KW_EXTENDED ||
			   token->keyword == KW_PARTITIONS ||
			   token->keyword == KW_PLAN ||
			   token->keyword == KW_QUERY) {
			parser_next(p);
		} else if (p->lexer.rules->dialect == DIALECT_CLICKHOUSE &&
			   skip_explain_settings(p)) {
			;
		} else if (token->keyword == KW_SET ||
			   (token->keyword == KW_INTO &&
			    p->lexer.rules->dialect == DIALECT_ORACLE)) {
			/* EXPLAIN PLAN SET STATEMENT_ID = 'x' INTO t FOR */
			while (!parser_at_end(p) && !parser_at(p, KW_FOR))
				parser_next(p);
		} else if (!accept_explain_words(p)) {
			break;
		}
	}
	if (parser_at_name(p) &&
	    !statement_reader_of((enum keyword)parser_peek(p)->keyword))
		describe_table(p);
	else
		statement_inner(p);
}

/* PREPARE s [(types)] AS statement | PREPARE s FROM 'statement' | @variable */
void read_prepare(struct parser *p)
{
	parser_next(p);
	parser_identifier(p, NULL);
	if (parser_at_kind(p, TOKEN_OPEN))
		parser_skip_parentheses(p);
	if (parser_accept(p, KW_AS)) {
		statement_inner(p);
		return;
	}
	if (parser_accept(p, KW_FROM)) {
		if (p->lexer.rules->dialect == DIALECT_TRINO) {
			statement_inner(p);
			return;
		}
		session_prepare(p);
	}
	parser_skip_statement(p);
}

/* DECLARE c [options] CURSOR [options] FOR query */
void read_declare(struct parser *p)
{
	static const struct routine_owner nobody;

	if (routine_at_block(p)) {
		routine_plsql(p, &nobody);
		return;
	}
	parser_next(p);
	while (!parser_at_end(p) && !parser_at(p, KW_FOR) &&
	       !parser_at(p, KW_SELECT))
		parser_skip_one(p);
	parser_accept(p, KW_FOR);
	if (parser_at_query(p) || parser_at_kind(p, TOKEN_OPEN))
		query_open(p, PLACE_ROOT, SCOPE_ABSENT, SCOPE_ABSENT);
	parser_skip_statement(p);
}

/* Whether the name is the alias of a table that is open as one. */
static bool is_handler(const struct parser *p, const struct sql_name *name)
{
	return p->handler && name->n_parts == 1 &&
	       g_ascii_strcasecmp(p->handler, name->parts[0]) == 0;
}

/* HANDLER t OPEN | READ ... | CLOSE */
void read_handler(struct parser *p)
{
	uint32_t level = level_open(p, LEVEL_OTHER, PLACE_ROOT, SCOPE_ABSENT,
				    SCOPE_ABSENT);
	struct sql_name name;

	parser_next(p);
	if (parser_name(p, &name) && !parser_at(p, KW_CLOSE) &&
	    !is_handler(p, &name))
		level_item(p, level, ITEM_RELATION)->name = name;
	if (parser_accept(p, KW_OPEN)) {
		parser_accept(p, KW_AS);
		p->handler = parser_identifier(p, NULL);
	}
	while (!parser_at_end(p) && !parser_accept(p, KW_WHERE))
		parser_skip_one(p);
	if (!is_handler(p, &name))
		parser_expression(p, level, ROLE_WHERE, 0, NULL);
	parser_skip_statement(p);
}

/* REFRESH MATERIALIZED VIEW [CONCURRENTLY] v [WITH [NO] DATA] */
void read_refresh(struct parser *p)
{
	uint32_t level = level_open(p, LEVEL_OTHER, PLACE_ROOT, SCOPE_ABSENT,
				    SCOPE_ABSENT);
	struct sql_name name;

	p->statement->drop = is_data(p);
	parser_next(p);
	parser_accept(p, KW_MATERIALIZED);
	parser_accept(p, KW_VIEW);
	if (db2_is(p))
		parser_accept(p, KW_TABLE);
	parser_accept(p, KW_CONCURRENTLY);
	if (!parser_at(p, KW_FUNCTION) && !parser_at(p, KW_TABLE) &&
	    parser_name(p, &name))
		level_target(p, level, &name, OP_REFRESH);
	parser_skip_statement(p);
}

/* What names no table: FETCH, MOVE, CLOSE, DEALLOCATE, BEGIN, ... */
void read_control(struct parser *p)
{
	parser_skip_statement(p);
}
