/*
 * language.h - what a programming language is to the engine: data.
 *
 * A language is a .scm query that labels its syntax, and one row: how its
 * strings are written, which calls take SQL, which only talk to people,
 * which drivers tell the dialect. The engine knows no language by name.
 * Everything is static and lives as long as the process.
 */
#ifndef ANALYZERS_CODE_LANGUAGE_H
#define ANALYZERS_CODE_LANGUAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "analyzers/code/syntax.h"
#include "graph/kinds.h"

/* How a literal is read; bits. */
enum string_style {
	STRING_ESCAPES = 1 << 0, /* \n, \x41, \u00e9; else raw */
	STRING_BRACES = 1 << 1,	 /* {{ and }} stand for one brace */
	STRING_BYTES = 1 << 2,
};

enum sink_flag {
	SINK_SURE = 1 << 0,	   /* the name alone says that it is a database:
				      what is not known there is a blind spot. Else
				      what it is called on, or with, must say so */
	SINK_LOOSE = 1 << 1,	   /* the name says nothing: only what
				      reads as SQL counts */
	SINK_TABLE_READ = 1 << 2,  /* the argument is a table's name */
	SINK_TABLE_WRITE = 1 << 3, /* the same */
	SINK_ROUTINE = 1 << 4,	   /* the argument is a routine's name */
	SINK_NAME_OR_SQL = 1 << 5, /* a single word is a table to read */
};

#define CODE_SINK_KEYWORDS 4
#define CODE_NO_PLACE 999 /* an argument that is always named */

/* A function or method that takes SQL, by the last part of its name. */
struct code_sink {
	const char *name; /* NULL ends the list */
	unsigned argument;
	unsigned flags;
	const char *keywords[CODE_SINK_KEYWORDS]; /* the argument's names */
};

enum call_meaning {
	CALL_SAME,	  /* gives its first argument: dedent(x) */
	CALL_SQL,	  /* the same, and says that it is SQL: text(x) */
	CALL_IDENTIFIER,  /* its arguments as a quoted name: Identifier(x) */
	CALL_PLACEHOLDER, /* a placeholder: Literal(x) */
	CALL_DEFAULT,	  /* its last argument, if not set outside: getenv */
	CALL_READ_FILE,	  /* the file of that name, for reading: open(x) */
	METHOD_SAME,	  /* gives what it is called on: x.strip() */
	METHOD_FORMAT,	  /* "{}".format(x) */
	METHOD_FORMAT_DOLLAR, /* Template("$x").substitute(x=1) */
	METHOD_JOIN,	      /* ", ".join(x) */
	METHOD_REPLACE,	      /* x.replace("a", "b") */
	METHOD_ADD,	      /* x.append(y), of a list */
	METHOD_ADD_ALL,	      /* x.extend(y), of a list */
	METHOD_CONTENT,	      /* open(x).read() */
	METHOD_GET,	      /* x.get("key"), of a map */
	CALL_FORMAT,	      /* format("{}", x) */
	CALL_CONCAT,	      /* all its arguments, one behind the other */
	METHOD_ARG,	      /* "%1".arg(x) */
};

/* A function (without what it is in) or method with a meaning to strings. */
struct code_call_meaning {
	const char *name; /* NULL ends the list */
	enum call_meaning meaning;
};

/* What a call does to a buffer of characters that it is given. */
enum buffer_meaning {
	BUFFER_SET, /* it then holds the argument: strcpy(buffer, x) */
	BUFFER_ADD, /* with that at its end: strcat(buffer, x) */
	BUFFER_CLEAR,
};

#define CODE_RECEIVER 998 /* what a method is called on */

struct code_buffer {
	const char *name; /* NULL ends the list */
	enum buffer_meaning meaning;
	unsigned target, source; /* places of arguments */
};

/* A module that tells the dialect where it is imported. */
struct code_dialect {
	const char *module; /* or what is before a dot; NULL ends the list */
	enum dialect dialect;
};

/* A name that a system header gives a value. */
struct code_given {
	const char *name; /* NULL ends the list */
	const char *value;
};

/* A function that connects: the places of its arguments. */
struct code_connector {
	const char *name; /* NULL ends the list */
	enum dialect dialect;
	unsigned host, database, address; /* "host=a dbname=b" */
};

struct code;
struct orm;

struct code_language {
	const char *name;
	struct syntax_grammar grammar;
	/* The style of a literal by how it opens, as in rb''' */
	unsigned (*string_style)(const char *open, size_t size);
	const struct code_sink *sinks;
	const struct code_call_meaning *calls;
	const struct code_dialect *dialects;
	/* Lists that end with NULL. */
	const char *const *quiet;	/* calls that talk to people */
	const char *const *prints;	/* calls that print */
	const char *const *quiet_words; /* keyword arguments that do */
	const char *const *receivers;	/* words in the name of what a
					   database is reached through */
	const char *const *telling;	/* words in the name of what takes
					   SQL, whoever wrote it */
	const char *const *self;	/* the object in its own methods */
	const char *const *own_class;	/* of these, the object's class; or
					   NULL */
	const char *const *constructors;
	const char *const *opaque;	  /* modules whose functions give text
					     that is not known */
	const char *const *package_files; /* that hand on what they import */
	const struct orm *const *orms;

	/* For languages with a preprocessor. */

	/* Makes the bytes that the parser gets, of the same size; the text
	 * itself if NULL. */
	const char *(*prepare)(struct code *code);
	/* Where a literal's content begins and ends, of a string without
	 * labelled nodes inside; gives its style. */
	unsigned (*string_content)(const char **start, const char **end);
	const struct code_buffer *buffers;
	const struct code_given *given;
	const struct code_connector *connectors;
	const char *const *clients;	/* how names of functions begin that no
					   text defines */
	const char *const *quiet_parts; /* words in the name of what talks to
					   people */
	const char *const *stream_ends; /* names that stand for a line's end
					   in a stream */
	/* Names that no text declares belong to all texts: macros, functions
	 * and objects with external linkage. */
	bool global;
	/* Strings are formatted by calls with "%s" in them. */
	bool formats;
	/* Functions may be written outside of their class, as A::f, and see
	 * its members by their bare names. */
	bool qualified;
};

#endif
