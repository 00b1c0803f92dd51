#include "output/findings.h"

#include <string.h>

#define FINDINGS_WRITER(name)                                                  \
	extern const struct findings_writer findings_writer_##name;
#include "output/findings.def"
#undef FINDINGS_WRITER

#define FINDINGS_WRITER(name) &findings_writer_##name,
static const struct findings_writer *const writers[] = {
#include "output/findings.def"
	NULL};
#undef FINDINGS_WRITER

const struct findings_writer *const *findings_writer_list(void)
{
	return writers;
}

const struct findings_writer *findings_writer_find(const char *name)
{
	for (const struct findings_writer *const *w = writers; *w; w++)
		if (strcmp((*w)->name, name) == 0)
			return *w;
	return NULL;
}

static void add_count(GString *text, uint32_t n, const char *word,
		      const char *before)
{
	if (n)
		g_string_append_printf(text, "%s%u %s%s", before, n, word,
				       n == 1 ? "" : "s");
}

char *findings_summary(const struct report *report)
{
	GString *text = g_string_new(NULL);
	const char *before = ": ";

	if (!report->n_findings)
		g_string_append(text, "nothing new");
	else
		add_count(text, report->n_findings, "finding", "");
	for (int level = N_LEVELS - 1; level >= 0; level--) {
		add_count(text, report->counts[level],
			  kind_name(&LEVEL, (unsigned)level), before);
		if (report->counts[level])
			before = ", ";
	}
	if (report->n_accepted)
		g_string_append_printf(text, "; %u accepted by exemptions",
				       report->n_accepted);
	return g_string_free(text, FALSE);
}
