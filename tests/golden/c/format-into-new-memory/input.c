void list(sqlite3 *db, GString *s, int id)
{
	char *a = sqlite3_mprintf("SELECT v FROM one WHERE id = %d", id);
	char *b = g_strdup_printf("SELECT v FROM two WHERE id = %d", id), *c;

	asprintf(&c, "SELECT v FROM %s", "three");
	sqlite3_exec(db, a, 0, 0, 0);
	sqlite3_exec(db, b, 0, 0, 0);
	sqlite3_exec(db, c, 0, 0, 0);
	sqlite3_exec(db, psprintf("SELECT v FROM %s", "four"), 0, 0, 0);
}
