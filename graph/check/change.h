/*
 * change.h - what a change adds: the findings of a check.
 *
 * Compares one repository at two revisions, both linked with the same
 * catalogs: what is at head and was not at the merge base, and that neither
 * the accepted map nor an exemption holds. Everything is borrowed for the
 * time of the call; the report owns what it says.
 *
 *	struct report *report = report_new();
 *	change_find(&change, report);
 *	report_finish(report);
 */
#ifndef GRAPH_CHECK_CHANGE_H
#define GRAPH_CHECK_CHANGE_H

#include "graph/check/finding.h"

/* Something that a text of the change drops or renames. */
struct ddl_change {
	const char *path; /* at head */
	uint32_t line;
	enum operation operation; /* drop or alter */
	const char *name;	  /* last part as written, without quotes */
	const char *column;	  /* NULL: the object itself */
	const char *new_name;	  /* of a renaming, or NULL */
};

struct change {
	const struct graph *base, *head;
	const struct graph *map; /* the accepted map; or NULL */
	const char *source;	 /* the repository's name in all of them */
	GHashTable *renamed;	 /* path at head -> path before */
	/* Paths at head whose texts cannot be compared, since they could not
	 * be read before; may be NULL. */
	GHashTable *left_out;
	/* The only ones that can be different, if they are known. */
	GHashTable *only;
	const struct policy *policy;
	const char *policy_path; /* in the repository; NULL: elsewhere */
	/* Entries of the baseline, and of the one at head (to see which are
	 * new or gone). */
	struct exemption *const *baseline, *const *baseline_head;
	uint32_t n_baseline, n_baseline_head;
	const char *baseline_path;
	const struct ddl_change *ddl;
	uint32_t n_ddl;
	uint32_t today;
};

void change_find(const struct change *change, struct report *report);

#endif
