/*
 * dump.c - plain dumps of pg_dump, pg_dumpall, mysqldump and mariadb-dump.
 *
 * A dump is one text without its data (dump_text.h), the definition of a
 * catalog. Its kind and dialect are found in its head: by what the tools say
 * of themselves, else by words of one dialect in the first 64 kB (a
 * heuristic; a file with as many signs of both is taken for PostgreSQL's).
 * The content id is that of the text and its line marks, so new rows alone
 * change nothing unless they move lines.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "scanner/dump_text.h"
#include "scanner/scanner.h"

extern const struct scanner scanner_dump;

#define HEAD_SIZE (64u * 1024)

struct dump_source {
	struct source source;
	char *path;
	bool by_tool; /* and so has a last line that says it is whole */
};

/* What a file is that is a dump, but not a plain one. */
static const struct {
	const char *magic;
	size_t size;
	const char *advice;
} others[] = {
	{"PGDMP", 5,
	 "a dump in pg_dump's custom format; make it plain with pg_restore "
	 "--schema-only -f FILE.sql"},
	{"\x1f\x8b", 2, "a compressed file; unpack it with gunzip"},
	{"\x28\xb5\x2f\xfd", 4, "a compressed file; unpack it with unzstd"},
	{"\xfd"
	 "7zXZ",
	 5, "a compressed file; unpack it with unxz"},
	{"BZh", 3, "a compressed file; unpack it with bunzip2"},
	{"PK\x03\x04", 4, "a ZIP archive; unpack it with unzip"},
	{"SQLite format 3", 15, "a SQLite database and no dump"},
	{"\xff\xfe", 2, "UTF-16; convert it with iconv -f UTF-16 -t UTF-8"},
	{"\xfe\xff", 2, "UTF-16; convert it with iconv -f UTF-16 -t UTF-8"},
};

/* Words that the tools, or scripts written by hand, have in one dialect. */
static const char *const mysql_signs[] = {
	"`",	      " ENGINE=",    " ENGINE =", "AUTO_INCREMENT", " UNSIGNED",
	"DELIMITER ", "/*!",	     "\nUSE ",	  " DATETIME",	    " TINYINT",
	" LONGTEXT",  " MEDIUMTEXT", "CHARSET",	  "\nLOCK TABLES"};
static const char *const postgres_signs[] = {"::",
					     "$$",
					     "PLPGSQL",
					     " SERIAL",
					     " BIGSERIAL",
					     " OWNER TO ",
					     "SEARCH_PATH",
					     "TIMESTAMPTZ",
					     " JSONB",
					     " BYTEA",
					     "CREATE EXTENSION",
					     "ALTER TABLE ONLY ",
					     "NEXTVAL(",
					     " CHARACTER VARYING",
					     "\n\\",
					     " FROM STDIN",
					     "CREATE SEQUENCE",
					     "WITH TIME ZONE"};

static int open_dump(const char *path, GError **error)
{
	int file = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	struct stat status;

	if (file < 0) {
		g_set_error(error, SCAN_ERROR,
			    errno == ENOENT ? SCAN_ERROR_MISSING
					    : SCAN_ERROR_ACCESS,
			    "%s cannot be read: %s", path, g_strerror(errno));
		return -1;
	}
	if (fstat(file, &status) == 0 && S_ISREG(status.st_mode))
		return file;
	g_set_error(error, SCAN_ERROR, SCAN_ERROR_FORM,
		    "%s is not a plain file, so it is not read as a dump",
		    path);
	close(file);
	return -1;
}

/* The first bytes of the file, as a string; "" when there are none. */
static char *read_head(int file, size_t *size)
{
	char *head = g_malloc0(HEAD_SIZE + 1);
	ssize_t got = pread(file, head, HEAD_SIZE, 0);

	*size = got > 0 ? (size_t)got : 0;
	return head;
}

static unsigned count_signs(const char *head, const char *const *signs,
			    unsigned n)
{
	unsigned found = 0;

	for (unsigned i = 0; i < n; i++)
		found += strstr(head, signs[i]) != NULL;
	return found;
}

static enum source_kind kind_by_signs(const char *head)
{
	char *upper = g_ascii_strup(head, -1);
	unsigned mysql =
		count_signs(upper, mysql_signs, G_N_ELEMENTS(mysql_signs));
	unsigned postgres = count_signs(upper, postgres_signs,
					G_N_ELEMENTS(postgres_signs));
	bool sql = strstr(upper, "CREATE ") || strstr(upper, "ALTER ");

	g_free(upper);
	if (mysql > postgres)
		return SOURCE_MYSQL;
	return sql || postgres ? SOURCE_POSTGRESQL : SOURCE_NONE;
}

/* The kind that the tool's own words tell, or SOURCE_NONE. */
static enum source_kind kind_by_tool(const char *head)
{
	if (strstr(head, "-- PostgreSQL database dump") ||
	    strstr(head, "-- PostgreSQL database cluster dump"))
		return SOURCE_POSTGRESQL;
	if (strstr(head, "-- MariaDB dump "))
		return SOURCE_MARIADB;
	if (strstr(head, "-- MySQL dump "))
		return strstr(head, "MariaDB") ? SOURCE_MARIADB : SOURCE_MYSQL;
	return SOURCE_NONE;
}

/* Finds the kind; false with an error when the file is no plain dump. */
static bool recognize(struct dump_source *dump, const char *head, size_t size,
		      GError **error)
{
	enum source_kind kind;

	for (size_t i = 0; i < G_N_ELEMENTS(others); i++) {
		if (size < others[i].size ||
		    memcmp(head, others[i].magic, others[i].size) != 0)
			continue;
		g_set_error(error, SCAN_ERROR, SCAN_ERROR_FORM, "%s: %s",
			    dump->path, others[i].advice);
		return false;
	}
	kind = kind_by_tool(head);
	dump->by_tool = kind != SOURCE_NONE;
	if (kind == SOURCE_NONE && strstr(head, "/*M!999999"))
		kind = SOURCE_MARIADB;
	if (kind == SOURCE_NONE)
		kind = kind_by_signs(head);
	if (kind == SOURCE_NONE || memchr(head, '\0', size)) {
		g_set_error(error, SCAN_ERROR, SCAN_ERROR_FORM,
			    size ? "%s: not a plain dump of pg_dump, "
				   "mysqldump or mariadb-dump"
				 : "%s: the file is empty; did the dump fail?",
			    dump->path);
		return false;
	}
	dump->source.kind = kind;
	dump->source.dialect = kind == SOURCE_POSTGRESQL ? DIALECT_POSTGRESQL
			       : kind == SOURCE_MARIADB	 ? DIALECT_MARIADB
							 : DIALECT_MYSQL;
	return true;
}

/* Any other file is refused by open(), which says better why. */
static int accepts(const char *location)
{
	if (!g_file_test(location, G_FILE_TEST_IS_REGULAR))
		return 0;
	return g_str_has_suffix(location, ".sql") ? 5 : 1;
}

static void dump_close(struct source *source)
{
	struct dump_source *dump = (struct dump_source *)source;

	g_free(dump->path);
	g_free(source->location);
	g_free(source->revision);
	g_free(dump);
}

static struct source *dump_open(const char *location, GError **error)
{
	struct dump_source *dump;
	size_t size;
	char *head;
	int file = open_dump(location, error);

	if (file < 0)
		return NULL;
	dump = g_new0(struct dump_source, 1);
	dump->source.scanner = &scanner_dump;
	dump->source.location = g_path_get_basename(location);
	dump->path = g_strdup(location);
	head = read_head(file, &size);
	close(file);
	if (!recognize(dump, head, size, error)) {
		dump_close(&dump->source);
		dump = NULL;
	}
	g_free(head);
	return dump ? &dump->source : NULL;
}

/* Reads the text and its id, a hash of all that facts can depend on. */
static bool read_text(struct dump_source *dump, struct dump_text *text,
		      char id[SCAN_ID_SIZE], GError **error)
{
	int file = open_dump(dump->path, error);
	bool fine;
	GChecksum *sha1;

	*text = (struct dump_text){
		.mysql = dump->source.kind != SOURCE_POSTGRESQL,
		.by_tool = dump->by_tool,
	};
	if (file < 0)
		return false;
	fine = dump_text_read(text, file, dump->path, error);
	close(file);
	sha1 = g_checksum_new(G_CHECKSUM_SHA1);
	g_checksum_update(sha1, (const guchar *)text->bytes->str,
			  (gssize)text->bytes->len);
	g_checksum_update(sha1, (const guchar *)&text->broken_line,
			  sizeof(text->broken_line));
	g_checksum_update(
		sha1, (const guchar *)text->marks->data,
		(gssize)(text->marks->len * sizeof(struct line_mark)));
	g_strlcpy(id, g_checksum_get_string(sha1), SCAN_ID_SIZE);
	g_checksum_free(sha1);
	return fine;
}

static bool dump_list(struct source *source,
		      bool (*each)(const struct scan_entry *entry,
				   void *payload),
		      void *payload, GError **error)
{
	struct dump_source *dump = (struct dump_source *)source;
	char id[SCAN_ID_SIZE];
	struct scan_entry entry = {.id = id, .language = "sql"};
	struct dump_text text;
	bool fine = read_text(dump, &text, id, error);

	if (fine) {
		entry.path = scan_base_name(dump->path);
		entry.size = text.bytes->len;
		g_free(source->revision);
		source->revision = g_strdup(id);
		each(&entry, payload);
	}
	dump_text_release(&text);
	return fine;
}

static void dump_release(void *held)
{
	dump_text_release(held);
	g_free(held);
}

static bool dump_read(struct source *source, const char *path, const char *id,
		      struct text *text, void **held, GError **error)
{
	struct dump_source *dump = (struct dump_source *)source;
	struct dump_text *read = g_new0(struct dump_text, 1);
	char found[SCAN_ID_SIZE];
	bool fine = read_text(dump, read, found, error);

	if (fine && strcmp(found, id) != 0) {
		g_set_error(error, SCAN_ERROR, SCAN_ERROR_MISSING,
			    "%s: changed while it was read", path);
		fine = false;
	}
	if (!fine) {
		dump_release(read);
		return false;
	}
	text->language = "sql";
	text->dialect = source->dialect;
	text->catalog = true;
	text->name = path;
	text->bytes = read->bytes->str;
	text->size = read->bytes->len;
	text->marks = (const struct line_mark *)(void *)read->marks->data;
	text->n_marks = read->marks->len;
	text->broken_line = read->broken_line;
	*held = read;
	return true;
}

const struct scanner scanner_dump = {
	.name = "dump",
	.accepts = accepts,
	.open = dump_open,
	.list = dump_list,
	.read = dump_read,
	.release = dump_release,
	.close = dump_close,
};
