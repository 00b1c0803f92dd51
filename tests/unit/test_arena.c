/* Memory with one lifetime. */

#include "graph/arena.h"

#include <glib.h>
#include <string.h>

static void assert_zero(const char *piece, size_t size)
{
	for (size_t i = 0; i < size; i++)
		g_assert_cmpint(piece[i], ==, 0);
}

static void test_memory_is_zero(void)
{
	struct arena arena;

	arena_init(&arena);
	for (size_t size = 0; size < 40000; size += 777) {
		char *piece = arena_alloc(&arena, size);

		assert_zero(piece, size);
		memset(piece, 0xff, size);
	}
	arena_release(&arena);
}

/* A block that is kept was written to before. */
static void test_memory_is_zero_after_reset(void)
{
	struct arena arena;

	arena_init(&arena);
	for (int round = 0; round < 3; round++) {
		for (int i = 0; i < 20; i++) {
			char *piece = arena_alloc(&arena, 1000);

			assert_zero(piece, 1000);
			memset(piece, 0xff, 1000);
		}
		arena_reset(&arena);
	}
	arena_release(&arena);
}

static void test_array_grows(void)
{
	struct arena arena;
	unsigned *numbers = NULL;
	unsigned n = 0;

	arena_init(&arena);
	while (n < 1000)
		*ARENA_PUSH(&arena, numbers, n) = 7;
	for (unsigned i = 0; i < 1000; i++)
		g_assert_cmpuint(numbers[i], ==, 7);
	arena_release(&arena);
}

/* What is older than the mark stays; what comes later is zero again. */
static void test_rewind(void)
{
	struct arena arena;
	struct arena_mark mark;
	char *kept;

	arena_init(&arena);
	kept = arena_strdup(&arena, "kept");
	mark = arena_mark(&arena);
	for (int round = 0; round < 3; round++) {
		for (size_t size = 1; size < 100000; size *= 3) {
			char *piece = arena_alloc(&arena, size);

			assert_zero(piece, size);
			memset(piece, 0xff, size);
		}
		arena_rewind(&arena, &mark);
		g_assert_cmpstr(kept, ==, "kept");
		g_assert_cmpuint(arena_size(&arena), ==, mark.total);
	}
	arena_release(&arena);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/arena/zero", test_memory_is_zero);
	g_test_add_func("/arena/zero-after-reset",
			test_memory_is_zero_after_reset);
	g_test_add_func("/arena/rewind", test_rewind);
	g_test_add_func("/arena/grows", test_array_grows);
	return g_test_run();
}
