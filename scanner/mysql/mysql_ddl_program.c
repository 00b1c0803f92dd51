/*
 * mysql_ddl_program.c - rows of a catalog as DDL: views, triggers, routines
 * and events.
 *
 * Bodies are put between delimiters that do not occur in them. One with a
 * sql_mode of its own (ANSI_QUOTES, ORACLE) gets it set in front, as
 * mysqldump does. What the user may not see is written as an empty body, so
 * that the object is there, and noted as a gap.
 */
#include <string.h>

#include "scanner/mysql/mysql_ddl.h"

/* --- blocks --------------------------------------------------------------- */

static const char *const delimiters[] = {";;", "$$", "//", "||",
					 "@@", "~~", NULL};

/* A delimiter that the body does not hold. New string. */
static char *choose_delimiter(const char *body)
{
	char *made = NULL;

	for (const char *const *d = delimiters; *d; d++)
		if (!strstr(body, *d))
			return g_strdup(*d);
	for (unsigned i = 0; !made; i++) {
		made = g_strdup_printf("%%%%%u%%%%", i);
		if (strstr(body, made))
			g_clear_pointer(&made, g_free);
	}
	return made;
}

/* Whether strings and names are read in another way than without a mode. */
static bool is_odd_mode(const char *mode)
{
	return mode && (strstr(mode, "ANSI") || strstr(mode, "ORACLE") ||
			strstr(mode, "NO_BACKSLASH_ESCAPES"));
}

static char *open_block(GString *text, const char *mode, const char *body)
{
	char *delimiter = choose_delimiter(body);

	g_string_append_c(text, '\n');
	if (is_odd_mode(mode)) {
		g_string_append(text, "SET sql_mode = ");
		mysql_put_string(text, mode);
		g_string_append(text, ";\n");
	}
	g_string_append_printf(text, "DELIMITER %s\n", delimiter);
	return delimiter;
}

static void close_block(GString *text, const char *mode, char *delimiter)
{
	g_string_append_printf(text, "\n%s\nDELIMITER ;\n", delimiter);
	if (is_odd_mode(mode))
		g_string_append(text, "SET sql_mode = '';\n");
	g_free(delimiter);
}

static void put_comment(GString *text, const char *before, const char *comment)
{
	if (!comment || !*comment)
		return;
	g_string_append(text, before);
	mysql_put_string(text, comment);
}

/* --- views ---------------------------------------------------------------- */

static void put_view_columns(GString *text, const char *const *const *columns,
			     uint32_t n, const char *before)
{
	for (uint32_t i = 0; i < n; i++) {
		g_string_append(text, i ? "," : "");
		g_string_append(text, before);
		mysql_put_name(text, columns[i][COLUMN_NAME]);
	}
}

static void put_view_head(GString *text, const char *const *view)
{
	g_string_append(text, "\nCREATE");
	mysql_put_definer(text, view[VIEW_DEFINER]);
	g_string_append_printf(text, " SQL SECURITY %s VIEW ",
			       *mysql_cell(view, VIEW_SECURITY)
				       ? view[VIEW_SECURITY]
				       : "DEFINER");
	mysql_put_name(text, view[VIEW_NAME]);
}

/* The query of a view that the user may not see: its columns, of nothing. */
static void put_hidden_view(struct mysql_ddl *ddl, const char *const *view,
			    const char *const *const *columns, uint32_t n)
{
	g_string_append(ddl->text, " AS SELECT");
	put_view_columns(ddl->text, columns, n, " NULL AS ");
	g_string_append(ddl->text, n ? ";\n" : " NULL;\n");
	mysql_gap(ddl->gaps, REASON_PERMISSION_DENIED,
		  "view %s.%s: its query is hidden from %s, who needs SELECT "
		  "and SHOW VIEW on it",
		  view[VIEW_SCHEMA], view[VIEW_NAME], ddl->catalog->user);
}

void mysql_ddl_view(struct mysql_ddl *ddl, const char *const *view)
{
	const char *check = mysql_cell(view, VIEW_CHECK);
	GString *text = ddl->text;
	uint32_t n;
	const char *const *const *columns = mysql_cursor_take(
		&ddl->view_columns, view[VIEW_SCHEMA], view[VIEW_NAME], &n);

	put_view_head(text, view);
	if (!*mysql_cell(view, VIEW_QUERY)) {
		put_hidden_view(ddl, view, columns, n);
		return;
	}
	if (n) {
		g_string_append(text, " (");
		put_view_columns(text, columns, n, "");
		g_string_append_c(text, ')');
	}
	g_string_append_printf(text, " AS %s", view[VIEW_QUERY]);
	if (*check && strcmp(check, "NONE") != 0)
		g_string_append_printf(text, " WITH %s CHECK OPTION", check);
	g_string_append(text, ";\n");
}

/* --- triggers ------------------------------------------------------------- */

static void put_trigger(struct mysql_ddl *ddl, const char *const *trigger)
{
	const char *body = mysql_cell(trigger, TRIGGER_BODY);
	GString *text = ddl->text;
	char *delimiter = open_block(text, trigger[TRIGGER_MODE], body);

	g_string_append(text, "CREATE");
	mysql_put_definer(text, trigger[TRIGGER_DEFINER]);
	g_string_append(text, " TRIGGER ");
	mysql_put_name(text, trigger[TRIGGER_NAME]);
	g_string_append_printf(text, " %s %s ON ", trigger[TRIGGER_TIMING],
			       trigger[TRIGGER_EVENT]);
	mysql_put_name(text, trigger[TRIGGER_TABLE]);
	g_string_append_printf(text, " FOR EACH ROW\n%s",
			       *body ? body : "BEGIN END");
	close_block(text, trigger[TRIGGER_MODE], delimiter);
	if (!*body)
		mysql_gap(ddl->gaps, REASON_PERMISSION_DENIED,
			  "trigger %s.%s: its body is hidden from %s",
			  trigger[TRIGGER_SCHEMA], trigger[TRIGGER_NAME],
			  ddl->catalog->user);
}

void mysql_ddl_triggers(struct mysql_ddl *ddl, const char *schema,
			const char *table)
{
	uint32_t n;
	const char *const *const *triggers =
		mysql_ddl_rows(ddl, LIST_TRIGGERS, schema, table, &n);

	for (uint32_t i = 0; i < n; i++)
		put_trigger(ddl, triggers[i]);
}

/* --- routines ------------------------------------------------------------- */

static bool is_oracle(const char *const *routine)
{
	return strstr(mysql_cell(routine, ROUTINE_MODE), "ORACLE");
}

static bool is_package(const char *const *routine)
{
	return g_str_has_prefix(routine[ROUTINE_TYPE], "PACKAGE");
}

/* [IN] name type; in Oracle's mode: name [IN] type. */
static void put_parameter(GString *text, const char *const *parameter,
			  bool oracle, bool procedure)
{
	const char *mode = mysql_cell(parameter, PARAMETER_MODE);
	bool show = procedure || (*mode && strcmp(mode, "IN") != 0);

	if (show && !oracle)
		g_string_append_printf(text, "%s ", mode);
	mysql_put_name(text, parameter[PARAMETER_NAME]);
	if (show && oracle)
		g_string_append_printf(text, " %s", mode);
	g_string_append_printf(text, " %s",
			       mysql_cell(parameter, PARAMETER_TYPE));
}

/* Parameter 0 is what a function returns. */
static void put_parameters(GString *text, const char *const *routine,
			   const char *const *const *parameters, uint32_t n)
{
	bool procedure = strcmp(routine[ROUTINE_TYPE], "PROCEDURE") == 0;
	const char *between = "";

	g_string_append_c(text, '(');
	for (uint32_t i = 0; i < n; i++) {
		if (strcmp(parameters[i][PARAMETER_KIND],
			   routine[ROUTINE_TYPE]) != 0 ||
		    g_strcmp0(parameters[i][PARAMETER_POSITION], "0") == 0)
			continue;
		g_string_append(text, between);
		put_parameter(text, parameters[i], is_oracle(routine),
			      procedure);
		between = ", ";
	}
	g_string_append_c(text, ')');
}

static void put_characteristics(GString *text, const char *const *routine)
{
	const char *access = mysql_cell(routine, ROUTINE_ACCESS);
	const char *language = mysql_cell(routine, ROUTINE_LANGUAGE);

	if (*language && g_ascii_strcasecmp(language, "SQL") != 0)
		g_string_append_printf(text, "\n    LANGUAGE %s", language);
	if (*access && strcmp(access, "CONTAINS SQL") != 0)
		g_string_append_printf(text, "\n    %s", access);
	if (strcmp(mysql_cell(routine, ROUTINE_DETERMINISTIC), "YES") == 0)
		g_string_append(text, "\n    DETERMINISTIC");
	if (strcmp(mysql_cell(routine, ROUTINE_SECURITY), "INVOKER") == 0)
		g_string_append(text, "\n    SQL SECURITY INVOKER");
	put_comment(text, "\n    COMMENT ", routine[ROUTINE_COMMENT]);
}

static void put_routine_head(GString *text, const char *const *routine,
			     const char *const *const *parameters, uint32_t n)
{
	g_string_append(text, "CREATE");
	mysql_put_definer(text, routine[ROUTINE_DEFINER]);
	g_string_append_printf(text, " %s ", routine[ROUTINE_TYPE]);
	mysql_put_name(text, routine[ROUTINE_NAME]);
	if (is_package(routine)) {
		g_string_append_c(text, ' ');
		return;
	}
	put_parameters(text, routine, parameters, n);
	if (*mysql_cell(routine, ROUTINE_RETURNS))
		g_string_append_printf(text, " %s %s",
				       is_oracle(routine) ? "RETURN"
							  : "RETURNS",
				       routine[ROUTINE_RETURNS]);
	put_characteristics(text, routine);
	g_string_append_c(text, '\n');
}

static bool is_foreign(const char *const *routine)
{
	const char *language = mysql_cell(routine, ROUTINE_LANGUAGE);

	return *language && g_ascii_strcasecmp(language, "SQL") != 0;
}

/* A body of which nothing is known, but its form. */
static const char *empty_body(const char *const *routine)
{
	if (is_package(routine) || is_oracle(routine))
		return is_package(routine) ? "AS END" : "AS BEGIN NULL; END";
	return strcmp(routine[ROUTINE_TYPE], "FUNCTION") == 0
		       ? "BEGIN RETURN NULL; END"
		       : "BEGIN END";
}

static void put_routine(struct mysql_ddl *ddl, const char *const *routine,
			const char *const *const *parameters, uint32_t n)
{
	const char *body = mysql_cell(routine, ROUTINE_BODY);
	GString *text = ddl->text;
	char *delimiter = open_block(text, routine[ROUTINE_MODE], body);

	put_routine_head(text, routine, parameters, n);
	if (!*body)
		g_string_append(text, empty_body(routine));
	else if (is_foreign(routine))
		g_string_append_printf(text, "AS $unmoor$%s$unmoor$", body);
	else
		g_string_append(text, body);
	close_block(text, routine[ROUTINE_MODE], delimiter);
	if (!*body)
		mysql_gap(ddl->gaps, REASON_PERMISSION_DENIED,
			  "%s %s.%s: its body is hidden from %s, who needs %s",
			  routine[ROUTINE_TYPE], routine[ROUTINE_SCHEMA],
			  routine[ROUTINE_NAME], ddl->catalog->user,
			  ddl->catalog->mariadb ? "SELECT on mysql.proc"
						: "SHOW_ROUTINE");
}

/* Functions and procedures of one name have the same parameter rows. */
void mysql_ddl_routines(struct mysql_ddl *ddl, const char *schema)
{
	uint32_t n, n_parameters = 0;
	const char *const *const *parameters = NULL;
	const char *const *const *routines =
		mysql_ddl_rows(ddl, LIST_ROUTINES, schema, NULL, &n);

	for (uint32_t i = 0; i < n; i++) {
		const char *name = routines[i][ROUTINE_NAME];

		if (i == 0 || strcmp(routines[i - 1][ROUTINE_NAME], name) != 0)
			parameters =
				mysql_ddl_rows(ddl, LIST_PARAMETERS, schema,
					       name, &n_parameters);
		put_routine(ddl, routines[i], parameters, n_parameters);
	}
}

/* --- events --------------------------------------------------------------- */

static void put_moment(GString *text, const char *word, const char *moment)
{
	if (!moment || !*moment)
		return;
	g_string_append(text, word);
	mysql_put_string(text, moment);
}

/* The server has quotes around an interval of several numbers ('1:30'). */
static void put_schedule(GString *text, const char *const *event)
{
	if (strcmp(mysql_cell(event, EVENT_TYPE), "ONE TIME") == 0) {
		put_moment(text, " AT ", event[EVENT_AT]);
		return;
	}
	g_string_append_printf(text, " EVERY %s %s",
			       mysql_cell(event, EVENT_EVERY),
			       mysql_cell(event, EVENT_UNIT));
	put_moment(text, " STARTS ", event[EVENT_STARTS]);
	put_moment(text, " ENDS ", event[EVENT_ENDS]);
}

static void put_event(struct mysql_ddl *ddl, const char *const *event)
{
	const char *body = mysql_cell(event, EVENT_BODY);
	const char *status = mysql_cell(event, EVENT_STATUS);
	GString *text = ddl->text;
	char *delimiter = open_block(text, event[EVENT_MODE], body);

	g_string_append(text, "CREATE");
	mysql_put_definer(text, event[EVENT_DEFINER]);
	g_string_append(text, " EVENT ");
	mysql_put_name(text, event[EVENT_NAME]);
	g_string_append(text, " ON SCHEDULE");
	put_schedule(text, event);
	g_string_append_printf(
		text, " ON COMPLETION %s %s",
		*mysql_cell(event, EVENT_COMPLETION) ? event[EVENT_COMPLETION]
						     : "NOT PRESERVE",
		g_str_has_prefix(status, "ENABLE") ? "ENABLE" : "DISABLE");
	put_comment(text, " COMMENT ", event[EVENT_COMMENT]);
	g_string_append_printf(text, " DO %s", *body ? body : "BEGIN END");
	close_block(text, event[EVENT_MODE], delimiter);
	if (!*body)
		mysql_gap(ddl->gaps, REASON_PERMISSION_DENIED,
			  "event %s.%s: its body is hidden from %s",
			  event[EVENT_SCHEMA], event[EVENT_NAME],
			  ddl->catalog->user);
}

void mysql_ddl_events(struct mysql_ddl *ddl, const char *schema)
{
	uint32_t n;
	const char *const *const *events =
		mysql_ddl_rows(ddl, LIST_EVENTS, schema, NULL, &n);

	for (uint32_t i = 0; i < n; i++)
		put_event(ddl, events[i]);
}
