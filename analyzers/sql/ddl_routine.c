/*
 * Heads of functions, procedures and aggregates:
 *
 *	CREATE FUNCTION f (arguments) [ RETURNS type ] options
 *		AS 'body' | RETURN expression | BEGIN ATOMIC ... END
 *	CREATE FUNCTION f (arguments) RETURNS type options statement (MySQL)
 *	CREATE PROCEDURE p (arguments) ...
 *	CREATE AGGREGATE a (arguments) (SFUNC = f, ...)
 */
#include <string.h>

#include "analyzers/sql/builtin.h"
#include "analyzers/sql/ddl.h"
#include "analyzers/sql/ddl_type.h"
#include "analyzers/sql/routine.h"
#include "analyzers/sql/teradata.h"
#include "analyzers/sql/trigger_rows.h"

/* --- arguments ------------------------------------------------------------ */

enum argument_mode { ARGUMENT_IN, ARGUMENT_OUT };

static enum argument_mode read_mode(struct parser *p)
{
	if (parser_accept(p, KW_IN)) {
		if (ddl_accept_word(p, "out"))
			ddl_accept_word(p, "nocopy");
		return ARGUMENT_IN;
	}
	/* A parameter may be named "out" where no type follows. */
	if (ddl_at_word(p, "out") && !parser_ahead_kind(p, 1, TOKEN_COMMA) &&
	    !parser_ahead_kind(p, 1, TOKEN_CLOSE)) {
		parser_next(p);
		return ARGUMENT_OUT;
	}
	if (!ddl_accept_word(p, "inout"))
		ddl_accept_word(p, "variadic");
	ddl_accept_word(p, "nocopy");
	return ARGUMENT_IN;
}

/* Whether two words in a row are one type: double precision, character
 * varying, time with time zone. */
static bool is_long_type(struct parser *p)
{
	switch (parser_ahead(p, 1)->keyword) {
	case KW_PRECISION:
	case KW_VARYING:
		return true;
	case KW_WITH:
	case KW_WITHOUT:
		return true;
	default:
		return parser_at(p, KW_NATIONAL) || ddl_at_word(p, "setof");
	}
}

/* Whether a name stands before the type. */
static bool at_argument_name(struct parser *p)
{
	const struct token *next = parser_ahead(p, 1);

	if (next->kind != TOKEN_WORD && next->kind != TOKEN_QUOTED)
		return false;
	return next->keyword != KW_DEFAULT && next->keyword != KW_ORDER &&
	       next->keyword != KW_ARRAY && !is_long_type(p);
}

/* Where defaults stand, to be read when the routine's types are known. */
struct stretch {
	uint32_t begin, end;
};

static void read_default(struct parser *p, GArray *defaults)
{
	struct stretch stretch = {.begin = parser_peek(p)->offset};

	if (parser_at(p, KW_DEFAULT) || parser_at_kind(p, TOKEN_EQUALS) ||
	    parser_at_kind(p, TOKEN_ASSIGN)) {
		parser_next(p);
		stretch.begin = parser_peek(p)->offset;
	}
	while (!parser_at_end(p) && !parser_at_kind(p, TOKEN_COMMA) &&
	       !parser_at_kind(p, TOKEN_CLOSE) && !parser_at(p, KW_ORDER))
		parser_skip_one(p);
	stretch.end = p->end;
	if (defaults && stretch.end > stretch.begin)
		g_array_append_val(defaults, stretch);
}

/* [ mode ] [ name ] type [ default ]; the mode may stand behind the name. */
static void read_argument(struct parser *p, GString *types, GPtrArray *names,
			  GPtrArray *inputs, GArray *defaults)
{
	enum argument_mode mode = read_mode(p);
	const char *input = "";
	uint32_t begin;

	if (at_argument_name(p)) {
		const char *name = token_name(p->analysis->arena, &p->lexer,
					      parser_peek(p));

		if (names)
			g_ptr_array_add(names, (gpointer)(uintptr_t)name);
		input = name ? name : "";
		parser_next(p);
		if (mode == ARGUMENT_IN)
			mode = read_mode(p);
	}
	begin = parser_peek(p)->offset;
	parser_skip_type(p);
	if (inputs && (mode == ARGUMENT_IN || ddl_is_mysql(p)))
		g_ptr_array_add(inputs, (gpointer)(uintptr_t)input);
	if (mode == ARGUMENT_IN && p->end > begin) {
		const char *written = parser_slice(p, begin, p->end);

		if (types->len)
			g_string_append(types, ", ");
		g_string_append(types,
				type_identity(p->analysis->arena, written));
	}
	read_default(p, defaults);
}

/* As ddl_routine_arguments(), and the names of what a call gives, and the
 * defaults. */
static const char *read_parameters(struct parser *p, GPtrArray *names,
				   GPtrArray *inputs, GArray *defaults)
{
	GString *types;
	const char *made;

	if (!parser_accept_kind(p, TOKEN_OPEN))
		return NULL;
	types = g_string_new(NULL);
	while (!parser_at_end(p) && !parser_at_kind(p, TOKEN_CLOSE)) {
		if (parser_accept_kind(p, TOKEN_COMMA) ||
		    parser_accept_two(p, KW_ORDER, KW_BY) ||
		    parser_accept_kind(p, TOKEN_STAR))
			continue;
		read_argument(p, types, names, inputs, defaults);
		if (!parser_at_kind(p, TOKEN_COMMA) &&
		    !parser_at_kind(p, TOKEN_CLOSE) &&
		    !(parser_at(p, KW_ORDER) && parser_ahead_at(p, 1, KW_BY)))
			break;
	}
	while (!parser_at_end(p) && !parser_accept_kind(p, TOKEN_CLOSE))
		parser_skip_one(p);
	made = arena_strdup(p->analysis->arena, types->str);
	g_string_free(types, TRUE);
	return made;
}

const char *ddl_routine_arguments(struct parser *p, GPtrArray *names)
{
	return read_parameters(p, names, NULL, NULL);
}

/* --- heads ---------------------------------------------------------------- */

/* A routine while its head is read. */
struct routine_head {
	struct fact *fact;
	struct routine_owner owner;
	GPtrArray *parameters;
	struct token body; /* a string; kind TOKEN_END: none yet */
	bool procedure;
	bool returns; /* its type was read */
	bool trigger; /* it is TRIGGER */
	bool second;  /* AS 'library', 'symbol' */
	bool macro;   /* DuckDB's, whose body is an expression or a query */
};

/* RETURNS type, RETURNS TABLE (a integer, b text). */
static void read_returns(struct parser *p, struct routine_head *head)
{
	uint32_t begin = parser_peek(p)->offset;

	head->returns = true;
	head->trigger = parser_at(p, KW_TRIGGER);
	if (parser_at(p, KW_TABLE) && !parser_ahead_kind(p, 1, TOKEN_OPEN)) {
		parser_next(p); /* BigQuery: TABLE <a INT64> */
		parser_skip_angles(p);
	} else if (parser_accept(p, KW_TABLE)) {
		/* PostgreSQL: variables of the body */
		bool variables = p->lexer.rules->flags & RULE_LONG_OPERATORS;

		ddl_routine_arguments(p, variables ? head->parameters : NULL);
	} else {
		parser_skip_type(p);
	}
	while (parser_accept(p, KW_COLLATE))
		parser_skip_one(p);
	if (p->end > begin)
		ddl_attribute(p, head->fact, "returns",
			      parser_slice(p, begin, p->end));
}

static void read_language(struct parser *p, struct routine_head *head)
{
	const char *language = ddl_option(p);
	char *folded;

	if (!language)
		return;
	folded = g_ascii_strdown(language, -1);
	head->owner.language = arena_strdup(p->analysis->arena, folded);
	ddl_attribute(p, head->fact, "language", head->owner.language);
	g_free(folded);
}

static void read_body(struct parser *p, struct routine_head *head)
{
	head->body = *parser_peek(p);
	parser_next(p);
	if (parser_accept_kind(p, TOKEN_COMMA) &&
	    parser_at_kind(p, TOKEN_STRING)) {
		head->second = true;
		parser_next(p);
	}
}

/* SET x TO a, b | SET x = a | SET x FROM CURRENT. */
static void read_setting(struct parser *p)
{
	parser_skip_one(p);
	parser_skip_one(p);
	do
		parser_skip_one(p);
	while (parser_accept_kind(p, TOKEN_COMMA));
}

/* Options of Db2 and Teradata: SPECIFIC s, DYNAMIC RESULT SETS 1, PARAMETER
 * STYLE SQL, NO EXTERNAL ACTION, INHERIT SPECIAL REGISTERS, INLINE TYPE 1, ...
 */
static bool read_odd_option(struct parser *p)
{
	static const char *const words[] = {
		"action",    "allow",	   "atomic",  "autonomous", "caller",
		"ccsid",     "collation",  "commit",  "debug",	    "disallow",
		"dynamic",   "fenced",	   "final",   "inherit",    "inline",
		"invoker",   "isolation",  "mode",    "old",	    "owner",
		"parameter", "predicates", "program", "registers",  "result",
		"savepoint", "scratchpad", "sets",    "special",    "specific",
		"static",    "statement",  "style",   "threadsafe", "type",
		"variant",   "wlm",	   "general", "level"};
	enum dialect dialect = p->lexer.rules->dialect;

	if (dialect != DIALECT_DB2 && dialect != DIALECT_TERADATA)
		return false;
	if (parser_at_kind(p, TOKEN_NUMBER)) {
		parser_next(p);
		return true;
	}
	for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
		struct sql_name name;

		if (!ddl_at_word(p, words[i]))
			continue;
		parser_next(p);
		if (strcmp(words[i], "specific") == 0)
			parser_name(p, &name);
		return true;
	}
	return false;
}

/* HANDLER = 'f', PACKAGES = ('a', 'b'), RUNTIME_VERSION = 3.8: Snowflake. */
static bool read_named_option(struct parser *p)
{
	if (!parser_at_kind(p, TOKEN_WORD) ||
	    !parser_ahead_kind(p, 1, TOKEN_EQUALS) ||
	    (!parser_ahead_kind(p, 2, TOKEN_STRING) &&
	     !parser_ahead_kind(p, 2, TOKEN_NUMBER) &&
	     !parser_ahead_kind(p, 2, TOKEN_OPEN)) ||
	    p->lexer.rules->flags & RULE_LONG_OPERATORS || ddl_is_mysql(p))
		return false;
	parser_next(p);
	parser_next(p);
	parser_skip_one(p);
	return true;
}

/* [REMOTE] WITH CONNECTION c (BigQuery); LAMBDA 'f' IAM_ROLE 'r' (Redshift);
 * USING JAR 'f', FILE 'g' (Hive, Spark). */
static bool read_connection(struct parser *p)
{
	struct sql_name name;

	if (parser_at(p, KW_WITH) && parser_ahead_at(p, 1, KW_CONNECTION)) {
		parser_next(p);
		parser_next(p);
		parser_name(p, &name);
		return true;
	}
	if (ddl_at_word(p, "remote") && parser_ahead_at(p, 1, KW_WITH)) {
		parser_next(p);
		return true;
	}
	if (ddl_at_word(p, "lambda") || ddl_at_word(p, "iam_role") ||
	    ddl_at_word(p, "sagemaker") || ddl_at_word(p, "jar") ||
	    ddl_at_word(p, "archive")) {
		parser_next(p);
		parser_skip_one(p);
		parser_accept_kind(p, TOKEN_COMMA);
		return true;
	}
	return parser_at(p, KW_USING) && parser_ahead_kind(p, 2, TOKEN_STRING)
		       ? parser_accept(p, KW_USING)
		       : false;
}

/* One option of a head; false where the body begins, or at the end. */
static bool read_option(struct parser *p, struct routine_head *head)
{
	switch (parser_peek(p)->keyword) {
	case KW_RETURNS:
		parser_next(p);
		if (parser_accept(p, KW_NULL))
			return true; /* RETURNS NULL ON NULL INPUT */
		read_returns(p, head);
		return true;
	case KW_RETURN: /* Oracle's RETURN type */
		if (head->returns || head->procedure ||
		    p->lexer.rules->dialect == DIALECT_POSTGRESQL)
			return false;
		parser_next(p);
		read_returns(p, head);
		return true;
	case KW_PIPELINED:
	case KW_AUTHID:
		parser_next(p);
		if (parser_at(p, KW_DEFINER) || parser_at(p, KW_CURRENT_USER))
			parser_next(p);
		return true;
	case KW_LANGUAGE:
		parser_next(p);
		read_language(p, head);
		return true;
	case KW_AS:
		if (!parser_ahead_kind(p, 1, TOKEN_STRING))
			return false;
		parser_next(p);
		read_body(p, head);
		return true;
	case KW_COMMENT:
		parser_next(p);
		ddl_attribute(p, head->fact, "comment", ddl_option(p));
		return true;
	case KW_SECURITY:
		parser_next(p);
		ddl_attribute(p, head->fact, "security",
			      parser_at(p, KW_DEFINER) ? "definer" : "invoker");
		parser_next(p);
		return true;
	case KW_SET:
		if (ddl_is_mysql(p))
			return false;
		parser_next(p);
		read_setting(p);
		return true;
	case KW_NOT:
	case KW_CONTAINS:
	case KW_READS:
	case KW_SQL:
	case KW_NO:
	case KW_DETERMINISTIC:
	case KW_MODIFIES:
	case KW_WINDOW:
	case KW_IMMUTABLE:
	case KW_STABLE:
	case KW_VOLATILE:
	case KW_STRICT:
	case KW_LEAKPROOF:
	case KW_NULL:
	case KW_ON:
	case KW_INPUT:
		parser_next(p);
		return true;
	case KW_CALLED:
	case KW_PARALLEL:
	case KW_COST:
	case KW_ROWS:
	case KW_SUPPORT:
		parser_next(p);
		parser_skip_one(p);
		return true;
	case KW_EXECUTE: /* Snowflake: EXECUTE AS CALLER */
		if (!parser_ahead_at(p, 1, KW_AS))
			return false;
		parser_next(p);
		parser_next(p);
		ddl_accept_word(p, "restricted");
		parser_skip_one(p);
		return true;
	case KW_COPY: /* Snowflake: COPY GRANTS */
		if (!parser_is_word(p, parser_ahead(p, 1), "grants"))
			return false;
		parser_next(p);
		parser_next(p);
		return true;
	case KW_WITH: /* BigQuery's connection, Trino's properties */
		if (parser_ahead_kind(p, 1, TOKEN_OPEN)) {
			parser_next(p);
			parser_skip_parentheses(p);
			return true;
		}
		return read_connection(p);
	case KW_OPTIONS:
		if (!parser_ahead_kind(p, 1, TOKEN_OPEN))
			return false;
		parser_next(p);
		parser_skip_parentheses(p);
		return true;
	default:
		if (read_odd_option(p) || read_named_option(p) ||
		    read_connection(p))
			return true;
		if (ddl_accept_word(p, "result_cache") ||
		    ddl_accept_word(p, "memoizable") ||
		    ddl_accept_word(p, "parallel_enable"))
			return true;
		if (ddl_accept_word(p, "external") ||
		    ddl_accept_word(p, "data") ||
		    ddl_accept_word(p, "security"))
			return true;
		if (parser_accept(p, KW_TRANSFORM)) {
			while (parser_accept(p, KW_FOR) ||
			       parser_accept(p, KW_TYPE) ||
			       parser_accept_kind(p, TOKEN_COMMA))
				parser_skip_type(p);
			return true;
		}
		return false;
	}
}

/* What types of the head mention is the routine's, not the file's. */
static void hand_over_mentions(struct parser *p,
			       const struct object_name *object)
{
	struct fact_statement *outer = &p->statement->made;
	struct ddl_inner inner;

	if (!outer->n_mentions)
		return;
	ddl_inner_begin(p, &inner, outer->verb, object, NULL);
	inner.statement.begin = inner.statement.outer->begin;
	inner.statement.made.mentions = outer->mentions;
	inner.statement.made.n_mentions = outer->n_mentions;
	outer->mentions = NULL;
	outer->n_mentions = 0;
	ddl_inner_finish(p, &inner);
}

/* T-SQL: [(] @a type [= x] [OUTPUT], ... [)] [RETURNS ...] [WITH options] AS
 * and all that is left of the batch. */
static void read_tsql(struct parser *p, struct routine_head *head)
{
	if (parser_at_kind(p, TOKEN_OPEN))
		head->fact->as.definition.object.arguments = read_parameters(
			p, head->parameters, head->owner.inputs, NULL);
	while (!parser_at_end(p) && !parser_at(p, KW_AS) &&
	       !parser_at(p, KW_BEGIN) && !script_at_go(p)) {
		if (parser_at_kind(p, TOKEN_VARIABLE) &&
		    parser_ahead_at(p, 1, KW_AS))
			parser_next(p);
		if (parser_at(p, KW_EXEC) || parser_at(p, KW_EXECUTE))
			parser_next(p); /* WITH EXECUTE AS OWNER */
		if (!parser_at_end(p))
			parser_skip_one(p);
	}
	parser_accept(p, KW_AS);
	routine_tsql(p, &head->owner);
}

/* Takes IS or AS before PL/SQL. */
static bool at_plsql(struct parser *p)
{
	if (parser_ahead_at(p, 1, KW_LANGUAGE) ||
	    parser_ahead_at(p, 1, KW_EXTERNAL))
		return false;
	return parser_accept(p, KW_IS) || parser_accept(p, KW_AS);
}

/* AS (expression) | AS [TABLE] query | AS (a, b) -> expression: bodies of the
 * warehouses, at the word. */
static bool read_open_body(struct parser *p, struct routine_head *head)
{
	struct routine routine;
	bool as = parser_at(p, KW_AS), macro = head->macro;

	if (!as)
		return false;
	if (!macro && !parser_ahead_kind(p, 1, TOKEN_OPEN) &&
	    !parser_ahead_at(p, 1, KW_SELECT) &&
	    !parser_ahead_at(p, 1, KW_WITH) && !parser_ahead_at(p, 1, KW_FROM))
		return false;
	parser_next(p);
	if (macro)
		parser_accept(p, KW_TABLE);
	routine_begin(&routine, p, &head->owner, false);
	if (parser_at_query(p))
		routine_statement(&routine, NULL);
	else
		routine_expression(&routine, "return", NULL);
	routine_finish(&routine);
	return true;
}

/* Takes AS before BEGIN or DECLARE of a warehouse's scripting. */
static bool at_script_body(struct parser *p)
{
	if (!(p->lexer.rules->flags & RULE_SCRIPTING) || !parser_at(p, KW_AS) ||
	    (!parser_ahead_at(p, 1, KW_BEGIN) &&
	     !parser_ahead_at(p, 1, KW_DECLARE)))
		return false;
	parser_next(p);
	return true;
}

/* The parameters; what their defaults read and call is the routine's. */
static void read_head_parameters(struct parser *p, struct routine_head *head)
{
	struct object_name *object = &head->fact->as.definition.object;
	GArray *defaults = g_array_new(FALSE, FALSE, sizeof(struct stretch));

	object->arguments = read_parameters(p, head->parameters,
					    head->owner.inputs, defaults);
	if (ddl_is_mysql(p))
		object->arguments = head->procedure ? "procedure" : "function";
	for (guint i = 0; i < defaults->len; i++) {
		struct stretch at = g_array_index(defaults, struct stretch, i);

		ddl_expression(p, object, at.begin, at.end);
	}
	g_array_free(defaults, TRUE);
}

/* Oracle: PIPELINED, RESULT_CACHE RELIES_ON (a), PARALLEL_ENABLE (...), up to
 * IS or AS; whether nothing is left but what a library or a type does. */
static bool skip_oracle_options(struct parser *p)
{
	if (p->lexer.rules->dialect != DIALECT_ORACLE)
		return false;
	while (!parser_at_end(p) && !parser_at(p, KW_IS) &&
	       !parser_at(p, KW_AS) && !parser_at(p, KW_BEGIN))
		parser_skip_one(p);
	if (!parser_ahead_at(p, 1, KW_LANGUAGE) &&
	    !parser_ahead_at(p, 1, KW_EXTERNAL))
		return parser_at_end(p);
	parser_skip_statement(p);
	return true;
}

static void read_head(struct parser *p, struct routine_head *head,
		      bool procedure)
{
	struct object_name *object = &head->fact->as.definition.object;

	if (p->lexer.rules->flags & RULE_HASH_NAMES) {
		read_tsql(p, head);
		return;
	}
	head->procedure = procedure;
	read_head_parameters(p, head);
	while (!parser_at_end(p) && read_option(p, head))
		;
	hand_over_mentions(p, object);
	if (head->trigger)
		trigger_rows_find(p, &object->name, &head->owner);
	if (head->body.kind == TOKEN_STRING)
		routine_string_body(p, &head->owner, &head->body);
	else if (read_open_body(p, head))
		;
	else if (at_script_body(p))
		routine_stored_body(p, &head->owner);
	else if (skip_oracle_options(p))
		;
	else if (at_plsql(p))
		routine_plsql(p, &head->owner);
	else if (!parser_at_end(p) && !ddl_at_word(p, "soname"))
		routine_stored_body(p, &head->owner);
	parser_skip_statement(p);
}

void ddl_create_routine(struct parser *p, const struct ddl_head *head,
			bool procedure)
{
	struct routine_head made = {.body = {.kind = TOKEN_END}};
	struct object_name *object;

	made.fact = ddl_definition(p, head->alter ? OP_ALTER : OP_CREATE,
				   NODE_ROUTINE, head->begin);
	made.parameters = g_ptr_array_new();
	object = &made.fact->as.definition.object;
	made.macro = head->macro;
	made.owner.object = object;
	made.owner.parameters = made.parameters;
	made.owner.inputs = g_ptr_array_new();
	made.fact->as.definition.flags = head->flags;
	if (!head->alter)
		p->statement->made.verb =
			procedure ? "create procedure" : "create function";
	if (procedure)
		ddl_attribute(p, made.fact, "kind", "procedure");
	ddl_attribute(p, made.fact, "definer", head->definer);
	if (parser_accept_if_exists(p))
		made.fact->as.definition.flags |= DEFINE_IF_NOT_EXISTS;
	if (ddl_name(p, &object->name)) {
		read_head(p, &made, procedure);
		ddl_deliver(p, made.fact);
	} else {
		parser_unreadable(p, "a routine without a name");
		parser_skip_statement(p);
	}
	g_ptr_array_unref(made.parameters);
	g_ptr_array_unref(made.owner.inputs);
}

/* --- aggregates ----------------------------------------------------------- */

/* Options whose value is a function. */
static bool at_function_option(const struct parser *p)
{
	static const char *const words[] = {
		"sfunc",     "finalfunc", "combinefunc",  "serialfunc",
		"msfunc",    "minvfunc",  "mfinalfunc",	  "deserialfunc",
		"sfunc1",    "input",	  "output",	  "receive",
		"send",	     "typmod_in", "typmod_out",	  "analyze",
		"subscript", "canonical", "subtype_diff",
	};

	for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
		if (ddl_at_word(p, words[i]))
			return true;
	return false;
}

/* A function without a schema that the server brings along. */
static bool is_builtin(struct parser *p)
{
	const struct token *token = parser_peek(p);

	return token->kind == TOKEN_WORD &&
	       builtin_find(p->lexer.rules->dialect, token->hash);
}

void ddl_function_options(struct parser *p, struct fact *fact, const char *verb)
{
	struct object_name *object = &fact->as.definition.object;
	struct sql_name function;
	struct ddl_inner inner;

	if (!parser_accept_kind(p, TOKEN_OPEN))
		return;
	ddl_inner_begin(p, &inner, verb, object, NULL);
	while (!parser_at_end(p) && !parser_at_kind(p, TOKEN_CLOSE)) {
		bool calls = at_function_option(p);
		bool base = ddl_at_word(p, "basetype");
		uint32_t begin;

		parser_next(p);
		if (!parser_accept_kind(p, TOKEN_EQUALS))
			continue;
		begin = parser_peek(p)->offset;
		if (calls) {
			bool builtin = is_builtin(p);

			if (parser_name(p, &function) && !builtin)
				statement_call(p, &function, UINT32_MAX, false);
		} else if (base) {
			parser_skip_type(p);
			object->arguments = type_identity(
				p->analysis->arena,
				parser_slice(p, begin, MAX(p->end, begin)));
		}
	}
	ddl_inner_finish(p, &inner);
}

void ddl_create_aggregate(struct parser *p, const struct ddl_head *head)
{
	struct fact *fact =
		ddl_definition(p, OP_CREATE, NODE_ROUTINE, head->begin);
	struct object_name *object = &fact->as.definition.object;
	struct parser_mark mark;

	fact->as.definition.flags = head->flags;
	ddl_attribute(p, fact, "kind", "aggregate");
	ddl_name(p, &object->name);
	mark = parser_mark(p);
	object->arguments = ddl_routine_arguments(p, NULL);
	if (!parser_at_kind(p, TOKEN_OPEN)) {
		parser_rewind(p, &mark); /* the old form: options alone */
		object->arguments = NULL;
	}
	ddl_function_options(p, fact, "create aggregate");
	parser_skip_statement(p);
	ddl_deliver(p, fact);
}
