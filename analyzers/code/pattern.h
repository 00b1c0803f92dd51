/*
 * pattern.h - reads the .scm queries that say what a language's syntax means.
 *
 * The files are queries as tree-sitter has them (a unit test gives each to
 * tree-sitter itself), kept to one shape: a pattern is a path, every node in
 * it has at most one node inside. So all patterns are matched during one walk
 * of the tree, each node against its ancestors, in time linear in the nodes
 * however deep they nest; the general matcher is quadratic there.
 *
 *	(call function: (_) @as.function)
 *	(argument_list . (string) @first)              an anchor: first child
 *	((string_start) @raw (#match? @raw "^[rR]"))
 *	(binary_operator operator: ["+" "||"]) @concat
 *
 * Predicates: #eq? #any-of? #match?, and with "not-" before the word. A
 * capture with "_" in front is for predicates only. A pattern further down
 * in the file wins over one above.
 *
 * Patterns live in the arena. A file with a mistake gives false and a GError
 * with its line: it is ours, so that is a mistake of the program.
 */
#ifndef ANALYZERS_CODE_PATTERN_H
#define ANALYZERS_CODE_PATTERN_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "graph/arena.h"

#define PATTERN_STEPS 6

/* One node of a pattern. */
struct pattern_step {
	const char **types; /* one of these; none: any named node, (_) */
	uint32_t n_types;
	bool *named;	      /* for each type: (type), not "type" */
	const char *field;    /* or NULL */
	bool first, last;     /* the first, the last named child */
	const char **capture; /* without "@" */
	uint32_t n_capture;
};

enum predicate_kind { PREDICATE_EQ, PREDICATE_MATCH };

struct predicate {
	enum predicate_kind kind; /* #any-of? is an #eq? with many strings */
	bool negated;
	uint32_t step; /* of the capture */
	const char **strings;
	uint32_t n_strings;
	GRegex *regex; /* lives as long as the process */
};

/* From the outermost node to the innermost. */
struct pattern {
	struct pattern_step *steps;
	uint32_t n_steps;
	struct predicate *predicates;
	uint32_t n_predicates;
};

struct pattern_list {
	struct pattern *patterns;
	uint32_t n_patterns;
};

bool pattern_read(struct arena *arena, const char *scm, size_t size,
		  struct pattern_list *list, GError **error);

/* Whether the predicate holds for the bytes of its capture. */
bool predicate_holds(const struct predicate *predicate, const char *bytes,
		     size_t size);

#endif
