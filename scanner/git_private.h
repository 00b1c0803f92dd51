/*
 * git_private.h - what the files that include libgit2 share.
 */
#ifndef SCANNER_GIT_PRIVATE_H
#define SCANNER_GIT_PRIVATE_H

#include <git2.h>
#include <glib.h>

#include "scanner/scanner.h"

/* Once, before anything else of libgit2: no configuration of the user. */
void git_start(void);

/* What libgit2 said last, with a hint where we know one. */
void git_set_error(GError **error, enum scan_error code, const char *what);

#endif
