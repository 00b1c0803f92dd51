#include "graph/arena.h"

#include <glib.h>
#include <stdbool.h>
#include <string.h>

#if defined(__SANITIZE_ADDRESS__)
#define ARENA_BLOCK 0 /* every piece its own block */
#else
#define ARENA_BLOCK 65536
#endif

#define ARENA_ALIGN _Alignof(max_align_t)

struct arena_block {
	struct arena_block *next;
	size_t used, size;
	uint64_t serial; /* rises from block to block */
	size_t zeroed;	 /* bytes that are; rises ahead of `used` */
	_Alignas(max_align_t) char bytes[];
};

void arena_init(struct arena *arena)
{
	arena->blocks = NULL;
	arena->total = 0;
	arena->serial = 0;
}

void arena_clear(struct arena *arena)
{
	while (arena->blocks) {
		struct arena_block *next = arena->blocks->next;

		g_free(arena->blocks);
		arena->blocks = next;
	}
	arena->total = 0;
}

void arena_reset(struct arena *arena)
{
	struct arena_block *kept = arena->blocks;

	if (!kept || kept->size != ARENA_BLOCK) {
		arena_clear(arena);
		return;
	}
	arena->blocks = kept->next;
	arena_clear(arena);
	kept->next = NULL;
	kept->used = kept->zeroed = 0;
	arena->blocks = kept;
}

void arena_release(struct arena *arena)
{
	arena_clear(arena);
}

struct arena_mark arena_mark(const struct arena *arena)
{
	struct arena_mark mark = {arena->blocks, 0, arena->total,
				  arena->serial};

	if (arena->blocks)
		mark.used = arena->blocks->used;
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
	if (mark->block)
		mark->block->used = mark->block->zeroed = mark->used;
	arena->total = mark->total;
}

/*
 * A piece of a quarter of a block or more gets a block of its own, placed
 * behind the current one, so that the room left in that one is not lost.
 */
static struct arena_block *arena_add_block(struct arena *arena, size_t size)
{
	bool large = size > ARENA_BLOCK / 4;
	size_t room = large ? size : ARENA_BLOCK;
	struct arena_block *block = g_malloc(sizeof(*block) + room);

	block->serial = ++arena->serial;
	block->used = block->zeroed = 0;
	block->size = room;
	if (large && arena->blocks) {
		block->next = arena->blocks->next;
		arena->blocks->next = block;
	} else {
		block->next = arena->blocks;
		arena->blocks = block;
	}
	return block;
}

/* Zeroing pieces one by one would cost more than all else. */
#define ZERO_AHEAD 1024

static void zero_ahead(struct arena_block *block)
{
	size_t end = MIN(block->used + ZERO_AHEAD, block->size);

	memset(block->bytes + block->zeroed, 0, end - block->zeroed);
	block->zeroed = end;
}

void *arena_alloc(struct arena *arena, size_t size)
{
	size_t need = (MAX(size, 1) + ARENA_ALIGN - 1) & ~(ARENA_ALIGN - 1);
	struct arena_block *block = arena->blocks;
	void *piece;

	if (ARENA_BLOCK == 0)
		need = MAX(size, 1);
	if (!block || block->size - block->used < need)
		block = arena_add_block(arena, need);
	piece = block->bytes + block->used;
	block->used += need;
	arena->total += need;
	if (block->used > block->zeroed)
		zero_ahead(block);
	return piece;
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
	char *grown = array;

	if (count == 0 || (count & (count - 1)) == 0) {
		size_t room = count ? count * 2 : 1;

		grown = arena_alloc(arena, room * size);
		if (count)
			memcpy(grown, array, count * size);
	}
	memset(grown + count * size, 0, size);
	return grown;
}
