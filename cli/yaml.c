#include "cli/yaml.h"

#include <string.h>

#include "cli/config.h"

unsigned yaml_line(struct fy_node *node)
{
	struct fy_token *token;
	const struct fy_mark *mark;

	/* What is in block style has no token of its own. */
	while (node) {
		if (fy_node_is_mapping(node) &&
		    fy_node_mapping_item_count(node))
			node = fy_node_pair_key(
				fy_node_mapping_get_by_index(node, 0));
		else if (fy_node_is_sequence(node) &&
			 fy_node_sequence_item_count(node))
			node = fy_node_sequence_get_by_index(node, 0);
		else
			break;
	}
	token = node ? fy_node_get_scalar_token(node) : NULL;
	mark = token ? fy_token_start_mark(token) : NULL;
	return mark ? (unsigned)mark->line + 1 : 0;
}

bool yaml_fail(struct yaml *yaml, unsigned line, const char *format, ...)
{
	va_list arguments;
	char *message;

	va_start(arguments, format);
	message = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	if (line)
		g_set_error(yaml->error, CONFIG_ERROR, CONFIG_ERROR_FORM,
			    "%s:%u: %s", yaml->path, line, message);
	else
		g_set_error(yaml->error, CONFIG_ERROR, CONFIG_ERROR_FORM,
			    "%s: %s", yaml->path, message);
	g_free(message);
	return false;
}

char *yaml_scalar(struct fy_node *node)
{
	size_t length;
	const char *text;

	if (!node || !fy_node_is_scalar(node) || fy_node_is_alias(node))
		return NULL;
	text = fy_node_get_scalar(node, &length);
	return text ? g_strndup(text, length) : NULL;
}

char **yaml_list(struct fy_node *node)
{
	GPtrArray *texts = g_ptr_array_new_with_free_func(g_free);
	struct fy_node *item;
	void *at = NULL;
	bool fine = node && fy_node_is_sequence(node);

	while (fine && (item = fy_node_sequence_iterate(node, &at))) {
		char *text = yaml_scalar(item);

		fine = text != NULL;
		if (fine)
			g_ptr_array_add(texts, text);
	}
	if (!fine) {
		g_ptr_array_unref(texts);
		return NULL;
	}
	g_ptr_array_add(texts, NULL);
	return (char **)g_ptr_array_free(texts, FALSE);
}

/* The YAML reader's own errors are collected, not printed. */
static void print_nothing(struct fy_diag *diag, void *user, const char *text,
			  size_t length)
{
	(void)diag, (void)user, (void)text, (void)length;
}

static bool read_document(struct yaml *yaml, struct fy_document *document,
			  struct fy_diag *diag,
			  bool (*root)(struct yaml *yaml, struct fy_node *root))
{
	void *at = NULL;
	const struct fy_diag_error *first;

	if (document)
		fy_document_resolve(document);
	first = fy_diag_errors_iterate(diag, &at);
	if (first)
		return yaml_fail(yaml, (unsigned)MAX(first->line, 0),
				 "not YAML: %s", first->msg);
	/* An empty file is no document. */
	return root(yaml, document ? fy_document_root(document) : NULL);
}

bool yaml_read(struct yaml *yaml, const char *bytes, gsize size,
	       bool (*root)(struct yaml *yaml, struct fy_node *root))
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
	fine = read_document(yaml, document, settings.diag, root);
	fy_document_destroy(document);
	fy_diag_destroy(settings.diag);
	return fine;
}
