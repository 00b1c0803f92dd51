/* The map file: facts, texts, sources, the graph, and files that are none. */

#include "graph/store/store_private.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/unit/sample_graph.h"

/* Every test has a folder of its own with a map in it. */
struct fixture {
	char *folder, *path;
	struct store *store;
};

static void set_up(struct fixture *f, gconstpointer unused)
{
	GError *error = NULL;

	(void)unused;
	f->folder = g_dir_make_tmp("unmoor-store-XXXXXX", NULL);
	f->path = g_build_filename(f->folder, "map.db", NULL);
	f->store = store_open(f->path, STORE_WRITE, &error);
	g_assert_no_error(error);
}

static void tear_down(struct fixture *f, gconstpointer unused)
{
	const char *name;
	GDir *folder;

	(void)unused;
	store_close(f->store);
	folder = g_dir_open(f->folder, 0, NULL);
	while ((name = g_dir_read_name(folder))) {
		char *path = g_build_filename(f->folder, name, NULL);

		g_remove(path);
		g_free(path);
	}
	g_dir_close(folder);
	g_rmdir(f->folder);
	g_free(f->folder);
	g_free(f->path);
}

static void begin(struct fixture *f)
{
	GError *error = NULL;

	store_begin(f->store, &error);
	g_assert_no_error(error);
}

static void commit(struct fixture *f)
{
	GError *error = NULL;

	store_commit(f->store, &error);
	g_assert_no_error(error);
}

/* Closes the map and opens it again. */
static void reopen(struct fixture *f, enum store_mode mode)
{
	GError *error = NULL;

	store_close(f->store);
	f->store = store_open(f->path, mode, &error);
	g_assert_no_error(error);
}

/* Runs SQL on the closed map as somebody else would. */
static void meddle(struct fixture *f, const char *sql)
{
	sqlite3 *db;

	g_clear_pointer(&f->store, store_close);
	g_assert_cmpint(sqlite3_open(f->path, &db), ==, SQLITE_OK);
	g_assert_cmpint(sqlite3_exec(db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
	sqlite3_close(db);
}

static void assert_not_opened(struct fixture *f, enum store_mode mode,
			      enum store_error code, const char *says)
{
	GError *error = NULL;

	g_clear_pointer(&f->store, store_close);
	f->store = store_open(f->path, mode, &error);
	g_assert_null(f->store);
	g_assert_error(error, STORE_ERROR, (int)code);
	g_assert_nonnull(strstr(error->message, f->path));
	if (!strstr(error->message, says))
		g_error("\"%s\" does not say \"%s\"", error->message, says);
	g_clear_error(&error);
}

/* --- facts and texts ------------------------------------------------------ */

static const guint8 KEY[STORE_KEY] = "key of the first one";
static const guint8 OTHER_KEY[STORE_KEY] = "key of another text";

static void put_facts(struct fixture *f, const guint8 *key, const char *bytes)
{
	GError *error = NULL;

	store_put_facts(f->store, key, (const guint8 *)bytes, strlen(bytes),
			&error);
	g_assert_no_error(error);
}

static void put_text(struct fixture *f, const char *source, const char *path,
		     const guint8 *key)
{
	struct store_text text = {
		.source = source, .path = path, .language = "sql", .id = "1"};
	GError *error = NULL;

	if (key)
		memcpy(text.key, key, STORE_KEY);
	store_put_text(f->store, &text, &error);
	g_assert_no_error(error);
}

static void test_facts_by_key(struct fixture *f, gconstpointer unused)
{
	GBytes *bytes;

	(void)unused;
	begin(f);
	put_facts(f, KEY, "old");
	put_facts(f, KEY, "new");
	put_facts(f, OTHER_KEY, "");
	commit(f);
	reopen(f, STORE_READ);
	g_assert_true(store_has_facts(f->store, KEY));
	bytes = store_get_facts(f->store, KEY);
	g_assert_cmpmem(g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes),
			"new", 3);
	g_bytes_unref(bytes);
	bytes = store_get_facts(f->store, OTHER_KEY);
	g_assert_cmpuint(g_bytes_get_size(bytes), ==, 0);
	g_bytes_unref(bytes);
	g_assert_false(store_has_facts(f->store, (const guint8 *)"no such key"
								 " of 20 b"));
}

static bool list_text(const struct store_text *text, void *payload)
{
	g_string_append_printf(payload, "%s:%s ", text->source, text->path);
	return true;
}

static void assert_texts(struct fixture *f, const char *source,
			 const char *expected)
{
	GString *list = g_string_new(NULL);
	GError *error = NULL;

	store_texts(f->store, source, list_text, list, &error);
	g_assert_no_error(error);
	g_assert_cmpstr(list->str, ==, expected);
	g_string_free(list, TRUE);
}

static void test_texts_come_sorted_by_bytes(struct fixture *f,
					    gconstpointer unused)
{
	(void)unused;
	begin(f);
	put_text(f, "web", "a", NULL);
	put_text(f, "api", "b/\xff", NULL);
	put_text(f, "api", "b", NULL);
	put_text(f, "api", "B", NULL);
	put_text(f, "api", "b", KEY);
	assert_texts(f, NULL, "api:B api:b api:b/\xff web:a ");
	assert_texts(f, "web", "web:a ");
	commit(f);
}

static bool assert_full_text(const struct store_text *text, void *payload)
{
	g_assert_null(text->language);
	g_assert_cmpstr(text->id, ==, "f00");
	g_assert_cmpmem(text->key, STORE_KEY, OTHER_KEY, STORE_KEY);
	g_assert_true(text->aside);
	g_assert_cmpint(text->reason, ==, REASON_TOO_LARGE);
	g_assert_cmpstr(text->detail, ==, "100 MB");
	g_assert_cmpstr(text->closure, ==, "h\na.h\t1\n");
	(*(int *)payload)++;
	return true;
}

static void test_text_keeps_all_it_says(struct fixture *f, gconstpointer unused)
{
	struct store_text text = {.source = "api",
				  .path = "x",
				  .id = "f00",
				  .aside = true,
				  .reason = REASON_TOO_LARGE,
				  .detail = "100 MB",
				  .closure = "h\na.h\t1\n"};
	GError *error = NULL;
	int n = 0;

	(void)unused;
	memcpy(text.key, OTHER_KEY, STORE_KEY);
	begin(f);
	store_put_text(f->store, &text, &error);
	commit(f);
	store_texts(f->store, "api", assert_full_text, &n, &error);
	g_assert_no_error(error);
	g_assert_cmpint(n, ==, 1);
}

static void test_texts_and_sources_are_removed(struct fixture *f,
					       gconstpointer unused)
{
	GError *error = NULL;

	(void)unused;
	begin(f);
	put_text(f, "api", "a", NULL);
	put_text(f, "api", "b", NULL);
	put_text(f, "web", "a", NULL);
	store_remove_text(f->store, "api", "a", &error);
	assert_texts(f, NULL, "api:b web:a ");
	store_remove_source(f->store, "api", &error);
	assert_texts(f, NULL, "web:a ");
	g_assert_no_error(error);
	commit(f);
}

static void test_sweep_drops_what_nobody_has(struct fixture *f,
					     gconstpointer unused)
{
	static const guint8 derived[STORE_KEY] = "key of derived text";
	GHashTable *keep = g_hash_table_new(store_key_hash, store_key_equal);
	GError *error = NULL;

	(void)unused;
	g_hash_table_add(keep, (gpointer)derived);
	begin(f);
	put_facts(f, KEY, "1");
	put_facts(f, OTHER_KEY, "2");
	put_facts(f, derived, "3");
	put_text(f, "api", "a", KEY);
	put_text(f, "api", "b", NULL);
	store_sweep(f->store, keep, &error);
	g_assert_no_error(error);
	commit(f);
	g_assert_true(store_has_facts(f->store, KEY));
	g_assert_false(store_has_facts(f->store, OTHER_KEY));
	g_assert_true(store_has_facts(f->store, derived));
	g_hash_table_unref(keep);
}

static void test_source_keeps_all_it_says(struct fixture *f,
					  gconstpointer unused)
{
	struct store_source source = {
		{"shop", SOURCE_MYSQL, "shop.sql", "r1", true},
		DIALECT_MARIADB,
		"dumps/shop.sql",
		"t1",
		"s1"};
	struct store_source *found;
	struct arena arena;
	GError *error = NULL;
	uint32_t n;

	(void)unused;
	arena_init(&arena);
	begin(f);
	store_put_source(f->store, &source, &error);
	source = (struct store_source){.source = {"api", SOURCE_GIT, "api"}};
	store_put_source(f->store, &source, &error);
	commit(f);
	store_sources(f->store, &arena, &found, &n, &error);
	g_assert_no_error(error);
	g_assert_cmpuint(n, ==, 2);
	g_assert_cmpstr(found[0].source.id, ==, "api");
	g_assert_null(found[0].tree);
	g_assert_cmpint(found[1].source.kind, ==, SOURCE_MYSQL);
	g_assert_cmpstr(found[1].source.revision, ==, "r1");
	g_assert_true(found[1].source.stale);
	g_assert_cmpint(found[1].dialect, ==, DIALECT_MARIADB);
	g_assert_cmpstr(found[1].given, ==, "dumps/shop.sql");
	g_assert_cmpstr(found[1].settings, ==, "s1");
	arena_release(&arena);
}

/* --- the graph ------------------------------------------------------------ */

static void put_graph(struct fixture *f, struct graph *graph,
		      const char *inputs)
{
	GError *error = NULL;

	begin(f);
	store_put_graph(f->store, graph, inputs, &error);
	g_assert_no_error(error);
	commit(f);
}

static struct graph *get_graph(struct fixture *f)
{
	GError *error = NULL;
	struct graph *graph = store_get_graph(f->store, &error);

	g_assert_no_error(error);
	return graph;
}

static void test_graph_comes_back_as_it_was(struct fixture *f,
					    gconstpointer unused)
{
	struct graph *graph = rich_graph(), *loaded;

	(void)unused;
	put_graph(f, graph, "1");
	reopen(f, STORE_READ);
	loaded = get_graph(f);
	assert_same_graph(graph, loaded);
	graph_free(loaded);
	graph_free(graph);
}

static void test_graph_is_replaced_whole(struct fixture *f,
					 gconstpointer unused)
{
	struct graph *graph = rich_graph(), *empty = graph_new(), *loaded;
	char *inputs;

	(void)unused;
	graph_finish(empty);
	put_graph(f, graph, "1");
	put_graph(f, empty, "2");
	loaded = get_graph(f);
	g_assert_cmpuint(loaded->n_nodes, ==, 0);
	g_assert_cmpuint(loaded->n_blind_spots, ==, 0);
	inputs = store_linked(f->store);
	g_assert_cmpstr(inputs, ==, "2");
	g_free(inputs);
	graph_free(loaded);
	graph_free(empty);
	graph_free(graph);
}

static void test_new_map_was_never_linked(struct fixture *f,
					  gconstpointer unused)
{
	struct graph *graph = get_graph(f);

	(void)unused;
	g_assert_null(store_linked(f->store));
	g_assert_cmpuint(graph->n_nodes, ==, 0);
	graph_free(graph);
}

/* The answer of one SQL query on the map, columns joined by "|". */
static char *query(struct fixture *f, const char *sql)
{
	GString *answer = g_string_new(NULL);
	sqlite3_stmt *row;
	sqlite3 *db;

	g_assert_cmpint(sqlite3_open(f->path, &db), ==, SQLITE_OK);
	g_assert_cmpint(sqlite3_prepare_v2(db, sql, -1, &row, NULL), ==,
			SQLITE_OK);
	while (sqlite3_step(row) == SQLITE_ROW)
		for (int i = 0; i < sqlite3_column_count(row); i++)
			g_string_append_printf(answer, "%s%s",
					       answer->len ? "|" : "",
					       sqlite3_column_text(row, i));
	sqlite3_finalize(row);
	sqlite3_close(db);
	return g_string_free(answer, FALSE);
}

static void assert_query(struct fixture *f, const char *sql,
			 const char *expected)
{
	char *answer = query(f, sql);

	g_assert_cmpstr(answer, ==, expected);
	g_free(answer);
}

static void test_map_answers_sql(struct fixture *f, gconstpointer unused)
{
	struct graph *graph = rich_graph();

	(void)unused;
	put_graph(f, graph, "1");
	graph_free(graph);
	assert_query(f,
		     "SELECT from_id, operations FROM v_edges WHERE kind = "
		     "'reads' AND to_id = 'table:shop/public.orders'",
		     "function:api/app/a.py#list~2|select lock");
	assert_query(f,
		     "SELECT path, line FROM v_evidence "
		     "WHERE to_id = 'table:shop/public.orders' "
		     "AND kind = 'reads' ORDER BY line",
		     "app/a.py|3|app/a.py|30");
	assert_query(f,
		     "SELECT DISTINCT to_id FROM v_columns "
		     "WHERE column_name = 'total' AND roles LIKE '%where%' "
		     "ORDER BY 1",
		     "table:?/orders|table:shop/public.orders");
	assert_query(f, "SELECT id, owner FROM v_owners",
		     "table:shop/public.orders|@payments");
}

/* --- transactions --- */

static void test_rollback_leaves_the_old_map(struct fixture *f,
					     gconstpointer unused)
{
	struct graph *graph = rich_graph(), *empty = graph_new(), *loaded;
	GError *error = NULL;

	(void)unused;
	put_graph(f, graph, "1");
	graph_finish(empty);
	begin(f);
	put_facts(f, KEY, "1");
	store_put_graph(f->store, empty, "2", &error);
	store_rollback(f->store);
	g_assert_no_error(error);
	g_assert_false(store_has_facts(f->store, KEY));
	loaded = get_graph(f);
	assert_same_graph(graph, loaded);
	graph_free(loaded);
	graph_free(empty);
	graph_free(graph);
}

/* Writes until it is killed; far more than SQLite keeps in memory. */
static void write_until_killed(const char *path, int started)
{
	struct store *store = store_open(path, STORE_WRITE, NULL);
	struct graph *empty = graph_new();
	static char bytes[100000];
	guint8 key[STORE_KEY] = "";

	graph_finish(empty);
	store_begin(store, NULL);
	store_put_graph(store, empty, "2", NULL);
	for (uint32_t i = 0;; i++) {
		memcpy(key, &i, sizeof(i));
		store_put_facts(store, key, (guint8 *)bytes, sizeof(bytes),
				NULL);
		if (i == 2000 && write(started, "", 1) != 1)
			_exit(1);
	}
}

static void test_killed_writer_leaves_the_old_map(struct fixture *f,
						  gconstpointer unused)
{
	struct graph *graph = rich_graph(), *loaded;
	int started[2];
	char byte;
	pid_t child;

	(void)unused;
	put_graph(f, graph, "1");
	g_clear_pointer(&f->store, store_close);
	g_assert_cmpint(pipe(started), ==, 0);
	child = fork();
	if (child == 0)
		write_until_killed(f->path, started[1]);
	g_assert_cmpint((int)read(started[0], &byte, 1), ==, 1);
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
	close(started[0]);
	close(started[1]);

	reopen(f, STORE_READ);
	loaded = get_graph(f);
	assert_same_graph(graph, loaded);
	g_assert_false(store_has_facts(f->store, KEY));
	graph_free(loaded);
	graph_free(graph);
}

/* SQLite's own limit of pages stands for the disk's. */
static void test_full_disk_leaves_the_old_map(struct fixture *f,
					      gconstpointer unused)
{
	struct graph *graph = rich_graph(), *loaded;
	static const guint8 bytes[1000000];
	GError *error = NULL;

	(void)unused;
	put_graph(f, graph, "1");
	sqlite3_exec(f->store->db, "PRAGMA max_page_count = 50", NULL, NULL,
		     NULL);
	begin(f);
	put_facts(f, OTHER_KEY, "small");
	g_assert_false(
		store_put_facts(f->store, KEY, bytes, sizeof(bytes), &error));
	g_assert_error(error, STORE_ERROR, STORE_ERROR_IO);
	g_assert_nonnull(strstr(error->message, "disk is full"));
	g_clear_error(&error);
	/* What comes behind it must not be committed alone. */
	g_assert_false(store_put_facts(f->store, KEY, bytes, 10, &error));
	g_clear_error(&error);
	g_assert_false(store_commit(f->store, &error));
	g_assert_error(error, STORE_ERROR, STORE_ERROR_IO);
	g_clear_error(&error);

	g_assert_false(store_has_facts(f->store, KEY));
	g_assert_false(store_has_facts(f->store, OTHER_KEY));
	loaded = get_graph(f);
	assert_same_graph(graph, loaded);
	graph_free(loaded);
	graph_free(graph);
}

static void test_readers_see_the_old_map_until_commit(struct fixture *f,
						      gconstpointer unused)
{
	struct store *other = store_open(f->path, STORE_READ, NULL);

	(void)unused;
	begin(f);
	put_facts(f, KEY, "1");
	g_assert_false(store_has_facts(other, KEY));
	commit(f);
	g_assert_true(store_has_facts(other, KEY));
	store_close(other);
}

/* --- files that are no map --- */

static void write_file(struct fixture *f, const char *bytes, gssize size)
{
	g_clear_pointer(&f->store, store_close);
	g_assert_true(g_file_set_contents(f->path, bytes, size, NULL));
}

static void test_missing_map(struct fixture *f, gconstpointer unused)
{
	(void)unused;
	g_clear_pointer(&f->store, store_close);
	g_remove(f->path);
	assert_not_opened(f, STORE_READ, STORE_ERROR_MISSING, "no such map");
	g_assert_false(g_file_test(f->path, G_FILE_TEST_EXISTS));
}

static void test_empty_file(struct fixture *f, gconstpointer unused)
{
	(void)unused;
	write_file(f, "", 0);
	assert_not_opened(f, STORE_READ, STORE_ERROR_MISSING, "empty");
	/* A scan killed at its start leaves one: the next makes it a map. */
	f->store = store_open(f->path, STORE_WRITE, NULL);
	g_assert_nonnull(f->store);
}

static void test_text_file(struct fixture *f, gconstpointer unused)
{
	(void)unused;
	write_file(f, "all: unmoor\n\techo no database at all\n", -1);
	assert_not_opened(f, STORE_READ, STORE_ERROR_FORM, "not a map");
	assert_not_opened(f, STORE_WRITE, STORE_ERROR_FORM, "not a map");
}

static void test_folder_and_fifo(struct fixture *f, gconstpointer unused)
{
	(void)unused;
	g_clear_pointer(&f->store, store_close);
	g_remove(f->path);
	g_assert_cmpint(mkfifo(f->path, 0600), ==, 0);
	assert_not_opened(f, STORE_WRITE, STORE_ERROR_FORM, "not a file");
	g_remove(f->path);
	g_mkdir(f->path, 0700);
	assert_not_opened(f, STORE_WRITE, STORE_ERROR_FORM, "not a file");
}

static void test_database_of_another_program(struct fixture *f,
					     gconstpointer unused)
{
	(void)unused;
	meddle(f, "PRAGMA application_id = 7");
	assert_not_opened(f, STORE_READ, STORE_ERROR_FORM, "not a map");
	assert_not_opened(f, STORE_WRITE, STORE_ERROR_FORM, "not a map");
}

static void test_map_of_a_newer_format(struct fixture *f, gconstpointer unused)
{
	(void)unused;
	meddle(f, "PRAGMA user_version = 99");
	assert_not_opened(f, STORE_READ, STORE_ERROR_FORM,
			  "newer unmoor wrote this map (format 99");
}

static void test_truncated_map(struct fixture *f, gconstpointer unused)
{
	struct graph *graph = rich_graph();
	struct stat status;

	(void)unused;
	put_graph(f, graph, "1");
	graph_free(graph);
	g_clear_pointer(&f->store, store_close);
	g_assert_cmpint(stat(f->path, &status), ==, 0);
	g_assert_cmpint(truncate(f->path, status.st_size / 2), ==, 0);
	assert_not_opened(f, STORE_READ, STORE_ERROR_FORM, "damaged");
}

static void test_overwritten_pages(struct fixture *f, gconstpointer unused)
{
	struct graph *graph = rich_graph();
	char *bytes;
	gsize size;

	(void)unused;
	put_graph(f, graph, "1");
	graph_free(graph);
	g_clear_pointer(&f->store, store_close);
	g_file_get_contents(f->path, &bytes, &size, NULL);
	memset(bytes + size / 2, 'x', size / 4);
	g_file_set_contents(f->path, bytes, (gssize)size, NULL);
	g_free(bytes);
	assert_not_opened(f, STORE_READ, STORE_ERROR_FORM, "damaged");
}

static void test_tables_of_somebody_else(struct fixture *f,
					 gconstpointer unused)
{
	(void)unused;
	meddle(f, "DROP TABLE facts; CREATE TABLE facts(key BLOB, "
		  "bytes BLOB DEFAULT (randomblob(1000)))");
	assert_not_opened(f, STORE_READ, STORE_ERROR_FORM, "table facts");
}

static void test_triggers_of_a_file_do_not_run(struct fixture *f,
					       gconstpointer unused)
{
	(void)unused;
	meddle(f, "CREATE TRIGGER t AFTER INSERT ON facts BEGIN "
		  "DELETE FROM facts; END");
	f->store = store_open(f->path, STORE_WRITE, NULL);
	begin(f);
	put_facts(f, KEY, "1");
	commit(f);
	g_assert_true(store_has_facts(f->store, KEY));
}

/* Each row breaks a graph in one way; loading says so and does not crash. */
static void test_broken_rows(struct fixture *f, gconstpointer unused)
{
	static const char *const breaks[] = {
		"UPDATE nodes SET kind = 'planet' WHERE node = 1",
		"UPDATE nodes SET kind = 'none' WHERE node = 1",
		"UPDATE nodes SET node = 50 WHERE node = 1",
		"DELETE FROM nodes WHERE node = 2",
		"DELETE FROM nodes WHERE node = 4",
		"UPDATE nodes SET parts = '[\"a' WHERE node = 1",
		"UPDATE nodes SET parts = '[1, 2]' WHERE node = 1",
		"UPDATE nodes SET attributes = '{\"a\"}' WHERE node = 1",
		"UPDATE edges SET from_node = 0 WHERE edge = 1",
		"UPDATE edges SET to_node = 5000000000 WHERE edge = 1",
		"UPDATE edges SET kind = x'00ff' WHERE edge = 1",
		"DELETE FROM edges WHERE edge = 1",
		"DELETE FROM evidence WHERE edge = 1",
		"DELETE FROM places",
		"UPDATE edges SET how = 'somehow' WHERE how IS NOT NULL",
		"UPDATE evidence SET object = -1",
		"UPDATE evidence SET line = -7",
		"UPDATE evidence SET line = 99999999999",
		"UPDATE manners SET via = 'guess'",
		"UPDATE manners SET operations = 'select dance'",
		"DELETE FROM manners",
		"UPDATE evidence SET manner = 0",
		"UPDATE evidence SET column_set = 99",
		"UPDATE column_sets SET columns = '{\"a\":\"star gaze\"}'",
		"UPDATE column_sets SET columns = '{\"a\"}'",
		"UPDATE blind_spots SET reason = 'none'",
		"UPDATE blind_spots SET count = 0",
		"UPDATE blind_spots SET candidates = '[\"\\u00\"]'",
	};
	struct graph *graph = rich_graph();

	(void)unused;
	for (size_t i = 0; i < G_N_ELEMENTS(breaks); i++) {
		GError *error = NULL;

		if (!f->store)
			reopen(f, STORE_WRITE);
		put_graph(f, graph, "1");
		meddle(f, breaks[i]);
		reopen(f, STORE_READ);
		if (store_get_graph(f->store, &error))
			g_error("loaded after: %s", breaks[i]);
		g_assert_error(error, STORE_ERROR, STORE_ERROR_FORM);
		g_clear_error(&error);
		g_clear_pointer(&f->store, store_close);
	}
	graph_free(graph);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
#define TEST(name)                                                             \
	g_test_add("/store/" #name, struct fixture, NULL, set_up, test_##name, \
		   tear_down)
	TEST(facts_by_key);
	TEST(texts_come_sorted_by_bytes);
	TEST(text_keeps_all_it_says);
	TEST(texts_and_sources_are_removed);
	TEST(sweep_drops_what_nobody_has);
	TEST(source_keeps_all_it_says);
	TEST(graph_comes_back_as_it_was);
	TEST(graph_is_replaced_whole);
	TEST(new_map_was_never_linked);
	TEST(map_answers_sql);
	TEST(rollback_leaves_the_old_map);
	TEST(killed_writer_leaves_the_old_map);
	TEST(full_disk_leaves_the_old_map);
	TEST(readers_see_the_old_map_until_commit);
	TEST(missing_map);
	TEST(empty_file);
	TEST(text_file);
	TEST(folder_and_fifo);
	TEST(database_of_another_program);
	TEST(map_of_a_newer_format);
	TEST(truncated_map);
	TEST(overwritten_pages);
	TEST(tables_of_somebody_else);
	TEST(triggers_of_a_file_do_not_run);
	TEST(broken_rows);
	return g_test_run();
}
