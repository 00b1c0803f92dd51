/*
 * json_import.h - a map from JSON, as the json writer writes it.
 *
 * The file is read element by element, so that memory holds the graph and one
 * element more. Order, white space and unknown fields do not matter; what is
 * computed from the evidence (operations, columns and confidence of edges) is
 * not read. Anything else that is not of docs/map.schema.json is an error
 * that names the line.
 */
#ifndef OUTPUT_JSON_IMPORT_H
#define OUTPUT_JSON_IMPORT_H

#include "graph/graph.h"

#define JSON_IMPORT_ERROR json_import_error_quark()
enum json_import_error {
	JSON_IMPORT_ERROR_MISSING, /* no such file, or not readable */
	JSON_IMPORT_ERROR_FORM,	   /* no JSON, or no map */
};
GQuark json_import_error_quark(void);

/* The graph, finished; graph_free(). NULL with an error. */
struct graph *json_import(const char *path, GError **error);

#endif
