/*
 * Shell scripts: what they give to the clients of databases, which scripts
 * and files they run, what they export to scripts that source them.
 *
 *	TABLE=orders
 *	psql -c "SELECT count(*) FROM $TABLE" shop
 *	mysql shop <sql/nightly.sql
 *	. ./lib.sh
 *
 * See shell_run.h for the parts.
 */

#include <string.h>

#include "analyzers/jobs/shell.h"
#include "analyzers/jobs/shell_run.h"

extern const struct analyzer analyzer_shell;

/* Steps that are followed for each byte of a script, and at least. */
#define BUDGET_BYTE 2
#define BUDGET_LEAST 1000000

/* --- functions ------------------------------------------------------------ */

struct collector {
	struct shell *shell;
	GHashTable *counts; /* name -> how many functions have it */
	GHashTable *words;  /* first words of commands */
};

static void collect_list(struct collector *collector,
			 const struct shell_list *list);

static void add_function(struct collector *collector,
			 const struct shell_command *command)
{
	struct shell *shell = collector->shell;
	struct shell_function *function =
		ARENA_NEW(shell->arena, struct shell_function);
	struct object_name *object = &function->accessor.object;
	const char **parts = arena_alloc(shell->arena, sizeof(*parts));
	guint count = GPOINTER_TO_UINT(
		g_hash_table_lookup(collector->counts, command->name));

	parts[0] = command->name;
	object->kind = NODE_FUNCTION;
	object->name = (struct sql_name){.parts = parts, .n_parts = 1};
	object->nth = count ? count + 1 : 0;
	function->name = command->name;
	function->command = command;
	function->text = shell->text;
	g_hash_table_insert(collector->counts, (char *)command->name,
			    GUINT_TO_POINTER(count + 1));
	g_hash_table_insert(shell->defined, (gpointer)command, function);
	if (!count)
		g_hash_table_insert(shell->functions, (char *)command->name,
				    function);
	g_ptr_array_add(shell->all, function);
}

static void collect_command(struct collector *collector,
			    const struct shell_command *command)
{
	const struct shell_word *word = command->words;

	if (command->kind == SHELL_FUNCTION)
		add_function(collector, command);
	else if (command->kind == SHELL_SIMPLE && command->n_words)
		g_hash_table_add(collector->words,
				 arena_strndup(collector->shell->arena,
					       collector->shell->text->bytes +
						       word->offset,
					       word->end - word->offset));
	for (uint32_t i = 0; i < command->n_lists; i++)
		collect_list(collector, command->lists[i]);
	if (command->body)
		collect_command(collector, command->body);
}

static void collect_list(struct collector *collector,
			 const struct shell_list *list)
{
	for (uint32_t i = 0; i < list->n_pipelines; i++)
		for (uint32_t c = 0; c < list->pipelines[i].n_commands; c++)
			collect_command(collector,
					list->pipelines[i].commands[c]);
}

/* Finds all functions, and which of them no command of the script calls. */
static void collect(struct shell *shell, const struct shell_list *list)
{
	struct collector collector = {.shell = shell};

	collector.counts = g_hash_table_new(g_str_hash, g_str_equal);
	collector.words = g_hash_table_new(g_str_hash, g_str_equal);
	collect_list(&collector, list);
	for (guint i = 0; i < shell->all->len; i++) {
		struct shell_function *function = shell->all->pdata[i];

		function->referenced =
			g_hash_table_contains(collector.words, function->name);
	}
	g_hash_table_unref(collector.words);
	g_hash_table_unref(collector.counts);
}

/* --- order of things ------------------------------------------------------ */

/*
 * Functions that were never called are run by themselves, those first that
 * nothing calls. All others are looked at once more for the parameters that
 * they hand to a client, since scripts that source this one may call them.
 */
static void run_functions(struct shell *shell)
{
	for (int pass = 0; pass < 3; pass++) {
		for (guint i = 0; i < shell->all->len; i++) {
			struct shell_function *function = shell->all->pdata[i];
			bool alone = !function->followed &&
				     (pass == 1 || !function->referenced);

			if (shell->exhausted || (pass < 2 && !alone) ||
			    (pass == 2 && alone))
				continue;
			shell->quiet = pass == 2;
			shell_run_alone(shell, function);
		}
	}
	shell->quiet = false;
}

/* SQL that is written to a file and given to nobody here is meant for
 * somebody else. */
static void give_written(struct shell *shell)
{
	for (guint i = 0; i < shell->written->len; i++) {
		const struct shell_file *file = shell->written->pdata[i];
		const struct shell_command nowhere = {0};
		const struct shell_call call = {.command = &nowhere,
						.line = file->line};

		if (!file->used && !shell_value_only(&file->content) &&
		    g_str_has_suffix(file->path, ".sql"))
			shell_give_sql(shell, &call, &file->content,
				       DIALECT_GENERIC, CONFIDENCE_LIKELY);
	}
}

static void unref_bytes(gpointer bytes)
{
	g_bytes_unref(bytes);
}

static void shell_init(struct shell *shell, struct analysis *analysis,
		       struct text *text)
{
	*shell = (struct shell){.analysis = analysis,
				.arena = analysis->arena,
				.outer = text,
				.text = text};
	shell->budget = BUDGET_LEAST + (uint64_t)text->size * BUDGET_BYTE;
	shell->functions = g_hash_table_new(g_str_hash, g_str_equal);
	shell->defined = g_hash_table_new(NULL, NULL);
	shell->all = g_ptr_array_new();
	shell->files = g_hash_table_new(g_str_hash, g_str_equal);
	shell->written = g_ptr_array_new();
	shell->emitted = g_hash_table_new_full(g_bytes_hash, g_bytes_equal,
					       unref_bytes, NULL);
	shell->texts = g_ptr_array_new();
	shell->tables = g_ptr_array_new();
	shell_scope_push(shell);
}

static void shell_release(struct shell *shell)
{
	g_hash_table_unref(shell->scope->variables);
	for (guint i = 0; i < shell->texts->len; i++)
		text_release(shell->texts->pdata[i]);
	for (guint i = 0; i < shell->tables->len; i++)
		g_hash_table_unref(shell->tables->pdata[i]);
	for (guint i = 0; i < shell->all->len; i++) {
		struct shell_function *function = shell->all->pdata[i];

		if (function->memories)
			g_hash_table_unref(function->memories);
	}
	g_ptr_array_free(shell->tables, TRUE);
	g_ptr_array_free(shell->texts, TRUE);
	g_hash_table_unref(shell->emitted);
	g_ptr_array_free(shell->written, TRUE);
	g_hash_table_unref(shell->files);
	g_ptr_array_free(shell->all, TRUE);
	g_hash_table_unref(shell->defined);
	g_hash_table_unref(shell->functions);
}

static void shell_analyze(struct analysis *analysis, struct text *text)
{
	struct shell_list *list = shell_read(analysis, text);
	struct shell shell;

	shell_init(&shell, analysis, text);
	collect(&shell, list);
	shell_run_list(&shell, list);
	run_functions(&shell);
	give_written(&shell);
	shell_give_symbols(&shell);
	shell_release(&shell);
}

/* --- names of commands ---------------------------------------------------- */

static void drop_fact(struct analysis *analysis, struct fact *fact)
{
	(void)analysis;
	(void)fact;
}

/* The first word that is there, when nothing in the command is a program. */
static const char *first_word(struct shell *shell,
			      const struct shell_list *list)
{
	for (uint32_t i = 0; i < list->n_pipelines; i++)
		for (uint32_t c = 0; c < list->pipelines[i].n_commands; c++) {
			const struct shell_command *command =
				list->pipelines[i].commands[c];
			const struct shell_word *word = command->words;

			if (command->n_words && word->end > word->offset)
				return arena_strndup(shell->arena,
						     shell->text->bytes +
							     word->offset,
						     word->end - word->offset);
		}
	return "job";
}

const char *shell_command_name(struct analysis *analysis, struct text *text)
{
	struct analysis silent = {.arena = analysis->arena,
				  .deliver = drop_fact};
	struct shell_list *list = shell_read(&silent, text);
	struct shell shell;
	const char *name;

	shell_init(&shell, &silent, text);
	shell.quiet = true;
	collect(&shell, list);
	shell_run_list(&shell, list);
	name = shell.runs && *shell.runs ? shell.runs
					 : first_word(&shell, list);
	shell_release(&shell);
	return name;
}

/* --- recognizing ---------------------------------------------------------- */

/* The interpreter of a "#!" line: "bash" of "#!/usr/bin/env -S bash -e". */
static bool names_shell(const char *line, const char *end)
{
	static const char *const shells[] = {"sh",  "bash", "dash", "ksh",
					     "ash", "zsh",  "ksh93"};

	while (line < end) {
		const char *start = line, *slash;

		while (line < end && !memchr(" \t\r", *line, 3))
			line++;
		slash = memrchr(start, '/', (size_t)(line - start));
		start = slash ? slash + 1 : start;
		for (size_t i = 0; i < G_N_ELEMENTS(shells); i++)
			if ((size_t)(line - start) == strlen(shells[i]) &&
			    memcmp(start, shells[i], strlen(shells[i])) == 0)
				return true;
		while (line < end && memchr(" \t\r", *line, 3))
			line++;
	}
	return false;
}

/* By the "#!" line; a file that is named like a script and has none is one,
 * too. */
static bool shell_recognizes(const char *name, const char *head, size_t size)
{
	const char *end = memchr(head, '\n', size);

	if (size >= 2 && head[0] == '#' && head[1] == '!')
		return names_shell(head + 2, end ? end : head + size);
	for (const char *const *glob = analyzer_shell.files; *glob; glob++)
		if (g_pattern_match_simple(*glob, name))
			return true;
	return false;
}

const struct analyzer analyzer_shell = {
	.name = "shell",
	.files = (const char *const[]){"*.sh", "*.bash", "*.ksh", "*.zsh",
				       "*.sh.in", NULL},
	.recognizes = shell_recognizes,
	.analyze = shell_analyze,
};
