/*
 * shell_syntax.h - a shell script as a tree: commands, words and what is
 * expanded inside them.
 *
 * One reader for sh, bash, ksh and dash, written by hand, since what matters
 * here (several here-documents on a line, quotes in substitutions in quotes)
 * is what general grammars read least surely. Nothing is executed and nothing
 * decided: see shell_run.h for what a tree means.
 *
 * The tree lives in the arena of the analysis and points into the text. A
 * broken script never fails: the reader notes one gap for each break, at most
 * a few, and goes on; nesting past SHELL_DEPTH_MAX ends the reading.
 *
 *	struct shell_list *script = shell_read(analysis, text);
 */
#ifndef ANALYZERS_JOBS_SHELL_SYNTAX_H
#define ANALYZERS_JOBS_SHELL_SYNTAX_H

#include "analyzers/analyzer.h"

/* Commands, substitutions and quotes inside one another. */
#define SHELL_DEPTH_MAX 300

struct shell_list;
struct shell_word;

enum shell_part_kind {
	SHELL_TEXT,	    /* bytes that stand for themselves */
	SHELL_PARAMETER,    /* $x ${x} ${x:-word} */
	SHELL_SUBSTITUTION, /* $(list) `list` <(list) */
	SHELL_ARITHMETIC,   /* $((1 + 2)) */
};

/* A piece of a word. */
struct shell_part {
	enum shell_part_kind kind;
	bool quoted;   /* neither split nor a pattern */
	bool verbatim; /* the bytes lie in the text at `offset` */
	uint32_t offset;
	const char *bytes; /* of a text; of others: as written, for people */
	uint32_t size;

	/* A parameter: ${!name[index]operation operand}. The operation is one
	 * of
	 * "-=+?" (`colon`: with a colon before it), "#%/^," (`doubled`), ':' of
	 * a substring, '@' of a transformation, 0: none. */
	const char *name;
	const char *index;
	char operation;
	bool colon, doubled, length, indirect;
	struct shell_word *operand;

	/* A substitution; `process` for <(list) and >(list). */
	struct shell_list *list;
	bool process;
};

struct shell_word {
	uint32_t offset, end;
	struct shell_part *parts;
	uint32_t n_parts;
	/* NAME=... and NAME+=...: the first part is the name up to and with
	 * the sign. NAME=(...) has elements in place of further parts. */
	const char *name;
	bool append;
	bool array;
	struct shell_word *elements;
	uint32_t n_elements;
};

enum shell_redirect_kind {
	SHELL_INPUT,	   /* < word */
	SHELL_OUTPUT,	   /* > word, >| word, &> word */
	SHELL_APPEND,	   /* >> word, &>> word */
	SHELL_DOCUMENT,	   /* << word: `word` is the body */
	SHELL_HERE_STRING, /* <<< word */
	SHELL_DUPLICATE,   /* >& word, <& word */
};

struct shell_redirect {
	enum shell_redirect_kind kind;
	int fd; /* -1: none written */
	struct shell_word *word;
	/* Of a document, until its body is read. */
	const char *delimiter;
	uint32_t delimiter_size;
	bool literal; /* a quoted delimiter: nothing is expanded */
	bool tabs;    /* <<-: tabs at the beginning of lines are taken off */
};

enum shell_command_kind {
	SHELL_SIMPLE,	/* words, with assignments before them */
	SHELL_GROUP,	/* { lists[0] } */
	SHELL_SUBSHELL, /* ( lists[0] ) */
	SHELL_IF,	/* lists: condition, body, ..., perhaps else */
	SHELL_LOOP,	/* while, until: lists[0] is the condition */
	SHELL_FOR,	/* name over the words; lists[0] is the body */
	SHELL_CASE,	/* words[0]; a list an arm */
	SHELL_FUNCTION, /* name; body[0] */
	SHELL_IGNORED,	/* ((arithmetic)) */
};

struct shell_command {
	enum shell_command_kind kind;
	uint32_t offset, end;
	const char *name; /* of a function or loop variable */
	bool all_words;	  /* for without "in": the positional parameters */
	struct shell_word *assignments;
	uint32_t n_assignments;
	struct shell_word *words;
	uint32_t n_words;
	struct shell_redirect **redirects;
	uint32_t n_redirects;
	struct shell_list **lists;
	uint32_t n_lists;
	struct shell_command *body;
};

/* Commands joined by "|". `conditional`: it stands behind && or ||. */
struct shell_pipeline {
	struct shell_command **commands;
	uint32_t n_commands;
	bool conditional;
};

struct shell_list {
	struct shell_pipeline *pipelines;
	uint32_t n_pipelines;
};

/* Reads the whole text. Never NULL. `text` is marked as the place of gaps. */
struct shell_list *shell_read(struct analysis *analysis, struct text *text);

/* --- between shell_syntax.c and shell_word.c ------------------------------ */

struct shell_reader {
	struct analysis *analysis;
	struct text *text;
	const char *bytes;
	uint32_t at, end; /* end: of the text, or of a part being read */
	unsigned depth;
	unsigned n_broken;
	unsigned n_open; /* constructs that wait for their end */
	bool stopped;	 /* too deep or too broken to go on */
	struct shell_redirect **documents; /* whose body comes next */
	uint32_t n_documents;
};

static inline bool shell_at_end(const struct shell_reader *reader)
{
	return reader->stopped || reader->at >= reader->end;
}

/* The byte `ahead` of the next; zero behind the end. */
static inline char shell_peek(const struct shell_reader *reader, uint32_t ahead)
{
	return !shell_at_end(reader) && reader->end - reader->at > ahead
		       ? reader->bytes[reader->at + ahead]
		       : '\0';
}

/* Whether the byte ends an unquoted word; also the end of the text. */
bool shell_is_meta(const struct shell_reader *reader);

/* Notes a break; after a few of them, stops the reading. */
void shell_broken(struct shell_reader *reader, uint32_t offset,
		  const char *detail);

/* One level deeper; false, with a gap and the reading stopped, past the
 * limit. Every success is followed by shell_leave(). */
bool shell_enter(struct shell_reader *reader);
void shell_leave(struct shell_reader *reader);

/* Reads one word; at least one byte when the reader is not at a meta byte. */
struct shell_word shell_read_word(struct shell_reader *reader);

/* Behind the "))" that closes the "((" at `at`; 0 when it is no arithmetic. */
uint32_t shell_arithmetic_end(const struct shell_reader *reader, uint32_t at);

/* Reads the bodies of the waiting documents; the reader is behind a newline. */
void shell_read_documents(struct shell_reader *reader);

/* Reads commands up to ")" or a word that closes something. */
struct shell_list *shell_read_list(struct shell_reader *reader);

#endif
