/* JSON as nodes with their places. */

#include "analyzers/reports/json.h"

#include <string.h>

struct fixture {
	struct arena arena;
	struct analysis analysis;
	struct text text;
	const struct json *json;
	enum reason gap;
};

static void keep_gap(struct analysis *analysis, struct fact *fact)
{
	struct fixture *fixture = analysis->payload;

	g_assert_cmpint(fact->kind, ==, FACT_GAP);
	fixture->gap = fact->as.gap.reason;
}

static void set_up(struct fixture *fixture, const char *bytes, size_t size)
{
	memset(fixture, 0, sizeof(*fixture));
	arena_init(&fixture->arena);
	fixture->analysis = (struct analysis){.arena = &fixture->arena,
					      .deliver = keep_gap,
					      .payload = fixture};
	fixture->text = (struct text){.bytes = bytes, .size = size};
	fixture->json = json_read(&fixture->analysis, &fixture->text);
}

static void tear_down(struct fixture *fixture)
{
	text_release(&fixture->text);
	arena_release(&fixture->arena);
}

static void test_paths(void)
{
	const char *bytes = "{\"a\": {\"b\": [1, true, \"x\"]},\n \"c\": null}";
	struct fixture fixture;
	const struct json *json;
	uint32_t list, at;

	set_up(&fixture, bytes, strlen(bytes));
	json = fixture.json;
	list = json_at(json, json_root(json), "a.b");
	g_assert_cmpint(json_kind(json, list), ==, JSON_ARRAY);
	at = json_first(json, list);
	g_assert_true(json_is(json, at, "1"));
	at = json_next(json, json_next(json, at));
	g_assert_cmpstr(json_text(json, at), ==, "x");
	g_assert_cmpuint(json_next(json, at), ==, JSON_ABSENT);
	g_assert_cmpuint(json_line(json, json_at(json, json_root(json), "c")),
			 ==, 2);
	g_assert_cmpuint(json_at(json, json_root(json), "a.x.y"), ==,
			 JSON_ABSENT);
	g_assert_null(json_text(json, list));
	tear_down(&fixture);
}

/* Each byte of a decoded string knows where its escape stands. */
static void test_escapes(void)
{
	const char *bytes = "[\"a\\n\\u00e9\\ud83d\\ude00\\\"\"]";
	struct fixture fixture;
	struct json_string string;

	set_up(&fixture, bytes, strlen(bytes));
	g_assert_true(json_string(fixture.json, json_first(fixture.json, 0),
				  &string));
	g_assert_cmpstr(string.bytes, ==, "a\n\xc3\xa9\xf0\x9f\x98\x80\"");
	g_assert_cmpuint(string.size, ==, 9);
	g_assert_cmpuint(string.origins[0], ==, 2);
	g_assert_cmpuint(string.origins[1], ==, 3);
	g_assert_cmpuint(string.origins[2], ==, 5);
	g_assert_cmpuint(string.origins[3], ==, 5);
	g_assert_cmpuint(string.origins[4], ==, 11);
	g_assert_cmpuint(string.origins[8], ==, 23);
	tear_down(&fixture);
}

/* A lone half of a pair, a cut escape, a byte order mark. */
static void test_odd_strings(void)
{
	const char *bytes = "\xef\xbb\xbf[\"\\ud83d\", \"\\u12\"]";
	struct fixture fixture;
	const struct json *json;
	uint32_t at;

	set_up(&fixture, bytes, strlen(bytes));
	json = fixture.json;
	at = json_first(json, json_root(json));
	g_assert_cmpstr(json_text(json, at), ==, "\xef\xbf\xbd");
	tear_down(&fixture);
}

/* What came before a break is there. */
static void test_broken(void)
{
	const char *bytes = "{\"a\": \"x\", \"b\": [1, ";
	struct fixture fixture;

	set_up(&fixture, bytes, strlen(bytes));
	g_assert_cmpint(fixture.gap, ==, REASON_UNREADABLE_TEXT);
	g_assert_cmpstr(json_text(fixture.json, json_at(fixture.json, 0, "a")),
			==, "x");
	tear_down(&fixture);
	set_up(&fixture, "", 0);
	g_assert_cmpuint(json_root(fixture.json), ==, JSON_ABSENT);
	tear_down(&fixture);
}

static void test_deep(void)
{
	size_t size = 1000000;
	g_autofree char *bytes = g_malloc(size);
	struct fixture fixture;

	memset(bytes, '[', size);
	set_up(&fixture, bytes, size);
	g_assert_cmpint(fixture.gap, ==, REASON_TOO_DEEP);
	g_assert_cmpuint(json_root(fixture.json), ==, JSON_ABSENT);
	tear_down(&fixture);
}

/* Brackets in strings open nothing. */
static void test_brackets_in_strings(void)
{
	g_autofree char *brackets = g_strnfill(2000, '[');
	g_autofree char *bytes = g_strdup_printf("[\"\\\"%s\"]", brackets);
	struct fixture fixture;

	set_up(&fixture, bytes, strlen(bytes));
	g_assert_cmpint(fixture.gap, ==, REASON_NONE);
	tear_down(&fixture);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/report-json/paths", test_paths);
	g_test_add_func("/report-json/escapes", test_escapes);
	g_test_add_func("/report-json/odd-strings", test_odd_strings);
	g_test_add_func("/report-json/broken", test_broken);
	g_test_add_func("/report-json/deep", test_deep);
	g_test_add_func("/report-json/brackets-in-strings",
			test_brackets_in_strings);
	return g_test_run();
}
