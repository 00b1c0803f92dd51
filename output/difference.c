#include "output/difference.h"

#include "graph/version.h"
#include "output/json_stream.h"

static void write_text(struct json_stream *json, const char *key,
		       const char *text)
{
	json_stream_key(json, key);
	json_stream_string(json, text);
}

static void write_source(struct json_stream *json, const struct graph *graph,
			 uint32_t index)
{
	write_text(json, "id", graph->sources[index].id);
	write_text(json, "kind",
		   kind_name(&SOURCE_KIND, graph->sources[index].kind));
}

static void write_node(struct json_stream *json, const struct graph *graph,
		       uint32_t index)
{
	const struct node *node = &graph->nodes[index];

	write_text(json, "id", node->id);
	write_text(json, "kind", kind_name(&NODE_KIND, node->kind));
	json_stream_key(json, "owner");
	json_stream_open(json, '[');
	for (uint32_t i = 0; i < node->n_owners; i++)
		json_stream_string(json, node->owners[i]);
	json_stream_close(json, ']');
}

static void write_edge(struct json_stream *json, const struct graph *graph,
		       uint32_t index)
{
	const struct edge *edge = &graph->edges[index];

	write_text(json, "from", graph->nodes[edge->from].id);
	write_text(json, "to", graph->nodes[edge->to].id);
	write_text(json, "kind", kind_name(&EDGE_KIND, edge->kind));
	json_stream_key(json, "operations");
	json_stream_words(json, &OPERATION, edge->operations);
	write_text(json, "confidence",
		   kind_name(&CONFIDENCE, edge->confidence));
}

static void write_spot(struct json_stream *json, const struct graph *graph,
		       uint32_t index)
{
	const struct blind_spot *spot = &graph->blind_spots[index];

	write_text(json, "source", spot->source);
	write_text(json, "path", spot->path);
	write_text(json, "reason", kind_name(&REASON, spot->reason));
	write_text(json, "pattern", spot->pattern);
	write_text(json, "detail", spot->detail);
}

static void (*const writers[N_DIFFERENCE_KINDS])(struct json_stream *json,
						 const struct graph *graph,
						 uint32_t index) = {
	write_source, write_node, write_edge, write_spot};

static void write_fields(struct json_stream *json, const struct difference *row)
{
	if (!row->n_fields)
		return;
	json_stream_key(json, "changed");
	json_stream_open(json, '[');
	for (uint32_t i = 0; i < row->n_fields; i++) {
		json_stream_open(json, '{');
		write_text(json, "field", row->fields[i].name);
		write_text(json, "old", row->fields[i].old);
		write_text(json, "new", row->fields[i].new);
		json_stream_close(json, '}');
	}
	json_stream_close(json, ']');
}

static void write_row(struct json_stream *json,
		      const struct differences *differences,
		      const struct difference *row)
{
	bool added = row->old == GRAPH_ABSENT, gone = row->new == GRAPH_ABSENT;

	json_stream_line(json);
	json_stream_open(json, '{');
	write_text(json, "change",
		   added  ? "added"
		   : gone ? "removed"
			  : "changed");
	writers[row->kind](json, gone ? differences->old : differences->new,
			   gone ? row->old : row->new);
	write_fields(json, row);
	if (row->kind == DIFFERENCE_BLIND_SPOT) {
		json_stream_key(json, "old_count");
		json_stream_number(json, row->old_count);
		json_stream_key(json, "new_count");
		json_stream_number(json, row->new_count);
	}
	json_stream_close(json, '}');
}

bool difference_write_json(const struct differences *differences, FILE *out,
			   GError **error)
{
	static const char *const keys[N_DIFFERENCE_KINDS] = {
		"sources", "nodes", "edges", "blind_spots"};
	struct json_stream json = {.out = out};
	uint32_t at = 0;

	json_stream_open(&json, '{');
	json_stream_key(&json, "unmoor");
	json_stream_open(&json, '{');
	json_stream_key(&json, "format");
	json_stream_number(&json, 1);
	write_text(&json, "version", UNMOOR_VERSION);
	json_stream_close(&json, '}');
	for (unsigned kind = 0; kind < N_DIFFERENCE_KINDS; kind++) {
		json_stream_line(&json);
		json_stream_key(&json, keys[kind]);
		json_stream_open(&json, '[');
		for (;
		     at < differences->n && differences->rows[at].kind == kind;
		     at++)
			write_row(&json, differences, &differences->rows[at]);
		json_stream_close(&json, ']');
	}
	json_stream_close(&json, '}');
	return json_stream_end(&json, error);
}
