/*
 * Whether a string is SQL: analysis_judge() of analyzers/analyzer.h.
 *
 * Decided from structure, on the first tokens alone and without memory. A
 * heuristic: what begins with a statement's word must go on as that
 * statement does; "the" before a name, or three plain words in a row, are
 * prose. "Delete from cart" proves it wrong.
 */
#include <string.h>

#include "analyzers/analyzer.h"
#include "analyzers/sql/lexer.h"

#define WINDOW 512 /* a list of columns may be long */

struct window {
	struct lexer lexer;
	struct token tokens[WINDOW];
	uint32_t count; /* lexed so far */
};

/* The n-th token; TOKEN_END from the end, or the window's end, on. */
static const struct token *token_at(struct window *w, uint32_t n)
{
	static const struct token end = {.kind = TOKEN_END};

	if (n >= WINDOW)
		return &end;
	while (w->count <= n) {
		if (w->count && w->tokens[w->count - 1].kind == TOKEN_END)
			return &w->tokens[w->count - 1];
		lexer_next(&w->lexer, &w->tokens[w->count++]);
	}
	return &w->tokens[n];
}

static enum keyword word_at(struct window *w, uint32_t n)
{
	return (enum keyword)token_at(w, n)->keyword;
}

static bool kind_at(struct window *w, uint32_t n, enum token_kind kind)
{
	return token_at(w, n)->kind == kind;
}

static bool name_at(struct window *w, uint32_t n)
{
	const struct token *token = token_at(w, n);

	if (token->kind == TOKEN_WORD)
		return !(keyword_flags[token->keyword] & KEYWORD_RESERVED);
	return token->kind == TOKEN_QUOTED || token->kind == TOKEN_HOLE;
}

/* Behind a possibly qualified name, or `n`. */
static uint32_t behind_name(struct window *w, uint32_t n)
{
	if (!name_at(w, n))
		return n;
	for (n++; kind_at(w, n, TOKEN_DOT); n += 2)
		if (token_at(w, n + 1)->kind != TOKEN_WORD &&
		    token_at(w, n + 1)->kind != TOKEN_QUOTED &&
		    token_at(w, n + 1)->kind != TOKEN_HOLE)
			break;
	return n;
}

/* Where the keyword stands from token `n` on, within the window; 0: nowhere.
 * What is inside parentheses does not count. */
static uint32_t find_word(struct window *w, uint32_t n, enum keyword keyword)
{
	uint32_t depth = 0;

	for (; !kind_at(w, n, TOKEN_END); n++) {
		depth += kind_at(w, n, TOKEN_OPEN);
		depth -= depth && kind_at(w, n, TOKEN_CLOSE);
		if (!depth && word_at(w, n) == keyword)
			return n;
	}
	return 0;
}

static bool at_end(struct window *w, uint32_t n)
{
	return kind_at(w, n, TOKEN_END) || kind_at(w, n, TOKEN_SEMICOLON);
}

/* The words that stand before a noun in prose. */
static bool is_article(struct window *w, uint32_t n)
{
	static const char articles[] =
		" a an the your my this that these those our their its his her "
		"any each every you we which what it ";
	const struct token *token = token_at(w, n);
	char word[10] = " ";

	if (token->kind != TOKEN_WORD || token->length > 7)
		return false;
	for (uint32_t i = 0; i < token->length; i++)
		word[i + 1] =
			g_ascii_tolower(w->lexer.bytes[token->offset + i]);
	word[token->length + 1] = ' ';
	return strstr(articles, word);
}

static bool plain_word(struct window *w, uint32_t n)
{
	const struct token *token = token_at(w, n);

	return token->kind == TOKEN_WORD && !token->keyword &&
	       !(token->flags & TOKEN_HOLED);
}

/* An article before a noun: no alias of it, as "a b" may be. */
static bool at_noun(struct window *w, uint32_t n)
{
	enum keyword next = word_at(w, n + 1);

	if (!is_article(w, n) || (n && kind_at(w, n - 1, TOKEN_DOT)) ||
	    token_at(w, n + 1)->kind != TOKEN_WORD)
		return false;
	if (next == KW_TABLE)
		return true;
	if (keyword_flags[next] & (KEYWORD_RESERVED | KEYWORD_NO_ALIAS))
		return false;
	return !kind_at(w, n + 2, TOKEN_OPEN) && !kind_at(w, n + 2, TOKEN_DOT);
}

/* An article before a word, three plain words in a row, or the full stop of
 * a sentence, among the tokens of the window from `n` on; articles count
 * outside of parentheses only, where no types of columns are. */
static bool reads_as_prose(struct window *w, uint32_t n)
{
	uint32_t depth = 0;

	for (; !kind_at(w, n, TOKEN_END); n++) {
		depth += kind_at(w, n, TOKEN_OPEN);
		depth -= depth && kind_at(w, n, TOKEN_CLOSE);
		if (!depth && at_noun(w, n))
			return true;
		if (plain_word(w, n) && plain_word(w, n + 1) &&
		    plain_word(w, n + 2))
			return true;
		if (n && n + 1 < WINDOW && kind_at(w, n, TOKEN_DOT) &&
		    kind_at(w, n + 1, TOKEN_END) && name_at(w, n - 1) &&
		    !(token_at(w, n)->flags & TOKEN_SPACED))
			return true;
	}
	return false;
}

/* The word is written in capitals: in code, a sign of SQL. */
static bool in_capitals(struct window *w, uint32_t n)
{
	const struct token *token = token_at(w, n);

	for (uint32_t i = 0; i < token->length; i++)
		if (g_ascii_islower(w->lexer.bytes[token->offset + i]))
			return false;
	return token->length > 0;
}

/* Written as the first word of a sentence is. */
static bool in_title(struct window *w, uint32_t n)
{
	const struct token *token = token_at(w, n);

	return token->length > 1 && !in_capitals(w, n) &&
	       g_ascii_isupper(w->lexer.bytes[token->offset]);
}

/* A verb alone may be many things (DELETE of HTTP), unless white space behind
 * it says that it goes on. */
static enum sql_verdict lone_verb(struct window *w, uint32_t n)
{
	const struct token *token = token_at(w, n);

	return in_capitals(w, n) &&
			       token->offset + token->length < w->lexer.size
		       ? SQL_FRAGMENT
		       : SQL_NOT;
}

/* What is cut off behind its beginning: a fragment if written as SQL. */
static enum sql_verdict cut_off(struct window *w)
{
	return in_capitals(w, 0) ? SQL_FRAGMENT : SQL_NOT;
}

static enum sql_verdict unless_prose(struct window *w, uint32_t n)
{
	return reads_as_prose(w, n) ? SQL_PROSE : SQL_STATEMENT;
}

/* --- statements ---------------------------------------------------------- */

static enum sql_verdict judge_at(struct window *w, uint32_t n);

/* SELECT without FROM in sight: of a value, or a list that is cut off. */
static enum sql_verdict judge_values(struct window *w, uint32_t n)
{
	uint32_t behind = behind_name(w, n);

	switch (token_at(w, n)->kind) {
	case TOKEN_END:
		return cut_off(w);
	case TOKEN_HOLE: /* select:focus is none */
		return token_at(w, n)->flags & TOKEN_SPACED ||
				       w->lexer.bytes[token_at(w, n)->offset] !=
					       ':'
			       ? unless_prose(w, n)
			       : SQL_NOT;
	case TOKEN_NUMBER:
	case TOKEN_STRING:
	case TOKEN_VARIABLE:
	case TOKEN_STAR:
	case TOKEN_OPEN:
		return unless_prose(w, n);
	default:
		break;
	}
	if (behind == n)
		return word_at(w, n) == KW_CASE || word_at(w, n) == KW_NULL
			       ? unless_prose(w, n)
			       : SQL_NOT;
	if (kind_at(w, behind, TOKEN_OPEN))
		return reads_as_prose(w, n) ? SQL_NOT : SQL_STATEMENT;
	if (behind > n + 1 || kind_at(w, behind, TOKEN_COMMA) ||
	    kind_at(w, n, TOKEN_QUOTED))
		return reads_as_prose(w, n) ? SQL_NOT : SQL_FRAGMENT;
	return reads_as_prose(w, n) || plain_word(w, n + 1) ? SQL_NOT
							    : cut_off(w);
}

/* [name], #temp, #__name, @rows where the dialect is not known; "name" in
 * MySQL. */
static bool at_odd_name(struct window *w, uint32_t n)
{
	return kind_at(w, n, TOKEN_OPEN_BRACKET) ||
	       kind_at(w, n, TOKEN_VARIABLE) || kind_at(w, n, TOKEN_STRING) ||
	       (kind_at(w, n, TOKEN_OPERATOR) &&
		w->lexer.bytes[token_at(w, n)->offset] == '#' &&
		kind_at(w, n + 1, TOKEN_WORD) &&
		!(token_at(w, n + 1)->flags & TOKEN_SPACED));
}

static enum sql_verdict judge_select(struct window *w, uint32_t n)
{
	uint32_t from;

	while (word_at(w, n + 1) == KW_DISTINCT ||
	       word_at(w, n + 1) == KW_ALL ||
	       word_at(w, n + 1) == KW_SQL_CALC_FOUND_ROWS)
		n++;
	from = find_word(w, n + 1, KW_FROM);
	if (!from)
		return judge_values(w, n + 1);
	if (from == n + 1)
		return SQL_PROSE;
	if (kind_at(w, from + 1, TOKEN_END))
		return reads_as_prose(w, n) ? SQL_NOT : SQL_FRAGMENT;
	if (!name_at(w, from + 1) && !kind_at(w, from + 1, TOKEN_OPEN) &&
	    !at_odd_name(w, from + 1) && word_at(w, from + 1) != KW_LATERAL)
		return SQL_NOT;
	return unless_prose(w, n);
}

/* INSERT INTO t (..., VALUES, SELECT ... */
static enum sql_verdict judge_insert(struct window *w, uint32_t n)
{
	uint32_t behind;
	bool into = false;

	for (n++;
	     word_at(w, n) == KW_INTO || word_at(w, n) == KW_IGNORE ||
	     word_at(w, n) == KW_DELAYED || word_at(w, n) == KW_LOW_PRIORITY ||
	     word_at(w, n) == KW_HIGH_PRIORITY || word_at(w, n) == KW_OR ||
	     word_at(w, n) == KW_REPLACE;
	     n++)
		into |= word_at(w, n) == KW_INTO;
	if (at_end(w, n))
		return cut_off(w);
	behind = behind_name(w, n);
	if (behind == n)
		return SQL_NOT;
	if (at_end(w, behind))
		return into ? cut_off(w) : SQL_NOT;
	if (kind_at(w, behind, TOKEN_OPEN) || kind_at(w, behind, TOKEN_HOLE))
		return into || find_word(w, behind, KW_VALUES) ? SQL_STATEMENT
							       : SQL_NOT;
	if (find_word(w, behind, KW_VALUES) ||
	    find_word(w, behind, KW_SELECT) || find_word(w, behind, KW_SET) ||
	    find_word(w, behind, KW_DEFAULT))
		return into ? unless_prose(w, n) : SQL_STATEMENT;
	return into ? SQL_PROSE : SQL_NOT;
}

static enum sql_verdict judge_update(struct window *w, uint32_t n)
{
	uint32_t set = find_word(w, n + 1, KW_SET), behind;

	while (word_at(w, n + 1) == KW_ONLY || word_at(w, n + 1) == KW_IGNORE ||
	       word_at(w, n + 1) == KW_LOW_PRIORITY)
		n++;
	behind = behind_name(w, n + 1);
	if (at_end(w, n + 1))
		return lone_verb(w, n);
	if (behind == n + 1)
		return SQL_NOT;
	if (!set)
		return at_end(w, behind) ? cut_off(w) : SQL_NOT;
	if (at_end(w, set + 1))
		return SQL_FRAGMENT;
	if (name_at(w, set + 1) || kind_at(w, set + 1, TOKEN_OPEN))
		return unless_prose(w, n);
	return SQL_PROSE;
}

/* What stands between DELETE and FROM: nothing, hints, or tables of a join
 * with commas between. Words in a row are a sentence. */
static bool is_target_list(struct window *w, uint32_t n, uint32_t from)
{
	bool after_name = false;

	for (; n < from; n++) {
		enum keyword word = word_at(w, n);
		bool name = name_at(w, n);

		if (word == KW_LOW_PRIORITY || word == KW_QUICK ||
		    word == KW_IGNORE || word == KW_TOP)
			continue;
		if (name && after_name)
			return false;
		if (kind_at(w, n, TOKEN_OPERATOR))
			return false;
		after_name = name;
	}
	return true;
}

/* DELETE a FROM b, and nothing more: "a" is no table of it. */
static bool is_other(struct window *w, uint32_t n, uint32_t from,
		     uint32_t behind)
{
	behind += kind_at(w, behind, TOKEN_HOLE);
	return from == n + 1 && plain_word(w, n) && at_end(w, behind) &&
	       token_at(w, n)->hash != token_at(w, from + 1)->hash;
}

static enum sql_verdict judge_delete(struct window *w, uint32_t n)
{
	uint32_t from = find_word(w, n + 1, KW_FROM), behind;

	if (at_end(w, n + 1))
		return lone_verb(w, n);
	if (!from)
		return word_at(w, behind_name(w, n + 1)) == KW_WHERE
			       ? unless_prose(w, n)
			       : SQL_NOT;
	behind = behind_name(w, from + 1);
	if (at_end(w, from + 1))
		return cut_off(w);
	if (behind == from + 1)
		return word_at(w, behind) == KW_ONLY ? SQL_STATEMENT : SQL_NOT;
	if (!is_target_list(w, n + 1, from) || is_other(w, n + 1, from, behind))
		return SQL_PROSE;
	return unless_prose(w, n);
}

/* CREATE, ALTER, DROP: an object's kind, a name, and not just words. */
static enum sql_verdict judge_definition(struct window *w, uint32_t n)
{
	static const enum keyword skipped[] = {
		KW_OR,		 KW_REPLACE,   KW_TEMPORARY, KW_TEMP,
		KW_UNIQUE,	 KW_UNLOGGED,  KW_GLOBAL,    KW_LOCAL,
		KW_MATERIALIZED, KW_RECURSIVE, KW_FOREIGN,   KW_EVENT,
		KW_FULLTEXT,	 KW_DEFINER,   KW_IF,	     KW_NOT,
		KW_EXISTS,	 KW_SPATIAL,   KW_ONLY,	     KW_CONCURRENTLY,
		KW_NONE};
	static const enum keyword objects[] = {
		KW_TABLE,     KW_VIEW,	    KW_INDEX,	 KW_FUNCTION,
		KW_PROCEDURE, KW_TRIGGER,   KW_SEQUENCE, KW_SCHEMA,
		KW_DATABASE,  KW_TYPE,	    KW_DOMAIN,	 KW_EXTENSION,
		KW_POLICY,    KW_RULE,	    KW_ROLE,	 KW_USER,
		KW_EVENT,     KW_AGGREGATE, KW_NONE};
	const enum keyword *k;
	uint32_t behind;
	bool found = false, table;

	for (n++; word_at(w, n); n++) {
		for (k = objects; *k && *k != word_at(w, n);)
			k++;
		if (*k && !found) {
			found = true;
			continue;
		}
		for (k = skipped; *k && *k != word_at(w, n);)
			k++;
		if (!*k)
			break;
	}
	behind = behind_name(w, n);
	table = word_at(w, n - 1) == KW_TABLE && word_at(w, 0) != KW_ALTER;
	if (!found)
		return SQL_NOT;
	if (behind == n)
		return at_end(w, n) ? cut_off(w) : SQL_NOT;
	if (at_end(w, behind) && !in_capitals(w, 0))
		return word_at(w, 0) == KW_DROP ? SQL_STATEMENT : SQL_PROSE;
	if (plain_word(w, behind) && (table || plain_word(w, behind - 1)))
		return SQL_PROSE;
	return reads_as_prose(w, n) && !kind_at(w, behind, TOKEN_OPEN)
		       ? SQL_PROSE
		       : SQL_STATEMENT;
}

/* WITH x AS (..., WITH RECURSIVE x (a) AS (... */
static enum sql_verdict judge_with(struct window *w, uint32_t n)
{
	n += 1 + (word_at(w, n + 1) == KW_RECURSIVE);
	if (!name_at(w, n))
		return SQL_NOT;
	n++;
	if (kind_at(w, n, TOKEN_OPEN)) {
		while (!kind_at(w, n, TOKEN_END) && !kind_at(w, n, TOKEN_CLOSE))
			n++;
		n++;
	}
	if (word_at(w, n) != KW_AS)
		return SQL_NOT;
	while (word_at(w, n + 1) == KW_NOT ||
	       word_at(w, n + 1) == KW_MATERIALIZED)
		n++;
	return kind_at(w, n + 1, TOKEN_OPEN) ? SQL_STATEMENT : SQL_NOT;
}

/* A verb, a name, and then nothing or what must follow. */
static enum sql_verdict judge_named(struct window *w, uint32_t n,
				    enum keyword follows)
{
	uint32_t behind;

	n++;
	while (word_at(w, n) == KW_TABLE || word_at(w, n) == KW_TABLES ||
	       word_at(w, n) == KW_ONLY || word_at(w, n) == KW_INTO)
		n++;
	behind = behind_name(w, n);
	if (behind == n)
		return SQL_NOT;
	if (follows)
		return find_word(w, behind, follows) ? unless_prose(w, n)
						     : SQL_NOT;
	return at_end(w, behind) && in_capitals(w, 0) ? SQL_STATEMENT
	       : kind_at(w, behind, TOKEN_COMMA)      ? unless_prose(w, n)
						      : SQL_NOT;
}

/* COPY (query) TO ..., COPY t [(a, b)] FROM or TO a string, a stream, a
 * program or a placeholder; "copy a to b" is prose unless in capitals. */
static enum sql_verdict judge_copy(struct window *w, uint32_t n)
{
	uint32_t behind = behind_name(w, n + 1);
	const struct token *to;

	if (kind_at(w, n + 1, TOKEN_OPEN))
		return word_at(w, n + 2) == KW_SELECT ||
				       word_at(w, n + 2) == KW_WITH ||
				       word_at(w, n + 2) == KW_VALUES ||
				       in_capitals(w, n)
			       ? SQL_STATEMENT
			       : SQL_NOT;
	if (behind == n + 1)
		return SQL_NOT;
	if (kind_at(w, behind, TOKEN_OPEN))
		while (!kind_at(w, behind, TOKEN_END) &&
		       !kind_at(w, behind++, TOKEN_CLOSE))
			;
	if (word_at(w, behind) != KW_FROM && word_at(w, behind) != KW_TO)
		return SQL_NOT;
	to = token_at(w, behind + 1);
	return to->kind != TOKEN_WORD || to->keyword == KW_STDIN ||
			       to->keyword == KW_STDOUT || in_capitals(w, n)
		       ? SQL_STATEMENT
		       : SQL_NOT;
}

/* CALL f(...), EXEC f ..., { CALL f(...) }. */
static enum sql_verdict judge_call(struct window *w, uint32_t n)
{
	uint32_t behind = behind_name(w, n + 1);

	if (behind == n + 1)
		return SQL_NOT;
	if (kind_at(w, behind, TOKEN_OPEN))
		return SQL_STATEMENT;
	return in_capitals(w, n) && !reads_as_prose(w, n) ? SQL_STATEMENT
							  : SQL_NOT;
}

/* { [? =] CALL p(?) } behind the brace. */
static enum sql_verdict judge_escape(struct window *w, uint32_t n)
{
	if (kind_at(w, n, TOKEN_HOLE) && kind_at(w, n + 1, TOKEN_EQUALS))
		n += 2;
	return word_at(w, n) == KW_CALL ? judge_call(w, n) : SQL_NOT;
}

static enum sql_verdict when(bool so, enum sql_verdict verdict)
{
	return so ? verdict : SQL_NOT;
}

/* --- fragments ----------------------------------------------------------- */

/* x = ?, x IN (..., x IS NULL, f(x) > 3, NOT EXISTS (... */
static bool at_condition(struct window *w, uint32_t n)
{
	uint32_t behind;

	while (kind_at(w, n, TOKEN_OPEN) || word_at(w, n) == KW_NOT)
		n++;
	if (word_at(w, n) == KW_EXISTS)
		return kind_at(w, n + 1, TOKEN_OPEN);
	behind = behind_name(w, n);
	if (behind == n)
		return kind_at(w, n, TOKEN_NUMBER) &&
		       kind_at(w, n + 1, TOKEN_EQUALS);
	if (kind_at(w, behind, TOKEN_OPEN))
		return true;
	switch (word_at(w, behind)) {
	case KW_IS:
		behind += 1 + (word_at(w, behind + 1) == KW_NOT);
		return word_at(w, behind) == KW_NULL ||
		       word_at(w, behind) == KW_TRUE ||
		       word_at(w, behind) == KW_FALSE ||
		       word_at(w, behind) == KW_DISTINCT ||
		       kind_at(w, behind, TOKEN_HOLE);
	case KW_IN:
		return kind_at(w, behind + 1, TOKEN_OPEN) ||
		       kind_at(w, behind + 1, TOKEN_HOLE);
	case KW_LIKE:
	case KW_ILIKE:
	case KW_BETWEEN:
	case KW_NOT:
		return true;
	default:
		return kind_at(w, behind, TOKEN_EQUALS) ||
		       kind_at(w, behind, TOKEN_OPERATOR) ||
		       kind_at(w, behind, TOKEN_CAST);
	}
}

/* A query in parentheses that reads from something. */
static bool has_subquery(struct window *w, uint32_t n)
{
	for (; !kind_at(w, n, TOKEN_END); n++)
		if (kind_at(w, n, TOKEN_OPEN) &&
		    word_at(w, n + 1) == KW_SELECT &&
		    find_word(w, n + 2, KW_FROM))
			return true;
	return false;
}

/* FROM t and something that only SQL says behind it. */
static enum sql_verdict judge_from(struct window *w, uint32_t n)
{
	static const enum keyword signs[] = {KW_WHERE, KW_JOIN,	 KW_GROUP,
					     KW_ORDER, KW_LIMIT, KW_NONE};
	uint32_t behind = behind_name(w, n + 1);

	if (behind == n + 1 && !kind_at(w, behind, TOKEN_OPEN))
		return SQL_NOT;
	for (const enum keyword *sign = signs; *sign; sign++)
		if (find_word(w, behind, *sign) && !reads_as_prose(w, n))
			return SQL_FRAGMENT;
	if (at_end(w, behind) && in_capitals(w, n))
		return SQL_FRAGMENT;
	return SQL_NOT;
}

/* [LEFT] JOIN t ON x = ... */
static enum sql_verdict judge_join(struct window *w, uint32_t n)
{
	uint32_t on;

	for (uint32_t i = 0; i < 3 && word_at(w, n) != KW_JOIN; i++)
		n++;
	if (word_at(w, n) != KW_JOIN)
		return SQL_NOT;
	if (!name_at(w, n + 1) && !kind_at(w, n + 1, TOKEN_OPEN) &&
	    word_at(w, n + 1) != KW_LATERAL)
		return SQL_NOT;
	on = find_word(w, n, KW_ON);
	if (on && at_end(w, on + 1))
		return cut_off(w);
	if (on && !at_condition(w, on + 1))
		return SQL_NOT;
	return on || find_word(w, n, KW_USING) || in_capitals(w, n)
		       ? SQL_FRAGMENT
		       : SQL_NOT;
}

/* A name first: a condition with a placeholder, or a table and a join. */
static enum sql_verdict judge_name(struct window *w, uint32_t n)
{
	uint32_t behind = behind_name(w, n), at = behind;

	if (behind == n)
		return SQL_NOT;
	/* a.id = b.id */
	if (behind == n + 3 && kind_at(w, behind, TOKEN_EQUALS) &&
	    behind_name(w, behind + 1) == behind + 4 && at_end(w, behind + 4))
		return SQL_FRAGMENT;
	/* coalesce((SELECT ...), 0) */
	if (kind_at(w, behind, TOKEN_OPEN))
		return when(has_subquery(w, behind), SQL_FRAGMENT);
	if (kind_at(w, behind, TOKEN_EQUALS) ||
	    kind_at(w, behind, TOKEN_OPERATOR))
		return when((kind_at(w, behind + 1, TOKEN_HOLE) &&
			     (at_end(w, behind + 2) ||
			      word_at(w, behind + 2) == KW_AND ||
			      word_at(w, behind + 2) == KW_OR)) ||
				    has_subquery(w, behind),
			    SQL_FRAGMENT);
	if (word_at(w, behind) == KW_BETWEEN || word_at(w, behind) == KW_LIKE)
		return when(kind_at(w, behind + 1, TOKEN_HOLE), SQL_FRAGMENT);
	if (word_at(w, behind) == KW_IS || word_at(w, behind) == KW_IN)
		return when(at_condition(w, n), SQL_FRAGMENT);
	at += word_at(w, at) == KW_AS;
	at = plain_word(w, at) ? at + 1 : at;
	if (word_at(w, at) == KW_LEFT || word_at(w, at) == KW_INNER ||
	    word_at(w, at) == KW_RIGHT || word_at(w, at) == KW_JOIN)
		return judge_join(w, at);
	return SQL_NOT;
}

static enum sql_verdict judge_fragment(struct window *w, uint32_t n)
{
	enum keyword next = word_at(w, n + 1);

	switch (word_at(w, n)) {
	case KW_FROM:
		return judge_from(w, n);
	case KW_ON:
		if ((next == KW_DUPLICATE && word_at(w, n + 2) == KW_KEY) ||
		    (next == KW_CONFLICT && (kind_at(w, n + 2, TOKEN_OPEN) ||
					     word_at(w, n + 2) == KW_DO)))
			return SQL_FRAGMENT;
		return when(at_condition(w, n + 1), SQL_FRAGMENT);
	case KW_WHERE:
	case KW_AND:
	case KW_OR:
	case KW_HAVING:
		return when(at_condition(w, n + 1), SQL_FRAGMENT);
	case KW_LEFT:
	case KW_RIGHT:
	case KW_INNER:
	case KW_FULL:
	case KW_CROSS:
	case KW_NATURAL:
	case KW_JOIN:
		return judge_join(w, n);
	case KW_ORDER:
	case KW_GROUP:
		return when(next == KW_BY &&
				    (name_at(w, n + 2) ||
				     kind_at(w, n + 2, TOKEN_NUMBER)) &&
				    !(in_title(w, n) && at_end(w, n + 3)),
			    SQL_FRAGMENT);
	case KW_LIMIT:
	case KW_OFFSET:
		return when((kind_at(w, n + 1, TOKEN_NUMBER) ||
			     kind_at(w, n + 1, TOKEN_HOLE)) &&
				    !plain_word(w, n + 2),
			    SQL_FRAGMENT);
	case KW_UNION:
	case KW_EXCEPT:
	case KW_INTERSECT:
		n += next == KW_ALL || next == KW_DISTINCT;
		return when(word_at(w, n + 1) == KW_SELECT ||
				    kind_at(w, n + 1, TOKEN_OPEN) ||
				    (at_end(w, n + 1) && in_capitals(w, n)),
			    SQL_FRAGMENT);
	case KW_RETURNING:
		return when(
			(name_at(w, n + 1) || kind_at(w, n + 1, TOKEN_STAR)) &&
				!in_title(w, n),
			SQL_FRAGMENT);
	case KW_SET: {
		uint32_t behind = behind_name(w, n + 1);

		return when(behind > n + 1 && kind_at(w, behind, TOKEN_EQUALS),
			    SQL_FRAGMENT);
	}
	case KW_EXISTS:
	case KW_NOT:
	case KW_IN:
		return when(has_subquery(w, n), SQL_FRAGMENT);
	default:
		return judge_name(w, n);
	}
}

/* --- the first word ------------------------------------------------------ */

static enum sql_verdict judge_at(struct window *w, uint32_t n);

/* DECLARE c [...] CURSOR [...] FOR query */
static enum sql_verdict judge_cursor(struct window *w, uint32_t n)
{
	uint32_t cursor = find_word(w, n, KW_CURSOR);
	uint32_t query = cursor ? find_word(w, cursor, KW_FOR) : 0;

	return query ? judge_at(w, query + 1) : SQL_NOT;
}

/* PREPARE q [(types)] AS statement */
static enum sql_verdict judge_prepare(struct window *w, uint32_t n)
{
	uint32_t as = find_word(w, n, KW_AS);

	return as && as < n + WINDOW / 4 ? judge_at(w, as + 1) : SQL_NOT;
}

static bool at_dollar_quote(struct window *w, uint32_t n)
{
	return w->lexer.bytes[token_at(w, n)->offset] == '$' &&
	       kind_at(w, n, TOKEN_STRING);
}

/* T-SQL: IF [NOT] EXISTS (SELECT ...) ..., IF (SELECT ...) > 0 ... */
static bool at_batch(struct window *w, uint32_t n)
{
	enum keyword next = word_at(w, n + 1);

	if (next == KW_NOT)
		next = word_at(w, n + 2);
	return (next == KW_EXISTS || (kind_at(w, n + 1, TOKEN_OPEN) &&
				      word_at(w, n + 2) == KW_SELECT)) &&
	       has_subquery(w, n + 1);
}

static enum sql_verdict judge_at(struct window *w, uint32_t n)
{
	enum keyword next;

	while (kind_at(w, n, TOKEN_OPEN) || kind_at(w, n, TOKEN_SEMICOLON))
		n++;
	if (kind_at(w, n, TOKEN_OTHER) &&
	    w->lexer.bytes[token_at(w, n)->offset] == '{')
		return judge_escape(w, n + 1);
	next = word_at(w, n + 1);
	switch (word_at(w, n)) {
	case KW_SELECT:
		return judge_select(w, n);
	case KW_INSERT:
		return judge_insert(w, n);
	case KW_REPLACE: {
		uint32_t behind = behind_name(w, n + 1);

		return when(next == KW_INTO ||
				    (behind > n + 1 && !in_title(w, n) &&
				     ((word_at(w, behind) == KW_SET &&
				       kind_at(w, behind + 2, TOKEN_EQUALS)) ||
				      find_word(w, behind, KW_VALUES))),
			    judge_insert(w, n));
	}
	case KW_UPDATE:
		return judge_update(w, n);
	case KW_DELETE:
		return judge_delete(w, n);
	case KW_CREATE:
	case KW_ALTER:
	case KW_DROP:
		return judge_definition(w, n);
	case KW_WITH:
		return judge_with(w, n);
	case KW_TRUNCATE:
		return next == KW_TABLE ? SQL_STATEMENT
					: judge_named(w, n, KW_NONE);
	case KW_MERGE:
		return judge_named(w, n, KW_USING);
	case KW_COPY:
		return judge_copy(w, n);
	case KW_LOCK:
		return when((next == KW_TABLE || next == KW_TABLES) &&
				    (!in_title(w, n) ||
				     at_end(w, behind_name(w, n + 2))),
			    SQL_STATEMENT);
	case KW_LOAD:
		return when(next == KW_DATA && find_word(w, n, KW_INTO),
			    SQL_STATEMENT);
	case KW_VALUES:
		return when(kind_at(w, n + 1, TOKEN_OPEN), SQL_FRAGMENT);
	case KW_CALL:
	case KW_EXEC:
	case KW_EXECUTE:
		return judge_call(w, n);
	case KW_REFRESH:
		return when(next == KW_MATERIALIZED, SQL_STATEMENT);
	case KW_DECLARE:
		return judge_cursor(w, n);
	case KW_PREPARE:
		return judge_prepare(w, n);
	case KW_DO:
		return when(at_dollar_quote(w, n + 1), SQL_STATEMENT);
	case KW_IF:
		return when(at_batch(w, n), SQL_STATEMENT);
	case KW_GRANT:
	case KW_REVOKE:
		return when(find_word(w, n, KW_ON) && in_capitals(w, n),
			    SQL_STATEMENT);
	case KW_COMMENT:
		return when(next == KW_ON && word_at(w, n + 2), SQL_STATEMENT);
	case KW_BEGIN: {
		uint32_t behind = behind_name(w, n + 1);

		if (behind > n + 1 && kind_at(w, behind, TOKEN_OPEN))
			return SQL_STATEMENT;
	}
		/* fallthrough */
	case KW_EXPLAIN:
	case KW_ANALYZE:
		if (kind_at(w, n + 1, TOKEN_OPEN)) /* EXPLAIN (ANALYZE) */
			while (n < WINDOW / 2 && !kind_at(w, n, TOKEN_CLOSE))
				n++;
		return n < WINDOW / 2 ? judge_at(w, n + 1) : SQL_NOT;
	default:
		return judge_fragment(w, n);
	}
}

/* Statements that say nothing by themselves, and stand before others. */
static bool is_quiet(enum keyword word)
{
	switch (word) {
	case KW_ANALYZE:
	case KW_BEGIN:
	case KW_COMMIT:
	case KW_DECLARE:
	case KW_PRAGMA:
	case KW_ROLLBACK:
	case KW_SAVEPOINT:
	case KW_SET:
	case KW_SHOW:
	case KW_START:
	case KW_USE:
		return true;
	default:
		return false;
	}
}

/* So many of them are looked behind. */
#define QUIET_MAX 8

/* SET a TO b; SELECT ...: what the first statement is that says anything. */
static enum sql_verdict judge_behind(struct window *w, enum sql_verdict verdict)
{
	uint32_t n = 0, quiet = 0;

	while (quiet++ < QUIET_MAX && is_quiet(word_at(w, n))) {
		if (word_at(w, n) == KW_SET && word_at(w, n + 2) == KW_ON &&
		    judge_at(w, n + 3) == SQL_STATEMENT)
			return SQL_STATEMENT; /* SET NOCOUNT ON SELECT ... */
		while (!at_end(w, n) && !kind_at(w, n, TOKEN_SEMICOLON))
			n++;
		if (at_end(w, ++n))
			break;
		if (judge_at(w, n) == SQL_STATEMENT)
			return SQL_STATEMENT;
	}
	return verdict;
}

enum sql_verdict analysis_judge(const char *bytes, size_t size,
				enum dialect dialect)
{
	enum sql_verdict verdict;
	struct window w;

	if (size < 3)
		return SQL_NOT;
	keyword_init();
	w.lexer = (struct lexer){.bytes = bytes,
				 .size = (uint32_t)MIN(size, UINT32_MAX),
				 .rules = dialect_rules(dialect)};
	w.count = 0;
	verdict = judge_at(&w, 0);
	return verdict == SQL_STATEMENT ? verdict : judge_behind(&w, verdict);
}
