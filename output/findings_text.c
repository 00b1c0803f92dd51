/* Findings for people: one line each as compilers write them, so that editors
 * and terminals lead to the place. */

#include "output/escape.h"
#include "output/findings.h"
#include "output/writer.h"

/* More of one finding are counted. */
#define SHOWN_MAX 10

static void print(FILE *out, const char *before, const char *text)
{
	char *safe = escape_line(text);

	fprintf(out, "%s%s", before, safe);
	g_free(safe);
}

static void print_related(const struct related *related, FILE *out)
{
	const struct party *party = &related->party;

	print(out, "    used by ", kind_name(&NODE_KIND, party->kind));
	print(out, " ", party->name);
	if (related->path) {
		print(out, ", ", related->source);
		print(out, "/", related->path);
		if (related->line)
			fprintf(out, ":%u", related->line);
	}
	print(out, ", ", party->owners ? party->owners : "no owner");
	fputc('\n', out);
}

static void print_place(const struct finding *finding, FILE *out)
{
	if (!finding->path)
		return;
	print(out, "", finding->path);
	if (finding->line)
		fprintf(out, ":%u", finding->line);
	fputs(": ", out);
}

static void print_finding(const struct finding *finding, FILE *out)
{
	char *until;

	print_place(finding, out);
	print(out, finding->reason ? "accepted" : "",
	      finding->reason ? "" : kind_name(&LEVEL, finding->level));
	print(out, ": ", finding->message);
	fprintf(out, " [%s %.12s]\n", kind_name(&RULE, finding->rule),
		finding->fingerprint);
	for (uint32_t i = 0; i < finding->n_related && i < SHOWN_MAX; i++)
		print_related(&finding->related[i], out);
	if (finding->n_related > SHOWN_MAX)
		fprintf(out, "    and %u more\n",
			finding->n_related - SHOWN_MAX);
	if (finding->object.owners)
		print(out, "    owner of the table: ", finding->object.owners);
	if (finding->object.owners)
		fputc('\n', out);
	if (!finding->reason)
		return;
	until = day_text(finding->until);
	fprintf(out, "    until %s", until);
	print(out, ": ", finding->reason);
	fputc('\n', out);
	g_free(until);
}

static bool write_text(const struct report *report, FILE *out, GError **error)
{
	char *summary = findings_summary(report);

	for (uint32_t i = 0; i < report->n_findings; i++)
		print_finding(report->findings[i], out);
	for (uint32_t i = 0; i < report->n_accepted; i++)
		print_finding(report->accepted[i], out);
	for (uint32_t i = 0; i < report->n_remarks; i++) {
		print(out, "note: ", report->remarks[i]);
		fputc('\n', out);
	}
	fprintf(out, "%s", summary);
	if (report->merge_base)
		fprintf(out, "; %.12s against %.12s", report->head,
			report->merge_base);
	fputc('\n', out);
	g_free(summary);
	return writer_flush(out, error);
}

const struct findings_writer findings_writer_text = {
	.name = "text",
	.summary = "lines for people",
	.write = write_text,
};
