/*
 * git.c - repositories, at any revision, without a checkout.
 *
 * A location is the path of a repository (bare or not, a linked work tree, a
 * shallow, partial or sparse clone), with @REVISION behind it or HEAD. Trees
 * are listed by their ids; no blob is read before a worker asks for it.
 * Nothing in a repository is executed or written, and no configuration of
 * the user is read, so a repository of another user is as good as one's own.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "scanner/git_private.h"

/* A path of more parts is an entry with REASON_TOO_DEEP. */
#define DEPTH_MAX 256

/* A tree may hold itself a thousand times over; such a one is an error. */
#define ENTRIES_MAX (10u * 1000 * 1000)

struct git_source {
	struct source source;
	git_repository *repository;
	git_odb *odb;
	git_tree *tree;
};

struct listing {
	git_repository *repository;
	bool (*each)(const struct scan_entry *entry, void *payload);
	void *payload;
	GString *path;
	GString *previous; /* the last path, to see that they rise */
	uint32_t n_entries;
	bool stopped;
};

void git_start(void)
{
	static const char *const extensions[] = {
		"partialclone", "preciousobjects", "relativeworktrees",
		"worktreeconfig"};
	static bool started;

	if (started)
		return;
	started = true;
	git_libgit2_init();
	git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, 0);
	git_libgit2_opts(GIT_OPT_SET_EXTENSIONS, extensions,
			 G_N_ELEMENTS(extensions));
	git_libgit2_opts(GIT_OPT_ENABLE_CACHING, 0);
	for (int level = GIT_CONFIG_LEVEL_SYSTEM;
	     level <= GIT_CONFIG_LEVEL_GLOBAL; level++)
		git_libgit2_opts(GIT_OPT_SET_SEARCH_PATH, level, "");
}

static bool is_inside(const char *folder, const char *name)
{
	char *path = g_build_filename(folder, name, NULL);
	bool there = g_file_test(path, G_FILE_TEST_EXISTS);

	g_free(path);
	return there;
}

/* By its form alone, so that a broken one is told from a plain folder. */
static bool is_repository(const char *path)
{
	if (!g_file_test(path, G_FILE_TEST_IS_DIR))
		return false;
	return is_inside(path, ".git") ||
	       (is_inside(path, "HEAD") && is_inside(path, "objects") &&
		is_inside(path, "refs"));
}

/* Splits PATH@REVISION; the path is new, the revision NULL without an @. */
static char *split_location(const char *location, const char **revision)
{
	const char *at = strrchr(location, '@');

	*revision = NULL;
	if (!at || g_file_test(location, G_FILE_TEST_EXISTS))
		return g_strdup(location);
	*revision = at + 1;
	return g_strndup(location, (gsize)(at - location));
}

static int accepts(const char *location)
{
	const char *revision;
	char *path = split_location(location, &revision);
	int answer = 0;

	if (is_repository(path))
		answer = 10;
	else if (revision && g_file_test(path, G_FILE_TEST_EXISTS))
		answer = 1;
	g_free(path);
	return answer;
}

void git_set_error(GError **error, enum scan_error code, const char *what)
{
	const git_error *last = git_error_last();
	const char *message = last ? last->message : "no reason is known";

	if (strstr(message, "objectformat"))
		g_set_error(error, SCAN_ERROR, SCAN_ERROR_FORM,
			    "%s: it is a SHA-256 repository, which libgit2 "
			    "does not read; scan a folder made by git archive",
			    what);
	else
		g_set_error(error, SCAN_ERROR, code, "%s: %s", what, message);
}

static git_repository *open_repository(const char *path, GError **error)
{
	git_repository *repository;
	int result;

	if (!is_repository(path)) {
		g_set_error(error, SCAN_ERROR, SCAN_ERROR_FORM,
			    "%s: not a git repository, so it has no revisions",
			    path);
		return NULL;
	}
	result = git_repository_open_ext(&repository, path,
					 GIT_REPOSITORY_OPEN_NO_SEARCH, NULL);
	if (result == 0)
		return repository;
	git_set_error(error, SCAN_ERROR_FORM, path);
	g_prefix_error(error, "the repository cannot be opened: ");
	return NULL;
}

/* The object of the revision, peeled; sets what the source is made of. */
static bool find_tree(struct git_source *git, const char *path,
		      const char *revision, GError **error)
{
	git_object *found = NULL, *commit = NULL, *tree = NULL;
	char id[GIT_OID_HEXSZ + 1];
	bool done = false;

	if (!revision && git_repository_is_empty(git->repository) == 1) {
		g_set_error(error, SCAN_ERROR, SCAN_ERROR_MISSING,
			    "%s: the repository has no commit yet", path);
		return false;
	}
	if (git_revparse_single(&found, git->repository,
				revision ? revision : "HEAD") != 0) {
		g_set_error(error, SCAN_ERROR, SCAN_ERROR_MISSING,
			    "%s: no revision %s (git branch -a and git tag "
			    "list what there is; a shallow clone lacks old "
			    "ones)",
			    path, revision ? revision : "HEAD");
		return false;
	}
	if (git_object_peel(&tree, found, GIT_OBJECT_TREE) != 0) {
		g_set_error(error, SCAN_ERROR, SCAN_ERROR_MISSING,
			    "%s: the files of %s are not there (a treeless "
			    "clone gets them by git checkout)",
			    path, revision ? revision : "HEAD");
		goto out;
	}
	if (git_object_peel(&commit, found, GIT_OBJECT_COMMIT) != 0)
		git_object_dup(&commit, tree);
	git->tree = (git_tree *)tree;
	git_oid_tostr(id, sizeof(id), git_object_id(commit));
	git->source.revision = g_strdup(id);
	git_oid_tostr(id, sizeof(id), git_tree_id(git->tree));
	git->source.tree = g_strdup(id);
	done = true;
out:
	git_object_free(commit);
	git_object_free(found);
	return done;
}

static void git_close(struct source *source)
{
	struct git_source *git = (struct git_source *)source;

	git_tree_free(git->tree);
	git_odb_free(git->odb);
	git_repository_free(git->repository);
	g_free(source->location);
	g_free(source->revision);
	g_free(source->tree);
	g_free(git);
}

extern const struct scanner scanner_git;

static struct source *git_open(const char *location, GError **error)
{
	struct git_source *git = g_new0(struct git_source, 1);
	const char *revision;
	char *path = split_location(location, &revision);

	git_start();
	git->source.scanner = &scanner_git;
	git->source.kind = SOURCE_GIT;
	git->repository = open_repository(path, error);
	if (!git->repository || !find_tree(git, path, revision, error)) {
		git_close(&git->source);
		git = NULL;
	} else if (git_repository_odb(&git->odb, git->repository) != 0) {
		git_set_error(error, SCAN_ERROR_FORM, path);
		git_close(&git->source);
		git = NULL;
	}
	g_free(path);
	return git ? &git->source : NULL;
}

/* Names that no honest tree holds would lead out of the source. */
static bool is_honest(const char *name)
{
	return *name && strcmp(name, ".") != 0 && strcmp(name, "..") != 0 &&
	       !strchr(name, '/');
}

static bool list_tree(struct listing *listing, const git_tree *tree,
		      unsigned depth, GError **error);

/* A folder that a partial clone lacks, or one too deep, is one entry. */
static bool list_folder(struct listing *listing, const git_tree_entry *entry,
			unsigned depth, GError **error)
{
	struct scan_entry none = {.path = listing->path->str, .id = ""};
	git_tree *tree;
	bool fine;

	if (depth >= DEPTH_MAX) {
		none.reason = REASON_TOO_DEEP;
	} else if (git_tree_lookup(&tree, listing->repository,
				   git_tree_entry_id(entry)) != 0) {
		none.reason = REASON_MISSING_BLOB;
		none.detail = "a folder";
	} else {
		fine = list_tree(listing, tree, depth, error);
		git_tree_free(tree);
		return fine;
	}
	g_string_truncate(listing->path, listing->path->len - 1);
	none.path = listing->path->str;
	listing->stopped = !listing->each(&none, listing->payload);
	return true;
}

static void list_entry(struct listing *listing, const git_tree_entry *entry)
{
	char id[GIT_OID_HEXSZ + 1];
	struct scan_entry found = {.path = listing->path->str, .id = ""};

	switch (git_tree_entry_filemode_raw(entry) & S_IFMT) {
	case S_IFREG:
		found.id =
			git_oid_tostr(id, sizeof(id), git_tree_entry_id(entry));
		break;
	case S_IFLNK:
		found.reason = REASON_SPECIAL_FILE;
		found.detail = "symbolic link";
		break;
	default:
		found.reason = REASON_SPECIAL_FILE;
		found.detail = "submodule";
		break;
	}
	listing->stopped = !listing->each(&found, listing->payload);
}

/* Whether the entry follows the last one, as in every tree that git wrote. */
static bool check_entry(struct listing *listing, const char *name,
			GError **error)
{
	if (!is_honest(name) ||
	    strcmp(listing->previous->str, listing->path->str) >= 0) {
		g_set_error(error, SCAN_ERROR, SCAN_ERROR_FORM,
			    "%s: the tree is not as git writes them; git fsck "
			    "says more",
			    listing->path->str);
		return false;
	}
	if (++listing->n_entries > ENTRIES_MAX) {
		g_set_error(error, SCAN_ERROR, SCAN_ERROR_LARGE,
			    "the revision has more than %u files", ENTRIES_MAX);
		return false;
	}
	g_string_assign(listing->previous, listing->path->str);
	return true;
}

/* Lists a tree whose path, with a slash behind it, is in listing->path. */
static bool list_tree(struct listing *listing, const git_tree *tree,
		      unsigned depth, GError **error)
{
	gsize length = listing->path->len;
	const git_tree_entry *entry;
	bool fine = true;

	for (size_t i = 0; fine && !listing->stopped; i++) {
		bool folder;

		entry = git_tree_entry_byindex(tree, i);
		if (!entry)
			break;
		folder = git_tree_entry_type(entry) == GIT_OBJECT_TREE;
		g_string_append(listing->path, git_tree_entry_name(entry));
		/* Git sorts a folder as if its name ended with a slash, which
		 * makes the order that of the whole paths' bytes. */
		if (folder)
			g_string_append_c(listing->path, '/');
		fine = check_entry(listing, git_tree_entry_name(entry), error);
		if (fine && folder)
			fine = list_folder(listing, entry, depth + 1, error);
		else if (fine)
			list_entry(listing, entry);
		g_string_truncate(listing->path, length);
	}
	return fine;
}

static bool git_list(struct source *source,
		     bool (*each)(const struct scan_entry *entry,
				  void *payload),
		     void *payload, GError **error)
{
	struct git_source *git = (struct git_source *)source;
	struct listing listing = {.repository = git->repository,
				  .each = each,
				  .payload = payload,
				  .path = g_string_new(NULL),
				  .previous = g_string_new(NULL)};
	bool fine = list_tree(&listing, git->tree, 0, error);

	g_string_free(listing.path, TRUE);
	g_string_free(listing.previous, TRUE);
	return fine;
}

/* The header first: a blob of gigabytes is not to be unpacked. */
static bool git_read(struct source *source, const char *path, const char *id,
		     struct text *text, void **held, GError **error)
{
	struct git_source *git = (struct git_source *)source;
	git_odb_object *blob;
	git_object_t type;
	git_oid oid;
	size_t size;

	if (git_oid_fromstr(&oid, id) != 0 ||
	    git_odb_read_header(&size, &type, git->odb, &oid) != 0) {
		git_set_error(error, SCAN_ERROR_MISSING, path);
		return false;
	}
	if (size > SCAN_TEXT_MAX) {
		g_set_error(error, SCAN_ERROR, SCAN_ERROR_LARGE,
			    "%s: %zu bytes", path, size);
		return false;
	}
	if (git_odb_read(&blob, git->odb, &oid) != 0) {
		git_set_error(error, SCAN_ERROR_FORM, path);
		return false;
	}
	text->bytes = git_odb_object_data(blob);
	text->size = git_odb_object_size(blob);
	text->name = scan_base_name(path);
	*held = blob;
	return true;
}

static void git_release(void *held)
{
	git_odb_object_free(held);
}

const struct scanner scanner_git = {
	.name = "git",
	.accepts = accepts,
	.open = git_open,
	.list = git_list,
	.read = git_read,
	.release = git_release,
	.close = git_close,
};
