/*
 * Crontabs: when a job runs, as whom, and its command, which is a shell
 * script of one line.
 *
 *	PGDATABASE=office
 *	10 2 * * *     /srv/jobs/nightly.sh >/dev/null 2>&1
 *	@daily         psql -qc "DELETE FROM sessions"
 *	0 5 * * *      mail -s report ops%first line of its input%second line
 *	17 * * * * root  run-parts /etc/cron.hourly
 *
 * The last form, with a user, is that of /etc/crontab and /etc/cron.d; which
 * form a file has is told by its entries, since a text knows no path.
 */

#include <string.h>

#include "analyzers/analyzer.h"
#include "analyzers/jobs/mask.h"
#include "analyzers/jobs/shell.h"

/* Variables beyond so many, or so many bytes, are left out: each entry gets
 * all of them. */
#define VARIABLES_MAX 32
#define VARIABLES_SIZE_MAX 4096

/* A line of the file without its newline; continued lines are one. */
struct entry {
	const char *line;
	size_t size;
	uint32_t offset; /* of the line in the text */
	size_t when;	 /* how long the fields of the time are */
	size_t user;	 /* where the user begins, or the command */
	size_t command;	 /* where the command begins in a file with users */
};

struct crontab {
	struct analysis *analysis;
	struct text *text;
	bool has_users;
	/* NAME='value' for the command's shell, a line each, with a struct
	 * line_mark each. */
	GString *variables;
	GArray *marks;
	GHashTable *names; /* of jobs -> how many */
};

/* --- the form of a line --------------------------------------------------- */

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static size_t skip_blanks(const char *line, size_t size, size_t at)
{
	while (at < size && is_blank(line[at]))
		at++;
	return at;
}

static size_t skip_word(const char *line, size_t size, size_t at)
{
	while (at < size && !is_blank(line[at]))
		at++;
	return at;
}

/* "*", "5", "1-5", "mon,wed", "H/15", "sun#2": names have three letters. */
static bool is_time_field(const char *word, size_t size)
{
	size_t letters = 0;

	for (size_t i = 0; i < size; i++) {
		letters = g_ascii_isalpha(word[i]) ? letters + 1 : 0;
		if (letters > 3)
			return false;
		if (!g_ascii_isalnum(word[i]) &&
		    !memchr("*/,-~#?()", word[i], 9))
			return false;
	}
	return size &&
	       (g_ascii_isdigit(word[0]) || word[0] == '*' || word[0] == '?' ||
		letters == 3 || word[0] == 'H' || word[0] == '~' ||
		memchr(word, ',', size) || memchr(word, '-', size));
}

/* Finds the parts of an entry; false: the line is none. */
static bool read_times(struct entry *entry)
{
	size_t at = skip_blanks(entry->line, entry->size, 0), end;
	int fields = 5;

	if (at < entry->size && entry->line[at] == '-')
		at++; /* cron of SUSE: do not log */
	if (at < entry->size && entry->line[at] == '@') {
		fields = 1;
		if (entry->size - at > 7 &&
		    memcmp(entry->line + at, "@every ", 7) == 0)
			fields = 2;
	}
	for (int i = 0; i < fields; i++) {
		end = skip_word(entry->line, entry->size, at);
		if (fields == 5 && !is_time_field(entry->line + at, end - at))
			return false;
		entry->when = end;
		at = skip_blanks(entry->line, entry->size, end);
	}
	entry->user = at;
	entry->command = skip_blanks(entry->line, entry->size,
				     skip_word(entry->line, entry->size, at));
	return at < entry->size;
}

/* NAME=value, NAME = "value" */
static size_t variable_length(const char *line, size_t size, size_t at)
{
	size_t length = 0;

	while (at + length < size &&
	       (g_ascii_isalnum(line[at + length]) || line[at + length] == '_'))
		length++;
	if (!length || g_ascii_isdigit(line[at]))
		return 0;
	at = skip_blanks(line, size, at + length);
	return at < size && line[at] == '=' ? length : 0;
}

/* --- users or not --------------------------------------------------------- */

enum form { FORM_UNKNOWN, FORM_USER, FORM_NO_USER };

/*
 * Whether the word behind the times is a user. A heuristic: users of
 * services by name; a path or a common command in that place is none; else
 * it is one if a path follows. A user's crontab whose every command is an
 * unknown word in front of a path would prove it wrong.
 */
static enum form form_of(const struct entry *entry)
{
	static const char *const users[] = {
		"root",	  "www-data", "postgres", "mysql", "nobody",
		"daemon", "backup",   "apache",	  "nginx", "oracle",
		"app",	  "deploy",   "ubuntu",	  "admin", "www",
		"smmsp",  "list",     "mail",	  "git",   "munin",
	};
	static const char *const commands[] = {
		"cd",	     "test",	  "php",       "python",  "python3",
		"perl",	     "ruby",	  "node",      "bash",	  "sh",
		"psql",	     "mysql",	  "mysqldump", "pg_dump", "find",
		"rsync",     "run-parts", "flock",     "timeout", "nice",
		"env",	     "sudo",	  "echo",      "curl",	  "wget",
		"rm",	     "cp",	  "tar",       "gzip",	  "docker",
		"kubectl",   "make",	  "java",      "nohup",	  "ionice",
		"exec",	     "source",	  "export",    "if",	  "for",
		"while",     "true",	  "sleep",     "date",	  "logger",
		"systemctl", "service",	  "cat",       "mv",	  "touch",
		"chmod",     "chown",	  "mkdir",     "certbot", "sqlite3",
		"ssh",	     "scp",	  "git",       "command", "su",
	};
	const char *word = entry->line + entry->user;
	size_t size =
		skip_word(entry->line, entry->size, entry->user) - entry->user;

	if (entry->command >= entry->size)
		return FORM_NO_USER;
	for (size_t i = 0; i < size; i++)
		if (!g_ascii_isalnum(word[i]) && word[i] != '_' &&
		    word[i] != '-')
			return FORM_NO_USER;
	for (size_t i = 0; i < G_N_ELEMENTS(users); i++)
		if (strlen(users[i]) == size &&
		    memcmp(users[i], word, size) == 0)
			return FORM_USER;
	for (size_t i = 0; i < G_N_ELEMENTS(commands); i++)
		if (strlen(commands[i]) == size &&
		    memcmp(commands[i], word, size) == 0)
			return FORM_NO_USER;
	return memchr("/[", entry->line[entry->command], 2) ? FORM_USER
							    : FORM_UNKNOWN;
}

/* --- reading lines -------------------------------------------------------- */

static bool is_comment(const struct entry *entry)
{
	size_t at = skip_blanks(entry->line, entry->size, 0);

	return at >= entry->size || entry->line[at] == '#';
}

/* The next line from *at on, with the lines that a backslash at its end joins
 * to it, unless it is a comment; false at the end. */
static bool next_line(const struct text *text, size_t *at, struct entry *entry)
{
	size_t end = *at;

	if (*at >= text->size)
		return false;
	*entry = (struct entry){.line = text->bytes + *at,
				.offset = (uint32_t)*at};
	for (;;) {
		const char *newline =
			memchr(text->bytes + end, '\n', text->size - end);

		end = newline ? (size_t)(newline - text->bytes) : text->size;
		entry->size = end - *at;
		if (!newline || !entry->size || text->bytes[end - 1] != '\\' ||
		    is_comment(entry))
			break;
		end++;
	}
	if (entry->size && entry->line[entry->size - 1] == '\r')
		entry->size--;
	*at = end + 1;
	return true;
}

static bool decide_form(const struct text *text)
{
	struct entry entry;
	bool any = false;

	for (size_t at = 0; next_line(text, &at, &entry);) {
		if (is_comment(&entry) || !read_times(&entry))
			continue;
		switch (form_of(&entry)) {
		case FORM_NO_USER:
			return false;
		case FORM_USER:
			any = true;
			break;
		case FORM_UNKNOWN:
			break;
		}
	}
	return any;
}

/* --- variables ------------------------------------------------------------ */

static void add_variable(struct crontab *crontab, const struct entry *entry,
			 size_t at, size_t length)
{
	const char *line = entry->line;
	size_t size = entry->size;
	size_t value = skip_blanks(line, size, at + length);
	struct line_mark mark = {(uint32_t)crontab->variables->len,
				 text_line(crontab->text, entry->offset)};

	if (crontab->variables->len > VARIABLES_SIZE_MAX ||
	    crontab->marks->len >= VARIABLES_MAX)
		return;
	value = skip_blanks(line, size, value + 1);
	while (size > value && is_blank(line[size - 1]))
		size--;
	if (size - value >= 2 && (line[value] == '"' || line[value] == '\'') &&
	    line[size - 1] == line[value]) {
		value++;
		size--;
	}
	g_array_append_val(crontab->marks, mark);
	g_string_append_len(crontab->variables, line + at, (gssize)length);
	g_string_append(crontab->variables, "='");
	for (; value < size; value++) {
		if (line[value] == '\'')
			g_string_append(crontab->variables, "'\\'");
		g_string_append_c(crontab->variables, line[value]);
	}
	g_string_append(crontab->variables, "'\n");
}

/* --- commands ------------------------------------------------------------- */

/* The command as the shell gets it, with the variables of the file before. */
struct command {
	GString *bytes;
	GArray *marks;
};

static void mark_command(struct crontab *crontab, struct command *command,
			 uint32_t offset)
{
	struct line_mark mark = {(uint32_t)command->bytes->len,
				 text_line(crontab->text, offset)};

	g_array_append_val(command->marks, mark);
}

/* Clients of PostgreSQL read PGDATABASE and its kin by themselves. */
static bool needs_variables(const struct entry *entry, size_t at)
{
	const char *command = entry->line + at;
	size_t size = entry->size - at;

	return memchr(command, '$', size) || memmem(command, size, "psql", 4) ||
	       memmem(command, size, "pg_", 3);
}

/* Whether a percent sign without a backslash is in the command. */
static bool input_begins(const struct entry *entry, size_t at)
{
	for (; at < entry->size; at++) {
		if (entry->line[at] == '%')
			return true;
		at += entry->line[at] == '\\';
	}
	return false;
}

/*
 * The first percent sign that no backslash stands before ends the command;
 * what follows is its standard input, where others are newlines.
 */
static void read_command(struct crontab *crontab, const struct entry *entry,
			 size_t at, struct command *command)
{
	bool has_input = input_begins(entry, at), input = false;

	if (needs_variables(entry, at)) {
		g_string_append_len(command->bytes, crontab->variables->str,
				    (gssize)crontab->variables->len);
		g_array_append_vals(command->marks, crontab->marks->data,
				    crontab->marks->len);
	}
	mark_command(crontab, command, entry->offset + (uint32_t)at);
	if (has_input)
		g_string_append(command->bytes, "{ ");
	for (; at < entry->size; at++) {
		char c = entry->line[at];
		char next = at + 1 < entry->size ? entry->line[at + 1] : '\0';

		if (c == '\\' && next == '%') {
			g_string_append_c(command->bytes, '%');
			at++;
		} else if (c == '\\' && next == '\n') {
			at++;
			mark_command(crontab, command,
				     entry->offset + (uint32_t)at + 1);
		} else if (c == '%' && !input) {
			g_string_append(command->bytes, "\n} <<'%input%'\n");
			input = true;
		} else {
			g_string_append_c(command->bytes, c == '%' ? '\n' : c);
		}
	}
	if (input)
		g_string_append(command->bytes, "\n%input%\n");
}

static struct accessor *new_job(struct crontab *crontab, const char *name)
{
	struct arena *arena = crontab->analysis->arena;
	struct accessor *job = ARENA_NEW(arena, struct accessor);
	const char **parts = arena_alloc(arena, sizeof(*parts));
	guint count =
		GPOINTER_TO_UINT(g_hash_table_lookup(crontab->names, name));

	g_hash_table_insert(crontab->names, (char *)name,
			    GUINT_TO_POINTER(count + 1));
	parts[0] = name;
	job->object.kind = NODE_JOB;
	job->object.name = (struct sql_name){.parts = parts, .n_parts = 1};
	job->object.nth = count ? count + 1 : 0;
	return job;
}

static void give_job(struct crontab *crontab, const struct entry *entry,
		     const struct accessor *job, uint32_t line)
{
	struct fact *fact = ARENA_NEW(crontab->analysis->arena, struct fact);

	fact->kind = FACT_DEFINITION;
	fact->place.line = line;
	fact->place.end_line =
		text_line(crontab->text,
			  entry->offset + (entry->size ? entry->size - 1 : 0));
	fact->via = VIA_SCHEDULE;
	fact->as.definition.operation = OP_CREATE;
	fact->as.definition.flags = DEFINE_SYMBOL;
	fact->as.definition.object = job->object;
	fact->as.definition.ordinal = analysis_ordinal(crontab->analysis);
	analysis_fact(crontab->analysis, crontab->text, fact);
}

static void give_schedule(struct crontab *crontab, const struct entry *entry,
			  const struct accessor *job, size_t command,
			  uint32_t line)
{
	struct arena *arena = crontab->analysis->arena;
	struct fact *fact = ARENA_NEW(arena, struct fact);
	size_t start = skip_blanks(entry->line, entry->size, 0);
	size_t user_end = skip_word(entry->line, entry->size, entry->user);

	fact->kind = FACT_SCHEDULE;
	fact->place.line = line;
	fact->via = VIA_SCHEDULE;
	fact->accessor = *job;
	fact->as.schedule.when =
		mask_command(arena, entry->line + start, entry->when - start);
	if (crontab->has_users)
		fact->as.schedule.user =
			arena_strndup(arena, entry->line + entry->user,
				      user_end - entry->user);
	fact->as.schedule.command = mask_command(arena, entry->line + command,
						 entry->size - command);
	analysis_fact(crontab->analysis, crontab->text, fact);
}

static void read_entry(struct crontab *crontab, const struct entry *entry)
{
	struct arena *arena = crontab->analysis->arena;
	size_t at = crontab->has_users ? entry->command : entry->user;
	uint32_t line = text_line(crontab->text, entry->offset);
	struct command command = {
		g_string_new(NULL),
		g_array_new(FALSE, FALSE, sizeof(struct line_mark))};
	struct accessor *job;
	struct text guest = {.language = "shell", .via = VIA_SCHEDULE};

	read_command(crontab, entry, at, &command);
	guest.bytes =
		arena_memdup(arena, command.bytes->str, command.bytes->len);
	guest.size = command.bytes->len;
	text_guest(&guest, crontab->text,
		   arena_memdup(arena, command.marks->data,
				command.marks->len * sizeof(struct line_mark)),
		   command.marks->len);
	job = new_job(crontab, shell_command_name(crontab->analysis, &guest));
	give_job(crontab, entry, job, line);
	give_schedule(crontab, entry, job, at, line);
	guest.reader = job;
	analysis_guest(crontab->analysis, &guest);
	g_string_free(command.bytes, TRUE);
	g_array_free(command.marks, TRUE);
}

static void read_line(struct crontab *crontab, struct entry *entry)
{
	size_t at = skip_blanks(entry->line, entry->size, 0);
	size_t length = variable_length(entry->line, entry->size, at);

	if (length)
		add_variable(crontab, entry, at, length);
	else if (read_times(entry) &&
		 (!crontab->has_users || entry->command < entry->size))
		read_entry(crontab, entry);
	else
		analysis_gap(crontab->analysis, crontab->text,
			     REASON_UNREADABLE_TEXT,
			     text_line(crontab->text, entry->offset),
			     "neither a variable nor a job");
}

static void crontab_analyze(struct analysis *analysis, struct text *text)
{
	struct crontab crontab = {
		.analysis = analysis,
		.text = text,
		.variables = g_string_new(NULL),
		.marks = g_array_new(FALSE, FALSE, sizeof(struct line_mark)),
		.names = g_hash_table_new(g_str_hash, g_str_equal)};
	struct entry entry;

	crontab.has_users = decide_form(text);
	for (size_t at = 0; next_line(text, &at, &entry);)
		if (!is_comment(&entry))
			read_line(&crontab, &entry);
	g_hash_table_unref(crontab.names);
	g_array_free(crontab.marks, TRUE);
	g_string_free(crontab.variables, TRUE);
}

const struct analyzer analyzer_crontab = {
	.name = "crontab",
	.files = (const char *const[]){"crontab", "*.crontab", "crontab.*",
				       "*.cron", "cron.d/*", "*/cron.d/*",
				       "*/crontabs/*", NULL},
	.analyze = crontab_analyze,
};
