/*
 * print.h - text for people: aligned columns, no byte that moves a terminal.
 *
 * Names come from repositories and databases that nobody vouches for; every
 * character that a terminal acts on, or that turns the direction of writing,
 * is shown as an escape. Prints to stdout.
 *
 *	struct print_table *table = print_table_new(2, 3);
 *	print_cell(table, "orders");
 *	print_cellf(table, "%u", 7);
 *	...
 *	print_table_end(table);
 */
#ifndef CLI_PRINT_H
#define CLI_PRINT_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

struct edge;
struct evidence;
struct blind_spot;
struct graph;
struct kind_list;
struct node;

/* A copy that is safe to print; g_free() it. */
char *print_safe(const char *text);

/* printf, made safe. */
void print_line(const char *format, ...) G_GNUC_PRINTF(1, 2);

struct print_table;

/* A table of so many columns whose rows are indented by `indent`. */
struct print_table *print_table_new(unsigned indent, unsigned columns);
/* The next cell of a row; rows fill up one after the other. */
void print_cell(struct print_table *table, const char *text);
void print_cellf(struct print_table *table, const char *format, ...)
	G_GNUC_PRINTF(2, 3);
/* A number, which stands at the right of its column. */
void print_cell_number(struct print_table *table, uint64_t number);
/* A line between the rows, indented further by `indent`. */
void print_note(struct print_table *table, unsigned indent, const char *format,
		...) G_GNUC_PRINTF(3, 4);
/* Prints what it holds and frees it. */
void print_table_end(struct print_table *table);

/* "source/name", as an id without its kind, readable; g_free() it. */
char *print_name(const struct node *node);

/* "@a @b", or "-"; g_free() it. */
char *print_owners(const struct node *node);

/* "select, update"; g_free() it. */
char *print_words(const struct kind_list *list, uint32_t mask);

/* "app/orders.py:43-45", "definition of public.v, line 3"; with the source
 * where it is not that of the accessor; g_free() it. */
char *print_place(const struct graph *graph, const struct edge *edge,
		  const struct evidence *evidence);

/* "1 reader", "2 readers"; g_free() it. */
char *print_count(uint64_t n, const char *one, const char *many);

/* A blind spot as a row of four cells: count, reason, place, and what is known
 * of it. */
void print_spot(struct print_table *table, const struct blind_spot *spot);

#endif
