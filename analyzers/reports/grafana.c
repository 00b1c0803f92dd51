/*
 * Grafana's dashboards as exported or provisioned: a report for each
 * dashboard, a panel for each panel, and the SQL of their queries.
 *
 *	{"title": "Sales", "panels": [{"title": "By day", "targets": [
 *		{"datasource": {"type": "postgres"},
 *		 "rawSql": "SELECT day FROM orders"}]}]}
 *
 * Also read: {"dashboard": {...}}, rows with panels (up to version 4 of
 * Grafana, and collapsed rows since), elements (from version 12 on), library
 * panels, alert rules, the queries of variables and annotations. Queries to
 * sources that are no SQL databases are none of ours.
 */

#include <string.h>

#include "analyzers/analyzer.h"
#include "analyzers/reports/grafana_sql.h"
#include "analyzers/reports/json.h"

/* Panels in panels, and values in values of a query. */
#define DEPTH_MAX 32

struct grafana {
	struct analysis *analysis;
	struct text *text;
	const struct json *json;
	GHashTable *plugins;   /* of inputs and variables: name to plugin */
	GHashTable *constants; /* variables with one value: name to value */
	struct symbol_of_report *report;
	GHashTable *titles; /* kind and title -> how many */
};

/* A dashboard or panel; a fact of its own once it asks a SQL database. */
struct symbol_of_report {
	struct accessor accessor;
	struct symbol_of_report *report; /* of a panel; or NULL */
	uint32_t line;
	bool announced;
};

/* Where a query is: who asks, and whom. */
struct place_of_query {
	struct symbol_of_report *reader;
	struct grafana_source source;
};

/* --- data sources --------------------------------------------------------- */

/* "$ds", "${ds}" and "${DS_SHOP}" are a variable or an input of the export. */
static const char *variable_name(struct grafana *grafana, const char *name)
{
	size_t length;

	if (name[0] != '$')
		return NULL;
	name += name[1] == '{' ? 2 : 1;
	length = strcspn(name, "}:");
	return arena_strndup(grafana->analysis->arena, name, length);
}

/* Keeps the member `value` of each element of `list` under its "name"; with
 * `type`, only of elements of that type. The first of a name counts. */
static void collect(struct grafana *grafana, uint32_t list, const char *type,
		    const char *value, GHashTable *table)
{
	const struct json *json = grafana->json;
	uint32_t at = json_first(json, list);

	for (; at != JSON_ABSENT; at = json_next(json, at)) {
		const char *name = json_text(json, json_at(json, at, "name"));
		const char *is = json_text(json, json_at(json, at, "type"));
		const char *found = json_text(json, json_at(json, at, value));

		if (name && found && (!type || (is && strcmp(is, type) == 0)) &&
		    !g_hash_table_contains(table, name))
			g_hash_table_insert(table, (char *)name, (char *)found);
	}
}

static struct grafana_source source_named(struct grafana *grafana,
					  const char *name)
{
	const char *variable = variable_name(grafana, name);
	const char *type = NULL;

	if (variable) {
		type = g_hash_table_lookup(grafana->plugins, variable);
		if (!type)
			return grafana_source(variable, false);
	}
	return grafana_source(type ? type : name, type != NULL);
}

/* The source that `node`, a datasource as old and new versions write it,
 * names; `inherited` when it says nothing. */
static struct grafana_source read_source(struct grafana *grafana, uint32_t node,
					 struct grafana_source inherited)
{
	const struct json *json = grafana->json;
	const char *name = json_text(json, node);
	const char *type = json_text(json, json_at(json, node, "type"));

	if (name)
		return strcmp(name, "-- Mixed --") == 0
			       ? inherited
			       : source_named(grafana, name);
	if (type && strcmp(type, "datasource") != 0)
		return grafana_source(type, true);
	name = json_text(json, json_at(json, node, "uid"));
	if (name && name[0] == '$')
		return source_named(grafana, name);
	return inherited;
}

/* --- symbols -------------------------------------------------------------- */

/* The second symbol of one title has nth 2. */
static struct symbol_of_report *symbol(struct grafana *grafana,
				       enum node_kind kind, const char *title,
				       uint32_t line)
{
	struct arena *arena = grafana->analysis->arena;
	struct symbol_of_report *symbol =
		ARENA_NEW(arena, struct symbol_of_report);
	struct object_name *object = &symbol->accessor.object;
	const char **parts = arena_alloc(arena, sizeof(*parts));
	char *key = arena_printf(arena, "%d %s", (int)kind, title);
	guint count =
		GPOINTER_TO_UINT(g_hash_table_lookup(grafana->titles, key));

	g_hash_table_insert(grafana->titles, key, GUINT_TO_POINTER(count + 1));
	parts[0] = title;
	object->kind = kind;
	object->name = (struct sql_name){.parts = parts, .n_parts = 1};
	object->nth = count ? count + 1 : 0;
	symbol->line = line;
	if (kind == NODE_PANEL)
		symbol->report = grafana->report;
	return symbol;
}

/* Delivers a symbol's definition once, and its report's ahead of it. */
static void announce(struct grafana *grafana, struct symbol_of_report *symbol)
{
	struct fact *fact;

	if (symbol->announced)
		return;
	symbol->announced = true;
	if (symbol->report)
		announce(grafana, symbol->report);
	fact = ARENA_NEW(grafana->analysis->arena, struct fact);
	fact->kind = FACT_DEFINITION;
	fact->place.line = symbol->line;
	fact->via = VIA_REPORT;
	if (symbol->report)
		fact->accessor = symbol->report->accessor;
	fact->as.definition.operation = OP_CREATE;
	fact->as.definition.flags = DEFINE_SYMBOL;
	fact->as.definition.object = symbol->accessor.object;
	fact->as.definition.ordinal = analysis_ordinal(grafana->analysis);
	analysis_fact(grafana->analysis, grafana->text, fact);
}

/* --- queries -------------------------------------------------------------- */

static void give_sql(struct grafana *grafana, uint32_t node,
		     const struct place_of_query *place)
{
	struct json_string written, sql;
	struct text guest = {.language = "sql",
			     .dialect = place->source.dialect,
			     .via = VIA_REPORT,
			     .reader = &place->reader->accessor};

	if (!json_string(grafana->json, node, &written))
		return;
	announce(grafana, place->reader);
	sql = grafana_expand(grafana->json, grafana->constants, &written);
	json_guest(grafana->json, &guest, &sql);
	analysis_guest(grafana->analysis, &guest);
}

static bool is_blank(const char *text)
{
	return !text || text[strspn(text, " \t\r\n;")] == '\0';
}

/*
 * The member of a query that holds its SQL. "rawSql" always does; "query" is
 * the text of many sources' queries, so it counts for SQL sources, and for
 * unknown ones when it reads as SQL.
 */
static uint32_t find_sql(struct grafana *grafana, uint32_t query,
			 const struct grafana_source *source)
{
	static const char *const sure[] = {"rawSql", "rawSQL", "rawQueryText",
					   "queryText"};
	static const char *const unsure[] = {"rawQuery", "query", "sql",
					     "queryString", "definition"};
	const struct json *json = grafana->json;

	if (source->kind == GRAFANA_OTHER)
		return JSON_ABSENT;
	for (size_t i = 0; i < G_N_ELEMENTS(sure); i++) {
		uint32_t node = json_at(json, query, sure[i]);

		if (!is_blank(json_text(json, node)))
			return node;
	}
	for (size_t i = 0; i < G_N_ELEMENTS(unsure); i++) {
		uint32_t node = json_at(json, query, unsure[i]);
		const char *text = json_text(json, node);

		if (!is_blank(text) &&
		    (source->kind == GRAFANA_SQL || grafana_reads_as_sql(text)))
			return node;
	}
	return JSON_ABSENT;
}

/* Appends to a statement made up of what stands at `node`. */
static void add(struct grafana *grafana, struct json_string *sql,
		const char *words, uint32_t node)
{
	const struct json *json = grafana->json;

	grafana_append(json, sql, words, strlen(words),
		       json->nodes[node].offset);
}

static void add_columns(struct grafana *grafana, struct json_string *sql,
			uint32_t columns, uint32_t table)
{
	const struct json *json = grafana->json;
	bool any = false;

	for (uint32_t c = json_first(json, columns); c != JSON_ABSENT;
	     c = json_next(json, c)) {
		uint32_t p = json_first(json, json_at(json, c, "parameters"));

		for (; p != JSON_ABSENT; p = json_next(json, p)) {
			uint32_t name = json_at(json, p, "name");

			if (is_blank(json_text(json, name)))
				continue;
			if (any)
				add(grafana, sql, ", ", name);
			add(grafana, sql, json_text(json, name), name);
			any = true;
		}
	}
	if (!any)
		add(grafana, sql, "*", table);
}

/* A query put together in the editor and never rendered has a table and
 * columns: the reader gets the statement that they stand for. */
static bool give_built(struct grafana *grafana, uint32_t query,
		       const struct place_of_query *place)
{
	const struct json *json = grafana->json;
	uint32_t table = json_at(json, query, "table");
	struct json_string sql = {NULL, NULL, 0};
	struct text guest = {.language = "sql",
			     .dialect = place->source.dialect,
			     .via = VIA_REPORT,
			     .confidence = CONFIDENCE_LIKELY,
			     .reader = &place->reader->accessor};

	if (is_blank(json_text(json, table)))
		table = json_at(json, query, "sql.table");
	if (is_blank(json_text(json, table)))
		return false;
	announce(grafana, place->reader);
	add(grafana, &sql, "SELECT ", table);
	add_columns(grafana, &sql, json_at(json, query, "sql.columns"), table);
	add(grafana, &sql, " FROM ", table);
	add(grafana, &sql, json_text(json, table), table);
	json_guest(json, &guest, &sql);
	analysis_guest(grafana->analysis, &guest);
	return true;
}

static void gap_without_text(struct grafana *grafana, uint32_t node,
			     const struct place_of_query *place,
			     const char *detail)
{
	struct fact *fact = ARENA_NEW(grafana->analysis->arena, struct fact);

	announce(grafana, place->reader);
	fact->kind = FACT_GAP;
	fact->place.line = json_line(grafana->json, node);
	fact->accessor = place->reader->accessor;
	fact->via = VIA_REPORT;
	fact->as.gap.reason = REASON_DYNAMIC_SQL;
	fact->as.gap.detail = detail;
	analysis_fact(grafana->analysis, grafana->text, fact);
}

static void read_query(struct grafana *grafana, uint32_t query,
		       const struct place_of_query *outer)
{
	const struct json *json = grafana->json;
	struct place_of_query place = *outer;
	uint32_t sql;

	place.source = read_source(grafana, json_at(json, query, "datasource"),
				   outer->source);
	sql = find_sql(grafana, query, &place.source);
	if (sql != JSON_ABSENT)
		give_sql(grafana, sql, &place);
	else if (place.source.kind == GRAFANA_SQL &&
		 !give_built(grafana, query, &place))
		gap_without_text(grafana, query, &place,
				 "a query without text");
}

/* Looks for queries anywhere in a value: panels of newer versions and alert
 * rules keep them deep inside. */
static void find_queries(struct grafana *grafana, uint32_t node,
			 struct place_of_query place, int depth)
{
	const struct json *json = grafana->json;
	bool object = json_kind(json, node) == JSON_OBJECT;
	struct grafana_source source;
	const char *type;

	if (depth > DEPTH_MAX)
		return;
	if (json_text(json, json_at(json, node, "rawSql"))) {
		read_query(grafana, node, &place);
		return;
	}
	type = json_text(json, json_at(json, node, "group"));
	if (!type)
		type = json_text(json, json_at(json, node, "kind"));
	source = grafana_source(type ? type : "", true);
	if (source.kind == GRAFANA_SQL)
		place.source = source;
	for (uint32_t n = json_first(json, node); n != JSON_ABSENT;
	     n = json_next(json, n))
		find_queries(grafana, object ? json_value(json, n) : n, place,
			     depth + 1);
}

/* --- reports and panels --------------------------------------------------- */

static const char *title_of(struct grafana *grafana, uint32_t node,
			    const char *what)
{
	const struct json *json = grafana->json;
	const char *title = json_text(json, json_at(json, node, "title"));
	uint32_t id = json_at(json, node, "id");

	if (is_blank(title))
		title = json_text(json, json_at(json, node, "name"));
	if (!is_blank(title))
		return title;
	if (json_kind(json, id) != JSON_OTHER || json_is(json, id, "null"))
		return what;
	return arena_printf(grafana->analysis->arena, "%s %.*s", what,
			    (int)json->nodes[id].size,
			    json->text->bytes + json->nodes[id].offset);
}

static uint32_t title_line(struct grafana *grafana, uint32_t node)
{
	const struct json *json = grafana->json;
	uint32_t title = json_at(json, node, "title");

	return json_line(json, title == JSON_ABSENT ? node : title);
}

static void read_panels(struct grafana *grafana, uint32_t panels, int depth);

static void read_panel(struct grafana *grafana, uint32_t panel, int depth)
{
	const struct json *json = grafana->json;
	const char *type = json_text(json, json_at(json, panel, "type"));
	uint32_t targets = json_at(json, panel, "targets");
	uint32_t model = json_at(json, panel, "libraryPanel.model");
	struct place_of_query place = {NULL,
				       {GRAFANA_UNKNOWN, DIALECT_GENERIC}};

	if (type && strcmp(type, "row") == 0) {
		read_panels(grafana, json_at(json, panel, "panels"), depth + 1);
		return;
	}
	place.reader =
		symbol(grafana, NODE_PANEL, title_of(grafana, panel, "panel"),
		       title_line(grafana, panel));
	if (targets == JSON_ABSENT && model != JSON_ABSENT) {
		panel = model;
		targets = json_at(json, panel, "targets");
	}
	place.source = read_source(grafana, json_at(json, panel, "datasource"),
				   place.source);
	if (json_kind(json, targets) == JSON_ARRAY)
		for (uint32_t t = json_first(json, targets); t != JSON_ABSENT;
		     t = json_next(json, t))
			read_query(grafana, t, &place);
	else if (json_at(json, panel, "libraryPanel") != JSON_ABSENT)
		gap_without_text(grafana, panel, &place,
				 "a library panel, which is defined elsewhere");
	else
		find_queries(grafana, panel, place, 0);
	read_panels(grafana, json_at(json, panel, "panels"), depth + 1);
}

static void read_panels(struct grafana *grafana, uint32_t panels, int depth)
{
	const struct json *json = grafana->json;

	if (depth > DEPTH_MAX)
		return;
	for (uint32_t p = json_first(json, panels); p != JSON_ABSENT;
	     p = json_next(json, p))
		if (json_kind(json, p) == JSON_OBJECT)
			read_panel(grafana, p, depth);
}

/* Elements of newer versions: {"panel-1": {"kind": "Panel", "spec": {...}}} */
static void read_elements(struct grafana *grafana, uint32_t elements)
{
	const struct json *json = grafana->json;
	const struct place_of_query nowhere = {
		NULL, {GRAFANA_UNKNOWN, DIALECT_GENERIC}};

	if (json_kind(json, elements) != JSON_OBJECT)
		return;
	for (uint32_t n = json_first(json, elements); n != JSON_ABSENT;
	     n = json_next(json, n)) {
		uint32_t spec = json_at(json, json_value(json, n), "spec");
		struct place_of_query place = nowhere;

		if (spec == JSON_ABSENT)
			continue;
		place.reader = symbol(grafana, NODE_PANEL,
				      title_of(grafana, spec, "panel"),
				      title_line(grafana, spec));
		find_queries(grafana, spec, place, 0);
	}
}

/* --- variables and annotations -------------------------------------------- */

static void read_variable(struct grafana *grafana, uint32_t variable,
			  struct symbol_of_report *report)
{
	const struct json *json = grafana->json;
	const char *type = json_text(json, json_at(json, variable, "type"));
	uint32_t query = json_at(json, variable, "query");
	struct place_of_query place = {report,
				       {GRAFANA_UNKNOWN, DIALECT_GENERIC}};
	uint32_t sql;

	if (type && strcmp(type, "query") != 0)
		return;
	place.source = read_source(
		grafana, json_at(json, variable, "datasource"), place.source);
	if (json_kind(json, query) == JSON_OBJECT) {
		sql = find_sql(grafana, query, &place.source);
		if (sql != JSON_ABSENT) {
			give_sql(grafana, sql, &place);
			return;
		}
	}
	sql = find_sql(grafana, variable, &place.source);
	if (sql != JSON_ABSENT)
		give_sql(grafana, sql, &place);
	else if (place.source.kind == GRAFANA_SQL)
		gap_without_text(grafana, variable, &place,
				 "a variable's query without text");
}

static void read_annotation(struct grafana *grafana, uint32_t annotation,
			    struct symbol_of_report *report)
{
	const struct json *json = grafana->json;
	struct place_of_query place = {report,
				       {GRAFANA_UNKNOWN, DIALECT_GENERIC}};
	uint32_t target = json_at(json, annotation, "target");
	uint32_t sql;

	place.source = read_source(
		grafana, json_at(json, annotation, "datasource"), place.source);
	sql = find_sql(grafana, annotation, &place.source);
	if (sql == JSON_ABSENT && target != JSON_ABSENT)
		sql = find_sql(grafana, target, &place.source);
	if (sql != JSON_ABSENT)
		give_sql(grafana, sql, &place);
}

/* --- documents ------------------------------------------------------------ */

static void read_dashboard(struct grafana *grafana, uint32_t dashboard)
{
	const struct json *json = grafana->json;
	uint32_t at;

	g_hash_table_remove_all(grafana->plugins);
	g_hash_table_remove_all(grafana->constants);
	collect(grafana, json_at(json, dashboard, "__inputs"), NULL, "pluginId",
		grafana->plugins);
	at = json_at(json, dashboard, "templating.list");
	collect(grafana, at, "datasource", "query", grafana->plugins);
	collect(grafana, at, "constant", "query", grafana->constants);
	grafana->report = symbol(grafana, NODE_REPORT,
				 title_of(grafana, dashboard, "dashboard"),
				 title_line(grafana, dashboard));
	at = json_first(json, json_at(json, dashboard, "templating.list"));
	for (; at != JSON_ABSENT; at = json_next(json, at))
		read_variable(grafana, at, grafana->report);
	at = json_first(json, json_at(json, dashboard, "annotations.list"));
	for (; at != JSON_ABSENT; at = json_next(json, at))
		read_annotation(grafana, at, grafana->report);
	read_panels(grafana, json_at(json, dashboard, "panels"), 0);
	at = json_first(json, json_at(json, dashboard, "rows"));
	for (; at != JSON_ABSENT; at = json_next(json, at))
		read_panels(grafana, json_at(json, at, "panels"), 0);
	read_elements(grafana, json_at(json, dashboard, "elements"));
}

/* Alert rules as provisioned: {"groups": [{"rules": [{"title", "data"}]}]} */
static void read_rules(struct grafana *grafana, uint32_t groups)
{
	const struct json *json = grafana->json;
	struct place_of_query place = {NULL,
				       {GRAFANA_UNKNOWN, DIALECT_GENERIC}};

	for (uint32_t g = json_first(json, groups); g != JSON_ABSENT;
	     g = json_next(json, g)) {
		uint32_t rule = json_first(json, json_at(json, g, "rules"));

		for (; rule != JSON_ABSENT; rule = json_next(json, rule)) {
			place.reader = symbol(grafana, NODE_PANEL,
					      title_of(grafana, rule, "rule"),
					      title_line(grafana, rule));
			find_queries(grafana, json_at(json, rule, "data"),
				     place, 0);
		}
	}
}

static bool is_dashboard(const struct json *json, uint32_t node)
{
	return json_kind(json, json_at(json, node, "panels")) == JSON_ARRAY ||
	       json_kind(json, json_at(json, node, "rows")) == JSON_ARRAY ||
	       json_kind(json, json_at(json, node, "elements")) ==
		       JSON_OBJECT ||
	       (json_at(json, node, "schemaVersion") != JSON_ABSENT &&
		json_at(json, node, "templating") != JSON_ABSENT);
}

/* A document is a dashboard, or wraps one or several. */
static void read_document(struct grafana *grafana, uint32_t node, int depth)
{
	static const char *const wraps[] = {"dashboard", "spec", "dashboards",
					    "items"};
	const struct json *json = grafana->json;
	uint32_t model = json_at(json, node, "model");

	if (depth > 3)
		return;
	if (is_dashboard(json, node)) {
		read_dashboard(grafana, node);
		return;
	}
	if (json_at(json, model, "targets") != JSON_ABSENT)
		read_panel(grafana, model, 0);
	read_rules(grafana, json_at(json, node, "groups"));
	for (size_t i = 0; i < G_N_ELEMENTS(wraps); i++)
		read_document(grafana, json_at(json, node, wraps[i]),
			      depth + 1);
	if (json_kind(json, node) == JSON_ARRAY)
		for (uint32_t e = json_first(json, node); e != JSON_ABSENT;
		     e = json_next(json, e))
			read_document(grafana, e, depth + 1);
}

static void grafana_analyze(struct analysis *analysis, struct text *text)
{
	struct grafana grafana = {.analysis = analysis, .text = text};

	grafana.json = json_read(analysis, text);
	grafana.titles = g_hash_table_new(g_str_hash, g_str_equal);
	grafana.plugins = g_hash_table_new(g_str_hash, g_str_equal);
	grafana.constants = g_hash_table_new(g_str_hash, g_str_equal);
	read_document(&grafana, json_root(grafana.json), 0);
	g_hash_table_unref(grafana.constants);
	g_hash_table_unref(grafana.plugins);
	g_hash_table_unref(grafana.titles);
}

/* --- recognizing ---------------------------------------------------------- */

static bool has(const char *head, size_t size, const char *word)
{
	return memmem(head, size, word, strlen(word)) != NULL;
}

/*
 * By names that stand near the beginning of what Grafana writes. A heuristic:
 * two of the names, or one that nobody else uses. A dashboard whose first
 * 4 kB are one long string would prove it wrong.
 */
static bool grafana_recognizes(const char *name, const char *head, size_t size)
{
	static const char *const own[] = {
		"\"gnetId\"",
		"\"graphTooltip\"",
		"\"fiscalYearStart",
		"\"rawSql\"",
		"\"originalTitle\"",
		"\"hideControls\"",
		"\"sharedCrosshair\"",
		"\"libraryPanel\"",
		"dashboard.grafana.app",
		"\"-- Grafana --\"",
	};
	static const char *const shared[] = {
		"\"panels\"",	  "\"annotations\"",   "\"__inputs\"",
		"\"templating\"", "\"datasource\"",    "\"gridPos\"",
		"\"targets\"",	  "\"rows\"",	       "\"dashboard\"",
		"\"editable\"",	  "\"schemaVersion\"", "\"refId\"",
		"\"timepicker\"",
	};
	unsigned found = 0;

	if (!g_str_has_suffix(name, ".json"))
		return false;
	for (size_t i = 0; i < G_N_ELEMENTS(own); i++)
		if (has(head, size, own[i]))
			return true;
	for (size_t i = 0; i < G_N_ELEMENTS(shared); i++)
		found += has(head, size, shared[i]);
	return found >= 2;
}

/* A dashboard is a node even when no panel asks a SQL database. */
const struct analyzer analyzer_grafana = {
	.name = "grafana",
	.files = (const char *const[]){"*.json", NULL},
	.recognizes = grafana_recognizes,
	.analyze = grafana_analyze,
};
