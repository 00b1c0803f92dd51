/*
 * yaml.h - YAML files of ours: their values, and what is wrong with them, with
 * the line.
 *
 * Errors are CONFIG_ERROR: "unmoor.yaml:3: ...". The nodes are libfyaml's and
 * live for the time of the call.
 *
 *	static bool read_root(struct yaml *yaml, struct fy_node *root) ...
 *	struct yaml yaml = {.path = path, .error = error, .payload = config};
 *	return yaml_read(&yaml, bytes, size, read_root);
 */
#ifndef CLI_YAML_H
#define CLI_YAML_H

#include <glib.h>
#include <libfyaml.h>
#include <stdbool.h>

struct yaml {
	const char *path; /* for messages */
	GError **error;
	void *payload; /* the caller's */
};

/* Calls with the root, NULL for an empty file. False with an error. */
bool yaml_read(struct yaml *yaml, const char *bytes, gsize size,
	       bool (*root)(struct yaml *yaml, struct fy_node *root));

/* Sets the error; always false, for `return yaml_fail(...)`. Line 0: none. */
bool yaml_fail(struct yaml *yaml, unsigned line, const char *format, ...)
	G_GNUC_PRINTF(3, 4);

unsigned yaml_line(struct fy_node *node);

/* The text of a scalar; new, NULL for anything else. */
char *yaml_scalar(struct fy_node *node);

/* The texts of a list of scalars; g_strfreev(), NULL for anything else. */
char **yaml_list(struct fy_node *node);

#endif
