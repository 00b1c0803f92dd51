/* mysql_read.c - the bulk queries; see mysql_read.h. */
#include "scanner/mysql/mysql_read.h"

#include <stdlib.h>
#include <string.h>

#include "scanner/scanner.h"

/* All cells of a catalog together; a schema of a million columns has less. */
#define CATALOG_BYTES_MAX (1ull << 31)

#define VERSION_MARIADB 100500
#define VERSION_MYSQL 80000

/* A word that is replaced: AND so = 'database', or NOT IN the system's. */
#define MINE "{mine "

struct list_query {
	enum mysql_list list;
	bool needed;	  /* without it there is no catalog */
	bool twice;	  /* read again at the end */
	const char *what; /* for people */
	const char *mariadb, *mysql;
	unsigned mysql_from; /* else `mysql_old` */
	const char *mysql_old;
};

/* Columns that both have, in one spelling; names of columns in upper or
 * lower case do not matter, they are found by their position. */
#define TABLES                                                                 \
	"SELECT table_schema, table_name, table_type, engine, "                \
	"table_collation, table_comment, table_rows, "                         \
	"data_length + index_length, create_time "                             \
	"FROM information_schema.tables WHERE {mine table_schema}"
#define COLUMNS                                                                \
	"SELECT table_schema, table_name, ordinal_position, column_name, "     \
	"column_type, is_nullable, column_default, extra, "                    \
	"generation_expression, column_comment, collation_name "               \
	"FROM information_schema.columns WHERE {mine table_schema}"
#define INDEXES(expression)                                                    \
	"SELECT table_schema, table_name, index_name, seq_in_index, "          \
	"column_name, " expression ", non_unique, index_type, sub_part "       \
	"FROM information_schema.statistics WHERE {mine table_schema}"
#define KEYS                                                                   \
	"SELECT table_schema, table_name, constraint_name, "                   \
	"ordinal_position, column_name, referenced_table_schema, "             \
	"referenced_table_name, referenced_column_name "                       \
	"FROM information_schema.key_column_usage "                            \
	"WHERE {mine table_schema} AND referenced_table_name IS NOT NULL"
#define RULES                                                                  \
	"SELECT constraint_schema, table_name, constraint_name, "              \
	"update_rule, delete_rule "                                            \
	"FROM information_schema.referential_constraints "                     \
	"WHERE {mine constraint_schema}"
#define PARTITIONS                                                             \
	"SELECT table_schema, table_name, partition_ordinal_position, "        \
	"subpartition_ordinal_position, partition_name, partition_method, "    \
	"subpartition_method, partition_expression, "                          \
	"subpartition_expression, partition_description "                      \
	"FROM information_schema.partitions "                                  \
	"WHERE {mine table_schema} AND partition_name IS NOT NULL"
#define VIEWS                                                                  \
	"SELECT table_schema, table_name, view_definition, check_option, "     \
	"definer, security_type "                                              \
	"FROM information_schema.views WHERE {mine table_schema}"
#define TRIGGERS                                                               \
	"SELECT event_object_schema, event_object_table, action_order, "       \
	"trigger_name, action_timing, event_manipulation, "                    \
	"action_statement, sql_mode, definer, created "                        \
	"FROM information_schema.triggers WHERE {mine trigger_schema}"
#define ROUTINES                                                               \
	"SELECT routine_schema, routine_name, routine_type, "                  \
	"dtd_identifier, routine_definition, is_deterministic, "               \
	"sql_data_access, security_type, sql_mode, routine_comment, "          \
	"definer, external_language, last_altered "                            \
	"FROM information_schema.routines WHERE {mine routine_schema}"
#define PARAMETERS                                                             \
	"SELECT specific_schema, specific_name, routine_type, "                \
	"ordinal_position, parameter_mode, parameter_name, dtd_identifier "    \
	"FROM information_schema.parameters WHERE {mine specific_schema}"
#define EVENTS                                                                 \
	"SELECT event_schema, event_name, event_type, execute_at, "            \
	"interval_value, interval_field, starts, ends, status, "               \
	"on_completion, event_comment, event_definition, sql_mode, "           \
	"definer, last_altered "                                               \
	"FROM information_schema.events WHERE {mine event_schema}"
/* What was run on data; not what tools ask the server itself. */
#define DIGESTS                                                                \
	"SELECT schema_name, digest_text, SUM(count_star), "                   \
	"SUM(sum_rows_sent + sum_rows_affected) "                              \
	"FROM performance_schema.events_statements_summary_by_digest "         \
	"WHERE digest_text IS NOT NULL AND (schema_name IS NULL OR "           \
	"{mine schema_name}) "                                                 \
	"AND digest_text NOT LIKE '%information_schema%' "                     \
	"AND digest_text NOT LIKE '%performance_schema%' "                     \
	"AND digest_text NOT LIKE '%`mysql` .%' "                              \
	"AND digest_text REGEXP '^[( ]*(SELECT|WITH|TABLE|VALUES|INSERT|"      \
	"UPDATE|DELETE|REPLACE|TRUNCATE|LOAD|CALL|DO|HANDLER|LOCK)' "          \
	"GROUP BY schema_name, digest_text"
#define SCHEMATA(comment)                                                      \
	"SELECT schema_name, default_collation_name, " comment " "             \
	"FROM information_schema.schemata WHERE {mine schema_name}"

static const struct list_query queries[] = {
	{LIST_SCHEMATA, true, false, "databases", SCHEMATA("schema_comment"),
	 SCHEMATA("NULL"), 0, NULL},
	{LIST_TABLES, true, true, "tables", TABLES, TABLES, 0, NULL},
	{LIST_COLUMNS, true, false, "columns", COLUMNS, COLUMNS, 0, NULL},
	{LIST_VIEWS, false, true, "views", VIEWS, VIEWS, 0, NULL},
	{LIST_TRIGGERS, false, true, "triggers", TRIGGERS, TRIGGERS, 0, NULL},
	{LIST_ROUTINES, false, true, "routines", ROUTINES, ROUTINES, 0, NULL},
	{LIST_EVENTS, false, true, "events", EVENTS, EVENTS, 0, NULL},
	{LIST_INDEXES, false, false, "indexes", INDEXES("NULL"),
	 INDEXES("expression"), 80013, INDEXES("NULL")},
	{LIST_KEYS, false, false, "foreign keys", KEYS, KEYS, 0, NULL},
	{LIST_RULES, false, false, "rules of foreign keys", RULES, RULES, 0,
	 NULL},
	{LIST_CHECKS, false, false, "checks",
	 "SELECT constraint_schema, table_name, constraint_name, level, "
	 "check_clause FROM information_schema.check_constraints "
	 "WHERE {mine constraint_schema}",
	 "SELECT t.table_schema, t.table_name, t.constraint_name, 'Table', "
	 "c.check_clause FROM information_schema.table_constraints t "
	 "JOIN information_schema.check_constraints c "
	 "ON c.constraint_schema = t.constraint_schema "
	 "AND c.constraint_name = t.constraint_name "
	 "WHERE {mine t.table_schema} AND t.constraint_type = 'CHECK'",
	 80016, NULL},
	{LIST_PARTITIONS, false, false, "partitions", PARTITIONS, PARTITIONS, 0,
	 NULL},
	{LIST_PARAMETERS, false, false, "parameters of routines", PARAMETERS,
	 PARAMETERS, 0, NULL},
	{LIST_USER_GRANTS, false, false, "grants on all",
	 "SELECT '', '', grantee, privilege_type "
	 "FROM information_schema.user_privileges",
	 "SELECT '', '', grantee, privilege_type "
	 "FROM information_schema.user_privileges",
	 0, NULL},
	{LIST_SCHEMA_GRANTS, false, false, "grants on databases",
	 "SELECT table_schema, '', grantee, privilege_type "
	 "FROM information_schema.schema_privileges",
	 "SELECT table_schema, '', grantee, privilege_type "
	 "FROM information_schema.schema_privileges",
	 0, NULL},
	{LIST_TABLE_GRANTS, false, false, "grants on tables",
	 "SELECT table_schema, table_name, grantee, privilege_type "
	 "FROM information_schema.table_privileges WHERE {mine table_schema}",
	 "SELECT table_schema, table_name, grantee, privilege_type "
	 "FROM information_schema.table_privileges WHERE {mine table_schema}",
	 0, NULL},
	{LIST_MEMBERS, false, false, "roles",
	 "SELECT CONCAT(user, '@', host), role FROM mysql.roles_mapping",
	 "SELECT CONCAT(to_user, '@', to_host), CONCAT(from_user, '@', "
	 "from_host) FROM mysql.role_edges",
	 0, NULL},
	{LIST_DIGESTS, false, false, "statements that were run", DIGESTS,
	 DIGESTS, 0, NULL},
};

/* --- the text of a query -------------------------------------------------- */

/* A database's name between apostrophes; sql_mode is empty. */
static void put_literal(GString *query, const char *value)
{
	g_string_append_c(query, '\'');
	for (; *value; value++) {
		if (*value == '\'' || *value == '\\')
			g_string_append_c(query, '\\');
		g_string_append_c(query, *value);
	}
	g_string_append_c(query, '\'');
}

/* Replaces {mine x}. New string. */
static char *fill_query(const struct mysql_catalog *catalog,
			const char *pattern)
{
	GString *query = g_string_new(NULL);
	const char *mine, *end;

	for (; (mine = strstr(pattern, MINE)); pattern = end + 1) {
		const char *column = mine + strlen(MINE);

		end = strchr(column, '}');
		g_string_append_len(query, pattern, mine - pattern);
		g_string_append_len(query, column, end - column);
		if (catalog->database) {
			g_string_append(query, " = ");
			put_literal(query, catalog->database);
		} else {
			g_string_append(query, " NOT IN ('information_schema', "
					       "'mysql', 'performance_schema', "
					       "'sys')");
		}
	}
	g_string_append(query, pattern);
	return g_string_free(query, FALSE);
}

static const char *pattern_for(const struct mysql_catalog *catalog,
			       const struct list_query *query)
{
	if (catalog->mariadb)
		return query->mariadb;
	return catalog->version >= query->mysql_from ? query->mysql
						     : query->mysql_old;
}

/* --- reading -------------------------------------------------------------- */

struct reading {
	struct mysql_catalog *catalog;
	enum mysql_list list;
};

static bool add_row(const char *const *cells, const unsigned long *lengths,
		    void *payload)
{
	struct reading *reading = payload;

	mysql_catalog_add(reading->catalog, reading->list, cells, lengths);
	return reading->catalog->bytes < CATALOG_BYTES_MAX;
}

/* A list that is not readable is a gap, unless nothing goes without it. */
static bool forgive(struct mysql_client *client, const struct list_query *query,
		    enum mysql_failure failure, GArray *gaps, GError **cause,
		    GError **error)
{
	if (!*cause) {
		g_set_error(error, SCAN_ERROR, SCAN_ERROR_LARGE,
			    "the catalog is larger than 2 GB");
		return false;
	}
	if (query->needed ||
	    (failure != MYSQL_DENIED && failure != MYSQL_ABSENT)) {
		g_propagate_error(error, *cause);
		return false;
	}
	mysql_gap(gaps,
		  failure == MYSQL_DENIED ? REASON_PERMISSION_DENIED
					  : REASON_SOURCE_FAILED,
		  "%s: %s", query->what, mysql_client_message(client));
	g_clear_error(cause);
	return true;
}

static bool read_list(struct mysql_client *client,
		      struct mysql_catalog *catalog,
		      const struct list_query *query, GArray *gaps,
		      GError **error)
{
	struct reading reading = {catalog, query->list};
	const char *pattern = pattern_for(catalog, query);
	enum mysql_failure failure;
	GError *cause = NULL;
	char *text;

	if (!pattern)
		return true;
	text = fill_query(catalog, pattern);
	failure =
		mysql_client_query(client, text, mysql_list_width(query->list),
				   add_row, &reading, &cause);
	g_free(text);
	return failure == MYSQL_FINE ||
	       forgive(client, query, failure, gaps, &cause, error);
}

/* --- the server ----------------------------------------------------------- */

enum { IS_VERSION, IS_USER, IS_LOWER_CASE, N_IS };

static bool take_server(const char *const *cells, const unsigned long *lengths,
			void *payload)
{
	struct mysql_catalog *catalog = payload;

	(void)lengths;
	catalog->release = arena_strdup(
		&catalog->arena, cells[IS_VERSION] ? cells[IS_VERSION] : "");
	catalog->user = arena_strdup(&catalog->arena,
				     cells[IS_USER] ? cells[IS_USER] : "");
	catalog->lower_case_table_names =
		cells[IS_LOWER_CASE] ? atoi(cells[IS_LOWER_CASE]) : 0;
	return true;
}

/* 10.11.19-MariaDB as 101119, 8.0.36 as 80036. */
static unsigned parse_version(const char *release)
{
	unsigned parts[3] = {0};

	for (unsigned i = 0; i < 3 && g_ascii_isdigit(*release); i++) {
		parts[i] = (unsigned)MIN(strtoul(release, NULL, 10), 9999);
		release += strspn(release, "0123456789");
		release += *release == '.';
	}
	return parts[0] * 10000 + MIN(parts[1], 99) * 100 + MIN(parts[2], 99);
}

bool mysql_read_server(struct mysql_client *client,
		       const struct mysql_place *place,
		       struct mysql_catalog *catalog, GError **error)
{
	if (mysql_client_query(client,
			       "SELECT VERSION(), CURRENT_USER(), "
			       "@@lower_case_table_names",
			       N_IS, take_server, catalog, error) != MYSQL_FINE)
		return false;
	catalog->mariadb = strstr(catalog->release, "MariaDB") != NULL;
	catalog->version = parse_version(catalog->release);
	catalog->database = arena_strdup(&catalog->arena, place->database);
	if (catalog->version >=
	    (catalog->mariadb ? VERSION_MARIADB : VERSION_MYSQL))
		return true;
	g_set_error(
		error, SCAN_ERROR, SCAN_ERROR_FORM,
		"%s: the server is %s; MySQL 8.0 and MariaDB 10.5 are the "
		"oldest that can be read (scan a dump of mysqldump instead)",
		place->shown, catalog->release);
	return false;
}

/* --- privileges of our own ------------------------------------------------ */

static bool add_own(const char *const *cells, const unsigned long *lengths,
		    void *payload)
{
	(void)lengths;
	if (cells[0])
		mysql_own_grants(payload, cells[0]);
	return true;
}

static bool take_roles(const char *const *cells, const unsigned long *lengths,
		       void *payload)
{
	char **roles = payload;

	(void)lengths;
	g_free(*roles);
	*roles = g_strdup(cells[0]);
	return true;
}

/* MariaDB shows what roles give; MySQL does where the roles are named. */
static void read_own_grants(struct mysql_client *client,
			    struct mysql_catalog *catalog)
{
	char *roles = NULL, *query;

	if (!catalog->mariadb)
		mysql_client_query(client, "SELECT CURRENT_ROLE()", 1,
				   take_roles, &roles, NULL);
	if (roles && strcmp(roles, "NONE") != 0)
		query = g_strconcat("SHOW GRANTS FOR CURRENT_USER() USING ",
				    roles, NULL);
	else
		query = g_strdup("SHOW GRANTS");
	mysql_client_query(client, query, 1, add_own, catalog, NULL);
	g_free(query);
	g_free(roles);
}

/* --- before and after ----------------------------------------------------- */

static void copy_server(struct mysql_catalog *to,
			const struct mysql_catalog *from)
{
	to->mariadb = from->mariadb;
	to->version = from->version;
	to->database = from->database;
}

/* Whether what there is is still what was read; adds to `gaps` what is not. */
static bool compare_again(struct mysql_client *client,
			  struct mysql_catalog *catalog, bool *same,
			  GArray *gaps, GError **error)
{
	struct mysql_catalog after;
	GArray *ignored = mysql_gaps_new();
	bool fine = true;

	mysql_catalog_init(&after);
	copy_server(&after, catalog);
	for (size_t i = 0; i < G_N_ELEMENTS(queries) && fine; i++)
		if (queries[i].twice)
			fine = read_list(client, &after, &queries[i], ignored,
					 error);
	mysql_catalog_sort(&after);
	*same = fine && mysql_changes(catalog, &after, gaps) == 0;
	mysql_catalog_release(&after);
	g_array_unref(ignored);
	return fine;
}

static bool read_once(struct mysql_client *client,
		      struct mysql_catalog *catalog, GArray *gaps, bool *same,
		      GError **error)
{
	memset(catalog->lists, 0, sizeof(catalog->lists));
	for (size_t i = 0; i < G_N_ELEMENTS(queries); i++)
		if (!read_list(client, catalog, &queries[i], gaps, error))
			return false;
	mysql_catalog_sort(catalog);
	return compare_again(client, catalog, same, gaps, error);
}

static bool is_there(const struct mysql_catalog *catalog,
		     const struct mysql_place *place, GError **error)
{
	if (!place->database || catalog->lists[LIST_SCHEMATA].n)
		return true;
	g_set_error(error, SCAN_ERROR, SCAN_ERROR_MISSING,
		    "%s: there is no such database, or %s has no privilege "
		    "on it",
		    place->shown, catalog->user);
	return false;
}

bool mysql_read_lists(struct mysql_client *client,
		      const struct mysql_place *place,
		      struct mysql_catalog *catalog, GArray *gaps,
		      GError **error)
{
	bool same;

	if (!read_once(client, catalog, gaps, &same, error))
		return false;
	if (!same) {
		g_array_set_size(gaps, 0);
		if (!read_once(client, catalog, gaps, &same, error))
			return false;
	}
	read_own_grants(client, catalog);
	mysql_catalog_sort(catalog);
	return is_there(catalog, place, error);
}
