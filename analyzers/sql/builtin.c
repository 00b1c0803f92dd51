#include "analyzers/sql/builtin.h"

#include <glib.h>
#include <string.h>

#include "analyzers/sql/keyword.h"

#define A | BUILTIN_AGGREGATE
#define U | BUILTIN_UNIT
#define S | BUILTIN_SEQUENCE
#define T | BUILTIN_TABLE
#define R | BUILTIN_ROUTINE

static const struct {
	const char *name;
	uint32_t flags;
} builtins[] = {
#define BUILTIN(name, flags) {name, BUILTIN_FUNCTION flags},
#include "analyzers/sql/builtins.def"
#undef BUILTIN
};

/* Open addressing, as keywords have it. */
#define SLOTS 8192
static uint16_t table[SLOTS]; /* index into builtins and 1 */

_Static_assert(G_N_ELEMENTS(builtins) < SLOTS / 2, "the table is too full");

static void fill_table(void)
{
	for (unsigned i = 0; i < G_N_ELEMENTS(builtins); i++) {
		uint32_t hash = KEYWORD_HASH, slot;

		for (const char *c = builtins[i].name; *c; c++)
			hash = KEYWORD_MIX(hash, *c);
		slot = hash % SLOTS;
		while (table[slot])
			slot = (slot + 1) % SLOTS;
		table[slot] = (uint16_t)(i + 1);
	}
}

void builtin_init(void)
{
	static gsize filled;

	if (g_once_init_enter(&filled)) {
		fill_table();
		g_once_init_leave(&filled, 1);
	}
}

uint32_t builtin_find(const char *name, uint32_t length, uint32_t hash)
{
	for (uint32_t slot = hash % SLOTS; table[slot];
	     slot = (slot + 1) % SLOTS) {
		const char *found = builtins[table[slot] - 1].name;

		if (g_ascii_strncasecmp(name, found, length) == 0 &&
		    found[length] == '\0')
			return builtins[table[slot] - 1].flags;
	}
	return 0;
}
