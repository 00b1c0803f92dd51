#include "graph/store/cell.h"

#include <string.h>

void cell_append(GString *out, const char *string)
{
	g_string_append_c(out, '"');
	for (const char *s = string; *s; s++) {
		unsigned char c = (unsigned char)*s;

		if (c == '"' || c == '\\')
			g_string_append_c(out, '\\');
		if (c < 0x20)
			g_string_append_printf(out, "\\u%04x", c);
		else
			g_string_append_c(out, *s);
	}
	g_string_append_c(out, '"');
}

void cell_append_list(GString *out, const char *const *strings, uint32_t n)
{
	g_string_append_c(out, '[');
	for (uint32_t i = 0; i < n; i++) {
		if (i)
			g_string_append_c(out, ',');
		cell_append(out, strings[i]);
	}
	g_string_append_c(out, ']');
}

/* What stands behind a backslash; moves over it. */
static bool read_escape(struct cell *cell)
{
	static const char letters[] = "\"\\/bfnrt", bytes[] = "\"\\/\b\f\n\r\t";
	const char *letter = *cell->at ? strchr(letters, *cell->at) : NULL;
	gunichar c = 0;

	if (letter) {
		g_string_append_c(cell->scratch, bytes[letter - letters]);
		cell->at++;
		return true;
	}
	if (*cell->at++ != 'u')
		return false;
	for (int i = 0; i < 4; i++) {
		int digit = g_ascii_xdigit_value(*cell->at);

		if (digit < 0)
			return false;
		c = c << 4 | (gunichar)digit;
		cell->at++;
	}
	if (c == 0 || !g_unichar_validate(c))
		return false;
	g_string_append_unichar(cell->scratch, c);
	return true;
}

const char *cell_next(struct cell *cell)
{
	if (cell->broken)
		return NULL;
	cell->at += strspn(cell->at, "[]{}:, \n\t");
	if (*cell->at == '\0')
		return NULL;
	cell->broken = true;
	if (*cell->at++ != '"')
		return NULL;
	g_string_truncate(cell->scratch, 0);
	while (*cell->at != '"') {
		size_t plain = strcspn(cell->at, "\"\\");

		g_string_append_len(cell->scratch, cell->at, (gssize)plain);
		cell->at += plain;
		if (*cell->at == '\0')
			return NULL;
		if (*cell->at == '\\') {
			cell->at++;
			if (!read_escape(cell))
				return NULL;
		}
	}
	cell->at++;
	cell->broken = false;
	return cell->scratch->str;
}
