#include "cli/plan_settings.h"

#include <string.h>

#include "cli/command.h"
#include "cli/config_plan.h"

struct resolver {
	struct cli_plan_settings *made;
	const struct graph *graph;
	const char *path;
};

/* The table of that name; false after a message with the line. */
static bool find_table(const struct resolver *resolver, const char *name,
		       unsigned line, uint32_t *table)
{
	GArray *found = graph_lookup(resolver->graph, name);
	uint32_t n = 0;

	for (guint i = 0; i < found->len; i++) {
		uint32_t node = g_array_index(found, uint32_t, i);

		if (resolver->graph->nodes[node].kind != NODE_TABLE)
			continue;
		*table = node;
		n++;
	}
	g_array_free(found, TRUE);
	if (n == 0)
		command_fail("%s:%u: %s: the map holds no such table",
			     resolver->path, line, name);
	else if (n > 1)
		command_fail("%s:%u: %s: %u tables have that name; say more "
			     "of it, or its id",
			     resolver->path, line, name, n);
	return n == 1;
}

static bool find_tables(const struct resolver *resolver,
			const struct config_tables *names,
			struct plan_group *group)
{
	uint32_t n = names->names ? g_strv_length(names->names) : 0;
	uint32_t *tables =
		arena_alloc(&resolver->made->arena, (n + 1) * sizeof(uint32_t));

	*group = (struct plan_group){tables, n, names->line};
	for (uint32_t i = 0; i < n; i++)
		if (!find_table(resolver, names->names[i], names->line,
				&tables[i]))
			return false;
	return true;
}

static bool find_groups(const struct resolver *resolver, const GArray *groups,
			const struct plan_group **found, uint32_t *n)
{
	struct plan_group *list =
		arena_alloc(&resolver->made->arena,
			    (groups->len + 1) * sizeof(struct plan_group));

	*found = list;
	*n = groups->len;
	for (guint i = 0; i < groups->len; i++)
		if (!find_tables(
			    resolver,
			    &g_array_index(groups, struct config_tables, i),
			    &list[i]))
			return false;
	return true;
}

static bool find_wishes(const struct resolver *resolver, const GArray *slices)
{
	struct plan_wish *wishes =
		arena_alloc(&resolver->made->arena,
			    (slices->len + 1) * sizeof(struct plan_wish));

	resolver->made->settings.wishes = wishes;
	resolver->made->settings.n_wishes = slices->len;
	for (guint i = 0; i < slices->len; i++) {
		const struct config_slice *slice =
			&g_array_index(slices, struct config_slice, i);

		wishes[i] = (struct plan_wish){.name = slice->name,
					       .approver = slice->approver,
					       .value = slice->value,
					       .rehearsal = slice->rehearsal,
					       .downtime = slice->downtime,
					       .line = slice->line};
		if (!find_table(resolver, slice->table, slice->line,
				&wishes[i].table))
			return false;
	}
	return true;
}

static void take_teams(const struct resolver *resolver, const GArray *teams)
{
	struct plan_team *list =
		arena_alloc(&resolver->made->arena,
			    (teams->len + 1) * sizeof(struct plan_team));

	for (guint i = 0; i < teams->len; i++) {
		const struct config_team *team =
			&g_array_index(teams, struct config_team, i);

		list[i] = (struct plan_team){team->owner, team->skills};
	}
	resolver->made->settings.teams = list;
	resolver->made->settings.n_teams = teams->len;
}

static bool take_plan(const struct resolver *resolver,
		      const struct config_plan *plan)
{
	struct plan_settings *settings = &resolver->made->settings;

	settings->slice_tables = plan->slice_tables;
	settings->wave_slices = plan->wave_slices;
	settings->downtime = plan->downtime;
	take_teams(resolver, plan->teams);
	return find_tables(resolver, &plan->reference, &settings->reference) &&
	       find_tables(resolver, &plan->first, &settings->first) &&
	       find_tables(resolver, &plan->last, &settings->last) &&
	       find_groups(resolver, plan->together, &settings->together,
			   &settings->n_together) &&
	       find_groups(resolver, plan->apart, &settings->apart,
			   &settings->n_apart) &&
	       find_wishes(resolver, plan->slices);
}

bool plan_settings_make(struct cli_plan_settings *made,
			const struct config *config, const char *path,
			const struct graph *graph)
{
	const struct resolver resolver = {made, graph,
					  path ? path : CONFIG_NAME};

	*made = (struct cli_plan_settings){
		.settings = {.slice_tables = PLAN_SLICE_TABLES,
			     .wave_slices = PLAN_WAVE_SLICES,
			     .downtime = DOWNTIME_UNKNOWN}};
	arena_init(&made->arena);
	if (!config)
		return true;
	made->settings.policy = config->policy;
	return !config->plan || take_plan(&resolver, config->plan);
}

void plan_settings_clear(struct cli_plan_settings *made)
{
	arena_release(&made->arena);
}
