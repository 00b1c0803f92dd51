#include "cli/command.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analyzers/sql/dialect.h"

#define COMMAND(name) extern const struct command command_##name;
#include "cli/commands.def"
#undef COMMAND

#define COMMAND(name) &command_##name,
static const struct command *const commands[] = {
#include "cli/commands.def"
	NULL};
#undef COMMAND

const struct command *const *command_list(void)
{
	return commands;
}

const struct command *command_find(const char *name)
{
	for (const struct command *const *c = commands; *c; c++)
		if (strcmp((*c)->name, name) == 0)
			return *c;
	return NULL;
}

bool command_options(const struct command *command, const GOptionEntry *entries,
		     int *argc, char ***argv)
{
	GOptionContext *context = g_option_context_new(NULL);
	GError *error = NULL;
	gboolean wants_help = FALSE;
	const GOptionEntry help[] = {{"help", 'h', 0, G_OPTION_ARG_NONE,
				      &wants_help, "Show this help", NULL},
				     {0}};
	bool parsed;

	/* GLib's own --help names the program "unmoor [OPTION...]" and exits
	 * before the output is checked. */
	g_option_context_set_help_enabled(context, FALSE);
	g_option_context_add_main_entries(context, help, NULL);
	if (entries)
		g_option_context_add_main_entries(context, entries, NULL);
	parsed = g_option_context_parse(context, argc, argv, &error);
	if (wants_help) {
		char *text = g_option_context_get_help(context, TRUE, NULL);
		const char *options = strstr(text, "\n\n");

		printf("usage: unmoor %s %s\n\n%s%s", command->name,
		       command->usage, command->summary,
		       options ? options : "");
		g_free(text);
		exit(fflush(stdout) == 0 ? EXIT_DONE : EXIT_USAGE);
	}
	g_option_context_free(context);
	if (!parsed) {
		command_fail("%s: %s; usage: unmoor %s %s", command->name,
			     error->message, command->name, command->usage);
		g_error_free(error);
	}
	return parsed;
}

int command_fail(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	fputs("unmoor: ", stderr);
	vfprintf(stderr, format, arguments);
	fputc('\n', stderr);
	va_end(arguments);
	return EXIT_USAGE;
}

bool command_dialect(const char *name, enum dialect *dialect)
{
	GString *names;

	*dialect = DIALECT_GENERIC;
	if (!name || dialect_parse(name, dialect))
		return true;
	names = g_string_new(NULL);
	for (unsigned i = 0; i < N_DIALECTS; i++)
		g_string_append_printf(names, " %s", kind_name(&DIALECT, i));
	command_fail("%s: no such dialect; it is one of%s", name, names->str);
	g_string_free(names, TRUE);
	return false;
}

int command_fail_error(GError *error)
{
	command_fail("%s", error->message);
	g_error_free(error);
	return EXIT_USAGE;
}
