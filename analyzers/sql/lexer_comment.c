/*
 * Comments and template statements, which give no token.
 */
#include <glib.h>
#include <string.h>

#include "analyzers/sql/lexer_private.h"
#include "analyzers/sql/template.h"

/* Behind the comment whose content begins at `offset`. */
static uint32_t skip_block_comment(const struct lexer *lexer, uint32_t offset)
{
	const char *bytes = lexer->bytes;
	unsigned depth = 1;

	if (!(lexer->rules->flags & RULE_NESTED_COMMENTS))
		return find_behind(lexer, offset, "*/", 2);
	while (offset + 1 < lexer->size) {
		if (bytes[offset] == '*' && bytes[offset + 1] == '/') {
			offset += 2;
			if (--depth == 0)
				return offset;
		} else if (bytes[offset] == '/' && bytes[offset + 1] == '*') {
			offset += 2;
			depth++;
		} else {
			offset++;
		}
	}
	return lexer->size;
}

/* An opening comment: what it holds is content if it is executable
 * (MySQL's, or MariaDB's with an M), else it is skipped. */
static uint32_t skip_comment(const struct lexer *lexer, uint32_t offset)
{
	uint32_t bang = offset + 2;

	if (!(lexer->rules->flags & RULE_EXECUTABLE_COMMENTS))
		return skip_block_comment(lexer, bang);
	bang += byte_at(lexer, bang) == 'M';
	if (byte_at(lexer, bang) != '!')
		return skip_block_comment(lexer, offset + 2);
	bang++;
	if (byte_at(lexer, bang) == '9' && byte_at(lexer, bang + 1) == '9')
		return skip_block_comment(lexer, bang); /* of no version yet */
	while (byte_is(lexer, bang, BYTE_DIGIT))
		bang++;
	return bang;
}

/* Whether a comment up to the end of the line begins here. */
static bool at_line_comment(const struct lexer *lexer, uint32_t offset)
{
	char next = byte_at(lexer, offset + 1);

	if (lexer->bytes[offset] == '-')
		return next == '-' &&
		       (!(lexer->rules->flags & RULE_DASHES_NEED_SPACE) ||
			offset + 2 >= lexer->size ||
			byte_is(lexer, offset + 2, BYTE_SPACE));
	if (next == '{')
		return false;
	if (lexer->rules->flags & RULE_HASH_COMMENTS)
		return true;
	/* Where nothing is known: a "#" that begins a line. */
	return lexer->rules->dialect == DIALECT_GENERIC &&
	       (offset == 0 || lexer->bytes[offset - 1] == '\n');
}

/* A command of psql that neither sends what was typed nor drops it, so that
 * the statement goes on behind its line. */
static bool at_quiet_command(const struct lexer *lexer, uint32_t offset)
{
	static const char *const words[] = {
		"conninfo", "echo",   "elif",	    "else",  "encoding",
		"endif",    "if",     "p",	    "print", "prompt",
		"pset",	    "qecho",  "restrict",   "set",   "setenv",
		"t",	    "timing", "unrestrict", "unset", "warn",
		"x",
	};
	uint32_t end = offset;

	if (lexer->rules->dialect != DIALECT_POSTGRESQL)
		return false;
	while (byte_is(lexer, end, BYTE_LETTER))
		end++;
	for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
		if (strlen(words[i]) == end - offset &&
		    memcmp(words[i], lexer->bytes + offset, end - offset) == 0)
			return true;
	return false;
}

/* Behind the word, in whatever case, if it stands there; else 0. */
static uint32_t word_end(const struct lexer *lexer, uint32_t at,
			 const char *word)
{
	uint32_t length = (uint32_t)strlen(word);

	if (lexer->size - at < length ||
	    strncasecmp(lexer->bytes + at, word, length) != 0 ||
	    byte_is(lexer, at + length, BYTE_WORD))
		return 0;
	return at + length;
}

/* PL/SQL's conditional compilation, which is as white space: what its
 * branches hold is all read. Behind it; `begin` if none stands there. */
static uint32_t skip_directive(const struct lexer *lexer, uint32_t begin)
{
	static const struct {
		const char *word, *up_to;
	} directives[] = {{"$if", "$then"},
			  {"$elsif", "$then"},
			  {"$else", NULL},
			  {"$error", "$end"},
			  {"$end", NULL}};

	for (size_t i = 0; i < G_N_ELEMENTS(directives); i++) {
		uint32_t at = word_end(lexer, begin, directives[i].word);

		for (; at && directives[i].up_to && at < lexer->size; at++) {
			uint32_t end = word_end(lexer, at, directives[i].up_to);

			if (end)
				return end;
		}
		if (at)
			return at;
	}
	return begin;
}

enum directive lexer_directive(const struct lexer *lexer, uint32_t offset,
			       uint32_t *end)
{
	char byte = lexer->bytes[offset], next = byte_at(lexer, offset + 1);

	if (byte == '<' ? next != '%' && next != '#' &&
				  !(next == '/' &&
				    byte_at(lexer, offset + 2) == '#')
	    : byte == '{' ? next != '{' && next != '%' && next != '#'
			  : next < 'a' || next > 'z')
		return DIRECTIVE_NONE;
	return directive_at(lexer->bytes, lexer->size, offset,
			    lexer->rules->flags & RULE_LONG_OPERATORS ||
				    lexer->rules->dialect == DIALECT_GENERIC,
			    end);
}

/* Behind a directive that says nothing; or the offset. */
static uint32_t skip_template(const struct lexer *lexer, uint32_t offset)
{
	uint32_t end;

	return lexer_directive(lexer, offset, &end) == DIRECTIVE_SPACE ? end
								       : offset;
}

uint32_t lexer_skip_odd_space(const struct lexer *lexer, uint32_t offset)
{
	char next = byte_at(lexer, offset + 1);
	uint32_t behind;

	switch (lexer->bytes[offset]) {
	case '#':
		behind = skip_template(lexer, offset);
		if (behind > offset)
			return behind;
		/* fallthrough */
	case '-':
		if (at_line_comment(lexer, offset))
			return find_byte(lexer, offset, '\n');
		break;
	case '/':
		if (next == '*')
			return skip_comment(lexer, offset);
		if (next == '/' && lexer->rules->flags & RULE_SLASH_COMMENTS)
			return find_byte(lexer, offset, '\n');
		break;
	case '*':
		if (next == '/' &&
		    (lexer->rules->flags & RULE_EXECUTABLE_COMMENTS))
			return offset + 2;
		break;
	case '\\': /* at the end of a line, as the mysql client takes it */
		if (next == '\n' || next == '\r')
			return offset + 1;
		if (at_quiet_command(lexer, offset + 1))
			return find_byte(lexer, offset, '\n');
		break;
	case '<':
		behind = skip_template(lexer, offset);
		if (behind > offset)
			return behind;
		if (next == '/' || (next >= 'a' && next <= 'z'))
			return template_skip_tag(lexer->bytes, lexer->size,
						 offset);
		break;
	case '>':
		return template_skip_tag_end(lexer->bytes, offset);
	case '$':
		if (lexer->rules->flags & RULE_Q_QUOTES)
			return skip_directive(lexer, offset);
		break;
	case '{':
		return skip_template(lexer, offset);
	default:
		break;
	}
	return offset;
}
