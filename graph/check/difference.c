#include "graph/check/difference.h"

#include <stdlib.h>
#include <string.h>

/* --- fields -------------------------------------------------------------- */

static void field(struct differences *all, struct difference *row,
		  const char *name, const char *old, const char *new)
{
	struct difference_field *added;

	if (g_strcmp0(old, new) == 0)
		return;
	added = ARENA_PUSH(&all->arena, row->fields, row->n_fields);
	added->name = arena_strdup(&all->arena, name);
	added->old = arena_strdup(&all->arena, old);
	added->new = arena_strdup(&all->arena, new);
}

static void push_word(const char *word, void *payload)
{
	GString *words = payload;

	g_string_append_printf(words, "%s%s", words->len ? ", " : "", word);
}

/* "select, update"; in the arena. */
static const char *words_of(struct differences *all,
			    const struct kind_list *list, uint32_t mask)
{
	GString *words = g_string_new(NULL);
	const char *copy;

	flags_names(list, mask, push_word, words);
	copy = arena_strdup(&all->arena, words->str);
	g_string_free(words, TRUE);
	return copy;
}

/* Who owns what is said of each object, and not once more. */
static bool is_said_elsewhere(const struct differences *all,
			      const struct difference *row)
{
	bool gone = row->new == GRAPH_ABSENT;
	const struct graph *graph = gone ? all->old : all->new;
	uint32_t index = gone ? row->old : row->new;

	return (row->kind == DIFFERENCE_NODE &&
		graph->nodes[index].kind == NODE_OWNER) ||
	       (row->kind == DIFFERENCE_EDGE &&
		graph->edges[index].kind == EDGE_OWNS);
}

/* Keeps the row if something of it is different, or it is in one map only. */
static void add(struct differences *all, const struct difference *row)
{
	if ((row->old == GRAPH_ABSENT || row->new == GRAPH_ABSENT ||
	     row->n_fields || row->old_count != row->new_count) &&
	    !is_said_elsewhere(all, row))
		*ARENA_PUSH(&all->arena, all->rows, all->n) = *row;
}

/* --- sources ------------------------------------------------------------- */

static void compare_source(struct differences *all, struct difference *row)
{
	const struct graph_source *old = &all->old->sources[row->old];
	const struct graph_source *new = &all->new->sources[row->new];

	field(all, row, "kind", kind_name(&SOURCE_KIND, old->kind),
	      kind_name(&SOURCE_KIND, new->kind));
	field(all, row, "stale", old->stale ? "true" : "false",
	      new->stale ? "true" : "false");
}

static void compare_sources(struct differences *all)
{
	const struct graph *a = all->old, *b = all->new;
	uint32_t i = 0, j = 0;

	while (i < a->n_sources || j < b->n_sources) {
		struct difference row = {
			.kind = DIFFERENCE_SOURCE, .old = i, .new = j};
		int order = i == a->n_sources	? 1
			    : j == b->n_sources ? -1
						: strcmp(a->sources[i].id,
							 b->sources[j].id);

		if (order > 0)
			row.old = GRAPH_ABSENT;
		else
			i++;
		if (order < 0)
			row.new = GRAPH_ABSENT;
		else
			j++;
		if (order == 0)
			compare_source(all, &row);
		add(all, &row);
	}
}

/* --- nodes --------------------------------------------------------------- */

/* What a server counts is different each time it is asked. */
static bool is_counted(const char *name)
{
	static const char *const names[] = {"bytes", "calls", "rows"};

	for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
		if (strcmp(names[i], name) == 0)
			return true;
	return false;
}

/* Attributes are sorted by name in both. */
static void compare_attributes(struct differences *all, struct difference *row,
			       const struct node *old, const struct node *new)
{
	uint32_t i = 0, j = 0;

	while (i < old->n_attributes || j < new->n_attributes) {
		const struct attribute *a = &old->attributes[i];
		const struct attribute *b = &new->attributes[j];
		int order = i == old->n_attributes   ? 1
			    : j == new->n_attributes ? -1
						     : strcmp(a->name, b->name);
		const char *name = order > 0 ? b->name : a->name;

		if (!is_counted(name))
			field(all, row, name, order > 0 ? NULL : a->value,
			      order < 0 ? NULL : b->value);
		i += order <= 0;
		j += order >= 0;
	}
}

static void compare_node(struct differences *all, struct difference *row)
{
	const struct node *old = &all->old->nodes[row->old];
	const struct node *new = &all->new->nodes[row->new];

	field(all, row, "bound", old->bound ? "true" : "false",
	      new->bound ? "true" : "false");
	field(all, row, "owner", node_owners(old, &all->arena),
	      node_owners(new, &all->arena));
	compare_attributes(all, row, old, new);
}

static void compare_nodes(struct differences *all)
{
	const struct graph *a = all->old, *b = all->new;
	uint32_t i = 0, j = 0;

	while (i < a->n_nodes || j < b->n_nodes) {
		struct difference row = {
			.kind = DIFFERENCE_NODE, .old = i, .new = j};
		int order = i == a->n_nodes ? 1
			    : j == b->n_nodes
				    ? -1
				    : strcmp(a->nodes[i].id, b->nodes[j].id);

		if (order > 0)
			row.old = GRAPH_ABSENT;
		else
			i++;
		if (order < 0)
			row.new = GRAPH_ABSENT;
		else
			j++;
		if (order == 0)
			compare_node(all, &row);
		add(all, &row);
	}
}

/* --- edges --------------------------------------------------------------- */

static int compare_ends(const struct graph *a, const struct edge *x,
			const struct graph *b, const struct edge *y)
{
	int order = strcmp(a->nodes[x->from].id, b->nodes[y->from].id);

	if (!order)
		order = strcmp(a->nodes[x->to].id, b->nodes[y->to].id);
	return order ? order : (int)x->kind - (int)y->kind;
}

/* Each column with its roles; columns are sorted by name. */
static void compare_columns(struct differences *all, struct difference *row,
			    const struct edge *old, const struct edge *new)
{
	uint32_t i = 0, j = 0;

	while (i < old->n_columns || j < new->n_columns) {
		const struct used_column *a = &old->columns[i];
		const struct used_column *b = &new->columns[j];
		int order = i == old->n_columns	  ? 1
			    : j == new->n_columns ? -1
						  : strcmp(a->name, b->name);
		const char *name = order > 0 ? b->name : a->name;

		field(all, row, arena_printf(&all->arena, "column %s", name),
		      order > 0 ? NULL : words_of(all, &ROLE, a->roles),
		      order < 0 ? NULL : words_of(all, &ROLE, b->roles));
		i += order <= 0;
		j += order >= 0;
	}
}

static const char *pairs_of(struct differences *all, const struct edge *edge)
{
	GString *pairs = g_string_new(NULL);
	const char *copy;

	for (uint32_t i = 0; i < edge->n_pairs; i++)
		g_string_append_printf(pairs, "%s%s = %s", i ? ", " : "",
				       edge->pairs[i].from, edge->pairs[i].to);
	copy = arena_strdup(&all->arena, pairs->str);
	g_string_free(pairs, TRUE);
	return copy;
}

static void compare_edge(struct differences *all, struct difference *row)
{
	const struct edge *old = &all->old->edges[row->old];
	const struct edge *new = &all->new->edges[row->new];

	compare_columns(all, row, old, new);
	field(all, row, "confidence", kind_name(&CONFIDENCE, old->confidence),
	      kind_name(&CONFIDENCE, new->confidence));
	if (old->how >= 0 && new->how >= 0)
		field(all, row, "how", kind_name(&HOW, (unsigned)old->how),
		      kind_name(&HOW, (unsigned)new->how));
	field(all, row, "operations",
	      words_of(all, &OPERATION, old->operations),
	      words_of(all, &OPERATION, new->operations));
	field(all, row, "pairs", pairs_of(all, old), pairs_of(all, new));
}

static void compare_edges(struct differences *all)
{
	const struct graph *a = all->old, *b = all->new;
	uint32_t i = 0, j = 0;

	while (i < a->n_edges || j < b->n_edges) {
		struct difference row = {
			.kind = DIFFERENCE_EDGE, .old = i, .new = j};
		int order = i == a->n_edges   ? 1
			    : j == b->n_edges ? -1
					      : compare_ends(a, &a->edges[i], b,
							     &b->edges[j]);

		if (order > 0)
			row.old = GRAPH_ABSENT;
		else
			i++;
		if (order < 0)
			row.new = GRAPH_ABSENT;
		else
			j++;
		if (order == 0)
			compare_edge(all, &row);
		add(all, &row);
	}
}

/* --- blind spots --------------------------------------------------------- */

/* A blind spot without its line, of one map. */
struct spot {
	char *key;
	uint32_t index; /* of the first */
	uint64_t count;
};

static int compare_spots(const void *a, const void *b)
{
	const struct spot *x = a, *y = b;
	int order = strcmp(x->key, y->key);

	return order ? order : (x->index > y->index) - (x->index < y->index);
}

static const char *or_empty(const char *text)
{
	return text ? text : "";
}

/* Sorted, and equal ones joined. */
static GArray *spots_of(struct differences *all, const struct graph *graph)
{
	GArray *spots = g_array_new(FALSE, FALSE, sizeof(struct spot));
	guint kept = 0;

	for (uint32_t i = 0; i < graph->n_blind_spots; i++) {
		const struct blind_spot *from = &graph->blind_spots[i];
		struct spot spot = {NULL, i, from->count};

		spot.key = arena_printf(
			&all->arena, "%s\n%s\n%s\n%s\n%s", from->source,
			or_empty(from->path), kind_name(&REASON, from->reason),
			or_empty(from->pattern), or_empty(from->detail));
		g_array_append_val(spots, spot);
	}
	g_array_sort(spots, compare_spots);
	for (guint i = 0; i < spots->len; i++) {
		struct spot *spot = &g_array_index(spots, struct spot, i);
		struct spot *last =
			kept ? &g_array_index(spots, struct spot, kept - 1)
			     : NULL;

		if (last && strcmp(last->key, spot->key) == 0)
			last->count += spot->count;
		else
			g_array_index(spots, struct spot, kept++) = *spot;
	}
	g_array_set_size(spots, kept);
	return spots;
}

static void compare_blind_spots(struct differences *all)
{
	GArray *a = spots_of(all, all->old), *b = spots_of(all, all->new);
	guint i = 0, j = 0;

	while (i < a->len || j < b->len) {
		const struct spot *x = &g_array_index(a, struct spot, i);
		const struct spot *y = &g_array_index(b, struct spot, j);
		struct difference row = {.kind = DIFFERENCE_BLIND_SPOT,
					 .old = GRAPH_ABSENT,
					 .new = GRAPH_ABSENT};
		int order = i == a->len	  ? 1
			    : j == b->len ? -1
					  : strcmp(x->key, y->key);

		if (order <= 0) {
			row.old = x->index;
			row.old_count = x->count;
			i++;
		}
		if (order >= 0) {
			row.new = y->index;
			row.new_count = y->count;
			j++;
		}
		add(all, &row);
	}
	g_array_unref(a);
	g_array_unref(b);
}

/* --- the whole ----------------------------------------------------------- */

struct differences *differences_new(const struct graph *old,
				    const struct graph *new)
{
	struct differences *all = g_new0(struct differences, 1);

	arena_init(&all->arena);
	all->old = old;
	all->new = new;
	compare_sources(all);
	compare_nodes(all);
	compare_edges(all);
	compare_blind_spots(all);
	return all;
}

void differences_free(struct differences *differences)
{
	arena_release(&differences->arena);
	g_free(differences);
}
