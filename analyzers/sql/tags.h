/*
 * tags.h - SQL that is written with the tags of MyBatis and iBATIS: the same
 * as plain SQL, in pieces.
 *
 * What tags write into the statement is written out: the word of <where> and
 * <set>, what stands before and behind <trim> and <foreach> less what they
 * take off, <include> of an <sql> of the same text, CDATA and references of
 * characters. Branches of <choose> become those of Jinja, which the lexer
 * knows how to join. Each element that is a statement is a piece of its own,
 * and so is <selectKey>; what stands outside of them (in SQL that merely holds
 * tags) is the last piece.
 *
 * Everything lives in the arena of the analysis. Nothing fails: a tag that is
 * not closed, or closes nothing, is left out; an <include> that cannot be
 * resolved is a hole and a gap; past TAGS_DEPTH_MAX and TAGS_GROWTH nothing is
 * written out any more, which is a gap, too.
 *
 *	<select id="list">SELECT a FROM t
 *	  <where><if test="b != null">AND b &lt; #{b}</if></where></select>
 *	-> list: SELECT a FROM t WHERE     b < #{b}
 */
#ifndef ANALYZERS_SQL_TAGS_H
#define ANALYZERS_SQL_TAGS_H

#include "analyzers/analyzer.h"

/* Tags inside of one another, and includes inside of one another. */
#define TAGS_DEPTH_MAX 64
#define TAGS_INCLUDES_MAX 8

/* Written out, a text is at most so much longer: a kilobyte and so many times
 * its size. */
#define TAGS_GROWTH 16

/* Texts larger than this are read as they are. */
#define TAGS_SIZE_MAX (4u << 20)

struct tags_piece {
	const char *name; /* the id; NULL: none */
	const char *bytes;
	size_t size;
	const struct line_mark *marks;
	uint32_t n_marks;
	uint32_t line;	/* where it begins in the outermost host */
	uint32_t index; /* in the order in which they end */
	bool fragment;	/* an <sql> that no statement of the text includes */
};

struct tags {
	const struct tags_piece *pieces;
	uint32_t n_pieces;
};

/* Whether the text holds such tags. */
bool tags_in(const char *bytes, size_t size);

/* The same of a whole script, whose data may hold HTML and XML: it has tags
 * only if it is short and some are MyBatis' own. */
#define TAGS_SCRIPT_MAX (1 << 16)
bool tags_in_script(const char *bytes, size_t size);

/* Whether the text is a mapper: a document whose root is one. What stands
 * outside of its statements is no SQL then. */
bool tags_is_mapper(const char *bytes, size_t size);

/* The pieces, in order of writing. */
struct tags tags_read(struct analysis *analysis, struct text *text);

#endif
