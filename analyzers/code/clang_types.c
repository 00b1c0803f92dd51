/*
 * What declarations tell: which string a constant of a header is, of which
 * class a function is that is called, which functions the unit defines.
 */
#include <string.h>

#include "analyzers/code/c_family.h"
#include "analyzers/code/clang_private.h"

/* Expressions of a constant. */
#define LITERAL_DEPTH_MAX 40
#define LITERAL_BYTES_MAX 65536

char *deep_key(uint32_t line, const char *name)
{
	return g_strdup_printf("%u %s", line, name);
}

/* --- constants --- */

static bool literal_of(struct deep *deep, CXCursor cursor, unsigned depth,
		       GString *out);

struct children {
	const struct libclang *library;
	CXCursor items[4];
	unsigned n;
};

static enum CXChildVisitResult take_child(CXCursor cursor, CXCursor parent,
					  CXClientData payload)
{
	struct children *children = payload;

	(void)parent;
	/* The names of types and of what is around them are no expressions. */
	if (children->library->isReference(
		    children->library->getCursorKind(cursor)))
		return CXChildVisit_Continue;
	if (children->n < G_N_ELEMENTS(children->items))
		children->items[children->n] = cursor;
	children->n++;
	return CXChildVisit_Continue;
}

static bool is_const(const struct libclang *library, CXType type)
{
	type = library->getCanonicalType(type);
	switch (type.kind) {
	case CXType_Pointer:
		return library->isConstQualifiedType(
			library->getPointeeType(type));
	case CXType_ConstantArray:
	case CXType_IncompleteArray:
		return library->isConstQualifiedType(
			library->getArrayElementType(type));
	default:
		return library->isConstQualifiedType(type);
	}
}

/* The string that a variable holds for good. */
static bool literal_of_variable(struct deep *deep, CXCursor variable,
				unsigned depth, GString *out)
{
	const struct libclang *library = deep->library;
	CXCursor definition = library->getCursorDefinition(variable);
	CXCursor value;

	if (!library->Cursor_isNull(definition))
		variable = definition;
	if (library->getCursorKind(variable) != CXCursor_VarDecl ||
	    !is_const(library, library->getCursorType(variable)))
		return false;
	value = library->Cursor_getVarDeclInitializer(variable);
	return !library->Cursor_isNull(value) &&
	       literal_of(deep, value, depth, out);
}

/* "c ? a : b" where the compiler knows c. */
static bool literal_of_choice(struct deep *deep,
			      const struct children *children, unsigned depth,
			      GString *out)
{
	const struct libclang *library = deep->library;
	CXEvalResult result;
	bool known, first;

	if (children->n != 3)
		return false;
	result = library->Cursor_Evaluate(children->items[0]);
	if (!result)
		return false;
	known = library->EvalResult_getKind(result) == CXEval_Int;
	first = known && library->EvalResult_getAsInt(result) != 0;
	library->EvalResult_dispose(result);
	return known &&
	       literal_of(deep, children->items[first ? 1 : 2], depth, out);
}

static bool literal_of_call(struct deep *deep, CXCursor call, unsigned depth,
			    GString *out)
{
	const struct libclang *library = deep->library;
	int n = library->Cursor_getNumArguments(call);
	bool plus = strcmp(deep_spelling(deep, call), "operator+") == 0;

	/* A string made of one, or of two. */
	if (n != (plus ? 2 : 1))
		return false;
	for (int i = 0; i < n; i++)
		if (!literal_of(deep,
				library->Cursor_getArgument(call, (unsigned)i),
				depth, out))
			return false;
	return true;
}

/* Appends the literals that an expression comes to. */
static bool literal_of(struct deep *deep, CXCursor cursor, unsigned depth,
		       GString *out)
{
	const struct libclang *library = deep->library;
	enum CXCursorKind kind = library->getCursorKind(cursor);
	struct children children = {.library = library};

	if (depth > LITERAL_DEPTH_MAX || out->len > LITERAL_BYTES_MAX)
		return false;
	if (kind == CXCursor_StringLiteral) {
		const char *literal = deep_spelling(deep, cursor);

		if (*literal != '"')
			return false;
		g_string_append_printf(out, "%s%s", out->len ? " " : "",
				       literal);
		return true;
	}
	if (kind == CXCursor_DeclRefExpr)
		return literal_of_variable(deep,
					   library->getCursorReferenced(cursor),
					   depth + 1, out);
	if (kind == CXCursor_CallExpr &&
	    library->Cursor_getNumArguments(cursor) > 0)
		return literal_of_call(deep, cursor, depth + 1, out);
	library->visitChildren(cursor, take_child, &children);
	if (kind == CXCursor_ConditionalOperator)
		return literal_of_choice(deep, &children, depth + 1, out);
	return children.n == 1 &&
	       (kind == CXCursor_UnexposedExpr || kind == CXCursor_ParenExpr ||
		kind == CXCursor_CallExpr || kind == CXCursor_InitListExpr ||
		kind == CXCursor_CStyleCastExpr ||
		kind == CXCursor_CXXStaticCastExpr ||
		kind == CXCursor_CXXFunctionalCastExpr) &&
	       literal_of(deep, children.items[0], depth + 1, out);
}

/* The literal of a constant, once for each name; NULL: it has none. */
static const char *constant(struct deep *deep, CXCursor variable,
			    const char *name)
{
	gpointer known;
	GString *out;

	if (g_hash_table_lookup_extended(deep->constants, name, NULL, &known))
		return known;
	out = g_string_new(NULL);
	if (literal_of_variable(deep, variable, 0, out) && out->len) {
		known = arena_strndup(deep->arena, out->str, out->len);
		g_hash_table_insert(deep->constants, (gpointer)name, known);
	} else {
		known = NULL;
	}
	g_string_free(out, TRUE);
	return known;
}

/* A name used in the unit that is a constant of another text. */
static void use_constant(struct deep *deep, CXCursor cursor)
{
	const struct libclang *library = deep->library;
	CXCursor variable = library->getCursorReferenced(cursor);
	CXSourceRange range = library->getCursorExtent(cursor);
	struct spot start, end, unused;
	struct edit edit;
	const char *name;

	if (library->getCursorKind(variable) != CXCursor_VarDecl ||
	    deep_spot(deep, library->getCursorLocation(variable), &unused))
		return;
	name = deep_spelling(deep, variable);
	edit.bytes = constant(deep, variable, name);
	if (!edit.bytes ||
	    !deep_spot(deep, library->getRangeStart(range), &start) ||
	    !deep_spot(deep, library->getRangeEnd(range), &end))
		return;
	edit.start = start.offset;
	edit.end = end.offset;
	edit.size = strlen(edit.bytes);
	/* Inside of a macro's use the macro's edit counts. */
	if (edit.end - edit.start >= strlen(name) &&
	    memcmp(deep->text->bytes + edit.end - strlen(name), name,
		   strlen(name)) == 0)
		g_array_append_val(deep->edits, edit);
}

/* --- functions --- */

/* The class of a method; NULL: it has none. The innermost alone, for that is
 * how the first pass names what is defined outside of its class. */
static const char *class_of(struct deep *deep, CXCursor cursor)
{
	const struct libclang *library = deep->library;
	CXCursor parent = library->getCursorSemanticParent(cursor);
	enum CXCursorKind kind = library->getCursorKind(parent);
	const char *name;

	if (kind != CXCursor_ClassDecl && kind != CXCursor_StructDecl &&
	    kind != CXCursor_ClassTemplate)
		return NULL;
	name = deep_spelling(deep, parent);
	return g_ascii_isalpha(*name) || *name == '_' ? name : NULL;
}

static unsigned class_number(struct deep *deep, const char *class_)
{
	for (guint i = 0; i < deep->classes->len; i++)
		if (strcmp(deep->classes->pdata[i], class_) == 0)
			return i;
	g_ptr_array_add(deep->classes, (gpointer)class_);
	return deep->classes->len - 1;
}

/* Whether the bytes are an object and a member of it, with nothing in them
 * that the first pass would miss: "d", "d->run", "get()->run", "run". */
static bool is_plain_member(const char *bytes, size_t size)
{
	for (size_t i = 0; i < size; i++)
		if (strchr("\"'{};=+#", bytes[i]) ||
		    (bytes[i] == '(' && i + 1 < size && bytes[i + 1] != ')'))
			return false;
	return size > 0;
}

/* Whether the first pass knows what the method does, by its name. */
static bool is_known(const char *name)
{
	for (const struct code_sink *s = c_sinks; s->name; s++)
		if (strcmp(s->name, name) == 0)
			return true;
	for (const struct code_call_meaning *c = c_calls; c->name; c++)
		if (strcmp(c->name, name) == 0)
			return true;
	return false;
}

/*
 * A call of a method that another text declares: the first pass knows no
 * class of an object, and so not whose method is called. "d->run(" becomes
 * "m0$run(", a function of another text, which clang.c takes apart again. The
 * class has a number, for its name must not make the method's more telling.
 */
static void note_call(struct deep *deep, CXCursor call)
{
	const struct libclang *library = deep->library;
	CXCursor callee = library->getCursorReferenced(call);
	struct children children = {.library = library};
	const char *class_, *name;
	struct spot start, end;
	CXSourceRange range;
	struct edit edit;
	unsigned unused;

	if (library->getCursorKind(callee) != CXCursor_CXXMethod ||
	    deep_spot(deep, library->getCursorLocation(callee), &start) ||
	    !deep_text(deep, library->getCursorLocation(callee), &unused))
		return;
	class_ = class_of(deep, callee);
	name = deep_spelling(deep, callee);
	library->visitChildren(call, take_child, &children);
	if (!class_ || !children.n || g_str_has_prefix(name, "operator") ||
	    is_known(name))
		return;
	range = library->getCursorExtent(children.items[0]);
	if (!deep_spot(deep, library->getRangeStart(range), &start) ||
	    !deep_spot(deep, library->getRangeEnd(range), &end) ||
	    start.offset >= end.offset ||
	    !is_plain_member(deep->text->bytes + start.offset,
			     end.offset - start.offset))
		return;
	edit.start = start.offset;
	edit.end = end.offset;
	edit.bytes = arena_printf(deep->arena, "m%u$%s",
				  class_number(deep, class_), name);
	edit.size = strlen(edit.bytes);
	g_array_append_val(deep->edits, edit);
}

static void note_bases(struct deep *deep, CXCursor method,
		       struct declared *declared, unsigned depth)
{
	const struct libclang *library = deep->library;
	CXCursor *bases = NULL;
	unsigned n = 0;

	library->getOverriddenCursors(method, &bases, &n);
	for (unsigned i = 0; i < n; i++) {
		const char *class_ = class_of(deep, bases[i]);

		if (class_)
			*ARENA_PUSH(deep->arena, declared->bases,
				    declared->n_bases) = class_;
		if (depth < 8)
			note_bases(deep, bases[i], declared, depth + 1);
	}
	library->disposeOverriddenCursors(bases);
}

static void note_function(struct deep *deep, CXCursor function)
{
	const struct libclang *library = deep->library;
	CXSourceRange range = library->getCursorExtent(function);
	struct declared *declared;
	struct spot spot;

	if (!deep_spot(deep, library->getRangeStart(range), &spot))
		return;
	declared = ARENA_NEW(deep->arena, struct declared);
	note_bases(deep, function, declared, 0);
	g_hash_table_replace(deep->functions,
			     deep_key(spot.line, deep_spelling(deep, function)),
			     declared);
}

/* --- all --- */

static enum CXChildVisitResult visit(CXCursor cursor, CXCursor parent,
				     CXClientData payload)
{
	struct deep *deep = payload;
	const struct libclang *library = deep->library;
	enum CXCursorKind kind = library->getCursorKind(cursor);
	struct spot spot;

	(void)parent;
	switch (kind) {
	case CXCursor_MacroDefinition:
	case CXCursor_MacroExpansion:
	case CXCursor_InclusionDirective:
		return CXChildVisit_Continue;
	case CXCursor_DeclRefExpr:
		use_constant(deep, cursor);
		return CXChildVisit_Continue;
	case CXCursor_CallExpr:
		note_call(deep, cursor);
		return CXChildVisit_Recurse;
	default:
		break;
	}
	/* What other texts declare is looked at where it is used. */
	if (kind < CXCursor_FirstExpr &&
	    !deep_spot(deep, library->getCursorLocation(cursor), &spot))
		return CXChildVisit_Continue;
	if (kind == CXCursor_CXXMethod)
		note_function(deep, cursor);
	return CXChildVisit_Recurse;
}

void deep_types(struct deep *deep)
{
	deep->library->visitChildren(
		deep->library->getTranslationUnitCursor(deep->parsed), visit,
		deep);
}
