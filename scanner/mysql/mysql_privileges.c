/*
 * mysql_privileges.c - which objects the scanning user may not see.
 *
 * A server does not say what it hides: tables without a privilege on them,
 * triggers without TRIGGER, events without EVENT are simply not listed. So
 * what the user's own privileges do not reach is noted, for each database.
 * Privileges on single tables do not count: they reach only those.
 */
#include <string.h>

#include "scanner/mysql/mysql_ddl.h"

static const struct need {
	const char *privilege, *hides;
} needs[] = {
	{"SELECT", "tables"},	 {"SHOW VIEW", "the queries of views"},
	{"TRIGGER", "triggers"}, {"EVENT", "events"},
	{"EXECUTE", "routines"},
};

/* --- SHOW GRANTS ---------------------------------------------------------- */

/* `name` or "name" at the start: unquoted; *rest is what follows. NULL when
 * it is no name. */
static char *take_name(const char *text, const char **rest)
{
	char quote = *text;
	GString *name;

	if (quote != '`' && quote != '"')
		return NULL;
	name = g_string_new(NULL);
	for (text++; *text && (*text != quote || text[1] == quote); text++) {
		text += *text == quote;
		g_string_append_c(name, *text);
	}
	*rest = *text ? text + 1 : text;
	return g_string_free(name, FALSE);
}

/* The database of "ON `db`.*", "" of "ON *.*"; NULL for what is smaller. */
static char *take_target(const char *on)
{
	const char *rest;
	char *name;

	if (g_str_has_prefix(on, "*.*"))
		return g_strdup("");
	name = take_name(on, &rest);
	if (name && !g_str_has_prefix(rest, ".*"))
		g_clear_pointer(&name, g_free);
	return name;
}

static void add_grant(struct mysql_catalog *catalog, const char *schema,
		      const char *privilege)
{
	const char *cells[N_GRANT] = {[GRANT_SCHEMA] = schema,
				      [GRANT_TABLE] = "",
				      [GRANT_TO] = "",
				      [GRANT_PRIVILEGE] = privilege};

	mysql_catalog_add(catalog, LIST_OWN_GRANTS, cells, NULL);
}

/*
 * GRANT a, b ON *.* TO ...
 * REVOKE a ON `db`.* FROM ...: MySQL's partial revokes. Then nothing of what
 * is granted on all is sure there.
 */
void mysql_own_grants(struct mysql_catalog *catalog, const char *grant)
{
	bool revoked = g_str_has_prefix(grant, "REVOKE ");
	const char *on = strstr(grant, " ON ");
	const char *first = strchr(grant, ' ');
	char **privileges, *words, *schema;

	if (!on || (!revoked && !g_str_has_prefix(grant, "GRANT ")))
		return;
	schema = take_target(on + 4);
	if (!schema)
		return;
	words = g_strndup(first + 1, (gsize)(on - first - 1));
	privileges = g_strsplit(words, ", ", -1);
	for (char **p = privileges; *p; p++)
		add_grant(catalog, schema, revoked ? "REVOKED" : *p);
	g_strfreev(privileges);
	g_free(words);
	g_free(schema);
}

/* --- gaps ----------------------------------------------------------------- */

/* Whether a database's name fits that of a grant: LIKE. */
static bool is_like(const char *name, const char *pattern)
{
	const char *star = NULL, *back = NULL;

	while (*name) {
		bool escaped = *pattern == '\\' && pattern[1];

		if (!escaped && *pattern == '%') {
			star = pattern++;
			back = name;
		} else if ((!escaped && *pattern == '_') ||
			   *name == pattern[escaped]) {
			pattern += 1 + escaped;
			name++;
		} else if (star) {
			pattern = star + 1;
			name = ++back;
		} else {
			return false;
		}
	}
	while (*pattern == '%')
		pattern++;
	return !*pattern;
}

static bool gives(const char *privilege, const char *needed)
{
	return strcmp(privilege, needed) == 0 ||
	       g_str_has_prefix(privilege, "ALL PRIVILEGES");
}

/* Bits of the needs that are met on the whole of a database. */
static unsigned reach(const struct mysql_catalog *catalog, const char *schema)
{
	const struct mysql_rows *grants = &catalog->lists[LIST_OWN_GRANTS];
	unsigned met = 0;

	for (uint32_t i = 0; i < grants->n; i++) {
		const char *on = mysql_cell(grants->rows[i], GRANT_SCHEMA);
		const char *privilege =
			mysql_cell(grants->rows[i], GRANT_PRIVILEGE);

		if (*on && !is_like(schema, on))
			continue;
		if (strcmp(privilege, "REVOKED") == 0)
			return 0;
		for (unsigned n = 0; n < G_N_ELEMENTS(needs); n++)
			if (gives(privilege, needs[n].privilege))
				met |= 1u << n;
	}
	return met;
}

static bool sees_databases(const struct mysql_catalog *catalog)
{
	const struct mysql_rows *grants = &catalog->lists[LIST_OWN_GRANTS];

	for (uint32_t i = 0; i < grants->n; i++)
		if (!*mysql_cell(grants->rows[i], GRANT_SCHEMA) &&
		    gives(mysql_cell(grants->rows[i], GRANT_PRIVILEGE),
			  "SHOW DATABASES"))
			return true;
	return false;
}

static void note_schema(const struct mysql_catalog *catalog, const char *schema,
			unsigned met, GArray *gaps)
{
	GString *privileges = g_string_new(NULL);
	GString *hidden = g_string_new(NULL);

	for (unsigned n = 0; n < G_N_ELEMENTS(needs); n++) {
		if (met & 1u << n)
			continue;
		g_string_append_printf(privileges, "%s%s",
				       privileges->len ? ", " : "",
				       needs[n].privilege);
		g_string_append_printf(hidden, "%s%s", hidden->len ? ", " : "",
				       needs[n].hides);
	}
	if (privileges->len)
		mysql_gap(gaps, REASON_PERMISSION_DENIED,
			  "database %s: %s has no %s on the whole of it, so "
			  "%s may be hidden",
			  schema, catalog->user, privileges->str, hidden->str);
	g_string_free(privileges, TRUE);
	g_string_free(hidden, TRUE);
}

void mysql_privilege_gaps(const struct mysql_catalog *catalog, GArray *gaps)
{
	const struct mysql_rows *schemata = &catalog->lists[LIST_SCHEMATA];

	if (!catalog->database && !sees_databases(catalog))
		mysql_gap(gaps, REASON_PERMISSION_DENIED,
			  "%s has no SHOW DATABASES: databases without a "
			  "privilege on them are not listed",
			  catalog->user);
	for (uint32_t i = 0; i < schemata->n; i++) {
		const char *schema = schemata->rows[i][SCHEMA_NAME];

		note_schema(catalog, schema, reach(catalog, schema), gaps);
	}
}
