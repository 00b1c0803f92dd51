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
	struct fold_value *quoted = ARENA_NEW(fold->arena, struct fold_value);

	quoted->open = value->open;
	for (uint32_t i = 0; i < value->n; i++) {
		const char *name = fold_flatten(fold, value->alternatives[i]);
		struct fold_piece *piece;

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

	for (; at < end && (g_ascii_isdigit(*at) || *at == '-' || *at == '$');
	     at++) {
		if (*at == '$') {
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

static const struct fold_value *fold_format(struct fold *fold,
					    const struct fold_value **values,
					    uint32_t n_values, uint32_t line)
{
	const struct fold_value *result = fold_value_bytes(fold, "", line);
	const struct fold_piece *template;
	const char *at, *end;
	uint32_t next_argument = 0;

	if (!n_values || values[0]->n != 1 ||
	    !values[0]->alternatives[0]->known)
		return fold_value_hole(fold, line);
	template = fold_one_piece(fold, values[0]->alternatives[0]);
	at = template->bytes;
	end = at + template->size;
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
							  values + 1,
							  n_values - 1, line),
					  line);
	}
	return result;
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
const struct fold_value *fold_call(struct fold *fold, const char *name,
				   const struct fold_value **values, uint32_t n,
				   uint32_t line)
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
		return fold_value_bytes(fold, " ", line);
	if (n == 1 && is_one_of(name, same))
		return values[0];
	return fold_value_hole(fold, line);
}
