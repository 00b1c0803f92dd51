#include "graph/link/relations.h"

#include <string.h>

#include "graph/confidence.h"
#include "graph/link/names.h"
#include "graph/link/symbols.h"

#define BASE_STEPS 6	 /* of a chain of base classes */
#define HEIRS_ASKED 2000 /* classes that stand on one, in all */

/* An attribute of a model that leads to another, or back. */
struct relation {
	struct model model; /* that declares it */
	const struct model_column *column;
};

struct relations {
	GHashTable *by_attribute; /* source and name -> GPtrArray of relation */
	GHashTable *by_name; /* source and folded class -> GPtrArray of model */
	GHashTable *heirs;   /* source and key -> GPtrArray of model: the alias
				that says the base */
	GHashTable *bases;   /* source and key of a class -> the same */
};

/* --- the tables --- */

/* "order_line" and "OrderLine" are "orderline". */
static char *fold(const char *name)
{
	GString *folded = g_string_new(NULL);

	for (; *name; name++)
		if (*name != '_')
			g_string_append_c(folded, g_ascii_tolower(*name));
	return g_string_free(folded, FALSE);
}

static const char *last_of(const struct symbol *symbol)
{
	return symbol->parts[symbol->n_parts - 1];
}

static char *own_key(const struct unit *unit, const struct symbol *symbol)
{
	return symbols_join(unit->symbol, symbol->parts, symbol->n_parts);
}

static bool has_table(const struct fact *model)
{
	return model->as.export.table.n_parts || model->as.export.convention;
}

static void take_model(struct linker *linker, struct relations *relations,
		       struct unit *unit, struct fact *fact)
{
	struct model model = {unit, fact, CONFIDENCE_CERTAIN};
	const struct fact_export *export = &fact->as.export;

	for (uint32_t i = 0; i < export->n_columns; i++) {
		struct relation *relation;

		if (!export->columns[i].target.n_parts)
			continue;
		relation = ARENA_NEW(&linker->arena, struct relation);
		relation->model = model;
		relation->column = &export->columns[i];
		names_add(relations->by_attribute, unit->source,
			  relation->column->attribute, relation);
	}
	if (export->symbol.n_parts && has_table(fact)) {
		g_autofree char *name = fold(last_of(&export->symbol));

		names_add(relations->by_name, unit->source, name,
			  arena_memdup(&linker->arena, &model, sizeof(model)));
	}
}

static void take_base(struct linker *linker, struct relations *relations,
		      struct unit *unit, struct fact *fact)
{
	const struct fact_export *alias = &fact->as.export;
	struct model heir = {unit, fact, CONFIDENCE_CERTAIN}, *kept;
	g_autofree char *base = NULL, *own = NULL;

	if (!alias->symbol.n_parts || !alias->target.n_parts ||
	    !g_ascii_isupper(last_of(&alias->symbol)[0]))
		return;
	base = symbols_class(linker, unit, &alias->target, 0);
	own = own_key(unit, &alias->symbol);
	if (!base || !strcmp(base, own))
		return;
	kept = arena_memdup(&linker->arena, &heir, sizeof(heir));
	names_add(relations->heirs, unit->source, base, kept);
	names_add(relations->bases, unit->source, own, kept);
}

struct relations *relations_new(struct linker *linker)
{
	struct relations *relations = g_new0(struct relations, 1);

	relations->by_attribute = names_new();
	relations->by_name = names_new();
	relations->heirs = names_new();
	relations->bases = names_new();
	FOR_UNITS(linker, unit) {
		if (!unit->symbol)
			continue;
		FOR_FACTS(unit, fact) {
			if (fact->kind != FACT_EXPORT)
				continue;
			if (fact->as.export.kind == EXPORT_MODEL)
				take_model(linker, relations, unit, fact);
			else if (fact->as.export.kind == EXPORT_ALIAS)
				take_base(linker, relations, unit, fact);
		}
	}
	return relations;
}

void relations_free(struct relations *relations)
{
	if (!relations)
		return;
	g_hash_table_unref(relations->by_attribute);
	g_hash_table_unref(relations->by_name);
	g_hash_table_unref(relations->heirs);
	g_hash_table_unref(relations->bases);
	g_free(relations);
}

/* --- looking up --- */

static void add_model(struct models *models, const struct model *model,
		      enum confidence confidence)
{
	for (uint32_t i = 0; i < models->n; i++)
		if (models->items[i].fact == model->fact &&
		    models->items[i].unit == model->unit)
			return;
	if (models->n == LINK_CATALOGS_MAX) {
		models->too_many = true;
		return;
	}
	models->items[models->n] = *model;
	models->items[models->n].confidence = confidence;
	models->n++;
}

/* Of several, each is only possible. */
static void settle(struct models *models)
{
	if (models->too_many)
		models->n = 0;
	for (uint32_t i = 0; models->n > 1 && i < models->n; i++)
		models->items[i].confidence = CONFIDENCE_OF_ONE_OF_MANY;
}

/* The model that is exported under the very name of a class, or NULL. */
static struct exported *model_at(struct linker *linker, struct unit *unit,
				 const struct symbol *symbol)
{
	struct symbol own = *symbol;
	struct found found;

	own.module = NULL;
	symbols_look_up(linker, unit, &own, EXPORT_MODEL, &found);
	for (uint32_t i = 0; i < found.n; i++)
		if (found.exports[i]->unit == unit &&
		    !strcmp(last_of(&found.exports[i]->fact->as.export.symbol),
			    last_of(symbol)))
			return found.exports[i];
	return NULL;
}

/* The models that stand on the class of that key, however far. */
static void add_heirs(struct linker *linker, uint32_t source, const char *key,
		      struct models *models)
{
	struct relations *relations = linker->relations;
	GHashTable *asked =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	GPtrArray *queue = g_ptr_array_new();

	g_ptr_array_add(queue, g_strdup(key));
	g_hash_table_add(asked, queue->pdata[0]);
	for (guint at = 0; at < queue->len && at < HEIRS_ASKED; at++) {
		GPtrArray *heirs =
			names_get(relations->heirs, source, queue->pdata[at]);

		for (guint i = 0; heirs && i < heirs->len; i++) {
			struct model *heir = heirs->pdata[i];
			const struct symbol *own =
				&heir->fact->as.export.symbol;
			struct exported *found =
				model_at(linker, heir->unit, own);
			struct model model;
			char *next;

			if (found && has_table(found->fact)) {
				model.unit = found->unit;
				model.fact = found->fact;
				add_model(models, &model,
					  CONFIDENCE_OF_LAST_NAME);
				continue;
			}
			next = own_key(heir->unit, own);
			if (g_hash_table_contains(asked, next)) {
				g_free(next);
				continue;
			}
			g_hash_table_add(asked, next);
			g_ptr_array_add(queue, next);
		}
	}
	g_ptr_array_free(queue, TRUE);
	g_hash_table_unref(asked);
}

void relations_of_class(struct linker *linker, struct unit *unit,
			const struct symbol *symbol, struct models *models)
{
	struct found found;

	memset(models, 0, sizeof(*models));
	symbols_look_up(linker, unit, symbol, EXPORT_MODEL, &found);
	for (uint32_t i = 0; i < found.n; i++) {
		struct model model = {found.exports[i]->unit,
				      found.exports[i]->fact,
				      CONFIDENCE_CERTAIN};

		if (has_table(model.fact))
			add_model(models, &model, found.confidence);
	}
	if (!models->n && symbol->n_parts) {
		g_autofree char *key = symbols_class(linker, unit, symbol, 0);

		if (key)
			add_heirs(linker, unit->source, key, models);
	}
	settle(models);
}

void relations_of_name(struct linker *linker, const struct unit *unit,
		       const char *name, struct models *models)
{
	g_autofree char *folded = fold(name);
	GPtrArray *items =
		names_get(linker->relations->by_name, unit->source, folded);

	memset(models, 0, sizeof(*models));
	for (guint i = 0; items && i < items->len; i++)
		add_model(models, items->pdata[i], CONFIDENCE_OF_VARIABLE);
	settle(models);
}

/* Calls for the model and the classes that it stands on. */
static const struct model_column *column_of(struct linker *linker,
					    const struct model *model,
					    const char *attribute, bool reverse,
					    struct model *holder,
					    unsigned depth)
{
	const struct fact_export *export = &model->fact->as.export;
	g_autofree char *key = own_key(model->unit, &export->symbol);
	GPtrArray *bases;

	for (uint32_t i = 0; i < export->n_columns; i++)
		if (export->columns[i].reverse == reverse &&
		    !strcmp(export->columns[i].attribute, attribute)) {
			*holder = *model;
			return &export->columns[i];
		}
	bases = depth < BASE_STEPS ? names_get(linker->relations->bases,
					       model->unit->source, key)
				   : NULL;
	for (guint i = 0; bases && i < bases->len; i++) {
		struct model *heir = bases->pdata[i];
		const struct model_column *column;
		struct found found;

		symbols_look_up(linker, heir->unit,
				&heir->fact->as.export.target, EXPORT_MODEL,
				&found);
		for (uint32_t k = 0; k < found.n; k++) {
			struct model base = {found.exports[k]->unit,
					     found.exports[k]->fact,
					     CONFIDENCE_CERTAIN};

			if (base.fact == model->fact)
				continue;
			column = column_of(linker, &base, attribute, reverse,
					   holder, depth + 1);
			if (column)
				return column;
		}
	}
	return NULL;
}

const char *relations_column(struct linker *linker, const struct model *model,
			     const char *attribute)
{
	struct model holder;
	const struct model_column *column =
		column_of(linker, model, attribute, false, &holder, 0);

	return column ? column->column : NULL;
}

const struct model_column *relations_own(struct linker *linker,
					 const struct model *model,
					 const char *attribute)
{
	struct model holder;
	const struct model_column *own =
		column_of(linker, model, attribute, false, &holder, 0);

	return own && own->target.n_parts ? own : NULL;
}

const struct model_column *relations_other(struct linker *linker,
					   const struct model *model,
					   const char *attribute)
{
	struct model holder;
	const struct model_column *back =
		column_of(linker, model, attribute, true, &holder, 0);

	return back && back->many ? back - 1 : back;
}

static bool holds(const struct models *models, const struct model *model)
{
	for (uint32_t i = 0; i < models->n; i++)
		if (models->items[i].fact == model->fact)
			return true;
	return false;
}

/* The models that declare the relation, or stand on what does. */
static void add_declaring(struct linker *linker,
			  const struct relation *relation,
			  enum confidence confidence, struct models *models)
{
	const struct model *model = &relation->model;
	struct models heirs = {.n = 0};
	g_autofree char *key = NULL;

	if (has_table(model->fact)) {
		add_model(models, model, confidence);
		return;
	}
	key = own_key(model->unit, &model->fact->as.export.symbol);
	add_heirs(linker, model->unit->source, key, &heirs);
	models->too_many |= heirs.too_many;
	for (uint32_t i = 0; i < heirs.n; i++)
		add_model(models, &heirs.items[i], confidence);
}

static void add_all(struct models *models, const struct models *more,
		    enum confidence confidence)
{
	models->too_many |= more->too_many;
	for (uint32_t i = 0; i < more->n; i++)
		add_model(models, &more->items[i],
			  MIN(confidence, more->items[i].confidence));
}

/* Attributes of that name, of whatever model. */
static void attribute_of_any(struct linker *linker, const struct unit *unit,
			     const char *attribute, struct models *models)
{
	GPtrArray *items = names_get(linker->relations->by_attribute,
				     unit->source, attribute);

	for (guint i = 0; items && i < items->len; i++) {
		const struct relation *relation = items->pdata[i];
		struct models led;

		if (relation->column->reverse) {
			add_declaring(linker, relation, CONFIDENCE_OF_LAST_NAME,
				      models);
			continue;
		}
		if (relation->column->column)
			continue; /* a key leads to one object, not to many */
		relations_of_class(linker, relation->model.unit,
				   &relation->column->target, &led);
		add_all(models, &led, CONFIDENCE_OF_LAST_NAME);
	}
}

/* Attributes that relations of other models make of this one. */
static void reverse_of(struct linker *linker, const struct model *model,
		       const char *attribute, struct models *models)
{
	GPtrArray *items = names_get(linker->relations->by_attribute,
				     model->unit->source, attribute);

	for (guint i = 0; items && i < items->len; i++) {
		const struct relation *relation = items->pdata[i];
		struct models led;

		if (!relation->column->reverse)
			continue;
		relations_of_class(linker, relation->model.unit,
				   &relation->column->target, &led);
		if (holds(&led, model))
			add_declaring(linker, relation, model->confidence,
				      models);
	}
}

void relations_of_attribute(struct linker *linker, const struct unit *unit,
			    const struct model *model, const char *attribute,
			    struct models *models)
{
	const struct model_column *column;
	struct model holder;

	memset(models, 0, sizeof(*models));
	if (!model) {
		attribute_of_any(linker, unit, attribute, models);
		settle(models);
		return;
	}
	column = column_of(linker, model, attribute, false, &holder, 0);
	if (column && column->target.n_parts) {
		struct models led;

		relations_of_class(linker, holder.unit, &column->target, &led);
		add_all(models, &led, model->confidence);
	} else if (!column) {
		reverse_of(linker, model, attribute, models);
	}
	settle(models);
}
