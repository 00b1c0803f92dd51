/*
 * policy.h - what the team decided: states of tables, and exemptions.
 *
 * A rule gives the tables that its pattern fits a state. Where several rules
 * fit, a whole name goes before a pattern with "*" or "?"; of equal ones the
 * strictest state counts. So the order of the rules means nothing.
 *
 * A pattern is compared without regard to case with a node's id, its name
 * ("public.orders"), the ends of the name ("orders"), and each of them behind
 * its source ("office/public.orders"). A name that is bound to nothing has
 * the state of any table that it may be: "orders" that of "public.orders".
 *
 * Made by the reader of unmoor.yaml; read-only afterwards. The policy owns its
 * strings. Nothing fails but a date that is none.
 *
 *	struct policy *policy = policy_new();
 *	policy_add_rule(policy, STATE_FROZEN, "billing.*", 12);
 *	policy_state(policy, node)                gives STATE_FROZEN
 */
#ifndef GRAPH_CHECK_POLICY_H
#define GRAPH_CHECK_POLICY_H

#include <glib.h>

#include "graph/graph.h"

/* From the mildest to the strictest. What a table may meet:
 *	open	new readers and writers are welcome
 *	frozen	it will move: no new readers or writers
 *	moving	it is on its way: as frozen
 *	moved	it lives elsewhere: whoever comes here is wrong
 *	retired	it is going to be dropped: whoever comes here will break */
#define TABLE_STATES(X)                                                        \
	X(STATE_NONE, "none")                                                  \
	X(STATE_OPEN, "open")                                                  \
	X(STATE_FROZEN, "frozen")                                              \
	X(STATE_MOVING, "moving")                                              \
	X(STATE_MOVED, "moved")                                                \
	X(STATE_RETIRED, "retired")

enum table_state { TABLE_STATES(KIND_CONSTANT) N_TABLE_STATES };
extern const struct kind_list TABLE_STATE;

/* A day as the number YYYYMMDD, so that days compare as numbers; 0: none. */
#define DAY_NONE 0u
/* "2026-03-31"; false when there is no such day. */
bool day_parse(const char *text, uint32_t *day);
/* The form of day_parse(); g_free(). */
char *day_text(uint32_t day);

/* An access that is accepted until a day, with the reason. NULL: any. */
struct exemption {
	char *rule;	     /* what kind of finding; for baselines */
	char *fingerprint;   /* of one finding */
	char *accessor;	     /* pattern, as for tables */
	char *object;	     /* pattern */
	uint32_t operations; /* 0: any */
	char *reason;
	uint32_t until; /* the last day on which it counts */
	unsigned line;	/* in its file */
};

/* Frees its strings. */
void exemption_clear(struct exemption *exemption);

struct policy;

struct policy *policy_new(void);
void policy_free(struct policy *policy);

void policy_add_rule(struct policy *policy, enum table_state state,
		     const char *pattern, unsigned line);
/* Takes the strings over. */
void policy_add_exemption(struct policy *policy,
			  const struct exemption *exemption);

/* The state of a table; STATE_NONE when no rule fits (or policy is NULL).
 * Sets *line (may be NULL) to that of the rule. */
enum table_state policy_state(const struct policy *policy,
			      const struct node *table, unsigned *line);

uint32_t policy_exemptions(const struct policy *policy,
			   const struct exemption *const **exemptions);

/* Whether a pattern (see above) fits the node. */
bool policy_fits(const char *pattern, const struct node *node);

#endif
