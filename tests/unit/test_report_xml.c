/* XML as elements with their places. */

#include "analyzers/reports/xml.h"

#include <string.h>

struct fixture {
	struct arena arena;
	struct analysis analysis;
	struct text text;
	const struct xml *xml;
	enum reason gap;
	unsigned n_gaps;
};

static void keep_gap(struct analysis *analysis, struct fact *fact)
{
	struct fixture *fixture = analysis->payload;

	g_assert_cmpint(fact->kind, ==, FACT_GAP);
	fixture->gap = fact->as.gap.reason;
	fixture->n_gaps++;
}

static void set_up(struct fixture *fixture, const char *bytes, size_t size)
{
	memset(fixture, 0, sizeof(*fixture));
	arena_init(&fixture->arena);
	fixture->analysis = (struct analysis){.arena = &fixture->arena,
					      .deliver = keep_gap,
					      .payload = fixture};
	fixture->text = (struct text){.bytes = bytes, .size = size};
	fixture->xml = xml_read(&fixture->analysis, &fixture->text);
}

static void tear_down(struct fixture *fixture)
{
	text_release(&fixture->text);
	arena_release(&fixture->arena);
}

static void test_elements(void)
{
	const char *bytes = "<?xml version=\"1.0\"?>\n"
			    "<r xmlns:x='u'><a/><x:b>\n<c></c>\n</x:b>"
			    "<d p='1'/></r>";
	struct fixture fixture;
	const struct xml *xml;
	uint32_t a, b;

	set_up(&fixture, bytes, strlen(bytes));
	xml = fixture.xml;
	g_assert_true(xml_is(xml, xml_root(xml), "r"));
	a = xml_first(xml, xml_root(xml));
	b = xml_next(xml, a);
	g_assert_true(xml_is(xml, a, "a"));
	g_assert_cmpuint(xml_first(xml, a), ==, XML_ABSENT);
	g_assert_true(xml_is(xml, b, "b"));
	g_assert_cmpuint(xml_line(xml, xml_child(xml, b, "c")), ==, 3);
	g_assert_cmpstr(xml_value(xml, xml_next(xml, b), "p"), ==, "1");
	g_assert_cmpuint(xml_next(xml, xml_next(xml, b)), ==, XML_ABSENT);
	g_assert_cmpuint(xml_child(xml, XML_ABSENT, "c"), ==, XML_ABSENT);
	g_assert_cmpuint(fixture.n_gaps, ==, 0);
	tear_down(&fixture);
}

/* Each byte of a value knows where it stands. */
static void test_text(void)
{
	const char *bytes = "<r>a &lt;&#x41;<!-- no --><?no no?>"
			    "<![CDATA[<b>&amp;]]><c>not c</c>\xc3\xa4</r>";
	struct fixture fixture;
	struct xml_string string;

	set_up(&fixture, bytes, strlen(bytes));
	g_assert_true(xml_string(fixture.xml, xml_root(fixture.xml), &string));
	g_assert_cmpstr(string.bytes, ==, "a <A<b>&amp;\xc3\xa4");
	for (size_t i = 0; i < string.size; i++)
		g_assert_true(bytes[string.origins[i]] == string.bytes[i] ||
			      bytes[string.origins[i]] == '&');
	tear_down(&fixture);
}

static void test_attributes(void)
{
	const char *bytes = "<r one = 'x>\"y'\n\tx:two=\"&quot;\na&apos;\"/>";
	struct fixture fixture;
	const struct xml *xml;

	set_up(&fixture, bytes, strlen(bytes));
	xml = fixture.xml;
	g_assert_cmpstr(xml_value(xml, xml_root(xml), "one"), ==, "x>\"y");
	g_assert_cmpstr(xml_value(xml, xml_root(xml), "two"), ==, "\" a'");
	g_assert_null(xml_value(xml, xml_root(xml), "three"));
	tear_down(&fixture);
}

/* What came before the break is there; what is open ends with it. */
static void test_broken(void)
{
	const char *bytes = "<r><a>one</a><b>two</c></r>";
	struct fixture fixture;
	struct xml_string string;
	const struct xml *xml;
	uint32_t a;

	set_up(&fixture, bytes, strlen(bytes));
	xml = fixture.xml;
	a = xml_first(xml, xml_root(xml));
	g_assert_true(xml_string(xml, a, &string));
	g_assert_cmpstr(string.bytes, ==, "one");
	g_assert_true(xml_string(xml, xml_next(xml, a), &string));
	g_assert_cmpstr(string.bytes, ==, "two");
	g_assert_cmpint(fixture.gap, ==, REASON_UNREADABLE_TEXT);
	g_assert_cmpuint(fixture.n_gaps, ==, 1);
	tear_down(&fixture);
}

/* Cut anywhere, a text is read up to there. */
static void test_cut(void)
{
	const char *bytes = "<!DOCTYPE r [<!ENTITY e \"x\">]>\n"
			    "<r a='&e;'><!-- c --><a>&lt;<![CDATA[b]]></a></r>";

	for (size_t size = 0; size <= strlen(bytes); size++) {
		g_autofree char *part = g_memdup2(bytes, MAX(size, 1));
		struct fixture fixture;
		struct xml_string string;

		set_up(&fixture, part, size);
		for (uint32_t i = 0; i < fixture.xml->n_nodes; i++) {
			xml_string(fixture.xml, i, &string);
			xml_value(fixture.xml, i, "a");
		}
		g_assert_cmpuint(fixture.n_gaps, ==, size ? 1 : 0);
		tear_down(&fixture);
	}
}

/* An entity that has ten of the next one, twelve deep. */
static void test_entity_bomb(void)
{
	GString *bytes = g_string_new("<!DOCTYPE r [<!ENTITY e0 \"x\">");
	struct fixture fixture;
	struct xml_string string;

	for (int i = 1; i <= 12; i++) {
		g_string_append_printf(bytes, "<!ENTITY e%d \"", i);
		for (int k = 0; k < 10; k++)
			g_string_append_printf(bytes, "&e%d;", i - 1);
		g_string_append(bytes, "\">");
	}
	g_string_append(bytes, "]><r a='&e12;'>&e12;</r>");
	set_up(&fixture, bytes->str, bytes->len);
	g_assert_true(xml_string(fixture.xml, xml_root(fixture.xml), &string));
	g_assert_cmpuint(string.size, ==, 1);
	g_assert_cmpint(string.bytes[0], ==, TEXT_HOLE);
	g_assert_cmpint(fixture.gap, ==, REASON_UNREADABLE_TEXT);
	g_assert_cmpuint(fixture.n_gaps, ==, 1);
	tear_down(&fixture);
	g_string_free(bytes, TRUE);
}

/* A file that an entity names is not opened: its text is not there. */
static void test_external_entity(void)
{
	const char *bytes =
		"<!DOCTYPE r SYSTEM \"http://localhost:1/x.dtd\" [\n"
		"<!ENTITY e SYSTEM \"file:///etc/hostname\">]>\n"
		"<r xmlns:xi='http://www.w3.org/2001/XInclude'>&e;"
		"<xi:include href='/etc/hostname' parse='text'/></r>";
	struct fixture fixture;
	struct xml_string string;

	set_up(&fixture, bytes, strlen(bytes));
	g_assert_true(xml_string(fixture.xml, xml_root(fixture.xml), &string));
	g_assert_cmpuint(string.size, ==, 1);
	g_assert_cmpint(string.bytes[0], ==, TEXT_HOLE);
	tear_down(&fixture);
}

static void expect(const char *head, const char *each, unsigned times,
		   enum reason reason)
{
	GString *bytes = g_string_new(head);
	struct fixture fixture;

	for (unsigned i = 0; i < times; i++)
		g_string_append(bytes, each);
	set_up(&fixture, bytes->str, bytes->len);
	g_assert_cmpint(fixture.gap, ==, reason);
	g_assert_cmpuint(fixture.n_gaps, ==, 1);
	tear_down(&fixture);
	g_string_free(bytes, TRUE);
}

static void test_limits(void)
{
	expect("", "<a>", XML_DEPTH_MAX + 1, REASON_TOO_DEEP);
	expect("<r>", "<a/>", 300 * 1000, REASON_TOO_LARGE);
	expect("<r", " a='1'", 300 * 1000, REASON_TOO_LARGE);
	expect("<r>", "                ", XML_SIZE_MAX / 16, REASON_TOO_LARGE);
	expect("<r>", "&", 1000 * 1000, REASON_UNREADABLE_TEXT);
	expect("", "<", 1000 * 1000, REASON_UNREADABLE_TEXT);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/report/xml/elements", test_elements);
	g_test_add_func("/report/xml/text", test_text);
	g_test_add_func("/report/xml/attributes", test_attributes);
	g_test_add_func("/report/xml/broken", test_broken);
	g_test_add_func("/report/xml/cut", test_cut);
	g_test_add_func("/report/xml/entity_bomb", test_entity_bomb);
	g_test_add_func("/report/xml/external_entity", test_external_entity);
	g_test_add_func("/report/xml/limits", test_limits);
	return g_test_run();
}
