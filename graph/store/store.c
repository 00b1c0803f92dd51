/* Opening a map, transactions, errors. */

#include "graph/store/store.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "graph/store/store_private.h"

/* A map up to this size is checked whole when it is opened. Larger ones are
 * checked as they are read: every value that is loaded is looked at. */
#define CHECKED_BYTES (16 * 1024 * 1024)

#define BUSY_MILLISECONDS 5000

G_DEFINE_QUARK(unmoor - store - error, store_error)

/* --- errors -------------------------------------------------------------- */

/* What SQLite calls an I/O error may be a full disk by another name. */
static int error_code(sqlite3 *db)
{
	int code = sqlite3_errcode(db) & 0xff,
	    system = sqlite3_system_errno(db);

	if (code == SQLITE_IOERR &&
	    (system == ENOSPC || system == EDQUOT || system == EFBIG))
		return SQLITE_FULL;
	return code;
}

static void describe(const struct store *store, GError **error)
{
	const char *path = store->path, *why = sqlite3_errmsg(store->db);

	switch (error_code(store->db)) {
	case SQLITE_NOTADB:
		g_set_error(error, STORE_ERROR, STORE_ERROR_FORM,
			    "%s: not a map of unmoor", path);
		break;
	case SQLITE_CORRUPT:
		g_set_error(error, STORE_ERROR, STORE_ERROR_FORM,
			    "%s: the map is damaged (%s); remove it and scan "
			    "again",
			    path, why);
		break;
	case SQLITE_FULL:
		g_set_error(error, STORE_ERROR, STORE_ERROR_IO,
			    "%s: the disk is full; the map is left as it was",
			    path);
		break;
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		g_set_error(error, STORE_ERROR, STORE_ERROR_IO,
			    "%s: another unmoor works on this map; try again "
			    "when it is done",
			    path);
		break;
	case SQLITE_READONLY:
		g_set_error(error, STORE_ERROR, STORE_ERROR_IO,
			    "%s: the map or its folder may not be written "
			    "(%s)",
			    path, why);
		break;
	case SQLITE_CANTOPEN:
		g_set_error(
			error, STORE_ERROR, STORE_ERROR_IO,
			"%s: cannot be opened: %s", path,
			sqlite3_system_errno(store->db)
				? g_strerror(sqlite3_system_errno(store->db))
				: why);
		break;
	default:
		g_set_error(error, STORE_ERROR, STORE_ERROR_IO, "%s: %s", path,
			    why);
	}
}

bool store_fail(struct store *store, GError **error)
{
	store->failed = true;
	describe(store, error);
	return false;
}

bool store_damaged(struct store *store, GError **error, const char *format, ...)
{
	va_list arguments;
	char *what;

	va_start(arguments, format);
	what = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	store->failed = true;
	g_set_error(error, STORE_ERROR, STORE_ERROR_FORM,
		    "%s: the map is damaged (%s); remove it and scan again",
		    store->path, what);
	g_free(what);
	return false;
}

bool store_writable(struct store *store, GError **error)
{
	if (!store->failed)
		return true;
	g_set_error(error, STORE_ERROR, STORE_ERROR_IO,
		    "%s: an earlier write failed; the map is left as it was",
		    store->path);
	return false;
}

/* --- statements ---------------------------------------------------------- */

static const char *const statement_sql[] = {
	[STORE_HAS_FACTS] = "SELECT 1 FROM facts WHERE key = ?",
	[STORE_PUT_FACTS] =
		"INSERT INTO facts(key, bytes) VALUES(?, ?) "
		"ON CONFLICT(key) DO UPDATE SET bytes = excluded.bytes",
	[STORE_GET_FACTS] = "SELECT bytes FROM facts WHERE key = ?",
	[STORE_DROP_FACTS] = "DELETE FROM facts WHERE key = ?",
	[STORE_PUT_TEXT] = "INSERT OR REPLACE INTO texts(source, path, "
			   "language, content, facts, aside, reason, detail, "
			   "closure) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)",
	[STORE_REMOVE_TEXT] = "DELETE FROM texts WHERE source = ? AND path = ?",
	[STORE_PUT_SOURCE] =
		"INSERT OR REPLACE INTO sources(id, kind, location, revision, "
		"stale, dialect, given, tree, settings) "
		"VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)",
};

sqlite3_stmt *store_prepare(struct store *store, const char *sql,
			    GError **error)
{
	sqlite3_stmt *statement = NULL;

	if (sqlite3_prepare_v2(store->db, sql, -1, &statement, NULL) !=
	    SQLITE_OK)
		store_fail(store, error);
	return statement;
}

sqlite3_stmt *store_statement(struct store *store, enum store_statement which)
{
	sqlite3_stmt **statement = &store->statements[which];

	if (!*statement)
		sqlite3_prepare_v3(store->db, statement_sql[which], -1,
				   SQLITE_PREPARE_PERSISTENT, statement, NULL);
	if (*statement) {
		sqlite3_reset(*statement);
		sqlite3_clear_bindings(*statement);
	}
	return *statement;
}

bool store_done(struct store *store, sqlite3_stmt *statement, GError **error)
{
	if (!statement || sqlite3_step(statement) != SQLITE_DONE) {
		store_fail(store, error);
		sqlite3_reset(statement);
		return false;
	}
	sqlite3_reset(statement);
	return true;
}

bool store_exec(struct store *store, const char *sql, GError **error)
{
	if (sqlite3_exec(store->db, sql, NULL, NULL, NULL) != SQLITE_OK)
		return store_fail(store, error);
	return true;
}

void store_bind(sqlite3_stmt *statement, int column, const char *string)
{
	sqlite3_bind_text(statement, column, string, -1, SQLITE_STATIC);
}

const char *store_text(sqlite3_stmt *statement, int column)
{
	return (const char *)sqlite3_column_text(statement, column);
}

bool store_kind(struct store *store, sqlite3_stmt *statement, int column,
		const struct kind_list *list, bool none, unsigned *value,
		GError **error)
{
	const char *name = store_text(statement, column);

	if (name && kind_parse(list, name, value) && (none || *value != 0))
		return true;
	return store_damaged(store, error, "no such %s: %s", list->title,
			     name ? name : "NULL");
}

/* The one number that a query gives. */
static bool number_of(struct store *store, const char *sql, gint64 *number,
		      GError **error)
{
	sqlite3_stmt *statement = store_prepare(store, sql, error);
	bool found;

	if (!statement)
		return false;
	found = sqlite3_step(statement) == SQLITE_ROW;
	if (found)
		*number = sqlite3_column_int64(statement, 0);
	else
		store_fail(store, error);
	sqlite3_finalize(statement);
	return found;
}

/* --- opening ------------------------------------------------------------- */

/* What is at the path, before SQLite touches it: *fresh when nothing is. */
static bool look(const char *path, enum store_mode mode, bool *fresh,
		 GError **error)
{
	struct stat status;

	*fresh = false;
	if (stat(path, &status) != 0) {
		*fresh = errno == ENOENT && mode == STORE_WRITE;
		if (*fresh)
			return true;
		if (errno == ENOENT)
			g_set_error(error, STORE_ERROR, STORE_ERROR_MISSING,
				    "%s: there is no such map; unmoor scan "
				    "makes one, --map names another",
				    path);
		else
			g_set_error(error, STORE_ERROR, STORE_ERROR_IO,
				    "%s: %s", path, g_strerror(errno));
		return false;
	}
	if (!S_ISREG(status.st_mode)) {
		g_set_error(error, STORE_ERROR, STORE_ERROR_FORM,
			    "%s: not a map of unmoor: not a file", path);
		return false;
	}
	*fresh = status.st_size == 0;
	if (*fresh && mode == STORE_READ) {
		g_set_error(error, STORE_ERROR, STORE_ERROR_MISSING,
			    "%s: the map is empty; unmoor scan fills it", path);
		return false;
	}
	return true;
}

/*
 * Nothing that stands in the file may run or be trusted: no triggers and no
 * views, of functions only harmless ones. Also a query opens the file for
 * writing where it may: only so what an interrupted scan left can be undone.
 */
static bool configure(struct store *store, GError **error)
{
	sqlite3_db_config(store->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(store->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	sqlite3_db_config(store->db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
	sqlite3_db_config(store->db, SQLITE_DBCONFIG_ENABLE_VIEW, 0, NULL);
	sqlite3_busy_timeout(store->db, BUSY_MILLISECONDS);
	return store_exec(store,
			  "PRAGMA cell_size_check = ON;"
			  "PRAGMA temp_store = MEMORY;"
			  "PRAGMA cache_size = -65536;"
			  "PRAGMA secure_delete = OFF",
			  error);
}

static bool check_form(struct store *store, GError **error)
{
	gint64 application, format;

	if (!number_of(store, "PRAGMA application_id", &application, error) ||
	    !number_of(store, "PRAGMA user_version", &format, error))
		return false;
	if (application != STORE_APPLICATION_ID) {
		g_set_error(error, STORE_ERROR, STORE_ERROR_FORM,
			    "%s: not a map of unmoor", store->path);
		return false;
	}
	if (format == STORE_FORMAT)
		return store_check_schema(store, error);
	if (format > STORE_FORMAT)
		g_set_error(error, STORE_ERROR, STORE_ERROR_FORM,
			    "%s: a newer unmoor wrote this map (format "
			    "%" G_GINT64_FORMAT ", this one reads %d)",
			    store->path, format, STORE_FORMAT);
	else
		g_set_error(error, STORE_ERROR, STORE_ERROR_FORM,
			    "%s: an older unmoor wrote this map (format "
			    "%" G_GINT64_FORMAT ", this one reads %d); scan "
			    "into a new one",
			    store->path, format, STORE_FORMAT);
	return false;
}

static bool check_whole(struct store *store, GError **error)
{
	sqlite3_stmt *statement;
	bool sound;
	gint64 pages, size;

	if (!number_of(store, "PRAGMA page_count", &pages, error) ||
	    !number_of(store, "PRAGMA page_size", &size, error))
		return false;
	if (pages * size > CHECKED_BYTES)
		return true;
	statement = store_prepare(store, "PRAGMA quick_check(1)", error);
	if (!statement)
		return false;
	if (sqlite3_step(statement) != SQLITE_ROW)
		sound = store_fail(store, error);
	else
		sound = g_strcmp0(store_text(statement, 0), "ok") == 0 ||
			store_damaged(store, error, "%s",
				      store_text(statement, 0));
	sqlite3_finalize(statement);
	return sound;
}

static bool open_map(struct store *store, bool fresh, GError **error)
{
	/* Names such as ":memory:" mean something to SQLite. */
	char *path = g_path_is_absolute(store->path)
			     ? g_strdup(store->path)
			     : g_strconcat("./", store->path, NULL);
	int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_EXRESCODE |
		    SQLITE_OPEN_NOMUTEX |
		    (store->mode == STORE_WRITE ? SQLITE_OPEN_CREATE : 0);
	int result = sqlite3_open_v2(path, &store->db, flags, NULL);

	g_free(path);
	if (result != SQLITE_OK)
		return store_fail(store, error);
	if (!configure(store, error))
		return false;
	if (fresh)
		return store_exec(store, "PRAGMA page_size = 8192", error) &&
		       store_make_schema(store, error);
	return check_form(store, error) && check_whole(store, error) &&
	       (store->mode == STORE_WRITE ||
		store_exec(store, "PRAGMA query_only = ON", error));
}

struct store *store_open(const char *path, enum store_mode mode, GError **error)
{
	struct store *store;
	bool fresh;

	if (!look(path, mode, &fresh, error))
		return NULL;
	store = g_new0(struct store, 1);
	store->path = g_strdup(path);
	store->mode = mode;
	if (!open_map(store, fresh, error)) {
		store_close(store);
		return NULL;
	}
	return store;
}

void store_close(struct store *store)
{
	if (!store)
		return;
	for (int i = 0; i < N_STORE_STATEMENTS; i++)
		sqlite3_finalize(store->statements[i]);
	sqlite3_close(store->db);
	g_free(store->path);
	g_free(store);
}

/* --- transactions -------------------------------------------------------- */

bool store_begin(struct store *store, GError **error)
{
	store->failed = false;
	return store_exec(store, "BEGIN IMMEDIATE", error);
}

bool store_commit(struct store *store, GError **error)
{
	if (store_writable(store, error) && store_exec(store, "COMMIT", error))
		return true;
	store_rollback(store);
	return false;
}

void store_rollback(struct store *store)
{
	for (int i = 0; i < N_STORE_STATEMENTS; i++)
		sqlite3_reset(store->statements[i]);
	if (!sqlite3_get_autocommit(store->db))
		sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
	store->failed = false;
}

bool store_compact(struct store *store, GError **error)
{
	return store_exec(store, "VACUUM", error);
}
