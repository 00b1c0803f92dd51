/*
 * git_change.h - what a branch changes: its merge base, renamed files, and
 * files at either end.
 *
 * The merge base is the best one that `git merge-base` gives. In a shallow
 * clone it is looked for in what is there; when it is not, the error says how
 * to get more. Nothing is executed, fetched or written.
 *
 *	struct git_change *change = git_change_open(".", "main", "HEAD",
 *&error); git_change_read(change, change->merge_base, "unmoor.yaml", &bytes,
 *...); git_change_free(change);
 */
#ifndef SCANNER_GIT_CHANGE_H
#define SCANNER_GIT_CHANGE_H

#include <glib.h>
#include <stdbool.h>

struct git_change {
	char *path;   /* of the repository, for a scanner's location */
	char *folder; /* its work tree, with a slash at the end; or NULL */
	/* Commits in hexadecimal. */
	char *base, *merge_base, *head;
	bool shallow;
	/* Path at head -> path at the merge base, of files that were renamed
	 * (git's own similarity: half of the content). */
	GHashTable *renamed;
	/* Paths at head that are not, or are not the same, at the merge base;
	 * and paths at the merge base that are gone or not the same at head. */
	GHashTable *changed, *gone;
	struct git_change_private *private;
};

/* `repository` is a repository, or a folder inside its work tree. NULL with a
 * SCAN_ERROR that says what to do. */
struct git_change *git_change_open(const char *repository, const char *base,
				   const char *head, GError **error);
void git_change_free(struct git_change *change);

/* The bytes of a file at a commit; *bytes is NULL when there is none. Ends
 * with a NUL that is not counted; g_free(). False with an error when it is
 * there and cannot be read. */
bool git_change_read(const struct git_change *change, const char *commit,
		     const char *path, char **bytes, gsize *size,
		     GError **error);

#endif
