#include "analyzers/sql/fold.h"

#include <string.h>

#include "analyzers/sql/lexer.h"

/* A rope longer than that, or an expression nested deeper, is a hole. */
#define MAX_PIECES 2000
#define MAX_DEPTH 32

/* How far back ropes are compared to see that one holds the other. */
#define MAX_COMPARED 256

/* A part of a string. Its first byte stands on `line` of the outermost host;
 * `steps` says that each newline in it is one there. */
struct fold_piece {
	const struct fold_piece *before;
	const char *bytes;
	uint32_t size, line;
	bool steps;
	bool separator; /* nothing but a comma, AND, UNION ALL, ... */
	/* Of all up to this piece: */
	bool known; /* is more than holes */
	bool empty; /* has no bytes */
	bool start; /* begins as a statement or as a hole does */
	uint32_t n_pieces;
};

struct fold_variable {
	const struct fold_value *value;
	uint32_t stamp; /* of the branching that looks at it */
	uint32_t assigned;
	const struct fold_value *joined;
};

struct fold_change {
	struct fold_variable *variable;
	const struct fold_value *value;
};

struct fold_frame {
	guint changes, results;
	uint32_t branches;
};

static const char hole[] = {TEXT_HOLE, '\0'};

void fold_init(struct fold *fold, struct arena *arena, struct text *text,
	       const struct dialect_rules *rules)
{
	*fold = (struct fold){
		.arena = arena,
		.text = text,
		.rules = rules,
		.variables = g_hash_table_new(g_str_hash, g_str_equal),
		.changes =
			g_array_new(FALSE, FALSE, sizeof(struct fold_change)),
		.results =
			g_array_new(FALSE, FALSE, sizeof(struct fold_change)),
		.frames = g_array_new(FALSE, FALSE, sizeof(struct fold_frame)),
	};
}

void fold_release(struct fold *fold)
{
	g_hash_table_unref(fold->variables);
	g_array_unref(fold->changes);
	g_array_unref(fold->results);
	g_array_unref(fold->frames);
}

/* --- values --------------------------------------------------------------- */

/* What the first words of a piece tell of it. */
static void look_at(const struct fold *fold, struct fold_piece *piece)
{
	struct lexer lexer = {.bytes = piece->bytes,
			      .size = piece->size,
			      .rules = fold->rules};
	struct token token;

	lexer_next(&lexer, &token);
	piece->start = token.kind == TOKEN_HOLE ||
		       keyword_flags[token.keyword] & KEYWORD_VERB;
	while (token.kind == TOKEN_COMMA || token.keyword == KW_AND ||
	       token.keyword == KW_OR || token.keyword == KW_UNION ||
	       token.keyword == KW_ALL || token.kind == TOKEN_SEMICOLON)
		lexer_next(&lexer, &token);
	piece->separator = piece->size && token.kind == TOKEN_END;
}

static struct fold_piece *piece_new(struct fold *fold, const char *bytes,
				    uint32_t size, uint32_t line)
{
	struct fold_piece *piece = ARENA_NEW(fold->arena, struct fold_piece);

	piece->bytes = bytes;
	piece->size = size;
	piece->line = line;
	piece->n_pieces = 1;
	piece->known = size != 1 || *bytes != TEXT_HOLE;
	piece->empty = size == 0;
	look_at(fold, piece);
	return piece;
}

static struct fold_value *value_of(struct fold *fold,
				   const struct fold_piece *piece)
{
	struct fold_value *value = ARENA_NEW(fold->arena, struct fold_value);

	value->alternatives[value->n++] = piece;
	return value;
}

static struct fold_value *value_bytes(struct fold *fold, const char *bytes,
				      uint32_t line)
{
	return value_of(fold,
			piece_new(fold, bytes, (uint32_t)strlen(bytes), line));
}

static struct fold_value *value_hole(struct fold *fold, uint32_t line)
{
	return value_bytes(fold, hole, line);
}

static uint32_t count_newlines(const char *bytes, uint32_t size)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < size; i++)
		n += bytes[i] == '\n';
	return n;
}

/* What a string literal holds. */
static struct fold_piece *piece_literal(struct fold *fold,
					const struct lexer *lexer,
					const struct token *token)
{
	uint32_t size, content, last = token->offset + token->length;
	bool plain;
	const char *bytes = token_string(fold->arena, lexer, token, &size,
					 &content, &plain);
	uint32_t line = text_line(fold->text, content);
	struct fold_piece *piece = piece_new(fold, bytes, size, line);

	piece->known = true;
	piece->steps = text_line(fold->text, last ? last - 1 : 0) - line ==
		       count_newlines(bytes, size);
	return piece;
}

/* The rope of `left` and then `right`: right's pieces are copied. NULL when it
 * would be too long. */
static const struct fold_piece *join(struct fold *fold,
				     const struct fold_piece *left,
				     const struct fold_piece *right)
{
	struct fold_piece *made = NULL, *behind = NULL;
	const struct fold_piece *last = NULL;

	if (left->n_pieces + right->n_pieces > MAX_PIECES)
		return NULL;
	for (; right; right = right->before) {
		made = ARENA_NEW(fold->arena, struct fold_piece);
		*made = *right;
		made->n_pieces += left->n_pieces;
		made->known |= left->known;
		made->start = left->empty ? made->start : left->start;
		made->empty &= left->empty;
		if (behind)
			behind->before = made;
		else
			last = made;
		behind = made;
	}
	made->before = left;
	return last;
}

/*
 * Whether all pieces of `shorter` stand in `longer`, in that order: it is what
 * comes of fewer steps and says nothing more. One that begins a statement is
 * not held by one that does not.
 */
static bool holds(const struct fold_piece *longer,
		  const struct fold_piece *shorter)
{
	if (shorter->empty || (shorter->start && !longer->start))
		return false;
	for (unsigned i = 0; longer && i < MAX_COMPARED; i++) {
		while (shorter && shorter->size == 0)
			shorter = shorter->before;
		if (!shorter || longer == shorter)
			return true;
		if (longer->bytes == shorter->bytes)
			shorter = shorter->before;
		longer = longer->before;
	}
	return !shorter;
}

/* Whether `longer` is `shorter` and a separator: what a loop puts between its
 * rounds. As a loop runs once here, it does not belong there. */
static bool is_separated(const struct fold_piece *longer,
			 const struct fold_piece *shorter)
{
	while (longer && longer->separator)
		longer = longer->before;
	return longer == shorter;
}

static bool is_better(const struct fold_piece *piece,
		      const struct fold_piece *than)
{
	return piece == than || is_separated(than, piece) ||
	       (holds(piece, than) && !is_separated(piece, than));
}

/* Adds an alternative, unless there is one that is better; it takes the place
 * of those that are not as good. */
static void add_alternative(struct fold_value *value,
			    const struct fold_piece *piece)
{
	uint32_t kept = 0;

	for (uint32_t i = 0; i < value->n; i++)
		if (is_better(value->alternatives[i], piece))
			return;
	for (uint32_t i = 0; i < value->n; i++)
		if (!is_better(piece, value->alternatives[i]))
			value->alternatives[kept++] = value->alternatives[i];
	value->n = kept;
	if (value->n < FOLD_ALTERNATIVES)
		value->alternatives[value->n++] = piece;
	else
		value->open = true;
}

static struct fold_value *concatenate(struct fold *fold,
				      const struct fold_value *left,
				      const struct fold_value *right,
				      uint32_t line)
{
	struct fold_value *value = ARENA_NEW(fold->arena, struct fold_value);

	value->open = left->open || right->open;
	for (uint32_t i = 0; i < left->n; i++) {
		for (uint32_t k = 0; k < right->n; k++) {
			const struct fold_piece *piece =
				join(fold, left->alternatives[i],
				     right->alternatives[k]);

			if (piece)
				add_alternative(value, piece);
			else
				value->open = true;
		}
	}
	return value->n ? value : value_hole(fold, line);
}

static const struct fold_value *value_union(struct fold *fold,
					    const struct fold_value *a,
					    const struct fold_value *b)
{
	struct fold_value *value;

	if (!a || !b || a == b)
		return a ? a : b;
	value = ARENA_NEW(fold->arena, struct fold_value);
	*value = *a;
	value->open |= b->open;
	for (uint32_t i = 0; i < b->n; i++)
		add_alternative(value, b->alternatives[i]);
	return value;
}

/* --- variables and branches ----------------------------------------------- */

static struct fold_variable *find_variable(struct fold *fold, const char *name,
					   bool make)
{
	char *key = g_ascii_strdown(name, -1);
	struct fold_variable *variable =
		g_hash_table_lookup(fold->variables, key);

	if (!variable && make) {
		variable = ARENA_NEW(fold->arena, struct fold_variable);
		g_hash_table_insert(fold->variables,
				    arena_strdup(fold->arena, key), variable);
	}
	g_free(key);
	return variable;
}

static void set_variable(struct fold *fold, struct fold_variable *variable,
			 const struct fold_value *value)
{
	struct fold_change change = {variable, variable->value};

	if (fold->frames->len)
		g_array_append_val(fold->changes, change);
	variable->value = value;
}

void fold_assign(struct fold *fold, const char *name,
		 const struct fold_value *value)
{
	set_variable(fold, find_variable(fold, name, true), value);
}

void fold_forget(struct fold *fold, const char *name)
{
	struct fold_variable *variable = find_variable(fold, name, false);

	if (variable)
		set_variable(fold, variable, value_hole(fold, 0));
}

static struct fold_frame *last_frame(struct fold *fold)
{
	return &g_array_index(fold->frames, struct fold_frame,
			      fold->frames->len - 1);
}

void fold_open(struct fold *fold)
{
	struct fold_frame frame = {fold->changes->len, fold->results->len, 0};

	g_array_append_val(fold->frames, frame);
}

/* Keeps what the branch has made of each variable, and undoes it. */
void fold_next(struct fold *fold)
{
	struct fold_frame *frame;
	uint32_t stamp = ++fold->stamp;

	if (!fold->frames->len)
		return;
	frame = last_frame(fold);
	for (guint i = fold->changes->len; i-- > frame->changes;) {
		struct fold_change *change =
			&g_array_index(fold->changes, struct fold_change, i);
		struct fold_change result = {change->variable,
					     change->variable->value};

		if (result.variable->stamp != stamp)
			g_array_append_val(fold->results, result);
		result.variable->stamp = stamp;
		result.variable->value = change->value;
	}
	g_array_set_size(fold->changes, frame->changes);
	frame->branches++;
}

static void join_result(struct fold *fold, const struct fold_change *result,
			uint32_t stamp)
{
	struct fold_variable *variable = result->variable;

	if (variable->stamp != stamp) {
		variable->stamp = stamp;
		variable->assigned = 0;
		variable->joined = NULL;
	}
	variable->assigned++;
	variable->joined = value_union(fold, variable->joined, result->value);
}

void fold_close(struct fold *fold, bool complete)
{
	struct fold_frame frame;
	uint32_t stamp;

	if (!fold->frames->len)
		return;
	fold_next(fold);
	frame = *last_frame(fold);
	g_array_set_size(fold->frames, fold->frames->len - 1);
	stamp = ++fold->stamp;
	for (guint i = frame.results; i < fold->results->len; i++)
		join_result(
			fold,
			&g_array_index(fold->results, struct fold_change, i),
			stamp);
	for (guint i = frame.results; i < fold->results->len; i++) {
		struct fold_variable *variable =
			g_array_index(fold->results, struct fold_change, i)
				.variable;

		if (variable->stamp != stamp)
			continue;
		variable->stamp = 0;
		if (!complete || variable->assigned < frame.branches)
			variable->joined = value_union(fold, variable->value,
						       variable->joined);
		set_variable(fold, variable, variable->joined);
	}
	g_array_set_size(fold->results, frame.results);
}

/* --- expressions ---------------------------------------------------------- */

struct fold_reader {
	struct fold *fold;
	struct lexer lexer;
	struct token token;
	unsigned depth;
};

static const struct fold_value *read_concatenation(struct fold_reader *reader);

static void next(struct fold_reader *reader)
{
	lexer_next(&reader->lexer, &reader->token);
}

static bool at_operator(const struct fold_reader *reader, const char *operator)
{
	const struct token *token = &reader->token;

	return token->kind == TOKEN_OPERATOR &&
	       token->length == strlen(operator) &&
	       memcmp(reader->lexer.bytes + token->offset, operator,
		      token->length) == 0;
}

/* Reads on to what ends an operand's surroundings: a comma or parenthesis
 * that opened before it, or the end. */
static void skip_operand(struct fold_reader *reader)
{
	unsigned depth = 0;

	while (reader->token.kind != TOKEN_END) {
		if (reader->token.kind == TOKEN_OPEN)
			depth++;
		else if (reader->token.kind == TOKEN_COMMA && !depth)
			return;
		else if (reader->token.kind == TOKEN_CLOSE && depth-- == 0)
			return;
		next(reader);
	}
}

static uint32_t here(const struct fold_reader *reader)
{
	return text_line(reader->fold->text, reader->token.offset);
}

/* One literal, or several in a row, which are one. */
static const struct fold_value *read_literal(struct fold_reader *reader)
{
	struct fold *fold = reader->fold;
	const struct fold_value *value = NULL;

	while (reader->token.kind == TOKEN_STRING) {
		uint32_t line = here(reader);
		const struct fold_value *part =
			value_of(fold, piece_literal(fold, &reader->lexer,
						     &reader->token));

		value = value ? concatenate(fold, value, part, line) : part;
		next(reader);
	}
	return value;
}

/* How many arguments of one function are kept. */
#define MAX_ARGUMENTS 64

/* The arguments up to the closing parenthesis; those past the limit are
 * read and dropped. */
static uint32_t read_arguments(struct fold_reader *reader,
			       const struct fold_value **arguments)
{
	uint32_t n = 0;

	while (reader->token.kind != TOKEN_CLOSE &&
	       reader->token.kind != TOKEN_END) {
		const struct fold_value *value = read_concatenation(reader);

		if (n < MAX_ARGUMENTS)
			arguments[n++] = value;
		if (reader->token.kind == TOKEN_COMMA)
			next(reader);
		else if (reader->token.kind != TOKEN_CLOSE)
			break;
	}
	if (reader->token.kind == TOKEN_CLOSE)
		next(reader);
	return n;
}

/* All bytes of the rope, from its first piece on, without marks. */
static const char *flatten(struct fold *fold, const struct fold_piece *piece)
{
	size_t size = 0;
	char *bytes, *at;

	for (const struct fold_piece *p = piece; p; p = p->before)
		size += p->size;
	bytes = arena_alloc(fold->arena, size + 1);
	at = bytes + size;
	for (const struct fold_piece *p = piece; p; p = p->before) {
		at -= p->size;
		memcpy(at, p->bytes, p->size);
	}
	return bytes;
}

/* Whether a name needs no quotes to stay what it is. */
static bool is_plain_name(const char *name)
{
	if (!*name || g_ascii_isdigit(*name))
		return false;
	for (; *name; name++)
		if (!g_ascii_islower(*name) && !g_ascii_isdigit(*name) &&
		    *name != '_' && *name != TEXT_HOLE)
			return false;
	return true;
}

static const struct fold_value *
quote_names(struct fold *fold, const struct fold_value *value, uint32_t line)
{
	struct fold_value *quoted = ARENA_NEW(fold->arena, struct fold_value);

	quoted->open = value->open;
	for (uint32_t i = 0; i < value->n; i++) {
		const char *name = flatten(fold, value->alternatives[i]);
		struct fold_piece *piece;

		if (!is_plain_name(name))
			name = arena_printf(fold->arena, "\"%s\"", name);
		piece = piece_new(fold, name, (uint32_t)strlen(name), line);
		quoted->alternatives[quoted->n++] = piece;
	}
	return quoted->n ? quoted : value_hole(fold, line);
}

struct directive {
	char letter;
	uint32_t argument; /* from 0 */
};

/* One %s, %I, %L, %2$s of format() at `at`, behind the percent sign, up to
 * `end`; returns what is behind it. */
static const char *read_directive(const char *at, const char *end,
				  uint32_t *next_argument,
				  struct directive *directive)
{
	uint32_t number = 0;
	bool placed = false;

	for (; at < end && (g_ascii_isdigit(*at) || *at == '-' || *at == '$');
	     at++) {
		if (*at == '$') {
			placed = true;
			directive->argument = number - 1;
			number = 0;
		} else if (*at != '-') {
			number = MIN(number, MAX_ARGUMENTS) * 10 +
				 (uint32_t)(*at - '0');
		}
	}
	directive->letter = at < end ? *at++ : '%';
	if (!placed && directive->letter != '%')
		directive->argument = (*next_argument)++;
	return at;
}

static const struct fold_value *
format_argument(struct fold *fold, const struct directive *directive,
		const struct fold_value **values, uint32_t n_values,
		uint32_t line)
{
	const struct fold_value *value;

	if (directive->letter == '%')
		return value_bytes(fold, "%", line);
	if (directive->letter == 'L' || directive->argument >= n_values)
		return value_hole(fold, line);
	value = values[directive->argument];
	return directive->letter == 'I' ? quote_names(fold, value, line)
					: value;
}

/* The part of the template from `at` to `end`. */
static const struct fold_value *piece_slice(struct fold *fold,
					    const struct fold_piece *template,
					    const char *at, const char *end)
{
	struct fold_piece *piece =
		piece_new(fold, at, (uint32_t)(end - at), template->line);

	piece->steps = template->steps;
	if (piece->steps)
		piece->line += count_newlines(template->bytes,
					      (uint32_t)(at - template->bytes));
	return value_of(fold, piece);
}

/* The same in one piece. */
static const struct fold_piece *one_piece(struct fold *fold,
					  const struct fold_piece *piece)
{
	const char *bytes;

	if (!piece->before)
		return piece;
	bytes = flatten(fold, piece);
	return piece_new(fold, bytes, (uint32_t)strlen(bytes), piece->line);
}

static const struct fold_value *fold_format(struct fold *fold,
					    const struct fold_value **values,
					    uint32_t n_values, uint32_t line)
{
	const struct fold_value *result = value_bytes(fold, "", line);
	const struct fold_piece *template;
	const char *at, *end;
	uint32_t next_argument = 0;

	if (!n_values || values[0]->n != 1 ||
	    !values[0]->alternatives[0]->known)
		return value_hole(fold, line);
	template = one_piece(fold, values[0]->alternatives[0]);
	at = template->bytes;
	end = at + template->size;
	while (at < end) {
		const char *percent = memchr(at, '%', (size_t)(end - at));
		struct directive directive = {0};

		percent = percent ? percent : end;
		result = concatenate(fold, result,
				     piece_slice(fold, template, at, percent),
				     line);
		if (percent == end)
			break;
		at = read_directive(percent + 1, end, &next_argument,
				    &directive);
		result = concatenate(fold, result,
				     format_argument(fold, &directive,
						     values + 1, n_values - 1,
						     line),
				     line);
	}
	return result;
}

/* concat(a, b), concat_ws(separator, a, b): `glue` stands between. */
static const struct fold_value *
fold_concat(struct fold *fold, const struct fold_value **values,
	    uint32_t n_values, const struct fold_value *glue, uint32_t line)
{
	const struct fold_value *result = value_bytes(fold, "", line);

	for (uint32_t i = 0; i < n_values; i++) {
		if (i && glue)
			result = concatenate(fold, result, glue, line);
		result = concatenate(fold, result, values[i], line);
	}
	return result;
}

/* One of several values: COALESCE, IF behind its condition. */
static const struct fold_value *fold_choice(struct fold *fold,
					    const struct fold_value **values,
					    uint32_t n, uint32_t line)
{
	const struct fold_value *choice = NULL;

	for (uint32_t i = 0; i < n; i++)
		choice = value_union(fold, choice, values[i]);
	return choice ? choice : value_hole(fold, line);
}

/* replace(template, 'x', value): the template with holes or text where it
 * said x. */
static const struct fold_value *
fold_replace(struct fold *fold, const struct fold_value **values, uint32_t line)
{
	const struct fold_value *result = value_bytes(fold, "", line);
	const struct fold_piece *template;
	const char *what, *at, *end;

	if (values[0]->n != 1 || values[1]->n != 1 ||
	    !values[1]->alternatives[0]->known)
		return values[0];
	template = one_piece(fold, values[0]->alternatives[0]);
	what = flatten(fold, values[1]->alternatives[0]);
	at = template->bytes;
	for (end = at + template->size; *what && at < end;) {
		const char *found =
			memmem(at, (size_t)(end - at), what, strlen(what));

		if (!found)
			break;
		result = concatenate(fold, result,
				     piece_slice(fold, template, at, found),
				     line);
		result = concatenate(fold, result, values[2], line);
		at = found + strlen(what);
	}
	return concatenate(fold, result, piece_slice(fold, template, at, end),
			   line);
}

static bool is_one_of(const char *name, const char *const *names)
{
	for (; *names; names++)
		if (g_ascii_strcasecmp(name, *names) == 0)
			return true;
	return false;
}

static const char *const same[] = {"trim",  "btrim", "ltrim", "rtrim",
				   "lower", "upper", NULL};
static const char *const choices[] = {"coalesce", "ifnull", "nvl", "isnull",
				      NULL};
static const char *const blanks[] = {"chr", "char", NULL};

/* What functions make of their arguments; of other functions nothing is
 * known. */
static const struct fold_value *fold_call(struct fold *fold, const char *name,
					  const struct fold_value **values,
					  uint32_t n, uint32_t line)
{
	if (g_ascii_strcasecmp(name, "format") == 0)
		return fold_format(fold, values, n, line);
	if (g_ascii_strcasecmp(name, "concat") == 0)
		return fold_concat(fold, values, n, NULL, line);
	if (g_ascii_strcasecmp(name, "concat_ws") == 0 && n)
		return fold_concat(fold, values + 1, n - 1, values[0], line);
	if (g_ascii_strcasecmp(name, "quote_ident") == 0 && n == 1)
		return quote_names(fold, values[0], line);
	if (g_ascii_strcasecmp(name, "if") == 0 && n == 3)
		return fold_choice(fold, values + 1, 2, line);
	if (g_ascii_strcasecmp(name, "replace") == 0 && n == 3)
		return fold_replace(fold, values, line);
	if (is_one_of(name, choices))
		return fold_choice(fold, values, n, line);
	if (is_one_of(name, blanks))
		return value_bytes(fold, " ", line);
	if (n == 1 && is_one_of(name, same))
		return values[0];
	return value_hole(fold, line);
}

static const struct fold_value *variable_value(struct fold *fold,
					       const char *name, uint32_t line)
{
	struct fold_variable *variable = find_variable(fold, name, false);

	if (!variable || !variable->value || !variable->value->n)
		return value_hole(fold, line);
	return variable->value;
}

/* A variable, a name with dots, or a function. */
static const struct fold_value *read_name(struct fold_reader *reader)
{
	struct fold *fold = reader->fold;
	uint32_t line = here(reader), n;
	const char *name = "";
	bool dotted = false;

	for (;;) {
		name = token_name(fold->arena, &reader->lexer, &reader->token);
		next(reader);
		if (reader->token.kind != TOKEN_DOT)
			break;
		dotted = true;
		next(reader);
		if (reader->token.kind != TOKEN_WORD &&
		    reader->token.kind != TOKEN_QUOTED)
			return value_hole(fold, line);
	}
	if (reader->token.kind == TOKEN_OPEN) {
		const struct fold_value *arguments[MAX_ARGUMENTS];

		next(reader);
		n = read_arguments(reader, arguments);
		return fold_call(fold, name, arguments, n, line);
	}
	return dotted ? value_hole(fold, line)
		      : variable_value(fold, name, line);
}

/* (a), (SELECT a FROM ...): the one value. */
static const struct fold_value *read_parentheses(struct fold_reader *reader)
{
	const struct fold_value *value;

	next(reader);
	if (reader->token.keyword == KW_SELECT)
		next(reader);
	value = read_concatenation(reader);
	skip_operand(reader);
	if (reader->token.kind != TOKEN_CLOSE)
		value = value_hole(reader->fold, here(reader));
	else
		next(reader);
	return value;
}

/* CASE ... WHEN ... THEN a ELSE b END: the results are alternatives. */
static const struct fold_value *read_case(struct fold_reader *reader)
{
	const struct fold_value *value = NULL;
	uint32_t line = here(reader);
	unsigned depth = 0;

	next(reader);
	while (reader->token.kind != TOKEN_END) {
		enum keyword keyword = reader->token.keyword;

		if (keyword == KW_END && depth-- == 0)
			break;
		if (keyword == KW_CASE)
			depth++;
		next(reader);
		if (depth || (keyword != KW_THEN && keyword != KW_ELSE))
			continue;
		value = value_union(reader->fold, value,
				    read_concatenation(reader));
	}
	next(reader);
	return value ? value : value_hole(reader->fold, line);
}

static const struct fold_value *read_plain_primary(struct fold_reader *reader)
{
	const struct token *token = &reader->token;
	uint32_t line = here(reader);

	switch (token->kind) {
	case TOKEN_STRING:
		return read_literal(reader);
	case TOKEN_OPEN:
		return read_parentheses(reader);
	case TOKEN_WORD:
		if (token->keyword == KW_CASE)
			return read_case(reader);
		/* fall through */
	case TOKEN_QUOTED:
	case TOKEN_VARIABLE:
		return read_name(reader);
	case TOKEN_NUMBER: {
		const char *digits = arena_strndup(
			reader->fold->arena,
			reader->lexer.bytes + token->offset, token->length);

		next(reader);
		return value_bytes(reader->fold, digits, line);
	}
	case TOKEN_CLOSE:
	case TOKEN_COMMA:
	case TOKEN_END:
		break;
	default:
		next(reader);
	}
	return value_hole(reader->fold, line);
}

/* A type behind "::", and a subscript or field, whose value is not known. */
static const struct fold_value *read_suffix(struct fold_reader *reader,
					    const struct fold_value *value)
{
	while (reader->token.kind == TOKEN_CAST) {
		next(reader);
		while (reader->token.kind == TOKEN_WORD ||
		       reader->token.kind == TOKEN_QUOTED ||
		       reader->token.kind == TOKEN_DOT)
			next(reader);
	}
	return value;
}

static bool at_concatenation(const struct fold_reader *reader)
{
	return at_operator(reader, "||") ||
	       (reader->fold->rules->dialect == DIALECT_TSQL &&
		at_operator(reader, "+"));
}

static bool at_operand_end(const struct fold_reader *reader)
{
	return reader->token.kind == TOKEN_END ||
	       reader->token.kind == TOKEN_COMMA ||
	       reader->token.kind == TOKEN_CLOSE ||
	       reader->token.keyword == KW_FROM ||
	       reader->token.keyword == KW_WHEN ||
	       reader->token.keyword == KW_ELSE ||
	       reader->token.keyword == KW_END;
}

/* a || b || c; with any other operator in it, its value is not known. */
static const struct fold_value *read_concatenation(struct fold_reader *reader)
{
	const struct fold_value *value;
	uint32_t line = here(reader);

	if (++reader->depth > MAX_DEPTH) {
		skip_operand(reader);
		reader->depth--;
		return value_hole(reader->fold, line);
	}
	value = read_suffix(reader, read_plain_primary(reader));
	while (at_concatenation(reader)) {
		next(reader);
		value = concatenate(
			reader->fold, value,
			read_suffix(reader, read_plain_primary(reader)), line);
	}
	if (!at_operand_end(reader)) {
		skip_operand(reader);
		value = value_hole(reader->fold, line);
	}
	reader->depth--;
	return value;
}

const struct fold_value *fold_expression(struct fold *fold, uint32_t start,
					 uint32_t end)
{
	struct fold_reader reader = {
		.fold = fold,
		.lexer = {.bytes = fold->text->bytes,
			  .size = end,
			  .offset = start,
			  .rules = fold->rules},
	};

	next(&reader);
	return read_concatenation(&reader);
}

/* --- texts ---------------------------------------------------------------- */

/* Appends the marks of one piece that begins at `offset` of the text. */
static void add_marks(struct fold *fold, const struct fold_piece *piece,
		      uint32_t offset, struct line_mark **marks, uint32_t *n)
{
	struct line_mark mark = {offset, piece->line};

	*ARENA_PUSH(fold->arena, *marks, *n) = mark;
	if (!piece->steps)
		return;
	for (uint32_t i = 0; i < piece->size; i++) {
		if (piece->bytes[i] != '\n')
			continue;
		mark.offset = offset + i + 1;
		mark.line++;
		*ARENA_PUSH(fold->arena, *marks, *n) = mark;
	}
}

/* The texts made out of one text are together not longer than that. */
static size_t budget(const struct fold *fold)
{
	return fold->text->size * 16 + 65536;
}

bool fold_text(struct fold *fold, const struct fold_piece *piece,
	       struct text *guest)
{
	const struct fold_piece **pieces;
	struct line_mark *marks = NULL;
	uint32_t n_marks = 0, n = piece->n_pieces, offset = 0;

	if (!piece->known || fold->spent > budget(fold))
		return false;
	pieces = arena_alloc(fold->arena, n * sizeof(*pieces));
	for (const struct fold_piece *p = piece; p && n; p = p->before)
		pieces[--n] = p;
	for (uint32_t i = n; i < piece->n_pieces; i++) {
		if (!pieces[i]->size)
			continue;
		add_marks(fold, pieces[i], offset, &marks, &n_marks);
		offset += pieces[i]->size;
	}
	fold->spent += offset;
	if (!n_marks)
		return false;
	guest->bytes = flatten(fold, piece);
	guest->size = offset;
	text_guest(guest, fold->text, marks, n_marks);
	return true;
}

bool fold_literal(struct fold *fold, const struct token *token,
		  struct text *guest)
{
	struct lexer lexer = {.bytes = fold->text->bytes,
			      .size = (uint32_t)fold->text->size,
			      .rules = fold->rules};

	return fold_text(fold, piece_literal(fold, &lexer, token), guest);
}
