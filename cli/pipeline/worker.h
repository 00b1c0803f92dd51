/*
 * worker.h - the process that reads hostile bytes.
 *
 * A worker answers jobs (message.h) that come over a socket, one after the
 * other, until the socket ends. It opens sources for itself and keeps them
 * open; between texts it keeps nothing. It never fails: what cannot be read
 * is an answer with a reason. If it dies, the pool makes another one.
 */
#ifndef CLI_PIPELINE_WORKER_H
#define CLI_PIPELINE_WORKER_H

#include <glib.h>

#include "cli/pipeline/message.h"

/* Answers jobs until the socket ends; never returns an error. */
void worker_run(int socket);

/* Compiles a text of the scan's own process: for tests of what workers do. */
void worker_compile(struct text *text, GByteArray *facts);

#endif
