/*
 * The oracle of MariaDB: the locks that a server holds for a statement.
 *
 * Runs statements on a server, each in a transaction of its own, and compares
 * the tables that our reader and resolver find in it, without a catalog, with
 * those in information_schema.METADATA_LOCK_INFO that the transaction holds.
 *
 *	mariadb [--list] SOCKET <STATEMENTS
 *
 * STATEMENTS are what mysqltest.pl prints. The server must have the plugin
 * metadata_lock_info. Each file has a connection and a database `test` of its
 * own.
 *
 * What is the same: every table that we find is locked; what is locked besides
 * is found by following definitions, as our reader reads them, that the server
 * has of views, triggers, routines and foreign keys; what we say is written is
 * locked for writing, and nothing else is, where no definition was followed.
 * A table that is written is locked once, so whether it is read too is not
 * seen. Two statements lock more than they write: UPDATE of several tables and
 * SELECT ... FOR UPDATE.
 *
 * Prints the disagreements (all with --list, else 20) and a summary line;
 * exit status 1 when some disagree.
 */
#include <mysql.h>
#include <stdio.h>
#include <string.h>

#include "analyzers/analyzer.h"
#include "graph/resolve/resolve.h"
#include "tests/oracle/sets.h"

/* --- ours --- */

/* Tables as "database.table", routines likewise. */
struct found {
	GHashTable *reads, *writes, *calls;
	const char *database; /* of names without one */
	unsigned gaps;
	bool defines; /* a statement that holds no locks */
	bool runs;    /* CALL: what runs is more than what is named */
};

static GHashTable *set_new(void)
{
	return g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
}

static void found_init(struct found *found, const char *database)
{
	found->reads = set_new();
	found->writes = set_new();
	found->calls = set_new();
	found->database = database;
	found->gaps = 0;
	found->defines = found->runs = false;
}

static void found_release(struct found *found)
{
	g_hash_table_destroy(found->reads);
	g_hash_table_destroy(found->writes);
	g_hash_table_destroy(found->calls);
}

/* Keeps the key that is there: lists of keys stay good. */
static void add(GHashTable *set, char *name)
{
	if (g_hash_table_contains(set, name))
		g_free(name);
	else
		g_hash_table_add(set, name);
}

static bool is_virtual(const char *database)
{
	return g_ascii_strcasecmp(database, "information_schema") == 0 ||
	       g_ascii_strcasecmp(database, "performance_schema") == 0;
}

static void add_name(GHashTable *set, const struct sql_name *name,
		     const char *database)
{
	uint32_t n = name->n_parts;

	if (n > 1)
		database = name->parts[n - 2];
	if (n && !is_virtual(database))
		add(set,
		    g_strdup_printf("%s.%s", database, name->parts[n - 1]));
}

/* Whether a statement of this verb ends its transaction. */
static bool defines(const char *verb)
{
	static const char *const words[] = {"alter",  "create",	  "drop",
					    "rename", "truncate", "checksum"};

	for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
		if (g_str_has_prefix(verb, words[i]))
			return true;
	return false;
}

static void take_fact(struct analysis *analysis, struct fact *fact)
{
	struct found *found = analysis->payload;
	const struct fact_statement *statement = &fact->as.statement;
	struct resolution resolution;

	found->gaps += fact->kind == FACT_GAP;
	if (fact->kind != FACT_STATEMENT)
		return;
	resolve_statement(statement, fact->schema, NULL, NULL, analysis->arena,
			  &resolution);
	for (uint32_t i = 0; i < resolution.n_accesses; i++) {
		const struct access *access = &resolution.accesses[i];

		add_name(access->kind == EDGE_READS ? found->reads
						    : found->writes,
			 resolution.tables[access->table].name,
			 found->database);
	}
	found->defines |= defines(statement->verb);
	for (uint32_t i = 0; i < statement->n_calls; i++) {
		add_name(found->calls, &statement->calls[i].name,
			 found->database);
		found->runs |= statement->calls[i].statement;
	}
	/* NEXT VALUE FOR s, as an access of the sequence. */
	for (uint32_t i = 0; i < statement->n_mentions; i++)
		if (statement->mentions[i].kind == NODE_SEQUENCE)
			add_name(found->reads, &statement->mentions[i].name,
				 found->database);
}

/* Reads `sql` under a sql_mode; what is there already stays. */
static void read_ours(const char *mode, const char *sql, struct found *found)
{
	struct arena arena;
	struct analysis analysis = {
		.arena = &arena, .deliver = take_fact, .payload = found};
	char *bytes = g_strdup_printf("SET sql_mode = '%s';\n%s\n", mode, sql);
	struct text text = {.language = "sql",
			    .dialect = DIALECT_MARIADB,
			    .bytes = bytes,
			    .size = strlen(bytes)};

	arena_init(&arena);
	analyze(&analysis, &text);
	text_release(&text);
	arena_release(&arena);
	g_free(bytes);
}

/* --- the server --- */

struct oracle {
	const char *socket;
	MYSQL *work;	/* runs the statements */
	MYSQL *watch;	/* looks at the first one's locks */
	char *database; /* of `work` */
	char *mode;	/* its sql_mode, as far as it matters to a reader */
	GHashTable *prepared; /* name -> text */
	bool list;
	unsigned statements, refused, unlocked, unknown, compared, followed,
		differ;
};

static MYSQL *connect_to(struct oracle *oracle)
{
	MYSQL *mysql = mysql_init(NULL);
	unsigned seconds = 30;

	mysql_options(mysql, MYSQL_READ_DEFAULT_FILE, "/dev/null");
	mysql_options(mysql, MYSQL_SET_CHARSET_NAME, "utf8mb4");
	mysql_options(mysql, MYSQL_OPT_READ_TIMEOUT, &seconds);
	if (mysql_real_connect(mysql, NULL, "root", "", NULL, 0, oracle->socket,
			       CLIENT_MULTI_STATEMENTS))
		return mysql;
	fprintf(stderr, "mariadb: %s\n", mysql_error(mysql));
	exit(2);
}

/* Runs SQL, results passed over; false where the server refuses a part. */
static bool run(MYSQL *mysql, const char *sql)
{
	int status = mysql_query(mysql, sql);

	while (status == 0) {
		MYSQL_RES *result = mysql_store_result(mysql);

		if (result)
			mysql_free_result(result);
		else if (mysql_errno(mysql))
			return false;
		status = mysql_next_result(mysql);
	}
	return status < 0;
}

G_GNUC_PRINTF(3, 4)
static void each_row(MYSQL *mysql, GPtrArray *rows, const char *format, ...)
{
	va_list arguments;
	char *sql;
	MYSQL_RES *result;
	MYSQL_ROW row;

	va_start(arguments, format);
	sql = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	result =
		mysql_query(mysql, sql) == 0 ? mysql_store_result(mysql) : NULL;
	/* Rows as arrays of their strings; NULL is "". */
	while (result && (row = mysql_fetch_row(result))) {
		unsigned n = mysql_num_fields(result);
		char **strings = g_new0(char *, n + 1);

		for (unsigned i = 0; i < n; i++)
			strings[i] = g_strdup(row[i] ? row[i] : "");
		g_ptr_array_add(rows, strings);
	}
	if (result)
		mysql_free_result(result);
	g_free(sql);
}

static GPtrArray *rows_new(void)
{
	return g_ptr_array_new_with_free_func((GDestroyNotify)g_strfreev);
}

static const char *cell(const GPtrArray *rows, guint row, guint column)
{
	return ((char **)g_ptr_array_index(rows, row))[column];
}

/* What statements may have changed of the session; SHOW has no limit of its
 * rows. */
static void learn_session(struct oracle *oracle)
{
	static const char *const modes[] = {"ANSI_QUOTES",
					    "NO_BACKSLASH_ESCAPES", "ORACLE"};
	GPtrArray *rows = rows_new();
	GString *mode = g_string_new(NULL);

	each_row(oracle->work, rows,
		 "SHOW VARIABLES WHERE Variable_name = 'sql_mode'");
	for (size_t i = 0; i < G_N_ELEMENTS(modes) && rows->len; i++)
		if (strstr(cell(rows, 0, 1), modes[i]))
			g_string_append_printf(mode, "%s,", modes[i]);
	g_free(oracle->mode);
	oracle->mode = g_string_free(mode, FALSE);
	g_ptr_array_set_size(rows, 0);
	each_row(oracle->watch, rows,
		 "SELECT DB FROM information_schema.PROCESSLIST WHERE ID = %lu",
		 mysql_thread_id(oracle->work));
	g_free(oracle->database);
	oracle->database = g_strdup(rows->len ? cell(rows, 0, 0) : "");
	g_ptr_array_unref(rows);
}

static void open_file(struct oracle *oracle)
{
	static const char *const start[] = {
		"CREATE OR REPLACE DATABASE test CHARACTER SET latin1",
		"USE test",
		"SET max_statement_time = 4, lock_wait_timeout = 2",
		"SET default_storage_engine = MyISAM",
	};
	GPtrArray *rows = rows_new();

	if (oracle->work)
		mysql_close(oracle->work);
	oracle->work = connect_to(oracle);
	each_row(oracle->watch, rows, "SHOW DATABASES");
	for (guint i = 0; i < rows->len; i++) {
		const char *name = cell(rows, i, 0);
		char *drop;

		if (is_virtual(name) || strcmp(name, "mysql") == 0 ||
		    strcmp(name, "sys") == 0)
			continue;
		drop = g_strdup_printf("DROP DATABASE `%s`", name);
		run(oracle->work, drop);
		g_free(drop);
	}
	g_ptr_array_unref(rows);
	for (size_t i = 0; i < G_N_ELEMENTS(start); i++)
		run(oracle->work, start[i]);
	g_hash_table_remove_all(oracle->prepared);
	learn_session(oracle);
}

/* Tables that the transaction has locked. */
static void read_locks(struct oracle *oracle, GHashTable *reads,
		       GHashTable *writes)
{
	GPtrArray *rows = rows_new();

	each_row(oracle->watch, rows,
		 "SELECT LOCK_MODE, TABLE_SCHEMA, TABLE_NAME FROM "
		 "information_schema.METADATA_LOCK_INFO "
		 "WHERE THREAD_ID = %lu AND LOCK_TYPE = 'Table metadata lock'",
		 mysql_thread_id(oracle->work));
	for (guint i = 0; i < rows->len; i++) {
		char *name = g_strdup_printf("%s.%s", cell(rows, i, 1),
					     cell(rows, i, 2));

		if (is_virtual(cell(rows, i, 1)))
			g_free(name);
		else
			g_hash_table_add(strstr(cell(rows, i, 0), "WRITE")
						 ? writes
						 : reads,
					 name);
	}
	g_ptr_array_unref(rows);
}

/* --- definitions --- */

static void split(const char *name, char **database, char **table)
{
	const char *dot = strchr(name, '.');

	*database = g_strndup(name, (gsize)(dot - name));
	*table = g_strdup(dot + 1);
}

/* The tables of a MERGE table. */
static void follow_union(struct oracle *oracle, const char *database,
			 const char *table, struct found *found)
{
	GPtrArray *rows = rows_new();
	const char *list;

	/* By the session, whose temporary tables they may be. */
	each_row(oracle->work, rows, "SHOW CREATE TABLE `%s`.`%s`", database,
		 table);
	list = rows->len ? strstr(cell(rows, 0, 1), " UNION=(") : NULL;
	if (list) {
		char *sql =
			g_strdup_printf("SELECT 1 FROM %.*s",
					(int)strcspn(list + 8, ")"), list + 8);

		read_ours("", sql, found);
		g_free(sql);
	}
	g_ptr_array_unref(rows);
}

/* What lies under a table: the view's query, bodies of triggers, defaults,
 * the other ends of foreign keys. */
static void follow_table(struct oracle *oracle, const char *name,
			 struct found *found)
{
	GPtrArray *rows = rows_new();
	char *database, *table;

	split(name, &database, &table);
	found->database = database;
	each_row(oracle->watch, rows,
		 "SELECT CONCAT('SELECT * FROM (', VIEW_DEFINITION, ') v') "
		 "FROM information_schema.VIEWS "
		 "WHERE TABLE_SCHEMA = '%s' AND TABLE_NAME = '%s' UNION ALL "
		 "SELECT CONCAT('CREATE TRIGGER t BEFORE INSERT ON x '"
		 ", 'FOR EACH ROW ', ACTION_STATEMENT) "
		 "FROM information_schema.TRIGGERS WHERE "
		 "EVENT_OBJECT_SCHEMA = '%s' AND EVENT_OBJECT_TABLE = '%s' "
		 "UNION ALL SELECT CONCAT('SELECT ', COLUMN_DEFAULT) FROM "
		 "information_schema.COLUMNS WHERE TABLE_SCHEMA = '%s' AND "
		 "TABLE_NAME = '%s' AND COLUMN_DEFAULT LIKE '%%val%%'",
		 database, table, database, table, database, table);
	for (guint i = 0; i < rows->len; i++)
		read_ours("", cell(rows, i, 0), found);
	g_ptr_array_set_size(rows, 0);
	follow_union(oracle, database, table, found);
	each_row(oracle->watch, rows,
		 "SELECT CONCAT(CONSTRAINT_SCHEMA, '.', TABLE_NAME) FROM "
		 "information_schema.REFERENTIAL_CONSTRAINTS WHERE "
		 "UNIQUE_CONSTRAINT_SCHEMA = '%s' AND "
		 "REFERENCED_TABLE_NAME = '%s' UNION ALL "
		 "SELECT CONCAT(UNIQUE_CONSTRAINT_SCHEMA, '.', "
		 "REFERENCED_TABLE_NAME) FROM "
		 "information_schema.REFERENTIAL_CONSTRAINTS WHERE "
		 "CONSTRAINT_SCHEMA = '%s' AND TABLE_NAME = '%s'",
		 database, table, database, table);
	for (guint i = 0; i < rows->len; i++)
		add(found->reads, g_strdup(cell(rows, i, 0)));
	g_ptr_array_unref(rows);
	g_free(database);
	g_free(table);
}

static void follow_routine(struct oracle *oracle, const char *name,
			   struct found *found)
{
	GPtrArray *rows = rows_new();
	char *database, *routine;

	split(name, &database, &routine);
	found->database = database;
	each_row(oracle->watch, rows,
		 "SELECT CONCAT('CREATE PROCEDURE p() ', ROUTINE_DEFINITION), "
		 "SQL_MODE FROM information_schema.ROUTINES "
		 "WHERE ROUTINE_SCHEMA = '%s' AND ROUTINE_NAME = '%s'",
		 database, routine);
	for (guint i = 0; i < rows->len; i++)
		read_ours(cell(rows, i, 1), cell(rows, i, 0), found);
	g_ptr_array_unref(rows);
	g_free(database);
	g_free(routine);
}

/* Adds to `from` what its names lead to, until nothing new comes. */
static void follow(struct oracle *oracle, struct found *from)
{
	GHashTable *seen = set_new();
	bool more = true;

	while (more) {
		GHashTable *sets[] = {from->reads, from->writes, from->calls};

		more = false;
		for (int i = 0; i < 3; i++) {
			GList *names = g_hash_table_get_keys(sets[i]);

			for (GList *at = names; at; at = at->next) {
				char *key = g_strdup_printf("%c%s", i / 2 + 'a',
							    (char *)at->data);

				if (!g_hash_table_add(seen, key))
					continue;
				more = true;
				if (i == 2)
					follow_routine(oracle, key + 1, from);
				else
					follow_table(oracle, key + 1, from);
			}
			g_list_free(names);
		}
	}
	g_hash_table_destroy(seen);
}

/* --- comparison --- */

static bool has(GHashTable *set, const char *name)
{
	return g_hash_table_contains(set, name);
}

static bool is_temporary(struct oracle *oracle, const char *name)
{
	GPtrArray *rows = rows_new();
	char *database, *table;
	bool temporary;

	split(name, &database, &table);
	each_row(oracle->work, rows, "SHOW CREATE TABLE `%s`.`%s`", database,
		 table);
	temporary = rows->len &&
		    g_str_has_prefix(cell(rows, 0, 1), "CREATE TEMPORARY");
	g_ptr_array_unref(rows);
	g_free(database);
	g_free(table);
	return temporary;
}

/* Takes away what is found, not locked and a temporary table. */
static void drop_temporary(struct oracle *oracle, GHashTable *set,
			   GHashTable *reads, GHashTable *writes)
{
	GHashTableIter iter;
	gpointer name;

	g_hash_table_iter_init(&iter, set);
	while (g_hash_table_iter_next(&iter, &name, NULL))
		if (!has(reads, name) && !has(writes, name) &&
		    is_temporary(oracle, name))
			g_hash_table_iter_remove(&iter);
}

/* Whether all of `set` is in one of the two others. */
static bool is_within(GHashTable *set, GHashTable *one, GHashTable *other)
{
	GHashTableIter iter;
	gpointer name;

	g_hash_table_iter_init(&iter, set);
	while (g_hash_table_iter_next(&iter, &name, NULL))
		if (!has(one, name) && !(other && has(other, name)))
			return false;
	return true;
}

/* The server's own tables, which it locks for itself. */
static void drop_system(GHashTable *locked, const struct found *ours)
{
	GHashTableIter iter;
	gpointer name;

	g_hash_table_iter_init(&iter, locked);
	while (g_hash_table_iter_next(&iter, &name, NULL))
		if (g_str_has_prefix(name, "mysql.") &&
		    !has(ours->reads, name) && !has(ours->writes, name))
			g_hash_table_iter_remove(&iter);
}

static bool starts_with(const char *sql, const char *word)
{
	size_t n = strlen(word);

	return g_ascii_strncasecmp(sql, word, n) == 0 &&
	       !g_ascii_isalnum(sql[n]) && sql[n] != '_';
}

/* Whether it locks for writing what it need not write. */
static bool locks_more(const char *sql, const struct found *ours)
{
	static const char *const patterns =
		"\\bfor\\s+update\\b|^(with\\b.*\\b)?update\\b";

	return g_hash_table_size(ours->reads) &&
	       g_regex_match_simple(
		       patterns, sql,
		       G_REGEX_CASELESS | G_REGEX_DOTALL | G_REGEX_RAW, 0);
}

enum verdict {
	EQUAL,
	FOLLOWED, /* through definitions */
	UNKNOWN,  /* a string that nobody can read beforehand is run */
	DIFFER,
};

static bool has_hole(GHashTable *set)
{
	GHashTableIter iter;
	gpointer name;

	g_hash_table_iter_init(&iter, set);
	while (g_hash_table_iter_next(&iter, &name, NULL))
		if (strchr(name, TEXT_HOLE))
			return true;
	return false;
}

/* Whether the locks are what the definitions that it names lead to. */
static enum verdict compare_reach(struct oracle *oracle, const char *sql,
				  const char *database, GHashTable *reads,
				  GHashTable *writes)
{
	enum verdict verdict = DIFFER;
	struct found reach;

	found_init(&reach, database);
	read_ours(oracle->mode, sql, &reach);
	follow(oracle, &reach);
	if (is_within(reads, reach.reads, reach.writes) &&
	    is_within(writes, reach.reads, reach.writes))
		verdict = FOLLOWED;
	else if (reach.gaps || has_hole(reach.reads) || has_hole(reach.writes))
		verdict = UNKNOWN;
	found_release(&reach);
	return verdict;
}

static enum verdict compare(struct oracle *oracle, const char *sql,
			    struct found *ours, GHashTable *reads,
			    GHashTable *writes)
{
	bool strict = !locks_more(sql, ours);
	const char *database = ours->database;

	if (has_hole(ours->reads) || has_hole(ours->writes))
		return UNKNOWN;
	drop_temporary(oracle, ours->reads, reads, writes);
	drop_temporary(oracle, ours->writes, reads, writes);
	drop_system(reads, ours);
	drop_system(writes, ours);
	if (!is_within(ours->writes, writes, NULL) ||
	    !is_within(ours->reads, reads, writes))
		return DIFFER;
	if (!ours->runs && is_within(reads, ours->reads, ours->writes) &&
	    is_within(writes, ours->writes, strict ? NULL : ours->reads))
		return EQUAL;
	return compare_reach(oracle, sql, database, reads, writes);
}

static void report(const char *file, const char *line, const char *sql,
		   const struct found *ours, GHashTable *reads,
		   GHashTable *writes)
{
	printf("--- %s:%s\n%s\n", file, line, sql);
	print_set("  MariaDB reads ", reads);
	print_set("  unmoor  reads ", ours->reads);
	print_set("  MariaDB writes", writes);
	print_set("  unmoor  writes", ours->writes);
}

/* --- statements --- */

static bool starts_with_any(const char *sql, const char *const *words)
{
	for (; *words; words++)
		if (starts_with(sql, *words))
			return true;
	return false;
}

/* Statements that would end the server, the session or its transaction, or
 * lock for longer; they are not run. */
static bool is_left_out(const char *sql)
{
	static const char *const words[] = {
		"backup",  "begin",   "change",	   "commit",	"flush",
		"handler", "install", "kill",	   "lock",	"purge",
		"release", "reset",   "rollback",  "savepoint", "shutdown",
		"start",   "stop",    "uninstall", "unlock",	"xa",
		NULL};

	return starts_with_any(sql, words) ||
	       g_regex_match_simple(
		       "^set\\s+(@@)?global\\b|@@global\\.\\w+\\s*:?=|"
		       "^set\\s+(password|transaction)\\b|"
		       "\\b(autocommit|completion_type|lock_wait_timeout|"
		       "max_statement_time|(tx|transaction)_read_only)\\s*=",
		       sql, G_REGEX_CASELESS | G_REGEX_RAW, 0);
}

/* Statements that hold their locks until their transaction ends; LOAD INDEX
 * does, and reads nothing for its user. */
static bool is_locking(const char *sql)
{
	static const char *const words[] = {
		"call",	  "delete",  "do",     "execute", "insert",
		"load",	  "replace", "select", "set",	  "table",
		"update", "values",  "with",   NULL};

	if (*sql == '(')
		return true;
	return starts_with_any(sql, words) &&
	       !g_regex_match_simple("^load\\s+index", sql,
				     G_REGEX_CASELESS | G_REGEX_RAW, 0);
}

/* The name behind the word that a statement begins with, folded; NULL: none. */
static char *name_behind(const char *sql)
{
	GRegex *form = g_regex_new("^\\w+\\s+`?(\\w+)", G_REGEX_RAW, 0, NULL);
	GMatchInfo *match;
	char *name = NULL;

	if (g_regex_match(form, sql, 0, &match)) {
		char *word = g_match_info_fetch(match, 1);

		name = g_ascii_strdown(word, -1);
		g_free(word);
	}
	g_match_info_free(match);
	g_regex_unref(form);
	return name;
}

/* PREPARE name FROM ...: what EXECUTE name will run, and where. */
static void note_prepared(struct oracle *oracle, const char *sql)
{
	char *name = name_behind(sql);
	char **prepared = g_new0(char *, 3);

	prepared[0] = g_strdup(oracle->database);
	prepared[1] = g_strdup(sql);
	if (name)
		g_hash_table_insert(oracle->prepared, name, prepared);
	else
		g_strfreev(prepared);
}

/* What our reader should read of it, and where: for EXECUTE what was prepared;
 * NULL where that is not known. */
static const char *statement_text(struct oracle *oracle, const char *sql,
				  const char **database)
{
	char *name = starts_with(sql, "execute") ? name_behind(sql) : NULL;
	char **prepared;

	*database = oracle->database;
	if (!name || strcmp(name, "immediate") == 0) {
		g_free(name);
		return sql;
	}
	prepared = g_hash_table_lookup(oracle->prepared, name);
	g_free(name);
	if (!prepared)
		return NULL;
	*database = prepared[0];
	return prepared[1];
}

static void count(struct oracle *oracle, enum verdict verdict)
{
	oracle->unknown += verdict == UNKNOWN;
	oracle->compared += verdict != UNKNOWN;
	oracle->followed += verdict == FOLLOWED;
	oracle->differ += verdict == DIFFER;
}

/* The statement was run, its transaction is open. */
static void look(struct oracle *oracle, const char *file, const char *line,
		 const char *sql)
{
	GHashTable *reads = set_new(), *writes = set_new();
	const char *database, *text = statement_text(oracle, sql, &database);
	struct found ours;
	enum verdict verdict;

	found_init(&ours, database);
	if (text)
		read_ours(oracle->mode, text, &ours);
	read_locks(oracle, reads, writes);
	run(oracle->work, "COMMIT");
	if (!text || (starts_with(sql, "execute") && ours.gaps) ||
	    !g_utf8_validate(sql, -1, NULL)) {
		oracle->unknown++;
	} else if (ours.defines ||
		   (!g_hash_table_size(reads) && !g_hash_table_size(writes) &&
		    !g_hash_table_size(ours.reads) &&
		    !g_hash_table_size(ours.writes))) {
		oracle->unlocked++;
	} else {
		verdict = compare(oracle, text, &ours, reads, writes);
		count(oracle, verdict);
		if (verdict == DIFFER && (oracle->differ < 20 || oracle->list))
			report(file, line, text, &ours, reads, writes);
	}
	g_hash_table_destroy(reads);
	g_hash_table_destroy(writes);
	found_release(&ours);
}

static void statement(struct oracle *oracle, const char *file, const char *line,
		      const char *sql)
{
	static const char *const changing[] = {"drop", "execute", "set", "use",
					       NULL};
	bool locking = is_locking(sql);

	oracle->statements++;
	if (is_left_out(sql)) {
		oracle->unlocked++;
		return;
	}
	if (locking)
		run(oracle->work, "START TRANSACTION");
	if (!run(oracle->work, sql)) {
		oracle->refused++;
		run(oracle->work, "ROLLBACK");
	} else if (locking) {
		look(oracle, file, line, sql);
	} else {
		oracle->unlocked++;
		if (starts_with(sql, "prepare"))
			note_prepared(oracle, sql);
	}
	if (starts_with_any(sql, changing))
		learn_session(oracle);
}

/* The next string of standard input, up to its NUL; false at the end. */
static bool next_string(char **string, size_t *size)
{
	return getdelim(string, size, '\0', stdin) > 0;
}

int main(int argc, char **argv)
{
	struct oracle oracle = {0};
	char *file = NULL, *line = NULL, *sql = NULL, *opened = NULL;
	size_t sizes[3] = {0};

	for (int i = 1; i < argc; i++)
		if (strcmp(argv[i], "--list") == 0)
			oracle.list = true;
		else
			oracle.socket = argv[i];
	oracle.prepared = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
						(GDestroyNotify)g_strfreev);
	oracle.watch = connect_to(&oracle);
	while (next_string(&file, &sizes[0]) && next_string(&line, &sizes[1]) &&
	       next_string(&sql, &sizes[2])) {
		if (g_strcmp0(opened, file) != 0) {
			g_free(opened);
			opened = g_strdup(file);
			open_file(&oracle);
		}
		if (mysql_ping(oracle.work) != 0)
			open_file(&oracle);
		statement(&oracle, file, line, sql);
	}
	printf("%u statements, %u refused, %u without locks, %u not known, "
	       "%u compared (%u through definitions), %u disagree\n",
	       oracle.statements, oracle.refused, oracle.unlocked,
	       oracle.unknown, oracle.compared, oracle.followed, oracle.differ);
	return oracle.differ > 0;
}
