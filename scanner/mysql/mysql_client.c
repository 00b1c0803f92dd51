/* mysql_client.c - the client library, to read only; see mysql_client.h. */
#include "scanner/mysql/mysql_client.h"

#include <errmsg.h>
#include <mysql.h>
#include <string.h>

#include "scanner/scanner.h"

/* How long the session waits for a lock on an object's definition. */
#define LOCK_SECONDS 10

/* What our side waits longer than the server is asked to take. */
#define SILENCE_SECONDS 30

struct mysql_client {
	MYSQL *handle;
	char *shown;
};

/* --- failures ------------------------------------------------------------- */

/* Numbers of servers' errors: the libraries' headers differ in their names. */
static const struct {
	unsigned number;
	enum mysql_failure failure;
} failures[] = {
	{1044, MYSQL_DENIED},  {1045, MYSQL_DENIED},  {1142, MYSQL_DENIED},
	{1143, MYSQL_DENIED},  {1227, MYSQL_DENIED},  {1370, MYSQL_DENIED},
	{1698, MYSQL_DENIED},  {1049, MYSQL_ABSENT},  {1054, MYSQL_ABSENT},
	{1109, MYSQL_ABSENT},  {1141, MYSQL_ABSENT},  {1146, MYSQL_ABSENT},
	{1205, MYSQL_TIMEOUT}, {1969, MYSQL_TIMEOUT}, {3024, MYSQL_TIMEOUT},
	{1053, MYSQL_LOST},    {1152, MYSQL_LOST},    {1927, MYSQL_LOST},
	{2006, MYSQL_LOST},    {2013, MYSQL_LOST},    {2055, MYSQL_LOST},
	{3168, MYSQL_LOST},    {4031, MYSQL_LOST},
};

static enum mysql_failure failure_of(unsigned number)
{
	for (size_t i = 0; i < G_N_ELEMENTS(failures); i++)
		if (failures[i].number == number)
			return failures[i].failure;
	return MYSQL_OTHER;
}

static const char *advice(enum mysql_failure failure)
{
	switch (failure) {
	case MYSQL_DENIED:
		return "; see docs/catalogs.md for the privileges that a scan "
		       "needs";
	case MYSQL_TIMEOUT:
		return "; a longer time can be given with "
		       "?statement-timeout=SECONDS";
	case MYSQL_LOST:
		return "; the connection broke off, scan again";
	default:
		return "";
	}
}

static enum mysql_failure fail(struct mysql_client *client, GError **error)
{
	enum mysql_failure failure = failure_of(mysql_errno(client->handle));

	g_set_error(error, SCAN_ERROR, SCAN_ERROR_ACCESS,
		    "%s: reading the catalog failed: %s%s", client->shown,
		    mysql_error(client->handle), advice(failure));
	return failure;
}

const char *mysql_client_message(const struct mysql_client *client)
{
	return mysql_error(client->handle);
}

/* --- connecting ----------------------------------------------------------- */

static const char *connect_advice(unsigned number)
{
	switch (number) {
	case CR_CONNECTION_ERROR:
	case CR_CONN_HOST_ERROR:
	case CR_UNKNOWN_HOST:
		return "the server cannot be reached; is it running, and are "
		       "host, port and socket right?";
	case CR_SSL_CONNECTION_ERROR:
		return "no connection with TLS as it is asked for (ssl-mode)";
	case 1045:
	case 1698:
		return "the server refuses this user or password";
	case CR_SERVER_LOST:
		return "the server does not answer";
	case 1040:
		return "the server has no free connection";
	default:
		return "cannot connect";
	}
}

static void set_tls(MYSQL *handle, const struct mysql_place *place)
{
	const char *mode = place->ssl_mode;

	if (place->ssl_ca)
		mysql_options(handle, MYSQL_OPT_SSL_CA, place->ssl_ca);
	if (place->ssl_cert)
		mysql_options(handle, MYSQL_OPT_SSL_CERT, place->ssl_cert);
	if (place->ssl_key)
		mysql_options(handle, MYSQL_OPT_SSL_KEY, place->ssl_key);
	if (!mode)
		return;
#ifdef LIBMARIADB
	{
		/* It knows no way to verify the authority alone. */
		my_bool enforce = strcmp(mode, "REQUIRED") == 0 ||
				  g_str_has_prefix(mode, "VERIFY");
		my_bool verify = g_str_has_prefix(mode, "VERIFY");

		if (strcmp(mode, "DISABLED") != 0)
			mysql_ssl_set(handle, place->ssl_key, place->ssl_cert,
				      place->ssl_ca, NULL, NULL);
		if (strcmp(mode, "PREFERRED") != 0)
			mysql_options(handle, MYSQL_OPT_SSL_ENFORCE, &enforce);
		if (verify)
			mysql_options(handle, MYSQL_OPT_SSL_VERIFY_SERVER_CERT,
				      &verify);
	}
#else
	{
		static const struct {
			const char *name;
			unsigned value;
		} modes[] = {{"DISABLED", SSL_MODE_DISABLED},
			     {"PREFERRED", SSL_MODE_PREFERRED},
			     {"REQUIRED", SSL_MODE_REQUIRED},
			     {"VERIFY_CA", SSL_MODE_VERIFY_CA},
			     {"VERIFY_IDENTITY", SSL_MODE_VERIFY_IDENTITY}};

		for (size_t i = 0; i < G_N_ELEMENTS(modes); i++)
			if (strcmp(mode, modes[i].name) == 0)
				mysql_options(handle, MYSQL_OPT_SSL_MODE,
					      &modes[i].value);
	}
#endif
}

static void set_options(MYSQL *handle, const struct mysql_place *place)
{
	unsigned off = 0, connect = place->connect_seconds;
	unsigned silence =
		place->statement_seconds > 0
			? (unsigned)place->statement_seconds + SILENCE_SECONDS
			: 0;

	if (place->option_file)
		mysql_options(handle, MYSQL_READ_DEFAULT_FILE,
			      place->option_file);
	mysql_options(handle, MYSQL_READ_DEFAULT_GROUP, "unmoor");
	mysql_options(handle, MYSQL_OPT_LOCAL_INFILE, &off);
	mysql_options(handle, MYSQL_SET_CHARSET_NAME, "utf8mb4");
	mysql_options(handle, MYSQL_OPT_CONNECT_TIMEOUT, &connect);
	if (silence)
		mysql_options(handle, MYSQL_OPT_READ_TIMEOUT, &silence);
	mysql_options(handle, MYSQL_OPT_WRITE_TIMEOUT, &connect);
	mysql_options4(handle, MYSQL_OPT_CONNECT_ATTR_ADD, "program_name",
		       "unmoor");
	set_tls(handle, place);
}

/* An option file could turn LOCAL INFILE on again; then a server that asks
 * for a file gets none. */
static int refuse_file(void **state, const char *name, void *payload)
{
	(void)name;
	(void)payload;
	*state = NULL;
	return 1;
}

static int refuse_read(void *state, char *buffer, unsigned size)
{
	(void)state;
	(void)buffer;
	(void)size;
	return -1;
}

static void refuse_end(void *state)
{
	(void)state;
}

static int refuse_error(void *state, char *message, unsigned size)
{
	(void)state;
	g_strlcpy(message, "files are not sent", size);
	return CR_UNKNOWN_ERROR;
}

static bool run(struct mysql_client *client, const char *statement,
		GError **error)
{
	return mysql_client_query(client, statement, 0, NULL, NULL, error) ==
	       MYSQL_FINE;
}

/*
 * The snapshot covers rows, not the dictionary; see mysql_read.c. What only
 * one of the two servers has is set where it is known.
 */
static bool prepare(struct mysql_client *client,
		    const struct mysql_place *place, GError **error)
{
	static const char *const always[] = {
		"SET SESSION sql_mode = ''",
		"SET SESSION time_zone = '+00:00'",
		"SET SESSION lock_wait_timeout = " G_STRINGIFY(LOCK_SECONDS),
		"SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ",
		"SET SESSION TRANSACTION READ ONLY",
		"START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY",
	};
	char seconds[G_ASCII_DTOSTR_BUF_SIZE], *limit;

	g_ascii_formatd(seconds, sizeof(seconds), "%.6f",
			place->statement_seconds);
	limit = g_strdup_printf("SET SESSION max_statement_time = %s", seconds);
	if (!run(client, limit, NULL)) {
		g_free(limit);
		limit = g_strdup_printf("SET SESSION max_execution_time = %.0f",
					place->statement_seconds * 1000);
		run(client, limit, NULL);
	}
	g_free(limit);
	for (size_t i = 0; i < G_N_ELEMENTS(always); i++)
		if (!run(client, always[i], error))
			return false;
	return true;
}

/* Not every library refuses a server without TLS where TLS is asked for. */
static bool is_safe(struct mysql_client *client,
		    const struct mysql_place *place, GError **error)
{
	const char *mode = place->ssl_mode;

	if (!mode || strcmp(mode, "DISABLED") == 0 ||
	    strcmp(mode, "PREFERRED") == 0 ||
	    mysql_get_ssl_cipher(client->handle))
		return true;
	g_set_error(error, SCAN_ERROR, SCAN_ERROR_ACCESS,
		    "%s: %s: the server offers none", client->shown,
		    connect_advice(CR_SSL_CONNECTION_ERROR));
	return false;
}

static bool connect_to(struct mysql_client *client,
		       const struct mysql_place *place, GError **error)
{
	MYSQL *handle = client->handle;

	set_options(handle, place);
	mysql_set_local_infile_handler(handle, refuse_file, refuse_read,
				       refuse_end, refuse_error, NULL);
	/* No database is chosen: what the user may see of it is listed. */
	if (mysql_real_connect(handle, place->host, place->user,
			       place->password, NULL, place->port,
			       place->socket, 0))
		return is_safe(client, place, error);
	g_set_error(error, SCAN_ERROR, SCAN_ERROR_ACCESS, "%s: %s: %s",
		    client->shown, connect_advice(mysql_errno(handle)),
		    mysql_error(handle));
	return false;
}

struct mysql_client *mysql_client_open(const struct mysql_place *place,
				       GError **error)
{
	struct mysql_client *client = g_new0(struct mysql_client, 1);

	client->shown = g_strdup(place->shown);
	client->handle = mysql_init(NULL);
	if (connect_to(client, place, error) && prepare(client, place, error))
		return client;
	mysql_client_close(client);
	return NULL;
}

void mysql_client_close(struct mysql_client *client)
{
	if (!client)
		return;
	mysql_close(client->handle);
	g_free(client->shown);
	g_free(client);
}

/* --- queries -------------------------------------------------------------- */

static enum mysql_failure
read_rows(struct mysql_client *client, MYSQL_RES *result, unsigned width,
	  bool (*each)(const char *const *cells, const unsigned long *lengths,
		       void *payload),
	  void *payload, GError **error)
{
	MYSQL_ROW row;

	if (width && mysql_num_fields(result) != width) {
		g_set_error(error, SCAN_ERROR, SCAN_ERROR_FORM,
			    "%s: the server answers with %u columns where %u "
			    "are asked for",
			    client->shown, mysql_num_fields(result), width);
		return MYSQL_OTHER;
	}
	while ((row = mysql_fetch_row(result)))
		if (each && !each((const char *const *)row,
				  mysql_fetch_lengths(result), payload))
			return MYSQL_OTHER;
	return mysql_errno(client->handle) ? fail(client, error) : MYSQL_FINE;
}

enum mysql_failure mysql_client_query(struct mysql_client *client,
				      const char *query, unsigned width,
				      bool (*each)(const char *const *cells,
						   const unsigned long *lengths,
						   void *payload),
				      void *payload, GError **error)
{
	enum mysql_failure failure;
	MYSQL_RES *result;

	if (mysql_real_query(client->handle, query, strlen(query)) != 0)
		return fail(client, error);
	result = mysql_use_result(client->handle);
	if (!result)
		return mysql_errno(client->handle) ? fail(client, error)
						   : MYSQL_FINE;
	failure = read_rows(client, result, width, each, payload, error);
	mysql_free_result(result);
	return failure;
}
