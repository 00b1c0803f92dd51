/*
 * confidence.h - every rule by which the linker grows less sure.
 *
 * A fact starts with what its finder says; each rule can only lower it. See
 * docs/design.md, the words: certain (whole statement, names bound to
 * objects), likely (bound after a convention or a filled hole), possible (a
 * name matched, structure unsure).
 */
#ifndef GRAPH_CONFIDENCE_H
#define GRAPH_CONFIDENCE_H

#include "graph/kinds.h"

/* A fragment or a statement with an unreadable stretch. */
#define CONFIDENCE_OF_FRAGMENT CONFIDENCE_LIKELY

/* Reads like prose, but its names are tables of a catalog. */
#define CONFIDENCE_OF_PROSE CONFIDENCE_POSSIBLE

/* The name is equal but for case, or found in a schema that is not on the
 * search path. */
#define CONFIDENCE_OF_LOOSE_NAME CONFIDENCE_LIKELY

/* No catalog knows the name. */
#define CONFIDENCE_OF_UNBOUND CONFIDENCE_LIKELY

/* The name has a hole and fits these objects. */
#define CONFIDENCE_OF_PATTERN CONFIDENCE_POSSIBLE

/* Several catalogs have the name and nothing says which is meant. */
#define CONFIDENCE_OF_AMBIGUOUS CONFIDENCE_POSSIBLE

/* The statement is of a dialect that no catalog within reach has. */
#define CONFIDENCE_OF_OTHER_DIALECT CONFIDENCE_POSSIBLE

/* A symbol resolved by its full path; by its last name, unique in the source;
 * by its last name, one of several. */
#define CONFIDENCE_OF_IMPORT CONFIDENCE_CERTAIN
#define CONFIDENCE_OF_LAST_NAME CONFIDENCE_LIKELY
#define CONFIDENCE_OF_ONE_OF_MANY CONFIDENCE_POSSIBLE

/* A model whose class is called as the variable that holds its object. */
#define CONFIDENCE_OF_VARIABLE CONFIDENCE_POSSIBLE

/* A table named by the convention of an ORM. */
#define CONFIDENCE_OF_CONVENTION CONFIDENCE_LIKELY

/* The same where the class itself is in no source. */
#define CONFIDENCE_OF_OUTER_MODEL CONFIDENCE_POSSIBLE

/* A script found by the end of its path alone. */
#define CONFIDENCE_OF_PATH_TAIL CONFIDENCE_LIKELY

#endif
