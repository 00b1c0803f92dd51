/*
 * expression.h - the state of one expression, between expression.c,
 * operand.c and call.c. Lives on the stack of the reader that began it.
 *
 * Operands and operators are read in turn, without precedence: what counts
 * is which columns, queries and routines an expression names, and whether a
 * word that follows an operand can only be an alias.
 */
#ifndef ANALYZERS_SQL_EXPRESSION_H
#define ANALYZERS_SQL_EXPRESSION_H

#include "analyzers/sql/parser.h"

struct expression {
	uint32_t level;
	enum role role;
	uint32_t flags;	   /* of references */
	bool collect;	   /* references and queries go into the value */
	bool computed;	   /* more than one plain reference or query */
	bool aggregated;   /* holds a call of an aggregate */
	bool interval;	   /* INTERVAL was read: a unit may follow */
	bool arguments;	   /* the call before has columns as arguments */
	bool after_string; /* the last operand is one: strings join */
	uint32_t operands; /* how many were read */
	const char *name;  /* of the last operand, as PostgreSQL names an output
			      without an alias; or NULL */
	const char *named; /* what Teradata's (NAMED a) calls it; or NULL */
	bool nameless;	   /* an operator without a second operand was read */
};

/* Operands and operators up to where the expression ends. */
void expression_read(struct parser *p, struct expression *e);

/* What was collected since the stacks had that many entries. */
void expression_take(struct parser *p, uint32_t refs, uint32_t levels,
		     struct sql_value *value);

/* The same inside of parentheses, where a statement's terminators do not
 * count; with commas. Ends before the closing parenthesis. */
void expression_read_list(struct parser *p, struct expression *e);

/* Takes the closing parenthesis; skips what is before it, if anything is. */
void expression_close(struct parser *p);

/* An operand with what goes before it; false if none stands here. In
 * operand.c. */
bool expression_operand(struct parser *p, struct expression *e);

/* [x, y], [x:y], at the bracket: an array's elements or a subscript. */
void expression_brackets(struct parser *p, struct expression *e);

/* Oracle's x = y (+), at the parenthesis. */
bool expression_at_outer_join(struct parser *p);

/* T-SQL: whether the name that is called is a method of a column of XML, its
 * last part: t.c.value('path', 'type'). */
bool expression_is_method(const struct parser *p, const struct sql_name *name);

/* Adds a reference, unless it is a variable that always wins. */
void expression_ref(struct parser *p, struct expression *e,
		    const struct sql_name *name, uint32_t flags);

/* A string that is cast to a type: as regclass and its kin, it names. */
void expression_mention(struct parser *p, const struct token *string,
			enum keyword type);

/* A query in parentheses, at its first word; its outputs are part of the
 * value if `collect` is set. */
void expression_query(struct parser *p, struct expression *e);

/* Words of functions of JSON that stand behind an operand and say nothing of
 * access: WITH WRAPPER, KEEP QUOTES, FORMAT JSON, NULL ON ERROR. False, and
 * nothing taken, if none stand here. */
bool expression_skip_json(struct parser *p);

/* ClickHouse: dictGet ('d', 'column', ...), at the parenthesis, reads d. */
void expression_lookup(struct parser *p, struct expression *e,
		       const struct sql_name *function);

/* Whether a name of WITH (ClickHouse) or of a lambda is meant. */
bool expression_is_named(struct parser *p, uint32_t level, const char *name);

/* Behind IN: the name of a table (ClickHouse, SQLite); false, and nothing
 * taken, if none stands here. Both in from_named.c. */
bool expression_in_table(struct parser *p, struct expression *e);

/* A call, at its opening parenthesis, with what may follow it: FILTER, OVER,
 * WITHIN GROUP. `name` has no parts for what is built in; `builtin` has the
 * flags of enum builtin_flag. Gives the number of arguments. */
uint32_t expression_call(struct parser *p, struct expression *e,
			 const struct sql_name *name, uint32_t builtin);

/* What may follow a call: OVER (...), FILTER (...), KEEP (...). */
void expression_suffixes(struct parser *p, struct expression *e);

/*
 * Lambdas: takes the head of one (x ->), if one stands here, and hides its
 * parameters; of a list that is made by a loop, its variable. The caller
 * gives p->n_lambda the value back that it had.
 */
void lambda_open(struct parser *p);
void lambda_comprehension(struct parser *p);
bool lambda_is_parameter(const struct parser *p, const struct sql_name *name);

#endif
