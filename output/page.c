#include "output/page.h"

#include <string.h>

void page_init(struct page *page, bool markdown)
{
	*page = (struct page){g_string_new(NULL), markdown,
			      g_ptr_array_new_with_free_func(g_free), 0};
}

char *page_end(struct page *page)
{
	g_ptr_array_unref(page->cells);
	/* No empty line at the end. */
	while (page->out->len > 1 &&
	       strcmp(page->out->str + page->out->len - 2, "\n\n") == 0)
		g_string_truncate(page->out, page->out->len - 1);
	return g_string_free(page->out, FALSE);
}

/* --- escaping --- */

/* Whether the character at `at` would mean something to Markdown. */
static bool is_special(const char *text, const char *at)
{
	if (strchr("\\`*[]<>|~", *at))
		return true;
	/* Inside of a word it is one of its letters. */
	if (*at == '_')
		return at == text || !g_ascii_isalnum(at[-1]) ||
		       !g_ascii_isalnum(at[1]);
	/* "&amp;" would be an entity. */
	return *at == '&';
}

static void put_text(struct page *page, const char *text)
{
	for (const char *at = text; *at; at++) {
		if ((guchar)*at < 0x20 || *at == 0x7f) {
			g_string_append_c(page->out, ' ');
			continue;
		}
		if (page->markdown && is_special(text, at))
			g_string_append_c(page->out, '\\');
		g_string_append_c(page->out, *at);
	}
}

static void put_format(struct page *page, const char *format, va_list arguments)
{
	char *text = g_strdup_vprintf(format, arguments);

	put_text(page, text);
	g_free(text);
}

/* --- lines --- */

void page_heading(struct page *page, unsigned level, const char *format, ...)
{
	va_list arguments;

	if (page->markdown)
		g_string_append_printf(page->out, "%.*s ", (int)level, "###");
	va_start(arguments, format);
	put_format(page, format, arguments);
	va_end(arguments);
	g_string_append(page->out, page->markdown ? "\n\n" : "\n");
}

void page_paragraph(struct page *page, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	put_format(page, format, arguments);
	va_end(arguments);
	g_string_append(page->out, "\n\n");
}

void page_item(struct page *page, const char *format, ...)
{
	va_list arguments;

	g_string_append(page->out, page->markdown ? "- " : "  - ");
	va_start(arguments, format);
	put_format(page, format, arguments);
	va_end(arguments);
	g_string_append_c(page->out, '\n');
}

void page_check(struct page *page, const char *format, ...)
{
	va_list arguments;

	g_string_append(page->out, page->markdown ? "- [ ] " : "  [ ] ");
	va_start(arguments, format);
	put_format(page, format, arguments);
	va_end(arguments);
	g_string_append_c(page->out, '\n');
}

void page_list_end(struct page *page)
{
	g_string_append_c(page->out, '\n');
}

/* A fence that is longer than any in the code. */
static unsigned fence_of(const char *code)
{
	unsigned longest = 2, run = 0;

	for (; *code; code++) {
		run = *code == '`' ? run + 1 : 0;
		longest = MAX(longest, run);
	}
	return longest + 1;
}

static void put_fence(struct page *page, unsigned n)
{
	while (n-- > 0)
		g_string_append_c(page->out, '`');
}

void page_code(struct page *page, const char *language, const char *code)
{
	unsigned fence = fence_of(code);

	if (page->markdown) {
		put_fence(page, fence);
		g_string_append_printf(page->out, "%s\n%s\n", language, code);
		put_fence(page, fence);
		g_string_append(page->out, "\n\n");
		return;
	}
	for (;;) {
		size_t length = strcspn(code, "\n");

		g_string_append_printf(page->out, "    %.*s\n", (int)length,
				       code);
		if (!code[length])
			break;
		code += length + 1;
	}
	g_string_append_c(page->out, '\n');
}

/* --- tables --- */

void page_table(struct page *page, unsigned columns)
{
	page->columns = columns;
	g_ptr_array_set_size(page->cells, 0);
}

void page_cell(struct page *page, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	g_ptr_array_add(page->cells, g_strdup_vprintf(format, arguments));
	va_end(arguments);
}

static void put_markdown_table(struct page *page)
{
	for (guint i = 0; i < page->cells->len; i++) {
		g_string_append(page->out, i % page->columns ? " | " : "| ");
		put_text(page, page->cells->pdata[i]);
		if ((i + 1) % page->columns)
			continue;
		g_string_append(page->out, " |\n");
		for (unsigned c = 0;
		     i + 1 == page->columns && c < page->columns; c++)
			g_string_append(page->out, c ? "- | " : "| - | ");
		if (i + 1 == page->columns) {
			g_string_truncate(page->out, page->out->len - 1);
			g_string_append_c(page->out, '\n');
		}
	}
}

static void put_text_table(struct page *page)
{
	glong *widths = g_new0(glong, page->columns);

	for (guint i = 0; i < page->cells->len; i++) {
		glong width = g_utf8_strlen(page->cells->pdata[i], -1);
		glong *most = &widths[i % page->columns];

		*most = MAX(*most, width);
	}
	for (guint i = 0; i < page->cells->len; i++) {
		const char *cell = page->cells->pdata[i];
		unsigned column = i % page->columns;

		g_string_append(page->out, "  ");
		put_text(page, cell);
		if (column + 1 == page->columns) {
			while (page->out->str[page->out->len - 1] == ' ')
				g_string_truncate(page->out,
						  page->out->len - 1);
			g_string_append_c(page->out, '\n');
			continue;
		}
		for (glong w = g_utf8_strlen(cell, -1); w < widths[column]; w++)
			g_string_append_c(page->out, ' ');
	}
	g_free(widths);
}

void page_table_end(struct page *page)
{
	if (page->markdown)
		put_markdown_table(page);
	else
		put_text_table(page);
	g_string_append_c(page->out, '\n');
	g_ptr_array_set_size(page->cells, 0);
}
