/*
 * Functions that make strings of strings: format(), concat(), replace(), ...
 */
#include <string.h>

#include "analyzers/sql/fold_value.h"

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
	struct fold_value *quoted = fold_value_new(fold, value->n);

	quoted->open = value->open;
	for (uint32_t i = 0; i < value->n; i++) {
		const char *name = fold_flatten(fold, value->alternatives[i]);
		struct fold_piece *piece;

		if (value->alternatives[i]->parameter &&
		    !value->alternatives[i]->before) {
			quoted->alternatives[quoted->n++] =
				value->alternatives[i];
			continue;
		}
		if (!is_plain_name(name))
			name = arena_printf(fold->arena, "\"%s\"", name);
		piece = fold_piece_new(fold, name, (uint32_t)strlen(name),
				       line);
		quoted->alternatives[quoted->n++] = piece;
	}
	return quoted->n ? quoted : fold_value_hole(fold, line);
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

	for (; at < end && (g_ascii_isdigit(*at) || strchr("-$*", *at)); at++) {
		if (*at == '*') {
			(*next_argument)++;
		} else if (*at == '$') {
			placed = true;
			directive->argument = number - 1;
			number = 0;
		} else if (*at != '-') {
			number = MIN(number, FOLD_ARGUMENTS) * 10 +
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
		return fold_value_bytes(fold, "%", line);
	if (directive->letter == 'L' || directive->argument >= n_values)
		return fold_value_hole(fold, line);
	value = values[directive->argument];
	return directive->letter == 'I' ? quote_names(fold, value, line)
					: value;
}

/* One of the templates that format() may have, filled. */
static const struct fold_value *fill_template(struct fold *fold,
					      const struct fold_piece *rope,
					      const struct fold_value **values,
					      uint32_t n_values, uint32_t line)
{
	const struct fold_value *result = fold_value_bytes(fold, "", line);
	const struct fold_piece *template = fold_one_piece(fold, rope);
	const char *at = template->bytes, *end = at + template->size;
	uint32_t next_argument = 0;

	while (at < end) {
		const char *percent = memchr(at, '%', (size_t)(end - at));
		struct directive directive = {0};

		percent = percent ? percent : end;
		result = fold_concatenate(
			fold, result, fold_slice(fold, template, at, percent),
			line);
		if (percent == end)
			break;
		at = read_directive(percent + 1, end, &next_argument,
				    &directive);
		result = fold_concatenate(fold, result,
					  format_argument(fold, &directive,
							  values, n_values,
							  line),
					  line);
	}
	return result;
}

static const struct fold_value *fold_format(struct fold *fold,
					    const struct fold_value **values,
					    uint32_t n_values, uint32_t line)
{
	const struct fold_value *result = NULL;

	for (uint32_t i = 0; n_values && i < values[0]->n; i++) {
		const struct fold_piece *rope = values[0]->alternatives[i];
		const struct fold_value *filled =
			rope->known ? fill_template(fold, rope, values + 1,
						    n_values - 1, line)
				    : fold_value_hole(fold, line);

		result = fold_union(fold, result, filled);
	}
	return result ? result : fold_value_hole(fold, line);
}

/* concat(a, b), concat_ws(separator, a, b): `glue` stands between. */
static const struct fold_value *
fold_concat(struct fold *fold, const struct fold_value **values,
	    uint32_t n_values, const struct fold_value *glue, uint32_t line)
{
	const struct fold_value *result = fold_value_bytes(fold, "", line);

	for (uint32_t i = 0; i < n_values; i++) {
		if (i && glue)
			result = fold_concatenate(fold, result, glue, line);
		result = fold_concatenate(fold, result, values[i], line);
	}
	return result;
}

/* string_to_array('a,b', ','), regexp_split_to_table() and its kin. */
static const struct fold_value *
fold_split(struct fold *fold, const struct fold_value **values, uint32_t line)
{
	struct fold_value *value = fold_value_new(fold, FOLD_ALTERNATIVES);
	const struct fold_piece *piece = values[0]->alternatives[0];
	const char *by = fold_flatten(fold, values[1]->alternatives[0]);
	char **parts;

	if (values[0]->n != 1 || !piece->known || values[1]->n != 1 || !*by)
		return fold_value_hole(fold, line);
	value->array = true;
	if (strchr(by, ','))
		by = ","; /* of ' *, *' what counts */
	parts = g_strsplit(fold_flatten(fold, piece), by, -1);
	for (char **part = parts; *part; part++) {
		const char *text = arena_strdup(fold->arena, g_strstrip(*part));

		if (value->n == FOLD_ALTERNATIVES)
			value->open = true;
		else
			value->alternatives[value->n++] = fold_piece_new(
				fold, text, (uint32_t)strlen(text),
				piece->line);
	}
	g_strfreev(parts);
	return value->n ? value : fold_value_hole(fold, line);
}

/* '{a,b}' as an array. */
static const struct fold_value *split_braces(struct fold *fold,
					     const struct fold_piece *piece)
{
	const char *bytes = fold_flatten(fold, piece);
	size_t size = strlen(bytes);
	const struct fold_value *values[2];
	char *inside;

	if (size < 3 || *bytes != '{' || bytes[size - 1] != '}' ||
	    memchr(bytes, '"', size))
		return fold_value_hole(fold, piece->line);
	inside = arena_strndup(fold->arena, bytes + 1, size - 2);
	values[0] = fold_value_bytes(fold, inside, piece->line);
	values[1] = fold_value_bytes(fold, ",", piece->line);
	return fold_split(fold, values, piece->line);
}

const struct fold_value *fold_elements(struct fold *fold,
				       const struct fold_value *value)
{
	struct fold_value *elements = ARENA_NEW(fold->arena, struct fold_value);

	if (!value->array && value->n == 1 && value->alternatives[0]->known)
		value = split_braces(fold, value->alternatives[0]);
	if (!value->array)
		return fold_value_hole(fold, 0);
	*elements = *value;
	elements->array = false;
	return elements;
}

/* array_to_string(array, separator): the elements that are known. */
static const struct fold_value *fold_join(struct fold *fold,
					  const struct fold_value **values,
					  uint32_t n, uint32_t line)
{
	const struct fold_value *array = fold_elements(fold, values[0]);
	const struct fold_value *result = NULL;

	if (n < 2 || fold_value_is_hole(array))
		return fold_value_hole(fold, line);
	for (uint32_t i = 0; i < array->n; i++) {
		const struct fold_value *element =
			fold_value_of(fold, array->alternatives[i]);

		if (result)
			result =
				fold_concatenate(fold, result, values[1], line);
		result = result ? fold_concatenate(fold, result, element, line)
				: element;
	}
	return result;
}

static const struct fold_value *make_array(struct fold *fold,
					   const struct fold_value *value)
{
	struct fold_value *array = ARENA_NEW(fold->arena, struct fold_value);

	*array = *value;
	array->array = true;
	return array;
}

/* One of several values: COALESCE, IF behind its condition. */
static const struct fold_value *fold_choice(struct fold *fold,
					    const struct fold_value **values,
					    uint32_t n, uint32_t line)
{
	const struct fold_value *choice = NULL;

	for (uint32_t i = 0; i < n; i++)
		choice = fold_union(fold, choice, values[i]);
	return choice ? choice : fold_value_hole(fold, line);
}

/* replace(template, 'x', value): the template with holes or text where it
 * said x. */
static const struct fold_value *
fold_replace(struct fold *fold, const struct fold_value **values, uint32_t line)
{
	const struct fold_value *result = fold_value_bytes(fold, "", line);
	const struct fold_piece *template;
	const char *what, *at, *end;

	if (values[0]->n != 1 || values[1]->n != 1 ||
	    !values[1]->alternatives[0]->known)
		return values[0];
	template = fold_one_piece(fold, values[0]->alternatives[0]);
	what = fold_flatten(fold, values[1]->alternatives[0]);
	at = template->bytes;
	for (end = at + template->size; *what && at < end;) {
		const char *found =
			memmem(at, (size_t)(end - at), what, strlen(what));

		if (!found)
			break;
		result = fold_concatenate(fold, result,
					  fold_slice(fold, template, at, found),
					  line);
		result = fold_concatenate(fold, result, values[2], line);
		at = found + strlen(what);
	}
	return fold_concatenate(fold, result,
				fold_slice(fold, template, at, end), line);
}

/* T-SQL's QUOTENAME(a) is [a]. */
static const struct fold_value *
bracket_name(struct fold *fold, const struct fold_value *value, uint32_t line)
{
	value = fold_concatenate(fold, fold_value_bytes(fold, "[", line), value,
				 line);
	return fold_concatenate(fold, value, fold_value_bytes(fold, "]", line),
				line);
}

static bool is_one_of(const char *name, const char *const *names)
{
	for (; *names; names++)
		if (g_ascii_strcasecmp(name, *names) == 0)
			return true;
	return false;
}

/* The last are of Oracle's DBMS_ASSERT: a name that is checked. */
static const char *const same[] = {"trim",
				   "btrim",
				   "ltrim",
				   "rtrim",
				   "lower",
				   "upper",
				   "max",
				   "min",
				   "text",
				   "to_char",
				   "to_clob",
				   "noop",
				   "enquote_name",
				   "qualified_sql_name",
				   "schema_name",
				   "simple_sql_name",
				   "sql_object_name",
				   NULL};
static const char *const choices[] = {"coalesce", "ifnull", "nvl", "isnull",
				      NULL};
static const char *const blanks[] = {"chr",	  "char",  "nchar",
				     "replicate", "space", NULL};

static const char *const splitters[] = {"string_to_array", "string_to_table",
					"regexp_split_to_array",
					"regexp_split_to_table", NULL};

/* Functions that take arrays or make them; NULL: another one. */
static const struct fold_value *call_array(struct fold *fold, const char *name,
					   const struct fold_value **values,
					   uint32_t n, uint32_t line)
{
	bool table = g_str_has_suffix(name, "_table");

	if (n >= 2 && is_one_of(name, splitters)) {
		values[0] = fold_split(fold, values, line);
		return table ? fold_elements(fold, values[0]) : values[0];
	}
	if (g_ascii_strcasecmp(name, "unnest") == 0 && n == 1)
		return fold_elements(fold, values[0]);
	if (g_ascii_strcasecmp(name, "array_to_string") == 0 && n)
		return fold_join(fold, values, n, line);
	if (g_ascii_strcasecmp(name, "array_agg") == 0 && n == 1)
		return make_array(fold, values[0]);
	if ((g_ascii_strcasecmp(name, "array_append") == 0 ||
	     g_ascii_strcasecmp(name, "array_cat") == 0) &&
	    n == 2)
		return fold_concatenate(fold, make_array(fold, values[0]),
					values[1], line);
	return NULL;
}

/* What functions make of their arguments; of other functions nothing is
 * known. */
const struct fold_value *fold_call(struct fold *fold, const char *name,
				   const struct fold_value **values, uint32_t n,
				   uint32_t line)
{
	const struct fold_value *made = call_array(fold, name, values, n, line);

	if (made)
		return made;
	for (uint32_t i = 0; i < n; i++)
		if (values[i]->array && !is_one_of(name, choices))
			values[i] = fold_value_hole(fold, line);
	if (g_ascii_strcasecmp(name, "format") == 0)
		return fold_format(fold, values, n, line);
	if (g_ascii_strcasecmp(name, "concat") == 0)
		return fold_concat(fold, values, n, NULL, line);
	if (g_ascii_strcasecmp(name, "concat_ws") == 0 && n)
		return fold_concat(fold, values + 1, n - 1, values[0], line);
	if (g_ascii_strcasecmp(name, "quote_ident") == 0 && n == 1)
		return quote_names(fold, values[0], line);
	if (g_ascii_strcasecmp(name, "quotename") == 0 && n == 1)
		return bracket_name(fold, values[0], line);
	if (g_ascii_strcasecmp(name, "if") == 0 && n == 3)
		return fold_choice(fold, values + 1, 2, line);
	if (g_ascii_strcasecmp(name, "replace") == 0 && n == 3)
		return fold_replace(fold, values, line);
	if (is_one_of(name, choices))
		return fold_choice(fold, values, n, line);
	if (is_one_of(name, blanks))
		return fold_value_bytes(fold, " ", line);
	if (n == 1 && is_one_of(name, same))
		return values[0];
	if (n && (g_ascii_strcasecmp(name, "string_agg") == 0 ||
		  g_ascii_strcasecmp(name, "group_concat") == 0 ||
		  g_ascii_strcasecmp(name, "listagg") == 0))
		return values[0]; /* of one row; others are alike */
	return fold_value_hole(fold, line);
}
