/* unmoor plan: slices, waves, bridges, runbooks. */

#include "graph/plan/plan.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "cli/command.h"
#include "cli/plan_settings.h"
#include "cli/print.h"
#include "cli/query.h"
#include "output/plan_json.h"
#include "output/plan_page.h"

static int run(int argc, char **argv);

const struct command command_plan = {
	.name = "plan",
	.usage = "[--map FILE] [-c unmoor.yaml] [--json] [--format FORMAT] "
		 "[-o DIR] [--source S] [--slice NAME] [--wave N]",
	.summary = "slices, waves, bridges and runbooks of a migration",
	.run = run,
};

struct options {
	char *map, *config, *format, *folder, *source, *slice;
	gboolean json;
	gint wave;
};

/* --- printing --- */

/* Names come from anywhere: line by line, so that each is safe to print. */
static void print_page(char *page)
{
	char *line = page;

	for (char *end; (end = strchr(line, '\n')); line = end + 1) {
		*end = '\0';
		print_line("%s", line);
	}
	if (*line)
		print_line("%s", line);
	g_free(page);
}

/* Whether the slice is asked for. */
static bool is_wanted(const struct plan *plan, const struct options *options,
		      uint32_t slice)
{
	return (!options->slice ||
		strcmp(plan->slices[slice].name, options->slice) == 0) &&
	       (!options->wave ||
		plan->slices[slice].wave == (uint32_t)options->wave);
}

static int print_text(const struct plan *plan, const struct options *options,
		      bool markdown)
{
	uint32_t slice = options->slice ? plan_slice_find(plan, options->slice)
					: PLAN_ABSENT;

	if (slice != PLAN_ABSENT)
		print_page(plan_page_runbook(plan, slice, markdown));
	else
		print_page(plan_page_overview(plan, (uint32_t)options->wave,
					      markdown));
	return EXIT_DONE;
}

/* --- files --- */

/* A file that is the same already keeps its time. Takes the page over. */
static bool write_page(const char *folder, const char *name, char *page)
{
	char *path = g_build_filename(folder, name, NULL), *old = NULL;
	gsize length = strlen(page), n_old = 0;
	GError *error = NULL;
	bool fine = g_file_get_contents(path, &old, &n_old, NULL) &&
		    n_old == length && memcmp(old, page, length) == 0;

	if (!fine)
		fine = g_file_set_contents(path, page, (gssize)length, &error);
	if (!fine)
		command_fail_error(error);
	g_free(old);
	g_free(path);
	g_free(page);
	return fine;
}

static int compare_names(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Runbooks of an earlier plan whose slices are gone would be believed. They
 * are named, not deleted: people write into them. */
static void name_strangers(const struct plan *plan, const char *folder)
{
	GDir *dir = g_dir_open(folder, 0, NULL);
	const char *name;
	GPtrArray *strangers = g_ptr_array_new_with_free_func(g_free);

	while (dir && (name = g_dir_read_name(dir))) {
		char *slice;

		if (!g_str_has_prefix(name, "slice-") ||
		    !g_str_has_suffix(name, ".md"))
			continue;
		slice = g_strndup(name + 6, strlen(name) - 9);
		if (plan_slice_find(plan, slice) == PLAN_ABSENT)
			g_ptr_array_add(strangers, g_strdup(name));
		g_free(slice);
	}
	g_ptr_array_sort(strangers, compare_names);
	for (guint i = 0; i < strangers->len; i++) {
		char *safe = print_safe(strangers->pdata[i]);

		fprintf(stderr,
			"plan: %s/%s is of no slice of this plan; remove it "
			"if nobody needs it\n",
			folder, safe);
		g_free(safe);
	}
	g_ptr_array_unref(strangers);
	if (dir)
		g_dir_close(dir);
}

static int write_files(const struct plan *plan, const struct options *options)
{
	const char *folder = options->folder;
	uint32_t n = 0;
	bool fine = true;

	if (g_mkdir_with_parents(folder, 0777) != 0)
		return command_fail("%s: cannot be made: %s", folder,
				    g_strerror(errno));
	if (!options->slice)
		fine = write_page(folder, PLAN_PAGE_OVERVIEW,
				  plan_page_overview(
					  plan, (uint32_t)options->wave, true));
	for (uint32_t i = 0; fine && i < plan->n_slices; i++) {
		char *name;

		if (!is_wanted(plan, options, i))
			continue;
		name = plan_page_file(&plan->slices[i]);
		fine = write_page(folder, name,
				  plan_page_runbook(plan, i, true));
		g_free(name);
		n += fine;
	}
	if (!fine)
		return EXIT_USAGE;
	name_strangers(plan, folder);
	fprintf(stderr, "plan: %u runbooks%s in %s\n", n,
		options->slice ? "" : " and " PLAN_PAGE_OVERVIEW, folder);
	return EXIT_DONE;
}

static int print_json(const struct plan *plan, const struct options *options)
{
	guint8 *wanted = g_new0(guint8, plan->n_slices + 1);
	GError *error = NULL;
	bool written;

	for (uint32_t i = 0; i < plan->n_slices; i++)
		wanted[i] = is_wanted(plan, options, i);
	written = plan_json_write(plan, wanted, stdout, &error);
	g_free(wanted);
	return written ? EXIT_DONE : command_fail_error(error);
}

/* --- the whole --- */

static bool check_narrowing(const struct plan *plan,
			    const struct options *options)
{
	GString *all;

	if (options->wave < 0 || (uint32_t)options->wave > plan->n_waves) {
		command_fail("plan: there is no wave %d; there are %u",
			     options->wave, plan->n_waves);
		return false;
	}
	if (!options->slice ||
	    plan_slice_find(plan, options->slice) != PLAN_ABSENT)
		return true;
	all = g_string_new(NULL);
	for (uint32_t i = 0; i < plan->n_slices && i < 40; i++)
		g_string_append_printf(all, " %s", plan->slices[i].name);
	command_fail("plan: there is no slice %s; there are:%s%s",
		     options->slice, all->str,
		     plan->n_slices > 40 ? " ..." : "");
	g_string_free(all, TRUE);
	return false;
}

static int answer(const struct plan *plan, const struct options *options)
{
	bool markdown = g_strcmp0(options->format, "markdown") == 0;

	if (!check_narrowing(plan, options))
		return EXIT_USAGE;
	if (options->json)
		return print_json(plan, options);
	if (options->folder)
		return write_files(plan, options);
	return print_text(plan, options, markdown);
}

static int make_plan(const struct options *options, const struct config *config,
		     const struct graph *graph)
{
	struct cli_plan_settings made;
	int status = EXIT_USAGE;

	if (!query_source(graph, options->source))
		return EXIT_USAGE;
	if (plan_settings_make(&made, config, options->config, graph)) {
		struct plan *plan;

		made.settings.source = options->source;
		plan = plan_new(graph, &made.settings);
		status = answer(plan, options);
		plan_free(plan);
	}
	plan_settings_clear(&made);
	return status;
}

static int load_and_plan(const struct options *options)
{
	struct config *config = NULL;
	struct graph *graph;
	GError *error = NULL;
	int status;

	if (!config_find(options->config, &config, &error))
		return command_fail_error(error);
	graph = command_load(options->map);
	status = graph ? make_plan(options, config, graph) : EXIT_USAGE;
	if (graph)
		graph_free(graph);
	config_free(config);
	return status;
}

static bool check_options(const struct options *options, int argc)
{
	bool markdown = g_strcmp0(options->format, "markdown") == 0;

	if (argc != 1)
		command_fail("plan: takes no arguments; --slice NAME and "
			     "--wave N narrow it");
	else if (options->format && !markdown &&
		 strcmp(options->format, "text") != 0)
		command_fail("plan: no format %s; there are text and markdown, "
			     "and --json",
			     options->format);
	else if (options->json && (options->format || options->folder))
		command_fail("plan: --json goes without --format and -o");
	else if (options->folder && !markdown)
		command_fail("plan: -o takes --format markdown");
	else
		return true;
	return false;
}

static int run(int argc, char **argv)
{
	struct options options = {0};
	const GOptionEntry entries[] = {
		{"map", 0, 0, G_OPTION_ARG_FILENAME, &options.map,
		 "The map to plan from (unmoor.db)", "FILE"},
		{"config", 'c', 0, G_OPTION_ARG_FILENAME, &options.config,
		 "What the team says (unmoor.yaml, if it is there)", "FILE"},
		{"json", 0, 0, G_OPTION_ARG_NONE, &options.json,
		 "The plan as docs/plan.schema.json describes it", NULL},
		{"format", 0, 0, G_OPTION_ARG_STRING, &options.format,
		 "text (the default) or markdown", "FORMAT"},
		{"output", 'o', 0, G_OPTION_ARG_FILENAME, &options.folder,
		 "Write an overview and a runbook a slice there", "DIR"},
		{"source", 0, 0, G_OPTION_ARG_STRING, &options.source,
		 "Only the tables of this catalog", "S"},
		{"slice", 0, 0, G_OPTION_ARG_STRING, &options.slice,
		 "The runbook of one slice", "NAME"},
		{"wave", 0, 0, G_OPTION_ARG_INT, &options.wave,
		 "Only the slices of one wave", "N"},
		{0}};
	int status = EXIT_USAGE;

	if (command_options(&command_plan, entries, &argc, &argv) &&
	    check_options(&options, argc))
		status = load_and_plan(&options);
	g_free(options.map);
	g_free(options.config);
	g_free(options.format);
	g_free(options.folder);
	g_free(options.source);
	g_free(options.slice);
	return status;
}
