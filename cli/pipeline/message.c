#include "cli/pipeline/message.h"

#include <string.h>

#include "graph/fact.h"

#define HEAD sizeof(guint32)
#define NO_STRING UINT32_MAX

struct reader {
	const guint8 *at, *end;
	bool broken;
};

/* --- writing ------------------------------------------------------------- */

static void put_number(GByteArray *out, guint32 number)
{
	g_byte_array_append(out, (const guint8 *)&number, sizeof(number));
}

static void put_bytes(GByteArray *out, const void *bytes, gsize size)
{
	put_number(out, (guint32)size);
	g_byte_array_append(out, bytes, (guint)size);
}

/* With its NUL, so that the reader need not copy it. */
static void put_string(GByteArray *out, const char *string)
{
	if (string)
		put_bytes(out, string, strlen(string) + 1);
	else
		put_number(out, NO_STRING);
}

/* Who reads travels as a fact that says nothing else. */
static void put_accessor(GByteArray *out, const struct accessor *accessor)
{
	struct fact fact = {.kind = FACT_GAP};
	GByteArray *bytes = g_byte_array_new();

	if (accessor) {
		fact.accessor = *accessor;
		fact_encode(&fact, bytes);
	}
	put_bytes(out, bytes->data, bytes->len);
	g_byte_array_free(bytes, TRUE);
}

static void put_text(GByteArray *out, const struct text *text)
{
	put_string(out, text->language);
	put_string(out, text->name);
	put_number(out, text->dialect);
	put_number(out, text->via);
	put_number(out, text->scope);
	put_number(out, text->confidence);
	put_number(out, text->catalog);
	put_number(out, text->broken_line);
	put_number(out, text->depth);
	put_accessor(out, text->reader);
	put_bytes(out, text->marks, text->n_marks * sizeof(*text->marks));
	put_bytes(out, text->bytes, text->size);
}

static void finish_frame(GByteArray *out, guint start)
{
	guint32 length = (guint32)(out->len - start - HEAD);

	memcpy(out->data + start, &length, HEAD);
}

void message_put_job(GByteArray *out, const struct job *job)
{
	guint start = out->len;

	put_number(out, 0);
	put_number(out, job->kind);
	put_string(out, job->location);
	put_string(out, job->path);
	put_string(out, job->id);
	put_string(out, job->language);
	if (job->kind == JOB_DERIVED || job->kind == JOB_GIVEN)
		put_text(out, job->text);
	finish_frame(out, start);
}

void message_put_answer(GByteArray *out, const struct answer *answer)
{
	guint start = out->len;

	put_number(out, 0);
	put_number(out, answer->reason);
	put_string(out, answer->detail);
	put_string(out, answer->language);
	put_number(out, answer->aside);
	put_string(out, answer->closure);
	put_bytes(out, answer->facts, answer->n_facts);
	finish_frame(out, start);
}

/* --- reading ------------------------------------------------------------- */

static guint32 get_number(struct reader *reader)
{
	guint32 number = 0;

	if ((gsize)(reader->end - reader->at) < sizeof(number)) {
		reader->broken = true;
		return 0;
	}
	memcpy(&number, reader->at, sizeof(number));
	reader->at += sizeof(number);
	return number;
}

/* A number of an enum that has `count` constants. */
static guint32 get_choice(struct reader *reader, guint32 count)
{
	guint32 number = get_number(reader);

	if (number < count)
		return number;
	reader->broken = true;
	return 0;
}

static const guint8 *get_raw(struct reader *reader, gsize size)
{
	const guint8 *bytes = reader->at;

	if ((gsize)(reader->end - reader->at) < size) {
		reader->broken = true;
		return NULL;
	}
	reader->at += size;
	return bytes;
}

static const guint8 *get_bytes(struct reader *reader, gsize *size)
{
	const guint8 *bytes;

	*size = get_number(reader);
	bytes = get_raw(reader, *size);
	if (!bytes)
		*size = 0;
	return bytes;
}

static const char *get_string(struct reader *reader)
{
	guint32 size = get_number(reader);
	const guint8 *bytes;

	if (size == NO_STRING || reader->broken)
		return NULL;
	bytes = get_raw(reader, size);
	if (bytes && size && !bytes[size - 1])
		return (const char *)bytes;
	reader->broken = true;
	return NULL;
}

static const struct accessor *get_accessor(struct reader *reader,
					   struct arena *arena)
{
	gsize size;
	const guint8 *bytes = get_bytes(reader, &size);
	struct fact_reader facts = {
		.bytes = bytes, .size = size, .arena = arena};
	const struct fact *fact = size ? fact_next(&facts) : NULL;

	reader->broken |= facts.broken;
	return fact ? &fact->accessor : NULL;
}

static const struct line_mark *get_marks(struct reader *reader,
					 struct arena *arena, uint32_t *n)
{
	gsize size;
	const guint8 *bytes = get_bytes(reader, &size);

	*n = (uint32_t)(size / sizeof(struct line_mark));
	if (size % sizeof(struct line_mark))
		reader->broken = true;
	return *n ? arena_memdup(arena, bytes, size) : NULL;
}

static struct text *get_text(struct reader *reader, struct arena *arena)
{
	struct text *text = ARENA_NEW(arena, struct text);

	text->language = get_string(reader);
	text->name = get_string(reader);
	text->dialect = get_choice(reader, N_DIALECTS);
	text->via = get_choice(reader, N_VIAS);
	text->scope = get_choice(reader, N_SCOPES);
	text->confidence = get_choice(reader, N_CONFIDENCES);
	text->catalog = get_choice(reader, 2);
	text->broken_line = get_number(reader);
	text->depth = get_number(reader);
	text->reader = get_accessor(reader, arena);
	text->marks = get_marks(reader, arena, &text->n_marks);
	text->bytes = (const char *)get_bytes(reader, &text->size);
	return text;
}

gsize message_frame(const guint8 *bytes, gsize size, bool *broken)
{
	guint32 length;

	*broken = false;
	if (size < HEAD)
		return 0;
	memcpy(&length, bytes, HEAD);
	if (length > MESSAGE_MAX) {
		*broken = true;
		return 0;
	}
	return size - HEAD >= length ? HEAD + length : 0;
}

bool message_get_job(const guint8 *frame, gsize size, struct arena *arena,
		     struct job *job)
{
	struct reader reader = {frame + HEAD, frame + size, false};

	*job = (struct job){.kind = get_choice(&reader, JOB_UNIT + 1)};
	job->location = get_string(&reader);
	job->path = get_string(&reader);
	job->id = get_string(&reader);
	job->language = get_string(&reader);
	if (job->kind == JOB_DERIVED || job->kind == JOB_GIVEN)
		job->text = get_text(&reader, arena);
	return !reader.broken;
}

bool message_get_answer(const guint8 *frame, gsize size, struct answer *answer)
{
	struct reader reader = {frame + HEAD, frame + size, false};

	*answer = (struct answer){.reason = get_choice(&reader, N_REASONS)};
	answer->detail = get_string(&reader);
	answer->language = get_string(&reader);
	answer->aside = get_choice(&reader, 2);
	answer->closure = get_string(&reader);
	answer->facts = get_bytes(&reader, &answer->n_facts);
	return !reader.broken;
}

void message_put_gap(struct text *text, enum reason reason, GByteArray *facts)
{
	struct fact gap = {.kind = FACT_GAP,
			   .confidence = CONFIDENCE_CERTAIN,
			   .as.gap.reason = reason};

	if (reason == REASON_NONE)
		return;
	gap.place.line = gap.place.end_line = text_line(text, 0);
	fact_encode(&gap, facts);
}
