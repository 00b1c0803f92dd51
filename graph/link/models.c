#include "graph/link/linker.h"

#include <string.h>

#include "graph/confidence.h"

/*
 * Names of tables that an ORM makes by convention, a row a framework.
 *
 * Django ("Models", Meta.db_table): the application's label, "_", the class
 * in lower case. The label is the folder that holds models.py or models/.
 */
static char *django_table(const char *path, const char *class_name)
{
	g_autofree char *folder = g_path_get_dirname(path);
	g_autofree char *app = g_path_get_basename(folder);
	g_autofree char *joined = NULL;

	if (strcmp(app, "models") == 0) {
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
	char *(*table)(const char *path, const char *class_name);
} conventions[] = {
	{"django", django_table},
};

/* The table's name by the convention; one part, in the linker's arena. */
static bool name_by_convention(struct linker *linker, const char *convention,
			       const char *path, const char *class_name,
			       struct sql_name *name)
{
	for (size_t i = 0; convention && i < G_N_ELEMENTS(conventions); i++) {
		g_autofree char *table = NULL;

		if (strcmp(conventions[i].name, convention) != 0)
			continue;
		table = conventions[i].table(path, class_name);
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
	if (name_by_convention(linker, export->convention, unit->path,
			       class_name, &export->table))
		fact->confidence =
			MIN(fact->confidence, CONFIDENCE_OF_CONVENTION);
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

static const char *column_of(const struct fact_export *model,
			     const char *attribute)
{
	for (uint32_t i = 0; i < model->n_columns; i++)
		if (strcmp(model->columns[i].attribute, attribute) == 0)
			return model->columns[i].column;
	return NULL;
}

/* Attributes to columns; what is no column of the model is left out. */
static void use_columns(struct linker *linker, const struct fact_import *import,
			const struct fact_export *model, uint32_t mask,
			struct evidence *evidence)
{
	evidence->columns = NULL;
	evidence->n_columns = 0;
	for (uint32_t i = 0; i < import->n_uses; i++) {
		const struct model_use *use = &import->uses[i];
		const char *column = strcmp(use->attribute, "*") == 0
					     ? "*"
					     : column_of(model, use->attribute);
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
		     const struct fact *fact, const struct fact *model,
		     enum confidence confidence, enum edge_kind kind)
{
	const struct fact_import *import = &fact->as.import;
	const struct fact_export *export = &model->as.export;
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
	evidence.confidence = MIN(evidence.confidence, confidence);
	evidence.confidence = MIN(evidence.confidence, model->confidence);
	use_columns(linker, import, export, mask, &evidence);
	/* The name stands in the model; here the model stands for it. */
	table.line = fact->place.line;
	table.end_line = fact->place.end_line;
	bind_relation(linker, unit, import->dialect, &table, NULL, &binding);
	link_to_relation(linker, unit, fact,
			 accessor_node(linker, unit, &fact->accessor), kind,
			 &table, &binding, &evidence);
}

static void link_use(struct linker *linker, struct unit *unit,
		     const struct fact *fact)
{
	const struct fact_import *import = &fact->as.import;
	enum confidence confidence;
	struct unit *holder;
	const struct fact *model = symbols_model(linker, unit, &import->symbol,
						 &holder, &confidence);

	/* A class that nobody maps is no table: most calls of .filter() and
	 * .get() are of other things. */
	if (!model || !model->as.export.table.n_parts)
		return;
	if (import->operations & OP_SELECT)
		use_edge(linker, unit, fact, model, confidence, EDGE_READS);
	if (import->operations & ~(uint32_t)OP_SELECT)
		use_edge(linker, unit, fact, model, confidence, EDGE_WRITES);
}

void link_model_uses(struct linker *linker)
{
	FOR_UNITS(linker, unit)
		FOR_FACTS(unit, fact)
			if (fact->kind == FACT_IMPORT &&
			    fact->as.import.kind == IMPORT_MODEL)
				link_use(linker, unit, fact);
}
