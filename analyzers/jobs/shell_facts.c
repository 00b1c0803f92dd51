/* Facts of a script, once each. */

#include <string.h>

#include "analyzers/jobs/mask.h"
#include "analyzers/jobs/shell_run.h"

/* Values longer than this are no constants worth exporting. */
#define EXPORT_MAX (64u << 10)

/* --- who, and whether it was said ----------------------------------------- */

/* The function that the SQL belongs to: where its first bytes are written. */
static struct shell_function *owner_of(struct shell *shell,
				       const struct shell_value *value)
{
	for (uint32_t i = 0; i < value->n_runs; i++)
		if (value->runs[i].kind == RUN_TEXT && value->runs[i].size)
			return (struct shell_function *)value->runs[i].function;
	return shell->function;
}

static void set_accessor(struct fact *fact, struct shell_function *function)
{
	if (!function)
		return;
	fact->accessor = function->accessor;
	function->relevant = true;
}

/* Whether the same was said of the same command before: a function is
 * followed once for each call. */
static bool is_new(struct shell *shell, const struct shell_call *call,
		   const struct shell_function *owner, uint32_t line,
		   const char *what, const char *bytes, size_t size)
{
	GString *key = g_string_new(NULL);
	GBytes *kept;
	bool new;

	g_string_printf(key, "%p %p %u %s ", (const void *)call->command,
			(const void *)owner, line, what);
	g_string_append_len(key, bytes, (gssize)size);
	kept = g_string_free_to_bytes(key);
	new = !g_hash_table_contains(shell->emitted, kept);
	if (new)
		g_hash_table_add(shell->emitted, kept);
	else
		g_bytes_unref(kept);
	return new;
}

static struct fact *new_fact(struct shell *shell, enum fact_kind kind,
			     uint32_t line)
{
	struct fact *fact = ARENA_NEW(shell->arena, struct fact);

	fact->kind = kind;
	fact->place.line = line;
	fact->via = VIA_SCRIPT;
	return fact;
}

static void deliver(struct shell *shell, struct fact *fact)
{
	analysis_fact(shell->analysis, shell->outer, fact);
}

/* --- gaps ----------------------------------------------------------------- */

void shell_give_gap(struct shell *shell, const struct shell_call *call,
		    enum reason reason, const char *pattern, const char *detail)
{
	struct fact *fact;
	size_t size = detail ? strlen(detail) : 0;

	if (shell->quiet ||
	    !is_new(shell, call, shell->function, 0, "gap", detail, size))
		return;
	fact = new_fact(shell, FACT_GAP, call->line);
	set_accessor(fact, shell->function);
	fact->as.gap.reason = reason;
	fact->as.gap.pattern = pattern;
	fact->as.gap.detail = detail;
	deliver(shell, fact);
}

/* One line, for people, of what stands in the script. */
static const char *excerpt(struct shell *shell, const struct shell_run *run)
{
	char *text = mask_command(shell->arena, run->bytes, run->size);

	if (strlen(text) > 60)
		text[60] = '\0';
	return text;
}

/* --- SQL ------------------------------------------------------------------ */

/* The parameter of the function that runs, if the value is that alone. */
static bool is_sink(struct shell *shell, const struct shell_value *value)
{
	const struct shell_run *only = shell_value_only(value);

	if (!only || only->kind != RUN_HOLE || !only->parameter ||
	    only->parameter > 32 || only->function != shell->function)
		return false;
	shell->function->sinks |= 1u << (only->parameter - 1);
	return true;
}

static bool is_unsure(const struct shell_value *value)
{
	for (uint32_t i = 0; i < value->n_runs; i++)
		if (value->runs[i].unsure)
			return true;
	return false;
}

static bool has_variable(const struct shell_value *value)
{
	for (uint32_t i = 0; i < value->n_runs; i++)
		if (value->runs[i].kind == RUN_HOLE && value->runs[i].variable)
			return true;
	return false;
}

static void add_part(struct shell *shell, struct value *value,
		     const struct shell_run *run)
{
	struct value_part *part =
		ARENA_PUSH(shell->arena, value->parts, value->n_parts);

	part->line = run->line ? run->line : text_line(run->text, run->offset);
	part->kind = run->kind == RUN_TEXT ? PART_LITERAL : PART_HOLE;
	part->text =
		run->kind == RUN_TEXT
			? arena_strndup(shell->arena, run->bytes, run->size)
			: excerpt(shell, run);
	if (run->kind == RUN_HOLE && run->variable) {
		const char **parts = arena_alloc(shell->arena, sizeof(*parts));

		parts[0] = run->variable;
		part->kind = PART_SYMBOL;
		part->text = NULL;
		part->symbol.parts = parts;
		part->symbol.n_parts = 1;
	}
}

static struct value fact_value(struct shell *shell,
			       const struct shell_value *value)
{
	struct value made = {0};

	for (uint32_t i = 0; i < value->n_runs; i++)
		add_part(shell, &made, &value->runs[i]);
	return made;
}

/* SQL with a variable that a sourced file may set. */
static void give_import_value(struct shell *shell,
			      const struct shell_call *call,
			      const struct shell_value *sql,
			      enum dialect dialect)
{
	struct shell_function *owner = owner_of(shell, sql);
	struct fact *fact = new_fact(shell, FACT_IMPORT, call->line);

	set_accessor(fact, owner);
	fact->as.import.kind = IMPORT_VALUE;
	fact->as.import.value = fact_value(shell, sql);
	fact->as.import.dialect = dialect;
	fact->as.import.span.line = fact->as.import.span.end_line = call->line;
	deliver(shell, fact);
}

static void give_files(struct shell *shell, const struct shell_call *call,
		       const struct shell_value *sql)
{
	for (uint32_t i = 0; i < sql->n_runs; i++)
		if (sql->runs[i].kind == RUN_FILE)
			shell_give_call(shell, call, NODE_FILE,
					sql->runs[i].path, call->line);
}

static void give_guest(struct shell *shell, const struct shell_value *value,
		       struct text *guest)
{
	struct shell_function *owner = owner_of(shell, value);

	if (owner) {
		guest->reader = &owner->accessor;
		owner->relevant = true;
	}
	if (is_unsure(value) && (guest->confidence == CONFIDENCE_NONE ||
				 guest->confidence > CONFIDENCE_LIKELY))
		guest->confidence = CONFIDENCE_LIKELY;
	guest->via = VIA_SCRIPT;
	shell_value_guest(shell->arena, value, shell->outer, guest);
	if (guest->size)
		analysis_guest(shell->analysis, guest);
}

/* Whether anything but holes, files and blanks is in it. */
static bool has_text(const struct shell_value *value)
{
	struct shell_value text = {0};

	for (uint32_t i = 0; i < value->n_runs; i++) {
		text.runs = &value->runs[i];
		text.n_runs = 1;
		if (text.runs->kind == RUN_TEXT && !shell_value_blank(&text))
			return true;
	}
	return false;
}

static void give_unknown(struct shell *shell, const struct shell_call *call,
			 const struct shell_value *sql, enum dialect dialect)
{
	const struct shell_run *hole = NULL;

	for (uint32_t i = 0; i < sql->n_runs && !hole; i++)
		if (sql->runs[i].kind == RUN_HOLE)
			hole = &sql->runs[i];
	if (has_variable(sql) && !shell->quiet)
		give_import_value(shell, call, sql, dialect);
	else if (hole && !is_sink(shell, sql))
		shell_give_gap(shell, call, REASON_DYNAMIC_SQL, NULL,
			       excerpt(shell, hole));
}

void shell_give_sql(struct shell *shell, const struct shell_call *call,
		    const struct shell_value *sql, enum dialect dialect,
		    enum confidence confidence)
{
	struct text guest = {.language = "sql",
			     .dialect = dialect,
			     .confidence = confidence};
	size_t size;
	const char *bytes;

	if (shell_value_blank(sql))
		return;
	bytes = shell_value_bytes(shell->arena, sql, &size);
	if (!has_text(sql)) {
		give_files(shell, call, sql);
		give_unknown(shell, call, sql, dialect);
		return;
	}
	if (shell->quiet || !shell_spend(shell, size / 16) ||
	    !is_new(shell, call, owner_of(shell, sql), shell_value_line(sql),
		    "sql", bytes, size))
		return;
	give_files(shell, call, sql);
	if (has_variable(sql))
		give_import_value(shell, call, sql, dialect);
	else
		give_guest(shell, sql, &guest);
}

void shell_give_guest(struct shell *shell, const struct shell_call *call,
		      const struct shell_value *value, const char *language)
{
	struct text guest = {.language = language};
	size_t size;
	const char *bytes = shell_value_bytes(shell->arena, value, &size);

	if (shell->quiet || !has_text(value) ||
	    !is_new(shell, call, owner_of(shell, value),
		    shell_value_line(value), language, bytes, size))
		return;
	/* A language that nobody reads is a gap only if it may hold SQL. */
	if (!analyzer_find(language) &&
	    !(strcasestr(bytes, "select") || strcasestr(bytes, "insert") ||
	      strcasestr(bytes, "update") || strcasestr(bytes, "delete")))
		return;
	give_guest(shell, value, &guest);
}

/* --- tables --------------------------------------------------------------- */

/* "schema.table", quoted or not; `*` of a pattern is a hole. */
static struct sql_name
table_name(struct shell *shell, const struct shell_value *value, uint32_t line)
{
	char *text = shell_value_text(shell->arena, value);
	struct sql_name name = {.line = line, .end_line = line};

	g_strdelimit(text, "*?", TEXT_HOLE);
	while (*text && name.n_parts < SQL_NAME_PARTS) {
		bool quoted = *text == '"' || *text == '`' || *text == '[';
		size_t length;
		const char **part;

		text += quoted;
		length = strcspn(text, quoted ? "\"`]" : ".");
		if (quoted)
			name.quoted |= 1u << name.n_parts;
		part = ARENA_PUSH(shell->arena, name.parts, name.n_parts);
		*part = arena_strndup(shell->arena, text, length);
		text += length + (text[length] != '\0');
		text += *text == '.' && quoted;
	}
	return name;
}

void shell_give_table(struct shell *shell, const struct shell_call *call,
		      const struct shell_value *table, enum dialect dialect,
		      uint32_t operations)
{
	struct sql_level *level = ARENA_NEW(shell->arena, struct sql_level);
	struct sql_target *target = ARENA_NEW(shell->arena, struct sql_target);
	uint32_t line = shell_value_line(table);
	struct shell_function *owner = owner_of(shell, table);
	const char *text = shell_value_text(shell->arena, table);
	struct fact *fact;

	if (!has_text(table)) {
		shell_give_gap(shell, call, REASON_DYNAMIC_TABLE_NAME, "*",
			       "a table given to a program by a variable");
		return;
	}
	if (shell->quiet ||
	    !is_new(shell, call, owner, line, "table", text, strlen(text)))
		return;
	target->name = table_name(shell, table, line);
	target->item = SCOPE_ABSENT;
	target->operation = operations;
	level->kind = LEVEL_OTHER;
	level->parent = level->at = level->source = SCOPE_ABSENT;
	level->targets = target;
	level->n_targets = 1;
	fact = new_fact(shell, FACT_STATEMENT, line);
	set_accessor(fact, owner);
	fact->as.statement.verb = "copy";
	fact->as.statement.complete = true;
	fact->as.statement.span.line = fact->as.statement.span.end_line = line;
	fact->as.statement.dialect = dialect;
	fact->as.statement.levels = level;
	fact->as.statement.n_levels = 1;
	deliver(shell, fact);
}

/* --- calls and connections ------------------------------------------------ */

/* "@top_srcdir@" of a file that is configured before it runs. */
static void mask_placeholders(char *bytes)
{
	char *at = bytes, *out = bytes;

	while (*at) {
		size_t length = 0;

		if (*at == '@')
			while (g_ascii_isalnum(at[1 + length]) ||
			       at[1 + length] == '_')
				length++;
		if (length && at[1 + length] == '@') {
			*out++ = TEXT_HOLE;
			at += length + 2;
		} else {
			*out++ = *at++;
		}
	}
	*out = '\0';
}

/* Patterns of the shell are unknown parts of a path. */
static char *path_bytes(struct shell *shell, const struct shell_value *path)
{
	size_t size, at = 0;
	char *bytes = shell_value_bytes(shell->arena, path, &size);

	for (uint32_t i = 0; i < path->n_runs; i++) {
		const struct shell_run *run = &path->runs[i];
		size_t length = run->kind == RUN_TEXT ? run->size : 1;

		for (size_t b = at; b < at + length; b++)
			if (!run->quoted && memchr("*?", bytes[b], 2))
				bytes[b] = TEXT_HOLE;
		at += length;
	}
	mask_placeholders(bytes);
	return bytes;
}

/* A relative path counts from where the script has gone with cd. */
static const char *resolve_path(struct shell *shell, char *path)
{
	char *directory;

	if (*path == '/' || *path == TEXT_HOLE || !shell->directory)
		return path;
	directory = path_bytes(shell, shell->directory);
	if (strchr(directory, TEXT_HOLE) || !*directory)
		return path;
	while (g_str_has_prefix(path, "./"))
		path += 2;
	return strcmp(directory, ".") == 0
		       ? path
		       : arena_printf(shell->arena, "%s/%s", directory, path);
}

static bool has_name(const char *path)
{
	for (; *path; path++)
		if (*path != TEXT_HOLE && *path != '/' && *path != '.')
			return true;
	return false;
}

void shell_give_call(struct shell *shell, const struct shell_call *call,
		     enum node_kind kind, const struct shell_value *path,
		     uint32_t line)
{
	const char *written = resolve_path(shell, path_bytes(shell, path));
	const struct shell_run *only = shell_value_only(path);
	struct fact *fact;

	if (kind == NODE_SCRIPT && has_name(written))
		shell_note_run(shell, shell_base_name(shell, written), 2);
	if (shell->quiet || !*written)
		return;
	if (!has_name(written)) {
		shell_give_gap(shell, call,
			       kind == NODE_FILE ? REASON_DYNAMIC_SQL
						 : REASON_UNRESOLVED_SCRIPT,
			       NULL,
			       only ? excerpt(shell, only)
				    : "a path that is not known");
		return;
	}
	if (!is_new(shell, call, shell->function, line, "call", written,
		    strlen(written)))
		return;
	fact = new_fact(shell, FACT_CALL, line);
	set_accessor(fact, shell->function);
	if (shell->outer->via == VIA_SCHEDULE)
		fact->via = VIA_SCHEDULE;
	fact->as.call.kind = kind;
	fact->as.call.path = written;
	deliver(shell, fact);
}

void shell_give_connection(struct shell *shell, const struct shell_call *call,
			   enum dialect dialect, const char *host,
			   const char *database)
{
	const char *said =
		arena_printf(shell->arena, "%d %s %s", (int)dialect,
			     host ? host : "", database ? database : "");
	const struct shell_call nowhere = {0};
	struct fact *fact;

	if (shell->quiet ||
	    !is_new(shell, &nowhere, NULL, 0, "connection", said, strlen(said)))
		return;
	fact = new_fact(shell, FACT_CONNECTION, call->line);
	set_accessor(fact, shell->function);
	fact->as.connection.dialect = dialect;
	fact->as.connection.host = host;
	fact->as.connection.database = database;
	deliver(shell, fact);
}

/* --- symbols -------------------------------------------------------------- */

static void set_symbol(struct shell *shell, struct symbol *symbol,
		       const char *module, const char *name)
{
	const char **parts = arena_alloc(shell->arena, sizeof(*parts));

	parts[0] = name;
	symbol->module = module;
	symbol->parts = parts;
	symbol->n_parts = 1;
}

/* Every name of the file is one of this script: "*" stands for them. */
void shell_give_source(struct shell *shell, const struct shell_call *call)
{
	const struct shell_value *value = &call->fields[1].values.items[0];
	const char *path = resolve_path(shell, path_bytes(shell, value));
	struct fact *fact;

	shell_give_call(shell, call, NODE_SCRIPT, value, call->fields[1].line);
	if (shell->quiet || !has_name(path) ||
	    !is_new(shell, call, NULL, 0, "source", path, strlen(path)))
		return;
	fact = new_fact(shell, FACT_EXPORT, call->line);
	fact->as.export.kind = EXPORT_ALIAS;
	set_symbol(shell, &fact->as.export.symbol, NULL, "*");
	fact->as.export.target.module = path;
	deliver(shell, fact);
}

/* The argument that a function that takes SQL may take: SQL's words, or a
 * variable of the sourced file; NULL: none. */
static const struct shell_value *find_sql(struct shell *shell,
					  const struct shell_call *call)
{
	for (uint32_t i = 1; i < call->n_fields; i++) {
		const struct shell_value *value =
			&call->fields[i].values.items[0];
		const struct shell_run *only = shell_value_only(value);
		size_t size;
		const char *bytes =
			shell_value_bytes(shell->arena, value, &size);

		if (only && only->kind == RUN_HOLE && only->variable)
			return value;
		if (has_text(value) &&
		    analysis_judge(bytes, size, DIALECT_GENERIC) != SQL_NOT)
			return value;
	}
	return NULL;
}

static bool is_function_name(const char *name)
{
	static const char *const utilities[] = {
		"bc", "cmp", "cp", "date", "diff", "expr", "kill", "let",
		"ls", "mv",  "rm", "seq",  "ssh",  "wait", "wc",
	};

	for (size_t i = 0; i < G_N_ELEMENTS(utilities); i++)
		if (strcmp(name, utilities[i]) == 0)
			return false;
	if (!g_ascii_isalpha(*name) && *name != '_')
		return false;
	for (const char *c = name; *c; c++)
		if (!g_ascii_isalnum(*c) && !strchr("_-", *c))
			return false;
	return true;
}

static void give_import_call(struct shell *shell, const struct shell_call *call)
{
	const char *name = shell_argument(shell, call, 0);
	const struct shell_value *sql;
	struct shell_function *owner;
	struct fact *fact;
	const char *said;
	uint32_t line;

	if (!is_function_name(name) || !(sql = find_sql(shell, call)))
		return;
	owner = owner_of(shell, sql);
	line = shell_value_line(sql);
	said = arena_printf(shell->arena, "%s %s", name,
			    shell_value_text(shell->arena, sql));
	if (!is_new(shell, call, owner, line, "import", said, strlen(said)))
		return;
	fact = new_fact(shell, FACT_IMPORT, line);
	set_accessor(fact, owner);
	fact->as.import.kind = IMPORT_CALL;
	set_symbol(shell, &fact->as.import.symbol, NULL, name);
	for (uint32_t i = 1; i < call->n_fields; i++) {
		struct call_argument *argument =
			ARENA_PUSH(shell->arena, fact->as.import.arguments,
				   fact->as.import.n_arguments);

		argument->value =
			fact_value(shell, &call->fields[i].values.items[0]);
	}
	line = owner == shell->function ? call->line : line;
	fact->as.import.span.line = fact->as.import.span.end_line = line;
	deliver(shell, fact);
}

/* Also run_logged query "...": the function may be the second word. */
void shell_give_import(struct shell *shell, const struct shell_call *call)
{
	struct shell_call tail = *call;

	if (shell->quiet || call->n_fields < 2)
		return;
	give_import_call(shell, call);
	tail.fields++;
	tail.n_fields--;
	if (tail.n_fields > 1)
		give_import_call(shell, &tail);
}

/* Names of connections are none of ours to keep, either. */
static bool is_secret(const char *name)
{
	static const char *const words[] = {"dsn", "uri", "url", "login",
					    "user"};

	for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
		if (strcasestr(name, words[i]))
			return true;
	return mask_is_secret(name, strlen(name));
}

/* "orders", "shop.orders", "orders_${YEAR}" */
static bool is_table_name(const char *bytes, size_t size)
{
	if (!size || size > 128 ||
	    !(g_ascii_isalpha(bytes[0]) || bytes[0] == '_' ||
	      bytes[0] == TEXT_HOLE))
		return false;
	for (size_t i = 0; i < size; i++)
		if (!g_ascii_isalnum(bytes[i]) && bytes[i] != '_' &&
		    bytes[i] != '.' && bytes[i] != TEXT_HOLE)
			return false;
	return true;
}

static void give_constant(struct shell *shell, const char *name,
			  const struct shell_value *value)
{
	size_t size;
	const char *bytes = shell_value_bytes(shell->arena, value, &size);
	enum sql_verdict verdict;
	struct fact *fact;

	if (!has_text(value) || size > EXPORT_MAX)
		return;
	verdict = analysis_judge(bytes, size, DIALECT_GENERIC);
	if (verdict != SQL_STATEMENT && verdict != SQL_FRAGMENT &&
	    !is_table_name(bytes, size))
		return;
	fact = new_fact(shell, FACT_EXPORT, shell_value_line(value));
	fact->as.export.kind = EXPORT_VALUE;
	set_symbol(shell, &fact->as.export.symbol, NULL, name);
	fact->as.export.value = fact_value(shell, value);
	deliver(shell, fact);
}

static gint compare_names(gconstpointer a, gconstpointer b)
{
	return strcmp(a, b);
}

static void give_constants(struct shell *shell)
{
	GList *names = g_hash_table_get_keys(shell->scope->variables);

	names = g_list_sort(names, compare_names);
	for (GList *at = names; at; at = at->next) {
		const struct shell_variable *variable =
			g_hash_table_lookup(shell->scope->variables, at->data);

		for (uint32_t i = 0;
		     i < variable->values.n_items && !variable->array &&
		     !variable->varies && !is_secret(at->data);
		     i++)
			give_constant(shell, at->data,
				      &variable->values.items[i]);
	}
	g_list_free(names);
}

static void give_sink(struct shell *shell,
		      const struct shell_function *function, uint32_t parameter)
{
	struct fact *fact =
		new_fact(shell, FACT_EXPORT,
			 text_line(function->text, function->command->offset));

	fact->as.export.kind = EXPORT_SINK;
	set_symbol(shell, &fact->as.export.symbol, NULL, function->name);
	fact->as.export.parameter = parameter;
	deliver(shell, fact);
}

static void give_definition(struct shell *shell,
			    const struct shell_function *function)
{
	const struct shell_command *command = function->command;
	struct fact *fact =
		new_fact(shell, FACT_DEFINITION,
			 text_line(function->text, command->offset));

	fact->place.end_line =
		text_line(function->text, command->end ? command->end - 1 : 0);
	fact->as.definition.operation = OP_CREATE;
	fact->as.definition.flags = DEFINE_SYMBOL;
	fact->as.definition.object = function->accessor.object;
	fact->as.definition.ordinal = analysis_ordinal(shell->analysis);
	deliver(shell, fact);
}

static void give_caller(struct shell *shell,
			const struct shell_function *function,
			const struct shell_caller *caller)
{
	struct fact *fact = new_fact(shell, FACT_CALL, caller->line);

	fact->via = VIA_CALL;
	set_accessor(fact, caller->function);
	fact->as.call.kind = NODE_FUNCTION;
	set_symbol(shell, &fact->as.call.symbol, NULL, function->name);
	deliver(shell, fact);
}

/* A function that calls one with facts is worth a node, too: a worklist from
 * those with facts upwards. */
static void spread_relevance(struct shell *shell)
{
	GPtrArray *work = g_ptr_array_new();

	for (guint i = 0; i < shell->all->len; i++) {
		struct shell_function *function = shell->all->pdata[i];

		function->relevant |= function->sinks != 0;
		if (function->relevant)
			g_ptr_array_add(work, function);
	}
	while (work->len) {
		struct shell_function *function =
			g_ptr_array_steal_index_fast(work, work->len - 1);

		for (uint32_t i = 0; i < function->n_callers; i++) {
			struct shell_function *caller =
				function->callers[i].function;

			if (!caller || caller->relevant)
				continue;
			caller->relevant = true;
			g_ptr_array_add(work, caller);
		}
	}
	g_ptr_array_free(work, TRUE);
}

void shell_give_symbols(struct shell *shell)
{
	spread_relevance(shell);
	for (guint i = 0; i < shell->all->len; i++) {
		struct shell_function *function = shell->all->pdata[i];

		if (!function->relevant)
			continue;
		give_definition(shell, function);
		for (uint32_t p = 0; p < 32; p++)
			if (function->sinks & (1u << p))
				give_sink(shell, function, p);
		for (uint32_t c = 0; c < function->n_callers; c++)
			give_caller(shell, function, &function->callers[c]);
	}
	if (!shell->outer->depth)
		give_constants(shell);
}
