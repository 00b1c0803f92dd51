/*
 * mysql.c - live MySQL and MariaDB servers.
 *
 * A server is up to three texts, all made while it is listed: `properties`,
 * `schema` and `statements`; analyzers/seen/README.md says what they hold.
 * The connection is closed as soon as they are made.
 */
#include <string.h>

#include "scanner/mysql/mysql_read.h"
#include "scanner/scanner.h"

extern const struct scanner scanner_mysql;

struct mysql_source {
	struct source source;
	struct mysql_place place;
	struct mysql_client *client; /* until it is listed */
	struct mysql_catalog catalog;
	struct live_texts texts;
};

static int accepts(const char *location)
{
	static const char *const schemes[] = {"mysql", "mariadb", NULL};

	return scan_has_scheme(location, schemes) ? 20 : 0;
}

static void mysql_close_source(struct source *source)
{
	struct mysql_source *mysql = (struct mysql_source *)source;

	mysql_client_close(mysql->client);
	mysql_catalog_release(&mysql->catalog);
	mysql_place_clear(&mysql->place);
	live_texts_clear(&mysql->texts);
	g_free(source->location);
	g_free(source->revision);
	g_free(mysql);
}

static bool connect_source(struct mysql_source *mysql, const char *location,
			   GError **error)
{
	if (!mysql_place_parse(&mysql->place, location, error))
		return false;
	mysql->client = mysql_client_open(&mysql->place, error);
	return mysql->client && mysql_read_server(mysql->client, &mysql->place,
						  &mysql->catalog, error);
}

static struct source *mysql_open_source(const char *location, GError **error)
{
	struct mysql_source *mysql = g_new0(struct mysql_source, 1);
	bool mariadb;

	mysql_catalog_init(&mysql->catalog);
	mysql->source.scanner = &scanner_mysql;
	mysql->source.location = scan_location(location);
	if (!connect_source(mysql, location, error)) {
		mysql_close_source(&mysql->source);
		return NULL;
	}
	mariadb = mysql->catalog.mariadb;
	mysql->source.kind = mariadb ? SOURCE_MARIADB : SOURCE_MYSQL;
	mysql->source.dialect = mariadb ? DIALECT_MARIADB : DIALECT_MYSQL;
	return &mysql->source;
}

static void make_texts(struct mysql_source *mysql, GArray *gaps)
{
	struct mysql_catalog *catalog = &mysql->catalog;

	live_texts_init(&mysql->texts);
	mysql_schema_text(catalog, mysql->texts.texts[LIVE_SCHEMA], gaps);
	mysql_privilege_gaps(catalog, gaps);
	mysql_properties_text(catalog, gaps, &mysql->texts);
	mysql_statements_text(catalog, &mysql->texts);
}

static bool read_source(struct mysql_source *mysql, GError **error)
{
	GArray *gaps = mysql_gaps_new();
	bool fine = mysql_read_lists(mysql->client, &mysql->place,
				     &mysql->catalog, gaps, error);

	mysql_client_close(mysql->client);
	mysql->client = NULL;
	if (fine)
		make_texts(mysql, gaps);
	g_array_unref(gaps);
	return fine;
}

static bool mysql_list(struct source *source,
		       bool (*each)(const struct scan_entry *entry,
				    void *payload),
		       void *payload, GError **error)
{
	struct mysql_source *mysql = (struct mysql_source *)source;

	if (!read_source(mysql, error))
		return false;
	live_texts_list(&mysql->texts, source, each, payload);
	return true;
}

static bool mysql_read_text(struct source *source, const char *path,
			    const char *id, struct text *text, void **held,
			    GError **error)
{
	struct mysql_source *mysql = (struct mysql_source *)source;

	*held = NULL;
	return live_texts_read(&mysql->texts, source, path, id, text, error);
}

static void mysql_release_text(void *held)
{
	(void)held;
}

const struct scanner scanner_mysql = {
	.name = "mysql",
	.live = true,
	.accepts = accepts,
	.open = mysql_open_source,
	.list = mysql_list,
	.read = mysql_read_text,
	.release = mysql_release_text,
	.close = mysql_close_source,
};
