/* unmoor facts: what the analyzers make of one file. */

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "analyzers/analyzer.h"
#include "cli/command.h"

/* What an analyzer may look at to recognize a file. */
#define HEAD_SIZE 4096

struct facts_options {
	char *dialect;
	char *language;
	char *dump;
	gboolean catalog;
};

static void print_fact(struct analysis *analysis, struct fact *fact)
{
	GString *line = analysis->payload;

	g_string_truncate(line, 0);
	fact_to_json(fact, line);
	g_string_append_c(line, '\n');
	fwrite(line->str, 1, line->len, stdout);
}

static void print_facts(struct text *text)
{
	struct arena arena;
	GString *line = g_string_new(NULL);
	struct analysis analysis = {
		.arena = &arena, .deliver = print_fact, .payload = line};

	arena_init(&arena);
	analyze(&analysis, text);
	arena_release(&arena);
	text_release(text);
	g_string_free(line, TRUE);
}

/* The bytes of a file, or of standard input for "-"; NULL with an error. */
static GString *read_input(const char *path, GError **error)
{
	GString *bytes = g_string_new(NULL);
	FILE *in = strcmp(path, "-") == 0 ? stdin : fopen(path, "rbe");
	char buffer[1 << 16];
	size_t got;
	int saved = errno;

	while (in && (got = fread(buffer, 1, sizeof(buffer), in)) > 0)
		g_string_append_len(bytes, buffer, (gssize)got);
	if (in && !ferror(in)) {
		if (in != stdin)
			fclose(in);
		return bytes;
	}
	if (in) {
		saved = errno;
		fclose(in);
	}
	g_set_error(error, G_FILE_ERROR, g_file_error_from_errno(saved),
		    "%s cannot be read: %s", path, g_strerror(saved));
	g_string_free(bytes, TRUE);
	return NULL;
}

/* The language that the options or the file's name and bytes tell; NULL after
 * a message. */
static const char *find_language(const struct facts_options *options,
				 const char *path, const GString *bytes)
{
	const struct analyzer *analyzer;
	bool unsure;

	if (options->language) {
		analyzer = analyzer_find(options->language);
		if (analyzer)
			return analyzer->name;
		command_fail("%s: no analyzer reads that language; it is one "
			     "of:",
			     options->language);
		for (const struct analyzer *const *a = analyzer_list(); *a; a++)
			fprintf(stderr, "  %s\n", (*a)->name);
		return NULL;
	}
	analyzer = analyzer_for(path, bytes->str, MIN(bytes->len, HEAD_SIZE),
				&unsure);
	if (analyzer)
		return analyzer->name;
	command_fail("%s: no analyzer reads a file of that name; give "
		     "--language",
		     path);
	return NULL;
}

static int dump_file(const struct facts_options *options, const char *path,
		     enum dialect dialect)
{
	GError *error = NULL;
	GString *bytes = read_input(path, &error);
	struct text text = {.dialect = dialect,
			    .catalog = options->catalog != FALSE};
	char *name;

	if (!bytes)
		return command_fail_error(error);
	text.language = find_language(options, path, bytes);
	if (text.language) {
		name = strcmp(path, "-") ? g_path_get_basename(path) : NULL;
		text.name = name;
		text.bytes = bytes->str;
		text.size = bytes->len;
		print_facts(&text);
		g_free(name);
	}
	g_string_free(bytes, TRUE);
	return text.language ? EXIT_DONE : EXIT_USAGE;
}

static int facts(int argc, char **argv, const struct facts_options *options)
{
	enum dialect dialect;

	if (argc != 2)
		return command_fail("facts: give one FILE, or - for standard "
				    "input");
	if (!command_dialect(options->dialect, &dialect))
		return EXIT_USAGE;
	if (options->dump && strcmp(options->dump, "facts") != 0)
		return command_fail("--dump=%s: there is only --dump=facts",
				    options->dump);
	return dump_file(options, argv[1], dialect);
}

static int run(int argc, char **argv);

const struct command command_facts = {
	.name = "facts",
	.usage = "[--dialect D] [--language L] [--catalog] FILE|-",
	.summary = "what the analyzers make of one file, as JSON lines",
	.run = run,
};

static int run(int argc, char **argv)
{
	struct facts_options options = {0};
	const GOptionEntry entries[] = {
		{"dialect", 0, 0, G_OPTION_ARG_STRING, &options.dialect,
		 "The dialect of the file's SQL", "DIALECT"},
		{"language", 0, 0, G_OPTION_ARG_STRING, &options.language,
		 "The analyzer that reads it; by its name and bytes unless "
		 "told",
		 "LANGUAGE"},
		{"catalog", 0, 0, G_OPTION_ARG_NONE, &options.catalog,
		 "The file is a database's dump", NULL},
		{"dump", 0, 0, G_OPTION_ARG_STRING, &options.dump,
		 "What to show: facts", "STAGE"},
		{0}};
	int status = EXIT_USAGE;

	if (command_options(&command_facts, entries, &argc, &argv))
		status = facts(argc, argv, &options);
	g_free(options.dialect);
	g_free(options.language);
	g_free(options.dump);
	return status;
}
