/*
 * tags_element.h - the elements that tags.h knows, as they stand in the bytes.
 *
 * Slices are offsets of the text; nothing is copied, allocated or fails. What
 * is no tag of these is an operator, and left.
 */
#ifndef ANALYZERS_SQL_TAGS_ELEMENT_H
#define ANALYZERS_SQL_TAGS_ELEMENT_H

#include <stdbool.h>
#include <stdint.h>

enum tag {
	TAG_NONE,
	TAG_PLAIN, /* says nothing: script */
	TAG_IF,
	TAG_TRIM,      /* also where, set, dynamic, foreach, iterate */
	TAG_CHOOSE,    /* its branches exclude one another */
	TAG_BRANCH,    /* when, otherwise */
	TAG_CONDITION, /* of iBATIS: isNull and its kin, with a prepend */
	TAG_INCLUDE,
	TAG_SQL,
	TAG_STATEMENT,
	TAG_SELECT_KEY,
	TAG_EMPTY, /* bind, property: nothing of it is SQL */
};

struct slice {
	uint32_t begin, end; /* of the text */
};

#define ATTRIBUTES_MAX 16

struct element {
	enum tag tag;
	struct slice name;
	struct {
		struct slice name, value;
	} attributes[ATTRIBUTES_MAX];
	uint32_t n_attributes;
	bool close; /* </x> */
	bool empty; /* <x/> */
	uint32_t end;
};

/* The tag at "<"; false if none that is known begins there. */
bool element_read(const char *bytes, uint32_t size, uint32_t at,
		  struct element *element);

/* The attribute's value; empty: it has none. */
struct slice element_attribute(const char *bytes, const struct element *element,
			       const char *name);

/* Behind a comment, a declaration or a processing instruction at "<"; the
 * offset itself if none is there. */
uint32_t element_skip_markup(const char *bytes, uint32_t size, uint32_t at);

/* Whether the text is a document with that root. */
bool element_is_root(const char *bytes, uint32_t size, const char *name);

/* The namespace that the root has. */
struct slice element_namespace(const char *bytes, uint32_t size);

bool element_is_name_byte(char byte);
bool slice_is(const char *bytes, struct slice slice, const char *word);
bool bytes_begin(const char *bytes, uint32_t size, uint32_t at,
		 const char *with);
uint32_t bytes_skip_blanks(const char *bytes, uint32_t size, uint32_t at);

#endif
