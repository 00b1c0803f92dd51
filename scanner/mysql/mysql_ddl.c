/*
 * mysql_ddl.c - rows of a catalog as DDL: names, strings, databases.
 *
 * The form is that of mysqldump, so that the same reader makes the same graph
 * of both. Order: a database, its sequences, its tables with their triggers,
 * its events, its routines, its views.
 */
#include "scanner/mysql/mysql_ddl.h"

#include <string.h>

/* --- names and strings ---------------------------------------------------- */

static void put_quoted(GString *text, const char *value, char quote)
{
	g_string_append_c(text, quote);
	for (const char *c = value; *c; c++) {
		if (*c == quote || (*c == '\\' && quote == '\''))
			g_string_append_c(text, *c);
		g_string_append_c(text, *c);
	}
	g_string_append_c(text, quote);
}

void mysql_put_name(GString *text, const char *name)
{
	put_quoted(text, name ? name : "", '`');
}

void mysql_put_string(GString *text, const char *value)
{
	put_quoted(text, value ? value : "", '\'');
}

/* A role that defines something has no host. */
void mysql_put_definer(GString *text, const char *definer)
{
	const char *at = definer ? strrchr(definer, '@') : NULL;
	char *user;

	if (!definer || !*definer)
		return;
	user = at ? g_strndup(definer, (gsize)(at - definer))
		  : g_strdup(definer);
	g_string_append(text, " DEFINER=");
	mysql_put_name(text, user);
	if (at && at[1]) {
		g_string_append_c(text, '@');
		mysql_put_name(text, at + 1);
	}
	g_free(user);
}

const char *const *const *mysql_ddl_rows(struct mysql_ddl *ddl,
					 enum mysql_list list,
					 const char *schema, const char *name,
					 uint32_t *n)
{
	return mysql_cursor_take(&ddl->cursors[list], schema, name, n);
}

void mysql_put_expression(struct mysql_ddl *ddl, const char *expression)
{
	if (!expression)
		return;
	if (ddl->catalog->mariadb) {
		g_string_append(ddl->text, expression);
		return;
	}
	for (const char *c = expression; *c; c++) {
		if (*c == '\\' && (c[1] == '\'' || c[1] == '\\'))
			c++;
		g_string_append_c(ddl->text, *c);
	}
}

void mysql_put_charset(GString *text, const char *collation)
{
	g_string_append_len(text, collation, (gssize)strcspn(collation, "_"));
}

/* --- databases ------------------------------------------------------------ */

static void put_schema(struct mysql_ddl *ddl, const char *const *schema)
{
	GString *text = ddl->text;

	g_string_append(text, "\nCREATE DATABASE ");
	mysql_put_name(text, schema[SCHEMA_NAME]);
	if (schema[SCHEMA_COLLATION]) {
		g_string_append(text, " DEFAULT CHARACTER SET ");
		mysql_put_charset(text, schema[SCHEMA_COLLATION]);
		g_string_append_printf(text, " COLLATE %s",
				       schema[SCHEMA_COLLATION]);
	}
	g_string_append(text, ";\nUSE ");
	mysql_put_name(text, schema[SCHEMA_NAME]);
	g_string_append(text, ";\n");
}

static bool is_type(const char *const *table, const char *type)
{
	return g_strcmp0(table[TABLE_TYPE], type) == 0;
}

static void put_sequences(struct mysql_ddl *ddl,
			  const char *const *const *tables, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++) {
		if (!is_type(tables[i], "SEQUENCE"))
			continue;
		g_string_append(ddl->text, "\nCREATE SEQUENCE ");
		mysql_put_name(ddl->text, tables[i][TABLE_NAME]);
		g_string_append(ddl->text, ";\n");
	}
}

static void put_tables(struct mysql_ddl *ddl, const char *const *const *tables,
		       uint32_t n)
{
	for (uint32_t i = 0; i < n; i++)
		if (!is_type(tables[i], "SEQUENCE") &&
		    !is_type(tables[i], "VIEW") &&
		    !is_type(tables[i], "TEMPORARY"))
			mysql_ddl_table(ddl, tables[i]);
}

static void put_views(struct mysql_ddl *ddl, const char *schema)
{
	uint32_t n;
	const char *const *const *views =
		mysql_ddl_rows(ddl, LIST_VIEWS, schema, NULL, &n);

	for (uint32_t i = 0; i < n; i++)
		mysql_ddl_view(ddl, views[i]);
}

void mysql_schema_text(const struct mysql_catalog *catalog, GString *text,
		       GArray *gaps)
{
	const struct mysql_rows *schemata = &catalog->lists[LIST_SCHEMATA];
	struct mysql_ddl ddl = {.catalog = catalog, .text = text, .gaps = gaps};

	for (unsigned i = 0; i < N_LISTS; i++)
		ddl.cursors[i].list = &catalog->lists[i];
	ddl.view_columns.list = &catalog->lists[LIST_COLUMNS];
	for (uint32_t i = 0; i < schemata->n; i++) {
		const char *schema = schemata->rows[i][SCHEMA_NAME];
		uint32_t n;
		const char *const *const *tables =
			mysql_ddl_rows(&ddl, LIST_TABLES, schema, NULL, &n);

		put_schema(&ddl, schemata->rows[i]);
		put_sequences(&ddl, tables, n);
		put_tables(&ddl, tables, n);
		mysql_ddl_events(&ddl, schema);
		mysql_ddl_routines(&ddl, schema);
		put_views(&ddl, schema);
	}
}
