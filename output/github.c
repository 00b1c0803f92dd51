/*
 * Annotations as workflow commands of GitHub:
 *
 *	::error file=app/x.py,line=7,endLine=7,title=closed-table::message
 *
 * Errors come first: GitHub shows ten of each level a step.
 */

#include "output/escape.h"
#include "output/findings.h"
#include "output/writer.h"

/* What its runner undoes: "%" and line ends, in properties also what parts
 * them. Line ends are shown as such already. */
static char *escape(const char *text, bool property)
{
	char *line = escape_line(text);
	GString *safe = g_string_new(NULL);

	for (const char *c = line; *c; c++) {
		if (*c == '%')
			g_string_append(safe, "%25");
		else if (property && *c == ':')
			g_string_append(safe, "%3A");
		else if (property && *c == ',')
			g_string_append(safe, "%2C");
		else
			g_string_append_c(safe, *c);
	}
	g_free(line);
	return g_string_free(safe, FALSE);
}

static void write_finding(const struct finding *finding, FILE *out)
{
	static const char *const commands[N_LEVELS] = {"notice", "warning",
						       "error"};
	char *message = escape(finding->message, false);
	char *title = escape(rule_title(finding->rule), true);

	fprintf(out, "::%s ", commands[finding->level]);
	if (finding->path) {
		char *path = escape(finding->path, true);

		fprintf(out, "file=%s,", path);
		g_free(path);
	}
	if (finding->path && finding->line)
		fprintf(out, "line=%u,endLine=%u,", finding->line,
			MAX(finding->end_line, finding->line));
	fprintf(out, "title=%s::%s [%s %.12s]\n", title, message,
		kind_name(&RULE, finding->rule), finding->fingerprint);
	g_free(title);
	g_free(message);
}

static bool write_github(const struct report *report, FILE *out, GError **error)
{
	char *summary = findings_summary(report);

	for (int level = N_LEVELS - 1; level >= 0; level--)
		for (uint32_t i = 0; i < report->n_findings; i++)
			if ((int)report->findings[i]->level == level)
				write_finding(report->findings[i], out);
	for (uint32_t i = 0; i < report->n_remarks; i++) {
		char *remark = escape(report->remarks[i], false);

		fprintf(out, "::notice title=unmoor::%s\n", remark);
		g_free(remark);
	}
	fprintf(out, "%s\n", summary);
	g_free(summary);
	return writer_flush(out, error);
}

const struct findings_writer findings_writer_github = {
	.name = "github",
	.summary = "annotations of a GitHub workflow",
	.write = write_github,
};
