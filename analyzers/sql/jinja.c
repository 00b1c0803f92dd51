#include "analyzers/sql/jinja.h"

#include <string.h>

#include "graph/text.h"

/* Texts larger than this are data, and no templates. */
#define JINJA_SIZE_MAX (1u << 20)

/* More variables of one text are not known. */
#define VARIABLES_MAX 256

/* Variables that hold one another. */
#define DEPTH_MAX 4

struct jinja_variable {
	uint32_t name, n;
	uint32_t value; /* offset of its first byte */
};

void jinja_init(struct jinja *jinja, const char *bytes, uint32_t size)
{
	const char *at = bytes, *end = bytes + size;

	memset(jinja, 0, sizeof(*jinja));
	jinja->bytes = bytes;
	jinja->size = size;
	if (size > JINJA_SIZE_MAX)
		return;
	while (at + 1 < end && (at = memchr(at, '{', (size_t)(end - at - 1)))) {
		if (at[1] == '{' || at[1] == '%') {
			jinja->used = true;
			return;
		}
		at++;
	}
}

void jinja_release(struct jinja *jinja)
{
	if (jinja->variables)
		g_array_free(jinja->variables, TRUE);
	jinja->variables = NULL;
}

/* --- words ---------------------------------------------------------------- */

static bool is_word_byte(char byte)
{
	return g_ascii_isalnum(byte) || byte == '_';
}

static char byte_at(const struct jinja *jinja, uint32_t at)
{
	return at < jinja->size ? jinja->bytes[at] : '\0';
}

static uint32_t skip_blanks(const struct jinja *jinja, uint32_t at)
{
	while (g_ascii_isspace(byte_at(jinja, at)))
		at++;
	return at;
}

static uint32_t skip_word(const struct jinja *jinja, uint32_t at)
{
	while (is_word_byte(byte_at(jinja, at)))
		at++;
	return at;
}

static bool word_is(const struct jinja *jinja, uint32_t begin, uint32_t end,
		    const char *word)
{
	return strlen(word) == end - begin &&
	       memcmp(jinja->bytes + begin, word, end - begin) == 0;
}

/* Behind the literal's closing quote; the offset itself if it has none. */
static uint32_t skip_literal(const struct jinja *jinja, uint32_t at)
{
	char quote = byte_at(jinja, at);
	uint32_t end = at + 1;

	while (end < jinja->size && jinja->bytes[end] != quote)
		end += jinja->bytes[end] == '\\' && end + 1 < jinja->size ? 2
									  : 1;
	return end < jinja->size ? end + 1 : at;
}

/* --- variables ------------------------------------------------------------ */

/* set x = ..., for x in ..., behind "{%". */
static void add_variable(struct jinja *jinja, uint32_t at)
{
	struct jinja_variable variable;
	uint32_t end;
	bool set;

	while (byte_at(jinja, at) == '-' || g_ascii_isspace(byte_at(jinja, at)))
		at++;
	end = skip_word(jinja, at);
	set = word_is(jinja, at, end, "set");
	if (!set && !word_is(jinja, at, end, "for"))
		return;
	variable.name = skip_blanks(jinja, end);
	end = skip_word(jinja, variable.name);
	variable.n = end - variable.name;
	at = skip_blanks(jinja, end);
	if (set) {
		if (byte_at(jinja, at) != '=')
			return;
		at++;
	} else {
		end = skip_word(jinja, at);
		if (!word_is(jinja, at, end, "in"))
			return;
		at = end;
	}
	variable.value = skip_blanks(jinja, at);
	if (variable.n)
		g_array_append_val(jinja->variables, variable);
}

static void find_variables(struct jinja *jinja)
{
	const char *at = jinja->bytes, *end = at + jinja->size;

	jinja->variables =
		g_array_new(FALSE, FALSE, sizeof(struct jinja_variable));
	while (jinja->variables->len < VARIABLES_MAX &&
	       (at = memmem(at, (size_t)(end - at), "{%", 2))) {
		at += 2;
		add_variable(jinja, (uint32_t)(at - jinja->bytes));
	}
}

/* The value of the last one of that name before `at`, or of the first; 0:
 * there is none. */
static uint32_t find_value(struct jinja *jinja, uint32_t name, uint32_t n)
{
	uint32_t found = 0;

	if (!jinja->variables)
		find_variables(jinja);
	for (uint32_t i = 0; i < jinja->variables->len; i++) {
		const struct jinja_variable *v = &g_array_index(
			jinja->variables, struct jinja_variable, i);

		if (v->n != n ||
		    memcmp(jinja->bytes + v->name, jinja->bytes + name, n) != 0)
			continue;
		if (found && v->name > name)
			break;
		found = v->value;
	}
	return found;
}

/* --- strings -------------------------------------------------------------- */

/* What a string may be. */
struct strings {
	const char *values[JINJA_RELATIONS_MAX];
	uint32_t n;
};

static const char hole[] = {TEXT_HOLE, '\0'};

static void set_hole(struct strings *strings)
{
	strings->values[0] = hole;
	strings->n = 1;
}

static uint32_t read_string(struct jinja *jinja, struct arena *arena,
			    uint32_t at, unsigned depth,
			    struct strings *strings);

/* ['a', 'b'], at "[" or "(": its strings. */
static void read_list(struct jinja *jinja, struct arena *arena, uint32_t at,
		      unsigned depth, struct strings *strings)
{
	strings->n = 0;
	do {
		struct strings one;
		uint32_t begin = skip_blanks(jinja, at + 1);

		if (byte_at(jinja, begin) != '\'' &&
		    byte_at(jinja, begin) != '"')
			break;
		at = read_string(jinja, arena, begin, depth, &one);
		strings->values[strings->n++] = one.values[0];
	} while (byte_at(jinja, at) == ',' && strings->n < JINJA_RELATIONS_MAX);
	if (!strings->n)
		set_hole(strings);
}

/* Behind an operand that is not understood. */
static uint32_t skip_operand(const struct jinja *jinja, uint32_t at)
{
	uint32_t depth = 0;

	for (; at < jinja->size; at++) {
		char byte = jinja->bytes[at];

		if (!depth && strchr(",)]}%~+|", byte))
			return at;
		depth += strchr("([{", byte) != NULL;
		depth -= depth && strchr(")]}", byte);
		if (byte == '\'' || byte == '"') {
			uint32_t end = skip_literal(jinja, at);

			at = end > at ? end - 1 : at;
		}
	}
	return at;
}

/* A literal, or a variable that holds one or a list of them. */
static uint32_t read_operand(struct jinja *jinja, struct arena *arena,
			     uint32_t at, unsigned depth,
			     struct strings *strings)
{
	char byte = byte_at(jinja, at);
	uint32_t end, value;

	set_hole(strings);
	if (byte == '\'' || byte == '"') {
		end = skip_literal(jinja, at);
		if (end == at)
			return jinja->size;
		strings->values[0] = arena_strndup(arena, jinja->bytes + at + 1,
						   end - at - 2);
		return end;
	}
	end = skip_word(jinja, at);
	if (end == at || strchr(".([", byte_at(jinja, end)))
		return skip_operand(jinja, at);
	value = depth < DEPTH_MAX ? find_value(jinja, at, end - at) : 0;
	if (!value)
		return end;
	if (byte_at(jinja, value) == '[' || byte_at(jinja, value) == '(')
		read_list(jinja, arena, value, depth + 1, strings);
	else
		read_string(jinja, arena, value, depth + 1, strings);
	return end;
}

/* Operands with ~ or + between. Each that may be several stands for them all;
 * of two such, the second is a hole. */
static uint32_t read_string(struct jinja *jinja, struct arena *arena,
			    uint32_t at, unsigned depth,
			    struct strings *strings)
{
	at = read_operand(jinja, arena, skip_blanks(jinja, at), depth, strings);
	for (at = skip_blanks(jinja, at);
	     byte_at(jinja, at) == '~' || byte_at(jinja, at) == '+';
	     at = skip_blanks(jinja, at)) {
		struct strings more;
		uint32_t n;

		at = read_operand(jinja, arena, skip_blanks(jinja, at + 1),
				  depth, &more);
		if (strings->n > 1 && more.n > 1)
			set_hole(&more);
		n = MAX(strings->n, more.n);
		for (uint32_t i = n; i-- > 0;)
			strings->values[i] = arena_printf(
				arena, "%s%s",
				strings->values[i < strings->n ? i : 0],
				more.values[i < more.n ? i : 0]);
		strings->n = n;
	}
	if (byte_at(jinja, at) == '|')
		at = skip_blanks(jinja, skip_operand(jinja, at + 1));
	return at;
}

/* --- calls ---------------------------------------------------------------- */

/* v=2, version=2: what dbt appends to the name; NULL: another argument. */
static const char *read_version(struct jinja *jinja, struct arena *arena,
				uint32_t at)
{
	uint32_t end = skip_word(jinja, at), digits;

	if (!word_is(jinja, at, end, "v") &&
	    !word_is(jinja, at, end, "version"))
		return NULL;
	at = skip_blanks(jinja, end);
	if (byte_at(jinja, at) != '=')
		return NULL;
	digits = at = skip_blanks(jinja, at + 1);
	while (g_ascii_isdigit(byte_at(jinja, at)))
		at++;
	return at > digits ? arena_printf(arena, "_v%.*s", (int)(at - digits),
					  jinja->bytes + digits)
			   : NULL;
}

static void add_relations(const struct strings *first,
			  const struct strings *second, uint32_t n_parts,
			  const char *version, struct arena *arena,
			  struct jinja_relation *relations, uint32_t *n)
{
	for (uint32_t i = 0; i < first->n; i++)
		for (uint32_t j = 0; j < second->n && *n < JINJA_RELATIONS_MAX;
		     j++) {
			struct jinja_relation *r = &relations[(*n)++];

			r->n_parts = n_parts;
			r->parts[0] = first->values[i];
			r->parts[1] = second->values[j];
			if (version)
				r->parts[0] = arena_printf(
					arena, "%s%s", r->parts[0], version);
		}
}

/* The call of ref() or source() at `at`; gives how many relations, and where
 * it ends. 0: there is none. */
static uint32_t read_call(struct jinja *jinja, struct arena *arena, uint32_t at,
			  struct jinja_relation *relations, uint32_t *behind)
{
	uint32_t end = skip_word(jinja, at), n = 0, count = 0;
	bool source = word_is(jinja, at, end, "source");
	struct strings parts[2];
	const char *version = NULL;

	if (!source && !word_is(jinja, at, end, "ref"))
		return 0;
	if (byte_at(jinja, end) != '(')
		return 0;
	set_hole(&parts[1]);
	do {
		at = skip_blanks(jinja, end + 1);
		version = read_version(jinja, arena, at);
		if (version || byte_at(jinja, at) == ')' || count == 2) {
			end = skip_operand(jinja, at);
			continue;
		}
		end = read_string(jinja, arena, at, 0, &parts[count++]);
	} while (byte_at(jinja, end) == ',');
	if (!count || (source && count < 2) || byte_at(jinja, end) != ')')
		return 0;
	*behind = end + 1;
	if (source) {
		add_relations(&parts[0], &parts[1], 2, NULL, arena, relations,
			      &n);
		return n;
	}
	/* ref('package', 'model') */
	if (count == 2)
		parts[0] = parts[1];
	set_hole(&parts[1]);
	add_relations(&parts[0], &parts[1], 1, version, arena, relations, &n);
	return n;
}

uint32_t jinja_hole(struct jinja *jinja, struct arena *arena, uint32_t offset,
		    uint32_t length, struct jinja_relation *relations)
{
	uint32_t at = offset + 2, end, n, behind;

	if (length < 5 || !jinja->used || jinja->bytes[offset] != '{' ||
	    jinja->bytes[offset + 1] != '{' || offset + length > jinja->size)
		return 0;
	while (byte_at(jinja, at) == '-')
		at++;
	at = skip_blanks(jinja, at);
	n = read_call(jinja, arena, at, relations, &behind);
	for (unsigned depth = 0; !n && depth < DEPTH_MAX; depth++) {
		end = skip_word(jinja, at);
		if (end == at || strchr(".([", byte_at(jinja, end)))
			return 0;
		at = find_value(jinja, at, end - at);
		if (!at)
			return 0;
		if (byte_at(jinja, at) == '[')
			at = skip_blanks(jinja, at + 1);
		n = read_call(jinja, arena, at, relations, &behind);
	}
	return n;
}

/* --- all parts ------------------------------------------------------------ */

/* Behind the directive or hole at `at`; the text's end if it has none. */
static uint32_t directive_end(const struct jinja *jinja, uint32_t at)
{
	const char *closing = jinja->bytes[at + 1] == '%' ? "%}" : "}}";

	for (at += 2; at + 1 < jinja->size; at++) {
		if (memcmp(jinja->bytes + at, closing, 2) == 0)
			return at + 2;
		if (jinja->bytes[at] == '\'' || jinja->bytes[at] == '"') {
			uint32_t end = skip_literal(jinja, at);

			at = end > at ? end - 1 : at;
		}
	}
	return jinja->size;
}

/* A literal as long as the shortest statement that names a table. */
#define STATEMENT_BYTES 12

/* The next part inside of a directive that ends at `end`. */
static bool next_inside(struct jinja *jinja, struct arena *arena, uint32_t *at,
			uint32_t end, struct jinja_part *part)
{
	while (*at < end) {
		char byte = jinja->bytes[*at];
		uint32_t behind = *at + 1;

		if (byte == '\'' || byte == '"') {
			uint32_t close = skip_literal(jinja, *at);

			part->n_relations = 0;
			part->offset = *at;
			part->begin = *at + 1;
			part->end = close - 1;
			*at = MAX(close, behind);
			if (close > part->begin + STATEMENT_BYTES &&
			    close <= end)
				return true;
			continue;
		}
		if (is_word_byte(byte)) {
			part->offset = *at;
			behind = skip_word(jinja, *at);
			part->n_relations = read_call(jinja, arena, *at,
						      part->relations, &behind);
			*at = MAX(behind, *at + 1);
			if (part->n_relations)
				return true;
			continue;
		}
		(*at)++;
	}
	return false;
}

bool jinja_next(struct jinja *jinja, struct arena *arena, uint32_t *at,
		uint32_t end, struct jinja_part *part)
{
	struct jinja_relation direct[JINJA_RELATIONS_MAX];

	end = MIN(end, jinja->size);
	while (jinja->used && *at + 1 < end) {
		const char *open =
			memchr(jinja->bytes + *at, '{', end - *at - 1);
		uint32_t begin, close, n;

		/* Inside of one. */
		if (*at < jinja->inside) {
			if (next_inside(jinja, arena, at,
					MIN(jinja->inside, jinja->size), part))
				return true;
			*at = jinja->inside;
			continue;
		}
		if (!open)
			break;
		begin = (uint32_t)(open - jinja->bytes);
		if (open[1] == '#') {
			const char *behind =
				memmem(open, jinja->size - begin, "#}", 2);

			*at = behind ? (uint32_t)(behind - jinja->bytes) + 2
				     : end;
			continue;
		}
		if (open[1] != '{' && open[1] != '%') {
			*at = begin + 1;
			continue;
		}
		close = directive_end(jinja, begin);
		jinja->inside = close;
		n = jinja_hole(jinja, arena, begin, close - begin, direct);
		/* The first is the name that stands there. */
		if (n > 1) {
			*at = close;
			part->offset = begin;
			part->n_relations = n - 1;
			memcpy(part->relations, direct + 1,
			       (n - 1) * sizeof(*direct));
			return true;
		}
		*at = n ? close : begin + 2;
	}
	*at = MAX(*at, end);
	return false;
}

bool jinja_names(struct jinja *jinja, struct arena *arena, uint32_t from,
		 uint32_t end)
{
	struct jinja copy = *jinja;
	struct jinja_part part;
	bool found = false;

	copy.inside = 0;
	while (!found && jinja_next(&copy, arena, &from, end, &part))
		found = part.n_relations > 0;
	jinja->variables = copy.variables;
	return found;
}
