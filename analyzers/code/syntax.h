/*
 * syntax.h - a text's syntax in words that all languages share.
 *
 * The owner of tree-sitter: nothing of it is seen outside. A text is parsed
 * and its tree cut down to the nodes that the language's .scm gives a label;
 * a label is a kind (@call: what a node is) or a role (@as.argument: what it
 * is to the labelled node around it). Nodes without a label are left out and
 * their children move up. README.md says what each label promises.
 *
 * Nodes are an array in order of writing, each before what is inside it, so
 * that all below node n are n + 1 up to nodes[n].past. They live in the
 * arena, the parser and the read queries as long as the process.
 *
 *	uint32_t value = syntax_child(&syntax, call, AS_FUNCTION);
 *	for (uint32_t n = syntax_first(&syntax, call); n != SYNTAX_NONE;
 *	     n = syntax_next(&syntax, n))
 *		...
 *
 * Nothing fails: a text that is too large, too deep or broken gives what can
 * be had, and `reason` says so.
 */
#ifndef ANALYZERS_CODE_SYNTAX_H
#define ANALYZERS_CODE_SYNTAX_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "graph/arena.h"
#include "graph/blind_spot.h"

/* What a node is. */
#define SYNTAX_KINDS(X)                                                        \
	X(SYNTAX_OTHER, "other")                                               \
	X(SYNTAX_MODULE, "module")                                             \
	X(SYNTAX_FUNCTION, "function")                                         \
	X(SYNTAX_LAMBDA, "lambda")                                             \
	X(SYNTAX_CLASS, "class")                                               \
	X(SYNTAX_PARAMETER, "parameter")                                       \
	X(SYNTAX_PARAMETER_REST, "parameter.rest")                             \
	X(SYNTAX_PARAMETER_OPTIONS, "parameter.options")                       \
	X(SYNTAX_ASSIGNMENT, "assignment")                                     \
	X(SYNTAX_AUGMENT, "augment")                                           \
	X(SYNTAX_IMPORT, "import")                                             \
	X(SYNTAX_IMPORT_ITEM, "import.item")                                   \
	X(SYNTAX_IMPORT_ALL, "import.all")                                     \
	X(SYNTAX_RETURN, "return")                                             \
	X(SYNTAX_EXIT, "exit")                                                 \
	X(SYNTAX_BRANCH, "branch")                                             \
	X(SYNTAX_ARM, "arm")                                                   \
	X(SYNTAX_ARM_ELSE, "arm.else")                                         \
	X(SYNTAX_LOOP, "loop")                                                 \
	X(SYNTAX_COMPREHENSION, "comprehension")                               \
	X(SYNTAX_STRING, "string")                                             \
	X(SYNTAX_TEXT, "text")                                                 \
	X(SYNTAX_INTERPOLATION, "interpolation")                               \
	X(SYNTAX_JOIN, "join")                                                 \
	X(SYNTAX_CONCAT, "concat")                                             \
	X(SYNTAX_FORMAT, "format")                                             \
	X(SYNTAX_REPEAT, "repeat")                                             \
	X(SYNTAX_CALL, "call")                                                 \
	X(SYNTAX_KEYWORD, "keyword")                                           \
	X(SYNTAX_SPREAD, "spread")                                             \
	X(SYNTAX_MEMBER, "member")                                             \
	X(SYNTAX_SUBSCRIPT, "subscript")                                       \
	X(SYNTAX_NAME, "name")                                                 \
	X(SYNTAX_LIST, "list")                                                 \
	X(SYNTAX_MAP, "map")                                                   \
	X(SYNTAX_PAIR, "pair")                                                 \
	X(SYNTAX_EITHER, "either")                                             \
	X(SYNTAX_GROUP, "group")                                               \
	X(SYNTAX_CONSTANT, "constant")                                         \
	X(SYNTAX_COMPARISON, "comparison")                                     \
	X(SYNTAX_DECLARATION, "declaration")                                   \
	X(SYNTAX_DECLARED, "declared")                                         \
	X(SYNTAX_STREAM, "stream")                                             \
	X(SYNTAX_INCLUDE, "include")                                           \
	X(SYNTAX_INJECT, "inject")                                             \
	X(SYNTAX_COMMENT, "comment")

/* What a node is to the node around it. */
#define SYNTAX_ROLES(X)                                                        \
	X(AS_NONE, "as.none")                                                  \
	X(AS_NAME, "as.name")                                                  \
	X(AS_ALIAS, "as.alias")                                                \
	X(AS_MODULE, "as.module")                                              \
	X(AS_BASE, "as.base")                                                  \
	X(AS_BODY, "as.body")                                                  \
	X(AS_TARGET, "as.target")                                              \
	X(AS_VALUE, "as.value")                                                \
	X(AS_FUNCTION, "as.function")                                          \
	X(AS_ARGUMENT, "as.argument")                                          \
	X(AS_OBJECT, "as.object")                                              \
	X(AS_INDEX, "as.index")                                                \
	X(AS_LEFT, "as.left")                                                  \
	X(AS_RIGHT, "as.right")                                                \
	X(AS_OPERATOR, "as.operator")                                          \
	X(AS_KEY, "as.key")                                                    \
	X(AS_ITEM, "as.item")                                                  \
	X(AS_OPEN, "as.open")                                                  \
	X(AS_TYPE, "as.type")                                                  \
	X(AS_DECORATOR, "as.decorator")                                        \
	X(AS_ARM, "as.arm")                                                    \
	X(AS_MODIFIER, "as.modifier")

#define SYNTAX_CONSTANT_(constant, name) constant,
enum syntax_kind { SYNTAX_KINDS(SYNTAX_CONSTANT_) N_SYNTAX_KINDS };
enum syntax_role { SYNTAX_ROLES(SYNTAX_CONSTANT_) N_SYNTAX_ROLES };

#define SYNTAX_NONE UINT32_MAX

/* Limits: all are counts, so that results do not depend on the machine. */
#define SYNTAX_SIZE_MAX (4u << 20)
#define SYNTAX_BRACKETS_MAX 10000
#define SYNTAX_LINE_TOKENS_MAX 60000
#define SYNTAX_DEPTH_MAX 2000

struct syntax_node {
	uint8_t kind, role;
	uint32_t start, end; /* bytes of the text */
	uint32_t parent;     /* SYNTAX_NONE for the root */
	uint32_t past;	     /* the first node behind all that is inside */
};

struct syntax {
	const char *bytes;
	struct syntax_node *nodes; /* nodes[0] is the root */
	uint32_t n_nodes;	   /* 0: nothing could be read */
	/* REASON_NONE, or why not all was read, and the byte it is about. */
	enum reason reason;
	uint32_t reason_start;
};

/* How a language is read; the row is static data of the language. */
struct syntax_grammar {
	const void *(*grammar)(void); /* tree_sitter_<language>() */
	const char *scm;
	const size_t *scm_size;
	/* Of what cannot be read only that is noted for which this holds: a
	 * parser without a preprocessor fails where nothing is wrong. NULL:
	 * all is. */
	bool (*matters)(const char *bytes, size_t size);
};

void syntax_read(struct syntax *syntax, struct arena *arena,
		 const struct syntax_grammar *grammar, const char *bytes,
		 size_t size);

/* Whether the grammar's .scm is one, for tests; *error says what is wrong. */
bool syntax_check(const struct syntax_grammar *grammar, GError **error);

const char *syntax_kind_name(enum syntax_kind kind);
const char *syntax_role_name(enum syntax_role role);

static inline uint32_t syntax_first(const struct syntax *syntax, uint32_t node)
{
	return syntax->nodes[node].past > node + 1 ? node + 1 : SYNTAX_NONE;
}

/* The next one inside the same node. */
static inline uint32_t syntax_next(const struct syntax *syntax, uint32_t node)
{
	uint32_t past = syntax->nodes[node].past;

	return past < syntax->nodes[syntax->nodes[node].parent].past
		       ? past
		       : SYNTAX_NONE;
}

/* The first node inside with that role, or SYNTAX_NONE; also for a node that
 * is SYNTAX_NONE itself. */
uint32_t syntax_child(const struct syntax *syntax, uint32_t node,
		      enum syntax_role role);

/* The next one behind `node` with the same role, or SYNTAX_NONE. */
uint32_t syntax_sibling(const struct syntax *syntax, uint32_t node);

#endif
