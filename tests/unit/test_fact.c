/* Facts as bytes and as JSON; broken bytes. */

#include "graph/fact.h"

#include <string.h>

static const char *one(const char *part)
{
	return part;
}

/* A statement that uses most kinds of fields. */
static void make_statement(struct arena *arena, struct fact *fact)
{
	struct fact_statement *statement = &fact->as.statement;
	struct sql_level *level;
	struct sql_item *item;
	struct sql_ref *ref;

	memset(fact, 0, sizeof(*fact));
	fact->kind = FACT_STATEMENT;
	fact->place.line = 3;
	fact->place.end_line = 4;
	fact->via = VIA_SQL;
	fact->confidence = CONFIDENCE_LIKELY;
	statement->verb = "select";
	statement->complete = true;
	statement->fingerprint = UINT64_C(0xfedcba9876543210);
	statement->dialect = DIALECT_POSTGRESQL;
	level = ARENA_PUSH(arena, statement->levels, statement->n_levels);
	level->parent = level->at = level->source = SCOPE_ABSENT;
	item = ARENA_PUSH(arena, level->items, level->n_items);
	item->level = SCOPE_ABSENT;
	item->flags = ITEM_LATERAL;
	*ARENA_PUSH(arena, item->name.parts, item->name.n_parts) = one("shop");
	*ARENA_PUSH(arena, item->name.parts, item->name.n_parts) =
		one("llx_\x1a");
	item->name.quoted = 2;
	item->name.line = item->name.end_line = 4;
	ref = ARENA_PUSH(arena, level->refs, level->n_refs);
	*ARENA_PUSH(arena, ref->name.parts, ref->name.n_parts) = one("total");
	ref->role = ROLE_WHERE;
}

static const char statement_json[] =
	"{\"fact\":\"statement\",\"place\":\"3-4\",\"via\":\"sql\","
	"\"confidence\":\"likely\",\"verb\":\"select\",\"complete\":true,"
	"\"fingerprint\":18364758544493064720,\"dialect\":\"postgresql\","
	"\"levels\":[{\"items\":[{\"flags\":[\"lateral\"],"
	"\"name\":\"shop.\\\"llx_<hole>\\\"@4\"}],"
	"\"refs\":[{\"name\":\"total\",\"role\":[\"where\"]}]}]}";

static void test_round_trip(void)
{
	g_autoptr(GByteArray) bytes = g_byte_array_new();
	g_autoptr(GString) json = g_string_new(NULL);
	struct arena arena;
	struct fact fact, *back;
	struct fact_reader reader;

	arena_init(&arena);
	make_statement(&arena, &fact);
	fact_encode(&fact, bytes);
	fact_encode(&fact, bytes);
	reader = (struct fact_reader){bytes->data, bytes->len, &arena, false};
	g_assert_nonnull(fact_next(&reader));
	back = fact_next(&reader);
	g_assert_nonnull(back);
	fact_to_json(back, json);
	g_assert_cmpstr(json->str, ==, statement_json);
	g_assert_cmpuint(back->as.statement.levels[0].parent, ==, SCOPE_ABSENT);
	g_assert_null(fact_next(&reader));
	g_assert_false(reader.broken);
	arena_release(&arena);
}

static unsigned read_all(const guint8 *bytes, size_t size, bool *broken)
{
	struct arena arena;
	struct fact_reader reader = {bytes, size, &arena, false};
	unsigned n = 0;

	arena_init(&arena);
	while (fact_next(&reader))
		n++;
	*broken = reader.broken;
	arena_release(&arena);
	return n;
}

static void test_truncated_bytes(void)
{
	g_autoptr(GByteArray) bytes = g_byte_array_new();
	struct arena arena;
	struct fact fact;
	bool broken;

	arena_init(&arena);
	make_statement(&arena, &fact);
	fact_encode(&fact, bytes);
	for (guint size = 1; size < bytes->len; size++) {
		/* A copy of that size, so that reading past it is seen. */
		g_autofree guint8 *cut = g_memdup2(bytes->data, size);

		g_assert_cmpuint(read_all(cut, size, &broken), ==, 0);
		g_assert_true(broken);
	}
	arena_release(&arena);
}

/* Any byte may be anything: the reader ends, and never reads outside. */
static void test_damaged_bytes(void)
{
	g_autoptr(GByteArray) bytes = g_byte_array_new();
	struct arena arena;
	struct fact fact;
	bool broken;

	arena_init(&arena);
	make_statement(&arena, &fact);
	fact_encode(&fact, bytes);
	for (guint at = 0; at < bytes->len; at++) {
		g_autofree guint8 *copy = g_memdup2(bytes->data, bytes->len);

		for (unsigned value = 0; value < 256; value += 5) {
			copy[at] = (guint8)value;
			read_all(copy, bytes->len, &broken);
		}
	}
	arena_release(&arena);
}

static void test_value_as_json(void)
{
	struct value_part parts[] = {
		{PART_LITERAL, "select \"a\" from ", {0}, 1},
		{PART_SYMBOL, NULL, {"app.tables", NULL, 0}, 1},
		{PART_HOLE, "x", {0}, 1},
	};
	const char *name[] = {"ORDERS"};
	struct fact fact = {.kind = FACT_EXPORT};
	g_autoptr(GString) json = g_string_new(NULL);

	parts[1].symbol.parts = name;
	parts[1].symbol.n_parts = 1;
	fact.as.export.value.parts = parts;
	fact.as.export.value.n_parts = 3;
	fact_to_json(&fact, json);
	g_assert_cmpstr(json->str, ==,
			"{\"fact\":\"export\",\"value\":\"select \\\"a\\\" "
			"from ${app.tables:ORDERS}<hole>\"}");
}

static void test_json_is_utf8(void)
{
	struct fact fact = {.kind = FACT_GAP};
	g_autoptr(GString) json = g_string_new(NULL);

	fact.as.gap.detail = "caf\xe9\x01";
	fact_to_json(&fact, json);
	g_assert_true(g_utf8_validate(json->str, -1, NULL));
	g_assert_nonnull(strstr(json->str, "\\u0001"));
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/fact/round-trip", test_round_trip);
	g_test_add_func("/fact/truncated", test_truncated_bytes);
	g_test_add_func("/fact/damaged", test_damaged_bytes);
	g_test_add_func("/fact/value-as-json", test_value_as_json);
	g_test_add_func("/fact/json-is-utf8", test_json_is_utf8);
	return g_test_run();
}
