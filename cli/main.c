/* The entry point: finds the command and runs it. */

#include <locale.h>
#include <stdio.h>
#include <string.h>

#include "cli/command.h"
#include "cli/location.h"

static void print_help(FILE *out)
{
	fputs("usage: unmoor COMMAND [OPTION...] [ARGUMENT...]\n\n"
	      "Finds everything that is tied to a database and keeps it in a "
	      "map.\n\n",
	      out);
	for (const struct command *const *c = command_list(); *c; c++)
		fprintf(out, "  %-11s %s\n", (*c)->name, (*c)->summary);
	fputs("\nunmoor COMMAND --help shows a command's options;\n"
	      "unmoor --version shows the version.\n",
	      out);
}

/* `unmoor help COMMAND` is `unmoor COMMAND --help`. */
static int help(int argc, char **argv)
{
	const struct command *command;
	char *with_help[] = {NULL, (char[]){"--help"}, NULL};

	if (argc < 2) {
		print_help(stdout);
		return EXIT_DONE;
	}
	command = command_find(argv[1]);
	if (!command)
		return command_fail("%s: no such command; unmoor help lists "
				    "all",
				    argv[1]);
	with_help[0] = argv[1];
	return command->run(2, with_help);
}

/* Results that did not reach their file or pipe are a failure. */
static int close_output(int status)
{
	bool failed = ferror(stdout) != 0;

	if (fclose(stdout) != 0 || failed)
		return command_fail("standard output could not be written; is "
				    "the disk full?");
	return status;
}

static int run(int argc, char **argv)
{
	const struct command *command;
	const char *name = argc > 1 ? argv[1] : "";

	if (argc < 2) {
		print_help(stderr);
		return EXIT_USAGE;
	}
	if (strcmp(name, "help") == 0)
		return help(argc - 1, argv + 1);
	if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0)
		return help(1, argv);
	if (strcmp(name, "--version") == 0) {
		puts("unmoor " UNMOOR_VERSION);
		return EXIT_DONE;
	}
	command = command_find(name);
	if (!command)
		return command_fail("%s: no such command; unmoor help lists "
				    "all",
				    name);
	return command->run(argc - 1, argv + 1);
}

int main(int argc, char **argv)
{
	/* Arguments are UTF-8 whatever the locale; nothing else follows it, so
	 * that output is the same everywhere. */
	setlocale(LC_CTYPE, "C.UTF-8");
	location_hide(argc, argv);
	return close_output(run(argc, argv));
}
