/* What unmoor.yaml may say, and what is said when it says it wrong. */
#include <glib/gstdio.h>
#include <string.h>

#include "cli/config.h"

static char *folder;

static struct config *read_text(const char *text, GError **error)
{
	char *path = g_build_filename(folder, "unmoor.yaml", NULL);
	struct config *config;

	g_assert_true(g_file_set_contents(path, text, -1, NULL));
	config = config_read(path, error);
	g_free(path);
	return config;
}

/* One line a source: "name location talks,to". Locations lose the folder. */
static void expect(const char *text, const char *expected)
{
	GError *error = NULL;
	struct config *config = read_text(text, &error);
	GString *out = g_string_new(NULL);

	g_assert_no_error(error);
	for (guint i = 0; i < config->sources->len; i++) {
		const struct config_source *s = &g_array_index(
			config->sources, struct config_source, i);
		char *talks = s->talks_to ? g_strjoinv(",", s->talks_to) : NULL;
		bool inside = g_str_has_prefix(s->location, folder);

		g_string_append_printf(
			out, "%s %s%s%s\n", s->name,
			s->location + (inside ? strlen(folder) + 1 : 0),
			talks ? " " : "", talks ? talks : "");
		g_free(talks);
	}
	g_assert_cmpstr(out->str, ==, expected);
	g_string_free(out, TRUE);
	config_free(config);
}

static void expect_error(const char *text, const char *words)
{
	GError *error = NULL;

	g_assert_null(read_text(text, &error));
	g_assert_error(error, CONFIG_ERROR, CONFIG_ERROR_FORM);
	if (!strstr(error->message, words))
		g_error("\"%s\" has not \"%s\"", error->message, words);
	g_error_free(error);
}

static void test_sources(void)
{
	expect("sources:\n  shop: dumps/shop.sql\n  api: ../api@main\n",
	       "api ../api@main\nshop dumps/shop.sql\n");
	expect("# nothing else\nsources: {a: /x, b: 'postgresql://db/x'}\n",
	       "a /x\nb postgresql://db/x\n");
	expect("sources:\n  api:\n    location: api\n    talks_to: [s, t]\n"
	       "  s: s.sql\n  t: t.sql\n",
	       "api api s,t\ns s.sql\nt t.sql\n");
}

static void test_errors_have_lines(void)
{
	expect_error("sources:\n  a: b\n  a: c\n", "unmoor.yaml:3: not YAML");
	expect_error("sources:\n  a: [\n", "unmoor.yaml:");
	expect_error("sources:\n  a: x\nsource: y\n",
		     "unmoor.yaml:3: \"source\" is not known");
	expect_error("sources:\n  a b: x\n",
		     "unmoor.yaml:2: \"a b\" is no name");
	expect_error("sources:\n  a:\n", "unmoor.yaml:2: source a needs");
	expect_error("sources:\n  a: [x]\n", "unmoor.yaml:2: source a needs");
	expect_error("sources:\n  a:\n    location: x\n    url: y\n",
		     "unmoor.yaml:4: a source has no \"url\"");
	expect_error("sources:\n  a:\n    talks_to: []\n",
		     "unmoor.yaml:2: source a needs");
	expect_error("sources:\n  a: {location: x, talks_to: b}\n",
		     "unmoor.yaml:2: \"talks_to\" of source a is a list");
	expect_error("sources:\n  a: {location: x, talks_to: [b]}\n",
		     "unmoor.yaml:2: source a talks to b");
}

static void test_sql(void)
{
	GError *error = NULL;
	struct config *config = read_text(
		"sql:\n  executes: [run_sql, 'util.run(2)']\n", &error);
	struct link_settings settings = {0};

	g_assert_no_error(error);
	config_link_settings(config, &settings);
	g_assert_cmpint(settings.n_executes, ==, 2);
	g_assert_cmpstr(settings.executes[0].name, ==, "run_sql");
	g_assert_cmpint(settings.executes[0].argument, ==, 1);
	g_assert_cmpstr(settings.executes[1].name, ==, "util.run");
	g_assert_cmpint(settings.executes[1].argument, ==, 2);
	g_free((gpointer)settings.talks_to);
	config_free(config);
	expect_error("sql:\n  executes: run\n", "unmoor.yaml:2: \"sql\" has");
	expect_error("sql:\n  executes: ['run(x)']\n",
		     "\"run(x)\" is no routine");
	expect_error("sql:\n  executes: ['run(0)']\n", "is no routine");
	expect_error("sql:\n  runs: [a]\n", "\"sql\" has \"executes\"");
}

static const struct node orders = {
	.kind = NODE_TABLE,
	.id = "table:shop/public.orders",
	.name = "public.orders",
	.parts = (const char *[]){"public", "orders"},
	.n_parts = 2,
	.source = "shop",
};

static void test_policy(void)
{
	GError *error = NULL;
	struct config *config = read_text(
		"policy:\n  open: ['*']\n  frozen:\n    - public.orders\n"
		"  exemptions:\n    - object: orders\n      accessor: api/*\n"
		"      operations: [select, copy]\n      reason: last export\n"
		"      until: 2026-01-31\n"
		"check:\n  source: api\n  baseline: ci/known.yaml\n",
		&error);
	const struct exemption *const *exemptions;
	unsigned line;

	g_assert_no_error(error);
	g_assert_cmpint(policy_state(config->policy, &orders, &line), ==,
			STATE_FROZEN);
	g_assert_cmpuint(line, ==, 4);
	g_assert_cmpuint(policy_exemptions(config->policy, &exemptions), ==, 1);
	g_assert_cmpstr(exemptions[0]->accessor, ==, "api/*");
	g_assert_cmpstr(exemptions[0]->reason, ==, "last export");
	g_assert_cmpuint(exemptions[0]->operations, ==, OP_SELECT | OP_COPY);
	g_assert_cmpuint(exemptions[0]->until, ==, 20260131);
	g_assert_cmpuint(exemptions[0]->line, ==, 6);
	g_assert_cmpstr(config->check_source, ==, "api");
	g_assert_cmpstr(config->check_baseline, ==, "ci/known.yaml");
	config_free(config);
}

/* An exemption of an otherwise right file. */
static void expect_exemption_error(const char *fields, const char *words)
{
	char *text =
		g_strdup_printf("policy:\n  exemptions:\n    - %s\n", fields);

	expect_error(text, words);
	g_free(text);
}

static void test_policy_errors(void)
{
	expect_error("policy: [orders]\n", "unmoor.yaml:1: \"policy\" is");
	expect_error("policy:\n  open: []\n  cold: [orders]\n",
		     "unmoor.yaml:3: \"cold\" is not known in \"policy\"");
	expect_error("policy:\n  frozen: orders\n",
		     "unmoor.yaml:2: \"frozen\" is a list");
	expect_error("check:\n  sorce: api\n",
		     "unmoor.yaml:2: \"check\" has no \"sorce\"");
	expect_exemption_error("{object: a, reason: b}",
			       "unmoor.yaml:3: an exemption needs an end");
	expect_exemption_error(
		"{object: a, until: 2026-01-31}",
		"unmoor.yaml:3: an exemption needs a \"reason\"");
	expect_exemption_error("{reason: b, until: 2026-01-31}",
			       "unmoor.yaml:3: an exemption says for what");
	expect_exemption_error("{object: a, reason: b, until: 2026-02-29}",
			       "unmoor.yaml:3: \"until\" is a day that exists, "
			       "as 2026-01-31, not 2026-02-29");
	expect_exemption_error("{object: a, reason: b, until: tomorrow}",
			       "unmoor.yaml:3: \"until\" is a day");
	expect_exemption_error("{object: a, operations: [look]}",
			       "unmoor.yaml:3: \"operations\" is a list");
	expect_exemption_error("{table: a}",
			       "unmoor.yaml:3: \"table\" is not known");
}

static void test_no_sources(void)
{
	expect_error("", "has no \"sources\"");
	expect_error("- a\n", "has no \"sources\"");
	expect_error("sources: a\n", "is a mapping");
	expect_error("sources:\n", "is a mapping");
}

static void test_aliases(void)
{
	expect("sources:\n  a: &x b\n  c: *x\n", "a b\nc b\n");
	expect_error("sources:\n  a: *x\n", "not YAML");
}

static void test_missing(void)
{
	GError *error = NULL;

	g_assert_null(config_read("/nowhere/unmoor.yaml", &error));
	g_assert_error(error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
	g_error_free(error);
}

int main(int argc, char **argv)
{
	int status;

	g_test_init(&argc, &argv, NULL);
	folder = g_dir_make_tmp("unmoor-test-XXXXXX", NULL);
	g_test_add_func("/config/sources", test_sources);
	g_test_add_func("/config/errors-have-lines", test_errors_have_lines);
	g_test_add_func("/config/policy", test_policy);
	g_test_add_func("/config/sql", test_sql);
	g_test_add_func("/config/policy-errors", test_policy_errors);
	g_test_add_func("/config/no-sources", test_no_sources);
	g_test_add_func("/config/aliases", test_aliases);
	g_test_add_func("/config/missing", test_missing);
	status = g_test_run();
	g_assert_cmpint(g_chdir(folder), ==, 0);
	g_unlink("unmoor.yaml");
	g_rmdir(folder);
	g_free(folder);
	return status;
}
