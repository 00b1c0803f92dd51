/*
 * command.h - the registry of commands.
 *
 * A command is one file cli/NAME.c that defines `const struct command
 * command_NAME` and a line COMMAND(NAME) in commands.def, which is sorted.
 * Commands see everything and decide nothing: they parse options, call the
 * parts, print. Results go to stdout, talk to stderr.
 */
#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "graph/kinds.h"
#include "graph/version.h"

enum exit_status {
	EXIT_DONE = 0,	   /* done; check: nothing new */
	EXIT_FOUND = 1,	   /* check found something */
	EXIT_USAGE = 2,	   /* usage or unreadable input */
	EXIT_FAILURES = 3, /* done, with failures that are listed */
};

struct graph;

struct command {
	const char *name;
	const char *usage;   /* what follows the name: "[--map FILE] OBJECT" */
	const char *summary; /* one line for the help */
	/* argv[0] is the command's name. Returns an enum exit_status. */
	int (*run)(int argc, char **argv);
};

const struct command *command_find(const char *name);
const struct command *const *command_list(void);

/* --- shared by commands (command.c) --- */

/* Parses options with GOption; `arguments` is the usage of what remains. On
 * --help prints and exits 0; on an error prints it and returns false. */
bool command_options(const struct command *command, const GOptionEntry *entries,
		     int *argc, char ***argv);

/* "unmoor: MESSAGE" on stderr; returns EXIT_USAGE for `return fail(...)`. */
int command_fail(const char *format, ...) G_GNUC_PRINTF(1, 2);
int command_fail_error(GError *error); /* frees it */

/* The dialect that --dialect names; NULL is the generic one. False after a
 * message: there is none of that name. */
bool command_dialect(const char *name, enum dialect *dialect);

/* The whole graph of a map file for a query command, or NULL after a message.
 * `map` NULL: unmoor.db. */
struct graph *command_load(const char *map);

/* The one node that OBJECT names, or GRAPH_ABSENT after printing what was
 * found (none, or several candidates). */
uint32_t command_object(const struct graph *graph, const char *object);

#endif
