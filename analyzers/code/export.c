/*
 * What other texts may use of this one, and what it calls of others.
 *
 * A string is exported only if it reads as SQL or is a name or a list of
 * names, and never from a variable that is named as a secret is. This is a
 * heuristic on the safe side: a constant that is not exported leaves a hole
 * where it is used.
 */
#include <string.h>

#include "analyzers/code/emit.h"
#include "analyzers/code/strings.h"

#define NAME_MAX_BYTES 200
#define EXPORT_BYTES_MAX 65536

/* --- what may leave --- */

static bool is_secret_name(const char *name)
{
	static const char *const words[] = {
		"passw", "passwd",     "pwd",  "secret",    "token",
		"key",	 "credential", "salt", "signature", "dsn",
		"auth",	 "private",    "cert", NULL};
	char *lower = g_ascii_strdown(name, -1);
	bool secret = false;

	for (const char *const *w = words; *w && !secret; w++)
		secret = strstr(lower, *w) != NULL;
	secret |= g_str_has_suffix(lower, "pass") ||
		  g_str_has_prefix(lower, "pass_") || strstr(lower, "_pass_");
	g_free(lower);
	return secret;
}

/* Addresses and parameters of connections hold passwords: password=x, where
 * x is no placeholder. */
static bool is_secret(const struct rope_flat *flat)
{
	static const char *const words[] = {
		"password=", "passwd=", "pwd=",	 "Password=",
		"PWD=",	     "secret=", "token="};
	const char *end = flat->bytes + flat->size;

	if (memmem(flat->bytes, flat->size, "://", 3))
		return true;
	for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
		size_t length = strlen(words[i]);
		const char *found =
			memmem(flat->bytes, flat->size, words[i], length);

		if (found && found + length < end &&
		    !memchr("%:?$ {(\x1a", found[length], 8))
			return true;
	}
	return false;
}

/* Names do not change between letters and digits all the time. */
static bool is_random(const char *word, size_t length)
{
	int changes = 0;

	for (size_t i = 1; i < length; i++)
		changes += (g_ascii_isdigit(word[i]) != 0) !=
			   (g_ascii_isdigit(word[i - 1]) != 0);
	return changes > 4 || (length > 16 && changes > 2);
}

/* Whether the bytes are a name, or names with commas between. */
static bool is_name_list(const char *bytes, size_t size)
{
	size_t start = 0;

	if (!size || size > NAME_MAX_BYTES)
		return false;
	for (size_t i = 0; i <= size; i++) {
		char c = i < size ? bytes[i] : ',';

		if (g_ascii_isalnum(c) || c == '_' || c == '$' || c == '.' ||
		    c == '"' || c == '`' || c == TEXT_HOLE || (c & 0x80))
			continue;
		if (c != ',' && c != ' ')
			return false;
		if (i > start && (g_ascii_isdigit(bytes[start]) ||
				  is_random(bytes + start, i - start)))
			return false;
		start = i + 1;
	}
	return strpbrk(bytes, "abcdefghijklmnopqrstuvwxyz"
			      "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != NULL;
}

/* Words with spaces but without commas are a sentence. */
static bool is_sentence(const char *bytes, size_t size)
{
	return memchr(bytes, ' ', size) && !memchr(bytes, ',', size);
}

/* Whether a variable is named as what holds a part of SQL is: in capitals, or
 * by what it is. */
static bool is_constant_name(const char *name)
{
	static const char *const words[] = {
		"table", "column",   "schema",	 "view",  "prefix",   "suffix",
		"field", "relation", "database", "index", "sequence", NULL};

	if (!strpbrk(name, "abcdefghijklmnopqrstuvwxyz"))
		return true;
	for (const char *const *w = words; *w; w++)
		if (strstr(name, *w))
			return true;
	return false;
}

static bool may_leave(struct code *code, const char *name,
		      const struct rope *rope)
{
	struct rope_flat flat;
	enum sql_verdict verdict;

	if (is_secret_name(name) || rope->size > EXPORT_BYTES_MAX)
		return false;
	arena_clear(code->scratch);
	rope_flatten(code->scratch, rope, &flat);
	verdict = analysis_judge(flat.bytes, flat.size, code->dialect);
	if (verdict == SQL_STATEMENT)
		return true;
	if (is_secret(&flat))
		return false;
	if (verdict == SQL_FRAGMENT)
		return true;
	return flat.literal_bytes && is_constant_name(name) &&
	       is_name_list(flat.bytes, flat.size) &&
	       !is_sentence(flat.bytes, flat.size);
}

/* --- exports --- */

static struct fact *export_fact(struct code *code, enum export_kind kind,
				const struct symbol *symbol, uint32_t node)
{
	struct fact *fact = emit_fact(code, FACT_EXPORT, node, CODE_NONE);

	fact->as.export.kind = kind;
	fact->as.export.symbol = *symbol;
	return fact;
}

/* The one text of a list of a text and its length; else the list. */
static const struct datum *only_text(const struct datum *list)
{
	const struct datum *text = NULL;

	for (uint32_t i = 0; i < list->n_items; i++) {
		if (list->items[i]->kind != DATUM_STRING)
			continue;
		if (text)
			return list;
		text = list->items[i];
	}
	return text ? text : list;
}

static void export_value(struct code *code, const struct symbol *symbol,
			 const char *name, const struct datum *datum)
{
	struct fact *fact;

	if (datum->kind == DATUM_EITHER && datum->n_items)
		datum = datum->items[0];
	if (datum->kind == DATUM_LIST && code->language->global)
		datum = only_text(datum);
	if (datum->kind != DATUM_STRING || !may_leave(code, name, datum->rope))
		return;
	fact = export_fact(code, EXPORT_VALUE, symbol, datum->node);
	rope_value(code->arena, datum->rope, &fact->as.export.value);
	analysis_fact(code->analysis, code->text, fact);
}

/* A map of strings: each under its key. */
static void export_map(struct code *code, const struct symbol *symbol,
		       const struct datum *map)
{
	for (uint32_t i = 0; i + 1 < map->n_items; i += 2) {
		const char *key = strings_constant(code, map->items[i]);

		if (key && *key && map->items[i + 1]->kind == DATUM_STRING)
			export_value(code, scopes_symbol_in(code, symbol, key),
				     key, map->items[i + 1]);
	}
}

static int by_bytes(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* All strings of a scope, by name so that the order is always the same. */
static void export_names(struct code *code, GHashTable *names,
			 const struct symbol *scope)
{
	guint n;
	gpointer *keys = g_hash_table_get_keys_as_array(names, &n);

	qsort(keys, n, sizeof(*keys), by_bytes);
	for (guint i = 0; i < n; i++) {
		const struct datum *datum = g_hash_table_lookup(names, keys[i]);
		const char *name = keys[i];
		const struct symbol *symbol;

		if (strchr(name, '.') || g_str_has_prefix(name, "__"))
			continue;
		symbol = scope ? scopes_symbol_in(code, scope, name)
			       : scopes_symbol(code, NULL, name);
		if (datum->kind == DATUM_MAP)
			export_map(code, symbol, datum);
		else
			export_value(code, symbol, name, datum);
	}
	g_free(keys);
}

static bool is_application(const struct code_class *class_)
{
	for (uint32_t i = 0; i < class_->n_bases; i++) {
		const struct symbol *base = class_->bases[i]->symbol;

		if (base && base->n_parts &&
		    g_str_has_suffix(base->parts[base->n_parts - 1],
				     "AppConfig"))
			return true;
	}
	return false;
}

/* The label of a Django application names its tables. */
static void export_label(struct code *code, uint32_t class_)
{
	const struct datum *label = g_hash_table_lookup(
		code->classes[class_].members, code_intern(code, "label"));
	const char *word = label ? strings_constant(code, label) : NULL;
	struct fact *fact;

	if (!word || !*word || !is_application(&code->classes[class_]))
		return;
	fact = export_fact(code, EXPORT_VALUE,
			   scopes_symbol_in(code,
					    scopes_class_symbol(code, class_),
					    "label"),
			   label->node);
	rope_value(code->arena, label->rope, &fact->as.export.value);
	analysis_fact(code->analysis, code->text, fact);
}

static void export_results(struct code *code)
{
	for (uint32_t i = 0; i < code->n_functions; i++) {
		struct code_function *function = &code->functions[i];

		if (function->result && !function->local &&
		    function->result->kind == DATUM_STRING)
			export_value(code, scopes_function_symbol(code, i),
				     function->name, function->result);
	}
}

/* Functions that take SQL or its parts have names that say so; heuristic,
 * so that not each call with a word in it becomes a fact. */
bool export_is_telling(const struct symbol *symbol)
{
	static const char *const words[] = {
		"sql",	  "query",  "exec",   "fetch", "select", "table",
		"insert", "update", "delete", "row",   "db",	 "database",
		"cursor", "record", "column", "trunc", "count",	 NULL};
	const char *last =
		symbol->n_parts ? symbol->parts[symbol->n_parts - 1] : "";
	char *lower = g_ascii_strdown(last, -1);
	bool found = false;

	for (const char *const *w = words; *w && !found; w++)
		found = strstr(lower, *w) != NULL;
	g_free(lower);
	return found;
}

/* Drivers and frameworks are in no source: their calls are known or not. */
static bool is_driver(struct code *code, const struct symbol *symbol)
{
	const struct code_dialect *d = code->language->dialects;

	const char *const *client = code->language->clients;
	const char *last =
		symbol->n_parts ? symbol->parts[symbol->n_parts - 1] : "";

	for (; symbol->module && d->module; d++)
		if (g_str_has_prefix(symbol->module, d->module))
			return true;
	for (; client && *client; client++)
		if (g_str_has_prefix(last, *client))
			return true;
	return false;
}

/* What connects is given names and passwords. */
static bool is_login(const struct symbol *symbol)
{
	const char *last =
		symbol->n_parts ? symbol->parts[symbol->n_parts - 1] : "";

	return strcasestr(last, "connect") || strcasestr(last, "login") ||
	       strcasestr(last, "auth") || strcasestr(last, "passw");
}

/* --- functions that pass a parameter to a sink --- */

static void export_sink(struct code *code, GHashTable *seen,
			const struct datum *value, const struct symbol *target)
{
	uint32_t parameter = value->parameter;
	struct code_function *function = &code->functions[value->index];
	guint64 key = (guint64)value->index << 32 | parameter;
	struct fact *fact;

	if (parameter >= function->n_parameters || function->local ||
	    g_hash_table_contains(seen, &key))
		return;
	g_hash_table_add(seen, g_memdup2(&key, sizeof(key)));
	emit_reader(code, value->index);
	fact = export_fact(
		code, EXPORT_SINK, scopes_function_symbol(code, value->index),
		code->language->global ? function->node : value->node);
	fact->as.export.parameter = parameter;
	fact->as.export.parameter_name = function->parameters[parameter].name;
	fact->as.export.uncalled = !code->language->global && !function->called;
	if (target)
		fact->as.export.target = *target;
	analysis_fact(code->analysis, code->text, fact);
}

/* Whether a parameter is declared as text; languages that do not say have
 * only text and what is passed by mistake. */
static bool holds_text(struct code *code, const struct datum *value)
{
	const struct code_function *function = &code->functions[value->index];
	const char *declared;

	if (!code->language->global ||
	    value->parameter >= function->n_parameters)
		return true;
	declared = code_word(code, function->parameters[value->parameter].node);
	return !strchr(declared, ' ') || strstr(declared, "char") ||
	       strcasestr(declared, "str");
}

/* The parameters that reach a sink, or a function that may be one. */
static void export_passed(struct code *code, GHashTable *seen,
			  const struct datum *value,
			  const struct symbol *target)
{
	if (target && value->kind == DATUM_PARAMETER &&
	    !holds_text(code, value))
		return;
	if (value->kind == DATUM_PARAMETER)
		export_sink(code, seen, value, target);
	else if (value->kind == DATUM_EITHER)
		for (uint32_t k = 0; k < value->n_items; k++)
			if (value->items[k]->kind == DATUM_PARAMETER)
				export_sink(code, seen, value->items[k],
					    target);
}

static void export_sinks(struct code *code)
{
	GHashTable *seen = g_hash_table_new_full(g_int64_hash, g_int64_equal,
						 g_free, NULL);

	for (uint32_t i = 0; i < code->n_events; i++) {
		struct code_event *event = &code->events[i];
		const struct datum *value = event->value;

		if (event->kind != EVENT_SINK || !event->sure || event->symbol)
			continue;
		export_passed(code, seen, value, NULL);
	}
	for (uint32_t i = 0; i < code->n_events; i++) {
		struct code_event *event = &code->events[i];

		if (event->kind != EVENT_OUTER_CALL ||
		    is_driver(code, event->symbol) ||
		    !export_is_telling(event->symbol))
			continue;
		for (uint32_t k = 0; k < event->n_arguments; k++)
			export_passed(code, seen, event->arguments[k].value,
				      event->symbol);
	}
	g_hash_table_destroy(seen);
}

/* --- other names --- */

static void export_alias(struct code *code, const struct symbol *symbol,
			 const struct symbol *target, uint32_t node)
{
	struct fact *fact = export_fact(code, EXPORT_ALIAS, symbol, node);

	fact->as.export.target = *target;
	analysis_fact(code->analysis, code->text, fact);
}

/* A package hands on what it imports; any text, all that it takes by star. */
static void export_package(struct code *code)
{
	guint n;
	gpointer *keys =
		g_hash_table_get_keys_as_array(code->module->names, &n);

	qsort(keys, n, sizeof(*keys), by_bytes);
	for (guint i = 0; i < n; i++) {
		const struct datum *datum =
			g_hash_table_lookup(code->module->names, keys[i]);
		const char *name = keys[i];

		if (datum->kind == DATUM_SYMBOL && !strchr(name, '.') &&
		    datum->symbol->n_parts)
			export_alias(code, scopes_symbol(code, NULL, name),
				     datum->symbol, datum->node);
	}
	g_free(keys);
}

static void export_imports(struct code *code)
{
	if (code_in_list(code->language->package_files, code->text->name))
		export_package(code);
	for (uint32_t i = 0; i < code->n_stars; i++)
		export_alias(code, scopes_symbol(code, NULL, "*"),
			     scopes_symbol(code, code->stars[i], NULL), 0);
}

/* What a class does not hold itself is what its bases hold. */
static void export_bases(struct code *code)
{
	for (uint32_t i = 0; i < code->n_classes; i++)
		for (uint32_t j = 0; j < code->classes[i].n_bases; j++) {
			const struct datum *base = code->classes[i].bases[j];

			if ((base->kind == DATUM_SYMBOL ||
			     base->kind == DATUM_CLASS) &&
			    base->symbol && base->symbol->n_parts)
				export_alias(code, scopes_class_symbol(code, i),
					     base->symbol, base->node);
		}
}

/* --- calls of other texts --- */

/* Whether a function's name says that it takes the name of a table. What
 * opens a database is given names, too, and a password among them. */
static bool takes_table(const struct symbol *symbol)
{
	static const char *const words[] = {
		"table",  "select", "insert", "update", "delete",
		"record", "trunc",  "column", "count",	NULL};
	const char *last =
		symbol->n_parts ? symbol->parts[symbol->n_parts - 1] : "";

	for (const char *const *w = words; *w; w++)
		if (strcasestr(last, *w))
			return true;
	return false;
}

/* Whether the argument may become SQL in the function that is called. */
static bool may_be_sql(struct code *code, const struct code_event *event,
		       const struct datum *value)
{
	struct rope_flat flat;

	if (value->kind == DATUM_SYMBOL && code->language->global &&
	    !code_is_capitals(value->symbol->parts[value->symbol->n_parts - 1]))
		return export_is_telling(value->symbol);
	if (value->kind == DATUM_SYMBOL)
		return export_is_telling(value->symbol) ||
		       export_is_telling(event->symbol);
	if (value->kind != DATUM_STRING || value->rope->size > EXPORT_BYTES_MAX)
		return false;
	arena_clear(code->scratch);
	rope_flatten(code->scratch, value->rope, &flat);
	if (is_secret(&flat))
		return false;
	switch (analysis_judge(flat.bytes, flat.size, code->dialect)) {
	case SQL_STATEMENT: /* found where it is made */
		return flat.symbols;
	case SQL_FRAGMENT:
		return true;
	default:
		return (code->language->global
				? takes_table(event->symbol)
				: export_is_telling(event->symbol)) &&
		       is_name_list(flat.bytes, flat.size) &&
		       !is_sentence(flat.bytes, flat.size);
	}
}

/* Whether the argument is a whole statement, which was found where it is
 * made: who passes it to which function is still to be said. */
static bool is_statement(struct code *code, const struct datum *value)
{
	struct rope_flat flat;

	if (value->kind != DATUM_STRING || value->rope->size > EXPORT_BYTES_MAX)
		return false;
	arena_clear(code->scratch);
	rope_flatten(code->scratch, value->rope, &flat);
	return analysis_judge(flat.bytes, flat.size, code->dialect) ==
	       SQL_STATEMENT;
}

/* The argument as what the function gets. */
static void add_argument(struct code *code, struct fact_import *import,
			 const struct code_event *event,
			 const struct code_argument *from)
{
	struct call_argument *to =
		ARENA_PUSH(code->arena, import->arguments, import->n_arguments);
	const struct rope *rope =
		rope_hole(&code->ropes, NULL, code_line(code, from->node));

	to->name = from->name;
	if (!(from->name && is_secret_name(from->name)) &&
	    may_be_sql(code, event, from->value))
		strings_ropes(code, from->value, &rope, 1);
	rope_value(code->arena, rope, &to->value);
}

static void import_call(struct code *code, const struct code_event *event)
{
	const char *last =
		event->symbol->n_parts
			? event->symbol->parts[event->symbol->n_parts - 1]
			: "";
	struct fact *fact;
	struct fact_import *import;
	bool any = false, statement = false;

	if (is_driver(code, event->symbol) || is_login(event->symbol) ||
	    (code->language->global && call_talks(code, last)))
		return;
	for (uint32_t i = 0; i < event->n_arguments && !any; i++)
		any = !(event->arguments[i].name &&
			is_secret_name(event->arguments[i].name)) &&
		      may_be_sql(code, event, event->arguments[i].value);
	for (uint32_t i = 0; i < event->n_arguments && !any && !statement &&
			     !event->known && !code->language->global;
	     i++)
		statement = is_statement(code, event->arguments[i].value);
	if (!any && !statement)
		return;
	fact = emit_fact(code, FACT_IMPORT, event->node, event->function);
	fact->via = VIA_SQL;
	import = &fact->as.import;
	import->kind = IMPORT_CALL;
	import->symbol = *event->symbol;
	import->dialect = code->dialect;
	if (any)
		import->span = fact->place;
	code->ropes.function = event->function;
	code->ropes.node = event->node;
	for (uint32_t i = 0; any && i < event->n_arguments; i++)
		add_argument(code, import, event, &event->arguments[i]);
	analysis_fact(code->analysis, code->text, fact);
}

void export_all(struct code *code)
{
	export_names(code, code->module->names, NULL);
	for (uint32_t i = 0; i < code->n_classes; i++)
		export_names(code, code->classes[i].members,
			     scopes_class_symbol(code, i));
	for (uint32_t i = 0; i < code->n_classes; i++)
		export_label(code, i);
	export_results(code);
	export_sinks(code);
	export_imports(code);
	export_bases(code);
	for (uint32_t i = 0; i < code->n_events; i++)
		if (code->events[i].kind == EVENT_OUTER_CALL)
			import_call(code, &code->events[i]);
}
