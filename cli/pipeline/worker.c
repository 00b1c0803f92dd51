#include "cli/pipeline/worker.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "analyzers/analyzer.h"
#include "cli/pipeline/sandbox.h"
#include "cli/pipeline/units.h"
#include "scanner/scanner.h"

/* A text is binary when one of its first bytes is NUL, as git sees it. */
#define BINARY_HEAD 8000

/* What analyzers look at to recognize a text. */
#define HEAD_SIZE 4096

struct worker {
	int socket;
	GByteArray *in;
	gsize used; /* of `in` */
	GByteArray *out;
	GByteArray *facts;
	GHashTable *sources; /* location -> struct source, or NULL */
	GHashTable *units;   /* source -> struct unit_source, or NULL */
	GString *closure;
};

/* --- the bytes of a text ------------------------------------------------- */

static bool is_wide(const char *bytes, size_t size, bool *little)
{
	if (size < 2 || size % 2)
		return false;
	*little = memcmp(bytes, "\xff\xfe", 2) == 0;
	return *little || memcmp(bytes, "\xfe\xff", 2) == 0;
}

/* UTF-16 as some tools of Windows save scripts. NULL when it is broken. */
static char *from_wide(const char *bytes, size_t size, bool little,
		       size_t *length)
{
	gsize written;
	char *text = g_convert(bytes + 2, (gssize)size - 2, "UTF-8",
			       little ? "UTF-16LE" : "UTF-16BE", NULL, &written,
			       NULL);

	*length = written;
	return text;
}

/* Every byte that is not UTF-8 becomes the character that it is in Latin-1,
 * which is a guess, but keeps all of ASCII and all lines. */
static char *from_latin(const char *bytes, size_t size, size_t *length)
{
	GString *text = g_string_sized_new(size + size / 8);
	const char *end = bytes + size, *valid;

	while (!g_utf8_validate_len(bytes, (gsize)(end - bytes), &valid)) {
		g_string_append_len(text, bytes, valid - bytes);
		g_string_append_unichar(text, (guchar)*valid);
		bytes = valid + 1;
	}
	g_string_append_len(text, bytes, end - bytes);
	*length = text->len;
	return g_string_free(text, FALSE);
}

/*
 * Makes the bytes of a text UTF-8 without a byte order mark; REASON_BINARY
 * when they are no text. *made is freed by the caller. Marks count bytes: a
 * text that has some is left as it is.
 */
static enum reason prepare(struct text *text, char **made)
{
	bool little;

	*made = NULL;
	if (text->n_marks)
		return REASON_NONE;
	if (is_wide(text->bytes, text->size, &little)) {
		*made = from_wide(text->bytes, text->size, little, &text->size);
		if (!*made)
			return REASON_BINARY;
		text->bytes = *made;
		return REASON_NONE;
	}
	if (memchr(text->bytes, '\0', MIN(text->size, BINARY_HEAD)))
		return REASON_BINARY;
	if (text->size >= 3 && memcmp(text->bytes, "\xef\xbb\xbf", 3) == 0) {
		text->bytes += 3;
		text->size -= 3;
	}
	return REASON_NONE;
}

static void make_utf8(struct text *text, char **made)
{
	char *latin;

	if (text->n_marks || g_utf8_validate_len(text->bytes, text->size, NULL))
		return;
	latin = from_latin(text->bytes, text->size, &text->size);
	g_free(*made);
	text->bytes = *made = latin;
}

static bool is_lfs_pointer(const struct text *text)
{
	static const char head[] = "version https://git-lfs.github.com/spec/";

	return text->size < 1024 && text->size > sizeof(head) &&
	       memcmp(text->bytes, head, sizeof(head) - 1) == 0;
}

/* --- one job ------------------------------------------------------------- */

void worker_compile(struct text *text, GByteArray *facts)
{
	struct fact gap = {.kind = FACT_GAP,
			   .place = {text->broken_line, text->broken_line},
			   .confidence = CONFIDENCE_CERTAIN,
			   .as.gap = {.reason = REASON_UNREADABLE_TEXT,
				      .detail = "the text is cut off here"}};

	analyze_to_bytes(text, facts);
	if (text->broken_line)
		fact_encode(&gap, facts);
}

static const struct analyzer *find_analyzer(const struct job *job,
					    const struct text *text)
{
	bool unsure;

	if (text->language)
		return analyzer_find(text->language);
	if (job->language)
		return analyzer_find(job->language);
	return analyzer_for(job->path, text->bytes, MIN(text->size, HEAD_SIZE),
			    &unsure);
}

/* The texts of the job's source, which is open. */
static struct unit_source *find_units(struct worker *worker,
				      const struct job *job)
{
	struct source *source =
		g_hash_table_lookup(worker->sources, job->location);
	struct unit_source *units;
	gpointer found;

	if (g_hash_table_lookup_extended(worker->units, source, NULL, &found))
		return found;
	units = unit_source_new(source, NULL);
	g_hash_table_insert(worker->units, source, units);
	return units;
}

static void compile_unit(struct worker *worker, const struct job *job,
			 struct text *text, struct answer *answer)
{
	struct unit_source *units = find_units(worker, job);

	if (!units) {
		answer->reason = REASON_SOURCE_FAILED;
		answer->detail = "the source could not be listed again";
		return;
	}
	g_string_truncate(worker->closure, 0);
	unit_source_compile(units, job->path, text, worker->facts,
			    worker->closure);
	answer->closure = worker->closure->str;
}

/* Fills the answer for a text that has been read. */
static void compile(struct worker *worker, const struct job *job,
		    struct text *text, char **made, struct answer *answer)
{
	const struct analyzer *analyzer;
	enum reason reason = prepare(text, made);

	/* A text that only its bytes could tell is no text: nobody reads it. */
	if (reason != REASON_NONE && !job->language)
		return;
	answer->language = job->language;
	answer->reason = reason;
	if (reason != REASON_NONE)
		return;
	analyzer = find_analyzer(job, text);
	answer->language = analyzer ? analyzer->name : NULL;
	if (!analyzer)
		return;
	if (is_lfs_pointer(text)) {
		answer->reason = REASON_MISSING_BLOB;
		answer->detail = "a pointer of Git LFS";
		return;
	}
	if (job->kind != JOB_DEMAND && analyzer->may_access &&
	    !analyzer->may_access(text->bytes, text->size)) {
		answer->aside = true;
		return;
	}
	make_utf8(text, made);
	text->language = analyzer->name;
	if (job->kind == JOB_UNIT)
		compile_unit(worker, job, text, answer);
	else
		worker_compile(text, worker->facts);
}

static struct source *open_source(struct worker *worker, const char *location)
{
	const struct scanner *scanner;
	struct source *source = NULL;
	gpointer found;

	if (g_hash_table_lookup_extended(worker->sources, location, NULL,
					 &found))
		return found;
	scanner = scanner_for(location, NULL);
	if (scanner)
		source = scanner->open(location, NULL);
	g_hash_table_insert(worker->sources, g_strdup(location), source);
	return source;
}

/* Why a text could not be read. Messages of the scanner name the text within
 * its source. */
static void set_reason(struct answer *answer, const struct source *source,
		       const GError *error, char **detail)
{
	switch (error->code) {
	case SCAN_ERROR_LARGE:
		answer->reason = REASON_TOO_LARGE;
		return;
	case SCAN_ERROR_MISSING:
		if (source->kind == SOURCE_GIT) {
			answer->reason = REASON_MISSING_BLOB;
			return;
		}
		break;
	default:
		break;
	}
	answer->reason = REASON_SOURCE_FAILED;
	answer->detail = *detail = g_strdup(error->message);
}

static void put_answer(struct worker *worker, struct answer *answer)
{
	answer->facts = worker->facts->data;
	answer->n_facts = worker->facts->len;
	if (answer->n_facts > MESSAGE_MAX / 2) {
		answer->n_facts = 0;
		answer->reason = REASON_TOO_LARGE;
		answer->detail = "its facts are too many";
	}
	message_put_answer(worker->out, answer);
}

static void read_text(struct worker *worker, const struct job *job)
{
	struct source *source = open_source(worker, job->location);
	struct answer answer = {.language = job->language};
	struct text text = {0};
	GError *error = NULL;
	char *made = NULL, *detail = NULL;
	void *held = NULL;

	if (!source) {
		answer.reason = REASON_SOURCE_FAILED;
		answer.detail = "the source could not be opened again";
	} else if (!source->scanner->read(source, job->path, job->id, &text,
					  &held, &error)) {
		set_reason(&answer, source, error, &detail);
		g_error_free(error);
	} else {
		compile(worker, job, &text, &made, &answer);
		source->scanner->release(held);
	}
	put_answer(worker, &answer);
	g_free(made);
	g_free(detail);
}

/* A text of a live source comes with its bytes. */
static void given_text(struct worker *worker, const struct job *job)
{
	struct answer answer = {.language = job->language};
	struct text text = *job->text;
	char *made = NULL;

	compile(worker, job, &text, &made, &answer);
	put_answer(worker, &answer);
	g_free(made);
}

static void derive_text(struct worker *worker, const struct job *job)
{
	struct text text = *job->text;
	struct answer answer = {.language = text.language};

	worker_compile(&text, worker->facts);
	answer.facts = worker->facts->data;
	answer.n_facts = worker->facts->len;
	message_put_answer(worker->out, &answer);
}

/* --- the socket ---------------------------------------------------------- */

/* False when the other end is gone. */
static bool read_more(struct worker *worker)
{
	guint8 buffer[1 << 16];
	ssize_t got;

	g_byte_array_remove_range(worker->in, 0, (guint)worker->used);
	worker->used = 0;
	do {
		got = read(worker->socket, buffer, sizeof(buffer));
	} while (got < 0 && errno == EINTR);
	if (got > 0)
		g_byte_array_append(worker->in, buffer, (guint)got);
	return got > 0;
}

static bool write_all(struct worker *worker)
{
	gsize done = 0;

	while (done < worker->out->len) {
		ssize_t n = write(worker->socket, worker->out->data + done,
				  worker->out->len - done);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		done += (gsize)n;
	}
	g_byte_array_set_size(worker->out, 0);
	return true;
}

static bool answer_job(struct worker *worker, gsize frame)
{
	struct arena arena;
	struct job job;
	bool fine;

	arena_init(&arena);
	g_byte_array_set_size(worker->facts, 0);
	fine = message_get_job(worker->in->data + worker->used, frame, &arena,
			       &job);
	worker->used += frame;
	if (fine) {
		sandbox_timer(SANDBOX_SECONDS);
		if (job.kind == JOB_DERIVED)
			derive_text(worker, &job);
		else if (job.kind == JOB_GIVEN)
			given_text(worker, &job);
		else
			read_text(worker, &job);
		sandbox_timer(0);
	}
	arena_release(&arena);
	return fine && write_all(worker);
}

void worker_run(int socket)
{
	struct worker worker = {.socket = socket,
				.in = g_byte_array_new(),
				.out = g_byte_array_new(),
				.facts = g_byte_array_new(),
				.sources = g_hash_table_new_full(
					g_str_hash, g_str_equal, g_free, NULL),
				.units = g_hash_table_new(NULL, NULL),
				.closure = g_string_new(NULL)};
	bool running = true;

	while (running) {
		bool broken;
		gsize frame =
			message_frame(worker.in->data + worker.used,
				      worker.in->len - worker.used, &broken);

		if (broken)
			running = false;
		else if (frame)
			running = answer_job(&worker, frame);
		else
			running = read_more(&worker);
	}
	_exit(0);
}
