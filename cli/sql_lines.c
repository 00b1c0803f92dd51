#include "cli/sql_lines.h"

#include <stdlib.h>
#include <string.h>

#include "graph/catalog/name.h"
#include "graph/text.h"
#include "output/json_stream.h"

struct line_column {
	const char *table; /* NULL: not known which */
	const char *column;
	uint32_t roles;
};

struct line_derivation {
	const char *to;
	enum how how;
	const char *from;
};

struct line_gap {
	uint32_t line;
	enum reason reason;
	const char *pattern, *detail; /* NULL: none */
	uint32_t count;
};

/* Blind spots that wait for their line's end; at more it ends earlier. */
#define GAPS_MAX 1000

/* A list of strings, sorted and made a set when it is written. */
struct strings {
	const char **list;
	uint32_t n;
};

/* What will be one line. All is in its arena. */
struct line {
	struct arena arena;
	bool open;
	uint32_t line;
	uint32_t statement; /* of the facts that it is made of */
	const char *kind;   /* "select", "create table" */
	const char *in;	    /* the routine, trigger, ... whose body it is in */
	const char *of;	    /* the object that it is a part of */
	struct strings reads, writes, defines, calls, mentions;
	struct line_column *columns;
	uint32_t n_columns;
	struct line_derivation *derives;
	uint32_t n_derives;
	bool complete, prose;
	/* What it defines, to tell which facts belong to it. */
	enum operation operation;
	const char *object;
	bool has_statement;
	/* Blind spots that were met since it was opened: they come after it. */
	struct line_gap *gaps;
	uint32_t n_gaps;
};

struct sql_lines {
	struct json_stream json;
	enum dialect dialect;
	const struct resolve_world *world;
	const struct catalog *catalog;
	struct line line;
	struct arena scratch; /* of one resolution */
};

/* --- names --- */

/* Fit for JSON: holes are spelled, bytes that are not UTF-8 replaced. */
static const char *clean(struct line *line, const char *string)
{
	GString *out;
	const char *kept;
	char *valid;

	if (!strchr(string, TEXT_HOLE) && g_utf8_validate(string, -1, NULL))
		return arena_strdup(&line->arena, string);
	out = g_string_new(string);
	g_string_replace(out, "\x1a", "<hole>", 0);
	valid = g_utf8_make_valid(out->str, -1);
	kept = arena_strdup(&line->arena, valid);
	g_free(valid);
	g_string_free(out, TRUE);
	return kept;
}

static enum dialect lines_dialect(const struct sql_lines *lines,
				  enum dialect dialect)
{
	if (dialect != DIALECT_GENERIC)
		return dialect;
	return lines->catalog ? catalog_dialect(lines->catalog)
			      : lines->dialect;
}

static const char *object_text(struct line *line,
			       const struct catalog_object *object)
{
	if (!object->schema)
		return clean(line, object->name);
	return clean(line, arena_printf(&line->arena, "%s.%s", object->schema,
					object->name));
}

/* The name as the catalog has it, else as written, folded. */
static const char *name_text(struct sql_lines *lines, enum dialect dialect,
			     const struct sql_name *name, const char *schema)
{
	struct line *line = &lines->line;
	struct catalog_object *object = NULL;
	enum catalog_fit fit;

	if (lines->catalog)
		object = catalog_relation(lines->catalog, name, schema, &fit);
	if (object)
		return object_text(line, object);
	return clean(line, name_join(&line->arena,
				     lines_dialect(lines, dialect), name));
}

/* "public.orders", "public.orders.touch" of a trigger, "f(integer)". */
static const char *defined_text(struct sql_lines *lines,
				const struct object_name *object,
				const char *schema)
{
	struct line *line = &lines->line;
	enum dialect dialect = lines_dialect(lines, DIALECT_GENERIC);

	if (object->kind == NODE_TABLE || object->kind == NODE_VIEW ||
	    object->kind == NODE_MATVIEW || object->kind == NODE_FOREIGN_TABLE)
		return name_text(lines, dialect, &object->name, schema);
	if (object->on.n_parts)
		return arena_printf(
			&line->arena, "%s.%s",
			name_text(lines, dialect, &object->on, schema),
			clean(line,
			      name_last(&line->arena, dialect, &object->name)));
	if (object->kind == NODE_ROUTINE && object->arguments)
		return arena_printf(&line->arena, "%s(%s)",
				    clean(line, name_join(&line->arena, dialect,
							  &object->name)),
				    clean(line, object->arguments));
	return clean(line, name_join(&line->arena, dialect, &object->name));
}

/* --- writing --- */

static int compare_strings(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void push(struct line *line, struct strings *strings, const char *string)
{
	*ARENA_PUSH(&line->arena, strings->list, strings->n) = string;
}

static void write_strings(struct json_stream *json, const char *key,
			  struct strings *strings)
{
	json_stream_key(json, key);
	json_stream_open(json, '[');
	if (strings->n)
		qsort(strings->list, strings->n, sizeof(*strings->list),
		      compare_strings);
	for (uint32_t i = 0; i < strings->n; i++)
		if (i == 0 ||
		    strcmp(strings->list[i - 1], strings->list[i]) != 0)
			json_stream_string(json, strings->list[i]);
	json_stream_close(json, ']');
}

/* Unknown tables come last. */
static int compare_tables(const char *x, const char *y)
{
	if (!x || !y)
		return (x == NULL) - (y == NULL);
	return strcmp(x, y);
}

static int compare_columns(const void *a, const void *b)
{
	const struct line_column *x = a, *y = b;
	int order = compare_tables(x->table, y->table);

	return order ? order : strcmp(x->column, y->column);
}

static void write_columns(struct json_stream *json, struct line *line)
{
	json_stream_key(json, "columns");
	json_stream_open(json, '[');
	if (line->n_columns)
		qsort(line->columns, line->n_columns, sizeof(*line->columns),
		      compare_columns);
	for (uint32_t i = 0; i < line->n_columns; i++) {
		const struct line_column *column = &line->columns[i];
		uint32_t roles = column->roles;

		while (i + 1 < line->n_columns &&
		       compare_columns(column, &line->columns[i + 1]) == 0)
			roles |= line->columns[++i].roles;
		json_stream_open(json, '{');
		json_stream_key(json, "table");
		json_stream_string(json, column->table);
		json_stream_key(json, "column");
		json_stream_string(json, column->column);
		json_stream_key(json, "roles");
		json_stream_words(json, &ROLE, roles);
		json_stream_close(json, '}');
	}
	json_stream_close(json, ']');
}

static int compare_derives(const void *a, const void *b)
{
	const struct line_derivation *x = a, *y = b;
	int order = strcmp(x->to, y->to);

	if (!order)
		order = (int)x->how - (int)y->how;
	return order ? order : strcmp(x->from, y->from);
}

/* One entry for all sources of a column that are alike. */
static void write_derives(struct json_stream *json, struct line *line)
{
	uint32_t i = 0;

	json_stream_key(json, "derives");
	json_stream_open(json, '[');
	if (line->n_derives)
		qsort(line->derives, line->n_derives, sizeof(*line->derives),
		      compare_derives);
	while (i < line->n_derives) {
		const struct line_derivation *first = &line->derives[i];

		json_stream_open(json, '{');
		json_stream_key(json, "to");
		json_stream_string(json, first->to);
		json_stream_key(json, "from");
		json_stream_open(json, '[');
		for (; i < line->n_derives &&
		       strcmp(line->derives[i].to, first->to) == 0 &&
		       line->derives[i].how == first->how;
		     i++)
			if (&line->derives[i] == first ||
			    strcmp(line->derives[i - 1].from,
				   line->derives[i].from) != 0)
				json_stream_string(json, line->derives[i].from);
		json_stream_close(json, ']');
		json_stream_key(json, "how");
		json_stream_string(json, kind_name(&HOW, first->how));
		json_stream_close(json, '}');
	}
	json_stream_close(json, ']');
}

/* Ends one line; another JSON value may begin. */
static void end_line(struct json_stream *json)
{
	json_stream_close(json, '}');
	fputc('\n', json->out);
	json->started = 0;
}

static void write_gap(struct json_stream *json, const struct line_gap *gap)
{
	json_stream_open(json, '{');
	json_stream_key(json, "line");
	json_stream_number(json, gap->line);
	json_stream_key(json, "kind");
	json_stream_string(json, "gap");
	json_stream_key(json, "reason");
	json_stream_string(json, kind_name(&REASON, gap->reason));
	if (gap->pattern) {
		json_stream_key(json, "pattern");
		json_stream_string(json, gap->pattern);
	}
	if (gap->detail) {
		json_stream_key(json, "detail");
		json_stream_string(json, gap->detail);
	}
	if (gap->count > 1) {
		json_stream_key(json, "count");
		json_stream_number(json, gap->count);
	}
	end_line(json);
}

static void write_line(struct json_stream *json, struct line *line)
{
	json_stream_open(json, '{');
	json_stream_key(json, "line");
	json_stream_number(json, line->line);
	json_stream_key(json, "kind");
	json_stream_string(json, line->kind);
	/* A part of a definition that is not printed with it. */
	if (!line->in && !line->object)
		line->in = line->of;
	if (line->in) {
		json_stream_key(json, "in");
		json_stream_string(json, line->in);
	}
	write_strings(json, "reads", &line->reads);
	write_strings(json, "writes", &line->writes);
	write_strings(json, "defines", &line->defines);
	write_columns(json, line);
	write_derives(json, line);
	write_strings(json, "calls", &line->calls);
	if (line->mentions.n)
		write_strings(json, "mentions", &line->mentions);
	json_stream_key(json, "complete");
	json_stream_bool(json, line->complete);
	if (line->prose) {
		json_stream_key(json, "prose");
		json_stream_bool(json, true);
	}
	end_line(json);
}

static void flush_line(struct sql_lines *lines)
{
	struct line *line = &lines->line;
	struct arena arena;

	if (line->open)
		write_line(&lines->json, line);
	for (uint32_t i = 0; i < line->n_gaps; i++)
		write_gap(&lines->json, &line->gaps[i]);
	arena_reset(&line->arena);
	arena = line->arena;
	memset(line, 0, sizeof(*line));
	line->arena = arena;
}

static void open_line(struct sql_lines *lines, const struct fact *fact,
		      const char *kind)
{
	struct line *line = &lines->line;

	flush_line(lines);
	line->open = true;
	line->line = fact->place.line;
	line->statement = fact->statement;
	line->kind = kind;
	line->complete = true;
}

/* --- definitions --- */

static bool starts_with_definition(const char *verb)
{
	return g_str_has_prefix(verb, "create") ||
	       g_str_has_prefix(verb, "alter");
}

/* "create table", "alter foreign table" */
static const char *definition_kind(struct arena *arena,
				   const struct fact_definition *definition)
{
	char *kind = arena_printf(
		arena, "%s %s", kind_name(&OPERATION, definition->operation),
		kind_name(&NODE_KIND, definition->object.kind));

	for (char *p = kind; *p; p++)
		if (*p == '_')
			*p = ' ';
	return kind;
}

/*
 * Whether a definition belongs to the line that is open. That may hold the
 * query of a view whose definition this is, or other objects of the same
 * DROP or ALTER.
 */
static bool same_definition(const struct line *line, const struct fact *fact,
			    const char *kind, const char *object)
{
	if (!line->open || fact->statement != line->statement)
		return false;
	if (!line->object)
		return starts_with_definition(line->kind) && line->in == NULL;
	if (strcmp(kind, line->kind) != 0)
		return false;
	return fact->as.definition.operation != OP_CREATE ||
	       strcmp(object, line->object) == 0;
}

static void add_definition(struct sql_lines *lines, const struct fact *fact)
{
	const struct fact_definition *d = &fact->as.definition;
	struct line *line = &lines->line;
	const char *kind, *object;

	if (d->flags & DEFINE_SYMBOL || definition_is_comment(d))
		return;
	kind = definition_kind(&line->arena, d);
	object = defined_text(lines, &d->object, fact->schema);
	if (!same_definition(line, fact, kind, object)) {
		open_line(lines, fact, NULL);
		/* The arena was cleared. */
		kind = definition_kind(&line->arena, d);
		object = defined_text(lines, &d->object, fact->schema);
	}
	line->line = MIN(line->line, fact->place.line);
	line->kind = kind;
	line->operation = d->operation;
	line->object = object;
	push(line, &line->defines, object);
	if (d->object.on.n_parts)
		push(line, &line->defines,
		     name_text(lines, DIALECT_GENERIC, &d->object.on,
			       fact->schema));
	if (d->rename_to.n_parts && d->object.kind != NODE_COLUMN)
		push(line, &line->defines,
		     clean(line,
			   name_join(&line->arena,
				     lines_dialect(lines, DIALECT_GENERIC),
				     &d->rename_to)));
}

/* A trigger that no definition came with. */
static void add_trigger(struct sql_lines *lines, const struct fact *fact)
{
	const struct fact_trigger *t = &fact->as.trigger;
	struct object_name name = {NODE_TRIGGER, t->name, t->table, NULL, 0};
	struct line *line = &lines->line;
	const char *object = defined_text(lines, &name, fact->schema);

	if (!line->open || !line->object || strcmp(line->object, object) != 0) {
		open_line(lines, fact, "create trigger");
		object = defined_text(lines, &name, fact->schema);
		line->object = object;
		line->operation = OP_CREATE;
	}
	push(line, &line->defines, object);
	if (t->table.n_parts)
		push(line, &line->defines,
		     name_text(lines, DIALECT_GENERIC, &t->table,
			       fact->schema));
	if (t->routine.n_parts)
		push(line, &line->calls,
		     clean(line,
			   name_join(&line->arena,
				     lines_dialect(lines, DIALECT_GENERIC),
				     &t->routine)));
}

/* --- statements --- */

static const char *table_text(struct sql_lines *lines, enum dialect dialect,
			      const struct resolution *resolution,
			      uint32_t index)
{
	const struct resolved_table *table;

	if (index == SCOPE_ABSENT)
		return NULL;
	table = &resolution->tables[index];
	if (table->object)
		return object_text(&lines->line, table->object);
	return clean(&lines->line,
		     name_join(&lines->line.arena,
			       lines_dialect(lines, dialect), table->name));
}

static const char *column_text(struct line *line, const char *table,
			       const char *column)
{
	column = clean(line, column);
	return table ? arena_printf(&line->arena, "%s.%s", table, column)
		     : column;
}

static void add_resolution(struct sql_lines *lines, enum dialect dialect,
			   const struct resolution *r)
{
	struct line *line = &lines->line;
	const char **tables =
		arena_alloc(&line->arena, (r->n_tables + 1) * sizeof(*tables));

	for (uint32_t i = 0; i < r->n_tables; i++)
		tables[i] = table_text(lines, dialect, r, i);
	for (uint32_t i = 0; i < r->n_accesses; i++)
		push(line,
		     r->accesses[i].kind == EDGE_READS ? &line->reads
						       : &line->writes,
		     tables[r->accesses[i].table]);
	for (uint32_t i = 0; i < r->n_columns; i++) {
		const struct resolved_column *column = &r->columns[i];
		struct line_column *made = ARENA_PUSH(
			&line->arena, line->columns, line->n_columns);

		made->table = column->table == SCOPE_ABSENT
				      ? NULL
				      : tables[column->table];
		made->column = clean(line, column->name);
		made->roles = column->roles;
	}
	for (uint32_t i = 0; i < r->n_derivations; i++) {
		const struct derivation *d = &r->derivations[i];
		struct line_derivation *made = ARENA_PUSH(
			&line->arena, line->derives, line->n_derives);

		made->to = column_text(line,
				       d->to_table == SCOPE_ABSENT
					       ? NULL
					       : tables[d->to_table],
				       d->to);
		made->from = column_text(line,
					 d->from_table == SCOPE_ABSENT
						 ? "?"
						 : tables[d->from_table],
					 d->from);
		made->how = d->how;
	}
}

static void add_names(struct sql_lines *lines,
		      const struct fact_statement *statement)
{
	struct line *line = &lines->line;
	enum dialect dialect = lines_dialect(lines, statement->dialect);

	for (uint32_t i = 0; i < statement->n_calls; i++)
		push(line, &line->calls,
		     clean(line, name_join(&line->arena, dialect,
					   &statement->calls[i].name)));
	for (uint32_t i = 0; i < statement->n_mentions; i++)
		push(line, &line->mentions,
		     clean(line, name_join(&line->arena, dialect,
					   &statement->mentions[i].name)));
}

/* The body's owner, in the form "routine f(integer)". */
static const char *accessor_text(struct sql_lines *lines,
				 const struct fact *fact)
{
	const struct object_name *object = &fact->accessor.object;

	if (object->name.n_parts == 0)
		return NULL;
	return arena_printf(&lines->line.arena, "%s %s",
			    kind_name(&NODE_KIND, object->kind),
			    defined_text(lines, object, fact->schema));
}

/* Whether both begin with the same word: CREATE is not ALTER. */
static bool same_word(const char *a, const char *b)
{
	size_t n = strcspn(a, " ");

	return n == strcspn(b, " ") && strncmp(a, b, n) == 0;
}

/* Whether the statement is what a definition holds: the query of a view, a
 * condition, the query of CREATE TABLE AS or SELECT INTO. */
static bool same_statement(struct sql_lines *lines, const struct fact *fact)
{
	const struct line *line = &lines->line;
	const struct fact_statement *statement = &fact->as.statement;
	const struct object_name *object = &fact->accessor.object;

	if (!line->open || !line->object || line->operation == OP_DROP ||
	    fact->statement != line->statement)
		return false;
	if (statement->into.n_parts &&
	    strcmp(name_text(lines, statement->dialect, &statement->into,
			     fact->schema),
		   line->object) == 0)
		return true;
	return starts_with_definition(statement->verb) &&
	       same_word(statement->verb, line->kind) && object->name.n_parts &&
	       strcmp(defined_text(lines, object, fact->schema),
		      line->object) == 0;
}

/* More of the same definition whose object is not known yet. */
static bool same_inner(const struct sql_lines *lines, const struct fact *fact)
{
	const struct line *line = &lines->line;

	return line->open && !line->object && !line->in &&
	       starts_with_definition(line->kind) &&
	       starts_with_definition(fact->as.statement.verb) &&
	       fact->accessor.object.name.n_parts &&
	       fact->statement == line->statement;
}

static void add_statement(struct sql_lines *lines, const struct fact *fact)
{
	const struct fact_statement *statement = &fact->as.statement;
	struct line *line = &lines->line;
	struct resolution resolution;

	if (!same_statement(lines, fact) && !same_inner(lines, fact)) {
		open_line(lines, fact,
			  statement->verb ? statement->verb : "fragment");
		line->kind = arena_strdup(&line->arena, line->kind);
		if (starts_with_definition(line->kind))
			line->of = accessor_text(lines, fact);
		else
			line->in = accessor_text(lines, fact);
	}
	if (line->object && !starts_with_definition(statement->verb)) {
		/* SELECT ... INTO t */
		line->kind = arena_strdup(&line->arena, statement->verb);
		line->line = fact->place.line;
	}
	line->complete = line->complete && statement->complete;
	line->prose = line->prose || statement->prose;
	resolve_statement(statement, fact->schema, lines->world, NULL,
			  &lines->scratch, &resolution);
	add_resolution(lines, statement->dialect, &resolution);
	add_names(lines, statement);
	arena_reset(&lines->scratch);
}

/* --- the rest --- */

static void add_gap(struct sql_lines *lines, const struct fact *fact)
{
	const struct fact_gap *gap = &fact->as.gap;
	struct line *line = &lines->line;

	if (line->n_gaps == GAPS_MAX)
		flush_line(lines);
	*ARENA_PUSH(&line->arena, line->gaps, line->n_gaps) = (struct line_gap){
		.line = fact->place.line,
		.reason = gap->reason,
		.pattern = gap->pattern ? clean(line, gap->pattern) : NULL,
		.detail = gap->detail ? clean(line, gap->detail) : NULL,
		.count = gap->count,
	};
}

/* A script that this one runs: \i, source. */
static void add_call(struct sql_lines *lines, const struct fact *fact)
{
	struct json_stream *json = &lines->json;

	if (!fact->as.call.path)
		return;
	flush_line(lines);
	json_stream_open(json, '{');
	json_stream_key(json, "line");
	json_stream_number(json, fact->place.line);
	json_stream_key(json, "kind");
	json_stream_string(json, "include");
	json_stream_key(json, "path");
	json_stream_string(json, clean(&lines->line, fact->as.call.path));
	end_line(json);
}

struct sql_lines *sql_lines_new(FILE *out, enum dialect dialect,
				const struct resolve_world *world,
				const struct catalog *catalog)
{
	struct sql_lines *lines = g_new0(struct sql_lines, 1);

	lines->json.out = out;
	lines->dialect = dialect;
	lines->world = world;
	lines->catalog = catalog;
	arena_init(&lines->line.arena);
	arena_init(&lines->scratch);
	return lines;
}

void sql_lines_add(struct sql_lines *lines, const struct fact *fact)
{
	switch (fact->kind) {
	case FACT_STATEMENT:
		add_statement(lines, fact);
		break;
	case FACT_DEFINITION:
		add_definition(lines, fact);
		break;
	case FACT_TRIGGER:
		add_trigger(lines, fact);
		break;
	case FACT_GAP:
		add_gap(lines, fact);
		break;
	case FACT_CALL:
		add_call(lines, fact);
		break;
	default:
		/* References are a part of their table's definition. */
		break;
	}
}

bool sql_lines_end(struct sql_lines *lines, GError **error)
{
	bool ok;

	flush_line(lines);
	ok = fflush(lines->json.out) == 0 && !ferror(lines->json.out);
	if (!ok)
		g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_IO,
			    "the output cannot be written");
	arena_release(&lines->line.arena);
	arena_release(&lines->scratch);
	g_free(lines);
	return ok;
}
