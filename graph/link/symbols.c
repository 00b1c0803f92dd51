#include "graph/link/symbols.h"

#include <string.h>

#include "graph/confidence.h"
#include "graph/link/names.h"

/*
 * How a path and a local name make a symbol, a row a language. Symbols are
 * written with dots, whatever the language: "app.queries.ORDERS".
 */
static const struct symbol_rule {
	const char *language;
	const char *suffix; /* taken off the path */
	const char *index;  /* base name that stands for its folder */
	bool path;	    /* modules are written as paths ("./lib.sh") */
	bool global;	    /* names without a module belong to all texts, and
			       star imports say which of several is meant */
} symbol_rules[] = {
	{"c", NULL, NULL, true, true},
	{"cpp", NULL, NULL, true, true},
	{"python", ".py", "__init__", false, false},
	{"shell", NULL, NULL, true, false},
};

struct symbols {
	GHashTable *by_key;  /* source and key -> GPtrArray of exported */
	GHashTable *by_last; /* source and last part -> the same */
	GHashTable *answers; /* of look_up_key(), until exports are added */
	GHashTable *modules; /* source and last part of a unit's symbol ->
				GPtrArray of unit */
	GHashTable *files;   /* base name -> GPtrArray of unit */
	GHashTable *globals; /* source, kind and last part -> GPtrArray of
				exported, of languages with global names */
	uint32_t n_exports;
	GHashTable *reached; /* unit -> set of the units that it includes */
	uint32_t *indexed;   /* facts of each unit that are in the tables */
};

static const struct symbol_rule *rule_of(const struct unit *unit)
{
	for (size_t i = 0; i < G_N_ELEMENTS(symbol_rules); i++)
		if (g_strcmp0(unit->text->language, symbol_rules[i].language) ==
		    0)
			return &symbol_rules[i];
	return NULL;
}

static bool is_global(const struct unit *unit)
{
	const struct symbol_rule *rule = rule_of(unit);

	return rule && rule->global;
}

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/* "app/queries.py" is "app.queries"; dots of a path language stay apart. */
static const char *unit_symbol(struct linker *linker, const struct unit *unit)
{
	const struct symbol_rule *rule = rule_of(unit);
	char *symbol = arena_strdup(&linker->arena, unit->path);
	char *slash;

	if (!rule)
		return NULL;
	if (rule->suffix && g_str_has_suffix(symbol, rule->suffix))
		symbol[strlen(symbol) - strlen(rule->suffix)] = '\0';
	slash = strrchr(symbol, '/');
	if (rule->index && strcmp(slash ? slash + 1 : symbol, rule->index) == 0)
		*(slash ? slash : symbol) = '\0';
	if (!rule->path)
		g_strdelimit(symbol, "/", '.');
	return symbol;
}

static const char *last_part(const char *key)
{
	const char *dot = strrchr(key, '.');

	return dot ? dot + 1 : key;
}

char *symbols_join(const char *module, const char *const *parts,
		   uint32_t n_parts)
{
	GString *key = g_string_new(module);

	for (uint32_t i = 0; i < n_parts; i++) {
		if (key->len)
			g_string_append_c(key, '.');
		g_string_append(key, parts[i]);
	}
	return g_string_free(key, FALSE);
}

/* --- where a module written in a text lies --- */

/* ".queries" in app/orders.py is "app.queries"; each further dot goes one
 * folder up. */
static char *relative_module(const struct unit *unit, const char *module)
{
	bool folder = g_str_has_suffix(unit->path, "/__init__.py") ||
		      strcmp(unit->path, "__init__.py") == 0;
	GString *base = g_string_new(unit->symbol);

	for (const char *dot = module; *dot == '.'; dot++, module++) {
		char *last;

		if (folder) {
			folder = false;
			continue;
		}
		last = strrchr(base->str, '.');
		g_string_truncate(base, last ? (gsize)(last - base->str) : 0);
	}
	if (*module && base->len)
		g_string_append_c(base, '.');
	g_string_append(base, module);
	return g_string_free(base, FALSE);
}

static char *relative_path(const struct unit *unit, const char *path)
{
	g_autofree char *folder = g_path_get_dirname(unit->path);
	g_autofree char *joined = g_build_filename(folder, path, NULL);
	g_autofree char *rooted = g_strconcat("/", joined, NULL);
	g_autofree char *canonical = g_canonicalize_filename(rooted, "/");

	return g_strdup(canonical + 1);
}

/* The full key of a symbol as `unit` means it. */
static char *symbol_key(struct linker *linker, struct unit *unit,
			const struct symbol *symbol)
{
	const struct symbol_rule *rule = rule_of(unit);
	g_autofree char *module = NULL;

	if (!symbol->module || !*symbol->module) {
		module = g_strdup(unit->symbol);
	} else if (rule && rule->path) {
		bool sure;
		struct unit *other =
			symbols_path(linker, unit, symbol->module, &sure);

		module = g_strdup(other && other->symbol ? other->symbol
							 : symbol->module);
	} else if (*symbol->module == '.' && unit->symbol) {
		module = relative_module(unit, symbol->module);
	} else {
		module = g_strdup(symbol->module);
	}
	return symbols_join(module, symbol->parts, symbol->n_parts);
}

/* The end of `whole`, from the start of a part on, is `tail`. */
static bool has_tail(const char *whole, const char *tail, char separator)
{
	size_t length = strlen(whole), n = strlen(tail);

	return n <= length && strcmp(whole + length - n, tail) == 0 &&
	       (n == length || whole[length - n - 1] == separator);
}

/* A file that a path may mean, and how well it fits. */
struct candidate {
	struct unit *unit;
	bool same;     /* of the same source */
	bool template; /* "x.in", from which the build makes "x" */
	size_t near;   /* bytes of the folders that both lie in */
};

static size_t near_to(const struct unit *unit, const struct unit *other)
{
	size_t near = 0;

	for (size_t i = 0; unit->path[i] && unit->path[i] == other->path[i];
	     i++)
		if (unit->path[i] == '/')
			near = i + 1;
	return near;
}

static int compare(const struct candidate *a, const struct candidate *b)
{
	if (a->same != b->same)
		return a->same ? 1 : -1;
	if (a->template != b->template)
		return b->template ? 1 : -1;
	return (a->near > b->near) - (a->near < b->near);
}

/* Whether the path of the unit ends so. */
static bool path_fits(const char *tail, struct candidate *candidate)
{
	const char *path = candidate->unit->path;
	g_autofree char *built = NULL;

	candidate->template = false;
	if (has_tail(path, tail, '/'))
		return true;
	if (!g_str_has_suffix(path, ".in"))
		return false;
	candidate->template = true;
	built = g_strndup(path, strlen(path) - 3);
	return has_tail(built, tail, '/');
}

static GPtrArray *files_called(const struct linker *linker, const char *path)
{
	const char *slash = strrchr(path, '/');

	return g_hash_table_lookup(linker->symbols->files,
				   slash ? slash + 1 : path);
}

static struct unit *find_path(struct linker *linker, const struct unit *unit,
			      const char *path)
{
	GPtrArray *units = files_called(linker, path);

	for (guint i = 0; units && i < units->len; i++) {
		struct unit *other = units->pdata[i];

		if (other->source == unit->source &&
		    strcmp(other->path, path) == 0)
			return other;
	}
	return NULL;
}

/* The file whose path ends in `tail`: of several the nearest one. NULL and
 * *several: more than one is as near. */
static struct unit *find_tail(struct linker *linker, struct unit *unit,
			      const char *tail, bool *sure, bool *several)
{
	GPtrArray *units = files_called(linker, tail);
	struct candidate best = {NULL, false, false, 0}, next;

	*several = false;
	*sure = true;
	for (guint i = 0; units && i < units->len; i++) {
		next.unit = units->pdata[i];
		next.same = next.unit->source == unit->source;
		next.near = next.same ? near_to(unit, next.unit) : 0;
		if (!path_fits(tail, &next))
			continue;
		*several = best.unit && compare(&next, &best) == 0;
		if (best.unit && best.same == next.same)
			*sure = false;
		if (!best.unit || compare(&next, &best) > 0)
			best = next;
	}
	*sure &= best.same && !best.template;
	return best.unit;
}

struct unit *symbols_path(struct linker *linker, struct unit *unit,
			  const char *path, bool *sure)
{
	const char *known = strrchr(path, TEXT_HOLE);
	g_autofree char *near = NULL;
	struct unit *found;
	bool several;

	/* Behind an unknown beginning the rest of the path is what is known. */
	if (known) {
		path = known + 1;
		path += strspn(path, "/");
	} else {
		near = relative_path(unit, path);
		found = find_path(linker, unit, near);
		if (found)
			return *sure = true, found;
	}
	while (g_str_has_prefix(path, "./") || g_str_has_prefix(path, "../") ||
	       *path == '/')
		path += strcspn(path, "/") + 1;
	/* The end of the path decides, with as many parts as fit one file. */
	for (; *path; path += strcspn(path, "/"), path += *path == '/') {
		found = find_tail(linker, unit, path, sure, &several);
		*sure &= !known;
		if (found)
			return several ? NULL : found;
	}
	return NULL;
}

/* --- the tables --- */

/* By its base name, that of a template by what is made of it, too. */
static void add_file(GHashTable *files, struct unit *unit)
{
	const char *slash = strrchr(unit->path, '/');
	g_autofree char *base = g_strdup(slash ? slash + 1 : unit->path);

	for (;;) {
		GPtrArray *units = g_hash_table_lookup(files, base);

		if (!units) {
			units = g_ptr_array_new();
			g_hash_table_insert(files, g_strdup(base), units);
		}
		g_ptr_array_add(units, unit);
		if (!g_str_has_suffix(base, ".in"))
			return;
		base[strlen(base) - 3] = '\0';
	}
}

struct symbols *symbols_new(struct linker *linker)
{
	struct symbols *symbols = ARENA_NEW(&linker->arena, struct symbols);

	symbols->by_key = names_new();
	symbols->by_last = names_new();
	symbols->modules = names_new();
	symbols->answers =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	symbols->globals = names_new();
	symbols->reached = g_hash_table_new_full(
		NULL, NULL, NULL, (GDestroyNotify)g_hash_table_unref);
	symbols->indexed = arena_alloc(
		&linker->arena, linker->n_units * sizeof(*symbols->indexed));
	symbols->files = names_new();
	FOR_UNITS(linker, unit) {
		add_file(symbols->files, unit);
		unit->symbol = unit_symbol(linker, unit);
		if (unit->symbol)
			names_add(symbols->modules, unit->source,
				  last_part(unit->symbol), unit);
	}
	return symbols;
}

void symbols_free(struct symbols *symbols)
{
	if (!symbols)
		return;
	g_hash_table_unref(symbols->by_key);
	g_hash_table_unref(symbols->by_last);
	g_hash_table_unref(symbols->modules);
	g_hash_table_unref(symbols->answers);
	g_hash_table_unref(symbols->files);
	g_hash_table_unref(symbols->globals);
	g_hash_table_unref(symbols->reached);
}

static char *global_name(enum export_kind kind, const char *name)
{
	return g_strdup_printf("%d:%s", (int)kind, name);
}

static void index_export(struct linker *linker, struct unit *unit,
			 struct fact *fact)
{
	struct symbols *symbols = linker->symbols;
	struct exported *exported = ARENA_NEW(&linker->arena, struct exported);
	g_autofree char *key =
		symbols_join(unit->symbol, fact->as.export.symbol.parts,
			     fact->as.export.symbol.n_parts);

	if (g_strcmp0(fact->as.export.symbol.module, ROUTINE_MODULE) == 0) {
		runners_add(linker, unit, &fact->as.export);
		return;
	}
	g_hash_table_remove_all(symbols->answers);
	exported->unit = unit;
	exported->fact = fact;
	exported->key = arena_strdup(&linker->arena, key);
	names_add(symbols->by_key, unit->source, exported->key, exported);
	names_add(symbols->by_last, unit->source, last_part(exported->key),
		  exported);
	symbols->n_exports++;
	if (is_global(unit)) {
		g_autofree char *name = global_name(fact->as.export.kind,
						    last_part(exported->key));

		names_add(symbols->globals, unit->source, name, exported);
	}
}

void symbols_index(struct linker *linker)
{
	FOR_UNITS(linker, unit) {
		uint32_t *from =
			&linker->symbols->indexed[unit - linker->units];

		for (; *from < unit->n_facts; (*from)++)
			if (unit->facts[*from]->kind == FACT_EXPORT)
				index_export(linker, unit, unit->facts[*from]);
	}
}

/* --- looking up --- */

static bool is_wanted(const struct exported *exported, enum export_kind kind)
{
	return exported->fact->as.export.kind == kind;
}

static void found_add(struct found *found, struct exported *exported)
{
	for (uint32_t i = 0; i < found->n; i++)
		if (found->exports[i] == exported)
			return;
	if (found->n == LINK_CATALOGS_MAX)
		found->too_many = true;
	else
		found->exports[found->n++] = exported;
}

static void look_up_key(struct linker *linker, uint32_t source, const char *key,
			enum export_kind kind, unsigned depth,
			struct found *found);

/* The name behind an alias; the target of a star import is a module. */
static char *alias_target(struct linker *linker, const struct exported *alias)
{
	struct symbol target = alias->fact->as.export.target;

	if (target.n_parts &&
	    strcmp(target.parts[target.n_parts - 1], "*") == 0)
		target.n_parts--;
	return symbol_key(linker, alias->unit, &target);
}

static void follow_alias(struct linker *linker, struct exported *alias,
			 const char *rest, enum export_kind kind,
			 unsigned depth, struct found *found)
{
	g_autofree char *target = alias_target(linker, alias);
	g_autofree char *key =
		*rest ? g_strconcat(target, ".", rest, NULL) : g_strdup(target);

	look_up_key(linker, alias->unit->source, key, kind, depth + 1, found);
}

static bool is_module(struct linker *linker, uint32_t source,
		      const char *symbol)
{
	GPtrArray *units =
		names_get(linker->symbols->modules, source, last_part(symbol));

	for (guint i = 0; units && i < units->len; i++)
		if (strcmp(((struct unit *)units->pdata[i])->symbol, symbol) ==
		    0)
			return true;
	return false;
}

/* A star import of a module stands for every name of its target. */
static void follow_stars(struct linker *linker, uint32_t source,
			 const char *module, const char *rest,
			 enum export_kind kind, unsigned depth,
			 struct found *found)
{
	g_autofree char *star = g_strconcat(module, ".*", NULL);
	GPtrArray *items = names_get(linker->symbols->by_key, source, star);

	for (guint i = 0; items && i < items->len; i++)
		follow_alias(linker, items->pdata[i], rest, kind, depth, found);
}

/* Aliases of a beginning of the key, the longest first, up to the module in
 * which its last names are: what that imports is not of its package. */
static void look_up_aliases(struct linker *linker, uint32_t source,
			    const char *key, enum export_kind kind,
			    unsigned depth, struct found *found)
{
	g_autofree char *prefix = g_strdup(key);
	size_t end = strlen(key);

	while (end && !found->n) {
		GPtrArray *items =
			names_get(linker->symbols->by_key, source, prefix);
		const char *rest = key + end + (key[end] == '.');
		char *dot = strrchr(prefix, '.');

		for (guint i = 0; items && i < items->len; i++)
			if (is_wanted(items->pdata[i], EXPORT_ALIAS))
				follow_alias(linker, items->pdata[i], rest,
					     kind, depth, found);
		if (*rest && !found->n)
			follow_stars(linker, source, prefix, rest, kind, depth,
				     found);
		if (is_module(linker, source, prefix))
			return;
		end = dot ? (size_t)(dot - prefix) : 0;
		prefix[end] = '\0';
	}
}

/*
 * The key with its module as it lies in the source: "src.app.models.Order" of
 * "app.models.Order", since where modules begin is not known. NULL: it does
 * so already, or several modules end like it.
 */
static char *rooted_key(struct linker *linker, uint32_t source, const char *key)
{
	g_autofree char *prefix = g_strdup(key);
	char *dot;

	/* One name alone says too little. */
	while ((dot = strrchr(prefix, '.')) && strchr(prefix, '.') != dot) {
		GPtrArray *units;
		struct unit *only = NULL;
		size_t fit = 0;

		*dot = '\0';
		units = names_get(linker->symbols->modules, source,
				  last_part(prefix));
		for (guint i = 0; units && i < units->len; i++) {
			struct unit *unit = units->pdata[i];

			if (!strcmp(unit->symbol, prefix))
				return NULL;
			if (has_tail(unit->symbol, prefix, '.'))
				only = unit, fit++;
		}
		if (fit)
			return fit == 1 ? g_strconcat(only->symbol, ".",
						      key + (dot - prefix) + 1,
						      NULL)
					: NULL;
	}
	return NULL;
}

/* The exact key; else through aliases; else the end of a key. */
static void search_key(struct linker *linker, uint32_t source, const char *key,
		       enum export_kind kind, unsigned depth,
		       struct found *found)
{
	struct symbols *symbols = linker->symbols;
	GPtrArray *items = names_get(symbols->by_key, source, key);
	g_autofree char *rooted = NULL;

	for (guint i = 0; items && i < items->len; i++)
		if (is_wanted(items->pdata[i], kind))
			found_add(found, items->pdata[i]);
	if (!found->n)
		look_up_aliases(linker, source, key, kind, depth, found);
	if (!found->n && (rooted = rooted_key(linker, source, key)))
		look_up_key(linker, source, rooted, kind, depth + 1, found);
	if (found->n || !strchr(key, '.'))
		return;
	items = names_get(symbols->by_last, source, last_part(key));
	for (guint i = 0; items && i < items->len; i++) {
		struct exported *exported = items->pdata[i];

		if (strcmp(exported->key, key) == 0 ||
		    !has_tail(exported->key, key, '.'))
			continue;
		if (is_wanted(exported, kind))
			found_add(found, exported);
		else if (is_wanted(exported, EXPORT_ALIAS))
			follow_alias(linker, exported, "", kind, depth, found);
	}
}

/* Each key is searched once, whatever ways lead to it: star imports of each
 * other would else be followed in all their combinations. */
static void look_up_key(struct linker *linker, uint32_t source, const char *key,
			enum export_kind kind, unsigned depth,
			struct found *found)
{
	GHashTable *answers = linker->symbols->answers;
	char *question = g_strdup_printf("%u %u %s", source, kind, key);
	struct found *answer = g_hash_table_lookup(answers, question);

	if (answer || depth > SYMBOL_DEPTH) {
		g_free(question);
	} else {
		/* While it is searched, the answer is that nothing is found. */
		answer = g_new0(struct found, 1);
		g_hash_table_insert(answers, question, answer);
		search_key(linker, source, key, kind, depth, answer);
	}
	for (uint32_t i = 0; answer && i < answer->n; i++)
		found_add(found, answer->exports[i]);
	found->too_many |= answer && answer->too_many;
}

/* A symbol whose module is not known: by its last name in the source. */
static void look_up_last(struct linker *linker, struct unit *unit,
			 const struct symbol *symbol, enum export_kind kind,
			 struct found *found)
{
	GPtrArray *items = names_get(linker->symbols->by_last, unit->source,
				     symbol->parts[symbol->n_parts - 1]);

	bool method = !strcmp(symbol->parts[0], SYMBOL_OF_OBJECT);

	for (guint i = 0; items && i < items->len; i++) {
		struct exported *exported = items->pdata[i];

		if (is_wanted(exported, kind) &&
		    (!method || exported->fact->as.export.symbol.n_parts > 1))
			found_add(found, exported);
	}
	found->confidence = found->n > 1 ? CONFIDENCE_OF_ONE_OF_MANY
					 : CONFIDENCE_OF_LAST_NAME;
}

/* --- names that belong to all texts
 * ------------------------------------------------ */

/* The text that an include means: beside the including one, else by the end
 * of its path. */
static struct unit *included(struct linker *linker, struct unit *unit,
			     const char *path)
{
	GPtrArray *units =
		g_hash_table_lookup(linker->symbols->files, base_name(path));
	g_autofree char *near = units ? relative_path(unit, path) : NULL;
	struct unit *best = NULL;

	while (g_str_has_prefix(path, "./") || g_str_has_prefix(path, "../"))
		path += strcspn(path, "/") + 1;
	for (guint i = 0; units && i < units->len; i++) {
		struct unit *other = units->pdata[i];

		if (other->source != unit->source || !is_global(other))
			continue;
		if (strcmp(other->path, near) == 0)
			return other;
		if (!best && has_tail(other->path, path, '/'))
			best = other;
	}
	return best;
}

/* Adds what the unit includes itself to the set and to the queue. */
static void reach(struct linker *linker, struct unit *unit, GHashTable *set,
		  GPtrArray *queue)
{
	g_autofree char *star = g_strconcat(unit->symbol, ".*", NULL);
	GPtrArray *items =
		names_get(linker->symbols->by_key, unit->source, star);

	for (guint i = 0; items && i < items->len; i++) {
		struct exported *alias = items->pdata[i];
		const char *path = alias->fact->as.export.target.module;
		struct unit *other = path ? included(linker, unit, path) : NULL;

		if (other && g_hash_table_add(set, other))
			g_ptr_array_add(queue, other);
	}
}

/* All that the unit includes, itself among them. */
static GHashTable *reached_from(struct linker *linker, struct unit *unit)
{
	GHashTable *set = g_hash_table_lookup(linker->symbols->reached, unit);
	GPtrArray *queue;

	if (set)
		return set;
	set = g_hash_table_new(NULL, NULL);
	queue = g_ptr_array_new();
	g_hash_table_add(set, unit);
	g_ptr_array_add(queue, unit);
	for (guint i = 0; i < queue->len; i++)
		reach(linker, queue->pdata[i], set, queue);
	g_ptr_array_free(queue, TRUE);
	g_hash_table_insert(linker->symbols->reached, unit, set);
	return set;
}

/* A name of the linker's and the preprocessor's one space: the only one, else
 * those that the text includes, else all. */
static void look_up_global(struct linker *linker, struct unit *unit,
			   const struct symbol *symbol, enum export_kind kind,
			   struct found *found)
{
	g_autofree char *name =
		global_name(kind, symbol->parts[symbol->n_parts - 1]);
	GPtrArray *items =
		names_get(linker->symbols->globals, unit->source, name);
	struct found near = {.n = 0};
	bool member = false;

	for (guint i = 0; items && i < items->len; i++) {
		struct exported *exported = items->pdata[i];

		member |= exported->fact->as.export.symbol.n_parts > 1;
		found_add(found, exported);
	}
	if (found->n > 1 || found->too_many) {
		GHashTable *set = reached_from(linker, unit);

		for (guint i = 0; i < items->len; i++) {
			struct exported *exported = items->pdata[i];

			if (g_hash_table_contains(set, exported->unit))
				found_add(&near, exported);
		}
		if (near.n)
			*found = near;
	}
	found->confidence = found->n > 1 ? CONFIDENCE_OF_ONE_OF_MANY
			    : member	 ? CONFIDENCE_OF_LAST_NAME
					 : CONFIDENCE_OF_IMPORT;
	if (found->too_many)
		found->n = 0;
}

/*
 * A table reached through attributes of objects, db.model.changes: the last
 * name, in what is called as the attribute before it, Model.changes. That is
 * a heuristic; an attribute that is called as another class proves it wrong.
 */
static void look_up_attribute(struct linker *linker, struct unit *unit,
			      const struct symbol *symbol, struct found *found)
{
	const char *holder = symbol->parts[symbol->n_parts - 2];
	GPtrArray *items = names_get(linker->symbols->by_last, unit->source,
				     symbol->parts[symbol->n_parts - 1]);

	for (guint i = 0; items && i < items->len; i++) {
		struct exported *exported = items->pdata[i];
		const struct symbol *own = &exported->fact->as.export.symbol;

		if (is_wanted(exported, EXPORT_MODEL) && own->n_parts > 1 &&
		    !g_ascii_strcasecmp(own->parts[own->n_parts - 2], holder))
			found_add(found, exported);
	}
	found->confidence = found->n > 1 ? CONFIDENCE_OF_ONE_OF_MANY
					 : CONFIDENCE_OF_LAST_NAME;
}

void symbols_look_up(struct linker *linker, struct unit *unit,
		     const struct symbol *symbol, enum export_kind kind,
		     struct found *found)
{
	g_autofree char *key = NULL;

	memset(found, 0, sizeof(*found));
	if (!symbol->n_parts || !unit->symbol)
		return;
	if (is_global(unit) && (!symbol->module || !*symbol->module)) {
		look_up_global(linker, unit, symbol, kind, found);
		return;
	}
	key = symbol_key(linker, unit, symbol);
	look_up_key(linker, unit->source, key, kind, 0, found);
	found->confidence =
		found->n > 1 ? CONFIDENCE_OF_ONE_OF_MANY : CONFIDENCE_OF_IMPORT;
	if (!found->n && (!symbol->module || !*symbol->module))
		look_up_last(linker, unit, symbol, kind, found);
	if (!found->n && kind == EXPORT_MODEL && symbol->n_parts > 1)
		look_up_attribute(linker, unit, symbol, found);
	if (found->too_many)
		found->n = 0;
}

/* A class without bases, of which nothing is exported: where it would be. */
static char *plain_class(struct linker *linker, struct unit *unit,
			 const struct symbol *symbol)
{
	char *key = symbol_key(linker, unit, symbol), *rooted;

	if (!symbol->module || !*symbol->module || *symbol->module == '.')
		return key;
	rooted = rooted_key(linker, unit->source, key);
	if (!rooted)
		return key;
	g_free(key);
	return rooted;
}

char *symbols_class(struct linker *linker, struct unit *unit,
		    const struct symbol *symbol, unsigned depth)
{
	struct found found;

	if (!symbol->n_parts || depth > SYMBOL_DEPTH)
		return NULL;
	symbols_look_up(linker, unit, symbol, EXPORT_ALIAS, &found);
	for (uint32_t i = 0; i < found.n; i++) {
		const struct exported *alias = found.exports[i];
		const struct symbol *own = &alias->fact->as.export.symbol;
		const struct symbol *target = &alias->fact->as.export.target;
		char *key;

		/* A name that is handed on is the class itself. */
		if (own->n_parts > 1 || !target->n_parts ||
		    strcmp(target->parts[target->n_parts - 1], own->parts[0]) !=
			    0)
			return g_strdup(alias->key);
		key = symbols_class(linker, alias->unit, target, depth + 1);
		if (key)
			return key;
	}
	symbols_look_up(linker, unit, symbol, EXPORT_MODEL, &found);
	return found.n ? g_strdup(found.exports[0]->key)
		       : plain_class(linker, unit, symbol);
}

/* Django's own base of all models. */
static bool is_model_base(const struct symbol *symbol)
{
	return symbol->module && g_str_has_prefix(symbol->module, "django.") &&
	       symbol->n_parts &&
	       !strcmp(symbol->parts[symbol->n_parts - 1], "Model");
}

/* The class that the symbol means, if one of its bases is Django's in the
 * end: the text that holds it. What is between may lie anywhere. */
static struct unit *find_heir(struct linker *linker, struct unit *unit,
			      const struct symbol *symbol, const char **name,
			      unsigned depth)
{
	struct found found;

	if (!symbol->n_parts || depth > SYMBOL_DEPTH)
		return NULL;
	symbols_look_up(linker, unit, symbol, EXPORT_ALIAS, &found);
	for (uint32_t i = 0; i < found.n; i++) {
		struct unit *holder = found.exports[i]->unit;
		const struct fact_export *alias =
			&found.exports[i]->fact->as.export;
		const struct symbol *target = &alias->target;
		const char *own =
			alias->symbol.parts[alias->symbol.n_parts - 1];
		const char *inner = NULL;
		struct unit *base;
		bool import = target->n_parts &&
			      !strcmp(target->parts[target->n_parts - 1], own);

		base = is_model_base(target) ? holder
					     : find_heir(linker, holder, target,
							 &inner, depth + 1);
		if (!base)
			continue;
		/* A name that is handed on is the class itself. */
		*name = import && inner ? inner : own;
		return import && inner ? base : holder;
	}
	return NULL;
}

struct unit *symbols_heir(struct linker *linker, struct unit *unit,
			  const struct symbol *symbol, const char **name)
{
	return find_heir(linker, unit, symbol, name, 0);
}

const struct fact *symbols_model(struct linker *linker, struct unit *unit,
				 const struct symbol *symbol,
				 struct unit **holder,
				 enum confidence *confidence)
{
	struct found found;

	symbols_look_up(linker, unit, symbol, EXPORT_MODEL, &found);
	if (found.n != 1)
		return NULL;
	*holder = found.exports[0]->unit;
	*confidence = found.confidence;
	return found.exports[0]->fact;
}

/* A sink that depends on another symbol is one when that is one. */
static bool is_sink(struct linker *linker, struct exported *exported,
		    unsigned depth)
{
	const struct symbol *target = &exported->fact->as.export.target;
	struct found found;

	if (!target->n_parts)
		return true;
	if (depth > SYMBOL_DEPTH)
		return false;
	/* The answer holds until there are more exports; while it is looked
	 * for it is no. */
	if (exported->asked == linker->symbols->n_exports)
		return exported->sink;
	exported->asked = linker->symbols->n_exports;
	exported->sink = false;
	symbols_look_up(linker, exported->unit, target, EXPORT_SINK, &found);
	for (uint32_t i = 0; i < found.n; i++) {
		g_hash_table_add(linker->used, found.exports[i]->fact);
		exported->sink |= is_sink(linker, found.exports[i], depth + 1);
	}
	return exported->sink;
}

bool symbols_is_sink(struct linker *linker, struct exported *exported)
{
	return is_sink(linker, exported, 0);
}

void symbols_each_export(struct linker *linker, enum export_kind kind,
			 void (*each)(struct linker *linker,
				      struct exported *exported))
{
	GHashTableIter iter;
	gpointer value;

	g_hash_table_iter_init(&iter, linker->symbols->by_key);
	while (g_hash_table_iter_next(&iter, NULL, &value)) {
		GPtrArray *exports = value;

		for (guint i = 0; i < exports->len; i++) {
			struct exported *exported = exports->pdata[i];

			if (exported->fact->as.export.kind == kind)
				each(linker, exported);
		}
	}
}

/* Any beginning of the key may be the module. */
void symbols_each_module(struct linker *linker, struct unit *unit,
			 const struct symbol *symbol,
			 void (*each)(struct unit *other))
{
	g_autofree char *key = NULL;

	/* A star import names a module and no part of it. */
	if (!symbol->module || !*symbol->module || !unit->symbol)
		return;
	key = symbol_key(linker, unit, symbol);
	for (char *end = key + strlen(key); end; end = strrchr(key, '.')) {
		GPtrArray *items;

		*end = '\0';
		items = names_get(linker->symbols->modules, unit->source,
				  last_part(key));
		for (guint i = 0; items && i < items->len; i++) {
			struct unit *other = items->pdata[i];

			if (has_tail(other->symbol, key, '.'))
				each(other);
		}
	}
}
