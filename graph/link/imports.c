#include "graph/link/symbols.h"

#include <string.h>

/* --- values --- */

/* A value being put together, with the lines of its bytes. */
struct filled {
	GString *bytes;
	GArray *marks;
	uint32_t choice; /* which of several exports a symbol stands for */
	uint32_t choices;
	bool open; /* a symbol was not found */
	enum confidence confidence;
};

static void filled_mark(struct filled *filled, uint32_t line)
{
	struct line_mark mark = {(uint32_t)filled->bytes->len, line};

	g_array_append_val(filled->marks, mark);
}

/* Text of the using file: each newline in it is one there, too. */
static void fill_literal(struct filled *filled, const char *text, uint32_t line)
{
	filled_mark(filled, line);
	for (const char *p = text; *p; p++) {
		g_string_append_c(filled->bytes, *p);
		if (*p == '\n')
			filled_mark(filled, ++line);
	}
}

static void fill_value(struct linker *linker, struct unit *unit,
		       const struct value *value, unsigned depth, uint32_t line,
		       struct filled *filled);

/* The constant's users read in its place: see is_used_constant(). */
static void note_used(struct linker *linker, struct exported *exported)
{
	struct unit *unit = exported->unit;

	for (uint32_t i = 0; i < unit->n_used; i++)
		if (unit->used[i].line == exported->fact->place.line)
			return;
	*ARENA_PUSH(&linker->arena, unit->used, unit->n_used) =
		exported->fact->place;
}

/* Order._meta.db_table is the name of the model's table. */
static bool fill_table(struct linker *linker, struct unit *unit,
		       const struct symbol *symbol, struct filled *filled)
{
	struct symbol model = *symbol;
	enum confidence confidence;
	const struct sql_name *table;

	if (symbol->n_parts < 3 ||
	    strcmp(symbol->parts[symbol->n_parts - 1], "db_table") != 0 ||
	    strcmp(symbol->parts[symbol->n_parts - 2], "_meta") != 0)
		return false;
	model.n_parts -= 2;
	table = model_table(linker, unit, &model, &confidence);
	if (!table)
		return false;
	filled->confidence = MIN(filled->confidence, confidence);
	g_string_append(filled->bytes, table->parts[table->n_parts - 1]);
	return true;
}

static void fill_symbol(struct linker *linker, struct unit *unit,
			const struct symbol *symbol, unsigned depth,
			uint32_t line, struct filled *filled)
{
	struct found found;
	struct exported *chosen;

	symbols_look_up(linker, unit, symbol, EXPORT_VALUE, &found);
	if (!found.n && fill_table(linker, unit, symbol, filled))
		return;
	if (!found.n || depth > SYMBOL_DEPTH) {
		filled->open = true;
		g_string_append_c(filled->bytes, TEXT_HOLE);
		return;
	}
	filled->choices = MAX(filled->choices, found.n);
	filled->confidence = MIN(filled->confidence, found.confidence);
	chosen = found.exports[MIN(filled->choice, found.n - 1)];
	note_used(linker, chosen);
	fill_value(linker, chosen->unit, &chosen->fact->as.export.value,
		   depth + 1, line, filled);
}

/* `line` not 0: the value stands for a symbol used on that line. */
static void fill_value(struct linker *linker, struct unit *unit,
		       const struct value *value, unsigned depth, uint32_t line,
		       struct filled *filled)
{
	for (uint32_t i = 0; i < value->n_parts; i++) {
		const struct value_part *part = &value->parts[i];

		if (part->kind == PART_LITERAL && line) {
			g_string_append(filled->bytes, part->text);
		} else if (part->kind == PART_LITERAL) {
			fill_literal(filled, part->text, part->line);
		} else {
			if (!line)
				filled_mark(filled, part->line);
			if (part->kind == PART_SYMBOL)
				fill_symbol(linker, unit, &part->symbol, depth,
					    line ? line : part->line, filled);
			else
				g_string_append_c(filled->bytes, TEXT_HOLE);
		}
	}
}

/* --- derived texts --- */

static char *derived_id(const struct text *text)
{
	g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA1);
	gint32 head[3] = {(gint32)text->dialect, (gint32)text->via,
			  (gint32)text->confidence};

	g_checksum_update(sum, (const guchar *)head, sizeof(head));
	g_checksum_update(sum, (const guchar *)text->marks,
			  (gssize)(text->n_marks * sizeof(*text->marks)));
	g_checksum_update(sum, (const guchar *)text->bytes, (gssize)text->size);
	return g_strdup(g_checksum_get_string(sum));
}

/* Facts of a derived text are the importing function's. */
static void adopt_facts(struct unit *unit, uint32_t from,
			const struct fact *import)
{
	for (uint32_t i = from; i < unit->n_facts; i++) {
		struct fact *fact = unit->facts[i];

		if (!fact->accessor.object.name.n_parts)
			fact->accessor = import->accessor;
		if (import->scope)
			fact->scope = import->scope;
		if (fact->kind == FACT_STATEMENT && import->as.import.span.line)
			fact->as.statement.span = import->as.import.span;
	}
}

static void compile_derived(struct linker *linker, struct unit *unit,
			    const struct fact *import, struct filled *filled)
{
	const struct link_callbacks *callbacks = linker->callbacks;
	struct text text = {
		.language = "sql",
		.dialect = import->as.import.dialect,
		.bytes = filled->bytes->str,
		.size = filled->bytes->len,
		.via = import->via ? import->via : VIA_SQL,
		.confidence = MIN(filled->confidence, import->confidence),
		.marks = (const struct line_mark *)(void *)filled->marks->data,
		.n_marks = filled->marks->len,
	};
	GByteArray *facts = g_byte_array_new();
	uint32_t from = unit->n_facts;
	g_autofree char *id = NULL;

	g_ptr_array_add(linker->held, facts);
	if (!callbacks->compile || !text.n_marks)
		return;
	id = derived_id(&text);
	callbacks->compile(&text, id, facts, callbacks->payload);
	unit_add_facts(linker, unit, facts->data, facts->len, true);
	unit->derived = true;
	adopt_facts(unit, from, import);
}

/* Fills the value in every way (at most so many as a symbol has exports) and
 * compiles what comes out. False when a symbol is open and `final` is not
 * set; then nothing was compiled. */
static bool derive(struct linker *linker, struct unit *unit,
		   const struct fact *import, const struct value *value,
		   enum confidence confidence, bool final)
{
	uint32_t choices = 1;

	for (uint32_t choice = 0; choice < choices; choice++) {
		struct filled filled = {
			.bytes = g_string_new(NULL),
			.marks = g_array_new(FALSE, FALSE,
					     sizeof(struct line_mark)),
			.choice = choice,
			.choices = 1,
			.confidence = confidence,
		};
		bool open;

		fill_value(linker, unit, value, 0, 0, &filled);
		choices = MIN(filled.choices, LINK_CATALOGS_MAX);
		open = filled.open;
		if (!open || final)
			compile_derived(linker, unit, import, &filled);
		g_string_free(filled.bytes, TRUE);
		g_array_free(filled.marks, TRUE);
		if (open)
			return false;
	}
	return true;
}

/* --- imports --- */

const struct value *import_argument(const struct fact_import *import,
				    const struct fact_export *sink)
{
	uint32_t position = 0;

	for (uint32_t i = 0; i < import->n_arguments; i++) {
		const struct call_argument *argument = &import->arguments[i];

		if (argument->name) {
			if (sink->parameter_name &&
			    strcmp(argument->name, sink->parameter_name) == 0)
				return &argument->value;
		} else if (position++ == sink->parameter) {
			return &argument->value;
		}
	}
	return NULL;
}

static bool resolve_call(struct linker *linker, struct unit *unit,
			 struct fact *fact, bool final)
{
	struct fact_import *import = &fact->as.import;
	struct found found;
	bool known = false;

	if (g_strcmp0(import->symbol.module, ROUTINE_MODULE) == 0)
		return runners_resolve(linker, unit, fact, derive);
	symbols_look_up(linker, unit, &import->symbol, EXPORT_SINK, &found);
	for (uint32_t i = 0; i < found.n; i++) {
		const struct fact_export *sink =
			&found.exports[i]->fact->as.export;
		const struct value *value = import_argument(import, sink);

		g_hash_table_add(linker->used, found.exports[i]->fact);
		if (!symbols_is_sink(linker, found.exports[i]))
			continue;
		if (!value || !value->n_parts) {
			known = true; /* another parameter may be one, too */
			continue;
		}
		if (value->n_parts == 1 && value->parts[0].kind == PART_HOLE &&
		    i + 1 < found.n)
			continue;
		return derive(linker, unit, fact, value, found.confidence,
			      final);
	}
	return known;
}

static void gap_of_import(struct linker *linker, struct unit *unit,
			  const struct fact *fact)
{
	const struct value *value = &fact->as.import.value;
	GString *names = g_string_new(NULL);

	for (uint32_t i = 0; i < value->n_parts; i++) {
		g_autofree char *name = NULL;

		if (value->parts[i].kind != PART_SYMBOL)
			continue;
		name = symbols_join(value->parts[i].symbol.module,
				    value->parts[i].symbol.parts,
				    value->parts[i].symbol.n_parts);
		g_string_append_printf(names, "%s%s", names->len ? ", " : "",
				       name);
	}
	ledger_add(linker, unit, fact, REASON_UNRESOLVED_IMPORT,
		   fact->place.line, NULL, names->str, NULL);
	g_string_free(names, TRUE);
}

/* True when the import is settled for good. */
static bool resolve_import(struct linker *linker, struct unit *unit,
			   struct fact *fact, bool final)
{
	if (fact->as.import.kind == IMPORT_CALL)
		return resolve_call(linker, unit, fact, final);
	if (derive(linker, unit, fact, &fact->as.import.value,
		   CONFIDENCE_CERTAIN, final))
		return true;
	if (final)
		gap_of_import(linker, unit, fact);
	return false;
}

static bool resolve_imports(struct linker *linker, bool final)
{
	GHashTable *done = linker->settled;
	bool progress = false;

	FOR_UNITS(linker, unit) {
		/* Facts that are added meanwhile wait for the next round. */
		for (uint32_t i = 0, n = unit->n_facts; i < n; i++) {
			struct fact *fact = unit->facts[i];

			if (fact->kind != FACT_IMPORT ||
			    fact->as.import.kind == IMPORT_MODEL ||
			    g_hash_table_contains(done, fact))
				continue;
			if (resolve_import(linker, unit, fact, final)) {
				g_hash_table_add(done, fact);
				progress = true;
			}
		}
	}
	return progress;
}

/* --- texts that were put aside --- */

static void demand_unit(struct unit *unit)
{
	unit->demanded = unit->aside;
}

static void demand_symbol(struct linker *linker, struct unit *unit,
			  const struct symbol *symbol)
{
	symbols_each_module(linker, unit, symbol, demand_unit);
}

static void demand_value(struct linker *linker, struct unit *unit,
			 const struct value *value)
{
	for (uint32_t i = 0; i < value->n_parts; i++)
		if (value->parts[i].kind == PART_SYMBOL)
			demand_symbol(linker, unit, &value->parts[i].symbol);
}

static void demand_fact(struct linker *linker, struct unit *unit,
			const struct fact *fact)
{
	if (fact->kind == FACT_EXPORT) {
		demand_symbol(linker, unit, &fact->as.export.target);
		return;
	}
	if (fact->kind != FACT_IMPORT ||
	    g_hash_table_contains(linker->settled, fact))
		return;
	if (g_strcmp0(fact->as.import.symbol.module, ROUTINE_MODULE) == 0)
		return;
	demand_symbol(linker, unit, &fact->as.import.symbol);
	demand_value(linker, unit, &fact->as.import.value);
	for (uint32_t i = 0; i < fact->as.import.n_arguments; i++)
		demand_value(linker, unit, &fact->as.import.arguments[i].value);
}

/* Compiles the texts that were put aside and that an open import names by
 * their module. */
static bool demand_texts(struct linker *linker)
{
	const struct link_callbacks *callbacks = linker->callbacks;
	bool progress = false;

	if (!callbacks->demand)
		return false;
	FOR_UNITS(linker, unit)
		FOR_FACTS(unit, fact)
			demand_fact(linker, unit, fact);
	FOR_UNITS(linker, unit) {
		GByteArray *facts;

		if (!unit->demanded)
			continue;
		unit->demanded = unit->aside = false;
		facts = g_byte_array_new();
		g_ptr_array_add(linker->held, facts);
		if (callbacks->demand(unit->text, facts, callbacks->payload)) {
			unit_add_facts(linker, unit, facts->data, facts->len,
				       false);
			progress = true;
		}
	}
	return progress;
}

/* --- wrappers that nobody calls --- */

static void find_used(struct linker *linker, struct exported *exported)
{
	symbols_is_sink(linker, exported);
}

/* What is passed to it is not known, and perhaps much: say so. */
static void gap_of_sink(struct linker *linker, struct exported *exported)
{
	const struct fact_export *sink = &exported->fact->as.export;
	g_autofree char *name = NULL;

	if (!sink->uncalled || !symbols_is_sink(linker, exported) ||
	    !g_hash_table_add(linker->used, exported->fact))
		return;
	name = symbols_join(NULL, sink->symbol.parts, sink->symbol.n_parts);
	ledger_add(linker, exported->unit, exported->fact, REASON_DYNAMIC_SQL,
		   exported->fact->place.line, NULL,
		   arena_printf(&linker->arena,
				"%s runs what it is given, and no caller of it "
				"was found",
				name),
		   NULL);
}

void link_imports(struct linker *linker)
{
	linker->symbols = symbols_new(linker);
	runners_name(linker);
	for (unsigned round = 0; round < LINK_ROUNDS; round++) {
		bool progress;

		symbols_index(linker);
		progress = resolve_imports(linker, false);
		progress |= demand_texts(linker);
		if (!progress)
			break;
	}
	symbols_index(linker);
	resolve_imports(linker, true);
	symbols_each_export(linker, EXPORT_SINK, find_used);
	symbols_each_export(linker, EXPORT_SINK, gap_of_sink);
}
