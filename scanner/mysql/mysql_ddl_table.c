/*
 * mysql_ddl_table.c - rows of a catalog as CREATE TABLE: columns, keys.
 */
#include <string.h>

#include "scanner/mysql/mysql_ddl.h"

/* --- columns -------------------------------------------------------------- */

static bool is_literal(const struct mysql_ddl *ddl, const char *const *column)
{
	const char *value = column[COLUMN_VALUE];

	return !ddl->catalog->mariadb &&
	       !strstr(mysql_cell(column, COLUMN_EXTRA), "DEFAULT_GENERATED") &&
	       g_ascii_strncasecmp(value, "CURRENT_TIMESTAMP", 17) != 0 &&
	       g_ascii_strncasecmp(value, "b'", 2) != 0;
}

static void put_default(struct mysql_ddl *ddl, const char *const *column)
{
	const char *value = column[COLUMN_VALUE];
	bool bare = ddl->catalog->mariadb;

	if (*mysql_cell(column, COLUMN_EXPRESSION))
		return;
	if (!value) {
		/* MariaDB has the word NULL where that is the default. */
		if (!bare &&
		    strcmp(mysql_cell(column, COLUMN_NULLABLE), "YES") == 0)
			g_string_append(ddl->text, " DEFAULT NULL");
		return;
	}
	g_string_append(ddl->text, " DEFAULT ");
	if (is_literal(ddl, column)) {
		mysql_put_string(ddl->text, value);
	} else if (bare ||
		   g_ascii_strncasecmp(value, "CURRENT_TIMESTAMP", 17) == 0) {
		g_string_append(ddl->text, value);
	} else if (g_ascii_strncasecmp(value, "b'", 2) == 0) {
		g_string_append(ddl->text, value);
	} else {
		g_string_append_c(ddl->text, '(');
		mysql_put_expression(ddl, value);
		g_string_append_c(ddl->text, ')');
	}
}

/* The rows of a system-versioned table's period have no parentheses. */
static bool is_row_time(const char *expression)
{
	return g_ascii_strcasecmp(expression, "ROW START") == 0 ||
	       g_ascii_strcasecmp(expression, "ROW END") == 0;
}

static void put_generated(struct mysql_ddl *ddl, const char *const *column)
{
	const char *expression = mysql_cell(column, COLUMN_EXPRESSION);
	const char *extra = mysql_cell(column, COLUMN_EXTRA);

	if (!*expression)
		return;
	g_string_append(ddl->text, " GENERATED ALWAYS AS ");
	if (is_row_time(expression)) {
		g_string_append(ddl->text, expression);
		return;
	}
	g_string_append_c(ddl->text, '(');
	mysql_put_expression(ddl, expression);
	g_string_append(ddl->text,
			strstr(extra, "VIRTUAL") ? ") VIRTUAL" : ") STORED");
}

/* What the server keeps in one cell, in lower or upper case. */
static void put_extra(struct mysql_ddl *ddl, const char *const *column)
{
	char *extra = g_ascii_strdown(mysql_cell(column, COLUMN_EXTRA), -1);
	const char *update = strstr(extra, "on update ");

	if (strstr(extra, "invisible"))
		g_string_append(ddl->text, " INVISIBLE");
	put_default(ddl, column);
	if (update)
		g_string_append_printf(ddl->text, " ON UPDATE %.*s",
				       (int)strcspn(update + 10, " "),
				       update + 10);
	if (strstr(extra, "auto_increment"))
		g_string_append(ddl->text, " AUTO_INCREMENT");
	g_free(extra);
}

/* Checks are in the order of their names; of two, that of a column goes
 * first ("Column" before "Table"). */
static const char *column_check(const char *const *const *checks, uint32_t n,
				const char *column)
{
	uint32_t low = 0, high = n;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (g_strcmp0(checks[middle][CHECK_NAME], column) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == n || g_strcmp0(checks[low][CHECK_NAME], column) != 0 ||
	    g_strcmp0(checks[low][CHECK_LEVEL], "Column") != 0)
		return NULL;
	return checks[low][CHECK_CLAUSE];
}

static void put_column(struct mysql_ddl *ddl, const char *const *column,
		       const char *collation)
{
	const char *own = column[COLUMN_COLLATION];
	GString *text = ddl->text;

	g_string_append(text, "  ");
	mysql_put_name(text, column[COLUMN_NAME]);
	g_string_append_printf(text, " %s", column[COLUMN_TYPE]);
	if (own && g_strcmp0(own, collation) != 0) {
		g_string_append(text, " CHARACTER SET ");
		mysql_put_charset(text, own);
		g_string_append_printf(text, " COLLATE %s", own);
	}
	put_generated(ddl, column);
	if (strcmp(mysql_cell(column, COLUMN_NULLABLE), "NO") == 0 &&
	    !*mysql_cell(column, COLUMN_EXPRESSION))
		g_string_append(text, " NOT NULL");
	put_extra(ddl, column);
	if (column[COLUMN_COMMENT] && *column[COLUMN_COMMENT]) {
		g_string_append(text, " COMMENT ");
		mysql_put_string(text, column[COLUMN_COMMENT]);
	}
}

/* The period of system versioning, where its columns are the user's. */
static void put_period(struct mysql_ddl *ddl, const char *const *const *columns,
		       uint32_t n)
{
	const char *start = NULL, *end = NULL;

	for (uint32_t i = 0; i < n; i++) {
		const char *expression =
			mysql_cell(columns[i], COLUMN_EXPRESSION);

		if (g_ascii_strcasecmp(expression, "ROW START") == 0)
			start = columns[i][COLUMN_NAME];
		if (g_ascii_strcasecmp(expression, "ROW END") == 0)
			end = columns[i][COLUMN_NAME];
	}
	if (!start || !end)
		return;
	g_string_append(ddl->text, ",\n  PERIOD FOR SYSTEM_TIME (");
	mysql_put_name(ddl->text, start);
	g_string_append(ddl->text, ", ");
	mysql_put_name(ddl->text, end);
	g_string_append_c(ddl->text, ')');
}

/* --- keys ----------------------------------------------------------------- */

static void put_index_head(GString *text, const char *const *index)
{
	bool primary = strcmp(mysql_cell(index, INDEX_NAME), "PRIMARY") == 0;

	g_string_append(text, ",\n  ");
	if (primary)
		g_string_append(text, "PRIMARY ");
	else if (strcmp(mysql_cell(index, INDEX_NOT_UNIQUE), "0") == 0)
		g_string_append(text, "UNIQUE ");
	else if (strcmp(mysql_cell(index, INDEX_TYPE), "FULLTEXT") == 0 ||
		 strcmp(mysql_cell(index, INDEX_TYPE), "SPATIAL") == 0)
		g_string_append_printf(text, "%s ",
				       mysql_cell(index, INDEX_TYPE));
	g_string_append(text, "KEY ");
	if (!primary) {
		mysql_put_name(text, mysql_cell(index, INDEX_NAME));
		g_string_append_c(text, ' ');
	}
	g_string_append_c(text, '(');
}

static void put_index_part(struct mysql_ddl *ddl, const char *const *part)
{
	bool prefix = part[INDEX_PREFIX] &&
		      strcmp(mysql_cell(part, INDEX_TYPE), "SPATIAL") != 0;

	if (!part[INDEX_COLUMN]) {
		g_string_append_c(ddl->text, '(');
		mysql_put_expression(ddl, part[INDEX_EXPRESSION]);
		g_string_append_c(ddl->text, ')');
		return;
	}
	mysql_put_name(ddl->text, part[INDEX_COLUMN]);
	if (prefix)
		g_string_append_printf(ddl->text, "(%s)", part[INDEX_PREFIX]);
}

static void put_indexes(struct mysql_ddl *ddl, const char *const *const *parts,
			uint32_t n)
{
	for (uint32_t i = 0; i < n; i++) {
		bool first = i == 0 || strcmp(parts[i - 1][INDEX_NAME],
					      parts[i][INDEX_NAME]) != 0;
		bool last = i + 1 == n || strcmp(parts[i + 1][INDEX_NAME],
						 parts[i][INDEX_NAME]) != 0;

		if (first)
			put_index_head(ddl->text, parts[i]);
		else
			g_string_append_c(ddl->text, ',');
		put_index_part(ddl, parts[i]);
		if (last)
			g_string_append_c(ddl->text, ')');
	}
}

static void put_key_columns(GString *text, const char *const *const *parts,
			    uint32_t n, unsigned cell)
{
	for (uint32_t i = 0; i < n; i++) {
		g_string_append(text, i ? "," : " (");
		mysql_put_name(text, parts[i][cell]);
	}
	g_string_append_c(text, ')');
}

static void put_rule(GString *text, const char *when, const char *rule)
{
	if (rule && strcmp(rule, "RESTRICT") != 0 &&
	    strcmp(rule, "NO ACTION") != 0)
		g_string_append_printf(text, " ON %s %s", when, rule);
}

static void put_reference(struct mysql_ddl *ddl,
			  const char *const *const *parts, uint32_t n,
			  const char *const *rule)
{
	const char *const *key = parts[0];
	GString *text = ddl->text;

	g_string_append(text, ",\n  CONSTRAINT ");
	mysql_put_name(text, key[KEY_NAME]);
	g_string_append(text, " FOREIGN KEY");
	put_key_columns(text, parts, n, KEY_COLUMN);
	g_string_append(text, " REFERENCES ");
	if (g_strcmp0(key[KEY_TO_SCHEMA], key[KEY_SCHEMA]) != 0) {
		mysql_put_name(text, key[KEY_TO_SCHEMA]);
		g_string_append_c(text, '.');
	}
	mysql_put_name(text, key[KEY_TO_TABLE]);
	put_key_columns(text, parts, n, KEY_TO_COLUMN);
	if (rule) {
		put_rule(text, "DELETE", rule[RULE_DELETE]);
		put_rule(text, "UPDATE", rule[RULE_UPDATE]);
	}
}

static void put_references(struct mysql_ddl *ddl, const char *schema,
			   const char *table)
{
	uint32_t n, n_rules, rule = 0, first = 0;
	const char *const *const *parts =
		mysql_ddl_rows(ddl, LIST_KEYS, schema, table, &n);
	const char *const *const *rules =
		mysql_ddl_rows(ddl, LIST_RULES, schema, table, &n_rules);

	for (uint32_t i = 1; i <= n; i++) {
		const char *name = parts[first][KEY_NAME];

		if (i < n && strcmp(parts[i][KEY_NAME], name) == 0)
			continue;
		while (rule < n_rules &&
		       strcmp(rules[rule][RULE_NAME], name) < 0)
			rule++;
		put_reference(ddl, parts + first, i - first,
			      rule < n_rules && strcmp(rules[rule][RULE_NAME],
						       name) == 0
				      ? rules[rule]
				      : NULL);
		first = i;
	}
}

static void put_checks(struct mysql_ddl *ddl, const char *const *const *checks,
		       uint32_t n)
{
	for (uint32_t i = 0; i < n; i++) {
		if (g_strcmp0(checks[i][CHECK_LEVEL], "Column") == 0)
			continue;
		g_string_append(ddl->text, ",\n  CONSTRAINT ");
		mysql_put_name(ddl->text, checks[i][CHECK_NAME]);
		g_string_append(ddl->text, " CHECK (");
		mysql_put_expression(ddl, checks[i][CHECK_CLAUSE]);
		g_string_append_c(ddl->text, ')');
	}
}

/* --- tables --------------------------------------------------------------- */

static void put_options(struct mysql_ddl *ddl, const char *const *table)
{
	const char *collation = table[TABLE_COLLATION];
	GString *text = ddl->text;

	g_string_append(text, "\n)");
	if (table[TABLE_ENGINE])
		g_string_append_printf(text, " ENGINE=%s", table[TABLE_ENGINE]);
	if (collation) {
		g_string_append(text, " DEFAULT CHARSET=");
		mysql_put_charset(text, collation);
		g_string_append_printf(text, " COLLATE=%s", collation);
	}
	/* Without an engine it is the server's message. */
	if (table[TABLE_ENGINE] && table[TABLE_COMMENT] &&
	    *table[TABLE_COMMENT]) {
		g_string_append(text, " COMMENT=");
		mysql_put_string(text, table[TABLE_COMMENT]);
	}
	if (strcmp(table[TABLE_TYPE], "SYSTEM VERSIONED") == 0)
		g_string_append(text, " WITH SYSTEM VERSIONING");
}

static void put_columns(struct mysql_ddl *ddl, const char *const *table,
			const char *const *const *checks, uint32_t n_checks)
{
	uint32_t n;
	const char *const *const *columns = mysql_ddl_rows(
		ddl, LIST_COLUMNS, table[TABLE_SCHEMA], table[TABLE_NAME], &n);

	for (uint32_t i = 0; i < n; i++) {
		const char *check =
			column_check(checks, n_checks, columns[i][COLUMN_NAME]);

		g_string_append(ddl->text, i ? ",\n" : "");
		put_column(ddl, columns[i], table[TABLE_COLLATION]);
		if (check)
			g_string_append_printf(ddl->text, " CHECK (%s)", check);
	}
	if (!n)
		mysql_gap(ddl->gaps, REASON_SOURCE_FAILED,
			  "table %s.%s: the server gives no columns%s%s",
			  table[TABLE_SCHEMA], table[TABLE_NAME],
			  table[TABLE_ENGINE] ? "" : ": ",
			  table[TABLE_ENGINE] || !table[TABLE_COMMENT]
				  ? ""
				  : table[TABLE_COMMENT]);
	put_period(ddl, columns, n);
}

/* Whether it went while it was read: in the list of tables, and no more when
 * the columns were asked for. */
static bool is_gone(const struct mysql_ddl *ddl, const char *const *table)
{
	struct mysql_cursor columns = ddl->cursors[LIST_COLUMNS];
	char *detail;
	uint32_t n;
	bool gone = false;

	mysql_cursor_take(&columns, table[TABLE_SCHEMA], table[TABLE_NAME], &n);
	if (n || !ddl->gaps->len)
		return false;
	detail = mysql_change_detail(table);
	for (guint i = 0; i < ddl->gaps->len && !gone; i++)
		gone = strcmp(g_array_index(ddl->gaps, struct mysql_gap, i)
				      .detail,
			      detail) == 0;
	g_free(detail);
	return gone;
}

void mysql_ddl_table(struct mysql_ddl *ddl, const char *const *table)
{
	const char *schema = table[TABLE_SCHEMA], *name = table[TABLE_NAME];
	uint32_t n, n_checks;
	const char *const *const *checks =
		mysql_ddl_rows(ddl, LIST_CHECKS, schema, name, &n_checks);
	const char *const *const *indexes =
		mysql_ddl_rows(ddl, LIST_INDEXES, schema, name, &n);

	if (is_gone(ddl, table))
		return;
	g_string_append(ddl->text, "\nCREATE TABLE ");
	mysql_put_name(ddl->text, name);
	g_string_append(ddl->text, " (\n");
	put_columns(ddl, table, checks, n_checks);
	put_indexes(ddl, indexes, n);
	put_references(ddl, schema, name);
	put_checks(ddl, checks, n_checks);
	put_options(ddl, table);
	mysql_ddl_partitions(ddl, table);
	g_string_append(ddl->text, ";\n");
	mysql_ddl_triggers(ddl, schema, name);
}
