/*
 * shell_value.h - what is known of a string in a script: rows of runs.
 *
 * A run is bytes with the place where they stand, a hole, or the content of a
 * file. A value is a row of runs; a set of values holds what a variable may
 * be, after a branch, at most SHELL_CHOICES of them. All memory is the
 * arena's; runs are shared and never changed once they are in a value. Rows
 * grow in place: only the one who made a value adds to it, others copy.
 *
 *	struct shell_value value = {0};
 *	shell_value_add(arena, &value, &run);
 *	char *path = shell_value_text(arena, &value);
 */
#ifndef ANALYZERS_JOBS_SHELL_VALUE_H
#define ANALYZERS_JOBS_SHELL_VALUE_H

#include "analyzers/analyzer.h"

/* A variable is at most so many values at once; more are a hole. */
#define SHELL_CHOICES 8

enum shell_run_kind {
	RUN_TEXT,
	RUN_HOLE, /* unknown; `bytes` say it as written, for people */
	RUN_FILE, /* the content of the file that `path` names */
};

struct shell_function;
struct shell_value;

struct shell_run {
	enum shell_run_kind kind;
	bool verbatim; /* the bytes lie in `text` at `offset` */
	bool quoted;   /* no pattern */
	bool unsure;   /* a default, or changed by a filter: likely at most */
	bool self;     /* a hole that is the path of the script itself */
	const char *bytes;
	uint32_t size;
	struct text *text;
	uint32_t offset;
	/* The line where it is used, if it stands in for a variable in a longer
	 * string or in another function; 0: where its bytes are. */
	uint32_t line;
	const struct shell_function *function; /* whose code it is; or NULL */

	/* Of a hole: the variable that a sourced file may set, and the
	 * parameter (from 1) of `function` that it is; 0: none. */
	const char *variable;
	uint32_t parameter;

	const struct shell_value *path; /* of a file */
};

struct shell_value {
	struct shell_run *runs;
	uint32_t n_runs;
};

struct shell_values {
	struct shell_value *items;
	uint32_t n_items;
};

void shell_value_add(struct arena *arena, struct shell_value *value,
		     const struct shell_run *run);
void shell_value_append(struct arena *arena, struct shell_value *value,
			const struct shell_value *tail);

/* Bytes of ours, standing where `like` stands. */
void shell_value_put(struct arena *arena, struct shell_value *value,
		     const char *bytes, const struct shell_run *like);

/* The value without its first `n` bytes, a run without text being one. */
struct shell_value shell_value_tail(struct arena *arena,
				    const struct shell_value *value, size_t n);

/* The bytes with a TEXT_HOLE for each run that is not text; NUL follows. */
char *shell_value_bytes(struct arena *arena, const struct shell_value *value,
			size_t *size);

/* The same as a string. */
char *shell_value_text(struct arena *arena, const struct shell_value *value);

/* No run but text. */
bool shell_value_known(const struct shell_value *value);

/* Nothing, or blanks and semicolons alone. */
bool shell_value_blank(const struct shell_value *value);

/* The one hole or file that the value is, beside blanks; NULL otherwise. */
const struct shell_run *shell_value_only(const struct shell_value *value);

bool shell_value_equal(const struct shell_value *a,
		       const struct shell_value *b);

/* Adds a value that is not yet there. False when the set is full. */
bool shell_values_add(struct arena *arena, struct shell_values *values,
		      const struct shell_value *value);

/* A copy that may grow without touching the original. */
struct shell_values shell_values_copy(struct arena *arena,
				      const struct shell_values *values);

/*
 * The bytes of a guest and their lines: files at a statement's beginning are
 * left out, other files and holes are TEXT_HOLE. Sets what a text needs but
 * its language, dialect and via; `host` is the script.
 */
void shell_value_guest(struct arena *arena, const struct shell_value *value,
		       struct text *host, struct text *guest);

/* The line on which the value begins. */
uint32_t shell_value_line(const struct shell_value *value);

#endif
