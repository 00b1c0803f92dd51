#include "analyzers/reports/xml.h"

#include <string.h>

#include <libxml/parser.h>
#include <libxml/parserInternals.h>

/* More elements than these are not kept. */
#define ELEMENTS_MAX (1u << 18)

/* libxml2 compares each attribute of a tag with each, and a name with each
 * namespace around it. */
#define ATTRIBUTES_MAX 128

/* What libxml2 calls back with. */
struct reader {
	struct xml *xml;
	xmlParserCtxt *parser;
	size_t skip;			/* bytes ahead of what libxml2 sees */
	uint32_t open[XML_DEPTH_MAX];	/* elements that are open */
	uint32_t latest[XML_DEPTH_MAX]; /* the last one inside of each */
	uint32_t depth;
	uint32_t root_last;
	enum reason reason; /* of the gap; REASON_NONE: none */
	size_t place;	    /* of the gap */
	size_t broken;	    /* where the text ends before its end; 0: nowhere */
	const char *detail;
};

/* --- structure ------------------------------------------------------------ */

/* The text is UTF-8 and libxml2 converts nothing, so that what it has used up
 * is an offset. */
static size_t offset_now(const struct reader *reader)
{
	long used = xmlByteConsumed(reader->parser);

	return reader->skip + (used > 0 ? (size_t)used : 0);
}

/* Only the first thing that goes wrong is told. */
static void note(struct reader *reader, enum reason reason, const char *detail)
{
	if (reader->reason != REASON_NONE)
		return;
	reader->reason = reason;
	reader->place = MIN(offset_now(reader), reader->xml->text->size);
	reader->detail = detail;
}

static void broken(struct reader *reader, enum reason reason)
{
	note(reader, reason, "XML");
	if (!reader->broken)
		reader->broken =
			MIN(offset_now(reader), reader->xml->text->size);
}

static void stop(struct reader *reader, enum reason reason)
{
	broken(reader, reason);
	xmlStopParser(reader->parser);
}

/* The "<" of the tag that ends at `end`: there is no other in a tag. */
static size_t tag_begin(const struct reader *reader, size_t end)
{
	const char *bytes = reader->xml->text->bytes;
	const char *found = memrchr(bytes, '<', end);

	return found ? (size_t)(found - bytes) : end;
}

static uint32_t add_node(struct reader *reader)
{
	struct xml *xml = reader->xml;
	uint32_t index = xml->n_nodes;
	uint32_t *last = reader->depth ? &reader->latest[reader->depth - 1]
				       : &reader->root_last;

	*ARENA_PUSH(xml->analysis->arena, xml->nodes, xml->n_nodes) =
		(struct xml_node){.first = XML_ABSENT, .next = XML_ABSENT};
	if (*last != XML_ABSENT)
		xml->nodes[*last].next = index;
	else if (reader->depth)
		xml->nodes[reader->open[reader->depth - 1]].first = index;
	*last = index;
	return index;
}

/* Called ahead of the ">" or "/>" of a start tag. */
static void on_start(void *payload, const xmlChar *name, const xmlChar *prefix,
		     const xmlChar *uri, int n_namespaces,
		     const xmlChar **namespaces, int n_attributes,
		     int n_defaulted, const xmlChar **attributes)
{
	struct reader *reader = payload;
	const struct text *text = reader->xml->text;
	size_t at = offset_now(reader);
	struct xml_node *node;
	uint32_t index;

	(void)name, (void)prefix, (void)uri, (void)n_namespaces;
	(void)namespaces, (void)n_attributes, (void)n_defaulted;
	(void)attributes;
	if (reader->depth == XML_DEPTH_MAX) {
		stop(reader, REASON_TOO_DEEP);
		return;
	}
	if (reader->xml->n_nodes == ELEMENTS_MAX) {
		stop(reader, REASON_TOO_LARGE);
		return;
	}
	if (at >= text->size ||
	    (text->bytes[at] != '>' && text->bytes[at] != '/')) {
		stop(reader, REASON_UNREADABLE_TEXT);
		return;
	}
	index = add_node(reader);
	node = &reader->xml->nodes[index];
	node->begin = (uint32_t)tag_begin(reader, at);
	node->inner = (uint32_t)(at + (text->bytes[at] == '/' ? 2 : 1));
	node->close = node->end = node->inner;
	reader->open[reader->depth] = index;
	reader->latest[reader->depth++] = XML_ABSENT;
}

/* Called behind the end tag. */
static void on_end(void *payload, const xmlChar *name, const xmlChar *prefix,
		   const xmlChar *uri)
{
	struct reader *reader = payload;
	struct xml_node *node;
	size_t at = MIN(offset_now(reader), reader->xml->text->size);

	(void)name, (void)prefix, (void)uri;
	if (!reader->depth)
		return;
	node = &reader->xml->nodes[reader->open[--reader->depth]];
	if (at <= node->inner)
		return;
	node->end = (uint32_t)at;
	node->close = (uint32_t)MAX(tag_begin(reader, at), node->inner);
}

/* An entity of the text's own stays unknown, and the text goes on: to libxml2
 * it is as if the declaration stood in a file that is not read. */
static void miss_entity(struct reader *reader)
{
	reader->parser->hasPErefs = 1;
	note(reader, REASON_UNREADABLE_TEXT,
	     "XML: an entity, which is not expanded");
}

/* "&lt;" and its kin. Also asked for when one is declared. */
static xmlEntity *on_entity(void *payload, const xmlChar *name)
{
	struct reader *reader = payload;
	xmlEntity *entity = xmlGetPredefinedEntity(name);

	if (!entity && !reader->parser->inSubset)
		miss_entity(reader);
	return entity;
}

static xmlEntity *on_parameter_entity(void *payload, const xmlChar *name)
{
	(void)name;
	miss_entity(payload);
	return NULL;
}

static void on_error(void *payload, xmlError *error)
{
	if (error->level == XML_ERR_FATAL)
		broken(payload, REASON_UNREADABLE_TEXT);
}

/* A break leaves elements open: they end there. */
static void close_all(struct reader *reader)
{
	while (reader->depth) {
		struct xml_node *node =
			&reader->xml->nodes[reader->open[--reader->depth]];

		node->close = (uint32_t)MAX(reader->broken, node->inner);
		node->end = node->close;
	}
}

/* Without handlers of declarations and of external subsets nothing that a
 * document type says is kept or fetched. */
static void parse(struct reader *reader, const char *bytes, size_t size)
{
	static const xmlSAXHandler handler = {
		.initialized = XML_SAX2_MAGIC,
		.getEntity = on_entity,
		.getParameterEntity = on_parameter_entity,
		.startElementNs = on_start,
		.endElementNs = on_end,
		.serror = (xmlStructuredErrorFunc)on_error,
	};

	reader->parser = xmlCreateMemoryParserCtxt(bytes, (int)size);
	if (!reader->parser)
		return;
	*reader->parser->sax = handler;
	reader->parser->userData = reader;
	xmlCtxtUseOptions(reader->parser, XML_PARSE_NONET | XML_PARSE_NOERROR |
						  XML_PARSE_NOWARNING |
						  XML_PARSE_IGNORE_ENC);
	xmlParseDocument(reader->parser);
	/* libxml2 makes one for entities, and leaves it where a text breaks. */
	xmlFreeDoc(reader->parser->myDoc);
	xmlFreeParserCtxt(reader->parser);
	close_all(reader);
}

/* Behind `mark`, or the end. */
static const char *behind(const char *at, const char *end, const char *mark)
{
	const char *found = memmem(at, (size_t)(end - at), mark, strlen(mark));

	return found ? found + strlen(mark) : end;
}

/* Behind the tag at `at`, whose attributes are counted. */
static const char *pass_tag(const char *at, const char *end, size_t *count)
{
	*count = 0;
	for (at++; at < end && *at != '>' && *at != '<'; at++) {
		if (*at == '"' || *at == '\'')
			at = memchr(at + 1, *at, (size_t)(end - at) - 1);
		if (!at)
			return end;
		*count += *at == '=';
	}
	return at;
}

/* Whether a tag has more attributes than can be read in time. */
static bool too_many_attributes(const char *at, const char *end)
{
	size_t count;

	while ((at = memchr(at, '<', (size_t)(end - at)))) {
		if (end - at >= 4 && !memcmp(at, "<!--", 4)) {
			at = behind(at + 4, end, "-->");
		} else if (end - at >= 9 && !memcmp(at, "<![CDATA[", 9)) {
			at = behind(at + 9, end, "]]>");
		} else {
			at = pass_tag(at, end, &count);
			if (count > ATTRIBUTES_MAX)
				return true;
		}
	}
	return false;
}

const struct xml *xml_read(struct analysis *analysis, struct text *text)
{
	struct xml *xml = ARENA_NEW(analysis->arena, struct xml);
	struct reader *reader = ARENA_NEW(analysis->arena, struct reader);
	const char *bytes = text->bytes;

	xml->analysis = analysis;
	xml->text = text;
	reader->xml = xml;
	reader->root_last = XML_ABSENT;
	if (text->size >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0)
		reader->skip = 3;
	/* libxml2 goes by the first bytes, too: no NUL may be among them. */
	if (text->size > XML_SIZE_MAX ||
	    too_many_attributes(bytes, bytes + text->size)) {
		reader->reason = REASON_TOO_LARGE;
		reader->detail = "XML";
	} else if (memchr(bytes, '\0', MIN(text->size, 4))) {
		reader->reason = REASON_UNREADABLE_TEXT;
		reader->detail = "XML";
	} else if (text->size > reader->skip) {
		parse(reader, bytes + reader->skip, text->size - reader->skip);
	}
	if (reader->reason != REASON_NONE)
		analysis_gap(analysis, text, reader->reason,
			     text_line(text, reader->place), reader->detail);
	return xml;
}

/* --- walking -------------------------------------------------------------- */

uint32_t xml_root(const struct xml *xml)
{
	return xml->n_nodes ? 0 : XML_ABSENT;
}

uint32_t xml_first(const struct xml *xml, uint32_t node)
{
	return node == XML_ABSENT ? XML_ABSENT : xml->nodes[node].first;
}

uint32_t xml_next(const struct xml *xml, uint32_t node)
{
	return node == XML_ABSENT ? XML_ABSENT : xml->nodes[node].next;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* The end of a name of a tag or attribute; *local is behind its prefix. */
static size_t name_end(const char *bytes, size_t at, size_t end, size_t *local)
{
	*local = at;
	for (; at < end && !is_blank(bytes[at]) && !strchr("=/>", bytes[at]);
	     at++)
		if (bytes[at] == ':')
			*local = at + 1;
	return at;
}

static bool is_name(const char *bytes, size_t from, size_t to, const char *name)
{
	return strlen(name) == to - from &&
	       memcmp(bytes + from, name, to - from) == 0;
}

bool xml_is(const struct xml *xml, uint32_t node, const char *name)
{
	const char *bytes = xml->text->bytes;
	size_t local, end;

	if (node == XML_ABSENT)
		return false;
	end = name_end(bytes, xml->nodes[node].begin + 1,
		       xml->nodes[node].inner, &local);
	return is_name(bytes, local, end, name);
}

uint32_t xml_child(const struct xml *xml, uint32_t node, const char *name)
{
	uint32_t child = xml_first(xml, node);

	while (child != XML_ABSENT && !xml_is(xml, child, name))
		child = xml_next(xml, child);
	return child;
}

uint32_t xml_line(const struct xml *xml, uint32_t node)
{
	return text_line(xml->text,
			 node == XML_ABSENT ? 0 : xml->nodes[node].begin);
}

/* --- decoding ------------------------------------------------------------- */

void xml_append(const struct xml *xml, struct xml_string *string,
		const char *bytes, size_t size, uint32_t origin)
{
	struct arena *arena = xml->analysis->arena;

	for (size_t i = 0; i < size; i++) {
		size_t n_origins = string->size;

		*ARENA_PUSH(arena, string->origins, n_origins) = origin;
		*ARENA_PUSH(arena, string->bytes, string->size) = bytes[i];
	}
}

static void copy(const struct xml *xml, struct xml_string *string, size_t from,
		 size_t to)
{
	for (size_t i = from; i < to; i++)
		xml_append(xml, string, xml->text->bytes + i, 1, (uint32_t)i);
}

static void finish(const struct xml *xml, struct xml_string *string)
{
	xml_append(xml, string, "", 1, 0);
	string->size--;
}

/* The character that "#38" or "#x26" means, as UTF-8. */
static size_t decode_number(const char *at, size_t size, char utf8[6])
{
	unsigned base = size > 1 && at[1] == 'x' ? 16 : 10;
	gunichar code = 0;

	for (size_t i = base == 16 ? 2 : 1; i < size; i++) {
		int digit = g_ascii_xdigit_value(at[i]);

		if (digit < 0 || (unsigned)digit >= base)
			return 0;
		code = code * base + (unsigned)digit;
		if (code > 0x10ffff)
			return 0;
	}
	if (!code || !g_unichar_validate(code))
		return 0;
	return (size_t)g_unichar_to_utf8(code, utf8);
}

/* A reference at `at`, its "&" included; gives the end. */
static size_t decode_reference(const struct xml *xml, struct xml_string *string,
			       size_t at, size_t end)
{
	static const char hole = TEXT_HOLE;
	const char *bytes = xml->text->bytes;
	const char *semicolon =
		memchr(bytes + at, ';', MIN(end - at, (size_t)64));
	const char *name = bytes + at + 1;
	size_t size, n;
	char utf8[6];

	if (!semicolon) {
		copy(xml, string, at, at + 1);
		return at + 1;
	}
	size = (size_t)(semicolon - name);
	if (is_name(name, 0, size, "lt"))
		n = 1, utf8[0] = '<';
	else if (is_name(name, 0, size, "gt"))
		n = 1, utf8[0] = '>';
	else if (is_name(name, 0, size, "amp"))
		n = 1, utf8[0] = '&';
	else if (is_name(name, 0, size, "quot"))
		n = 1, utf8[0] = '"';
	else if (is_name(name, 0, size, "apos"))
		n = 1, utf8[0] = '\'';
	else
		n = *name == '#' ? decode_number(name, size, utf8) : 0;
	xml_append(xml, string, n ? utf8 : &hole, n ? n : 1, (uint32_t)at);
	return at + size + 2;
}

/* Where `mark` stands behind `at`, or the end. */
static size_t find(const struct xml *xml, size_t at, size_t end,
		   const char *mark)
{
	const char *bytes = xml->text->bytes;
	const char *found = memmem(bytes + at, end - at, mark, strlen(mark));

	return found ? (size_t)(found - bytes) : end;
}

static bool begins(const struct xml *xml, size_t at, size_t end,
		   const char *mark)
{
	size_t n = strlen(mark);

	return end - at >= n && memcmp(xml->text->bytes + at, mark, n) == 0;
}

/* Passes what begins with "<" inside of an element; of CDATA the text is
 * taken over. `child` is the next element inside. */
static size_t pass_markup(const struct xml *xml, struct xml_string *string,
			  size_t at, size_t end, uint32_t *child)
{
	size_t close;

	if (begins(xml, at, end, "<![CDATA[")) {
		close = find(xml, at + 9, end, "]]>");
		copy(xml, string, at + 9, close);
		return MIN(close + 3, end);
	}
	if (begins(xml, at, end, "<!--"))
		return MIN(find(xml, at + 4, end, "-->") + 3, end);
	if (begins(xml, at, end, "<?"))
		return MIN(find(xml, at + 2, end, "?>") + 2, end);
	while (*child != XML_ABSENT && xml->nodes[*child].begin < at)
		*child = xml->nodes[*child].next;
	if (*child != XML_ABSENT && xml->nodes[*child].begin == at)
		return MAX(xml->nodes[*child].end, at + 1);
	return end;
}

bool xml_string(const struct xml *xml, uint32_t node, struct xml_string *string)
{
	uint32_t child = xml_first(xml, node);
	size_t at, end;

	if (node == XML_ABSENT)
		return false;
	*string = (struct xml_string){NULL, NULL, 0};
	at = xml->nodes[node].inner;
	end = MIN(xml->nodes[node].close, xml->text->size);
	while (at < end) {
		if (xml->text->bytes[at] == '<') {
			at = pass_markup(xml, string, at, end, &child);
		} else if (xml->text->bytes[at] == '&') {
			at = decode_reference(xml, string, at, end);
		} else {
			copy(xml, string, at, at + 1);
			at++;
		}
	}
	finish(xml, string);
	return true;
}

/* White space in an attribute is a blank. */
static void decode_attribute(const struct xml *xml, struct xml_string *string,
			     size_t at, size_t end)
{
	*string = (struct xml_string){NULL, NULL, 0};
	while (at < end) {
		if (xml->text->bytes[at] == '&') {
			at = decode_reference(xml, string, at, end);
		} else if (is_blank(xml->text->bytes[at])) {
			xml_append(xml, string, " ", 1, (uint32_t)at);
			at++;
		} else {
			copy(xml, string, at, at + 1);
			at++;
		}
	}
	finish(xml, string);
}

/* Passes blanks and an "=" to a quoted value: [*from, *to). False: none. */
static bool find_value(const char *bytes, size_t at, size_t end, size_t *from,
		       size_t *to)
{
	const char *close;

	while (at < end && (is_blank(bytes[at]) || bytes[at] == '='))
		at++;
	if (at >= end || (bytes[at] != '"' && bytes[at] != '\''))
		return false;
	close = memchr(bytes + at + 1, bytes[at], end - at - 1);
	*from = at + 1;
	*to = close ? (size_t)(close - bytes) : end;
	return true;
}

bool xml_attribute(const struct xml *xml, uint32_t node, const char *name,
		   struct xml_string *string)
{
	const char *bytes = xml->text->bytes;
	size_t at, end, local, stop_at, from, to;

	if (node == XML_ABSENT)
		return false;
	end = xml->nodes[node].inner;
	at = name_end(bytes, xml->nodes[node].begin + 1, end, &local);
	while (at < end) {
		while (at < end && is_blank(bytes[at]))
			at++;
		stop_at = name_end(bytes, at, end, &local);
		if (stop_at == at ||
		    !find_value(bytes, stop_at, end, &from, &to))
			return false;
		if (is_name(bytes, local, stop_at, name)) {
			decode_attribute(xml, string, from, to);
			return true;
		}
		at = to + 1;
	}
	return false;
}

const char *xml_value(const struct xml *xml, uint32_t node, const char *name)
{
	struct xml_string string;

	return xml_attribute(xml, node, name, &string) ? string.bytes : NULL;
}

/* --- guests --------------------------------------------------------------- */

/* A mark where the line may change: where the origin passes a newline. */
void xml_guest(const struct xml *xml, struct text *guest,
	       const struct xml_string *string)
{
	const char *bytes = xml->text->bytes;
	struct line_mark *marks = NULL;
	uint32_t n_marks = 0, last = 0;

	for (size_t i = 0; i < string->size; i++) {
		uint32_t origin = string->origins[i];
		uint32_t low = MIN(last, origin), high = MAX(last, origin);

		if (!i || memchr(bytes + low, '\n', high - low))
			*ARENA_PUSH(xml->analysis->arena, marks,
				    n_marks) = (struct line_mark){
				(uint32_t)i, text_line(xml->text, origin)};
		last = origin;
	}
	guest->bytes = string->bytes;
	guest->size = string->size;
	text_guest(guest, xml->text, marks, n_marks);
}
