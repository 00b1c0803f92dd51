#include "analyzers/code/preprocess.h"

#include <glib.h>
#include <string.h>

#include "analyzers/code/words.h"

#define CONDITIONS_MAX 64 /* nested #if; what is deeper stays as it is */
#define BRANCHES_MAX 32
#define NESTING_MAX 256 /* brackets whose kind is remembered */

static bool is_word_start(char c)
{
	return g_ascii_isalpha(c) || c == '_' || (c & 0x80);
}

static bool is_word_byte(char c)
{
	return g_ascii_isalnum(c) || c == '_' || (c & 0x80);
}

/* --- the pieces of C --- */

/* Behind the comment that begins at `at`, or `at` where none does. */
static size_t skip_comment(const char *bytes, size_t at, size_t size)
{
	const char *end;

	if (at + 1 >= size || bytes[at] != '/')
		return at;
	if (bytes[at + 1] == '*') {
		end = at + 2 < size
			      ? memmem(bytes + at + 2, size - at - 2, "*/", 2)
			      : NULL;
		return end ? (size_t)(end - bytes) + 2 : size;
	}
	if (bytes[at + 1] != '/')
		return at;
	for (at += 2; at < size && bytes[at] != '\n'; at++)
		if (bytes[at] == '\\' && at + 1 < size)
			at++;
	return at;
}

/* Behind the literal that opens at `at`; one that does not end ends with its
 * line. */
static size_t skip_quoted(const char *bytes, size_t at, size_t size)
{
	char quote = bytes[at];

	for (at++; at < size && bytes[at] != '\n'; at++) {
		if (bytes[at] == quote)
			return at + 1;
		if (bytes[at] == '\\' && at + 1 < size) {
			at++;
			if (bytes[at] == '\r' && at + 1 < size &&
			    bytes[at + 1] == '\n')
				at++;
		}
	}
	return at;
}

/* R"tag( ... )tag", from its quote on. */
static size_t skip_raw(const char *bytes, size_t at, size_t size)
{
	char close[20];
	size_t n = 0;
	const char *end;

	close[n++] = ')';
	for (at++; at < size && bytes[at] != '(' && n < 18; at++)
		close[n++] = bytes[at];
	close[n++] = '"';
	end = at < size ? memmem(bytes + at, size - at, close, n) : NULL;
	return end ? (size_t)(end - bytes) + n : size;
}

static bool is_prefix(const char *word, size_t length)
{
	return (length == 1 && strchr("LuU", word[0])) ||
	       (length == 2 && word[0] == 'u' && word[1] == '8');
}

static bool is_raw_prefix(const char *word, size_t length)
{
	return length && length <= 3 && word[length - 1] == 'R' &&
	       (length == 1 || strchr("LuU8", word[length - 2]));
}

static size_t skip_word(const char *bytes, size_t at, size_t size)
{
	while (at < size && is_word_byte(bytes[at]))
		at++;
	return at;
}

/* Numbers hold quotes: 1'000'000. */
static size_t skip_number(const char *bytes, size_t at, size_t size)
{
	while (at < size && (is_word_byte(bytes[at]) || bytes[at] == '.' ||
			     (bytes[at] == '\'' && at + 1 < size &&
			      g_ascii_isalnum(bytes[at + 1]))))
		at++;
	return at;
}

static size_t skip_blanks(const char *bytes, size_t at, size_t size)
{
	while (at < size && g_ascii_isspace(bytes[at]))
		at++;
	return at;
}

/* Behind the last byte of a directive: lines go on behind a backslash and
 * inside a comment. */
static size_t skip_directive(const char *bytes, size_t at, size_t size)
{
	while (at < size && bytes[at] != '\n') {
		size_t past = skip_comment(bytes, at, size);

		if (past > at)
			at = past;
		else if (bytes[at] == '"' || bytes[at] == '\'')
			at = skip_quoted(bytes, at, size);
		else if (bytes[at] == '\\' && at + 1 < size)
			at += bytes[at + 1] == '\r' && at + 2 < size ? 3 : 2;
		else
			at++;
	}
	return at;
}

static bool word_is(const char *bytes, size_t at, size_t past, const char *word)
{
	return past - at == strlen(word) &&
	       !g_ascii_strncasecmp(bytes + at, word, past - at);
}

/* --- the copy --- */

struct branch {
	size_t line, body, end; /* of its directive, of what it holds */
	uint32_t brackets, braces;
	int lowest; /* depth below that of the #if */
	char last;  /* the last byte of interest in it */
	bool off;   /* #if 0 */
};

struct condition {
	struct branch branches[BRANCHES_MAX];
	uint32_t n;
	uint32_t brackets, braces; /* around it */
	char before;		   /* the byte of interest before it */
	bool initializer;	   /* it stands in one */
	bool sure;		   /* #if 1: the others are off */
};

/* Whether the last token is a literal, or a macro beside one. */
enum joins { JOINS_NOT, JOINS_STRING, JOINS_MACRO };
enum call_kind { CALL_NOT, CALL_ALONE, CALL_IN_STRING };

struct copy {
	struct arena *arena;
	const char *in;
	char *out;
	size_t size, at;
	struct preprocessed *made;
	bool definitions;
	uint32_t brackets, braces;
	int lowest; /* of the innermost condition */
	char last;  /* the last byte of interest: 'a' a word, '"' a string */
	bool initializer[NESTING_MAX];	   /* of each brace */
	enum call_kind calls[NESTING_MAX]; /* of each bracket */
	size_t word, word_past; /* the last word, if it is the last token */
	enum joins joins;	/* whether the last token is of a string */
	bool define;		/* inside of a macro's definition */
	enum call_kind call;	/* of the bracket that was closed last */
	struct condition conditions[CONDITIONS_MAX];
	uint32_t depth, too_deep;
};

static void blank(struct copy *copy, size_t from, size_t past)
{
	for (; from < past; from++)
		if (copy->out[from] != '\n')
			copy->out[from] = ' ';
}

static bool in_initializer(const struct copy *copy)
{
	return copy->braces && copy->braces <= NESTING_MAX &&
	       copy->initializer[copy->braces - 1];
}

/* Writes "+" in front of a token, where there is room. */
static void put_plus(struct copy *copy, size_t token)
{
	if (token && g_ascii_isspace(copy->out[token - 1]))
		copy->out[token - 1] = '+';
}

static const char *const not_calls[] = {"if",	  "while",  "for",
					"switch", "return", "sizeof",
					"catch",  "asm",    NULL};

static bool is_callable(struct copy *copy)
{
	for (const char *const *w = not_calls; *w; w++)
		if (word_is(copy->in, copy->word, copy->word_past, *w))
			return false;
	return true;
}

/* --- conditions --- */

static void lose(struct copy *copy, const struct branch *branch)
{
	if (branch->off || branch->end <= branch->body ||
	    !memchr(copy->in + branch->body, '"', branch->end - branch->body) ||
	    !words_statement(copy->in + branch->body,
			     branch->end - branch->body))
		return;
	if (!copy->made->n_lost++)
		copy->made->lost = (uint32_t)branch->line;
}

static bool is_balanced(const struct condition *condition)
{
	for (uint32_t i = 0; i < condition->n; i++) {
		const struct branch *branch = &condition->branches[i];

		if (branch->lowest < 0 || branch->braces != condition->braces ||
		    branch->brackets != condition->brackets)
			return false;
	}
	return true;
}

/* Whether the condition is of whole statements, which the parser knows. */
static bool is_of_statements(const struct condition *condition)
{
	if (condition->brackets || condition->initializer ||
	    !is_balanced(condition))
		return false;
	if (!condition->braces)
		return true;
	if (!strchr(";{}:", condition->before))
		return false;
	for (uint32_t i = 0; i < condition->n; i++)
		if (condition->branches[i].last &&
		    !strchr(";}:", condition->branches[i].last))
			return false;
	return true;
}

/* Whether branch `i` can stand behind those before it: items of a list. */
static bool goes_on(const struct condition *condition, uint32_t i)
{
	const struct branch *before = &condition->branches[i - 1];

	return (condition->brackets || condition->initializer) &&
	       is_balanced(condition) &&
	       (before->off || before->last == 0 || before->last == ',');
}

static void close_condition(struct copy *copy, size_t line, size_t past)
{
	struct condition *condition = &copy->conditions[copy->depth - 1];
	bool stays = is_of_statements(condition), off = false, kept = false;
	struct branch *first = NULL;

	for (uint32_t i = 0; i < condition->n; i++)
		off |= condition->branches[i].off;
	for (uint32_t i = 0; i < condition->n; i++) {
		struct branch *branch = &condition->branches[i];
		bool keep = !branch->off &&
			    (!kept || (!condition->sure &&
				       (stays || goes_on(condition, i))));

		if (!keep) {
			lose(copy, branch);
			blank(copy, branch->body, branch->end);
		} else if (!first) {
			first = branch;
		}
		kept |= keep;
		if (!stays || off || condition->sure)
			blank(copy, branch->line, branch->body);
	}
	if (!stays || off || condition->sure)
		blank(copy, line, past);
	copy->brackets = first ? first->brackets : condition->brackets;
	copy->braces = first ? first->braces : condition->braces;
	copy->last = first && first->last ? first->last : condition->before;
	copy->depth--;
	copy->lowest = first ? first->lowest : 0;
}

static void end_branch(struct copy *copy, size_t line)
{
	struct condition *condition = &copy->conditions[copy->depth - 1];
	struct branch *branch = &condition->branches[condition->n - 1];

	branch->end = line;
	branch->brackets = copy->brackets;
	branch->braces = copy->braces;
	branch->lowest = copy->lowest;
	branch->last = copy->last == condition->before ? 0 : copy->last;
	if (copy->last == condition->before)
		for (size_t i = branch->body; i < line && !branch->last; i++)
			if (!g_ascii_isspace(copy->out[i]))
				branch->last = copy->last;
}

static void begin_branch(struct copy *copy, size_t line, size_t past, bool off)
{
	struct condition *condition = &copy->conditions[copy->depth - 1];
	struct branch *branch;

	if (condition->n == BRANCHES_MAX)
		return;
	branch = &condition->branches[condition->n++];
	*branch = (struct branch){.line = line, .body = past, .off = off};
	copy->brackets = condition->brackets;
	copy->braces = condition->braces;
	copy->last = condition->before;
	copy->lowest = 0;
}

static void open_condition(struct copy *copy, size_t line, size_t past,
			   bool off, bool sure)
{
	struct condition *condition;

	if (copy->depth == CONDITIONS_MAX) {
		copy->too_deep++;
		return;
	}
	condition = &copy->conditions[copy->depth++];
	condition->n = 0;
	condition->brackets = copy->brackets;
	condition->braces = copy->braces;
	condition->before = copy->last;
	condition->initializer = in_initializer(copy);
	condition->sure = sure;
	begin_branch(copy, line, past, off);
}

/* In a macro, #x is the parameter as it is written: $x, a name of its own;
 * a##b has no name that could be known. */
static size_t clean_hash(struct copy *copy, size_t at, size_t past)
{
	if (at + 1 < past && copy->in[at + 1] == '#') {
		copy->out[at] = copy->out[at + 1] = ' ';
		return at + 2;
	}
	copy->out[at] =
		at + 1 < past && is_word_start(copy->in[at + 1]) ? '$' : ' ';
	return at + 1;
}

/* The comments of a directive become blank, and so do its line ends. */
static void clean_directive(struct copy *copy, size_t at, size_t past)
{
	while (at < past) {
		size_t behind = skip_comment(copy->in, at, past);

		if (behind > at) {
			for (; at < behind; at++)
				copy->out[at] = ' ';
		} else if (copy->in[at] == '"' || copy->in[at] == '\'') {
			at = skip_quoted(copy->in, at, past);
		} else if (copy->in[at] == '#') {
			at = clean_hash(copy, at, past);
		} else if (copy->in[at] == '\\' && at + 1 < past &&
			   (copy->in[at + 1] == '\n' ||
			    copy->in[at + 1] == '\r')) {
			copy->out[at] = ' ';
			for (at++; at < past && (copy->in[at] == '\n' ||
						 copy->in[at] == '\r');
			     at++)
				copy->out[at] = ' ';
		} else {
			at++;
		}
	}
}

static void read_condition(struct copy *copy, size_t line, size_t word,
			   size_t word_past, size_t past)
{
	size_t value = skip_blanks(copy->in, word_past, past);
	bool digit = value < past && (value + 1 == past ||
				      g_ascii_isspace(copy->in[value + 1]));

	if (word_is(copy->in, word, word_past, "endif")) {
		if (copy->too_deep) {
			copy->too_deep--;
		} else if (copy->depth) {
			end_branch(copy, line);
			close_condition(copy, line, past);
		}
	} else if (copy->in[word] == 'e') { /* else, elif */
		if (copy->depth && !copy->too_deep) {
			end_branch(copy, line);
			begin_branch(copy, line, past, false);
		}
	} else {
		open_condition(copy, line, past,
			       digit && copy->in[value] == '0',
			       digit && copy->in[value] == '1');
	}
}

static void read_token(struct copy *copy);

/* Behind the name of a macro and its parameters. */
static size_t skip_head(const char *bytes, size_t at, size_t past)
{
	at = skip_word(bytes, skip_blanks(bytes, at, past), past);
	if (at < past && bytes[at] == '(')
		while (at < past && bytes[at] != ')')
			at++;
	return at + (at < past && bytes[at] == ')');
}

static void read_definition_tokens(struct copy *copy, size_t past)
{
	while (copy->at < past) {
		size_t behind = skip_comment(copy->in, copy->at, past);
		char c = copy->in[copy->at];

		if (behind > copy->at) {
			copy->at = behind;
		} else if (g_ascii_isspace(c) || c == '\\') {
			copy->at++;
		} else if (c == '#') {
			if (copy->joins)
				put_plus(copy, copy->at);
			copy->at = skip_word(copy->in, copy->at + 1, past);
			copy->joins = copy->joins ? JOINS_MACRO : JOINS_NOT;
			copy->last = 'a';
			copy->word = copy->word_past = copy->at;
		} else {
			read_token(copy);
		}
	}
}

/* The tokens of a macro's body, for what they are to strings: what is around
 * it is as before. */
static void read_definition(struct copy *copy, size_t at, size_t past)
{
	size_t size = copy->size;
	uint32_t brackets = copy->brackets, braces = copy->braces;
	uint32_t depth = copy->depth;
	char last = copy->last;

	if (!memchr(copy->in + at, '"', past - at))
		return;
	copy->define = true;
	copy->size = past;
	copy->at = skip_head(copy->in, at, past);
	copy->depth = 0;
	copy->last = ';';
	copy->joins = JOINS_NOT;
	copy->call = CALL_NOT;
	read_definition_tokens(copy, past);
	copy->define = false;
	copy->size = size;
	copy->brackets = brackets;
	copy->braces = braces;
	copy->depth = depth;
	copy->last = last;
	copy->joins = JOINS_NOT;
}

static void read_directive(struct copy *copy)
{
	size_t line = copy->at;
	size_t past = skip_directive(copy->in, line, copy->size);
	size_t word = line + 1, word_past;

	while (word < past && (copy->in[word] == ' ' || copy->in[word] == '\t'))
		word++;
	word_past = skip_word(copy->in, word, past);
	clean_directive(copy, word_past, past);
	if (word_is(copy->in, word, word_past, "define"))
		read_definition(copy, word_past, past);
	if (copy->in[word] == 'i' && word + 1 < past &&
	    copy->in[word + 1] == 'f')
		read_condition(copy, line, word, word_past, past);
	else if (copy->in[word] == 'e' && word + 1 < past &&
		 (copy->in[word + 1] == 'l' || copy->in[word + 1] == 'n'))
		read_condition(copy, line, word, word_past, past);
	copy->at = past;
}

/* --- embedded SQL --- */

/* Behind the semicolon that ends what is embedded at `at`. */
static size_t embedded_end(struct copy *copy, size_t at, bool block)
{
	while (at < copy->size) {
		size_t past = skip_comment(copy->in, at, copy->size);
		char c = copy->in[at];

		if (past > at && c == '/' && copy->in[at + 1] == '*') {
			at = past;
		} else if (c == '-' && at + 1 < copy->size &&
			   copy->in[at + 1] == '-') {
			while (at < copy->size && copy->in[at] != '\n')
				at++;
		} else if (c == '"' || c == '\'') {
			at = skip_quoted(copy->in, at, copy->size);
		} else if (block && at + 8 <= copy->size &&
			   !g_ascii_strncasecmp(copy->in + at, "END-EXEC", 8)) {
			at += 8;
			block = false;
		} else if (c == ';' && !block) {
			return at + 1;
		} else {
			at++;
		}
	}
	return at;
}

/* Forms: EXECUTE IMMEDIATE :variable; PREPARE name FROM :variable. What the
 * variable holds is executed, so it becomes a call in the code's own words:
 * EXEC SQL EXECUTE IMMEDIATE :q; turns into EXEC_SQL(q);. */
static void run_variable(struct copy *copy, size_t exec, size_t sql_past,
			 size_t past)
{
	size_t colon = past;

	for (size_t i = sql_past; i < past && colon == past; i++)
		if (copy->in[i] == ':')
			colon = i;
	if (colon + 1 >= past || !is_word_start(copy->in[colon + 1]))
		return;
	memcpy(copy->out + exec, "EXEC_SQL", 8);
	copy->out[exec + 8] = '(';
	for (colon++; colon < past && (is_word_byte(copy->in[colon]) ||
				       strchr(".->[]", copy->in[colon]));
	     colon++)
		copy->out[colon - 1] = copy->in[colon];
	copy->out[colon - 1] = ')';
}

static bool is_run(const char *bytes, size_t at, size_t past)
{
	size_t behind = skip_word(bytes, at, past);

	if (word_is(bytes, at, behind, "prepare"))
		return true;
	if (!word_is(bytes, at, behind, "execute"))
		return false;
	at = skip_blanks(bytes, behind, past);
	return word_is(bytes, at, skip_word(bytes, at, past), "immediate");
}

/* Form: EXEC SQL ... ; and EXEC ORACLE. False: it is no embedded SQL. */
static bool read_embedded(struct copy *copy, size_t word, size_t past)
{
	size_t sql = skip_blanks(copy->in, past, copy->size);
	size_t sql_past = skip_word(copy->in, sql, copy->size), at, end;
	bool block;

	if (sql == past || !word_is(copy->in, word, past, "exec") ||
	    !(word_is(copy->in, sql, sql_past, "sql") ||
	      word_is(copy->in, sql, sql_past, "oracle")))
		return false;
	at = skip_blanks(copy->in, sql_past, copy->size);
	block = copy->size - at > 7 &&
		!g_ascii_strncasecmp(copy->in + at, "execute", 7) &&
		!is_run(copy->in, at, copy->size);
	if (block) { /* EXECUTE name USING is none */
		size_t next = skip_blanks(copy->in, at + 7, copy->size);
		size_t behind = skip_word(copy->in, next, copy->size);

		block = word_is(copy->in, next, behind, "begin") ||
			word_is(copy->in, next, behind, "declare");
	}
	end = embedded_end(copy, at, block);
	*ARENA_PUSH(copy->arena, copy->made->sql, copy->made->n_sql) =
		(struct preprocess_sql){(uint32_t)at, (uint32_t)end};
	blank(copy, word, end);
	if (end > word && copy->in[end - 1] == ';')
		copy->out[end - 1] = ';';
	if (is_run(copy->in, at, end))
		run_variable(copy, word, sql_past, end);
	copy->last = ';';
	copy->joins = JOINS_NOT;
	copy->at = end;
	return true;
}

/* --- tokens --- */

/* Literals beside one another are known to the parsers; names and calls of
 * macros between them are not, and get a "+". */
static void read_string(struct copy *copy, size_t start, size_t past)
{
	bool linkage = copy->last == 'a' &&
		       word_is(copy->in, copy->word, copy->word_past, "extern");

	if (copy->joins == JOINS_MACRO || (copy->last == ')' && copy->call))
		put_plus(copy, start);
	copy->at = past;
	copy->last = '"';
	copy->joins = linkage ? JOINS_NOT : JOINS_STRING;
}

/* Words of C++ that stand between values. */
static bool is_operator(const char *bytes, size_t at, size_t past)
{
	static const char *const words[] = {"and", "or", "xor", "not_eq", NULL};

	for (const char *const *w = words; *w; w++)
		if (word_is(bytes, at, past, *w))
			return true;
	return false;
}

static void read_word(struct copy *copy)
{
	size_t at = copy->at;
	size_t past = skip_word(copy->in, at, copy->size);

	if (past < copy->size && copy->in[past] == '"') {
		bool raw = is_raw_prefix(copy->in + at, past - at);

		if (raw || is_prefix(copy->in + at, past - at)) {
			read_string(
				copy, at,
				raw ? skip_raw(copy->in, past, copy->size)
				    : skip_quoted(copy->in, past, copy->size));
			return;
		}
	}
	if (!copy->define && (copy->in[at] | 0x20) == 'e' &&
	    read_embedded(copy, at, past))
		return;
	if (copy->joins && !is_operator(copy->in, at, past)) {
		put_plus(copy, at);
		copy->joins = JOINS_MACRO;
	} else {
		copy->joins = JOINS_NOT;
	}
	copy->word = at;
	copy->word_past = past;
	copy->at = past;
	copy->last = 'a';
}

static void open_bracket(struct copy *copy, char c)
{
	if (c == '{') {
		bool initializer = copy->last == '=' || copy->last == '(' ||
				   (copy->last && strchr(",{", copy->last) &&
				    in_initializer(copy));

		if (copy->braces < NESTING_MAX)
			copy->initializer[copy->braces] = initializer;
		copy->braces++;
		return;
	}
	if (copy->brackets < NESTING_MAX)
		copy->calls[copy->brackets] =
			c != '(' || copy->last != 'a' || !is_callable(copy)
				? CALL_NOT
			: copy->joins ? CALL_IN_STRING
				      : CALL_ALONE;
	copy->brackets++;
}

static void close_bracket(struct copy *copy, char c)
{
	int depth;

	if (c == '}') {
		copy->braces -= copy->braces > 0;
	} else if (copy->brackets) {
		copy->brackets--;
		copy->call = c == ')' && copy->brackets < NESTING_MAX
				     ? copy->calls[copy->brackets]
				     : CALL_NOT;
	}
	if (!copy->depth)
		return;
	depth = (int)(copy->braces + copy->brackets) -
		(int)(copy->conditions[copy->depth - 1].braces +
		      copy->conditions[copy->depth - 1].brackets);
	copy->lowest = MIN(copy->lowest, depth);
}

static void read_token(struct copy *copy)
{
	char c = copy->in[copy->at];

	if (is_word_start(c)) {
		read_word(copy);
		return;
	}
	if (c == '"') {
		read_string(copy, copy->at,
			    skip_quoted(copy->in, copy->at, copy->size));
		return;
	}
	if (c == '\'' || g_ascii_isdigit(c)) {
		copy->at =
			c == '\'' ? skip_quoted(copy->in, copy->at, copy->size)
				  : skip_number(copy->in, copy->at, copy->size);
		copy->last = '0';
		copy->joins = JOINS_NOT;
		return;
	}
	if (c == '(' || c == '[' || c == '{')
		open_bracket(copy, c);
	else if (c == ')' || c == ']' || c == '}')
		close_bracket(copy, c);
	copy->joins = c == ')' && copy->call == CALL_IN_STRING ? JOINS_MACRO
							       : JOINS_NOT;
	copy->last = c;
	copy->at++;
}

void preprocess_c(struct arena *arena, const char *bytes, size_t size,
		  bool definitions, struct preprocessed *made)
{
	struct copy *copy = g_new0(struct copy, 1);
	bool line = true; /* nothing but white space before on the line */

	*made = (struct preprocessed){0};
	copy->arena = arena;
	copy->in = bytes;
	copy->out = arena_strndup(arena, bytes, size);
	copy->size = size;
	copy->made = made;
	while (copy->at < size) {
		size_t at = copy->at, past = skip_comment(bytes, at, size);

		if (past > at) {
			blank(copy, at, past);
			copy->at = past;
			continue;
		}
		if (bytes[at] == '\n' || g_ascii_isspace(bytes[at])) {
			line |= bytes[at] == '\n';
			copy->at++;
			continue;
		}
		if (line && bytes[at] == '#') {
			read_directive(copy);
			continue;
		}
		line = false;
		read_token(copy);
		if (definitions)
			blank(copy, at, copy->at);
	}
	while (copy->depth) { /* an #if that does not end */
		end_branch(copy, size);
		close_condition(copy, size, size);
	}
	made->bytes = copy->out;
	g_free(copy);
}

/* --- a look --- */

/* How the names of clients' functions begin, by first letter. */
static const char *const clients[26][4] = {
	['c' - 'a'] = {"CPLODBC"},
	['d' - 'a'] = {"dbi_conn_query", "dbi_conn_prepare"},
	['e' - 'a'] = {"exec_params", "executeQuery", "executeUpdate"},
	['m' - 'a'] = {"mysql_"},
	['o' - 'a'] = {"OCIStmt", "OCI_"},
	['p' - 'a'] = {"PQexec", "PQprepare", "PQsend", "pqxx"},
	['q' - 'a'] = {"QSqlQuery"},
	['s' - 'a'] = {"sqlite3_", "SQLExec", "SQLPrepare", "SPI_"},
};

static bool is_client(const char *bytes, size_t at, size_t past)
{
	unsigned letter = (unsigned)(bytes[at] | 0x20) - 'a';

	if (letter >= 26 || past - at < 4)
		return false;
	for (int i = 0; i < 4 && clients[letter][i]; i++) {
		size_t length = strlen(clients[letter][i]);

		if (past - at >= length &&
		    !memcmp(bytes + at, clients[letter][i], length))
			return true;
	}
	return false;
}

/* Whether a directive defines a string that could be a name or a part of a
 * statement: letters in front and no space before a comma. */
static bool defines_string(const char *bytes, size_t at, size_t past)
{
	const char *quote;
	size_t length = 0;

	while (at < past &&
	       (bytes[at] == '#' || bytes[at] == ' ' || bytes[at] == '\t'))
		at++;
	if (past - at < 7 || memcmp(bytes + at, "define", 6) != 0)
		return false;
	quote = memchr(bytes + at, '"', past - at);
	if (!quote)
		return false;
	for (quote++; quote + length < bytes + past &&
		      (is_word_byte(quote[length]) || quote[length] == '.');
	     length++)
		;
	quote += length;
	return length > 2 && quote < bytes + past &&
	       (*quote == '"' || *quote == ',');
}

enum preprocess_interest preprocess_look(const char *bytes, size_t size)
{
	enum preprocess_interest interest = PREPROCESS_NOTHING;
	bool line = true;

	for (size_t at = 0, past; at < size; at = past) {
		char c = bytes[at];

		past = at + 1;
		if (c == '\n') {
			line = true;
			continue;
		}
		if (g_ascii_isspace(c))
			continue;
		if (c == '/' && (past = skip_comment(bytes, at, size)) > at)
			continue;
		past = at + 1;
		if (is_word_start(c)) {
			past = skip_word(bytes, at, size);
			if (is_client(bytes, at, past) ||
			    (past - at == 4 && (c == 'E' || c == 'e') &&
			     word_is(bytes, at, past, "exec") &&
			     size - past > 4 &&
			     !g_ascii_strncasecmp(bytes + past, " sql", 4)))
				return PREPROCESS_ACCESS;
			if (past < size && bytes[past] == '"' &&
			    is_raw_prefix(bytes + at, past - at)) {
				at = past;
				past = skip_raw(bytes, at, size);
				if (words_begin(bytes + at, past - at,
						bytes + size))
					return PREPROCESS_ACCESS;
			}
		} else if (c == '"') {
			past = skip_quoted(bytes, at, size);
			if (words_begin(bytes + at, past - at, bytes + size))
				return PREPROCESS_ACCESS;
		} else if (c == '\'') {
			past = skip_quoted(bytes, at, size);
		} else if (g_ascii_isdigit(c)) {
			past = skip_number(bytes, at, size);
		} else if (c == '#' && line && !interest &&
			   defines_string(bytes, at,
					  skip_directive(bytes, at, size))) {
			interest = PREPROCESS_DEFINITIONS;
		}
		line = false;
	}
	return interest;
}
