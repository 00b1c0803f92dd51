#include "output/plan_json.h"

#include "graph/plan/advice.h"
#include "graph/version.h"
#include "output/json_stream.h"

struct context {
	struct json_stream *json;
	const struct plan *plan;
	const guint8 *wanted;
};

static const char *id_of(const struct context *c, uint32_t node)
{
	return c->plan->graph->nodes[node].id;
}

static void put_string(const struct context *c, const char *key,
		       const char *value)
{
	json_stream_key(c->json, key);
	json_stream_string(c->json, value);
}

static void put_number(const struct context *c, const char *key, uint64_t value)
{
	json_stream_key(c->json, key);
	json_stream_number(c->json, value);
}

/* A number that may not be known. */
static void put_size(const struct context *c, const char *key, uint64_t value)
{
	json_stream_key(c->json, key);
	if (value == SIZE_UNKNOWN)
		json_stream_null(c->json);
	else
		json_stream_number(c->json, value);
}

static void put_bool(const struct context *c, const char *key, bool value)
{
	json_stream_key(c->json, key);
	json_stream_bool(c->json, value);
}

static void put_strings(const struct context *c, const char *key,
			const char *const *strings, uint32_t n)
{
	json_stream_key(c->json, key);
	json_stream_open(c->json, '[');
	for (uint32_t i = 0; i < n; i++)
		json_stream_string(c->json, strings[i]);
	json_stream_close(c->json, ']');
}

static void put_uses(const struct context *c, uint32_t uses)
{
	json_stream_key(c->json, "uses");
	json_stream_open(c->json, '[');
	if (uses & USE_READS)
		json_stream_string(c->json, "reads");
	if (uses & USE_WRITES)
		json_stream_string(c->json, "writes");
	if (uses & USE_ASIDE)
		json_stream_string(c->json, "aside");
	json_stream_close(c->json, ']');
}

static void begin_list(const struct context *c, const char *key)
{
	json_stream_key(c->json, key);
	json_stream_open(c->json, '[');
}

/* --- slices --- */

static void put_table(const struct context *c, uint32_t index)
{
	const struct plan_table *table = &c->plan->tables[index];

	json_stream_open(c->json, '{');
	put_string(c, "id", id_of(c, table->node));
	put_string(c, "partition_of",
		   table->root == index
			   ? NULL
			   : id_of(c, c->plan->tables[table->root].node));
	put_number(c, "readers", table->n_readers);
	put_number(c, "writers", table->n_writers);
	put_number(c, "views", table->n_views);
	put_number(c, "referred_to_by", table->n_keys_in);
	put_size(c, "rows", table->rows);
	put_size(c, "bytes", table->bytes);
	json_stream_close(c->json, '}');
}

static void put_merge(const struct context *c, const struct plan_merge *merge)
{
	static const char *const kinds[] = {[MERGE_COUPLED] = "coupled",
					    [MERGE_TOGETHER] = "together",
					    [MERGE_PACKED] = "packed",
					    [MERGE_UNTIED] = "untied"};
	char *text = plan_merge_text(c->plan, merge);

	json_stream_open(c->json, '{');
	put_string(c, "kind", kinds[merge->kind]);
	put_string(c, "a", id_of(c, c->plan->tables[merge->a].node));
	put_string(c, "b", id_of(c, c->plan->tables[merge->b].node));
	json_stream_key(c->json, "tie");
	if (merge->pair == PLAN_ABSENT) {
		json_stream_null(c->json);
	} else {
		const struct plan_pair *pair = &c->plan->pairs[merge->pair];

		json_stream_open(c->json, '{');
		put_string(c, "kind", kind_name(&TIE_KIND, pair->kind));
		put_string(c, "via", id_of(c, pair->via));
		json_stream_key(c->json, "counts");
		json_stream_open(c->json, '{');
		for (unsigned i = 0; i < N_TIE_KINDS; i++)
			if (pair->counts[i])
				put_number(c, kind_name(&TIE_KIND, i),
					   pair->counts[i]);
		json_stream_close(c->json, '}');
		json_stream_close(c->json, '}');
	}
	put_number(c, "share", merge->share);
	put_string(c, "why", text);
	json_stream_close(c->json, '}');
	g_free(text);
}

static void put_arc(const struct context *c, const struct plan_arc *arc)
{
	char *text = plan_arc_text(c->plan, arc);

	json_stream_open(c->json, '{');
	put_string(c, "from", id_of(c, c->plan->tables[arc->from].node));
	put_string(c, "to", id_of(c, c->plan->tables[arc->to].node));
	put_string(c, "kind", kind_name(&TIE_KIND, arc->kind));
	put_string(c, "via", id_of(c, arc->via));
	put_string(c, "why", text);
	json_stream_close(c->json, '}');
	g_free(text);
}

/* Why its tables are together: first what must, then what should. */
static void put_why(const struct context *c, uint32_t index)
{
	const struct plan_slice *slice = &c->plan->slices[index];

	begin_list(c, "cycle");
	for (uint32_t i = 0; slice->n_cycle > 1 && i < c->plan->n_arcs; i++)
		if (c->plan->tables[c->plan->arcs[i].from].slice == index)
			put_arc(c, &c->plan->arcs[i]);
	json_stream_close(c->json, ']');
	begin_list(c, "cuts");
	for (uint32_t i = 0; i < slice->cuts.n; i++)
		put_arc(c,
			&c->plan->arcs[c->plan->cuts[slice->cuts.first + i]]);
	json_stream_close(c->json, ']');
	begin_list(c, "merges");
	for (uint32_t i = 0; i < slice->merges.n; i++)
		put_merge(c, &c->plan->merges[slice->merges.first + i]);
	json_stream_close(c->json, ']');
}

static void put_users(const struct context *c, const struct plan_slice *slice)
{
	begin_list(c, "users");
	for (uint32_t i = 0; i < slice->users.n; i++) {
		const struct plan_user *user =
			&c->plan->users[slice->users.first + i];
		const struct node *node = &c->plan->graph->nodes[user->node];

		json_stream_open(c->json, '{');
		put_string(c, "id", node->id);
		put_uses(c, user->uses);
		put_strings(c, "owner", node->owners, node->n_owners);
		json_stream_close(c->json, '}');
	}
	json_stream_close(c->json, ']');
	begin_list(c, "hidden");
	for (uint32_t i = 0; i < slice->hidden.n; i++) {
		const struct plan_hidden *hidden =
			&c->plan->hidden[slice->hidden.first + i];

		json_stream_open(c->json, '{');
		put_string(c, "id", id_of(c, hidden->node));
		put_uses(c, hidden->uses);
		put_bool(c, "extract_first", hidden->crosses);
		json_stream_close(c->json, '}');
	}
	json_stream_close(c->json, ']');
}

static void put_spots(const struct context *c, const struct plan_slice *slice)
{
	begin_list(c, "blind_spots");
	for (uint32_t i = 0; i < slice->spots.n; i++) {
		const struct blind_spot *spot =
			&c->plan->graph->blind_spots
				 [c->plan->spots[slice->spots.first + i]];

		json_stream_open(c->json, '{');
		put_string(c, "source", spot->source);
		put_string(c, "path", spot->path);
		put_number(c, "line", spot->line);
		put_string(c, "reason", kind_name(&REASON, spot->reason));
		put_string(c, "pattern", spot->pattern);
		put_number(c, "count", spot->count);
		json_stream_close(c->json, '}');
	}
	json_stream_close(c->json, ']');
}

static void put_list(const struct context *c, const char *key,
		     const struct advice_list *list)
{
	put_strings(c, key, list->lines, list->n);
}

static void put_advice(const struct context *c, uint32_t index)
{
	struct advice *advice = advice_new(c->plan, index);

	put_string(c, "approver", advice->approver);
	put_string(c, "approver_why", advice->approver_why);
	put_string(c, "validator", advice->validator);
	put_string(c, "validator_why", advice->validator_why);
	put_list(c, "sign_off", &advice->signers);
	put_list(c, "go", &advice->checks);
	put_list(c, "rollback_when", &advice->triggers);
	put_string(c, "rollback_traffic", advice->traffic);
	put_string(c, "rollback_writes", advice->diverged);
	put_string(c, "notice", advice->notice);
	begin_list(c, "validation");
	for (uint32_t i = 0; i < advice->n_queries; i++) {
		json_stream_open(c->json, '{');
		put_string(c, "title", advice->queries[i].title);
		put_string(c, "postgresql", advice->queries[i].postgresql);
		put_string(c, "mysql", advice->queries[i].mysql);
		json_stream_close(c->json, '}');
	}
	json_stream_close(c->json, ']');
	put_number(c, "validation_left_out", advice->n_unqueried);
	advice_free(advice);
}

static void put_slice(const struct context *c, uint32_t index)
{
	static const char *const kinds[] = {[SLICE_COUPLED] = "coupled",
					    [SLICE_REFERENCE] = "reference",
					    [SLICE_UNTIED] = "untied"};
	const struct plan_slice *slice = &c->plan->slices[index];

	json_stream_line(c->json);
	json_stream_open(c->json, '{');
	put_string(c, "name", slice->name);
	put_string(c, "kind", kinds[slice->kind]);
	put_string(c, "source", slice->source);
	put_number(c, "wave", slice->wave);
	put_number(c, "position", slice->position);
	put_string(c, "anchor", id_of(c, c->plan->tables[slice->anchor].node));
	put_number(c, "readers", slice->n_readers);
	put_number(c, "writers", slice->n_writers);
	put_number(c, "unowned", slice->n_unowned);
	put_number(c, "aside", slice->n_aside);
	put_number(c, "largest_cycle", slice->n_cycle);
	put_size(c, "rows", slice->rows);
	put_size(c, "bytes", slice->bytes);
	put_string(c, "strategy", kind_name(&STRATEGY, slice->strategy));
	put_strings(c, "strategy_why", slice->reasons, slice->n_reasons);
	begin_list(c, "tables");
	for (uint32_t i = 0; i < slice->tables.n; i++)
		put_table(c, c->plan->members[slice->tables.first + i]);
	json_stream_close(c->json, ']');
	put_why(c, index);
	put_users(c, slice);
	put_spots(c, slice);
	put_advice(c, index);
	put_strings(c, "undecided", slice->undecided, slice->n_undecided);
	json_stream_close(c->json, '}');
}

/* --- bridges and waves
 * --------------------------------------------------------
 */

static bool bridge_is_wanted(const struct context *c,
			     const struct plan_bridge *bridge)
{
	for (uint32_t i = 0; i < bridge->slices.n; i++)
		if (c->wanted[c->plan->bridge_slices[bridge->slices.first + i]])
			return true;
	return false;
}

static void put_bridge(const struct context *c,
		       const struct plan_bridge *bridge)
{
	char *text = plan_bridge_text(c->plan, bridge);

	json_stream_line(c->json);
	json_stream_open(c->json, '{');
	put_string(c, "kind", kind_name(&BRIDGE_KIND, bridge->kind));
	put_string(c, "node", id_of(c, bridge->node));
	put_string(c, "to",
		   bridge->to == PLAN_ABSENT ? NULL : id_of(c, bridge->to));
	begin_list(c, "slices");
	for (uint32_t i = 0; i < bridge->slices.n; i++)
		json_stream_string(
			c->json,
			c->plan->slices[c->plan->bridge_slices
						[bridge->slices.first + i]]
				.name);
	json_stream_close(c->json, ']');
	put_number(c, "opens", bridge->opens);
	put_number(c, "closes", bridge->closes);
	put_string(c, "why", text);
	put_string(c, "meanwhile", advice_bridge(bridge->kind));
	json_stream_close(c->json, '}');
	g_free(text);
}

static bool wave_is_wanted(const struct context *c,
			   const struct plan_wave *wave)
{
	for (uint32_t i = 0; i < wave->slices.n; i++)
		if (c->wanted[c->plan->order[wave->slices.first + i]])
			return true;
	return false;
}

static void put_wave(const struct context *c, uint32_t index)
{
	const struct plan_wave *wave = &c->plan->waves[index];

	json_stream_line(c->json);
	json_stream_open(c->json, '{');
	put_number(c, "wave", index + 1);
	begin_list(c, "slices");
	for (uint32_t i = 0; i < wave->slices.n; i++)
		json_stream_string(
			c->json,
			c->plan->slices[c->plan->order[wave->slices.first + i]]
				.name);
	json_stream_close(c->json, ']');
	put_number(c, "opened", wave->opened);
	put_number(c, "closed", wave->closed);
	put_number(c, "live", wave->live);
	put_number(c, "replicas", wave->replicas);
	json_stream_close(c->json, '}');
}

/* --- the whole --- */

static void put_head(const struct context *c)
{
	const struct plan *plan = c->plan;

	json_stream_key(c->json, "unmoor");
	json_stream_open(c->json, '{');
	put_number(c, "format", MAP_FORMAT);
	put_string(c, "version", UNMOOR_VERSION);
	json_stream_close(c->json, '}');
	json_stream_line(c->json);
	json_stream_key(c->json, "order");
	json_stream_open(c->json, '{');
	put_bool(c, "exact", plan->exact);
	put_number(c, "cost", plan->cost);
	put_number(c, "bound", plan->bound);
	json_stream_close(c->json, '}');
	json_stream_line(c->json);
	put_number(c, "tables", plan->n_tables);
	put_number(c, "blind_spots_of_any_table", plan->n_catalog_spots);
	put_strings(c, "undecided", plan->undecided, plan->n_undecided);
}

bool plan_json_write(const struct plan *plan, const guint8 *wanted, FILE *out,
		     GError **error)
{
	struct json_stream json = {.out = out};
	const struct context c = {&json, plan, wanted};

	json_stream_open(&json, '{');
	put_head(&c);
	json_stream_line(&json);
	begin_list(&c, "waves");
	for (uint32_t i = 0; i < plan->n_waves; i++)
		if (wave_is_wanted(&c, &plan->waves[i]))
			put_wave(&c, i);
	json_stream_close(&json, ']');
	json_stream_line(&json);
	begin_list(&c, "slices");
	for (uint32_t i = 0; i < plan->n_slices; i++)
		if (wanted[i])
			put_slice(&c, i);
	json_stream_close(&json, ']');
	json_stream_line(&json);
	begin_list(&c, "bridges");
	for (uint32_t i = 0; i < plan->n_bridges; i++)
		if (bridge_is_wanted(&c, &plan->bridges[i]))
			put_bridge(&c, &plan->bridges[i]);
	json_stream_close(&json, ']');
	json_stream_close(&json, '}');
	return json_stream_end(&json, error);
}
