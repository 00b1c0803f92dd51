/*
 * arena.h - memory with one lifetime.
 *
 * An arena hands out pieces of memory that live until the whole arena is
 * cleared or released; single pieces are never freed. There is one arena a
 * text (dropped when its facts are delivered) and one a graph. Memory comes
 * zeroed. Running out of memory aborts, as in GLib. Under AddressSanitizer
 * every piece is a block of its own, so that an overrun is caught.
 *
 *	struct arena arena;
 *	arena_init(&arena);
 *	char *name = arena_strndup(&arena, start, length);
 *	arena_release(&arena);
 */
#ifndef GRAPH_ARENA_H
#define GRAPH_ARENA_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct arena_block;

struct arena {
	struct arena_block *blocks; /* the first is being filled */
	char *next, *limit;	    /* of the first: zeroed, not handed out */
	size_t total;		    /* bytes handed out of the others */
	uint64_t serial;	    /* of the newest block */
};

/* A moment in the life of an arena; see arena_mark(). */
struct arena_mark {
	struct arena_block *block;
	size_t used, total;
	uint64_t serial;
};

void arena_init(struct arena *arena);

/* Frees everything; the arena may be used again. */
void arena_clear(struct arena *arena);

/* As arena_clear(), but keeps one block for what comes next: for an arena that
 * is filled and emptied many times. */
void arena_reset(struct arena *arena);

/* Frees everything; the arena may not be used again without arena_init(). */
void arena_release(struct arena *arena);

/*
 * Everything handed out between the mark and the rewind is gone; what is
 * older stays. For what is done again and again, a statement or a line:
 *
 *	struct arena_mark mark = arena_mark(&arena);
 *	while (more) {
 *		...
 *		arena_rewind(&arena, &mark);
 *	}
 */
struct arena_mark arena_mark(const struct arena *arena);
void arena_rewind(struct arena *arena, const struct arena_mark *mark);

/* Bytes handed out since the last clear. */
size_t arena_size(const struct arena *arena);

#if defined(__SANITIZE_ADDRESS__)
#define ARENA_ALIGN 1 /* every piece is a block of its own */
#else
#define ARENA_ALIGN _Alignof(uint64_t)
#endif

/* What arena_alloc() does when nothing is left that is zeroed. */
void *arena_alloc_more(struct arena *arena, size_t need);

/* `size` zeroed bytes, aligned for pointers and whole numbers. Size 0 gives a
 * valid pointer. */
static inline void *arena_alloc(struct arena *arena, size_t size)
{
	size_t need =
		((size ? size : 1) + ARENA_ALIGN - 1) & -(size_t)ARENA_ALIGN;
	char *piece = arena->next;

	if ((size_t)(arena->limit - piece) < need)
		return arena_alloc_more(arena, need);
	arena->next = piece + need;
	return piece;
}

/* A copy of `size` bytes, followed by a NUL byte that is not counted. */
void *arena_memdup(struct arena *arena, const void *bytes, size_t size);

char *arena_strdup(struct arena *arena, const char *string);
char *arena_strndup(struct arena *arena, const char *string, size_t length);
char *arena_printf(struct arena *arena, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
char *arena_vprintf(struct arena *arena, const char *format, va_list arguments)
	__attribute__((format(printf, 2, 0)));

/*
 * Makes room for one more element at the end of an array that lives in the
 * arena: `array` has room for the next power of two of `count` elements of
 * `size` bytes. Returns the array, moved if it was full; the new element is
 * zeroed. Use it through ARENA_PUSH.
 */
void *arena_grow(struct arena *arena, void *array, size_t count, size_t size);

static inline void *arena_push(struct arena *arena, void *array, size_t count,
			       size_t size)
{
	if (count == 0)
		return arena_alloc(arena, size);
	if ((count & (count - 1)) == 0)
		return arena_grow(arena, array, count, size);
	memset((char *)array + count * size, 0, size);
	return array;
}

/*
 * Appends to `array` (a pointer lvalue) whose length is the lvalue `count`;
 * gives a pointer to the new zeroed element.
 *
 *	*ARENA_PUSH(arena, level->refs, level->n_refs) = ref;
 */
#define ARENA_PUSH(arena, array, count)                                        \
	((array) = arena_push((arena), (array), (count), sizeof(*(array))),    \
	 (array) + (count)++)

#define ARENA_NEW(arena, type) ((type *)arena_alloc((arena), sizeof(type)))

#endif
