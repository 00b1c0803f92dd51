/*
 * DOT through Graphviz's own library, which quotes what must be quoted.
 *
 * Names of scanned things become labels, where a backslash, an ampersand and
 * control characters mean something of their own: label_of() takes that from
 * them. Attributes are set as plain strings, so that "<b>" is never HTML.
 */

#include <graphviz/cgraph.h>
#include <string.h>

#include "output/group.h"
#include "output/writer.h"

/* Longer labels are cut; Graphviz cannot read back any length of names. */
#define LABEL_MAX 120
#define NAME_MAX_BYTES 2000

struct style {
	const char *shape, *color;
};

/* Data is angular and blue, code green, what runs yellow, people pink. */
static const struct style node_styles[N_NODE_KINDS] = {
	[NODE_SCHEMA] = {"folder", "#dbe9f6"},
	[NODE_DATABASE] = {"folder", "#dbe9f6"},
	[NODE_TABLE] = {"cylinder", "#b8d4ee"},
	[NODE_VIEW] = {"box", "#dbe9f6"},
	[NODE_MATVIEW] = {"box3d", "#dbe9f6"},
	[NODE_FOREIGN_TABLE] = {"cylinder", "#e8eef4"},
	[NODE_ROUTINE] = {"component", "#cfe3d6"},
	[NODE_TRIGGER] = {"cds", "#f6e3c5"},
	[NODE_EVENT] = {"cds", "#f6e3c5"},
	[NODE_REPOSITORY] = {"folder", "#dcefdc"},
	[NODE_FILE] = {"note", "#dcefdc"},
	[NODE_FUNCTION] = {"component", "#dcefdc"},
	[NODE_CLASS] = {"component", "#dcefdc"},
	[NODE_ENDPOINT] = {"rarrow", "#dcefdc"},
	[NODE_JOB] = {"hexagon", "#fbeebc"},
	[NODE_SCRIPT] = {"note", "#fbeebc"},
	[NODE_PIPELINE] = {"hexagon", "#fbeebc"},
	[NODE_REPORT] = {"tab", "#efd9ee"},
	[NODE_PANEL] = {"tab", "#efd9ee"},
	[NODE_STATEMENT] = {"plaintext", "#eeeeee"},
	[NODE_OWNER] = {"ellipse", "#f8dada"},
};

static const char *const edge_colors[N_EDGE_KINDS] = {
	[EDGE_READS] = "#1f5fa8",      [EDGE_WRITES] = "#c0392b",
	[EDGE_DEFINES] = "#7f8c8d",    [EDGE_MENTIONS] = "#95a5a6",
	[EDGE_REFERENCES] = "#34495e", [EDGE_CALLS] = "#27824b",
	[EDGE_FIRES] = "#d68910",      [EDGE_RUNS] = "#b7950b",
	[EDGE_CONTAINS] = "#bdc3c7",   [EDGE_REPLICATES] = "#8e44ad",
	[EDGE_DERIVES] = "#5dade2",    [EDGE_OWNS] = "#d98880",
};

/* cgraph takes all strings without const, and copies them. */
static char *loose(const char *string)
{
	return (char *)(uintptr_t)string;
}

static void set(void *object, const char *name, const char *value)
{
	agsafeset(object, loose(name), loose(value), loose(""));
}

/* Text that Graphviz shows as it is; at most LABEL_MAX characters. */
static char *label_of(const char *text)
{
	GString *label = g_string_new(NULL);
	unsigned n = 0;

	for (const char *s = text; *s; s = g_utf8_next_char(s)) {
		gunichar c = g_utf8_get_char(s);

		if (++n > LABEL_MAX) {
			g_string_append(label, "…");
			break;
		}
		if (c < 0x20 || (c >= 0x7f && c < 0xa0))
			g_string_append_printf(label, "\\\\x%02X", c);
		else if (c == '\\')
			g_string_append(label, "\\\\");
		else if (c == '&')
			g_string_append(label, "&amp;");
		else
			g_string_append_unichar(label, c);
	}
	return g_string_free(label, FALSE);
}

/* Ids of our own making hold letters, digits and some marks; those of an
 * imported map may hold what the library writes but cannot read back. */
static bool is_plain_name(const char *id)
{
	size_t length = strlen(id);

	if (length > NAME_MAX_BYTES)
		return false;
	for (size_t i = 0; i < length; i++)
		if ((unsigned char)id[i] < 0x20 || strchr("\"\\<>&\x7f", id[i]))
			return false;
	return true;
}

/* The id as the name of a node; another name where that is no good one. */
static char *name_of(const char *id)
{
	char *hash, *name;

	if (is_plain_name(id))
		return g_strdup(id);
	hash = g_compute_checksum_for_string(G_CHECKSUM_SHA256, id, -1);
	name = g_strdup_printf("node %s", hash);
	g_free(hash);
	return name;
}

static void style_node(Agnode_t *drawn, const struct group *group)
{
	const struct style *style = &node_styles[group->kind];
	char *label = label_of(group->label), *full;

	full = group->n_nodes > 1 ? g_strdup_printf("%s\\n%u objects", label,
						    group->n_nodes)
				  : g_strdup(label);
	set(drawn, "label", full);
	set(drawn, "shape", style->shape ? style->shape : "box");
	set(drawn, "fillcolor", style->color ? style->color : "#eeeeee");
	if (!group->bound && group->kind != NODE_OWNER)
		set(drawn, "style", "filled,dashed");
	if (group->kind != NODE_NONE)
		set(drawn, "class", kind_name(&NODE_KIND, group->kind));
	g_free(label);
	g_free(full);
}

static void style_edge(Agedge_t *drawn, const struct group_edge *edge)
{
	static const char *const styles[N_CONFIDENCES] = {
		[CONFIDENCE_POSSIBLE] = "dotted",
		[CONFIDENCE_LIKELY] = "dashed"};
	const char *kind = kind_name(&EDGE_KIND, edge->kind);

	set(drawn, "color", edge_colors[edge->kind]);
	set(drawn, "class", kind);
	if (styles[edge->confidence])
		set(drawn, "style", styles[edge->confidence]);
	if (edge->count > 1) {
		char *label = g_strdup_printf("%s ×%u", kind, edge->count);

		set(drawn, "label", label);
		g_free(label);
	} else {
		set(drawn, "label", kind);
	}
}

/* The cluster of a source, made on first use. */
static Agraph_t *cluster_of(Agraph_t *drawn, const char *source)
{
	char *plain = name_of(source ? source : "");
	char *name = g_strdup_printf("cluster_%s", plain);
	Agraph_t *cluster = agsubg(drawn, name, 0);

	if (!cluster) {
		char *label = label_of(source ? source : "bound to nothing");

		cluster = agsubg(drawn, name, 1);
		set(cluster, "label", label);
		g_free(label);
	}
	g_free(name);
	g_free(plain);
	return cluster;
}

static void draw_groups(Agraph_t *drawn, const struct grouping *grouping,
			const struct writer_options *options, Agnode_t **nodes)
{
	for (uint32_t i = 0; i < grouping->n_groups; i++) {
		const struct group *group = &grouping->groups[i];
		char *name = name_of(group->id);
		Agraph_t *at = options->level == LEVEL_OF_SOURCES ||
					       group->kind == NODE_OWNER
				       ? drawn
				       : cluster_of(drawn, group->source);

		nodes[i] = agnode(at, name, 1);
		style_node(nodes[i], group);
		g_free(name);
	}
}

static void draw_edges(Agraph_t *drawn, const struct grouping *grouping,
		       Agnode_t **nodes)
{
	for (uint32_t i = 0; i < grouping->n_edges; i++) {
		const struct group_edge *edge = &grouping->edges[i];
		/* The key tells edges of several kinds apart. */
		Agedge_t *made =
			agedge(drawn, nodes[edge->from], nodes[edge->to],
			       loose(kind_name(&EDGE_KIND, edge->kind)), 1);

		style_edge(made, edge);
	}
}

static void declare(Agraph_t *drawn, const struct writer_options *options)
{
	static const struct {
		int kind;
		const char *name, *value;
	} defaults[] = {
		{AGRAPH, "rankdir", "LR"},
		{AGRAPH, "fontname", "sans-serif"},
		{AGRAPH, "color", "#bdc3c7"},
		{AGRAPH, "label", ""},
		{AGNODE, "label", "\\N"},
		{AGNODE, "shape", "box"},
		{AGNODE, "style", "filled"},
		{AGNODE, "fillcolor", "#eeeeee"},
		{AGNODE, "fontname", "sans-serif"},
		{AGNODE, "class", ""},
		{AGEDGE, "label", ""},
		{AGEDGE, "color", "#000000"},
		{AGEDGE, "style", "solid"},
		{AGEDGE, "fontname", "sans-serif"},
		{AGEDGE, "fontsize", "9"},
		{AGEDGE, "class", ""},
	};

	for (size_t i = 0; i < G_N_ELEMENTS(defaults); i++)
		agattr(drawn, defaults[i].kind, loose(defaults[i].name),
		       loose(defaults[i].value));
	if (options->title) {
		char *label = label_of(options->title);

		set(drawn, "label", label);
		g_free(label);
	}
}

/* --- ids --- */

/*
 * The library's own ids are addresses of strings, and by ids it orders the
 * subgraphs. These count names, of each kind of object apart, as they come.
 * Names are the library's: it looks in front of a string for what it is, and
 * frees them with the graph.
 */
struct ids {
	Agraph_t *drawn;
	GHashTable *of_name[AGEDGE + 1]; /* name -> id */
	GPtrArray *names;		 /* of id 1, 2, ...; or NULL */
};

static void *ids_open(Agraph_t *drawn, Agdisc_t *discipline)
{
	struct ids *ids = g_new0(struct ids, 1);

	(void)discipline;
	ids->drawn = drawn;
	ids->names = g_ptr_array_new();
	for (int kind = 0; kind <= AGEDGE; kind++)
		ids->of_name[kind] = g_hash_table_new(g_str_hash, g_str_equal);
	return ids;
}

static void ids_close(void *state)
{
	struct ids *ids = state;

	for (int kind = 0; kind <= AGEDGE; kind++)
		g_hash_table_unref(ids->of_name[kind]);
	g_ptr_array_unref(ids->names);
	g_free(ids);
}

static long ids_map(void *state, int kind, char *name, IDTYPE *id, int create)
{
	struct ids *ids = state;
	GHashTable *of_name = ids->of_name[MIN(kind, AGEDGE)];
	gpointer known = name ? g_hash_table_lookup(of_name, name) : NULL;

	if (known) {
		*id = GPOINTER_TO_SIZE(known);
		return TRUE;
	}
	if (!create)
		return FALSE;
	name = name ? agstrdup(ids->drawn, name) : NULL;
	g_ptr_array_add(ids->names, name);
	*id = ids->names->len;
	if (name)
		g_hash_table_insert(of_name, name, GSIZE_TO_POINTER(*id));
	return TRUE;
}

static long ids_alloc(void *state, int kind, IDTYPE id)
{
	(void)state, (void)kind, (void)id;
	return FALSE;
}

static void ids_free(void *state, int kind, IDTYPE id)
{
	(void)state, (void)kind, (void)id;
}

static char *ids_print(void *state, int kind, IDTYPE id)
{
	const struct ids *ids = state;

	(void)kind;
	return id && id <= ids->names->len ? ids->names->pdata[id - 1] : NULL;
}

static void ids_register(void *state, int kind, void *object)
{
	(void)state, (void)kind, (void)object;
}

static Agiddisc_t ids = {ids_open,  ids_map,   ids_alloc,   ids_free,
			 ids_print, ids_close, ids_register};

static bool dot_write(const struct graph *graph,
		      const struct writer_options *options, FILE *out,
		      GError **error)
{
	struct grouping *grouping = grouping_new(graph, options->level);
	Agnode_t **nodes = g_new(Agnode_t *, grouping->n_groups);
	Agdisc_t counted = {&AgMemDisc, &ids, &AgIoDisc};
	Agraph_t *drawn = agopen(loose("unmoor"), Agdirected, &counted);

	declare(drawn, options);
	draw_groups(drawn, grouping, options, nodes);
	draw_edges(drawn, grouping, nodes);
	agwrite(drawn, out);
	agclose(drawn);
	g_free(nodes);
	grouping_free(grouping);
	return writer_flush(out, error);
}

const struct writer writer_dot = {
	.name = "dot",
	.summary = "a drawing for Graphviz (dot -Tsvg)",
	.levels = true,
	.write = dot_write,
};
