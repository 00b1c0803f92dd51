/*
 * text.h - bytes with an origin and a language: what an analyzer reads.
 *
 * A text is borrowed by everyone who gets one: bytes, marks and strings
 * belong to whoever made it (the worker, for a file; the host's arena, for
 * a guest) and live until the analyzer returns. Bytes are not terminated by
 * NUL and may hold anything.
 *
 * A guest is a text found inside another one (SQL in a string, a script in
 * YAML). Its marks map it back to the host: facts always carry lines of the
 * outermost host, so nobody behind the analyzer needs to know of guests.
 *
 * A hole is an unknown part of a value: the byte TEXT_HOLE stands for it. It
 * may be a whole word (FROM \x1a) or a part of one (llx_\x1a).
 *
 *	struct text guest = {.language = "sql", .bytes = b, .size = n};
 *	text_guest(&guest, host, marks, n_marks);
 *	sink->guest(sink, &guest);
 */
#ifndef GRAPH_TEXT_H
#define GRAPH_TEXT_H

#include <stddef.h>
#include <stdint.h>

#include "graph/arena.h"
#include "graph/kinds.h"

#define TEXT_HOLE '\x1a'

/* From `offset` on, up to the next mark, the text stands on host line `line`.
 * Newlines between two marks are not counted: a guest of several lines has
 * a mark for each of them. Sorted by offset; the first offset is 0. */
struct line_mark {
	uint32_t offset;
	uint32_t line;
};

struct accessor; /* fact.h */

struct text {
	const char *language; /* the name of the analyzer that reads it */
	enum dialect dialect; /* of its SQL; DIALECT_GENERIC: not known */
	const char *bytes;
	size_t size;

	/* The base name of the file, for analyzers whose reading depends on it
	 * (a suffix); NULL for a guest. Never the path: a text may lie at
	 * several, and facts hold none. */
	const char *name;

	/* How its facts were found; VIA_NONE: the analyzer's own kind. */
	enum via via;
	enum scope scope;	       /* SCOPE_NONE: by path, at link */
	enum confidence confidence;    /* its facts are at most so sure;
					  CONFIDENCE_NONE: no limit */
	const struct accessor *reader; /* who reads: a function of the host;
					  NULL: the file */

	/* The source is a catalog's dump: definitions are the catalog's own
	 * objects, INSERT and COPY at the top level are data. */
	bool catalog;

	/* Its source was cut off (a dump that broke in the middle) and the text
	 * ends inside something that began on this line; 0: whole. Whoever
	 * reads an outermost text notes the gap. */
	uint32_t broken_line;

	/* Facts are used up when they are delivered: an analyzer that reads
	 * piece by piece may reuse the arena, so that memory stays flat. */
	bool stream;

	/* Told by such an analyzer now and then: it is done with the bytes
	 * before `offset`, though it may look at some once more. NULL: nobody
	 * wants to know. */
	void (*passed)(struct text *text, size_t offset);

	/* Set by text_guest(); depth of an outermost text is 0. */
	unsigned depth;
	const struct line_mark *marks;
	uint32_t n_marks;

	/* A place whose line is known, set by whoever streams: text_line() goes
	 * on from there and looks at nothing else. Line 0: none. */
	size_t known_offset;
	uint32_t known_line;

	/* Made on the first call of text_line(). */
	uint32_t *newlines;
	uint32_t n_newlines;
};

/* No text is a guest in more than so many hosts. */
#define TEXT_DEPTH_MAX 8

/*
 * Makes `guest` a guest of `host`. `marks` give lines of the outermost host:
 * they come from text_marks(), or from text_line() of the host. Via, scope,
 * dialect, confidence and reader are taken from the host where the guest has
 * none.
 */
void text_guest(struct text *guest, const struct text *host,
		const struct line_mark *marks, uint32_t n_marks);

/* Marks for a guest that lies in the host unchanged, line by line, its first
 * byte at `host_offset`. Allocated in `arena`. */
struct line_mark *text_marks(struct arena *arena, struct text *host,
			     size_t host_offset, size_t size,
			     uint32_t *n_marks);

/* The line of the outermost host, from 1, on which byte `offset` stands;
 * offsets behind the end count as the end. The first call reads the whole
 * text once; each call is a binary search. */
uint32_t text_line(struct text *text, size_t offset);

/* Frees what text_line() made. Needed once a text. */
void text_release(struct text *text);

#endif
