#include "cli/config.h"

#include <libfyaml.h>
#include <string.h>

G_DEFINE_QUARK(unmoor - config - error, config_error)

struct reader {
	const char *path;
	char *folder;
	struct config *config;
	GError **error;
};

bool config_is_name(const char *name, gsize length)
{
	for (gsize i = 0; i < length; i++)
		if (!g_ascii_isalnum(name[i]) && name[i] != '_' &&
		    name[i] != '-')
			return false;
	return length > 0;
}

static unsigned line_of(struct fy_node *node)
{
	struct fy_token *token;
	const struct fy_mark *mark;

	/* A mapping in block style has no token of its own. */
	while (node && fy_node_is_mapping(node) &&
	       fy_node_mapping_item_count(node) > 0)
		node = fy_node_pair_key(fy_node_mapping_get_by_index(node, 0));
	token = node ? fy_node_get_scalar_token(node) : NULL;
	mark = token ? fy_token_start_mark(token) : NULL;
	return mark ? (unsigned)mark->line + 1 : 0;
}

static bool fail(struct reader *reader, unsigned line, const char *format, ...)
	G_GNUC_PRINTF(3, 4);

/* Always false, for `return fail(...)`. */
static bool fail(struct reader *reader, unsigned line, const char *format, ...)
{
	va_list arguments;
	char *message;

	va_start(arguments, format);
	message = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	if (line)
		g_set_error(reader->error, CONFIG_ERROR, CONFIG_ERROR_FORM,
			    "%s:%u: %s", reader->path, line, message);
	else
		g_set_error(reader->error, CONFIG_ERROR, CONFIG_ERROR_FORM,
			    "%s: %s", reader->path, message);
	g_free(message);
	return false;
}

/* The text of a scalar; new, NULL for anything else. */
static char *scalar(struct fy_node *node)
{
	size_t length;
	const char *text;

	if (!node || !fy_node_is_scalar(node) || fy_node_is_alias(node))
		return NULL;
	text = fy_node_get_scalar(node, &length);
	return text ? g_strndup(text, length) : NULL;
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
	char *location = scalar(node);

	if (!location || !*location) {
		g_free(location);
		return fail(reader, source->line,
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
	GPtrArray *names = g_ptr_array_new();
	struct fy_node *item;
	void *at = NULL;
	bool fine = fy_node_is_sequence(node);

	while (fine && (item = fy_node_sequence_iterate(node, &at))) {
		char *name = scalar(item);

		fine = name != NULL;
		if (fine)
			g_ptr_array_add(names, name);
	}
	g_ptr_array_add(names, NULL);
	source->talks_to = (char **)g_ptr_array_free(names, FALSE);
	return fine || fail(reader, source->line,
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
		char *key = scalar(fy_node_pair_key(pair));
		struct fy_node *value = fy_node_pair_value(pair);
		bool fine;

		if (g_strcmp0(key, "location") == 0)
			fine = read_location(reader, source, value);
		else if (g_strcmp0(key, "talks_to") == 0)
			fine = read_talks_to(reader, source, value);
		else
			fine = fail(reader, line_of(fy_node_pair_key(pair)),
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
	struct config_source source = {.name = scalar(key),
				       .line = line_of(key)};
	bool fine;

	if (!source.name || !config_is_name(source.name, strlen(source.name)))
		fine = fail(reader, source.line,
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

static bool read_sources(struct reader *reader, struct fy_node *node)
{
	struct fy_node_pair *pair;
	void *at = NULL;

	if (!node || !fy_node_is_mapping(node))
		return fail(reader, line_of(node),
			    "\"sources\" is a mapping from names to "
			    "locations:\n  sources:\n    shop: shop.sql");
	while ((pair = fy_node_mapping_iterate(node, &at)))
		if (!read_source(reader, pair))
			return false;
	return true;
}

static bool read_root(struct reader *reader, struct fy_node *root)
{
	struct fy_node_pair *pair;
	void *at = NULL;

	if (!root || !fy_node_is_mapping(root))
		return fail(reader, line_of(root),
			    "the file has no \"sources\"; it begins like "
			    "this:\n  sources:\n    shop: shop.sql");
	while ((pair = fy_node_mapping_iterate(root, &at))) {
		char *key = scalar(fy_node_pair_key(pair));
		bool known = g_strcmp0(key, "sources") == 0;

		if (!known)
			fail(reader, line_of(fy_node_pair_key(pair)),
			     "\"%s\" is not known here; there is \"sources\"",
			     key ? key : "?");
		g_free(key);
		if (!known || !read_sources(reader, fy_node_pair_value(pair)))
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
				return fail(reader, source->line,
					    "source %s talks to %s, which is "
					    "no source here",
					    source->name, *name);
	}
	return true;
}

/* The YAML reader's own errors are collected, not printed. */
static void print_nothing(struct fy_diag *diag, void *user, const char *text,
			  size_t length)
{
	(void)diag, (void)user, (void)text, (void)length;
}

static bool read_document(struct reader *reader, struct fy_document *document,
			  struct fy_diag *diag)
{
	void *at = NULL;
	const struct fy_diag_error *first;

	if (document)
		fy_document_resolve(document);
	first = fy_diag_errors_iterate(diag, &at);
	if (first)
		return fail(reader, (unsigned)MAX(first->line, 0),
			    "not YAML: %s", first->msg);
	/* An empty file is no document. */
	return read_root(reader,
			 document ? fy_document_root(document) : NULL) &&
	       check_names(reader);
}

static bool read_bytes(struct reader *reader, const char *bytes, gsize size)
{
	struct fy_diag_cfg diag_settings;
	struct fy_parse_cfg settings = {.flags = FYPCF_QUIET};
	struct fy_document *document;
	bool fine;

	fy_diag_cfg_default(&diag_settings);
	diag_settings.fp = NULL;
	diag_settings.output_fn = print_nothing;
	settings.diag = fy_diag_create(&diag_settings);
	fy_diag_set_collect_errors(settings.diag, true);
	document = fy_document_build_from_string(&settings, bytes, size);
	fine = read_document(reader, document, settings.diag);
	fy_document_destroy(document);
	fy_diag_destroy(settings.diag);
	return fine;
}

static void clear_source(void *payload)
{
	struct config_source *source = payload;

	g_free(source->name);
	g_free(source->location);
	g_strfreev(source->talks_to);
}

struct config *config_read(const char *path, GError **error)
{
	struct config *config = g_new0(struct config, 1);
	struct reader reader = {path, NULL, config, error};
	char *bytes = NULL;
	gsize size;
	bool fine = g_file_get_contents(path, &bytes, &size, error);

	config->sources =
		g_array_new(FALSE, FALSE, sizeof(struct config_source));
	g_array_set_clear_func(config->sources, clear_source);
	reader.folder = g_path_get_dirname(path);
	if (fine)
		fine = read_bytes(&reader, bytes, size);
	g_free(reader.folder);
	g_free(bytes);
	if (!fine) {
		config_free(config);
		return NULL;
	}
	g_array_sort(config->sources, compare_sources);
	return config;
}

void config_free(struct config *config)
{
	if (!config)
		return;
	g_array_free(config->sources, TRUE);
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
	settings->n_talks_to = pairs->len;
	settings->talks_to = (void *)g_array_free(pairs, FALSE);
}
