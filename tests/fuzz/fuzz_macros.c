/* Any bytes as a unit of C with a header: its include lines are written anew,
 * its definitions taken and all its lines expanded. No line comes or goes,
 * and no name in an include line leaves the source.
 * seeds: *.c *.cc *.h */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "analyzers/code/includes.h"
#include "analyzers/code/macro.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char header[] = "#include \"../src/a.c\"\n#define T \"t\"\n";

static bool has(struct unit *unit, const char *path)
{
	(void)unit;
	return strcmp(path, "include/a.h") == 0;
}

static const char *const *named(struct unit *unit, const char *base,
				uint32_t *n)
{
	static const char *const paths[] = {"include/a.h"};

	(void)unit;
	*n = strcmp(base, "a.h") == 0;
	return paths;
}

static const char *read_header(struct unit *unit, const char *path,
			       size_t *size)
{
	if (!has(unit, path))
		abort();
	*size = sizeof(header) - 1;
	return header;
}

static size_t count_lines(const char *bytes, size_t size)
{
	size_t n = 0;

	for (size_t i = 0; i < size; i++)
		n += bytes[i] == '\n';
	return n;
}

static void expand_lines(struct macros *macros, const char *at, size_t size)
{
	const char *end = at + size;
	GString *out = g_string_new(NULL);

	while (at < end) {
		const char *next = memchr(at, '\n', (size_t)(end - at));

		next = next ? next : end;
		if (next - at > 8 && memcmp(at, "#define ", 8) == 0)
			macros_define(macros, at + 8, (size_t)(next - at) - 8);
		else
			macros_expand(macros, at, (size_t)(next - at), out);
		g_string_truncate(out, 0);
		at = next + (next < end);
	}
	g_string_free(out, TRUE);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *bytes = (const char *)data;
	struct unit unit = {.path = "src/a.c",
			    .has = has,
			    .named = named,
			    .read = read_header};
	struct macros *macros = macros_new();
	struct includes includes;
	struct arena arena;

	arena_init(&arena);
	includes_read(&includes, &arena, &unit, bytes, size);
	for (uint32_t i = 0; i < includes.n_texts; i++) {
		const struct included *text = &includes.texts[i];

		if (count_lines(text->bytes, text->size) !=
		    count_lines(text->rewritten, text->n_rewritten))
			abort();
		expand_lines(macros, text->rewritten, text->n_rewritten);
	}
	macros_free(macros);
	arena_release(&arena);
	return 0;
}
