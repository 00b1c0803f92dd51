/*
 * folder.c - folders that are no repository.
 *
 * The tree is walked below one open folder, never by path, and no symbolic
 * link is followed; a pipe, device or socket is an entry with a reason and
 * is never opened for good. Content ids are those that git would give, so
 * that facts are shared with repositories. A folder inside a repository's
 * work tree is a folder: what is there is read, committed or not.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "scanner/scanner.h"

#define DEPTH_MAX 256
#define ENTRIES_MAX (10u * 1000 * 1000)

extern const struct scanner scanner_folder;

struct folder_source {
	struct source source;
	int root;
};

/* Without waiting for a pipe's writer and without following a link. */
#define OPEN_FLAGS (O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)

static int accepts(const char *location)
{
	return g_file_test(location, G_FILE_TEST_IS_DIR) ? 5 : 0;
}

static enum scan_error code_of(int number)
{
	return number == ENOENT || number == ENOTDIR || number == ELOOP
		       ? SCAN_ERROR_MISSING
		       : SCAN_ERROR_ACCESS;
}

static struct source *folder_open(const char *location, GError **error)
{
	int root = open(location, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	struct folder_source *folder;

	if (root < 0) {
		g_set_error(error, SCAN_ERROR, code_of(errno),
			    "%s: the folder cannot be read: %s", location,
			    g_strerror(errno));
		return NULL;
	}
	folder = g_new0(struct folder_source, 1);
	folder->source.scanner = &scanner_folder;
	folder->source.kind = SOURCE_FOLDER;
	folder->root = root;
	return &folder->source;
}

static void folder_close(struct source *source)
{
	struct folder_source *folder = (struct folder_source *)source;

	close(folder->root);
	g_free(source->revision);
	g_free(folder);
}

/* --- listing ------------------------------------------------------------- */

struct walk {
	bool (*each)(const struct scan_entry *entry, void *payload);
	void *payload;
	GString *path;
	GChecksum *ids; /* of all entries: the revision */
	uint32_t n_entries;
	bool stopped;
};

static void walk_entry(struct walk *walk, const struct scan_entry *entry)
{
	g_checksum_update(walk->ids, (const guchar *)entry->path,
			  (gssize)strlen(entry->path) + 1);
	g_checksum_update(walk->ids, (const guchar *)entry->id,
			  (gssize)strlen(entry->id) + 1);
	walk->stopped = !walk->each(entry, walk->payload);
}

static void walk_unread(struct walk *walk, enum reason reason,
			const char *detail)
{
	const struct scan_entry entry = {.path = walk->path->str,
					 .id = "",
					 .reason = reason,
					 .detail = detail};

	walk_entry(walk, &entry);
}

static const char *special_kind(mode_t mode)
{
	switch (mode & S_IFMT) {
	case S_IFLNK:
		return "symbolic link";
	case S_IFIFO:
		return "pipe";
	case S_IFSOCK:
		return "socket";
	default:
		return "device";
	}
}

/* All bytes of an open file, or NULL with errno set. */
static char *read_all(int file, size_t size)
{
	char *bytes = g_try_malloc(size + 1);
	size_t done = 0;

	while (bytes && done < size) {
		ssize_t got = read(file, bytes + done, size - done);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0) {
			errno = got < 0 ? errno : ESTALE;
			g_clear_pointer(&bytes, g_free);
			break;
		}
		done += (size_t)got;
	}
	return bytes;
}

/* Opens a file for reading if it is a plain one; -1 with errno set. */
static int open_plain(int parent, const char *name, struct stat *status)
{
	int file = openat(parent, name, OPEN_FLAGS);

	if (file < 0)
		return -1;
	if (fstat(file, status) == 0 && S_ISREG(status->st_mode))
		return file;
	close(file);
	errno = EINVAL;
	return -1;
}

static void walk_file(struct walk *walk, int parent, const char *name)
{
	struct stat status;
	char id[SCAN_ID_SIZE];
	struct scan_entry entry = {.path = walk->path->str, .id = id};
	int file = open_plain(parent, name, &status);
	char *bytes = NULL;

	if (file < 0) {
		walk_unread(walk, REASON_SOURCE_FAILED, g_strerror(errno));
		return;
	}
	entry.size = (uint64_t)status.st_size;
	if (entry.size > SCAN_TEXT_MAX) {
		walk_unread(walk, REASON_TOO_LARGE, NULL);
	} else if (!(bytes = read_all(file, entry.size))) {
		walk_unread(walk, REASON_SOURCE_FAILED, g_strerror(errno));
	} else {
		scan_blob_id(bytes, entry.size, id);
		walk_entry(walk, &entry);
	}
	g_free(bytes);
	close(file);
}

/* A name in a folder, with its kind. */
struct name {
	mode_t mode;
	char *text;
};

/* Folders sort as if a slash followed, which makes the order that of the
 * whole paths' bytes. */
static int compare_names(const void *a, const void *b)
{
	const struct name *one = a, *other = b;
	size_t i = 0;
	unsigned char c, d;

	while (one->text[i] && one->text[i] == other->text[i])
		i++;
	c = (unsigned char)one->text[i];
	d = (unsigned char)other->text[i];
	if (!c && S_ISDIR(one->mode))
		c = '/';
	if (!d && S_ISDIR(other->mode))
		d = '/';
	return (int)c - (int)d;
}

static void clear_name(void *name)
{
	g_free(((struct name *)name)->text);
}

/* The sorted names in an open folder; closes it. */
static GArray *read_names(int folder)
{
	GArray *names = g_array_new(FALSE, FALSE, sizeof(struct name));
	DIR *stream = fdopendir(folder);
	const struct dirent *found;

	g_array_set_clear_func(names, clear_name);
	if (!stream) {
		close(folder);
		return names;
	}
	while ((found = readdir(stream))) {
		struct name name = {0, NULL};
		struct stat status;

		if (strcmp(found->d_name, ".") == 0 ||
		    strcmp(found->d_name, "..") == 0 ||
		    strcmp(found->d_name, ".git") == 0)
			continue;
		if (fstatat(folder, found->d_name, &status,
			    AT_SYMLINK_NOFOLLOW) != 0)
			continue; /* gone meanwhile */
		name.mode = status.st_mode;
		name.text = g_strdup(found->d_name);
		g_array_append_val(names, name);
	}
	closedir(stream);
	g_array_sort(names, compare_names);
	return names;
}

static bool walk_folder(struct walk *walk, int folder, unsigned depth,
			GError **error);

static bool walk_subfolder(struct walk *walk, int parent, const char *name,
			   unsigned depth, GError **error)
{
	int folder;

	if (depth >= DEPTH_MAX) {
		walk_unread(walk, REASON_TOO_DEEP, NULL);
		return true;
	}
	folder = openat(parent, name, OPEN_FLAGS | O_DIRECTORY);
	if (folder < 0) {
		walk_unread(walk, REASON_SOURCE_FAILED, g_strerror(errno));
		return true;
	}
	g_string_append_c(walk->path, '/');
	return walk_folder(walk, folder, depth, error);
}

static bool walk_name(struct walk *walk, int parent, struct name *name,
		      unsigned depth, GError **error)
{
	gsize length = walk->path->len;
	bool fine = true;

	if (++walk->n_entries > ENTRIES_MAX) {
		g_set_error(error, SCAN_ERROR, SCAN_ERROR_LARGE,
			    "the folder has more than %u files", ENTRIES_MAX);
		return false;
	}
	g_string_append(walk->path, name->text);
	if (S_ISDIR(name->mode))
		fine = walk_subfolder(walk, parent, name->text, depth, error);
	else if (S_ISREG(name->mode))
		walk_file(walk, parent, name->text);
	else
		walk_unread(walk, REASON_SPECIAL_FILE,
			    special_kind(name->mode));
	g_string_truncate(walk->path, length);
	return fine;
}

/* Walks an open folder and closes it; walk->path ends with a slash. */
static bool walk_folder(struct walk *walk, int folder, unsigned depth,
			GError **error)
{
	GArray *names = read_names(fcntl(folder, F_DUPFD_CLOEXEC, 0));
	bool fine = true;

	for (guint i = 0; i < names->len && fine && !walk->stopped; i++)
		fine = walk_name(walk, folder,
				 &g_array_index(names, struct name, i),
				 depth + 1, error);
	g_array_free(names, TRUE);
	close(folder);
	return fine;
}

static bool folder_list(struct source *source,
			bool (*each)(const struct scan_entry *entry,
				     void *payload),
			void *payload, GError **error)
{
	struct folder_source *folder = (struct folder_source *)source;
	struct walk walk = {.each = each,
			    .payload = payload,
			    .path = g_string_new(NULL),
			    .ids = g_checksum_new(G_CHECKSUM_SHA1)};
	int again =
		openat(folder->root, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool fine = walk_folder(&walk, again, 0, error);

	if (fine) {
		g_free(source->revision);
		source->revision = g_strdup(g_checksum_get_string(walk.ids));
	}
	g_checksum_free(walk.ids);
	g_string_free(walk.path, TRUE);
	return fine;
}

/* --- reading ------------------------------------------------------------- */

/* Opens a file below the root part by part: no part may have become a link
 * since it was listed. */
static int open_below(int root, const char *path, struct stat *status)
{
	char **parts = g_strsplit(path, "/", -1);
	int at = fcntl(root, F_DUPFD_CLOEXEC, 0), next = -1;

	for (char **part = parts; *part && at >= 0; part++) {
		next = part[1] ? openat(at, *part, OPEN_FLAGS | O_DIRECTORY)
			       : open_plain(at, *part, status);
		close(at);
		at = next;
	}
	g_strfreev(parts);
	return at;
}

static bool folder_read(struct source *source, const char *path, const char *id,
			struct text *text, void **held, GError **error)
{
	struct folder_source *folder = (struct folder_source *)source;
	struct stat status;
	int file = open_below(folder->root, path, &status);
	char *bytes = NULL;
	char found[SCAN_ID_SIZE];

	if (file >= 0 && status.st_size <= SCAN_TEXT_MAX)
		bytes = read_all(file, (size_t)status.st_size);
	if (!bytes) {
		g_set_error(error, SCAN_ERROR, code_of(errno), "%s: %s", path,
			    g_strerror(errno));
	} else {
		/* Facts are kept by the id: they must be of these bytes. */
		scan_blob_id(bytes, (size_t)status.st_size, found);
		if (strcmp(found, id) != 0) {
			g_set_error(error, SCAN_ERROR, SCAN_ERROR_MISSING,
				    "%s: changed while it was read", path);
			g_clear_pointer(&bytes, g_free);
		}
	}
	if (file >= 0)
		close(file);
	text->bytes = bytes;
	text->size = bytes ? (size_t)status.st_size : 0;
	text->name = scan_base_name(path);
	*held = bytes;
	return bytes != NULL;
}

const struct scanner scanner_folder = {
	.name = "folder",
	.accepts = accepts,
	.open = folder_open,
	.list = folder_list,
	.read = folder_read,
	.release = g_free,
	.close = folder_close,
};
