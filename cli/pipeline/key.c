#include "cli/pipeline/key.h"

#include <string.h>

#include "analyzers_id.h"
#include "graph/fact.h"

const char *key_settings(void)
{
	return ANALYZERS_ID "-" G_STRINGIFY(FACT_FORMAT);
}

const char *key_linker(void)
{
	return LINKER_ID;
}

static void add(GChecksum *sha1, const char *string)
{
	/* NULL and "" are told apart, and no two strings run together. */
	g_checksum_update(sha1, (const guchar *)(string ? "+" : "-"), 1);
	if (string)
		g_checksum_update(sha1, (const guchar *)string,
				  (gssize)strlen(string) + 1);
}

void key_deepen(guint8 key[STORE_KEY], const char *closure, const char *path,
		bool failed)
{
	GChecksum *sha1 = g_checksum_new(G_CHECKSUM_SHA1);
	gsize size = STORE_KEY;

	g_checksum_update(sha1, key, STORE_KEY);
	add(sha1, closure);
	add(sha1, path);
	add(sha1, failed ? "failed" : NULL);
	g_checksum_get_digest(sha1, key, &size);
	g_checksum_free(sha1);
}

void key_make(const struct text_identity *text, guint8 key[STORE_KEY])
{
	GChecksum *sha1 = g_checksum_new(G_CHECKSUM_SHA1);
	gsize size = STORE_KEY;

	add(sha1, key_settings());
	add(sha1, text->id);
	add(sha1, text->language);
	add(sha1, text->name);
	add(sha1, kind_name(&DIALECT, text->dialect));
	add(sha1, text->catalog ? "catalog" : NULL);
	g_checksum_get_digest(sha1, key, &size);
	g_checksum_free(sha1);
}

void key_derived(const struct text *text, const char *id, guint8 key[STORE_KEY])
{
	const struct text_identity identity = {.id = id,
					       .language = text->language,
					       .dialect = text->dialect,
					       .catalog = text->catalog};

	key_make(&identity, key);
}
