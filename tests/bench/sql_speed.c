/*
 * sql_speed FILE... - statements a second, ours beside libpg_query's.
 *
 * The statements of the SQL files that both read (queries and changes, no
 * definitions) are read again and again: by libpg_query's parser with a walk
 * over its tree, in its own memory and without any conversion, and by ours
 * up to the facts, then with their resolution: tables, columns with their
 * roles, lineage. Prints statements/s, MB/s, calls of malloc() and its kin a
 * statement, and the ratios of time.
 */
#include <glib.h>
#include <pg_query.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "analyzers/analyzer.h"
#include "analyzers/sql/lexer.h"
#include "graph/resolve/resolve.h"

/* Of libpg_query's internal header, which needs PostgreSQL's own. */
struct raw_tree {
	void *tree;
	char *stderr_buffer;
	PgQueryError *error;
};
struct raw_tree pg_query_raw_parse(const char *input);
void pg_query_free_error(PgQueryError *error);
void *pg_query_enter_memory_context(void);
void pg_query_exit_memory_context(void *context);
bool raw_expression_tree_walker(void *node, bool (*walker)(void *, void *),
				void *payload);

static bool visit(void *node, void *payload)
{
	if (!node)
		return false;
	++*(size_t *)payload;
	return raw_expression_tree_walker(node, visit, payload);
}

/* The statement itself is wrapped in a RawStmt: tag, node, place. */
struct raw_statement {
	int tag;
	void *statement;
};
struct list {
	int tag, length, room;
	void **elements;
};

static size_t read_theirs(const char *statement)
{
	void *context = pg_query_enter_memory_context();
	struct raw_tree raw = pg_query_raw_parse(statement);
	size_t nodes = 0;

	if (raw.error) {
		pg_query_free_error(raw.error);
		nodes = SIZE_MAX;
	} else if (raw.tree) {
		const struct list *list = raw.tree;

		for (int i = 0; i < list->length; i++) {
			const struct raw_statement *one = list->elements[i];

			visit(one->statement, &nodes);
		}
	}
	free(raw.stderr_buffer);
	pg_query_exit_memory_context(context);
	return nodes;
}

/* --- memory -------------------------------------------------------------- */

/* All that asks for memory comes through here, the libraries too. */
static size_t allocations;

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *piece, size_t size);

void *malloc(size_t size)
{
	allocations++;
	return __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
	allocations++;
	return __libc_calloc(count, size);
}

void *realloc(void *piece, size_t size)
{
	allocations++;
	return __libc_realloc(piece, size);
}

/* --- ours ---------------------------------------------------------------- */

static void count_fact(struct analysis *analysis, struct fact *fact)
{
	size_t *facts = analysis->payload;

	(void)fact;
	++*facts;
}

static void resolve_fact(struct analysis *analysis, struct fact *fact)
{
	struct resolution resolution;

	count_fact(analysis, fact);
	if (fact->kind == FACT_STATEMENT)
		resolve_statement(&fact->as.statement, NULL, NULL, NULL,
				  analysis->arena, &resolution);
}

/* As workers do: facts are used up when they are delivered, and memory is
 * kept from text to text. */
static void read_ours(const char *bytes, size_t size, bool resolve)
{
	static struct arena arena;
	size_t facts = 0;
	struct analysis analysis = {.arena = &arena,
				    .deliver =
					    resolve ? resolve_fact : count_fact,
				    .payload = &facts};
	struct text text = {.language = "sql",
			    .dialect = DIALECT_POSTGRESQL,
			    .bytes = bytes,
			    .size = size,
			    .name = "bench.sql",
			    .stream = true};

	arena_reset(&arena);
	analyze(&analysis, &text);
	text_release(&text);
}

/* --- statements ---------------------------------------------------------- */

static bool is_compared(enum keyword keyword)
{
	return keyword == KW_SELECT || keyword == KW_INSERT ||
	       keyword == KW_UPDATE || keyword == KW_DELETE ||
	       keyword == KW_WITH || keyword == KW_VALUES;
}

static void add_statements(const char *bytes, size_t size, GPtrArray *into)
{
	struct lexer lexer = {.bytes = bytes,
			      .size = (uint32_t)size,
			      .rules = dialect_rules(DIALECT_POSTGRESQL)};
	uint32_t begin = UINT32_MAX;
	enum keyword first = KW_NONE;
	struct token token;

	do {
		lexer_next(&lexer, &token);
		if (begin == UINT32_MAX) {
			begin = token.offset;
			first = (enum keyword)token.keyword;
		}
		if (token.kind != TOKEN_SEMICOLON)
			continue;
		if (is_compared(first)) {
			char *one = g_strndup(bytes + begin,
					      token.offset - begin + 1);

			if (read_theirs(one) != SIZE_MAX)
				g_ptr_array_add(into, one);
			else
				g_free(one);
		}
		begin = UINT32_MAX;
	} while (token.kind != TOKEN_END);
}

/* Of the processor: others may run beside. */
static double seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* What is measured runs for at least so long. */
#define SECONDS 1.5

/* What a round over all statements costs. */
struct cost {
	double time, allocations;
};

enum reading {
	THEIRS,
	OURS_ALONE,  /* each statement a text of its own, as theirs */
	OURS_SCRIPT, /* all in one text, as in a script */
	OURS_RESOLVED,
};

static void read_all(const GPtrArray *statements, const GString *script,
		     enum reading reading)
{
	if (reading == OURS_SCRIPT || reading == OURS_RESOLVED) {
		read_ours(script->str, script->len, reading == OURS_RESOLVED);
		return;
	}
	for (guint i = 0; i < statements->len; i++) {
		const char *statement = statements->pdata[i];

		if (reading == THEIRS)
			read_theirs(statement);
		else
			read_ours(statement, strlen(statement), false);
	}
}

static struct cost measure(const GPtrArray *statements, const GString *script,
			   enum reading reading)
{
	size_t before = allocations;
	double start = seconds();
	unsigned rounds = 0;
	struct cost cost;

	do {
		read_all(statements, script, reading);
		rounds++;
	} while (seconds() - start < SECONDS);
	cost.time = (seconds() - start) / rounds;
	cost.allocations = (double)(allocations - before) / rounds;
	return cost;
}

static void report(const GPtrArray *statements)
{
	static const char *const names[] = {
		[THEIRS] = "libpg_query, parse and walk",
		[OURS_ALONE] = "ours, each alone",
		[OURS_SCRIPT] = "ours, one script",
		[OURS_RESOLVED] = "ours, resolved",
	};
	GString *script = g_string_new(NULL);
	double theirs = 0;

	for (guint i = 0; i < statements->len; i++) {
		g_string_append(script, statements->pdata[i]);
		g_string_append_c(script, '\n');
	}
	printf("%u statements, %zu bytes\n", statements->len, script->len);
	for (enum reading r = THEIRS; r <= OURS_RESOLVED; r++) {
		struct cost cost = measure(statements, script, r);

		if (r == THEIRS)
			theirs = cost.time;
		printf("%-28s %8.0f statements/s %6.1f MB/s "
		       "%6.2f allocations %5.1f x\n",
		       names[r], statements->len / cost.time,
		       (double)script->len / cost.time / 1e6,
		       cost.allocations / statements->len, theirs / cost.time);
	}
	g_string_free(script, TRUE);
}

int main(int argc, char **argv)
{
	GPtrArray *statements = g_ptr_array_new_with_free_func(g_free);

	keyword_init();
	for (int i = 1; i < argc; i++) {
		char *bytes;
		gsize size;

		if (!g_file_get_contents(argv[i], &bytes, &size, NULL))
			continue;
		add_statements(bytes, size, statements);
		g_free(bytes);
	}
	if (statements->len)
		report(statements);
	g_ptr_array_free(statements, TRUE);
	return 0;
}
