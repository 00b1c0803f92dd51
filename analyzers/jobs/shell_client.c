/* What a database's client gets: SQL, files, tables, a connection. */

#include <string.h>

#include "analyzers/jobs/shell_clients.h"
#include "analyzers/jobs/shell_run.h"

/* --- which client --------------------------------------------------------- */

/* "psql-15", "psql16" and "mysql.exe" are psql and mysql. */
static bool has_name(const char *word, const char *name)
{
	size_t length = strlen(name);

	if (strncmp(word, name, length) != 0)
		return false;
	word += length;
	if (!*word)
		return true;
	word += *word == '-';
	return g_ascii_isdigit(*word) &&
	       strspn(word, "0123456789.") == strlen(word);
}

static const struct shell_client *find_client(const char *word)
{
	for (size_t i = 0; i < n_shell_clients; i++)
		for (const char *const *n = shell_clients[i].names; *n; n++)
			if (has_name(word, *n))
				return &shell_clients[i];
	return NULL;
}

bool shell_is_client(const char *name)
{
	return find_client(name) != NULL;
}

/* A heuristic: the longest client's name inside a variable's name, whatever
 * its case; the dump programs are told from the clients they begin with. */
const char *shell_client_in(const char *name)
{
	const char *best = NULL;

	for (size_t i = 0; i < n_shell_clients; i++) {
		for (const char *const *n = shell_clients[i].names; *n; n++) {
			g_autofree char *variable = g_strdup(*n);

			if (strlen(*n) < 4)
				continue;
			g_strdelimit(variable, "-", '_');
			if (strcasestr(name, variable) &&
			    (!best || strlen(*n) > strlen(best)))
				best = *n;
		}
	}
	return best;
}

/* The words of a subcommand ("db query") from word 1 on; how many, or 0. */
static uint32_t subcommand_length(struct shell *shell,
				  const struct shell_call *call,
				  const char *subcommand)
{
	g_auto(GStrv) words = g_strsplit(subcommand, " ", -1);
	uint32_t n = g_strv_length(words), at = 1;

	while (shell_argument(shell, call, at)[0] == '-')
		at++;
	for (uint32_t i = 0; i < n; i++)
		if (strcmp(shell_argument(shell, call, at + i), words[i]) != 0)
			return 0;
	return at + n - 1;
}

/* The client with the words of its subcommand behind its name. */
static const struct shell_client *match_client(struct shell *shell,
					       const struct shell_call *call,
					       const char *word, uint32_t *skip)
{
	*skip = 0;
	for (size_t i = 0; i < n_shell_clients; i++) {
		const struct shell_client *client = &shell_clients[i];
		bool named = false;

		for (const char *const *n = client->names; *n; n++)
			named |= has_name(word, *n);
		if (!named || !client->subcommands)
			if (named)
				return client;
		for (const char *const *s = client->subcommands;
		     named && s && *s; s++) {
			*skip = subcommand_length(shell, call, *s);
			if (*skip)
				return client;
		}
	}
	return NULL;
}

/* --- its words ------------------------------------------------------------ */

struct client_call {
	struct shell *shell;
	struct shell_call *call;
	const struct shell_client *client;
	enum dialect dialect;
	enum confidence confidence;
	const char *database, *host;
	const enum client_word *next; /* what the next plain word is */
	bool given;		      /* SQL, a file or a table was */
	bool unknown;		      /* words that nobody knows */
	bool query_out;		      /* bcp "..." queryout */
	bool talks_only;	      /* --version, --list: no access */
	bool defining;		      /* only variables are taken, ahead */
	struct shell_define *defines;
	uint32_t n_defines;
};

static void take_word(struct client_call *run, enum client_word word,
		      const struct shell_field *field,
		      const struct shell_value *value);

static void give_sql(struct client_call *run, const struct shell_value *sql)
{
	struct shell_value kept, replaced;

	if (run->n_defines) {
		replaced = shell_replace_defines(run->shell, sql, run->defines,
						 run->n_defines, run->dialect);
		sql = &replaced;
	}

	if (shell_keeps_lines(run->dialect) && shell_value_only(sql) == NULL) {
		kept = shell_take_lines(run->shell, run->call, sql,
					run->dialect);
		sql = &kept;
	}
	shell_give_sql(run->shell, run->call, sql, run->dialect,
		       run->confidence);
}

/* user/password@database of Oracle; @file is a script. */
static void take_connect(struct client_call *run,
			 const struct shell_field *field, const char *text)
{
	const char *at = strrchr(text, '@');
	struct shell_value path = {0};

	if (text[0] == '@' && text[1]) {
		text += 1 + (text[1] == '@');
		shell_value_put(run->shell->arena, &path, text,
				&field->values.items[0].runs[0]);
		take_word(run, WORD_FILE, field, &path);
	} else if (at && at[1]) {
		run->database = at + 1;
	}
}

/* The words of postgresql://user:password@host:port/database?... */
static bool take_uri(struct client_call *run, const char *text)
{
	struct arena *arena = run->shell->arena;
	const char *host = strstr(text, "://"), *end, *at, *slash;

	if (!host)
		return false;
	host += 3;
	end = host + strcspn(host, "?");
	at = memrchr(host, '@', (size_t)(end - host));
	if (at)
		host = at + 1;
	slash = memchr(host, '/', (size_t)(end - host));
	if (slash && slash + 1 < end)
		run->database = arena_strndup(arena, slash + 1,
					      (size_t)(end - slash) - 1);
	end = slash ? slash : end;
	at = memchr(host, ':', (size_t)(end - host));
	end = at ? at : end;
	if (end > host)
		run->host = arena_strndup(arena, host, (size_t)(end - host));
	return true;
}

/* "host=db dbname=shop user=..." */
static bool take_conninfo(struct client_call *run, const char *text)
{
	struct arena *arena = run->shell->arena;

	if (!strchr(text, '='))
		return false;
	while (*text) {
		size_t name = strcspn(text, "= "), value;

		if (text[name] != '=') {
			text += name + (text[name] == ' ');
			continue;
		}
		value = strcspn(text + name + 1, " ");
		if (strncmp(text, "dbname=", 7) == 0)
			run->database = arena_strndup(arena, text + 7, value);
		else if (strncmp(text, "host=", 5) == 0)
			run->host = arena_strndup(arena, text + 5, value);
		text += name + 1 + value;
		text += *text == ' ';
	}
	return true;
}

static void take_database(struct client_call *run, const char *text)
{
	if (!take_uri(run, text) && !take_conninfo(run, text))
		run->database = text;
}

static bool is_standard_input(const char *path)
{
	return strcmp(path, "-") == 0 || strcmp(path, "/dev/stdin") == 0;
}

static void take_file(struct client_call *run, const struct shell_field *field,
		      const struct shell_value *path)
{
	struct shell *shell = run->shell;
	struct shell_value content = {0};
	const struct shell_run *only;

	if (is_standard_input(shell_value_text(shell->arena, path))) {
		run->given = false;
		return;
	}
	shell_read_file(shell, path, &content);
	only = shell_value_only(&content);
	if (only && only->kind == RUN_FILE)
		shell_give_call(shell, run->call, NODE_FILE, only->path,
				field->line);
	else
		give_sql(run, &content);
}

/* "public.orders" of -t, "dbo.orders" of bcp; "orders*" is a pattern. */
static void take_table(struct client_call *run, const struct shell_value *value)
{
	bool writes = run->client->kind == CLIENT_RESTORE ||
		      run->client->kind == CLIENT_LOAD;

	shell_give_table(run->shell, run->call, value, run->dialect,
			 writes ? OP_COPY : OP_COPY | OP_SELECT);
}

/* mysqlimport shop /tmp/orders.csv writes orders. */
static void take_data(struct client_call *run, const struct shell_value *value)
{
	struct arena *arena = run->shell->arena;
	const char *path = shell_value_text(arena, value);
	const char *slash = strrchr(path, '/');
	const char *base = slash ? slash + 1 : path;
	struct shell_value table = {0};

	shell_value_put(arena, &table,
			arena_strndup(arena, base, strcspn(base, ".")),
			&value->runs[0]);
	take_table(run, &table);
}

/* name=value */
static void take_define(struct client_call *run,
			const struct shell_value *value, const char *text)
{
	struct arena *arena = run->shell->arena;
	size_t length = strcspn(text, "=");
	struct shell_define *define;

	if (!text[length] || !length)
		return;
	define = ARENA_PUSH(arena, run->defines, run->n_defines);
	define->name = arena_strndup(arena, text, length);
	define->value = shell_value_tail(arena, value, length + 1);
}

static void take_word(struct client_call *run, enum client_word word,
		      const struct shell_field *field,
		      const struct shell_value *value)
{
	const char *text = shell_value_text(run->shell->arena, value);

	if (!value->n_runs || run->defining != (word == WORD_DEFINE))
		return;
	switch (word) {
	case WORD_QUERY_OR_TABLE:
		run->given = true;
		if (run->query_out)
			give_sql(run, value);
		else
			take_table(run, value);
		break;
	case WORD_SQL:
		run->given = true;
		give_sql(run, value);
		break;
	case WORD_FILE:
		run->given = true;
		take_file(run, field, value);
		break;
	case WORD_TABLE:
		run->given = true;
		take_table(run, value);
		break;
	case WORD_DATA:
		run->given = true;
		take_data(run, value);
		break;
	case WORD_DATABASE:
		take_database(run, text);
		break;
	case WORD_CONNECT:
		take_connect(run, field, text);
		break;
	case WORD_HOST:
		run->host = text;
		break;
	case WORD_DEFINE:
		take_define(run, value, text);
		break;
	case WORD_END:
	case WORD_VALUE:
	case WORD_ATTACHED:
		break;
	}
}

static void take_field(struct client_call *run, enum client_word word,
		       const struct shell_field *field)
{
	for (uint32_t i = 0; i < field->values.n_items; i++)
		take_word(run, word, field, &field->values.items[i]);
}

/* The field without its first `n` bytes: what is attached to an option. */
static void take_attached(struct client_call *run, enum client_word word,
			  const struct shell_field *field, size_t n)
{
	for (uint32_t i = 0; i < field->values.n_items; i++) {
		struct shell_value rest = shell_value_tail(
			run->shell->arena, &field->values.items[i], n);

		take_word(run, word, field, &rest);
	}
}

static enum client_word find_option(const struct client_call *run,
				    const char *name, size_t length)
{
	const struct client_option *option = run->client->options;

	for (; option->name; option++)
		if (strlen(option->name) == length &&
		    memcmp(option->name, name, length) == 0)
			return option->word;
	return WORD_END;
}

static void take_next(struct client_call *run, enum client_word word,
		      uint32_t *at)
{
	if (*at + 1 < run->call->n_fields)
		take_field(run, word, &run->call->fields[++*at]);
}

/* --name, --name=value, --name value; with one dash for some clients. */
static void take_long(struct client_call *run, const char *text, uint32_t *at)
{
	size_t dashes = text[1] == '-' ? 2 : 1;
	size_t length = strcspn(text + dashes, "=");
	enum client_word word = find_option(run, text + dashes, length);

	if (strncmp(text + dashes, "version", 7) == 0 ||
	    strncmp(text + dashes, "help", 4) == 0)
		run->talks_only = true;
	if (word == WORD_END)
		return;
	if (text[dashes + length] == '=')
		take_attached(run, word, &run->call->fields[*at],
			      dashes + length + 1);
	else
		take_next(run, word, at);
}

/* -qAtc "...": letters without a word, then one that takes the rest or the
 * next word. */
static void take_letters(struct client_call *run, const char *text,
			 uint32_t *at)
{
	for (size_t i = 1; text[i]; i++) {
		enum client_word word = find_option(run, text + i, 1);

		if (word == WORD_END)
			continue;
		if (text[i + 1])
			take_attached(run, word, &run->call->fields[*at],
				      i + 1 + (text[i + 1] == '='));
		else if (word != WORD_ATTACHED)
			take_next(run, word, at);
		return;
	}
}

/* "$@" and $OPTIONS may hold anything. */
static bool is_unknown(const struct shell_value *value)
{
	const struct shell_run *only = shell_value_only(value);

	return only && only->kind == RUN_HOLE;
}

static void take_plain(struct client_call *run, uint32_t at)
{
	const struct shell_field *field = &run->call->fields[at];

	if (is_unknown(&field->values.items[0])) {
		run->unknown = true;
		if (*run->next != WORD_SQL && *run->next != WORD_TABLE &&
		    *run->next != WORD_DATABASE)
			return;
	}
	take_field(run, *run->next, field);
	if (run->next[1] != WORD_END)
		run->next++;
}

static void take_words(struct client_call *run)
{
	for (uint32_t at = 1; at < run->call->n_fields; at++) {
		const char *text = shell_argument(run->shell, run->call, at);

		if (text[0] != '-' || !text[1])
			take_plain(run, at);
		else if (text[1] == '-' || run->client->long_dash)
			take_long(run, text, &at);
		else
			take_letters(run, text, &at);
	}
}

/* --- the call ------------------------------------------------------------- */

static bool reads_as_sql(struct shell *shell, const struct shell_value *value)
{
	size_t size;
	const char *bytes = shell_value_bytes(shell->arena, value, &size);

	return analysis_judge(bytes, size, DIALECT_GENERIC) == SQL_STATEMENT;
}

/* Standard input: SQL, the content of a file, or nothing that is known. */
static void take_input(struct client_call *run)
{
	struct shell *shell = run->shell;
	const struct shell_value *in = shell->in;
	const struct shell_run *only;

	if (run->call->behind) {
		run->given = in && reads_as_sql(shell, in);
		if (!run->given)
			return;
	}
	if (!in) {
		if (run->unknown)
			shell_give_gap(shell, run->call, REASON_DYNAMIC_SQL,
				       NULL, "a client with unknown words");
		return;
	}
	only = shell_value_only(in);
	if (only && only->kind == RUN_FILE)
		shell_give_call(shell, run->call, NODE_FILE, only->path,
				run->call->line);
	else
		give_sql(run, in);
}

static const char *environment(struct shell *shell, const char *name)
{
	bool foreign;
	const struct shell_variable *variable =
		shell_scope_find(shell, name, &foreign);

	return variable && variable->values.n_items
		       ? shell_value_text(shell->arena,
					  &variable->values.items[0])
		       : NULL;
}

static void connect(struct client_call *run)
{
	if (run->dialect == DIALECT_POSTGRESQL) {
		if (!run->database)
			run->database = environment(run->shell, "PGDATABASE");
		if (!run->host)
			run->host = environment(run->shell, "PGHOST");
	}
	if (run->database || run->host)
		shell_give_connection(run->shell, run->call, run->dialect,
				      run->host, run->database);
}

/* A dump without -t reads every table. */
static void take_everything(struct client_call *run)
{
	if (run->client->kind == CLIENT_DUMP)
		shell_give_gap(run->shell, run->call, REASON_DYNAMIC_TABLE_NAME,
			       "*", "every table is dumped");
	else if (run->client->kind == CLIENT_RESTORE)
		shell_give_gap(run->shell, run->call, REASON_DYNAMIC_TABLE_NAME,
			       "*", "the tables of an archive are restored");
}

static bool lists_only(struct client_call *run)
{
	for (uint32_t i = 1; i < run->call->n_fields; i++) {
		const char *text = shell_argument(run->shell, run->call, i);

		if (strcmp(text, "-l") == 0 || strcmp(text, "--list") == 0 ||
		    strcmp(text, "-V") == 0 || strcmp(text, "-s") == 0 ||
		    strcmp(text, "--schema-only") == 0 ||
		    strcmp(text, "--no-data") == 0)
			return true;
	}
	return run->talks_only;
}

bool shell_run_client(struct shell *shell, struct shell_call *call)
{
	const char *name =
		shell_base_name(shell, shell_argument(shell, call, 0));
	struct client_call run = {.shell = shell, .call = call};
	struct shell_call tail;
	uint32_t skip;

	run.client = match_client(shell, call, name, &skip);
	if (!run.client)
		return false;
	shell_note_run(shell, name, 2);
	tail = shell_call_tail(call, skip);
	run.call = &tail;
	run.next = run.client->words;
	run.dialect = g_str_has_prefix(name, "mariadb") ? DIALECT_MARIADB
							: run.client->dialect;
	run.confidence = call->unsure ? CONFIDENCE_LIKELY : CONFIDENCE_NONE;
	run.query_out =
		strcmp(shell_argument(shell, &tail, 2), "queryout") == 0;
	run.defining = true;
	take_words(&run);
	run.defining = run.unknown = false;
	run.next = run.client->words;
	take_words(&run);
	if (!run.given && run.client->reads_input && !run.talks_only)
		take_input(&run);
	else if (!run.given && !lists_only(&run) && !call->behind)
		take_everything(&run);
	call->gave = run.given || !call->behind;
	if (call->gave)
		connect(&run);
	shell_print_hole(shell, call);
	return true;
}
