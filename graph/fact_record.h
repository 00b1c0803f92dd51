/*
 * fact_record.h - the tables that drive the encoding of facts; for fact*.c.
 *
 * Every struct of a fact is a record: a row of fields in the order of
 * fact.h. Bytes and JSON both follow it, so a new field is one line in
 * fact_record.c.
 */
#ifndef GRAPH_FACT_RECORD_H
#define GRAPH_FACT_RECORD_H

#include <string.h>

#include "graph/fact.h"

enum field_type {
	FIELD_BOOL,
	FIELD_U32,
	FIELD_ENUM,  /* `more` is its kind_list */
	FIELD_FLAGS, /* `more` is its kind_list */
	FIELD_INDEX, /* a uint32_t whose default is SCOPE_ABSENT */
	FIELD_U64,
	FIELD_STRING,
	FIELD_STRINGS, /* `count` is the offset of their number */
	FIELD_U32S,
	FIELD_RECORD,  /* a struct inside; `more` is its record */
	FIELD_RECORDS, /* an array of them */
};

struct field {
	const char *name;
	enum field_type type;
	size_t offset, count;
	const void *more;
};

/* A struct and its fields. `text` prints it in one JSON string, where that
 * reads better than an object. */
struct record {
	size_t size;
	const struct field *fields;
	unsigned n_fields;
	void (*text)(const void *value, GString *out);
	bool indexed; /* some field is a FIELD_INDEX */
};

/* What all facts have, and what a fact of the kind has beside. */
const struct record *fact_head(void);
const struct record *fact_body(enum fact_kind kind);

/* --- a field in memory --- */

static inline uint32_t field_u32(const struct field *field, const char *base)
{
	uint32_t value;

	if (field->type == FIELD_BOOL)
		return *(const bool *)(base + field->offset);
	memcpy(&value, base + field->offset, sizeof(value));
	return field->type == FIELD_INDEX ? value + 1 : value;
}

static inline uint64_t field_u64(const struct field *field, const char *base)
{
	return *(const uint64_t *)(const void *)(base + field->offset);
}

static inline uint32_t field_count(const struct field *field, const char *base)
{
	return *(const uint32_t *)(const void *)(base + field->count);
}

static inline void *field_pointer(const struct field *field, const char *base)
{
	void *pointer;

	memcpy(&pointer, base + field->offset, sizeof(pointer));
	return pointer;
}

bool field_is_default(const struct field *field, const char *base);

/* Appends `text` as the inside of a JSON string, holes as "<hole>". */
void fact_text_to_json(const char *text, GString *out);

#endif
