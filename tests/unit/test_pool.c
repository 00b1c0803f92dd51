/*
 * The pool of workers, with workers of our own: what they do is the path of
 * the job. worker_run() here takes the place of the real one.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "cli/pipeline/pool.h"
#include "cli/pipeline/worker.h"

/* --- the workers --------------------------------------------------------- */

static bool read_exactly(int socket, guint8 *bytes, size_t size)
{
	for (size_t done = 0; done < size;) {
		ssize_t got = read(socket, bytes + done, size - done);

		if (got <= 0)
			return false;
		done += (size_t)got;
	}
	return true;
}

static int jobs_done;

/* Does what the path says and returns the detail of the answer. */
static const char *act(const char *path)
{
	static char detail[32];

	if (strcmp(path, "crash") == 0)
		abort();
	if (strcmp(path, "crash unless first") == 0 && jobs_done > 0)
		abort();
	if (strcmp(path, "memory") == 0)
		memset(g_malloc(4ul << 30), 1, 4ul << 30);
	if (strcmp(path, "write") == 0)
		return open("written", O_WRONLY | O_CREAT, 0600) < 0 ? "denied"
								     : "done";
	if (strcmp(path, "network") == 0)
		return socket(AF_INET, SOCK_STREAM, 0) < 0 ? "denied" : "done";
	if (strcmp(path, "run") == 0)
		return fork() < 0 ? "denied" : "done";
	g_snprintf(detail, sizeof(detail), "%s", path);
	return detail;
}

static void answer_frame(int socket, const guint8 *frame, gsize size)
{
	GByteArray *out = g_byte_array_new();
	struct answer answer = {.language = "sql"};
	struct arena arena;
	struct job job;

	arena_init(&arena);
	g_assert_true(message_get_job(frame, size, &arena, &job));
	if (strcmp(job.path, "large") == 0) {
		answer.facts = g_malloc0(32 << 20);
		answer.n_facts = 32 << 20;
	}
	answer.detail = act(job.path);
	message_put_answer(out, &answer);
	if (strcmp(job.path, "garbage") == 0)
		memset(out->data, 0xff, out->len);
	for (gsize done = 0; done < out->len;) {
		ssize_t n = write(socket, out->data + done, out->len - done);

		if (n < 0)
			_exit(1);
		done += (gsize)n;
	}
	jobs_done++;
	arena_release(&arena);
	g_byte_array_free(out, TRUE);
}

void worker_run(int socket)
{
	guint32 length;

	while (read_exactly(socket, (guint8 *)&length, sizeof(length))) {
		guint8 *frame = g_malloc(sizeof(length) + length);

		memcpy(frame, &length, sizeof(length));
		if (!read_exactly(socket, frame + sizeof(length), length))
			break;
		answer_frame(socket, frame, sizeof(length) + length);
		g_free(frame);
	}
	_exit(0);
}

/* --- asking them --------------------------------------------------------- */

/* What came back: "detail" or "reason", at the index of the job. */
struct answers {
	char *words[1000];
	gsize facts;
};

static struct answers answers;

static bool note(const struct answer *answer, void *tag, void *payload,
		 GError **error)
{
	struct answers *all = payload;
	char **word = &all->words[GPOINTER_TO_UINT(tag)];

	g_assert_null(*word);
	*word = g_strdup(answer->reason ? kind_name(&REASON, answer->reason)
					: answer->detail);
	all->facts += answer->n_facts;
	if (g_strcmp0(*word, "refuse") == 0)
		g_set_error(error, G_FILE_ERROR, 0, "refused");
	return !error || !*error;
}

static void submit(struct pool *pool, const char *path, unsigned index)
{
	const struct job job = {.kind = JOB_TEXT, .path = path};

	pool_submit(pool, &job, GUINT_TO_POINTER(index));
}

static void clear_answers(void)
{
	for (size_t i = 0; i < G_N_ELEMENTS(answers.words); i++)
		g_clear_pointer(&answers.words[i], g_free);
	answers.facts = 0;
}

/* Runs the jobs in 1 and in 3 workers and compares with what is expected. */
static void expect(const char *const *paths, const char *const *expected,
		   unsigned n)
{
	for (unsigned workers = 1; workers <= 3; workers += 2) {
		GError *error = NULL;
		struct pool *pool = pool_new(workers, &error);

		g_assert_no_error(error);
		for (unsigned i = 0; i < n; i++)
			submit(pool, paths[i], i);
		g_assert_true(pool_run(pool, note, &answers, &error));
		g_assert_no_error(error);
		for (unsigned i = 0; i < n; i++)
			g_assert_cmpstr(answers.words[i], ==, expected[i]);
		clear_answers();
		pool_free(pool);
	}
}

static void test_many(void)
{
	char *paths[1000];

	for (unsigned i = 0; i < G_N_ELEMENTS(paths); i++)
		paths[i] = g_strdup_printf("%u", i);
	expect((const char *const *)paths, (const char *const *)paths,
	       G_N_ELEMENTS(paths));
	for (unsigned i = 0; i < G_N_ELEMENTS(paths); i++)
		g_free(paths[i]);
}

static void test_nothing(void)
{
	expect(NULL, NULL, 0);
}

static void test_large_answers(void)
{
	struct pool *pool = pool_new(2, NULL);

	submit(pool, "large", 0);
	submit(pool, "large", 1);
	submit(pool, "small", 2);
	g_assert_true(pool_run(pool, note, &answers, NULL));
	g_assert_cmpuint(answers.facts, ==, 64 << 20);
	clear_answers();
	pool_free(pool);
}

/* A worker that dies costs its own text and no other. */
static void test_crash(void)
{
	static const char *const paths[] = {"a",     "b", "crash", "c",
					    "crash", "d", "e"};
	static const char *const expected[] = {
		"a", "b", "analyzer-crashed", "c", "analyzer-crashed",
		"d", "e"};

	expect(paths, expected, G_N_ELEMENTS(paths));
}

static void test_all_crash(void)
{
	static const char *const paths[] = {"crash", "crash", "crash", "crash"};
	static const char *const expected[] = {
		"analyzer-crashed", "analyzer-crashed", "analyzer-crashed",
		"analyzer-crashed"};

	expect(paths, expected, G_N_ELEMENTS(paths));
}

/* What its neighbours left behind is no reason to give a text up. */
static void test_innocent(void)
{
	static const char *const paths[] = {"a", "b", "crash unless first",
					    "c"};

	expect(paths, paths, G_N_ELEMENTS(paths));
}

static void test_garbage(void)
{
	static const char *const paths[] = {"a", "garbage", "b"};
	static const char *const expected[] = {"a", "analyzer-crashed", "b"};

	expect(paths, expected, G_N_ELEMENTS(paths));
}

#ifndef __SANITIZE_ADDRESS__
static void test_memory(void)
{
	static const char *const paths[] = {"a", "memory", "b"};
	static const char *const expected[] = {"a", "analyzer-crashed", "b"};

	expect(paths, expected, G_N_ELEMENTS(paths));
}

static void test_sandbox(void)
{
	static const char *const paths[] = {"write", "network", "run"};
	static const char *const expected[] = {"denied", "denied", "denied"};

	expect(paths, expected, G_N_ELEMENTS(paths));
}
#endif

static void test_stop(void)
{
	const volatile sig_atomic_t stop = 1;
	struct pool *pool = pool_new(2, NULL);
	GError *error = NULL;

	pool_set_stop(pool, &stop);
	for (unsigned i = 0; i < 1000; i++)
		submit(pool, "a", i);
	g_assert_false(pool_run(pool, note, &answers, &error));
	g_assert_error(error, POOL_ERROR, POOL_ERROR_STOPPED);
	g_error_free(error);
	clear_answers();
	pool_free(pool);
}

static void test_refused_answer(void)
{
	struct pool *pool = pool_new(2, NULL);
	GError *error = NULL;

	submit(pool, "a", 0);
	submit(pool, "refuse", 1);
	submit(pool, "b", 2);
	g_assert_false(pool_run(pool, note, &answers, &error));
	g_assert_error(error, G_FILE_ERROR, 0);
	g_error_free(error);
	clear_answers();
	pool_free(pool);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/pool/many", test_many);
	g_test_add_func("/pool/nothing", test_nothing);
	g_test_add_func("/pool/large-answers", test_large_answers);
	g_test_add_func("/pool/crash", test_crash);
	g_test_add_func("/pool/all-crash", test_all_crash);
	g_test_add_func("/pool/innocent", test_innocent);
	g_test_add_func("/pool/garbage", test_garbage);
#ifndef __SANITIZE_ADDRESS__
	g_test_add_func("/pool/memory", test_memory);
	g_test_add_func("/pool/sandbox", test_sandbox);
#endif
	g_test_add_func("/pool/stop", test_stop);
	g_test_add_func("/pool/refused-answer", test_refused_answer);
	return g_test_run();
}
