#include "cli/config_policy.h"

#include <string.h>

/* --- exemptions ---------------------------------------------------------- */

static bool read_text(struct yaml *yaml, const char *key, struct fy_node *node,
		      char **text)
{
	g_free(*text);
	*text = yaml_scalar(node);
	return (*text && **text) ||
	       yaml_fail(yaml, yaml_line(node), "\"%s\" needs a text", key);
}

static bool read_operations(struct yaml *yaml, struct fy_node *node,
			    uint32_t *operations)
{
	char **names = yaml_list(node);
	bool fine = names != NULL;

	*operations = 0;
	for (char **name = names; fine && *name; name++) {
		unsigned value;

		fine = kind_parse(&OPERATION, *name, &value);
		if (fine)
			*operations |= value;
	}
	g_strfreev(names);
	return fine || yaml_fail(yaml, yaml_line(node),
				 "\"operations\" is a list of select, insert, "
				 "update, delete, merge, truncate, copy, lock, "
				 "refresh, create, alter, drop");
}

static bool read_until(struct yaml *yaml, struct fy_node *node, uint32_t *day)
{
	char *text = yaml_scalar(node);
	bool fine = text && day_parse(text, day);

	if (!fine)
		yaml_fail(yaml, yaml_line(node),
			  "\"until\" is a day that exists, as 2026-01-31%s%s",
			  text ? ", not " : "", text ? text : "");
	g_free(text);
	return fine;
}

static bool read_field(struct yaml *yaml, struct fy_node_pair *pair,
		       struct exemption *exemption)
{
	struct fy_node *value = fy_node_pair_value(pair);
	char *key = yaml_scalar(fy_node_pair_key(pair));
	bool fine;

	if (g_strcmp0(key, "rule") == 0)
		fine = read_text(yaml, key, value, &exemption->rule);
	else if (g_strcmp0(key, "fingerprint") == 0)
		fine = read_text(yaml, key, value, &exemption->fingerprint);
	else if (g_strcmp0(key, "accessor") == 0)
		fine = read_text(yaml, key, value, &exemption->accessor);
	else if (g_strcmp0(key, "object") == 0)
		fine = read_text(yaml, key, value, &exemption->object);
	else if (g_strcmp0(key, "reason") == 0)
		fine = read_text(yaml, key, value, &exemption->reason);
	else if (g_strcmp0(key, "operations") == 0)
		fine = read_operations(yaml, value, &exemption->operations);
	else if (g_strcmp0(key, "until") == 0)
		fine = read_until(yaml, value, &exemption->until);
	else
		fine = yaml_fail(yaml, yaml_line(fy_node_pair_key(pair)),
				 "\"%s\" is not known here; there are "
				 "\"fingerprint\", \"accessor\", \"object\", "
				 "\"operations\", \"reason\" and \"until\"",
				 key ? key : "?");
	g_free(key);
	return fine;
}

bool config_read_exemption(struct yaml *yaml, struct fy_node *node,
			   struct exemption *exemption)
{
	struct fy_node_pair *pair;
	void *at = NULL;
	bool fine = true;

	*exemption = (struct exemption){.line = yaml_line(node)};
	if (!node || !fy_node_is_mapping(node))
		return yaml_fail(yaml, yaml_line(node),
				 "an exemption is a mapping with \"object\", "
				 "\"accessor\", \"reason\" and \"until\"");
	while (fine && (pair = fy_node_mapping_iterate(node, &at)))
		fine = read_field(yaml, pair, exemption);
	if (!fine)
		return false;
	if (!exemption->fingerprint && !exemption->object)
		return yaml_fail(yaml, exemption->line,
				 "an exemption says for what: \"object\" or "
				 "\"fingerprint\"");
	if (!exemption->reason)
		return yaml_fail(yaml, exemption->line,
				 "an exemption needs a \"reason\"");
	if (!exemption->until)
		return yaml_fail(yaml, exemption->line,
				 "an exemption needs an end: \"until\": "
				 "2026-01-31");
	return true;
}

static bool read_exemptions(struct yaml *yaml, struct fy_node *node,
			    struct policy *policy)
{
	struct fy_node *item;
	void *at = NULL;

	if (!node || !fy_node_is_sequence(node))
		return yaml_fail(yaml, yaml_line(node),
				 "\"exemptions\" is a list");
	while ((item = fy_node_sequence_iterate(node, &at))) {
		struct exemption exemption;

		if (!config_read_exemption(yaml, item, &exemption)) {
			exemption_clear(&exemption);
			return false;
		}
		policy_add_exemption(policy, &exemption);
	}
	return true;
}

/* --- states -------------------------------------------------------------- */

static bool read_state(struct yaml *yaml, const char *state,
		       struct fy_node *node, enum table_state value,
		       struct policy *policy)
{
	struct fy_node *item;
	void *at = NULL;
	bool fine = node && fy_node_is_sequence(node);

	while (fine && (item = fy_node_sequence_iterate(node, &at))) {
		char *pattern = yaml_scalar(item);

		fine = pattern && *pattern;
		if (fine)
			policy_add_rule(policy, value, pattern,
					yaml_line(item));
		g_free(pattern);
	}
	return fine || yaml_fail(yaml, yaml_line(node),
				 "\"%s\" is a list of tables: %s: "
				 "[public.orders, \"billing.*\"]",
				 state, state);
}

static bool read_pair(struct yaml *yaml, struct fy_node_pair *pair,
		      struct policy *policy)
{
	struct fy_node *node = fy_node_pair_value(pair);
	char *key = yaml_scalar(fy_node_pair_key(pair));
	unsigned state = STATE_NONE;
	bool fine;

	if (g_strcmp0(key, "exemptions") == 0)
		fine = read_exemptions(yaml, node, policy);
	else if (key && kind_parse(&TABLE_STATE, key, &state) &&
		 state != STATE_NONE)
		fine = read_state(yaml, key, node, (enum table_state)state,
				  policy);
	else
		fine = yaml_fail(yaml, yaml_line(fy_node_pair_key(pair)),
				 "\"%s\" is not known in \"policy\"; there are "
				 "\"open\", \"frozen\", \"moving\", \"moved\", "
				 "\"retired\" and \"exemptions\"",
				 key ? key : "?");
	g_free(key);
	return fine;
}

bool config_read_policy(struct yaml *yaml, struct fy_node *node,
			struct policy *policy)
{
	struct fy_node_pair *pair;
	void *at = NULL;

	if (!node || !fy_node_is_mapping(node))
		return yaml_fail(yaml, yaml_line(node),
				 "\"policy\" is a mapping: frozen: "
				 "[public.orders]");
	while ((pair = fy_node_mapping_iterate(node, &at)))
		if (!read_pair(yaml, pair, policy))
			return false;
	return true;
}
