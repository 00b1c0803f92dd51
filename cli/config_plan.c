#include "cli/config_plan.h"

#include <stdlib.h>
#include <string.h>

#define MINUTES_MAX (366u * 24 * 60)

/* --- life --- */

static void clear_tables(void *payload)
{
	struct config_tables *tables = payload;

	g_strfreev(tables->names);
	*tables = (struct config_tables){0};
}

static void clear_slice(void *payload)
{
	struct config_slice *slice = payload;

	g_free(slice->table);
	g_free(slice->name);
	g_free(slice->approver);
}

static void clear_team(void *payload)
{
	g_free(((struct config_team *)payload)->owner);
}

static GArray *array_new(gsize size, GDestroyNotify clear)
{
	GArray *array = g_array_new(FALSE, TRUE, (guint)size);

	g_array_set_clear_func(array, clear);
	return array;
}

struct config_plan *config_plan_new(void)
{
	struct config_plan *plan = g_new0(struct config_plan, 1);

	plan->slice_tables = PLAN_SLICE_TABLES;
	plan->wave_slices = PLAN_WAVE_SLICES;
	plan->downtime = DOWNTIME_UNKNOWN;
	plan->together = array_new(sizeof(struct config_tables), clear_tables);
	plan->apart = array_new(sizeof(struct config_tables), clear_tables);
	plan->slices = array_new(sizeof(struct config_slice), clear_slice);
	plan->teams = array_new(sizeof(struct config_team), clear_team);
	return plan;
}

void config_plan_free(struct config_plan *plan)
{
	if (!plan)
		return;
	clear_tables(&plan->reference);
	clear_tables(&plan->first);
	clear_tables(&plan->last);
	g_array_free(plan->together, TRUE);
	g_array_free(plan->apart, TRUE);
	g_array_free(plan->slices, TRUE);
	g_array_free(plan->teams, TRUE);
	g_free(plan);
}

/* --- values --- */

static bool read_number(struct yaml *yaml, const char *key,
			struct fy_node *node, uint32_t most, uint32_t *number)
{
	char *text = yaml_scalar(node), *end = NULL;
	unsigned long value = text ? strtoul(text, &end, 10) : 0;
	bool fine = text && g_ascii_isdigit(text[0]) && *end == '\0' &&
		    value >= 1 && value <= most;

	if (fine)
		*number = (uint32_t)value;
	else
		yaml_fail(yaml, yaml_line(node),
			  "\"%s\" is a number from 1 to %u", key, most);
	g_free(text);
	return fine;
}

static uint32_t unit_minutes(const char *unit)
{
	if (strcmp(unit, "m") == 0)
		return 1;
	if (strcmp(unit, "h") == 0)
		return 60;
	return strcmp(unit, "d") == 0 ? 24 * 60 : 0;
}

/* "none", "30m", "4h", "2d". */
static bool read_downtime(struct yaml *yaml, struct fy_node *node,
			  uint32_t *minutes)
{
	char *text = yaml_scalar(node), *end = NULL;
	unsigned long value = text ? strtoul(text, &end, 10) : 0;
	uint32_t unit = end ? unit_minutes(end) : 0;
	bool fine = true;

	if (g_strcmp0(text, "none") == 0)
		*minutes = 0;
	else if (text && g_ascii_isdigit(text[0]) && unit &&
		 value <= MINUTES_MAX / unit)
		*minutes = (uint32_t)value * unit;
	else
		fine = yaml_fail(yaml, yaml_line(node),
				 "\"downtime\" is none, or a time as 30m, 4h "
				 "or 2d");
	g_free(text);
	return fine;
}

static bool read_tables(struct yaml *yaml, const char *key,
			struct fy_node *node, struct config_tables *tables)
{
	clear_tables(tables);
	tables->names = yaml_list(node);
	tables->line = yaml_line(node);
	return tables->names ||
	       yaml_fail(yaml, tables->line,
			 "\"%s\" is a list of tables: [public.orders]", key);
}

static bool read_groups(struct yaml *yaml, const char *key,
			struct fy_node *node, GArray *groups)
{
	struct fy_node *item;
	void *at = NULL;

	if (!node || !fy_node_is_sequence(node))
		return yaml_fail(yaml, yaml_line(node),
				 "\"%s\" is a list of lists of tables: "
				 "[[public.orders, public.customers]]",
				 key);
	while ((item = fy_node_sequence_iterate(node, &at))) {
		struct config_tables tables = {yaml_list(item),
					       yaml_line(item)};

		if (fy_node_is_sequence(item) && tables.names &&
		    fy_node_sequence_item_count(item) > 0)
			tables.line = yaml_line(
				fy_node_sequence_get_by_index(item, 0));
		if (!tables.names || g_strv_length(tables.names) < 2) {
			g_strfreev(tables.names);
			return yaml_fail(yaml, tables.line,
					 "each list of \"%s\" names at least "
					 "two tables",
					 key);
		}
		g_array_append_val(groups, tables);
	}
	return true;
}

/* The number of the word; fails with the words there are. */
static bool read_word(struct yaml *yaml, const char *key, struct fy_node *node,
		      const char *const *words, unsigned n, unsigned *word)
{
	char *text = yaml_scalar(node);
	GString *all = g_string_new(NULL);
	bool found = false;

	for (unsigned i = 0; i < n; i++) {
		if (g_strcmp0(text, words[i]) == 0) {
			*word = i;
			found = true;
		}
		g_string_append_printf(all, "%s%s", i ? ", " : "", words[i]);
	}
	if (!found)
		yaml_fail(yaml, yaml_line(node), "\"%s\" is one of %s", key,
			  all->str);
	g_string_free(all, TRUE);
	g_free(text);
	return found;
}

/* --- slices and teams --- */

static bool read_value(struct yaml *yaml, struct fy_node *node,
		       enum plan_value *value)
{
	static const char *const words[] = {"low", "normal", "high"};
	static const enum plan_value values[] = {VALUE_LOW, VALUE_NORMAL,
						 VALUE_HIGH};
	unsigned word = 1;
	bool fine = read_word(yaml, "value", node, words, 3, &word);

	*value = values[word];
	return fine;
}

static bool read_rehearsal(struct yaml *yaml, struct fy_node *node,
			   enum plan_rehearsal *rehearsal)
{
	static const char *const words[] = {"none", "planned", "done"};
	unsigned word = 0;
	bool fine = read_word(yaml, "rehearsal", node, words, 3, &word);

	*rehearsal = (enum plan_rehearsal)word;
	return fine;
}

/* Names become names of files. */
static bool is_slice_name(const char *name)
{
	for (const char *at = name; at && *at; at++)
		if (!g_ascii_isalnum(*at) && !strchr("_-.", *at))
			return false;
	return name && name[0] && name[0] != '.' && strlen(name) <= 100;
}

static bool read_slice_name(struct yaml *yaml, struct fy_node *node,
			    char **name)
{
	g_free(*name);
	*name = yaml_scalar(node);
	return is_slice_name(*name) ||
	       yaml_fail(yaml, yaml_line(node),
			 "\"name\" of a slice is made of letters, digits, _ - "
			 "and .");
}

static bool read_approver(struct yaml *yaml, struct fy_node *node, char **name)
{
	g_free(*name);
	*name = yaml_scalar(node);
	return (*name && **name) ||
	       yaml_fail(yaml, yaml_line(node), "\"approver\" needs a name");
}

static bool read_slice_field(struct yaml *yaml, struct fy_node_pair *pair,
			     struct config_slice *slice)
{
	char *key = yaml_scalar(fy_node_pair_key(pair));
	struct fy_node *value = fy_node_pair_value(pair);
	bool fine;

	if (g_strcmp0(key, "name") == 0)
		fine = read_slice_name(yaml, value, &slice->name);
	else if (g_strcmp0(key, "approver") == 0)
		fine = read_approver(yaml, value, &slice->approver);
	else if (g_strcmp0(key, "value") == 0)
		fine = read_value(yaml, value, &slice->value);
	else if (g_strcmp0(key, "rehearsal") == 0)
		fine = read_rehearsal(yaml, value, &slice->rehearsal);
	else if (g_strcmp0(key, "downtime") == 0)
		fine = read_downtime(yaml, value, &slice->downtime);
	else
		fine = yaml_fail(yaml, yaml_line(fy_node_pair_key(pair)),
				 "a slice has no \"%s\"; it has \"approver\", "
				 "\"downtime\", \"name\", \"rehearsal\" and "
				 "\"value\"",
				 key ? key : "?");
	g_free(key);
	return fine;
}

static bool read_slices(struct yaml *yaml, struct fy_node *node, GArray *slices)
{
	struct fy_node_pair *pair;
	void *at = NULL;

	if (!node || !fy_node_is_mapping(node))
		return yaml_fail(yaml, yaml_line(node),
				 "\"slices\" is a mapping from a table to what "
				 "is said of its slice");
	while ((pair = fy_node_mapping_iterate(node, &at))) {
		struct fy_node *value = fy_node_pair_value(pair);
		struct fy_node_pair *field;
		void *inner = NULL;
		struct config_slice slice = {
			.table = yaml_scalar(fy_node_pair_key(pair)),
			.downtime = DOWNTIME_UNKNOWN,
			.line = yaml_line(fy_node_pair_key(pair))};
		bool fine = slice.table && value && fy_node_is_mapping(value);

		if (!fine)
			yaml_fail(yaml, slice.line,
				  "what is said of a slice is a mapping: "
				  "{value: high}");
		while (fine && (field = fy_node_mapping_iterate(value, &inner)))
			fine = read_slice_field(yaml, field, &slice);
		g_array_append_val(slices, slice);
		if (!fine)
			return false;
	}
	return true;
}

static bool read_skills(struct yaml *yaml, struct fy_node *node,
			uint32_t *skills)
{
	static const char *const words[] = {"cdc", "postgresql", "mysql"};
	char **list = yaml_list(node);
	bool fine = list != NULL;

	for (char **name = list; fine && *name; name++) {
		unsigned i = 0;

		while (i < G_N_ELEMENTS(words) && strcmp(words[i], *name) != 0)
			i++;
		fine = i < G_N_ELEMENTS(words);
		*skills |= fine ? 1u << i : 0;
	}
	g_strfreev(list);
	return fine || yaml_fail(yaml, yaml_line(node),
				 "the skills of a team are a list of cdc, "
				 "postgresql and mysql");
}

static bool read_teams(struct yaml *yaml, struct fy_node *node, GArray *teams)
{
	struct fy_node_pair *pair;
	void *at = NULL;

	if (!node || !fy_node_is_mapping(node))
		return yaml_fail(yaml, yaml_line(node),
				 "\"teams\" is a mapping from an owner to a "
				 "list of skills");
	while ((pair = fy_node_mapping_iterate(node, &at))) {
		struct config_team team = {
			.owner = yaml_scalar(fy_node_pair_key(pair))};
		bool fine = team.owner &&
			    read_skills(yaml, fy_node_pair_value(pair),
					&team.skills);

		g_array_append_val(teams, team);
		if (!fine)
			return false;
	}
	return true;
}

/* --- the whole --- */

static bool read_key(struct yaml *yaml, const char *key, unsigned line,
		     struct fy_node *value, struct config_plan *plan)
{
	if (strcmp(key, "apart") == 0)
		return read_groups(yaml, key, value, plan->apart);
	if (strcmp(key, "downtime") == 0)
		return read_downtime(yaml, value, &plan->downtime);
	if (strcmp(key, "first") == 0)
		return read_tables(yaml, key, value, &plan->first);
	if (strcmp(key, "last") == 0)
		return read_tables(yaml, key, value, &plan->last);
	if (strcmp(key, "reference") == 0)
		return read_tables(yaml, key, value, &plan->reference);
	if (strcmp(key, "slice_tables") == 0)
		return read_number(yaml, key, value, PLAN_SLICE_TABLES_MAX,
				   &plan->slice_tables);
	if (strcmp(key, "slices") == 0)
		return read_slices(yaml, value, plan->slices);
	if (strcmp(key, "teams") == 0)
		return read_teams(yaml, value, plan->teams);
	if (strcmp(key, "together") == 0)
		return read_groups(yaml, key, value, plan->together);
	if (strcmp(key, "wave_slices") == 0)
		return read_number(yaml, key, value, 1000, &plan->wave_slices);
	return yaml_fail(yaml, line,
			 "\"plan\" has no \"%s\"; it has \"apart\", "
			 "\"downtime\", \"first\", \"last\", \"reference\", "
			 "\"slice_tables\", \"slices\", \"teams\", "
			 "\"together\" and \"wave_slices\"",
			 key);
}

bool config_read_plan(struct yaml *yaml, struct fy_node *node,
		      struct config_plan *plan)
{
	struct fy_node_pair *pair;
	void *at = NULL;
	bool fine = true;

	if (!node || !fy_node_is_mapping(node))
		return yaml_fail(yaml, yaml_line(node),
				 "\"plan\" is a mapping; docs/plan.md says "
				 "what it holds");
	while (fine && (pair = fy_node_mapping_iterate(node, &at))) {
		struct fy_node *key = fy_node_pair_key(pair);
		char *name = yaml_scalar(key);

		fine = read_key(yaml, name ? name : "?", yaml_line(key),
				fy_node_pair_value(pair), plan);
		g_free(name);
	}
	return fine;
}
