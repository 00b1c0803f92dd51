/* unmoor scan: builds or refreshes the map. */

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/command.h"
#include "cli/config.h"
#include "cli/location.h"
#include "cli/pipeline/pipeline.h"
#include "scanner/scanner.h"

#define WORKERS_MAX 256

struct scan {
	char *map;
	char *config_path;
	gint jobs;
	gboolean clang;
	struct config *config; /* or NULL */
	struct pipeline_plan plan;
};

/* --- what to scan -------------------------------------------------------- */

static void clear_source(void *payload)
{
	struct pipeline_source *source = payload;

	g_free(source->name);
	g_free(source->location);
}

static int compare_sources(gconstpointer a, gconstpointer b)
{
	return strcmp(((const struct pipeline_source *)a)->name,
		      ((const struct pipeline_source *)b)->name);
}

/* Locations may have passwords in them, which a message has not. */
static void say_equal(const struct pipeline_source *one,
		      const struct pipeline_source *other)
{
	char *first = scan_location(one->location);
	char *second = scan_location(other->location);

	command_fail("%s and %s would both be called %s; name one: "
		     "%s-2=%s",
		     first, second, other->name, other->name, second);
	g_free(first);
	g_free(second);
}

/* Sorts the sources; false after a message when two have one name. */
static bool check_names(GArray *sources)
{
	const struct pipeline_source *last = NULL, *next;

	g_array_sort(sources, compare_sources);
	for (guint i = 0; i < sources->len; i++, last = next) {
		next = &g_array_index(sources, struct pipeline_source, i);
		if (!last || strcmp(last->name, next->name) != 0)
			continue;
		say_equal(last, next);
		return false;
	}
	return true;
}

static void add_source(GArray *sources, char *name, const char *location)
{
	const struct pipeline_source source = {name, g_strdup(location)};

	g_array_append_val(sources, source);
}

static bool choose_sources(struct scan *scan, int argc, char **argv)
{
	GArray *sources = scan->plan.sources;

	for (int i = 1; i < argc; i++) {
		const char *location;
		char *name = location_name(argv[i], &location);

		add_source(sources, name, location);
	}
	if (argc > 1)
		return check_names(sources);
	/* A file with nothing but a policy scans nothing. */
	if (!scan->config || !scan->config->sources->len) {
		command_fail("nothing to scan: give a SOURCE, or list them in "
			     "%s",
			     CONFIG_NAME);
		return false;
	}
	scan->plan.exactly = true;
	for (guint i = 0; i < scan->config->sources->len; i++) {
		const struct config_source *source = &g_array_index(
			scan->config->sources, struct config_source, i);

		add_source(sources, g_strdup(source->name), source->location);
	}
	return true;
}

/* --- what is shown ------------------------------------------------------- */

static bool bar_shown;

static void show_progress(unsigned done, unsigned total)
{
	static gint64 last;
	gint64 now = g_get_monotonic_time();
	char bar[31];
	unsigned filled = (unsigned)((uint64_t)done * 30 / total);

	if (done < total && now - last < G_USEC_PER_SEC / 10)
		return;
	last = now;
	memset(bar, '.', 30);
	memset(bar, '#', filled);
	bar[30] = '\0';
	fprintf(stderr, "\r[%s] %u/%u texts", bar, done, total);
	fflush(stderr);
	bar_shown = true;
}

static void clear_progress(void)
{
	if (bar_shown)
		fputs("\r\033[K", stderr);
}

static const char *plural(uint64_t n)
{
	return n == 1 ? "" : "s";
}

static void show_summary(const char *map, const struct pipeline_result *result)
{
	const struct relink_counts *counts = &result->counts;

	if (!counts->linked) {
		printf("%s: nothing has changed\n", map);
		return;
	}
	printf("%s: %u source%s, %u text%s, %u node%s, %u edge%s, "
	       "%" G_GUINT64_FORMAT " blind spot%s\n",
	       map, result->sources, plural(result->sources), counts->texts,
	       plural(counts->texts), counts->nodes, plural(counts->nodes),
	       counts->edges, plural(counts->edges), counts->blind_spots,
	       plural(counts->blind_spots));
}

static void show_failures(const struct pipeline_result *result)
{
	for (guint i = 0; i < result->failures->len; i++)
		command_fail("%s", (char *)result->failures->pdata[i]);
}

/* --- running ------------------------------------------------------------- */

static volatile sig_atomic_t stop_signal;

/* What cannot be left within this many seconds (linking asks nobody) is left
 * without a word; the old map is whole all the same. */
#define GRACE 3

static void note_signal(int number)
{
	stop_signal = number;
	alarm(GRACE);
}

static void die(int number)
{
	(void)number;
	signal(stop_signal, SIG_DFL);
	raise(stop_signal);
}

static void catch_signals(void)
{
	const struct sigaction action = {.sa_handler = note_signal};

	signal(SIGALRM, die);
	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
	sigaction(SIGHUP, &action, NULL);
}

static int run_plan(const struct pipeline_plan *plan)
{
	struct pipeline_result result;
	GError *error = NULL;
	bool fine;
	int status = EXIT_DONE;

	catch_signals();
	fine = pipeline_run(plan, &result, &error);
	clear_progress();
	if (result.failures)
		show_failures(&result);
	if (fine)
		show_summary(plan->map, &result);
	else if (g_error_matches(error, POOL_ERROR, POOL_ERROR_STOPPED))
		command_fail("interrupted; %s is left as it was", plan->map);
	/* For whoever waits for us: not an exit, but the signal. */
	if (!fine && stop_signal)
		die(stop_signal);
	if (!fine)
		status = command_fail_error(error);
	else if (result.failures->len)
		status = EXIT_FAILURES;
	pipeline_release(&result);
	return status;
}

/* -j4 is -j 4: GLib knows only that form. */
static void take_jobs(struct scan *scan, int *argc, char **argv)
{
	int kept = 1;

	for (int i = 1; i < *argc; i++) {
		if (g_str_has_prefix(argv[i], "-j") &&
		    g_ascii_isdigit(argv[i][2]))
			scan->jobs =
				(gint)g_ascii_strtoull(argv[i] + 2, NULL, 10);
		else
			argv[kept++] = argv[i];
	}
	argv[ *argc = kept] = NULL;
}

static int scan(struct scan *scan, int argc, char **argv)
{
	GError *error = NULL;

	if (scan->jobs < 0 || scan->jobs > WORKERS_MAX)
		return command_fail("-j %d: the number of workers is between 1 "
				    "and %d",
				    scan->jobs, WORKERS_MAX);
	if (!config_find(scan->config_path, &scan->config, &error))
		return command_fail_error(error);
	if (!choose_sources(scan, argc, argv))
		return EXIT_USAGE;
	config_link_settings(scan->config, &scan->plan.settings);
	scan->plan.deep = scan->clang || (scan->config && scan->config->clang);
	scan->plan.map = scan->map ? scan->map : "unmoor.db";
	scan->plan.stop = &stop_signal;
	scan->plan.workers = scan->jobs
				     ? (unsigned)scan->jobs
				     : MIN(g_get_num_processors(), WORKERS_MAX);
	if (isatty(STDERR_FILENO))
		scan->plan.progress = show_progress;
	return run_plan(&scan->plan);
}

static int run(int argc, char **argv);

const struct command command_scan = {
	.name = "scan",
	.usage = "[--map FILE] [-c unmoor.yaml] [-j N] [--clang] "
		 "[[NAME=]SOURCE...]",
	.summary = "builds or refreshes the map",
	.run = run,
};

static int run(int argc, char **argv)
{
	struct scan options = {0};
	const GOptionEntry entries[] = {
		{"map", 0, 0, G_OPTION_ARG_FILENAME, &options.map,
		 "The map (unmoor.db)", "FILE"},
		{"config", 'c', 0, G_OPTION_ARG_FILENAME, &options.config_path,
		 "What to scan without SOURCE (unmoor.yaml, if it is there)",
		 "FILE"},
		{"jobs", 'j', 0, G_OPTION_ARG_INT, &options.jobs,
		 "How many workers (one a processor)", "N"},
		{"clang", 0, 0, G_OPTION_ARG_NONE, &options.clang,
		 "The deep pass over C and C++, also without a "
		 "compile_commands.json",
		 NULL},
		{0}};
	int status = EXIT_USAGE;

	options.plan.sources =
		g_array_new(FALSE, FALSE, sizeof(struct pipeline_source));
	g_array_set_clear_func(options.plan.sources, clear_source);
	take_jobs(&options, &argc, argv);
	if (command_options(&command_scan, entries, &argc, &argv))
		status = scan(&options, argc, argv);
	g_array_free(options.plan.sources, TRUE);
	config_free(options.config);
	g_free((gpointer)options.plan.settings.talks_to);
	g_free(options.map);
	g_free(options.config_path);
	return status;
}
