#include "analyzers/code/strings.h"

#include <string.h>

bool strings_is(const struct datum *datum)
{
	if (datum->kind == DATUM_EITHER)
		for (uint32_t i = 0; i < datum->n_items; i++)
			if (datum->items[i]->kind == DATUM_STRING)
				return true;
	return datum->kind == DATUM_STRING;
}

static bool is_macro(const struct symbol *symbol)
{
	return symbol->n_parts &&
	       code_is_capitals(symbol->parts[symbol->n_parts - 1]);
}

static const struct rope *rope_of(struct code *code, const struct datum *datum)
{
	struct rope *parameter;
	uint32_t line;
	const char *text;

	if (datum->kind == DATUM_STRING)
		return datum->rope;
	line = code_line(code, datum->node);
	text = code_excerpt(code, datum->node);
	switch (datum->kind) {
	case DATUM_RESULT:
		if (code->language->global && !is_macro(datum->symbol))
			return rope_hole(&code->ropes,
					 code_shown(code, datum->node), line);
		/* fall through */
	case DATUM_SYMBOL:
		return rope_symbol(&code->ropes, datum->symbol, line);
	case DATUM_PARAMETER:
		parameter = (struct rope *)rope_parameter(
			&code->ropes, datum->index, datum->parameter,
			code_shown(code, datum->node), line);
		parameter->written = datum->written;
		return parameter;
	case DATUM_CONSTANT:
		if (g_ascii_isdigit(text[0]) || text[0] == '-')
			return strings_made(code, datum->node, text,
					    strlen(text))
				->rope;
		return rope_hole(&code->ropes, code_shown(code, datum->node),
				 line);
	default:
		return rope_hole(&code->ropes, code_shown(code, datum->node),
				 line);
	}
}

uint32_t strings_ropes(struct code *code, const struct datum *datum,
		       const struct rope **ropes, uint32_t max)
{
	uint32_t n = 0;

	if (datum->kind != DATUM_EITHER) {
		ropes[0] = rope_of(code, datum);
		return 1;
	}
	for (uint32_t i = 0; i < datum->n_items && n < max; i++)
		if (datum->items[i]->kind != DATUM_CONSTANT)
			ropes[n++] = rope_of(code, datum->items[i]);
	if (!n)
		ropes[n++] = rope_of(code, datum->items[0]);
	return n;
}

/* --- literals --- */

/* A literal on its way from the bytes of the text. */
struct decoding {
	struct code *code;
	struct literal *literal;
	GString *bytes;
	struct line_mark *marks;
	uint32_t n_marks;
};

static void mark_line(struct decoding *to, uint32_t offset, uint32_t line)
{
	if (to->n_marks && to->marks[to->n_marks - 1].offset == offset)
		to->marks[to->n_marks - 1].line = line;
	else
		*ARENA_PUSH(to->code->arena, to->marks, to->n_marks) =
			(struct line_mark){offset, line};
}

/* A byte that would be read as a hole, or end a string, is white space. */
static void put_byte(struct decoding *to, char c)
{
	if (c == TEXT_HOLE || c == '\0')
		c = ' ';
	g_string_append_c(to->bytes, c);
}

static void put_character(struct decoding *to, uint32_t character)
{
	if (character < 0x80)
		put_byte(to, (char)character);
	else if (g_unichar_validate(character))
		g_string_append_unichar(to->bytes, character);
	else
		put_byte(to, ' ');
}

/* Digits of the base, at most `max`; gives their number. */
static uint32_t take_digits(const char **at, const char *end, unsigned base,
			    int max)
{
	uint32_t number = 0;

	while (*at < end && max-- > 0) {
		int digit = g_ascii_xdigit_value(**at);

		if (digit < 0 || digit >= (int)base)
			break;
		number = number * base + (uint32_t)digit;
		(*at)++;
	}
	return number;
}

/* What stands behind a backslash; other bytes stand for themselves, with
 * the backslash in front. */
static const char *decode_escape(struct decoding *to, const char *at,
				 const char *end)
{
	static const char from[] = "abfnrtv\\'\"",
			  into[] = "\a\b\f\n\r\t\v\\'\"";
	const char *known;
	char c = *at++;

	if (c >= '0' && c <= '7') {
		at--;
		put_character(to, take_digits(&at, end, 8, 3) & 0xff);
	} else if (c == 'x' || c == 'u' || c == 'U') {
		put_character(to, take_digits(&at, end, 16,
					      c == 'x'	 ? 2
					      : c == 'u' ? 4
							 : 8));
	} else if (c && (known = strchr(from, c))) {
		put_byte(to, into[known - from]);
	} else {
		put_byte(to, '\\');
		put_byte(to, c);
	}
	return at;
}

/* Decodes bytes from `at` on; every byte gets its line. */
static void decode(struct decoding *to, const char *at, const char *end,
		   unsigned style)
{
	struct text *text = to->code->text;
	bool escapes = style & STRING_ESCAPES;

	mark_line(to, 0, text_line(text, (size_t)(at - text->bytes)));
	while (at < end) {
		char c = *at++;
		bool folded = false;

		if (escapes && c == '\\' && at < end) {
			if (*at == '\r' && at + 1 < end && at[1] == '\n')
				at++;
			folded = *at == '\n';
			if (folded)
				at++;
			else
				at = decode_escape(to, at, end);
		} else {
			if ((style & STRING_BRACES) && at < end && *at == c &&
			    (c == '{' || c == '}'))
				at++;
			put_byte(to, c);
		}
		if (folded || c == '\n')
			mark_line(to, (uint32_t)to->bytes->len,
				  text_line(text, (size_t)(at - text->bytes)));
	}
}

static struct literal *literal_new(struct code *code)
{
	struct literal *literal = ARENA_NEW(code->arena, struct literal);

	literal->function = code->ropes.function;
	return literal;
}

/* Whether the bytes stand for themselves, all on one line. */
static bool is_plain(const char *at, const char *end, unsigned style)
{
	for (; at < end; at++)
		if (*at == '\n' || *at == '\0' || *at == TEXT_HOLE ||
		    (*at == '\\' && (style & STRING_ESCAPES)) ||
		    ((*at == '{' || *at == '}') && (style & STRING_BRACES)))
			return false;
	return true;
}

static const struct rope *bytes_rope(struct code *code, const char *start,
				     const char *end, unsigned style)
{
	struct literal *literal = literal_new(code);
	struct decoding to = {code, literal, NULL, NULL, 0};

	if (is_plain(start, end, style)) {
		mark_line(&to, 0,
			  text_line(code->text,
				    (size_t)(start - code->text->bytes)));
		literal->bytes = start;
		literal->size = (uint32_t)(end - start);
	} else {
		to.bytes = g_string_new(NULL);
		decode(&to, start, end, style);
		literal->size = (uint32_t)to.bytes->len;
		literal->bytes = arena_strndup(code->arena, to.bytes->str,
					       to.bytes->len);
		g_string_free(to.bytes, TRUE);
	}
	literal->marks = to.marks;
	literal->n_marks = to.n_marks;
	return rope_text(&code->ropes, literal, 0, literal->size);
}

static const struct rope *text_rope(struct code *code, uint32_t node,
				    unsigned style)
{
	const struct syntax_node *text = CODE_NODE(code, node);

	return bytes_rope(code, code->text->bytes + text->start,
			  code->text->bytes + text->end, style);
}

const struct datum *strings_made(struct code *code, uint32_t node,
				 const char *bytes, size_t size)
{
	struct literal *literal = literal_new(code);
	struct line_mark *mark = ARENA_NEW(code->arena, struct line_mark);

	mark->line = code_line(code, node);
	literal->bytes = arena_strndup(code->arena, bytes, size);
	literal->size = (uint32_t)size;
	literal->marks = mark;
	literal->n_marks = 1;
	literal->used = true; /* nothing that could be lost */
	return datum_string(code, node,
			    rope_text(&code->ropes, literal, 0, literal->size));
}

/* A literal without nodes inside: its bytes say all. */
static const struct datum *whole_literal(struct code *code, uint32_t node)
{
	const char *start = code->text->bytes + CODE_NODE(code, node)->start;
	const char *end = code->text->bytes + CODE_NODE(code, node)->end;
	unsigned style = code->language->string_content(&start, &end);

	code->ropes.node = node;
	return datum_string(code, node, bytes_rope(code, start, end, style));
}

const struct datum *strings_literal(struct code *code, uint32_t node)
{
	struct syntax *syntax = &code->syntax;
	uint32_t open = syntax_child(syntax, node, AS_OPEN);
	const struct syntax_node *at =
		open == SYNTAX_NONE ? NULL : CODE_NODE(code, open);
	const struct datum *all = NULL;
	unsigned style;

	if (code->language->string_content)
		return whole_literal(code, node);
	style = code->language->string_style(at ? syntax->bytes + at->start
						: "",
					     at ? at->end - at->start : 0);
	for (uint32_t n = syntax_first(syntax, node); n != SYNTAX_NONE;
	     n = syntax_next(syntax, n)) {
		const struct datum *next = NULL;

		code->ropes.node = node;
		if (CODE_NODE(code, n)->kind == SYNTAX_TEXT)
			next = datum_string(code, node,
					    text_rope(code, n, style));
		else if (CODE_NODE(code, n)->kind == SYNTAX_INTERPOLATION)
			next = eval(code, syntax_child(syntax, n, AS_VALUE));
		if (next)
			all = all ? strings_cat(code, node, all, next)
			      : strings_is(next)
				      ? next
				      : strings_cat(
						code, node,
						strings_made(code, node, "", 0),
						next);
	}
	return all ? all : strings_made(code, node, "", 0);
}

/* --- putting together --- */

static const struct datum *either_of(struct code *code, uint32_t node,
				     const struct rope **ropes, uint32_t n)
{
	struct datum *either;

	if (n == 1)
		return datum_string(code, node, ropes[0]);
	either = datum_new(code, DATUM_EITHER, node);
	for (uint32_t i = 0; i < n; i++)
		*ARENA_PUSH(code->arena, either->items, either->n_items) =
			datum_string(code, node, ropes[i]);
	return either;
}

/* Whether a table's name is what follows: behind FROM and the like, or as a
 * part of a name. */
static bool is_name_place(const struct rope *before)
{
	static const char *const words[] = {"from",  "join", "into",   "update",
					    "table", "only", "exists", NULL};
	const struct rope *leaf = before;
	const char *bytes;
	uint32_t past, start;

	while (leaf->kind == ROPE_PAIR || leaf->kind == ROPE_ALIAS)
		leaf = leaf->kind == ROPE_PAIR ? leaf->right : leaf->left;
	if (leaf->kind != ROPE_TEXT)
		return false;
	bytes = leaf->literal->bytes + leaf->start;
	past = leaf->size;
	if (past && (g_ascii_isalnum(bytes[past - 1]) ||
		     strchr("_.\"`[", bytes[past - 1])))
		return true;
	while (past && g_ascii_isspace(bytes[past - 1]))
		past--;
	for (start = past; start && g_ascii_isalpha(bytes[start - 1]); start--)
		;
	for (const char *const *w = words; *w; w++)
		if (past - start == strlen(*w) &&
		    !g_ascii_strncasecmp(bytes + start, *w, past - start))
			return true;
	return false;
}

/* Where names belong to all texts, one that is written in small letters and
 * stands for no table is a value at run time. */
static const struct datum *settle(struct code *code, const struct rope *before,
				  const struct datum *datum)
{
	if (!code->language->global || datum->kind != DATUM_SYMBOL ||
	    is_macro(datum->symbol) || is_name_place(before))
		return datum;
	return datum_unknown(code, datum->node);
}

/* All combinations where they are few; else as many as the longer side has,
 * so that each piece is in one. */
const struct datum *strings_cat(struct code *code, uint32_t node,
				const struct datum *left,
				const struct datum *right)
{
	const struct rope *l[CODE_LOOP_VALUES_MAX], *r[CODE_LOOP_VALUES_MAX];
	const struct rope *made[CODE_LOOP_VALUES_MAX];
	uint32_t n_l = strings_ropes(code, left, l, CODE_LOOP_VALUES_MAX);
	uint32_t n_r = strings_ropes(code, settle(code, l[0], right), r,
				     CODE_LOOP_VALUES_MAX);
	uint32_t n = n_l * n_r;
	bool all = n_l == 1 || n_r == 1 || n <= CODE_ALTERNATIVES_MAX;

	code->ropes.node = node;
	if (!all)
		n = MAX(n_l, n_r);
	for (uint32_t i = 0; i < n; i++)
		made[i] = rope_pair(&code->ropes, l[all ? i / n_r : i % n_l],
				    r[i % n_r]);
	return either_of(code, node, made, n);
}

/* A string under construction, alternatives and all. */
struct assembly {
	struct code *code;
	uint32_t node;
	const struct datum *made; /* NULL: nothing yet */
};

static void assemble(struct assembly *to, const struct datum *datum)
{
	if (!to->made && strings_is(datum))
		to->made = datum;
	else if (!to->made)
		to->made = strings_cat(to->code, to->node,
				       strings_made(to->code, to->node, "", 0),
				       datum);
	else
		to->made = strings_cat(to->code, to->node, to->made, datum);
}

/* A piece of a leaf; the leaf itself has become a part by that. */
static void assemble_piece(struct assembly *to, const struct rope *leaf,
			   uint32_t start, uint32_t end)
{
	rope_consume(&to->code->ropes, leaf);
	if (start < end)
		assemble(to,
			 datum_string(to->code, to->node,
				      rope_text(&to->code->ropes, leaf->literal,
						leaf->start + start,
						end - start)));
}

static const struct datum *assembled(struct assembly *to)
{
	if (!to->made)
		return strings_made(to->code, to->node, "", 0);
	return to->made;
}

/* Calls for each alternative of `datum` and gives all that come out. */
typedef const struct datum *rope_function(struct code *code, uint32_t node,
					  const struct rope *rope,
					  void *payload);

static const struct datum *for_each(struct code *code, uint32_t node,
				    const struct datum *datum,
				    rope_function *function, void *payload)
{
	const struct rope *ropes[CODE_LOOP_VALUES_MAX];
	uint32_t n = strings_ropes(code, datum, ropes, CODE_LOOP_VALUES_MAX);
	const struct datum *all = NULL;

	for (uint32_t i = 0; i < n; i++) {
		const struct datum *one;

		rope_consume(&code->ropes, ropes[i]);
		one = function(code, node, ropes[i], payload);
		all = all ? datum_either(code, all, one) : one;
	}
	return all;
}

/* --- templates --- */

/* Fills placeholders. `find` looks in the bytes of a leaf from *at on for
 * the next one: true, from *start to *past, with its value (NULL: the text
 * `literal` instead). */
struct template
{
	struct assembly to;
	const struct datum *values; /* of % */
	const struct code_argument *arguments;
	uint32_t n_arguments;
	uint32_t next; /* of those without name or number */
};

typedef bool find_placeholder(struct template *template, const char *bytes,
			      uint32_t size, uint32_t *at, uint32_t *past,
			      const struct datum **value);

struct template_walk {
	struct template *template;
	find_placeholder *find;
};

static bool fill_leaf(const struct rope *leaf, void *payload)
{
	struct template_walk *walk = payload;
	struct template *template = walk->template;
	uint32_t at = 0, done = 0, past = 0;

	if (leaf->kind != ROPE_TEXT) {
		assemble(&template->to, datum_string(template->to.code,
						     template->to.node, leaf));
		return true;
	}
	for (;;) {
		const struct datum *value = NULL;

		if (!walk->find(template, leaf->literal->bytes + leaf->start,
				leaf->size, &at, &past, &value))
			break;
		assemble_piece(&template->to, leaf, done, at);
		if (value)
			assemble(&template->to, value);
		at = done = past;
	}
	assemble_piece(&template->to, leaf, done, leaf->size);
	return true;
}

static const struct datum *fill(struct code *code, uint32_t node,
				const struct rope *rope,
				const struct template *values,
				find_placeholder *find)
{
	struct template template = *values;
	struct template_walk walk = {&template, find};

	template.to = (struct assembly){code, node, NULL};
	code->ropes.node = node;
	rope_visit(rope, fill_leaf, &walk);
	return assembled(&template.to);
}

static const struct datum *map_value(struct code *code, const struct datum *map,
				     const char *key)
{
	for (uint32_t i = 0; map && i + 1 < map->n_items; i += 2)
		if (!g_strcmp0(strings_constant(code, map->items[i]), key))
			return map->items[i + 1];
	return NULL;
}

/* The value of the next "%s", or of "%(name)s". */
static const struct datum *percent_value(struct template *template,
					 const char *name)
{
	struct code *code = template->to.code;
	const struct datum *values = template->values, *value = NULL;

	if (name && values->kind == DATUM_MAP)
		value = map_value(code, values, name);
	else if (!name && values->kind == DATUM_LIST &&
		 template->next < values->n_items)
		value = values->items[template->next++];
	else if (!name && values->kind != DATUM_LIST &&
		 values->kind != DATUM_MAP && template->next++ == 0)
		value = values;
	return value ? value : datum_unknown(code, template->to.node);
}

static bool find_percent(struct template *template, const char *bytes,
			 uint32_t size, uint32_t *at, uint32_t *past,
			 const struct datum **value)
{
	const char *flags = template->to.code->language->formats
				    ? "#0- +.123456789*lhLzjtq'"
				    : "#0- +.123456789*lhL";

	for (; *at + 1 < size; ++*at) {
		uint32_t end = *at + 1;
		char *name = NULL;

		if (bytes[*at] != '%')
			continue;
		if (bytes[end] == '%') { /* one of the two stays */
			++*at;
			*past = end + 1;
			return true;
		}
		if (bytes[end] == '(') {
			const char *close =
				memchr(bytes + end, ')', size - end);

			if (!close)
				continue;
			name = g_strndup(bytes + end + 1,
					 (gsize)(close - bytes) - end - 1);
			end = (uint32_t)(close - bytes) + 1;
		}
		for (; end < size && strchr(flags, bytes[end]); end++)
			template->next += bytes[end] == '*';
		if (end < size && (strchr("diouxXeEfFgGcrsab", bytes[end]) ||
				   (bytes[end] == '%' && /* Boost: %1% */
				    g_ascii_isdigit(bytes[end - 1])))) {
			*value = percent_value(template, name);
			*past = end + 1;
			g_free(name);
			return true;
		}
		g_free(name);
	}
	return false;
}

static const struct datum *percent_one(struct code *code, uint32_t node,
				       const struct rope *rope, void *payload)
{
	return fill(code, node, rope, payload, find_percent);
}

const struct datum *strings_percent(struct code *code, uint32_t node,
				    const struct datum *format,
				    const struct datum *values)
{
	struct template template = {.values = values};

	return for_each(code, node, format, percent_one, &template);
}

/* The value of a field such as "", "0", "name", "name.part", "0[key]". */
static const struct datum *field_value(struct template *template,
				       const char *field)
{
	struct code *code = template->to.code;
	size_t length = strcspn(field, ".[!:");
	char *name = g_strndup(field, length), *end;
	const struct datum *value = NULL;
	unsigned place;

	if (*name == '\0' || g_ascii_isdigit(*name)) {
		place = *name ? (unsigned)strtoul(name, &end, 10)
			      : template->next++;
		value = call_argument(template->arguments,
				      template->n_arguments, place, NULL);
	} else {
		value = call_argument(template->arguments,
				      template->n_arguments, CODE_NONE, name);
	}
	if (value && (field[length] == '.' || field[length] == '['))
		value = NULL;
	g_free(name);
	return value ? value : datum_unknown(code, template->to.node);
}

static bool find_braces(struct template *template, const char *bytes,
			uint32_t size, uint32_t *at, uint32_t *past,
			const struct datum **value)
{
	for (; *at < size; ++*at) {
		const char *close;
		char *field;

		if (bytes[*at] != '{' && bytes[*at] != '}')
			continue;
		if (*at + 1 < size && bytes[*at + 1] == bytes[*at]) {
			*past = *at + 2;
			++*at;
			return true;
		}
		close = memchr(bytes + *at, '}', size - *at);
		if (bytes[*at] == '}' || !close)
			continue;
		field = g_strndup(bytes + *at + 1,
				  (gsize)(close - bytes) - *at - 1);
		*value = field_value(template, field);
		*past = (uint32_t)(close - bytes) + 1;
		g_free(field);
		return true;
	}
	return false;
}

static bool find_dollar(struct template *template, const char *bytes,
			uint32_t size, uint32_t *at, uint32_t *past,
			const struct datum **value)
{
	for (; *at + 1 < size; ++*at) {
		uint32_t start = *at + 1, end;
		char *name;

		if (bytes[*at] != '$')
			continue;
		start += bytes[start] == '{';
		end = start;
		while (end < size &&
		       (g_ascii_isalnum(bytes[end]) || bytes[end] == '_'))
			end++;
		if (end == start)
			continue;
		name = g_strndup(bytes + start, end - start);
		*value = call_argument(template->arguments,
				       template->n_arguments, CODE_NONE, name);
		g_free(name);
		if (!*value)
			*value = datum_unknown(template->to.code,
					       template->to.node);
		*past = end + (bytes[start - 1] == '{' && end < size &&
			       bytes[end] == '}');
		return true;
	}
	return false;
}

static const struct datum *braces_one(struct code *code, uint32_t node,
				      const struct rope *rope, void *payload)
{
	return fill(code, node, rope, payload, find_braces);
}

static const struct datum *dollar_one(struct code *code, uint32_t node,
				      const struct rope *rope, void *payload)
{
	return fill(code, node, rope, payload, find_dollar);
}

const struct datum *strings_format(struct code *code, uint32_t node,
				   const struct datum *format, bool dollar,
				   const struct code_argument *arguments,
				   uint32_t n_arguments)
{
	struct template template = {.arguments = arguments,
				    .n_arguments = n_arguments};

	return for_each(code, node, format, dollar ? dollar_one : braces_one,
			&template);
}

/* --- the rest --- */

static const struct datum *join_list(struct code *code, uint32_t node,
				     const struct datum *separator,
				     const struct datum *list)
{
	struct assembly to = {code, node, NULL};

	if (list->kind != DATUM_LIST)
		return datum_unknown(code, node);
	for (uint32_t i = 0; i < list->n_items; i++) {
		if (i)
			assemble(&to, separator);
		assemble(&to, list->items[i]);
	}
	return assembled(&to);
}

const struct datum *strings_join(struct code *code, uint32_t node,
				 const struct datum *separator,
				 const struct datum *list)
{
	const struct datum *all = NULL;

	if (list->kind != DATUM_EITHER)
		return join_list(code, node, separator, list);
	for (uint32_t i = 0; i < list->n_items; i++) {
		const struct datum *one =
			join_list(code, node, separator, list->items[i]);

		all = all ? datum_either(code, all, one) : one;
	}
	return all;
}

static bool find_replaced(struct template *template, const char *bytes,
			  uint32_t size, uint32_t *at, uint32_t *past,
			  const struct datum **value)
{
	const char *from = template->arguments->name;
	size_t length = strlen(from);
	const char *found =
		*at < size ? memmem(bytes + *at, size - *at, from, length)
			   : NULL;

	if (!found)
		return false;
	*at = (uint32_t)(found - bytes);
	*past = *at + (uint32_t)length;
	*value = template->arguments->value;
	return true;
}

static const struct datum *replace_one(struct code *code, uint32_t node,
				       const struct rope *rope, void *payload)
{
	return fill(code, node, rope, payload, find_replaced);
}

const struct datum *strings_replace(struct code *code, uint32_t node,
				    const struct datum *string,
				    const struct datum *from,
				    const struct datum *to)
{
	struct code_argument pair = {strings_constant(code, from), to, node};
	struct template template = {.arguments = &pair, .n_arguments = 1};

	if (!pair.name || !*pair.name)
		return string;
	return for_each(code, node, string, replace_one, &template);
}

static const struct datum *cut_one(struct code *code, uint32_t node,
				   const struct rope *rope, void *payload)
{
	uint32_t count = *(uint32_t *)payload;

	if (rope->kind == ROPE_PAIR && rope->right->kind == ROPE_TEXT &&
	    rope->right->size >= count)
		return datum_string(
			code, node,
			rope_pair(&code->ropes, rope->left,
				  rope_text(&code->ropes, rope->right->literal,
					    rope->right->start,
					    rope->right->size - count)));
	if (rope->kind == ROPE_TEXT && rope->size >= count)
		return datum_string(code, node,
				    rope_text(&code->ropes, rope->literal,
					      rope->start, rope->size - count));
	return datum_string(code, node, rope_alias(&code->ropes, rope));
}

const struct datum *strings_cut(struct code *code, uint32_t node,
				const struct datum *string, uint32_t count)
{
	return for_each(code, node, string, cut_one, &count);
}

const char *strings_constant(struct code *code, const struct datum *datum)
{
	struct rope_flat flat;

	if (datum->kind != DATUM_STRING || datum->rope->size > 4096)
		return NULL;
	rope_flatten(code->arena, datum->rope, &flat);
	return flat.holes ? NULL : flat.bytes;
}
