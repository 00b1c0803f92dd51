#include "graph/link/linker.h"

#include <string.h>

#include "graph/confidence.h"

/*
 * The scope of a path is a heuristic over the names of folders and files that
 * projects commonly use. A fact that says its own scope proves it wrong. The
 * first row that fits wins; a name with "/" is a folder anywhere in the path,
 * others are globs over the base name.
 */
static const struct scope_rule {
	enum scope scope;
	const char *name;
} scope_rules[] = {
	{SCOPE_VENDOR, "vendor/"},
	{SCOPE_VENDOR, "vendors/"},
	{SCOPE_VENDOR, "node_modules/"},
	{SCOPE_VENDOR, "third_party/"},
	{SCOPE_VENDOR, "third-party/"},
	{SCOPE_VENDOR, "thirdparty/"},
	{SCOPE_VENDOR, "site-packages/"},
	{SCOPE_TEST, "test/"},
	{SCOPE_TEST, "tests/"},
	{SCOPE_TEST, "__tests__/"},
	{SCOPE_TEST, "testing/"},
	{SCOPE_TEST, "spec/"},
	{SCOPE_TEST, "specs/"},
	{SCOPE_TEST, "fixtures/"},
	{SCOPE_TEST, "testdata/"},
	{SCOPE_TEST, "test_*"},
	{SCOPE_TEST, "*_test.*"},
	{SCOPE_TEST, "*_tests.*"},
	{SCOPE_TEST, "*_spec.*"},
	{SCOPE_TEST, "*.test.*"},
	{SCOPE_TEST, "*.spec.*"},
	{SCOPE_TEST, "*Test.*"},
	{SCOPE_TEST, "*Tests.*"},
	{SCOPE_TEST, "conftest.py"},
	{SCOPE_TEST, "tests.py"},
	{SCOPE_MIGRATION, "migrations/"},
	{SCOPE_MIGRATION, "migration/"},
	{SCOPE_MIGRATION, "migrate/"},
	{SCOPE_MIGRATION, "alembic/"},
	{SCOPE_MIGRATION, "flyway/"},
	{SCOPE_MIGRATION, "liquibase/"},
	{SCOPE_EXAMPLE, "example/"},
	{SCOPE_EXAMPLE, "examples/"},
	{SCOPE_EXAMPLE, "sample/"},
	{SCOPE_EXAMPLE, "samples/"},
	{SCOPE_EXAMPLE, "demo/"},
	{SCOPE_EXAMPLE, "demos/"},
	{SCOPE_DOCS, "doc/"},
	{SCOPE_DOCS, "docs/"},
	{SCOPE_DOCS, "*.md"},
	{SCOPE_DOCS, "*.rst"},
	{SCOPE_DOCS, "*.adoc"},
};

static bool path_has_folder(const char *path, const char *folder)
{
	size_t length = strlen(folder);

	for (const char *at = path; (at = strstr(at, folder)); at += length)
		if (at == path || at[-1] == '/')
			return true;
	return false;
}

enum scope scope_of_path(const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *base = slash ? slash + 1 : path;

	for (size_t i = 0; i < G_N_ELEMENTS(scope_rules); i++) {
		const struct scope_rule *rule = &scope_rules[i];

		if (strchr(rule->name, '/')
			    ? path_has_folder(path, rule->name)
			    : g_pattern_match_simple(rule->name, base))
			return rule->scope;
	}
	return SCOPE_MAIN;
}

/* Owners go by the path of the unit that a node stands in. */
static uint32_t place(struct linker *linker, struct unit *unit, uint32_t node)
{
	g_hash_table_insert(linker->placed, GUINT_TO_POINTER(node + 1), unit);
	return node;
}

/* What a text itself is, by its language; a file where no row says more. */
static const struct text_kind {
	const char *language;
	enum node_kind kind;
} text_kinds[] = {
	{"jasper", NODE_REPORT},
	{"shell", NODE_SCRIPT},
};

static enum node_kind kind_of_text(const struct unit *unit)
{
	for (size_t i = 0; i < G_N_ELEMENTS(text_kinds); i++)
		if (g_strcmp0(unit->text->language, text_kinds[i].language) ==
		    0)
			return text_kinds[i].kind;
	return NODE_FILE;
}

uint32_t unit_node(struct linker *linker, struct unit *unit)
{
	if (unit->node == GRAPH_ABSENT)
		unit->node = place(
			linker, unit,
			graph_add_symbol(linker->graph, kind_of_text(unit),
					 unit_source_id(linker, unit),
					 unit->path, NULL, 0, 0));
	return unit->node;
}

/* Objects of a database, which are bound; others are symbols of a text. */
static bool is_database_object(enum node_kind kind)
{
	return kind > NODE_NONE && kind < NODE_REPOSITORY;
}

static uint32_t database_accessor(struct linker *linker, struct unit *unit,
				  const struct object_name *name,
				  const char *schema)
{
	enum dialect dialect = unit_dialect(linker, unit, DIALECT_GENERIC);
	uint32_t catalog, n = 0;
	struct catalog_object *object =
		bind_object(linker, unit, dialect, name, schema, &catalog);
	const char **parts = NULL;

	if (object)
		return object_node(linker, catalog, object);
	for (uint32_t i = 0; i < name->on.n_parts; i++)
		*ARENA_PUSH(&linker->arena, parts, n) = name->on.parts[i];
	for (uint32_t i = 0; i < name->name.n_parts; i++)
		*ARENA_PUSH(&linker->arena, parts, n) = name->name.parts[i];
	if (n && name->arguments)
		parts[n - 1] = arena_printf(&linker->arena, "%s(%s)",
					    parts[n - 1], name->arguments);
	return unbound_node(linker, name->kind, parts, n);
}

uint32_t accessor_node(struct linker *linker, struct unit *unit,
		       const struct accessor *accessor, const char *schema)
{
	const struct object_name *name = &accessor->object;

	if (!name->name.n_parts)
		return unit_node(linker, unit);
	if (is_database_object(name->kind))
		return database_accessor(linker, unit, name, schema);
	if (name->kind == NODE_STATEMENT)
		return statement_node(linker, unit, name);
	return place(linker, unit,
		     graph_add_symbol(linker->graph,
				      name->kind ? name->kind : NODE_FUNCTION,
				      unit_source_id(linker, unit), unit->path,
				      name->name.parts, name->name.n_parts,
				      name->nth));
}

static void line_from(uint32_t *line, uint32_t first)
{
	if (*line >= first)
		*line -= first - 1;
}

/*
 * Evidence in a catalog stands in the definition of an object: its lines
 * count from the first line of that definition, so that a dump and the live
 * server say the same of a body.
 */
static void evidence_in_catalog(struct linker *linker, struct unit *unit,
				const struct fact *fact,
				struct evidence *evidence)
{
	const struct object_name *name = &fact->accessor.object;
	uint32_t catalog, first = 1;
	struct catalog_object *object = NULL;

	if (name->name.n_parts)
		object = bind_object(linker, unit, DIALECT_GENERIC, name,
				     fact->schema, &catalog);
	if (object) {
		evidence->object = object_node(linker, catalog, object);
		first = MAX(object->line, 1);
	}
	/* A view may be defined twice, first by a stand-in: the statement
	 * itself is the definition. */
	if (fact->kind == FACT_STATEMENT && fact->as.statement.into.n_parts)
		first = MAX(fact->as.statement.span.line, 1);
	line_from(&evidence->line, first);
	line_from(&evidence->end_line, first);
	line_from(&evidence->statement_line, first);
	line_from(&evidence->statement_end, first);
}

struct evidence evidence_of(struct linker *linker, struct unit *unit,
			    const struct fact *fact, uint32_t line,
			    uint32_t end_line)
{
	struct evidence evidence = {
		.source = unit_source_id(linker, unit),
		.path = unit->path,
		.object = GRAPH_ABSENT,
		.line = line ? line : fact->place.line,
		.via = fact->via,
		.scope = fact->scope ? fact->scope : unit->scope,
		.confidence = fact->confidence,
	};

	evidence.end_line = MAX(end_line, evidence.line);
	if (is_statement(fact->kind)) {
		evidence.statement_line = fact->as.statement.span.line;
		evidence.statement_end = fact->as.statement.span.end_line;
		evidence.statement = fact->as.statement.fingerprint;
	} else if (fact->kind == FACT_IMPORT) {
		evidence.statement_line = fact->as.import.span.line;
		evidence.statement_end = fact->as.import.span.end_line;
	}
	if (unit_is_catalog(linker, unit)) {
		evidence.path = NULL;
		evidence.scope = SCOPE_MAIN;
		/* The lines of a seen statement are its own. */
		if (fact->kind == FACT_SEEN) {
			evidence.object = accessor_node(
				linker, unit, &fact->accessor, fact->schema);
			return evidence;
		}
		evidence.via = VIA_CATALOG;
		evidence_in_catalog(linker, unit, fact, &evidence);
	}
	return evidence;
}

/* The parent of a local symbol in its own text: a panel's report, else the
 * file. */
static uint32_t parent_node(struct linker *linker, struct unit *unit,
			    const struct fact *fact)
{
	if (fact->accessor.object.name.n_parts &&
	    fact->as.definition.object.kind != NODE_FUNCTION)
		return accessor_node(linker, unit, &fact->accessor,
				     fact->schema);
	return unit_node(linker, unit);
}

static void link_symbol(struct linker *linker, struct unit *unit,
			const struct fact *fact)
{
	const struct fact_definition *definition = &fact->as.definition;
	struct accessor self = {definition->object};
	struct evidence evidence =
		evidence_of(linker, unit, fact, fact->place.line, 0);
	uint32_t parent = parent_node(linker, unit, fact);
	uint32_t node = accessor_node(linker, unit, &self, fact->schema);

	for (uint32_t i = 0; i < definition->n_attributes; i++)
		graph_set_attribute(linker->graph, node,
				    definition->attributes[i].name,
				    definition->attributes[i].value);
	if (parent != node)
		graph_add_evidence(linker->graph, parent, node, EDGE_CONTAINS,
				   &evidence);
}

static void link_schedule(struct linker *linker, struct unit *unit,
			  const struct fact *fact)
{
	const struct fact_schedule *schedule = &fact->as.schedule;
	uint32_t node =
		accessor_node(linker, unit, &fact->accessor, fact->schema);

	if (schedule->when)
		graph_set_attribute(linker->graph, node, "schedule",
				    schedule->when);
	if (schedule->user)
		graph_set_attribute(linker->graph, node, "user",
				    schedule->user);
	if (schedule->command)
		graph_set_attribute(linker->graph, node, "command",
				    schedule->command);
}

/* A job or script runs a file of one of the sources. */
static void link_run(struct linker *linker, struct unit *unit,
		     const struct fact *fact)
{
	const struct fact_call *call = &fact->as.call;
	struct unit *callee;
	struct evidence evidence;
	g_autofree char *detail = NULL;
	bool sure = true;

	if (!call->path)
		return;
	callee = symbols_path(linker, unit, call->path, &sure);
	if (!callee) {
		detail = g_strdelimit(g_strdup(call->path), "\x1a", '*');
		ledger_add(linker, unit, fact, REASON_UNRESOLVED_SCRIPT,
			   fact->place.line, NULL, detail, NULL);
		return;
	}
	evidence = evidence_of(linker, unit, fact, fact->place.line,
			       fact->place.end_line);
	if (!sure)
		evidence.confidence =
			MIN(evidence.confidence, CONFIDENCE_OF_PATH_TAIL);
	graph_add_evidence(
		linker->graph,
		accessor_node(linker, unit, &fact->accessor, fact->schema),
		unit_node(linker, callee), EDGE_RUNS, &evidence);
}

void link_places(struct linker *linker)
{
	FOR_UNITS(linker, unit) {
		FOR_FACTS(unit, fact) {
			if (fact->kind == FACT_DEFINITION &&
			    fact->as.definition.flags & DEFINE_SYMBOL)
				link_symbol(linker, unit, fact);
			else if (fact->kind == FACT_SCHEDULE)
				link_schedule(linker, unit, fact);
			else if (fact->kind == FACT_CALL)
				link_run(linker, unit, fact);
		}
	}
}
