/* unmoor readers: who reads a table, a column, or calls a routine. */

#include "cli/accesses.h"

static int run(int argc, char **argv);

const struct command command_readers = {
	.name = "readers",
	.usage = "[--map FILE] [--json] OBJECT",
	.summary = "who reads a table or column, or calls a routine",
	.run = run,
};

static int run(int argc, char **argv)
{
	const struct access_words words = {&command_readers, walk_readers,
					   "reader", "readers"};

	return accesses_run(&words, argc, argv);
}
