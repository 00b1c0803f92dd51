/* A sound map with bytes overwritten: each four bytes of the input are a place
 * of three and the byte that stands there. It is refused or read, whole. */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "graph/store/store.h"
#include "tests/unit/sample_graph.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerInitialize(int *argc, char ***argv);

static char path[128], *sound;
static gsize sound_size;

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	struct graph *graph = rich_graph();
	struct store_text text = {.source = "api", .path = "a.py"};
	struct store *store;

	(void)argc;
	(void)argv;
	g_snprintf(path, sizeof(path), "%s/unmoor-fuzz-%d.db", g_get_tmp_dir(),
		   getpid());
	store = store_open(path, STORE_WRITE, NULL);
	store_begin(store, NULL);
	memset(text.key, 'k', STORE_KEY);
	store_put_text(store, &text, NULL);
	store_put_facts(store, text.key, (const guint8 *)"facts", 5, NULL);
	store_put_graph(store, graph, "1", NULL);
	store_commit(store, NULL);
	store_close(store);
	graph_free(graph);
	g_file_get_contents(path, &sound, &sound_size, NULL);
	return 0;
}

static bool look_at(const struct store_text *text, void *payload)
{
	GBytes *facts = store_get_facts(payload, text->key);

	if (facts)
		g_bytes_unref(facts);
	return true;
}

static void read_all(struct store *store)
{
	struct store_source *sources;
	struct arena arena;
	uint32_t n;
	struct graph *graph = store_get_graph(store, NULL);

	graph_free(graph);
	store_texts(store, NULL, look_at, store, NULL);
	arena_init(&arena);
	store_sources(store, &arena, &sources, &n, NULL);
	arena_release(&arena);
	g_free(store_linked(store));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *bytes = g_memdup2(sound, sound_size);
	int file = open(path, O_WRONLY | O_TRUNC | O_CREAT | O_CLOEXEC, 0600);
	struct store *store;

	for (size_t i = 0; i + 4 <= size; i += 4) {
		size_t at = (size_t)data[i] << 16 | (size_t)data[i + 1] << 8 |
			    data[i + 2];

		bytes[at % sound_size] = (char)data[i + 3];
	}
	if (write(file, bytes, sound_size) != (ssize_t)sound_size)
		abort();
	close(file);
	g_free(bytes);
	store = store_open(path, STORE_READ, NULL);
	if (store)
		read_all(store);
	store_close(store);
	return 0;
}
