#include "graph/kinds.h"

#include <string.h>

#include "graph/blind_spot.h"

#define KIND_NAME(constant, name) name,
#define KIND_BIT_NAME(constant, name, bit) name,
#define REASON_NAME(constant, name, text) name,
#define REASON_TEXT(constant, name, text) text,

#define KIND_LIST(list, rows, row, words, is_bits)                             \
	static const char *const list##_names[] = {rows(row)};                 \
	const struct kind_list list = {words, is_bits,                         \
				       sizeof(list##_names) / sizeof(char *),  \
				       list##_names}

KIND_LIST(NODE_KIND, NODE_KINDS, KIND_NAME, "node kind", false);
KIND_LIST(EDGE_KIND, EDGE_KINDS, KIND_NAME, "edge kind", false);
KIND_LIST(OPERATION, OPERATIONS, KIND_BIT_NAME, "operation", true);
KIND_LIST(ROLE, ROLES, KIND_BIT_NAME, "role", true);
KIND_LIST(HOW, HOWS, KIND_NAME, "derivation", false);
KIND_LIST(CONFIDENCE, CONFIDENCES, KIND_NAME, "confidence", false);
KIND_LIST(VIA, VIAS, KIND_NAME, "via", false);
KIND_LIST(SCOPE, SCOPES, KIND_NAME, "scope", false);
KIND_LIST(SOURCE_KIND, SOURCE_KINDS, KIND_NAME, "source kind", false);
KIND_LIST(DIALECT, DIALECTS, KIND_NAME, "dialect", false);
KIND_LIST(REASON, REASONS, REASON_NAME, "reason", false);

static const char *const reason_texts[] = {REASONS(REASON_TEXT)};

const char *reason_text(enum reason reason)
{
	return reason < N_REASONS ? reason_texts[reason] : "";
}

const char *kind_name(const struct kind_list *list, unsigned value)
{
	if (list->bits)
		value = value ? (unsigned)__builtin_ctz(value) : list->count;
	return value < list->count ? list->names[value] : "?";
}

bool kind_parse(const struct kind_list *list, const char *name, unsigned *value)
{
	for (unsigned i = 0; i < list->count; i++) {
		if (strcmp(list->names[i], name) == 0) {
			*value = list->bits ? 1u << i : i;
			return true;
		}
	}
	return false;
}

void flags_names(const struct kind_list *list, unsigned mask,
		 void (*each)(const char *name, void *payload), void *payload)
{
	for (unsigned i = 0; i < list->count; i++)
		if (mask & (1u << i))
			each(list->names[i], payload);
}
