#include "graph/arena.h"

#include <glib.h>
#include <stdbool.h>
#include <string.h>

#if defined(__SANITIZE_ADDRESS__)
#define ARENA_BLOCK 0 /* every piece its own block */
#else
#define ARENA_BLOCK 65536
#endif

struct arena_block {
	struct arena_block *next;
	size_t size;
	uint64_t serial; /* rises from block to block */
	_Alignas(max_align_t) char bytes[];
};

void arena_init(struct arena *arena)
{
	memset(arena, 0, sizeof(*arena));
}

/* Nothing behind `used` is zeroed any more. */
static void fill(struct arena *arena, size_t used)
{
	struct arena_block *block = arena->blocks;

	arena->next = arena->limit = block ? block->bytes + used : NULL;
}

static size_t used(const struct arena *arena)
{
	return arena->blocks ? (size_t)(arena->next - arena->blocks->bytes) : 0;
}

size_t arena_size(const struct arena *arena)
{
	return arena->total + used(arena);
}

void arena_clear(struct arena *arena)
{
	while (arena->blocks) {
		struct arena_block *next = arena->blocks->next;

		g_free(arena->blocks);
		arena->blocks = next;
	}
	arena->total = 0;
	fill(arena, 0);
}

void arena_reset(struct arena *arena)
{
	struct arena_block *kept = arena->blocks;

	if (!kept || kept->size != ARENA_BLOCK) {
		arena_clear(arena);
		return;
	}
	arena->blocks = kept->next;
	if (arena->blocks)
		arena_clear(arena);
	kept->next = NULL;
	arena->blocks = kept;
	arena->total = 0;
	fill(arena, 0);
}

void arena_release(struct arena *arena)
{
	arena_clear(arena);
}

struct arena_mark arena_mark(const struct arena *arena)
{
	struct arena_mark mark = {arena->blocks, used(arena), arena_size(arena),
				  arena->serial};

	return mark;
}

void arena_rewind(struct arena *arena, const struct arena_mark *mark)
{
	struct arena_block **link = &arena->blocks;

	while (*link) {
		struct arena_block *block = *link;

		if (block->serial <= mark->serial) {
			link = &block->next;
			continue;
		}
		*link = block->next;
		g_free(block);
	}
	fill(arena, mark->used);
	arena->total = mark->total - mark->used;
}

/*
 * A piece of a quarter of a block or more gets a block of its own, placed
 * behind the current one, so that the room left in that one is not lost.
 */
static struct arena_block *add_block(struct arena *arena, size_t size)
{
	bool large = size > ARENA_BLOCK / 4;
	size_t room = large ? size : ARENA_BLOCK;
	struct arena_block *block = g_malloc(sizeof(*block) + room);

	block->serial = ++arena->serial;
	block->size = room;
	if (large && arena->blocks) {
		block->next = arena->blocks->next;
		arena->blocks->next = block;
		arena->total += room;
		return block;
	}
	arena->total += used(arena);
	block->next = arena->blocks;
	arena->blocks = block;
	fill(arena, 0);
	return block;
}

/* Zeroing pieces one by one would cost more than all else. */
#define ZERO_AHEAD 1024

void *arena_alloc_more(struct arena *arena, size_t need)
{
	struct arena_block *block = arena->blocks;
	char *end;

	if (!block || block->size - used(arena) < need) {
		block = add_block(arena, need);
		if (block != arena->blocks)
			return memset(block->bytes, 0, need);
	}
	end = block->bytes + block->size;
	if ((size_t)(end - arena->next) > need + ZERO_AHEAD)
		end = arena->next + need + ZERO_AHEAD;
	memset(arena->limit, 0, (size_t)(end - arena->limit));
	arena->limit = end;
	arena->next += need;
	return arena->next - need;
}

void *arena_memdup(struct arena *arena, const void *bytes, size_t size)
{
	char *copy = arena_alloc(arena, size + 1);

	if (size)
		memcpy(copy, bytes, size);
	return copy;
}

char *arena_strdup(struct arena *arena, const char *string)
{
	return string ? arena_memdup(arena, string, strlen(string)) : NULL;
}

char *arena_strndup(struct arena *arena, const char *string, size_t length)
{
	return arena_memdup(arena, string, length);
}

char *arena_vprintf(struct arena *arena, const char *format, va_list arguments)
{
	char *made = g_strdup_vprintf(format, arguments);
	char *copy = arena_strdup(arena, made);

	g_free(made);
	return copy;
}

char *arena_printf(struct arena *arena, const char *format, ...)
{
	va_list arguments;
	char *made;

	va_start(arguments, format);
	made = arena_vprintf(arena, format, arguments);
	va_end(arguments);
	return made;
}

void *arena_grow(struct arena *arena, void *array, size_t count, size_t size)
{
	char *grown = arena_alloc(arena, (count ? 2 * count : 1) * size);

	if (count)
		memcpy(grown, array, count * size);
	return grown;
}
