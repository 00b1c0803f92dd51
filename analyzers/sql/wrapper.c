#include "analyzers/sql/wrapper.h"

#include <string.h>

#include "analyzers/sql/fold_value.h"
#include "analyzers/sql/routine.h"

/* What is past these is not kept. */
#define MAX_WRAPPERS 4096
#define MAX_TEMPLATES 16
#define MAX_PARTS 256
#define MAX_ARGUMENTS 32

/* Arguments that are longer are looked at only for literals that are SQL. */
#define MAX_LOOKED_AT 4096

/* --- templates ------------------------------------------------------------ */

/* Bytes, or the parameter of that number (from 1). */
struct template_part {
	char *bytes;
	uint32_t parameter;
};

struct wrapper {
	char *schema;	       /* or NULL */
	GPtrArray *parameters; /* their names, "" of those that have none */
	GPtrArray *templates;  /* GArray of struct template_part */
};

struct wrappers {
	GHashTable *by_name; /* last part of the name -> struct wrapper */
};

static void clear_part(void *payload)
{
	g_free(((struct template_part *)payload)->bytes);
}

static void free_wrapper(void *payload)
{
	struct wrapper *wrapper = payload;

	g_free(wrapper->schema);
	g_ptr_array_unref(wrapper->parameters);
	g_ptr_array_unref(wrapper->templates);
	g_free(wrapper);
}

void wrappers_free(struct wrappers *wrappers)
{
	if (!wrappers)
		return;
	g_hash_table_unref(wrappers->by_name);
	g_free(wrappers);
}

static const char *last_part(const struct sql_name *name)
{
	return name->parts[name->n_parts - 1];
}

static const char *schema_of(const struct sql_name *name)
{
	return name->n_parts > 1 ? name->parts[name->n_parts - 2] : NULL;
}

static struct wrapper *find_wrapper(const struct parser *p,
				    const struct sql_name *name)
{
	const struct wrappers *wrappers = *p->wrappers;
	g_autofree char *key = NULL;
	struct wrapper *wrapper;

	if (!wrappers || !name->n_parts)
		return NULL;
	key = g_ascii_strdown(last_part(name), -1);
	wrapper = g_hash_table_lookup(wrappers->by_name, key);
	if (wrapper && wrapper->schema && schema_of(name) &&
	    g_ascii_strcasecmp(wrapper->schema, schema_of(name)) != 0)
		return NULL;
	return wrapper;
}

static struct wrapper *add_wrapper(struct parser *p,
				   const struct routine_owner *owner)
{
	struct wrappers *wrappers = *p->wrappers;
	const struct sql_name *name = &owner->object->name;
	struct wrapper *wrapper;

	if (!wrappers) {
		wrappers = *p->wrappers = g_new0(struct wrappers, 1);
		wrappers->by_name = g_hash_table_new_full(
			g_str_hash, g_str_equal, g_free, free_wrapper);
	}
	if (g_hash_table_size(wrappers->by_name) >= MAX_WRAPPERS)
		return NULL;
	wrapper = g_new0(struct wrapper, 1);
	wrapper->schema = g_strdup(schema_of(name));
	wrapper->parameters = g_ptr_array_new_with_free_func(g_free);
	for (guint i = 0; i < owner->inputs->len; i++)
		g_ptr_array_add(wrapper->parameters,
				g_strdup(owner->inputs->pdata[i]));
	wrapper->templates =
		g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);
	g_hash_table_insert(wrappers->by_name,
			    g_ascii_strdown(last_part(name), -1), wrapper);
	return wrapper;
}

/* The parts of a rope, from its beginning; NULL when they are too many. */
static GArray *make_template(const struct fold_piece *piece)
{
	GArray *template;
	uint32_t n = 0;

	for (const struct fold_piece *at = piece; at; at = at->before)
		n += at->size != 0;
	if (!n || n > MAX_PARTS)
		return NULL;
	template =
		g_array_sized_new(FALSE, TRUE, sizeof(struct template_part), n);
	g_array_set_clear_func(template, clear_part);
	g_array_set_size(template, n);
	for (const struct fold_piece *at = piece; at; at = at->before) {
		struct template_part *part;

		if (!at->size)
			continue;
		part = &g_array_index(template, struct template_part, --n);
		part->parameter = at->parameter;
		if (!at->parameter)
			part->bytes = g_strndup(at->bytes, at->size);
	}
	return template;
}

static bool is_same(const GArray *a, const GArray *b)
{
	if (a->len != b->len)
		return false;
	for (guint i = 0; i < a->len; i++) {
		const struct template_part *x =
			&g_array_index(a, struct template_part, i);
		const struct template_part *y =
			&g_array_index(b, struct template_part, i);

		if (x->parameter != y->parameter ||
		    g_strcmp0(x->bytes, y->bytes) != 0)
			return false;
	}
	return true;
}

/* Takes over the template, unless it is there already. */
static bool add_template(struct wrapper *wrapper, GArray *template)
{
	for (guint i = 0; i < wrapper->templates->len; i++)
		if (is_same(wrapper->templates->pdata[i], template)) {
			g_array_unref(template);
			return false;
		}
	g_ptr_array_add(wrapper->templates, template);
	return true;
}

static bool has_parameter(const struct fold_piece *piece)
{
	for (; piece; piece = piece->before)
		if (piece->parameter)
			return true;
	return false;
}

/* The parameter that is all of the rope, from 1; else 0. */
static uint32_t whole_parameter(const struct fold_piece *piece)
{
	uint32_t parameter = 0;

	for (; piece; piece = piece->before) {
		if (!piece->size)
			continue;
		if (parameter || !piece->parameter)
			return 0;
		parameter = piece->parameter;
	}
	return parameter;
}

static void export_sink(struct parser *p, const struct routine_owner *owner,
			uint32_t parameter)
{
	uint32_t begin = parser_peek(p)->offset;
	struct fact *fact = parser_fact(p, FACT_EXPORT, begin, begin);
	struct fact_export *export = &fact->as.export;
	const char *name = owner->inputs->pdata[parameter - 1];

	export->kind = EXPORT_SINK;
	export->symbol.module = ROUTINE_MODULE;
	export->symbol.parts = owner->object->name.parts;
	export->symbol.n_parts = owner->object->name.n_parts;
	export->parameter = parameter - 1;
	if (*name)
		export->parameter_name = name;
	parser_deliver(p, fact);
}

void wrapper_note(struct parser *p, const struct fold_value *value)
{
	const struct routine_owner *owner =
		p->routine ? p->routine->owner : NULL;
	struct wrapper *wrapper;

	if (!owner || !owner->object || !owner->inputs)
		return;
	for (uint32_t i = 0; i < value->n; i++) {
		const struct fold_piece *piece = value->alternatives[i];
		uint32_t whole = whole_parameter(piece);
		GArray *template;

		if (!has_parameter(piece))
			continue;
		wrapper = find_wrapper(p, &owner->object->name);
		if (!wrapper)
			wrapper = add_wrapper(p, owner);
		if (!wrapper || wrapper->templates->len >= MAX_TEMPLATES)
			return;
		template = make_template(piece);
		if (template && add_template(wrapper, template) && whole)
			export_sink(p, owner, whole);
	}
}

/* --- arguments ------------------------------------------------------------ */

struct argument {
	const char *name; /* or NULL */
	const struct fold_value *value;
};

struct arguments {
	struct argument list[MAX_ARGUMENTS];
	uint32_t n;
};

/* name => or name :=; takes it. */
static const char *read_argument_name(struct fold_reader *reader)
{
	struct lexer lexer = reader->lexer;
	struct token token;
	const char *name;

	if (reader->token.kind != TOKEN_WORD &&
	    reader->token.kind != TOKEN_QUOTED &&
	    reader->token.kind != TOKEN_VARIABLE)
		return NULL;
	lexer_next(&lexer, &token);
	if (token.kind != TOKEN_ASSIGN && token.kind != TOKEN_EQUALS &&
	    !(token.kind == TOKEN_OPERATOR && token.length == 2 &&
	      memcmp(lexer.bytes + token.offset, "=>", 2) == 0))
		return NULL;
	name = token_name(reader->fold->arena, &reader->lexer, &reader->token);
	reader->lexer = lexer;
	fold_reader_next(reader);
	return name;
}

static void read_arguments(struct fold *fold, uint32_t begin, uint32_t end,
			   struct arguments *arguments)
{
	struct fold_reader reader = {
		.fold = fold,
		.lexer = {.bytes = fold->text->bytes,
			  .size = end,
			  .offset = begin,
			  .rules = fold->rules},
	};

	arguments->n = 0;
	fold_reader_next(&reader);
	while (arguments->n < MAX_ARGUMENTS && reader.token.kind != TOKEN_END &&
	       reader.token.kind != TOKEN_CLOSE) {
		struct argument *argument = &arguments->list[arguments->n++];

		argument->name = read_argument_name(&reader);
		argument->value = fold_reader_value(&reader);
		fold_reader_skip(&reader);
		if (reader.token.kind != TOKEN_COMMA)
			return;
		fold_reader_next(&reader);
	}
}

static const struct fold_value *argument_of(const struct arguments *arguments,
					    uint32_t parameter,
					    const char *name)
{
	for (uint32_t i = 0; i < arguments->n; i++) {
		const struct argument *argument = &arguments->list[i];

		if (argument->name
			    ? g_ascii_strcasecmp(argument->name, name) == 0
			    : i + 1 == parameter)
			return argument->value;
	}
	return NULL;
}

/* --- calls of routines of this text --------------------------------------- */

/* The template with the arguments in it. *told: an argument says something. */
static const struct fold_value *fill(struct fold *fold, const GArray *template,
				     const struct wrapper *wrapper,
				     const struct arguments *arguments,
				     uint32_t line, bool *told)
{
	const struct fold_value *made = fold_value_bytes(fold, "", line);

	for (guint i = 0; i < template->len; i++) {
		const struct template_part *part =
			&g_array_index(template, struct template_part, i);
		const struct fold_value *value = NULL;

		if (!part->parameter) {
			value = fold_value_bytes(
				fold, arena_strdup(fold->arena, part->bytes),
				line);
		} else if (part->parameter <= wrapper->parameters->len) {
			value = argument_of(
				arguments, part->parameter,
				wrapper->parameters
					->pdata[part->parameter - 1]);
			*told |= value && !fold_value_is_hole(value);
		}
		if (!value)
			value = fold_value_hole(fold, line);
		made = fold_concatenate(fold, made, value, line);
	}
	return made;
}

static void call_wrapper(struct parser *p, struct fold *fold,
			 const struct wrapper *wrapper, uint32_t begin,
			 uint32_t end)
{
	/* The routine may call itself, and have one more of them then. */
	guint n = wrapper->templates->len;
	uint32_t line = text_line(fold->text, begin);
	struct arguments arguments;

	read_arguments(fold, begin, end, &arguments);
	for (guint i = 0; i < n; i++) {
		const GArray *template = wrapper->templates->pdata[i];
		bool whole = template->len == 1, told = false;
		const struct fold_value *value =
			fill(fold, template, wrapper, &arguments, line, &told);

		if (told || whole)
			routine_run_value(p, fold, value, begin, end);
		else
			wrapper_note(p, value);
	}
}

/* --- calls of others ------------------------------------------------------ */

/* Whether the bytes begin as a statement does, and are more than its first
 * word. */
static bool is_statement(const struct lexer *at, uint32_t offset, uint32_t end)
{
	struct lexer lexer = {.bytes = at->bytes,
			      .size = end,
			      .offset = offset,
			      .rules = at->rules};
	struct token token;

	do
		lexer_next(&lexer, &token);
	while (token.kind == TOKEN_OPEN);
	if (token.kind != TOKEN_WORD ||
	    !(keyword_flags[token.keyword] & KEYWORD_VERB))
		return false;
	lexer_next(&lexer, &token);
	return token.kind == TOKEN_WORD || token.kind == TOKEN_QUOTED ||
	       token.kind == TOKEN_STAR || token.kind == TOKEN_HOLE ||
	       token.kind == TOKEN_NUMBER || token.kind == TOKEN_OPEN;
}

/* Whether a quote is among the bytes behind which SQL begins. */
static bool has_sql(const struct lexer *lexer, uint32_t begin, uint32_t end)
{
	for (uint32_t i = begin; i < end; i++)
		if ((lexer->bytes[i] == '\'' || lexer->bytes[i] == '$') &&
		    is_statement(lexer, i + 1, MIN(end, i + 256)))
			return true;
	return false;
}

/* A variable among the arguments may hold SQL. */
static bool has_variables(const struct fold *fold, uint32_t begin, uint32_t end)
{
	return end - begin < MAX_LOOKED_AT &&
	       g_hash_table_size(fold->variables) > 0;
}

static bool is_sql(const struct fold *fold, const struct fold_piece *piece)
{
	const struct fold_piece *first = NULL;
	struct lexer lexer = {.rules = fold->rules};

	for (; piece; piece = piece->before)
		if (piece->size)
			first = piece;
	if (!first || !first->start)
		return false;
	lexer.bytes = first->bytes;
	return is_statement(&lexer, 0, first->size);
}

/* Adds a piece to the value, its holes apart. */
static void add_piece(struct fold *fold, const struct fold_piece *piece,
		      struct value *value)
{
	const char *at = piece->bytes, *end = at + piece->size;
	uint32_t line = piece->line;

	while (at < end) {
		const char *hole = memchr(at, TEXT_HOLE, (size_t)(end - at));
		const char *stop = hole ? hole : end;
		struct value_part *part;

		if (stop > at) {
			part = ARENA_PUSH(fold->arena, value->parts,
					  value->n_parts);
			part->kind = PART_LITERAL;
			part->text = arena_strndup(fold->arena, at,
						   (size_t)(stop - at));
			part->line = line;
		}
		for (; piece->steps && at < stop; at++)
			line += *at == '\n';
		at = stop;
		if (hole) {
			part = ARENA_PUSH(fold->arena, value->parts,
					  value->n_parts);
			part->kind = PART_HOLE;
			part->line = line;
			at++;
		}
	}
}

/* A value for the linker; of what is no SQL only that it is there. */
static void make_value(struct fold *fold, const struct fold_value *from,
		       uint32_t line, struct value *value)
{
	const struct fold_piece **pieces, *piece = from->alternatives[0];
	uint32_t n = piece->n_pieces;

	if (!is_sql(fold, piece)) {
		struct value_part *part =
			ARENA_PUSH(fold->arena, value->parts, value->n_parts);

		part->kind = PART_HOLE;
		part->line = line;
		return;
	}
	pieces = arena_alloc(fold->arena, n * sizeof(*pieces));
	for (uint32_t i = n; piece && i; piece = piece->before)
		pieces[--i] = piece;
	for (uint32_t i = 0; i < n; i++)
		if (pieces[i])
			add_piece(fold, pieces[i], value);
}

static void import_call(struct parser *p, struct fold *fold,
			const struct sql_name *name, uint32_t begin,
			uint32_t end)
{
	struct arguments arguments;
	struct fact *fact;
	struct fact_import *import;
	bool any = false;

	read_arguments(fold, begin, end, &arguments);
	for (uint32_t i = 0; i < arguments.n; i++)
		any |= is_sql(fold, arguments.list[i].value->alternatives[0]);
	if (!any)
		return;
	fact = parser_fact(p, FACT_IMPORT, begin, end);
	if (name->line)
		fact->place.line = name->line;
	import = &fact->as.import;
	import->kind = IMPORT_CALL;
	import->symbol.module = ROUTINE_MODULE;
	import->symbol.parts = name->parts;
	import->symbol.n_parts = name->n_parts;
	import->dialect = p->lexer.rules->dialect;
	for (uint32_t i = 0; i < arguments.n; i++) {
		struct call_argument *argument = ARENA_PUSH(
			fold->arena, import->arguments, import->n_arguments);

		argument->name = arguments.list[i].name;
		make_value(fold, arguments.list[i].value, fact->place.line,
			   &argument->value);
	}
	parser_deliver(p, fact);
}

/* --- routines that servers and extensions bring along --------------------- */

/* Functions of PostgreSQL's extensions that run a query which they are given,
 * here and not on another server: tablefunc's, pg_cron's. */
static bool runs_queries(const struct parser *p, const struct sql_name *name)
{
	static const char *const names[] = {
		"crosstab", "crosstab2", "crosstab3", "crosstab4", "schedule"};

	if (p->lexer.rules->dialect != DIALECT_POSTGRESQL)
		return false;
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
		if (g_ascii_strcasecmp(last_part(name), names[i]) == 0)
			return true;
	return false;
}

static void run_arguments(struct parser *p, struct fold *fold, uint32_t begin,
			  uint32_t end)
{
	struct arguments arguments;

	read_arguments(fold, begin, end, &arguments);
	for (uint32_t i = 0; i < arguments.n; i++)
		if (is_sql(fold, arguments.list[i].value->alternatives[0]))
			routine_run_value(p, fold, arguments.list[i].value,
					  begin, end);
}

/* --- calls ---------------------------------------------------------------- */

void wrapper_call(struct parser *p, const struct sql_name *name, uint32_t begin,
		  uint32_t end, bool runs)
{
	const struct wrapper *wrapper = find_wrapper(p, name);
	struct fold *fold = p->routine ? p->routine->fold : NULL;
	struct fold own;
	bool variables;

	if (fold && fold->text != p->text)
		fold = NULL;
	variables = fold && has_variables(fold, begin, end);
	if ((!name->n_parts && !runs) || end <= begin ||
	    (!wrapper && !variables && !has_sql(&p->lexer, begin, end)))
		return;
	if (!fold) {
		fold_init(&own, p->analysis->arena, p->text, p->lexer.rules);
		fold = &own;
	}
	parser_tell_line(p);
	if (wrapper)
		call_wrapper(p, fold, wrapper, begin, end);
	else if (runs || runs_queries(p, name))
		run_arguments(p, fold, begin, end);
	else
		import_call(p, fold, name, begin, end);
	if (fold == &own)
		fold_release(&own);
}
