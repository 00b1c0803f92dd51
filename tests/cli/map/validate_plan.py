"""Validates plans against the published schema, with all that follows from it
but cannot be said in it.

usage: validate_plan.py SCHEMA PLAN...
"""
import json
import sys

import jsonschema


def check_cuts(one, tables):
    """Without the cuts, what nothing leads to can be taken until all is."""
    if not one["cuts"]:
        return
    cuts = {(tie["from"], tie["to"], tie["kind"]) for tie in one["cuts"]}
    ties = [(tie["from"], tie["to"]) for tie in one["cycle"]
            if (tie["from"], tie["to"], tie["kind"]) not in cuts]
    left = set(tables)
    while left:
        led_to = {to for start, to in ties if start in left}
        assert left - led_to, "without the cuts there is no cycle"
        left &= led_to


def check_slices(plan):
    names = [one["name"] for one in plan["slices"]]
    assert names == sorted(names, key=str.encode), "slices are sorted"
    assert len({name.lower() for name in names}) == len(names), "names differ"
    tables = [table["id"] for one in plan["slices"]
              for table in one["tables"]]
    assert len(tables) == len(set(tables)), "a table is in one slice"
    for one in plan["slices"]:
        mine = {table["id"] for table in one["tables"]}
        for tie in one["cycle"]:
            assert tie["from"] in mine and tie["to"] in mine, \
                "cycles are not split"
        check_cuts(one, mine)
    return tables


def check_whole(plan, tables):
    """Of a plan that is not narrowed."""
    wave_of = {one["name"]: one["wave"] for one in plan["slices"]}
    listed = [name for wave in plan["waves"] for name in wave["slices"]]
    assert len(tables) == plan["tables"], "every table is in a slice"
    assert sorted(listed) == sorted(wave_of), "every slice is in a wave"
    for bridge in plan["bridges"]:
        waves = [wave_of[name] for name in bridge["slices"]]
        assert bridge["opens"] == min(waves), "opens with its first slice"
        assert bridge["closes"] == max(waves), "closes with its last"
    for wave in plan["waves"]:
        live = [bridge for bridge in plan["bridges"]
                if bridge["opens"] <= wave["wave"] < bridge["closes"]]
        copies = [bridge for bridge in live
                  if bridge["kind"] == "replication"]
        assert wave["live"] == len(live) - len(copies), "live bridges"
        assert wave["replicas"] == len(copies), "copies"


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        schema = json.load(file)
    jsonschema.Draft202012Validator.check_schema(schema)
    for path in sys.argv[2:]:
        with open(path, encoding="utf-8") as file:
            plan = json.load(file)
        jsonschema.Draft202012Validator(schema).validate(plan)
        tables = check_slices(plan)
        if len(tables) == plan["tables"]:
            check_whole(plan, tables)


main()
