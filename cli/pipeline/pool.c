#include "cli/pipeline/pool.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "cli/pipeline/nursery.h"
#include "cli/pipeline/sandbox.h"

/* So many jobs wait in a worker's socket, so that it need not wait for us;
 * few, since they wait behind one that takes long. */
#define AHEAD 8

/* A worker that neither computes nor answers (a dead network disk) is killed
 * after so long. */
#define PATIENCE (10 * SANDBOX_SECONDS * G_USEC_PER_SEC)

/* How often we look whether we shall stop, in milliseconds. */
#define TICK 200

G_DEFINE_QUARK(unmoor - pool - error, pool_error)

struct task {
	void *tag;
	char *language; /* for the answer when it crashes */
	GByteArray *frame;
	bool again; /* has been in a worker that died */
};

struct process {
	int socket; /* -1: not started */
	pid_t pid;
	GByteArray *out; /* not written yet */
	GByteArray *in;	 /* not a whole frame yet */
	GQueue running;	 /* struct task, in the order they were sent */
	uint64_t answered;
	bool alone;   /* one job, in a worker of its own */
	gint64 since; /* when the first of them began, about */
};

struct pool {
	struct nursery nursery;
	struct process *processes;
	unsigned n;
	GQueue waiting; /* struct task */
	GQueue again;	/* those to be tried alone */
	const volatile sig_atomic_t *stop;
	pool_each *each;
	void *payload;
	GError **error;
};

static void task_free(struct task *task)
{
	g_byte_array_free(task->frame, TRUE);
	g_free(task->language);
	g_free(task);
}

/* --- processes ----------------------------------------------------------- */

static bool process_start(struct pool *pool, struct process *process,
			  GError **error)
{
	process->pid = nursery_fork(&pool->nursery, &process->socket);
	if (process->pid < 0) {
		process->socket = -1;
		g_set_error(error, POOL_ERROR, POOL_ERROR_PROCESS,
			    "no worker process can be made: %s; use fewer "
			    "with -j",
			    g_strerror(errno));
		return false;
	}
	process->answered = 0;
	process->alone = false;
	return true;
}

/* The worker is dead, or ends now that its socket does. */
static void process_end(struct process *process)
{
	if (process->socket >= 0)
		close(process->socket);
	process->socket = -1;
	g_byte_array_set_size(process->in, 0);
	g_byte_array_set_size(process->out, 0);
}

struct pool *pool_new(unsigned workers, GError **error)
{
	struct pool *pool = g_new0(struct pool, 1);

	if (!nursery_start(&pool->nursery)) {
		g_set_error(error, POOL_ERROR, POOL_ERROR_PROCESS,
			    "no process can be made: %s", g_strerror(errno));
		g_free(pool);
		return NULL;
	}
	pool->n = workers;
	pool->processes = g_new0(struct process, workers);
	for (unsigned i = 0; i < workers; i++) {
		pool->processes[i].socket = -1;
		pool->processes[i].in = g_byte_array_new();
		pool->processes[i].out = g_byte_array_new();
		g_queue_init(&pool->processes[i].running);
	}
	g_queue_init(&pool->waiting);
	g_queue_init(&pool->again);
	return pool;
}

void pool_free(struct pool *pool)
{
	if (!pool)
		return;
	for (unsigned i = 0; i < pool->n; i++) {
		struct process *process = &pool->processes[i];

		process_end(process);
		g_byte_array_free(process->in, TRUE);
		g_byte_array_free(process->out, TRUE);
		g_queue_clear_full(&process->running,
				   (GDestroyNotify)task_free);
	}
	g_queue_clear_full(&pool->waiting, (GDestroyNotify)task_free);
	g_queue_clear_full(&pool->again, (GDestroyNotify)task_free);
	g_free(pool->processes);
	/* Those still in the middle of a text die with it. */
	nursery_stop(&pool->nursery);
	g_free(pool);
}

void pool_set_stop(struct pool *pool, const volatile sig_atomic_t *stop)
{
	pool->stop = stop;
}

void pool_submit(struct pool *pool, const struct job *job, void *tag)
{
	struct task *task = g_new0(struct task, 1);

	task->tag = tag;
	task->frame = g_byte_array_new();
	task->language =
		g_strdup(job->language || !job->text ? job->language
						     : job->text->language);
	message_put_job(task->frame, job);
	g_queue_push_tail(&pool->waiting, task);
}

/* --- sending ------------------------------------------------------------- */

static void give(struct process *process, struct task *task)
{
	if (g_queue_is_empty(&process->running))
		process->since = g_get_monotonic_time();
	g_queue_push_tail(&process->running, task);
	g_byte_array_append(process->out, task->frame->data, task->frame->len);
}

/* A suspect gets a worker of its own, which has read nothing else. */
static bool give_alone(struct pool *pool, struct process *process,
		       GError **error)
{
	if (process->answered || process->socket < 0) {
		process_end(process);
		if (!process_start(pool, process, error))
			return false;
	}
	process->alone = true;
	give(process, g_queue_pop_head(&pool->again));
	return true;
}

static bool fill_process(struct pool *pool, struct process *process,
			 GError **error)
{
	if (g_queue_is_empty(&process->running)) {
		process->alone = false;
		if (!g_queue_is_empty(&pool->again))
			return give_alone(pool, process, error);
	}
	while (!process->alone && !g_queue_is_empty(&pool->waiting) &&
	       process->running.length < AHEAD) {
		if (process->socket < 0 && !process_start(pool, process, error))
			return false;
		give(process, g_queue_pop_head(&pool->waiting));
	}
	return true;
}

static void send_some(struct process *process)
{
	ssize_t n = send(process->socket, process->out->data, process->out->len,
			 MSG_NOSIGNAL | MSG_DONTWAIT);

	/* What is wrong shows when we read. */
	if (n > 0)
		g_byte_array_remove_range(process->out, 0, (guint)n);
}

/* --- receiving ----------------------------------------------------------- */

/* Answers the first running job of the process. */
static bool deliver(struct pool *pool, struct process *process,
		    const struct answer *answer)
{
	struct task *task = g_queue_pop_head(&process->running);
	bool fine;

	process->answered++;
	process->since = g_get_monotonic_time();
	fine = pool->each(answer, task->tag, pool->payload, pool->error);
	task_free(task);
	return fine;
}

/* The worker has died: the first of its jobs is tried again or given up, the
 * others have not been looked at. */
static bool bury(struct pool *pool, struct process *process)
{
	struct task *first = g_queue_peek_head(&process->running);
	struct answer crashed = {.reason = REASON_ANALYZER_CRASHED};
	gint64 took = g_get_monotonic_time() - process->since;
	struct task *task;
	bool fine = true;

	/* What took all its time will do so again. */
	if (first && (process->alone ||
		      took >= (SANDBOX_SECONDS - 1) * G_USEC_PER_SEC)) {
		crashed.language = first->language;
		fine = deliver(pool, process, &crashed);
	} else if (first) {
		g_queue_push_tail(&pool->again,
				  g_queue_pop_head(&process->running));
	}
	while ((task = g_queue_pop_tail(&process->running)))
		g_queue_push_head(&pool->waiting, task);
	process_end(process);
	return fine;
}

/* Delivers all whole frames that have arrived; *broken when they are none. */
static bool deliver_all(struct pool *pool, struct process *process,
			bool *broken)
{
	gsize used = 0, frame;
	bool fine = true;
	struct answer answer;

	while (fine && !*broken &&
	       (frame = message_frame(process->in->data + used,
				      process->in->len - used, broken))) {
		*broken = g_queue_is_empty(&process->running) ||
			  !message_get_answer(process->in->data + used, frame,
					      &answer);
		if (!*broken)
			fine = deliver(pool, process, &answer);
		used += frame;
	}
	g_byte_array_remove_range(process->in, 0, (guint)used);
	return fine;
}

static bool receive(struct pool *pool, struct process *process)
{
	static guint8 buffer[1 << 18];
	ssize_t got = recv(process->socket, buffer, sizeof(buffer), 0);
	bool broken = false;

	if (got < 0 && (errno == EAGAIN || errno == EINTR))
		return true;
	if (got > 0) {
		g_byte_array_append(process->in, buffer, (guint)got);
		if (!deliver_all(pool, process, &broken))
			return false;
		if (!broken)
			return true;
		kill(process->pid, SIGKILL);
	}
	return bury(pool, process);
}

/* --- running ------------------------------------------------------------- */

static bool is_stopped(const struct pool *pool, GError **error)
{
	if (!pool->stop || !*pool->stop)
		return false;
	g_set_error(error, POOL_ERROR, POOL_ERROR_STOPPED, "interrupted");
	return true;
}

/* Fills `polled` and returns how many are busy. */
static unsigned watch(struct pool *pool, struct pollfd *polled)
{
	unsigned busy = 0;

	for (unsigned i = 0; i < pool->n; i++) {
		struct process *process = &pool->processes[i];

		/* An idle worker that dies is noticed when it is needed. */
		polled[i].fd = -1;
		if (g_queue_is_empty(&process->running))
			continue;
		busy++;
		polled[i].fd = process->socket;
		polled[i].events =
			process->out->len ? POLLIN | POLLOUT : POLLIN;
	}
	return busy;
}

static bool serve(struct pool *pool, const struct pollfd *polled)
{
	gint64 now = g_get_monotonic_time();
	bool fine = true;

	for (unsigned i = 0; i < pool->n && fine; i++) {
		struct process *process = &pool->processes[i];

		if (polled[i].fd < 0)
			continue;
		if (polled[i].revents & POLLOUT)
			send_some(process);
		if (polled[i].revents & (POLLIN | POLLHUP | POLLERR))
			fine = receive(pool, process);
		else if (now - process->since > PATIENCE)
			kill(process->pid, SIGKILL);
	}
	return fine;
}

bool pool_run(struct pool *pool, pool_each *each, void *payload, GError **error)
{
	struct pollfd *polled = g_new0(struct pollfd, pool->n);
	bool fine = true;

	pool->each = each;
	pool->payload = payload;
	pool->error = error;
	while (fine) {
		for (unsigned i = 0; i < pool->n && fine; i++)
			fine = fill_process(pool, &pool->processes[i], error);
		if (!fine || watch(pool, polled) == 0)
			break;
		if (poll(polled, pool->n, TICK) <= 0)
			for (unsigned i = 0; i < pool->n; i++)
				polled[i].revents = 0;
		fine = serve(pool, polled) && !is_stopped(pool, error);
	}
	g_free(polled);
	return fine;
}

/* --- one job --- */

struct asked {
	GByteArray *facts;
	enum reason *reason;
};

static bool take_answer(const struct answer *answer, void *tag, void *payload,
			GError **error)
{
	struct asked *asked = tag;

	(void)payload;
	(void)error;
	*asked->reason = answer->reason;
	g_byte_array_append(asked->facts, answer->facts,
			    (guint)answer->n_facts);
	return true;
}

bool pool_ask(struct pool *pool, const struct job *job, GByteArray *facts,
	      enum reason *reason, GError **error)
{
	struct asked asked = {facts, reason};

	*reason = REASON_NONE;
	pool_submit(pool, job, &asked);
	return pool_run(pool, take_answer, NULL, error);
}
