/* Words to fields: parameters, substitutions, splitting. */

#include <fnmatch.h>
#include <string.h>

#include "analyzers/jobs/shell_run.h"

/* Patterns are tried on strings up to so many bytes. */
#define TRIM_MAX 4096

struct shell_run shell_hole(const struct shell *shell, uint32_t offset,
			    const char *bytes, uint32_t size)
{
	return (struct shell_run){.kind = RUN_HOLE,
				  .bytes = bytes,
				  .size = size,
				  .text = shell->text,
				  .offset = offset,
				  .quoted = true,
				  .function = shell->function};
}

static void set_one(struct shell *shell, struct shell_values *values,
		    const struct shell_run *run)
{
	struct shell_value value = {0};

	if (run)
		shell_value_add(shell->arena, &value, run);
	memset(values, 0, sizeof(*values));
	shell_values_add(shell->arena, values, &value);
}

static struct shell_run hole_of_part(struct shell *shell,
				     const struct shell_part *part)
{
	return shell_hole(shell, part->offset, part->bytes, part->size);
}

/* --- parameters ----------------------------------------------------------- */

/* The position that a name of digits means; "@" and "*" count as the first,
 * since that is where the SQL stands; 0: no positional parameter. */
static uint32_t position_of(const char *name)
{
	uint32_t n = 0;

	if (name[0] == '@' || name[0] == '*')
		return 1;
	for (; g_ascii_isdigit(*name) && n < 100; name++)
		n = n * 10 + (uint32_t)(*name - '0');
	return *name ? 0 : n;
}

static void unknown_parameter(struct shell *shell,
			      const struct shell_part *part,
			      struct shell_values *values)
{
	struct shell_run hole = hole_of_part(shell, part);

	hole.bytes = arena_printf(shell->arena, "$%s", part->name);
	hole.size = (uint32_t)strlen(hole.bytes);
	hole.self = strcmp(part->name, "0") == 0 ||
		    strcmp(part->name, "BASH_SOURCE") == 0;
	if (shell->sources && g_ascii_isalpha(part->name[0]))
		hole.variable = part->name;
	set_one(shell, values, &hole);
}

/* All of a row in one string: "$*", "${array[*]}". */
static void join_with_blanks(struct shell *shell, const struct shell_part *part,
			     const struct shell_values *row,
			     struct shell_values *values)
{
	struct shell_run like = hole_of_part(shell, part);
	struct shell_value value = {0};

	for (uint32_t i = 0; i < row->n_items; i++) {
		if (!shell_spend(shell, row->items[i].n_runs + 1))
			break;
		if (i)
			shell_value_put(shell->arena, &value, " ", &like);
		shell_value_append(shell->arena, &value, &row->items[i]);
	}
	memset(values, 0, sizeof(*values));
	shell_values_add(shell->arena, values, &value);
}

static void positional(struct shell *shell, const struct shell_part *part,
		       uint32_t position, struct shell_values *values)
{
	struct shell_scope *frame = shell_scope_frame(shell);
	struct shell_run hole = hole_of_part(shell, part);

	if (frame && frame->arguments_known && !g_ascii_isdigit(*part->name)) {
		struct shell_values all = {0};

		for (uint32_t i = 0; i < frame->n_arguments; i++)
			*ARENA_PUSH(shell->arena, all.items, all.n_items) =
				frame->arguments[i].values.items[0];
		join_with_blanks(shell, part, &all, values);
		return;
	}
	if (frame && frame->arguments_known) {
		if (position <= frame->n_arguments)
			*values = frame->arguments[position - 1].values;
		else
			set_one(shell, values, NULL);
		return;
	}
	hole.bytes = arena_printf(shell->arena, "$%s", part->name);
	hole.size = (uint32_t)strlen(hole.bytes);
	if (frame && frame->function)
		hole.parameter = position + frame->n_arguments;
	set_one(shell, values, &hole);
}

/* A value that another function set is used here: from now on it stands on
 * this line, in this function. */
static struct shell_values adopted(struct shell *shell,
				   const struct shell_values *values,
				   const struct shell_part *part)
{
	struct shell_values copy = {0};
	uint32_t line = text_line(shell->text, part->offset);

	for (uint32_t i = 0; i < values->n_items; i++) {
		struct shell_value value = {0};

		if (!shell_spend(shell, values->items[i].n_runs))
			break;
		shell_value_append(shell->arena, &value, &values->items[i]);
		for (uint32_t r = 0; r < value.n_runs; r++) {
			value.runs[r].line = line;
			value.runs[r].function = shell->function;
		}
		shell_values_add(shell->arena, &copy, &value);
	}
	return copy.n_items ? copy : *values;
}

static const struct shell_variable *
find(struct shell *shell, const struct shell_part *part, bool *foreign)
{
	const struct shell_variable *variable =
		shell_scope_find(shell, part->name, foreign);

	if (variable && !variable->values.n_items &&
	    !variable->elements.n_items)
		return NULL;
	return variable;
}

/* What ${array[index]} may be: all in a string, the element of a number, any
 * of them for another index, the first without one. */
static void array_values(struct shell *shell, const struct shell_part *part,
			 const struct shell_values *elements,
			 struct shell_values *values)
{
	uint32_t at = 0;

	if (part->index && strchr("@*", part->index[0])) {
		join_with_blanks(shell, part, elements, values);
		return;
	}
	*values = *elements;
	if (part->index && !g_ascii_isdigit(part->index[0])) {
		values->n_items = MIN(values->n_items, SHELL_CHOICES);
		return;
	}
	if (part->index)
		at = position_of(part->index);
	*values = (struct shell_values){
		elements->items + MIN(at, elements->n_items - 1), 1};
}

/* The value without operations; false: nothing in the script sets it. */
static bool plain_values(struct shell *shell, const struct shell_part *part,
			 struct shell_values *values)
{
	const struct shell_variable *variable;
	uint32_t position = position_of(part->name);
	bool foreign;

	if (position) {
		positional(shell, part, position, values);
		return values->items[0].n_runs &&
		       values->items[0].runs[0].kind != RUN_HOLE;
	}
	variable = find(shell, part, &foreign);
	if (!variable && strcmp(part->name, "PWD") == 0 && shell->directory) {
		memset(values, 0, sizeof(*values));
		shell_values_add(shell->arena, values, shell->directory);
		return true;
	}
	if (!variable) {
		unknown_parameter(shell, part, values);
		return false;
	}
	if (variable->array && variable->elements.n_items)
		array_values(shell, part, &variable->elements, values);
	else
		*values = variable->values;
	if (foreign)
		*values = adopted(shell, values, part);
	return true;
}

/* --- ${name operation operand} -------------------------------------------- */

/* The default of ${name:-default}: likely, since the environment decides. */
static struct shell_values unsure(struct shell *shell,
				  const struct shell_values *values)
{
	struct shell_values copy = {0};

	for (uint32_t i = 0; i < values->n_items; i++) {
		struct shell_value value = {0};

		shell_value_append(shell->arena, &value, &values->items[i]);
		for (uint32_t r = 0; r < value.n_runs; r++)
			value.runs[r].unsure = true;
		shell_values_add(shell->arena, &copy, &value);
	}
	return copy;
}

/* The bytes [from, to) of a known string, standing where it begins. */
static void set_slice(struct shell *shell, struct shell_values *values,
		      const char *text, size_t from, size_t to)
{
	struct shell_value value = {0};

	shell_value_put(shell->arena, &value,
			arena_strndup(shell->arena, text + from, to - from),
			&values->items[0].runs[0]);
	memset(values, 0, sizeof(*values));
	shell_values_add(shell->arena, values, &value);
}

/* How much of the text the pattern takes off at an end; SIZE_MAX: nothing. */
static size_t matched(const char *text, const char *pattern, bool prefix,
		      bool longest, char *room)
{
	size_t size = strlen(text);

	for (size_t i = 0; i <= size; i++) {
		size_t n = longest ? size - i : i;

		memcpy(room, prefix ? text : text + size - n, n);
		room[n] = '\0';
		if (fnmatch(pattern, room, 0) == 0)
			return n;
	}
	return SIZE_MAX;
}

/* ${name#pattern}, ${name%pattern} and their longest forms. */
static bool trim(struct shell *shell, const struct shell_part *part,
		 const char *pattern, struct shell_values *values)
{
	const struct shell_value *value = &values->items[0];
	char *text;
	size_t size, n;

	if (value->n_runs == 1 && value->runs[0].self &&
	    part->operation == '%' && strcmp(pattern, "/*") == 0) {
		struct shell_value folder = {0};

		shell_value_put(shell->arena, &folder, ".", &value->runs[0]);
		memset(values, 0, sizeof(*values));
		shell_values_add(shell->arena, values, &folder);
		return true;
	}
	if (values->n_items != 1 || !value->n_runs || !shell_value_known(value))
		return false;
	text = shell_value_bytes(shell->arena, value, &size);
	if (size > TRIM_MAX || strlen(pattern) > 64 ||
	    !shell_spend(shell, size + 1))
		return false;
	n = matched(text, pattern, part->operation == '#', part->doubled,
		    arena_alloc(shell->arena, size + 1));
	if (n == SIZE_MAX)
		return true;
	if (part->operation == '#')
		set_slice(shell, values, text, n, strlen(text));
	else
		set_slice(shell, values, text, 0, strlen(text) - n);
	return true;
}

/* One run with each `from` replaced; what is around keeps its place. */
static void replace_in_run(struct shell *shell, struct shell_value *value,
			   const struct shell_run *run, const char *from,
			   const char *to, bool all, bool *done)
{
	uint32_t at = 0, length = (uint32_t)strlen(from);

	while (run->kind == RUN_TEXT && (all || !*done)) {
		const char *hit =
			memmem(run->bytes + at, run->size - at, from, length);
		struct shell_run piece = *run;

		if (!hit || !shell_spend(shell, 2))
			break;
		*done = true;
		piece.bytes = run->bytes + at;
		piece.size = (uint32_t)(hit - piece.bytes);
		piece.offset = run->offset + (run->verbatim ? at : 0);
		shell_value_add(shell->arena, value, &piece);
		piece.offset += piece.size;
		shell_value_put(shell->arena, value, to, &piece);
		at = (uint32_t)(hit - run->bytes) + length;
	}
	if (at < run->size || run->kind != RUN_TEXT) {
		struct shell_run rest = *run;

		rest.bytes = run->bytes + (run->kind == RUN_TEXT ? at : 0);
		rest.size = run->size - (run->kind == RUN_TEXT ? at : 0);
		if (run->verbatim)
			rest.offset += at;
		shell_value_add(shell->arena, value, &rest);
	}
}

/* ${name/from/to} with plain strings. */
static bool replace(struct shell *shell, const struct shell_part *part,
		    const char *operand, struct shell_values *values)
{
	const char *slash = strchr(operand, '/');
	char *from = arena_strndup(shell->arena, operand,
				   slash ? (size_t)(slash - operand)
					 : strlen(operand));
	struct shell_values replaced = {0};

	if (!*from || strpbrk(from, "*?[\\") || strchr(operand, TEXT_HOLE))
		return false;
	for (uint32_t i = 0; i < values->n_items; i++) {
		const struct shell_value *old = &values->items[i];
		struct shell_value value = {0};
		bool done = false;

		for (uint32_t r = 0; r < old->n_runs; r++)
			replace_in_run(shell, &value, &old->runs[r], from,
				       slash ? slash + 1 : "", part->doubled,
				       &done);
		shell_values_add(shell->arena, &replaced, &value);
	}
	*values = replaced;
	return true;
}

/* ${name,,} and ${name^^} of a name. */
static bool change_case(struct shell *shell, const struct shell_part *part,
			struct shell_values *values)
{
	char *text;

	if (values->n_items != 1 || !part->doubled ||
	    !values->items[0].n_runs || !shell_value_known(&values->items[0]))
		return false;
	text = shell_value_text(shell->arena, &values->items[0]);
	for (char *c = text; *c; c++)
		*c = part->operation == ',' ? g_ascii_tolower(*c)
					    : g_ascii_toupper(*c);
	set_slice(shell, values, text, 0, strlen(text));
	return true;
}

/* Operations on the value itself; false: its result is not known. */
static bool operate(struct shell *shell, const struct shell_part *part,
		    struct shell_values *values)
{
	struct shell_values operand = shell_expand(shell, part->operand, false);
	const char *text = shell_value_text(shell->arena, &operand.items[0]);

	switch (part->operation) {
	case '#':
	case '%':
		return trim(shell, part, text, values);
	case '/':
		return replace(shell, part, text, values);
	case '^':
	case ',':
		return change_case(shell, part, values);
	case '@':
		return true;
	default:
		return false;
	}
}

static bool is_empty(const struct shell_values *values)
{
	return values->n_items == 1 && !values->items[0].n_runs;
}

static void indirect(struct shell *shell, const struct shell_part *part,
		     struct shell_values *values)
{
	struct shell_part named = *part;
	struct shell_run hole = hole_of_part(shell, part);

	named.indirect = false;
	plain_values(shell, &named, values);
	if (values->n_items == 1 && shell_value_known(&values->items[0])) {
		named.name = shell_value_text(shell->arena, &values->items[0]);
		if (*named.name && plain_values(shell, &named, values))
			return;
	}
	set_one(shell, values, &hole);
}

static void parameter(struct shell *shell, const struct shell_part *part,
		      struct shell_values *values)
{
	struct shell_run hole = hole_of_part(shell, part);
	struct shell_values operand;
	bool known;

	if (part->length) {
		set_one(shell, values, &hole);
		return;
	}
	if (part->indirect) {
		indirect(shell, part, values);
		return;
	}
	known = plain_values(shell, part, values);
	if (!part->operation || part->operation == '?')
		return;
	if (!strchr("-=+", part->operation)) {
		if (!operate(shell, part, values))
			set_one(shell, values, &hole);
		return;
	}
	operand = shell_expand(shell, part->operand, false);
	if (part->operation == '+') {
		if (!is_empty(values))
			*values = operand;
	} else if (!known || (part->colon && is_empty(values))) {
		*values = unsure(shell, &operand);
		if (part->operation == '=')
			shell_scope_set(shell, part->name, values, false);
	}
}

/* --- $(list) -------------------------------------------------------------- */

/* The output of a list, without the newlines at its end. */
static void run_substitution(struct shell *shell, const struct shell_part *part,
			     struct shell_value *output)
{
	struct shell_value *out = shell->out;
	const struct shell_value *in = shell->in, *directory = shell->directory;
	struct shell_scope *scope;

	if (shell->depth >= SHELL_CALLS_MAX || !shell_spend(shell, 1))
		return;
	shell->depth++;
	shell->out = output;
	shell_scope_push(shell);
	shell_run_list(shell, part->list);
	scope = shell_scope_pop(shell);
	g_hash_table_unref(scope->variables);
	shell->out = out;
	shell->in = in;
	shell->directory = (struct shell_value *)directory;
	shell->depth--;
	while (output->n_runs) {
		struct shell_run *last = &output->runs[output->n_runs - 1];

		while (last->kind == RUN_TEXT && last->size &&
		       memchr("\r\n", last->bytes[last->size - 1], 2))
			last->size--;
		if (last->kind != RUN_TEXT || last->size)
			break;
		output->n_runs--;
	}
}

/* $(<file) */
static bool reads_file(const struct shell_list *list)
{
	const struct shell_command *command;

	if (!list || list->n_pipelines != 1 ||
	    list->pipelines[0].n_commands != 1)
		return false;
	command = list->pipelines[0].commands[0];
	return command->kind == SHELL_SIMPLE && !command->n_words &&
	       !command->n_assignments && command->n_redirects == 1 &&
	       command->redirects[0]->kind == SHELL_INPUT &&
	       command->redirects[0]->word;
}

static void substitution(struct shell *shell, const struct shell_part *part,
			 struct shell_values *values)
{
	struct shell_value output = {0};
	struct shell_run hole = hole_of_part(shell, part);

	if (reads_file(part->list)) {
		const struct shell_redirect *redirect =
			part->list->pipelines[0].commands[0]->redirects[0];
		struct shell_values path =
			shell_expand(shell, redirect->word, false);

		shell_read_file(shell, &path.items[0], &output);
	} else if (part->list) {
		run_substitution(shell, part, &output);
	}
	if (part->process) {
		struct shell_value path = {0};
		struct shell_file *file;

		shell_value_add(shell->arena, &path, &hole);
		file = shell_file_at(shell, &path, true);
		file->content = output;
		file->begun = true;
		file->line = text_line(shell->text, part->offset);
		output = path;
	}
	memset(values, 0, sizeof(*values));
	shell_values_add(shell->arena, values, &output);
}

/* --- words ---------------------------------------------------------------- */

static void part_values(struct shell *shell, const struct shell_part *part,
			struct shell_values *values)
{
	struct shell_run run = hole_of_part(shell, part);

	switch (part->kind) {
	case SHELL_PARAMETER:
		parameter(shell, part, values);
		return;
	case SHELL_SUBSTITUTION:
		substitution(shell, part, values);
		return;
	case SHELL_TEXT:
		run.kind = RUN_TEXT;
		run.verbatim = part->verbatim;
		run.quoted = part->quoted;
		break;
	case SHELL_ARITHMETIC:
		break;
	}
	set_one(shell, values,
		part->kind == SHELL_TEXT && !part->size ? NULL : &run);
}

static bool is_word(const struct shell_value *value)
{
	for (uint32_t r = 0; r < value->n_runs; r++)
		for (uint32_t i = 0; i < value->runs[r].size; i++)
			if (value->runs[r].kind == RUN_TEXT &&
			    memchr(" \t\n", value->runs[r].bytes[i], 3))
				return false;
	return true;
}

/* A name put into a longer string stands where it is used; a clause stands
 * where it is written. */
static void place_value(struct shell *shell, const struct shell_part *part,
			struct shell_value *value, uint32_t from)
{
	struct shell_value tail;
	uint32_t line;

	if (part->kind != SHELL_PARAMETER || from >= value->n_runs)
		return;
	tail.runs = value->runs + from;
	tail.n_runs = value->n_runs - from;
	if (!is_word(&tail))
		return;
	line = text_line(shell->text, part->offset);
	for (uint32_t r = from; r < value->n_runs; r++)
		value->runs[r].line = line;
}

/* Each value of `done`, which is the caller's own, with each of `values`
 * behind it. */
static struct shell_values cross(struct shell *shell, struct shell_values *done,
				 const struct shell_values *values,
				 const struct shell_part *part, bool alone)
{
	struct shell_values joined = {0};
	uint32_t n_runs = done->items[0].n_runs;

	if (done->n_items == 1 && values->n_items == 1) {
		if (!shell_spend(shell, values->items[0].n_runs))
			return *done;
		shell_value_append(shell->arena, &done->items[0],
				   &values->items[0]);
		if (!alone)
			place_value(shell, part, &done->items[0], n_runs);
		return *done;
	}
	for (uint32_t i = 0; i < done->n_items; i++) {
		for (uint32_t j = 0; j < values->n_items; j++) {
			struct shell_value value = {0};
			uint32_t from = done->items[i].n_runs;

			if (!shell_spend(shell, from + values->items[j].n_runs))
				break;
			shell_value_append(shell->arena, &value,
					   &done->items[i]);
			shell_value_append(shell->arena, &value,
					   &values->items[j]);
			if (!alone)
				place_value(shell, part, &value, from);
			shell_values_add(shell->arena, &joined, &value);
		}
	}
	return joined.n_items ? joined : *done;
}

static struct shell_values append_part(struct shell *shell,
				       struct shell_values *done,
				       const struct shell_part *part,
				       struct shell_values *values, bool alone)
{
	struct shell_run hole = hole_of_part(shell, part);

	if (done->n_items * values->n_items > SHELL_CHOICES)
		set_one(shell, values, &hole);
	return cross(shell, done, values, part, alone);
}

struct shell_values shell_expand(struct shell *shell,
				 const struct shell_word *word, bool skip)
{
	struct shell_values done, values;
	uint32_t n = 0;

	set_one(shell, &done, NULL);
	for (uint32_t i = skip; word && i < word->n_parts; i++)
		n += word->parts[i].kind != SHELL_TEXT || word->parts[i].size;
	for (uint32_t i = skip; word && i < word->n_parts; i++) {
		part_values(shell, &word->parts[i], &values);
		done = append_part(shell, &done, &word->parts[i], &values,
				   n == 1);
	}
	return done;
}

/* --- fields --------------------------------------------------------------- */

struct splitter {
	struct shell *shell;
	struct shell_fields *fields;
	struct shell_values now; /* the field being made */
	bool begun;		 /* it is one, even if it is empty */
	uint32_t line;
};

static void end_field(struct splitter *splitter)
{
	struct shell_field field = {splitter->now, splitter->line};

	if (splitter->begun)
		*ARENA_PUSH(splitter->shell->arena, splitter->fields->items,
			    splitter->fields->n_items) = field;
	splitter->begun = false;
	set_one(splitter->shell, &splitter->now, NULL);
}

static void add_run(struct splitter *splitter, const struct shell_run *run)
{
	for (uint32_t i = 0; i < splitter->now.n_items; i++)
		shell_value_add(splitter->shell->arena, &splitter->now.items[i],
				run);
	splitter->begun = true;
}

/* The words of a run; blanks end fields. */
static void split_run(struct splitter *splitter, const struct shell_run *run)
{
	uint32_t at = 0;

	if (run->kind != RUN_TEXT) {
		add_run(splitter, run);
		return;
	}
	while (at < run->size && shell_spend(splitter->shell, 1)) {
		uint32_t start = at;
		struct shell_run piece = *run;

		while (at < run->size && !memchr(" \t\r\n", run->bytes[at], 4))
			at++;
		if (at > start) {
			piece.bytes += start;
			piece.size = at - start;
			piece.offset += run->verbatim ? start : 0;
			add_run(splitter, &piece);
		}
		if (at < run->size)
			end_field(splitter);
		while (at < run->size && memchr(" \t\r\n", run->bytes[at], 4))
			at++;
	}
}

static void split_value(struct splitter *splitter,
			const struct shell_value *value)
{
	for (uint32_t r = 0; r < value->n_runs; r++)
		split_run(splitter, &value->runs[r]);
}

/* "$@" and "${array[@]}": a field for each; true: it was one of them. */
static bool split_array(struct splitter *splitter,
			const struct shell_part *part)
{
	struct shell *shell = splitter->shell;
	struct shell_scope *frame = shell_scope_frame(shell);
	const struct shell_variable *variable = NULL;
	bool foreign, all;
	uint32_t n;

	if (part->kind != SHELL_PARAMETER || part->operation || part->length ||
	    part->indirect)
		return false;
	all = strcmp(part->name, "@") == 0 ||
	      (strcmp(part->name, "*") == 0 && !part->quoted);
	if (!all && part->index && strcmp(part->index, "@") == 0)
		variable = find(shell, part, &foreign);
	if (!(all && frame && frame->arguments_known) &&
	    !(variable && variable->array))
		return false;
	n = all ? frame->n_arguments : variable->elements.n_items;
	for (uint32_t i = 0; i < n && shell_spend(shell, 1); i++) {
		struct shell_values one = {0};

		if (i)
			end_field(splitter);
		if (all)
			one = frame->arguments[i].values;
		else
			shell_values_add(shell->arena, &one,
					 &variable->elements.items[i]);
		if (splitter->now.n_items * one.n_items <= SHELL_CHOICES)
			splitter->now =
				cross(shell, &splitter->now, &one, part, true);
		splitter->begun = true;
	}
	return true;
}

static void split_part(struct splitter *splitter, const struct shell_part *part,
		       bool alone)
{
	struct shell_values values;
	bool plain = true;

	if (split_array(splitter, part))
		return;
	part_values(splitter->shell, part, &values);
	for (uint32_t i = 0; i < values.n_items; i++)
		plain &= is_word(&values.items[i]);
	if (part->kind != SHELL_TEXT && !part->quoted && !plain) {
		split_value(splitter, &values.items[0]);
		return;
	}
	splitter->begun |= part->quoted || !is_empty(&values);
	splitter->now = append_part(splitter->shell, &splitter->now, part,
				    &values, alone);
}

void shell_expand_words(struct shell *shell, const struct shell_word *words,
			uint32_t n_words, struct shell_fields *fields)
{
	struct splitter splitter = {.shell = shell, .fields = fields};

	for (uint32_t w = 0; w < n_words && shell_spend(shell, 1); w++) {
		const struct shell_word *word = &words[w];
		uint32_t n = 0;

		set_one(shell, &splitter.now, NULL);
		splitter.begun = false;
		splitter.line = text_line(shell->text, word->offset);
		for (uint32_t i = 0; i < word->n_parts; i++)
			n += word->parts[i].kind != SHELL_TEXT ||
			     word->parts[i].size;
		for (uint32_t i = 0; i < word->n_parts; i++)
			split_part(&splitter, &word->parts[i], n == 1);
		end_field(&splitter);
	}
}
