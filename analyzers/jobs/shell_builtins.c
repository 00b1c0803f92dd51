/* Commands that work on strings, variables and files: of the shell itself, and
 * the text tools that pipes are made of. */

#include <string.h>

#include "analyzers/jobs/shell_run.h"

/* --- output --------------------------------------------------------------- */

void shell_print(struct shell *shell, const struct shell_value *value)
{
	if (shell->out && shell_spend(shell, value->n_runs))
		shell_value_append(shell->arena, shell->out, value);
}

static void print_text(struct shell *shell, const struct shell_call *call,
		       const char *text)
{
	struct shell_run like = shell_hole(shell, call->command->offset, "", 0);

	like.line = call->line;
	if (shell->out)
		shell_value_put(shell->arena, shell->out, text, &like);
}

void shell_print_hole(struct shell *shell, const struct shell_call *call)
{
	const struct shell_command *command = call->command;
	struct shell_run hole = shell_hole(
		shell, command->offset, shell->text->bytes + command->offset,
		MIN(command->end, (uint32_t)shell->text->size) -
			command->offset);

	if (shell->out)
		shell_value_add(shell->arena, shell->out, &hole);
}

/* Runs of text with the escapes of echo -e and printf taken out; a verbatim
 * run is cut at each of them. */
static void put_decoded(struct shell *shell, struct shell_value *value,
			const struct shell_run *run, uint32_t from, uint32_t to)
{
	struct shell_run piece = *run;
	uint32_t start = from;

	for (uint32_t i = from; i <= to; i++) {
		bool escape = i + 1 < to && run->bytes[i] == '\\' &&
			      memchr("ntr\\\"'", run->bytes[i + 1], 6);

		if (i < to && !escape)
			continue;
		piece.bytes = run->bytes + start;
		piece.size = i - start;
		piece.offset = run->offset + (run->verbatim ? start : 0);
		if (piece.size && shell_spend(shell, 1))
			shell_value_add(shell->arena, value, &piece);
		if (!escape)
			continue;
		piece.offset += run->verbatim ? piece.size : 0;
		switch (run->bytes[++i]) {
		case 'n':
			shell_value_put(shell->arena, value, "\n", &piece);
			break;
		case 't':
			shell_value_put(shell->arena, value, "\t", &piece);
			break;
		case 'r':
			break;
		default:
			shell_value_put(
				shell->arena, value,
				arena_strndup(shell->arena, run->bytes + i, 1),
				&piece);
		}
		start = i + 1;
	}
}

static void put_value_decoded(struct shell *shell, struct shell_value *into,
			      const struct shell_value *value)
{
	for (uint32_t r = 0; r < value->n_runs; r++) {
		const struct shell_run *run = &value->runs[r];

		if (run->kind == RUN_TEXT)
			put_decoded(shell, into, run, 0, run->size);
		else
			shell_value_add(shell->arena, into, run);
	}
}

/* echo [-neE] word ...; escapes are taken out with -e, and in plain sh also
 * without: a backslash and an n in SQL are hardly meant as such. */
static void run_echo(struct shell *shell, struct shell_call *call)
{
	struct shell_value line = {0};
	uint32_t i = 1;

	while (i < call->n_fields) {
		const char *word = shell_argument(shell, call, i);

		if (word[0] != '-' || !word[1] ||
		    strspn(word + 1, "neE") != strlen(word + 1))
			break;
		i++;
	}
	for (uint32_t first = i; i < call->n_fields; i++) {
		if (i > first)
			shell_value_put(shell->arena, &line, " ",
					&(struct shell_run){
						.text = shell->text,
						.offset = call->command->offset,
						.line = call->fields[i].line,
						.function = shell->function});
		put_value_decoded(shell, &line,
				  &call->fields[i].values.items[0]);
	}
	shell_print(shell, &line);
	print_text(shell, call, "\n");
}

/* --- printf --------------------------------------------------------------- */

struct printer {
	struct shell *shell;
	struct shell_call *call;
	struct shell_value out;
	uint32_t next; /* the argument of the next conversion */
};

static void print_argument(struct printer *printer, char conversion,
			   const struct shell_run *run)
{
	struct shell *shell = printer->shell;
	struct shell_call *call = printer->call;

	if (conversion == '%')
		shell_value_put(shell->arena, &printer->out, "%", run);
	else if (printer->next < call->n_fields)
		put_value_decoded(
			shell, &printer->out,
			&call->fields[printer->next++].values.items[0]);
}

/* One run of the format: text, and conversions like %-10s. */
static void print_run(struct printer *printer, const struct shell_run *run)
{
	uint32_t start = 0;

	for (uint32_t i = 0; i < run->size; i++) {
		uint32_t at = i;

		if (run->bytes[i] != '%' || i + 1 >= run->size)
			continue;
		put_decoded(printer->shell, &printer->out, run, start, at);
		i++;
		while (i + 1 < run->size &&
		       memchr("-+ #0123456789.", run->bytes[i], 15))
			i++;
		print_argument(printer, run->bytes[i], run);
		start = i + 1;
	}
	put_decoded(printer->shell, &printer->out, run, start, run->size);
}

/* printf [-v name] format word ...; the format is used again while words are
 * left. */
static void run_printf(struct shell *shell, struct shell_call *call)
{
	struct printer printer = {.shell = shell, .call = call};
	const char *name = NULL;
	uint32_t format = 1, before;

	if (strcmp(shell_argument(shell, call, 1), "-v") == 0) {
		name = shell_argument(shell, call, 2);
		format = 3;
	} else if (strcmp(shell_argument(shell, call, 1), "--") == 0) {
		format = 2;
	}
	if (format >= call->n_fields)
		return;
	printer.next = format + 1;
	do {
		const struct shell_value *value =
			&call->fields[format].values.items[0];

		before = printer.next;
		for (uint32_t r = 0; r < value->n_runs; r++)
			if (value->runs[r].kind == RUN_TEXT)
				print_run(&printer, &value->runs[r]);
			else
				shell_value_add(shell->arena, &printer.out,
						&value->runs[r]);
	} while (printer.next > before && printer.next < call->n_fields &&
		 shell_spend(shell, 1));
	if (name && *name) {
		struct shell_values values = {0};

		shell_values_add(shell->arena, &values, &printer.out);
		shell_scope_set(shell, name, &values, false);
	} else {
		shell_print(shell, &printer.out);
	}
}

/* --- files and filters ---------------------------------------------------- */

static void print_input(struct shell *shell, const struct shell_call *call)
{
	if (shell->in)
		shell_print(shell, shell->in);
	else
		shell_print_hole(shell, call);
}

static void print_file(struct shell *shell, const struct shell_call *call,
		       uint32_t i)
{
	struct shell_value content = {0};

	if (strcmp(shell_argument(shell, call, i), "-") == 0) {
		print_input(shell, call);
		return;
	}
	if (!shell->out)
		return;
	shell_read_file(shell, &call->fields[i].values.items[0], &content);
	shell_print(shell, &content);
}

static bool is_option(const char *word)
{
	return word[0] == '-' && word[1];
}

/* cat [file ...] */
static void run_cat(struct shell *shell, struct shell_call *call)
{
	bool any = false;

	for (uint32_t i = 1; i < call->n_fields; i++) {
		if (is_option(shell_argument(shell, call, i)))
			continue;
		print_file(shell, call, i);
		any = true;
	}
	if (!any)
		print_input(shell, call);
}

/* tee [-a] file ... */
static void run_tee(struct shell *shell, struct shell_call *call)
{
	for (uint32_t i = 1; i < call->n_fields; i++) {
		struct shell_file *file;

		if (is_option(shell_argument(shell, call, i)) || !shell->in ||
		    !shell_spend(shell, shell->in->n_runs))
			continue;
		file = shell_file_at(shell, &call->fields[i].values.items[0],
				     true);
		file->line = file->line ? file->line : call->fields[i].line;
		file->used = false;
		shell_value_append(shell->arena, &file->content, shell->in);
	}
	print_input(shell, call);
}

struct filter {
	const char *name;
	int skip;	     /* words that are no files */
	const char *options; /* that take a word; with 'e' the first word is a
				file, too */
};

static const struct filter filters[] = {
	{"base64", 0, "w"},   {"bunzip2", 0, ""},    {"bzcat", 0, ""},
	{"col", 0, ""},	      {"column", 0, "ts"},   {"cut", 0, "bcdf"},
	{"dos2unix", 0, ""},  {"egrep", 1, "ef"},    {"envsubst", 99, ""},
	{"expand", 0, "t"},   {"fgrep", 1, "ef"},    {"fold", 0, "w"},
	{"gpg", 99, ""},      {"grep", 1, "efmABC"}, {"gunzip", 0, ""},
	{"gzcat", 0, ""},     {"gzip", 0, ""},	     {"head", 0, "nc"},
	{"iconv", 0, "fto"},  {"lz4", 0, ""},	     {"m4", 0, "DI"},
	{"nl", 0, ""},	      {"openssl", 99, ""},   {"pigz", 0, "p"},
	{"pv", 0, "sNLirw"},  {"rev", 0, ""},	     {"sed", 1, "ef"},
	{"sort", 0, "kotTS"}, {"split", 99, ""},     {"tac", 0, ""},
	{"tail", 0, "nc"},    {"tr", 99, ""},	     {"uniq", 0, ""},
	{"unlz4", 0, ""},     {"unxz", 0, ""},	     {"unzip", 0, ""},
	{"xz", 0, ""},	      {"xzcat", 0, ""},	     {"zcat", 0, ""},
	{"zgrep", 1, "ef"},   {"zstd", 0, ""},	     {"zstdcat", 0, ""},
};

static const struct filter *find_filter(const char *name)
{
	for (size_t i = 0; i < G_N_ELEMENTS(filters); i++)
		if (strcmp(name, filters[i].name) == 0)
			return &filters[i];
	return NULL;
}

static void mark_unsure(struct shell *shell, uint32_t from)
{
	for (uint32_t i = from; i < shell->out->n_runs; i++)
		shell->out->runs[i].unsure = true;
}

/* What goes in comes out, more or less: what a filter does is not followed. */
static void run_filter(struct shell *shell, struct shell_call *call,
		       const struct filter *filter)
{
	uint32_t from = shell->out ? shell->out->n_runs : 0;
	int skip = filter->skip;
	bool any = false;

	if (!shell->out)
		return;
	for (uint32_t i = 1; i < call->n_fields; i++) {
		const char *word = shell_argument(shell, call, i);

		if (is_option(word)) {
			if (word[1] != '-' && !word[2] &&
			    strchr(filter->options, word[1])) {
				skip = word[1] == 'e' || word[1] == 'f' ? 0
									: skip;
				i++;
			}
		} else if (skip > 0) {
			skip--;
		} else {
			print_file(shell, call, i);
			any = true;
		}
	}
	if (!any)
		print_input(shell, call);
	mark_unsure(shell, from);
}

/* --- awk ------------------------------------------------------------------ */

/* The strings of an awk program, with holes for what stands between them: as
 * much as can be said of print "INSERT INTO t VALUES (" $1 ");" */
static void print_awk_strings(struct shell *shell, const struct shell_run *run)
{
	struct shell_run hole = *run, piece = *run;
	bool any = false;

	hole.kind = RUN_HOLE;
	hole.size = MIN(run->size, 40);
	for (uint32_t i = 0; i < run->size; i++) {
		uint32_t start;

		if (any && memchr(";}\n", run->bytes[i], 3)) {
			shell_value_put(shell->arena, shell->out, "\n", &piece);
			any = false;
		}
		if (run->bytes[i] != '"')
			continue;
		for (start = ++i; i < run->size && run->bytes[i] != '"'; i++)
			i += run->bytes[i] == '\\';
		if (i >= run->size || !shell_spend(shell, 2))
			return;
		if (any)
			shell_value_add(shell->arena, shell->out, &hole);
		piece.offset = run->offset + (run->verbatim ? start : 0);
		put_decoded(shell, shell->out, run, start, i);
		any = true;
	}
}

static void run_awk(struct shell *shell, struct shell_call *call)
{
	uint32_t from;

	if (!shell->out)
		return;
	from = shell->out->n_runs;
	for (uint32_t i = 1; i < call->n_fields; i++) {
		const struct shell_value *value =
			&call->fields[i].values.items[0];
		const char *word = shell_argument(shell, call, i);

		if (is_option(word)) {
			i += !word[2] && strchr("vFf", word[1]) != NULL;
			continue;
		}
		for (uint32_t r = 0; r < value->n_runs; r++)
			if (value->runs[r].kind == RUN_TEXT)
				print_awk_strings(shell, &value->runs[r]);
		break;
	}
	if (shell->out->n_runs == from)
		shell_print_hole(shell, call);
	mark_unsure(shell, from);
}

/* --- paths ---------------------------------------------------------------- */

/* "a/./b/../c" is "a/c"; nothing at all is ".". */
static char *canonical(struct shell *shell, const char *path)
{
	g_auto(GStrv) parts = g_strsplit(path, "/", -1);
	GPtrArray *kept = g_ptr_array_new();
	g_autofree char *joined = NULL;

	for (char **part = parts; *part; part++) {
		const char *last =
			kept->len ? kept->pdata[kept->len - 1] : "..";

		if (strcmp(*part, ".") == 0 || (!**part && kept->len))
			continue;
		if (strcmp(*part, "..") == 0 && strcmp(last, "..") != 0 &&
		    *last)
			g_ptr_array_set_size(kept, (int)kept->len - 1);
		else
			g_ptr_array_add(kept, *part);
	}
	g_ptr_array_add(kept, NULL);
	joined = g_strjoinv("/", (char **)kept->pdata);
	g_ptr_array_free(kept, TRUE);
	return arena_strdup(shell->arena, *joined ? joined : ".");
}

static void run_cd(struct shell *shell, struct shell_call *call)
{
	struct shell_value joined = {0}, *directory;
	const struct shell_value *to;
	const char *word;
	uint32_t i = 1;

	while (i < call->n_fields && is_option(shell_argument(shell, call, i)))
		i++;
	word = shell_argument(shell, call, i);
	if (!*word || strcmp(word, "-") == 0) {
		shell->directory = NULL;
		return;
	}
	to = &call->fields[i].values.items[0];
	if (word[0] != '/' && word[0] != TEXT_HOLE && shell->directory) {
		shell_value_append(shell->arena, &joined, shell->directory);
		shell_value_put(shell->arena, &joined, "/", to->runs);
	}
	shell_value_append(shell->arena, &joined, to);
	directory = ARENA_NEW(shell->arena, struct shell_value);
	if (shell_value_known(&joined))
		shell_value_put(shell->arena, directory,
				canonical(shell, shell_value_text(shell->arena,
								  &joined)),
				to->runs);
	else
		shell_value_append(shell->arena, directory, &joined);
	shell->directory = directory;
}

static void run_pwd(struct shell *shell, struct shell_call *call)
{
	if (shell->directory)
		shell_print(shell, shell->directory);
	else
		shell_print_hole(shell, call);
}

/* dirname of the script itself is ".": paths are relative to it. */
static void run_dirname(struct shell *shell, struct shell_call *call)
{
	const struct shell_value *value;
	const char *path = shell_argument(shell, call, 1);
	const char *slash = strrchr(path, '/');

	if (call->n_fields < 2)
		return;
	value = &call->fields[1].values.items[0];
	if (value->n_runs == 1 && value->runs[0].self)
		print_text(shell, call, ".");
	else if (!shell_value_known(value))
		shell_print_hole(shell, call);
	else
		print_text(shell, call,
			   !slash ? "."
				  : arena_strndup(shell->arena, path,
						  (size_t)(slash - path)));
}

static void run_basename(struct shell *shell, struct shell_call *call)
{
	const char *path = shell_argument(shell, call, 1);
	const char *suffix = shell_argument(shell, call, 2);
	const char *slash = strrchr(path, '/');
	const char *base = slash ? slash + 1 : path;

	if (call->n_fields < 2 || strchr(path, TEXT_HOLE)) {
		shell_print_hole(shell, call);
		return;
	}
	if (*suffix && g_str_has_suffix(base, suffix))
		base = arena_strndup(shell->arena, base,
				     strlen(base) - strlen(suffix));
	print_text(shell, call, base);
}

/* realpath, readlink -f: the path itself. */
static void run_realpath(struct shell *shell, struct shell_call *call)
{
	uint32_t last = call->n_fields - 1;

	if (last >= 1 && !is_option(shell_argument(shell, call, last)))
		shell_print(shell, &call->fields[last].values.items[0]);
	else
		shell_print_hole(shell, call);
}

/* --- variables ------------------------------------------------------------ */

/* The commands whose words are assignments. */
static bool is_declaration(const struct shell_word *word)
{
	static const char *const names[] = {"export", "local", "declare",
					    "typeset", "readonly"};

	for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
		if (word->n_parts == 1 && word->parts[0].kind == SHELL_TEXT &&
		    word->parts[0].size == strlen(names[i]) &&
		    memcmp(word->parts[0].bytes, names[i],
			   word->parts[0].size) == 0)
			return true;
	return false;
}

/* export NAME=value, local NAME, declare -r NAME=value */
bool shell_run_declaration(struct shell *shell,
			   const struct shell_command *command)
{
	bool local;

	if (!command->n_words || !is_declaration(&command->words[0]))
		return false;
	local = shell->function &&
		memchr("ldt", command->words[0].parts[0].bytes[0], 3);
	for (uint32_t i = 1; i < command->n_words; i++) {
		const struct shell_word *word = &command->words[i];

		if (word->name)
			shell_assign(shell, word, local);
		else if (local && word->n_parts == 1 &&
			 word->parts[0].kind == SHELL_TEXT &&
			 word->parts[0].size && word->parts[0].bytes[0] != '-')
			shell_scope_edit(shell,
					 arena_strndup(shell->arena,
						       word->parts[0].bytes,
						       word->parts[0].size),
					 true);
	}
	return true;
}

static void run_unset(struct shell *shell, struct shell_call *call)
{
	for (uint32_t i = 1; i < call->n_fields; i++) {
		const char *name = shell_argument(shell, call, i);
		struct shell_variable *variable;

		if (is_option(name))
			continue;
		variable = shell_scope_edit(shell, name, false);
		memset(&variable->values, 0, sizeof(variable->values));
		memset(&variable->elements, 0, sizeof(variable->elements));
	}
}

/* read [-r] [-d ''] name ... <<EOF: with an empty delimiter all of a known
 * input; else what comes is not known. */
static void run_read(struct shell *shell, struct shell_call *call)
{
	bool whole = false;

	for (uint32_t i = 1; i < call->n_fields; i++) {
		const char *word = shell_argument(shell, call, i);

		if (is_option(word)) {
			whole |= word[strlen(word) - 1] == 'd' &&
				 !*shell_argument(shell, call, i + 1);
			i += strchr("adnNptu", word[strlen(word) - 1]) != NULL;
		} else if (whole && shell->in) {
			struct shell_values values = {0};

			shell_values_add(shell->arena, &values, shell->in);
			shell_scope_set(shell, word, &values, false);
		} else if (*word) {
			shell_scope_set_hole(shell, word,
					     call->command->offset);
		}
	}
}

/* mapfile, readarray: an array of unknown lines. */
static void run_mapfile(struct shell *shell, struct shell_call *call)
{
	const char *name = shell_argument(shell, call, call->n_fields - 1);

	if (call->n_fields > 1 && !is_option(name))
		shell_scope_set_hole(shell, name, call->command->offset);
}

/* set -- word ...: new positional parameters. */
static void run_set(struct shell *shell, struct shell_call *call)
{
	struct shell_scope *frame = shell_scope_frame(shell);

	for (uint32_t i = 1; i < call->n_fields; i++) {
		if (strcmp(shell_argument(shell, call, i), "--") != 0)
			continue;
		if (!frame) {
			frame = shell->scope;
			frame->frame = true;
		}
		frame->arguments = call->fields + i + 1;
		frame->n_arguments = call->n_fields - i - 1;
		frame->arguments_known = true;
		return;
	}
}

static void run_shift(struct shell *shell, struct shell_call *call)
{
	struct shell_scope *frame = shell_scope_frame(shell);
	const char *word = shell_argument(shell, call, 1);
	uint32_t n = *word ? (uint32_t)g_ascii_strtoull(word, NULL, 10) : 1;

	if (!frame)
		return;
	if (!frame->arguments_known) {
		/* How many are gone, for the number of a parameter. */
		frame->n_arguments += MIN(n, 32);
		return;
	}
	n = MIN(n, frame->n_arguments);
	frame->arguments += n;
	frame->n_arguments -= n;
}

/* --- code in words -------------------------------------------------------- */

static void run_eval(struct shell *shell, struct shell_call *call)
{
	struct shell_value script = {0};

	for (uint32_t i = 1; i < call->n_fields; i++) {
		const struct shell_value *value =
			&call->fields[i].values.items[0];

		if (i > 1)
			shell_value_put(shell->arena, &script, " ",
					&(struct shell_run){
						.text = shell->text,
						.line = call->fields[i].line});
		shell_value_append(shell->arena, &script, value);
	}
	shell_run_text(shell, &script, false);
}

/* trap 'commands' signal ... */
static void run_trap(struct shell *shell, struct shell_call *call)
{
	if (call->n_fields > 2 && !is_option(shell_argument(shell, call, 1)))
		shell_run_text(shell, &call->fields[1].values.items[0], false);
}

/* source file, . file */
static void run_source(struct shell *shell, struct shell_call *call)
{
	if (call->n_fields < 2)
		return;
	shell->sources = true;
	shell_give_source(shell, call);
}

/* find folder -name '*.sql' -exec psql -f {} ; */
static void run_find(struct shell *shell, struct shell_call *call)
{
	struct shell_call inner = *call;

	for (uint32_t i = 1; i < call->n_fields; i++) {
		const char *word = shell_argument(shell, call, i);
		uint32_t end = i + 1;

		if (!g_str_has_prefix(word, "-exec") &&
		    strcmp(word, "-ok") != 0)
			continue;
		while (end < call->n_fields &&
		       strcmp(shell_argument(shell, call, end), ";") != 0 &&
		       strcmp(shell_argument(shell, call, end), "+") != 0)
			end++;
		inner.fields = call->fields + i + 1;
		inner.n_fields = end - i - 1;
		shell_replace_marks(shell, &inner, "{}");
		if (inner.n_fields)
			shell_run_call(shell, &inner);
		i = end;
	}
	shell_print_hole(shell, call);
}

/* --- the table ------------------------------------------------------------ */

/* Commands without an output or effect that matters here. */
static void run_nothing(struct shell *shell, struct shell_call *call)
{
	(void)shell;
	(void)call;
}

static const struct {
	const char *name;
	void (*run)(struct shell *shell, struct shell_call *call);
} builtins[] = {
	{".", run_source},	    {":", run_nothing},
	{"[", run_nothing},	    {"[[", run_nothing},
	{"awk", run_awk},	    {"basename", run_basename},
	{"cat", run_cat},	    {"cd", run_cd},
	{"dirname", run_dirname},   {"echo", run_echo},
	{"eval", run_eval},	    {"exit", run_nothing},
	{"false", run_nothing},	    {"find", run_find},
	{"gawk", run_awk},	    {"mapfile", run_mapfile},
	{"mawk", run_awk},	    {"mkdir", run_nothing},
	{"nawk", run_awk},	    {"print", run_echo},
	{"printf", run_printf},	    {"pwd", run_pwd},
	{"read", run_read},	    {"readarray", run_mapfile},
	{"readlink", run_realpath}, {"realpath", run_realpath},
	{"return", run_nothing},    {"set", run_set},
	{"shift", run_shift},	    {"sleep", run_nothing},
	{"source", run_source},	    {"tee", run_tee},
	{"test", run_nothing},	    {"trap", run_trap},
	{"true", run_nothing},	    {"unset", run_unset},
};

bool shell_run_builtin(struct shell *shell, struct shell_call *call)
{
	const char *name =
		shell_base_name(shell, shell_argument(shell, call, 0));
	const struct filter *filter = find_filter(name);

	for (size_t i = 0; i < G_N_ELEMENTS(builtins); i++) {
		if (strcmp(name, builtins[i].name) != 0)
			continue;
		builtins[i].run(shell, call);
		return true;
	}
	if (filter)
		run_filter(shell, call, filter);
	return filter != NULL;
}
