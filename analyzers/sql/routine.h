/*
 * routine.h - bodies of routines, statement by statement.
 *
 * Each statement of a body is a fact of its own, whose accessor is the
 * routine, trigger or event. Control structures are walked over with a stack
 * of open blocks, not by recursion; a body that ends in the middle ends all
 * of them. Variables and parameters are known, so that their bare names are
 * no columns. Strings that are run (EXECUTE, PREPARE) are folded and read as
 * guests; see fold.h.
 *
 * Parts: routine.c (which body is read how), routine_block.c (what the
 * languages share), routine_plpgsql.c, routine_stored.c (MySQL, MariaDB,
 * BEGIN ATOMIC), routine_plsql.c (Oracle, MariaDB in its mode),
 * routine_tsql.c, routine_dynamic.c (strings that are run).
 */
#ifndef ANALYZERS_SQL_ROUTINE_H
#define ANALYZERS_SQL_ROUTINE_H

#include <glib.h>

#include "analyzers/sql/fold.h"
#include "analyzers/sql/parser.h"

/* What a body belongs to; the pointers outlive the reading of it. */
struct routine_owner {
	const struct object_name *object; /* NULL: a DO block, the text's own */
	const char *language;		  /* in lower case, or NULL */
	GPtrArray *parameters;		  /* their names; or NULL */
	GPtrArray *inputs; /* names of those that a call gives, in order, ""
			      of one that has none; or NULL */
	const struct sql_name *row_table; /* of NEW and OLD; or NULL */
	struct sql_name *transitions;	  /* tables of a trigger's rows */
	uint32_t n_transitions;
	const struct sql_name *package; /* of a package's subprograms */
};

/* Reads the body in the string `token` of the parser's text. */
void routine_string_body(struct parser *p, const struct routine_owner *owner,
			 const struct token *token);

/* Reads a body that is written in the open, from the current token to its
 * end: a statement, BEGIN ... END, BEGIN ATOMIC ... END. */
void routine_stored_body(struct parser *p, const struct routine_owner *owner);

/* Reads the rest of the parser's stretch as a body of plain statements. */
void routine_statements(struct parser *p, const struct routine_owner *owner);

/* Whether a block or declaration of a script begins here that such a body
 * reads (BigQuery, Snowflake, Spark). */
bool routine_at_script(struct parser *p);

/* --- inside --------------------------------------------------------------- */

enum block_kind {
	BLOCK_BEGIN,
	BLOCK_IF,
	BLOCK_CASE,
	BLOCK_LOOP, /* LOOP, FOR, WHILE, REPEAT */
};

struct block {
	enum block_kind kind;
	bool branched;	/* WHEN, ELSE or EXCEPTION was seen */
	bool otherwise; /* ELSE was seen: one branch always runs */
	guint shadowed; /* names declared since are gone at its end */
};

/* A body while it is read. */
struct routine {
	struct parser *p;
	struct routine_scope scope;
	struct fold fold;
	GArray *blocks;	  /* struct block, those that are open */
	GPtrArray *names; /* of the variables in scope, as they came */
	const struct sql_name *package; /* whose subprograms it holds */
	bool declaring; /* DECLARE was seen and its BEGIN not yet */
	guint declared; /* how many names there were before it */

	/* What the parser had before. */
	const struct routine_scope *outer;
	struct accessor outer_accessor;
	struct sql_name outer_row_table;
	struct sql_name *outer_transitions;
	uint32_t n_outer_transitions;
	const enum keyword *outer_terminators;
};

/* `wins`: a variable always comes before a column (MySQL). */
void routine_begin(struct routine *routine, struct parser *p,
		   const struct routine_owner *owner, bool wins);
void routine_finish(struct routine *routine);

/* From here on the name is a variable. */
void routine_declare(struct routine *routine, const char *name);

/* Whether the current token is a variable's name. */
bool routine_at_variable(struct routine *routine);

/* Blocks. routine_close() takes END [ word ] [ label ]; false if no block is
 * open. */
void routine_open(struct routine *routine, enum block_kind kind);
bool routine_close(struct routine *routine);
void routine_pop(struct routine *routine);	      /* the last is over */
struct block *routine_block(struct routine *routine); /* the last, or NULL */

/* Another branch of the last block begins: ELSE, ELSIF, WHEN. */
void routine_branch(struct routine *routine, bool otherwise);

/* An expression up to `terminators` or the statement's end, as a statement
 * of its own; delivered if it reads or calls anything. */
void routine_expression(struct routine *routine, const char *verb,
			const enum keyword *terminators);

/* The statement that stands here, up to `terminators` or its end. */
void routine_statement(struct routine *routine,
		       const enum keyword *terminators);

/* The variables get the columns of the row, or are the row itself; NULL: what
 * they held is no longer known. */
void routine_assign_columns(struct routine *routine, const char *const *names,
			    uint32_t n, const struct fold_value *row);

/* What the variables behind INTO held is no longer known, but for what is the
 * same whatever the query finds. */
void routine_forget_into(struct routine *routine, uint32_t begin, uint32_t end);

/* A statement of which only parts are read here: its level, to which
 * expressions are added; references to variables are dropped at the end. */
uint32_t routine_inner(struct parser *p, struct statement *statement,
		       const char *verb);
void routine_inner_finish(struct parser *p, uint32_t level);

/*
 * A string that is run: the expression from the current token on, up to a
 * comma, a word of `terminators`, or the statement's end. What is known of it
 * is read as SQL; else it is a blind spot.
 */
void routine_execute(struct routine *routine, const enum keyword *terminators);

/* The same for an expression that was read, from `begin` to `end`. */
void routine_run(struct parser *p, struct fold *fold, uint32_t begin,
		 uint32_t end);

/* The same for a value, of what stands from `begin` to `end`. */
void routine_run_value(struct parser *p, struct fold *fold,
		       const struct fold_value *value, uint32_t begin,
		       uint32_t end);

/* The value of the expression from the current token on goes into the
 * variable (NULL: into something else); the expression is read, too. */
void routine_assign(struct routine *routine, const char *name,
		    const enum keyword *terminators);

/* Whether the name is a column of NEW; such an assignment, whose value begins
 * here, as a statement that writes the row of a trigger. */
bool routine_is_row(const struct sql_name *name);
void routine_assign_row(struct routine *routine, const struct sql_name *column);

/* Reads a batch of T-SQL, or (`owner` has an object) a body up to the end of
 * its batch. */
void routine_tsql(struct parser *p, const struct routine_owner *owner);

/* Whether a block or the declarations of one begin here that are PL/SQL, and
 * no transaction or cursor. */
bool routine_at_block(struct parser *p);

/* Reads PL/SQL, which is written in the open: [DECLARE] declarations BEGIN
 * ... END, also of a package; at the word behind IS or AS, DECLARE or BEGIN. */
void routine_plsql(struct parser *p, const struct routine_owner *owner);

/* FUNCTION f ... IS ... END;  of declarations, of a package, behind WITH; at
 * the first word. */
void routine_plsql_subprogram(struct parser *p,
			      const struct routine_owner *owner);

/* What PL/SQL has and PL/pgSQL not; all give false, and take nothing, when
 * they are not meant. FORALL is taken. */
bool routine_plsql_declaration(struct routine *routine);
bool routine_plsql_call(struct routine *routine);
void routine_plsql_forall(struct routine *routine);

/* One statement of PL/pgSQL or PL/SQL, or what opens or closes a block; a
 * declaration up to its end. */
void routine_plpgsql_one(struct routine *routine);
void routine_plpgsql_declaration(struct routine *routine);

/* Reads the rest of the parser's stretch as a body in PL/pgSQL. */
void routine_plpgsql(struct parser *p, const struct routine_owner *owner);

/* Behind the name of a procedure, at the parenthesis: what one of Oracle's own
 * runs; false, and nothing taken, if it is none of them. */
bool plsql_supplied(struct routine *routine, const struct sql_name *name);

/* --- tsql_queue.c --- */

/* A statement of conversations and their queues; false, and nothing taken, if
 * none begins here. WAITFOR, which may hold one. */
bool tsql_conversation(struct parser *p);
void tsql_wait(struct parser *p);

/* --- tsql_procedure.c --- */

/* Whether the procedure is one that SQL Server brings along. */
bool tsql_is_system(const struct sql_name *name);

/* At its arguments: mentions the object that the first one names. */
void tsql_mention_argument(struct parser *p, const struct sql_name *procedure);

#endif
