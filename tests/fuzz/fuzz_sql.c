/* Any bytes as SQL: in any dialect, as a script, a dump, a stream or a string
 * in code, with what the resolver makes of it, with a schema and without.
 * seeds: *.sql
 * words: analyzers/sql/keywords.def */
#include <stdint.h>

#include "analyzers/analyzer.h"
#include "graph/resolve/resolve.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Bits of the last byte but one; the last is the dialect. */
enum { AS_STRING = 1, AS_CATALOG = 2, AS_STREAM = 4, WITH_SCHEMA = 8 };

static struct catalog *schema;

static void define(struct analysis *analysis, struct fact *fact)
{
	catalog_apply(analysis->payload, fact, NULL);
}

/* Some tables whose columns are known, by names that seeds use. */
static void make_schema(void)
{
	static const char ddl[] =
		"CREATE TABLE t (a int, b int); CREATE TABLE u (a int, c int);"
		"CREATE TABLE orders (id int, customer int, total int);"
		"CREATE TABLE customers (id int, name text);";
	struct text text = {.language = "sql",
			    .dialect = DIALECT_POSTGRESQL,
			    .bytes = ddl,
			    .size = sizeof(ddl) - 1,
			    .catalog = true};
	struct arena arena;
	struct analysis analysis = {
		.arena = &arena, .deliver = define, .payload = NULL};

	schema = catalog_new(DIALECT_POSTGRESQL, NULL);
	analysis.payload = schema;
	arena_init(&arena);
	analyze(&analysis, &text);
	catalog_finish(schema);
	arena_release(&arena);
	text_release(&text);
}

static struct catalog_object *relation(const struct sql_name *name,
				       const char *path, void *payload,
				       const struct catalog **catalog,
				       enum catalog_fit *fit)
{
	(void)payload;
	*catalog = schema;
	return catalog_relation(schema, name, path, fit);
}

static void resolve(struct analysis *analysis, struct fact *fact)
{
	struct resolve_world world = {relation, NULL};
	struct resolution resolution;
	struct arena arena;

	if (fact->kind != FACT_STATEMENT)
		return;
	arena_init(&arena);
	resolve_statement(&fact->as.statement, fact->schema,
			  analysis->payload ? &world : NULL, NULL, &arena,
			  &resolution);
	arena_release(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct line_mark mark = {0, 1};
	struct text text = {.language = "sql"};
	struct arena arena;
	struct analysis analysis = {
		.arena = &arena, .deliver = resolve, .payload = NULL};
	GByteArray *facts;
	uint8_t how;

	if (size < 2)
		return 0;
	if (!schema)
		make_schema();
	how = data[size - 2];
	text.dialect = (enum dialect)(data[size - 1] % N_DIALECTS);
	text.catalog = how & AS_CATALOG;
	text.stream = how & AS_STREAM;
	text.name = how & AS_STRING ? NULL : "fuzz.sql";
	text.marks = how & AS_STRING ? &mark : NULL;
	text.n_marks = how & AS_STRING;
	text.bytes = (const char *)data;
	text.size = size - 2;
	analysis.payload = how & WITH_SCHEMA ? schema : NULL;
	arena_init(&arena);
	analyze(&analysis, &text);
	arena_release(&arena);
	text_release(&text);
	text.stream = false;
	facts = g_byte_array_new();
	analyze_to_bytes(&text, facts);
	analysis_judge(text.bytes, text.size, text.dialect);
	g_byte_array_free(facts, TRUE);
	return 0;
}
