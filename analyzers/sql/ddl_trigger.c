/*
 * Triggers of both engines, PostgreSQL's event triggers, MySQL's events.
 *
 *	CREATE TRIGGER t { BEFORE | AFTER | INSTEAD OF } events ON table
 *		[ REFERENCING ... ] [ FOR EACH ROW ] [ WHEN (condition) ]
 *		EXECUTE { FUNCTION | PROCEDURE } f (...)
 *	CREATE TRIGGER t { BEFORE | AFTER } event ON table FOR EACH ROW
 *		[ { FOLLOWS | PRECEDES } u ] statement
 */
#include "analyzers/sql/ddl.h"
#include "analyzers/sql/routine.h"
#include "analyzers/sql/teradata.h"

static const char *read_timing(struct parser *p)
{
	if (parser_accept(p, KW_BEFORE))
		return "before";
	if (parser_accept(p, KW_AFTER))
		return "after";
	if (parser_accept_two(p, KW_INSTEAD, KW_OF))
		return "instead of";
	return NULL;
}

static uint32_t event_of(enum keyword keyword)
{
	switch (keyword) {
	case KW_INSERT:
		return OP_INSERT;
	case KW_UPDATE:
		return OP_UPDATE;
	case KW_DELETE:
		return OP_DELETE;
	case KW_TRUNCATE:
		return OP_TRUNCATE;
	default:
		return 0;
	}
}

/* INSERT OR UPDATE [ OF a, b ] OR DELETE OR TRUNCATE; T-SQL has commas. */
static uint32_t read_events(struct parser *p)
{
	uint32_t events = 0;

	while (!parser_at_end(p) && !parser_at(p, KW_ON)) {
		events |= event_of((enum keyword)parser_peek(p)->keyword);
		parser_next(p);
	}
	return events;
}

/* (arguments) of the function: strings, for itself alone. */
static void read_routine(struct parser *p, struct fact_trigger *trigger)
{
	parser_next(p);
	if (!parser_accept(p, KW_FUNCTION))
		parser_accept(p, KW_PROCEDURE);
	parser_name(p, &trigger->routine);
	parser_skip_statement(p);
}

/* { OLD | NEW } [ TABLE | ROW ] [ AS ] name */
static void read_row_name(struct parser *p, struct fact_trigger *trigger)
{
	bool odd = !parser_at(p, KW_NEW) && !parser_at(p, KW_OLD);
	bool new = parser_at(p, KW_NEW) || ddl_at_word(p, "new_table"), table;
	struct sql_name transition;
	const char *name;

	parser_next(p);
	table = parser_accept(p, KW_TABLE) || odd;
	parser_accept(p, KW_ROW);
	parser_accept(p, KW_AS);
	if (table && parser_name(p, &transition)) {
		*ARENA_PUSH(p->analysis->arena, trigger->transitions,
			    trigger->n_transitions) = transition;
		return;
	}
	name = parser_identifier(p, NULL);
	if (!name)
		parser_skip_one(p);
	else if (new)
		p->row_new = name;
	else
		p->row_old = name;
}

/* What stands between the table and the action. */
static void read_trigger_options(struct parser *p,
				 const struct object_name *object,
				 struct fact_trigger *trigger)
{
	while (!parser_at_end(p)) {
		if (parser_at(p, KW_EXECUTE))
			return;
		if (parser_accept_three(p, KW_FOR, KW_EACH, KW_ROW) ||
		    parser_accept_three(p, KW_FOR, KW_EACH, KW_STATEMENT))
			continue;
		if (parser_at(p, KW_WHEN)) {
			static const enum keyword words[] = {
				KW_BEGIN, KW_EXECUTE, KW_SET, KW_NONE};
			const enum keyword *terminators = p->terminators;

			parser_next(p);
			p->terminators = words;
			ddl_condition(p, object, &object->on, "create trigger");
			p->terminators = terminators;
		} else if (parser_accept(p, KW_REFERENCING)) {
			while (parser_at(p, KW_OLD) || parser_at(p, KW_NEW) ||
			       ddl_at_word(p, "old_table") ||
			       ddl_at_word(p, "new_table"))
				read_row_name(p, trigger);
		} else if (ddl_at_word(p, "mode") ||
			   ddl_at_word(p, "secured")) { /* MODE DB2SQL */
			if (parser_accept(p, KW_MODE))
				parser_skip_one(p);
			else
				parser_next(p);
		} else if (ddl_accept_word(p, "follows") ||
			   ddl_accept_word(p, "precedes")) {
			parser_skip_one(p);
		} else if (parser_accept(p, KW_FROM)) {
			parser_skip_one(p);
		} else if (parser_at(p, KW_NOT) ||
			   parser_at(p, KW_DEFERRABLE) ||
			   parser_at(p, KW_INITIALLY) ||
			   parser_at(p, KW_DEFERRED) ||
			   parser_at(p, KW_IMMEDIATE) || parser_at(p, KW_FOR)) {
			parser_next(p);
		} else {
			return;
		}
	}
}

/* T-SQL: [WITH options] { AFTER | FOR | INSTEAD OF } events [NOT FOR
 * REPLICATION] AS, behind which the body begins. */
static void read_tsql_body(struct parser *p, const struct routine_owner *owner,
			   struct fact_trigger *trigger)
{
	while (!parser_at_end(p) && !script_at_go(p) &&
	       !parser_accept(p, KW_AS)) {
		trigger->events |=
			event_of((enum keyword)parser_peek(p)->keyword);
		if (!trigger->timing)
			trigger->timing = read_timing(p);
		if (!parser_accept_two(p, KW_EXECUTE, KW_AS) &&
		    !parser_accept_two(p, KW_EXEC, KW_AS))
			parser_next(p);
	}
	routine_tsql(p, owner);
}

static bool at_plsql(const struct parser *p)
{
	return p->lexer.rules->dialect == DIALECT_ORACLE &&
	       (parser_at(p, KW_DECLARE) || parser_at(p, KW_BEGIN) ||
		ddl_at_word(p, "compound"));
}

/* T-SQL's ON DATABASE, ON ALL SERVER: of no table. */
static bool accept_wide(struct parser *p)
{
	return parser_accept(p, KW_DATABASE) ||
	       (parser_ahead_at(p, 1, KW_SERVER) &&
		parser_accept_two(p, KW_ALL, KW_SERVER));
}

/* The function of a trigger, or its own body; then both facts. */
static void read_action(struct parser *p, struct fact *definition,
			struct fact *fact)
{
	const struct object_name *object = &definition->as.definition.object;
	struct routine_owner owner = {
		.object = object,
		.row_table = &object->on,
		.transitions = fact->as.trigger.transitions,
		.n_transitions = fact->as.trigger.n_transitions};

	if (parser_at(p, KW_EXECUTE) && (parser_ahead_at(p, 1, KW_FUNCTION) ||
					 parser_ahead_at(p, 1, KW_PROCEDURE)))
		read_routine(p, &fact->as.trigger);
	else if (p->lexer.rules->flags & RULE_HASH_NAMES)
		read_tsql_body(p, &owner, &fact->as.trigger);
	else if (!parser_at_end(p) && at_plsql(p)) {
		if (ddl_accept_word(p, "compound"))
			parser_accept(p, KW_TRIGGER);
		routine_plsql(p, &owner);
	} else if (teradata_is(p) && parser_at_kind(p, TOKEN_OPEN))
		teradata_body(p, &owner);
	else if (!parser_at_end(p))
		routine_stored_body(p, &owner);
	ddl_deliver(p, definition);
	ddl_deliver(p, fact);
}

void ddl_create_trigger(struct parser *p, const struct ddl_head *head)
{
	struct fact *definition =
		ddl_definition(p, head->alter ? OP_ALTER : OP_CREATE,
			       NODE_TRIGGER, head->begin);
	struct fact *fact = parser_fact(p, FACT_TRIGGER, head->begin, 0);
	struct object_name *object = &definition->as.definition.object;
	struct fact_trigger *trigger = &fact->as.trigger;

	definition->as.definition.flags = head->flags;
	ddl_attribute(p, definition, "definer", head->definer);
	if (parser_accept_if_exists(p))
		definition->as.definition.flags |= DEFINE_IF_NOT_EXISTS;
	if (!ddl_name(p, &object->name)) {
		parser_unreadable(p, "CREATE TRIGGER without a name");
		parser_skip_statement(p);
		return;
	}
	trigger->timing = read_timing(p);
	trigger->events = read_events(p);
	if (parser_accept(p, KW_ON)) {
		parser_accept(p, KW_ONLY);
		if (!accept_wide(p))
			parser_name(p, &object->on);
	}
	trigger->name = object->name;
	trigger->table = object->on;
	read_trigger_options(p, object, trigger);
	read_action(p, definition, fact);
	p->row_new = p->row_old = NULL;
}

/* CREATE EVENT TRIGGER t ON event [ WHEN ... ] EXECUTE FUNCTION f () */
void ddl_create_event_trigger(struct parser *p, const struct ddl_head *head)
{
	struct fact *definition =
		ddl_definition(p, OP_CREATE, NODE_TRIGGER, head->begin);
	struct fact *fact = parser_fact(p, FACT_TRIGGER, head->begin, 0);
	struct object_name *object = &definition->as.definition.object;

	parser_name(p, &object->name);
	if (parser_accept(p, KW_ON))
		ddl_attribute(p, definition, "event", ddl_option(p));
	while (!parser_at_end(p) && !parser_at(p, KW_EXECUTE))
		parser_skip_one(p);
	fact->as.trigger.name = object->name;
	if (parser_at(p, KW_EXECUTE))
		read_routine(p, &fact->as.trigger);
	ddl_deliver(p, definition);
	ddl_deliver(p, fact);
}

/* --- events --------------------------------------------------------------- */

/* What the bytes call: AT f(), EVERY g() DAY STARTS h(). */
static void read_schedule_calls(struct parser *p,
				const struct object_name *object,
				uint32_t begin, uint32_t end)
{
	struct parser inside;

	parser_init_inside(&inside, p, p->text, begin, end);
	while (!parser_at_kind(&inside, TOKEN_END)) {
		uint32_t at = parser_peek(&inside)->offset;
		bool call = parser_ahead_kind(&inside, 1, TOKEN_OPEN);

		parser_next(&inside);
		if (!call)
			continue;
		parser_skip_parentheses(&inside);
		ddl_expression(p, object, at, inside.end);
	}
	parser_release(&inside);
}

/* ON SCHEDULE EVERY 1 DAY STARTS '...': up to what follows. */
static const char *read_schedule(struct parser *p,
				 const struct object_name *object)
{
	uint32_t begin = parser_peek(p)->offset;

	while (!parser_at_end(p) && !parser_at(p, KW_DO) &&
	       !parser_at(p, KW_ON) && !parser_at(p, KW_ENABLE) &&
	       !parser_at(p, KW_DISABLE) && !parser_at(p, KW_COMMENT) &&
	       !parser_at(p, KW_RENAME))
		parser_skip_one(p);
	if (p->end <= begin)
		return NULL;
	read_schedule_calls(p, object, begin, p->end);
	return parser_slice(p, begin, p->end);
}

static void deliver_schedule(struct parser *p, const struct fact *definition,
			     const char *when)
{
	struct fact *fact =
		parser_fact(p, FACT_SCHEDULE, p->statement->begin, p->end);

	fact->place = definition->place;
	fact->accessor.object = definition->as.definition.object;
	fact->as.schedule.when = when;
	parser_deliver(p, fact);
}

/* Behind the name, of ALTER EVENT too. */
void ddl_event(struct parser *p, struct fact *fact)
{
	struct routine_owner owner = {.object = &fact->as.definition.object};
	const char *when = NULL;

	while (!parser_at_end(p)) {
		if (ddl_at_word(p, "schedule")) {
			parser_next(p);
			when = read_schedule(p, owner.object);
		} else if (parser_accept(p, KW_COMMENT)) {
			ddl_attribute(p, fact, "comment", ddl_option(p));
		} else if (parser_accept_two(p, KW_RENAME, KW_TO)) {
			parser_name(p, &fact->as.definition.rename_to);
		} else if (parser_accept(p, KW_DO)) {
			routine_stored_body(p, &owner);
		} else {
			parser_skip_one(p);
		}
	}
	ddl_deliver(p, fact);
	if (when)
		deliver_schedule(p, fact, when);
}

/* CREATE EVENT e ON SCHEDULE when [ ON COMPLETION ... ] [ ENABLE ] DO body */
void ddl_create_event(struct parser *p, const struct ddl_head *head)
{
	struct fact *fact =
		ddl_definition(p, OP_CREATE, NODE_EVENT, head->begin);

	fact->as.definition.flags = head->flags;
	ddl_attribute(p, fact, "definer", head->definer);
	if (parser_accept_if_exists(p))
		fact->as.definition.flags |= DEFINE_IF_NOT_EXISTS;
	parser_name(p, &fact->as.definition.object.name);
	ddl_event(p, fact);
}

/* TASK t options AS statement, PIPE p options AS COPY INTO ... */
void ddl_create_task(struct parser *p, const struct ddl_head *head)
{
	struct fact *fact =
		ddl_definition(p, OP_CREATE, NODE_EVENT, head->begin);
	struct routine_owner owner = {.object = &fact->as.definition.object};

	fact->as.definition.flags = head->flags;
	if (parser_accept_if_exists(p))
		fact->as.definition.flags |= DEFINE_IF_NOT_EXISTS;
	parser_name(p, &fact->as.definition.object.name);
	while (!parser_at_end(p) && !parser_accept(p, KW_AS)) {
		if (ddl_accept_word(p, "schedule"))
			ddl_attribute(p, fact, "schedule", ddl_option(p));
		else
			parser_skip_one(p);
	}
	if (!parser_at_end(p))
		routine_stored_body(p, &owner);
	ddl_deliver(p, fact);
}
