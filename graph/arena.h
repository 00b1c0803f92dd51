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

struct arena_block;

struct arena {
	struct arena_block *blocks;
	size_t total;	 /* bytes handed out since the last clear */
	uint64_t serial; /* of the newest block */
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

/* `size` zeroed bytes, aligned for any type. Size 0 gives a valid pointer. */
void *arena_alloc(struct arena *arena, size_t size);

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

/*
 * Appends to `array` (a pointer lvalue) whose length is the lvalue `count`;
 * gives a pointer to the new zeroed element.
 *
 *	*ARENA_PUSH(arena, level->refs, level->n_refs) = ref;
 */
#define ARENA_PUSH(arena, array, count)                                        \
	((array) = arena_grow((arena), (array), (count), sizeof(*(array))),    \
	 (array) + (count)++)

#define ARENA_NEW(arena, type) ((type *)arena_alloc((arena), sizeof(type)))

#endif
