#include "analyzers/code/pattern.h"

#include <string.h>

#define PATTERN_DEPTH 32 /* of parentheses, predicates included */

struct pattern_reader {
	struct arena *arena;
	const char *start, *at, *end;
	struct pattern *pattern;
	GError **error;
};

static bool reader_fails(struct pattern_reader *reader, const char *what)
{
	unsigned line = 1;

	for (const char *at = reader->start; at < reader->at; at++)
		line += *at == '\n';
	if (reader->error && !*reader->error)
		g_set_error(reader->error, G_MARKUP_ERROR, G_MARKUP_ERROR_PARSE,
			    "line %u of the query: %s", line, what);
	return false;
}

static void skip_blank(struct pattern_reader *reader)
{
	while (reader->at < reader->end) {
		if (*reader->at == ';')
			while (reader->at < reader->end && *reader->at != '\n')
				reader->at++;
		else if (g_ascii_isspace(*reader->at))
			reader->at++;
		else
			return;
	}
}

static bool at_byte(struct pattern_reader *reader, char byte)
{
	skip_blank(reader);
	return reader->at < reader->end && *reader->at == byte;
}

static bool take_byte(struct pattern_reader *reader, char byte)
{
	if (!at_byte(reader, byte))
		return false;
	reader->at++;
	return true;
}

static bool is_word_byte(char c)
{
	return g_ascii_isalnum(c) || strchr("_-.?!#", c);
}

/* A name, or NULL. */
static const char *take_word(struct pattern_reader *reader)
{
	const char *start;

	skip_blank(reader);
	start = reader->at;
	while (reader->at < reader->end && *reader->at &&
	       is_word_byte(*reader->at))
		reader->at++;
	if (reader->at == start)
		return NULL;
	return arena_strndup(reader->arena, start,
			     (size_t)(reader->at - start));
}

/* A quoted string; \" and \\ are the only escapes. Or NULL. */
static const char *take_string(struct pattern_reader *reader)
{
	GString *string;
	const char *copy;

	if (!take_byte(reader, '"'))
		return NULL;
	string = g_string_new(NULL);
	while (reader->at < reader->end && *reader->at != '"') {
		if (*reader->at == '\\' && reader->at + 1 < reader->end)
			reader->at++;
		g_string_append_c(string, *reader->at++);
	}
	reader->at += reader->at < reader->end;
	copy = arena_strndup(reader->arena, string->str, string->len);
	g_string_free(string, TRUE);
	return copy;
}

static void add_type(struct pattern_reader *reader, struct pattern_step *step,
		     const char *type, bool named)
{
	uint32_t n = step->n_types;

	*ARENA_PUSH(reader->arena, step->named, n) = named;
	*ARENA_PUSH(reader->arena, step->types, step->n_types) = type;
}

/* Forms: [ (a) (b) "c" ] behind the bracket. */
static bool read_choice(struct pattern_reader *reader,
			struct pattern_step *step)
{
	while (!take_byte(reader, ']')) {
		const char *type = take_string(reader);

		if (type) {
			add_type(reader, step, type, false);
		} else if (take_byte(reader, '(') &&
			   (type = take_word(reader)) &&
			   take_byte(reader, ')')) {
			add_type(reader, step, type, true);
		} else {
			return reader_fails(reader, "a choice is of nodes "
						    "without children");
		}
	}
	return true;
}

static void read_captures(struct pattern_reader *reader,
			  struct pattern_step *step)
{
	while (take_byte(reader, '@'))
		*ARENA_PUSH(reader->arena, step->capture, step->n_capture) =
			take_word(reader);
}

/* The step that the capture is on, or n_steps. */
static uint32_t find_capture(const struct pattern *pattern, const char *name)
{
	for (uint32_t i = 0; i < pattern->n_steps; i++)
		for (uint32_t j = 0; j < pattern->steps[i].n_capture; j++)
			if (!g_strcmp0(pattern->steps[i].capture[j], name))
				return i;
	return pattern->n_steps;
}

struct predicate_word {
	const char *word;
	enum predicate_kind kind;
	bool negated;
};

static const struct predicate_word predicate_words[] = {
	{"#any-of?", PREDICATE_EQ, false},
	{"#eq?", PREDICATE_EQ, false},
	{"#match?", PREDICATE_MATCH, false},
	{"#not-any-of?", PREDICATE_EQ, true},
	{"#not-eq?", PREDICATE_EQ, true},
	{"#not-match?", PREDICATE_MATCH, true},
};

/* Form: (#word? @capture "string"...) behind the parenthesis. */
static bool read_predicate(struct pattern_reader *reader)
{
	struct pattern *pattern = reader->pattern;
	struct predicate *predicate = ARENA_PUSH(
		reader->arena, pattern->predicates, pattern->n_predicates);
	const char *word = take_word(reader), *string;
	size_t i;

	for (i = 0; i < G_N_ELEMENTS(predicate_words); i++)
		if (!g_strcmp0(word, predicate_words[i].word))
			break;
	if (i == G_N_ELEMENTS(predicate_words))
		return reader_fails(reader, "unknown predicate");
	predicate->kind = predicate_words[i].kind;
	predicate->negated = predicate_words[i].negated;
	if (!take_byte(reader, '@'))
		return reader_fails(reader, "a predicate is of a capture");
	predicate->step = find_capture(pattern, take_word(reader));
	if (predicate->step == pattern->n_steps)
		return reader_fails(reader, "unknown capture");
	while ((string = take_string(reader)))
		*ARENA_PUSH(reader->arena, predicate->strings,
			    predicate->n_strings) = string;
	if (!predicate->n_strings || !take_byte(reader, ')'))
		return reader_fails(reader, "strings and ) expected");
	if (predicate->kind == PREDICATE_MATCH) {
		predicate->regex = g_regex_new(predicate->strings[0],
					       G_REGEX_OPTIMIZE | G_REGEX_RAW,
					       0, reader->error);
		return predicate->regex != NULL;
	}
	return true;
}

static bool read_node(struct pattern_reader *reader, const char *field,
		      bool first, unsigned depth);

/* What follows the type of a node: one node, predicates, ")". */
static bool read_inside(struct pattern_reader *reader, unsigned depth)
{
	uint32_t n = reader->pattern->n_steps;

	for (;;) {
		bool first;
		const char *field = NULL, *back;

		skip_blank(reader);
		if (take_byte(reader, ')'))
			return true;
		if (reader->at + 1 < reader->end && reader->at[0] == '(' &&
		    reader->at[1] == '#') {
			reader->at++;
			if (!read_predicate(reader))
				return false;
			continue;
		}
		if (reader->at < reader->end && *reader->at == '.' &&
		    reader->pattern->n_steps > n) {
			reader->at++;
			reader->pattern->steps[n].last = true;
			continue;
		}
		first = take_byte(reader, '.');
		skip_blank(reader);
		back = reader->at;
		if (at_byte(reader, '_') == false &&
		    (field = take_word(reader)) && !take_byte(reader, ':')) {
			reader->at = back;
			return reader_fails(reader, "a node expected");
		}
		if (reader->pattern->n_steps > n)
			return reader_fails(reader,
					    "a node has one node inside");
		if (!read_node(reader, field, first, depth + 1))
			return false;
	}
}

static bool read_node(struct pattern_reader *reader, const char *field,
		      bool first, unsigned depth)
{
	struct pattern *pattern = reader->pattern;
	struct pattern_step *step;
	const char *type;

	if (depth > PATTERN_DEPTH || pattern->n_steps == PATTERN_STEPS)
		return reader_fails(reader, "the pattern is too deep");
	step = &pattern->steps[pattern->n_steps++];
	step->field = field;
	step->first = first;
	if (take_byte(reader, '[')) {
		if (!read_choice(reader, step))
			return false;
	} else if ((type = take_string(reader))) {
		add_type(reader, step, type, false);
	} else if (take_byte(reader, '(')) {
		type = take_word(reader);
		if (!type)
			return reader_fails(reader, "a type expected");
		if (strcmp(type, "_") != 0)
			add_type(reader, step, type, true);
		if (!read_inside(reader, depth))
			return false;
	} else {
		return reader_fails(reader, "a node expected");
	}
	read_captures(reader, step);
	return true;
}

/* A pattern, bare or in parentheses with its predicates. */
static bool read_pattern(struct pattern_reader *reader)
{
	const char *start = reader->at;

	if (take_byte(reader, '(') && at_byte(reader, '(')) {
		if (!read_node(reader, NULL, false, 0))
			return false;
		while (take_byte(reader, '('))
			if (!read_predicate(reader))
				return false;
		return take_byte(reader, ')') ||
		       reader_fails(reader, ") expected");
	}
	reader->at = start;
	return read_node(reader, NULL, false, 0);
}

bool pattern_read(struct arena *arena, const char *scm, size_t size,
		  struct pattern_list *list, GError **error)
{
	struct pattern_reader reader = {arena,	    scm,  scm,
					scm + size, NULL, error};

	list->patterns = NULL;
	list->n_patterns = 0;
	for (;;) {
		skip_blank(&reader);
		if (reader.at >= reader.end)
			return true;
		reader.pattern =
			ARENA_PUSH(arena, list->patterns, list->n_patterns);
		reader.pattern->steps = arena_alloc(
			arena, PATTERN_STEPS * sizeof(struct pattern_step));
		if (!read_pattern(&reader))
			return false;
	}
}

bool predicate_holds(const struct predicate *predicate, const char *bytes,
		     size_t size)
{
	bool found = false;

	if (predicate->regex)
		found = g_regex_match_full(predicate->regex, bytes,
					   (gssize)size, 0, 0, NULL, NULL);
	else
		for (uint32_t i = 0; i < predicate->n_strings && !found; i++)
			found = strlen(predicate->strings[i]) == size &&
				!memcmp(predicate->strings[i], bytes, size);
	return found != predicate->negated;
}
