/* unmoor check: what a change adds, for pull requests. */

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "cli/baseline.h"
#include "cli/command.h"
#include "cli/config.h"
#include "cli/location.h"
#include "cli/revision.h"
#include "graph/check/change.h"
#include "graph/check/ddl.h"
#include "output/findings.h"
#include "scanner/git_change.h"

#define WORKERS_MAX 256

/* A file that the check goes by: in the repository, where the merge base's
 * counts, or elsewhere, where nobody changes it with a pull request. */
struct ruling {
	char *path;    /* in the repository; NULL: elsewhere */
	char *outside; /* where else; or NULL */
	char *bytes;   /* NULL: there is none */
	gsize size;
	char *head_bytes; /* as the change has it */
	gsize head_size;
};

struct check {
	/* Options. */
	char *base, *head, *map, *config_path, *baseline_path, *format;
	char *today_text, *reason, *until_text;
	gboolean write_baseline;
	gint jobs;
	/* What comes of them. */
	const struct findings_writer *writer;
	uint32_t today, until;
	char *source;
	struct pool *pool;
	struct store *store;
	struct git_change *git;
	struct ruling config_file, baseline_file;
	struct config *config;		     /* of the merge base; or NULL */
	GPtrArray *baseline, *baseline_head; /* struct exemption */
	struct revisions *revisions;
	struct revision_settings settings;
	struct graph *base_graph, *head_graph, *map_graph;
	GHashTable *altered;  /* paths whose accesses may be different */
	GHashTable *left_out; /* paths at head that cannot be compared */
	struct arena arena;
	struct ddl_change *ddl;
	uint32_t n_ddl;
	struct report *report;
	unsigned failures;
};

/* --- options ------------------------------------------------------------- */

/* Today in UTC, so that all who check a change agree. */
static uint32_t today(void)
{
	time_t now = time(NULL);
	struct tm day;

	gmtime_r(&now, &day);
	return (uint32_t)(day.tm_year + 1900) * 10000 +
	       (uint32_t)(day.tm_mon + 1) * 100 + (uint32_t)day.tm_mday;
}

static bool take_day(const char *option, const char *text, uint32_t *day)
{
	if (day_parse(text, day))
		return true;
	command_fail("%s %s: a day is written as 2026-01-31", option, text);
	return false;
}

static bool take_options(struct check *check)
{
	const char *format = check->format ? check->format : "text";

	check->writer = findings_writer_find(format);
	if (!check->writer) {
		command_fail("--format %s: there are github, gitlab, json, "
			     "markdown, sarif and text",
			     format);
		return false;
	}
	if (!check->base) {
		command_fail("check: --base REV is missing: what the change is "
			     "to be merged into, origin/main say");
		return false;
	}
	if (check->jobs < 0 || check->jobs > WORKERS_MAX) {
		command_fail("-j %d: the number of workers is between 1 and "
			     "%d",
			     check->jobs, WORKERS_MAX);
		return false;
	}
	check->today = today();
	if (check->today_text &&
	    !take_day("--today", check->today_text, &check->today))
		return false;
	return !check->until_text ||
	       take_day("--until", check->until_text, &check->until);
}

/* --- what the check goes by ---------------------------------------------- */

/* Where a file named on the command line lies. */
static void place_ruling(const struct check *check, const char *given,
			 const char *usual, struct ruling *ruling)
{
	const char *folder = check->git->folder;
	char *whole;

	if (!given || !folder) {
		ruling->path = g_strdup(given ? given : usual);
		return;
	}
	whole = g_canonicalize_filename(given, NULL);
	if (g_str_has_prefix(whole, folder))
		ruling->path = g_strdup(whole + strlen(folder));
	else
		ruling->outside = g_steal_pointer(&whole);
	g_free(whole);
}

static bool read_ruling(const struct check *check, const char *given,
			struct ruling *ruling, GError **error)
{
	const struct git_change *git = check->git;

	if (ruling->outside)
		return g_file_get_contents(ruling->outside, &ruling->bytes,
					   &ruling->size, error);
	if (!git_change_read(git, git->merge_base, ruling->path, &ruling->bytes,
			     &ruling->size, error) ||
	    !git_change_read(git, git->head, ruling->path, &ruling->head_bytes,
			     &ruling->head_size, error))
		return false;
	if (given && !ruling->bytes && !ruling->head_bytes) {
		g_set_error(error, CONFIG_ERROR, CONFIG_ERROR_FORM,
			    "%s: there is no such file at the merge base, nor "
			    "at head",
			    ruling->path);
		return false;
	}
	return true;
}

static void release_ruling(struct ruling *ruling)
{
	g_free(ruling->path);
	g_free(ruling->outside);
	g_free(ruling->bytes);
	g_free(ruling->head_bytes);
}

static bool read_config(struct check *check, GError **error)
{
	struct ruling *file = &check->config_file;

	place_ruling(check, check->config_path, CONFIG_NAME, file);
	if (!read_ruling(check, check->config_path, file, error))
		return false;
	if (!file->bytes)
		return true;
	check->config = config_parse(file->path ? file->path : file->outside,
				     file->bytes, file->size, error);
	return check->config != NULL;
}

static bool read_baseline(struct check *check, GError **error)
{
	struct ruling *file = &check->baseline_file;
	const char *usual = check->config && check->config->check_baseline
				    ? check->config->check_baseline
				    : BASELINE_NAME;

	place_ruling(check, check->baseline_path, usual, file);
	/* The one that is to be written need not be there. */
	if (!read_ruling(check,
			 check->write_baseline ? NULL : check->baseline_path,
			 file, error) &&
	    !(check->write_baseline &&
	      g_error_matches(*error, G_FILE_ERROR, G_FILE_ERROR_NOENT)))
		return false;
	g_clear_error(error);
	check->baseline =
		file->bytes ? baseline_parse(file->path ? file->path
							: file->outside,
					     file->bytes, file->size, error)
			    : baseline_new();
	return check->baseline != NULL;
}

/* The baseline that is on the disk, where it is to be written anew. */
static bool read_own_baseline(struct check *check, GError **error)
{
	struct ruling *file = &check->baseline_file;
	char *path;

	if (!file->outside && !check->git->folder) {
		g_set_error_literal(error, CONFIG_ERROR, CONFIG_ERROR_FORM,
				    "--write-baseline: a bare repository has "
				    "no place for it; give --baseline FILE");
		return false;
	}
	path = file->outside
		       ? g_strdup(file->outside)
		       : g_build_filename(check->git->folder, file->path, NULL);
	g_free(file->bytes);
	file->bytes = NULL;
	g_file_get_contents(path, &file->bytes, &file->size, NULL);
	g_ptr_array_unref(check->baseline);
	check->baseline = file->bytes ? baseline_parse(path, file->bytes,
						       file->size, error)
				      : baseline_new();
	g_free(path);
	return check->baseline != NULL;
}

/* A file as the change has it is only looked at to say what is different. */
static void note_changed(struct check *check, const struct ruling *file,
			 const char *what, const char *broken)
{
	struct finding *finding;
	const char *parts[] = {"changed", file->path};

	if (!file->path ||
	    (!g_hash_table_contains(check->git->changed, file->path) &&
	     !g_hash_table_contains(check->git->gone, file->path)))
		return;
	finding = report_add(check->report);
	finding->rule = RULE_CONFIGURATION_CHANGED;
	finding->level = broken ? LEVEL_ERROR : LEVEL_NOTE;
	finding->path = arena_strdup(&check->report->arena, file->path);
	finding->message =
		arena_printf(&check->report->arena, "the change %s the %s%s%s",
			     !file->head_bytes ? "removes"
			     : !file->bytes    ? "adds"
					       : "alters",
			     what, broken ? ", which cannot be read: " : "",
			     broken ? broken : "");
	fingerprint_make(finding->fingerprint, parts, G_N_ELEMENTS(parts));
}

static void compare_rulings(struct check *check)
{
	const struct ruling *file = &check->config_file;
	GError *error = NULL;
	struct config *config = NULL;

	if (file->head_bytes)
		config = config_parse(file->path, file->head_bytes,
				      file->head_size, &error);
	note_changed(check, file, "configuration",
		     error ? error->message : NULL);
	g_clear_error(&error);
	config_free(config);
	file = &check->baseline_file;
	check->baseline_head =
		file->outside || check->write_baseline
			? g_ptr_array_ref(check->baseline)
		: file->head_bytes
			? baseline_parse(file->path, file->head_bytes,
					 file->head_size, &error)
			: baseline_new();
	note_changed(check, file, "baseline", error ? error->message : NULL);
	g_clear_error(&error);
	if (!check->baseline_head)
		check->baseline_head = g_ptr_array_ref(check->baseline);
}

/* --- the two revisions --------------------------------------------------- */

/* What the repository is called in the map: as said, as its own configuration
 * says, else by its folder. */
static void choose_source(struct check *check, const char *given)
{
	const char *location;
	char *own;

	if (check->source)
		return;
	own = g_strdup(check->git->path);
	if (check->config && check->config->check_source) {
		check->source = g_strdup(check->config->check_source);
	} else if (!check->git->folder) {
		check->source = location_name(given, &location);
	} else {
		if (g_str_has_suffix(own, "/"))
			own[strlen(own) - 1] = '\0';
		check->source = location_name(own, &location);
	}
	g_free(own);
}

static bool open_revisions(struct check *check, GError **error)
{
	struct revision_settings *settings = &check->settings;

	if (check->map) {
		check->store = store_open(check->map, STORE_READ, error);
		if (!check->store)
			return false;
	}
	settings->pool = check->pool;
	settings->map = check->store;
	settings->repository = check->git->path;
	settings->source = check->source;
	config_link_settings(check->config, &settings->link);
	check->revisions = revisions_new(settings, error);
	if (!check->revisions)
		g_prefix_error(error, "%s: ", check->map);
	return check->revisions != NULL;
}

/* What the texts of the change drop and rename. */
static void find_ddl(struct check *check, struct revision *base,
		     struct revision *head)
{
	GList *paths = g_hash_table_get_keys(check->git->changed);

	paths = g_list_sort(paths, (GCompareFunc)strcmp);
	for (const GList *at = paths; at; at = at->next) {
		const char *path = at->data, *before;
		GBytes *facts = revision_facts(head, path);

		before = g_hash_table_lookup(check->git->renamed, path);
		if (facts)
			ddl_find(&check->arena, path, facts,
				 revision_facts(base, before ? before : path),
				 &check->ddl, &check->n_ddl);
	}
	g_list_free(paths);
}

/* Whoever is broken, and whether an exemption is still needed, is found among
 * all that head has. */
static bool needs_all(const struct check *check)
{
	const struct exemption *const *exemptions;

	return check->n_ddl || check->baseline->len ||
	       (check->config &&
		policy_exemptions(check->config->policy, &exemptions));
}

static bool link_revisions(struct check *check, GError **error)
{
	struct revision *base, *head;

	base = revisions_add(check->revisions, check->git->merge_base, error);
	head = base ? revisions_add(check->revisions, check->git->head, error)
		    : NULL;
	if (!head || !revisions_compile(check->revisions, error))
		return false;
	find_ddl(check, base, head);
	/* Of a repository that the map knows, it also knows the texts that
	 * are only there to hand symbols on. */
	if (revisions_mapped(check->revisions)) {
		check->altered = revisions_altered(base, head,
						   check->git->renamed, error);
		if (!check->altered)
			return false;
	}
	check->base_graph = revision_link(base, check->altered, error);
	if (check->base_graph)
		check->head_graph = revision_link(
			head, needs_all(check) ? NULL : check->altered, error);
	if (!check->head_graph)
		return false;
	return true;
}

/* --- the report ---------------------------------------------------------- */

static void remark_stale(struct check *check)
{
	struct store_source *sources;
	uint32_t n;

	if (!store_sources(check->store, &check->arena, &sources, &n, NULL))
		return;
	for (uint32_t i = 0; i < n; i++)
		if (sources[i].source.stale)
			report_remark(check->report,
				      "source %s of the map is stale: its last "
				      "scan failed",
				      sources[i].source.id);
}

static void remark_sources(struct check *check)
{
	if (!check->store)
		report_remark(check->report,
			      "no map was given, so names are those of this "
			      "repository alone: --map FILE");
	else if (!revisions_mapped(check->revisions))
		report_remark(check->report,
			      "the map has no source %s: what this repository "
			      "is called there is said by NAME=REPO, or by "
			      "check: source: in %s",
			      check->source, CONFIG_NAME);
	if (check->store)
		remark_stale(check);
}

static bool could_not_be_read(const struct check *check,
			      const struct blind_spot *spot)
{
	return (spot->reason == REASON_MISSING_BLOB ||
		spot->reason == REASON_SOURCE_FAILED ||
		spot->reason == REASON_ANALYZER_CRASHED) &&
	       spot->path && strcmp(spot->source, check->source) == 0;
}

/* What could not be read before cannot be compared: all in it would be new. */
static void leave_out(struct check *check)
{
	const struct graph *base = check->base_graph;
	GHashTable *unread = g_hash_table_new(g_str_hash, g_str_equal);
	GHashTableIter iter;
	gpointer path;

	for (uint32_t i = 0; i < base->n_blind_spots; i++)
		if (could_not_be_read(check, &base->blind_spots[i]))
			g_hash_table_add(unread,
					 (gpointer)base->blind_spots[i].path);
	check->left_out = g_hash_table_new(g_str_hash, g_str_equal);
	g_hash_table_iter_init(&iter, check->git->changed);
	while (g_hash_table_size(unread) &&
	       g_hash_table_iter_next(&iter, &path, NULL)) {
		const char *before =
			g_hash_table_lookup(check->git->renamed, path);

		if (!g_hash_table_contains(unread, before ? before : path))
			continue;
		g_hash_table_add(check->left_out, path);
		check->failures++;
		report_remark(check->report,
			      "%s: cannot be compared, for it cannot be read "
			      "at the merge base (a partial clone gets it by "
			      "git show %.12s >/dev/null)",
			      (const char *)path, check->git->merge_base);
	}
	g_hash_table_unref(unread);
}

/* Texts of the change that could not be read leave the check half done. */
static void remark_failures(struct check *check)
{
	const struct graph *head = check->head_graph;

	for (uint32_t i = 0; i < head->n_blind_spots; i++) {
		const struct blind_spot *spot = &head->blind_spots[i];

		if (!could_not_be_read(check, spot) ||
		    !g_hash_table_contains(check->git->changed, spot->path))
			continue;
		check->failures++;
		report_remark(check->report, "%s: %s", spot->path,
			      reason_text(spot->reason));
	}
}

static struct change change_of(const struct check *check)
{
	return (struct change){
		.base = check->base_graph,
		.head = check->head_graph,
		.map = check->map_graph,
		.source = check->source,
		.renamed = check->git->renamed,
		.left_out = check->left_out,
		.only = check->altered,
		.policy = check->config ? check->config->policy : NULL,
		.policy_path = check->config_file.path,
		.baseline = (struct exemption *const *)(void *)
				    check->baseline->pdata,
		.n_baseline = check->baseline->len,
		.baseline_head = (struct exemption *const *)(void *)
					 check->baseline_head->pdata,
		.n_baseline_head = check->baseline_head->len,
		.baseline_path = check->baseline_file.path,
		.ddl = check->ddl,
		.n_ddl = check->n_ddl,
		.today = check->today,
	};
}

/* The map as a graph is large, and most changes have no question to it. */
static bool load_map(struct check *check, GError **error)
{
	struct change change = change_of(check);
	struct report *without = report_new();
	bool asks = check->n_ddl > 0;

	if (check->store && !asks) {
		change_find(&change, without);
		asks = without->n_findings + without->n_accepted > 0;
	}
	report_free(without);
	if (check->store && asks)
		check->map_graph = store_get_graph(check->store, error);
	return !check->store || !asks || check->map_graph;
}

static void make_report(struct check *check)
{
	const struct change change = change_of(check);
	struct report *report = check->report;

	report->source = check->source;
	report->base = check->git->base;
	report->merge_base = check->git->merge_base;
	report->head = check->git->head;
	change_find(&change, report);
	remark_sources(check);
	remark_failures(check);
	report_finish(report);
}

/* --- the baseline anew --------------------------------------------------- */

/* Entries that nothing needs are known by their lines. */
static void drop_stale(struct check *check)
{
	for (uint32_t i = 0; i < check->report->n_findings; i++) {
		const struct finding *finding = check->report->findings[i];

		if (finding->rule != RULE_STALE_EXEMPTION)
			continue;
		for (guint e = 0; e < check->baseline->len; e++) {
			const struct exemption *entry =
				check->baseline->pdata[e];

			if (entry->line != finding->line)
				continue;
			g_ptr_array_remove_index(check->baseline, e);
			break;
		}
	}
}

static bool can_be_accepted(const struct finding *finding)
{
	return finding->level > LEVEL_NOTE &&
	       finding->rule != RULE_CONFIGURATION_CHANGED &&
	       finding->rule != RULE_EXPIRED_EXEMPTION;
}

static int write_own_baseline(struct check *check)
{
	const struct ruling *file = &check->baseline_file;
	const struct report *report = check->report;
	unsigned before = check->baseline->len, added = 0;
	GError *error = NULL;
	char *path;
	bool fine;

	drop_stale(check);
	for (uint32_t i = 0; i < report->n_findings; i++)
		added += can_be_accepted(report->findings[i]);
	if (added && (!check->reason || !check->until))
		return command_fail("--write-baseline: %u new exemptions need "
				    "a reason and an end: --reason TEXT "
				    "--until DAY",
				    added);
	for (uint32_t i = 0; i < report->n_findings; i++)
		if (can_be_accepted(report->findings[i]))
			baseline_add(check->baseline, report->findings[i],
				     check->reason, check->until);
	path = file->outside
		       ? g_strdup(file->outside)
		       : g_build_filename(check->git->folder, file->path, NULL);
	fine = baseline_write(check->baseline, path, &error);
	g_free(path);
	if (!fine)
		return command_fail_error(error);
	printf("%s: %u entries; %u new, %u gone\n",
	       file->path ? file->path : file->outside, check->baseline->len,
	       added, before + added - check->baseline->len);
	return EXIT_DONE;
}

/* --- running ------------------------------------------------------------- */

static bool prepare(struct check *check, const char *repository, GError **error)
{
	check->git = git_change_open(repository, check->base,
				     check->head ? check->head : "HEAD", error);
	if (!check->git || !read_config(check, error) ||
	    !read_baseline(check, error))
		return false;
	if (check->write_baseline && !read_own_baseline(check, error))
		return false;
	choose_source(check, repository);
	return open_revisions(check, error);
}

static int finish(struct check *check)
{
	GError *error = NULL;

	if (check->write_baseline)
		return write_own_baseline(check);
	if (!check->writer->write(check->report, stdout, &error))
		return command_fail_error(error);
	if (report_fails(check->report))
		return EXIT_FOUND;
	return check->failures ? EXIT_FAILURES : EXIT_DONE;
}

static int run_check(struct check *check, const char *repository)
{
	GError *error = NULL;

	/* Before anything else is open: see pool.h. */
	check->pool =
		pool_new(check->jobs ? (unsigned)check->jobs
				     : MIN(g_get_num_processors(), WORKERS_MAX),
			 &error);
	if (!check->pool || !prepare(check, repository, &error))
		return command_fail_error(error);
	compare_rulings(check);
	if (!link_revisions(check, &error))
		return command_fail_error(error);
	leave_out(check);
	if (!load_map(check, &error))
		return command_fail_error(error);
	make_report(check);
	return finish(check);
}

static void release(struct check *check)
{
	revisions_free(check->revisions);
	if (check->pool)
		pool_free(check->pool);
	if (check->store)
		store_close(check->store);
	graph_free(check->base_graph);
	graph_free(check->head_graph);
	graph_free(check->map_graph);
	if (check->altered)
		g_hash_table_unref(check->altered);
	if (check->left_out)
		g_hash_table_unref(check->left_out);
	git_change_free(check->git);
	release_ruling(&check->config_file);
	release_ruling(&check->baseline_file);
	config_free(check->config);
	if (check->baseline)
		g_ptr_array_unref(check->baseline);
	if (check->baseline_head)
		g_ptr_array_unref(check->baseline_head);
	report_free(check->report);
	arena_release(&check->arena);
	g_free((gpointer)check->settings.link.talks_to);
	g_free(check->source);
}

static int run(int argc, char **argv);

const struct command command_check = {
	.name = "check",
	.usage = "--base REV [--head REV] [--map FILE] [--format F] "
		 "[[NAME=]REPO]",
	.summary = "says what a change adds: readers, writers, blind spots",
	.run = run,
};

static int parse_and_run(struct check *check, int argc, char **argv)
{
	const char *repository = ".";

	if (argc > 2)
		return command_fail("check: one repository at a time");
	if (argc == 2) {
		const char *equals = strchr(argv[1], '=');

		repository = argv[1];
		if (equals &&
		    config_is_name(argv[1], (gsize)(equals - argv[1])))
			check->source = location_name(argv[1], &repository);
	}
	return take_options(check) ? run_check(check, repository) : EXIT_USAGE;
}

static int run(int argc, char **argv)
{
	struct check check = {.report = report_new()};
	const GOptionEntry entries[] = {
		{"base", 0, 0, G_OPTION_ARG_STRING, &check.base,
		 "What the change is to be merged into", "REV"},
		{"head", 0, 0, G_OPTION_ARG_STRING, &check.head,
		 "The change (HEAD)", "REV"},
		{"map", 0, 0, G_OPTION_ARG_FILENAME, &check.map,
		 "The accepted map, which is only read", "FILE"},
		{"config", 'c', 0, G_OPTION_ARG_FILENAME, &check.config_path,
		 "The configuration (unmoor.yaml of the merge base)", "FILE"},
		{"baseline", 0, 0, G_OPTION_ARG_FILENAME, &check.baseline_path,
		 "The baseline (unmoor-baseline.yaml of the merge base)",
		 "FILE"},
		{"format", 0, 0, G_OPTION_ARG_STRING, &check.format,
		 "text, json, sarif, github, gitlab or markdown", "F"},
		{"jobs", 'j', 0, G_OPTION_ARG_INT, &check.jobs,
		 "How many workers (one a processor)", "N"},
		{"today", 0, 0, G_OPTION_ARG_STRING, &check.today_text,
		 "The day that exemptions are held against (today, in UTC)",
		 "DAY"},
		{"write-baseline", 0, 0, G_OPTION_ARG_NONE,
		 &check.write_baseline,
		 "Accept what is found, and drop what is gone", NULL},
		{"reason", 0, 0, G_OPTION_ARG_STRING, &check.reason,
		 "Why new exemptions are accepted", "TEXT"},
		{"until", 0, 0, G_OPTION_ARG_STRING, &check.until_text,
		 "The last day of new exemptions", "DAY"},
		{0}};
	int status = EXIT_USAGE;

	arena_init(&check.arena);
	if (command_options(&command_check, entries, &argc, &argv))
		status = parse_and_run(&check, argc, argv);
	release(&check);
	g_free(check.base);
	g_free(check.head);
	g_free(check.map);
	g_free(check.config_path);
	g_free(check.baseline_path);
	g_free(check.format);
	g_free(check.today_text);
	g_free(check.reason);
	g_free(check.until_text);
	return status;
}
