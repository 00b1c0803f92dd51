/*
 * page.h - a page for people, as plain text or as Markdown.
 *
 * One caller writes both: headings, paragraphs, lists, tables, code. What is
 * written is escaped for Markdown; plain text keeps its bytes, so that whoever
 * prints it makes them safe for where they go. Lines never hold line breaks
 * but in code.
 *
 *	struct page page;
 *	page_init(&page, true);
 *	page_heading(&page, 1, "Slice %s", name);
 *	page_item(&page, "%u tables", n);
 *	char *bytes = page_end(&page);
 */
#ifndef OUTPUT_PAGE_H
#define OUTPUT_PAGE_H

#include <glib.h>
#include <stdbool.h>

struct page {
	GString *out;
	bool markdown;
	/* The table at hand: cells of rows, the head first. */
	GPtrArray *cells;
	unsigned columns;
};

void page_init(struct page *page, bool markdown);
/* The page; g_free() it. */
char *page_end(struct page *page);

/* Level 1 to 3. */
void page_heading(struct page *page, unsigned level, const char *format, ...)
	G_GNUC_PRINTF(3, 4);
void page_paragraph(struct page *page, const char *format, ...)
	G_GNUC_PRINTF(2, 3);
void page_item(struct page *page, const char *format, ...) G_GNUC_PRINTF(2, 3);
/* An item to tick off. */
void page_check(struct page *page, const char *format, ...) G_GNUC_PRINTF(2, 3);
/* Behind the last item of a list. */
void page_list_end(struct page *page);
/* Lines as they are. */
void page_code(struct page *page, const char *language, const char *code);

/* A table with so many columns; the first row is its head. */
void page_table(struct page *page, unsigned columns);
void page_cell(struct page *page, const char *format, ...) G_GNUC_PRINTF(2, 3);
void page_table_end(struct page *page);

#endif
