#include "graph/link/linker.h"

#include <string.h>

#include "graph/confidence.h"

/* --- the world that the resolver asks --- */

struct world {
	struct linker *linker;
	struct binder *binder;
	struct unit *unit;
	enum dialect dialect;
};

static void view_resolve(struct linker *linker, struct catalog_object *view);

static struct catalog_object *world_relation(const struct sql_name *name,
					     const char *schema, void *payload,
					     const struct catalog **catalog,
					     enum catalog_fit *fit)
{
	struct world *world = payload;
	struct linker *linker = world->linker;
	struct binding binding;

	bind_relation_by(world->binder, linker, world->unit, world->dialect,
			 name, schema, &binding);
	if (!binding.n || binding.pattern)
		return NULL;
	view_resolve(linker, binding.objects[0]);
	*catalog = linker->catalogs[binding.catalogs[0]];
	*fit = binding.fit;
	return binding.objects[0];
}

static void resolve_fact(struct linker *linker, struct binder *binder,
			 struct unit *unit, struct fact *fact,
			 const struct resolve_rows *rows, struct arena *arena,
			 struct resolution *resolution)
{
	struct world world = {
		linker, binder, unit,
		unit_dialect(linker, unit, fact->as.statement.dialect)};
	struct resolve_world asked = {world_relation, &world};

	resolve_statement(&fact->as.statement, fact->schema, &asked, rows,
			  arena, resolution);
}

/* --- views --- */

/* Derives the columns of a view from its query, after those of the views
 * below it. A view that reads itself stays without. All are asked for by
 * link_views(), so that nothing changes when threads come here. */
static void view_resolve(struct linker *linker, struct catalog_object *view)
{
	struct view_query *query = g_hash_table_lookup(linker->views, view);
	struct resolution resolution;
	uint32_t catalog;

	if (!query || query->asked)
		return;
	query->asked = true;
	if (view->columns_known)
		return;
	catalog = query->unit->source;
	resolve_fact(linker, &linker->binder, query->unit, query->fact, NULL,
		     &linker->arena, &resolution);
	resolve_view_columns(linker->catalogs[catalog], view,
			     &query->fact->as.statement, &resolution);
}

/* The view (or table) whose columns the statement makes, or NULL. */
static struct catalog_object *view_of(struct linker *linker, struct unit *unit,
				      const struct fact *fact)
{
	struct object_name name = {.kind = fact->accessor.object.kind,
				   .name = fact->as.statement.into};

	if (fact->kind != FACT_STATEMENT || !name.name.n_parts)
		return NULL;
	if (name.kind != NODE_VIEW && name.kind != NODE_MATVIEW)
		name.kind = NODE_TABLE;
	return catalog_object(linker->catalogs[unit->source], &name,
			      fact->schema);
}

static void note_view(struct linker *linker, struct unit *unit,
		      struct fact *fact)
{
	struct catalog_object *view = view_of(linker, unit, fact);
	struct view_query *query;

	if (!view)
		return;
	query = ARENA_NEW(&linker->arena, struct view_query);
	query->unit = unit;
	query->fact = fact;
	g_hash_table_insert(linker->views, view, query);
}

void link_views(struct linker *linker)
{
	FOR_UNITS(linker, unit)
		FOR_FACTS(unit, fact)
			note_view(linker, unit, fact);
	FOR_UNITS(linker, unit)
		FOR_FACTS(unit, fact) {
			struct catalog_object *view =
				view_of(linker, unit, fact);

			if (view)
				view_resolve(linker, view);
		}
}

/* --- one statement --- */

struct statement {
	struct linker *linker;
	struct unit *unit;
	struct fact *fact;
	const struct resolution *resolution;
	const struct binding *bindings;
	uint32_t accessor;
};

static bool is_temporary(struct statement *s, const struct sql_name *name)
{
	const struct unit *unit = s->unit;
	const char *last;

	if (!unit->n_temporary || !name->n_parts)
		return false;
	last = name->parts[name->n_parts - 1];
	for (uint32_t i = 0; i < unit->n_temporary; i++)
		if (g_ascii_strcasecmp(unit->temporary[i], last) == 0)
			return true;
	return false;
}

/* A table that a text makes for itself is a node of that text. A catalog's
 * text has one name, whatever file it lies in. */
static uint32_t temporary_node(struct statement *s, const struct sql_name *name)
{
	const char **parts = name_parts(s->linker, DIALECT_GENERIC, name);
	const char *path =
		unit_is_catalog(s->linker, s->unit) ? "schema" : s->unit->path;
	uint32_t node = graph_add_symbol(s->linker->graph, NODE_TABLE,
					 unit_source_id(s->linker, s->unit),
					 path, parts + name->n_parts - 1, 1, 0);

	graph_set_attribute(s->linker->graph, node, "temporary", "true");
	return node;
}

/* A column's name with its holes as "*"; a hole alone is any column. */
static const char *column_pattern(struct linker *linker, const char *name)
{
	char *pattern;

	if (!strchr(name, TEXT_HOLE))
		return name;
	pattern = arena_strdup(&linker->scratch, name);
	for (char *p = pattern; *p; p++)
		if (*p == TEXT_HOLE)
			*p = '*';
	return pattern;
}

/* "llx_*" for a name with holes. */
static char *name_pattern(struct linker *linker, const struct sql_name *name)
{
	GString *pattern = g_string_new(NULL);
	char *result;

	for (uint32_t i = 0; i < name->n_parts; i++) {
		g_string_append(pattern, i ? "." : "");
		for (const char *p = name->parts[i]; *p; p++)
			g_string_append_c(pattern, *p == TEXT_HOLE ? '*' : *p);
	}
	result = arena_strdup(&linker->arena, pattern->str);
	g_string_free(pattern, TRUE);
	return result;
}

/* Strips what a name with holes says nothing by: only a hole, "*". */
static bool pattern_says(const char *pattern)
{
	return pattern[strspn(pattern, "*._")] != '\0';
}

static void link_pattern(struct linker *linker, struct unit *unit,
			 const struct fact *fact, uint32_t from,
			 enum edge_kind kind, const struct sql_name *name,
			 const struct binding *binding,
			 struct evidence *evidence)
{
	const char *pattern = name_pattern(linker, name);

	evidence->confidence = MIN(evidence->confidence, CONFIDENCE_OF_PATTERN);
	for (uint32_t i = 0; i < binding->n; i++)
		graph_add_evidence(linker->graph, from,
				   object_node(linker, binding->catalogs[i],
					       binding->objects[i]),
				   kind, evidence);
	ledger_add(linker, unit, fact,
		   binding->too_many ? REASON_TOO_MANY_MATCHES
				     : REASON_DYNAMIC_TABLE_NAME,
		   name->line ? name->line : fact->place.line, pattern, NULL,
		   binding);
	if (!binding->n && pattern_says(pattern)) {
		uint32_t node = unbound_node(linker, NODE_TABLE, &pattern, 1);

		graph_set_attribute(linker->graph, node, "pattern", pattern);
		graph_add_evidence(linker->graph, from, node, kind, evidence);
	}
}

void link_to_relation(struct linker *linker, struct unit *unit,
		      const struct fact *fact, uint32_t from,
		      enum edge_kind kind, const struct sql_name *name,
		      const struct binding *binding, struct evidence *evidence)
{
	enum confidence limit = CONFIDENCE_CERTAIN;

	if (binding->pattern) {
		link_pattern(linker, unit, fact, from, kind, name, binding,
			     evidence);
		return;
	}
	if (!binding->n) {
		enum dialect dialect = unit_dialect(
			linker, unit,
			is_statement(fact->kind) ? fact->as.statement.dialect
						 : DIALECT_GENERIC);
		uint32_t node = unbound_node(linker, NODE_TABLE,
					     name_parts(linker, dialect, name),
					     name->n_parts);

		evidence->confidence =
			MIN(evidence->confidence, CONFIDENCE_OF_UNBOUND);
		graph_add_evidence(linker->graph, from, node, kind, evidence);
		return;
	}
	if (binding->fit != CATALOG_EXACT)
		limit = CONFIDENCE_OF_LOOSE_NAME;
	if (binding->supposed)
		limit = MIN(limit, CONFIDENCE_OF_UNBOUND);
	else if (binding->foreign)
		limit = MIN(limit, CONFIDENCE_OF_OTHER_DIALECT);
	if (binding->ambiguous) {
		limit = CONFIDENCE_OF_AMBIGUOUS;
		ledger_add(linker, unit, fact, REASON_AMBIGUOUS_NAME,
			   name->line ? name->line : fact->place.line,
			   name_pattern(linker, name), NULL, binding);
	}
	evidence->confidence = MIN(evidence->confidence, limit);
	for (uint32_t i = 0; i < binding->n; i++)
		graph_add_evidence(linker->graph, from,
				   object_node(linker, binding->catalogs[i],
					       binding->objects[i]),
				   kind, evidence);
}

/* A table that is both read and written: the writing edge has the columns
 * assigned, the reading one the rest. */
static void access_columns(struct statement *s, const struct access *access,
			   bool also_other, struct evidence *evidence)
{
	uint32_t mask = ~0u;

	if (also_other)
		mask = access->kind == EDGE_WRITES ? ROLE_WRITE
						   : ~(uint32_t)ROLE_WRITE;
	evidence->columns = NULL;
	evidence->n_columns = 0;
	for (uint32_t i = 0; i < s->resolution->n_columns; i++) {
		const struct resolved_column *column =
			&s->resolution->columns[i];
		struct used_column *used;

		if (column->table != access->table || !(column->roles & mask))
			continue;
		used = ARENA_PUSH(&s->linker->scratch, evidence->columns,
				  evidence->n_columns);
		used->name = column_pattern(s->linker, column->name);
		used->roles = column->roles & mask;
	}
}

static bool has_other_access(const struct statement *s,
			     const struct access *access)
{
	for (uint32_t i = 0; i < s->resolution->n_accesses; i++)
		if (s->resolution->accesses[i].table == access->table &&
		    s->resolution->accesses[i].kind != access->kind)
			return true;
	return false;
}

static void link_access(struct statement *s, const struct access *access)
{
	const struct fact_statement *statement = &s->fact->as.statement;
	const struct resolved_table *table =
		&s->resolution->tables[access->table];
	struct evidence evidence = evidence_of(s->linker, s->unit, s->fact,
					       access->line, access->end_line);

	evidence.operations = access->operations;
	access_columns(s, access, has_other_access(s, access), &evidence);
	if (!statement->complete)
		evidence.confidence =
			MIN(evidence.confidence, CONFIDENCE_OF_FRAGMENT);
	if (statement->prose)
		evidence.confidence =
			MIN(evidence.confidence, CONFIDENCE_OF_PROSE);
	if (!s->bindings[access->table].n && is_temporary(s, table->name)) {
		graph_add_evidence(s->linker->graph, s->accessor,
				   temporary_node(s, table->name), access->kind,
				   &evidence);
		return;
	}
	link_to_relation(s->linker, s->unit, s->fact, s->accessor, access->kind,
			 table->name, &s->bindings[access->table], &evidence);
}

/* --- lineage --- */

static uint32_t derivation_end(struct statement *s, uint32_t table,
			       const char *column)
{
	const struct binding *binding;

	if (table == SCOPE_ABSENT)
		return GRAPH_ABSENT;
	binding = &s->bindings[table];
	if (binding->n != 1 || binding->pattern)
		return GRAPH_ABSENT;
	return column_node(s->linker, binding->catalogs[0], binding->objects[0],
			   column);
}

static void link_derivation(struct statement *s,
			    const struct derivation *derivation)
{
	uint32_t from =
		derivation_end(s, derivation->from_table, derivation->from);
	uint32_t to = derivation_end(s, derivation->to_table, derivation->to);
	struct evidence evidence;

	if (from == GRAPH_ABSENT || to == GRAPH_ABSENT || from == to)
		return;
	evidence = evidence_of(s->linker, s->unit, s->fact, 0, 0);
	graph_add_evidence(s->linker->graph, from, to, EDGE_DERIVES, &evidence);
	graph_set_how(s->linker->graph, from, to, derivation->how);
}

/* --- calls and mentions --- */

static void link_call(struct statement *s, const struct sql_call *call)
{
	struct linker *linker = s->linker;
	enum dialect dialect =
		unit_dialect(linker, s->unit, s->fact->as.statement.dialect);
	uint32_t catalog, node;
	struct catalog_object *routine;
	struct evidence evidence;

	if (!call->name.n_parts || name_has_hole(&call->name))
		return;
	runners_call(linker, s->unit, s->fact, &call->name);
	routine = bind_routine(linker, s->unit, dialect, &call->name,
			       s->fact->schema, call->n_arguments, &catalog);
	/* A function that no catalog has is most often the server's own. */
	if (!routine && !call->statement)
		return;
	evidence = evidence_of(linker, s->unit, s->fact, call->name.line,
			       call->name.end_line);
	if (routine) {
		node = object_node(linker, catalog, routine);
	} else {
		node = unbound_node(linker, NODE_ROUTINE,
				    name_parts(linker, dialect, &call->name),
				    call->name.n_parts);
		evidence.confidence =
			MIN(evidence.confidence, CONFIDENCE_OF_UNBOUND);
	}
	graph_add_evidence(linker->graph, s->accessor, node, EDGE_CALLS,
			   &evidence);
}

static void link_mention(struct statement *s, const struct sql_mention *mention)
{
	struct linker *linker = s->linker;
	struct object_name name = {.kind = mention->kind,
				   .name = mention->name};
	enum dialect dialect =
		unit_dialect(linker, s->unit, s->fact->as.statement.dialect);
	struct catalog_object *object;
	struct evidence evidence;
	struct binding binding;
	uint32_t catalog;

	if (!mention->name.n_parts || name_has_hole(&mention->name))
		return;
	evidence = evidence_of(linker, s->unit, s->fact, mention->name.line,
			       mention->name.end_line);
	if (mention->kind == NODE_TABLE) {
		bind_relation(linker, s->unit, dialect, &mention->name,
			      s->fact->schema, &binding);
		if (binding.n)
			link_to_relation(linker, s->unit, s->fact, s->accessor,
					 EDGE_MENTIONS, &mention->name,
					 &binding, &evidence);
		return;
	}
	object = bind_object(linker, s->unit, dialect, &name, s->fact->schema,
			     &catalog);
	if (object)
		graph_add_evidence(linker->graph, s->accessor,
				   object_node(linker, catalog, object),
				   EDGE_MENTIONS, &evidence);
}

/* --- all statements --- */

/* Prose stays when one of its names is a table that somebody defines. */
static bool prose_binds(const struct prepared *prepared)
{
	for (uint32_t i = 0; i < prepared->resolution.n_tables; i++)
		if (prepared->bindings[i].n && !prepared->bindings[i].pattern)
			return true;
	return false;
}

/* What a trigger function of PostgreSQL sees, by the triggers that call it. */
static const struct resolve_rows *rows_of(struct linker *linker,
					  struct unit *unit,
					  const struct fact *fact,
					  uint32_t *catalog)
{
	struct catalog_object *routine;

	if (fact->accessor.object.kind != NODE_ROUTINE)
		return NULL;
	routine = bind_object(linker, unit, DIALECT_GENERIC,
			      &fact->accessor.object, fact->schema, catalog);
	return routine ? g_hash_table_lookup(linker->rows, routine) : NULL;
}

/* The table of NEW and OLD, which the statement does not name. */
static void bind_rows(struct linker *linker, uint32_t catalog,
		      struct catalog_object *object, struct binding *binding)
{
	memset(binding, 0, sizeof(*binding));
	binding->n = 1;
	binding->objects[0] = object;
	binding->catalogs[0] = catalog;
	binding->fit = CATALOG_EXACT;
	binding->supposed = !linker->sources[catalog].catalog;
}

/* The file that holds a constant reads by it only while nobody else does. */
static bool is_used_constant(const struct unit *unit, const struct fact *fact)
{
	if (fact->accessor.object.name.n_parts)
		return false;
	for (uint32_t i = 0; i < unit->n_used; i++)
		if (fact->place.line >= unit->used[i].line &&
		    fact->place.line <= unit->used[i].end_line)
			return true;
	return false;
}

bool prepare_statement(struct linker *linker, struct unit *unit,
		       struct fact *fact, struct binder *binder,
		       struct arena *arena, struct prepared *prepared)
{
	struct resolution *resolution = &prepared->resolution;
	const struct resolve_rows *rows;
	uint32_t catalog;
	enum dialect dialect =
		unit_dialect(linker, unit, fact->as.statement.dialect);

	/* What stands by itself in a dump is data, no reader. */
	if (unit_is_catalog(linker, unit) &&
	    !fact->accessor.object.name.n_parts)
		return false;
	if (is_used_constant(unit, fact))
		return false;
	prepared->unit = unit;
	prepared->fact = fact;
	rows = rows_of(linker, unit, fact, &catalog);
	resolve_fact(linker, binder, unit, fact, rows, arena, resolution);
	prepared->bindings = arena_alloc(arena, resolution->n_tables *
							sizeof(struct binding));
	for (uint32_t i = 0; i < resolution->n_tables; i++) {
		const struct resolved_table *table = &resolution->tables[i];

		if (rows && table->object && !table->name->n_parts)
			bind_rows(linker, catalog, table->object,
				  &prepared->bindings[i]);
		else
			bind_relation_by(binder, linker, unit, dialect,
					 table->name, fact->schema,
					 &prepared->bindings[i]);
	}
	return true;
}

void link_prepared(struct linker *linker, const struct prepared *prepared)
{
	struct fact *fact = prepared->fact;
	const struct fact_statement *made = &fact->as.statement;
	const struct resolution *resolution = &prepared->resolution;
	struct statement s = {linker,	  prepared->unit,     fact,
			      resolution, prepared->bindings, GRAPH_ABSENT};

	if (made->prose && !prose_binds(prepared)) {
		ledger_count_prose(linker, s.unit, 1);
		return;
	}
	arena_reset(&linker->scratch);
	s.accessor =
		accessor_node(linker, s.unit, &fact->accessor, fact->schema);
	if (fact->kind == FACT_SEEN)
		seen_count(linker, fact, s.accessor);
	for (uint32_t i = 0; i < resolution->n_accesses; i++)
		link_access(&s, &resolution->accesses[i]);
	for (uint32_t i = 0; i < resolution->n_derivations; i++)
		link_derivation(&s, &resolution->derivations[i]);
	for (uint32_t i = 0; i < made->n_calls; i++)
		link_call(&s, &made->calls[i]);
	for (uint32_t i = 0; i < made->n_mentions; i++)
		link_mention(&s, &made->mentions[i]);
}
