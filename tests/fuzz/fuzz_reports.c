/*
 * Reports and owners from hostile bytes.
 * seeds: *.json CODEOWNERS*
 */
#include "analyzers/analyzer.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void read_as(const char *language, const uint8_t *bytes, size_t size)
{
	GByteArray *facts = g_byte_array_new();
	struct text text = {.language = language,
			    .bytes = (const char *)bytes,
			    .size = size};

	analyze_to_bytes(&text, facts);
	g_byte_array_unref(facts);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	read_as("grafana", bytes, size);
	read_as("codeowners", bytes, size);
	return 0;
}
