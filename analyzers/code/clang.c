#include "analyzers/code/clang.h"

#include <string.h>

#include "analyzers/code/clang_prelude.h"
#include "analyzers/code/clang_private.h"
#include "analyzers/code/preprocess.h"

#define PRELUDE LIBCLANG_ROOT ".prelude.h"

/* --- places --- */

static const struct included *find_text(struct deep *deep, CXFile file)
{
	const struct included *found = NULL;
	gpointer known;
	CXString string;
	const char *name;

	if (!file)
		return NULL;
	if (g_hash_table_lookup_extended(deep->files, file, NULL, &known))
		return known;
	string = deep->library->getFileName(file);
	name = deep->library->getCString(string);
	if (name && g_str_has_prefix(name, LIBCLANG_ROOT)) {
		name += strlen(LIBCLANG_ROOT);
		for (uint32_t i = 0; i < deep->includes.n_texts && !found; i++)
			if (strcmp(deep->includes.texts[i].path, name) == 0)
				found = &deep->includes.texts[i];
	}
	deep->library->disposeString(string);
	g_hash_table_insert(deep->files, file, (gpointer)found);
	return found;
}

const struct included *deep_text(struct deep *deep, CXSourceLocation location,
				 unsigned *offset)
{
	CXFile file;

	deep->library->getSpellingLocation(location, &file, NULL, NULL, offset);
	return find_text(deep, file);
}

bool deep_spot(struct deep *deep, CXSourceLocation location, struct spot *spot)
{
	CXFile file;
	unsigned line, column;

	deep->library->getExpansionLocation(location, &file, &line, &column,
					    NULL);
	if (find_text(deep, file) != deep->includes.texts || line < 1 ||
	    line > deep->n_lines || column < 1)
		return false;
	spot->line = line;
	spot->column = column;
	spot->offset =
		MIN(deep->lines[line - 1] + column - 1, deep->text->size);
	return true;
}

const char *deep_spelling(struct deep *deep, CXCursor cursor)
{
	CXString string = deep->library->getCursorSpelling(cursor);
	const char *name = deep->library->getCString(string);

	name = arena_strdup(deep->arena, name ? name : "");
	deep->library->disposeString(string);
	return name;
}

static void find_lines(struct deep *deep)
{
	const char *bytes = deep->text->bytes, *at = bytes;
	const char *end = bytes + deep->text->size;

	while (at) {
		*ARENA_PUSH(deep->arena, deep->lines, deep->n_lines) =
			(size_t)(at - bytes);
		at = memchr(at, '\n', (size_t)(end - at));
		at = at ? at + 1 : NULL;
	}
}

/* --- parsing --- */

static bool is_cpp(const struct text *text)
{
	return strcmp(text->language, "cpp") == 0;
}

static bool parse(struct deep *deep)
{
	const struct includes *includes = &deep->includes;
	char *prelude =
		g_strjoinv("", (char **)(is_cpp(deep->text) ? clang_prelude_cpp
							    : clang_prelude_c));
	unsigned n_texts = includes->n_texts + 1;
	struct CXUnsavedFile *texts =
		arena_alloc(deep->arena, n_texts * sizeof(*texts));
	GPtrArray *flags = g_ptr_array_new();

	for (uint32_t i = 0; i < includes->n_texts; i++)
		texts[i] = (struct CXUnsavedFile){
			arena_printf(deep->arena, LIBCLANG_ROOT "%s",
				     includes->texts[i].path),
			includes->texts[i].rewritten,
			includes->texts[i].n_rewritten};
	texts[n_texts - 1] =
		(struct CXUnsavedFile){PRELUDE, prelude, strlen(prelude)};
	g_ptr_array_add(flags,
			(gpointer)(is_cpp(deep->text) ? "-xc++" : "-xc"));
	g_ptr_array_add(flags, (gpointer) "-include" PRELUDE);
	for (const char *const *flag = deep->unit->flags; flag && *flag; flag++)
		if (!g_str_has_prefix(*flag, "-I"))
			g_ptr_array_add(flags, (gpointer)*flag);
	deep->parsed = libclang_parse(deep->library, texts, n_texts,
				      (const char *const *)(void *)flags->pdata,
				      flags->len);
	g_ptr_array_free(flags, TRUE);
	g_free(prelude);
	if (!deep->parsed)
		return false;
	deep->main = deep->library->getFile(deep->parsed, texts[0].Filename);
	return true;
}

/* --- facts --- */

/* What is a blind spot of the unit is one for the first pass already; only
 * what stands in SQL or reaches a sink is new. */
static bool is_wanted(const struct fact *fact)
{
	if (fact->kind != FACT_GAP)
		return true;
	switch (fact->as.gap.reason) {
	case REASON_NOT_SQL:
	case REASON_TOO_DEEP:
	case REASON_TOO_LARGE:
	case REASON_UNREADABLE_TEXT:
		return false;
	default:
		return true;
	}
}

/* "m0$run", as clang_types.c writes calls of methods, is run of class 0. */
static void name_class(struct deep *deep, struct symbol *symbol)
{
	const char *last;
	char *end;
	guint64 number;

	if (!symbol->n_parts)
		return;
	last = symbol->parts[symbol->n_parts - 1];
	if (last[0] != 'm' || !g_ascii_isdigit(last[1]))
		return;
	number = g_ascii_strtoull(last + 1, &end, 10);
	if (*end != '$' || number >= deep->classes->len)
		return;
	symbol->module = deep->classes->pdata[number];
	symbol->parts = arena_alloc(deep->arena, sizeof(*symbol->parts));
	symbol->parts[0] = end + 1;
	symbol->n_parts = 1;
}

static void name_classes(struct deep *deep, struct value *value)
{
	for (uint32_t i = 0; i < value->n_parts; i++)
		if (value->parts[i].kind == PART_SYMBOL)
			name_class(deep, &value->parts[i].symbol);
}

static void name_all_classes(struct deep *deep, struct fact *fact)
{
	if (fact->kind == FACT_IMPORT) {
		struct fact_import *import = &fact->as.import;

		name_class(deep, &import->symbol);
		name_classes(deep, &import->value);
		for (uint32_t i = 0; i < import->n_arguments; i++)
			name_classes(deep, &import->arguments[i].value);
	} else if (fact->kind == FACT_EXPORT) {
		name_class(deep, &fact->as.export.target);
		name_classes(deep, &fact->as.export.value);
	} else if (fact->kind == FACT_CALL) {
		name_class(deep, &fact->as.call.symbol);
	}
}

/* Whoever calls the method of a base may reach this one: it has the name of
 * each base, too. */
static void export_for_bases(struct deep *deep, const struct fact *fact)
{
	const struct symbol *symbol = &fact->as.export.symbol;
	const struct declared *declared;
	const char *name;
	char *key;

	if (!symbol->n_parts)
		return;
	name = symbol->parts[symbol->n_parts - 1];
	key = deep_key(fact->place.line, name);
	declared = g_hash_table_lookup(deep->functions, key);
	g_free(key);
	for (uint32_t i = 0; declared && i < declared->n_bases; i++) {
		struct fact *alias = ARENA_NEW(deep->arena, struct fact);
		const char **parts =
			arena_alloc(deep->arena, 2 * sizeof(*parts));

		parts[0] = declared->bases[i];
		parts[1] = name;
		alias->kind = FACT_EXPORT;
		alias->place = fact->place;
		alias->as.export.kind = EXPORT_ALIAS;
		alias->as.export.symbol.parts = parts;
		alias->as.export.symbol.n_parts = 2;
		alias->as.export.target = *symbol;
		analysis_fact(deep->analysis, deep->text, alias);
	}
}

static void deliver(struct analysis *analysis, struct fact *fact)
{
	struct deep *deep = analysis->payload;

	if (!is_wanted(fact))
		return;
	name_all_classes(deep, fact);
	if (fact->kind == FACT_EXPORT && fact->as.export.kind == EXPORT_SINK)
		export_for_bases(deep, fact);
	deep->analysis->deliver(deep->analysis, fact);
}

static void read_again(struct deep *deep)
{
	struct text guest = {.language = deep->text->language,
			     .name = deep->text->name,
			     .via = VIA_CLANG};
	struct analysis inner = *deep->analysis;

	deep_rewrite(deep, &guest);
	inner.deliver = deliver;
	inner.payload = deep;
	analysis_guest(&inner, &guest);
	deep->analysis->ordinal = inner.ordinal;
}

static void release(struct deep *deep)
{
	g_hash_table_destroy(deep->files);
	g_hash_table_destroy(deep->constants);
	g_hash_table_destroy(deep->functions);
	g_ptr_array_free(deep->classes, TRUE);
	g_array_free(deep->edits, TRUE);
	macros_free(deep->macros);
	if (deep->parsed)
		deep->library->disposeTranslationUnit(deep->parsed);
}

void clang_deepen(struct analysis *analysis, struct text *text,
		  struct unit *unit)
{
	struct deep deep = {
		.analysis = analysis,
		.text = text,
		.unit = unit,
		.arena = analysis->arena,
		.files = g_hash_table_new(NULL, NULL),
		.macros = macros_new(),
		.edits = g_array_new(FALSE, FALSE, sizeof(struct edit)),
		.constants = g_hash_table_new(g_str_hash, g_str_equal),
		.classes = g_ptr_array_new(),
		.functions = g_hash_table_new_full(g_str_hash, g_str_equal,
						   g_free, NULL),
	};

	if (!unit->signs &&
	    preprocess_look(text->bytes, text->size) != PREPROCESS_ACCESS) {
		release(&deep);
		return;
	}
	deep.library = libclang_ready();
	if (!deep.library) {
		analysis_gap(analysis, text, REASON_SOURCE_FAILED, 1,
			     "libclang " G_STRINGIFY(
				     LIBCLANG_FILE) " could "
						    "not be loaded for the "
						    "deep pass");
	} else {
		find_lines(&deep);
		includes_read(&deep.includes, deep.arena, unit, text->bytes,
			      text->size);
		if (deep.includes.too_large)
			analysis_gap(analysis, text, REASON_TOO_LARGE,
				     deep.includes.too_large_line,
				     deep.includes.too_large);
		if (parse(&deep)) {
			deep_types(&deep);
			read_again(&deep);
		}
	}
	release(&deep);
}
