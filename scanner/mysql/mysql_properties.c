/*
 * mysql_properties.c - rows of a catalog as JSON lines: sizes, grants, roles,
 * the statements that the server has seen, what may be hidden.
 */
#include <string.h>

#include "scanner/mysql/mysql_ddl.h"

/* --- grants --------------------------------------------------------------- */

/* 'app'@'10.%' as app@10.%, 'reader'@'' (a role) as reader; the server does
 * not escape. New string. */
static char *plain_grantee(const char *grantee)
{
	GString *plain = g_string_new(NULL);
	gsize length = strlen(grantee);

	for (gsize i = 0; i < length; i++) {
		bool edge = i == 0 || i + 1 == length ||
			    grantee[i - 1] == '@' || grantee[i + 1] == '@';

		if (grantee[i] != '\'' || !edge)
			g_string_append_c(plain, grantee[i]);
	}
	if (plain->len && plain->str[plain->len - 1] == '@')
		g_string_truncate(plain, plain->len - 1);
	return g_string_free(plain, FALSE);
}

/* "app@%: insert, select; reporter@%: select" of rows in order; NULL for
 * none. New string. */
static char *describe_grants(const char *const *const *rows, uint32_t n,
			     bool grantees)
{
	GString *text = g_string_new(NULL);
	const char *last = NULL;

	for (uint32_t i = 0; i < n; i++) {
		char *low = g_ascii_strdown(rows[i][GRANT_PRIVILEGE], -1);

		if (!grantees || g_strcmp0(last, rows[i][GRANT_TO]) == 0) {
			g_string_append(text, i ? ", " : "");
		} else {
			char *to = plain_grantee(rows[i][GRANT_TO]);

			g_string_append_printf(text, "%s%s: ", i ? "; " : "",
					       to);
			g_free(to);
		}
		last = rows[i][GRANT_TO];
		g_string_append(text, low);
		g_free(low);
	}
	return g_string_free(text, n == 0);
}

/* --- objects -------------------------------------------------------------- */

static void put_database(const struct mysql_catalog *catalog,
			 struct live_texts *texts)
{
	char mode[8];

	g_snprintf(mode, sizeof(mode), "%d", catalog->lower_case_table_names);
	live_begin(texts, "database", NULL, 0);
	live_attribute(texts, "version", catalog->release);
	live_attribute(texts, "lower_case_table_names", mode);
	live_end(texts);
}

static void put_schemata(const struct mysql_catalog *catalog,
			 struct live_texts *texts)
{
	const struct mysql_rows *schemata = &catalog->lists[LIST_SCHEMATA];
	struct mysql_cursor grants = {&catalog->lists[LIST_SCHEMA_GRANTS], 0};

	for (uint32_t i = 0; i < schemata->n; i++) {
		const char *name = schemata->rows[i][SCHEMA_NAME];
		uint32_t n;
		const char *const *const *rows =
			mysql_cursor_take(&grants, name, NULL, &n);
		char *described = describe_grants(rows, n, true);

		if (described ||
		    *mysql_cell(schemata->rows[i], SCHEMA_COMMENT)) {
			live_begin(texts, "schema", &name, 1);
			live_attribute(texts, "comment",
				       schemata->rows[i][SCHEMA_COMMENT]);
			live_attribute(texts, "grants", described);
			live_end(texts);
		}
		g_free(described);
	}
}

static const char *table_kind(const char *const *table)
{
	const char *type = mysql_cell(table, TABLE_TYPE);

	return strcmp(type, "VIEW") == 0       ? "view"
	       : strcmp(type, "SEQUENCE") == 0 ? "sequence"
					       : "table";
}

static void put_tables(const struct mysql_catalog *catalog,
		       struct live_texts *texts)
{
	const struct mysql_rows *tables = &catalog->lists[LIST_TABLES];
	struct mysql_cursor grants = {&catalog->lists[LIST_TABLE_GRANTS], 0};

	for (uint32_t i = 0; i < tables->n; i++) {
		const char *const *table = tables->rows[i];
		bool view = strcmp(table_kind(table), "table") != 0;
		uint32_t n;
		const char *const *const *rows = mysql_cursor_take(
			&grants, table[TABLE_SCHEMA], table[TABLE_NAME], &n);
		char *described = describe_grants(rows, n, true);

		if (!view || described) {
			live_begin(texts, table_kind(table), table, 2);
			if (!view) {
				live_attribute(texts, "rows",
					       table[TABLE_ROWS]);
				live_attribute(texts, "bytes",
					       table[TABLE_BYTES]);
			}
			live_attribute(texts, "grants", described);
			live_end(texts);
		}
		g_free(described);
	}
}

static void put_events(const struct mysql_catalog *catalog,
		       struct live_texts *texts)
{
	const struct mysql_rows *events = &catalog->lists[LIST_EVENTS];

	for (uint32_t i = 0; i < events->n; i++) {
		const char *const *event = events->rows[i];
		const char *status = mysql_cell(event, EVENT_STATUS);
		char *low = g_ascii_strdown(status, -1);

		live_begin(texts, "event", event, 2);
		live_attribute(texts, "status", low);
		live_end(texts);
		g_free(low);
	}
}

/* What "user" is a member of: "reader@, writer@". NULL for nothing. */
static char *memberships(const struct mysql_catalog *catalog, const char *user)
{
	struct mysql_cursor members = {&catalog->lists[LIST_MEMBERS], 0};
	uint32_t n;
	const char *const *const *rows =
		mysql_cursor_take(&members, user, NULL, &n);
	GString *text;

	if (!n)
		return NULL;
	text = g_string_new(NULL);
	for (uint32_t i = 0; i < n; i++)
		g_string_append_printf(text, "%s%s", i ? ", " : "",
				       mysql_cell(rows[i], MEMBER_OF));
	return g_string_free(text, FALSE);
}

static void put_role(const struct mysql_catalog *catalog,
		     struct live_texts *texts, const char *const *const *grants,
		     uint32_t n)
{
	char *name = plain_grantee(grants[0][GRANT_TO]);
	char *described = describe_grants(grants, n, false);
	char *roles = memberships(catalog, name);

	live_begin(texts, "role", (const char *[]){name}, 1);
	if (g_strcmp0(described, "usage") != 0)
		live_attribute(texts, "grants", described);
	live_attribute(texts, "member_of", roles);
	live_end(texts);
	g_free(name);
	g_free(described);
	g_free(roles);
}

/* Everybody who has a global privilege, and that is everybody: USAGE. */
static void put_roles(const struct mysql_catalog *catalog,
		      struct live_texts *texts)
{
	const struct mysql_rows *grants = &catalog->lists[LIST_USER_GRANTS];
	uint32_t first = 0;

	for (uint32_t i = 1; i <= grants->n; i++) {
		if (i < grants->n && strcmp(grants->rows[i][GRANT_TO],
					    grants->rows[first][GRANT_TO]) == 0)
			continue;
		put_role(catalog, texts, grants->rows + first, i - first);
		first = i;
	}
}

void mysql_properties_text(const struct mysql_catalog *catalog,
			   const GArray *gaps, struct live_texts *texts)
{
	put_database(catalog, texts);
	put_schemata(catalog, texts);
	put_tables(catalog, texts);
	put_events(catalog, texts);
	put_roles(catalog, texts);
	for (guint i = 0; i < gaps->len; i++) {
		const struct mysql_gap *gap =
			&g_array_index(gaps, struct mysql_gap, i);

		live_gap(texts, gap->reason, NULL, gap->detail);
	}
}

/* --- statements ----------------------------------------------------------- */

void mysql_statements_text(const struct mysql_catalog *catalog,
			   struct live_texts *texts)
{
	const struct mysql_rows *digests = &catalog->lists[LIST_DIGESTS];

	for (uint32_t i = 0; i < digests->n; i++) {
		const char *const *digest = digests->rows[i];
		const struct live_statement statement = {
			.query = mysql_cell(digest, DIGEST_QUERY),
			.schema = digest[DIGEST_SCHEMA],
			.calls = digest[DIGEST_CALLS],
			.rows = digest[DIGEST_ROWS]};

		live_statement(texts, &statement);
	}
}
