#include "analyzers/sql/directive.h"

#include <glib.h>
#include <string.h>

/* --- one directive -------------------------------------------------------- */

enum kind {
	KIND_NONE,
	KIND_OTHER,
	KIND_OPEN,
	KIND_ELSE,
	KIND_CLOSE,
	KIND_BLOCK,	/* of Jinja: begins or ends statements of its own */
	KIND_SET,	/* {% set x %}, whose value is what it holds */
	KIND_SEPARATOR, /* {% if not loop.last %} */
	KIND_HIDDEN,	/* up to its end, nothing is SQL */
};

struct found {
	enum kind kind;
	uint32_t word, n; /* its first word */
	uint32_t end;
};

static bool at_string(const char *bytes, uint32_t size, uint32_t at,
		      const char *with)
{
	size_t n = strlen(with);

	return at <= size && size - at >= n && !memcmp(bytes + at, with, n);
}

static uint32_t skip_blanks(const char *bytes, uint32_t at, uint32_t end)
{
	while (at < end && g_ascii_isspace(bytes[at]))
		at++;
	return at;
}

static uint32_t skip_blanks_back(const char *bytes, uint32_t at, uint32_t begin)
{
	while (at > begin && g_ascii_isspace(bytes[at - 1]))
		at--;
	return at;
}

static bool is_word_byte(char byte)
{
	return g_ascii_isalnum(byte) || byte == '_';
}

static bool word_in(const char *bytes, const struct found *found,
		    const char *const *words)
{
	for (; *words; words++)
		if (strlen(*words) == found->n &&
		    !g_ascii_strncasecmp(*words, bytes + found->word, found->n))
			return true;
	return false;
}

/* The offset behind `closing`, which is looked for from `at` on; 0: none in
 * sight. */
static uint32_t behind(const char *bytes, uint32_t size, uint32_t at,
		       const char *closing)
{
	uint32_t limit =
		size - at < DIRECTIVE_BACK ? size : at + DIRECTIVE_BACK;
	const char *found =
		memmem(bytes + at, limit - at, closing, strlen(closing));

	return found ? (uint32_t)(found - bytes + strlen(closing)) : 0;
}

static void find_word(const char *bytes, uint32_t size, uint32_t at,
		      struct found *found)
{
	while (at < size &&
	       (g_ascii_isspace(bytes[at]) || strchr("-+~_", bytes[at])) &&
	       bytes[at])
		at++;
	found->word = at;
	while (at < size && is_word_byte(bytes[at]))
		at++;
	found->n = at - found->word;
}

static const char *const opens[] = {"if",    "for",    "unless",  "case",
				    "range", "with",   "ifequal", "foreach",
				    "list",  "switch", "while",	  NULL};
static const char *const elses[] = {"also", "else",   "elif",	 "elsif",
				    "when", "elseif", "default", NULL};
static const char *const closes[] = {"endif",	   "endfor",  "endunless",
				     "endcase",	   "endwith", "end",
				     "endifequal", NULL};

static enum kind kind_of(const char *bytes, const struct found *found)
{
	if (word_in(bytes, found, opens))
		return KIND_OPEN;
	if (word_in(bytes, found, elses))
		return KIND_ELSE;
	if (word_in(bytes, found, closes))
		return KIND_CLOSE;
	return KIND_OTHER;
}

/* {% ... %} and {# ... #} */
static void read_jinja(const char *bytes, uint32_t size, uint32_t at,
		       struct found *found)
{
	static const char *const blocks[] = {"call",
					     "endcall",
					     "macro",
					     "endmacro",
					     "snapshot",
					     "endsnapshot",
					     "test",
					     "endtest",
					     "data_test",
					     "enddata_test",
					     "materialization",
					     "endmaterialization",
					     "endset",
					     NULL};
	static const char *const hidden[] = {"comment", "docs", NULL};
	static const char *const sets[] = {"set", "capture", NULL};
	bool comment = bytes[at + 1] == '#';
	const char *body;

	found->end = behind(bytes, size, at + 2, comment ? "#}" : "%}");
	if (!found->end) {
		const char *far = memmem(bytes + at + 2, size - at - 2,
					 comment ? "#}" : "%}", 2);

		found->end = far ? (uint32_t)(far - bytes) + 2 : size;
	}
	found->kind = KIND_OTHER;
	if (comment)
		return;
	find_word(bytes, size, at + 2, found);
	body = bytes + found->word;
	if (word_in(bytes, found, blocks)) {
		found->kind = KIND_BLOCK;
	} else if (word_in(bytes, found, hidden)) {
		found->kind = KIND_HIDDEN;
	} else if (word_in(bytes, found, sets)) {
		if (!memchr(body, '=', found->end - found->word))
			found->kind = KIND_SET;
	} else {
		found->kind = kind_of(bytes, found);
	}
	if (found->kind == KIND_OPEN &&
	    (memmem(body, found->end - found->word, "loop.last", 9) ||
	     memmem(body, found->end - found->word, "loop.first", 10)))
		found->kind = KIND_SEPARATOR;
}

/* What {{ word ... }} is, by its word. */
static enum kind word_kind(const char *bytes, uint32_t size,
			   const struct found *found)
{
	static const char *const words[] = {"if",   "range",  "with", "else",
					    "end",  "unless", "for",  "case",
					    "when", "while",  "each", NULL};
	static const char *const blocks[] = {"define", "block", NULL};
	uint32_t behind = found->word + found->n;
	bool block = word_in(bytes, found, blocks);

	if (!block && !word_in(bytes, found, words))
		return KIND_NONE;
	/* {{ if_x }}, {{ end.x }}, {{ with(a) }} are values. */
	if (behind >= size ||
	    (!g_ascii_isspace(bytes[behind]) && !strchr("}-~", bytes[behind])))
		return KIND_NONE;
	return block ? KIND_BLOCK : kind_of(bytes, found);
}

/* {{#x}} {{/x}} {{if .X}} {{end}}; what writes a value is none. */
static void read_braces(const char *bytes, uint32_t size, uint32_t at,
			struct found *found)
{
	const char *closing = "}}";
	char sign;

	find_word(bytes, size, at + 2, found);
	sign = found->word < size ? bytes[found->word] : '\0';
	if (found->n)
		found->kind = word_kind(bytes, size, found);
	else if (sign == '#')
		found->kind = KIND_OPEN;
	else if (sign == '^')
		found->kind = KIND_ELSE;
	else if (sign == '/')
		found->kind = KIND_CLOSE;
	else if (sign == '!' || sign == '"' || sign == '\'')
		found->kind = KIND_OTHER;
	if (found->kind == KIND_NONE)
		return;
	if (at_string(bytes, size, found->word, "/*")) {
		found->kind = KIND_OTHER;
		closing = "*/";
	} else if (at_string(bytes, size, found->word, "!--")) {
		closing = "--}}";
	}
	found->end = behind(bytes, size, at, closing);
	if (found->end && *closing == '*')
		found->end = behind(bytes, size, found->end, "}}");
	/* {{ "," if not loop.last }}; other literals are values. */
	if (!found->end ||
	    ((sign == '"' || sign == '\'') &&
	     !memmem(bytes + at, found->end - at, "loop.last", 9) &&
	     !memmem(bytes + at, found->end - at, "loop.first", 10)))
		found->kind = KIND_NONE;
}

/* xs.each do |x| */
static bool opens_ruby(const char *bytes, uint32_t begin, uint32_t end)
{
	const char *found = memmem(bytes + begin, end - begin, " do", 3);

	return found && (found + 3 == bytes + end || found[3] == ' ');
}

/* <% if x %>; <%= x %> writes a value. PostgreSQL has an operator <%. */
static void read_erb(const char *bytes, uint32_t size, uint32_t at,
		     bool doubtful, struct found *found)
{
	uint32_t begin, last;
	char next = at + 2 < size ? bytes[at + 2] : '\0';

	found->end = behind(bytes, size, at + 2, "%>");
	if (!found->end || next == '=' ||
	    (next == '-' && at + 3 < size && bytes[at + 3] == '='))
		return;
	find_word(bytes, size, at + 2, found);
	begin = skip_blanks(bytes, at + 2, found->end);
	last = skip_blanks_back(bytes, found->end - 2, begin);
	found->kind = kind_of(bytes, found);
	if (bytes[begin] == '}')
		found->kind = bytes[last - 1] == '{' ? KIND_ELSE : KIND_CLOSE;
	else if (found->kind == KIND_OTHER &&
		 (bytes[last - 1] == '{' || opens_ruby(bytes, begin, last)))
		found->kind = KIND_OPEN;
	else if (found->kind == KIND_OTHER && doubtful && next != '#' &&
		 next != '-' && !memchr(bytes + begin, '=', last - begin))
		found->kind = KIND_NONE;
}

/* <#if x>, </#if>, <#-- -->. */
static void read_freemarker(const char *bytes, uint32_t size, uint32_t at,
			    struct found *found)
{
	static const char *const others[] = {
		"assign",   "local",	"global", "include", "import",
		"sep",	    "items",	"break",  "macro",   "nested",
		"return",   "function", "ftl",	  "escape",  "noparse",
		"compress", "setting",	"trim",	  "t",	     "rt",
		"lt",	    NULL};
	bool close = bytes[at + 1] == '/';

	if (at_string(bytes, size, at, "<#--")) {
		found->end = behind(bytes, size, at, "-->");
		found->kind = found->end ? KIND_OTHER : KIND_NONE;
		return;
	}
	find_word(bytes, size, at + 2 + close, found);
	if (found->word != at + 2 + close || !found->n)
		return;
	found->kind = kind_of(bytes, found);
	if (found->kind == KIND_OTHER && !word_in(bytes, found, others))
		found->kind = KIND_NONE;
	if (found->kind == KIND_NONE)
		return;
	found->end = behind(bytes, size, at, ">");
	if (!found->end)
		found->kind = KIND_NONE;
	else if (close)
		found->kind =
			found->kind == KIND_OPEN ? KIND_CLOSE : KIND_OTHER;
}

/* Behind the parenthesis that closes the one at `at`; 0: not in sight. */
static uint32_t behind_parentheses(const char *bytes, uint32_t size,
				   uint32_t at)
{
	uint32_t limit =
		size - at < DIRECTIVE_BACK ? size : at + DIRECTIVE_BACK;
	uint32_t depth = 0;

	for (; at < limit; at++) {
		depth += bytes[at] == '(';
		if (bytes[at] == ')' && --depth == 0)
			return at + 1;
	}
	return 0;
}

/* #if(...) #else #end: what a comment would hardly begin with. */
static void read_velocity(const char *bytes, uint32_t size, uint32_t at,
			  struct found *found)
{
	static const char *const words[] = {"if", "foreach", "set", "elseif",
					    NULL};
	static const char *const lone[] = {"else", "end", NULL};
	uint32_t open;

	found->word = at + 1;
	open = at + 1;
	while (open < size && g_ascii_islower(bytes[open]))
		open++;
	found->n = open - found->word;
	if (word_in(bytes, found, lone)) {
		uint32_t back = at < DIRECTIVE_BACK ? 0 : at - DIRECTIVE_BACK;

		if (open < size && is_word_byte(bytes[open]))
			return;
		if (!memmem(bytes + back, at - back, "#if", 3) &&
		    !memmem(bytes + back, at - back, "#foreach", 8))
			return;
		found->kind = kind_of(bytes, found);
		found->end = open;
		return;
	}
	if (!word_in(bytes, found, words))
		return;
	while (open < size && bytes[open] == ' ')
		open++;
	if (open >= size || bytes[open] != '(')
		return;
	found->end = behind_parentheses(bytes, size, open);
	if (found->end && memchr(bytes + open, '$', found->end - open))
		found->kind = kind_of(bytes, found);
}

static struct found read_directive(const char *bytes, uint32_t size,
				   uint32_t at, bool doubtful)
{
	struct found found = {KIND_NONE, 0, 0, 0};
	char next = at + 1 < size ? bytes[at + 1] : '\0';

	if (bytes[at] == '{' && (next == '%' || next == '#'))
		read_jinja(bytes, size, at, &found);
	else if (bytes[at] == '{' && next == '{')
		read_braces(bytes, size, at, &found);
	else if (bytes[at] == '<' && next == '%')
		read_erb(bytes, size, at, doubtful, &found);
	else if (bytes[at] == '<' &&
		 (next == '#' || at_string(bytes, size, at, "</#")))
		read_freemarker(bytes, size, at, &found);
	else if (bytes[at] == '#' && g_ascii_islower(next))
		read_velocity(bytes, size, at, &found);
	return found;
}

/* --- branches ------------------------------------------------------------- */

/* A branch that ends at the directive `at`, and where the first of its
 * branches was opened. */
struct branch {
	uint32_t open;	/* offset of the directive that opens all */
	uint32_t begin; /* of the branch before `at` */
};

/* No more directives are looked at for one. */
#define DIRECTIVES_BACK 64

/* False: nothing in sight opens it. */
static bool find_branch(const char *bytes, uint32_t at, bool doubtful,
			struct branch *branch)
{
	uint32_t limit = at < DIRECTIVE_BACK ? 0 : at - DIRECTIVE_BACK;
	uint32_t depth = 0, i = at, seen = 0;

	branch->begin = 0;
	while (i > limit && seen < DIRECTIVES_BACK) {
		struct found found;

		i--;
		if (bytes[i] != '{' && bytes[i] != '<' && bytes[i] != '#')
			continue;
		found = read_directive(bytes, at, i, doubtful);
		if (found.kind == KIND_NONE || found.end > at)
			continue;
		seen++;
		if (found.kind == KIND_CLOSE) {
			depth++;
		} else if (found.kind == KIND_OPEN ||
			   found.kind == KIND_SEPARATOR) {
			if (!depth) {
				branch->open = i;
				if (!branch->begin)
					branch->begin = found.end;
				return true;
			}
			depth--;
		} else if (found.kind == KIND_ELSE && !depth &&
			   !branch->begin) {
			branch->begin = found.end;
		}
		/* {{ x: the inner brace is no directive of its own */
	}
	return false;
}

/* The directive that closes what the one before `at` opened; what stands
 * behind it if `through`. 0: not in sight. */
static uint32_t find_close(const char *bytes, uint32_t size, uint32_t at,
			   bool doubtful, bool through)
{
	uint32_t limit =
		size - at < DIRECTIVE_BACK ? size : at + DIRECTIVE_BACK;
	uint32_t depth = 0;

	while (at < limit) {
		struct found found = {KIND_NONE, 0, 0, 0};

		if (bytes[at] == '{' || bytes[at] == '<' || bytes[at] == '#')
			found = read_directive(bytes, size, at, doubtful);
		if (found.kind == KIND_CLOSE && depth-- == 0)
			return through ? found.end : at;
		depth +=
			found.kind == KIND_OPEN || found.kind == KIND_SEPARATOR;
		at = found.kind != KIND_NONE && found.end > at ? found.end
							       : at + 1;
	}
	return 0;
}

/* How many more parentheses open than close. */
static int balance(const char *bytes, uint32_t from, uint32_t to)
{
	int depth = 0;

	for (; from < to; from++) {
		depth += bytes[from] == '(';
		depth -= bytes[from] == ')';
	}
	return depth;
}

/* The word that ends right before `at`, blanks left out. */
static struct found word_before(const char *bytes, uint32_t at, uint32_t begin)
{
	struct found found = {KIND_NONE, 0, 0, 0};
	uint32_t end = skip_blanks_back(bytes, at, begin);

	found.word = end;
	while (found.word > begin && is_word_byte(bytes[found.word - 1]))
		found.word--;
	found.n = end - found.word;
	return found;
}

/* Behind blanks and directives. */
static uint32_t skip_directives(const char *bytes, uint32_t at, uint32_t end)
{
	for (;;) {
		struct found found = {KIND_NONE, 0, 0, 0};

		at = skip_blanks(bytes, at, end);
		if (at < end && (bytes[at] == '{' || bytes[at] == '<'))
			found = read_directive(bytes, end, at, false);
		if ((found.kind != KIND_OTHER && found.kind != KIND_OPEN) ||
		    found.end <= at || found.end > end)
			return at;
		at = found.end;
	}
}

static struct found word_behind(const char *bytes, uint32_t at, uint32_t end)
{
	struct found found = {KIND_NONE, 0, 0, 0};

	found.word = skip_directives(bytes, at, end);
	while (found.word + found.n < end &&
	       is_word_byte(bytes[found.word + found.n]))
		found.n++;
	return found;
}

/* Words that begin a clause, or go on with one: nothing joins them. */
static const char *const clause_words[] = {
	"and",	     "or",	  "where",  "having",	 "group",    "order",
	"limit",     "join",	  "inner",  "left",	 "right",    "full",
	"cross",     "on",	  "from",   "union",	 "set",	     "values",
	"using",     "offset",	  "fetch",  "window",	 "qualify",  "except",
	"intersect", "returning", "as",	    "when",	 "then",     "else",
	"end",	     "into",	  "asc",    "desc",	 "distinct", "create",
	"insert",    "update",	  "delete", "drop",	 "alter",    "merge",
	"natural",   "for",	  "over",   "partition", "top",	     "not",
	NULL};

/* a AS ( */
static bool opens_cte(const char *bytes, uint32_t size,
		      const struct found *name)
{
	static const char *const as[] = {"as", NULL};
	struct found word = word_behind(bytes, name->word + name->n, size);
	uint32_t open = skip_blanks(bytes, word.word + word.n, size);

	return name->n && word_in(bytes, &word, as) && open < size &&
	       bytes[open] == '(';
}

/* Whether a query begins there, outside of parentheses. */
static bool holds_query(const char *bytes, uint32_t from, uint32_t to)
{
	static const char *const select[] = {"select", NULL};
	uint32_t depth = 0;

	while (from < to) {
		struct found word = {KIND_NONE, from, 0, 0};

		while (word.word + word.n < to &&
		       is_word_byte(bytes[word.word + word.n]))
			word.n++;
		if (!depth && word_in(bytes, &word, select))
			return true;
		depth += bytes[from] == '(';
		depth -= depth && bytes[from] == ')';
		from += MAX(word.n, 1);
	}
	return false;
}

/* Before the word, or the hole in braces, that ends at `at`. */
static uint32_t before_name(const char *bytes, uint32_t at, uint32_t begin)
{
	if (at > begin && bytes[at - 1] == '}')
		while (at > begin && bytes[at - 1] != '{')
			at--;
	while (at > begin &&
	       (is_word_byte(bytes[at - 1]) || bytes[at - 1] == '{'))
		at--;
	return at;
}

/* What joins a branch with the one before it. */
static enum directive join_of(const char *bytes, uint32_t size, uint32_t at,
			      uint32_t end, const struct branch *branch)
{
	static const char *const relations[] = {
		"from", "join", "into", "update", "table", "using", NULL};
	static const char *const queries[] = {"select", "with", NULL};
	static const char *const open_words[] = {
		"and",	    "or",      "where", "on",	  "by",	  "select",
		"set",	    "union",   "all",	"having", "not",  "in",
		"like",	    "between", "case",	"when",	  "then", "else",
		"distinct", "values",  NULL};
	static const char *const as[] = {"as", NULL};
	static const char *const select[] = {"select", NULL};
	uint32_t last = skip_blanks_back(bytes, at, branch->begin);
	uint32_t next = skip_directives(bytes, end, size);
	struct found before = word_before(bytes, branch->open, 0);
	struct found first = word_behind(bytes, branch->begin, at);
	struct found other = word_behind(bytes, end, size);
	struct found ending = word_before(bytes, at, branch->begin);
	struct found alias = word_before(
		bytes, before_name(bytes, last, branch->begin), branch->begin);

	if (last == branch->begin || next == size)
		return DIRECTIVE_SPACE;
	if (word_in(bytes, &other, select) &&
	    holds_query(bytes, branch->begin, at))
		return DIRECTIVE_UNION;
	if (word_in(bytes, &first, queries) &&
	    (word_in(bytes, &other, queries) ||
	     at_string(bytes, size, next, "{{")))
		return DIRECTIVE_UNION;
	if (bytes[last - 1] == ')' && opens_cte(bytes, size, &other))
		return DIRECTIVE_COMMA;
	if (word_in(bytes, &first, clause_words) ||
	    word_in(bytes, &other, clause_words) ||
	    word_in(bytes, &first, queries) || word_in(bytes, &other, queries))
		return DIRECTIVE_SPACE;
	if ((strchr(",(=<>+-|", bytes[last - 1]) &&
	     !(last > 1 && bytes[last - 2] == '%')) ||
	    word_in(bytes, &ending, open_words) || strchr(",)=", bytes[next]) ||
	    at_string(bytes, size, next, "{%") ||
	    (at_string(bytes, size, next, "<%") &&
	     !at_string(bytes, size, next, "<%=")) ||
	    at_string(bytes, size, next, "</"))
		return DIRECTIVE_SPACE;
	if (word_in(bytes, &before, relations) || word_in(bytes, &alias, as))
		return DIRECTIVE_COMMA;
	return DIRECTIVE_OPERATOR;
}

/* {{/x}}{{^x}}: the branch ends at the first of the two. */
static uint32_t branch_end(const char *bytes, uint32_t at)
{
	uint32_t end = skip_blanks_back(bytes, at, 0), begin = end;

	if (!at_string(bytes, at + 3, at, "{{^") || !end ||
	    bytes[end - 1] != '}')
		return at;
	while (begin && bytes[--begin] != '{')
		;
	return begin && bytes[begin + 1] == '/' ? begin - 1 : at;
}

/* Whether a branch is an operator or words that go before others: of such,
 * one is enough. */
static bool is_small(const char *bytes, uint32_t begin, uint32_t end)
{
	static const char *const words[] = {
		"and",	    "asc",	 "between",	  "cross", "desc",
		"distinct", "full",	 "ilike",	  "in",	   "inner",
		"is",	    "join",	 "left",	  "like",  "not",
		"or",	    "outer",	 "recursive",	  "right", "union",
		"select",   "with",	 "all",		  "rlike", "regexp",
		"except",   "intersect", "straight_join", NULL};

	end = skip_blanks_back(bytes, end, begin);
	begin = skip_blanks(bytes, begin, end);
	if (begin == end)
		return false;
	while (begin < end) {
		struct found word = word_behind(bytes, begin, end);

		if (word.n && !word_in(bytes, &word, words))
			return false;
		if (!word.n && !strchr("=<>!~", bytes[begin]))
			return false;
		begin = skip_blanks(
			bytes, word.n ? word.word + word.n : begin + 1, end);
	}
	return true;
}

static enum directive join_at(const char *bytes, uint32_t size, uint32_t at,
			      bool also, bool doubtful, uint32_t *end)
{
	struct branch branch;
	uint32_t close;

	at = branch_end(bytes, at);
	if (!find_branch(bytes, at, doubtful, &branch))
		return DIRECTIVE_SPACE;
	close = also ? 0 : find_close(bytes, size, *end, doubtful, false);
	if (close && is_small(bytes, *end, close)) {
		*end = close;
		return DIRECTIVE_SPACE;
	}
	if (!also && (balance(bytes, branch.begin, at) != 0 ||
		      is_small(bytes, branch.begin, at))) {
		/* It opens or closes what the other does, too. */
		*end = close ? close : *end;
		return DIRECTIVE_SPACE;
	}
	return join_of(bytes, size, at, *end, &branch);
}

/* --- what the lexer is told ----------------------------------------------- */

/* Whether {{ end }} at `at` closes something; else it is a value's name. */
static bool closes_something(const char *bytes, uint32_t at, bool doubtful)
{
	struct branch branch;

	return find_branch(bytes, at, doubtful, &branch);
}

/* {% set x %} within a statement: its content is not of it. */
static bool is_within(const char *bytes, uint32_t at)
{
	at = skip_blanks_back(bytes, at, 0);
	return at && bytes[at - 1] != ';' && bytes[at - 1] != '}';
}

/* Behind the directive that closes the hidden one; or the end. */
static uint32_t behind_hidden(const char *bytes, uint32_t size,
			      const struct found *found)
{
	char closing[16] = "end";
	const char *at;

	memcpy(closing + 3, bytes + found->word, MIN(found->n, 12));
	at = memmem(bytes + found->end, size - found->end, closing,
		    strlen(closing));
	at = at ? memmem(at, size - (uint32_t)(at - bytes), "%}", 2) : NULL;
	return at ? (uint32_t)(at - bytes) + 2 : size;
}

enum directive directive_at(const char *bytes, uint32_t size, uint32_t at,
			    bool doubtful, uint32_t *end)
{
	struct found found = read_directive(bytes, size, at, doubtful);
	uint32_t close;

	*end = found.end;
	switch (found.kind) {
	case KIND_NONE:
		return DIRECTIVE_NONE;
	case KIND_ELSE:
		return join_at(bytes, size, at, bytes[found.word] == 'a',
			       doubtful, end);
	case KIND_BLOCK:
		return DIRECTIVE_END;
	case KIND_SET:
		if (!is_within(bytes, at))
			return DIRECTIVE_END;
		*end = behind_hidden(bytes, size, &found);
		return DIRECTIVE_SPACE;
	case KIND_SEPARATOR:
		close = find_close(bytes, size, found.end, doubtful, true);
		*end = close ? close : found.end;
		return DIRECTIVE_SPACE;
	case KIND_HIDDEN:
		*end = behind_hidden(bytes, size, &found);
		return DIRECTIVE_SPACE;
	case KIND_CLOSE:
		if (at_string(bytes, size, at, "{{") && found.n &&
		    !closes_something(bytes, at, doubtful))
			return DIRECTIVE_NONE;
		return DIRECTIVE_SPACE;
	default:
		return DIRECTIVE_SPACE;
	}
}

/* Whether a word stands there that a table's name follows. */
static bool names_table(const char *bytes, uint32_t from, uint32_t to)
{
	static const char *const words[] = {"from", "into", "join", "update",
					    NULL};

	while (from < to) {
		struct found word = {KIND_NONE, from, 0, 0};

		while (word.word + word.n < to &&
		       is_word_byte(bytes[word.word + word.n]))
			word.n++;
		if (word_in(bytes, &word, words))
			return true;
		from += MAX(word.n, 1);
	}
	return false;
}

bool directive_skips(const char *bytes, uint32_t size, uint32_t at,
		     uint32_t *end)
{
	struct found found = read_directive(bytes, size, at, false);

	*end = found.end;
	if (found.kind != KIND_ELSE)
		return false;
	join_at(bytes, size, at, bytes[found.word] == 'a', false, end);
	return *end > found.end && names_table(bytes, found.end, *end);
}

bool directive_opens_block(const char *bytes, uint32_t end)
{
	uint32_t limit = end < DIRECTIVE_BACK ? 0 : end - DIRECTIVE_BACK;
	uint32_t at = end;
	struct found found = {KIND_NONE, 0, 0, 0};

	if (end < 4 || bytes[end - 1] != '}')
		return false;
	while (at > limit &&
	       !(bytes[at] == '{' && bytes[at + 1] == '%' && at + 1 < end) &&
	       !(bytes[at] == '{' && bytes[at + 1] == '{' && at + 1 < end))
		at--;
	find_word(bytes, end, at + 2, &found);
	return found.n < 3 ||
	       g_ascii_strncasecmp(bytes + found.word, "end", 3) != 0;
}
