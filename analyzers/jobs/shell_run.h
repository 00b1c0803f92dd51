/*
 * shell_run.h - what the files that follow a script share; nobody else
 * includes it.
 *
 * A script is followed command by command without being run: variables have
 * values as far as they are known, commands that print have an output, pipes
 * and files carry it to the next one, and database clients, scripts and
 * interpreters at the end give facts. Both sides of a branch are followed,
 * loops over known words once for each word, functions where they are called.
 *
 *	shell_run.c        lists, branches, loops, functions, redirections
 *	shell_expand.c     words to fields, parameters, substitutions
 *	shell_scope.c      variables
 *	shell_builtins.c   what shells and text tools do with strings
 *	shell_commands.c   which command a row of words runs
 *	shell_clients.c    database clients and their options (data)
 *	shell_client.c     the SQL and files that a client gets
 *	shell_define.c     variables that a client puts into the SQL
 *	shell_lines.c      lines that a client keeps for itself
 *	shell_memo.c       calls that were followed before
 *	shell_facts.c      facts, once each
 *	shell.c            the analyzer: order of things, exports
 *
 * One struct shell lives for one text. Its work is bounded by `budget`, a
 * count of commands and runs; past it the rest is a gap.
 */
#ifndef ANALYZERS_JOBS_SHELL_RUN_H
#define ANALYZERS_JOBS_SHELL_RUN_H

#include "analyzers/jobs/shell_syntax.h"
#include "analyzers/jobs/shell_value.h"

/* Functions, substitutions and scripts in scripts, inside one another. */
#define SHELL_CALLS_MAX 40

/* Commands inside one another, while they are followed. */
#define SHELL_NESTING_MAX 1000

/* A loop runs over so many known words; with more, over one unknown one. */
#define SHELL_WORDS_MAX 256

/* A function of the script. */
struct shell_function {
	const char *name;
	uint32_t nth;
	const struct shell_command *command;
	struct text *text;
	struct accessor accessor;
	uint32_t sinks;	 /* bit n - 1: parameter n is SQL for a client */
	bool referenced; /* some command of the script has its name */
	bool followed;	 /* it was called, or looked at by itself */
	bool running;
	bool relevant;	/* has facts, or calls a function that has */
	bool announced; /* its definition is delivered */
	struct shell_caller *callers;
	uint32_t n_callers;

	/* Of shell_memo.c: what its own body reads and calls, all that it may
	 * read, and what calls did by their key. */
	bool read;
	const char **own_reads, **words, **reads;
	uint32_t n_own_reads, n_words, n_reads;
	GHashTable *memories;
};

/* Who calls a function, and where; NULL: the script itself. */
struct shell_caller {
	struct shell_function *function;
	uint32_t line;
};

/* A word as a command gets it. */
struct shell_field {
	struct shell_values values; /* at least one */
	uint32_t line;		    /* where the word is written */
};

struct shell_fields {
	struct shell_field *items;
	uint32_t n_items;
};

struct shell_variable {
	struct shell_values values;
	struct shell_values elements; /* of an array, whatever their index */
	bool array;
	bool local;
	bool varies; /* of a loop: no constant */
};

/* Variables of a branch, subshell or call; see shell_scope.c. */
struct shell_scope {
	struct shell_scope *up;
	GHashTable *variables; /* name -> struct shell_variable */
	/* A call's frame: its function and arguments. */
	bool frame;
	bool closed; /* another shell: nothing outside is seen */
	struct shell_function *function;
	bool arguments_known;
	struct shell_field *arguments;
	uint32_t n_arguments;
};

/* A file that the script writes itself. */
struct shell_file {
	const char *path;
	struct shell_value content;
	bool used;  /* a client got it */
	bool begun; /* what it held before is gone or was never there */
	uint32_t line;
};

struct shell {
	struct analysis *analysis;
	struct arena *arena;
	struct text *outer; /* the text that is analyzed */
	struct text *text;  /* whose commands are being followed */
	struct shell_scope *scope;
	GHashTable *functions; /* name -> struct shell_function, as of now */
	GHashTable *defined;   /* its command -> struct shell_function */
	GPtrArray *all;	       /* every function, in order of writing */
	GHashTable *files;     /* key of a path -> struct shell_file */
	GPtrArray *written;    /* the same, in order of writing */
	GHashTable *emitted;   /* what was said already */
	GPtrArray *texts;      /* made here, to be released */
	GPtrArray *tables;     /* of frames that are remembered, likewise */
	struct shell_function *function;
	const struct shell_value *in;  /* standard input; NULL: unknown */
	struct shell_value *out;       /* standard output; NULL: nobody reads */
	struct shell_value *directory; /* after cd; NULL: unknown */
	bool sources;		       /* some file is sourced */
	bool quiet; /* a function is looked at for its sinks alone */
	bool exhausted;
	/* What the script runs, for shell_command_name(), and how well it says
	 * it: 1 a program, 2 a script or client. */
	const char *runs;
	int runs_rank;
	unsigned depth;	  /* of functions, substitutions, scripts */
	unsigned nesting; /* of commands */
	uint64_t budget;
};

/* A command with its words expanded. */
struct shell_call {
	const struct shell_command *command;
	struct shell_field *fields;
	uint32_t n_fields;
	uint32_t line;
	bool unsure; /* the command's name is a guess */
	bool behind; /* so is that it is a command at all */
	bool gave;   /* a client got SQL, a file or a table, or is sure */
};

/* --- shell_run.c ---------------------------------------------------------- */

void shell_run_list(struct shell *shell, const struct shell_list *list);

/* Runs a row of words as a command, functions of the script included. */
void shell_run_call(struct shell *shell, struct shell_call *call);

/* Runs a function without knowing its arguments. */
void shell_run_alone(struct shell *shell, struct shell_function *function);

/* Runs a value as a script, in this shell or in another one. */
void shell_run_text(struct shell *shell, const struct shell_value *script,
		    bool other_shell);

/* Whether there is budget left for `amount` more; the first time that there
 * is not, a gap says so. */
bool shell_spend(struct shell *shell, uint64_t amount);

/* The file at a path, if the script has written it; with `make`, always. */
struct shell_file *shell_file_at(struct shell *shell,
				 const struct shell_value *path, bool make);

/* What is read from a path: what the script wrote to it, else a RUN_FILE. */
void shell_read_file(struct shell *shell, const struct shell_value *path,
		     struct shell_value *content);

/* --- shell_expand.c ------------------------------------------------------- */

/* The word without splitting; always at least one value. With `skip`, without
 * its first part: the value of an assignment. */
struct shell_values shell_expand(struct shell *shell,
				 const struct shell_word *word, bool skip);

/* The words with splitting and arrays. */
void shell_expand_words(struct shell *shell, const struct shell_word *words,
			uint32_t n_words, struct shell_fields *fields);

/* A hole for what is written at `part`. */
struct shell_run shell_hole(const struct shell *shell, uint32_t offset,
			    const char *bytes, uint32_t size);

/* --- shell_scope.c -------------------------------------------------------- */

struct shell_scope *shell_scope_push(struct shell *shell);

/* Takes the scope off; it stays as it is, for shell_scope_merge(). */
struct shell_scope *shell_scope_pop(struct shell *shell);

/* Takes what branches did into the scope: each variable that one of them set
 * has all their values, and with `open` (no branch may be taken) its own. */
void shell_scope_merge(struct shell *shell, struct shell_scope **branches,
		       uint32_t n_branches, bool open);

/* The frame in force; NULL: the script itself, without `set --`. */
struct shell_scope *shell_scope_frame(struct shell *shell);

/* *foreign: it was set outside of the function that runs. */
const struct shell_variable *shell_scope_find(struct shell *shell,
					      const char *name, bool *foreign);

void shell_scope_set(struct shell *shell, const char *name,
		     const struct shell_values *values, bool local);
void shell_scope_set_hole(struct shell *shell, const char *name,
			  uint32_t offset);
struct shell_variable *shell_scope_edit(struct shell *shell, const char *name,
					bool local);

/* Runs NAME=value, NAME+=value, NAME=(...). */
void shell_assign(struct shell *shell, const struct shell_word *word,
		  bool local);

/* --- shell_memo.c --------------------------------------------------------- */

/* Tells calls of the function apart by all that they depend on. */
GBytes *shell_memo_key(struct shell *shell, struct shell_function *function,
		       const struct shell_call *call);

/* Does what the same call did before; false: there was none. */
bool shell_memo_replay(struct shell *shell, struct shell_function *function,
		       GBytes *key);

/* Remembers a call's variables (referenced) and output (NULL: none). */
void shell_memo_keep(struct shell *shell, struct shell_function *function,
		     GBytes *key, GHashTable *variables,
		     const struct shell_value *output);

/* --- shell_commands.c and shell_builtins.c -------------------------------- */

/* Runs a command that is no function of the script. */
void shell_run_command(struct shell *shell, struct shell_call *call);

/* Notes what the script runs; the first of the highest rank counts. */
void shell_note_run(struct shell *shell, const char *name, int rank);

/* True when the command is one of those that work on strings and variables;
 * then it was run. */
bool shell_run_builtin(struct shell *shell, struct shell_call *call);

/* True when the command is export, local or the like; then it was run. Its
 * words are not expanded as those of others are. */
bool shell_run_declaration(struct shell *shell,
			   const struct shell_command *command);

/* Each `mark` in the call's words becomes a hole: xargs -I, find -exec. */
void shell_replace_marks(struct shell *shell, struct shell_call *call,
			 const char *mark);

/* The first value of field `i` as a string, holes as TEXT_HOLE; "" when there
 * is no such field. */
const char *shell_argument(struct shell *shell, const struct shell_call *call,
			   uint32_t i);

/* The last part of a path, without ".exe". */
const char *shell_base_name(struct shell *shell, const char *path);

/* Appends to the standard output, if somebody reads it. */
void shell_print(struct shell *shell, const struct shell_value *value);
void shell_print_hole(struct shell *shell, const struct shell_call *call);

/* The call without its first `n` words. */
struct shell_call shell_call_tail(const struct shell_call *call, uint32_t n);

/* --- shell_client.c ------------------------------------------------------- */

/* True when the command is a database's client; then its facts are out. */
bool shell_run_client(struct shell *shell, struct shell_call *call);

/* Whether a program of that base name is a client. */
bool shell_is_client(const char *name);

/* The client that a variable's name speaks of ("PSQL_CMD"), or NULL. */
const char *shell_client_in(const char *name);

/* --- shell_define.c ------------------------------------------------------- */

/* A variable of a client: -v name=value. */
struct shell_define {
	const char *name;
	struct shell_value value;
};

/* The SQL with the client's variables put in. */
struct shell_value shell_replace_defines(struct shell *shell,
					 const struct shell_value *sql,
					 const struct shell_define *defines,
					 uint32_t n_defines,
					 enum dialect dialect);

/* --- shell_lines.c -------------------------------------------------------- */

/* Whether clients of that dialect take lines for themselves. */
bool shell_keeps_lines(enum dialect dialect);

/* The SQL without the lines that a client of the dialect keeps for itself;
 * what those do is given as facts. */
struct shell_value shell_take_lines(struct shell *shell,
				    const struct shell_call *call,
				    const struct shell_value *sql,
				    enum dialect dialect);

/* --- shell_facts.c -------------------------------------------------------- */

/* SQL that a client gets, as a guest; a hole is a gap or makes the function a
 * sink; a file is a call. */
void shell_give_sql(struct shell *shell, const struct shell_call *call,
		    const struct shell_value *sql, enum dialect dialect,
		    enum confidence confidence);

/* Another language inside the script. */
void shell_give_guest(struct shell *shell, const struct shell_call *call,
		      const struct shell_value *value, const char *language);

/* A script is run, or a file read by a client. */
void shell_give_call(struct shell *shell, const struct shell_call *call,
		     enum node_kind kind, const struct shell_value *path,
		     uint32_t line);

/* A table that a program reads or writes as a whole; names as the program
 * takes them. */
void shell_give_table(struct shell *shell, const struct shell_call *call,
		      const struct shell_value *table, enum dialect dialect,
		      uint32_t operations);

void shell_give_gap(struct shell *shell, const struct shell_call *call,
		    enum reason reason, const char *pattern,
		    const char *detail);

void shell_give_connection(struct shell *shell, const struct shell_call *call,
			   enum dialect dialect, const char *host,
			   const char *database);

/* A file is sourced: its symbols are those of this script. */
void shell_give_source(struct shell *shell, const struct shell_call *call);

/* A command that a sourced file may define is called. */
void shell_give_import(struct shell *shell, const struct shell_call *call);

/* Exports, definitions of functions with facts, and calls between them. */
void shell_give_symbols(struct shell *shell);

#endif
