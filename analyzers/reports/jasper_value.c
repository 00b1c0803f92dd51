#include "analyzers/reports/jasper_value.h"

#include <string.h>

/* Parentheses and conditions in one another; deeper is a hole. */
#define DEPTH_MAX 32

static const char hole[] = {TEXT_HOLE, '\0'};

bool jasper_has_hole(const struct xml_string *string)
{
	return memchr(string->bytes, TEXT_HOLE, string->size) != NULL;
}

/* --- expressions ---------------------------------------------------------- */

struct evaluator {
	const struct xml *xml;
	const struct xml_string *in;
	GHashTable *parameters;
	size_t at;
	int depth;
};

static struct jasper_values conditional(struct evaluator *e);

/* NUL behind the end. */
static char here(const struct evaluator *e)
{
	return e->in->bytes[e->at];
}

static uint32_t origin(const struct evaluator *e)
{
	return e->in->origins[MIN(e->at, e->in->size)];
}

/* Blanks and comments. */
static void skip_space(struct evaluator *e)
{
	const char *bytes = e->in->bytes;

	for (; e->at < e->in->size; e->at++) {
		if (bytes[e->at] == '/' && bytes[e->at + 1] == '/') {
			while (e->at < e->in->size && bytes[e->at] != '\n')
				e->at++;
		} else if (bytes[e->at] == '/' && bytes[e->at + 1] == '*') {
			const char *end = strstr(bytes + e->at + 2, "*/");

			e->at = end ? (size_t)(end - bytes) + 1 : e->in->size;
		} else if (!g_ascii_isspace(bytes[e->at])) {
			return;
		}
	}
}

static struct jasper_values unknown(const struct evaluator *e, uint32_t at)
{
	struct jasper_values values = {.n = 1};

	xml_append(e->xml, &values.items[0], hole, 1, at);
	return values;
}

/* Behind the character that closes the bracket at `at`; quotes are passed. */
static size_t bracket_end(const struct xml_string *in, size_t at)
{
	size_t depth = 0;
	char quote = '\0';

	for (; at < in->size; at++) {
		char c = in->bytes[at];

		if (quote) {
			if (c == '\\')
				at++;
			else if (c == quote)
				quote = '\0';
		} else if (c == '"' || c == '\'') {
			quote = c;
		} else if (c == '(' || c == '[' || c == '{') {
			depth++;
		} else if ((c == ')' || c == ']' || c == '}') && --depth == 0) {
			return at + 1;
		}
	}
	return in->size;
}

/* "..." and '...', also three quotes of Groovy. */
static struct jasper_values literal(struct evaluator *e)
{
	static const char letters[] = "nrtbf", controls[] = "\n\r\t\b\f";
	struct jasper_values values = {.n = 1};
	struct xml_string *string = &values.items[0];
	char quote = here(e);
	const char *bytes = e->in->bytes;
	size_t width =
		bytes[e->at + 1] == quote && bytes[e->at + 2] == quote ? 3 : 1;

	for (e->at += width; e->at < e->in->size; e->at++) {
		char c = here(e);
		const char *letter = NULL;

		if (c == quote && (width == 1 || (bytes[e->at + 1] == quote &&
						  bytes[e->at + 2] == quote)))
			break;
		if (c == '\\' && e->at + 1 < e->in->size) {
			e->at++;
			c = here(e);
			letter = memchr(letters, c, 5);
		}
		if (letter)
			c = controls[letter - letters];
		xml_append(e->xml, string, &c, 1, origin(e));
	}
	e->at = MIN(e->at + width, e->in->size);
	return values;
}

/* Behind the "}" of a reference whose name begins at `name`; 0: there is
 * none. The brackets in $X{[BETWEEN, ...} are no pairs. */
static size_t reference_end(const struct xml_string *in, size_t name)
{
	const char *close =
		name < in->size ? memchr(in->bytes + name, '}', in->size - name)
				: NULL;

	return close ? (size_t)(close - in->bytes) + 1 : 0;
}

/* $P{name}, $F{name}, $V{name}, $R{key} */
static struct jasper_values reference(struct evaluator *e)
{
	uint32_t at = origin(e);
	size_t end = reference_end(e->in, e->at + 3);
	const struct jasper_parameter *parameter = NULL;

	if (g_str_has_prefix(e->in->bytes + e->at, "$P{") && end)
		parameter = g_hash_table_lookup(
			e->parameters, arena_strndup(e->xml->analysis->arena,
						     e->in->bytes + e->at + 3,
						     end - e->at - 4));
	e->at = end ? end : e->in->size;
	return parameter && parameter->values.n ? parameter->values
						: unknown(e, at);
}

static bool is_word(char c)
{
	return g_ascii_isalnum(c) || c == '_' || c == '$' || (c & 0x80);
}

/* Names, numbers, calls: whatever is no string. */
static void pass_other(struct evaluator *e)
{
	size_t begin = e->at;

	while (is_word(here(e)))
		e->at++;
	skip_space(e);
	if (here(e) == '(' || here(e) == '[' || here(e) == '{')
		e->at = bracket_end(e->in, e->at);
	if (e->at == begin && e->at < e->in->size)
		e->at++;
}

/* .trim() keeps what it is called on; of other calls nothing is known. */
static void members(struct evaluator *e, struct jasper_values *values)
{
	static const char *const keeping[] = {"toString", "trim", "intern"};
	uint32_t at = origin(e);

	for (skip_space(e); here(e) == '.'; skip_space(e)) {
		size_t begin = ++e->at;
		bool keeps = false;

		while (is_word(here(e)))
			e->at++;
		for (size_t i = 0; i < G_N_ELEMENTS(keeping); i++)
			keeps |= strlen(keeping[i]) == e->at - begin &&
				 !memcmp(e->in->bytes + begin, keeping[i],
					 e->at - begin);
		skip_space(e);
		if (here(e) == '(')
			e->at = bracket_end(e->in, e->at);
		if (!keeps)
			*values = unknown(e, at);
	}
}

static struct jasper_values operand(struct evaluator *e)
{
	struct jasper_values values;
	uint32_t at;

	skip_space(e);
	at = origin(e);
	if (here(e) == '"' || here(e) == '\'') {
		values = literal(e);
	} else if (here(e) == '$' && strchr("PFVR", e->in->bytes[e->at + 1]) &&
		   e->in->bytes[e->at + 2] == '{') {
		values = reference(e);
	} else if (here(e) == '(' && e->depth < DEPTH_MAX) {
		e->at++;
		values = conditional(e);
		skip_space(e);
		e->at += here(e) == ')';
	} else {
		pass_other(e);
		values = unknown(e, at);
	}
	members(e, &values);
	return values;
}

static struct xml_string joined(const struct evaluator *e,
				const struct xml_string *a,
				const struct xml_string *b)
{
	struct xml_string sum = {NULL, NULL, 0};

	for (size_t i = 0; i < a->size; i++)
		xml_append(e->xml, &sum, a->bytes + i, 1, a->origins[i]);
	for (size_t i = 0; i < b->size; i++)
		xml_append(e->xml, &sum, b->bytes + i, 1, b->origins[i]);
	return sum;
}

static bool is_long(const struct jasper_values *values)
{
	for (uint32_t i = 0; i < values->n; i++)
		if (values->items[i].size > JASPER_VALUE_SIZE_MAX)
			return true;
	return false;
}

/* Each value of the one with each of the other. */
static void concatenate(const struct evaluator *e, struct jasper_values *a,
			struct jasper_values b, uint32_t at)
{
	struct jasper_values sum = {.n = 0};

	if (a->n * b.n > JASPER_VALUES_MAX || is_long(&b))
		b = unknown(e, at);
	if (is_long(a))
		*a = unknown(e, at);
	for (uint32_t i = 0; i < a->n; i++)
		for (uint32_t k = 0; k < b.n; k++)
			sum.items[sum.n++] =
				joined(e, &a->items[i], &b.items[k]);
	*a = sum;
}

static struct jasper_values sum(struct evaluator *e)
{
	struct jasper_values values = operand(e);

	for (skip_space(e); here(e) == '+'; skip_space(e)) {
		uint32_t at = origin(e);

		e->at++;
		concatenate(e, &values, operand(e), at);
	}
	return values;
}

static bool ends_expression(const struct evaluator *e)
{
	return e->at >= e->in->size || strchr("?:),;", here(e));
}

/* a ? b : c, where a is anything; b and c are both possible. */
static struct jasper_values conditional(struct evaluator *e)
{
	struct jasper_values values, other;
	uint32_t at = origin(e);

	e->depth++;
	values = sum(e);
	skip_space(e);
	if (!ends_expression(e))
		values = unknown(e, at);
	while (!ends_expression(e)) {
		operand(e);
		skip_space(e);
	}
	if (here(e) == '?' && e->depth < DEPTH_MAX) {
		e->at++;
		values = conditional(e);
		skip_space(e);
		e->at += here(e) == ':';
		other = conditional(e);
		if (values.n + other.n > JASPER_VALUES_MAX)
			values = unknown(e, at);
		else
			for (uint32_t i = 0; i < other.n; i++)
				values.items[values.n++] = other.items[i];
	}
	e->depth--;
	return values;
}

struct jasper_values jasper_evaluate(const struct xml *xml,
				     const struct xml_string *expression,
				     GHashTable *parameters)
{
	struct evaluator e = {
		.xml = xml, .in = expression, .parameters = parameters};
	struct jasper_values values;

	values = conditional(&e);
	skip_space(&e);
	if (e.at < expression->size && here(&e) != ';')
		values = unknown(&e, expression->origins[0]);
	for (uint32_t i = 0; i < values.n; i++) {
		xml_append(xml, &values.items[i], "", 1, 0);
		values.items[i].size--;
	}
	return values;
}

/* --- queries -------------------------------------------------------------- */

struct filler {
	const struct xml *xml;
	const struct xml_string *in;
	GHashTable *parameters;
	uint32_t which;
	struct jasper_query out;
	size_t at;
	size_t last_close; /* of "}" in the query */
	size_t filled;	   /* bytes of parameters */
};

static void put(struct filler *filler, const char *bytes, size_t size,
		size_t from)
{
	xml_append(filler->xml, &filler->out.sql, bytes, size,
		   filler->in->origins[from]);
}

static void put_words(struct filler *filler, const char *words, size_t from)
{
	put(filler, words, strlen(words), from);
}

/* The name [from, to) without blanks around it. */
static char *name_at(const struct filler *filler, size_t from, size_t to)
{
	return g_strstrip(arena_strndup(filler->xml->analysis->arena,
					filler->in->bytes + from, to - from));
}

/* $P!{name}: [at, end) as written. */
static void put_text(struct filler *filler, size_t at, size_t end)
{
	struct jasper_parameter *parameter = g_hash_table_lookup(
		filler->parameters, name_at(filler, at + 4, end - 1));
	const struct xml_string *value;

	if (parameter)
		parameter->used = true;
	if (!parameter || !parameter->values.n ||
	    filler->filled > JASPER_VALUE_SIZE_MAX) {
		put_words(filler, hole, at);
		filler->out.hole = name_at(filler, at, end);
		filler->out.hole_at = filler->in->origins[at];
		return;
	}
	filler->out.filled = true;
	filler->out.prompted |= parameter->prompted;
	filler->out.n_values = MAX(filler->out.n_values, parameter->values.n);
	value = &parameter->values
			 .items[MIN(filler->which, parameter->values.n - 1)];
	if (jasper_has_hole(value)) {
		filler->out.hole = name_at(filler, at, end);
		filler->out.hole_at = filler->in->origins[at];
	}
	filler->filled += value->size;
	for (size_t i = 0; i < value->size; i++)
		xml_append(filler->xml, &filler->out.sql, value->bytes + i, 1,
			   value->origins[i]);
}

/* $X{IN, column, x}, $X{BETWEEN, column, from, to}: the word, then a column or
 * an expression, which is what is read. */
static void put_condition(struct filler *filler, size_t at, size_t end)
{
	const char *bytes = filler->in->bytes;
	const char *word_end = memchr(bytes + at, ',', end - at);
	const char *column_end;
	size_t column;

	if (!word_end) {
		put_words(filler, hole, at);
		return;
	}
	column = (size_t)(word_end - bytes) + 1;
	column_end = memchr(bytes + column, ',', end - column);
	if (!column_end)
		column_end = bytes + end - 1;
	for (size_t i = column; bytes + i < column_end; i++)
		put(filler, bytes + i, 1, i);
	if (memmem(bytes + at, column - at, "IN,", 3))
		put_words(filler, " IN (\x1a)", at);
	else
		put_words(filler, " = \x1a", at);
}

/* What stands at "$"; false: a dollar like any other. */
static bool fill_here(struct filler *filler)
{
	const char *rest = filler->in->bytes + filler->at;
	size_t at = filler->at, end;

	if (at >= filler->last_close)
		return false;
	end = reference_end(filler->in, at + 3);
	if (!end)
		return false;
	if (g_str_has_prefix(rest, "$P!{"))
		put_text(filler, at, end);
	else if (g_str_has_prefix(rest, "$P{") || g_str_has_prefix(rest, "$R{"))
		put_words(filler, hole, at);
	else if (g_str_has_prefix(rest, "$X{"))
		put_condition(filler, at, end);
	else
		return false;
	filler->at = end;
	return true;
}

struct jasper_query jasper_fill(const struct xml *xml,
				const struct xml_string *query,
				GHashTable *parameters, uint32_t which)
{
	const char *close = memrchr(query->bytes, '}', query->size);
	struct filler filler = {
		.xml = xml,
		.in = query,
		.parameters = parameters,
		.which = which,
		.out = {.n_values = 1},
		.last_close = close ? (size_t)(close - query->bytes) : 0};

	while (filler.at < query->size) {
		if (query->bytes[filler.at] == '$' && fill_here(&filler))
			continue;
		put(&filler, query->bytes + filler.at, 1, filler.at);
		filler.at++;
	}
	xml_append(xml, &filler.out.sql, "", 1, 0);
	filler.out.sql.size--;
	return filler.out;
}
