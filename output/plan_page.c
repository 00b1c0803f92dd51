/* The overview of a plan: waves, what is live after each, what is open. */

#include "output/plan_page.h"

#include "output/page.h"
#include "output/plan_runbook.h"

char *plan_page_file(const struct plan_slice *slice)
{
	return g_strdup_printf("slice-%s.md", slice->name);
}

static uint32_t most_live(const struct plan *plan)
{
	uint32_t most = 0;

	for (uint32_t i = 0; i < plan->n_waves; i++)
		most = MAX(most, plan->waves[i].live);
	return most;
}

static uint32_t n_catalogs(const struct plan *plan)
{
	GHashTable *sources = g_hash_table_new(NULL, NULL);
	uint32_t n;

	for (uint32_t i = 0; i < plan->n_slices; i++)
		g_hash_table_add(sources, (gpointer)plan->slices[i].source);
	n = g_hash_table_size(sources);
	g_hash_table_unref(sources);
	return n;
}

static void put_order(struct page *page, const struct plan *plan)
{
	if (plan->exact)
		page_paragraph(page,
			       "The order is exact: taken one slice after the "
			       "other, its live bridges add up to "
			       "%" G_GUINT64_FORMAT ", and no other order has "
			       "less.",
			       plan->cost);
	else
		page_paragraph(page,
			       "The order is a good one, not proven the best: "
			       "taken one slice after the other, its live "
			       "bridges add up to %" G_GUINT64_FORMAT
			       ", and no order has less than %" G_GUINT64_FORMAT
			       ".",
			       plan->cost, plan->bound);
}

static void put_summary(struct page *page, const struct plan *plan)
{
	page_paragraph(page,
		       "%u tables of %u %s in %u slices and %u waves; at most "
		       "%u bridges live after a wave.",
		       plan->n_tables, n_catalogs(plan),
		       n_catalogs(plan) == 1 ? "catalog" : "catalogs",
		       plan->n_slices, plan->n_waves, most_live(plan));
	put_order(page, plan);
	page_paragraph(page,
		       "%" G_GUINT64_FORMAT " blind spots may touch any table; "
		       "those that name a table stand with its slice.",
		       plan->n_catalog_spots);
}

static void put_slice(struct page *page, const struct plan *plan,
		      const struct plan_slice *slice)
{
	page_cell(page, "%s", slice->name);
	page_cell(page, "%u", slice->tables.n);
	page_cell(page, "%u", slice->n_readers);
	page_cell(page, "%u", slice->n_writers);
	page_cell(page, "%u", slice->n_unowned);
	page_cell(page, "%u", slice->hidden.n);
	page_cell(page, "%u", slice->bridges.n);
	page_cell(page, "%u", slice->spots.n);
	page_cell(page, "%s", kind_name(&STRATEGY, slice->strategy));
	(void)plan;
}

static void put_wave(struct page *page, const struct plan *plan, uint32_t index)
{
	static const char *const head[] = {"slice",   "tables",	 "readers",
					   "writers", "unowned", "hidden",
					   "bridges", "blind",	 "strategy"};
	const struct plan_wave *wave = &plan->waves[index];

	page_heading(page, 2,
		     "Wave %u: %u %s; after it %u live bridges (%u opened, %u "
		     "closed), %u reference tables as copies",
		     index + 1, wave->slices.n,
		     wave->slices.n == 1 ? "slice" : "slices", wave->live,
		     wave->opened, wave->closed, wave->replicas);
	page_table(page, G_N_ELEMENTS(head));
	for (unsigned i = 0; i < G_N_ELEMENTS(head); i++)
		page_cell(page, "%s", head[i]);
	for (uint32_t i = 0; i < wave->slices.n; i++)
		put_slice(page, plan,
			  &plan->slices[plan->order[wave->slices.first + i]]);
	page_table_end(page);
}

static void put_undecided(struct page *page, const struct plan *plan)
{
	if (!plan->n_undecided)
		return;
	page_heading(page, 2, "What cannot be decided from the map");
	for (uint32_t i = 0; i < plan->n_undecided; i++)
		page_item(page, "%s", plan->undecided[i]);
	page_list_end(page);
}

char *plan_page_overview(const struct plan *plan, uint32_t wave, bool markdown)
{
	struct page page;

	page_init(&page, markdown);
	page_heading(&page, 1, "Migration plan");
	put_summary(&page, plan);
	for (uint32_t i = 0; i < plan->n_waves; i++)
		if (wave == 0 || wave == i + 1)
			put_wave(&page, plan, i);
	put_undecided(&page, plan);
	if (markdown)
		page_paragraph(&page,
			       "Each slice has a runbook beside this file: "
			       "slice-NAME.md.");
	else
		page_paragraph(&page,
			       "unmoor plan --slice NAME shows why and how; "
			       "--format markdown -o DIR writes runbooks");
	return page_end(&page);
}

char *plan_page_runbook(const struct plan *plan, uint32_t slice, bool markdown)
{
	struct page page;

	page_init(&page, markdown);
	plan_runbook(&page, plan, slice);
	return page_end(&page);
}
