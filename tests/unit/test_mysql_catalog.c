/* Rows of a MySQL or MariaDB catalog as texts. The differences of MySQL 8 are
 * shown only here: no real server of it is in the tests. */
#include <string.h>

#include "scanner/mysql/mysql_catalog.h"

struct written {
	struct mysql_catalog catalog;
	GString *schema;
	struct live_texts texts;
	GArray *gaps;
};

static void setup(struct written *w, gconstpointer mariadb)
{
	mysql_catalog_init(&w->catalog);
	w->catalog.mariadb = mariadb != NULL;
	w->catalog.user = "scan@localhost";
	w->schema = g_string_new(NULL);
	live_texts_init(&w->texts);
	w->gaps = mysql_gaps_new();
	mysql_catalog_add(&w->catalog, LIST_SCHEMATA,
			  (const char *[N_SCHEMA]){"shop"}, NULL);
}

static void teardown(struct written *w, gconstpointer mariadb)
{
	(void)mariadb;
	mysql_catalog_release(&w->catalog);
	g_string_free(w->schema, TRUE);
	live_texts_clear(&w->texts);
	g_array_unref(w->gaps);
}

/* A row of a list: cells up to the last that is given. */
#define ADD(w, list, n, ...)                                                   \
	mysql_catalog_add(&(w)->catalog, list, (const char *[n]){__VA_ARGS__}, \
			  NULL)

static void add_table(struct written *w, const char *name, const char *type)
{
	ADD(w, LIST_TABLES, N_TABLE, "shop", name, type, "InnoDB",
	    "utf8mb4_general_ci", "", "12", "16384");
}

static void add_column(struct written *w, const char *table,
		       const char *position, const char *name, const char *type,
		       const char *value, const char *extra,
		       const char *expression)
{
	ADD(w, LIST_COLUMNS, N_COLUMN, "shop", table, position, name, type,
	    "YES", value, extra, expression, "", NULL);
}

static const char *written(struct written *w)
{
	mysql_catalog_sort(&w->catalog);
	mysql_schema_text(&w->catalog, w->schema, w->gaps);
	return w->schema->str;
}

#define EXPECT(w, part) expect_part(written(w), part)

static void expect_part(const char *text, const char *part)
{
	if (!strstr(text, part))
		g_test_message("%s\nis not in\n%s", part, text);
	g_assert_nonnull(strstr(text, part));
}

static void expect_gap(const struct written *w, guint at, enum reason reason,
		       const char *detail)
{
	const struct mysql_gap *gap;

	g_assert_cmpuint(w->gaps->len, >, at);
	gap = &g_array_index(w->gaps, struct mysql_gap, at);
	g_assert_cmpint(gap->reason, ==, reason);
	g_assert_cmpstr(gap->detail, ==, detail);
}

/* --- tables --------------------------------------------------------------- */

static void test_table(struct written *w, gconstpointer mariadb)
{
	(void)mariadb;
	add_table(w, "orders", "BASE TABLE");
	add_column(w, "orders", "10", "z", "int(11)", "NULL", "", NULL);
	add_column(w, "orders", "2", "`odd'", "varchar(9)", "'it''s'", "",
		   NULL);
	add_column(w, "orders", "1", "id", "int(11)", NULL, "auto_increment",
		   NULL);
	ADD(w, LIST_INDEXES, N_INDEX, "shop", "orders", "PRIMARY", "1", "id",
	    NULL, "0", "BTREE", NULL);
	EXPECT(w, "USE `shop`;\n"
		  "\n"
		  "CREATE TABLE `orders` (\n"
		  "  `id` int(11) AUTO_INCREMENT,\n"
		  "  ```odd'` varchar(9) DEFAULT 'it''s',\n"
		  "  `z` int(11) DEFAULT NULL,\n"
		  "  PRIMARY KEY (`id`)\n"
		  ") ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 "
		  "COLLATE=utf8mb4_general_ci;\n");
}

static void test_foreign_key(struct written *w, gconstpointer mariadb)
{
	(void)mariadb;
	add_table(w, "orders", "BASE TABLE");
	add_column(w, "orders", "1", "a", "int", "NULL", "", NULL);
	ADD(w, LIST_KEYS, N_KEY, "shop", "orders", "fk", "2", "b", "crm",
	    "people", "y");
	ADD(w, LIST_KEYS, N_KEY, "shop", "orders", "fk", "1", "a", "crm",
	    "people", "x");
	ADD(w, LIST_KEYS, N_KEY, "shop", "orders", "own", "1", "a", "shop",
	    "lines", "id");
	ADD(w, LIST_RULES, N_RULE, "shop", "orders", "fk", "NO ACTION",
	    "SET NULL");
	EXPECT(w, "  CONSTRAINT `fk` FOREIGN KEY (`a`,`b`) REFERENCES "
		  "`crm`.`people` (`x`,`y`) ON DELETE SET NULL,\n"
		  "  CONSTRAINT `own` FOREIGN KEY (`a`) REFERENCES `lines` "
		  "(`id`)\n)");
}

static void test_partitions(struct written *w, gconstpointer mariadb)
{
	(void)mariadb;
	add_table(w, "p", "BASE TABLE");
	add_column(w, "p", "1", "a", "int", "NULL", "", NULL);
	for (unsigned i = 0; i < 4; i++)
		ADD(w, LIST_PARTITIONS, N_PARTITION, "shop", "p",
		    i < 2 ? "1" : "2", i % 2 ? "1" : "2", i < 2 ? "old" : "new",
		    "RANGE", "HASH", "`a`", "`b`", i < 2 ? "10" : "MAXVALUE");
	EXPECT(w, "\n PARTITION BY RANGE (`a`)\n"
		  "SUBPARTITION BY HASH (`b`)\n"
		  "SUBPARTITIONS 2\n"
		  "(PARTITION `old` VALUES LESS THAN (10) ENGINE = InnoDB,\n"
		  " PARTITION `new` VALUES LESS THAN MAXVALUE "
		  "ENGINE = InnoDB);\n");
}

static void test_checks(struct written *w, gconstpointer mariadb)
{
	(void)mariadb;
	add_table(w, "t", "BASE TABLE");
	add_column(w, "t", "1", "a", "longtext", "NULL", "", NULL);
	ADD(w, LIST_CHECKS, N_CHECK, "shop", "t", "a", "Column",
	    "json_valid(`a`)");
	ADD(w, LIST_CHECKS, N_CHECK, "shop", "t", "a", "Table", "`a` <> 'x'");
	EXPECT(w, "  `a` longtext DEFAULT NULL CHECK (json_valid(`a`)),\n"
		  "  CONSTRAINT `a` CHECK (`a` <> 'x')\n");
}

static void test_table_without_columns(struct written *w, gconstpointer mariadb)
{
	(void)mariadb;
	ADD(w, LIST_TABLES, N_TABLE, "shop", "broken", "BASE TABLE", NULL, NULL,
	    "Got error 140");
	EXPECT(w, "CREATE TABLE `broken` (\n\n);");
	expect_gap(w, 0, REASON_SOURCE_FAILED,
		   "table shop.broken: the server gives no columns: Got error "
		   "140");
}

static void test_dropped_meanwhile(struct written *w, gconstpointer mariadb)
{
	(void)mariadb;
	add_table(w, "churn", "BASE TABLE");
	mysql_gap(w->gaps, REASON_CHANGED_WHILE_READ,
		  "table or view shop.churn");
	g_assert_null(strstr(written(w), "CREATE TABLE"));
	g_assert_cmpuint(w->gaps->len, ==, 1);
}

/* --- MySQL's own ---------------------------------------------------------- */

static void test_mysql_defaults(struct written *w, gconstpointer mariadb)
{
	(void)mariadb;
	add_table(w, "t", "BASE TABLE");
	add_column(w, "t", "1", "a", "varchar(9)", "it's", "", "");
	add_column(w, "t", "2", "b", "char(36)", "uuid()", "DEFAULT_GENERATED",
		   "");
	add_column(w, "t", "3", "c", "timestamp", "CURRENT_TIMESTAMP",
		   "DEFAULT_GENERATED on update CURRENT_TIMESTAMP", "");
	add_column(w, "t", "4", "d", "bit(3)", "b'101'", "", "");
	EXPECT(w, "  `a` varchar(9) DEFAULT 'it''s',\n"
		  "  `b` char(36) DEFAULT (uuid()),\n"
		  "  `c` timestamp DEFAULT CURRENT_TIMESTAMP ON UPDATE "
		  "current_timestamp,\n"
		  "  `d` bit(3) DEFAULT b'101'\n");
}

/* Its information_schema escapes expressions once more. */
static void test_mysql_expressions(struct written *w, gconstpointer mariadb)
{
	(void)mariadb;
	add_table(w, "t", "BASE TABLE");
	add_column(w, "t", "1", "a", "int", NULL, "VIRTUAL GENERATED",
		   "concat(`b`,_utf8mb4\\'x\\')");
	ADD(w, LIST_CHECKS, N_CHECK, "shop", "t", "ck", "Table",
	    "(`b` <> _utf8mb4\\'y\\')");
	ADD(w, LIST_INDEXES, N_INDEX, "shop", "t", "ix", "1", NULL,
	    "lower(`b`)", "1", "BTREE", NULL);
	EXPECT(w, "  `a` int GENERATED ALWAYS AS (concat(`b`,_utf8mb4'x')) "
		  "VIRTUAL,\n"
		  "  KEY `ix` ((lower(`b`))),\n"
		  "  CONSTRAINT `ck` CHECK ((`b` <> _utf8mb4'y'))\n");
}

/* --- views ---------------------------------------------------------------- */

static void add_view(struct written *w, const char *query)
{
	add_table(w, "v", "VIEW");
	add_table(w, "zebra", "BASE TABLE");
	add_column(w, "v", "1", "a", "int", NULL, "", NULL);
	add_column(w, "zebra", "1", "b", "int", NULL, "", NULL);
	ADD(w, LIST_VIEWS, N_VIEW, "shop", "v", query, "CASCADED", "o`dd@ho@st",
	    "INVOKER");
}

static void test_view(struct written *w, gconstpointer mariadb)
{
	(void)mariadb;
	add_view(w, "select 1 AS `a`");
	EXPECT(w, "\nCREATE DEFINER=`o``dd@ho`@`st` SQL SECURITY INVOKER VIEW "
		  "`v` (`a`) AS select 1 AS `a` WITH CASCADED CHECK OPTION;");
	g_assert_cmpuint(w->gaps->len, ==, 0);
}

static void test_hidden_view(struct written *w, gconstpointer mariadb)
{
	(void)mariadb;
	add_view(w, "");
	EXPECT(w, "VIEW `v` AS SELECT NULL AS `a`;");
	expect_gap(w, 0, REASON_PERMISSION_DENIED,
		   "view shop.v: its query is hidden from scan@localhost, who "
		   "needs SELECT and SHOW VIEW on it");
}

/* --- programs ------------------------------------------------------------- */

static void add_routine(struct written *w, const char *type, const char *body,
			const char *mode)
{
	ADD(w, LIST_ROUTINES, N_ROUTINE, "shop", "f", type,
	    strcmp(type, "FUNCTION") == 0 ? "int" : NULL, body, "YES",
	    "READS SQL DATA", "INVOKER", mode, "a 'b'", "a@b", "SQL");
}

/* A function and a procedure of one name share the parameters' name. */
static void test_routines(struct written *w, gconstpointer mariadb)
{
	(void)mariadb;
	add_routine(w, "PROCEDURE", "BEGIN END", "");
	add_routine(w, "FUNCTION", "RETURN 1", "");
	ADD(w, LIST_PARAMETERS, N_PARAMETER, "shop", "f", "FUNCTION", "0");
	ADD(w, LIST_PARAMETERS, N_PARAMETER, "shop", "f", "FUNCTION", "1", "IN",
	    "x", "int");
	ADD(w, LIST_PARAMETERS, N_PARAMETER, "shop", "f", "PROCEDURE", "1",
	    "OUT", "y", "int");
	EXPECT(w, "\nDELIMITER ;;\n"
		  "CREATE DEFINER=`a`@`b` FUNCTION `f`(`x` int) RETURNS int\n"
		  "    READS SQL DATA\n"
		  "    DETERMINISTIC\n"
		  "    SQL SECURITY INVOKER\n"
		  "    COMMENT 'a ''b'''\n"
		  "RETURN 1\n"
		  ";;\n"
		  "DELIMITER ;\n"
		  "\n"
		  "DELIMITER ;;\n"
		  "CREATE DEFINER=`a`@`b` PROCEDURE `f`(OUT `y` int)\n");
}

static void test_delimiter_in_body(struct written *w, gconstpointer mariadb)
{
	(void)mariadb;
	add_routine(w, "PROCEDURE", "SELECT ';; $$ // || @@ ~~ %%0%%'", "");
	EXPECT(w, "DELIMITER %%1%%\n");
}

static void test_mode_of_its_own(struct written *w, gconstpointer mariadb)
{
	(void)mariadb;
	add_routine(w, "PROCEDURE", "SELECT \"a\" FROM t", "ANSI_QUOTES");
	EXPECT(w, "\nSET sql_mode = 'ANSI_QUOTES';\nDELIMITER ;;\n");
	EXPECT(w, "\nDELIMITER ;\nSET sql_mode = '';\n");
}

static void test_hidden_body(struct written *w, gconstpointer mariadb)
{
	(void)mariadb;
	add_routine(w, "PROCEDURE", NULL, "");
	EXPECT(w, "\nBEGIN END\n;;\n");
	expect_gap(w, 0, REASON_PERMISSION_DENIED,
		   "PROCEDURE shop.f: its body is hidden from scan@localhost, "
		   "who needs SELECT on mysql.proc");
}

/* A body in JavaScript is in dollar quotes, as in MySQL's own DDL. */
static void test_other_language(struct written *w, gconstpointer mariadb)
{
	(void)mariadb;
	ADD(w, LIST_ROUTINES, N_ROUTINE, "shop", "f", "PROCEDURE", NULL,
	    "let a = 1;", "NO", "NO SQL", "DEFINER", "", "", "a@b",
	    "JAVASCRIPT");
	EXPECT(w, "    LANGUAGE JAVASCRIPT\n");
	expect_part(w->schema->str, "AS $unmoor$let a = 1;$unmoor$");
}

static void test_triggers_in_order(struct written *w, gconstpointer mariadb)
{
	(void)mariadb;
	add_table(w, "t", "BASE TABLE");
	add_column(w, "t", "1", "a", "int", NULL, "", NULL);
	ADD(w, LIST_TRIGGERS, N_TRIGGER, "shop", "t", "10", "late", "BEFORE",
	    "INSERT", "SET NEW.a = 2", "", "a@b");
	ADD(w, LIST_TRIGGERS, N_TRIGGER, "shop", "t", "9", "soon", "BEFORE",
	    "INSERT", "SET NEW.a = 1", "", "a@b");
	EXPECT(w, "CREATE DEFINER=`a`@`b` TRIGGER `soon` BEFORE INSERT ON `t` "
		  "FOR EACH ROW\nSET NEW.a = 1\n;;\nDELIMITER ;\n\n"
		  "DELIMITER ;;\nCREATE DEFINER=`a`@`b` TRIGGER `late` ");
}

static void test_event(struct written *w, gconstpointer mariadb)
{
	(void)mariadb;
	ADD(w, LIST_EVENTS, N_EVENT, "shop", "e", "RECURRING", NULL, "'1:30'",
	    "HOUR_MINUTE", "2030-01-01 00:00:00", NULL, "SLAVESIDE_DISABLED",
	    "PRESERVE", "", "DELETE FROM t", "", "a@b");
	EXPECT(w, "EVENT `e` ON SCHEDULE EVERY '1:30' HOUR_MINUTE STARTS "
		  "'2030-01-01 00:00:00' ON COMPLETION PRESERVE DISABLE DO "
		  "DELETE FROM t\n;;\n");
}

/* --- properties ----------------------------------------------------------- */

static const char *properties(struct written *w)
{
	mysql_catalog_sort(&w->catalog);
	mysql_properties_text(&w->catalog, w->gaps, &w->texts);
	return w->texts.texts[LIVE_PROPERTIES]->str;
}

static void test_properties(struct written *w, gconstpointer mariadb)
{
	(void)mariadb;
	add_table(w, "t", "BASE TABLE");
	ADD(w, LIST_TABLE_GRANTS, N_GRANT, "shop", "t", "'app'@'10.%'",
	    "SELECT");
	ADD(w, LIST_TABLE_GRANTS, N_GRANT, "shop", "t", "'app'@'10.%'",
	    "INSERT");
	ADD(w, LIST_TABLE_GRANTS, N_GRANT, "shop", "t", "'reader'@''",
	    "SELECT");
	ADD(w, LIST_USER_GRANTS, N_GRANT, "", "", "'app'@'10.%'", "USAGE");
	ADD(w, LIST_MEMBERS, N_MEMBER, "app@10.%", "reader");
	expect_part(properties(w),
		    "{\"kind\":\"table\",\"name\":[\"shop\",\"t\"],"
		    "\"attributes\":{\"rows\":\"12\",\"bytes\":\"16384\","
		    "\"grants\":\"app@10.%: insert, select; reader: "
		    "select\"}}\n"
		    "{\"kind\":\"role\",\"name\":[\"app@10.%\"],"
		    "\"attributes\":{\"member_of\":\"reader\"}}\n");
}

static void test_statements(struct written *w, gconstpointer mariadb)
{
	(void)mariadb;
	ADD(w, LIST_DIGESTS, N_DIGEST, "shop", "SELECT ?", "3", "7");
	mysql_statements_text(&w->catalog, &w->texts);
	g_assert_cmpstr(w->texts.texts[LIVE_STATEMENTS]->str, ==,
			"{\"query\":\"SELECT ?\",\"schema\":\"shop\","
			"\"calls\":\"3\",\"rows\":\"7\"}\n");
}

/* --- privileges ----------------------------------------------------------- */

static void test_all_is_seen(struct written *w, gconstpointer mariadb)
{
	(void)mariadb;
	mysql_own_grants(&w->catalog,
			 "GRANT ALL PRIVILEGES ON *.* TO `root`@`localhost` "
			 "IDENTIFIED BY PASSWORD '*AB' WITH GRANT OPTION");
	mysql_privilege_gaps(&w->catalog, w->gaps);
	g_assert_cmpuint(w->gaps->len, ==, 0);
}

static void test_what_is_hidden(struct written *w, gconstpointer mariadb)
{
	(void)mariadb;
	mysql_own_grants(&w->catalog,
			 "GRANT SELECT, SHOW VIEW ON `s%p`.* TO `scan`@`%`");
	mysql_own_grants(&w->catalog, "GRANT EVENT ON `s\\%p`.* TO `scan`@`%`");
	mysql_own_grants(&w->catalog,
			 "GRANT TRIGGER ON `shop`.`orders` TO `scan`@`%`");
	mysql_privilege_gaps(&w->catalog, w->gaps);
	expect_gap(w, 0, REASON_PERMISSION_DENIED,
		   "scan@localhost has no SHOW DATABASES: databases without a "
		   "privilege on them are not listed");
	expect_gap(w, 1, REASON_PERMISSION_DENIED,
		   "database shop: scan@localhost has no TRIGGER, EVENT, "
		   "EXECUTE on the whole of it, so triggers, events, routines "
		   "may be hidden");
}

/* MySQL takes a part of what is granted on all back. */
static void test_revoked(struct written *w, gconstpointer mariadb)
{
	(void)mariadb;
	w->catalog.database = "shop";
	mysql_own_grants(&w->catalog,
			 "GRANT SELECT, SHOW VIEW, TRIGGER, EVENT, EXECUTE ON "
			 "*.* TO `scan`@`%`");
	mysql_own_grants(&w->catalog,
			 "REVOKE SELECT ON `shop`.* FROM `scan`@`%`");
	mysql_privilege_gaps(&w->catalog, w->gaps);
	g_assert_cmpuint(w->gaps->len, ==, 1);
}

/* --- what changed --------------------------------------------------------- */

static void add_created(struct mysql_catalog *catalog, const char *name,
			const char *created)
{
	const char *cells[N_TABLE] = {[TABLE_SCHEMA] = "shop",
				      [TABLE_NAME] = name,
				      [TABLE_CREATED] = created};

	mysql_catalog_add(catalog, LIST_TABLES, cells, NULL);
}

static void test_changes(struct written *w, gconstpointer mariadb)
{
	struct mysql_catalog after;

	(void)mariadb;
	mysql_catalog_init(&after);
	add_created(&w->catalog, "altered", "1");
	add_created(&w->catalog, "dropped", "1");
	add_created(&w->catalog, "same", "1");
	add_created(&after, "altered", "2");
	add_created(&after, "made", "1");
	add_created(&after, "same", "1");
	g_assert_cmpuint(mysql_changes(&w->catalog, &after, w->gaps), ==, 3);
	expect_gap(w, 0, REASON_CHANGED_WHILE_READ,
		   "table or view shop.altered");
	expect_gap(w, 1, REASON_CHANGED_WHILE_READ,
		   "table or view shop.dropped");
	expect_gap(w, 2, REASON_CHANGED_WHILE_READ, "table or view shop.made");
	mysql_catalog_release(&after);
}

#define MARIADB "mariadb"

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
#define CASE(name, server, function)                                           \
	g_test_add("/mysql-catalog/" name, struct written, server, setup,      \
		   function, teardown)
	CASE("table", MARIADB, test_table);
	CASE("foreign-key", MARIADB, test_foreign_key);
	CASE("partitions", MARIADB, test_partitions);
	CASE("checks", MARIADB, test_checks);
	CASE("no-columns", MARIADB, test_table_without_columns);
	CASE("dropped-meanwhile", MARIADB, test_dropped_meanwhile);
	CASE("mysql-defaults", NULL, test_mysql_defaults);
	CASE("mysql-expressions", NULL, test_mysql_expressions);
	CASE("view", MARIADB, test_view);
	CASE("hidden-view", MARIADB, test_hidden_view);
	CASE("routines", MARIADB, test_routines);
	CASE("delimiter", MARIADB, test_delimiter_in_body);
	CASE("sql-mode", MARIADB, test_mode_of_its_own);
	CASE("hidden-body", MARIADB, test_hidden_body);
	CASE("other-language", NULL, test_other_language);
	CASE("triggers", MARIADB, test_triggers_in_order);
	CASE("event", MARIADB, test_event);
	CASE("properties", MARIADB, test_properties);
	CASE("statements", MARIADB, test_statements);
	CASE("all-is-seen", MARIADB, test_all_is_seen);
	CASE("hidden", MARIADB, test_what_is_hidden);
	CASE("revoked", NULL, test_revoked);
	CASE("changes", MARIADB, test_changes);
	return g_test_run();
}
