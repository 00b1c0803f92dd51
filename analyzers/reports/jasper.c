/*
 * Report definitions of JasperReports (.jrxml): the SQL of the report's query
 * and of its datasets, and the subreports that it runs. The text itself is
 * the report; a dataset with a query of its own is a panel of it.
 *
 *	<jasperReport name="Sales">
 *	  <subDataset name="Months">
 *	    <queryString language="SQL"><![CDATA[SELECT ...]]></queryString>
 *	  <parameter name="FILTER" class="java.lang.String">
 *	    <defaultValueExpression>"AND open"</defaultValueExpression>
 *	  <queryString>SELECT ... WHERE day > $P{day} $P!{FILTER}</queryString>
 *	  <subreport><subreportExpression>"lines.jasper"</subreportExpression>
 *
 * Version 7 writes <query>, <dataset> and <element kind="subreport">. Queries
 * to files (XPath, JSON, CSV) are none of ours; those in languages of objects
 * (HQL) or cubes (MDX) reach a database and are blind spots.
 */

#include <string.h>

#include "analyzers/analyzer.h"
#include "analyzers/reports/jasper_value.h"
#include "analyzers/reports/xml.h"

struct jasper {
	struct analysis *analysis;
	const struct xml *xml;
	bool announced;
	GHashTable *names; /* of datasets -> how many */
};

/* The report or one of its datasets. */
struct dataset {
	struct jasper *jasper;
	uint32_t node;
	struct accessor accessor; /* without a name: the report */
	bool announced;
	GHashTable *parameters; /* name -> struct jasper_parameter */
	GPtrArray *in_order;
};

/* --- symbols -------------------------------------------------------------- */

static void add_attribute(struct jasper *jasper, struct fact *fact,
			  const char *name, const char *value)
{
	struct fact_definition *definition = &fact->as.definition;

	if (value && *value)
		*ARENA_PUSH(jasper->analysis->arena, definition->attributes,
			    definition->n_attributes) =
			(struct attribute){name, value};
}

/* Names of what the query gives. */
static const char *field_names(struct jasper *jasper)
{
	const struct xml *xml = jasper->xml;
	GString *names = g_string_new(NULL);
	uint32_t child = xml_first(xml, xml_root(xml));
	const char *kept;

	for (; child != XML_ABSENT; child = xml_next(xml, child)) {
		const char *name = xml_is(xml, child, "field")
					   ? xml_value(xml, child, "name")
					   : NULL;

		if (name)
			g_string_append_printf(names, "%s%s",
					       names->len ? ", " : "", name);
	}
	kept = arena_strndup(jasper->analysis->arena, names->str, names->len);
	g_string_free(names, TRUE);
	return kept;
}

static void deliver_symbol(struct jasper *jasper, struct fact *fact,
			   const struct object_name *object, uint32_t node)
{
	fact->kind = FACT_DEFINITION;
	fact->place.line = xml_line(jasper->xml, node);
	fact->via = VIA_REPORT;
	fact->as.definition.operation = OP_CREATE;
	fact->as.definition.flags = DEFINE_SYMBOL;
	fact->as.definition.object = *object;
	fact->as.definition.ordinal = analysis_ordinal(jasper->analysis);
	analysis_fact(jasper->analysis, jasper->xml->text, fact);
}

/* The report, once. */
static void announce_report(struct jasper *jasper)
{
	const struct object_name report = {.kind = NODE_REPORT};
	uint32_t root = xml_root(jasper->xml);
	struct fact *fact;

	if (jasper->announced)
		return;
	jasper->announced = true;
	fact = ARENA_NEW(jasper->analysis->arena, struct fact);
	add_attribute(jasper, fact, "title",
		      xml_value(jasper->xml, root, "name"));
	add_attribute(jasper, fact, "fields", field_names(jasper));
	deliver_symbol(jasper, fact, &report, root);
}

/* A dataset, once it asks a database, behind its report. */
static void announce(struct dataset *dataset)
{
	struct jasper *jasper = dataset->jasper;

	announce_report(jasper);
	if (dataset->announced || !dataset->accessor.object.name.n_parts)
		return;
	dataset->announced = true;
	deliver_symbol(jasper, ARENA_NEW(jasper->analysis->arena, struct fact),
		       &dataset->accessor.object, dataset->node);
}

static void gap(struct dataset *dataset, enum reason reason, uint32_t line,
		const char *detail)
{
	struct jasper *jasper = dataset->jasper;
	struct fact *fact = ARENA_NEW(jasper->analysis->arena, struct fact);

	announce(dataset);
	fact->kind = FACT_GAP;
	fact->place.line = line;
	fact->accessor = dataset->accessor;
	fact->via = VIA_REPORT;
	fact->as.gap.reason = reason;
	fact->as.gap.detail = detail;
	analysis_fact(jasper->analysis, jasper->xml->text, fact);
}

/* --- queries -------------------------------------------------------------- */

enum language { LANGUAGE_SQL, LANGUAGE_FILES, LANGUAGE_OTHER };

static enum language language_of(const char *name, enum dialect *dialect)
{
	static const char *const files[] = {"csv",    "csvurl", "excel", "json",
					    "jsonql", "xls",	"xlsx",	 "xml",
					    "xpath",  "xpath2", "text",	 NULL};

	*dialect = DIALECT_GENERIC;
	if (!name || !*name || !g_ascii_strcasecmp(name, "sql"))
		return LANGUAGE_SQL;
	if (!g_ascii_strcasecmp(name, "plsql")) {
		*dialect = DIALECT_ORACLE;
		return LANGUAGE_SQL;
	}
	for (const char *const *file = files; *file; file++)
		if (!g_ascii_strcasecmp(name, *file))
			return LANGUAGE_FILES;
	return LANGUAGE_OTHER;
}

static bool is_blank(const struct xml_string *string)
{
	return string->size == strspn(string->bytes, " \t\r\n;");
}

/* {call f(...)} and {? = call f(...)} are calls to drivers. */
static void open_braces(struct xml_string *sql)
{
	size_t at = strspn(sql->bytes, " \t\r\n");
	char *close = memrchr(sql->bytes, '}', sql->size);

	if (sql->bytes[at] != '{' || !close)
		return;
	*close = ' ';
	while (strchr("{?= \t\r\n", sql->bytes[at]) && sql->bytes[at])
		sql->bytes[at++] = ' ';
}

static void give_sql(struct dataset *dataset, struct xml_string *sql,
		     enum dialect dialect, bool sure)
{
	struct jasper *jasper = dataset->jasper;
	struct text guest = {.language = "sql",
			     .dialect = dialect,
			     .via = VIA_REPORT,
			     .confidence =
				     sure ? CONFIDENCE_NONE : CONFIDENCE_LIKELY,
			     .reader = dataset->accessor.object.name.n_parts
					       ? &dataset->accessor
					       : NULL};

	announce(dataset);
	open_braces(sql);
	xml_guest(jasper->xml, &guest, sql);
	analysis_guest(jasper->analysis, &guest);
}

/* One text of SQL; read again for parameters that have several values. What
 * a default is replaced with is not known. */
static void read_sql(struct dataset *dataset, const struct xml_string *written,
		     enum dialect dialect)
{
	const struct xml *xml = dataset->jasper->xml;
	struct jasper_query query;
	uint32_t which = 0;

	do {
		query = jasper_fill(xml, written, dataset->parameters, which);
		if (!is_blank(&query.sql))
			give_sql(dataset, &query.sql, dialect, !query.filled);
		if (query.hole)
			gap(dataset, REASON_DYNAMIC_SQL,
			    text_line(xml->text, query.hole_at), query.hole);
	} while (++which < query.n_values);
	if (!query.hole && query.prompted)
		gap(dataset, REASON_DYNAMIC_SQL,
		    text_line(xml->text, written->origins[0]),
		    "text that is asked for when the report is run");
}

static void read_query(struct dataset *dataset, uint32_t node)
{
	struct jasper *jasper = dataset->jasper;
	const char *name = xml_value(jasper->xml, node, "language");
	struct xml_string written;
	enum dialect dialect;
	enum language language = language_of(name, &dialect);

	if (!xml_string(jasper->xml, node, &written) || is_blank(&written))
		return;
	if (language == LANGUAGE_SQL)
		read_sql(dataset, &written, dialect);
	else if (language == LANGUAGE_OTHER)
		gap(dataset, REASON_OTHER_LANGUAGE, xml_line(jasper->xml, node),
		    arena_printf(jasper->analysis->arena,
				 "a query whose language is %s", name));
}

/* --- parameters ----------------------------------------------------------- */

static bool is_text_class(const char *class)
{
	return !class || !strcmp(class, "java.lang.String") ||
	       !strcmp(class, "java.lang.Object") || !strcmp(class, "String");
}

static bool is_false(const char *value)
{
	return value && strcmp(value, "false") == 0;
}

static void read_parameter(struct dataset *dataset, uint32_t node)
{
	struct jasper *jasper = dataset->jasper;
	const struct xml *xml = jasper->xml;
	struct jasper_parameter *parameter =
		ARENA_NEW(jasper->analysis->arena, struct jasper_parameter);
	struct xml_string expression;

	parameter->name = xml_value(xml, node, "name");
	parameter->line = xml_line(xml, node);
	parameter->prompted =
		!is_false(xml_value(xml, node, "isForPrompting")) &&
		!is_false(xml_value(xml, node, "forPrompting"));
	if (!parameter->name)
		return;
	if (is_text_class(xml_value(xml, node, "class")) &&
	    xml_string(xml, xml_child(xml, node, "defaultValueExpression"),
		       &expression) &&
	    !is_blank(&expression))
		parameter->values =
			jasper_evaluate(xml, &expression, dataset->parameters);
	g_hash_table_insert(dataset->parameters, (char *)parameter->name,
			    parameter);
	g_ptr_array_add(dataset->in_order, parameter);
}

/* A statement that no query here takes up goes elsewhere: to a subreport, or
 * into code. */
static void read_unused(struct dataset *dataset)
{
	for (guint i = 0; i < dataset->in_order->len; i++) {
		struct jasper_parameter *parameter =
			dataset->in_order->pdata[i];

		for (uint32_t v = 0;
		     !parameter->used && v < parameter->values.n; v++) {
			struct xml_string *sql = &parameter->values.items[v];

			if (analysis_judge(sql->bytes, sql->size,
					   DIALECT_GENERIC) == SQL_STATEMENT)
				give_sql(dataset, sql, DIALECT_GENERIC, false);
		}
	}
}

/* --- reports -------------------------------------------------------------- */

static void name_dataset(struct dataset *dataset)
{
	struct jasper *jasper = dataset->jasper;
	struct arena *arena = jasper->analysis->arena;
	const char *name = xml_value(jasper->xml, dataset->node, "name");
	const char **parts = arena_alloc(arena, sizeof(*parts));
	guint count;

	parts[0] = name && *name ? name : "dataset";
	count = GPOINTER_TO_UINT(g_hash_table_lookup(jasper->names, parts[0]));
	g_hash_table_insert(jasper->names, (char *)parts[0],
			    GUINT_TO_POINTER(count + 1));
	dataset->accessor.object =
		(struct object_name){.kind = NODE_PANEL,
				     .name = {.parts = parts, .n_parts = 1},
				     .nth = count ? count + 1 : 0};
}

static void read_dataset(struct jasper *jasper, uint32_t node)
{
	const struct xml *xml = jasper->xml;
	struct dataset dataset = {
		.jasper = jasper,
		.node = node,
		.parameters = g_hash_table_new(g_str_hash, g_str_equal),
		.in_order = g_ptr_array_new()};
	uint32_t child;

	if (node != xml_root(xml))
		name_dataset(&dataset);
	for (child = xml_first(xml, node); child != XML_ABSENT;
	     child = xml_next(xml, child))
		if (xml_is(xml, child, "parameter"))
			read_parameter(&dataset, child);
	for (child = xml_first(xml, node); child != XML_ABSENT;
	     child = xml_next(xml, child))
		if (xml_is(xml, child, "queryString") ||
		    xml_is(xml, child, "query"))
			read_query(&dataset, child);
	read_unused(&dataset);
	g_ptr_array_free(dataset.in_order, TRUE);
	g_hash_table_destroy(dataset.parameters);
}

static bool ends_with(const struct xml_string *path, const char *suffix)
{
	size_t n = strlen(suffix);

	return path->size > n &&
	       memcmp(path->bytes + path->size - n, suffix, n) == 0;
}

/* "lines.jasper" is what "lines.jrxml" is compiled to; servers have a prefix
 * "repo:". */
static void run_subreport(struct jasper *jasper, uint32_t node,
			  const struct xml_string *path)
{
	const char *known = path->bytes;
	size_t size = path->size;
	struct fact *fact;

	if (size >= 5 && memcmp(known, "repo:", 5) == 0)
		known += 5, size -= 5;
	if (ends_with(path, ".jasper"))
		size -= 7;
	else if (ends_with(path, ".jrxml"))
		size -= 6;
	fact = ARENA_NEW(jasper->analysis->arena, struct fact);
	fact->kind = FACT_CALL;
	fact->via = VIA_REPORT;
	fact->place.line = text_line(jasper->xml->text, path->origins[0]);
	fact->place.end_line =
		MAX(fact->place.line, xml_line(jasper->xml, node));
	fact->as.call.kind = NODE_FILE;
	fact->as.call.path = arena_printf(jasper->analysis->arena, "%.*s.jrxml",
					  (int)size, known);
	analysis_fact(jasper->analysis, jasper->xml->text, fact);
}

/* Expressions see the report's parameters only as unknown: the folder is what
 * differs from where the report was drawn. */
static void read_subreport(struct jasper *jasper, uint32_t expression)
{
	struct dataset report = {.jasper = jasper};
	GHashTable *nothing;
	struct jasper_values paths;
	struct xml_string written;

	if (!xml_string(jasper->xml, expression, &written) ||
	    is_blank(&written))
		return;
	announce_report(jasper);
	nothing = g_hash_table_new(g_str_hash, g_str_equal);
	paths = jasper_evaluate(jasper->xml, &written, nothing);
	g_hash_table_destroy(nothing);
	for (uint32_t i = 0; i < paths.n; i++) {
		const struct xml_string *path = &paths.items[i];

		if (path->size && path->bytes[path->size - 1] != TEXT_HOLE)
			run_subreport(jasper, expression, path);
		else if (path->size)
			gap(&report, REASON_UNRESOLVED_SCRIPT,
			    xml_line(jasper->xml, expression),
			    "a subreport whose path is not known");
	}
}

/* Datasets and subreports stand at any depth. */
static void read_parts(struct jasper *jasper)
{
	const struct xml *xml = jasper->xml;

	for (uint32_t i = 1; i < xml->n_nodes; i++) {
		const char *kind;

		if (xml_is(xml, i, "subDataset") || xml_is(xml, i, "dataset"))
			read_dataset(jasper, i);
		else if (xml_is(xml, i, "subreport"))
			read_subreport(
				jasper,
				xml_child(xml, i, "subreportExpression"));
		else if (xml_is(xml, i, "subreportPart"))
			read_subreport(
				jasper,
				xml_child(xml, i, "subreportPartExpression"));
		else if ((kind = xml_value(xml, i, "kind")) &&
			 strcmp(kind, "subreport") == 0)
			read_subreport(jasper, xml_child(xml, i, "expression"));
	}
}

static void analyze_jasper(struct analysis *analysis, struct text *text)
{
	struct jasper jasper = {.analysis = analysis};

	jasper.xml = xml_read(analysis, text);
	if (!xml_is(jasper.xml, xml_root(jasper.xml), "jasperReport"))
		return;
	jasper.names = g_hash_table_new(g_str_hash, g_str_equal);
	read_dataset(&jasper, xml_root(jasper.xml));
	read_parts(&jasper);
	g_hash_table_destroy(jasper.names);
}

const struct analyzer analyzer_jasper = {
	.name = "jasper",
	.files = (const char *const[]){"*.jrxml", NULL},
	.analyze = analyze_jasper,
};
