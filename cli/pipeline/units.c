#include "cli/pipeline/units.h"

#include <string.h>

#include "analyzers/code/commands.h"

struct unit_source {
	struct source *source;
	struct arena arena;
	GHashTable *ids;   /* path -> id */
	GHashTable *named; /* base name -> GPtrArray of paths */
	const char *commands_path;
	struct commands *commands; /* or NULL */
};

/* One unit in hand. */
struct reading {
	struct unit unit;
	struct unit_source *texts;
	GPtrArray *held;     /* of the scanner */
	GPtrArray *paths;    /* that were read */
	GHashTable *by_path; /* of what was read -> struct text */
};

/* --- listing --- */

static unsigned folders_of(const char *path)
{
	unsigned n = 0;

	while ((path = strchr(path, '/'))) {
		path++;
		n++;
	}
	return n;
}

bool unit_is_better_commands(const char *path, const char *than)
{
	unsigned a, b;

	if (strcmp(scan_base_name(path), COMMANDS_NAME) != 0)
		return false;
	if (!than)
		return true;
	a = folders_of(path);
	b = folders_of(than);
	return a != b ? a < b : strcmp(path, than) < 0;
}

static void add_name(struct unit_source *texts, const char *path)
{
	const char *base = scan_base_name(path);
	GPtrArray *paths = g_hash_table_lookup(texts->named, base);

	if (!paths) {
		paths = g_ptr_array_new();
		g_hash_table_insert(texts->named, (gpointer)base, paths);
	}
	g_ptr_array_add(paths, (gpointer)path);
}

static bool take_entry(const struct scan_entry *entry, void *payload)
{
	struct unit_source *texts = payload;
	bool commands =
		unit_is_better_commands(entry->path, texts->commands_path);
	const char *path;

	if (entry->reason != REASON_NONE ||
	    (!commands && !unit_is_part(entry->path)))
		return true;
	path = arena_strdup(&texts->arena, entry->path);
	g_hash_table_insert(texts->ids, (gpointer)path,
			    arena_strdup(&texts->arena, entry->id));
	if (commands)
		texts->commands_path = path;
	else
		add_name(texts, path);
	return true;
}

static bool has_path(const char *path, void *payload)
{
	struct unit_source *texts = payload;

	return g_hash_table_contains(texts->ids, path);
}

static void read_commands(struct unit_source *texts)
{
	const struct scanner *scanner = texts->source->scanner;
	struct text text = {0};
	void *held = NULL;

	if (!texts->commands_path ||
	    !scanner->read(
		    texts->source, texts->commands_path,
		    g_hash_table_lookup(texts->ids, texts->commands_path),
		    &text, &held, NULL))
		return;
	texts->commands = commands_read(text.bytes, text.size, has_path, texts);
	scanner->release(held);
}

static void free_paths(gpointer paths)
{
	g_ptr_array_free(paths, TRUE);
}

struct unit_source *unit_source_new(struct source *source, GError **error)
{
	struct unit_source *texts = g_new0(struct unit_source, 1);

	texts->source = source;
	arena_init(&texts->arena);
	texts->ids = g_hash_table_new(g_str_hash, g_str_equal);
	texts->named = g_hash_table_new_full(g_str_hash, g_str_equal, NULL,
					     free_paths);
	if (!source->scanner->list(source, take_entry, texts, error)) {
		unit_source_free(texts);
		return NULL;
	}
	read_commands(texts);
	return texts;
}

void unit_source_free(struct unit_source *texts)
{
	if (!texts)
		return;
	commands_free(texts->commands);
	g_hash_table_destroy(texts->ids);
	g_hash_table_destroy(texts->named);
	arena_release(&texts->arena);
	g_free(texts);
}

/* --- a unit --- */

static bool unit_has(struct unit *unit, const char *path)
{
	struct reading *reading = unit->payload;

	return g_hash_table_contains(reading->texts->ids, path);
}

static const char *const *unit_named(struct unit *unit, const char *base,
				     uint32_t *n)
{
	struct reading *reading = unit->payload;
	GPtrArray *paths = g_hash_table_lookup(reading->texts->named, base);

	*n = paths ? paths->len : 0;
	return paths ? (const char *const *)(void *)paths->pdata : NULL;
}

static const char *unit_read(struct unit *unit, const char *path, size_t *size)
{
	struct reading *reading = unit->payload;
	struct source *source = reading->texts->source;
	struct text *text = g_hash_table_lookup(reading->by_path, path);
	const char *id = g_hash_table_lookup(reading->texts->ids, path);
	void *held = NULL;

	if (!text && id) {
		text = g_new0(struct text, 1);
		if (!source->scanner->read(source, path, id, text, &held,
					   NULL)) {
			g_free(text);
			return NULL;
		}
		g_ptr_array_add(reading->held, held);
		g_ptr_array_add(reading->paths, g_strdup(path));
		g_hash_table_insert(reading->by_path, g_strdup(path), text);
	}
	*size = text ? text->size : 0;
	return text ? text->bytes : NULL;
}

static int compare_paths(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void put_closure(const struct reading *reading, GString *closure)
{
	g_ptr_array_sort(reading->paths, compare_paths);
	for (guint i = 0; i < reading->paths->len; i++) {
		const char *path = reading->paths->pdata[i];

		g_string_append_printf(
			closure, "%s\t%s\n", path,
			(char *)g_hash_table_lookup(reading->texts->ids, path));
	}
}

void unit_source_compile(struct unit_source *texts, const char *path,
			 struct text *text, GByteArray *facts, GString *closure)
{
	struct reading reading = {
		.unit = {.path = path,
			 .flags =
				 texts->commands
					 ? commands_flags(texts->commands, path)
					 : NULL,
			 .has = unit_has,
			 .named = unit_named,
			 .read = unit_read},
		.texts = texts,
		.held = g_ptr_array_new(),
		.paths = g_ptr_array_new_with_free_func(g_free),
		.by_path = g_hash_table_new_full(g_str_hash, g_str_equal,
						 g_free, g_free),
	};

	reading.unit.payload = &reading;
	unit_to_bytes(text, &reading.unit, facts);
	put_closure(&reading, closure);
	for (guint i = 0; i < reading.held->len; i++)
		texts->source->scanner->release(reading.held->pdata[i]);
	g_ptr_array_free(reading.held, TRUE);
	g_ptr_array_free(reading.paths, TRUE);
	g_hash_table_destroy(reading.by_path);
}
