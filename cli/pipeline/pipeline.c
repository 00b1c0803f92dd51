#include "cli/pipeline/pipeline.h"

#include <string.h>

#include "cli/location.h"
#include "cli/pipeline/refresh.h"

struct pipeline {
	const struct pipeline_plan *plan;
	struct pipeline_result *result;
	struct store *store;
	struct pool *pool;
	struct arena arena;
	struct store_source *old; /* as the store had them */
	uint32_t n_old;
	GPtrArray *refreshes; /* struct refresh */
	unsigned done, total;
	bool changed;
};

static const struct store_source *find_old(const struct pipeline *pipeline,
					   const char *name)
{
	for (uint32_t i = 0; i < pipeline->n_old; i++)
		if (strcmp(pipeline->old[i].source.id, name) == 0)
			return &pipeline->old[i];
	return NULL;
}

/* --- sources that fail --------------------------------------------------- */

/* Lists the failure; what the map knows of the source is stale from now on.
 * A source that was never read is in the map too: it is a blind spot. */
static bool fail_source(struct pipeline *pipeline,
			const struct pipeline_source *source,
			const struct store_source *old, GError *why,
			GError **error)
{
	struct store_source row = {.source.id = source->name,
				   .source.location = source->name};
	char *given = location_given(source->location, pipeline->plan->map);
	bool fine = true;

	g_ptr_array_add(pipeline->result->failures,
			g_strdup_printf("%s: %s", source->name, why->message));
	g_error_free(why);
	row.given = given;
	if (old) {
		row = *old;
		pipeline->result->stale++;
	}
	if (!row.source.stale) {
		row.source.stale = true;
		/* Read again next time, whatever its tree is then. */
		row.tree = NULL;
		pipeline->changed = true;
		fine = store_put_source(pipeline->store, &row, error);
	}
	g_free(given);
	return fine;
}

/* --- the steps ----------------------------------------------------------- */

static bool list_source(struct pipeline *pipeline,
			const struct pipeline_source *source, GError **error)
{
	const struct store_source *old = find_old(pipeline, source->name);
	char *given = location_given(source->location, pipeline->plan->map);
	GError *why = NULL;
	struct refresh *refresh = refresh_open(
		pipeline->store, pipeline->pool, source->name, source->location,
		arena_strdup(&pipeline->arena, given), old,
		pipeline->plan->deep, &why);

	g_free(given);
	if (!refresh || !refresh_list(refresh, &why)) {
		refresh_free(refresh);
		if (why->domain == STORE_ERROR) {
			g_propagate_error(error, why);
			return false;
		}
		return fail_source(pipeline, source, old, why, error);
	}
	g_ptr_array_add(pipeline->refreshes, refresh);
	pipeline->result->refreshed++;
	return true;
}

static bool list_sources(struct pipeline *pipeline, GError **error)
{
	const GArray *sources = pipeline->plan->sources;

	if (!store_sources(pipeline->store, &pipeline->arena, &pipeline->old,
			   &pipeline->n_old, error))
		return false;
	for (guint i = 0; i < sources->len; i++)
		if (!list_source(
			    pipeline,
			    &g_array_index(sources, struct pipeline_source, i),
			    error))
			return false;
	return true;
}

static bool is_planned(const struct pipeline *pipeline, const char *name)
{
	const GArray *sources = pipeline->plan->sources;

	for (guint i = 0; i < sources->len; i++)
		if (strcmp(g_array_index(sources, struct pipeline_source, i)
				   .name,
			   name) == 0)
			return true;
	return false;
}

static bool remove_others(struct pipeline *pipeline, GError **error)
{
	for (uint32_t i = 0; i < pipeline->n_old; i++) {
		const char *name = pipeline->old[i].source.id;

		if (is_planned(pipeline, name))
			continue;
		pipeline->changed = true;
		if (!store_remove_source(pipeline->store, name, error))
			return false;
	}
	return true;
}

static bool take_answer(const struct answer *answer, void *tag, void *payload,
			GError **error)
{
	struct pipeline *pipeline = payload;

	pipeline->done++;
	if (!refresh_answer(answer, tag, NULL, error))
		return false;
	/* An answer may be followed by a deeper look. */
	pipeline->total = 0;
	for (guint i = 0; i < pipeline->refreshes->len; i++)
		pipeline->total +=
			refresh_submitted(pipeline->refreshes->pdata[i]);
	if (pipeline->plan->progress)
		pipeline->plan->progress(pipeline->done, pipeline->total);
	return true;
}

static bool compile_all(struct pipeline *pipeline, GError **error)
{
	for (guint i = 0; i < pipeline->refreshes->len; i++) {
		struct refresh *refresh = pipeline->refreshes->pdata[i];

		if (!refresh_submit(refresh, error))
			return false;
	}
	if (!pool_run(pipeline->pool, take_answer, pipeline, error))
		return false;
	for (guint i = 0; i < pipeline->refreshes->len; i++) {
		struct refresh *refresh = pipeline->refreshes->pdata[i];

		if (!refresh_finish(refresh, error))
			return false;
		pipeline->changed |= refresh_changed(refresh);
	}
	return true;
}

/* Whether there is anything to store: when no source could be read and the
 * map knows none of them, it stays as it was. */
static bool check_sources(struct pipeline *pipeline, GError **error)
{
	const GPtrArray *failures = pipeline->result->failures;

	if (pipeline->result->refreshed || pipeline->result->stale ||
	    !failures->len)
		return true;
	g_set_error_literal(error, SCAN_ERROR, SCAN_ERROR_MISSING,
			    failures->pdata[failures->len - 1]);
	g_ptr_array_set_size(pipeline->result->failures,
			     (gint)failures->len - 1);
	return false;
}

static bool count_sources(struct pipeline *pipeline, GError **error)
{
	struct store_source *sources;
	uint32_t n;

	if (!store_sources(pipeline->store, &pipeline->arena, &sources, &n,
			   error))
		return false;
	pipeline->result->sources = n;
	return true;
}

static bool is_stopped(const struct pipeline *pipeline, GError **error)
{
	if (!pipeline->plan->stop || !*pipeline->plan->stop)
		return false;
	g_set_error(error, POOL_ERROR, POOL_ERROR_STOPPED, "interrupted");
	return true;
}

/* An imported map has no facts: linking them would leave nothing of it. */
static bool check_scanned(struct pipeline *pipeline, GError **error)
{
	char *inputs = store_linked(pipeline->store);
	bool imported = g_strcmp0(inputs, STORE_IMPORTED) == 0;

	g_free(inputs);
	if (imported)
		g_set_error(error, STORE_ERROR, STORE_ERROR_FORM,
			    "%s: this map was imported; scan into another "
			    "one: --map FILE",
			    pipeline->plan->map);
	return !imported;
}

static bool run_steps(struct pipeline *pipeline, GError **error)
{
	const struct pipeline_plan *plan = pipeline->plan;

	return check_scanned(pipeline, error) &&
	       list_sources(pipeline, error) &&
	       check_sources(pipeline, error) &&
	       (!plan->exactly || remove_others(pipeline, error)) &&
	       compile_all(pipeline, error) && !is_stopped(pipeline, error) &&
	       relink(pipeline->store, pipeline->pool, plan->map,
		      &plan->settings, pipeline->changed,
		      &pipeline->result->counts, error) &&
	       count_sources(pipeline, error) && !is_stopped(pipeline, error) &&
	       store_commit(pipeline->store, error);
}

bool pipeline_run(const struct pipeline_plan *plan,
		  struct pipeline_result *result, GError **error)
{
	struct pipeline pipeline = {.plan = plan, .result = result};
	bool fine = false;

	*result = (struct pipeline_result){
		.failures = g_ptr_array_new_with_free_func(g_free)};
	/* Before anything else is open: see pool.h. */
	pipeline.pool = pool_new(plan->workers, error);
	if (!pipeline.pool)
		return false;
	pool_set_stop(pipeline.pool, plan->stop);
	arena_init(&pipeline.arena);
	pipeline.refreshes =
		g_ptr_array_new_with_free_func((GDestroyNotify)refresh_free);
	pipeline.store = store_open(plan->map, STORE_WRITE, error);
	if (pipeline.store && store_begin(pipeline.store, error)) {
		fine = run_steps(&pipeline, error);
		if (!fine)
			store_rollback(pipeline.store);
	}
	if (pipeline.store)
		store_close(pipeline.store);
	pool_free(pipeline.pool);
	g_ptr_array_free(pipeline.refreshes, TRUE);
	arena_release(&pipeline.arena);
	return fine;
}

void pipeline_release(struct pipeline_result *result)
{
	if (result->failures)
		g_ptr_array_free(result->failures, TRUE);
}
