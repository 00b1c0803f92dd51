/*
 * xml.h - an XML text as elements with their places: what readers of XML
 * formats stand on. The only owner of libxml2.
 *
 * libxml2 decides what an element is and where the text breaks; it gets no
 * file and no network, expands no entity and follows no XInclude. What stands
 * in an element or attribute is decoded here, byte by byte, so that every
 * byte knows its place, in CDATA and behind references too.
 *
 * An element is an index into the nodes of its struct xml; XML_ABSENT is no
 * element, and every function takes it and then gives nothing. Everything
 * lives in the arena of the analysis. Reading never fails: a text that is
 * broken, very deep, very large or uses entities of its own leaves one gap,
 * and what came before the break is there.
 *
 *	const struct xml *xml = xml_read(analysis, text);
 *	for (uint32_t e = xml_first(xml, xml_root(xml)); e != XML_ABSENT;
 *	     e = xml_next(xml, e))
 *		if (xml_is(xml, e, "queryString"))
 *			xml_string(xml, e, &sql);
 */
#ifndef ANALYZERS_REPORTS_XML_H
#define ANALYZERS_REPORTS_XML_H

#include "analyzers/analyzer.h"

#define XML_ABSENT UINT32_MAX

/* Elements inside more than so many others are not read; libxml2 has a limit
 * of its own just above. */
#define XML_DEPTH_MAX 128

/* Texts larger than this are not read. */
#define XML_SIZE_MAX (16u << 20)

/* Offsets are of bytes in the text. */
struct xml_node {
	uint32_t begin; /* of the start tag */
	uint32_t inner; /* behind the start tag */
	uint32_t close; /* of the end tag; without one: `inner` */
	uint32_t end;	/* behind the end tag */
	uint32_t first; /* element inside */
	uint32_t next;	/* element beside */
};

struct xml {
	struct analysis *analysis;
	struct text *text;
	struct xml_node *nodes;
	uint32_t n_nodes;
};

/* A decoded string: byte i stands at origins[i] in the text. NUL follows. A
 * reference to an entity of the text's own is a TEXT_HOLE. */
struct xml_string {
	char *bytes;
	uint32_t *origins;
	size_t size;
};

/* Never NULL; without nodes when nothing could be read. */
const struct xml *xml_read(struct analysis *analysis, struct text *text);

/* The outermost element. */
uint32_t xml_root(const struct xml *xml);

/* The elements inside of one, in order of writing. */
uint32_t xml_first(const struct xml *xml, uint32_t node);
uint32_t xml_next(const struct xml *xml, uint32_t node);

/* Whether the element has this name; prefixes of namespaces do not count. */
bool xml_is(const struct xml *xml, uint32_t node, const char *name);

/* The first element of that name inside of one. */
uint32_t xml_child(const struct xml *xml, uint32_t node, const char *name);

/* The value of an attribute, its white space as blanks; false: has none. */
bool xml_attribute(const struct xml *xml, uint32_t node, const char *name,
		   struct xml_string *string);

/* The same without places, or NULL. */
const char *xml_value(const struct xml *xml, uint32_t node, const char *name);

/* The text right inside of an element, that of inner elements left out;
 * false: no element. */
bool xml_string(const struct xml *xml, uint32_t node,
		struct xml_string *string);

/* Appends `size` bytes, all of which stand at `origin`. */
void xml_append(const struct xml *xml, struct xml_string *string,
		const char *bytes, size_t size, uint32_t origin);

/* The line of the outermost host on which the element begins. */
uint32_t xml_line(const struct xml *xml, uint32_t node);

/* Makes `guest` a guest of the XML text, of the bytes of a string. */
void xml_guest(const struct xml *xml, struct text *guest,
	       const struct xml_string *string);

#endif
