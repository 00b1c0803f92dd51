/* The map as JSON: written, read back, and files that are none. */

#include "output/json_import.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "output/writer.h"
#include "tests/unit/sample_graph.h"

/* The graph as JSON; free() it. */
static char *written(const struct graph *graph)
{
	const struct writer_options options = {0};
	GError *error = NULL;
	char *bytes = NULL;
	size_t size;
	FILE *out = open_memstream(&bytes, &size);

	writer_find("json")->write(graph, &options, out, &error);
	g_assert_no_error(error);
	fclose(out);
	return bytes;
}

static struct graph *read_bytes(const char *bytes, GError **error)
{
	char *path =
		g_build_filename(g_get_tmp_dir(), "unmoor-json-XXXXXX", NULL);
	struct graph *graph;

	close(g_mkstemp(path));
	g_file_set_contents(path, bytes, -1, NULL);
	graph = json_import(path, error);
	g_unlink(path);
	g_free(path);
	return graph;
}

static void test_small_map_as_it_is_written(void)
{
	struct graph *graph = graph_new();
	const char *orders[] = {"public", "orders"}, *list[] = {"list"};
	struct used_column total = {"total", ROLE_SELECT | ROLE_WHERE};
	struct evidence evidence = {.source = "api",
				    .path = "a.py",
				    .object = GRAPH_ABSENT,
				    .line = 3,
				    .end_line = 3,
				    .statement_line = 2,
				    .statement_end = 4,
				    .via = VIA_SQL,
				    .scope = SCOPE_MAIN,
				    .confidence = CONFIDENCE_CERTAIN,
				    .operations = OP_SELECT,
				    .columns = &total,
				    .n_columns = 1,
				    .statement = 0xf3a9};
	struct graph_source source = {"api", SOURCE_GIT, "api", "abc", false};
	struct blind_spot spot = {.source = "api",
				  .reason = REASON_NO_ANALYZER,
				  .count = 2,
				  .detail = "*.x"};
	uint32_t t = graph_add_node(graph, NODE_TABLE, "shop", orders, 2);
	uint32_t f = graph_add_symbol(graph, NODE_FUNCTION, "api", "a.py", list,
				      1, 0);
	char *json;

	graph_add_source(graph, &source);
	graph_add_owner(graph, t, "@payments");
	graph_set_attribute(graph, t, "rows", "7");
	graph_add_evidence(graph, f, t, EDGE_READS, &evidence);
	graph_add_blind_spot(graph, &spot);
	graph_finish(graph);
	json = written(graph);
	g_assert_cmpstr(
		json, ==,
		"{\"unmoor\":{\"format\":1,\"version\":\"0.1.0\"},\n"
		"\"sources\":[\n"
		"{\"id\":\"api\",\"kind\":\"git\",\"location\":\"api\","
		"\"revision\":\"abc\",\"stale\":false}],\n"
		"\"nodes\":[\n"
		"{\"id\":\"function:api/a.py#list\",\"kind\":\"function\","
		"\"name\":\"a.py#list\",\"parts\":[\"a.py\",\"list\"],"
		"\"source\":\"api\",\"bound\":true,\"owner\":[],"
		"\"attributes\":{}},\n"
		"{\"id\":\"table:shop/public.orders\",\"kind\":\"table\","
		"\"name\":\"public.orders\","
		"\"parts\":[\"public\",\"orders\"],\"source\":\"shop\","
		"\"bound\":true,\"owner\":[\"@payments\"],"
		"\"attributes\":{\"rows\":\"7\"}}],\n"
		"\"edges\":[\n"
		"{\"from\":\"function:api/a.py#list\","
		"\"to\":\"table:shop/public.orders\",\"kind\":\"reads\","
		"\"operations\":[\"select\"],"
		"\"columns\":[{\"name\":\"total\","
		"\"roles\":[\"select\",\"where\"]}],"
		"\"confidence\":\"certain\","
		"\"evidence\":[{\"source\":\"api\",\"path\":\"a.py\","
		"\"line\":3,\"end_line\":3,\"statement_line\":2,"
		"\"statement_end\":4,\"via\":\"sql\",\"scope\":\"main\","
		"\"operations\":[\"select\"],"
		"\"columns\":[{\"name\":\"total\","
		"\"roles\":[\"select\",\"where\"]}],"
		"\"confidence\":\"certain\","
		"\"statement\":\"000000000000f3a9\"}]}],\n"
		"\"blind_spots\":[\n"
		"{\"source\":\"api\",\"path\":null,\"line\":null,"
		"\"reason\":\"no-analyzer\",\"pattern\":null,"
		"\"candidates\":[],\"count\":2,\"detail\":\"*.x\"}]}\n");
	free(json);
	graph_free(graph);
}

static void test_read_back_it_is_the_same(void)
{
	struct graph *graph = rich_graph(), *back;
	char *json = written(graph), *again;
	GError *error = NULL;

	back = read_bytes(json, &error);
	g_assert_no_error(error);
	assert_same_graph(graph, back);
	again = written(back);
	g_assert_cmpstr(again, ==, json);
	free(json);
	free(again);
	graph_free(graph);
	graph_free(back);
}

static void test_order_and_white_space_do_not_matter(void)
{
	struct graph *graph;
	GError *error = NULL;

	graph = read_bytes(
		" {\n"
		"\"later\" : [ { \"a\" : \"]}\" } ] , \n"
		"\"edges\" : [ {\"from\": \"file:a/b\", \"to\": "
		"\"table:s/t\",\n"
		"  \"kind\": \"writes\", \"more\": {\"x\": [1, 2]},\n"
		"  \"evidence\": [ {\"source\": \"a\", \"path\": \"b\",\n"
		"    \"line\": 1, \"end_line\": 1, \"via\": \"sql\",\n"
		"    \"scope\": \"main\", \"confidence\": \"likely\"} ] } ],\n"
		"\"blind_spots\": [ ] ,\n"
		"\"nodes\": [ {\"id\": \"table:s/t\", \"kind\": \"table\",\n"
		"    \"name\": \"t\"},\n"
		"  {\"id\": \"file:a/b\", \"kind\": \"file\",\n"
		"    \"name\": \"b \\u00e4\\ud83d\\ude00\"} ],\n"
		"\"sources\":[],\n"
		"\"unmoor\": {\"format\": 1}\n"
		"}\n ",
		&error);
	g_assert_no_error(error);
	g_assert_cmpuint(graph->n_edges, ==, 1);
	g_assert_cmpint(graph->edges[0].confidence, ==, CONFIDENCE_LIKELY);
	g_assert_cmpstr(graph->nodes[0].name, ==, "b ä😀");
	graph_free(graph);
}

static void test_control_characters_are_escaped(void)
{
	struct graph *graph = graph_new();
	const char *part = "a\"\\\n\x1b\x7f";
	char *json;

	graph_add_node(graph, NODE_TABLE, NULL, &part, 1);
	graph_finish(graph);
	json = written(graph);
	g_assert_nonnull(
		strstr(json, "\"parts\":[\"a\\\"\\\\\\u000a\\u001b\\u007f\"]"));
	free(json);
	graph_free(graph);
}

/* What is between the brackets of the parts of a map. */
static void assert_not_read(const char *says, const char *nodes,
			    const char *edges, const char *spots)
{
	char *json = g_strdup_printf("{\"unmoor\":{\"format\":1},\n"
				     "\"sources\":[],\n"
				     "\"nodes\":[%s],\n"
				     "\"edges\":[%s],\n"
				     "\"blind_spots\":[%s]}",
				     nodes, edges, spots);
	GError *error = NULL;

	g_assert_null(read_bytes(json, &error));
	g_assert_error(error, JSON_IMPORT_ERROR, JSON_IMPORT_ERROR_FORM);
	if (!strstr(error->message, says))
		g_error("\"%s\" does not say \"%s\"", error->message, says);
	g_clear_error(&error);
	g_free(json);
}

#define TABLE "{\"id\":\"table:s/t\",\"kind\":\"table\",\"name\":\"t\"}"
#define EDGE(evidence)                                                         \
	"{\"from\":\"table:s/t\",\"to\":\"table:s/t\",\"kind\":\"reads\","     \
	"\"evidence\":[" evidence "]}"

static void test_what_is_wrong_is_named_with_its_line(void)
{
	assert_not_read(":3: \"name\" is missing", "{\"id\":\"a\"}", "", "");
	assert_not_read(":4: no such node kind: planet",
			TABLE ",\n{\"id\":\"a\",\"kind\":\"planet\","
			      "\"name\":\"a\"}",
			"", "");
	assert_not_read("no such node kind: none",
			"{\"id\":\"a\",\"kind\":\"none\",\"name\":\"a\"}", "",
			"");
	assert_not_read("this id is there twice: table:s/t", TABLE "," TABLE,
			"", "");
	assert_not_read("\"from\" is no node of this map: x", TABLE,
			"{\"from\":\"x\",\"to\":\"table:s/t\"}", "");
	assert_not_read("an edge has no evidence", TABLE, EDGE(""), "");
	assert_not_read("\"scope\" is missing", TABLE,
			EDGE("{\"source\":\"a\",\"via\":\"sql\"}"), "");
	assert_not_read("\"line\" is not a number in range", TABLE,
			EDGE("{\"source\":\"a\",\"line\":-1}"), "");
	assert_not_read("\"object\" is no node of this map: y", TABLE,
			EDGE("{\"object\":\"y\"}"), "");
	assert_not_read("no such reason: bad-luck", "", "",
			"{\"source\":\"a\",\"reason\":\"bad-luck\"}");
	assert_not_read("not an object of JSON", "{\"id\":}", "", "");
	assert_not_read("not an object of JSON", "17", "", "");
	assert_not_read("is missing here", "{", "", "");
}

static void assert_no_map(const char *says, const char *bytes)
{
	GError *error = NULL;

	g_assert_null(read_bytes(bytes, &error));
	g_assert_error(error, JSON_IMPORT_ERROR, JSON_IMPORT_ERROR_FORM);
	if (!strstr(error->message, says))
		g_error("\"%s\" does not say \"%s\"", error->message, says);
	g_clear_error(&error);
}

static void test_files_that_are_no_map(void)
{
	assert_no_map(":1: not JSON: '{' is missing", "");
	assert_no_map("not JSON: '{' is missing", "SELECT 1");
	assert_no_map("it has no \"unmoor\"", "{}");
	assert_no_map("the map has format 99; this unmoor reads 1",
		      "{\"unmoor\":{\"format\":99}}");
	assert_no_map("it has no \"sources\"", "{\"unmoor\":{\"format\":1}}");
	assert_no_map("something stands behind the map",
		      "{\"unmoor\":{\"format\":1}} x");
	assert_no_map("'}' is missing", "{\"unmoor\":{\"format\":1");
}

/* Every prefix of a map is an error, none a crash. */
static void test_truncated_map(void)
{
	struct graph *graph = rich_graph();
	char *json = written(graph);

	for (size_t n = strlen(json) - 1; n-- > 0;) {
		struct graph *read;

		json[n] = '\0';
		read = read_bytes(json, NULL);
		g_assert_null(read);
	}
	free(json);
	graph_free(graph);
}

static void test_missing_file(void)
{
	GError *error = NULL;

	g_assert_null(json_import("no/such.json", &error));
	g_assert_error(error, JSON_IMPORT_ERROR, JSON_IMPORT_ERROR_MISSING);
	g_clear_error(&error);
	g_assert_null(json_import("/", &error));
	g_assert_error(error, JSON_IMPORT_ERROR, JSON_IMPORT_ERROR_MISSING);
	g_clear_error(&error);
}

static void test_full_disk_is_an_error(void)
{
	const struct writer_options options = {0};
	struct graph *graph = rich_graph();
	GError *error = NULL;
	FILE *full = fopen("/dev/full", "w");

	g_assert_false(
		writer_find("json")->write(graph, &options, full, &error));
	g_assert_error(error, G_FILE_ERROR, G_FILE_ERROR_NOSPC);
	g_clear_error(&error);
	fclose(full);
	graph_free(graph);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
#define TEST(name) g_test_add_func("/json/" #name, test_##name)
	TEST(small_map_as_it_is_written);
	TEST(read_back_it_is_the_same);
	TEST(order_and_white_space_do_not_matter);
	TEST(control_characters_are_escaped);
	TEST(what_is_wrong_is_named_with_its_line);
	TEST(files_that_are_no_map);
	TEST(truncated_map);
	TEST(missing_file);
	TEST(full_disk_is_an_error);
	return g_test_run();
}
