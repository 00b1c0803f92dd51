/*
 * accesses.h - what `unmoor readers` and `unmoor writers` have in common: they
 * ask one question in two directions and show the answer alike.
 */
#ifndef CLI_ACCESSES_H
#define CLI_ACCESSES_H

#include "cli/command.h"
#include "graph/query/walk.h"

struct access_words {
	const struct command *command;
	struct walk *(*walk)(const struct graph *graph, uint32_t node,
			     const char *column);
	const char *one, *many; /* "reader", "readers" */
};

/* The command as a whole; the exit status. */
int accesses_run(const struct access_words *words, int argc, char **argv);

#endif
