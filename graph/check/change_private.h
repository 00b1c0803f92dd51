/*
 * change_private.h - what the files that find a change's findings share.
 */
#ifndef GRAPH_CHECK_CHANGE_PRIVATE_H
#define GRAPH_CHECK_CHANGE_PRIVATE_H

#include "graph/check/access.h"
#include "graph/check/change.h"

struct finder {
	const struct change *change;
	struct report *report;
	struct access_list *base, *head;
	GHashTable *fingerprints; /* of all findings, accepted ones too */
};

/* A finding, filled in by the caller, goes to the report: as accepted when an
 * exemption that has not expired holds it. */
void finder_add(struct finder *finder, const struct finding *finding);

/* The access as a finding; operations are those that are new. */
void find_accesses(struct finder *finder);
void find_breaks(struct finder *finder);
void find_blind_spots(struct finder *finder);
void find_exemptions(struct finder *finder);

/* The fingerprint of an access. */
void access_fingerprint(char fingerprint[FINGERPRINT_SIZE],
			const struct access_list *list,
			const struct access_row *row, uint32_t operations);

/* The fingerprint of a blind spot, whose path is that before. */
void blind_fingerprint(char fingerprint[FINGERPRINT_SIZE],
		       const struct blind_spot *spot, const char *before);

/* Whether a text of head is one that is compared. */
bool is_compared(const struct change *change, const char *path);

/* Whether the blind spot hides accesses to tables. */
bool blind_counts(const struct blind_spot *spot, const char *source);

/* Whether the exemption, expired or not, is for that access. */
bool exemption_fits(const struct exemption *exemption,
		    const struct access_list *list,
		    const struct access_row *row);

#endif
