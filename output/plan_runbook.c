#include "output/plan_runbook.h"

#include <string.h>

#include "graph/plan/advice.h"

/* Rows of one list; the rest is counted. JSON has all. */
#define ROWS_MAX 200
#define PLACES_MAX 2

static const struct node *node_at(const struct plan *plan, uint32_t node)
{
	return &plan->graph->nodes[node];
}

static void put_more(struct page *page, uint32_t n)
{
	if (n > ROWS_MAX)
		page_paragraph(page, "... and %u more (--json has all)",
			       n - ROWS_MAX);
}

/* --- tables --- */

static void put_number(struct page *page, uint64_t number)
{
	if (number == SIZE_UNKNOWN)
		page_cell(page, "not known");
	else
		page_cell(page, "%" G_GUINT64_FORMAT, number);
}

static void put_tables(struct page *page, const struct plan *plan,
		       const struct plan_slice *slice)
{
	static const char *const head[] = {"table", "readers",	      "writers",
					   "views", "referred to by", "rows",
					   "bytes"};

	page_heading(page, 2, "Tables");
	page_table(page, G_N_ELEMENTS(head));
	for (unsigned i = 0; i < G_N_ELEMENTS(head); i++)
		page_cell(page, "%s", head[i]);
	for (uint32_t i = 0; i < slice->tables.n && i < ROWS_MAX; i++) {
		uint32_t index = plan->members[slice->tables.first + i];
		const struct plan_table *table = &plan->tables[index];
		bool part = table->root != index;

		page_cell(page, "%s%s", node_at(plan, table->node)->name,
			  part ? " (partition)" : "");
		page_cell(page, "%u", table->n_readers);
		page_cell(page, "%u", table->n_writers);
		page_cell(page, "%u", table->n_views);
		page_cell(page, "%u", table->n_keys_in);
		put_number(page, table->rows);
		put_number(page, table->bytes);
	}
	page_table_end(page);
	put_more(page, slice->tables.n);
}

static void put_cycles(struct page *page, const struct plan *plan,
		       uint32_t slice)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < plan->n_arcs; i++) {
		const struct plan_arc *arc = &plan->arcs[i];
		char *text;

		if (plan->tables[arc->from].slice != slice || n++ >= ROWS_MAX)
			continue;
		if (n == 1)
			page_paragraph(page,
				       "On a cycle, so these must move "
				       "together (%u tables on the largest):",
				       plan->slices[slice].n_cycle);
		text = plan_arc_text(plan, arc);
		page_item(page, "%s", text);
		g_free(text);
	}
	if (n)
		page_list_end(page);
	put_more(page, n);
}

/* What stands between a cycle and slices of a size that can be rehearsed. */
static void put_cuts(struct page *page, const struct plan *plan,
		     const struct plan_slice *slice)
{
	if (slice->cuts.n == 0)
		return;
	page_paragraph(page,
		       "Without these %u ties no cycle is left (a good set, "
		       "not proven the smallest):",
		       slice->cuts.n);
	for (uint32_t i = 0; i < slice->cuts.n && i < ROWS_MAX; i++) {
		char *text = plan_arc_text(
			plan, &plan->arcs[plan->cuts[slice->cuts.first + i]]);

		page_item(page, "%s", text);
		g_free(text);
	}
	page_list_end(page);
	put_more(page, slice->cuts.n);
}

static void put_why_together(struct page *page, const struct plan *plan,
			     uint32_t index)
{
	const struct plan_slice *slice = &plan->slices[index];

	page_heading(page, 2, "Why these together");
	put_cycles(page, plan, index);
	put_cuts(page, plan, slice);
	for (uint32_t i = 0; i < slice->merges.n && i < ROWS_MAX; i++) {
		char *text = plan_merge_text(
			plan, &plan->merges[slice->merges.first + i]);

		page_item(page, "%s", text);
		g_free(text);
	}
	if (slice->kind == SLICE_REFERENCE)
		page_item(page, "reference data: no code is known to write "
				"these tables, and at least five read or refer "
				"to each");
	else if (slice->merges.n == 0 && slice->n_cycle == 1)
		page_item(page, "one table: no other has a third of its ties "
				"with it, or there was no room");
	page_list_end(page);
	put_more(page, slice->merges.n);
}

static void put_strategy(struct page *page, const struct plan_slice *slice)
{
	page_heading(page, 2, "Strategy: %s",
		     kind_name(&STRATEGY, slice->strategy));
	for (uint32_t i = 0; i < slice->n_reasons; i++)
		page_item(page, "%s", slice->reasons[i]);
	page_list_end(page);
}

/* --- bridges --- */

/* The other slices of a bridge with their waves. */
static char *other_sides(const struct plan *plan,
			 const struct plan_bridge *bridge, uint32_t slice)
{
	GString *text = g_string_new(NULL);

	for (uint32_t i = 0; i < bridge->slices.n; i++) {
		uint32_t s = plan->bridge_slices[bridge->slices.first + i];

		if (s != slice)
			g_string_append_printf(
				text, "%s%s (wave %u)", text->len ? ", " : "",
				plan->slices[s].name, plan->slices[s].wave);
	}
	return g_string_free(text, FALSE);
}

enum moment { MOMENT_OPENS, MOMENT_STAYS, MOMENT_CLOSES, MOMENT_NEVER };

static enum moment moment_of(const struct plan_bridge *bridge, uint32_t wave)
{
	if (bridge->opens == bridge->closes)
		return MOMENT_NEVER;
	if (bridge->opens == wave)
		return MOMENT_OPENS;
	return bridge->closes == wave ? MOMENT_CLOSES : MOMENT_STAYS;
}

static void put_bridges_of(struct page *page, const struct plan *plan,
			   uint32_t index, enum moment moment,
			   const char *title)
{
	const struct plan_slice *slice = &plan->slices[index];
	uint32_t n = 0;

	for (uint32_t i = 0; i < slice->bridges.n; i++) {
		const struct plan_bridge *bridge =
			&plan->bridges[plan->slice_bridges
					       [slice->bridges.first + i]];
		char *text, *others;

		if (moment_of(bridge, slice->wave) != moment || n++ >= ROWS_MAX)
			continue;
		if (n == 1)
			page_paragraph(page, "%s", title);
		text = plan_bridge_text(plan, bridge);
		others = other_sides(plan, bridge, index);
		page_item(page, "%s: %s; with %s%s%s",
			  kind_name(&BRIDGE_KIND, bridge->kind), text, others,
			  moment == MOMENT_OPENS ? ". Meanwhile: " : "",
			  moment == MOMENT_OPENS ? advice_bridge(bridge->kind)
						 : "");
		g_free(others);
		g_free(text);
	}
	if (n)
		page_list_end(page);
	put_more(page, n);
}

static void put_bridges(struct page *page, const struct plan *plan,
			uint32_t index)
{
	page_heading(page, 2, "Bridges");
	if (plan->slices[index].bridges.n == 0)
		page_paragraph(page, "None is known: the slice stands alone.");
	put_bridges_of(page, plan, index, MOMENT_OPENS,
		       "To be built before this wave:");
	put_bridges_of(page, plan, index, MOMENT_STAYS,
		       "Live already, and to be kept:");
	put_bridges_of(page, plan, index, MOMENT_CLOSES,
		       "To be taken down after this wave:");
	put_bridges_of(page, plan, index, MOMENT_NEVER,
		       "Never live, since all its slices move in this wave:");
}

/* --- who uses it --- */

static const char *uses_word(uint32_t uses)
{
	switch (uses & (USE_READS | USE_WRITES)) {
	case USE_READS:
		return "reads";
	case USE_WRITES:
		return "writes";
	case USE_READS | USE_WRITES:
		return "reads and writes";
	default:
		return "stands on it";
	}
}

static void put_hidden(struct page *page, const struct plan *plan,
		       const struct plan_slice *slice)
{
	page_heading(page, 2, "Hidden logic");
	if (slice->hidden.n == 0)
		page_paragraph(page, "No view, trigger or routine is known to "
				     "use these tables.");
	for (uint32_t i = 0; i < slice->hidden.n && i < ROWS_MAX; i++) {
		const struct plan_hidden *hidden =
			&plan->hidden[slice->hidden.first + i];
		const struct node *node = node_at(plan, hidden->node);
		const char *word =
			hidden->uses & USE_ASIDE     ? "is used by tests only"
			: node->kind == NODE_TRIGGER ? "works on it"
						     : uses_word(hidden->uses);

		page_item(page, "%s %s %s; %s",
			  kind_name(&NODE_KIND, node->kind), node->name, word,
			  hidden->crosses ? "extract it first: it uses other "
					    "slices, too"
					  : "it moves along");
	}
	page_list_end(page);
	put_more(page, slice->hidden.n);
}

static char *owners_of(const struct node *node)
{
	GString *owners = g_string_new(node->n_owners ? NULL : "nobody");

	for (uint32_t i = 0; i < node->n_owners; i++)
		g_string_append_printf(owners, "%s%s", i ? " " : "",
				       node->owners[i]);
	return g_string_free(owners, FALSE);
}

/* Where the user uses tables of the slice itself, not through views. */
static char *places_of(const struct plan *plan, const struct plan_user *user,
		       GHashTable *tables)
{
	const struct node *node = node_at(plan, user->node);
	GString *places = g_string_new(NULL);
	const struct evidence *last = NULL;
	uint32_t n = 0;

	for (uint32_t i = 0; i < node->n_out; i++) {
		const struct edge *edge = &plan->graph->edges[node->out[i]];

		if ((edge->kind != EDGE_READS && edge->kind != EDGE_WRITES) ||
		    !g_hash_table_contains(tables,
					   GUINT_TO_POINTER(edge->to + 1)))
			continue;
		for (uint32_t e = 0; e < edge->n_evidence; e++) {
			const struct evidence *evidence = &edge->evidence[e];

			if (!evidence->path ||
			    (last && last->path == evidence->path &&
			     last->line == evidence->line))
				continue;
			last = evidence;
			if (n++ >= PLACES_MAX)
				continue;
			g_string_append_printf(places, "%s%s:%u",
					       n > 1 ? ", " : "",
					       evidence->path, evidence->line);
		}
	}
	if (n > PLACES_MAX)
		g_string_append_printf(places, " and %u more", n - PLACES_MAX);
	if (n == 0)
		g_string_append(places, "through a view or routine");
	return g_string_free(places, FALSE);
}

static GHashTable *tables_of(const struct plan *plan,
			     const struct plan_slice *slice)
{
	GHashTable *tables = g_hash_table_new(NULL, NULL);

	for (uint32_t i = 0; i < slice->tables.n; i++) {
		uint32_t t = plan->members[slice->tables.first + i];

		g_hash_table_add(tables,
				 GUINT_TO_POINTER(plan->tables[t].node + 1));
	}
	return tables;
}

static void put_user(struct page *page, const struct plan *plan,
		     const struct plan_user *user, GHashTable *tables)
{
	const struct node *node = node_at(plan, user->node);
	char *owners = owners_of(node);
	char *places = places_of(plan, user, tables);

	page_cell(page, "%s", owners);
	page_cell(page, "%s", kind_name(&NODE_KIND, node->kind));
	page_cell(page, "%s/%s", node->source ? node->source : "?", node->name);
	page_cell(page, "%s", uses_word(user->uses));
	page_cell(page, "%s", places);
	g_free(places);
	g_free(owners);
}

/* Those without an owner first: somebody must be found for them. */
static void put_users(struct page *page, const struct plan *plan,
		      const struct plan_slice *slice)
{
	static const char *const head[] = {"owner", "kind", "name", "uses",
					   "where"};
	GHashTable *tables = tables_of(plan, slice);
	uint32_t n = 0;

	page_heading(page, 2, "Readers and writers to repoint");
	page_table(page, G_N_ELEMENTS(head));
	for (unsigned i = 0; i < G_N_ELEMENTS(head); i++)
		page_cell(page, "%s", head[i]);
	for (unsigned owned = 0; owned < 2; owned++)
		for (uint32_t i = 0; i < slice->users.n; i++) {
			const struct plan_user *user =
				&plan->users[slice->users.first + i];
			bool has = node_at(plan, user->node)->n_owners > 0;

			if (user->uses & USE_ASIDE || has != (owned == 1) ||
			    n++ >= ROWS_MAX)
				continue;
			put_user(page, plan, user, tables);
		}
	if (n)
		page_table_end(page);
	else
		page_paragraph(page, "None is known.");
	put_more(page, n);
	if (slice->n_aside)
		page_paragraph(page,
			       "%u more stand in tests, migrations, examples "
			       "or documents only.",
			       slice->n_aside);
	g_hash_table_unref(tables);
}

static void put_spots(struct page *page, const struct plan *plan,
		      const struct plan_slice *slice)
{
	page_heading(page, 2, "Blind spots");
	for (uint32_t i = 0; i < slice->spots.n && i < ROWS_MAX; i++) {
		const struct blind_spot *spot =
			&plan->graph->blind_spots
				 [plan->spots[slice->spots.first + i]];

		page_item(page, "%s: %s%s%s:%u %s",
			  kind_name(&REASON, spot->reason), spot->source,
			  spot->path ? "/" : "", spot->path ? spot->path : "",
			  spot->line,
			  spot->pattern	 ? spot->pattern
			  : spot->detail ? spot->detail
					 : "");
	}
	page_item(page,
		  "%" G_GUINT64_FORMAT " may touch any table of the catalogs; "
		  "unmoor blind lists them",
		  plan->n_catalog_spots);
	page_list_end(page);
	put_more(page, slice->spots.n);
}

/* --- advice --- */

static void put_queries(struct page *page, const struct advice *advice)
{
	page_heading(page, 2, "Validation");
	page_paragraph(page,
		       "Run each on both sides while nothing is written, or at "
		       "one position of the capture; the answers must be "
		       "equal. Names are those of the old side.");
	for (uint32_t i = 0; i < advice->n_queries; i++) {
		const struct advice_query *query = &advice->queries[i];

		page_paragraph(page, "%s, PostgreSQL:", query->title);
		page_code(page, "sql", query->postgresql);
		page_paragraph(page, "%s, MySQL and MariaDB:", query->title);
		page_code(page, "sql", query->mysql);
	}
	if (advice->n_unqueried)
		page_paragraph(page, "%u more tables: the same form for each.",
			       advice->n_unqueried);
}

static void put_rollback(struct page *page, const struct advice *advice)
{
	page_heading(page, 2, "Rollback");
	page_paragraph(page, "%s calls it when one of these holds:",
		       advice->approver
			       ? advice->approver
			       : "The approver, who is not named yet,");
	for (uint32_t i = 0; i < advice->triggers.n; i++)
		page_item(page, "%s", advice->triggers.lines[i]);
	page_list_end(page);
	page_item(page, "how traffic returns: %s", advice->traffic);
	page_item(page, "writes that have diverged: %s", advice->diverged);
	page_item(page, "who is told: the owners of all readers and writers "
			"above, and everybody who got the notice");
	page_list_end(page);
}

static void put_roles(struct page *page, const struct advice *advice)
{
	page_heading(page, 2, "Roles");
	page_item(page, "approver: %s (%s)",
		  advice->approver ? advice->approver : "nobody",
		  advice->approver_why);
	page_item(page, "validator: %s (%s)",
		  advice->validator ? advice->validator : "nobody",
		  advice->validator_why);
	if (advice->signers.n == 0)
		page_item(page, "sign-off: nobody owns a reader or writer");
	for (uint32_t i = 0; i < advice->signers.n; i++)
		page_item(page, "sign-off: %s", advice->signers.lines[i]);
	page_list_end(page);
}

static void put_advice(struct page *page, const struct plan *plan,
		       uint32_t index)
{
	struct advice *advice = advice_new(plan, index);

	put_queries(page, advice);
	page_heading(page, 2, "Go or no-go");
	for (uint32_t i = 0; i < advice->checks.n; i++)
		page_check(page, "%s", advice->checks.lines[i]);
	page_list_end(page);
	put_rollback(page, advice);
	put_roles(page, advice);
	page_heading(page, 2, "Notice");
	page_paragraph(page, "%s", advice->notice);
	advice_free(advice);
}

void plan_runbook(struct page *page, const struct plan *plan, uint32_t index)
{
	const struct plan_slice *slice = &plan->slices[index];

	page_heading(page, 1, "Slice %s", slice->name);
	page_paragraph(page,
		       "Wave %u of %u. %u %s of %s; readers to repoint: %u, "
		       "writers: %u, without an owner: %u.",
		       slice->wave, plan->n_waves, slice->tables.n,
		       slice->tables.n == 1 ? "table" : "tables",
		       slice->source ? slice->source : "no known catalog",
		       slice->n_readers, slice->n_writers, slice->n_unowned);
	put_tables(page, plan, slice);
	put_why_together(page, plan, index);
	put_strategy(page, slice);
	put_bridges(page, plan, index);
	put_hidden(page, plan, slice);
	put_users(page, plan, slice);
	put_spots(page, plan, slice);
	put_advice(page, plan, index);
	if (slice->n_undecided) {
		page_heading(page, 2, "What cannot be decided from the map");
		for (uint32_t i = 0; i < slice->n_undecided; i++)
			page_item(page, "%s", slice->undecided[i]);
		page_list_end(page);
	}
}
