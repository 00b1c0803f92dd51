/* Facts as JSON, for people and golden files. */
#include "graph/fact_record.h"

static void quoted_to_json(const char *string, GString *out)
{
	g_string_append_c(out, '"');
	fact_text_to_json(string, out);
	g_string_append_c(out, '"');
}

struct flag_list {
	GString *out;
	bool more;
};

static void flag_to_json(const char *name, void *payload)
{
	struct flag_list *list = payload;

	g_string_append(list->out, list->more ? "," : "");
	quoted_to_json(name, list->out);
	list->more = true;
}

static void record_to_json(const struct record *record, const char *base,
			   GString *out);

static void list_to_json(const struct field *field, const char *base,
			 GString *out)
{
	const char *list = field_pointer(field, base);

	g_string_append_c(out, '[');
	for (uint32_t i = 0; i < field_count(field, base); i++) {
		const struct record *of = field->more;

		g_string_append(out, i ? "," : "");
		if (field->type == FIELD_STRINGS)
			quoted_to_json(((char *const *)(const void *)list)[i],
				       out);
		else if (field->type == FIELD_U32S)
			g_string_append_printf(
				out, "%u",
				((const uint32_t *)(const void *)list)[i]);
		else
			record_to_json(of, list + i * of->size, out);
	}
	g_string_append_c(out, ']');
}

static void field_to_json(const struct field *field, const char *base,
			  GString *out)
{
	struct flag_list flags = {out, false};

	switch (field->type) {
	case FIELD_BOOL:
		g_string_append(out, "true");
		break;
	case FIELD_U32:
		g_string_append_printf(out, "%u", field_u32(field, base));
		break;
	case FIELD_INDEX:
		g_string_append_printf(out, "%u", field_u32(field, base) - 1);
		break;
	case FIELD_ENUM:
		quoted_to_json(kind_name(field->more, field_u32(field, base)),
			       out);
		break;
	case FIELD_FLAGS:
		g_string_append_c(out, '[');
		flags_names(field->more, field_u32(field, base), flag_to_json,
			    &flags);
		g_string_append_c(out, ']');
		break;
	case FIELD_U64:
		g_string_append_printf(out, "%" G_GUINT64_FORMAT,
				       field_u64(field, base));
		break;
	case FIELD_STRING:
		quoted_to_json(field_pointer(field, base), out);
		break;
	case FIELD_STRINGS:
	case FIELD_U32S:
	case FIELD_RECORDS:
		list_to_json(field, base, out);
		break;
	case FIELD_RECORD:
		record_to_json(field->more, base + field->offset, out);
		break;
	}
}

/* The fields that are not default, comma separated; true if there are any. */
static bool fields_to_json(const struct record *record, const char *base,
			   bool more, GString *out)
{
	for (const struct field *f = record->fields; f->name; f++) {
		if (field_is_default(f, base))
			continue;
		g_string_append_printf(out, "%s\"%s\":", more ? "," : "",
				       f->name);
		field_to_json(f, base, out);
		more = true;
	}
	return more;
}

static void record_to_json(const struct record *record, const char *base,
			   GString *out)
{
	if (record->text) {
		g_string_append_c(out, '"');
		record->text(base, out);
		g_string_append_c(out, '"');
		return;
	}
	g_string_append_c(out, '{');
	fields_to_json(record, base, false, out);
	g_string_append_c(out, '}');
}

void fact_to_json(const struct fact *fact, GString *out)
{
	bool more;

	/* "statement" is 0, a default: the kind is always written here. */
	g_string_append_printf(out, "{\"fact\":\"%s\"",
			       kind_name(&FACT_KIND, fact->kind));
	more = true;
	for (const struct field *f = fact_head()->fields + 1; f->name; f++) {
		if (field_is_default(f, (const char *)fact))
			continue;
		g_string_append_printf(out, ",\"%s\":", f->name);
		field_to_json(f, (const char *)fact, out);
	}
	fields_to_json(fact_body(fact->kind), (const char *)&fact->as, more,
		       out);
	g_string_append_c(out, '}');
}
