/* unmoor writers: who writes a table or a column, or defines a routine. */

#include "cli/accesses.h"

static int run(int argc, char **argv);

const struct command command_writers = {
	.name = "writers",
	.usage = "[--map FILE] [--json] OBJECT",
	.summary = "who writes a table or column, or defines a routine",
	.run = run,
};

static int run(int argc, char **argv)
{
	const struct access_words words = {&command_writers, walk_writers,
					   "writer", "writers"};

	return accesses_run(&words, argc, argv);
}
