/*
 * pool.h - N worker processes, kept alive.
 *
 * pool_new() forks one nursery process before anything else is open; it holds
 * nothing and only forks workers, so that a worker made late inherits no
 * connection, no graph and no thread. Workers start with the first job.
 *
 * A worker that dies is replaced. Of its unanswered jobs only the first can
 * be guilty: it is tried once more, alone in a new worker, and if that dies
 * too its answer is REASON_ANALYZER_CRASHED. So whether a text has one does
 * not depend on the number of workers or on its neighbours.
 *
 *	struct pool *pool = pool_new(4, &error);
 *	pool_submit(pool, &job, tag);
 *	pool_run(pool, each, payload, &error);
 *	pool_free(pool);
 */
#ifndef CLI_PIPELINE_POOL_H
#define CLI_PIPELINE_POOL_H

#include <glib.h>
#include <signal.h>

#include "cli/pipeline/message.h"

struct pool;

/* NULL with an error when no process can be made. */
struct pool *pool_new(unsigned workers, GError **error);

/* Ends all workers, also those in the middle of a text. */
void pool_free(struct pool *pool);

/* When this becomes nonzero (a signal came), pool_run() ends with an error. */
void pool_set_stop(struct pool *pool, const volatile sig_atomic_t *stop);

/* Queues a job (which is copied); `tag` comes back with its answer. */
void pool_submit(struct pool *pool, const struct job *job, void *tag);

/* Gets an answer, which lives for the time of the call; may submit more. False
 * with an error ends the run. */
typedef bool pool_each(const struct answer *answer, void *tag, void *payload,
		       GError **error);

/* Runs until all that was submitted is answered, in any order. False with an
 * error when `each` failed, it was stopped or no worker can be made any more;
 * the pool is then good for nothing but pool_free(). */
bool pool_run(struct pool *pool, pool_each *each, void *payload,
	      GError **error);

/* Submits one job to a pool that has none, and waits for it: its facts are
 * appended, *reason says why there are none. False as pool_run(). */
bool pool_ask(struct pool *pool, const struct job *job, GByteArray *facts,
	      enum reason *reason, GError **error);

#define POOL_ERROR pool_error_quark()
enum pool_error {
	POOL_ERROR_STOPPED,
	POOL_ERROR_PROCESS, /* no process, or the nursery is gone */
};
GQuark pool_error_quark(void);

#endif
