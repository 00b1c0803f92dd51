/* unmoor sql: what each statement of a file reads and writes. */

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "analyzers/analyzer.h"
#include "analyzers/sql/dialect.h"
#include "cli/command.h"
#include "cli/sql_lines.h"

/* --- the schema --- */

/* A view (or CREATE TABLE AS) whose columns are those of its query. */
struct view {
	const struct fact *fact;
	bool resolving;
};

/* What --schema gave. Facts live in the arena. */
struct schema {
	struct catalog *catalog;
	struct arena arena;
	GHashTable *views;  /* struct catalog_object -> struct view */
	GPtrArray *queries; /* facts with `into` */
	unsigned depth;
};

/* Views over views deeper than this stay without columns. */
#define VIEW_DEPTH_MAX 100

static struct catalog_object *relation(const struct sql_name *name,
				       const char *path, void *payload,
				       const struct catalog **catalog,
				       enum catalog_fit *fit);

static void resolve_view(struct schema *schema, struct catalog_object *object)
{
	struct view *view = g_hash_table_lookup(schema->views, object);
	struct resolve_world world = {relation, schema};
	struct resolution resolution;

	if (!view || view->resolving || object->columns_known ||
	    schema->depth >= VIEW_DEPTH_MAX)
		return;
	view->resolving = true;
	schema->depth++;
	resolve_statement(&view->fact->as.statement, view->fact->schema, &world,
			  NULL, &schema->arena, &resolution);
	resolve_view_columns(schema->catalog, object, &view->fact->as.statement,
			     &resolution);
	schema->depth--;
	view->resolving = false;
}

static struct catalog_object *relation(const struct sql_name *name,
				       const char *path, void *payload,
				       const struct catalog **catalog,
				       enum catalog_fit *fit)
{
	struct schema *schema = payload;
	struct catalog_object *object =
		catalog_relation(schema->catalog, name, path, fit);

	*catalog = schema->catalog;
	if (object && !object->columns_known)
		resolve_view(schema, object);
	return object;
}

static void take_schema_fact(struct analysis *analysis, struct fact *fact)
{
	struct schema *schema = analysis->payload;

	catalog_apply(schema->catalog, fact, NULL);
	if (fact->kind == FACT_STATEMENT && fact->as.statement.into.n_parts)
		g_ptr_array_add(schema->queries, fact);
}

static void finish_schema(struct schema *schema)
{
	catalog_finish(schema->catalog);
	for (guint i = 0; i < schema->queries->len; i++) {
		const struct fact *fact = g_ptr_array_index(schema->queries, i);
		struct catalog_object *object = catalog_relation(
			schema->catalog, &fact->as.statement.into, fact->schema,
			NULL);
		struct view *view = g_new0(struct view, 1);

		view->fact = fact;
		if (object)
			g_hash_table_replace(schema->views, object, view);
		else
			g_free(view);
	}
}

static struct schema *schema_new(enum dialect dialect)
{
	struct schema *schema = g_new0(struct schema, 1);

	schema->catalog = catalog_new(dialect, NULL);
	arena_init(&schema->arena);
	schema->views = g_hash_table_new_full(g_direct_hash, g_direct_equal,
					      NULL, g_free);
	schema->queries = g_ptr_array_new();
	return schema;
}

static void schema_free(struct schema *schema)
{
	if (!schema)
		return;
	catalog_free(schema->catalog);
	g_hash_table_destroy(schema->views);
	g_ptr_array_free(schema->queries, TRUE);
	arena_release(&schema->arena);
	g_free(schema);
}

/* --- input --- */

/*
 * The bytes of a file are mapped, so that those which were read can be given
 * back; what is no file (a pipe) goes through a temporary one.
 */
struct input {
	const char *bytes;
	gsize size;
	void *mapped; /* NULL: nothing, as in an empty file */
};

static bool set_failed(GError **error, const char *path, const char *what)
{
	int code = errno;

	g_set_error(error, G_FILE_ERROR, g_file_error_from_errno(code),
		    "%s: %s: %s", path, what, g_strerror(code));
	return false;
}

/* A file without a name that holds all that can be read; -1 with errno. */
static int spool(int from)
{
	FILE *file = tmpfile();
	char buffer[1 << 16];
	ssize_t got;
	int to = -1;

	if (!file)
		return -1;
	while ((got = read(from, buffer, sizeof(buffer))) > 0)
		if (fwrite(buffer, 1, (size_t)got, file) != (size_t)got)
			break;
	if (got == 0 && fflush(file) == 0)
		to = dup(fileno(file));
	fclose(file);
	return to;
}

static bool map_file(int fd, const char *path, struct input *input,
		     GError **error)
{
	struct stat about;

	if (fstat(fd, &about) < 0)
		return set_failed(error, path, "cannot be read");
	input->size = (gsize)about.st_size;
	if (!input->size)
		return true;
	input->mapped = mmap(NULL, input->size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (input->mapped == MAP_FAILED) {
		input->mapped = NULL;
		return set_failed(error, path, "cannot be read");
	}
	input->bytes = input->mapped;
	return true;
}

static bool is_whole_file(int fd)
{
	struct stat about;

	return fstat(fd, &about) == 0 && S_ISREG(about.st_mode) &&
	       about.st_size > 0 && lseek(fd, 0, SEEK_CUR) == 0;
}

static bool read_input(const char *path, struct input *input, GError **error)
{
	bool standard = strcmp(path, "-") == 0, ok;
	int fd = standard ? dup(STDIN_FILENO) : open(path, O_RDONLY), file;

	*input = (struct input){.bytes = ""};
	if (standard)
		path = "standard input";
	if (fd < 0)
		return set_failed(error, path, "cannot be opened");
	if (is_whole_file(fd)) {
		ok = map_file(fd, path, input, error);
	} else {
		file = spool(fd);
		ok = file >= 0 ? map_file(file, path, input, error)
			       : set_failed(error, path, "cannot be read");
		if (file >= 0)
			close(file);
	}
	close(fd);
	return ok;
}

static void free_input(struct input *input)
{
	if (input->mapped)
		munmap(input->mapped, input->size);
}

/* What was read takes no memory any more; it would come back if needed. */
static void give_back(struct text *text, size_t offset)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);

	madvise((void *)(uintptr_t)text->bytes, offset / page * page,
		MADV_DONTNEED);
}

/* --- the command --- */

struct sql_options {
	char *dialect;
	char **schemas;
};

static void print_fact(struct analysis *analysis, struct fact *fact)
{
	sql_lines_add(analysis->payload, fact);
}

static void analyze_sql(const struct input *input, enum dialect dialect,
			bool catalog, struct arena *arena,
			void (*deliver)(struct analysis *, struct fact *),
			void *payload)
{
	struct analysis analysis = {
		.arena = arena, .deliver = deliver, .payload = payload};
	struct text text = {.language = "sql",
			    .dialect = dialect,
			    .bytes = input->bytes,
			    .size = input->size,
			    .catalog = catalog,
			    .stream = !catalog,
			    .passed = catalog ? NULL : give_back};

	analyze(&analysis, &text);
	text_release(&text);
}

/* All --schema files into one; the first tells the dialect unless it is
 * given. NULL with an error. */
static struct schema *read_schemas(char **paths, enum dialect *dialect,
				   GError **error)
{
	struct schema *schema = NULL;

	for (char **path = paths; *path; path++) {
		struct input input;

		if (!read_input(*path, &input, error)) {
			schema_free(schema);
			return NULL;
		}
		if (*dialect == DIALECT_GENERIC)
			*dialect = dialect_guess(input.bytes, input.size);
		if (!schema)
			schema = schema_new(*dialect);
		analyze_sql(&input, *dialect, true, &schema->arena,
			    take_schema_fact, schema);
		free_input(&input);
	}
	finish_schema(schema);
	return schema;
}

static int print_file(const char *path, enum dialect dialect,
		      struct schema *schema)
{
	struct resolve_world world = {relation, schema};
	GError *error = NULL;
	struct input input;
	struct sql_lines *lines;
	struct arena arena;
	bool ok;

	if (!read_input(path, &input, &error))
		return command_fail_error(error);
	arena_init(&arena);
	if (dialect == DIALECT_GENERIC)
		dialect = dialect_guess(input.bytes, input.size);
	lines = sql_lines_new(stdout, dialect, schema ? &world : NULL,
			      schema ? schema->catalog : NULL);
	analyze_sql(&input, dialect, false, &arena, print_fact, lines);
	ok = sql_lines_end(lines, &error);
	arena_release(&arena);
	free_input(&input);
	return ok ? EXIT_DONE : command_fail_error(error);
}

static int sql(int argc, char **argv, const struct sql_options *options)
{
	enum dialect dialect;
	struct schema *schema = NULL;
	GError *error = NULL;
	int status;

	if (argc != 2)
		return command_fail("sql: give one FILE, or - for standard "
				    "input");
	if (!command_dialect(options->dialect, &dialect))
		return EXIT_USAGE;
	if (options->schemas && *options->schemas) {
		schema = read_schemas(options->schemas, &dialect, &error);
		if (!schema)
			return command_fail_error(error);
	}
	status = print_file(argv[1], dialect, schema);
	schema_free(schema);
	return status;
}

static int run(int argc, char **argv);

const struct command command_sql = {
	.name = "sql",
	.usage = "[--dialect D] [--schema DDL]... FILE|-",
	.summary = "what each statement reads and writes, as JSON lines",
	.run = run,
};

static int run(int argc, char **argv)
{
	struct sql_options options = {0};
	const GOptionEntry entries[] = {
		{"dialect", 0, 0, G_OPTION_ARG_STRING, &options.dialect,
		 "The dialect; guessed from the file unless told", "DIALECT"},
		{"schema", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options.schemas,
		 "Definitions of the tables, to resolve * and bare columns",
		 "DDL"},
		{0}};
	int status = EXIT_USAGE;

	if (command_options(&command_sql, entries, &argc, &argv))
		status = sql(argc, argv, &options);
	g_free(options.dialect);
	g_strfreev(options.schemas);
	return status;
}
