/*
 * compile_commands.json: which flags a unit of the source gets. The source
 * has src/a.c and lib/a.c; each case shows the flags of src/a.c, or "-".
 */
#include <string.h>

#include <glib.h>

#include "analyzers/code/commands.h"

static bool has(const char *path, void *payload)
{
	(void)payload;
	return !strcmp(path, "src/a.c") || !strcmp(path, "lib/a.c");
}

struct flags_case {
	const char *title, *json, *flags;
};

static const struct flags_case cases[] = {
	{"definitions and the standard are taken, nothing else",
	 "[{\"directory\": \"/home/x/p\", \"file\": \"src/a.c\", \"command\": "
	 "\"cc -O2 -DA -D B=1 -UC -std=c99 -include evil.h -c src/a.c\"}]",
	 "-DA -DB=1 -UC -std=c99"},
	{"folders of the source, as it names them",
	 "[{\"directory\": \"/home/x/p/build\", \"file\": \"../src/a.c\", "
	 "\"command\": \"cc -I../include -I /home/x/p -isystem "
	 "/home/x/p/sys\"}]",
	 "-Iinclude -I -Isys"},
	{"no folder outside of it",
	 "[{\"directory\": \"/home/x/p\", \"file\": \"/home/x/p/src/a.c\", "
	 "\"command\": \"cc -I/usr/include -I.. -I/home/x/pp -I../../etc\"}]",
	 ""},
	{"words as a list",
	 "[{\"directory\": \"/p\", \"file\": \"src/a.c\", "
	 "\"arguments\": [\"cc\", \"-DQ=\\\"a b\\\"\", \"-I\", \"i\"]}]",
	 "-DQ=\"a b\" -Ii"},
	{"a quoted word of a command",
	 "[{\"directory\": \"/p\", \"file\": \"src/a.c\", "
	 "\"command\": \"cc '-DQ=a b'\"}]",
	 "-DQ=a b"},
	{"the first command counts",
	 "[{\"directory\": \"/p\", \"file\": \"src/a.c\", \"command\": "
	 "\"cc -DONE\"}, {\"directory\": \"/p\", \"file\": \"src/a.c\", "
	 "\"command\": \"cc -DTWO\"}]",
	 "-DONE"},
	{"another unit of that name is another",
	 "[{\"directory\": \"/p\", \"file\": \"lib/a.c\", "
	 "\"command\": \"cc -DLIB\"}]",
	 "-"},
	{"an odd standard is none",
	 "[{\"directory\": \"/p\", \"file\": \"src/a.c\", "
	 "\"command\": \"cc -std=../x\"}]",
	 ""},
	{"what stands before a break is used",
	 "[{\"directory\": \"/p\", \"file\": \"src/a.c\", "
	 "\"command\": \"cc -DA\"}, {\"directory\":",
	 "-DA"},
	{"no list", "{\"file\": \"src/a.c\"}", "-"},
	{"an entry without anything", "[{}, 1, null, []]", "-"},
	{"a command that ends in a quote",
	 "[{\"directory\": \"/p\", \"file\": \"src/a.c\", "
	 "\"command\": \"cc '-DA\"}]",
	 "-"},
};

static void test_flags(gconstpointer payload)
{
	const struct flags_case *c = payload;
	struct commands *commands =
		commands_read(c->json, strlen(c->json), has, NULL);
	const char *const *flags = commands_flags(commands, "src/a.c");
	char *shown = flags ? g_strjoinv(" ", (char **)flags) : g_strdup("-");

	g_assert_cmpstr(shown, ==, c->flags);
	g_free(shown);
	commands_free(commands);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		char *path = g_strdup_printf("/commands/%s", cases[i].title);

		g_test_add_data_func(path, &cases[i], test_flags);
		g_free(path);
	}
	return g_test_run();
}
