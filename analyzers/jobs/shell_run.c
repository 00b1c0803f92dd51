/* Lists, branches, loops, functions, redirections. */

#include "analyzers/jobs/shell_run.h"

#include <string.h>

static void give_up(struct shell *shell, enum reason reason)
{
	if (!shell->exhausted)
		analysis_gap(shell->analysis, shell->outer, reason,
			     text_line(shell->outer, 0),
			     "the script does more than is followed");
	shell->budget = 0;
	shell->exhausted = true;
}

bool shell_spend(struct shell *shell, uint64_t amount)
{
	if (shell->budget < amount) {
		give_up(shell, REASON_TOO_LARGE);
		return false;
	}
	shell->budget -= amount;
	return true;
}

/* --- files that the script writes ----------------------------------------- */

/* Unknown parts of a path are told apart by how they are written, outputs of
 * commands by their place. */
static char *file_key(struct shell *shell, const struct shell_value *path)
{
	GString *key = g_string_new(NULL);
	char *kept;

	for (uint32_t i = 0; i < path->n_runs; i++) {
		const struct shell_run *run = &path->runs[i];

		if (run->kind != RUN_TEXT)
			g_string_append_c(key, TEXT_HOLE);
		g_string_append_len(key, run->bytes, run->size);
		if (run->kind != RUN_TEXT && run->size > 1 &&
		    !g_ascii_isalpha(run->bytes[1]))
			g_string_append_printf(key, "%u", run->offset);
	}
	kept = arena_strndup(shell->arena, key->str, key->len);
	g_string_free(key, TRUE);
	return kept;
}

struct shell_file *shell_file_at(struct shell *shell,
				 const struct shell_value *path, bool make)
{
	const char *key = file_key(shell, path);
	struct shell_file *file = g_hash_table_lookup(shell->files, key);

	if (file || !make)
		return file;
	file = ARENA_NEW(shell->arena, struct shell_file);
	file->path = shell_value_text(shell->arena, path);
	g_hash_table_insert(shell->files, (char *)key, file);
	g_ptr_array_add(shell->written, file);
	return file;
}

void shell_read_file(struct shell *shell, const struct shell_value *path,
		     struct shell_value *content)
{
	struct shell_file *file = shell_file_at(shell, path, false);
	struct shell_value *kept;
	struct shell_run run;

	if (file) {
		file->used = true;
		if (shell_spend(shell, file->content.n_runs))
			shell_value_append(shell->arena, content,
					   &file->content);
	}
	if ((file && file->begun) || !path->n_runs)
		return;
	kept = ARENA_NEW(shell->arena, struct shell_value);
	shell_value_append(shell->arena, kept, path);
	run = shell_hole(shell, path->runs[0].offset, path->runs[0].bytes,
			 path->runs[0].size);
	run.text = path->runs[0].text;
	run.line = path->runs[0].line;
	run.kind = RUN_FILE;
	run.path = kept;
	shell_value_add(shell->arena, content, &run);
}

/* --- redirections --------------------------------------------------------- */

/* What a command's redirections change, to be put back behind it. */
struct redirected {
	const struct shell_value *in;
	struct shell_value *out;
	struct shell_value *output; /* to be kept in a file */
	struct shell_file *file;
	bool append;
};

static void redirect_input(struct shell *shell,
			   const struct shell_redirect *redirect)
{
	struct shell_value *in = ARENA_NEW(shell->arena, struct shell_value);
	struct shell_values word;

	if (!redirect->word || redirect->fd > 0)
		return;
	word = shell_expand(shell, redirect->word, false);
	if (redirect->kind == SHELL_INPUT)
		shell_read_file(shell, &word.items[0], in);
	else
		shell_value_append(shell->arena, in, &word.items[0]);
	shell->in = in;
}

static bool is_nowhere(const char *path)
{
	return strcmp(path, "/dev/null") == 0 ||
	       strcmp(path, "/dev/stderr") == 0 ||
	       strcmp(path, "/dev/tty") == 0;
}

static void redirect_output(struct shell *shell,
			    const struct shell_redirect *redirect,
			    struct redirected *redirected)
{
	struct shell_values word;

	if (redirect->fd > 1 || !redirect->word)
		return;
	word = shell_expand(shell, redirect->word, false);
	shell->out = NULL;
	if (is_nowhere(shell_value_text(shell->arena, &word.items[0])))
		return;
	redirected->file = shell_file_at(shell, &word.items[0], true);
	if (!redirected->file->line)
		redirected->file->line =
			text_line(shell->text, redirect->word->offset);
	redirected->output = ARENA_NEW(shell->arena, struct shell_value);
	redirected->append = redirect->kind == SHELL_APPEND;
	shell->out = redirected->output;
}

/* >&2 and its like: what goes there is not read. */
static void redirect_duplicate(struct shell *shell,
			       const struct shell_redirect *redirect)
{
	const struct shell_word *word = redirect->word;

	if (word && word->n_parts == 1 && word->parts[0].size == 1 &&
	    word->parts[0].bytes[0] == '2' && redirect->fd != 2)
		shell->out = NULL;
}

static struct redirected redirect(struct shell *shell,
				  const struct shell_command *command)
{
	struct redirected redirected = {.in = shell->in, .out = shell->out};

	for (uint32_t i = 0; i < command->n_redirects; i++) {
		const struct shell_redirect *at = command->redirects[i];

		switch (at->kind) {
		case SHELL_INPUT:
		case SHELL_DOCUMENT:
		case SHELL_HERE_STRING:
			redirect_input(shell, at);
			break;
		case SHELL_OUTPUT:
		case SHELL_APPEND:
			redirect_output(shell, at, &redirected);
			break;
		case SHELL_DUPLICATE:
			redirect_duplicate(shell, at);
			break;
		}
	}
	return redirected;
}

static void put_back(struct shell *shell, const struct redirected *redirected)
{
	struct shell_file *file = redirected->file;

	shell->in = redirected->in;
	shell->out = redirected->out;
	if (!file)
		return;
	if (!redirected->append) {
		file->content = *redirected->output;
		file->begun = true;
		file->used = false;
	} else if (shell_spend(shell, redirected->output->n_runs)) {
		shell_value_append(shell->arena, &file->content,
				   redirected->output);
		file->used = false;
	}
}

/* --- functions and texts -------------------------------------------------- */

static void run_command(struct shell *shell,
			const struct shell_command *command);

static void add_caller(struct shell *shell, struct shell_function *function,
		       uint32_t line)
{
	if (!shell_spend(shell, function->n_callers))
		return;
	for (uint32_t i = 0; i < function->n_callers; i++)
		if (function->callers[i].function == shell->function)
			return;
	*ARENA_PUSH(shell->arena, function->callers, function->n_callers) =
		(struct shell_caller){shell->function, line};
}

/* Variables that the function did not make its own are the caller's. */
static void keep_globals(struct shell *shell, struct shell_scope *frame)
{
	GHashTableIter iter;
	gpointer name, value;

	g_hash_table_iter_init(&iter, frame->variables);
	while (g_hash_table_iter_next(&iter, &name, &value)) {
		const struct shell_variable *variable = value;

		if (!variable->local && shell_spend(shell, 1))
			*shell_scope_edit(shell, name, false) = *variable;
	}
	g_hash_table_unref(frame->variables);
}

/* The frame's variables are the caller's to let go. */
static struct shell_scope *run_body(struct shell *shell,
				    struct shell_function *function,
				    struct shell_field *arguments,
				    uint32_t n_arguments, bool known)
{
	struct shell_function *caller = shell->function;
	struct text *text = shell->text;
	struct shell_scope *frame = shell_scope_push(shell);

	frame->frame = true;
	frame->function = function;
	frame->arguments = arguments;
	frame->n_arguments = n_arguments;
	frame->arguments_known = known;
	shell->function = function;
	shell->text = function->text;
	shell->depth++;
	function->running = function->followed = true;
	run_command(shell, function->command->body);
	function->running = false;
	shell->depth--;
	shell->text = text;
	shell->function = caller;
	return shell_scope_pop(shell);
}

static void follow(struct shell *shell, struct shell_function *function,
		   struct shell_call *call, GBytes *key)
{
	struct shell_value output = {0}, *out = shell->out;
	struct shell_scope *frame;

	shell->out = out ? &output : NULL;
	frame = run_body(shell, function, call->fields + 1, call->n_fields - 1,
			 true);
	shell->out = out;
	if (!shell->exhausted)
		shell_memo_keep(shell, function, key, frame->variables,
				out ? &output : NULL);
	shell_print(shell, &output);
	keep_globals(shell, frame);
}

static void run_function(struct shell *shell, struct shell_function *function,
			 struct shell_call *call)
{
	GBytes *key;

	add_caller(shell, function, call->line);
	if (function->running || shell->depth >= SHELL_CALLS_MAX) {
		shell_print_hole(shell, call);
		return;
	}
	key = shell_memo_key(shell, function, call);
	if (!shell_memo_replay(shell, function, key))
		follow(shell, function, call, key);
	g_bytes_unref(key);
}

void shell_run_alone(struct shell *shell, struct shell_function *function)
{
	keep_globals(shell, run_body(shell, function, NULL, 0, false));
}

void shell_run_text(struct shell *shell, const struct shell_value *script,
		    bool other_shell)
{
	struct text *guest = ARENA_NEW(shell->arena, struct text);
	struct text *text = shell->text;
	struct shell_scope *scope = shell_scope_push(shell);
	struct shell_list *list;

	scope->closed = other_shell;
	guest->language = "shell";
	shell_value_guest(shell->arena, script, shell->outer, guest);
	g_ptr_array_add(shell->texts, guest);
	if (guest->size < INT32_MAX && shell->depth < SHELL_CALLS_MAX &&
	    shell_spend(shell, guest->size / 16 + 1)) {
		list = shell_read(shell->analysis, guest);
		shell->depth++;
		shell->text = guest;
		shell_run_list(shell, list);
		shell->text = text;
		shell->depth--;
	}
	shell_scope_pop(shell);
	if (other_shell)
		g_hash_table_unref(scope->variables);
	else
		keep_globals(shell, scope);
}

void shell_run_call(struct shell *shell, struct shell_call *call)
{
	const char *name = shell_argument(shell, call, 0);
	struct shell_function *function =
		g_hash_table_lookup(shell->functions, name);

	if (!shell_spend(shell, 1))
		return;
	if (function)
		run_function(shell, function, call);
	else
		shell_run_command(shell, call);
}

/* --- simple commands ------------------------------------------------------ */

/* Assignments before a command hold for it alone. */
static void run_with_assignments(struct shell *shell, struct shell_call *call)
{
	const struct shell_command *command = call->command;
	struct shell_scope *scope = shell_scope_push(shell);

	for (uint32_t i = 0; i < command->n_assignments; i++)
		shell_assign(shell, &command->assignments[i], true);
	shell_run_call(shell, call);
	shell_scope_pop(shell);
	keep_globals(shell, scope);
}

/* Words are expanded before redirections are in force. */
static void run_simple(struct shell *shell, const struct shell_command *command)
{
	struct shell_fields fields = {0};
	struct shell_call call = {.command = command};
	struct redirected redirected;

	if (shell_run_declaration(shell, command))
		return;
	shell_expand_words(shell, command->words, command->n_words, &fields);
	call.fields = fields.items;
	call.n_fields = fields.n_items;
	call.line = text_line(shell->text, command->offset);
	redirected = redirect(shell, command);
	if (!fields.n_items)
		for (uint32_t i = 0; i < command->n_assignments; i++)
			shell_assign(shell, &command->assignments[i], false);
	else if (command->n_assignments)
		run_with_assignments(shell, &call);
	else
		shell_run_call(shell, &call);
	put_back(shell, &redirected);
}

/* --- branches and loops --------------------------------------------------- */

static struct shell_scope *run_branch(struct shell *shell,
				      const struct shell_list *list)
{
	shell_scope_push(shell);
	shell_run_list(shell, list);
	return shell_scope_pop(shell);
}

/* Conditions are run where they stand; bodies are branches. */
static void run_if(struct shell *shell, const struct shell_command *command)
{
	struct shell_scope **branches = NULL;
	uint32_t n_branches = 0, i;
	bool has_else = command->n_lists % 2;

	for (i = 0; i + 1 < command->n_lists; i += 2) {
		shell_run_list(shell, command->lists[i]);
		*ARENA_PUSH(shell->arena, branches, n_branches) =
			run_branch(shell, command->lists[i + 1]);
	}
	if (has_else)
		*ARENA_PUSH(shell->arena, branches, n_branches) =
			run_branch(shell, command->lists[i]);
	shell_scope_merge(shell, branches, n_branches, !has_else);
}

static void run_case(struct shell *shell, const struct shell_command *command)
{
	struct shell_scope **branches = NULL;
	uint32_t n_branches = 0;

	if (command->n_words)
		shell_expand(shell, &command->words[0], false);
	for (uint32_t i = 0; i < command->n_lists; i++)
		*ARENA_PUSH(shell->arena, branches, n_branches) =
			run_branch(shell, command->lists[i]);
	shell_scope_merge(shell, branches, n_branches, true);
}

static void run_loop(struct shell *shell, const struct shell_command *command)
{
	struct shell_scope *branch;
	uint32_t i = 0;

	for (; i + 1 < command->n_lists; i++)
		shell_run_list(shell, command->lists[i]);
	if (i >= command->n_lists)
		return;
	branch = run_branch(shell, command->lists[i]);
	shell_scope_merge(shell, &branch, 1, true);
}

static void run_for(struct shell *shell, const struct shell_command *command)
{
	struct shell_scope *frame = shell_scope_frame(shell);
	struct shell_fields fields = {0};
	struct shell_scope *branch;

	if (!command->all_words)
		shell_expand_words(shell, command->words, command->n_words,
				   &fields);
	else if (frame && frame->arguments_known)
		fields = (struct shell_fields){frame->arguments,
					       frame->n_arguments};
	branch = shell_scope_push(shell);
	for (uint32_t i = 0;
	     i < fields.n_items && fields.n_items <= SHELL_WORDS_MAX; i++) {
		if (!shell_spend(shell, 1))
			break;
		shell_scope_set(shell, command->name, &fields.items[i].values,
				false);
		shell_run_list(shell, command->lists[0]);
	}
	if (!fields.n_items || fields.n_items > SHELL_WORDS_MAX) {
		shell_scope_set_hole(shell, command->name, command->offset);
		shell_run_list(shell, command->lists[0]);
	}
	shell_scope_edit(shell, command->name, false)->varies = true;
	shell_scope_pop(shell);
	shell_scope_merge(shell, &branch, 1, true);
}

static void run_subshell(struct shell *shell,
			 const struct shell_command *command)
{
	struct shell_value *directory = shell->directory;
	struct shell_scope *scope = run_branch(shell, command->lists[0]);

	g_hash_table_unref(scope->variables);
	shell->directory = directory;
}

static void define(struct shell *shell, const struct shell_command *command)
{
	struct shell_function *function =
		g_hash_table_lookup(shell->defined, command);

	if (function)
		g_hash_table_insert(shell->functions, (char *)function->name,
				    function);
}

static void run_compound(struct shell *shell,
			 const struct shell_command *command)
{
	switch (command->kind) {
	case SHELL_GROUP:
		if (command->n_lists)
			shell_run_list(shell, command->lists[0]);
		break;
	case SHELL_SUBSHELL:
		if (command->n_lists)
			run_subshell(shell, command);
		break;
	case SHELL_IF:
		run_if(shell, command);
		break;
	case SHELL_LOOP:
		run_loop(shell, command);
		break;
	case SHELL_FOR:
		if (command->n_lists)
			run_for(shell, command);
		break;
	case SHELL_CASE:
		run_case(shell, command);
		break;
	case SHELL_FUNCTION:
		define(shell, command);
		break;
	case SHELL_SIMPLE:
	case SHELL_IGNORED:
		break;
	}
}

static void run_command(struct shell *shell,
			const struct shell_command *command)
{
	struct redirected redirected;

	if (!command || !shell_spend(shell, 1))
		return;
	if (shell->nesting >= SHELL_NESTING_MAX) {
		give_up(shell, REASON_TOO_DEEP);
		return;
	}
	shell->nesting++;
	if (command->kind == SHELL_SIMPLE) {
		run_simple(shell, command);
	} else {
		redirected = redirect(shell, command);
		run_compound(shell, command);
		put_back(shell, &redirected);
	}
	shell->nesting--;
}

/* --- lists ---------------------------------------------------------------- */

/* Each command's output is the next one's input. */
static void run_pipeline(struct shell *shell,
			 const struct shell_pipeline *pipeline)
{
	const struct shell_value *in = shell->in;
	struct shell_value *out = shell->out;
	uint32_t last = pipeline->n_commands - 1;

	for (uint32_t i = 0; i < pipeline->n_commands; i++) {
		struct shell_value *pipe =
			ARENA_NEW(shell->arena, struct shell_value);

		shell->out = i == last ? out : pipe;
		run_command(shell, pipeline->commands[i]);
		shell->in = pipe;
	}
	shell->in = in;
	shell->out = out;
}

void shell_run_list(struct shell *shell, const struct shell_list *list)
{
	for (uint32_t i = 0; i < list->n_pipelines; i++) {
		const struct shell_pipeline *pipeline = &list->pipelines[i];
		struct shell_scope *branch;

		if (!pipeline->n_commands || shell->exhausted)
			continue;
		if (!pipeline->conditional) {
			run_pipeline(shell, pipeline);
			continue;
		}
		branch = shell_scope_push(shell);
		run_pipeline(shell, pipeline);
		shell_scope_pop(shell);
		shell_scope_merge(shell, &branch, 1, true);
	}
}
