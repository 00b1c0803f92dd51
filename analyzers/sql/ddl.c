#include "analyzers/sql/ddl.h"
#include "analyzers/sql/db2.h"
#include "analyzers/sql/teradata.h"
#include "graph/text.h"

#include <string.h>
#include <strings.h>

/* --- words ---------------------------------------------------------------- */

bool ddl_is_mysql(const struct parser *p)
{
	enum dialect dialect = p->lexer.rules->dialect;

	return dialect == DIALECT_MYSQL || dialect == DIALECT_MARIADB;
}

bool ddl_at_word(const struct parser *p, const char *word)
{
	return parser_is_word(p, parser_peek(p), word);
}

void ddl_skip_wait(struct parser *p)
{
	if (parser_at(p, KW_WAIT) && parser_ahead_kind(p, 1, TOKEN_NUMBER)) {
		parser_next(p);
		parser_next(p);
	} else {
		ddl_accept_word(p, "nowait");
	}
}

bool ddl_accept_word(struct parser *p, const char *word)
{
	if (!ddl_at_word(p, word))
		return false;
	parser_next(p);
	return true;
}

bool ddl_name(struct parser *p, struct sql_name *name)
{
	return parser_name(p, name) ||
	       (parser_at_kind(p, TOKEN_WORD) && parser_member(p, name));
}

const char *ddl_string(struct parser *p)
{
	uint32_t length, content;
	bool plain;
	const char *value;

	if (!parser_at_kind(p, TOKEN_STRING))
		return NULL;
	value = token_string(p->analysis->arena, &p->lexer, parser_peek(p),
			     &length, &content, &plain);
	parser_next(p);
	return value;
}

const char *ddl_option(struct parser *p)
{
	const char *value;

	parser_accept_kind(p, TOKEN_EQUALS);
	if (parser_at_kind(p, TOKEN_STRING))
		return ddl_string(p);
	if (!parser_at_kind(p, TOKEN_WORD) && !parser_at_kind(p, TOKEN_QUOTED))
		return NULL;
	value = token_name(p->analysis->arena, &p->lexer, parser_peek(p));
	parser_next(p);
	return value;
}

const char *ddl_rest(struct parser *p)
{
	uint32_t begin = parser_peek(p)->offset;

	while (!parser_at_end(p) && !parser_at_kind(p, TOKEN_COMMA))
		parser_skip_one(p);
	return parser_slice(p, begin, MAX(p->end, begin));
}

/* --- facts ---------------------------------------------------------------- */

struct fact *ddl_definition(struct parser *p, enum operation operation,
			    enum node_kind kind, uint32_t begin)
{
	struct fact *fact = parser_fact(p, FACT_DEFINITION, begin, begin);

	fact->as.definition.operation = operation;
	fact->as.definition.object.kind = kind;
	return fact;
}

void ddl_deliver(struct parser *p, struct fact *fact)
{
	uint32_t ordinal = analysis_ordinal(p->analysis);

	if (fact->kind == FACT_DEFINITION)
		fact->as.definition.ordinal = ordinal;
	else if (fact->kind == FACT_REFERENCE)
		fact->as.reference.ordinal = ordinal;
	else if (fact->kind == FACT_TRIGGER)
		fact->as.trigger.ordinal = ordinal;
	if (p->end && fact->kind != FACT_REFERENCE)
		fact->place.end_line = parser_line(p, p->end - 1);
	if (!p->text->catalog)
		fact->via = VIA_DDL;
	parser_deliver(p, fact);
}

void ddl_attribute(struct parser *p, struct fact *fact, const char *name,
		   const char *value)
{
	struct fact_definition *made = &fact->as.definition;
	struct attribute attribute = {name, value};

	if (value)
		*ARENA_PUSH(p->analysis->arena, made->attributes,
			    made->n_attributes) = attribute;
}

void ddl_parent(struct parser *p, struct fact *fact,
		const struct sql_name *name)
{
	struct fact_definition *made = &fact->as.definition;

	*ARENA_PUSH(p->analysis->arena, made->parents, made->n_parents) = *name;
}

struct sql_name ddl_last_part(struct parser *p, const struct sql_name *name)
{
	struct sql_name last = *name;

	(void)p;
	if (name->n_parts < 2)
		return last;
	last.parts = name->parts + name->n_parts - 1;
	last.quoted = name->quoted >> (name->n_parts - 1);
	last.n_parts = 1;
	return last;
}

struct sql_name ddl_moved(struct parser *p, const struct sql_name *name,
			  const struct sql_name *schema)
{
	struct sql_name moved = *schema;
	uint32_t n = MIN(schema->n_parts, SQL_NAME_PARTS - 1);

	moved.parts = arena_alloc(p->analysis->arena, (n + 1) * sizeof(char *));
	for (uint32_t i = 0; i < n; i++)
		moved.parts[i] = schema->parts[i];
	moved.n_parts = n;
	if (name->n_parts) {
		moved.parts[n] = name->parts[name->n_parts - 1];
		moved.quoted |= (name->quoted >> (name->n_parts - 1)) << n;
		moved.n_parts++;
	}
	return moved;
}

/* --- statements of an object ---------------------------------------------- */

/* Of what has no known name it is said who makes it. */
static bool has_hole(const struct sql_name *name)
{
	for (uint32_t i = 0; i < name->n_parts; i++)
		if (strchr(name->parts[i], TEXT_HOLE))
			return true;
	return false;
}

void ddl_inner_begin(struct parser *p, struct ddl_inner *inner,
		     const char *verb, const struct object_name *object,
		     const struct sql_name *row_table)
{
	inner->accessor = p->accessor;
	inner->row_table = p->row_table;
	inner->routine = p->routine;
	statement_begin(p, &inner->statement, verb);
	p->number = inner->statement.outer_number;
	if (!has_hole(&object->name))
		p->accessor.object = *object;
	p->routine = NULL;
	memset(&p->row_table, 0, sizeof(p->row_table));
	if (row_table)
		p->row_table = *row_table;
}

void ddl_inner_finish(struct parser *p, struct ddl_inner *inner)
{
	statement_finish(p);
	p->accessor = inner->accessor;
	p->row_table = inner->row_table;
	p->routine = inner->routine;
}

/* Whether an expression could call or mention anything: it has a parenthesis
 * or a cast. */
static bool may_name(const struct parser *p, uint32_t begin, uint32_t end)
{
	const char *bytes = p->text->bytes + begin;

	return memchr(bytes, '(', end - begin) ||
	       memchr(bytes, ':', end - begin);
}

void ddl_expression(struct parser *p, const struct object_name *object,
		    uint32_t begin, uint32_t end)
{
	struct parser inside;
	struct ddl_inner inner;
	uint32_t level;

	if (end <= begin || !may_name(p, begin, end))
		return;
	parser_init_inside(&inside, p, p->text, begin, end);
	ddl_inner_begin(&inside, &inner, p->statement->made.verb, object, NULL);
	level = level_open(&inside, LEVEL_OTHER, PLACE_ROOT, SCOPE_ABSENT,
			   SCOPE_ABSENT);
	parser_expression(&inside, level, ROLE_SELECT, 0, NULL);
	level_get(&inside, level)->n_refs = 0;
	ddl_inner_finish(&inside, &inner);
	parser_release(&inside);
}

void ddl_expression_one(struct parser *p, const struct object_name *object)
{
	uint32_t begin = parser_peek(p)->offset;

	if (parser_at_end(p))
		return;
	parser_skip_one(p);
	ddl_expression(p, object, begin, p->end);
}

void ddl_condition(struct parser *p, const struct object_name *object,
		   const struct sql_name *table, const char *verb)
{
	struct ddl_inner inner;
	uint32_t level;

	ddl_inner_begin(p, &inner, verb, object, table);
	level = level_open(p, LEVEL_OTHER, PLACE_ROOT, SCOPE_ABSENT,
			   SCOPE_ABSENT);
	parser_expression(p, level, ROLE_WHERE, 0, NULL);
	ddl_inner_finish(p, &inner);
}

/* --- CREATE --------------------------------------------------------------- */

/* DEFINER = `root`@`localhost`, DEFINER = CURRENT_USER(): behind the word. */
static const char *read_definer(struct parser *p)
{
	uint32_t begin;

	parser_accept_kind(p, TOKEN_EQUALS);
	begin = parser_peek(p)->offset;
	parser_skip_one(p);
	if (parser_at_kind(p, TOKEN_OPEN))
		parser_skip_parentheses(p);
	while (parser_at_kind(p, TOKEN_VARIABLE) ||
	       (parser_at_kind(p, TOKEN_OPERATOR) &&
		p->lexer.bytes[parser_peek(p)->offset] == '@')) {
		bool bare = parser_peek(p)->length == 1;

		parser_next(p);
		if (bare)
			parser_skip_one(p);
	}
	return parser_slice(p, begin, p->end);
}

/* One word that may stand between CREATE and the kind; false if the current
 * one is none of them. */
static bool read_modifier(struct parser *p, struct ddl_head *head)
{
	if (parser_at_kind(p, TOKEN_HOLE) &&
	    parser_ahead_kind(p, 1, TOKEN_WORD)) {
		parser_next(p); /* CREATE <OR REPLACE> kind */
		return true;
	}
	switch (parser_peek(p)->keyword) {
	case KW_OR:
		parser_next(p);
		head->flags |= DEFINE_OR_REPLACE;
		parser_next(p);
		return true;
	case KW_TEMP:
	case KW_TEMPORARY:
		head->flags |= DEFINE_TEMPORARY;
		parser_next(p);
		return true;
	case KW_UNIQUE:
		head->unique = true;
		parser_next(p);
		return true;
	case KW_RECURSIVE:
		head->recursive = true;
		parser_next(p);
		return true;
	case KW_FOREIGN:
		head->foreign = true;
		parser_next(p);
		return true;
	case KW_DEFINER:
		parser_next(p);
		head->definer = read_definer(p);
		return true;
	case KW_ALGORITHM:
		parser_next(p);
		ddl_option(p);
		return true;
	case KW_SQL:
		parser_next(p);
		parser_accept(p, KW_SECURITY);
		head->security =
			parser_at(p, KW_INVOKER) ? "invoker" : "definer";
		parser_next(p);
		return true;
	case KW_SPATIAL:
		if (parser_ahead_at(p, 1, KW_REFERENCE))
			return false;
		parser_next(p);
		return true;
	case KW_GLOBAL:
	case KW_LOCAL:
	case KW_UNLOGGED:
	case KW_FULLTEXT:
	case KW_CLUSTERED:
	case KW_NONCLUSTERED:
	case KW_CONSTRAINT:
	case KW_TRUSTED:
	case KW_PROCEDURAL:
	case KW_FORCE:
		parser_next(p);
		return true;
	default:
		if (teradata_is(p) && teradata_table_word(p))
			return true;
		return ddl_accept_word(p, "editionable") ||
		       ddl_accept_word(p, "editioning") ||
		       ddl_accept_word(p, "noneditionable") ||
		       ddl_accept_word(p, "noforce") ||
		       ddl_accept_word(p, "bitmap") ||
		       ddl_accept_word(p, "secure") ||
		       ddl_accept_word(p, "transient") ||
		       ddl_accept_word(p, "external") ||
		       ddl_accept_word(p, "columnstore") ||
		       ddl_accept_word(p, "public") ||
		       ddl_accept_word(p, "private") ||
		       ddl_accept_word(p, "virtual") ||
		       ddl_accept_word(p, "dynamic") ||
		       ddl_accept_word(p, "streaming") ||
		       ddl_accept_word(p, "live") ||
		       ddl_accept_word(p, "hybrid") ||
		       ddl_accept_word(p, "transactional") ||
		       ddl_accept_word(p, "iceberg") ||
		       ddl_accept_word(p, "persistent");
	}
}

/* Kinds of objects that neither hold data nor reach it. */
static bool is_quiet_kind(const struct parser *p)
{
	static const char *const words[] = {
		"access",      "cast",	     "collation",    "conversion",
		"default",     "group",	     "language",     "large",
		"library",     "login",	     "logfile",	     "operator",
		"profile",     "resource",   "role",	     "spatial",
		"system",      "tablespace", "text",	     "transform",
		"undo",	       "user",	     "certificate",  "master",
		"credential",  "symmetric",  "asymmetric",   "directory",
		"context",     "fulltext",   "stage",	     "warehouse",
		"partition",   "assembly",   "contract",     "message",
		"queue",       "service",    "instance",     "mapping",
		"file",	       "storage",    "integration",  "tag",
		"masking",     "network",    "share",	     "capacity",
		"reservation", "assignment", "snapshot",     "macro",
		"secret",      "outline",    "java",	     "dimension",
		"flashback",   "restore",    "xml",	     "remote",
		"broker",      "endpoint",   "availability", "security",
		"application", "external",   "named",	     "catalog",
		"connection",  "operator",   "edition",	     "rollback",
		"pfile",       "spfile",     "controlfile",  "workload",
		"diskgroup",   "data",	     "cluster",	     "quota",
		"route",       "stoplist",   "settings",     "datashare",
		"volume",
	};

	for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
		if (ddl_at_word(p, words[i]))
			return true;
	return false;
}

/* FOREIGN DATA WRAPPER is neither a table nor a server. */
static void create_foreign(struct parser *p, const struct ddl_head *head)
{
	if (parser_accept(p, KW_TABLE))
		ddl_create_table(p, head);
	else
		parser_skip_statement(p);
}

/* What changes a table, whose name stands `words` words further on: Oracle's
 * MATERIALIZED VIEW LOG ON t, PostgreSQL's STATISTICS s ON a FROM t. */
static void ddl_change_table(struct parser *p, const struct ddl_head *head,
			     unsigned words)
{
	struct fact *fact =
		ddl_definition(p, OP_ALTER, NODE_TABLE, head->begin);

	while (words-- && !parser_at_end(p))
		parser_next(p);
	if (parser_name(p, &fact->as.definition.object.name))
		ddl_deliver(p, fact);
	parser_skip_statement(p);
}

/* STATISTICS [s] [(kinds)] ON a, (expression) FROM t */
static void create_statistics(struct parser *p, const struct ddl_head *head)
{
	struct fact *fact =
		ddl_definition(p, OP_ALTER, NODE_TABLE, head->begin);
	uint32_t begin, end;

	while (!parser_at_end(p) && !parser_accept(p, KW_ON))
		parser_skip_one(p);
	begin = parser_peek(p)->offset;
	while (!parser_at_end(p) && !parser_at(p, KW_FROM))
		parser_skip_one(p);
	end = p->end;
	if (!parser_accept(p, KW_FROM) ||
	    !parser_name(p, &fact->as.definition.object.name))
		return;
	if (end > begin)
		ddl_expression(p, &fact->as.definition.object, begin, end);
	ddl_deliver(p, fact);
	parser_skip_statement(p);
}

/* FLOW f AS INSERT ... | AS AUTO CDC INTO t FROM STREAM (s) ... (Databricks):
 * the statement behind AS. */
static void create_flow(struct parser *p)
{
	while (!parser_at_end(p) && !parser_accept(p, KW_AS))
		parser_skip_one(p);
	if (ddl_at_word(p, "auto") || ddl_at_word(p, "apply"))
		read_apply(p);
	else if (!parser_at_end(p))
		statement_inner(p);
}

/* Kinds of the warehouses and of DuckDB; false, and nothing taken, if it is
 * none of them. */
static bool create_of_warehouse(struct parser *p, struct ddl_head *head)
{
	switch (parser_peek(p)->keyword) {
	case KW_MODEL:
		ddl_create_model(p);
		return true;
	case KW_ROW:
		if (parser_ahead_at(p, 4, KW_AS) && ddl_create_free_policy(p)) {
			parser_skip_statement(p);
			return true;
		}
		/* fallthrough */
	case KW_SEARCH:
		ddl_create_on_table(p, head);
		return true;
	case KW_TABLE:
		if ((!parser_ahead_at(p, 1, KW_FUNCTION) &&
		     !parser_ahead_at(p, 1, KW_MACRO)) ||
		    parser_ahead_kind(p, 2, TOKEN_OPEN))
			return false;
		parser_next(p);
		head->macro = true;
		parser_next(p);
		ddl_create_routine(p, head, false);
		return true;
	case KW_MACRO:
		parser_next(p);
		if (teradata_is(p)) {
			teradata_create_macro(p, head);
			return true;
		}
		head->macro = true;
		ddl_create_routine(p, head, false);
		return true;
	case KW_AGGREGATE:
		if (!parser_ahead_at(p, 1, KW_FUNCTION) ||
		    p->lexer.rules->dialect != DIALECT_BIGQUERY)
			return false;
		parser_next(p);
		parser_next(p);
		ddl_create_routine(p, head, false);
		return true;
	default:
		break;
	}
	if (ddl_at_word(p, "snapshot") && parser_ahead_at(p, 1, KW_TABLE)) {
		parser_next(p);
		parser_next(p);
		ddl_create_table(p, head);
	} else if (ddl_accept_word(p, "stream")) {
		ddl_create_stream(p, head);
	} else if (ddl_accept_word(p, "dictionary")) {
		ddl_create_dictionary(p, head);
	} else if (ddl_at_word(p, "vector") &&
		   parser_ahead_at(p, 1, KW_INDEX)) {
		ddl_create_on_table(p, head);
	} else if ((ddl_at_word(p, "masking") || ddl_at_word(p, "rls") ||
		    ddl_at_word(p, "aggregation") ||
		    ddl_at_word(p, "projection")) &&
		   parser_ahead_at(p, 1, KW_POLICY)) {
		ddl_create_free_policy(p);
		parser_skip_statement(p);
	} else if (ddl_accept_word(p, "flow")) {
		create_flow(p);
	} else if (ddl_accept_word(p, "alert")) {
		ddl_create_alert(p);
	} else if (parser_at(p, KW_PRIMARY) && parser_ahead_at(p, 1, KW_XML) &&
		   parser_ahead_at(p, 2, KW_INDEX)) {
		parser_next(p); /* T-SQL */
		parser_next(p);
		parser_next(p);
		ddl_create_index(p, head);
	} else if (parser_at(p, KW_WINDOW) && parser_ahead_at(p, 1, KW_VIEW)) {
		parser_next(p); /* ClickHouse */
		parser_next(p);
		ddl_create_view(p, head, NODE_MATVIEW);
	} else if (p->lexer.rules->dialect == DIALECT_TSQL &&
		   ddl_accept_word(p, "queue")) {
		ddl_create_queue(p, head);
	} else {
		return false;
	}
	return true;
}

bool ddl_at_link(struct parser *p)
{
	const struct token *next = parser_ahead(p, 1);

	return parser_at(p, KW_DATABASE) && parser_is_word(p, next, "link") &&
	       token_is_name(parser_ahead(p, 2));
}

/* Oracle: [AND COMPILE | AND RESOLVE] [NOFORCE] JAVA SOURCE NAMED x AS ...:
 * Java, up to a line that is "/". False, and nothing taken, at others. */
static bool skip_java(struct parser *p)
{
	const char *bytes = p->lexer.bytes, *end;
	uint32_t at = parser_peek(p)->offset;

	if (p->lexer.rules->dialect != DIALECT_ORACLE ||
	    (!parser_at(p, KW_AND) && !ddl_at_word(p, "java")))
		return false;
	end = memmem(bytes + at, p->lexer.size - at, "\n/", 2);
	parser_jump(p, end ? (uint32_t)(end - bytes) + 1 : p->lexer.size);
	return true;
}

/* Teradata: INDEX [i] (a), INDEX (b) ON t; [AGGREGATE] JOIN INDEX i AS query;
 * HASH INDEX i (a) ON t. False, and nothing taken, if it is neither. */
static bool create_teradata_index(struct parser *p, const struct ddl_head *head)
{
	uint32_t n = parser_at(p, KW_AGGREGATE);
	bool join = parser_ahead_at(p, n, KW_JOIN);

	if (parser_at(p, KW_INDEX)) {
		ddl_create_on_table(p, head);
		return true;
	}
	if (parser_at(p, KW_TABLE) && parser_ahead_at(p, 1, KW_FOR)) {
		parser_skip_statement(p); /* ERROR TABLE FOR t */
		return true;
	}
	if ((!join && !parser_ahead_at(p, n, KW_HASH)) ||
	    !parser_ahead_at(p, n + 1, KW_INDEX))
		return false;
	for (n += 2; n; n--)
		parser_next(p);
	if (join)
		ddl_create_view(p, head, NODE_MATVIEW);
	else
		ddl_create_on_table(p, head);
	parser_skip_statement(p);
	return true;
}

static void create_kind(struct parser *p, struct ddl_head *head)
{
	enum keyword keyword = (enum keyword)parser_peek(p)->keyword;

	if (head->foreign) {
		create_foreign(p, head);
		return;
	}
	if (skip_java(p))
		return;
	if (keyword == KW_JSON && parser_ahead_at(p, 3, KW_VIEW)) {
		for (unsigned n = 0; n < 4; n++)
			parser_next(p); /* JSON RELATIONAL DUALITY VIEW */
		ddl_create_view(p, head, NODE_VIEW);
		return;
	}
	if (keyword == KW_MATERIALIZED) {
		parser_next(p);
		if (parser_ahead_at(p, 1, KW_LOG) &&
		    parser_ahead_at(p, 2, KW_ON)) {
			ddl_change_table(p, head, 3);
			return;
		}
		parser_accept(p, KW_VIEW);
		ddl_create_view(p, head, NODE_MATVIEW);
		return;
	}
	if (keyword == KW_EVENT && parser_accept_two(p, KW_EVENT, KW_TRIGGER)) {
		ddl_create_event_trigger(p, head);
		return;
	}
	if (keyword == KW_AGGREGATE && ddl_is_mysql(p)) {
		parser_next(p);
		keyword = (enum keyword)parser_peek(p)->keyword;
	}
	if (teradata_is(p) && create_teradata_index(p, head))
		return;
	if ((db2_is(p) && db2_create(p, head)) || create_of_warehouse(p, head))
		return;
	if ((is_quiet_kind(p) && keyword != KW_EVENT) || ddl_at_link(p)) {
		parser_skip_statement(p);
		return;
	}
	switch (keyword) {
#define KIND(word, call)                                                       \
	case KW_##word:                                                        \
		parser_next(p);                                                \
		call;                                                          \
		return
		KIND(TABLE, ddl_create_table(p, head));
		KIND(VIEW, ddl_create_view(p, head, NODE_VIEW));
		KIND(INDEX, ddl_create_index(p, head));
		KIND(SEQUENCE, ddl_create_sequence(p, head));
		KIND(FUNCTION, ddl_create_routine(p, head, false));
		KIND(PROCEDURE, ddl_create_routine(p, head, true));
		KIND(AGGREGATE, ddl_create_aggregate(p, head));
		KIND(PACKAGE, ddl_create_package(p, head));
		KIND(TRIGGER, ddl_create_trigger(p, head));
		KIND(EVENT, ddl_create_event(p, head));
		KIND(RULE, ddl_create_rule(p, head));
		KIND(POLICY, ddl_create_policy(p, head));
		KIND(TYPE, ddl_create_type(p, head));
		KIND(DOMAIN, ddl_create_domain(p, head));
		KIND(SCHEMA, ddl_create_schema(p, head));
		KIND(DATABASE, ddl_create_database(p, head));
		KIND(EXTENSION, ddl_create_extension(p, head));
		KIND(PUBLICATION, ddl_create_publication(p, head));
		KIND(SUBSCRIPTION, ddl_create_subscription(p, head));
		KIND(SERVER, ddl_create_server(p, head));
#undef KIND
	default:
		if (ddl_accept_word(p, "statistics")) {
			create_statistics(p, head);
			return;
		}
		if (ddl_accept_word(p, "synonym")) {
			ddl_create_synonym(p, head);
			return;
		}
		if (ddl_accept_word(p, "task") || ddl_accept_word(p, "pipe")) {
			ddl_create_task(p, head);
			return;
		}
		if (ddl_accept_word(p, "proc")) {
			ddl_create_routine(p, head, true);
			return;
		}
		parser_unreadable(p, "CREATE of an unknown kind");
		parser_skip_statement(p);
	}
}

/* CREATE [OR REPLACE] [TEMPORARY] [DEFINER = x] [UNIQUE] kind ... */
void read_create(struct parser *p)
{
	struct ddl_head head = {.begin = parser_peek(p)->offset};

	if (!parser_enter(p)) {
		parser_skip_statement(p);
		return;
	}
	if (parser_at(p, KW_REPLACE)) /* Teradata */
		head.flags |= DEFINE_OR_REPLACE;
	parser_next(p);
	/* MySQL: OR REPLACE may stand before or behind the others. */
	while (!parser_at_end(p) && read_modifier(p, &head))
		;
	create_kind(p, &head);
	parser_leave(p);
}
