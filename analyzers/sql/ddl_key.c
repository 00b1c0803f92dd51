/*
 * Keys, checks and foreign keys of tables.
 */
#include "analyzers/sql/ddl.h"

#include <string.h>

/* Up to the next element of a list, or its end. */
static void skip_element(struct parser *p)
{
	while (!parser_at_end(p) && !parser_at_kind(p, TOKEN_COMMA) &&
	       !parser_at_kind(p, TOKEN_CLOSE))
		parser_skip_one(p);
}

/* Behind a name in a list of key columns: what shows that the name was a
 * plain column and not the beginning of an expression. */
static bool ends_key_column(struct parser *p)
{
	const struct token *next = parser_ahead(p, 1);

	switch (next->kind) {
	case TOKEN_COMMA:
	case TOKEN_CLOSE:
	case TOKEN_WORD: /* ASC, NULLS, WITH, an operator class */
	case TOKEN_QUOTED:
		return true;
	case TOKEN_OPEN: /* a prefix: name(10) */
		return parser_ahead_kind(p, 2, TOKEN_NUMBER) &&
		       parser_ahead_kind(p, 3, TOKEN_CLOSE);
	default:
		return false;
	}
}

void ddl_key_columns(struct parser *p, const struct object_name *object,
		     struct defined_key *key, bool *expressions)
{
	if (!parser_accept_kind(p, TOKEN_OPEN))
		return;
	while (!parser_at_end(p) && !parser_at_kind(p, TOKEN_CLOSE)) {
		uint32_t begin = parser_peek(p)->offset;
		bool plain =
			(parser_at_name(p) || parser_at_kind(p, TOKEN_WORD)) &&
			ends_key_column(p);

		if (plain) {
			const char *name = token_name(
				p->analysis->arena, &p->lexer, parser_peek(p));

			*ARENA_PUSH(p->analysis->arena, key->columns,
				    key->n_columns) = name;
		}
		skip_element(p);
		if (!plain) {
			*expressions = true;
			ddl_expression(p, object, begin, p->end);
		}
		parser_accept_kind(p, TOKEN_COMMA);
	}
	parser_accept_kind(p, TOKEN_CLOSE);
}

/* --- foreign keys --------------------------------------------------------- */

/* CASCADE, SET NULL, NO ACTION, ...: in lower case. */
static const char *read_action(struct parser *p)
{
	if (parser_accept(p, KW_CASCADE))
		return "cascade";
	if (parser_accept(p, KW_RESTRICT))
		return "restrict";
	if (parser_accept_two(p, KW_NO, KW_ACTION))
		return "no action";
	if (parser_accept_two(p, KW_SET, KW_NULL))
		return "set null";
	if (parser_accept_two(p, KW_SET, KW_DEFAULT))
		return "set default";
	return NULL;
}

/* MATCH, ON DELETE, ON UPDATE, DEFERRABLE, NOT VALID behind the columns. */
static void read_reference_options(struct parser *p,
				   struct fact_reference *reference)
{
	for (;;) {
		if (parser_accept_two(p, KW_ON, KW_DELETE)) {
			reference->on_delete = read_action(p);
		} else if (parser_accept_two(p, KW_ON, KW_UPDATE)) {
			read_action(p);
		} else if (parser_accept(p, KW_MATCH)) {
			parser_skip_one(p);
		} else if (parser_accept_two(p, KW_NOT, KW_DEFERRABLE) ||
			   parser_accept_two(p, KW_NOT, KW_VALID) ||
			   parser_accept(p, KW_DEFERRABLE)) {
			continue;
		} else if (parser_accept(p, KW_INITIALLY)) {
			parser_skip_one(p);
		} else if (parser_at_kind(p, TOKEN_OPEN) &&
			   reference->on_delete) {
			parser_skip_parentheses(p); /* SET NULL (a, b) */
		} else {
			return;
		}
	}
}

void ddl_reference(struct parser *p, struct ddl_table *table, const char *name,
		   const char *const *columns, uint32_t n_columns)
{
	struct fact *fact =
		parser_fact(p, FACT_REFERENCE, parser_peek(p)->offset, 0);
	struct fact_reference *reference = &fact->as.reference;

	parser_next(p);
	reference->name = name;
	reference->from = table->made->object.name;
	for (uint32_t i = 0; i < n_columns; i++)
		*ARENA_PUSH(p->analysis->arena, reference->columns,
			    reference->n_columns) = columns[i];
	parser_accept(p, KW_ONLY);
	if (!ddl_name(p, &reference->to))
		return;
	parser_names(p, &reference->to_columns, &reference->n_to_columns);
	read_reference_options(p, reference);
	fact->place.end_line = parser_line(p, p->end - 1);
	*ARENA_PUSH(p->analysis->arena, table->behind, table->n_behind) = fact;
}

/* --- constraints of tables ------------------------------------------------ */

static struct defined_key *add_key(struct parser *p, struct ddl_table *table,
				   const char *kind, const char *name)
{
	struct defined_key *key = ARENA_PUSH(
		p->analysis->arena, table->made->keys, table->made->n_keys);

	key->kind = kind;
	key->name = name;
	return key;
}

/* Behind PRIMARY KEY, UNIQUE, KEY, INDEX: [ name ] [ USING method ] (columns)
 * ... | USING INDEX name. */
static void read_key(struct parser *p, struct ddl_table *table,
		     const char *kind, const char *name)
{
	struct defined_key *key;
	bool expressions;

	parser_accept_three(p, KW_IF, KW_NOT, KW_EXISTS);
	while (parser_accept(p, KW_CLUSTERED) ||
	       parser_accept(p, KW_NONCLUSTERED))
		;
	if (parser_accept_two(p, KW_NULLS, KW_NOT))
		parser_accept(p, KW_DISTINCT);
	else if (parser_accept(p, KW_NULLS))
		parser_accept(p, KW_DISTINCT);
	if (parser_at_name(p) && !parser_at(p, KW_USING)) {
		const char *own = parser_identifier(p, NULL);

		name = name ? name : own;
	}
	if (parser_accept(p, KW_USING))
		parser_skip_one(p);
	key = add_key(p, table, kind, name);
	ddl_key_columns(p, &table->made->object, key, &expressions);
	skip_element(p);
}

/* CHECK (expression): its columns are not told apart. */
static void read_check(struct parser *p, struct ddl_table *table,
		       const char *name)
{
	uint32_t begin;

	parser_next(p);
	begin = parser_peek(p)->offset;
	add_key(p, table, "check", name);
	skip_element(p);
	ddl_expression(p, &table->made->object, begin, p->end);
}

/* EXCLUDE [ USING method ] (a WITH =, b WITH &&) ... */
static void read_exclude(struct parser *p, struct ddl_table *table,
			 const char *name)
{
	bool expressions;

	parser_next(p);
	if (parser_accept(p, KW_USING))
		parser_skip_one(p);
	ddl_key_columns(p, &table->made->object,
			add_key(p, table, "exclude", name), &expressions);
	while (!parser_at_end(p) && !parser_at_kind(p, TOKEN_COMMA) &&
	       !parser_at_kind(p, TOKEN_CLOSE)) {
		if (parser_accept(p, KW_WHERE))
			ddl_expression_one(p, &table->made->object);
		else
			parser_skip_one(p);
	}
}

/* FOREIGN KEY [ name ] (a, b) REFERENCES t (c, d) ... */
static void read_foreign(struct parser *p, struct ddl_table *table,
			 const char *name)
{
	const char **columns;
	uint32_t n_columns;

	parser_next(p);
	parser_next(p);
	parser_accept_three(p, KW_IF, KW_NOT, KW_EXISTS);
	if (parser_at_name(p)) {
		const char *own = parser_identifier(p, NULL);

		name = name ? name : own;
	}
	parser_names(p, &columns, &n_columns);
	if (parser_at(p, KW_REFERENCES))
		ddl_reference(p, table, name, columns, n_columns);
	skip_element(p);
}

/*
 * Whether KEY or INDEX begins a key and is no column of that name: PostgreSQL
 * has no such keys; elsewhere key (a), key k (a), but not key varchar(10).
 */
static bool at_index(struct parser *p)
{
	uint32_t n = 1;

	if (!parser_at(p, KW_KEY) && !parser_at(p, KW_INDEX))
		return false;
	if (ddl_is_mysql(p))
		return true;
	if (p->lexer.rules->dialect == DIALECT_POSTGRESQL)
		return false;
	if (!parser_ahead_kind(p, n, TOKEN_OPEN))
		n++;
	return parser_ahead_kind(p, n, TOKEN_OPEN) &&
	       !parser_ahead_kind(p, n + 1, TOKEN_NUMBER);
}

/* Whether UNIQUE begins a key of the table and is not misplaced. */
static void read_unique(struct parser *p, struct ddl_table *table,
			const char *name)
{
	parser_next(p);
	if (!parser_accept(p, KW_KEY))
		parser_accept(p, KW_INDEX);
	read_key(p, table, "unique", name);
}

/* CONSTRAINT name, where a constraint follows; MySQL may leave out the name.
 */
static const char *read_name(struct parser *p)
{
	if (!parser_accept(p, KW_CONSTRAINT))
		return NULL;
	parser_accept_three(p, KW_IF, KW_NOT, KW_EXISTS);
	if (parser_at(p, KW_CHECK) || parser_at(p, KW_PRIMARY) ||
	    parser_at(p, KW_UNIQUE) || parser_at(p, KW_FOREIGN))
		return NULL;
	return parser_identifier(p, NULL);
}

bool ddl_table_constraint(struct parser *p, struct ddl_table *table)
{
	const char *name = NULL;
	bool named = parser_at(p, KW_CONSTRAINT);

	if (named)
		name = read_name(p);
	if (parser_accept_two(p, KW_PRIMARY, KW_KEY)) {
		read_key(p, table, "primary", name);
	} else if (parser_at(p, KW_UNIQUE)) {
		read_unique(p, table, name);
	} else if (parser_at(p, KW_CHECK)) {
		read_check(p, table, name);
	} else if (parser_at(p, KW_EXCLUDE) &&
		   (parser_ahead_at(p, 1, KW_USING) ||
		    parser_ahead_kind(p, 1, TOKEN_OPEN))) {
		read_exclude(p, table, name);
	} else if (parser_at(p, KW_FOREIGN) && parser_ahead_at(p, 1, KW_KEY)) {
		read_foreign(p, table, name);
	} else if (parser_at(p, KW_FULLTEXT) || parser_at(p, KW_SPATIAL)) {
		parser_next(p);
		if (!parser_accept(p, KW_KEY))
			parser_accept(p, KW_INDEX);
		read_key(p, table, "index", name);
	} else if (at_index(p)) {
		parser_next(p);
		read_key(p, table, "index", name);
	} else if (named || (ddl_at_word(p, "period") &&
			     parser_ahead_at(p, 1, KW_FOR))) {
		skip_element(p); /* NOT NULL c, and what else has a name */
	} else {
		return false;
	}
	return true;
}
