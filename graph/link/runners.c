/*
 * Routines of databases that run an argument as SQL: those that the
 * configuration names, and those whose body was seen to do it. Their names
 * are not a language's: a schema may be there or not, case does not count,
 * and they may lie in any source.
 */
#include <string.h>

#include "graph/confidence.h"
#include "graph/link/symbols.h"

/* So many of one name are told apart. */
#define MAX_ALIKE 64

struct runner {
	const char *schema; /* or NULL */
	uint32_t parameter; /* from 0 */
	const char *parameter_name;
	const struct unit *unit; /* that holds its body; NULL: named */
};

struct runners {
	GHashTable *by_name; /* last part of the name -> GArray of runner */
	GHashTable *read;    /* calls whose argument was read: their keys */
};

struct runners *runners_new(void)
{
	struct runners *runners = g_new0(struct runners, 1);

	runners->by_name = g_hash_table_new_full(
		g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_array_unref);
	runners->read =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	return runners;
}

void runners_free(struct runners *runners)
{
	if (!runners)
		return;
	g_hash_table_unref(runners->by_name);
	g_hash_table_unref(runners->read);
	g_free(runners);
}

static void add_runner(struct runners *runners, const char *name,
		       const struct runner *runner)
{
	g_autofree char *key = g_ascii_strdown(name, -1);
	GArray *alike = g_hash_table_lookup(runners->by_name, key);

	if (!alike) {
		alike = g_array_new(FALSE, FALSE, sizeof(*runner));
		g_hash_table_insert(runners->by_name, g_steal_pointer(&key),
				    alike);
	}
	if (alike->len < MAX_ALIKE)
		g_array_append_vals(alike, runner, 1);
}

void runners_name(struct linker *linker)
{
	const struct link_settings *settings = linker->settings;

	for (uint32_t i = 0; settings && i < settings->n_executes; i++) {
		const struct link_wrapper *named = &settings->executes[i];
		const char *dot = strrchr(named->name, '.');
		struct runner runner = {.parameter = named->argument - 1};

		if (dot)
			runner.schema =
				arena_strndup(&linker->arena, named->name,
					      (size_t)(dot - named->name));
		add_runner(linker->runners, dot ? dot + 1 : named->name,
			   &runner);
	}
}

void runners_add(struct linker *linker, const struct unit *unit,
		 const struct fact_export *sink)
{
	const struct symbol *symbol = &sink->symbol;
	struct runner runner = {
		.parameter = sink->parameter,
		.parameter_name = sink->parameter_name,
		.unit = unit,
	};

	if (!symbol->n_parts)
		return;
	if (symbol->n_parts > 1)
		runner.schema = symbol->parts[symbol->n_parts - 2];
	add_runner(linker->runners, symbol->parts[symbol->n_parts - 1],
		   &runner);
}

/* --- calls ---------------------------------------------------------------- */

static const GArray *find_runners(const struct runners *runners,
				  const char *const *parts, uint32_t n_parts)
{
	g_autofree char *key = NULL;

	if (!n_parts || !g_hash_table_size(runners->by_name))
		return NULL;
	key = g_ascii_strdown(parts[n_parts - 1], -1);
	return g_hash_table_lookup(runners->by_name, key);
}

/* Whether a call so named may be one of it; a name without a schema is. */
static bool fits(const struct runner *runner, const char *const *parts,
		 uint32_t n_parts)
{
	return !runner->schema || n_parts < 2 ||
	       g_ascii_strcasecmp(runner->schema, parts[n_parts - 2]) == 0;
}

/* Named with its schema, or all there is to its name. */
static bool is_exact(const struct runner *runner, uint32_t n_parts)
{
	return (runner->schema != NULL) == (n_parts > 1);
}

static char *call_key(const struct unit *unit, uint32_t line, const char *name)
{
	g_autofree char *folded = g_ascii_strdown(name, -1);

	return g_strdup_printf("%p:%u:%s", (const void *)unit, line, folded);
}

static bool is_hole(const struct value *value)
{
	return value->n_parts == 1 && value->parts[0].kind == PART_HOLE;
}

bool runners_resolve(struct linker *linker, struct unit *unit,
		     const struct fact *fact, link_derive *derive)
{
	const struct fact_import *import = &fact->as.import;
	const char *const *parts = import->symbol.parts;
	uint32_t n_parts = import->symbol.n_parts;
	const GArray *runners = find_runners(linker->runners, parts, n_parts);
	uint64_t done = 0;

	for (guint i = 0; runners && i < runners->len; i++) {
		const struct runner *runner =
			&g_array_index(runners, struct runner, i);
		const struct fact_export sink = {
			.parameter = runner->parameter,
			.parameter_name = runner->parameter_name,
		};
		const struct value *value = import_argument(import, &sink);
		uint64_t bit = 1ull << MIN(runner->parameter, 63);

		if (done & bit || !fits(runner, parts, n_parts) || !value ||
		    !value->n_parts || is_hole(value))
			continue;
		done |= bit;
		g_hash_table_add(
			linker->runners->read,
			call_key(unit, fact->place.line, parts[n_parts - 1]));
		derive(linker, unit, fact, value,
		       is_exact(runner, n_parts) ? CONFIDENCE_OF_IMPORT
						 : CONFIDENCE_OF_LAST_NAME,
		       true);
	}
	return done != 0;
}

void runners_call(struct linker *linker, struct unit *unit,
		  const struct fact *fact, const struct sql_name *name)
{
	const GArray *runners =
		find_runners(linker->runners, name->parts, name->n_parts);
	g_autofree char *key = NULL;
	bool any = false;

	for (guint i = 0; runners && i < runners->len; i++) {
		const struct runner *runner =
			&g_array_index(runners, struct runner, i);

		if (!fits(runner, name->parts, name->n_parts))
			continue;
		if (runner->unit == unit)
			return; /* the reader of the text has said it */
		any = true;
	}
	if (!any)
		return;
	key = call_key(unit, name->line, name->parts[name->n_parts - 1]);
	if (!g_hash_table_contains(linker->runners->read, key)) {
		g_autofree char *shown =
			symbols_join(NULL, name->parts, name->n_parts);

		ledger_add(linker, unit, fact, REASON_DYNAMIC_SQL, name->line,
			   NULL, shown, NULL);
	}
}
