/* Rows of a catalog in memory, in order; see mysql_catalog.h. */
#include "scanner/mysql/mysql_catalog.h"

#include <stdlib.h>
#include <string.h>

/* What a list is sorted by: so many texts from the first cell on, then the
 * numbers in the cells behind them. */
static const struct list_shape {
	unsigned char width, texts, numbers;
} shapes[N_LISTS] = {
	[LIST_SCHEMATA] = {N_SCHEMA, 1, 0},
	[LIST_TABLES] = {N_TABLE, 2, 0},
	[LIST_COLUMNS] = {N_COLUMN, 2, 1},
	[LIST_INDEXES] = {N_INDEX, 3, 1},
	[LIST_KEYS] = {N_KEY, 3, 1},
	[LIST_RULES] = {N_RULE, 3, 0},
	[LIST_CHECKS] = {N_CHECK, 3, 0},
	[LIST_PARTITIONS] = {N_PARTITION, 2, 2},
	[LIST_VIEWS] = {N_VIEW, 2, 0},
	[LIST_TRIGGERS] = {N_TRIGGER, 2, 1},
	[LIST_ROUTINES] = {N_ROUTINE, 3, 0},
	[LIST_PARAMETERS] = {N_PARAMETER, 3, 1},
	[LIST_EVENTS] = {N_EVENT, 2, 0},
	[LIST_USER_GRANTS] = {N_GRANT, 4, 0},
	[LIST_SCHEMA_GRANTS] = {N_GRANT, 4, 0},
	[LIST_TABLE_GRANTS] = {N_GRANT, 4, 0},
	[LIST_OWN_GRANTS] = {N_GRANT, 4, 0},
	[LIST_MEMBERS] = {N_MEMBER, 2, 0},
	[LIST_DIGESTS] = {N_DIGEST, 2, 0},
};

void mysql_catalog_init(struct mysql_catalog *catalog)
{
	memset(catalog, 0, sizeof(*catalog));
	arena_init(&catalog->arena);
	catalog->release = catalog->user = "";
}

void mysql_catalog_release(struct mysql_catalog *catalog)
{
	arena_release(&catalog->arena);
}

unsigned mysql_list_width(enum mysql_list list)
{
	return shapes[list].width;
}

void mysql_catalog_add(struct mysql_catalog *catalog, enum mysql_list list,
		       const char *const *cells, const unsigned long *lengths)
{
	struct arena *arena = &catalog->arena;
	struct mysql_rows *rows = &catalog->lists[list];
	unsigned width = shapes[list].width;
	const char **row = arena_alloc(arena, width * sizeof(*row));

	for (unsigned i = 0; i < width; i++) {
		size_t size = !cells[i] ? 0
			      : lengths ? lengths[i]
					: strlen(cells[i]);

		row[i] = cells[i] ? arena_strndup(arena, cells[i], size) : NULL;
		catalog->bytes += size + sizeof(*row);
	}
	*ARENA_PUSH(arena, rows->rows, rows->n) = row;
}

/* --- order ---------------------------------------------------------------- */

static int compare_numbers(const char *a, const char *b)
{
	unsigned long x = a ? strtoul(a, NULL, 10) : 0;
	unsigned long y = b ? strtoul(b, NULL, 10) : 0;

	return x < y ? -1 : x > y;
}

static int compare_rows(const void *a, const void *b, void *shape)
{
	const char *const *x = *(const char *const *const *)a;
	const char *const *y = *(const char *const *const *)b;
	const struct list_shape *by = shape;
	unsigned keys = by->texts + by->numbers;
	int order = 0;

	for (unsigned i = 0; i < by->texts && !order; i++)
		order = g_strcmp0(x[i], y[i]);
	for (unsigned i = by->texts; i < keys && !order; i++)
		order = compare_numbers(x[i], y[i]);
	for (unsigned i = keys; i < by->width && !order; i++)
		order = g_strcmp0(x[i], y[i]);
	return order;
}

void mysql_catalog_sort(struct mysql_catalog *catalog)
{
	for (unsigned i = 0; i < N_LISTS; i++)
		if (catalog->lists[i].n)
			g_qsort_with_data(catalog->lists[i].rows,
					  (gint)catalog->lists[i].n,
					  sizeof(*catalog->lists[i].rows),
					  compare_rows, (void *)&shapes[i]);
}

static int compare_key(const char *const *row, const char *schema,
		       const char *name)
{
	int order = g_strcmp0(row[0], schema);

	return order || !name ? order : g_strcmp0(row[1], name);
}

const char *const *const *mysql_cursor_take(struct mysql_cursor *cursor,
					    const char *schema,
					    const char *name, uint32_t *n)
{
	const struct mysql_rows *list = cursor->list;
	uint32_t first;

	while (cursor->next < list->n &&
	       compare_key(list->rows[cursor->next], schema, name) < 0)
		cursor->next++;
	first = cursor->next;
	while (cursor->next < list->n &&
	       compare_key(list->rows[cursor->next], schema, name) == 0)
		cursor->next++;
	*n = cursor->next - first;
	return list->rows + first;
}

/* --- gaps ----------------------------------------------------------------- */

static void gap_clear(gpointer gap)
{
	g_free(((struct mysql_gap *)gap)->detail);
}

GArray *mysql_gaps_new(void)
{
	GArray *gaps = g_array_new(FALSE, FALSE, sizeof(struct mysql_gap));

	g_array_set_clear_func(gaps, gap_clear);
	return gaps;
}

void mysql_gap(GArray *gaps, enum reason reason, const char *format, ...)
{
	struct mysql_gap gap = {.reason = reason};
	va_list values;

	va_start(values, format);
	gap.detail = g_strdup_vprintf(format, values);
	va_end(values);
	g_array_append_val(gaps, gap);
}

/* --- what changed --------------------------------------------------------- */

#define TABLE_OR_VIEW "table or view"

/* Lists that say of an object that it is there and when it was changed. */
static const struct {
	enum mysql_list list;
	unsigned keys, stamp;
	const char *what;
} watched[] = {
	{LIST_TABLES, 2, TABLE_CREATED, TABLE_OR_VIEW},
	{LIST_TRIGGERS, 4, TRIGGER_CREATED, "trigger"},
	{LIST_ROUTINES, 3, ROUTINE_ALTERED, "routine"},
	{LIST_EVENTS, 2, EVENT_ALTERED, "event"},
	{LIST_VIEWS, 2, VIEW_QUERY, "view"},
};

char *mysql_change_detail(const char *const *table)
{
	return g_strdup_printf(TABLE_OR_VIEW " %s.%s", table[TABLE_SCHEMA],
			       table[TABLE_NAME]);
}

static void note_change(const char *const *row, enum mysql_list list,
			const char *what, GArray *gaps)
{
	unsigned name = list == LIST_TRIGGERS ? TRIGGER_NAME : TABLE_NAME;

	mysql_gap(gaps, REASON_CHANGED_WHILE_READ, "%s %s.%s", what, row[0],
		  row[name]);
}

static int compare_objects(const char *const *a, const char *const *b,
			   enum mysql_list list, unsigned keys)
{
	int order = 0;

	for (unsigned i = 0; i < keys && !order; i++)
		order = list == LIST_TRIGGERS && i == TRIGGER_POSITION
				? compare_numbers(a[i], b[i])
				: g_strcmp0(a[i], b[i]);
	return order;
}

static unsigned compare_lists(const struct mysql_rows *a,
			      const struct mysql_rows *b, unsigned w,
			      GArray *gaps)
{
	enum mysql_list list = watched[w].list;
	unsigned stamp = watched[w].stamp, found = 0;
	uint32_t i = 0, j = 0;

	while (i < a->n || j < b->n) {
		int order = i == a->n ? 1
			    : j == b->n
				    ? -1
				    : compare_objects(a->rows[i], b->rows[j],
						      list, watched[w].keys);
		const char *const *row = order > 0 ? b->rows[j] : a->rows[i];

		if (order || g_strcmp0(a->rows[i][stamp], b->rows[j][stamp])) {
			note_change(row, list, watched[w].what, gaps);
			found++;
		}
		i += order <= 0;
		j += order >= 0;
	}
	return found;
}

unsigned mysql_changes(const struct mysql_catalog *before,
		       const struct mysql_catalog *after, GArray *gaps)
{
	unsigned found = 0;

	for (unsigned w = 0; w < G_N_ELEMENTS(watched); w++)
		found += compare_lists(&before->lists[watched[w].list],
				       &after->lists[watched[w].list], w, gaps);
	return found;
}
