/* Ids of nodes: kind:source/parts. The rules are those of docs/map.md. */

#include "graph/graph_id.h"

#include <string.h>

#include "graph/graph.h"

/* A byte that may stand in an id as it is; `keep` names further ones. */
static bool is_plain(unsigned char c, const char *keep)
{
	return g_ascii_isalnum(c) || c == '_' || c == '$' || c == '-' ||
	       (c && strchr(keep, c));
}

/* The length of the letter of several bytes that `s` begins with, or 0. */
static size_t letter_length(const char *s)
{
	gunichar c = g_utf8_get_char_validated(s, -1);

	if ((gint32)c < 0 || !g_unichar_isalpha(c))
		return 0;
	return (size_t)(g_utf8_next_char(s) - s);
}

static void escape(GString *id, const char *s, const char *keep)
{
	while (*s) {
		size_t plain = 0;

		while (is_plain((unsigned char)s[plain], keep))
			plain++;
		g_string_append_len(id, s, (gssize)plain);
		s += plain;
		if (*s == '\0')
			break;
		plain = (*s & 0x80) ? letter_length(s) : 0;
		if (plain)
			g_string_append_len(id, s, (gssize)plain);
		else
			g_string_append_printf(id, "%%%02X", (unsigned char)*s);
		s += MAX(plain, 1);
	}
}

void graph_escape_part(GString *id, const char *part, bool path)
{
	escape(id, part, path ? "/." : "");
}

static void append_head(GString *id, enum node_kind kind, const char *source)
{
	g_string_assign(id, kind_name(&NODE_KIND, kind));
	g_string_append_c(id, ':');
	if (source)
		escape(id, source, ".");
	else
		g_string_append_c(id, '?');
	g_string_append_c(id, '/');
}

static void append_parts(GString *id, enum node_kind kind,
			 const char *const *parts, uint32_t n_parts)
{
	for (uint32_t i = 0; i < n_parts; i++) {
		const char *part = parts[i], *open = NULL;

		if (i)
			g_string_append_c(id, '.');
		if (kind == NODE_ROUTINE && i == n_parts - 1)
			open = strchr(part, '(');
		if (!open) {
			escape(id, part, "");
			continue;
		}
		char *name = g_strndup(part, (gsize)(open - part));

		escape(id, name, "");
		escape(id, open, "(), .[]");
		g_free(name);
	}
}

void graph_object_id(GString *id, enum node_kind kind, const char *source,
		     const char *const *parts, uint32_t n_parts)
{
	append_head(id, kind, source);
	append_parts(id, kind, parts, n_parts);
}

void graph_symbol_id(GString *id, enum node_kind kind, const char *source,
		     const char *path, const char *const *local,
		     uint32_t n_local, uint32_t nth)
{
	append_head(id, kind, source);
	escape(id, path, "/.");
	if (n_local)
		g_string_append_c(id, '#');
	append_parts(id, NODE_NONE, local, n_local);
	if (nth > 1)
		g_string_append_printf(id, "~%u", nth);
}
