#include "graph/link/linker.h"

#include <string.h>

#include "graph/confidence.h"

/* --- catalogs --- */

/* The dialect that a repository's own definitions are read in. */
static enum dialect supposed_dialect(struct linker *linker, uint32_t source)
{
	enum dialect dialect = DIALECT_GENERIC;

	FOR_UNITS(linker, unit) {
		if (unit->source != source)
			continue;
		FOR_FACTS(unit, fact) {
			if (fact->kind == FACT_CONNECTION &&
			    fact->as.connection.dialect != DIALECT_GENERIC)
				return fact->as.connection.dialect;
		}
		if (dialect == DIALECT_GENERIC)
			dialect = unit->dialect;
	}
	return dialect;
}

static bool is_schema_fact(const struct fact *fact)
{
	if (fact->kind == FACT_DEFINITION)
		return !(fact->as.definition.flags &
			 (DEFINE_SYMBOL | DEFINE_TEMPORARY));
	return fact->kind == FACT_REFERENCE || fact->kind == FACT_TRIGGER;
}

static void note_temporary(struct linker *linker, struct unit *unit,
			   const struct fact *fact)
{
	const struct sql_name *name = &fact->as.definition.object.name;
	struct sql_name last = *name;

	if (!name->n_parts)
		return;
	last.parts = name->parts + name->n_parts - 1;
	last.n_parts = 1;
	*ARENA_PUSH(&linker->arena, unit->temporary, unit->n_temporary) =
		name_parts(linker, DIALECT_GENERIC, &last)[0];
}

static bool has_properties(const struct unit *unit)
{
	return g_strcmp0(unit->text->language, "properties") == 0;
}

static void apply_definitions(struct linker *linker, struct unit *unit)
{
	FOR_FACTS(unit, fact) {
		if (is_schema_fact(fact))
			catalog_apply(linker->catalogs[unit->source], fact,
				      unit);
		else if (fact->kind == FACT_DEFINITION &&
			 fact->as.definition.flags & DEFINE_TEMPORARY)
			note_temporary(linker, unit, fact);
	}
}

void link_catalogs(struct linker *linker)
{
	for (uint32_t s = 0; s < linker->n_sources; s++)
		linker->catalogs[s] =
			catalog_new(linker->sources[s].catalog
					    ? linker->sources[s].dialect
					    : supposed_dialect(linker, s),
				    NULL);
	FOR_UNITS(linker, unit)
		if (!has_properties(unit))
			apply_definitions(linker, unit);
	/* They are about what the other texts define. */
	FOR_UNITS(linker, unit)
		if (has_properties(unit))
			apply_definitions(linker, unit);
	for (uint32_t s = 0; s < linker->n_sources; s++)
		catalog_finish(linker->catalogs[s]);
}

/* --- nodes --- */

/* schema, table (for what belongs to one) and name, as ids want them. */
static const char **object_parts(struct linker *linker,
				 const struct catalog_object *object,
				 uint32_t *n)
{
	const char **parts = arena_alloc(&linker->arena, 3 * sizeof(*parts));
	const struct catalog_object *on = object->on;
	const char *schema = on ? on->schema : object->schema;

	*n = 0;
	if (schema)
		parts[(*n)++] = schema;
	if (on)
		parts[(*n)++] = on->name;
	if (object->kind == NODE_ROUTINE)
		parts[(*n)++] = arena_printf(
			&linker->arena, "%s(%s)", object->name,
			object->arguments ? object->arguments : "");
	else
		parts[(*n)++] = object->name;
	return parts;
}

/* "public" is where PostgreSQL finds names that say no schema: without a
 * catalog, "orders" of one text and "public.orders" of another are one. */
uint32_t unbound_node(struct linker *linker, enum node_kind kind,
		      const char **parts, uint32_t n_parts)
{
	if (n_parts > 1 && strcmp(parts[0], "public") == 0) {
		parts++;
		n_parts--;
	}
	return graph_add_node(linker->graph, kind, NULL, parts, n_parts);
}

/* Nodes are remembered in the object, one higher so that none is zero. */
uint32_t object_node(struct linker *linker, uint32_t catalog,
		     struct catalog_object *object)
{
	const struct link_source *source = &linker->sources[catalog];
	const char **parts;
	uint32_t n, node;

	if (object->user)
		return GPOINTER_TO_UINT(object->user) - 1;
	parts = object_parts(linker, object, &n);
	if (source->catalog) {
		node = graph_add_node(linker->graph, object->kind,
				      source->source.id, parts, n);
		graph_building(linker->graph, node)->bound = true;
	} else {
		/* Supposed relations are tables until a catalog is seen. */
		node = unbound_node(linker, object->kind, parts, n);
	}
	object->user = GUINT_TO_POINTER(node + 1);
	return node;
}

static bool is_relation(enum node_kind kind)
{
	return kind == NODE_TABLE || kind == NODE_VIEW ||
	       kind == NODE_MATVIEW || kind == NODE_FOREIGN_TABLE;
}

static uint32_t column_of(struct linker *linker, uint32_t catalog,
			  struct catalog_object *object, const char *name)
{
	const struct link_source *source = &linker->sources[catalog];
	uint32_t n;
	const char **parts = object_parts(linker, object, &n);
	const char *all[4];
	uint32_t node;

	memcpy(all, parts, n * sizeof(*parts));
	all[n++] = name;
	if (!source->catalog)
		return unbound_node(linker, NODE_COLUMN, all, n);
	node = graph_add_node(linker->graph, NODE_COLUMN, source->source.id,
			      all, n);
	graph_building(linker->graph, node)->bound = true;
	return node;
}

uint32_t column_node(struct linker *linker, uint32_t catalog,
		     struct catalog_object *object, const char *name)
{
	const struct catalog_column *column =
		catalog_column(linker->catalogs[catalog], object, name, true);

	return column ? column_of(linker, catalog, object, column->name)
		      : GRAPH_ABSENT;
}

/* Evidence of what a definition itself says. */
static struct evidence defined(struct linker *linker, uint32_t catalog,
			       const struct catalog_object *object,
			       uint32_t line)
{
	const struct unit *unit = object->text;
	bool bound = linker->sources[catalog].catalog;
	struct evidence evidence = {
		.source = linker->sources[catalog].source.id,
		.path = bound || !unit ? NULL : unit->path,
		.object = GRAPH_ABSENT,
		.line = line ? line : object->line,
		.via = bound ? VIA_CATALOG : VIA_DDL,
		.scope = bound || !unit ? SCOPE_MAIN : unit->scope,
		.confidence = bound ? CONFIDENCE_CERTAIN : CONFIDENCE_LIKELY,
	};

	if (bound) {
		evidence.object = GPOINTER_TO_UINT(object->user)
					  ? GPOINTER_TO_UINT(object->user) - 1
					  : GRAPH_ABSENT;
		evidence.line = evidence.line >= object->line
					? evidence.line - object->line + 1
					: 1;
	}
	evidence.end_line = evidence.line;
	return evidence;
}

static void link_contains(struct linker *linker, uint32_t catalog,
			  uint32_t parent, uint32_t child,
			  const struct catalog_object *object, uint32_t line)
{
	struct evidence evidence = defined(linker, catalog, object, line);

	graph_add_evidence(linker->graph, parent, child, EDGE_CONTAINS,
			   &evidence);
}

static void link_columns(struct linker *linker, uint32_t catalog,
			 struct catalog_object *object, uint32_t node)
{
	for (uint32_t i = 0; i < object->n_columns; i++) {
		const struct catalog_column *column = &object->columns[i];
		uint32_t child =
			column_of(linker, catalog, object, column->name);
		char position[16];

		g_snprintf(position, sizeof(position), "%u", i + 1);
		graph_set_attribute(linker->graph, child, "position", position);
		if (column->type)
			graph_set_attribute(linker->graph, child, "type",
					    column->type);
		if (column->flags & COLUMN_NOT_NULL)
			graph_set_attribute(linker->graph, child, "not_null",
					    "true");
		if (column->flags & COLUMN_GENERATED && column->value)
			graph_set_attribute(linker->graph, child, "generated",
					    column->value);
		else if (column->value)
			graph_set_attribute(linker->graph, child, "default",
					    column->value);
		if (column->comment)
			graph_set_attribute(linker->graph, child, "comment",
					    column->comment);
		link_contains(linker, catalog, node, child, object,
			      column->line);
	}
}

/* Named keys and checks are constraints; an index is an object already. */
static void link_keys(struct linker *linker, uint32_t catalog,
		      struct catalog_object *object, uint32_t node)
{
	for (uint32_t i = 0; i < object->n_keys; i++) {
		const struct defined_key *key = &object->keys[i];
		struct catalog_object constraint = {
			.kind = strcmp(key->kind, "index") == 0
					? NODE_INDEX
					: NODE_CONSTRAINT,
			.name = key->name,
			.on = object,
		};
		g_autofree char *columns = NULL;
		g_autofree const char **list = NULL;
		uint32_t child;

		if (!key->name)
			continue;
		list = g_new0(const char *, key->n_columns + 1);
		for (uint32_t c = 0; c < key->n_columns; c++)
			list[c] = key->columns[c];
		columns = g_strjoinv(", ", (char **)list);
		child = object_node(linker, catalog, &constraint);
		graph_set_attribute(linker->graph, child, "type", key->kind);
		if (key->n_columns)
			graph_set_attribute(linker->graph, child, "columns",
					    columns);
		link_contains(linker, catalog, node, child, object, 0);
	}
}

static uint32_t schema_node(struct linker *linker, uint32_t catalog,
			    const char *schema)
{
	const char *id = linker->sources[catalog].source.id;
	uint32_t node =
		graph_add_node(linker->graph, NODE_SCHEMA, id, &schema, 1);

	graph_building(linker->graph, node)->bound = true;
	return node;
}

/* database contains schema contains object; a table what is on it. Supposed
 * objects have no database. */
static void link_parent(struct linker *linker, uint32_t catalog,
			struct catalog_object *object, uint32_t node)
{
	const char *id = linker->sources[catalog].source.id;
	uint32_t database, schema;

	if (object->on) {
		link_contains(linker, catalog,
			      object_node(linker, catalog, object->on), node,
			      object, 0);
		return;
	}
	if (!linker->sources[catalog].catalog)
		return;
	database = graph_add_node(linker->graph, NODE_DATABASE, id, &id, 1);
	graph_building(linker->graph, database)->bound = true;
	if (!object->schema) {
		link_contains(linker, catalog, database, node, object, 0);
		return;
	}
	schema = schema_node(linker, catalog, object->schema);
	link_contains(linker, catalog, database, schema, object, 0);
	link_contains(linker, catalog, schema, node, object, 0);
}

static bool has_transition(const struct resolve_rows *rows,
			   const struct sql_name *name)
{
	for (uint32_t i = 0; i < rows->n_transitions; i++)
		if (strcmp(rows->transitions[i].parts[0], name->parts[0]) == 0)
			return true;
	return false;
}

static void add_transition(struct linker *linker, struct resolve_rows *rows,
			   const struct sql_name *name)
{
	uint32_t n = rows->n_transitions;
	struct sql_name *list;

	if (has_transition(rows, name))
		return;
	list = arena_alloc(&linker->arena, (n + 1) * sizeof(*list));
	if (n)
		memcpy(list, rows->transitions, n * sizeof(*list));
	list[n] = *name;
	rows->transitions = list;
	rows->n_transitions = n + 1;
}

/* What the routine sees of the trigger's table. */
static void note_rows(struct linker *linker, struct catalog_object *routine,
		      const struct catalog_object *trigger)
{
	struct resolve_rows *rows = g_hash_table_lookup(linker->rows, routine);

	if (!rows) {
		rows = ARENA_NEW(&linker->arena, struct resolve_rows);
		rows->object = trigger->on;
		g_hash_table_insert(linker->rows, routine, rows);
	} else if (rows->object != trigger->on) {
		rows->object = NULL;
	}
	for (uint32_t i = 0; i < trigger->n_transitions; i++)
		add_transition(linker, rows, &trigger->transitions[i]);
}

/* A trigger is fired by its table, and in PostgreSQL calls a routine, whose
 * NEW and OLD are then rows of that table. */
static void link_trigger(struct linker *linker, uint32_t catalog,
			 struct catalog_object *trigger, uint32_t node)
{
	struct evidence evidence = defined(linker, catalog, trigger, 0);
	struct catalog_object *const *routines;
	uint32_t n = 0;

	if (!trigger->on)
		return;
	evidence.operations = trigger->events;
	if (trigger->timing)
		graph_set_attribute(linker->graph, node, "timing",
				    trigger->timing);
	graph_add_evidence(linker->graph,
			   object_node(linker, catalog, trigger->on), node,
			   EDGE_FIRES, &evidence);
	if (!trigger->routine.n_parts)
		return;
	evidence.operations = 0;
	routines = catalog_routines(linker->catalogs[catalog],
				    &trigger->routine, NULL, UINT32_MAX, &n);
	if (!n)
		return;
	graph_add_evidence(linker->graph, node,
			   object_node(linker, catalog, routines[0]),
			   EDGE_CALLS, &evidence);
	note_rows(linker, routines[0], trigger);
}

static void link_object(struct linker *linker, uint32_t catalog,
			struct catalog_object *object)
{
	uint32_t node = object_node(linker, catalog, object);

	for (uint32_t i = 0; i < object->n_attributes; i++)
		graph_set_attribute(linker->graph, node,
				    object->attributes[i].name,
				    object->attributes[i].value);
	link_parent(linker, catalog, object, node);
	if (is_relation(object->kind)) {
		link_columns(linker, catalog, object, node);
		link_keys(linker, catalog, object, node);
	}
	for (uint32_t i = 0; i < object->n_parents; i++)
		link_contains(linker, catalog,
			      object_node(linker, catalog, object->parents[i]),
			      node, object, 0);
	if (object->kind == NODE_TRIGGER)
		link_trigger(linker, catalog, object, node);
}

static void link_reference(struct linker *linker, uint32_t catalog,
			   const struct catalog_reference *reference)
{
	uint32_t from, to;
	struct evidence evidence;

	if (!reference->from)
		return;
	from = object_node(linker, catalog, reference->from);
	to = reference->to
		     ? object_node(linker, catalog, reference->to)
		     : unbound_node(
			       linker, NODE_TABLE,
			       name_parts(linker,
					  catalog_dialect(
						  linker->catalogs[catalog]),
					  &reference->to_name),
			       reference->to_name.n_parts);
	evidence = defined(linker, catalog, reference->from, reference->line);
	graph_add_evidence(linker->graph, from, to, EDGE_REFERENCES, &evidence);
	for (uint32_t i = 0; i < reference->n_columns; i++)
		graph_add_pair(linker->graph, from, to, reference->columns[i],
			       i < reference->n_to_columns
				       ? reference->to_columns[i]
				       : "");
}

/* --- what a repository's text defines --- */

/* What is no relation, or a relation that nobody has: a real catalog's object
 * where one has the name, else the supposed one. */
static uint32_t defined_node(struct linker *linker, struct unit *unit,
			     const struct fact *fact)
{
	const struct object_name *name = &fact->as.definition.object;
	enum dialect dialect = unit_dialect(linker, unit, unit->dialect);
	struct catalog_object *object;
	uint32_t catalog;

	object = bind_object(linker, unit, dialect, name, fact->schema,
			     &catalog);
	if (object)
		return object_node(linker, catalog, object);
	return unbound_node(linker, name->kind,
			    name_parts(linker, dialect, &name->name),
			    name->name.n_parts);
}

static void link_defined(struct linker *linker, struct unit *unit,
			 const struct fact *fact, uint32_t accessor,
			 struct evidence *evidence)
{
	uint32_t node = defined_node(linker, unit, fact);

	if (!graph_building(linker->graph, node)->bound)
		evidence->confidence =
			MIN(evidence->confidence, CONFIDENCE_OF_UNBOUND);
	graph_add_evidence(linker->graph, accessor, node, EDGE_DEFINES,
			   evidence);
}

/* Relations are bound as those that are read: the name may have holes, or be
 * in several catalogs. */
static void link_definition(struct linker *linker, struct unit *unit,
			    const struct fact *fact)
{
	const struct fact_definition *definition = &fact->as.definition;
	const struct sql_name *name = &definition->object.name;
	struct evidence evidence;
	struct binding binding = {0};
	uint32_t accessor;

	if (!name->n_parts || definition_is_comment(definition))
		return;
	accessor = accessor_node(linker, unit, &fact->accessor, fact->schema);
	evidence = evidence_of(linker, unit, fact, fact->place.line,
			       fact->place.end_line);
	evidence.operations = definition->operation;
	if (is_relation(definition->object.kind))
		bind_relation(linker, unit,
			      unit_dialect(linker, unit, unit->dialect), name,
			      fact->schema, &binding);
	if (binding.n || binding.pattern)
		link_to_relation(linker, unit, fact, accessor, EDGE_DEFINES,
				 name, &binding, &evidence);
	else if (name_has_hole(name))
		ledger_add(linker, unit, fact, REASON_DYNAMIC_SQL,
			   fact->place.line, NULL,
			   "the name of what is defined is not known", NULL);
	else
		link_defined(linker, unit, fact, accessor, &evidence);
}

/* An object that a real catalog has too needs no supposed twin. */
static bool is_supposed_only(struct linker *linker, uint32_t source,
			     struct catalog_object *object)
{
	struct object_name name = {.kind = object->kind};
	const char *parts[2];
	struct unit *unit = (struct unit *)object->text;
	struct binding binding;

	if (!unit)
		return false;
	if (object->on)
		return is_supposed_only(linker, source, object->on);
	if (object->schema)
		parts[name.name.n_parts++] = object->schema;
	parts[name.name.n_parts++] = object->name;
	name.name.parts = parts;
	name.name.quoted = 3;
	name.arguments = object->arguments;
	if (is_relation(object->kind)) {
		bind_relation(linker, unit, DIALECT_GENERIC, &name.name, NULL,
			      &binding);
		return !binding.n || binding.supposed;
	}
	bind_object(linker, unit, DIALECT_GENERIC, &name, NULL, &source);
	return !linker->sources[source].catalog;
}

void link_objects(struct linker *linker)
{
	for (uint32_t s = 0; s < linker->n_sources; s++) {
		bool catalog = linker->sources[s].catalog;
		uint32_t n;
		struct catalog_object *const *objects =
			catalog_objects(linker->catalogs[s], &n);
		const struct catalog_reference *references;

		for (uint32_t i = 0; i < n; i++)
			if (catalog || is_supposed_only(linker, s, objects[i]))
				link_object(linker, s, objects[i]);
		references = catalog_references(linker->catalogs[s], &n);
		for (uint32_t i = 0; i < n; i++)
			if (catalog ||
			    (references[i].from &&
			     is_supposed_only(linker, s, references[i].from)))
				link_reference(linker, s, &references[i]);
	}
	FOR_UNITS(linker, unit) {
		if (unit_is_catalog(linker, unit))
			continue;
		FOR_FACTS(unit, fact)
			if (fact->kind == FACT_DEFINITION &&
			    !(fact->as.definition.flags &
			      (DEFINE_SYMBOL | DEFINE_TEMPORARY)))
				link_definition(linker, unit, fact);
	}
}
