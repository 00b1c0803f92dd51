/* What scanners accept, list and read. Each test stands in a new folder. */
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "scanner/scanner.h"

/* --- a folder to play in, and what a source lists ------------------------ */

static char *playground;

static void enter(void)
{
	playground = g_dir_make_tmp("unmoor-test-XXXXXX", NULL);
	g_assert_cmpint(chdir(playground), ==, 0);
}

static void leave(void)
{
	char *command = g_strdup_printf("rm -rf '%s'", playground);

	g_assert_cmpint(chdir("/"), ==, 0);
	g_assert_cmpint(system(command), ==, 0);
	g_free(command);
	g_free(playground);
}

static void write_file(const char *path, const char *bytes)
{
	char *folder = g_path_get_dirname(path);

	g_assert_cmpint(g_mkdir_with_parents(folder, 0777), ==, 0);
	g_assert_true(g_file_set_contents(path, bytes, -1, NULL));
	g_free(folder);
}

/* Runs shell commands in the folder; git knows nobody and has no settings. */
static void shell(const char *commands)
{
	char *script =
		g_strconcat("set -e; export GIT_CONFIG_GLOBAL=/dev/null "
			    "GIT_CONFIG_SYSTEM=/dev/null GIT_AUTHOR_NAME=a "
			    "GIT_AUTHOR_EMAIL=a GIT_COMMITTER_NAME=a "
			    "GIT_COMMITTER_EMAIL=a GIT_CONFIG_COUNT=1 "
			    "GIT_CONFIG_KEY_0=protocol.file.allow "
			    "GIT_CONFIG_VALUE_0=always\n",
			    commands, NULL);
	char *argv[] = {(char[]){"sh"}, (char[]){"-c"}, script, NULL};
	int status;

	g_assert_true(g_spawn_sync(NULL, argv, NULL,
				   G_SPAWN_SEARCH_PATH |
					   G_SPAWN_STDOUT_TO_DEV_NULL |
					   G_SPAWN_STDERR_TO_DEV_NULL,
				   NULL, NULL, NULL, NULL, &status, NULL));
	g_assert_cmpint(status, ==, 0);
	g_free(script);
}

/* One line an entry: "path" or "path reason detail". */
static bool note_entry(const struct scan_entry *entry, void *payload)
{
	GString *out = payload;

	g_string_append(out, entry->path);
	if (entry->reason != REASON_NONE)
		g_string_append_printf(out, " %s %s",
				       kind_name(&REASON, entry->reason),
				       entry->detail ? entry->detail : "");
	g_string_append_c(out, '\n');
	return true;
}

static struct source *open_source(const char *location, const char *scanner)
{
	GError *error = NULL;
	const struct scanner *found = scanner_for(location, &error);
	struct source *source;

	g_assert_no_error(error);
	g_assert_cmpstr(found->name, ==, scanner);
	source = found->open(location, &error);
	g_assert_no_error(error);
	return source;
}

static void expect_list(const char *location, const char *scanner,
			const char *expected)
{
	struct source *source = open_source(location, scanner);
	GString *out = g_string_new(NULL);
	GError *error = NULL;

	source->scanner->list(source, note_entry, out, &error);
	g_assert_no_error(error);
	g_assert_cmpstr(out->str, ==, expected);
	source->scanner->close(source);
	g_string_free(out, TRUE);
}

static void expect_error(const char *location, enum scan_error code,
			 const char *words)
{
	GError *error = NULL;
	const struct scanner *scanner = scanner_for(location, &error);

	if (scanner)
		g_assert_null(scanner->open(location, &error));
	g_assert_error(error, SCAN_ERROR, (gint)code);
	if (!strstr(error->message, words))
		g_error("\"%s\" has not \"%s\"", error->message, words);
	g_error_free(error);
}

/* --- folders ------------------------------------------------------------- */

static void test_folder(void)
{
	enter();
	write_file("f/b", "x");
	write_file("f/a.b", "x");
	write_file("f/a/z", "x");
	write_file("f/a-b", "x");
	write_file("f/a/.git/config", "x");
	expect_list("f", "folder", "a-b\na.b\na/z\nb\n");
	leave();
}

static void test_folder_special_files(void)
{
	enter();
	write_file("f/plain", "x");
	shell("cd f; ln -s . loop; ln -s /etc/passwd link; mkfifo pipe");
	expect_list("f", "folder",
		    "link special-file symbolic link\n"
		    "loop special-file symbolic link\n"
		    "pipe special-file pipe\nplain\n");
	leave();
}

static void test_folder_deep(void)
{
	struct source *source;
	GString *out = g_string_new(NULL);
	GError *error = NULL;

	enter();
	shell("mkdir f; cd f; d=$(printf 'd/%.0s' $(seq 300)); mkdir -p $d;"
	      "echo > $d/file");
	source = open_source("f", "folder");
	source->scanner->list(source, note_entry, out, &error);
	g_assert_no_error(error);
	g_assert_nonnull(strstr(out->str, "d too-deep"));
	source->scanner->close(source);
	g_string_free(out, TRUE);
	leave();
}

static void read_is(const char *location, const char *scanner, const char *path,
		    const char *id, const char *expected)
{
	struct source *source = open_source(location, scanner);
	struct text text = {0};
	void *held;
	GError *error = NULL;

	if (source->scanner->read(source, path, id, &text, &held, &error)) {
		g_assert_cmpmem(text.bytes, text.size, expected,
				strlen(expected));
		g_assert_cmpstr(text.name, ==, scan_base_name(path));
		source->scanner->release(held);
	} else {
		g_assert_null(expected);
		g_assert_error(error, SCAN_ERROR, SCAN_ERROR_MISSING);
		g_error_free(error);
	}
	source->scanner->close(source);
}

/* The id of a blob that holds "hello\n". */
#define HELLO "ce013625030ba8dba906f756967f9e9ca394464a"

static void test_folder_read(void)
{
	enter();
	write_file("f/d/hello", "hello\n");
	read_is("f", "folder", "d/hello", HELLO, "hello\n");
	read_is("f", "folder", "d/absent", HELLO, NULL);
	leave();
}

static void test_folder_read_follows_no_link(void)
{
	enter();
	write_file("f/d/hello", "hello\n");
	shell("ln -s d f/l; ln -s hello f/d/m");
	read_is("f", "folder", "l/hello", HELLO, NULL);
	read_is("f", "folder", "d/m", HELLO, NULL);
	leave();
}

static void test_folder_read_changed(void)
{
	enter();
	write_file("f/hello", "other\n");
	read_is("f", "folder", "hello", HELLO, NULL);
	leave();
}

/* --- repositories -------------------------------------------------------- */

static const char one_commit[] =
	"git init -qb main r; cd r; mkdir a; echo hello > a/z; echo > a.b;"
	"echo > b; git add .; git commit -qm 1; cd ..\n";

static void script(const char *more)
{
	char *all = g_strconcat(one_commit, more, NULL);

	shell(all);
	g_free(all);
}

static void test_git(void)
{
	enter();
	script("echo > r/not-committed");
	expect_list("r", "git", "a.b\na/z\nb\n");
	expect_list("r/", "git", "a.b\na/z\nb\n");
	expect_list("r/.git", "git", "a.b\na/z\nb\n");
	expect_list("r/a", "folder", "z\n");
	read_is("r", "git", "a/z", HELLO, "hello\n");
	leave();
}

static void test_git_revision(void)
{
	enter();
	script("cd r; git tag -am t v1; git rm -q b; git commit -qm 2");
	expect_list("r", "git", "a.b\na/z\n");
	expect_list("r@v1", "git", "a.b\na/z\nb\n");
	expect_list("r@main~1", "git", "a.b\na/z\nb\n");
	expect_error("r@v2", SCAN_ERROR_MISSING, "r: no revision v2");
	leave();
}

static void test_git_at_in_the_path(void)
{
	enter();
	script("mv r r@home; cd r@home; git tag v1");
	expect_list("r@home", "git", "a.b\na/z\nb\n");
	expect_list("r@home@v1", "git", "a.b\na/z\nb\n");
	leave();
}

static void test_git_bare_and_linked(void)
{
	enter();
	script("git clone -q --bare r bare; git -C r worktree add -q ../w");
	expect_list("bare", "git", "a.b\na/z\nb\n");
	expect_list("w", "git", "a.b\na/z\nb\n");
	leave();
}

static void test_git_special_entries(void)
{
	enter();
	script("git clone -q r s; cd r; ln -s b link;"
	       "git submodule -q add ../s sub; git add .; git commit -qm 2");
	expect_list("r", "git",
		    ".gitmodules\na.b\na/z\nb\n"
		    "link special-file symbolic link\n"
		    "sub special-file submodule\n");
	leave();
}

static void test_git_shallow(void)
{
	enter();
	script("cd r; git tag v1; echo > c; git add .; git commit -qm 2;"
	       "cd ..; git clone -q --depth 1 \"file://$PWD/r\" s");
	expect_list("s", "git", "a.b\na/z\nb\nc\n");
	expect_error("s@main~1", SCAN_ERROR_MISSING, "shallow");
	leave();
}

static void test_git_partial(void)
{
	enter();
	script("git -C r config uploadpack.allowFilter true;"
	       "git clone -q --filter=blob:none --no-checkout "
	       "\"file://$PWD/r\" p;"
	       "git clone -q --filter=tree:0 --no-checkout "
	       "\"file://$PWD/r\" q");
	expect_list("p", "git", "a.b\na/z\nb\n");
	read_is("p", "git", "a/z", HELLO, NULL);
	expect_error("q", SCAN_ERROR_MISSING, "treeless");
	leave();
}

static void test_git_sparse(void)
{
	enter();
	script("git clone -q --sparse r s; git -C s sparse-checkout set a");
	expect_list("s", "git", "a.b\na/z\nb\n");
	leave();
}

static void test_git_errors(void)
{
	enter();
	script("git init -q empty; mkdir plain; mkdir -p broken/.git;"
	       "git init -q --object-format=sha256 long");
	expect_error("nowhere", SCAN_ERROR_MISSING, "nowhere: no such");
	expect_error("nowhere@main", SCAN_ERROR_MISSING, "no such repository");
	expect_error("empty", SCAN_ERROR_MISSING, "no commit yet");
	expect_error("plain@main", SCAN_ERROR_FORM, "not a git repository");
	expect_error("broken", SCAN_ERROR_FORM, "cannot be opened");
	expect_error("long", SCAN_ERROR_FORM, "SHA-256");
	leave();
}

static void test_git_same_tree(void)
{
	struct source *one, *other;

	enter();
	script("cp -r r s; cd s; git commit -q --allow-empty -m 2");
	one = open_source("r", "git");
	other = open_source("s", "git");
	g_assert_cmpstr(one->tree, ==, other->tree);
	g_assert_cmpstr(one->revision, !=, other->revision);
	one->scanner->close(one);
	other->scanner->close(other);
	leave();
}

/* --- dumps --------------------------------------------------------------- */

static void expect_dump(const char *bytes, enum source_kind kind)
{
	struct source *source;

	write_file("d.sql", bytes);
	source = open_source("d.sql", "dump");
	g_assert_cmpstr(kind_name(&SOURCE_KIND, source->kind), ==,
			kind_name(&SOURCE_KIND, kind));
	g_assert_cmpstr(source->location, ==, "d.sql");
	source->scanner->close(source);
}

static void test_dump_kind(void)
{
	enter();
	expect_dump("--\n-- PostgreSQL database dump\n--\n`",
		    SOURCE_POSTGRESQL);
	expect_dump("--\n-- PostgreSQL database cluster dump\n",
		    SOURCE_POSTGRESQL);
	expect_dump("-- MySQL dump 10.13  Distrib 8.0.36, for Linux\n",
		    SOURCE_MYSQL);
	expect_dump("-- MySQL dump 10.19  Distrib 10.5.1-MariaDB\n",
		    SOURCE_MARIADB);
	expect_dump("/*M!999999\\- enable the sandbox mode */\n",
		    SOURCE_MARIADB);
	expect_dump("CREATE TABLE `a` (b int) ENGINE=InnoDB;", SOURCE_MYSQL);
	expect_dump("create table a (b serial, c jsonb);", SOURCE_POSTGRESQL);
	expect_dump("create table a (b int);", SOURCE_POSTGRESQL);
	leave();
}

static void test_dump_by_content(void)
{
	struct source *source;

	enter();
	write_file("backup", "-- MySQL dump 10.13  Distrib 8.0.36\n");
	source = open_source("backup", "dump");
	source->scanner->close(source);
	leave();
}

static void test_dump_errors(void)
{
	enter();
	write_file("custom", "PGDMP\001\016");
	write_file("packed.sql", "\x1f\x8b\x08");
	write_file("wide.sql", "\xff\xfe-");
	write_file("notes.txt", "Nothing to see.");
	write_file("empty.sql", "");
	expect_error("custom", SCAN_ERROR_FORM, "pg_restore");
	expect_error("packed.sql", SCAN_ERROR_FORM, "gunzip");
	expect_error("wide.sql", SCAN_ERROR_FORM, "iconv");
	expect_error("notes.txt", SCAN_ERROR_FORM, "not a plain dump");
	expect_error("empty.sql", SCAN_ERROR_FORM, "the file is empty");
	shell("mkfifo pipe");
	expect_error("pipe", SCAN_ERROR_MISSING, "pipe: no such");
	leave();
}

static bool keep_id(const struct scan_entry *entry, void *payload)
{
	*(char **)payload = g_strdup(entry->id);
	return true;
}

static char *dump_id(const char *bytes)
{
	struct source *source;
	char *id = NULL;

	write_file("d.sql", bytes);
	source = open_source("d.sql", "dump");
	g_assert_true(source->scanner->list(source, keep_id, &id, NULL));
	source->scanner->close(source);
	return id;
}

/* New values in rows leave the facts of a dump as they are. */
static void test_dump_id(void)
{
	char *one, *values, *lines, *definition;

	enter();
	one = dump_id("CREATE x;\nCOPY a FROM stdin;\n1\n\\.\nB;\n");
	values = dump_id("CREATE x;\nCOPY a FROM stdin;\n2\n\\.\nB;\n");
	lines = dump_id("CREATE x;\nCOPY a FROM stdin;\n1\n2\n\\.\nB;\n");
	definition = dump_id("CREATE y;\nCOPY a FROM stdin;\n1\n\\.\nB;\n");
	g_assert_cmpstr(one, ==, values);
	g_assert_cmpstr(one, !=, lines);
	g_assert_cmpstr(one, !=, definition);
	g_free(one);
	g_free(values);
	g_free(lines);
	g_free(definition);
	leave();
}

static void test_locations_are_shown_without_password(void)
{
	static const char *const rows[][2] = {
		{"https://me:p@ss@db/shop?x=a@b", "https://db/shop?x=a@b"},
		{"mysql://me:p@ss@db/shop?x=a@b", "mysql://db/shop"},
		{"postgresql://me:s/e?c@[::1]:5433/shop",
		 "postgresql://[::1]:5433/shop"},
		{"postgres://db:5433,b:1/shop?password=secret&port=1&user=me",
		 "postgres://db:5433,b:1/shop?port=1"},
		{"mariadb://me:secret", "mariadb://me"},
		{"postgresql:///shop?host=/run&sslpassword=secret#secret",
		 "postgresql:///shop?host=/run"},
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		char *shown = scan_location(rows[i][0]);

		g_assert_cmpstr(shown, ==, rows[i][1]);
		g_free(shown);
	}
	enter();
	expect_error("https://me:secret@db/shop", SCAN_ERROR_MISSING,
		     "https://db/shop: no such");
	leave();
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/scanner/folder", test_folder);
	g_test_add_func("/scanner/folder/special", test_folder_special_files);
	g_test_add_func("/scanner/folder/deep", test_folder_deep);
	g_test_add_func("/scanner/folder/read", test_folder_read);
	g_test_add_func("/scanner/folder/read-no-link",
			test_folder_read_follows_no_link);
	g_test_add_func("/scanner/folder/read-changed",
			test_folder_read_changed);
	g_test_add_func("/scanner/git", test_git);
	g_test_add_func("/scanner/git/revision", test_git_revision);
	g_test_add_func("/scanner/git/at-in-the-path", test_git_at_in_the_path);
	g_test_add_func("/scanner/git/bare-and-linked",
			test_git_bare_and_linked);
	g_test_add_func("/scanner/git/special", test_git_special_entries);
	g_test_add_func("/scanner/git/shallow", test_git_shallow);
	g_test_add_func("/scanner/git/partial", test_git_partial);
	g_test_add_func("/scanner/git/sparse", test_git_sparse);
	g_test_add_func("/scanner/git/errors", test_git_errors);
	g_test_add_func("/scanner/git/same-tree", test_git_same_tree);
	g_test_add_func("/scanner/dump/kind", test_dump_kind);
	g_test_add_func("/scanner/dump/by-content", test_dump_by_content);
	g_test_add_func("/scanner/dump/errors", test_dump_errors);
	g_test_add_func("/scanner/dump/id", test_dump_id);
	g_test_add_func("/scanner/location",
			test_locations_are_shown_without_password);
	return g_test_run();
}
