#include "graph/check/policy.h"

#include <stdio.h>
#include <string.h>

#define KIND_NAME(constant, name) name,
static const char *const state_names[] = {TABLE_STATES(KIND_NAME)};
const struct kind_list TABLE_STATE = {"table state", false, N_TABLE_STATES,
				      state_names};

struct rule {
	enum table_state state;
	unsigned line;
	char *pattern; /* in lower case; NULL: its key in the table is it */
};

struct policy {
	GHashTable *exact; /* name in lower case -> struct rule */
	/* The same by the last part of each name: what is bound to nothing
	 * often has no schema. */
	GHashTable *last;
	GPtrArray *patterns;   /* struct rule */
	GPtrArray *exemptions; /* struct exemption */
};

/* --- days ---------------------------------------------------------------- */

bool day_parse(const char *text, uint32_t *day)
{
	unsigned year, month, date;

	if (strlen(text) != 10 || text[4] != '-' || text[7] != '-')
		return false;
	for (size_t i = 0; i < 10; i++)
		if (i != 4 && i != 7 && !g_ascii_isdigit(text[i]))
			return false;
	year = (unsigned)g_ascii_strtoull(text, NULL, 10);
	month = (unsigned)g_ascii_strtoull(text + 5, NULL, 10);
	date = (unsigned)g_ascii_strtoull(text + 8, NULL, 10);
	if (!g_date_valid_dmy((GDateDay)date, (GDateMonth)month,
			      (GDateYear)year))
		return false;
	*day = year * 10000 + month * 100 + date;
	return true;
}

char *day_text(uint32_t day)
{
	return g_strdup_printf("%04u-%02u-%02u", day / 10000, day / 100 % 100,
			       day % 100);
}

/* --- building ------------------------------------------------------------ */

static void rule_free(gpointer payload)
{
	struct rule *rule = payload;

	g_free(rule->pattern);
	g_free(rule);
}

void exemption_clear(struct exemption *exemption)
{
	g_free(exemption->rule);
	g_free(exemption->fingerprint);
	g_free(exemption->accessor);
	g_free(exemption->object);
	g_free(exemption->reason);
	*exemption = (struct exemption){0};
}

static void exemption_free(gpointer payload)
{
	exemption_clear(payload);
	g_free(payload);
}

struct policy *policy_new(void)
{
	struct policy *policy = g_new0(struct policy, 1);

	policy->exact = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
					      rule_free);
	policy->last = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
					     rule_free);
	policy->patterns = g_ptr_array_new_with_free_func(rule_free);
	policy->exemptions = g_ptr_array_new_with_free_func(exemption_free);
	return policy;
}

void policy_free(struct policy *policy)
{
	if (!policy)
		return;
	g_hash_table_unref(policy->exact);
	g_hash_table_unref(policy->last);
	g_ptr_array_unref(policy->patterns);
	g_ptr_array_unref(policy->exemptions);
	g_free(policy);
}

static bool is_pattern(const char *text)
{
	return strpbrk(text, "*?") != NULL;
}

static struct rule *rule_new(enum table_state state, unsigned line)
{
	struct rule *rule = g_new0(struct rule, 1);

	rule->state = state;
	rule->line = line;
	return rule;
}

/* The strictest rule of a name is kept. */
static void add_name(GHashTable *names, const char *name,
		     enum table_state state, unsigned line)
{
	const struct rule *rule = g_hash_table_lookup(names, name);

	if (!rule || rule->state < state)
		g_hash_table_replace(names, g_strdup(name),
				     rule_new(state, line));
}

static const char *last_part(const char *name)
{
	const char *last = name;

	for (const char *at = name; *at; at++)
		if ((*at == '.' || *at == '/' || *at == ':') && at[1])
			last = at + 1;
	return last;
}

void policy_add_rule(struct policy *policy, enum table_state state,
		     const char *pattern, unsigned line)
{
	char *folded = g_ascii_strdown(pattern, -1);
	struct rule *rule;

	if (is_pattern(folded)) {
		rule = rule_new(state, line);
		rule->pattern = g_strdup(folded);
		g_ptr_array_add(policy->patterns, rule);
	} else {
		add_name(policy->exact, folded, state, line);
		add_name(policy->last, last_part(folded), state, line);
	}
	g_free(folded);
}

void policy_add_exemption(struct policy *policy,
			  const struct exemption *exemption)
{
	g_ptr_array_add(policy->exemptions,
			g_memdup2(exemption, sizeof(*exemption)));
}

/* --- asking -------------------------------------------------------------- */

/*
 * Calls for every name that a pattern may mean the node by, in lower case;
 * true as soon as one call says so.
 */
static bool each_name(const struct node *node,
		      bool (*each)(const char *name, void *payload),
		      void *payload)
{
	char *id = g_ascii_strdown(node->id, -1);
	char *name = g_ascii_strdown(node->name, -1);
	char *source = node->source ? g_ascii_strdown(node->source, -1) : NULL;
	const char *colon = strchr(id, ':');
	size_t offset = 0, length = strlen(name);
	bool found = each(id, payload) || (colon && each(colon + 1, payload));

	for (uint32_t i = 0;
	     !found && (i == 0 || i < node->n_parts) && offset < length; i++) {
		char *whole =
			source ? g_strdup_printf("%s/%s", source, name + offset)
			       : NULL;

		found = each(name + offset, payload) ||
			(whole && each(whole, payload));
		g_free(whole);
		/* Only names of a database end with names. */
		if (i >= node->n_parts || node->kind >= NODE_REPOSITORY)
			break;
		offset += strlen(node->parts[i]) + 1;
	}
	g_free(source);
	g_free(name);
	g_free(id);
	return found;
}

struct asking {
	const struct policy *policy;
	const struct rule *best;
};

static void take(struct asking *asking, const struct rule *rule)
{
	if (rule && (!asking->best || rule->state > asking->best->state))
		asking->best = rule;
}

static bool ask_exact(const char *name, void *payload)
{
	struct asking *asking = payload;

	take(asking, g_hash_table_lookup(asking->policy->exact, name));
	return false;
}

static bool ask_patterns(const char *name, void *payload)
{
	struct asking *asking = payload;
	const GPtrArray *patterns = asking->policy->patterns;

	for (guint i = 0; i < patterns->len; i++) {
		const struct rule *rule = patterns->pdata[i];

		if (g_pattern_match_simple(rule->pattern, name))
			take(asking, rule);
	}
	return false;
}

/* A name that is bound to nothing may be that of any schema, and one that is
 * made at run time any that fits. */
static void ask_unbound(struct asking *asking, const struct node *node)
{
	/* The known part of a name made at run time, "llx_*". */
	const char *pattern = node_attribute(node, "pattern");
	char *name = g_ascii_strdown(pattern ? pattern : node->name, -1);
	GHashTableIter iter;
	gpointer key, rule;

	if (!pattern) {
		take(asking, g_hash_table_lookup(asking->policy->last, name));
	} else {
		g_hash_table_iter_init(&iter, asking->policy->last);
		while (g_hash_table_iter_next(&iter, &key, &rule))
			if (g_pattern_match_simple(name, key))
				take(asking, rule);
	}
	g_free(name);
}

enum table_state policy_state(const struct policy *policy,
			      const struct node *table, unsigned *line)
{
	struct asking asking = {policy, NULL};

	if (line)
		*line = 0;
	if (!policy)
		return STATE_NONE;
	if (g_hash_table_size(policy->exact))
		each_name(table, ask_exact, &asking);
	if (!asking.best && !table->bound && g_hash_table_size(policy->last))
		ask_unbound(&asking, table);
	if (!asking.best && policy->patterns->len)
		each_name(table, ask_patterns, &asking);
	if (!asking.best)
		return STATE_NONE;
	if (line)
		*line = asking.best->line;
	return asking.best->state;
}

uint32_t policy_exemptions(const struct policy *policy,
			   const struct exemption *const **exemptions)
{
	*exemptions = policy ? (const struct exemption *const *)(void *)
				       policy->exemptions->pdata
			     : NULL;
	return policy ? policy->exemptions->len : 0;
}

static bool fits(const char *name, void *payload)
{
	return g_pattern_match_simple(payload, name);
}

bool policy_fits(const char *pattern, const struct node *node)
{
	char *folded = g_ascii_strdown(pattern, -1);
	bool found = each_name(node, fits, folded);

	g_free(folded);
	return found;
}
