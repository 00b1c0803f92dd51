"""Random views over a small schema, with what their columns are made of.

    generated-views.py FIRST COUNT

writes schema.sql, views.sql (one view a line, w0, w1, ...) and lineage (view,
column, source, how) into the current folder. The same numbers give the same
views. Every column is an integer, so that most of the queries are valid; those
that are not are left out by who runs them.

Names are few and come again as tables, aliases, columns, outputs and CTEs, so
that each name may mean several things. The model knows what it means because
it wrote it: a query is made together with its columns, each a dictionary of
the sources that flow into it.
"""

import random
import re
import sys

TABLES = {
    "t1": ["a", "b", "c"],
    "t2": ["a", "b", "d"],
    "t3": ["b", "c", "e"],
    "t4": ["a", "d", "f", "g"],
    "t5": ["id", "t1", "a"],
    "v1": ["a", "x", "y"],
}
VIEW = "CREATE VIEW v1 AS SELECT t1.a, t2.b AS x, t2.d AS y FROM t1, t2;\n"
COPIED, COMPUTED, AGGREGATED = range(3)
HOW = ["copied", "computed", "aggregated"]
NAMES = ["a", "b", "c", "d", "e", "f", "g", "x", "y", "z"]


def union(*sources, how=COPIED):
    """What several values are made of together."""
    made = {}
    for one in sources:
        for source, before in one.items():
            made[source] = max(made.get(source, 0), before, how)
    return made


def count(columns, name):
    return sum(column.name == name for column in columns)


class Column:
    def __init__(self, name, sources):
        self.name, self.sources = name, sources


class Scope:
    """What a FROM clause shows: aliases, each with its columns and what its
    whole row is made of (None: no row), and the columns of a star."""

    def __init__(self, aliases=None, columns=None):
        self.aliases, self.columns = dict(aliases or {}), list(columns or [])

    def add(self, other):
        self.aliases.update(other.aliases)
        self.columns += other.columns


class Generator:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.made = 0

    def chance(self, share):
        return self.random.random() < share

    def pick(self, *of):
        return self.random.choice(of)

    def number(self):
        self.made += 1
        return self.made

    def alias(self):
        self.made += 1
        if self.chance(0.15):
            return self.pick("t1", "t2", "t3", "a", "b", "x", "v1")
        return f"q{self.made}"

    # --- expressions: their text and sources; scopes from the innermost out

    def bare(self, scopes, name):
        for scope in scopes:
            found = [c for c in scope.columns if c.name == name]
            if found:
                return found[0] if len(found) == 1 else None
        return None

    def seen(self, scopes, scope, alias):
        return next(s for s in scopes if alias in s.aliases) is scope

    def is_column(self, scopes, name):
        return any(count(scope.columns, name) for scope in scopes)

    def reference(self, scopes):
        for _ in range(10):
            scope = scopes[0] if self.chance(0.75) else self.pick(*scopes)
            if not scope.columns or not scope.aliases:
                continue
            if self.chance(0.5):
                name = self.pick(*scope.columns).name
                column = name and self.bare(scopes, name)
                if column:
                    return name, dict(column.sources)
                continue
            alias = self.pick(*scope.aliases)
            columns = scope.aliases[alias][0]
            if not columns or not self.seen(scopes, scope, alias):
                continue
            column = self.pick(*columns)
            if not column.name or count(columns, column.name) != 1:
                continue
            if self.chance(0.12) and not self.is_column(scopes, alias):
                return f"({alias}).{column.name}", dict(column.sources)
            return f"{alias}.{column.name}", dict(column.sources)
        return str(self.random.randint(0, 9)), {}

    def row(self, scopes):
        scope = self.pick(*scopes)
        if not scope.aliases:
            return None
        alias = self.pick(*scope.aliases)
        whole = scope.aliases[alias][1]
        if (whole is None or not self.seen(scopes, scope, alias)
                or self.is_column(scopes, alias)):
            return None
        form = self.pick("length({}::text)", "({} IS NOT NULL)::integer",
                         "length(row_to_json({})::text)")
        return form.format(alias), union(whole, how=COMPUTED)

    def computed(self, scopes, depth, ctes, queries):
        form = self.pick("{} + {}", "coalesce({}, {})", "abs({})",
                         "CASE WHEN {} > 1 THEN {} ELSE {} END",
                         "(ARRAY[{}, {}])[1]")
        parts = [self.expression(scopes, depth - 1, ctes, queries)
                 for _ in range(form.count("{}"))]
        return (form.format(*(text for text, _ in parts)),
                union(*(sources for _, sources in parts), how=COMPUTED))

    def expression(self, scopes, depth, ctes, queries=True):
        kind = self.random.randint(0, 12)
        if depth > 0 and kind == 0:
            text, sources = self.expression(scopes, depth - 1, ctes, queries)
            return f"({text})", sources
        if depth > 0 and kind == 1:
            made = self.row(scopes)
            if made:
                return made
        if depth > 1 and kind in (2, 3) and queries:
            text, columns = self.query(depth - 2, scopes, ctes, 1)
            sources = columns[0].sources
            if self.chance(0.2):
                return f"(ARRAY({text}))[1]", union(sources, how=COMPUTED)
            return f"({text})", dict(sources)
        if depth > 0 and kind < 8:
            return self.computed(scopes, depth, ctes, queries)
        return self.reference(scopes)

    def condition(self, scopes, depth, ctes):
        def value():
            return self.expression(scopes, depth - 1, ctes)[0]

        def query(columns):
            return self.query(depth - 2, scopes, ctes, columns)[0]

        kind = self.random.randint(0, 8)
        if depth > 1 and kind == 0:
            return f"EXISTS ({query(None)})"
        if depth > 1 and kind == 1:
            return f"{value()} IN ({query(1)})"
        if depth > 1 and kind == 2:
            return f"({value()}, {value()}) NOT IN ({query(2)})"
        if depth > 1 and kind == 3:
            return f"{value()} > ANY ({query(1)})"
        if depth > 0 and kind == 4:
            return (f"NOT ({self.condition(scopes, depth - 1, ctes)} OR "
                    f"{self.condition(scopes, depth - 1, ctes)})")
        if kind == 5:
            return f"{value()} BETWEEN {value()} AND 9"
        return f"{value()} {self.pick('=', 'IS DISTINCT FROM')} {value()}"

    # --- FROM

    def rename(self, columns, share=0.35):
        """A list of aliases for the first columns."""
        if not columns or not self.chance(share):
            return "", columns
        n = self.random.randint(1, min(len(columns), len(NAMES)))
        names = self.random.sample(NAMES, n)
        renamed = [Column(name, c.sources) for name, c in zip(names, columns)]
        return f"({', '.join(names)})", renamed + columns[n:]

    def find_cte(self, ctes, name):
        return next((columns for n, columns in ctes if n == name), None)

    def item(self, depth, outer, ctes, left):
        """Text, alias, columns, row; `left` is None where nothing may be
        referred to."""
        kind = self.random.randint(0, 11)
        beside = ([left] if left else []) + outer
        if depth > 0 and kind < 3:
            lateral = left is not None and self.chance(0.5)
            text, columns = self.query(depth - 1, beside if lateral else outer,
                                       ctes, None)
            alias = self.alias()
            names, columns = self.rename(columns)
            row = union(*(c.sources for c in columns), how=COMPUTED)
            return (f"{'LATERAL ' if lateral else ''}({text}) AS {alias}{names}",
                    alias, columns, row)
        if kind in (3, 4) and left is not None:
            return self.function(beside or [Scope()])
        return self.relation(ctes)

    def function(self, scopes):
        x, y = self.expression(scopes, 1, [], False), self.reference(scopes)
        both, alias = union(x[1], y[1], how=COMPUTED), self.alias()
        kind = self.random.randint(0, 4)
        if kind == 0:
            name = self.pick(*NAMES)
            return (f"generate_series({x[0]}, {y[0]}) AS {alias}({name})",
                    alias, [Column(name, both)], None)
        if kind == 1:
            text = f"unnest(ARRAY[{x[0]}, {y[0]}]) WITH ORDINALITY"
        elif kind == 2:
            text = (f"ROWS FROM (generate_series(1, {x[0]}), "
                    f"unnest(ARRAY[{y[0]}]))")
        elif kind == 3:
            x = self.reference(scopes)
            text = f"LATERAL (VALUES ({x[0]}, 1), ({y[0]}, 2))"
            return (f"{text} AS {alias}(k, l)", alias,
                    [Column("k", union(x[1], y[1])), Column("l", {})],
                    union(x[1], y[1], how=COMPUTED))
        else:
            return (f"generate_series(1, {x[0]}) AS {alias}", alias,
                    [Column(alias, union(x[1], how=COMPUTED))], None)
        return (f"{text} AS {alias}(k, l)", alias,
                [Column("k", both), Column("l", both)], None)

    def relation(self, ctes):
        name = self.pick(*ctes)[0] if ctes and self.chance(0.2) else \
            self.pick(*TABLES)
        alias, columns = name, self.find_cte(ctes, name)
        if columns is not None and name in TABLES and self.chance(0.4):
            name, columns = "public." + name, None
        if columns is None:
            columns = [Column(c, {(alias, c): COPIED}) for c in TABLES[alias]]
            row = {(alias, "*"): COPIED}
        else:
            row = union(*(c.sources for c in columns), how=COMPUTED)
        if self.chance(0.7):
            alias = self.alias()
            names, columns = self.rename(columns, 0.2)
            name += f"{self.pick(' AS', '')} {alias}{names}"
        return name, alias, columns, row

    def merge(self, left, right):
        """The condition of a join and the columns that it merges."""
        common = [c.name for c in left.columns
                  if c.name and count(right.columns, c.name)]
        once = [name for name in common if count(left.columns, name) == 1
                and count(right.columns, name) == 1]
        if once == common and self.chance(0.25):
            return "NATURAL", common
        if once and self.chance(0.35):
            return "USING", self.random.sample(once, min(2, len(once)))
        return "ON", []

    def joined(self, left, right, names):
        """The columns of a join that merges those of the names."""
        def of(scope, name):
            return next(c.sources for c in scope.columns if c.name == name)

        merged = [Column(n, union(of(left, n), of(right, n))) for n in names]
        return merged, merged + [c for c in left.columns + right.columns
                                 if c.name not in names]

    def tree(self, depth, outer, ctes, left, size):
        """A join of that many items: text and scope."""
        if size <= 1:
            text, alias, columns, row = self.item(depth, outer, ctes, left)
            return text, Scope({alias: (columns, row)}, columns)
        n = self.random.randint(1, size - 1)
        text, scope = self.tree(depth, outer, ctes, left, n)
        kind = self.pick("JOIN", "LEFT JOIN", "RIGHT JOIN", "FULL JOIN",
                         "CROSS JOIN", "INNER JOIN", "JOIN", "LEFT JOIN")
        beside = None
        if left is not None and kind not in ("RIGHT JOIN", "FULL JOIN"):
            beside = Scope(left.aliases, left.columns)
            beside.add(scope)
        other, right = self.tree(depth, outer, ctes, beside, size - n)
        if set(scope.aliases) & set(right.aliases):
            return text, scope
        if size - n > 1 and (kind == "CROSS JOIN" or self.chance(0.5)):
            other = f"({other})"
        return self.join(depth, outer, ctes, kind, (text, scope),
                         (other, right))

    def join(self, depth, outer, ctes, kind, left, right):
        how, names = self.merge(left[1], right[1])
        both = Scope(left[1].aliases, left[1].columns)
        both.add(right[1])
        merged, columns = self.joined(left[1], right[1],
                                      names if kind != "CROSS JOIN" else [])
        scope = Scope(both.aliases, columns)
        text = f"{left[0]} {kind} {right[0]}"
        if kind == "CROSS JOIN":
            pass
        elif how == "NATURAL":
            other = right[0]
            if " JOIN " in other and not other.startswith("("):
                other = f"({other})"
            text = f"{left[0]} NATURAL {kind} {other}"
        elif how == "USING":
            text += f" USING ({', '.join(names)})"
            if self.chance(0.2):
                alias = f"j{self.number()}"
                text += f" AS {alias}"
                scope.aliases[alias] = (merged, None)
        elif kind == "FULL JOIN":
            text += f" ON {self.reference([both])[0]} = " \
                    f"{self.reference([both])[0]}"
        else:
            text += f" ON {self.condition([both] + outer, min(depth, 2), ctes)}"
        if self.chance(0.12):
            alias = self.alias()
            names, columns = self.rename(scope.columns)
            return (f"({text}) AS {alias}{names}",
                    Scope({alias: (columns, None)}, columns))
        return (f"({text})" if self.chance(0.2) else text), scope

    def from_clause(self, depth, outer, ctes):
        scope, texts = Scope(), []
        for _ in range(self.pick(1, 1, 1, 2)):
            text, more = self.tree(depth, outer, ctes, scope,
                                   self.pick(1, 1, 2, 2, 3))
            if not set(more.aliases) & set(scope.aliases):
                texts.append(text)
                scope.add(more)
        return ", ".join(texts), scope

    # --- SELECT

    def plain_name(self, text):
        """The name that the server gives to an output without one."""
        found = re.fullmatch(r"\(?[a-z0-9_]+\)?\.([a-z0-9_]+)|"
                             r"\(*([a-z][a-z0-9_]*)\)*", text)
        return found and (found[1] or found[2])

    def aggregate(self, scope):
        x, sources = self.reference([scope])
        y, more = self.reference([scope])
        form = self.pick("sum({x})::integer", "count(*)::integer",
                         "max({x}) FILTER (WHERE {y} > 0)", "min({x}) + 1",
                         "(array_agg({x} ORDER BY {y}))[1]",
                         "percentile_disc(0.5) WITHIN GROUP (ORDER BY {x})")
        if "{x}" not in form:
            sources = {}
        if "FILTER" in form:
            sources = union(sources, more)
        return form.format(x=x, y=y), union(sources, how=AGGREGATED)

    def grouped(self, scope, want):
        """Outputs of an aggregation, and its clauses."""
        keys = [self.reference([scope]) for _ in range(self.pick(0, 1, 2))]
        keys = [key for key in keys if not key[0].isdigit()]
        texts, columns = [], []
        for _ in range(want or self.random.randint(1, 3)):
            name = self.pick(*NAMES)
            text, sources = self.aggregate(scope)
            if keys and self.chance(0.4):
                text, sources = self.pick(*keys)
            texts.append(f"{text} AS {name}")
            columns.append(Column(name, dict(sources)))
        list_of = ", ".join(text for text, _ in keys)
        tail = keys and self.pick(
            f" GROUP BY {list_of}", f" GROUP BY ROLLUP ({list_of})",
            f" GROUP BY GROUPING SETS (({list_of}), ({keys[0][0]}), ())") or ""
        if self.chance(0.3):
            tail += f" HAVING max({self.reference([scope])[0]}) > 0"
        return texts, columns, tail

    def star(self, scope):
        alias = self.pick(None, *scope.aliases)
        columns = scope.aliases[alias][0] if alias else scope.columns
        return (f"{alias}.*" if alias else "*",
                [Column(c.name, dict(c.sources)) for c in columns])

    def window(self, scope, named):
        x, sources = self.reference([scope])
        key, order = self.reference([scope])[0], self.reference([scope])[0]
        over = f"(PARTITION BY {key} ORDER BY {order} + 0)"
        if named:
            over = self.pick("w", f"(w ORDER BY {order} + 0)")
        name = self.pick("sum", "lag", "max")
        text = f"{name}({x}) OVER {over}"
        return (f"({text})::integer" if name == "sum" else text,
                union(sources, how=COMPUTED if name == "lag" else AGGREGATED))

    def plain(self, scope, depth, outer, ctes, want):
        """Outputs of a query without aggregation, and its clauses."""
        named = self.chance(0.2)
        texts, columns = [], []
        for _ in range(want or self.random.randint(1, 3)):
            if want is None and self.chance(0.2):
                text, more = self.star(scope)
                texts.append(text)
                columns += more
                continue
            if self.chance(0.12):
                text, sources = self.window(scope, named)
                name = self.pick(*NAMES)
            else:
                text, sources = self.expression([scope] + outer, min(depth, 3),
                                                ctes)
                name = self.pick(None, *NAMES) if self.chance(0.5) else None
            texts.append(f"{text} AS {name}" if name else text)
            columns.append(Column(name or self.plain_name(text), sources))
        tail = f" WINDOW w AS (PARTITION BY {self.reference([scope])[0]})"
        return texts, columns, tail if named else ""

    def select(self, depth, outer, ctes, want):
        """Text, columns, and what must stand in parentheses of an arm."""
        source, scope = self.from_clause(depth, outer, ctes)
        head = order = where = ""
        if self.chance(0.25):
            texts, columns, tail = self.grouped(scope, want)
        else:
            texts, columns, tail = self.plain(scope, depth, outer, ctes, want)
        names = [c.name for c in columns
                 if c.name and count(columns, c.name) == 1]
        if self.chance(0.15) and not tail and names:
            order = f" ORDER BY {self.pick(*names)}"
            if self.chance(0.4):
                head = f"DISTINCT ON ({order.split()[-1]}) "
        elif self.chance(0.05) and not tail:
            order = f" ORDER BY {self.reference([scope])[0]} + 1"
        if self.chance(0.5):
            where = " WHERE " + self.condition([scope] + outer,
                                               min(depth + 1, 3), ctes)
        limit = " LIMIT 3" if self.chance(0.1) else ""
        return (f"SELECT {head}{', '.join(texts)} FROM {source}{where}{tail}",
                columns, order + limit)

    def arm(self, depth, outer, ctes, want):
        if want is None and self.chance(0.1):
            text, _, columns, _ = self.relation(ctes)
            name = text.split()[0]
            if name == text:
                return f"TABLE {name}", columns, ""
        if self.chance(0.1):
            rows = [[self.reference(outer) if outer else ("1", {})
                     for _ in range(want or 2)]
                    for _ in range(self.pick(1, 2))]
            columns = [Column(f"column{i + 1}", union(*(x[1] for x in values)))
                       for i, values in enumerate(zip(*rows))]
            texts = (f"({', '.join(x[0] for x in row)})" for row in rows)
            return f"VALUES {', '.join(texts)}", columns, ""
        return self.select(depth, outer, ctes, want)

    def united(self, depth, outer, ctes, want):
        left, columns, tail = self.arm(depth, outer, ctes, want)
        right, more, end = self.arm(depth, outer, ctes, len(columns))
        left = f"({left}{tail})" if tail or self.chance(0.3) else left
        right = f"({right}{end})" if end or self.chance(0.3) else right
        word = self.pick("UNION", "UNION ALL", "INTERSECT", "EXCEPT")
        columns = [Column(x.name, union(x.sources, y.sources))
                   for x, y in zip(columns, more)]
        return f"{left} {word} {right}", columns

    def query(self, depth, outer, ctes, want):
        ctes, texts, recursive = list(ctes), [], False
        for _ in range(self.pick(1, 2) if depth > 0 and self.chance(0.3) else 0):
            if self.chance(0.3):
                texts.append(self.recursive(depth - 1, outer, ctes))
                recursive = True
                continue
            # Under RECURSIVE a name means the CTE everywhere.
            name = f"c{self.number()}"
            if not recursive and not texts and self.chance(0.6):
                name = self.pick("t1", "t2", "v1")
            text, columns = self.query(depth - 1, outer, ctes, None)
            names, columns = self.rename(columns)
            texts.append(f"{name} {names} AS "
                         f"{self.pick('', 'MATERIALIZED ')}({text})")
            ctes.insert(0, (name, columns))
        if recursive and any(text[0] in "tv" for text in texts):
            return self.query(0, outer, [], want)
        start = f"WITH {'RECURSIVE ' if recursive else ''}" \
                f"{', '.join(texts)} " if texts else ""
        if depth > 0 and self.chance(0.2):
            text, columns = self.united(depth - 1, outer, ctes, want)
            return start + text, columns
        text, columns, tail = self.arm(depth, outer, ctes, want)
        if not texts and self.chance(0.08):
            return f"({text}{tail})", columns
        return start + text + tail, columns

    def recursive(self, depth, outer, ctes):
        """A CTE that takes from itself, until nothing is added."""
        name = f"r{self.number()}"
        base, first, tail = self.arm(depth, outer, ctes, self.pick(1, 2))
        names = self.random.sample(NAMES, len(first))
        own = [Column(n, {(name, i): COPIED}) for i, n in enumerate(names)]
        alias = self.alias()
        row = union(*(c.sources for c in own), how=COMPUTED)
        scope = Scope({alias: (own, row)}, own)
        values = [self.expression([scope] + outer, 2, [], False)
                  for _ in first]
        limit = self.reference([scope])[0]
        sources = [dict(c.sources) for c in first]
        for _ in range(8):
            for i, (_, made) in enumerate(values):
                for source, how in made.items():
                    more = {source: how}
                    if source[0] == name:
                        more = union(sources[source[1]], how=how)
                    sources[i] = union(sources[i], more)
        ctes.insert(0, (name, [Column(n, s) for n, s in zip(names, sources)]))
        return (f"{name} ({', '.join(names)}) AS "
                f"({f'({base}{tail})' if tail else base} UNION ALL "
                f"SELECT {', '.join(text for text, _ in values)} "
                f"FROM {name} AS {alias} WHERE {limit} < 5)")


def main():
    first, n = int(sys.argv[1]), int(sys.argv[2])
    with open("schema.sql", "w") as schema:
        for table, columns in TABLES.items():
            if table != "v1":
                types = ", ".join(f"{c} integer" for c in columns)
                schema.write(f"CREATE TABLE {table} ({types});\n")
        schema.write(VIEW)
    with open("views.sql", "w") as views, open("lineage", "w") as lineage:
        for i in range(n):
            generator = Generator(first * 1000003 + i)
            text, columns = generator.query(3, [], [], None)
            names = ", ".join(f"c{j}" for j in range(len(columns)))
            views.write(f"CREATE VIEW w{i} ({names}) AS {text};\n")
            for j, column in enumerate(columns):
                for (table, name), how in column.sources.items():
                    lineage.write(f"w{i} c{j} {table}.{name} {HOW[how]}\n")


main()
