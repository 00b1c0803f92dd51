#include "output/escape.h"

#include <stdbool.h>
#include <string.h>

/* Controls, and marks that are not seen but change how others are. */
static bool is_unsafe(gunichar c)
{
	return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x061c ||
	       (c >= 0x200b && c <= 0x200f) || (c >= 0x2028 && c <= 0x202e) ||
	       (c >= 0x2060 && c <= 0x2069) || c == 0xfeff ||
	       (c >= 0xe0000 && c <= 0xe007f);
}

char *escape_line(const char *text)
{
	GString *safe = g_string_new(NULL);

	while (text && *text) {
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

char *escape_code(const char *text)
{
	char *line = escape_line(text);
	GString *span;
	size_t longest = 0, run = 0;
	bool pad;

	for (const char *c = line; *c; c++) {
		run = *c == '`' ? run + 1 : 0;
		longest = MAX(longest, run);
	}
	/* A fence longer than any in it; spaces keep it from what it holds. */
	pad = !*line || *line == '`' || line[strlen(line) - 1] == '`' ||
	      *line == ' ';
	span = g_string_new(NULL);
	for (size_t i = 0; i <= longest; i++)
		g_string_append_c(span, '`');
	g_string_append_printf(span, "%s%s%s", pad ? " " : "", line,
			       pad ? " " : "");
	for (size_t i = 0; i <= longest; i++)
		g_string_append_c(span, '`');
	g_free(line);
	return g_string_free(span, FALSE);
}
