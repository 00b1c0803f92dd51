#include "cli/location.h"

#include <stdbool.h>
#include <string.h>

#include "cli/config.h"
#include "scanner/scanner.h"

/* The base name of a path, without @REVISION; of a URL, its last part, so no
 * user and no password. */
static char *base_name(const char *location)
{
	const char *at = strrchr(location, '@');
	char *path, *whole, *name;

	if (strstr(location, "://")) {
		whole = scan_location(location);
		whole[strcspn(whole, "?#")] = '\0';
		/* postgresql://:5433 and the like name nothing. */
		if (g_str_has_suffix(whole, "://"))
			whole[strlen(whole) - 3] = '\0';
	} else {
		path = at && !g_file_test(location, G_FILE_TEST_EXISTS)
			       ? g_strndup(location, (gsize)(at - location))
			       : g_strdup(location);
		whole = g_canonicalize_filename(path, NULL);
		g_free(path);
	}
	name = g_path_get_basename(whole);
	g_free(whole);
	return name;
}

/* The name that a location has by itself: its base name without the suffixes
 * .git and .sql, odd characters as "-". */
static char *derive_name(const char *location)
{
	char *name = base_name(location);

	if (g_str_has_suffix(name, ".git") || g_str_has_suffix(name, ".sql"))
		name[strlen(name) - 4] = '\0';
	for (char *c = name; *c; c++)
		if (!config_is_name(c, 1))
			*c = '-';
	if (!*name) {
		g_free(name);
		name = g_strdup("source");
	}
	return name;
}

char *location_name(const char *source, const char **location)
{
	const char *equals = strchr(source, '=');

	if (equals && config_is_name(source, (gsize)(equals - source))) {
		*location = equals + 1;
		return g_strndup(source, (gsize)(equals - source));
	}
	*location = source;
	return derive_name(source);
}

static char *map_folder(const char *map)
{
	char *whole = g_canonicalize_filename(map, NULL);
	char *folder = g_path_get_dirname(whole);

	g_free(whole);
	return folder;
}

char *location_given(const char *location, const char *map)
{
	char *whole, *folder;
	const char *below;

	if (strstr(location, "://"))
		return scan_location(location);
	whole = g_canonicalize_filename(location, NULL);
	folder = map_folder(map);
	below = whole + strlen(folder);
	if (g_str_has_prefix(whole, folder) && *below == '/' && below[1]) {
		char *given = g_strdup(below + 1);

		g_free(whole);
		whole = given;
	}
	g_free(folder);
	return whole;
}

char *location_of(const char *given, const char *map)
{
	char *folder, *location;

	if (!given || strstr(given, "://") || g_path_is_absolute(given))
		return g_strdup(given ? given : "");
	folder = map_folder(map);
	location = g_build_filename(folder, given, NULL);
	g_free(folder);
	return location;
}

/* Whether an argument may hold a password: a database with "@", or with
 * parameters. NAME= may stand before it. */
static bool may_be_secret(const char *argument)
{
	const char *equals = strchr(argument, '=');

	if (equals && config_is_name(argument, (gsize)(equals - argument)))
		argument = equals + 1;
	return scan_is_database(argument) &&
	       strpbrk(strstr(argument, "://") + 3, "@?:");
}

void location_hide(int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		char *argument = argv[i];

		if (!may_be_secret(argument))
			continue;
		argv[i] = g_strdup(argument);
		argument = strstr(argument, "://") + 3;
		memset(argument, '*', strlen(argument));
	}
}
