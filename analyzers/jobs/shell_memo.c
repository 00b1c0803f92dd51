/*
 * Calls that were followed before: a function that is called again with the
 * same arguments, and with the same values in the variables that it and the
 * functions it calls read, does and prints the same.
 */

#include <string.h>

#include "analyzers/jobs/shell_run.h"

/* What a call did. */
struct shell_memory {
	GHashTable *variables; /* of its frame */
	struct shell_value output;
	struct shell_value *directory;
};

/* --- what a function reads ------------------------------------------------ */

struct reads {
	GHashTable *names; /* of variables */
	GHashTable *words; /* first words of commands */
};

static void read_list(struct reads *reads, struct shell *shell,
		      const struct shell_list *list);

static void read_word(struct reads *reads, struct shell *shell,
		      const struct shell_word *word)
{
	for (uint32_t i = 0; word && i < word->n_parts; i++) {
		const struct shell_part *part = &word->parts[i];

		if (part->name)
			g_hash_table_add(reads->names, (char *)part->name);
		read_word(reads, shell, part->operand);
		if (part->list)
			read_list(reads, shell, part->list);
	}
	for (uint32_t i = 0; word && i < word->n_elements; i++)
		read_word(reads, shell, &word->elements[i]);
}

static void read_command(struct reads *reads, struct shell *shell,
			 const struct shell_command *command)
{
	const struct shell_word *first = command->words;

	if (command->n_words && command->kind == SHELL_SIMPLE)
		g_hash_table_add(
			reads->words,
			arena_strndup(shell->arena,
				      shell->text->bytes + first->offset,
				      first->end - first->offset));
	for (uint32_t i = 0; i < command->n_words; i++)
		read_word(reads, shell, &command->words[i]);
	for (uint32_t i = 0; i < command->n_assignments; i++) {
		if (command->assignments[i].append)
			g_hash_table_add(reads->names,
					 (char *)command->assignments[i].name);
		read_word(reads, shell, &command->assignments[i]);
	}
	for (uint32_t i = 0; i < command->n_redirects; i++)
		read_word(reads, shell, command->redirects[i]->word);
	for (uint32_t i = 0; i < command->n_lists; i++)
		read_list(reads, shell, command->lists[i]);
	if (command->body)
		read_command(reads, shell, command->body);
}

static void read_list(struct reads *reads, struct shell *shell,
		      const struct shell_list *list)
{
	for (uint32_t i = 0; i < list->n_pipelines; i++)
		for (uint32_t c = 0; c < list->pipelines[i].n_commands; c++)
			read_command(reads, shell,
				     list->pipelines[i].commands[c]);
}

/* The names in order, so that keys are the same whatever the table's order. */
static const char **sorted(struct shell *shell, GHashTable *table,
			   uint32_t *count)
{
	guint n;
	g_autofree gpointer *keys = g_hash_table_get_keys_as_array(table, &n);
	const char **names = NULL;

	*count = 0;
	for (guint i = 0; i < n; i++)
		*ARENA_PUSH(shell->arena, names, *count) = keys[i];
	if (n)
		g_qsort_with_data(names, (gint)n, sizeof(*names),
				  (GCompareDataFunc)(void (*)(void))strcmp,
				  NULL);
	return names;
}

static void add_all(GHashTable *table, const char **names, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++)
		g_hash_table_add(table, (char *)names[i]);
}

/* What the function itself reads and calls. */
static void find_own_reads(struct shell *shell, struct shell_function *function)
{
	struct text *text = shell->text;
	struct reads reads = {g_hash_table_new(g_str_hash, g_str_equal),
			      g_hash_table_new(g_str_hash, g_str_equal)};

	shell->text = function->text;
	if (function->command->body)
		read_command(&reads, shell, function->command->body);
	shell->text = text;
	function->own_reads =
		sorted(shell, reads.names, &function->n_own_reads);
	function->words = sorted(shell, reads.words, &function->n_words);
	function->read = true;
	g_hash_table_unref(reads.names);
	g_hash_table_unref(reads.words);
}

/* With what all functions read that it may come to call. */
static void find_reads(struct shell *shell, struct shell_function *function)
{
	GHashTable *names = g_hash_table_new(g_str_hash, g_str_equal);
	GHashTable *seen = g_hash_table_new(NULL, NULL);
	GPtrArray *work = g_ptr_array_new();

	g_hash_table_add(seen, function);
	g_ptr_array_add(work, function);
	while (work->len && shell_spend(shell, 1)) {
		struct shell_function *at =
			g_ptr_array_steal_index_fast(work, work->len - 1);

		if (!at->read)
			find_own_reads(shell, at);
		add_all(names, at->own_reads, at->n_own_reads);
		for (uint32_t i = 0; i < at->n_words; i++) {
			struct shell_function *called = g_hash_table_lookup(
				shell->functions, at->words[i]);

			if (called && g_hash_table_add(seen, called))
				g_ptr_array_add(work, called);
		}
	}
	function->reads = sorted(shell, names, &function->n_reads);
	function->memories =
		g_hash_table_new_full(g_bytes_hash, g_bytes_equal,
				      (GDestroyNotify)g_bytes_unref, NULL);
	g_hash_table_unref(names);
	g_hash_table_unref(seen);
	g_ptr_array_free(work, TRUE);
}

/* --- keys ----------------------------------------------------------------- */

static void put_value(GString *key, const struct shell_value *value)
{
	for (uint32_t r = 0; r < value->n_runs; r++) {
		const struct shell_run *run = &value->runs[r];
		guint32 head[4] = {(guint32)run->kind, run->offset, run->size,
				   run->line};

		g_string_append_len(key, (const char *)head, sizeof(head));
		g_string_append_len(key, (const char *)&run->bytes,
				    sizeof(run->bytes));
	}
	g_string_append_c(key, ';');
}

static void put_values(GString *key, const struct shell_values *values)
{
	for (uint32_t i = 0; i < values->n_items; i++)
		put_value(key, &values->items[i]);
	g_string_append_c(key, '|');
}

/* Runs are told apart by where they are: equal strings from two places are
 * two values. */
static GBytes *key_of(struct shell *shell, struct shell_function *function,
		      const struct shell_call *call)
{
	GString *key = g_string_new(shell->out ? "out" : "");
	bool foreign;

	for (uint32_t i = 1; i < call->n_fields; i++)
		put_values(key, &call->fields[i].values);
	for (uint32_t i = 0; i < function->n_reads; i++) {
		const struct shell_variable *variable =
			shell_scope_find(shell, function->reads[i], &foreign);

		if (variable) {
			put_values(key, &variable->values);
			put_values(key, &variable->elements);
		}
		g_string_append_c(key, '\n');
	}
	if (shell->in)
		put_value(key, shell->in);
	g_string_append_c(key, '\n');
	if (shell->directory)
		put_value(key, shell->directory);
	shell_spend(shell, key->len / 64);
	return g_string_free_to_bytes(key);
}

/* --- remembering ---------------------------------------------------------- */

GBytes *shell_memo_key(struct shell *shell, struct shell_function *function,
		       const struct shell_call *call)
{
	if (!function->memories)
		find_reads(shell, function);
	return key_of(shell, function, call);
}

bool shell_memo_replay(struct shell *shell, struct shell_function *function,
		       GBytes *key)
{
	struct shell_memory *memory =
		g_hash_table_lookup(function->memories, key);
	GHashTableIter iter;
	gpointer name, value;

	if (!memory)
		return false;
	g_hash_table_iter_init(&iter, memory->variables);
	while (g_hash_table_iter_next(&iter, &name, &value)) {
		const struct shell_variable *variable = value;

		if (!variable->local && shell_spend(shell, 1))
			*shell_scope_edit(shell, name, false) = *variable;
	}
	shell_print(shell, &memory->output);
	shell->directory = memory->directory;
	return true;
}

void shell_memo_keep(struct shell *shell, struct shell_function *function,
		     GBytes *key, GHashTable *variables,
		     const struct shell_value *output)
{
	struct shell_memory *memory =
		ARENA_NEW(shell->arena, struct shell_memory);

	memory->variables = variables;
	if (output)
		memory->output = *output;
	memory->directory = shell->directory;
	g_ptr_array_add(shell->tables, g_hash_table_ref(variables));
	g_hash_table_insert(function->memories, g_bytes_ref(key), memory);
}
