/*
 * shell_clients.h - the command line clients of databases, as data.
 *
 * A row says what a client's options and words mean; shell_client.c follows
 * it. A new client is a row in shell_clients.c.
 */
#ifndef ANALYZERS_JOBS_SHELL_CLIENTS_H
#define ANALYZERS_JOBS_SHELL_CLIENTS_H

#include "analyzers/analyzer.h"

/* What the word of an option, or a word by its position, is. */
enum client_word {
	WORD_END,      /* of a row of options */
	WORD_VALUE,    /* nothing that matters here */
	WORD_ATTACHED, /* nothing that matters, and never a word of its own */
	WORD_SQL,
	WORD_FILE, /* of SQL */
	WORD_DATABASE,
	WORD_HOST,
	WORD_TABLE,	     /* a pattern of names */
	WORD_DEFINE,	     /* NAME=value for the SQL */
	WORD_CONNECT,	     /* user/password@database of Oracle */
	WORD_QUERY_OR_TABLE, /* of bcp */
	WORD_DATA,	     /* a file whose base name is a table's name */
};

struct client_option {
	const char *name; /* one letter: -x; more: --name or -name */
	enum client_word word;
};

enum client_kind {
	CLIENT_SQL,	/* runs SQL */
	CLIENT_DUMP,	/* reads tables, or all of them */
	CLIENT_RESTORE, /* writes what an archive holds */
	CLIENT_LOAD,	/* writes the tables that data files are named after */
};

struct shell_client {
	const char *const *names;
	/* Only as "name subcommand": "bq query", "wp db query". */
	const char *const *subcommands;
	enum dialect dialect;
	enum client_kind kind;
	bool long_dash; /* long options have one dash, short ones no cluster */
	bool reads_input; /* SQL on standard input when nothing else is given */
	const struct client_option *options;
	/* Words without option, in order; the last one for all further. */
	const enum client_word *words;
};

extern const struct shell_client shell_clients[];
extern const size_t n_shell_clients;

#endif
