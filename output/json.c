/*
 * The map as JSON: its canonical interchange form, docs/map.schema.json.
 *
 * One source, node, edge or blind spot a line, in the order of the graph, so
 * that two maps can be compared line by line.
 */

#include <inttypes.h>

#include "graph/version.h"
#include "output/json_stream.h"
#include "output/writer.h"

static void write_field(struct json_stream *json, const char *key,
			const char *value)
{
	json_stream_key(json, key);
	json_stream_string(json, value);
}

static void write_count(struct json_stream *json, const char *key,
			uint64_t number)
{
	json_stream_key(json, key);
	json_stream_number(json, number);
}

static void write_strings(struct json_stream *json, const char *key,
			  const char *const *strings, uint32_t n)
{
	json_stream_key(json, key);
	json_stream_open(json, '[');
	for (uint32_t i = 0; i < n; i++)
		json_stream_string(json, strings[i]);
	json_stream_close(json, ']');
}

static void write_source(struct json_stream *json,
			 const struct graph_source *source)
{
	json_stream_open(json, '{');
	write_field(json, "id", source->id);
	write_field(json, "kind", kind_name(&SOURCE_KIND, source->kind));
	write_field(json, "location", source->location);
	write_field(json, "revision", source->revision);
	json_stream_key(json, "stale");
	json_stream_bool(json, source->stale);
	json_stream_close(json, '}');
}

static void write_node(struct json_stream *json, const struct node *node)
{
	json_stream_open(json, '{');
	write_field(json, "id", node->id);
	write_field(json, "kind", kind_name(&NODE_KIND, node->kind));
	write_field(json, "name", node->name);
	write_strings(json, "parts", node->parts, node->n_parts);
	write_field(json, "source", node->source);
	json_stream_key(json, "bound");
	json_stream_bool(json, node->bound);
	write_strings(json, "owner", node->owners, node->n_owners);
	json_stream_key(json, "attributes");
	json_stream_open(json, '{');
	for (uint32_t i = 0; i < node->n_attributes; i++)
		write_field(json, node->attributes[i].name,
			    node->attributes[i].value);
	json_stream_close(json, '}');
	json_stream_close(json, '}');
}

static void write_columns(struct json_stream *json,
			  const struct used_column *columns, uint32_t n)
{
	json_stream_key(json, "columns");
	json_stream_open(json, '[');
	for (uint32_t i = 0; i < n; i++) {
		json_stream_open(json, '{');
		write_field(json, "name", columns[i].name);
		json_stream_key(json, "roles");
		json_stream_words(json, &ROLE, columns[i].roles);
		json_stream_close(json, '}');
	}
	json_stream_close(json, ']');
}

static void write_places(struct json_stream *json, const struct graph *graph,
			 const struct evidence *evidence)
{
	write_field(json, "source", evidence->source);
	write_field(json, "path", evidence->path);
	if (evidence->object != GRAPH_ABSENT)
		write_field(json, "object", graph->nodes[evidence->object].id);
	write_count(json, "line", evidence->line);
	write_count(json, "end_line", evidence->end_line);
	if (evidence->statement_line) {
		write_count(json, "statement_line", evidence->statement_line);
		write_count(json, "statement_end", evidence->statement_end);
	}
}

static void write_evidence(struct json_stream *json, const struct graph *graph,
			   const struct evidence *evidence)
{
	char statement[17];

	json_stream_open(json, '{');
	write_places(json, graph, evidence);
	write_field(json, "via", kind_name(&VIA, evidence->via));
	write_field(json, "scope", kind_name(&SCOPE, evidence->scope));
	json_stream_key(json, "operations");
	json_stream_words(json, &OPERATION, evidence->operations);
	write_columns(json, evidence->columns, evidence->n_columns);
	write_field(json, "confidence",
		    kind_name(&CONFIDENCE, evidence->confidence));
	if (evidence->statement) {
		g_snprintf(statement, sizeof(statement), "%016" PRIx64,
			   evidence->statement);
		write_field(json, "statement", statement);
	}
	json_stream_close(json, '}');
}

static void write_pairs(struct json_stream *json, const struct edge *edge)
{
	json_stream_key(json, "pairs");
	json_stream_open(json, '[');
	for (uint32_t i = 0; i < edge->n_pairs; i++) {
		json_stream_open(json, '{');
		write_field(json, "from", edge->pairs[i].from);
		write_field(json, "to", edge->pairs[i].to);
		json_stream_close(json, '}');
	}
	json_stream_close(json, ']');
}

static void write_edge(struct json_stream *json, const struct graph *graph,
		       const struct edge *edge)
{
	json_stream_open(json, '{');
	write_field(json, "from", graph->nodes[edge->from].id);
	write_field(json, "to", graph->nodes[edge->to].id);
	write_field(json, "kind", kind_name(&EDGE_KIND, edge->kind));
	json_stream_key(json, "operations");
	json_stream_words(json, &OPERATION, edge->operations);
	write_columns(json, edge->columns, edge->n_columns);
	write_field(json, "confidence",
		    kind_name(&CONFIDENCE, edge->confidence));
	if (edge->kind == EDGE_REFERENCES)
		write_pairs(json, edge);
	if (edge->how >= 0)
		write_field(json, "how", kind_name(&HOW, (unsigned)edge->how));
	json_stream_key(json, "evidence");
	json_stream_open(json, '[');
	for (uint32_t i = 0; i < edge->n_evidence; i++)
		write_evidence(json, graph, &edge->evidence[i]);
	json_stream_close(json, ']');
	json_stream_close(json, '}');
}

static void write_blind_spot(struct json_stream *json,
			     const struct blind_spot *spot)
{
	json_stream_open(json, '{');
	write_field(json, "source", spot->source);
	write_field(json, "path", spot->path);
	json_stream_key(json, "line");
	if (spot->line)
		json_stream_number(json, spot->line);
	else
		json_stream_null(json);
	write_field(json, "reason", kind_name(&REASON, spot->reason));
	write_field(json, "pattern", spot->pattern);
	write_strings(json, "candidates", spot->candidates, spot->n_candidates);
	write_count(json, "count", spot->count);
	write_field(json, "detail", spot->detail);
	json_stream_close(json, '}');
}

static void write_head(struct json_stream *json)
{
	json_stream_key(json, "unmoor");
	json_stream_open(json, '{');
	write_count(json, "format", MAP_FORMAT);
	write_field(json, "version", UNMOOR_VERSION);
	json_stream_close(json, '}');
}

/* "KEY":[ with each element on a line that `each` writes. */
#define WRITE_LINES(json, key, n, each)                                        \
	do {                                                                   \
		json_stream_line(json);                                        \
		json_stream_key(json, key);                                    \
		json_stream_open(json, '[');                                   \
		for (uint32_t i = 0; i < (n); i++) {                           \
			json_stream_line(json);                                \
			each;                                                  \
		}                                                              \
		json_stream_close(json, ']');                                  \
	} while (0)

static bool json_write(const struct graph *graph,
		       const struct writer_options *options, FILE *out,
		       GError **error)
{
	struct json_stream json = {.out = out};

	json_stream_open(&json, '{');
	write_head(&json);
	WRITE_LINES(&json, "sources", graph->n_sources,
		    write_source(&json, &graph->sources[i]));
	WRITE_LINES(&json, "nodes", graph->n_nodes,
		    write_node(&json, &graph->nodes[i]));
	WRITE_LINES(&json, "edges", graph->n_edges,
		    write_edge(&json, graph, &graph->edges[i]));
	WRITE_LINES(&json, "blind_spots", graph->n_blind_spots,
		    write_blind_spot(&json, &graph->blind_spots[i]));
	if (options->more)
		options->more(&json, options->payload);
	json_stream_close(&json, '}');
	return json_stream_end(&json, error);
}

const struct writer writer_json = {
	.name = "json",
	.summary = "the whole map, as docs/map.schema.json describes it",
	.write = json_write,
};
