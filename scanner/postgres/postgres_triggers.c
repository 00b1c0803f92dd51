/* Triggers, rules, policies and event triggers of PostgreSQL. */
#include "scanner/postgres/postgres_catalog.h"

/* A partition has the triggers of its parent; before 13 those are marked as
 * the server's own. */
static const char triggers[] =
	"SELECT t.oid, t.tgrelid, pg_catalog.pg_get_triggerdef(t.oid) "
	"FROM pg_catalog.pg_trigger t "
	"WHERE NOT t.tgisinternal%s ORDER BY t.tgrelid, t.tgname";

static void write_trigger(char **fields, void *payload)
{
	struct pg_reader *reader = payload;
	struct pg_relation *relation = pg_relation_of(reader, fields[1]);

	if (!relation || pg_is_member(reader, PG_TRIGGER, fields[0]))
		return;
	if (fields[2])
		g_string_append_printf(reader->schema, "%s;\n", fields[2]);
	else
		pg_note_gone(reader, "triggers", relation->name);
}

static bool read_triggers(struct pg_reader *reader)
{
	bool has_parents = pg_client_version(reader->client) >= 130000;
	char *sql = g_strdup_printf(triggers,
				    has_parents ? " AND t.tgparentid = 0" : "");
	bool fine = pg_read(reader, "triggers", sql, write_trigger);

	g_free(sql);
	return fine;
}

/* The rule of a view is its query. */
static const char rules[] =
	"SELECT r.oid, r.ev_class, pg_catalog.pg_get_ruledef(r.oid) "
	"FROM pg_catalog.pg_rewrite r WHERE r.rulename <> '_RETURN' "
	"AND r.oid >= " PG_FIRST_OID " ORDER BY r.ev_class, r.rulename";

static void write_rule(char **fields, void *payload)
{
	struct pg_reader *reader = payload;
	struct pg_relation *relation = pg_relation_of(reader, fields[1]);

	if (!relation || pg_is_member(reader, PG_REWRITE, fields[0]))
		return;
	if (fields[2] && *fields[2])
		g_string_append_printf(reader->schema, "%s\n", fields[2]);
	else
		pg_note_gone(reader, "rules", relation->name);
}

static const char policies[] =
	"SELECT p.oid, p.polrelid, p.polname, p.polcmd, p.polpermissive, "
	"(SELECT pg_catalog.string_agg(CASE WHEN r.oid = 0 THEN 'PUBLIC' "
	"ELSE pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(r.oid)) END, "
	"', ') FROM pg_catalog.unnest(p.polroles) r(oid)), "
	"pg_catalog.pg_get_expr(p.polqual, p.polrelid), "
	"pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid) "
	"FROM pg_catalog.pg_policy p ORDER BY p.polrelid, p.polname";

static const char *policy_command(char command)
{
	switch (command) {
	case 'r':
		return " FOR SELECT";
	case 'a':
		return " FOR INSERT";
	case 'w':
		return " FOR UPDATE";
	case 'd':
		return " FOR DELETE";
	default:
		return "";
	}
}

static void write_policy(char **fields, void *payload)
{
	struct pg_reader *reader = payload;
	struct pg_relation *relation = pg_relation_of(reader, fields[1]);
	GString *out = reader->schema;

	if (!relation || pg_is_member(reader, PG_POLICY, fields[0]))
		return;
	g_string_append(out, "CREATE POLICY ");
	pg_put_name(reader, out, fields[2]);
	g_string_append_printf(out, " ON %s%s%s", relation->name,
			       pg_true(fields[4]) ? "" : " AS RESTRICTIVE",
			       policy_command(*fields[3]));
	if (fields[5])
		g_string_append_printf(out, " TO %s", fields[5]);
	if (fields[6])
		g_string_append_printf(out, " USING (%s)", fields[6]);
	if (fields[7])
		g_string_append_printf(out, " WITH CHECK (%s)", fields[7]);
	g_string_append(out, ";\n");
}

static const char event_triggers[] =
	"SELECT e.oid, e.evtname, e.evtevent, e.evtfoid::pg_catalog.regproc, "
	"(SELECT pg_catalog.string_agg(pg_catalog.quote_literal(t), ', ') "
	"FROM pg_catalog.unnest(e.evttags) t) "
	"FROM pg_catalog.pg_event_trigger e ORDER BY e.evtname";

static void write_event_trigger(char **fields, void *payload)
{
	struct pg_reader *reader = payload;
	GString *out = reader->schema;

	if (pg_is_member(reader, PG_EVENT_TRIGGER, fields[0]))
		return;
	g_string_append(out, "CREATE EVENT TRIGGER ");
	pg_put_name(reader, out, fields[1]);
	g_string_append_printf(out, " ON %s", fields[2]);
	if (fields[4])
		g_string_append_printf(out, "\n         WHEN TAG IN (%s)",
				       fields[4]);
	g_string_append_printf(out, "\n   EXECUTE FUNCTION %s();\n", fields[3]);
}

bool pg_read_triggers(struct pg_reader *reader)
{
	return read_triggers(reader) &&
	       pg_read(reader, "rules", rules, write_rule) &&
	       pg_read(reader, "policies", policies, write_policy) &&
	       pg_read(reader, "event triggers", event_triggers,
		       write_event_trigger);
}
