#include "scanner/git_change.h"

#include <string.h>

#include "scanner/git_private.h"

/* A clone whose history is cut is small: more commits than this are not
 * looked at to find a merge base in it. */
#define SHALLOW_COMMITS_MAX 200000u

/* So many new files are compared with so many gone ones at most, as git does
 * by default; beyond it only files of equal content are renamed ones. */
#define RENAMES_MAX 1000

struct git_change_private {
	git_repository *repository;
};

/* --- the merge base ------------------------------------------------------ */

static bool find_commit(git_repository *repository, const char *what,
			const char *revision, git_oid *id, bool shallow,
			GError **error)
{
	git_object *found = NULL, *commit = NULL;
	bool done = false;

	if (git_revparse_single(&found, repository, revision) == 0 &&
	    git_object_peel(&commit, found, GIT_OBJECT_COMMIT) == 0) {
		git_oid_cpy(id, git_object_id(commit));
		done = true;
	} else {
		g_set_error(error, SCAN_ERROR, SCAN_ERROR_MISSING,
			    "%s %s: there is no such commit here; git branch "
			    "-a and git tag list what there is%s",
			    what, revision,
			    shallow ? "; this clone is shallow: git fetch "
				      "--unshallow origin, or fetch that "
				      "revision alone: git fetch origin REV"
				    : "; git fetch origin REV gets what is "
				      "only there");
	}
	git_object_free(commit);
	git_object_free(found);
	return done;
}

static guint id_hash(gconstpointer id)
{
	guint hash;

	memcpy(&hash, id, sizeof(hash));
	return hash;
}

static gboolean id_equal(gconstpointer a, gconstpointer b)
{
	return git_oid_equal(a, b) != 0;
}

/* All commits that can be reached from one, in a set; parents that are not
 * there end a line. */
static GHashTable *reachable(git_repository *repository, const git_oid *from)
{
	GHashTable *seen =
		g_hash_table_new_full(id_hash, id_equal, g_free, NULL);
	GQueue todo = G_QUEUE_INIT;
	git_oid *first = g_memdup2(from, sizeof(*from));

	g_hash_table_add(seen, first);
	g_queue_push_tail(&todo, first);
	while (!g_queue_is_empty(&todo) &&
	       g_hash_table_size(seen) < SHALLOW_COMMITS_MAX) {
		const git_oid *id = g_queue_pop_head(&todo);
		git_commit *commit;

		if (git_commit_lookup(&commit, repository, id) != 0)
			continue;
		for (unsigned i = 0; i < git_commit_parentcount(commit); i++) {
			const git_oid *parent = git_commit_parent_id(commit, i);
			git_oid *copy;

			if (g_hash_table_contains(seen, parent))
				continue;
			copy = g_memdup2(parent, sizeof(*parent));
			g_hash_table_add(seen, copy);
			g_queue_push_tail(&todo, copy);
		}
		git_commit_free(commit);
	}
	g_queue_clear(&todo);
	return seen;
}

/*
 * Libgit2 stops at a parent that a shallow clone has not. So here the first
 * commit of head's history, nearest first, that base's history has too. With
 * several best ones it may be another one than git's, but one of them.
 */
static bool find_in_shallow(git_repository *repository, const git_oid *base,
			    const git_oid *head, git_oid *found)
{
	GHashTable *known = reachable(repository, base);
	GHashTable *seen =
		g_hash_table_new_full(id_hash, id_equal, g_free, NULL);
	GQueue todo = G_QUEUE_INIT;
	git_oid *first = g_memdup2(head, sizeof(*head));
	bool done = false;

	g_hash_table_add(seen, first);
	g_queue_push_tail(&todo, first);
	while (!done && !g_queue_is_empty(&todo) &&
	       g_hash_table_size(seen) < SHALLOW_COMMITS_MAX) {
		const git_oid *id = g_queue_pop_head(&todo);
		git_commit *commit;

		if (git_commit_lookup(&commit, repository, id) != 0)
			continue;
		if (g_hash_table_contains(known, id)) {
			git_oid_cpy(found, id);
			done = true;
		}
		for (unsigned i = 0; i < git_commit_parentcount(commit); i++) {
			git_oid *copy = g_memdup2(
				git_commit_parent_id(commit, i), sizeof(*copy));

			if (!g_hash_table_contains(seen, copy)) {
				g_hash_table_add(seen, copy);
				g_queue_push_tail(&todo, copy);
			} else {
				g_free(copy);
			}
		}
		git_commit_free(commit);
	}
	g_queue_clear(&todo);
	g_hash_table_unref(seen);
	g_hash_table_unref(known);
	return done;
}

static bool find_merge_base(const struct git_change *change,
			    const git_oid *base, const git_oid *head,
			    git_oid *found, GError **error)
{
	git_repository *repository = change->private->repository;

	if (!change->shallow &&
	    git_merge_base(found, repository, base, head) == 0)
		return true;
	if (change->shallow && find_in_shallow(repository, base, head, found))
		return true;
	if (change->shallow)
		g_set_error(error, SCAN_ERROR, SCAN_ERROR_MISSING,
			    "the merge base of %.12s and %.12s is not in this "
			    "shallow clone: git fetch --deepen=100 origin "
			    "until it is, or git fetch --unshallow origin (in "
			    "a workflow: fetch-depth: 0)",
			    change->base, change->head);
	else
		g_set_error(error, SCAN_ERROR, SCAN_ERROR_MISSING,
			    "%.12s and %.12s have no common ancestor, so there "
			    "is nothing to compare with",
			    change->base, change->head);
	return false;
}

/* --- what is different --------------------------------------------------- */

static void note_delta(struct git_change *change, const git_diff_delta *delta)
{
	const char *old = delta->old_file.path, *new = delta->new_file.path;

	if (delta->status != GIT_DELTA_ADDED)
		g_hash_table_add(change->gone, g_strdup(old));
	if (delta->status != GIT_DELTA_DELETED)
		g_hash_table_add(change->changed, g_strdup(new));
	if (delta->status == GIT_DELTA_RENAMED)
		g_hash_table_insert(change->renamed, g_strdup(new),
				    g_strdup(old));
}

static bool tree_of(const struct git_change *change, const char *commit,
		    git_tree **tree, GError **error)
{
	git_commit *found = NULL;
	git_oid id;
	bool done = git_oid_fromstr(&id, commit) == 0 &&
		    git_commit_lookup(&found, change->private->repository,
				      &id) == 0 &&
		    git_commit_tree(tree, found) == 0;

	if (!done)
		git_set_error(error, SCAN_ERROR_FORM, commit);
	git_commit_free(found);
	return done;
}

static bool compare_trees(struct git_change *change, GError **error)
{
	git_diff_options options;
	git_diff_find_options find;
	git_tree *old = NULL, *new = NULL;
	git_diff *diff = NULL;
	bool fine = tree_of(change, change->merge_base, &old, error) &&
		    tree_of(change, change->head, &new, error);

	git_diff_options_init(&options, GIT_DIFF_OPTIONS_VERSION);
	git_diff_find_options_init(&find, GIT_DIFF_FIND_OPTIONS_VERSION);
	options.flags = GIT_DIFF_SKIP_BINARY_CHECK;
	find.flags = GIT_DIFF_FIND_RENAMES;
	find.rename_limit = RENAMES_MAX;
	if (fine && (git_diff_tree_to_tree(&diff, change->private->repository,
					   old, new, &options) != 0)) {
		git_set_error(error, SCAN_ERROR_FORM, change->path);
		fine = false;
	}
	/* Without the blobs of a partial clone nothing is similar: files are
	 * then gone and new, which is true too. */
	if (fine && git_diff_find_similar(diff, &find) != 0) {
		find.flags =
			GIT_DIFF_FIND_RENAMES | GIT_DIFF_FIND_EXACT_MATCH_ONLY;
		git_diff_find_similar(diff, &find);
	}
	/* Not git_diff_foreach(), which reads blobs that may be missing. */
	for (size_t i = 0; fine && i < git_diff_num_deltas(diff); i++)
		note_delta(change, git_diff_get_delta(diff, i));
	git_diff_free(diff);
	git_tree_free(old);
	git_tree_free(new);
	return fine;
}

/* --- opening ------------------------------------------------------------- */

static bool open_repository(struct git_change *change, const char *path,
			    GError **error)
{
	git_repository *repository;
	const char *folder;

	if (git_repository_open_ext(&repository, path,
				    GIT_REPOSITORY_OPEN_CROSS_FS, NULL) != 0) {
		git_set_error(error, SCAN_ERROR_FORM, path);
		g_prefix_error(error, "no git repository can be opened: ");
		return false;
	}
	change->private->repository = repository;
	folder = git_repository_workdir(repository);
	change->folder = g_strdup(folder);
	change->path =
		g_strdup(folder ? folder : git_repository_path(repository));
	change->shallow = git_repository_is_shallow(repository) == 1;
	return true;
}

static bool find_ends(struct git_change *change, const char *base,
		      const char *head, GError **error)
{
	git_repository *repository = change->private->repository;
	git_oid from, to, common;
	char id[GIT_OID_HEXSZ + 1];

	if (!find_commit(repository, "--base", base, &from, change->shallow,
			 error) ||
	    !find_commit(repository, "--head", head, &to, change->shallow,
			 error))
		return false;
	change->base = g_strdup(git_oid_tostr(id, sizeof(id), &from));
	change->head = g_strdup(git_oid_tostr(id, sizeof(id), &to));
	if (!find_merge_base(change, &from, &to, &common, error))
		return false;
	change->merge_base = g_strdup(git_oid_tostr(id, sizeof(id), &common));
	return true;
}

struct git_change *git_change_open(const char *repository, const char *base,
				   const char *head, GError **error)
{
	struct git_change *change = g_new0(struct git_change, 1);

	git_start();
	change->private = g_new0(struct git_change_private, 1);
	change->renamed =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	change->changed =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	change->gone =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	if (open_repository(change, repository, error) &&
	    find_ends(change, base, head, error) &&
	    compare_trees(change, error))
		return change;
	git_change_free(change);
	return NULL;
}

void git_change_free(struct git_change *change)
{
	if (!change)
		return;
	git_repository_free(change->private->repository);
	g_hash_table_unref(change->renamed);
	g_hash_table_unref(change->changed);
	g_hash_table_unref(change->gone);
	g_free(change->private);
	g_free(change->path);
	g_free(change->folder);
	g_free(change->base);
	g_free(change->merge_base);
	g_free(change->head);
	g_free(change);
}

bool git_change_read(const struct git_change *change, const char *commit,
		     const char *path, char **bytes, gsize *size,
		     GError **error)
{
	git_tree *tree;
	git_tree_entry *entry = NULL;
	git_blob *blob = NULL;
	bool fine = true;

	*bytes = NULL;
	if (!tree_of(change, commit, &tree, error))
		return false;
	if (git_tree_entry_bypath(&entry, tree, path) == 0 &&
	    git_tree_entry_type(entry) == GIT_OBJECT_BLOB) {
		fine = git_blob_lookup(&blob, change->private->repository,
				       git_tree_entry_id(entry)) == 0;
		if (!fine)
			git_set_error(error, SCAN_ERROR_MISSING, path);
	}
	if (blob) {
		*size = (gsize)git_blob_rawsize(blob);
		*bytes = g_malloc(*size + 1);
		memcpy(*bytes, git_blob_rawcontent(blob), *size);
		(*bytes)[*size] = '\0';
	}
	git_blob_free(blob);
	git_tree_entry_free(entry);
	git_tree_free(tree);
	return fine;
}
