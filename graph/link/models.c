#include "graph/link/linker.h"

#include <string.h>

#include "graph/confidence.h"
#include "graph/link/relations.h"
#include "graph/link/symbols.h"

/* Relations that one path leads through at most. */
#define PATH_STEPS 6

/* --- applications of Django ----------------------------------------------- */

static char *folder_key(uint32_t source, const char *folder)
{
	return g_strdup_printf("%u:%s", source, folder);
}

/* The text of a constant that is known as a whole, or NULL. */
static const char *plain_value(const struct value *value)
{
	return value->n_parts == 1 && value->parts[0].kind == PART_LITERAL
		       ? value->parts[0].text
		       : NULL;
}

/* apps.py: class ShopConfig(AppConfig): label = "web_shop" */
static void add_label(struct linker *linker, const struct unit *unit,
		      const struct fact *fact)
{
	const struct symbol *symbol = &fact->as.export.symbol;
	const char *label = plain_value(&fact->as.export.value);
	g_autofree char *folder = NULL;
	const char *known;
	char *key;

	if (!label || symbol->n_parts < 2 ||
	    strcmp(symbol->parts[symbol->n_parts - 1], "label") != 0)
		return;
	folder = g_path_get_dirname(unit->path);
	key = folder_key(unit->source, folder);
	known = g_hash_table_lookup(linker->labels, key);
	g_hash_table_replace(
		linker->labels, key,
		(char *)(!known || !strcmp(known, label) ? label : ""));
}

static void find_labels(struct linker *linker)
{
	linker->labels =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	FOR_UNITS(linker, unit) {
		const char *slash = strrchr(unit->path, '/');

		if (strcmp(slash ? slash + 1 : unit->path, "apps.py") != 0)
			continue;
		FOR_FACTS(unit, fact)
			if (fact->kind == FACT_EXPORT &&
			    fact->as.export.kind == EXPORT_VALUE)
				add_label(linker, unit, fact);
	}
}

/* The label that the nearest folder around a text says, or NULL. */
static const char *label_of(struct linker *linker, const struct unit *unit)
{
	g_autofree char *folder = g_path_get_dirname(unit->path);

	if (!linker->labels)
		find_labels(linker);
	for (;;) {
		g_autofree char *key = folder_key(unit->source, folder);
		const char *label = g_hash_table_lookup(linker->labels, key);
		char *parent;

		if (label)
			return *label ? label : NULL;
		if (!strcmp(folder, ".") || !strcmp(folder, "/"))
			return NULL;
		parent = g_path_get_dirname(folder);
		g_free(folder);
		folder = parent;
	}
}

/*
 * Names of tables that an ORM makes by convention, a row a framework.
 *
 * Django ("Models", Meta.db_table): the application's label, "_", the class
 * in lower case. Without a label of its own that is the folder that holds
 * models.py or models/.
 */
static char *django_table(struct linker *linker, const struct unit *unit,
			  const char *class_name)
{
	const char *label = label_of(linker, unit);
	g_autofree char *folder = g_path_get_dirname(unit->path);
	g_autofree char *app = g_path_get_basename(folder);
	g_autofree char *joined = NULL;

	if (label) {
		g_free(app);
		app = g_strdup(label);
	} else if (strcmp(app, "models") == 0) {
		g_autofree char *parent = g_path_get_dirname(folder);

		g_free(app);
		app = g_path_get_basename(parent);
	}
	if (strcmp(app, ".") == 0)
		joined = g_strdup(class_name);
	else
		joined = g_strconcat(app, "_", class_name, NULL);
	return g_ascii_strdown(joined, -1);
}

static const struct convention {
	const char *name;
	char *(*table)(struct linker *linker, const struct unit *unit,
		       const char *class_name);
} conventions[] = {
	{"django", django_table},
};

/* The table's name by the convention; one part, in the linker's arena. */
static bool name_by_convention(struct linker *linker, const char *convention,
			       const struct unit *unit, const char *class_name,
			       struct sql_name *name)
{
	for (size_t i = 0; convention && i < G_N_ELEMENTS(conventions); i++) {
		g_autofree char *table = NULL;

		if (strcmp(conventions[i].name, convention) != 0)
			continue;
		table = conventions[i].table(linker, unit, class_name);
		name->parts = arena_alloc(&linker->arena, sizeof(char *));
		name->parts[0] = arena_strdup(&linker->arena, table);
		name->n_parts = 1;
		return true;
	}
	return false;
}

static const char *class_of(const struct symbol *symbol)
{
	return symbol->n_parts ? symbol->parts[symbol->n_parts - 1] : NULL;
}

static void name_model(struct linker *linker, struct unit *unit,
		       struct fact *fact)
{
	struct fact_export *export = &fact->as.export;
	const char *class_name = class_of(&export->symbol);

	if (export->table.n_parts || !class_name)
		return;
	if (name_by_convention(linker, export->convention, unit, class_name,
			       &export->table))
		fact->confidence =
			MIN(fact->confidence, CONFIDENCE_OF_CONVENTION);
}

const struct sql_name *model_table(struct linker *linker, struct unit *unit,
				   const struct symbol *symbol,
				   enum confidence *confidence)
{
	struct unit *holder;
	struct fact *model = (struct fact *)symbols_model(linker, unit, symbol,
							  &holder, confidence);

	if (!model)
		return NULL;
	name_model(linker, holder, model);
	*confidence = MIN(*confidence, model->confidence);
	return model->as.export.table.n_parts ? &model->as.export.table : NULL;
}

/* The table of the class that a definition or reference of a mapping stands
 * in, where only its convention names it. */
static void name_mapping(struct linker *linker, struct unit *unit,
			 const struct fact *fact, struct sql_name *name)
{
	const struct sql_name *class_name = &fact->accessor.object.name;
	struct symbol symbol = {NULL, class_name->parts, class_name->n_parts};
	enum confidence confidence;
	const struct fact *model;
	struct unit *holder;
	uint32_t line = name->line;

	if (name->n_parts || !class_name->n_parts)
		return;
	model = symbols_model(linker, unit, &symbol, &holder, &confidence);
	if (!model)
		return;
	*name = model->as.export.table;
	name->line = line ? line : fact->place.line;
}

/* The other end of a mapping's reference names a class, not a table. */
static void name_target(struct linker *linker, struct unit *unit,
			const struct fact *fact, struct sql_name *to)
{
	struct symbol symbol = {NULL, to->parts, to->n_parts};
	enum confidence confidence;
	const struct fact *model;
	struct unit *holder;

	(void)fact;
	if (!to->n_parts)
		return;
	model = symbols_model(linker, unit, &symbol, &holder, &confidence);
	if (model && model->as.export.table.n_parts)
		*to = model->as.export.table;
}

void link_model_tables(struct linker *linker)
{
	FOR_UNITS(linker, unit)
		FOR_FACTS(unit, fact)
			if (fact->kind == FACT_EXPORT &&
			    fact->as.export.kind == EXPORT_MODEL)
				name_model(linker, unit, fact);
	FOR_UNITS(linker, unit) {
		FOR_FACTS(unit, fact) {
			if (fact->via != VIA_ORM)
				continue;
			if (fact->kind == FACT_DEFINITION)
				name_mapping(linker, unit, fact,
					     &fact->as.definition.object.name);
			if (fact->kind == FACT_REFERENCE) {
				name_mapping(linker, unit, fact,
					     &fact->as.reference.from);
				name_target(linker, unit, fact,
					    &fact->as.reference.to);
			}
		}
	}
}

/* --- uses --- */

/* Attributes to columns; what is no column of the model is left out. */
static void use_columns(struct linker *linker, const struct fact_import *import,
			const struct model *model, uint32_t mask,
			struct evidence *evidence)
{
	evidence->columns = NULL;
	evidence->n_columns = 0;
	for (uint32_t i = 0; i < import->n_uses; i++) {
		const struct model_use *use = &import->uses[i];
		const char *column = strcmp(use->attribute, "*") == 0
					     ? "*"
					     : relations_column(linker, model,
								use->attribute);
		struct used_column *used;

		if (!column || !(use->roles & mask))
			continue;
		used = ARENA_PUSH(&linker->arena, evidence->columns,
				  evidence->n_columns);
		used->name = column;
		used->roles = use->roles & mask;
	}
}

static void use_edge(struct linker *linker, struct unit *unit,
		     const struct fact *fact, const struct model *model,
		     enum edge_kind kind)
{
	const struct fact_import *import = &fact->as.import;
	const struct fact_export *export = &model->fact->as.export;
	bool reads = import->operations & OP_SELECT;
	uint32_t writes = import->operations & ~(uint32_t)OP_SELECT;
	uint32_t mask = ~0u;
	struct evidence evidence = evidence_of(
		linker, unit, fact, fact->place.line, fact->place.end_line);
	struct sql_name table = export->table;
	struct binding binding;

	if (reads && writes)
		mask = kind == EDGE_WRITES ? ROLE_WRITE : ~(uint32_t)ROLE_WRITE;
	evidence.operations = kind == EDGE_READS ? OP_SELECT : writes;
	evidence.confidence = MIN(evidence.confidence, model->confidence);
	evidence.confidence = MIN(evidence.confidence, model->fact->confidence);
	use_columns(linker, import, model, mask, &evidence);
	/* The name stands in the model; here the model stands for it. */
	table.line = fact->place.line;
	table.end_line = fact->place.end_line;
	bind_relation(linker, unit, import->dialect, &table, NULL, &binding);
	link_to_relation(
		linker, unit, fact,
		accessor_node(linker, unit, &fact->accessor, fact->schema),
		kind, &table, &binding, &evidence);
}

static void use_model(struct linker *linker, struct unit *unit,
		      const struct fact *fact, const struct model *model)
{
	uint32_t operations = fact->as.import.operations;

	if (operations & OP_SELECT)
		use_edge(linker, unit, fact, model, EDGE_READS);
	if (operations & ~(uint32_t)OP_SELECT)
		use_edge(linker, unit, fact, model, EDGE_WRITES);
}

/* Applications of Django's own whose label is not what they are called. */
static const struct {
	const char *app, *label;
} own_labels[] = {
	{"admin", "django_admin"}, {"contenttypes", "django"},
	{"flatpages", "django"},   {"redirects", "django"},
	{"sessions", "django"},	   {"sites", "django"},
};

/* "taggit" of taggit.models:Tag; NULL: no module of models. */
static char *outer_label(const char *module)
{
	g_auto(GStrv) parts = g_strsplit(module ? module : "", ".", -1);
	const char *app = NULL;

	for (guint i = 1; parts[0] && parts[i] && !app; i++)
		if (!strcmp(parts[i], "models"))
			app = parts[i - 1];
	for (size_t i = 0; app && i < G_N_ELEMENTS(own_labels); i++)
		if (!strcmp(own_labels[i].app, app)) {
			app = own_labels[i].label;
			break;
		}
	return g_strdup(app);
}

static void set_table(struct linker *linker, struct fact *model, char *name)
{
	struct sql_name *table = &model->as.export.table;

	table->parts = arena_alloc(&linker->arena, sizeof(char *));
	table->parts[0] = arena_strdup(&linker->arena, name);
	table->n_parts = 1;
	g_free(name);
}

/* A class without fields of its own, whose base in another text is a model. */
static bool heir_model(struct linker *linker, struct unit *unit,
		       const struct symbol *symbol, struct fact *model)
{
	enum confidence confidence;
	const char *name;
	struct unit *holder;
	const struct fact *abstract =
		symbols_model(linker, unit, symbol, &holder, &confidence);

	/* What a class stands for is never called like the class. */
	if (g_str_has_prefix(symbol->parts[symbol->n_parts - 1], "__"))
		return false;
	/* An abstract class maps nothing itself. */
	if (abstract &&
	    !strcmp(class_of(&abstract->as.export.symbol), class_of(symbol)))
		return false;
	holder = symbols_heir(linker, unit, symbol, &name);
	if (!holder)
		return false;
	set_table(linker, model, django_table(linker, holder, name));
	model->confidence = CONFIDENCE_OF_CONVENTION;
	return true;
}

/* Tables that Django's own models name themselves. */
static const struct {
	const char *convention, *table;
} own_tables[] = {
	{"django_admin_logentry", "django_admin_log"},
	{"django_contenttype", "django_content_type"},
};

static char *own_table(char *name)
{
	for (size_t i = 0; i < G_N_ELEMENTS(own_tables); i++)
		if (!strcmp(own_tables[i].convention, name)) {
			g_free(name);
			return g_strdup(own_tables[i].table);
		}
	return name;
}

/* A model that no source holds: by its convention the table is likely to be
 * this one. */
static bool outer_model(struct linker *linker, const struct symbol *symbol,
			struct fact *model)
{
	bool user = !symbol->module && !strcmp(symbol->parts[0], "User");
	g_autofree char *label =
		user ? g_strdup("auth") : outer_label(symbol->module);
	g_autofree char *name = NULL;

	if (!label)
		return false;
	name = g_strconcat(label, "_", symbol->parts[0], NULL);
	set_table(linker, model, own_table(g_ascii_strdown(name, -1)));
	model->confidence = CONFIDENCE_OF_OUTER_MODEL;
	return true;
}

static bool guess_model(struct linker *linker, struct unit *unit,
			const struct fact *import, struct fact *model)
{
	const struct symbol *symbol = &import->as.import.symbol;

	if (strcmp(import->as.import.convention, "django") != 0 ||
	    !symbol->n_parts)
		return false;
	model->kind = FACT_EXPORT;
	return heir_model(linker, unit, symbol, model) ||
	       (symbol->n_parts == 1 && outer_model(linker, symbol, model));
}

/* A query of which only the model is not known; once for all of its kind in
 * one function. */
static void note_unknown(struct linker *linker, struct unit *unit,
			 const struct fact *fact)
{
	const struct fact_import *import = &fact->as.import;
	const struct symbol *symbol = &import->symbol;
	const struct object_name *object = &fact->accessor.object;
	g_autofree char *name =
		symbols_join(symbol->module, symbol->parts, symbol->n_parts);
	g_autofree char *who =
		symbols_join(NULL, object->name.parts, object->name.n_parts);
	g_autofree char *what =
		g_strconcat(name, *name && import->relation ? "." : "",
			    import->relation ? import->relation : "", NULL);
	char *key =
		g_strdup_printf("%u %u %s %s", (guint)(unit - linker->units),
				object->nth, who, what);

	if (!linker->told)
		linker->told = g_hash_table_new_full(g_str_hash, g_str_equal,
						     g_free, NULL);
	if (g_hash_table_add(linker->told, key))
		ledger_add(linker, unit, fact, REASON_UNRESOLVED_IMPORT,
			   fact->place.line, NULL, what, NULL);
}

/* The models of the class or variable that an import names. */
static void named_models(struct linker *linker, struct unit *unit,
			 const struct fact *fact, struct models *models)
{
	const struct fact_import *import = &fact->as.import;
	const struct symbol *symbol = &import->symbol;
	struct fact outer = {0};

	memset(models, 0, sizeof(*models));
	if (!symbol->n_parts)
		return;
	if (import->guess) {
		relations_of_name(linker, unit,
				  symbol->parts[symbol->n_parts - 1], models);
		return;
	}
	relations_of_class(linker, unit, symbol, models);
	if (models->n || !import->convention ||
	    !guess_model(linker, unit, fact, &outer))
		return;
	models->n = 1;
	models->items[0].unit = unit;
	models->items[0].fact =
		arena_memdup(&linker->arena, &outer, sizeof(outer));
	models->items[0].confidence = outer.confidence;
}

/* What the first attribute of a path leads to, of one of the models. */
static bool step(struct linker *linker, struct unit *unit,
		 const struct models *from, const char *attribute,
		 struct models *to)
{
	struct models led;

	memset(to, 0, sizeof(*to));
	for (uint32_t i = 0; i < from->n; i++) {
		relations_of_attribute(linker, unit, &from->items[i], attribute,
				       &led);
		for (uint32_t k = 0; k < led.n && to->n < LINK_CATALOGS_MAX;
		     k++)
			to->items[to->n++] = led.items[k];
	}
	return to->n > 0;
}

/* --- tables between two models --- */

/* Its name: orders_tags of the attribute tags of a model of orders. */
static void name_between(struct linker *linker, const struct model *of,
			 const struct model_column *relation,
			 struct sql_name *table)
{
	const struct sql_name *own = &of->fact->as.export.table;
	uint32_t last = own->n_parts - 1;

	*table = *own;
	table->parts = arena_memdup(&linker->arena, own->parts,
				    own->n_parts * sizeof(*own->parts));
	table->parts[last] =
		relation->between
			? relation->between
			: arena_printf(&linker->arena, "%s_%s",
				       own->parts[last], relation->attribute);
}

/* The use is of the table that the relation of that model needs. */
static void use_between(struct linker *linker, struct unit *unit,
			const struct fact *fact, const struct model *of,
			const struct model_column *relation)
{
	struct fact made = *of->fact, use = *fact;
	struct model between = {of->unit, &made,
				MIN(of->confidence, CONFIDENCE_OF_CONVENTION)};

	if (!of->fact->as.export.table.n_parts)
		return;
	name_between(linker, of, relation, &made.as.export.table);
	/* Others than create() only look there which objects are meant. */
	if (!fact->as.import.between &&
	    fact->as.import.operations & ~(uint32_t)OP_INSERT)
		use.as.import.operations =
			OP_SELECT | (fact->as.import.operations & OP_INSERT);
	use.as.import.n_uses = 0;
	use_model(linker, unit, &use, &between);
}

/* What leads from models to others by an attribute: the table between them,
 * or (where that is changed) the other's column that leads back. */
static void link_between(struct linker *linker, struct unit *unit,
			 const struct fact *fact, const struct models *models,
			 const char *attribute)
{
	for (uint32_t i = 0; i < models->n; i++) {
		const struct model *model = &models->items[i];
		const struct model_column *own =
			relations_own(linker, model, attribute);
		struct fact update = *fact;
		struct models led;

		if (own && own->many)
			use_between(linker, unit, fact, model, own);
		if (own)
			continue;
		relations_of_attribute(linker, unit, model, attribute, &led);
		update.as.import.operations = OP_UPDATE;
		for (uint32_t k = 0; k < led.n; k++) {
			const struct model_column *other = relations_other(
				linker, &led.items[k], attribute);

			if (other && other->many)
				use_between(linker, unit, fact, &led.items[k],
					    other);
			else if (other && fact->as.import.between &&
				 led.items[k].fact->as.export.table.n_parts)
				use_model(linker, unit, &update, &led.items[k]);
		}
	}
}

/* A lookup reads each model that its path leads through; where it ends in a
 * column, that of the last one. */
static void link_lookup(struct linker *linker, struct unit *unit,
			const struct fact *fact, struct models *models)
{
	g_auto(GStrv) path = g_strsplit(fact->as.import.relation, "__", 0);
	struct models next;

	for (int i = 0; path[i] && i < PATH_STEPS; i++) {
		struct model_use use = {path[i + 1], ROLE_WHERE};
		struct fact read = *fact;
		g_autofree char *set = g_strconcat(path[i], "_set", NULL);
		struct models before = *models;

		if (!step(linker, unit, models, path[i], &next) &&
		    !step(linker, unit, models, set, &next))
			return;
		*models = next;
		if (fact->as.import.n_uses)
			use.roles = fact->as.import.uses[0].roles;
		read.as.import.uses = &use;
		read.as.import.n_uses = path[i + 1] != NULL;
		link_between(linker, unit, &read, &before, path[i]);
		for (uint32_t k = 0; k < models->n; k++)
			use_model(linker, unit, &read, &models->items[k]);
	}
}

/* The models at the end of a path that begins at those; or, where nothing is
 * known of its beginning, at any attribute of that name. */
static void follow(struct linker *linker, struct unit *unit,
		   const struct fact *fact, struct models *models)
{
	g_auto(GStrv) names = g_strsplit(fact->as.import.relation, "__", 0);
	struct models next;

	for (int i = 0; names[i] && i < PATH_STEPS; i++) {
		link_between(linker, unit, fact, models, names[i]);
		if (fact->as.import.between && !names[i + 1])
			return;
		if (!step(linker, unit, models, names[i], &next) &&
		    !names[i + 1])
			relations_of_attribute(linker, unit, NULL, names[i],
					       &next);
		*models = next;
	}
}

static void link_use(struct linker *linker, struct unit *unit,
		     const struct fact *fact)
{
	const struct fact_import *import = &fact->as.import;
	struct models models;

	named_models(linker, unit, fact, &models);
	if (import->lookup) {
		link_lookup(linker, unit, fact, &models);
		return;
	}
	if (import->relation)
		follow(linker, unit, fact, &models);
	if (import->between)
		return;
	/* Another class that nobody maps is no table: most calls of .filter()
	 * and .get() are of other things. */
	if (!models.n && import->convention)
		note_unknown(linker, unit, fact);
	for (uint32_t i = 0; i < models.n; i++)
		if (models.items[i].fact->as.export.table.n_parts)
			use_model(linker, unit, fact, &models.items[i]);
}

void link_model_uses(struct linker *linker)
{
	linker->relations = relations_new(linker);
	FOR_UNITS(linker, unit)
		FOR_FACTS(unit, fact)
			if (fact->kind == FACT_IMPORT &&
			    fact->as.import.kind == IMPORT_MODEL)
				link_use(linker, unit, fact);
}
