#include "cli/config.h"

#include <string.h>

#include "cli/config_plan.h"
#include "cli/config_policy.h"
#include "cli/yaml.h"

G_DEFINE_QUARK(unmoor - config - error, config_error)

struct reader {
	struct yaml yaml;
	char *folder;
	struct config *config;
};

bool config_is_name(const char *name, gsize length)
{
	for (gsize i = 0; i < length; i++)
		if (!g_ascii_isalnum(name[i]) && name[i] != '_' &&
		    name[i] != '-')
			return false;
	return length > 0;
}

/* A location is left alone when it is a URL or starts at the root. */
static char *resolve(const struct reader *reader, const char *location)
{
	if (strstr(location, "://") || g_path_is_absolute(location) ||
	    strcmp(reader->folder, ".") == 0)
		return g_strdup(location);
	return g_build_filename(reader->folder, location, NULL);
}

static bool read_location(struct reader *reader, struct config_source *source,
			  struct fy_node *node)
{
	char *location = yaml_scalar(node);

	if (!location || !*location) {
		g_free(location);
		return yaml_fail(
			&reader->yaml, source->line,
			"source %s needs a location: a path, or a mapping "
			"with \"location\"",
			source->name);
	}
	source->location = resolve(reader, location);
	g_free(location);
	return true;
}

static bool read_talks_to(struct reader *reader, struct config_source *source,
			  struct fy_node *node)
{
	source->talks_to = yaml_list(node);
	return source->talks_to ||
	       yaml_fail(&reader->yaml, source->line,
			 "\"talks_to\" of source %s is a list of the "
			 "names of sources: talks_to: [shop]",
			 source->name);
}

static bool read_source_mapping(struct reader *reader,
				struct config_source *source,
				struct fy_node *node)
{
	struct fy_node_pair *pair;
	void *at = NULL;

	while ((pair = fy_node_mapping_iterate(node, &at))) {
		char *key = yaml_scalar(fy_node_pair_key(pair));
		struct fy_node *value = fy_node_pair_value(pair);
		bool fine;

		if (g_strcmp0(key, "location") == 0)
			fine = read_location(reader, source, value);
		else if (g_strcmp0(key, "talks_to") == 0)
			fine = read_talks_to(reader, source, value);
		else
			fine = yaml_fail(&reader->yaml,
					 yaml_line(fy_node_pair_key(pair)),
					 "a source has no \"%s\"; it has "
					 "\"location\" and \"talks_to\"",
					 key ? key : "?");
		g_free(key);
		if (!fine)
			return false;
	}
	return source->location || read_location(reader, source, NULL);
}

static bool read_source(struct reader *reader, struct fy_node_pair *pair)
{
	struct fy_node *key = fy_node_pair_key(pair);
	struct fy_node *value = fy_node_pair_value(pair);
	struct config_source source = {.name = yaml_scalar(key),
				       .line = yaml_line(key)};
	bool fine;

	if (!source.name || !config_is_name(source.name, strlen(source.name)))
		fine = yaml_fail(
			&reader->yaml, source.line,
			"\"%s\" is no name of a source: letters, digits, "
			"_ and - make one",
			source.name ? source.name : "?");
	else if (value && fy_node_is_mapping(value))
		fine = read_source_mapping(reader, &source, value);
	else
		fine = read_location(reader, &source, value);
	g_array_append_val(reader->config->sources, source);
	return fine;
}

static bool read_policy(struct reader *reader, struct fy_node *node)
{
	reader->config->policy = policy_new();
	return config_read_policy(&reader->yaml, node, reader->config->policy);
}

/* check: how this repository is called in the map, and its baseline. */
static bool read_check(struct reader *reader, struct fy_node *node)
{
	struct config *config = reader->config;
	struct fy_node_pair *pair;
	void *at = NULL;
	bool fine = true;

	if (!node || !fy_node_is_mapping(node))
		return yaml_fail(&reader->yaml, yaml_line(node),
				 "\"check\" is a mapping with \"source\" and "
				 "\"baseline\"");
	while (fine && (pair = fy_node_mapping_iterate(node, &at))) {
		struct fy_node *key = fy_node_pair_key(pair);
		char *name = yaml_scalar(key);
		char *value = yaml_scalar(fy_node_pair_value(pair));

		fine = value && *value;
		if (!fine)
			yaml_fail(&reader->yaml, yaml_line(key),
				  "\"%s\" needs a value", name ? name : "?");
		else if (g_strcmp0(name, "source") == 0)
			config->check_source = g_steal_pointer(&value);
		else if (g_strcmp0(name, "baseline") == 0)
			config->check_baseline = g_steal_pointer(&value);
		else
			fine = yaml_fail(&reader->yaml, yaml_line(key),
					 "\"check\" has no \"%s\"; it has "
					 "\"source\" and \"baseline\"",
					 name ? name : "?");
		g_free(name);
		g_free(value);
	}
	return fine;
}

/* clang: whether C and C++ get the deep pass without being asked. */
static bool read_clang(struct reader *reader, struct fy_node *node)
{
	char *word = yaml_scalar(node);
	bool yes = g_strcmp0(word, "true") == 0;
	bool fine = yes || g_strcmp0(word, "false") == 0;

	g_free(word);
	reader->config->clang = yes;
	return fine || yaml_fail(&reader->yaml, yaml_line(node),
				 "\"clang\" is true or false");
}

/* run, util.run, util.run(2): the number of the argument that is SQL. */
static bool read_wrapper(struct reader *reader, struct fy_node *node,
			 const char *text)
{
	const char *open = strchr(text, '(');
	struct link_wrapper wrapper = {.argument = 1};
	guint64 argument = 1;
	char *end = NULL;

	if (open) {
		argument = g_ascii_strtoull(open + 1, &end, 10);
		if (strcmp(end, ")") != 0)
			argument = 0;
	}
	if (!*text || open == text || argument < 1 || argument > 100)
		return yaml_fail(&reader->yaml, yaml_line(node),
				 "\"%s\" is no routine that executes an "
				 "argument: run, util.run or util.run(2)",
				 text);
	wrapper.name =
		open ? g_strndup(text, (gsize)(open - text)) : g_strdup(text);
	wrapper.argument = (uint32_t)argument;
	g_array_append_val(reader->config->executes, wrapper);
	return true;
}

/* sql: what the reader of SQL cannot see by itself. */
static bool read_sql(struct reader *reader, struct fy_node *node)
{
	struct fy_node_pair *pair;
	void *at = NULL;
	bool fine = true;

	if (!node || !fy_node_is_mapping(node))
		return yaml_fail(&reader->yaml, yaml_line(node),
				 "\"sql\" is a mapping with \"executes\"");
	while (fine && (pair = fy_node_mapping_iterate(node, &at))) {
		char *key = yaml_scalar(fy_node_pair_key(pair));
		struct fy_node *value = fy_node_pair_value(pair);
		char **names = yaml_list(value);

		if (g_strcmp0(key, "executes") != 0 || !names)
			fine = yaml_fail(
				&reader->yaml,
				yaml_line(fy_node_pair_key(pair)),
				"\"sql\" has \"executes\", a list of routines "
				"that run an argument as SQL: "
				"[run_sql, util.run(2)]");
		for (char **name = names; fine && *name; name++)
			fine = read_wrapper(reader, value, *name);
		g_strfreev(names);
		g_free(key);
	}
	return fine;
}

static bool read_sources(struct reader *reader, struct fy_node *node)
{
	struct fy_node_pair *pair;
	void *at = NULL;

	if (!node || !fy_node_is_mapping(node))
		return yaml_fail(&reader->yaml, yaml_line(node),
				 "\"sources\" is a mapping from names to "
				 "locations:\n  sources:\n    shop: shop.sql");
	while ((pair = fy_node_mapping_iterate(node, &at)))
		if (!read_source(reader, pair))
			return false;
	return true;
}

static bool read_plan(struct reader *reader, struct fy_node *node)
{
	config_plan_free(reader->config->plan);
	reader->config->plan = config_plan_new();
	return config_read_plan(&reader->yaml, node, reader->config->plan);
}

/* The keys of the file, and who reads what stands behind each. */
static const struct section {
	const char *key;
	bool (*read)(struct reader *reader, struct fy_node *node);
} sections[] = {
	{"check", read_check},	 {"clang", read_clang},	    {"plan", read_plan},
	{"policy", read_policy}, {"sources", read_sources}, {"sql", read_sql},
};

static const struct section *find_section(const char *key)
{
	for (size_t i = 0; key && i < G_N_ELEMENTS(sections); i++)
		if (strcmp(sections[i].key, key) == 0)
			return &sections[i];
	return NULL;
}

static bool read_root(struct yaml *yaml, struct fy_node *root)
{
	struct reader *reader = yaml->payload;
	struct fy_node_pair *pair;
	void *at = NULL;

	if (!root || !fy_node_is_mapping(root))
		return yaml_fail(yaml, yaml_line(root),
				 "the file has no \"sources\"; it begins like "
				 "this:\n  sources:\n    shop: shop.sql");
	while ((pair = fy_node_mapping_iterate(root, &at))) {
		char *key = yaml_scalar(fy_node_pair_key(pair));
		const struct section *section = find_section(key);
		bool fine = section != NULL;

		if (fine)
			fine = section->read(reader, fy_node_pair_value(pair));
		else
			yaml_fail(yaml, yaml_line(fy_node_pair_key(pair)),
				  "\"%s\" is not known here; there are "
				  "\"check\", \"clang\", \"plan\", "
				  "\"policy\", \"sources\" and "
				  "\"sql\"",
				  key ? key : "?");
		g_free(key);
		if (!fine)
			return false;
	}
	return true;
}

static int compare_sources(gconstpointer a, gconstpointer b)
{
	return strcmp(((const struct config_source *)a)->name,
		      ((const struct config_source *)b)->name);
}

static const struct config_source *find_source(const struct config *config,
					       const char *name)
{
	for (guint i = 0; i < config->sources->len; i++) {
		const struct config_source *source = &g_array_index(
			config->sources, struct config_source, i);

		if (strcmp(source->name, name) == 0)
			return source;
	}
	return NULL;
}

static bool check_names(struct reader *reader)
{
	for (guint i = 0; i < reader->config->sources->len; i++) {
		const struct config_source *source = &g_array_index(
			reader->config->sources, struct config_source, i);

		for (char **name = source->talks_to; name && *name; name++)
			if (!find_source(reader->config, *name))
				return yaml_fail(
					&reader->yaml, source->line,
					"source %s talks to %s, which is "
					"no source here",
					source->name, *name);
	}
	return true;
}

static void clear_source(void *payload)
{
	struct config_source *source = payload;

	g_free(source->name);
	g_free(source->location);
	g_strfreev(source->talks_to);
}

static void clear_wrapper(void *payload)
{
	g_free((gpointer)((struct link_wrapper *)payload)->name);
}

struct config *config_parse(const char *path, const char *bytes, gsize size,
			    GError **error)
{
	struct config *config = g_new0(struct config, 1);
	struct reader reader = {{path, error, NULL}, NULL, config};
	bool fine;

	config->executes =
		g_array_new(FALSE, FALSE, sizeof(struct link_wrapper));
	g_array_set_clear_func(config->executes, clear_wrapper);
	config->sources =
		g_array_new(FALSE, FALSE, sizeof(struct config_source));
	g_array_set_clear_func(config->sources, clear_source);
	reader.folder = g_path_get_dirname(path);
	reader.yaml.payload = &reader;
	fine = yaml_read(&reader.yaml, bytes, size, read_root) &&
	       check_names(&reader);
	g_free(reader.folder);
	if (!fine) {
		config_free(config);
		return NULL;
	}
	g_array_sort(config->sources, compare_sources);
	return config;
}

struct config *config_read(const char *path, GError **error)
{
	struct config *config;
	char *bytes;
	gsize size;

	if (!g_file_get_contents(path, &bytes, &size, error))
		return NULL;
	config = config_parse(path, bytes, size, error);
	g_free(bytes);
	return config;
}

void config_free(struct config *config)
{
	if (!config)
		return;
	g_array_free(config->sources, TRUE);
	g_array_free(config->executes, TRUE);
	config_plan_free(config->plan);
	policy_free(config->policy);
	g_free(config->check_source);
	g_free(config->check_baseline);
	g_free(config);
}

bool config_find(const char *path, struct config **config, GError **error)
{
	*config = NULL;
	if (!path && !g_file_test(CONFIG_NAME, G_FILE_TEST_EXISTS))
		return true;
	*config = config_read(path ? path : CONFIG_NAME, error);
	return *config != NULL;
}

void config_link_settings(const struct config *config,
			  struct link_settings *settings)
{
	GArray *pairs = g_array_new(FALSE, FALSE, sizeof(const char *[2]));

	for (guint i = 0; config && i < config->sources->len; i++) {
		const struct config_source *source = &g_array_index(
			config->sources, struct config_source, i);

		for (char **to = source->talks_to; to && *to; to++) {
			const char *pair[2] = {source->name, *to};

			g_array_append_val(pairs, pair);
		}
	}
	if (config) {
		settings->executes = (void *)config->executes->data;
		settings->n_executes = config->executes->len;
	}
	settings->n_talks_to = pairs->len;
	settings->talks_to = (void *)g_array_free(pairs, FALSE);
}
