#include "cli/print.h"

#include <stdio.h>
#include <string.h>

#include "graph/graph.h"

/* --- safe text --- */

/* Controls, and marks that turn the direction of what is printed. */
static bool is_unsafe(gunichar c)
{
	return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x200e ||
	       c == 0x200f || (c >= 0x2028 && c <= 0x202e) ||
	       (c >= 0x2066 && c <= 0x2069) || c == 0xfeff;
}

char *print_safe(const char *text)
{
	GString *safe = g_string_new(NULL);

	while (*text) {
		gunichar c = g_utf8_get_char_validated(text, -1);

		if ((gint32)c < 0) {
			g_string_append_printf(safe, "\\x%02X",
					       (unsigned char)*text++);
			continue;
		}
		if (!is_unsafe(c))
			g_string_append_unichar(safe, c);
		else if (c < 0x100)
			g_string_append_printf(safe, "\\x%02X", c);
		else
			g_string_append_printf(safe, "\\u%04X", c);
		text = g_utf8_next_char(text);
	}
	return g_string_free(safe, FALSE);
}

void print_line(const char *format, ...)
{
	va_list arguments;
	char *text, *safe;

	va_start(arguments, format);
	text = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	safe = print_safe(text);
	puts(safe);
	g_free(safe);
	g_free(text);
}

/* How many columns of a terminal the text fills. */
static unsigned width_of(const char *text)
{
	unsigned width = 0;

	for (; *text; text = g_utf8_next_char(text)) {
		gunichar c = g_utf8_get_char(text);

		if (!g_unichar_iszerowidth(c))
			width += g_unichar_iswide(c) ? 2 : 1;
	}
	return width;
}

/* --- tables --- */

struct cell {
	char *text;
	bool number;   /* stands at the right */
	bool note;     /* a line of its own */
	unsigned more; /* of a note: how much further it is indented */
};

struct print_table {
	unsigned indent, columns;
	GArray *cells;
	unsigned *widths;
	unsigned column; /* of the next cell */
};

static void clear_cell(gpointer cell)
{
	g_free(((struct cell *)cell)->text);
}

struct print_table *print_table_new(unsigned indent, unsigned columns)
{
	struct print_table *table = g_new0(struct print_table, 1);

	table->indent = indent;
	table->columns = columns;
	table->widths = g_new0(unsigned, columns);
	table->cells = g_array_new(FALSE, TRUE, sizeof(struct cell));
	g_array_set_clear_func(table->cells, clear_cell);
	return table;
}

static void add_cell(struct print_table *table, char *text, bool number)
{
	struct cell cell = {.text = text, .number = number};
	unsigned *width = &table->widths[table->column];

	*width = MAX(*width, width_of(text));
	g_array_append_val(table->cells, cell);
	table->column = (table->column + 1) % table->columns;
}

void print_cell(struct print_table *table, const char *text)
{
	add_cell(table, print_safe(text), false);
}

void print_cellf(struct print_table *table, const char *format, ...)
{
	va_list arguments;
	char *text;

	va_start(arguments, format);
	text = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	print_cell(table, text);
	g_free(text);
}

void print_cell_number(struct print_table *table, uint64_t number)
{
	add_cell(table, g_strdup_printf("%" G_GUINT64_FORMAT, number), true);
}

void print_note(struct print_table *table, unsigned indent, const char *format,
		...)
{
	struct cell cell = {.note = true, .more = indent};
	va_list arguments;
	char *text;

	va_start(arguments, format);
	text = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	cell.text = print_safe(text);
	g_array_append_val(table->cells, cell);
	g_free(text);
}

static void print_spaces(unsigned n)
{
	while (n-- > 0)
		putchar(' ');
}

/* One row, from the cell at `at`; nothing is printed behind its last text. */
static void print_row(const struct print_table *table, guint at)
{
	const struct cell *cells =
		&g_array_index(table->cells, struct cell, at);
	unsigned last = table->columns - 1;

	while (last > 0 && cells[last].text[0] == '\0')
		last--;
	print_spaces(table->indent);
	for (unsigned i = 0; i <= last; i++) {
		unsigned gap = table->widths[i] - width_of(cells[i].text);

		if (table->widths[i] == 0)
			continue;
		if (cells[i].number)
			print_spaces(gap);
		fputs(cells[i].text, stdout);
		if (i < last)
			print_spaces((cells[i].number ? 0 : gap) + 2);
	}
	putchar('\n');
}

void print_table_end(struct print_table *table)
{
	guint at = 0;

	while (at < table->cells->len) {
		const struct cell *cell =
			&g_array_index(table->cells, struct cell, at);

		if (cell->note) {
			print_spaces(table->indent + cell->more);
			puts(cell->text);
			at++;
		} else {
			print_row(table, at);
			at += table->columns;
		}
	}
	g_array_free(table->cells, TRUE);
	g_free(table->widths);
	g_free(table);
}

/* --- words --- */

char *print_name(const struct node *node)
{
	return g_strdup_printf("%s/%s", node->source ? node->source : "?",
			       node->name);
}

char *print_owners(const struct node *node)
{
	GString *owners = g_string_new(node->n_owners ? NULL : "-");

	for (uint32_t i = 0; i < node->n_owners; i++)
		g_string_append_printf(owners, "%s%s", i ? " " : "",
				       node->owners[i]);
	return g_string_free(owners, FALSE);
}

static void add_word(const char *word, void *payload)
{
	GString *words = payload;

	g_string_append_printf(words, "%s%s", words->len ? ", " : "", word);
}

char *print_words(const struct kind_list *list, uint32_t mask)
{
	GString *words = g_string_new(NULL);

	flags_names(list, mask, add_word, words);
	return g_string_free(words, FALSE);
}

char *print_count(uint64_t n, const char *one, const char *many)
{
	return g_strdup_printf("%" G_GUINT64_FORMAT " %s", n,
			       n == 1 ? one : many);
}

char *print_place(const struct graph *graph, const struct edge *edge,
		  const struct evidence *evidence)
{
	GString *place = g_string_new(NULL);
	const char *source = graph->nodes[edge->from].source;

	if (evidence->path) {
		if (g_strcmp0(source, evidence->source) != 0)
			g_string_append_printf(place, "%s/", evidence->source);
		g_string_append(place, evidence->path);
	} else if (evidence->object != GRAPH_ABSENT) {
		g_string_append_printf(place, "definition of %s",
				       graph->nodes[evidence->object].name);
	} else {
		g_string_append_printf(place, "catalog of %s",
				       evidence->source);
	}
	if (evidence->line)
		g_string_append_printf(place, "%s%u",
				       evidence->path ? ":" : ", line ",
				       evidence->line);
	if (evidence->end_line > evidence->line)
		g_string_append_printf(place, "-%u", evidence->end_line);
	return g_string_free(place, FALSE);
}

void print_spot(struct print_table *table, const struct blind_spot *spot)
{
	GString *place = g_string_new(spot->source);

	if (spot->path && spot->path[0])
		g_string_append_printf(place, "/%s", spot->path);
	if (spot->line)
		g_string_append_printf(place, ":%u", spot->line);
	print_cell_number(table, spot->count);
	print_cell(table, kind_name(&REASON, spot->reason));
	print_cell(table, place->str);
	print_cell(table, spot->pattern	 ? spot->pattern
			  : spot->detail ? spot->detail
					 : "");
	g_string_free(place, TRUE);
}
