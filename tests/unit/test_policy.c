/* Which state a policy gives a table, and which days there are. */
#include "graph/check/policy.h"

static const struct node orders = {
	.kind = NODE_TABLE,
	.id = "table:shop/public.orders",
	.name = "public.orders",
	.parts = (const char *[]){"public", "orders"},
	.n_parts = 2,
	.source = "shop",
	.bound = true,
};

static const struct node unbound = {
	.kind = NODE_TABLE,
	.id = "table:?/couriers",
	.name = "couriers",
	.parts = (const char *[]){"couriers"},
	.n_parts = 1,
};

static const struct node function = {
	.kind = NODE_FUNCTION,
	.id = "function:api/jobs/export.py#run",
	.name = "run",
	.parts = (const char *[]){"jobs/export.py", "run"},
	.n_parts = 2,
	.source = "api",
};

static void test_forms_of_a_name(void)
{
	static const char *const fitting[] = {
		"orders",      "public.orders", "shop/public.orders",
		"shop/orders", "*.orders",	"shop/*",
		"PUBLIC.ord*", "table:shop/*",	"table:shop/public.orders",
		"*",	       "public.order?",
	};
	static const char *const others[] = {
		"order",     "orders.public", "public",	      "other/orders",
		"private.*", "orders_old",    "ublic.orders",
	};

	for (size_t i = 0; i < G_N_ELEMENTS(fitting); i++)
		if (!policy_fits(fitting[i], &orders))
			g_error("%s should fit", fitting[i]);
	for (size_t i = 0; i < G_N_ELEMENTS(others); i++)
		if (policy_fits(others[i], &orders))
			g_error("%s should not fit", others[i]);
	g_assert_true(policy_fits("couriers", &unbound));
	g_assert_true(policy_fits("table:?/couriers", &unbound));
}

static void test_names_of_code(void)
{
	g_assert_true(policy_fits("api/jobs/export.py#run", &function));
	g_assert_true(policy_fits("api/jobs/*", &function));
	g_assert_true(policy_fits("function:api/*", &function));
	g_assert_false(policy_fits("api/other/*", &function));
}

static enum table_state state_of(const char *rules)
{
	struct policy *policy = policy_new();
	char **words = g_strsplit(rules, " ", -1);
	enum table_state state;
	unsigned value = STATE_NONE;

	for (guint i = 0; words[i]; i++) {
		char **pair = g_strsplit(words[i], ":", 2);

		g_assert_true(kind_parse(&TABLE_STATE, pair[0], &value));
		policy_add_rule(policy, (enum table_state)value, pair[1], i);
		g_strfreev(pair);
	}
	state = policy_state(policy, &orders, NULL);
	g_strfreev(words);
	policy_free(policy);
	return state;
}

static void test_which_rule_counts(void)
{
	g_assert_cmpint(state_of("frozen:orders"), ==, STATE_FROZEN);
	g_assert_cmpint(state_of("frozen:customers"), ==, STATE_NONE);
	/* A whole name goes before a pattern, in any order. */
	g_assert_cmpint(state_of("open:orders retired:*"), ==, STATE_OPEN);
	g_assert_cmpint(state_of("retired:* open:orders"), ==, STATE_OPEN);
	/* Of equal ones the strictest. */
	g_assert_cmpint(state_of("frozen:public.* open:*"), ==, STATE_FROZEN);
	g_assert_cmpint(state_of("moved:orders open:public.orders"), ==,
			STATE_MOVED);
	g_assert_cmpint(state_of("open:orders moving:orders frozen:orders"), ==,
			STATE_MOVING);
	g_assert_cmpint(policy_state(NULL, &orders, NULL), ==, STATE_NONE);
}

static void test_names_bound_to_nothing(void)
{
	struct policy *policy = policy_new();
	struct attribute attribute = {"pattern", "cour*"};
	struct node pattern = unbound;

	pattern.attributes = &attribute;
	pattern.n_attributes = 1;
	g_assert_cmpint(policy_state(policy, &unbound, NULL), ==, STATE_NONE);
	policy_add_rule(policy, STATE_RETIRED, "shop/Public.Couriers", 1);
	g_assert_cmpint(policy_state(policy, &unbound, NULL), ==,
			STATE_RETIRED);
	g_assert_cmpint(policy_state(policy, &pattern, NULL), ==,
			STATE_RETIRED);
	policy_free(policy);
}

static void test_days(void)
{
	uint32_t day;
	char *text;

	g_assert_true(day_parse("2024-02-29", &day));
	g_assert_cmpuint(day, ==, 20240229);
	text = day_text(day);
	g_assert_cmpstr(text, ==, "2024-02-29");
	g_free(text);
	g_assert_false(day_parse("2023-02-29", &day));
	g_assert_false(day_parse("2023-13-01", &day));
	g_assert_false(day_parse("2023-00-10", &day));
	g_assert_false(day_parse("0000-01-01", &day));
	g_assert_false(day_parse("23-01-01", &day));
	g_assert_false(day_parse("2023-1-1", &day));
	g_assert_false(day_parse("2023-01-01 ", &day));
	g_assert_false(day_parse("+023-01-01", &day));
	g_assert_false(day_parse("", &day));
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/policy/forms", test_forms_of_a_name);
	g_test_add_func("/policy/code", test_names_of_code);
	g_test_add_func("/policy/rules", test_which_rule_counts);
	g_test_add_func("/policy/unbound", test_names_bound_to_nothing);
	g_test_add_func("/policy/days", test_days);
	return g_test_run();
}
