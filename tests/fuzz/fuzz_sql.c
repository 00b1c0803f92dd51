/* Any bytes as SQL, in any dialect, as a script and as a string in code.
 * seeds: *.sql */
#include <stdint.h>

#include "analyzers/analyzer.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The last byte says how the rest is read. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct line_mark mark = {0, 1};
	struct text text = {.language = "sql"};
	GByteArray *facts;

	if (size == 0)
		return 0;
	facts = g_byte_array_new();
	text.dialect = (enum dialect)(data[size - 1] % N_DIALECTS);
	text.catalog = data[size - 1] & 64;
	if (data[size - 1] & 128) {
		text.marks = &mark;
		text.n_marks = 1;
	} else {
		text.name = "fuzz.sql";
	}
	text.bytes = (const char *)data;
	text.size = size - 1;
	analyze_to_bytes(&text, facts);
	analysis_judge(text.bytes, text.size, text.dialect);
	g_byte_array_free(facts, TRUE);
	return 0;
}
