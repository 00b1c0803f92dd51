/* Any bytes as a map in JSON; what is read is written and read again, and must
 * be the same.
 * seeds: *.json */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "output/json_import.h"
#include "output/writer.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct graph *import(int file)
{
	char path[64];

	g_snprintf(path, sizeof(path), "/proc/self/fd/%d", file);
	return json_import(path, NULL);
}

/* A file in memory with the graph in it. */
static int export(const struct graph *graph)
{
	const struct writer_options options = {0};
	int file = memfd_create("map", MFD_CLOEXEC);
	FILE *out = fdopen(dup(file), "w");

	writer_find("json")->write(graph, &options, out, NULL);
	fclose(out);
	return file;
}

static bool same_bytes(int a, int b)
{
	uint8_t x[4096], y[4096];
	off_t at = 0;
	ssize_t n;

	do {
		n = pread(a, x, sizeof(x), at);
		if (n < 0 || pread(b, y, sizeof(y), at) != n ||
		    memcmp(x, y, (size_t)n) != 0)
			return false;
		at += n;
	} while (n > 0);
	return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	int file = memfd_create("map", MFD_CLOEXEC), first, second;
	struct graph *graph = NULL, *again;

	if (write(file, data, size) == (ssize_t)size)
		graph = import(file);
	close(file);
	if (!graph)
		return 0;
	first = export(graph);
	again = import(first);
	if (!again)
		abort();
	second = export(again);
	if (!same_bytes(first, second))
		abort();
	close(first);
	close(second);
	graph_free(graph);
	graph_free(again);
	return 0;
}
