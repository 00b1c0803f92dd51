/*
 * sandbox.h - what a worker may not do.
 *
 * A worker needs memory, time, reading files and the one socket it has. The
 * rest is taken from it, as far as the kernel can: writing (Landlock and
 * seccomp), network, new processes, other programs. All of it is a second
 * line of defence, so what a kernel lacks is no error.
 *
 * Under AddressSanitizer nothing is taken: it must write its reports.
 */
#ifndef CLI_PIPELINE_SANDBOX_H
#define CLI_PIPELINE_SANDBOX_H

/* A worker that needs more bytes than this dies. */
#define SANDBOX_MEMORY (3ull * 1024 * 1024 * 1024)

/* One that computes longer than this on one text dies. */
#define SANDBOX_SECONDS 60

/* For the rest of this process; cannot be undone. */
void sandbox_enter(void);

/* Starts the time of one text; 0 stops it. */
void sandbox_timer(unsigned seconds);

#endif
