/*
 * A comment on a pull request. Whatever comes from the repository stands in
 * code spans, where nothing is a link, a tag or a mention of somebody.
 */

#include "output/escape.h"
#include "output/findings.h"
#include "output/writer.h"

/* A comment may have 65,536 characters; what is not shown is counted. */
#define BYTES_MAX 60000

static void add_code(GString *text, const char *code)
{
	char *span = escape_code(code);

	g_string_append(text, span);
	g_free(span);
}

static void add_place(GString *text, const char *path, uint32_t line)
{
	char *place =
		line ? g_strdup_printf("%s:%u", path, line) : g_strdup(path);

	add_code(text, place);
	g_free(place);
}

static void add_related(GString *text, const struct related *related)
{
	g_string_append_printf(text, "  - used by %s ",
			       kind_name(&NODE_KIND, related->party.kind));
	add_code(text, related->party.name);
	if (related->path) {
		char *path = g_strdup_printf("%s/%s", related->source,
					     related->path);

		g_string_append(text, ", ");
		add_place(text, path, related->line);
		g_free(path);
	}
	g_string_append(text, ", owner ");
	add_code(text,
		 related->party.owners ? related->party.owners : "nobody");
	g_string_append_c(text, '\n');
}

static void add_finding(GString *text, const struct finding *finding)
{
	char *until;

	g_string_append(text, "- ");
	if (finding->path) {
		add_place(text, finding->path, finding->line);
		g_string_append(text, ": ");
	}
	add_code(text, finding->message);
	g_string_append_printf(text, " (%s)\n",
			       kind_name(&RULE, finding->rule));
	for (uint32_t i = 0; i < finding->n_related; i++)
		add_related(text, &finding->related[i]);
	if (!finding->reason)
		return;
	until = day_text(finding->until);
	g_string_append_printf(text, "  - accepted until %s: ", until);
	add_code(text, finding->reason);
	g_string_append_c(text, '\n');
	g_free(until);
}

/* Findings of a level under a heading; returns how many were left out. */
static uint32_t add_findings(GString *text, const char *heading,
			     struct finding *const *findings, uint32_t n,
			     int level)
{
	uint32_t left = 0, shown = 0;

	for (uint32_t i = 0; i < n; i++) {
		if (level >= 0 && (int)findings[i]->level != level)
			continue;
		if (text->len > BYTES_MAX) {
			left++;
			continue;
		}
		if (!shown++)
			g_string_append_printf(text, "\n**%s**\n\n", heading);
		add_finding(text, findings[i]);
	}
	return left;
}

static bool write_markdown(const struct report *report, FILE *out,
			   GError **error)
{
	GString *text = g_string_new("### unmoor check: ");
	char *summary = findings_summary(report);
	uint32_t left;

	g_string_append_printf(text, "%s\n", summary);
	left = add_findings(text, "Errors", report->findings,
			    report->n_findings, LEVEL_ERROR) +
	       add_findings(text, "Warnings", report->findings,
			    report->n_findings, LEVEL_WARNING) +
	       add_findings(text, "Notes", report->findings, report->n_findings,
			    LEVEL_NOTE) +
	       add_findings(text, "Accepted", report->accepted,
			    report->n_accepted, -1);
	if (left)
		g_string_append_printf(text, "\n%u more are not shown here.\n",
				       left);
	for (uint32_t i = 0; i < report->n_remarks; i++) {
		g_string_append(text, "\n");
		add_code(text, report->remarks[i]);
		g_string_append(text, "\n");
	}
	if (report->merge_base)
		g_string_append_printf(text, "\nCompared %.12s with %.12s.\n",
				       report->head, report->merge_base);
	fwrite(text->str, 1, text->len, out);
	g_string_free(text, TRUE);
	g_free(summary);
	return writer_flush(out, error);
}

const struct findings_writer findings_writer_markdown = {
	.name = "markdown",
	.summary = "a comment for a pull request",
	.write = write_markdown,
};
