#include "analyzers/sql/tags.h"

#include <string.h>

#include "analyzers/sql/tags_element.h"

/* --- what a text is ------------------------------------------------------- */

bool tags_in(const char *bytes, size_t size)
{
	const char *at = bytes, *end = bytes + size;

	if (!size || size > TAGS_SIZE_MAX)
		return false;
	for (; at < end && (at = memchr(at, '<', (size_t)(end - at))); at++) {
		struct element element;
		char next = at + 1 < end ? at[1] : '\0';

		if (next == '!') {
			if (bytes_begin(at, (uint32_t)(end - at), 0,
					"<![CDATA["))
				return true;
			continue;
		}
		if (next != '/' && (next < 'a' || next > 'z'))
			continue;
		/* An open tag alone may be an operator and a name. */
		if (element_read(bytes, (uint32_t)size, (uint32_t)(at - bytes),
				 &element) &&
		    (element.close || element.empty || element.n_attributes))
			return true;
	}
	return memchr(bytes, '&', size) && (memmem(bytes, size, "&lt;", 4) ||
					    memmem(bytes, size, "&gt;", 4));
}

bool tags_in_script(const char *bytes, size_t size)
{
	static const char *const signs[] = {
		"<choose>",  "<foreach", "<if test=", "<include refid=",
		"<isEqual",  "<isNot",	 "<dynamic",  "<trim ",
		"<iterate ", "<where>",	 "<mapper",   "<sqlMap",
		"<set>"};

	if (!size || size > TAGS_SCRIPT_MAX || !memchr(bytes, '<', size))
		return false;
	for (size_t i = 0; i < G_N_ELEMENTS(signs); i++)
		if (memmem(bytes, size, signs[i], strlen(signs[i])))
			return tags_in(bytes, size);
	return false;
}

bool tags_is_mapper(const char *bytes, size_t size)
{
	uint32_t n = (uint32_t)MIN(size, TAGS_SIZE_MAX);

	return element_is_root(bytes, n, "mapper") ||
	       element_is_root(bytes, n, "sqlMap");
}

/* SQL while it is written. */
struct stream {
	GString *bytes;
	GArray *marks; /* struct line_mark */
};

/* An element that is open. */
struct frame {
	enum tag tag;
	struct slice name, suffix, prefix_overrides, suffix_overrides;
	const char *overrides; /* of <where>; or NULL */
	struct stream stream;  /* around it, of pieces */
	struct slice id;
	uint32_t line;
	gsize begin;   /* in the stream: of the prefix */
	gsize content; /* behind the prefix */
	uint32_t branches;
};

/* <property name="alias" value="o"/> of an <include>. */
struct property {
	struct slice name, value;
};

struct reader {
	struct analysis *analysis;
	struct text *text;
	const char *bytes;
	uint32_t size;
	bool mapper, ibatis;
	struct slice namespace; /* of the mapper */
	struct stream stream;
	struct frame frames[TAGS_DEPTH_MAX];
	uint32_t n_frames;
	GHashTable *fragments;	/* id -> struct fragment */
	uint32_t fragments_end; /* the last </sql> */
	struct property properties[ATTRIBUTES_MAX];
	uint32_t n_properties;
	uint32_t includes; /* inside of one another */
	gsize written, limit;
	bool full;
	struct tags_piece *pieces;
	uint32_t n_pieces;
};

struct fragment {
	struct slice inner;
	bool used;
};

/* --- writing -------------------------------------------------------------- */

static void stream_init(struct stream *stream)
{
	stream->bytes = g_string_new(NULL);
	stream->marks = g_array_new(FALSE, FALSE, sizeof(struct line_mark));
}

static void stream_clear(struct stream *stream)
{
	g_string_free(stream->bytes, TRUE);
	g_array_free(stream->marks, TRUE);
}

static void mark(struct reader *reader, uint32_t origin)
{
	struct line_mark mark = {(uint32_t)reader->stream.bytes->len,
				 text_line(reader->text, origin)};

	g_array_append_val(reader->stream.marks, mark);
}

/* Writes bytes that stand on the line of `origin`. */
static void put(struct reader *reader, const char *bytes, uint32_t size,
		uint32_t origin)
{
	if (!size || reader->full)
		return;
	reader->written += size;
	if (reader->written > reader->limit) {
		reader->full = true;
		analysis_gap(reader->analysis, reader->text, REASON_TOO_LARGE,
			     text_line(reader->text, origin), NULL);
		return;
	}
	mark(reader, origin);
	g_string_append_len(reader->stream.bytes, bytes, size);
}

/* A stretch of the text as it is, line by line. */
static void copy(struct reader *reader, uint32_t begin, uint32_t end)
{
	while (begin < end) {
		const char *newline =
			memchr(reader->bytes + begin, '\n', end - begin);
		uint32_t behind =
			newline ? (uint32_t)(newline - reader->bytes) + 1 : end;

		put(reader, reader->bytes + begin, behind - begin, begin);
		begin = behind;
	}
}

/* The character that a reference at "&" stands for, and what is behind it;
 * 0: this is none. Quotes may be a string's own where the text is no XML. */
static char reference(const struct reader *reader, uint32_t at, uint32_t *end)
{
	static const struct {
		const char *name;
		char byte;
	} references[] = {
		{"&lt;", '<'},	 {"&gt;", '>'},	   {"&amp;", '&'},
		{"&quot;", '"'}, {"&apos;", '\''}, {"&nbsp;", ' '},
	};
	uint32_t value = 0, digit = at + 2, base = 10;

	for (size_t i = 0; i < G_N_ELEMENTS(references); i++)
		if (bytes_begin(reader->bytes, reader->size, at,
				references[i].name)) {
			*end = at + (uint32_t)strlen(references[i].name);
			return references[i].byte;
		}
	if (!bytes_begin(reader->bytes, reader->size, at, "&#"))
		return 0;
	if (digit < reader->size && reader->bytes[digit] == 'x') {
		base = 16;
		digit++;
	}
	for (; digit < reader->size && value < 128 &&
	       g_ascii_isxdigit(reader->bytes[digit]);
	     digit++)
		value = value * base +
			(uint32_t)g_ascii_xdigit_value(reader->bytes[digit]);
	if (digit >= reader->size || reader->bytes[digit] != ';' || !value)
		return 0;
	*end = digit + 1;
	return value < 128 ? (char)value : ' ';
}

/* ${alias} of an <include>, at "$"; NULL: none of its properties. */
static const struct property *property(const struct reader *reader, uint32_t at,
				       uint32_t limit, uint32_t *end)
{
	const char *close;
	uint32_t length;

	if (!reader->n_properties || at + 2 >= limit ||
	    reader->bytes[at + 1] != '{')
		return NULL;
	close = memchr(reader->bytes + at, '}', limit - at);
	if (!close)
		return NULL;
	*end = (uint32_t)(close - reader->bytes) + 1;
	length = *end - 1 - (at + 2);
	for (uint32_t i = reader->n_properties; i-- > 0;) {
		const struct property *p = &reader->properties[i];

		if (p->name.end - p->name.begin == length &&
		    memcmp(reader->bytes + p->name.begin,
			   reader->bytes + at + 2, length) == 0)
			return p;
	}
	return NULL;
}

/* #value# and $table$ of iBATIS 2: behind it, or 0. */
static uint32_t ibatis_hole(const struct reader *reader, uint32_t at,
			    uint32_t limit)
{
	char sign = reader->bytes[at];
	uint32_t end = at + 1;

	while (end < limit && (element_is_name_byte(reader->bytes[end]) ||
			       strchr("[],=", reader->bytes[end])))
		end++;
	return end > at + 1 && end < limit && reader->bytes[end] == sign
		       ? end + 1
		       : 0;
}

/* What stands for something else, at one of "&$#"; behind it, or 0. */
static uint32_t write_special(struct reader *reader, uint32_t at,
			      uint32_t limit)
{
	static const char hole[] = {TEXT_HOLE};
	const struct property *p;
	uint32_t end;
	char byte = reader->bytes[at];

	if (byte == '&') {
		byte = reference(reader, at, &end);
		if (byte && end <= limit) {
			put(reader, &byte, 1, at);
			return end;
		}
		return 0;
	}
	if (byte == '$') {
		p = property(reader, at, limit, &end);
		if (p) {
			put(reader, reader->bytes + p->value.begin,
			    p->value.end - p->value.begin, at);
			return end;
		}
	}
	end = reader->ibatis ? ibatis_hole(reader, at, limit) : 0;
	if (end)
		put(reader, byte == '#' ? "?" : hole, 1, at);
	return end;
}

/* A stretch without tags. */
static void write_text(struct reader *reader, uint32_t begin, uint32_t end)
{
	uint32_t plain = begin;

	while (begin < end) {
		uint32_t behind;

		if (!memchr("&$#", reader->bytes[begin], 3)) {
			begin++;
			continue;
		}
		copy(reader, plain, begin);
		plain = begin;
		behind = write_special(reader, begin, end);
		if (behind)
			plain = begin = behind;
		else
			begin++;
	}
	copy(reader, plain, end);
}

/* --- what is taken off ---------------------------------------------------- */

/* Behind white space and branches that begin. */
static gsize skip_nothing(const GString *bytes, gsize at)
{
	while (at < bytes->len) {
		if (g_ascii_isspace(bytes->str[at])) {
			at++;
		} else if (bytes->str[at] == '{' && bytes->str[at + 1] == '%') {
			const char *end = strstr(bytes->str + at, "%}");

			if (!end)
				return at;
			at = (gsize)(end - bytes->str) + 2;
		} else {
			return at;
		}
	}
	return at;
}

/* Before white space and branches that end. */
static gsize skip_nothing_back(const GString *bytes, gsize begin, gsize at)
{
	while (at > begin) {
		if (g_ascii_isspace(bytes->str[at - 1])) {
			at--;
		} else if (at - begin > 2 && bytes->str[at - 1] == '}' &&
			   bytes->str[at - 2] == '%') {
			while (at > begin && bytes->str[at - 1] != '{')
				at--;
			at -= at > begin;
		} else {
			return at;
		}
	}
	return at;
}

/* The length of the override that the bytes begin, or end, with. An override
 * that ends in a letter is a word. */
static gsize override_length(const char *bytes, gsize size, bool front,
			     const char *overrides, gsize length)
{
	const char *end = overrides + length;

	while (overrides < end) {
		const char *bar =
			memchr(overrides, '|', (size_t)(end - overrides));
		const char *behind = bar ? bar : end;
		const char *at = overrides;
		gsize n;

		while (at < behind && g_ascii_isspace(*at))
			at++;
		overrides = behind;
		while (overrides > at && g_ascii_isspace(overrides[-1]))
			overrides--;
		n = (gsize)(overrides - at);
		if (n && n <= size &&
		    !g_ascii_strncasecmp(front ? bytes : bytes + size - n, at,
					 n)) {
			bool word = g_ascii_isalnum(*at);

			if (!word || n == size ||
			    !element_is_name_byte(front ? bytes[n]
							: bytes[size - n - 1]))
				return n;
		}
		overrides = bar ? bar + 1 : end;
	}
	return 0;
}

/* What an element wrote behind its prefix, without what it takes off. */
static void strip(struct reader *reader, const struct frame *frame)
{
	GString *bytes = reader->stream.bytes;
	const char *front = reader->bytes + frame->prefix_overrides.begin;
	const char *back = reader->bytes + frame->suffix_overrides.begin;
	gsize n = frame->prefix_overrides.end - frame->prefix_overrides.begin;
	gsize first = skip_nothing(bytes, frame->content), last;

	if (frame->overrides) {
		front = back = frame->overrides;
		n = strlen(frame->overrides);
	}
	n = override_length(bytes->str + first, bytes->len - first, true, front,
			    n);
	memset(bytes->str + first, ' ', n);
	last = skip_nothing_back(bytes, frame->content, bytes->len);
	n = frame->suffix_overrides.end - frame->suffix_overrides.begin;
	if (frame->overrides)
		n = strlen(frame->overrides);
	n = override_length(bytes->str + frame->content, last - frame->content,
			    false, back, n);
	memset(bytes->str + last - n, ' ', n);
}

/* --- words that have nothing to join -------------------------------------- */

static bool is_word(const char *word, gsize n, const char *const *words)
{
	for (; *words; words++)
		if (strlen(*words) == n &&
		    !g_ascii_strncasecmp(*words, word, n))
			return true;
	return false;
}

/*
 * What <if> writes between others, it may write before the first: of
 * "WHERE AND a", "( OR a" and "AND AND a" one is left, or none. Strings and
 * directives are passed over.
 */
static void tidy(GString *bytes)
{
	static const char *const joins[] = {"and", "or", NULL};
	static const char *const opens[] = {"where", "having", "on",
					    "and",   "or",     NULL};
	char *at = bytes->str, *end = at + bytes->len;
	bool opened = false;

	while (at < end) {
		char *from = at;

		if (*at == '\'' || *at == '"' || *at == '`') {
			at = memchr(at + 1, *from, (size_t)(end - at - 1));
			at = at ? at + 1 : end;
		} else if (at[0] == '{' && at[1] == '%') {
			at = memmem(at, (size_t)(end - at), "%}", 2);
			at = at ? at + 2 : end;
			continue;
		} else if (g_ascii_isalpha(*at)) {
			while (at < end && element_is_name_byte(*at))
				at++;
			if (opened && is_word(from, (gsize)(at - from), joins))
				memset(from, ' ', (size_t)(at - from));
			else
				opened = is_word(from, (gsize)(at - from),
						 opens);
			continue;
		} else {
			at++;
		}
		if (!g_ascii_isspace(*from))
			opened = *from == '(';
	}
}

/* --- pieces --------------------------------------------------------------- */

static void add_piece(struct reader *reader, struct slice id, uint32_t line,
		      bool fragment)
{
	struct arena *arena = reader->analysis->arena;
	struct stream *stream = &reader->stream;
	struct tags_piece *piece =
		ARENA_PUSH(arena, reader->pieces, reader->n_pieces);

	tidy(stream->bytes);
	memset(piece, 0, sizeof(*piece));
	if (!stream->marks->len)
		mark(reader, 0);
	if (id.end > id.begin)
		piece->name = arena_strndup(arena, reader->bytes + id.begin,
					    id.end - id.begin);
	piece->bytes =
		arena_strndup(arena, stream->bytes->str, stream->bytes->len);
	piece->size = stream->bytes->len;
	piece->marks =
		arena_memdup(arena, stream->marks->data,
			     stream->marks->len * sizeof(struct line_mark));
	piece->n_marks = stream->marks->len;
	piece->line = line;
	piece->fragment = fragment;
	piece->index = reader->n_pieces;
}

/* Words that an attribute holds, between blanks. */
static void put_words(struct reader *reader, struct slice words)
{
	if (words.begin == words.end)
		return;
	put(reader, " ", 1, words.begin);
	write_text(reader, words.begin, words.end);
	put(reader, " ", 1, words.begin);
}

static void open_frame(struct reader *reader, const struct element *element,
		       uint32_t at)
{
	struct frame *frame;

	if (reader->n_frames == TAGS_DEPTH_MAX)
		return;
	frame = &reader->frames[reader->n_frames++];
	memset(frame, 0, sizeof(*frame));
	frame->tag = element->tag;
	frame->name = element->name;
	frame->begin = frame->content = reader->stream.bytes->len;
	frame->line = text_line(reader->text, at);
}

/* What follows the tags that write words around what they hold. */
static void open_trim(struct reader *reader, const struct element *element,
		      uint32_t at)
{
	const char *bytes = reader->bytes;
	struct frame *frame;
	const char *word = NULL;

	open_frame(reader, element, at);
	frame = &reader->frames[reader->n_frames - 1];
	if (slice_is(bytes, element->name, "where"))
		word = " WHERE ";
	else if (slice_is(bytes, element->name, "set"))
		word = " SET ";
	if (word) {
		put(reader, word, (uint32_t)strlen(word), at);
		frame->overrides = "AND|OR|,";
	}
	put_words(reader, element_attribute(bytes, element, "prepend"));
	put_words(reader, element_attribute(bytes, element, "prefix"));
	put_words(reader, element_attribute(bytes, element, "open"));
	if (slice_is(bytes, element->name, "dynamic"))
		frame->overrides = "AND|OR|,";
	frame->prefix_overrides =
		element_attribute(bytes, element, "prefixOverrides");
	frame->suffix_overrides =
		element_attribute(bytes, element, "suffixOverrides");
	frame->suffix = element_attribute(bytes, element, "suffix");
	if (frame->suffix.begin == frame->suffix.end)
		frame->suffix = element_attribute(bytes, element, "close");
	frame->content = reader->stream.bytes->len;
}

/* A statement is written into a stream of its own. */
static void open_piece(struct reader *reader, const struct element *element,
		       uint32_t at)
{
	struct frame *frame;

	open_frame(reader, element, at);
	frame = &reader->frames[reader->n_frames - 1];
	frame->stream = reader->stream;
	frame->id = element_attribute(reader->bytes, element, "id");
	stream_init(&reader->stream);
	frame->begin = frame->content = 0;
}

static void close_piece(struct reader *reader, struct frame *frame)
{
	add_piece(reader, frame->id, frame->line, false);
	stream_clear(&reader->stream);
	reader->stream = frame->stream;
	put(reader, ";", 1, frame->name.begin);
}

static void close_top(struct reader *reader, uint32_t at)
{
	struct frame *frame = &reader->frames[--reader->n_frames];

	switch (frame->tag) {
	case TAG_TRIM:
		if (reader->full)
			return;
		strip(reader, frame);
		if (skip_nothing(reader->stream.bytes, frame->content) ==
		    reader->stream.bytes->len)
			memset(reader->stream.bytes->str + frame->begin, ' ',
			       frame->content - frame->begin);
		else
			put_words(reader, frame->suffix);
		return;
	case TAG_IF:
		put(reader, " {% endif %} ", 13, at);
		return;
	case TAG_CHOOSE:
		if (frame->branches)
			put(reader, " {% endif %} ", 13, at);
		return;
	case TAG_STATEMENT:
	case TAG_SELECT_KEY:
		close_piece(reader, frame);
		return;
	default:
		return;
	}
}

/* </x>: what is open inside of it is closed, too. */
static void close_element(struct reader *reader, const struct element *element,
			  uint32_t first, uint32_t at)
{
	const char *bytes = reader->bytes;
	uint32_t n = reader->n_frames;

	while (n > first) {
		struct slice name = reader->frames[--n].name;

		if (name.end - name.begin !=
			    element->name.end - element->name.begin ||
		    memcmp(bytes + name.begin, bytes + element->name.begin,
			   name.end - name.begin) != 0)
			continue;
		while (reader->n_frames > n)
			close_top(reader, at);
		return;
	}
}

/* --- fragments ------------------------------------------------------------ */

static void read_range(struct reader *reader, uint32_t begin, uint32_t end);

/* The fragment of that name, before which the text's namespace may stand. */
static struct fragment *find_fragment(const struct reader *reader,
				      struct slice id)
{
	const struct slice *space = &reader->namespace;
	uint32_t n = space->end - space->begin;
	const char *bytes = reader->bytes + id.begin;
	char *name;
	struct fragment *found;

	if (n && id.end - id.begin > n + 1 && bytes[n] == '.' &&
	    memcmp(bytes, reader->bytes + space->begin, n) == 0)
		id.begin += n + 1;
	name = g_strndup(reader->bytes + id.begin, id.end - id.begin);
	found = g_hash_table_lookup(reader->fragments, name);
	g_free(name);
	return found;
}

/* The <sql> elements of the text. */
static void find_fragments(struct reader *reader)
{
	const char *bytes = reader->bytes, *at = bytes;
	const char *end = bytes + reader->size;

	while ((at = memmem(at, (size_t)(end - at), "<sql", 4))) {
		struct element element;
		struct fragment *fragment;
		struct slice id;
		const char *close;

		if (!element_read(bytes, reader->size, (uint32_t)(at - bytes),
				  &element) ||
		    element.tag != TAG_SQL || element.empty) {
			at++;
			continue;
		}
		at = bytes + element.end;
		close = memmem(at, (size_t)(end - at), "</sql", 5);
		if (!close)
			return;
		id = element_attribute(bytes, &element, "id");
		fragment = g_new0(struct fragment, 1);
		fragment->inner.begin = element.end;
		fragment->inner.end = (uint32_t)(close - bytes);
		g_hash_table_insert(
			reader->fragments,
			g_strndup(bytes + id.begin, id.end - id.begin),
			fragment);
		reader->fragments_end = fragment->inner.end;
		at = close;
	}
}

/* The properties inside an <include>; behind </include>. */
static uint32_t read_properties(struct reader *reader, uint32_t at)
{
	const char *bytes = reader->bytes;
	struct element element;

	for (;;) {
		at = bytes_skip_blanks(bytes, reader->size, at);
		if (at >= reader->size || bytes[at] != '<' ||
		    !element_read(bytes, reader->size, at, &element) ||
		    (element.tag != TAG_EMPTY && !element.close))
			return at;
		at = element.end;
		if (element.close && element.tag == TAG_INCLUDE)
			return at;
		if (element.close || reader->n_properties == ATTRIBUTES_MAX)
			continue;
		reader->properties[reader->n_properties++] = (struct property){
			element_attribute(bytes, &element, "name"),
			element_attribute(bytes, &element, "value")};
	}
}

static void include_unknown(struct reader *reader, struct slice id, uint32_t at)
{
	struct fact *fact = ARENA_NEW(reader->analysis->arena, struct fact);
	static const char hole[] = {' ', TEXT_HOLE, ' '};

	put(reader, hole, 3, at);
	fact->kind = FACT_GAP;
	fact->place.line = text_line(reader->text, at);
	fact->via = VIA_SQL;
	fact->as.gap.reason = REASON_UNRESOLVED_IMPORT;
	fact->as.gap.detail =
		arena_strndup(reader->analysis->arena, reader->bytes + id.begin,
			      id.end - id.begin);
	analysis_fact(reader->analysis, reader->text, fact);
}

/* Writes what the <include> stands for; behind it. */
static uint32_t read_include(struct reader *reader,
			     const struct element *element, uint32_t at)
{
	struct slice id = element_attribute(reader->bytes, element, "refid");
	struct fragment *fragment = find_fragment(reader, id);
	uint32_t n_properties = reader->n_properties, end = element->end;

	if (!element->empty)
		end = read_properties(reader, end);
	if (!fragment || reader->includes == TAGS_INCLUDES_MAX ||
	    reader->full) {
		include_unknown(reader, id, at);
	} else {
		fragment->used = true;
		reader->includes++;
		put(reader, " ", 1, at);
		read_range(reader, fragment->inner.begin, fragment->inner.end);
		put(reader, " ", 1, at);
		reader->includes--;
	}
	reader->n_properties = n_properties;
	return end;
}

/* --- the text ------------------------------------------------------------- */

/* An <sql> stands where it is included; not here. */
static uint32_t skip_fragment(const struct reader *reader,
			      const struct element *element)
{
	const char *close;

	if (element->empty || element->end > reader->fragments_end)
		return element->end;
	close = memmem(reader->bytes + element->end,
		       reader->size - element->end, "</sql", 5);
	return close ? (uint32_t)(close - reader->bytes) : element->end;
}

/* What may be written or not: what stands right behind another such may be
 * in its place. */
static void open_if(struct reader *reader, uint32_t at)
{
	static const char before[] = "{% endif %}", other[] = "{% also %} ";
	static const char first[] = " {% if %} ";
	GString *bytes = reader->stream.bytes;
	gsize end = bytes->len;

	while (end && g_ascii_isspace(bytes->str[end - 1]))
		end--;
	if (end >= sizeof(before) - 1 &&
	    memcmp(bytes->str + end - (sizeof(before) - 1), before,
		   sizeof(before) - 1) == 0)
		memcpy(bytes->str + end - (sizeof(other) - 1), other,
		       sizeof(other) - 1);
	else
		put(reader, first, sizeof(first) - 1, at);
}

static void open_branch(struct reader *reader, uint32_t at)
{
	static const char first[] = " {% if %} ", other[] = " {% else %} ";
	struct frame *choose;

	if (!reader->n_frames)
		return;
	choose = &reader->frames[reader->n_frames - 1];
	if (choose->tag != TAG_CHOOSE)
		return;
	if (choose->branches++)
		put(reader, other, sizeof(other) - 1, at);
	else
		put(reader, first, sizeof(first) - 1, at);
}

/* A tag at `at`; behind it, and what it stands for. */
static uint32_t write_tag(struct reader *reader, const struct element *element,
			  uint32_t first, uint32_t at)
{
	uint32_t end = element->end;

	put(reader, " ", 1, at);
	if (element->close) {
		close_element(reader, element, first, at);
		return end;
	}
	if (element->tag == TAG_INCLUDE)
		return read_include(reader, element, at);
	if (element->tag == TAG_SQL)
		return skip_fragment(reader, element);
	if (element->empty || reader->n_frames == TAGS_DEPTH_MAX)
		return end;
	switch (element->tag) {
	case TAG_BRANCH:
		open_branch(reader, at);
		break;
	case TAG_CHOOSE:
		open_frame(reader, element, at);
		break;
	case TAG_IF:
		open_frame(reader, element, at);
		open_if(reader, at);
		break;
	case TAG_CONDITION:
		put_words(reader,
			  element_attribute(reader->bytes, element, "prepend"));
		break;
	case TAG_TRIM:
		open_trim(reader, element, at);
		break;
	case TAG_STATEMENT:
	case TAG_SELECT_KEY:
		open_piece(reader, element, at);
		break;
	default:
		break;
	}
	return end;
}

/* Markup at "<", written out; behind it, or 0 if it is an operator. */
static uint32_t write_markup(struct reader *reader, uint32_t first, uint32_t at,
			     uint32_t limit)
{
	const char *bytes = reader->bytes;
	struct element element;
	uint32_t end;

	if (bytes_begin(bytes, reader->size, at, "<![CDATA[")) {
		const char *close = memmem(bytes + at, limit - at, "]]>", 3);

		end = close ? (uint32_t)(close - bytes) : limit;
		put(reader, " ", 1, at);
		copy(reader, MIN(at + 9, end), end);
		put(reader, " ", 1, at);
		return close ? end + 3 : end;
	}
	end = element_skip_markup(bytes, reader->size, at);
	if (end > at)
		return end;
	if (!element_read(bytes, reader->size, at, &element))
		return 0;
	return write_tag(reader, &element, first, at);
}

/* Behind the string of SQL that begins here. */
static uint32_t skip_string(const struct reader *reader, uint32_t at,
			    uint32_t limit)
{
	const char *close =
		memchr(reader->bytes + at + 1, '\'', limit - at - 1);

	return close ? (uint32_t)(close - reader->bytes) + 1 : at + 1;
}

static void read_range(struct reader *reader, uint32_t begin, uint32_t end)
{
	uint32_t first = reader->n_frames, plain = begin;

	while (begin < end) {
		char byte = reader->bytes[begin];
		uint32_t behind = 0;

		if (byte == '\'' && !reader->mapper) {
			uint32_t string = skip_string(reader, begin, end);

			write_text(reader, plain, begin);
			copy(reader, begin, string);
			plain = begin = string;
			continue;
		}
		if (byte == '<') {
			write_text(reader, plain, begin);
			plain = begin;
			behind = write_markup(reader, first, begin, end);
		}
		if (behind)
			plain = begin = behind;
		else
			begin++;
	}
	write_text(reader, plain, end);
	while (reader->n_frames > first)
		close_top(reader, end);
}

/* What no statement of this text includes is for other texts to include. */
static void add_fragments(struct reader *reader)
{
	const char *bytes = reader->bytes, *at = bytes;
	const char *end = bytes + reader->size;

	while ((at = memmem(at, (size_t)(end - at), "<sql", 4))) {
		struct element element;
		struct slice id;
		struct fragment *fragment;
		uint32_t offset = (uint32_t)(at - bytes);

		at++;
		if (!element_read(bytes, reader->size, offset, &element) ||
		    element.tag != TAG_SQL || element.empty)
			continue;
		id = element_attribute(bytes, &element, "id");
		fragment = find_fragment(reader, id);
		if (!fragment || fragment->used)
			continue;
		fragment->used = true;
		g_string_truncate(reader->stream.bytes, 0);
		g_array_set_size(reader->stream.marks, 0);
		read_range(reader, fragment->inner.begin, fragment->inner.end);
		add_piece(reader, id, text_line(reader->text, offset), true);
	}
}

/* What stands outside of all statements. */
static void add_rest(struct reader *reader)
{
	const GString *bytes = reader->stream.bytes;
	uint32_t at = (uint32_t)strspn(bytes->str, " \t\r\n;"), line = 0;
	struct slice none = {0, 0};

	if (at == bytes->len)
		return;
	for (uint32_t i = 0; i < reader->stream.marks->len; i++) {
		struct line_mark mark = g_array_index(reader->stream.marks,
						      struct line_mark, i);

		if (mark.offset > at)
			break;
		line = mark.line;
	}
	add_piece(reader, none, line, false);
}

static int compare_pieces(const void *a, const void *b)
{
	const struct tags_piece *x = a, *y = b;

	if (x->line != y->line)
		return x->line < y->line ? -1 : 1;
	return x->index < y->index ? -1 : x->index > y->index;
}

struct tags tags_read(struct analysis *analysis, struct text *text)
{
	struct reader reader = {
		.analysis = analysis,
		.text = text,
		.bytes = text->bytes,
		.size = (uint32_t)MIN(text->size, TAGS_SIZE_MAX),
	};

	reader.limit = 1024 + (gsize)reader.size * TAGS_GROWTH;
	reader.mapper = tags_is_mapper(reader.bytes, reader.size);
	if (reader.mapper)
		reader.namespace = element_namespace(reader.bytes, reader.size);
	reader.ibatis = element_is_root(reader.bytes, reader.size, "sqlMap") ||
			memmem(reader.bytes, reader.size, "<dynamic", 8) ||
			memmem(reader.bytes, reader.size, "</is", 4);
	reader.fragments =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	stream_init(&reader.stream);
	find_fragments(&reader);
	read_range(&reader, 0, reader.size);
	if (!reader.mapper)
		add_rest(&reader);
	add_fragments(&reader);
	stream_clear(&reader.stream);
	g_hash_table_destroy(reader.fragments);
	if (reader.n_pieces)
		qsort(reader.pieces, reader.n_pieces, sizeof(*reader.pieces),
		      compare_pieces);
	return (struct tags){reader.pieces, reader.n_pieces};
}
