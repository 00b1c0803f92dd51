/*
 * Columns of CREATE TABLE and ALTER TABLE, with all that may stand behind
 * their type, in the dialects' forms.
 */
#include <string.h>

#include "analyzers/sql/ddl.h"

/* A column while its constraints are read. */
struct column {
	struct ddl_table *table;
	uint32_t index;		/* in the definition */
	const char *constraint; /* the name before the next constraint */
	uint32_t constraint_line;
};

static struct defined_column *column_get(const struct column *column)
{
	return &column->table->made->columns[column->index];
}

/* Words that end a default where they stand outside of parentheses. */
static bool ends_default(struct parser *p, bool first)
{
	switch (parser_peek(p)->keyword) {
	case KW_NOT:
		return !first && (parser_ahead_at(p, 1, KW_NULL) ||
				  parser_ahead_at(p, 1, KW_DEFERRABLE) ||
				  parser_ahead_at(p, 1, KW_VALID));
	case KW_NULL:
		return !first;
	case KW_KEY:
	case KW_CHECK:
	case KW_UNIQUE:
	case KW_PRIMARY:
	case KW_REFERENCES:
	case KW_CONSTRAINT:
	case KW_COLLATE:
	case KW_GENERATED:
	case KW_COMMENT:
	case KW_ON:
	case KW_AUTO_INCREMENT:
	case KW_AFTER:
	case KW_FIRST:
	case KW_STORAGE:
	case KW_VIRTUAL:
	case KW_STORED:
	case KW_DEFERRABLE:
	case KW_INITIALLY:
	case KW_FOR:
	case KW_OPTIONS:
		return true;
	default:
		return ddl_at_word(p, "invisible") || ddl_at_word(p, "visible");
	}
}

const char *ddl_default(struct parser *p, const struct object_name *object)
{
	uint32_t begin = parser_peek(p)->offset;

	for (bool first = true;
	     !parser_at_end(p) && !parser_at_kind(p, TOKEN_COMMA) &&
	     !parser_at_kind(p, TOKEN_CLOSE) && !ends_default(p, first);
	     first = false)
		parser_skip_one(p);
	if (p->end <= begin)
		return NULL;
	ddl_expression(p, object, begin, p->end);
	return parser_slice(p, begin, p->end);
}

/* (expression): its text without the parentheses; NULL if none opens. */
static const char *read_parentheses(struct parser *p,
				    const struct ddl_table *table)
{
	uint32_t begin = parser_peek(p)->offset + 1;
	uint32_t end;

	if (!parser_at_kind(p, TOKEN_OPEN))
		return NULL;
	parser_skip_parentheses(p);
	end = MAX(p->end ? p->end - 1 : 0, begin);
	ddl_expression(p, &table->made->object, begin, end);
	return parser_slice(p, begin, end);
}

/* A key of this one column. */
static void add_key(struct parser *p, struct column *column, const char *kind)
{
	struct fact_definition *made = column->table->made;
	struct defined_key *key =
		ARENA_PUSH(p->analysis->arena, made->keys, made->n_keys);

	key->kind = kind;
	key->name = column->constraint;
	*ARENA_PUSH(p->analysis->arena, key->columns, key->n_columns) =
		column_get(column)->name;
	column->constraint = NULL;
}

static void read_check(struct parser *p, struct column *column)
{
	read_parentheses(p, column->table);
	add_key(p, column, "check");
}

/*
 * GENERATED ALWAYS AS (expression) STORED
 * GENERATED { ALWAYS | BY DEFAULT } AS IDENTITY [ (options) ]
 * The word GENERATED, or AS alone, is taken already.
 */
static void read_generated(struct parser *p, struct column *column)
{
	struct defined_column *made = column_get(column);

	while (parser_accept(p, KW_ALWAYS) || parser_accept(p, KW_BY) ||
	       parser_accept(p, KW_DEFAULT) || parser_accept(p, KW_AS) ||
	       parser_accept_two(p, KW_ON, KW_NULL))
		;
	if (parser_accept(p, KW_IDENTITY)) {
		made->flags |= COLUMN_IDENTITY;
		if (parser_at_kind(p, TOKEN_OPEN))
			parser_skip_parentheses(p);
	} else if (parser_at_kind(p, TOKEN_OPEN)) {
		made->flags |= COLUMN_GENERATED;
		made->value = read_parentheses(p, column->table);
	} else if (parser_accept(p, KW_ROW)) {
		parser_next(p); /* START, END, which may end statements */
	}
}

static void read_reference(struct parser *p, struct column *column)
{
	ddl_reference(p, column->table, column->constraint,
		      &column_get(column)->name, 1);
	column->constraint = NULL;
}

/* ON UPDATE CURRENT_TIMESTAMP of MySQL; what it sets is no default. */
static void skip_on_update(struct parser *p)
{
	parser_next(p);
	parser_next(p);
	if (!parser_at_end(p))
		parser_skip_one(p);
	if (parser_at_kind(p, TOKEN_OPEN))
		parser_skip_parentheses(p);
}

static void read_constraint_name(struct parser *p, struct column *column)
{
	parser_next(p);
	if (!parser_at(p, KW_CHECK) && !parser_at(p, KW_PRIMARY) &&
	    !parser_at(p, KW_UNIQUE) && !parser_at(p, KW_REFERENCES))
		column->constraint = parser_identifier(p, NULL);
}

/* Flags that one or two words set; false if none of them stands here. */
static bool read_flag(struct parser *p, struct column *column)
{
	struct defined_column *made = column_get(column);

	if (parser_accept_two(p, KW_NOT, KW_NULL)) {
		made->flags |= COLUMN_NOT_NULL;
		column->constraint = NULL;
	} else if (parser_accept_two(p, KW_PRIMARY, KW_KEY)) {
		made->flags |= COLUMN_PRIMARY;
		add_key(p, column, "primary");
	} else if (parser_accept(p, KW_UNIQUE)) {
		parser_accept(p, KW_KEY);
		made->flags |= COLUMN_UNIQUE;
		add_key(p, column, "unique");
	} else if (parser_accept(p, KW_AUTO_INCREMENT) ||
		   ddl_accept_word(p, "autoincrement")) {
		made->flags |= COLUMN_IDENTITY;
	} else if (parser_accept(p, KW_IDENTITY)) {
		made->flags |= COLUMN_IDENTITY;
		if (parser_at_kind(p, TOKEN_OPEN))
			parser_skip_parentheses(p);
	} else if (ddl_is_mysql(p) && parser_accept(p, KW_KEY)) {
		made->flags |= COLUMN_PRIMARY;
		add_key(p, column, "primary");
	} else {
		return false;
	}
	return true;
}

/* One constraint or attribute of a column; whatever is not known is one
 * token or a pair of parentheses. */
static void read_constraint(struct parser *p, struct column *column)
{
	struct defined_column *made = column_get(column);

	if (read_flag(p, column))
		return;
	switch (parser_peek(p)->keyword) {
	case KW_CONSTRAINT:
		read_constraint_name(p, column);
		return;
	case KW_DEFAULT:
		parser_next(p);
		made->flags |= COLUMN_DEFAULT;
		made->value = ddl_default(p, &column->table->made->object);
		return;
	case KW_GENERATED:
	case KW_AS:
		parser_next(p);
		read_generated(p, column);
		return;
	case KW_CHECK:
		parser_next(p);
		read_check(p, column);
		return;
	case KW_REFERENCES:
		read_reference(p, column);
		return;
	case KW_COMMENT:
		parser_next(p);
		made->comment = ddl_option(p);
		return;
	case KW_ON:
		skip_on_update(p);
		return;
	case KW_COLLATE:
	case KW_STORAGE:
	case KW_CHARSET:
	case KW_AFTER:
		parser_next(p);
		ddl_option(p);
		return;
	default:
		parser_skip_one(p);
	}
}

static bool at_column_end(const struct parser *p)
{
	return parser_at_end(p) || parser_at_kind(p, TOKEN_COMMA) ||
	       parser_at_kind(p, TOKEN_CLOSE);
}

/* Whether a type stands here: SQLite and typed tables leave it out. */
static bool at_type(const struct parser *p)
{
	switch (parser_peek(p)->keyword) {
	case KW_PRIMARY:
	case KW_UNIQUE:
	case KW_CHECK:
	case KW_CONSTRAINT:
	case KW_REFERENCES:
	case KW_GENERATED:
	case KW_WITH:
	case KW_NOT:
	case KW_NULL:
	case KW_DEFAULT:
	case KW_AS:
		return false;
	default:
		return !at_column_end(p) && !parser_at_kind(p, TOKEN_OPEN);
	}
}

/* What belongs to the column and not to its type: MySQL's character set. */
static const char *plain_type(struct parser *p, const char *type)
{
	const char *close = strrchr(type, ')');
	const char *cut = strcasestr(close ? close : type, " character set ");

	if (!cut)
		cut = strcasestr(close ? close : type, " charset ");
	return cut ? arena_strndup(p->analysis->arena, type,
				   (size_t)(cut - type))
		   : type;
}

/* How serial types are made: a default and a sequence. */
static void note_serial(struct defined_column *column)
{
	static const char *const serials[] = {"serial",	     "bigserial",
					      "smallserial", "serial4",
					      "serial8",     "serial2"};

	for (size_t i = 0; i < G_N_ELEMENTS(serials); i++)
		if (g_ascii_strcasecmp(column->type, serials[i]) == 0)
			column->flags |= COLUMN_IDENTITY | COLUMN_NOT_NULL;
}

void ddl_column_rest(struct parser *p, struct ddl_table *table, uint32_t index)
{
	struct column column = {.table = table, .index = index};

	if (at_type(p)) {
		uint32_t begin = parser_peek(p)->offset;

		parser_skip_type(p);
		if (p->end > begin) {
			column_get(&column)->type =
				plain_type(p, parser_slice(p, begin, p->end));
			note_serial(column_get(&column));
		}
	}
	while (!at_column_end(p))
		read_constraint(p, &column);
}

struct defined_column *ddl_new_column(struct parser *p, struct ddl_table *table)
{
	struct fact_definition *made = table->made;
	struct defined_column column = {
		.line = parser_line(p, parser_peek(p)->offset)};

	/* MySQL and others allow reserved words of ours as columns. */
	if (parser_at_kind(p, TOKEN_WORD) && !parser_at_name(p) &&
	    !parser_ahead_kind(p, 1, TOKEN_OPEN)) {
		column.name = token_name(p->analysis->arena, &p->lexer,
					 parser_peek(p));
		parser_next(p);
	} else {
		column.name = parser_identifier(p, &column.quoted);
	}
	if (!column.name)
		return NULL;
	*ARENA_PUSH(p->analysis->arena, made->columns, made->n_columns) =
		column;
	return &made->columns[made->n_columns - 1];
}

bool ddl_column(struct parser *p, struct ddl_table *table)
{
	if (!ddl_new_column(p, table))
		return false;
	ddl_column_rest(p, table, table->made->n_columns - 1);
	return true;
}

void ddl_column_default(struct parser *p, struct ddl_table *table,
			uint32_t index)
{
	const char *value = ddl_default(p, &table->made->object);

	table->made->columns[index].value = value;
}

void ddl_column_generated(struct parser *p, struct ddl_table *table,
			  uint32_t index)
{
	struct column column = {.table = table, .index = index};

	read_generated(p, &column);
}
