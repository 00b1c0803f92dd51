#include "analyzers/sql/parser.h"

#include <string.h>

#include "analyzers/sql/builtin.h"
#include "analyzers/sql/trigger_rows.h"
#include "analyzers/sql/wrapper.h"

/* --- life ---------------------------------------------------------------- */

static void start(struct parser *p, uint32_t begin, uint32_t end)
{
	p->lexer.bytes = p->text->bytes;
	p->lexer.size = end;
	p->end = begin;
	parser_jump(p, begin);
}

void parser_init_text(struct parser *p, struct analysis *analysis,
		      struct text *text, uint32_t begin, uint32_t end)
{
	enum dialect dialect = text->dialect;

	memset(p, 0, sizeof(*p));
	keyword_init();
	builtin_init();
	if (dialect == DIALECT_GENERIC)
		dialect = dialect_guess(text->bytes, text->size);
	p->analysis = analysis;
	p->text = text;
	p->lexer.rules = dialect_rules(dialect);
	p->line = begin ? text_line(text, begin) : 1;
	p->line_offset = p->line_end = begin;
	p->wrappers = &p->own_wrappers;
	p->trigger_rows = &p->own_trigger_rows;
	jinja_init(&p->jinja, text->bytes,
		   (uint32_t)MIN(text->size, UINT32_MAX));
	start(p, begin, end);
}

void parser_init_inside(struct parser *inside, const struct parser *p,
			struct text *text, uint32_t begin, uint32_t end)
{
	*inside = *p;
	inside->text = text;
	inside->depth = p->depth + 1;
	inside->statement = NULL;
	inside->terminators = NULL;
	inside->script = inside->string = inside->copy_data = false;
	inside->one = false;
	inside->session = NULL;
	inside->declared = NULL;
	inside->lexer.delimiter_length = 0;
	memset(&inside->value_refs, 0, sizeof(inside->value_refs));
	memset(&inside->value_levels, 0, sizeof(inside->value_levels));
	inside->jinja.variables = NULL;
	inside->jinja_at = UINT32_MAX;
	if (text != p->text) {
		jinja_init(&inside->jinja, text->bytes,
			   (uint32_t)MIN(text->size, UINT32_MAX));
		inside->line = begin ? text_line(text, begin) : 1;
		inside->line_offset = inside->line_end = begin;
	}
	start(inside, begin, end);
}

void parser_release(struct parser *p)
{
	if (p->declared)
		g_hash_table_destroy(p->declared);
	session_release(p);
	if (p->wrappers == &p->own_wrappers)
		wrappers_free(p->own_wrappers);
	if (p->trigger_rows == &p->own_trigger_rows)
		trigger_rows_free(p->own_trigger_rows);
	jinja_release(&p->jinja);
	g_free(p->value_refs.list);
	g_free(p->value_levels.list);
}

void index_stack_grow(struct index_stack *stack)
{
	stack->room = MAX(64, 2 * stack->room);
	stack->list = g_renew(uint32_t, stack->list, stack->room);
}

/* --- tokens -------------------------------------------------------------- */

/* How often whoever made the text is told how far it was read. */
#define TELL_BYTES (1 << 20)

static void tell_passed(struct parser *p)
{
	if (p->text->passed && p->lexer.offset > p->told + TELL_BYTES) {
		p->told = p->lexer.offset;
		p->text->passed(p->text, p->told);
	}
}

/* Lexes up to the end of a statement, or as much as there is room for: a
 * script may then change how the lexer goes on. */
static void fill(struct parser *p)
{
	p->head = 0;
	tell_passed(p);
	p->count = lexer_read(&p->lexer, p->tokens, PARSER_TOKENS / 2);
}

const struct token *parser_ahead_more(struct parser *p, uint32_t n)
{
	while (p->head + n >= p->count) {
		if (token_ends_statement(&p->tokens[p->count - 1]))
			return &p->tokens[p->count - 1];
		if (p->count == PARSER_TOKENS) {
			memmove(p->tokens, p->tokens + p->head,
				(p->count - p->head) * sizeof(*p->tokens));
			p->count -= p->head;
			p->head = 0;
		}
		lexer_next(&p->lexer, &p->tokens[p->count++]);
	}
	return &p->tokens[p->head + n];
}

#define FINGERPRINT_PRIME 0x9e3779b97f4a7c15u

static bool is_literal(const struct token *token)
{
	const uint32_t literals =
		1u << TOKEN_STRING | 1u << TOKEN_NUMBER | 1u << TOKEN_HOLE;

	return literals >> token->kind & 1 &&
	       !(token->kind == TOKEN_HOLE && token->flags & TOKEN_HOLED);
}

/* A list of literals counts as one, however long it is. */
static inline void add_fingerprint(struct statement *statement,
				   const struct token *token)
{
	uint64_t hash = token->hash;

	if (is_literal(token)) {
		statement->opened |= token->flags & TOKEN_OPENED;
		if (statement->after_literal)
			return;
		statement->after_literal = true;
		hash = TOKEN_HOLE;
	} else if (statement->after_literal) {
		if (token->kind == TOKEN_COMMA)
			return;
		statement->after_literal = false;
	}
	hash = (statement->fingerprint ^ hash) * FINGERPRINT_PRIME;
	statement->fingerprint = hash ^ hash >> 29;
}

void parser_next(struct parser *p)
{
	const struct token *token = parser_peek(p);

	p->end = token->offset + token->length;
	if (p->statement)
		add_fingerprint(p->statement, token);
	if (++p->head == p->count)
		fill(p);
}

bool parser_accept_two(struct parser *p, enum keyword first,
		       enum keyword second)
{
	if (!parser_at(p, first) || !parser_ahead_at(p, 1, second))
		return false;
	parser_next(p);
	parser_next(p);
	return true;
}

bool parser_accept_three(struct parser *p, enum keyword first,
			 enum keyword second, enum keyword third)
{
	if (!parser_at(p, first) || !parser_ahead_at(p, 2, third))
		return false;
	if (!parser_ahead_at(p, 1, second))
		return false;
	parser_next(p);
	return parser_accept_two(p, second, third);
}

bool parser_accept_if_exists(struct parser *p)
{
	return parser_accept_two(p, KW_IF, KW_EXISTS) ||
	       parser_accept_three(p, KW_IF, KW_NOT, KW_EXISTS);
}

bool parser_at_terminator(const struct parser *p)
{
	for (const enum keyword *t = p->terminators; *t; t++)
		if (parser_at(p, *t))
			return true;
	return false;
}

void parser_skip_parentheses(struct parser *p)
{
	uint64_t depth = 0;

	do {
		if (parser_at_kind(p, TOKEN_OPEN))
			depth++;
		else if (parser_at_kind(p, TOKEN_CLOSE))
			depth--;
		parser_next(p);
	} while (depth && !token_ends_statement(parser_peek(p)));
}

void parser_skip_one(struct parser *p)
{
	if (parser_at_kind(p, TOKEN_OPEN))
		parser_skip_parentheses(p);
	else if (!token_ends_statement(parser_peek(p)))
		parser_next(p);
}

void parser_skip_statement(struct parser *p)
{
	while (!parser_at_end(p))
		parser_skip_one(p);
}

struct parser_mark parser_mark(const struct parser *p)
{
	struct parser_mark mark = {parser_peek(p)->offset, p->end, 0, false};

	if (p->statement) {
		mark.fingerprint = p->statement->fingerprint;
		mark.after_literal = p->statement->after_literal;
	}
	return mark;
}

void parser_rewind(struct parser *p, const struct parser_mark *mark)
{
	parser_jump(p, mark->offset);
	p->end = mark->end;
	if (p->statement) {
		p->statement->fingerprint = mark->fingerprint;
		p->statement->after_literal = mark->after_literal;
	}
}

void parser_jump(struct parser *p, uint32_t offset)
{
	p->lexer.offset = MIN(offset, p->lexer.size);
	p->lexer.line = parser_line(p, p->lexer.offset);
	fill(p);
}

void parser_skip_copy_data(struct parser *p, uint32_t offset)
{
	p->lexer.offset = MIN(offset, p->lexer.size);
	p->lexer.line = parser_line(p, p->lexer.offset);
	while (!lexer_skip_copy_data(&p->lexer, TELL_BYTES))
		tell_passed(p);
	if (!p->text->n_marks) {
		p->line = p->lexer.line;
		p->line_offset = p->line_end = p->lexer.offset;
	}
	fill(p);
}

bool parser_enter(struct parser *p)
{
	if (p->depth < PARSER_DEPTH_MAX) {
		p->depth++;
		return true;
	}
	if (p->statement && !p->statement->deep) {
		p->statement->deep = true;
		p->statement->broken = true;
		parser_gap(p, REASON_TOO_DEEP, parser_peek(p)->offset, NULL);
	}
	return false;
}

/* --- lines ---------------------------------------------------------------- */

/* Lines further back than this are looked up in the text's index. */
#define LINE_BACK 4096

static uint32_t line_end_after(const struct parser *p, uint32_t offset)
{
	const char *bytes = p->text->bytes;
	const char *newline =
		memchr(bytes + offset, '\n', p->text->size - offset);

	return newline ? (uint32_t)(newline - bytes) + 1 : UINT32_MAX;
}

uint32_t parser_line(struct parser *p, uint32_t offset)
{
	if (p->text->n_marks || offset >= p->text->size)
		return text_line(p->text, offset);
	if (offset < p->line_offset) {
		if (p->line_offset - offset > LINE_BACK)
			return text_line(p->text, offset);
		while (p->line_offset > offset) {
			p->line_offset--;
			if (p->text->bytes[p->line_offset] == '\n')
				p->line--;
		}
		p->line_end = p->line_offset;
	}
	if (p->line_end == p->line_offset)
		p->line_end = line_end_after(p, p->line_offset);
	while (offset >= p->line_end) {
		p->line_offset = p->line_end;
		p->line++;
		p->line_end = line_end_after(p, p->line_offset);
	}
	return p->line;
}

void parser_tell_line(struct parser *p)
{
	if (p->text->stream && !p->text->n_marks) {
		p->text->known_offset = p->line_offset;
		p->text->known_line = p->line;
	}
}

/* --- names --------------------------------------------------------------- */

static bool is_part(const struct token *token)
{
	return token->kind == TOKEN_WORD || token->kind == TOKEN_QUOTED ||
	       token->kind == TOKEN_HOLE;
}

/* The line of the outermost host. */
static uint32_t token_line(struct parser *p, const struct token *token)
{
	if (p->text->n_marks)
		return text_line(p->text, token->offset);
	return token->line;
}

/* Writes the tokens' names into one piece of memory: parts, then bytes. */
static void make_name(struct parser *p, const struct token *tokens, uint32_t n,
		      struct sql_name *name)
{
	size_t size = n * sizeof(char *);
	char *to;

	for (uint32_t i = 0; i < n; i++)
		size += tokens[i].length + 2;
	name->parts = arena_alloc(p->analysis->arena, size);
	name->n_parts = n;
	name->quoted = 0;
	to = (char *)(name->parts + n);
	for (uint32_t i = 0; i < n; i++) {
		name->parts[i] = to;
		to += token_write_name(&p->lexer, &tokens[i], to) + 1;
		if (tokens[i].kind == TOKEN_QUOTED)
			name->quoted |= 1u << i;
	}
	name->line = token_line(p, &tokens[0]);
	name->end_line = token_line(p, &tokens[n - 1]);
}

/* `a.b.c` in one pair of backticks is a path, and so is `a.b`.c. */
static void split_paths(struct parser *p, struct sql_name *name)
{
	const char **parts = NULL;
	uint32_t n = 0;

	for (uint32_t i = 0; i < name->n_parts; i++) {
		const char *part = name->parts[i];
		size_t length;

		for (; *part && n < SQL_NAME_PARTS; part += length) {
			part += *part == '.';
			length = strcspn(part, ".");
			*ARENA_PUSH(p->analysis->arena, parts, n) =
				arena_strndup(p->analysis->arena, part, length);
		}
	}
	if (n <= name->n_parts)
		return;
	name->parts = parts;
	name->n_parts = n;
	name->quoted = (1u << n) - 1;
}

/* {{ ref('x') }} and {{ source('a', 'b') }} of dbt are names. */
static void name_template(struct parser *p, const struct token *hole,
			  struct sql_name *name)
{
	struct jinja_relation relations[JINJA_RELATIONS_MAX];

	if (!p->jinja.used ||
	    !jinja_hole(&p->jinja, p->analysis->arena, hole->offset,
			hole->length, relations))
		return;
	name->n_parts = relations[0].n_parts;
	name->parts = arena_memdup(p->analysis->arena, relations[0].parts,
				   sizeof(relations[0].parts));
}

static bool same_word(const char *bytes, uint32_t length, const char *word)
{
	return word && strlen(word) == length &&
	       g_ascii_strncasecmp(bytes, word, length) == 0;
}

/* A row of the trigger that is read: Oracle's :NEW.c, and what REFERENCING
 * calls it. */
static void name_row(struct parser *p, const struct token *first,
		     struct sql_name *name)
{
	const char *bytes = p->lexer.bytes + first->offset;
	uint32_t length = first->length;

	if (name->n_parts < 2 || !p->row_table.n_parts ||
	    (first->kind != TOKEN_HOLE && !p->row_new && !p->row_old))
		return;
	if (length && *bytes == ':') {
		bytes++;
		length--;
	}
	if (same_word(bytes, length, p->row_new) ||
	    same_word(bytes, length, "new"))
		name->parts[0] = "new";
	else if (same_word(bytes, length, p->row_old) ||
		 same_word(bytes, length, "old"))
		name->parts[0] = "old";
}

/* MySQL's .t */
static bool at_dotted_name(struct parser *p)
{
	enum dialect dialect = p->lexer.rules->dialect;

	return parser_at_kind(p, TOKEN_DOT) && is_part(parser_ahead(p, 1)) &&
	       (dialect == DIALECT_MYSQL || dialect == DIALECT_MARIADB);
}

/* The name as a project of BigQuery has it, my-project of my-project.set.t:
 * the token becomes that. */
static void take_dashes(struct parser *p, struct token *token)
{
	const char *bytes = p->lexer.bytes;
	uint32_t at = token->offset + token->length, begin = at;

	if (token->kind != TOKEN_WORD)
		return;
	while (at < p->lexer.size &&
	       (g_ascii_isalnum(bytes[at]) || bytes[at] == '_' ||
		(bytes[at] == '-' && at + 1 < p->lexer.size &&
		 g_ascii_isalnum(bytes[at + 1]))))
		at++;
	if (at == begin || at == p->lexer.size || bytes[at] != '.')
		return;
	token->length = at - token->offset;
	parser_jump(p, at);
}

bool parser_name(struct parser *p, struct sql_name *name)
{
	struct token first = *parser_peek(p);
	const char *dashed;
	bool found;

	if (!(p->lexer.rules->flags & RULE_DASHED_NAMES) ||
	    !parser_ahead_kind(p, 1, TOKEN_OPERATOR) || !parser_at_name(p) ||
	    parser_ahead(p, 1)->offset != first.offset + first.length)
		return parser_column_name(p, name);
	parser_next(p);
	take_dashes(p, &first);
	if (!parser_at_kind(p, TOKEN_DOT)) {
		make_name(p, &first, 1, name);
		return true;
	}
	parser_next(p);
	dashed = token_name(p->analysis->arena, &p->lexer, &first);
	found = parser_column_name(p, name);
	if (found && name->n_parts < SQL_NAME_PARTS) {
		const char **parts =
			arena_alloc(p->analysis->arena,
				    (name->n_parts + 1) * sizeof(*parts));

		parts[0] = dashed;
		memcpy(parts + 1, name->parts, name->n_parts * sizeof(*parts));
		name->parts = parts;
		name->n_parts++;
		name->quoted <<= 1;
	}
	return found;
}

/* default.t: a schema of ClickHouse, Hive and others. */
static bool at_default_schema(struct parser *p)
{
	return parser_at(p, KW_DEFAULT) && parser_ahead_kind(p, 1, TOKEN_DOT);
}

bool parser_column_name(struct parser *p, struct sql_name *name)
{
	struct token tokens[SQL_NAME_PARTS];
	uint32_t n = 0;

	memset(name, 0, sizeof(*name));
	if (at_dotted_name(p))
		parser_next(p);
	if (!parser_at_name(p) && !at_default_schema(p))
		return false;
	tokens[n++] = *parser_peek(p);
	parser_next(p);
	while (parser_at_kind(p, TOKEN_DOT)) {
		uint32_t dots = 1;

		while (dots < 3 && parser_ahead_kind(p, dots, TOKEN_DOT))
			dots++;
		if (!is_part(parser_ahead(p, dots)))
			break;
		for (uint32_t i = 0; i < dots; i++)
			parser_next(p);
		if (n == SQL_NAME_PARTS) {
			n--;
			memmove(tokens, tokens + 1, n * sizeof(*tokens));
		}
		tokens[n++] = *parser_peek(p);
		parser_next(p);
	}
	make_name(p, tokens, n, name);
	if (n == 1 && tokens[0].kind == TOKEN_HOLE)
		name_template(p, &tokens[0], name);
	if (n <= 2 && tokens[0].kind == TOKEN_QUOTED &&
	    (p->lexer.rules->flags & RULE_BACKTICK_PATHS))
		split_paths(p, name);
	if ((p->lexer.rules->flags & RULE_AT_LINKS) &&
	    parser_at_kind(p, TOKEN_VARIABLE)) {
		parser_next(p);
		while (parser_accept_kind(p, TOKEN_DOT) &&
		       is_part(parser_peek(p)))
			parser_next(p);
	}
	name_row(p, &tokens[0], name);
	return true;
}

/* FROM {{ dbt_utils.deduplicate(relation=ref('a')) }}: the rows are those of
 * the macro's first relation. A heuristic; a macro that counts them or turns
 * them proves it wrong. */
static void name_argument(struct parser *p, const struct token *hole,
			  struct sql_name *name)
{
	struct jinja jinja = p->jinja;
	struct jinja_part part;
	uint32_t at = hole->offset, end = hole->offset + hole->length;

	if (name->parts[0][0] != TEXT_HOLE || p->lexer.bytes[at] != '{')
		return;
	jinja.inside = 0;
	while (jinja_next(&jinja, p->analysis->arena, &at, end, &part))
		if (part.n_relations) {
			name->n_parts = part.relations[0].n_parts;
			name->parts = arena_memdup(
				p->analysis->arena, part.relations[0].parts,
				sizeof(part.relations[0].parts));
			break;
		}
	p->jinja.variables = jinja.variables;
}

/* psql's variables that go on with a name without a space: log_:t. */
static void add_variables(struct parser *p, struct sql_name *name)
{
	const struct token *token = parser_peek(p);
	const char **last = &name->parts[name->n_parts - 1];

	if (!p->script || p->lexer.rules->dialect != DIALECT_POSTGRESQL)
		return;
	while (token->kind == TOKEN_HOLE && !(token->flags & TOKEN_SPACED) &&
	       p->lexer.bytes[token->offset] == ':') {
		*last = arena_printf(p->analysis->arena, "%s%c", *last,
				     TEXT_HOLE);
		parser_next(p);
		token = parser_peek(p);
	}
}

bool parser_row_name(struct parser *p, struct sql_name *name)
{
	if (!parser_at_kind(p, TOKEN_VARIABLE) ||
	    !(p->lexer.rules->flags & RULE_HASH_NAMES)) {
		struct token first = *parser_peek(p);

		if (!parser_name(p, name))
			return false;
		if (first.kind == TOKEN_HOLE && p->jinja.used &&
		    name->n_parts == 1)
			name_argument(p, &first, name);
		if (parser_at_kind(p, TOKEN_HOLE))
			add_variables(p, name);
		return true;
	}
	make_name(p, parser_peek(p), 1, name);
	parser_next(p);
	return true;
}

bool parser_member(struct parser *p, struct sql_name *name)
{
	struct token token = *parser_peek(p);

	if (!is_part(&token))
		return false;
	parser_next(p);
	make_name(p, &token, 1, name);
	return true;
}

const char *parser_identifier(struct parser *p, bool *quoted)
{
	const char *name;

	if (!parser_at_name(p))
		return NULL;
	if (quoted)
		*quoted = parser_at_kind(p, TOKEN_QUOTED);
	name = token_name(p->analysis->arena, &p->lexer, parser_peek(p));
	parser_next(p);
	return name;
}

bool parser_names(struct parser *p, const char ***names, uint32_t *n_names)
{
	*names = NULL;
	*n_names = 0;
	if (!parser_accept_kind(p, TOKEN_OPEN))
		return false;
	while (!token_ends_statement(parser_peek(p)) &&
	       !parser_at_kind(p, TOKEN_CLOSE)) {
		const char *name = parser_identifier(p, NULL);

		if (name)
			*ARENA_PUSH(p->analysis->arena, *names, *n_names) =
				name;
		while (!token_ends_statement(parser_peek(p)) &&
		       !parser_at_kind(p, TOKEN_COMMA) &&
		       !parser_at_kind(p, TOKEN_CLOSE))
			parser_skip_one(p);
		parser_accept_kind(p, TOKEN_COMMA);
	}
	parser_accept_kind(p, TOKEN_CLOSE);
	return true;
}

bool parser_name_in_string(struct parser *p, const struct token *token,
			   struct sql_name *name)
{
	uint32_t length, content;
	bool plain;
	const char *value = token_string(p->analysis->arena, &p->lexer, token,
					 &length, &content, &plain);
	struct lexer lexer = {
		.bytes = value, .size = length, .rules = p->lexer.rules};
	struct token part;

	memset(name, 0, sizeof(*name));
	name->parts = arena_alloc(p->analysis->arena,
				  SQL_NAME_PARTS * sizeof(char *));
	do {
		lexer_next(&lexer, &part);
		if (!is_part(&part) || name->n_parts == SQL_NAME_PARTS)
			return false;
		if (part.kind == TOKEN_QUOTED)
			name->quoted |= 1u << name->n_parts;
		name->parts[name->n_parts++] =
			token_name(p->analysis->arena, &lexer, &part);
		lexer_next(&lexer, &part);
	} while (part.kind == TOKEN_DOT);
	name->line = parser_line(p, token->offset);
	name->end_line = name->line;
	return part.kind == TOKEN_END;
}

const char *parser_slice(struct parser *p, uint32_t begin, uint32_t end)
{
	struct lexer lexer = p->lexer;
	struct token token;
	char *slice, *to;

	lexer.offset = begin;
	/* Where nothing was taken, the last token ends before the next. */
	lexer.size = MAX(begin, MIN(end, lexer.size));
	slice = to = arena_alloc(p->analysis->arena, lexer.size - begin + 1);
	for (lexer_next(&lexer, &token); token.kind != TOKEN_END;
	     lexer_next(&lexer, &token)) {
		if (to > slice && (token.flags & TOKEN_SPACED))
			*to++ = ' ';
		memcpy(to, lexer.bytes + token.offset, token.length);
		to += token.length;
	}
	return slice;
}

/* --- variables ----------------------------------------------------------- */

const struct routine_scope *routine_variable(const struct routine_scope *scope,
					     const char *name)
{
	char *folded = g_ascii_strdown(name, -1);

	while (scope && !g_hash_table_contains(scope->variables, folded))
		scope = scope->outer;
	g_free(folded);
	return scope;
}

/* --- types --------------------------------------------------------------- */

/* Words that go on with a type's name. */
static bool accept_type_word(struct parser *p)
{
	switch (parser_peek(p)->keyword) {
	case KW_PRECISION:
	case KW_VARYING:
	case KW_UNSIGNED:
	case KW_SIGNED:
	case KW_LARGE:
	case KW_OBJECT:
	case KW_ARRAY:
	case KW_BINARY:
		parser_next(p);
		return true;
	case KW_CHARACTER:
		if (!parser_accept_two(p, KW_CHARACTER, KW_SET))
			return false;
		parser_skip_one(p);
		return true;
	case KW_CHARSET:
		parser_next(p);
		parser_skip_one(p);
		return true;
	case KW_WITH:
	case KW_WITHOUT:
		if (!parser_ahead_at(p, 1, KW_TIME) &&
		    !parser_ahead_at(p, 1, KW_LOCAL))
			return false;
		while (parser_accept(p, KW_WITH) ||
		       parser_accept(p, KW_WITHOUT) ||
		       parser_accept(p, KW_LOCAL) || parser_accept(p, KW_TIME))
			;
		if (parser_peek(p)->length == 4 && parser_at_name(p))
			parser_next(p);
		return true;
	default:
		return false;
	}
}

/* %TYPE and %ROWTYPE behind a name: what they name is a relation, or a
 * relation's column, or a variable (then it has one part). */
static bool accept_rowtype(struct parser *p, const struct sql_name *name)
{
	struct sql_name relation = *name;
	bool type = parser_ahead_at(p, 1, KW_TYPE);

	if (!parser_at_kind(p, TOKEN_OPERATOR) ||
	    p->lexer.bytes[parser_peek(p)->offset] != '%' ||
	    !(type || parser_ahead_at(p, 1, KW_ROWTYPE)))
		return false;
	parser_next(p);
	parser_next(p);
	relation.n_parts -= type;
	/* c%ROWTYPE of a cursor */
	if (relation.n_parts &&
	    !(relation.n_parts == 1 && p->routine &&
	      routine_variable(p->routine, relation.parts[0])))
		statement_mention(p, &relation, NODE_TABLE);
	return true;
}

/* INTERVAL DAY TO SECOND (3) */
static void skip_interval_type(struct parser *p)
{
	parser_next(p);
	do {
		if (keyword_flags[parser_peek(p)->keyword] & KEYWORD_UNIT)
			parser_next(p);
		if (parser_at_kind(p, TOKEN_OPEN))
			parser_skip_parentheses(p);
	} while (parser_accept(p, KW_TO));
}

/* MariaDB: TYPE OF t.c, ROW TYPE OF t */
static bool accept_type_of(struct parser *p)
{
	struct sql_name relation;
	bool row = parser_accept_three(p, KW_ROW, KW_TYPE, KW_OF);

	if ((!row && !parser_accept_two(p, KW_TYPE, KW_OF)) ||
	    !parser_name(p, &relation))
		return row;
	relation.n_parts -= !row;
	if (relation.n_parts)
		statement_mention(p, &relation, NODE_TABLE);
	return true;
}

/* ARRAY<STRUCT<a INT64, b STRING>>: operators of several bytes count each. */
void parser_skip_angles(struct parser *p)
{
	int depth = 0;

	if (!parser_at_kind(p, TOKEN_OPERATOR) ||
	    p->lexer.bytes[parser_peek(p)->offset] != '<')
		return;
	do {
		const struct token *token = parser_peek(p);
		const char *bytes = p->lexer.bytes + token->offset;

		for (uint32_t i = 0;
		     token->kind == TOKEN_OPERATOR && i < token->length; i++)
			depth += (bytes[i] == '<') - (bytes[i] == '>');
		parser_next(p);
	} while (depth > 0 && !token_ends_statement(parser_peek(p)));
}

/* Types whose parts stand between angles. */
static bool at_generic_type(const char *name)
{
	return g_ascii_strcasecmp(name, "array") == 0 ||
	       g_ascii_strcasecmp(name, "struct") == 0 ||
	       g_ascii_strcasecmp(name, "map") == 0 ||
	       g_ascii_strcasecmp(name, "range") == 0 ||
	       g_ascii_strcasecmp(name, "uniontype") == 0;
}

void parser_skip_type(struct parser *p)
{
	struct sql_name name = {0};

	if (parser_is_word(p, parser_peek(p), "setof"))
		parser_next(p);
	if (accept_type_of(p))
		return;
	if (parser_at(p, KW_NATIONAL) || parser_at(p, KW_DOUBLE))
		parser_next(p);
	else if (parser_at(p, KW_SET))
		parser_next(p);
	else if (parser_at(p, KW_INTERVAL))
		skip_interval_type(p);
	else if (!parser_name(p, &name) || accept_rowtype(p, &name))
		return;
	if (parser_at_kind(p, TOKEN_OPERATOR) && name.n_parts == 1 &&
	    at_generic_type(name.parts[0]))
		parser_skip_angles(p);
	for (;;) {
		if (parser_at_kind(p, TOKEN_OPEN)) {
			parser_skip_parentheses(p);
		} else if (parser_at_kind(p, TOKEN_OPEN_BRACKET)) {
			while (!token_ends_statement(parser_peek(p)) &&
			       !parser_accept_kind(p, TOKEN_CLOSE_BRACKET))
				parser_next(p);
		} else if (!accept_type_word(p)) {
			return;
		}
	}
}
