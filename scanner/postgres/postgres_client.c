#include "scanner/postgres/postgres_client.h"

#include <libpq-fe.h>
#include <stdlib.h>
#include <string.h>

#include "scanner/scanner.h"

/* The oldest server whose catalogs we know. */
#define VERSION_MIN 120000

#define FIELDS_MAX 32

struct pg_client {
	PGconn *connection;
	char *shown; /* the location without password */
	char *why;
	char *secrets[4]; /* never to be in a message; ends with NULL */
};

/* --- messages ------------------------------------------------------------ */

/* The passwords that libpq may have been given. */
static void note_secrets(struct pg_client *client, const char *url)
{
	PQconninfoOption *options = PQconninfoParse(url, NULL);
	const char *given = getenv("PGPASSWORD");
	unsigned n = 0;

	if (given && *given)
		client->secrets[n++] = g_strdup(given);
	for (PQconninfoOption *o = options; o && o->keyword; o++)
		if (o->val && *o->val && n < 3 &&
		    (strcmp(o->keyword, "password") == 0 ||
		     strcmp(o->keyword, "sslpassword") == 0))
			client->secrets[n++] = g_strdup(o->val);
	PQconninfoFree(options);
}

/* One line, without the passwords and the word that libpq begins with. */
static char *clean(const struct pg_client *client, const char *message)
{
	GString *out = g_string_new(message ? message : "");

	for (char *const *secret = client->secrets; *secret; secret++)
		g_string_replace(out, *secret, "***", 0);
	if (g_str_has_prefix(out->str, "ERROR:  "))
		g_string_erase(out, 0, 8);
	g_strdelimit(out->str, "\n\t", ' ');
	g_strstrip(out->str);
	return g_string_free(out, FALSE);
}

static void set_why(struct pg_client *client, const char *message)
{
	g_free(client->why);
	client->why = clean(client, message);
}

const char *pg_client_why(const struct pg_client *client)
{
	return client->why ? client->why : "";
}

/* --- connecting ---------------------------------------------------------- */

/* What helps, by what libpq says. Its own messages are in English, those of a
 * server may be in any language. */
static const char *advice(const struct pg_client *client, const char *why)
{
	if (PQconnectionNeedsPassword(client->connection))
		return "; put the password into PGPASSWORD or ~/.pgpass";
	if (PQconnectionUsedPassword(client->connection))
		return "; is the password right, and the role let in by "
		       "pg_hba.conf?";
	if (strstr(why, "SSL") || strstr(why, "certificate"))
		return "; see sslmode and sslrootcert of libpq";
	return "";
}

static void set_unreachable(const struct pg_client *client, GError **error)
{
	char *why = clean(client, PQerrorMessage(client->connection));

	g_set_error(error, SCAN_ERROR, SCAN_ERROR_ACCESS,
		    "%s: no connection: %s%s", client->shown, why,
		    advice(client, why));
	g_free(why);
}

/* libpq knows the schemes in lower case alone. */
static char *libpq_url(const char *location)
{
	return g_strconcat("postgresql", strstr(location, "://"), NULL);
}

/* Notices are not for us, and libpq would print them. */
static void ignore(void *payload, const char *message)
{
	(void)payload;
	(void)message;
}

static bool connect_to(struct pg_client *client, const char *url,
		       GError **error)
{
	const char *patience = getenv("PGCONNECT_TIMEOUT");
	/* What stands later wins: the URL may have its own patience. */
	const char *const keywords[] = {"connect_timeout",
					"fallback_application_name", "dbname",
					"client_encoding", NULL};
	const char *const values[] = {patience ? patience : "15", "unmoor", url,
				      "UTF8", NULL};

	note_secrets(client, url);
	client->connection = PQconnectdbParams(keywords, values, 1);
	if (PQstatus(client->connection) != CONNECTION_OK) {
		set_unreachable(client, error);
		return false;
	}
	PQsetNoticeProcessor(client->connection, ignore, NULL);
	if (PQserverVersion(client->connection) >= VERSION_MIN)
		return true;
	g_set_error(error, SCAN_ERROR, SCAN_ERROR_FORM,
		    "%s: the server is older than PostgreSQL 12; scan a dump "
		    "of it (pg_dump --schema-only)",
		    client->shown);
	return false;
}

struct pg_client *pg_client_open(const char *location, GError **error)
{
	struct pg_client *client = g_new0(struct pg_client, 1);
	char *url = libpq_url(location);
	PQconninfoOption *options = PQconninfoParse(url, NULL);
	bool fine = false;

	client->shown = scan_location(location);
	/* The message of libpq would hold the URL. */
	if (!options)
		g_set_error(error, SCAN_ERROR, SCAN_ERROR_FORM,
			    "%s: no valid URL: it is postgresql://USER@HOST:"
			    "PORT/DATABASE, with odd characters as %%XX",
			    client->shown);
	else
		fine = connect_to(client, url, error);
	PQconninfoFree(options);
	g_free(url);
	if (fine)
		return client;
	pg_client_close(client);
	return NULL;
}

void pg_client_close(struct pg_client *client)
{
	if (!client)
		return;
	if (client->connection)
		PQfinish(client->connection);
	for (char **secret = client->secrets; *secret; secret++)
		g_free(*secret);
	g_free(client->shown);
	g_free(client->why);
	g_free(client);
}

int pg_client_version(const struct pg_client *client)
{
	return PQserverVersion(client->connection);
}

/* --- what went wrong ----------------------------------------------------- */

/* Ends the session's use with an error. */
static enum pg_outcome fail(struct pg_client *client, const char *what,
			    const char *help, GError **error)
{
	bool lost = PQstatus(client->connection) != CONNECTION_OK;

	g_set_error(error, SCAN_ERROR, SCAN_ERROR_ACCESS, "%s: %s %s: %s%s",
		    client->shown,
		    lost ? "the connection was lost while reading"
			 : "cannot read",
		    what, pg_client_why(client), help);
	return PG_FAILED;
}

/* What the server's code of an error means to us; its text may be in any
 * language. */
static enum pg_outcome judge(struct pg_client *client, const char *what,
			     const PGresult *result, GError **error)
{
	const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);

	set_why(client,
		PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY)
			? PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY)
			: PQerrorMessage(client->connection));
	if (!state || PQstatus(client->connection) != CONNECTION_OK)
		return fail(client, what, "", error);
	/* The second one: an extension that the server has not loaded. */
	if (strcmp(state, "42501") == 0 || strcmp(state, "55000") == 0)
		return PG_DENIED;
	if (strcmp(state, "55P03") == 0)
		return PG_LOCKED;
	if (strcmp(state, "57014") == 0)
		return fail(client, what,
			    "; scan when it is less busy, or give the role a "
			    "longer statement_timeout",
			    error);
	/* "cache lookup failed", and names that are no more. */
	if (strcmp(state, "XX000") == 0 || g_str_has_prefix(state, "42"))
		return PG_CHANGED;
	return fail(client, what, "", error);
}

/* Reads all results that are under way and throws them away. */
static void drain(struct pg_client *client)
{
	PGresult *result;
	char *row;

	while ((result = PQgetResult(client->connection))) {
		ExecStatusType status = PQresultStatus(result);

		PQclear(result);
		if (status == PGRES_COPY_OUT)
			while (PQgetCopyData(client->connection, &row, 0) > 0)
				PQfreemem(row);
		if (PQstatus(client->connection) != CONNECTION_OK)
			break;
	}
}

static enum pg_outcome run(struct pg_client *client, const char *what,
			   const char *sql, GError **error)
{
	PGresult *result = PQexec(client->connection, sql);
	ExecStatusType status = PQresultStatus(result);
	enum pg_outcome judged = PG_DONE;

	if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
		judged = judge(client, what, result, error);
	PQclear(result);
	return judged;
}

/* --- the transaction ----------------------------------------------------- */

/*
 * Names are written whole, as pg_dump has them, and nothing can be put in
 * front of pg_catalog. Limits that the role or database already has stay where
 * they are tighter than ours; times are in milliseconds.
 */
static const char settings[] =
	"ROLLBACK;"
	"SET default_transaction_read_only = on;"
	"SET search_path = '';"
	"SELECT " PG_MARK
	" pg_catalog.set_config(name, CASE WHEN setting::int BETWEEN 1 "
	"AND ours THEN setting ELSE ours::text END, false) "
	"FROM pg_catalog.pg_settings JOIN (VALUES "
	"('statement_timeout', 600000), ('lock_timeout', 10000), "
	"('idle_in_transaction_session_timeout', 600000)) AS limits (name, "
	"ours) USING (name);"
	"SET client_min_messages = error;"
	"SET standard_conforming_strings = on;"
	"SET quote_all_identifiers = off;"
	"SET datestyle = ISO;"
	"SET intervalstyle = postgres;"
	"SET bytea_output = hex;"
	"SET extra_float_digits = 3;"
	"SET jit = off;"
	"SET max_parallel_workers_per_gather = 0";

static const char begin[] = "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY;"
			    "SAVEPOINT unmoor";

bool pg_client_begin(struct pg_client *client, GError **error)
{
	enum pg_outcome result = run(client, "settings", settings, error);

	if (result == PG_DONE)
		result = run(client, "settings", begin, error);
	if (result == PG_DONE)
		return true;
	if (result != PG_FAILED)
		fail(client, "settings", "", error);
	return false;
}

/* --- rows ---------------------------------------------------------------- */

static char unescaped(char c)
{
	static const char letters[] = "bfnrtv", bytes[] = "\b\f\n\r\t\v";
	const char *letter = memchr(letters, c, sizeof(letters) - 1);

	return letter ? bytes[letter - letters] : c;
}

/* One row of COPY's text form, taken apart in place. */
static void split_row(char *row, int size, char **fields)
{
	char *out = row, *end = row + size;
	unsigned n = 0;

	if (size && end[-1] == '\n')
		end--;
	memset(fields, 0, FIELDS_MAX * sizeof(*fields));
	fields[0] = row;
	for (char *at = row; at < end; at++) {
		if (*at == '\t') {
			*out++ = '\0';
			if (++n == FIELDS_MAX)
				return;
			fields[n] = out;
		} else if (*at != '\\' || at + 1 == end) {
			*out++ = *at;
		} else if (*++at == 'N' && out == fields[n]) {
			/* Stands alone between two tabs. */
			fields[n] = NULL;
			while (at + 1 < end && at[1] != '\t')
				at++;
		} else {
			*out++ = unescaped(*at);
		}
	}
	/* What ends the message is a byte of our own. */
	*out = '\0';
}

static void read_rows(struct pg_client *client,
		      void (*each)(char **fields, void *payload), void *payload)
{
	char *fields[FIELDS_MAX];
	char *row;
	int size;

	while ((size = PQgetCopyData(client->connection, &row, 0)) > 0) {
		split_row(row, size, fields);
		each(fields, payload);
		PQfreemem(row);
	}
}

static enum pg_outcome read_results(struct pg_client *client, const char *what,
				    void (*each)(char **fields, void *payload),
				    void *payload, GError **error)
{
	enum pg_outcome judged = PG_DONE;
	PGresult *result;

	while (judged == PG_DONE &&
	       (result = PQgetResult(client->connection))) {
		ExecStatusType status = PQresultStatus(result);

		if (status == PGRES_COPY_OUT)
			read_rows(client, each, payload);
		else if (status != PGRES_COMMAND_OK)
			judged = judge(client, what, result, error);
		PQclear(result);
	}
	if (judged != PG_FAILED)
		drain(client);
	return judged;
}

enum pg_outcome pg_client_rows(struct pg_client *client, const char *what,
			       const char *sql,
			       void (*each)(char **fields, void *payload),
			       void *payload, GError **error)
{
	char *copy = g_strdup_printf("COPY " PG_MARK " (%s) TO STDOUT", sql);
	enum pg_outcome result = PG_FAILED, back;

	if (PQsendQuery(client->connection, copy)) {
		result = read_results(client, what, each, payload, error);
	} else {
		set_why(client, PQerrorMessage(client->connection));
		fail(client, what, "", error);
	}
	g_free(copy);
	if (result == PG_FAILED)
		return result;
	back = run(client, what, "ROLLBACK TO SAVEPOINT unmoor", error);
	if (back == PG_DONE)
		return result;
	return back == PG_FAILED ? back : fail(client, what, "", error);
}
