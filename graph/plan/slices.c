/* From tables to slices: what must, what should and what may move together. */

#include <stdlib.h>
#include <string.h>

#include "graph/plan/plan_private.h"
#include "graph/plan/scc.h"

static const struct node *node_of(const struct planner *planner, uint32_t table)
{
	return &planner->graph->nodes[planner->plan->tables[table].node];
}

void add_merge(struct planner *planner, const struct plan_merge *merge)
{
	struct plan *plan = planner->plan;

	*ARENA_PUSH(&plan->arena, plan->merges, plan->n_merges) = *merge;
}

/* --- cycles --- */

/* Arcs are sorted by where they come from. */
static uint32_t find_cycles(const struct plan *plan, uint32_t *component)
{
	uint32_t *first = g_new0(uint32_t, plan->n_tables + 1);
	uint32_t *targets = g_new(uint32_t, plan->n_arcs + 1), n;

	for (uint32_t i = 0; i < plan->n_arcs; i++) {
		first[plan->arcs[i].from + 1]++;
		targets[i] = plan->arcs[i].to;
	}
	for (uint32_t i = 0; i < plan->n_tables; i++)
		first[i + 1] += first[i];
	n = scc_find(plan->n_tables, first, targets, component);
	g_free(first);
	g_free(targets);
	return n;
}

/* Joins what lies on one cycle; of the arcs those of cycles stay. */
static void join_cycles(struct planner *planner, struct groups *groups)
{
	struct plan *plan = planner->plan;
	uint32_t *component = g_new(uint32_t, plan->n_tables), kept = 0;

	find_cycles(plan, component);
	for (uint32_t i = 0; i < plan->n_arcs; i++) {
		const struct plan_arc arc = plan->arcs[i];

		if (component[arc.from] != component[arc.to])
			continue;
		plan->arcs[kept++] = arc;
		groups_join(groups, groups_find(groups, arc.from),
			    groups_find(groups, arc.to));
	}
	plan->n_arcs = kept;
	g_free(component);
}

/* --- what the team says --- */

/* The tables of a group that are planned, as roots. */
static GArray *tables_of(const struct planner *planner,
			 const struct plan_group *group)
{
	GArray *tables = g_array_new(FALSE, FALSE, sizeof(uint32_t));

	for (uint32_t i = 0; i < group->n_tables; i++) {
		uint32_t table = planner->table_of[group->tables[i]];

		if (!table)
			continue;
		table = planner->plan->tables[table - 1].root;
		g_array_append_val(tables, table);
	}
	return tables;
}

static void join_together(struct planner *planner, struct groups *groups)
{
	for (uint32_t g = 0; g < planner->settings->n_together; g++) {
		const struct plan_group *said = &planner->settings->together[g];
		GArray *tables = tables_of(planner, said);

		for (guint i = 1; i < tables->len; i++) {
			struct plan_merge merge = {
				.kind = MERGE_TOGETHER,
				.a = g_array_index(tables, uint32_t, 0),
				.b = g_array_index(tables, uint32_t, i),
				.line = said->line};
			uint32_t a = groups_find(groups, merge.a);
			uint32_t b = groups_find(groups, merge.b);

			merge.pair = pair_find(planner->plan, merge.a, merge.b);
			if (g_strcmp0(node_of(planner, a)->source,
				      node_of(planner, b)->source) != 0) {
				planner_note(
					planner,
					"unmoor.yaml:%u: %s and %s lie in two "
					"catalogs, so they are no slice; move "
					"their slices in one wave",
					said->line, node_of(planner, a)->id,
					node_of(planner, b)->id);
			} else if (a != b) {
				groups_join(groups, a, b);
				add_merge(planner, &merge);
			}
		}
		g_array_free(tables, TRUE);
	}
}

bool slices_apart(const struct planner *planner, struct groups *groups,
		  uint32_t a, uint32_t b)
{
	for (uint32_t g = 0; g < planner->settings->n_apart; g++) {
		const struct plan_group *said = &planner->settings->apart[g];
		bool has_a = false, has_b = false;

		for (uint32_t i = 0; i < said->n_tables; i++) {
			uint32_t table = planner->table_of[said->tables[i]];

			if (!table)
				continue;
			table = groups_find(groups, table - 1);
			has_a = has_a || table == a;
			has_b = has_b || table == b;
		}
		if (has_a && has_b)
			return true;
	}
	return false;
}

/* What must move together cannot be kept apart. */
static void note_conflicts(struct planner *planner, struct groups *groups)
{
	for (uint32_t g = 0; g < planner->settings->n_apart; g++) {
		const struct plan_group *said = &planner->settings->apart[g];
		GArray *tables = tables_of(planner, said);

		for (guint i = 1; i < tables->len; i++) {
			uint32_t a = g_array_index(tables, uint32_t, i - 1);
			uint32_t b = g_array_index(tables, uint32_t, i);

			if (groups_find(groups, a) == groups_find(groups, b))
				planner_note(
					planner,
					"unmoor.yaml:%u: %s and %s cannot be "
					"kept apart before the cycle that they "
					"lie on is cut",
					said->line, node_of(planner, a)->name,
					node_of(planner, b)->name);
		}
		g_array_free(tables, TRUE);
	}
}

/* --- reference data, and what nothing ties --- */

/* Reference tables of a catalog are one slice. One that lies on a cycle, or
 * was put together with others, is none. */
static void join_reference(struct planner *planner, struct groups *groups)
{
	struct plan *plan = planner->plan;
	GHashTable *by_source = g_hash_table_new(g_str_hash, g_str_equal);

	for (uint32_t i = 0; i < plan->n_tables; i++) {
		const char *source = node_of(planner, i)->source;
		uint32_t first;

		if (!plan->tables[i].reference || plan->tables[i].root != i)
			continue;
		source = source ? source : "";
		first = GPOINTER_TO_UINT(
			g_hash_table_lookup(by_source, source));
		if (first)
			groups_join(groups, groups_find(groups, first - 1),
				    groups_find(groups, i));
		else
			g_hash_table_insert(by_source, (gpointer)source,
					    GUINT_TO_POINTER(i + 1));
	}
	g_hash_table_unref(by_source);
}

static bool same_schema(const struct node *a, const struct node *b)
{
	if (g_strcmp0(a->source, b->source) != 0 || a->n_parts != b->n_parts)
		return false;
	for (uint32_t i = 0; i + 1 < a->n_parts; i++)
		if (strcmp(a->parts[i], b->parts[i]) != 0)
			return false;
	return true;
}

/* Tables that nothing ties could move alone at any time; a runbook for each
 * would help nobody. Tables lie by id, so those of a schema are neighbours. */
static void join_untied(struct planner *planner, struct groups *groups,
			const guint8 *untied)
{
	struct plan *plan = planner->plan;
	uint32_t last = PLAN_ABSENT;

	for (uint32_t i = 0; i < plan->n_tables; i++) {
		struct plan_merge merge = {
			.kind = MERGE_UNTIED, .b = i, .pair = PLAN_ABSENT};
		uint32_t group;

		if (!untied[i])
			continue;
		group = last == PLAN_ABSENT ? i : groups_find(groups, last);
		if (group != i &&
		    same_schema(node_of(planner, last), node_of(planner, i)) &&
		    groups->size[group] < planner->settings->slice_tables &&
		    !slices_apart(planner, groups, group, i)) {
			merge.a = last;
			groups_join(groups, group, i);
			add_merge(planner, &merge);
		}
		last = i;
	}
}

/* Roots that have no tie and are alone. */
static guint8 *find_untied(const struct planner *planner, struct groups *groups)
{
	const struct plan *plan = planner->plan;
	guint8 *untied = g_new0(guint8, plan->n_tables);

	for (uint32_t i = 0; i < plan->n_tables; i++)
		untied[i] = groups->parent[i] == i && groups->size[i] == 1 &&
			    !plan->tables[i].reference;
	for (uint32_t i = 0; i < plan->n_pairs; i++) {
		if (plan->pairs[i].weight == 0)
			continue;
		untied[groups_find(groups, plan->pairs[i].a)] = 0;
		untied[groups_find(groups, plan->pairs[i].b)] = 0;
	}
	return untied;
}

/* --- slices --- */

/* For every table what ties it inside of its slice. */
static uint64_t *inner_weights(const struct plan *plan, struct groups *groups)
{
	uint64_t *inner = g_new0(uint64_t, plan->n_tables);

	for (uint32_t i = 0; i < plan->n_pairs; i++) {
		const struct plan_pair *pair = &plan->pairs[i];

		if (groups_find(groups, pair->a) !=
		    groups_find(groups, pair->b))
			continue;
		inner[pair->a] += pair->weight;
		inner[pair->b] += pair->weight;
	}
	return inner;
}

static uint64_t consumers(const struct plan_table *table)
{
	return (uint64_t)table->n_readers + table->n_writers + table->n_views +
	       table->n_keys_in;
}

static bool is_more_central(const struct plan *plan, const uint64_t *inner,
			    uint32_t a, uint32_t b)
{
	uint64_t users_a = consumers(&plan->tables[a]);
	uint64_t users_b = consumers(&plan->tables[b]);

	if (inner[a] != inner[b])
		return inner[a] > inner[b];
	return users_a != users_b ? users_a > users_b : a < b;
}

static uint64_t add_size(uint64_t all, uint64_t one)
{
	return all == SIZE_UNKNOWN || one == SIZE_UNKNOWN ? SIZE_UNKNOWN
							  : all + one;
}

/* A slice for every group, in the order of their first tables. */
static void make_slices(struct planner *planner, struct groups *groups,
			const guint8 *untied)
{
	struct plan *plan = planner->plan;
	uint64_t *inner = inner_weights(plan, groups);
	guint8 *parted = g_new0(guint8, plan->n_tables);

	for (uint32_t i = 0; i < plan->n_tables; i++)
		parted[plan->tables[i].root] |= plan->tables[i].root != i;
	for (uint32_t i = 0; i < plan->n_tables; i++) {
		uint32_t group = groups_find(groups, i);
		struct plan_table *table = &plan->tables[i];
		struct plan_slice *slice;

		if (group == i) {
			slice = ARENA_PUSH(&plan->arena, plan->slices,
					   plan->n_slices);
			*slice = (struct plan_slice){
				.source = node_of(planner, i)->source,
				.kind = untied[i]	   ? SLICE_UNTIED
					: table->reference ? SLICE_REFERENCE
							   : SLICE_COUPLED,
				.anchor = table->root,
				.n_cycle = 1,
				.downtime = planner->settings->downtime};
			table->slice = plan->n_slices - 1;
		}
		table->slice = plan->tables[group].slice;
		slice = &plan->slices[table->slice];
		slice->tables.n++;
		/* The rows of a partitioned table are those of its parts. */
		if (parted[i] && table->rows == SIZE_UNKNOWN)
			continue;
		slice->rows = add_size(slice->rows, table->rows);
		slice->bytes = add_size(slice->bytes, table->bytes);
		if (table->root == i &&
		    is_more_central(plan, inner, i, slice->anchor))
			slice->anchor = i;
	}
	g_free(parted);
	g_free(inner);
}

/* --- names --- */

/* The last `parts` parts of a name, made of letters that any file system
 * takes. */
static char *safe_name(const struct node *node, uint32_t parts)
{
	GString *name = g_string_new(NULL);
	uint32_t first = node->n_parts > parts ? node->n_parts - parts : 0;

	if (parts == UINT32_MAX && node->source)
		g_string_append_printf(name, "%s.", node->source);
	for (uint32_t i = first; i < node->n_parts; i++)
		g_string_append_printf(name, "%s%s", i > first ? "." : "",
				       node->parts[i]);
	for (gsize i = 0; i < name->len; i++)
		if (!g_ascii_isalnum(name->str[i]) &&
		    !strchr("_.-", name->str[i]))
			name->str[i] = '-';
	if (name->len == 0 || name->str[0] == '.')
		g_string_prepend_c(name, '_');
	return g_string_free(name, FALSE);
}

static char *slice_name(const struct planner *planner,
			const struct plan_slice *slice, uint32_t parts)
{
	const struct node *node = node_of(planner, slice->anchor);
	char *base, *name;

	if (slice->kind == SLICE_COUPLED)
		return safe_name(node, parts);
	if (slice->kind == SLICE_REFERENCE) {
		base = parts < 2 || !slice->source
			       ? g_strdup("")
			       : g_strdup_printf("%s-", slice->source);
		name = g_strdup_printf("%sreference", base);
	} else {
		struct node schema = *node;

		schema.n_parts -= schema.n_parts > 1;
		base = safe_name(&schema, parts < 2 ? 1 : parts);
		name = g_strdup_printf("%s-untied", base);
	}
	g_free(base);
	return name;
}

/* File systems that fold case must keep slices apart, too. */
static guint fold_hash(gconstpointer name)
{
	char *folded = g_ascii_strdown(name, -1);
	guint hash = g_str_hash(folded);

	g_free(folded);
	return hash;
}

static gboolean fold_equal(gconstpointer a, gconstpointer b)
{
	return g_ascii_strcasecmp(a, b) == 0;
}

/* Gives names of so many parts to slices that have none yet, as far as they
 * are unique; at the end with a number. */
static void name_slices(struct planner *planner, uint32_t parts, bool number,
			GHashTable *used)
{
	struct plan *plan = planner->plan;
	GHashTable *counts =
		g_hash_table_new_full(fold_hash, fold_equal, g_free, NULL);
	char **names = g_new0(char *, plan->n_slices + 1);

	for (uint32_t i = 0; i < plan->n_slices; i++) {
		gpointer n;

		if (plan->slices[i].name)
			continue;
		names[i] = slice_name(planner, &plan->slices[i], parts);
		n = g_hash_table_lookup(counts, names[i]);
		g_hash_table_replace(counts, g_strdup(names[i]),
				     GUINT_TO_POINTER(GPOINTER_TO_UINT(n) + 1));
	}
	for (uint32_t i = 0; i < plan->n_slices; i++) {
		const char *name;

		if (!names[i])
			continue;
		name = arena_strdup(&plan->arena, names[i]);
		for (unsigned n = 2;
		     number && g_hash_table_contains(used, name); n++)
			name = arena_printf(&plan->arena, "%s-%u", names[i], n);
		if (!number &&
		    (g_hash_table_contains(used, name) ||
		     GPOINTER_TO_UINT(g_hash_table_lookup(counts, name)) > 1))
			continue;
		plan->slices[i].name = name;
		g_hash_table_add(used, (gpointer)name);
	}
	for (uint32_t i = 0; i < plan->n_slices; i++)
		g_free(names[i]);
	g_free(names);
	g_hash_table_unref(counts);
}

static bool has_one_source(const struct plan *plan)
{
	for (uint32_t i = 1; i < plan->n_slices; i++)
		if (g_strcmp0(plan->slices[i].source, plan->slices[0].source) !=
		    0)
			return false;
	return true;
}

/* --- wishes --- */

static void take_name(struct planner *planner, struct plan_slice *slice,
		      const struct plan_wish *wish, GHashTable *used)
{
	if (!wish->name)
		return;
	if (slice->name || g_hash_table_contains(used, wish->name)) {
		planner_note(planner,
			     "unmoor.yaml:%u: the name %s is not used: its "
			     "slice has another, or another slice has it",
			     wish->line, wish->name);
		return;
	}
	slice->name = wish->name;
	g_hash_table_add(used, (gpointer)wish->name);
}

/* What is said of one table of a slice holds for the slice; of two values the
 * more careful. */
static void take_wishes(struct planner *planner, GHashTable *used)
{
	struct plan *plan = planner->plan;

	for (uint32_t i = 0; i < planner->settings->n_wishes; i++) {
		const struct plan_wish *wish = &planner->settings->wishes[i];
		uint32_t table = planner->table_of[wish->table];
		struct plan_slice *slice;

		if (!table)
			continue;
		slice = &plan->slices[plan->tables[table - 1].slice];
		take_name(planner, slice, wish, used);
		slice->value = MAX(slice->value, wish->value);
		slice->rehearsal = MAX(slice->rehearsal, wish->rehearsal);
		if (wish->downtime != DOWNTIME_UNKNOWN)
			slice->downtime = wish->downtime;
		if (wish->approver)
			slice->approver = wish->approver;
	}
}

/* --- order --- */

static int compare_slices(const void *a, const void *b, void *payload)
{
	const struct plan *plan = payload;

	return strcmp(plan->slices[*(const uint32_t *)a].name,
		      plan->slices[*(const uint32_t *)b].name);
}

/* Sorts the slices by name and gives each its tables and merges. */
static void sort_slices(struct plan *plan)
{
	uint32_t n = plan->n_slices, at = 0;
	uint32_t *order = g_new(uint32_t, n + 1),
		 *place = g_new(uint32_t, n + 1);
	struct plan_slice *sorted =
		arena_alloc(&plan->arena, n * sizeof(struct plan_slice));

	for (uint32_t i = 0; i < n; i++)
		order[i] = i;
	if (n)
		qsort_r(order, n, sizeof(uint32_t), compare_slices, plan);
	for (uint32_t i = 0; i < n; i++) {
		place[order[i]] = i;
		sorted[i] = plan->slices[order[i]];
		sorted[i].tables.first = at;
		at += sorted[i].tables.n;
		sorted[i].tables.n = 0;
	}
	plan->slices = sorted;
	plan->members =
		arena_alloc(&plan->arena, plan->n_tables * sizeof(uint32_t));
	for (uint32_t i = 0; i < plan->n_tables; i++) {
		struct plan_table *table = &plan->tables[i];
		struct plan_range *range;

		table->slice = place[table->slice];
		range = &sorted[table->slice].tables;
		plan->members[range->first + range->n++] = i;
	}
	g_free(order);
	g_free(place);
}

/* Merges in the order in which they were made, slice by slice. */
static void sort_merges(struct plan *plan)
{
	struct plan_merge *sorted = arena_alloc(
		&plan->arena, plan->n_merges * sizeof(struct plan_merge));
	uint32_t at = 0;

	for (uint32_t i = 0; i < plan->n_merges; i++)
		plan->slices[plan->tables[plan->merges[i].a].slice].merges.n++;
	for (uint32_t i = 0; i < plan->n_slices; i++) {
		plan->slices[i].merges.first = at;
		at += plan->slices[i].merges.n;
		plan->slices[i].merges.n = 0;
	}
	for (uint32_t i = 0; i < plan->n_merges; i++) {
		uint32_t s = plan->tables[plan->merges[i].a].slice;
		struct plan_range *range = &plan->slices[s].merges;

		sorted[range->first + range->n++] = plan->merges[i];
	}
	plan->merges = sorted;
}

/* The tables of the largest cycle in each slice: arcs of cycles only stay
 * within one component. */
static void count_cycles(struct plan *plan)
{
	uint32_t *component = g_new(uint32_t, plan->n_tables + 1);
	uint32_t n = find_cycles(plan, component);
	uint32_t *size = g_new0(uint32_t, n + 1);

	for (uint32_t i = 0; i < plan->n_tables; i++) {
		struct plan_slice *slice = &plan->slices[plan->tables[i].slice];

		size[component[i]]++;
		slice->n_cycle = MAX(slice->n_cycle, size[component[i]]);
	}
	g_free(component);
	g_free(size);
}

void slices_make(struct planner *planner)
{
	struct plan *plan = planner->plan;
	GHashTable *used = g_hash_table_new(fold_hash, fold_equal);
	struct groups groups;
	guint8 *untied;

	groups_init(&groups, plan->n_tables);
	for (uint32_t i = 0; i < plan->n_tables; i++)
		groups.size[i] = plan->tables[i].root == i;
	for (uint32_t i = 0; i < plan->n_tables; i++)
		groups_join(&groups, groups_find(&groups, i),
			    groups_find(&groups, plan->tables[i].root));
	join_cycles(planner, &groups);
	join_together(planner, &groups);
	note_conflicts(planner, &groups);
	join_reference(planner, &groups);
	merge_coupled(planner, &groups);
	untied = find_untied(planner, &groups);
	join_untied(planner, &groups, untied);
	make_slices(planner, &groups, untied);
	take_wishes(planner, used);
	name_slices(planner, 1, false, used);
	name_slices(planner, 2, false, used);
	name_slices(planner, has_one_source(plan) ? 2 : UINT32_MAX, true, used);
	sort_slices(plan);
	sort_merges(plan);
	count_cycles(plan);
	g_free(untied);
	groups_release(&groups);
	g_hash_table_unref(used);
}
