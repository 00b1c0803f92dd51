/* Every output format, and what they share. */

#include <errno.h>
#include <string.h>

#include "output/writer.h"

#define WRITER(name) extern const struct writer writer_##name;
#include "output/writers.def"
#undef WRITER

#define WRITER(name) &writer_##name,
static const struct writer *const writers[] = {
#include "output/writers.def"
	NULL};
#undef WRITER

const struct writer *const *writer_list(void)
{
	return writers;
}

const struct writer *writer_find(const char *name)
{
	for (const struct writer *const *w = writers; *w; w++)
		if (strcmp((*w)->name, name) == 0)
			return *w;
	return NULL;
}

bool writer_flush(FILE *out, GError **error)
{
	errno = 0;
	if (fflush(out) == 0 && !ferror(out))
		return true;
	g_set_error(error, G_FILE_ERROR,
		    (gint)g_file_error_from_errno(errno ? errno : EIO),
		    "cannot write: %s", g_strerror(errno ? errno : EIO));
	return false;
}
