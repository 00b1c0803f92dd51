/*
 * message.h - jobs and answers as bytes, between the scan and its workers.
 *
 * Both ends are the same program, so numbers are in the machine's order. A
 * worker reads hostile bytes and may be anyone's by the time it answers: its
 * messages are read with every length checked, and `broken` is set when one
 * does not fit.
 *
 * Strings that are read lie in the message and live as long as it does.
 */
#ifndef CLI_PIPELINE_MESSAGE_H
#define CLI_PIPELINE_MESSAGE_H

#include <glib.h>
#include <stdbool.h>

#include "graph/arena.h"
#include "graph/blind_spot.h"
#include "graph/text.h"

/* A frame is its length, four bytes, and that many bytes; none is longer. */
#define MESSAGE_MAX (256u * 1024 * 1024)

enum job_kind {
	JOB_TEXT,    /* read and compile a text of a source */
	JOB_DEMAND,  /* as JOB_TEXT, also if it cannot access by itself */
	JOB_DERIVED, /* compile `text` */
	JOB_GIVEN,   /* compile `text`, which a live source has read */
	JOB_UNIT,    /* as JOB_TEXT, with the deep pass */
};

struct job {
	enum job_kind kind;
	const char *location; /* of the source; may hold a password: of a
				 live one it stays here, NULL */
	const char *path;
	const char *id;
	const char *language; /* NULL: by its name and first bytes */
	const struct text *text;
};

struct answer {
	enum reason reason; /* why there are no facts, or REASON_NONE */
	const char *detail;
	const char *language; /* NULL: nobody reads it */
	bool aside;
	const char *closure; /* JOB_UNIT: what else was read; see units.h */
	const guint8 *facts;
	gsize n_facts;
};

/* Append a whole frame. */
void message_put_job(GByteArray *out, const struct job *job);
void message_put_answer(GByteArray *out, const struct answer *answer);

/* Appends the gap that stands for the facts of a text which a worker could not
 * give; nothing for REASON_NONE. */
void message_put_gap(struct text *text, enum reason reason, GByteArray *facts);

/* The length of the frame at the beginning of the bytes, with its head; 0
 * when it is not whole yet. Sets *broken when it can never be. */
gsize message_frame(const guint8 *bytes, gsize size, bool *broken);

/* Read a frame as message_frame() found it; false when it is broken. A job's
 * text is made in the arena. */
bool message_get_job(const guint8 *frame, gsize size, struct arena *arena,
		     struct job *job);
bool message_get_answer(const guint8 *frame, gsize size, struct answer *answer);

#endif
