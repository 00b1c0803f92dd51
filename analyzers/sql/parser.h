/*
 * parser.h - what every statement's reader stands on.
 *
 * A parser walks over a text (or a stretch of it) token by token and builds
 * the scope tree of one statement at a time. It never fails: a reader takes
 * what it knows, and parser_statement() goes on to the statement's end; what
 * is left there unread makes the blind spot unreadable-sql, and what was
 * understood is kept.
 *
 * Parts: parser.c (tokens, names, facts), statement.c (one statement; the
 * table of readers statements.def), expression.c, query.c (and what is
 * inside a query), dml.c, sql.c (a whole script). A reader of a
 * statement is a function
 *
 *	void read_truncate(struct parser *p)
 *	{
 *		parser_next(p);
 *		parser_accept(p, KW_TABLE);
 *		...
 *	}
 *
 * and the row STATEMENT(TRUNCATE, read_truncate) in statements.def. It is
 * called with the current token on the keyword and the statement open; it
 * fills the statement's levels, and stops anywhere.
 *
 * The text, the analysis and its arena outlive the parser; all that it makes
 * is in the arena. The parser itself lives on the stack and owns two scratch
 * stacks, freed by parser_release().
 */
#ifndef ANALYZERS_SQL_PARSER_H
#define ANALYZERS_SQL_PARSER_H

#include <glib.h>
#include <string.h>

#include "analyzers/analyzer.h"
#include "analyzers/sql/jinja.h"
#include "analyzers/sql/lexer.h"

#define PARSER_TOKENS 64

/* Query levels, parentheses, calls and blocks deeper than this are skipped,
 * which makes one blind spot. */
#define PARSER_DEPTH_MAX 200

/* The statement that is being read. */
struct statement {
	struct statement *outer;
	struct fact_statement made; /* its levels grow while it is read */
	uint32_t begin;		    /* offset of the first token */
	uint32_t outer_number;	    /* of the statement around it */
	uint32_t n_gaps;
	const char **made_columns; /* by SEARCH and CYCLE of a CTE */
	uint32_t n_made_columns;
	bool broken;	/* a stretch was not understood */
	bool opened;	/* a string of it does not end */
	bool fragment;	/* begins or ends in the middle */
	bool unordered; /* a level stands before its parent */
	bool deep;	/* its nesting was cut, and that was said */
	bool drop;	/* nothing is to be delivered (a dump's data) */
	uint64_t fingerprint;
	bool after_literal; /* of the fingerprint: lists count once */
};

/*
 * What a routine's body adds. Names of variables and parameters are in the
 * set, folded to lower case; a reference that has such a name gets
 * REF_VARIABLE, or is dropped where a variable always `wins` (MySQL).
 */
struct routine_scope {
	const struct routine_scope *outer;
	GHashTable *variables;
	bool wins;
	struct fold *fold; /* what they hold; or NULL */
	const struct routine_owner *owner;
};

/* The scope in which a name is a variable, from the innermost outwards; NULL
 * if it is none. */
const struct routine_scope *routine_variable(const struct routine_scope *scope,
					     const char *name);

/* Indices that are collected; not of the arena, freed with the parser. */
struct index_stack {
	uint32_t *list;
	uint32_t n, room;
};

void index_stack_grow(struct index_stack *stack);

static inline void index_push(struct index_stack *stack, uint32_t index)
{
	if (stack->n == stack->room)
		index_stack_grow(stack);
	stack->list[stack->n++] = index;
}

struct fold;
struct routine_owner;
struct session;
struct trigger_rows;
struct wrappers;

struct parser {
	struct analysis *analysis;
	struct text *text;
	struct lexer lexer;

	/* tokens[head] is the current one; there is always one. */
	struct token tokens[PARSER_TOKENS];
	uint32_t head, count;
	uint32_t end; /* offset behind the last token that was taken */

	/* Words at which a statement or expression ends as it does at ";",
	 * outside of parentheses; ends with KW_NONE. NULL: none. */
	const enum keyword *terminators;

	struct statement *statement;
	unsigned depth;

	bool script;	/* for a client: a backslash begins a command of
			   its own, which ends a statement */
	bool string;	/* found in code: may be prose, or begin in the
			   middle of a statement */
	bool copy_data; /* a COPY's data begin behind the statement */
	bool one;	/* parser_statement() reads no second one that goes
			   on where the first ended */

	/* Given to every fact. */
	uint32_t number;	  /* of the statement */
	struct accessor accessor; /* a routine; none: the text's reader */
	const char *schema;	  /* of USE or SET search_path; or NULL */
	struct sql_name row_table;
	struct sql_name *transitions; /* tables of a trigger's rows */
	uint32_t n_transitions;
	const char *row_new, *row_old;	     /* by REFERENCING; or NULL */
	enum via via;			     /* VIA_NONE: the text's */
	const struct routine_scope *routine; /* NULL: no body */

	/* Parameters of the lambdas around, which are no columns. */
	const char *lambda[16];
	uint32_t n_lambda;

	const char *handler; /* MySQL's HANDLER t OPEN AS alias; or NULL */

	/* Names that a script has declared, in lower case; or NULL. */
	GHashTable *declared;

	/* What user variables of a script hold; NULL: none was set. */
	struct session *session;

	uint32_t told; /* to text.passed() */

	/* What the text's templates hold, and up to where that was taken. */
	struct jinja jinja;
	uint32_t jinja_at;

	/* Routines of the text that run their parameters, on the parser of
	 * the whole text. */
	struct wrappers **wrappers, *own_wrappers;

	/* What triggers of the text hand to functions, likewise; NULL: not
	 * looked for yet. */
	struct trigger_rows **trigger_rows, *own_trigger_rows;

	/* text_line() of offsets that mostly rise: the line that begins at
	 * or before `line_offset`. */
	uint32_t line_offset, line_end, line;

	/* Indices that values collect: refs and levels; a stack, as values
	 * nest. Not of the arena. */
	struct index_stack value_refs, value_levels;
};

/*
 * Begins to read the bytes [begin, end) of the text. The dialect is the
 * text's, guessed from the whole text if that is generic.
 */
void parser_init_text(struct parser *p, struct analysis *analysis,
		      struct text *text, uint32_t begin, uint32_t end);

/* A parser for another stretch of the same text, or for a guest (`text`),
 * with accessor, schema, row table and routine of `p`, one level deeper. */
void parser_init_inside(struct parser *inside, const struct parser *p,
			struct text *text, uint32_t begin, uint32_t end);

void parser_release(struct parser *p);

/* --- tokens -------------------------------------------------------------- */

/* The current token. */
static inline const struct token *parser_peek(const struct parser *p)
{
	return &p->tokens[p->head];
}

/* Moves to the next token. */
void parser_next(struct parser *p);

const struct token *parser_ahead_more(struct parser *p, uint32_t n);

/* The n-th token behind the current one (n < 32). It does not look past the
 * end of a statement: there it is the ";" itself. */
static inline const struct token *parser_ahead(struct parser *p, uint32_t n)
{
	return p->head + n < p->count ? &p->tokens[p->head + n]
				      : parser_ahead_more(p, n);
}

static inline bool parser_at(const struct parser *p, enum keyword keyword)
{
	return parser_peek(p)->keyword == keyword;
}

static inline bool parser_at_kind(const struct parser *p, enum token_kind kind)
{
	return parser_peek(p)->kind == kind;
}

static inline bool parser_ahead_at(struct parser *p, uint32_t n,
				   enum keyword keyword)
{
	return parser_ahead(p, n)->keyword == keyword;
}

static inline bool parser_ahead_kind(struct parser *p, uint32_t n,
				     enum token_kind kind)
{
	return parser_ahead(p, n)->kind == kind;
}

/* Takes the token if it is that; returns whether it did. */
static inline bool parser_accept(struct parser *p, enum keyword keyword)
{
	if (!parser_at(p, keyword))
		return false;
	parser_next(p);
	return true;
}

static inline bool parser_accept_kind(struct parser *p, enum token_kind kind)
{
	if (!parser_at_kind(p, kind))
		return false;
	parser_next(p);
	return true;
}

/* Takes two or three words in a row, or nothing. */
bool parser_accept_two(struct parser *p, enum keyword first,
		       enum keyword second);
bool parser_accept_three(struct parser *p, enum keyword first,
			 enum keyword second, enum keyword third);

/* Whether the token is that word, which need not be a keyword. */
static inline bool parser_is_word(const struct parser *p,
				  const struct token *token, const char *word)
{
	return token->kind == TOKEN_WORD && token->length == strlen(word) &&
	       g_ascii_strncasecmp(p->lexer.bytes + token->offset, word,
				   token->length) == 0;
}

/* Takes IF EXISTS or IF NOT EXISTS. */
bool parser_accept_if_exists(struct parser *p);

bool parser_at_terminator(const struct parser *p);

/* At T-SQL's label, a name before ":"; it ends the statement before it. */
static inline bool parser_at_label(struct parser *p)
{
	return p->lexer.rules->flags & RULE_HASH_NAMES &&
	       parser_peek(p)->kind == TOKEN_WORD &&
	       !(keyword_flags[parser_peek(p)->keyword] & KEYWORD_RESERVED) &&
	       parser_ahead(p, 1)->kind == TOKEN_COLON;
}

/* At the end of the statement: ";", the client's delimiter, the end of the
 * text, a client's command (\gset), or a terminator. */
static inline bool parser_at_end(const struct parser *p)
{
	const struct token *token = parser_peek(p);

	return token_ends_statement(token) ||
	       (p->script && token->kind == TOKEN_BACKSLASH) ||
	       (p->terminators && token->keyword && parser_at_terminator(p));
}

/* At an opening parenthesis: moves behind its partner, or to the statement's
 * end. Linear, without recursion. */
void parser_skip_parentheses(struct parser *p);

/* Moves to the end of the statement; terminators inside of parentheses do
 * not count, ";" does. */
void parser_skip_statement(struct parser *p);

/* One token, or a whole pair of parentheses. */
void parser_skip_one(struct parser *p);

/* Where the parser stands, to come back to after looking further ahead than
 * parser_ahead() does. Nothing may have been added to the statement since. */
struct parser_mark {
	uint32_t offset, end;
	uint64_t fingerprint;
	bool after_literal;
};
struct parser_mark parser_mark(const struct parser *p);
void parser_rewind(struct parser *p, const struct parser_mark *mark);

/* Goes on reading at `offset` (behind data that are no SQL). */
void parser_jump(struct parser *p, uint32_t offset);

/* Goes on reading behind the data of COPY FROM stdin, whose command's line
 * ends at or behind `offset`. */
void parser_skip_copy_data(struct parser *p, uint32_t offset);

/* Going one level deeper, into parentheses, a query, a block. False at the
 * limit, which makes one blind spot a statement: then skip it. Each true is
 * followed by parser_leave(). */
bool parser_enter(struct parser *p);
static inline void parser_leave(struct parser *p)
{
	p->depth--;
}

/* --- names --------------------------------------------------------------- */

/* Whether the current token can be a name of its own: a word that is not
 * reserved, a quoted name, a hole. */
static inline bool token_is_name(const struct token *token)
{
	if (token->kind == TOKEN_WORD)
		return !(keyword_flags[token->keyword] & KEYWORD_RESERVED);
	return token->kind == TOKEN_QUOTED || token->kind == TOKEN_HOLE;
}

static inline bool parser_at_name(const struct parser *p)
{
	return token_is_name(parser_peek(p));
}

/* Reads a possibly qualified name: a, a.b, a..b, "a".`b`, [a].[b], holes,
 * a@link. False and nothing taken if none stands here. */
bool parser_name(struct parser *p, struct sql_name *name);

/* As parser_name(), where a dash is an operator and not part of a name
 * (BigQuery: FROM my-project.set.t). */
bool parser_column_name(struct parser *p, struct sql_name *name);

/* As parser_name(), also T-SQL's variables that hold rows: @t; and psql's
 * variables that go on with a name: log_:t. */
bool parser_row_name(struct parser *p, struct sql_name *name);

/* The name behind a dot, which may be any word. */
bool parser_member(struct parser *p, struct sql_name *name);

/* Reads one unqualified name (a column, an alias); NULL if none. */
const char *parser_identifier(struct parser *p, bool *quoted);

/* Reads (a, b, c); what is not a plain name is skipped. Returns false, and
 * takes nothing, if no parenthesis stands here. */
bool parser_names(struct parser *p, const char ***names, uint32_t *n_names);

/* A name out of a string such as 'public."Orders"'. */
bool parser_name_in_string(struct parser *p, const struct token *token,
			   struct sql_name *name);

/* The bytes from `begin` to `end` with white space and comments folded to
 * single spaces: types, defaults. In the arena. */
const char *parser_slice(struct parser *p, uint32_t begin, uint32_t end);

/* Behind "<": moves behind the ">" that closes it. Else nothing happens. */
void parser_skip_angles(struct parser *p);

/* Moves behind a type: numeric(10, 2)[], double precision, time with time
 * zone, int unsigned, t%ROWTYPE (which is mentioned), enum('a', 'b'). */
void parser_skip_type(struct parser *p);

/* Where the parser stands in a streamed text becomes the place from which
 * text_line() counts on, which else goes through the whole of it. */
void parser_tell_line(struct parser *p);

/* The line of the outermost host. */
uint32_t parser_line(struct parser *p, uint32_t offset);

/* --- the statement ------------------------------------------------------- */

/*
 * Reads one statement from the current token up to its end, and delivers it.
 * Stands then on what ends it (";", delimiter, terminator, end of text). At
 * an empty statement nothing happens. Always moves unless it stands at an
 * end already.
 */
void parser_statement(struct parser *p);

/* The same in pieces, for statements inside statements (a rule's actions, a
 * trigger's body): opens one inside the current. `verb` is a constant. */
void statement_begin(struct parser *p, struct statement *statement,
		     const char *verb);

/* Delivers the FACT_STATEMENT if it names anything, and closes it. */
void statement_finish(struct parser *p);

/* The reader of the statement that a keyword begins, or NULL. */
typedef void statement_reader(struct parser *p);
statement_reader *statement_reader_of(enum keyword keyword);

#define STATEMENT(keyword, reader) statement_reader reader;
#include "analyzers/sql/statements.def"
#undef STATEMENT

/* The statement that stands here, as a part of the one that was begun (behind
 * EXPLAIN): its verb is that of the whole. */
void statement_inner(struct parser *p);

/* Reads the string as SQL of its own: a guest, at the lines where it stands,
 * by the same accessor. */
void parser_read_string(struct parser *p, const struct token *string);

/* The string's content as a guest of the text, in the arena; to be given to
 * text_release(). */
void parser_string_text(struct parser *p, const struct token *string,
			struct text *guest);

/* A command of SQL*Plus at the beginning of a line; false if it is none. In
 * sqlplus.c. */
bool sqlplus_command(struct parser *p);

/* A text that begins or ends in the middle of a statement. */
void read_fragment(struct parser *p);

/* The rest of the statement is not understood: it makes a blind spot, said
 * once a statement, and the statement is not complete. */
void parser_unreadable(struct parser *p, const char *detail);

/* Delivers a gap at an offset. */
void parser_gap(struct parser *p, enum reason reason, uint32_t offset,
		const char *detail);

/* A new fact in the arena, with accessor, schema, via and place filled. */
struct fact *parser_fact(struct parser *p, enum fact_kind kind, uint32_t begin,
			 uint32_t end);

/* Delivers it. */
void parser_deliver(struct parser *p, struct fact *fact);

/* Adds to the statement the relations that stand in arguments of macros and in
 * directives of templates before p->end, and reads the SQL that is in literals
 * there. In relation.c. */
void statement_templates(struct parser *p);

/* Whether the statement is nothing but holes. */
bool statement_is_holes(struct parser *p);

/* Whether a template's block that begins here holds no SQL but messages or
 * YAML. A heuristic: it begins with two words that mean nothing to SQL. */
bool statement_is_text(struct parser *p);

/* Takes a statement that begins with a hole and so may be any: a blind spot,
 * unless relations stand in it or it is the body of a template's `block`. */
void statement_holes(struct parser *p, bool block);

/* Whether a template's block ({% macro f(x) %}) begins right before the
 * current token: what it holds need not be a statement. */
bool statement_in_block(const struct parser *p);

/* --- levels -------------------------------------------------------------- */

/* Opens a level in the current statement; returns its index. There is no
 * closing: what is added names its level. */
uint32_t level_open(struct parser *p, enum sql_level_kind kind,
		    enum sql_level_place place, uint32_t parent, uint32_t at);

/* Puts all levels of the statement behind their parents again. */
void level_order(struct parser *p);

/* The level of that index. The pointer lives until another one is opened;
 * what is returned by the functions below until one alike is added. */
static inline struct sql_level *level_get(struct parser *p, uint32_t level)
{
	return &p->statement->made.levels[level];
}

/* What was read into the level moves into a new one below it, whose number is
 * returned. The level is empty then, but for its place and kind, and its WITH
 * if `with`. */
uint32_t level_lower(struct parser *p, uint32_t level,
		     enum sql_level_place place, uint32_t at, bool with);

struct sql_item *level_item(struct parser *p, uint32_t level,
			    enum sql_item_kind kind);
struct sql_output *level_output(struct parser *p, uint32_t level);
struct sql_target *level_target(struct parser *p, uint32_t level,
				const struct sql_name *name,
				enum operation operation);
struct sql_assign *level_assign(struct parser *p, uint32_t level,
				const struct sql_name *name,
				enum operation operation);
uint32_t level_ref(struct parser *p, uint32_t level,
		   const struct sql_name *name, enum role role, uint32_t flags);
/* A value that another output or assignment has, too: each has lists of its
 * own. */
struct sql_value level_share(struct parser *p, const struct sql_value *value);

/* Another value flows into the same column; the stronger derivation holds. */
void value_unite(struct parser *p, struct sql_value *value,
		 const struct sql_value *more);

void statement_call(struct parser *p, const struct sql_name *name,
		    uint32_t n_arguments, bool statement);
void statement_mention(struct parser *p, const struct sql_name *name,
		       enum node_kind kind);

/* --- expressions --------------------------------------------------------- */

/*
 * Reads an expression into the level: its references get the role and flags,
 * its subqueries are levels, its calls and mentions are the statement's. It
 * ends before a comma, a closing parenthesis, a word that goes on with the
 * clause or that can only be an alias, or the statement's end. `value`, if
 * not NULL, gets what it is made of. Returns false if there was none.
 */
bool parser_expression(struct parser *p, uint32_t level, enum role role,
		       uint32_t flags, struct sql_value *value);

/* As parser_expression(), an output; *name is what PostgreSQL calls it when it
 * has no alias: the function, the column that is cast. NULL: nothing. */
bool parser_output_expression(struct parser *p, uint32_t level, uint32_t flags,
			      struct sql_value *value, const char **name);

/* Expressions with commas between, ASC, DESC and NULLS LAST behind them. */
void parser_expressions(struct parser *p, uint32_t level, enum role role,
			uint32_t flags);

/* The specification of a window, up to its closing parenthesis. */
void parser_window(struct parser *p, uint32_t level);

/* --- queries ------------------------------------------------------------- */

/* Whether a query begins here: SELECT, WITH, VALUES, TABLE, or parentheses
 * around one. */
bool parser_at_query(struct parser *p);

/*
 * Reads a whole query (WITH, set operations, parentheses, ORDER BY, LIMIT)
 * as a new level at that place; returns its index, SCOPE_ABSENT if no query
 * begins here. Data-modifying statements behind WITH are queries, too.
 */
uint32_t parser_query(struct parser *p, enum sql_level_place place,
		      uint32_t parent, uint32_t at);

/* One relation, derived table or function, without what joins it. */
void parser_from_item(struct parser *p, uint32_t level);

/* The items of a FROM clause, at the first item. */
void parser_from(struct parser *p, uint32_t level);

/* A relation in a target's place: its name, ONLY, partitions, alias. Returns
 * its item, SCOPE_ABSENT if none stands here. */
uint32_t parser_target(struct parser *p, uint32_t level,
		       enum operation operation);

/* Behind RETURNING: the level's outputs. Behind SELECT, too. */
void parser_outputs(struct parser *p, uint32_t level);

/* --- sessions ------------------------------------------------------------ */

/* Reads the string that the expression from here to the statement's end comes
 * to: PREPARE s FROM @a. */
void session_prepare(struct parser *p);

/* At SELECT: set_config() of the search path. */
void session_config(struct parser *p);

/* Behind EXECUTE IMMEDIATE: runs the string. */
void session_run(struct parser *p);
void session_release(struct parser *p);

/* Between two statements: forgets what variables hold when that is much. */
void session_trim(struct parser *p);

/* --- scripts ------------------------------------------------------------- */

/*
 * Reads a client's command at the start of a statement: a backslash command
 * of psql, DELIMITER, GO, source. False, and nothing taken, if none stands
 * here.
 */
bool script_command(struct parser *p);

/* At "/" alone on its line, which ends PL/SQL in a script. */
bool script_at_run(const struct parser *p);

/* At GO alone on its line, which ends a batch of T-SQL. */
bool script_at_go(const struct parser *p);

#endif
