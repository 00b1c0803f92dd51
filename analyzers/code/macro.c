#include "analyzers/code/macro.h"

#include <string.h>

#include "graph/arena.h"

/* Parameters and arguments of a macro. */
#define PARAMETERS_MAX 128

/* Macros in macros in macros. */
#define HIDDEN_MAX 200
#define DEPTH_MAX 100

enum token_kind {
	TOKEN_NAME,
	TOKEN_NUMBER,
	TOKEN_STRING, /* and characters */
	TOKEN_MARK,   /* punctuation, one byte, or "##" */
};

/* The names that a token must not be expanded as any more. */
struct hidden {
	const char *name;
	size_t size;
	unsigned depth;
	const struct hidden *next;
};

struct token {
	enum token_kind kind;
	bool space; /* stands before it */
	const char *bytes;
	size_t size;
	const struct hidden *hidden;
	struct token *next;
};

struct tokens {
	struct token *first, *last, **end;
};

struct macro {
	bool function, variadic;
	const struct token *parameters[PARAMETERS_MAX];
	unsigned n_parameters;
	struct token *body;
};

struct macros {
	struct arena arena;   /* of the definitions */
	struct arena scratch; /* of one use */
	struct arena *of;     /* the one of both that is in use */
	GHashTable *table;    /* name -> struct macro */
	unsigned made;	      /* tokens of one use */
};

struct macros *macros_new(void)
{
	struct macros *macros = g_new0(struct macros, 1);

	arena_init(&macros->arena);
	arena_init(&macros->scratch);
	macros->table = g_hash_table_new(g_str_hash, g_str_equal);
	return macros;
}

void macros_free(struct macros *macros)
{
	g_hash_table_destroy(macros->table);
	arena_release(&macros->arena);
	arena_release(&macros->scratch);
	g_free(macros);
}

/* --- tokens --- */

static void tokens_init(struct tokens *tokens)
{
	tokens->first = tokens->last = NULL;
	tokens->end = &tokens->first;
}

static struct token *tokens_add(struct macros *macros, struct tokens *tokens,
				const struct token *token)
{
	struct token *added = ARENA_NEW(macros->of, struct token);

	macros->made++;
	*added = *token;
	added->next = NULL;
	*tokens->end = tokens->last = added;
	tokens->end = &added->next;
	return added;
}

static bool is_word(char c)
{
	return g_ascii_isalnum(c) || c == '_' || c == '$' || (c & 0x80);
}

static bool is(const struct token *token, const char *bytes)
{
	return token && token->size == strlen(bytes) &&
	       memcmp(token->bytes, bytes, token->size) == 0;
}

static bool same(const struct token *a, const struct token *b)
{
	return a->size == b->size && memcmp(a->bytes, b->bytes, a->size) == 0;
}

/* Behind white space, comments and joined lines. */
static const char *skip_space(const char *at, const char *end)
{
	while (at < end) {
		if (g_ascii_isspace(*at)) {
			at++;
		} else if (*at == '\\' && at + 1 < end &&
			   (at[1] == '\n' || at[1] == '\r')) {
			at += 2;
		} else if (*at == '/' && at + 1 < end && at[1] == '*') {
			const char *close =
				memmem(at + 2, (size_t)(end - at - 2), "*/", 2);

			at = close ? close + 2 : end;
		} else if (*at == '/' && at + 1 < end && at[1] == '/') {
			const char *line = memchr(at, '\n', (size_t)(end - at));

			at = line ? line : end;
		} else {
			break;
		}
	}
	return at;
}

/* Behind a literal whose quote is at `at`. */
static const char *skip_quoted(const char *at, const char *end)
{
	char quote = *at++;

	while (at < end && *at != quote && *at != '\n')
		at += *at == '\\' && at + 1 < end ? 2 : 1;
	return at < end ? at + 1 : end;
}

/* Behind R"x(...)x", whose quote is at `at`. */
static const char *skip_raw(const char *at, const char *end)
{
	const char *open = memchr(at, '(', (size_t)(end - at));
	size_t length = open ? (size_t)(open - at) - 1 : 17;
	char close[20] = ")";
	const char *found;

	if (length > 16)
		return skip_quoted(at, end);
	memcpy(close + 1, at + 1, length);
	close[length + 1] = '"';
	found = memmem(open, (size_t)(end - open), close, length + 2);
	return found ? found + length + 2 : end;
}

static const char *skip_token(const char *at, const char *end,
			      enum token_kind *kind)
{
	const char *start = at;

	*kind = TOKEN_MARK;
	if (*at == '"' || *at == '\'') {
		*kind = TOKEN_STRING;
		return skip_quoted(at, end);
	}
	if (g_ascii_isdigit(*at)) {
		*kind = TOKEN_NUMBER;
		while (at < end && (is_word(*at) || *at == '.'))
			at++;
		return at;
	}
	if (!is_word(*at))
		return at +
		       (*at == '#' && at + 1 < end && at[1] == '#' ? 2 : 1);
	while (at < end && is_word(*at))
		at++;
	*kind = TOKEN_NAME;
	/* A prefix of a literal: L"", u8"", R"(...)". */
	if (at < end && (*at == '"' || *at == '\'') && at - start <= 3 &&
	    strspn(start, "LuUR8") >= (size_t)(at - start)) {
		*kind = TOKEN_STRING;
		return at[-1] == 'R' ? skip_raw(at, end) : skip_quoted(at, end);
	}
	return at;
}

static void read_tokens(struct macros *macros, const char *bytes, size_t size,
			struct tokens *tokens)
{
	const char *end = bytes + size, *at = bytes;

	tokens_init(tokens);
	for (;;) {
		const char *before = at;
		struct token token = {.kind = TOKEN_MARK};

		at = skip_space(at, end);
		if (at >= end)
			return;
		token.space = at > before;
		token.bytes = at;
		at = skip_token(at, end, &token.kind);
		token.size = (size_t)(at - token.bytes);
		tokens_add(macros, tokens, &token);
	}
}

/* --- definitions --- */

/* "(a, b)", "(a, ...)", "(rest...)"; gives what follows, NULL if broken. */
static struct token *read_parameters(struct macro *macro, struct token *token)
{
	static const struct token rest = {.bytes = "__VA_ARGS__", .size = 11};
	unsigned dots = 0;

	for (; token && !is(token, ")"); token = token->next) {
		if (is(token, "."))
			dots++;
		else if (token->kind != TOKEN_NAME && !is(token, ","))
			return NULL;
		if (token->kind != TOKEN_NAME)
			continue;
		if (macro->n_parameters == PARAMETERS_MAX - 1)
			return NULL;
		macro->parameters[macro->n_parameters++] = token;
	}
	macro->variadic = dots == 3;
	/* Dots behind a comma have a name of their own. */
	if (macro->variadic && macro->n_parameters) {
		const struct token *last =
			macro->parameters[macro->n_parameters - 1];

		if (is(last->next, ","))
			macro->parameters[macro->n_parameters++] = &rest;
	} else if (macro->variadic) {
		macro->parameters[macro->n_parameters++] = &rest;
	}
	return token ? token : NULL;
}

void macros_define(struct macros *macros, const char *bytes, size_t size)
{
	struct tokens tokens;
	struct token *name, *next;
	struct macro *macro;

	macros->of = &macros->arena;
	read_tokens(macros, bytes, size, &tokens);
	name = tokens.first;
	if (!name || name->kind != TOKEN_NAME)
		return;
	macro = ARENA_NEW(&macros->arena, struct macro);
	next = name->next;
	if (is(next, "(") && !next->space) {
		macro->function = true;
		next = read_parameters(macro, next->next);
		if (!next)
			return;
		next = next->next;
	}
	macro->body = next;
	g_hash_table_replace(
		macros->table,
		arena_strndup(&macros->arena, name->bytes, name->size), macro);
}

static const struct macro *find(const struct macros *macros, const char *name,
				size_t size)
{
	char word[256];

	if (size >= sizeof(word))
		return NULL;
	memcpy(word, name, size);
	word[size] = '\0';
	return g_hash_table_lookup(macros->table, word);
}

bool macros_has(const struct macros *macros, const char *name, size_t size)
{
	return find(macros, name, size) != NULL;
}

/* --- hidden names --- */

static bool is_hidden(const struct hidden *hidden, const struct token *name)
{
	if (hidden && hidden->depth > HIDDEN_MAX)
		return true;
	for (; hidden; hidden = hidden->next)
		if (hidden->size == name->size &&
		    memcmp(hidden->name, name->bytes, name->size) == 0)
			return true;
	return false;
}

static const struct hidden *hide(struct macros *macros,
				 const struct hidden *hidden,
				 const struct token *name)
{
	struct hidden *more = ARENA_NEW(macros->of, struct hidden);

	more->name = name->bytes;
	more->size = name->size;
	more->depth = hidden ? hidden->depth + 1 : 1;
	more->next = hidden;
	return more;
}

static const struct hidden *
hide_both(struct macros *macros, const struct hidden *a, const struct hidden *b)
{
	for (; a && b != a; a = a->next) {
		const struct token name = {.bytes = a->name, .size = a->size};

		if (!is_hidden(b, &name))
			b = hide(macros, b, &name);
	}
	return b;
}

/* --- putting arguments in --- */

struct arguments {
	struct tokens written[PARAMETERS_MAX];
	struct tokens expanded[PARAMETERS_MAX];
	bool is_expanded[PARAMETERS_MAX];
	unsigned n;
};

static struct token *expand_list(struct macros *macros, struct token *list,
				 unsigned depth);

static int parameter_of(const struct macro *macro, const struct token *token)
{
	if (!token || token->kind != TOKEN_NAME)
		return -1;
	for (unsigned i = 0; i < macro->n_parameters; i++)
		if (same(macro->parameters[i], token))
			return (int)i;
	return -1;
}

static void add_list(struct macros *macros, struct tokens *to,
		     const struct token *list, bool space)
{
	bool first = true;

	for (; list && macros->made < MACRO_TOKENS_MAX; list = list->next) {
		struct token *added = tokens_add(macros, to, list);

		if (first)
			added->space = space;
		first = false;
	}
}

/* "#x": the argument as a string. */
static void add_string(struct macros *macros, struct tokens *to,
		       const struct token *list, bool space)
{
	GString *string = g_string_new("\"");
	struct token made = {.kind = TOKEN_STRING, .space = space};

	for (const struct token *t = list; t; t = t->next) {
		if (t->space && t != list)
			g_string_append_c(string, ' ');
		for (size_t i = 0; i < t->size; i++) {
			if (t->kind == TOKEN_STRING &&
			    (t->bytes[i] == '"' || t->bytes[i] == '\\'))
				g_string_append_c(string, '\\');
			g_string_append_c(string, t->bytes[i]);
		}
	}
	g_string_append_c(string, '"');
	made.bytes = arena_strndup(macros->of, string->str, string->len);
	made.size = string->len;
	g_string_free(string, TRUE);
	tokens_add(macros, to, &made);
}

/* "a ## b": the first of the list joins the last that is there. */
static void paste(struct macros *macros, struct tokens *to, struct token *last,
		  const struct token *list)
{
	char *joined;

	if (!list)
		return;
	joined = arena_alloc(macros->of, last->size + list->size + 1);
	memcpy(joined, last->bytes, last->size);
	memcpy(joined + last->size, list->bytes, list->size);
	last->bytes = joined;
	last->size += list->size;
	if (last->kind == TOKEN_MARK)
		last->kind = list->kind;
	add_list(macros, to, list->next, list->next && list->next->space);
}

static const struct token *argument(struct macros *macros,
				    struct arguments *arguments, int i,
				    bool as_written, unsigned depth)
{
	if (as_written)
		return arguments->written[i].first;
	if (!arguments->is_expanded[i]) {
		struct tokens copy;

		tokens_init(&copy);
		add_list(macros, &copy, arguments->written[i].first, false);
		arguments->expanded[i].first =
			expand_list(macros, copy.first, depth + 1);
		arguments->is_expanded[i] = true;
	}
	return arguments->expanded[i].first;
}

/* The right side of "##" joins what is left of it. */
static void add_pasted(struct macros *macros, const struct macro *macro,
		       struct arguments *arguments, const struct token *right,
		       struct tokens *to, struct token *last)
{
	int parameter = parameter_of(macro, right);
	const struct token one = {right->kind, false, right->bytes,
				  right->size, NULL,  NULL};
	const struct token *list =
		parameter < 0 ? &one : arguments->written[parameter].first;

	/* ", ## rest" is a comma only if there is a rest. */
	if (last && is(last, ",") && parameter >= 0 && macro->variadic &&
	    parameter == (int)macro->n_parameters - 1) {
		if (list)
			add_list(macros, to, list, true);
		else
			last->size = 0;
	} else if (last) {
		paste(macros, to, last, list);
	} else {
		add_list(macros, to, list, right->space);
	}
}

static struct token *substitute(struct macros *macros,
				const struct macro *macro,
				struct arguments *arguments,
				const struct hidden *hidden, unsigned depth)
{
	struct tokens to;

	tokens_init(&to);
	for (const struct token *t = macro->body;
	     t && macros->made < MACRO_TOKENS_MAX; t = t->next) {
		int parameter = parameter_of(macro, t);

		if (macro->function && is(t, "#") &&
		    parameter_of(macro, t->next) >= 0) {
			t = t->next;
			add_string(macros, &to,
				   arguments->written[parameter_of(macro, t)]
					   .first,
				   t->space);
		} else if (is(t, "##") && t->next) {
			t = t->next;
			add_pasted(macros, macro, arguments, t, &to, to.last);
		} else if (parameter >= 0) {
			add_list(macros, &to,
				 argument(macros, arguments, parameter,
					  is(t->next, "##"), depth),
				 t->space);
		} else {
			tokens_add(macros, &to, t);
		}
	}
	for (struct token *t = to.first; t; t = t->next)
		t->hidden = hide_both(macros, hidden, t->hidden);
	return to.first;
}

/* --- expanding --- */

/* Reads "(a, b)" from its parenthesis on; gives the one that closes it. */
static struct token *read_arguments(struct macros *macros,
				    const struct macro *macro,
				    struct token *open,
				    struct arguments *arguments)
{
	unsigned depth = 0;
	struct token *t;

	tokens_init(&arguments->written[0]);
	arguments->n = 1;
	for (t = open->next; t; t = t->next) {
		bool last =
			macro->variadic && arguments->n == macro->n_parameters;

		if (is(t, ")") && depth == 0)
			break;
		if (is(t, "(") || is(t, "[") || is(t, "{"))
			depth += is(t, "(");
		else if (is(t, ")"))
			depth--;
		if (is(t, ",") && depth == 0 && !last) {
			if (arguments->n == PARAMETERS_MAX)
				return NULL;
			tokens_init(&arguments->written[arguments->n++]);
			continue;
		}
		tokens_add(macros, &arguments->written[arguments->n - 1], t);
	}
	while (arguments->n < macro->n_parameters)
		tokens_init(&arguments->written[arguments->n++]);
	return t;
}

static void append(struct token *list, struct token *behind)
{
	while (list->next)
		list = list->next;
	list->next = behind;
}

/* What the macro's use at `token` becomes, with what follows it. NULL when it
 * is none: a function's name without arguments. */
static struct token *replace(struct macros *macros, const struct macro *macro,
			     struct token *token, unsigned depth, bool *used)
{
	struct arguments *arguments = NULL;
	struct token *end = token, *made;
	const struct hidden *hidden = token->hidden;

	*used = false;
	if (macro->function) {
		if (!is(token->next, "("))
			return NULL;
		arguments = arena_alloc(macros->of, sizeof(*arguments));
		end = read_arguments(macros, macro, token->next, arguments);
		if (!end)
			return NULL;
	}
	*used = true;
	made = substitute(macros, macro, arguments, hide(macros, hidden, token),
			  depth);
	if (!made)
		return end->next;
	made->space = token->space;
	append(made, end->next);
	return made;
}

static struct token *expand_list(struct macros *macros, struct token *list,
				 unsigned depth)
{
	struct tokens out;

	tokens_init(&out);
	while (list && macros->made < MACRO_TOKENS_MAX) {
		const struct macro *macro =
			list->kind == TOKEN_NAME && depth < DEPTH_MAX &&
					!is_hidden(list->hidden, list)
				? find(macros, list->bytes, list->size)
				: NULL;
		struct token *next = list->next;
		bool used = false;

		if (macro)
			next = replace(macros, macro, list, depth, &used);
		if (used) {
			list = next;
			continue;
		}
		next = list->next;
		list->next = NULL;
		*out.end = list;
		out.end = &list->next;
		list = next;
	}
	return out.first;
}

bool macros_expand(struct macros *macros, const char *bytes, size_t size,
		   GString *out)
{
	struct tokens tokens;
	char last = ' ';

	arena_clear(&macros->scratch);
	macros->of = &macros->scratch;
	macros->made = 0;
	read_tokens(macros, bytes, size, &tokens);
	tokens.first = expand_list(macros, tokens.first, 0);
	if (macros->made >= MACRO_TOKENS_MAX)
		return false;
	for (const struct token *t = tokens.first; t; t = t->next) {
		if (!t->size)
			continue;
		if (t->space || (is_word(last) && is_word(*t->bytes)) ||
		    last == *t->bytes)
			g_string_append_c(out, ' ');
		for (size_t i = 0; i < t->size; i++)
			g_string_append_c(
				out, t->bytes[i] == '\n' ? ' ' : t->bytes[i]);
		last = t->bytes[t->size - 1];
	}
	return true;
}
