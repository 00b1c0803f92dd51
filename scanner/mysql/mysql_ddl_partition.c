/* mysql_ddl_partition.c - PARTITION BY, as the rows of a catalog say it. */
#include <string.h>

#include "scanner/mysql/mysql_ddl.h"

/* PARTITION BY method (expression), of a partition or a part of one. */
static void put_method(struct mysql_ddl *ddl, const char *words,
		       const char *method, const char *expression)
{
	g_string_append_printf(ddl->text, "%s BY %s", words, method);
	if (strcmp(method, "SYSTEM_TIME") == 0)
		return;
	g_string_append(ddl->text, strstr(method, "COLUMNS") ? "(" : " (");
	mysql_put_expression(ddl, expression);
	g_string_append_c(ddl->text, ')');
}

static void put_bound(struct mysql_ddl *ddl, const char *const *partition)
{
	const char *method = partition[PARTITION_METHOD];
	const char *bound = partition[PARTITION_BOUND];

	if (strcmp(method, "SYSTEM_TIME") == 0) {
		g_string_append(ddl->text, g_strcmp0(bound, "CURRENT") == 0
						   ? " CURRENT"
						   : " HISTORY");
	} else if (g_str_has_prefix(method, "RANGE")) {
		bool open = g_strcmp0(bound, "MAXVALUE") == 0;

		g_string_append_printf(ddl->text, " VALUES LESS THAN %s",
				       open ? "" : "(");
		mysql_put_expression(ddl, bound);
		g_string_append(ddl->text, open ? "" : ")");
	} else if (g_str_has_prefix(method, "LIST")) {
		g_string_append(ddl->text, " VALUES IN (");
		mysql_put_expression(ddl, bound);
		g_string_append_c(ddl->text, ')');
	}
}

static bool has_bounds(const char *method)
{
	return strcmp(method, "SYSTEM_TIME") == 0 ||
	       g_str_has_prefix(method, "RANGE") ||
	       g_str_has_prefix(method, "LIST");
}

static bool same_partition(const char *const *a, const char *const *b)
{
	return g_strcmp0(a[PARTITION_NAME], b[PARTITION_NAME]) == 0;
}

static void put_bounds(struct mysql_ddl *ddl,
		       const char *const *const *partitions, uint32_t n,
		       const char *engine)
{
	for (uint32_t i = 0; i < n; i++) {
		if (i && same_partition(partitions[i - 1], partitions[i]))
			continue;
		g_string_append(ddl->text,
				i ? ",\n PARTITION " : "\n(PARTITION ");
		mysql_put_name(ddl->text, partitions[i][PARTITION_NAME]);
		put_bound(ddl, partitions[i]);
		g_string_append_printf(ddl->text, " ENGINE = %s", engine);
	}
	g_string_append_c(ddl->text, ')');
}

void mysql_ddl_partitions(struct mysql_ddl *ddl, const char *const *table)
{
	uint32_t n, parts = 0;
	const char *const *const *partitions =
		mysql_ddl_rows(ddl, LIST_PARTITIONS, table[TABLE_SCHEMA],
			       table[TABLE_NAME], &n);
	const char *const *first = n ? partitions[0] : NULL;

	if (!n || !first[PARTITION_METHOD])
		return;
	put_method(ddl, "\n PARTITION", first[PARTITION_METHOD],
		   first[PARTITION_EXPRESSION]);
	while (parts < n && same_partition(first, partitions[parts]))
		parts++;
	if (first[PARTITION_SUB_METHOD]) {
		put_method(ddl, "\nSUBPARTITION", first[PARTITION_SUB_METHOD],
			   first[PARTITION_SUB_EXPRESSION]);
		g_string_append_printf(ddl->text, "\nSUBPARTITIONS %u", parts);
	}
	if (has_bounds(first[PARTITION_METHOD]))
		put_bounds(ddl, partitions, n, table[TABLE_ENGINE]);
	else
		g_string_append_printf(ddl->text, "\nPARTITIONS %u", n);
}
