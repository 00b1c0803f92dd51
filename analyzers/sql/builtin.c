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
static uint16_t slots[SLOTS]; /* index into builtins and 1 */
static uint64_t hashes[G_N_ELEMENTS(builtins)];

_Static_assert(G_N_ELEMENTS(builtins) < SLOTS / 2, "the table is too full");

static void fill_table(void)
{
	for (unsigned i = 0; i < G_N_ELEMENTS(builtins); i++) {
		const char *name = builtins[i].name;
		uint32_t slot;

		hashes[i] = word_hash(name, (uint32_t)strlen(name));
		slot = hashes[i] % SLOTS;
		while (slots[slot])
			slot = (slot + 1) % SLOTS;
		slots[slot] = (uint16_t)(i + 1);
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

uint32_t builtin_find(uint64_t hash)
{
	uint32_t slot = hash % SLOTS;

	while (slots[slot] && hashes[slots[slot] - 1] != hash)
		slot = (slot + 1) % SLOTS;
	return slots[slot] ? builtins[slots[slot] - 1].flags : 0;
}
