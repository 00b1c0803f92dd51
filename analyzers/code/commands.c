#include "analyzers/code/commands.h"

#include <string.h>

#include "analyzers/reports/json.h"

/* No command has more flags that count. */
#define FLAGS_MAX 400

struct commands {
	struct arena arena;
	GHashTable *flags; /* path -> const char ** */
	bool (*has)(const char *path, void *payload);
	void *payload;
};

/* One entry of the file. */
struct entry {
	struct commands *commands;
	const char *folder; /* of that machine, where it is compiled */
	size_t n_root;	    /* bytes of `root` before its last slash */
	const char *root;   /* its path there, beginning with the source's */
	const char **flags;
	uint32_t n_flags;
};

/* --- paths --- */

static char *absolute(const char *folder, const char *path)
{
	if (g_path_is_absolute(path))
		return g_canonicalize_filename(path, "/");
	return g_canonicalize_filename(
		path, folder && g_path_is_absolute(folder) ? folder : "/");
}

/* The longest end of the path that the source has; NULL. */
static const char *find_in_source(const struct commands *commands,
				  const char *path)
{
	for (const char *slash = strchr(path, '/'); slash;
	     slash = strchr(slash + 1, '/'))
		if (commands->has(slash + 1, commands->payload))
			return slash + 1;
	return NULL;
}

/* --- flags --- */

static void add_flag(struct entry *entry, const char *form, const char *value)
{
	struct arena *arena = &entry->commands->arena;

	if (entry->n_flags < FLAGS_MAX)
		*ARENA_PUSH(arena, entry->flags, entry->n_flags) =
			arena_printf(arena, "%s%s", form, value);
}

static void add_folder(struct entry *entry, const char *folder)
{
	char *path = absolute(entry->folder, folder);
	size_t n = entry->n_root;

	if (strncmp(path, entry->root, n) == 0) {
		if (path[n] == '/')
			add_flag(entry, "-I", path + n + 1);
		else if (!path[n])
			add_flag(entry, "-I", "");
	}
	g_free(path);
}

static bool is_standard_name(const char *name)
{
	size_t n = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789+:");

	return n > 0 && !name[n];
}

/* The value of "-Ix" or, behind it, "-I" "x"; NULL: another flag. */
static const char *value_of(const char *const **at, const char *form)
{
	const char *word = **at;

	if (!g_str_has_prefix(word, form))
		return NULL;
	word += strlen(form);
	if (!*word && (*at)[1])
		word = *++*at;
	return word;
}

static void take_flags(struct entry *entry, const char *const *words)
{
	static const char *const folders[] = {"-I", "-iquote", "-isystem"};

	for (; *words; words++) {
		const char *value;
		bool taken = false;

		for (size_t i = 0; i < G_N_ELEMENTS(folders) && !taken; i++) {
			value = value_of(&words, folders[i]);
			taken = value != NULL;
			if (taken)
				add_folder(entry, value);
		}
		if (taken)
			continue;
		if (g_str_has_prefix(*words, "-std=")) {
			if (is_standard_name(*words + 5))
				add_flag(entry, *words, "");
		} else if ((value = value_of(&words, "-D"))) {
			add_flag(entry, "-D", value);
		} else if ((value = value_of(&words, "-U"))) {
			add_flag(entry, "-U", value);
		}
	}
}

/* --- entries --- */

/* The words of a command as a shell would cut it; g_strfreev(). */
static char **cut_command(const char *command)
{
	char **words = NULL;

	if (!command || !g_shell_parse_argv(command, NULL, &words, NULL))
		return NULL;
	return words;
}

static char **list_words(const struct json *json, uint32_t list)
{
	GPtrArray *words = g_ptr_array_new();

	for (uint32_t word = json_first(json, list); word != JSON_ABSENT;
	     word = json_next(json, word)) {
		const char *text = json_text(json, word);

		if (text)
			g_ptr_array_add(words, g_strdup(text));
	}
	g_ptr_array_add(words, NULL);
	return (char **)g_ptr_array_free(words, FALSE);
}

static void read_entry(struct commands *commands, const struct json *json,
		       uint32_t node)
{
	struct entry entry = {.commands = commands};
	const char *file = json_text(json, json_at(json, node, "file"));
	uint32_t list = json_at(json, node, "arguments");
	const char *path;
	char **words, *whole;

	if (!file)
		return;
	entry.folder = json_text(json, json_at(json, node, "directory"));
	whole = absolute(entry.folder, file);
	path = find_in_source(commands, whole);
	words = list != JSON_ABSENT
			? list_words(json, list)
			: cut_command(json_text(
				  json, json_at(json, node, "command")));
	if (path && words && !g_hash_table_contains(commands->flags, path)) {
		entry.root = whole;
		entry.n_root = (size_t)(path - whole) - 1;
		take_flags(&entry, (const char *const *)words);
		*ARENA_PUSH(&commands->arena, entry.flags, entry.n_flags) =
			NULL;
		g_hash_table_insert(commands->flags,
				    arena_strdup(&commands->arena, path),
				    entry.flags);
	}
	g_strfreev(words);
	g_free(whole);
}

static void drop(struct analysis *analysis, struct fact *fact)
{
	(void)analysis, (void)fact;
}

struct commands *commands_read(const char *bytes, size_t size,
			       bool (*has)(const char *path, void *payload),
			       void *payload)
{
	struct commands *commands = g_new0(struct commands, 1);
	struct arena arena;
	struct analysis analysis = {
		.arena = &arena, .deliver = drop, .payload = NULL};
	struct text text = {.bytes = bytes, .size = size};
	const struct json *json;

	arena_init(&arena);
	arena_init(&commands->arena);
	commands->flags = g_hash_table_new(g_str_hash, g_str_equal);
	commands->has = has;
	commands->payload = payload;
	json = json_read(&analysis, &text);
	if (json_kind(json, json_root(json)) == JSON_ARRAY)
		for (uint32_t node = json_first(json, json_root(json));
		     node != JSON_ABSENT; node = json_next(json, node))
			read_entry(commands, json, node);
	text_release(&text);
	arena_release(&arena);
	return commands;
}

void commands_free(struct commands *commands)
{
	if (!commands)
		return;
	g_hash_table_destroy(commands->flags);
	arena_release(&commands->arena);
	g_free(commands);
}

const char *const *commands_flags(const struct commands *commands,
				  const char *path)
{
	return g_hash_table_lookup(commands->flags, path);
}

/* --- as a text --- */

/* Only whether it can be read. */
static void analyze_commands(struct analysis *analysis, struct text *text)
{
	const struct json *json = json_read(analysis, text);

	if (json->n_nodes && json_kind(json, json_root(json)) != JSON_ARRAY)
		analysis_gap(analysis, text, REASON_UNREADABLE_TEXT, 1,
			     "no list of commands");
}

static const char *const files[] = {COMMANDS_NAME, NULL};

extern const struct analyzer analyzer_compile_commands;

const struct analyzer analyzer_compile_commands = {
	.name = "compile-commands",
	.files = files,
	.analyze = analyze_commands,
};
