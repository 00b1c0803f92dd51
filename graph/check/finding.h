/*
 * finding.h - what a check has found, for the writers of output/.
 *
 * A report owns all that its findings point to, in one arena. Strings are
 * UTF-8, and hostile: every writer escapes them for where they go.
 */
#ifndef GRAPH_CHECK_FINDING_H
#define GRAPH_CHECK_FINDING_H

#include "graph/check/policy.h"
#include "graph/graph.h"

/* Sorted by name. What each means is said in finding.c. */
#define RULES(X)                                                               \
	X(RULE_BASELINE_GROWS, "baseline-grows")                               \
	X(RULE_BREAKS_READER, "breaks-reader")                                 \
	X(RULE_CLOSED_TABLE, "closed-table")                                   \
	X(RULE_CONFIGURATION_CHANGED, "configuration-changed")                 \
	X(RULE_EXPIRED_EXEMPTION, "expired-exemption")                         \
	X(RULE_NEW_BLIND_SPOT, "new-blind-spot")                               \
	X(RULE_NEW_READER, "new-reader")                                       \
	X(RULE_NEW_WRITER, "new-writer")                                       \
	X(RULE_STALE_EXEMPTION, "stale-exemption")

/* An error or a warning fails the check, a note does not. */
#define LEVELS(X)                                                              \
	X(LEVEL_NOTE, "note")                                                  \
	X(LEVEL_WARNING, "warning")                                            \
	X(LEVEL_ERROR, "error")

enum rule { RULES(KIND_CONSTANT) N_RULES };
enum level { LEVELS(KIND_CONSTANT) N_LEVELS };
extern const struct kind_list RULE, LEVEL;

/* A rule in a few words, and what to do about a finding of it. */
const char *rule_title(enum rule rule);
const char *rule_help(enum rule rule);

/* A node that a finding speaks of, whichever graph it was found in. */
struct party {
	const char *id;	  /* NULL: none */
	const char *name; /* "api/app/orders.py#list", "shop/public.orders" */
	enum node_kind kind;
	const char *owners; /* "@a @b", or NULL */
};

/* Someone else whom the finding concerns: a reader that breaks. */
struct related {
	struct party party;
	const char *source, *path; /* path NULL: in a catalog */
	uint32_t line;
	uint32_t operations;
	enum confidence confidence;
};

#define FINGERPRINT_SIZE 33

struct finding {
	enum rule rule;
	enum level level;
	/* Equal for what is the same finding in spite of moved lines and
	 * renamed files: 32 hexadecimal digits. */
	char fingerprint[FINGERPRINT_SIZE];
	const char *message; /* a sentence without its full stop, plain text */
	const char *path;    /* in the repository; NULL: no place */
	uint32_t line, end_line; /* 0: the file as a whole */
	struct party accessor, object;
	const char *column; /* that is dropped or renamed, or NULL */
	uint32_t operations;
	enum confidence confidence;
	enum table_state state;
	struct related *related;
	uint32_t n_related;
	/* Accepted until a day: then it is not among the findings. */
	const char *reason;
	uint32_t until;
};

struct report {
	struct arena arena;
	const char *source; /* what the repository is called */
	const char *base, *merge_base, *head; /* commits; NULL: not known */
	struct finding **findings; /* by path, line, rule, fingerprint */
	uint32_t n_findings;
	struct finding **accepted; /* that an exemption holds, as sorted */
	uint32_t n_accepted;
	uint32_t counts[N_LEVELS];	      /* of findings */
	uint32_t n_baseline, n_baseline_head; /* entries */
	const char **remarks; /* what the check could not do, one a line */
	uint32_t n_remarks;
};

struct report *report_new(void);
void report_free(struct report *report);

/* A finding to be filled in. */
struct finding *report_add(struct report *report);
struct finding *report_add_accepted(struct report *report);
void report_remark(struct report *report, const char *format, ...)
	G_GNUC_PRINTF(2, 3);

/* Sorts and counts. */
void report_finish(struct report *report);

/* Whether it fails the check. */
bool report_fails(const struct report *report);

/* Copies what a finding says of a node. */
struct party report_party(struct report *report, const struct node *node);

/* The fingerprint of the parts, NULL ones told from empty ones. */
void fingerprint_make(char fingerprint[FINGERPRINT_SIZE],
		      const char *const *parts, uint32_t n);

/* "select, update"; in the report's arena. */
const char *report_words(struct report *report, const struct kind_list *list,
			 uint32_t mask);

#endif
