"""Validates maps against the published schema, with all that follows from it
but cannot be said in it: edges, evidence and order.

usage: validate.py SCHEMA MAP...
"""
import json
import sys

import jsonschema


def check(schema, path):
    with open(path, encoding="utf-8") as file:
        text = file.read()
    graph = json.loads(text)
    jsonschema.Draft202012Validator(schema).validate(graph)
    ids = [node["id"] for node in graph["nodes"]]
    assert ids == sorted(ids, key=str.encode), "nodes are sorted by bytes"
    assert len(ids) == len(set(ids)), "ids are there once"
    known = set(ids)
    ends = [(edge["from"].encode(), edge["to"].encode())
            for edge in graph["edges"]]
    assert ends == sorted(ends), "edges are sorted by bytes"
    for edge in graph["edges"]:
        assert edge["from"] in known and edge["to"] in known, "ends are nodes"
        for evidence in edge["evidence"]:
            assert evidence.get("object", ids[0]) in known, "objects are nodes"
        union = {word for one in edge["evidence"]
                 for word in one["operations"]}
        assert union == set(edge["operations"]), "unions are unions"
    if "impact" in graph:
        check_impact(graph["impact"], known,
                     {(edge["from"], edge["to"], edge["kind"])
                      for edge in graph["edges"]})
    sources = [source["id"] for source in graph["sources"]]
    assert sources == sorted(sources), "sources are sorted"


def check_impact(impact, known, edges):
    """Levels rise, each node is there once, and its path leads to it."""
    levels = [level["level"] for level in impact["levels"]]
    assert levels == sorted(set(levels)), "levels rise"
    seen = set()
    for level in impact["levels"]:
        for reached in level["reached"]:
            path = reached["path"]
            assert reached["node"] in known - seen, "a node is there once"
            seen.add(reached["node"])
            assert len(path) == level["level"], "one step a level"
            assert path[-1]["node"] == reached["node"], "paths lead there"
            for step in path:
                ends = step["edge"]
                assert not ends or (ends["from"], ends["to"],
                                    ends["kind"]) in edges, "steps are edges"


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        schema = json.load(file)
    jsonschema.Draft202012Validator.check_schema(schema)
    for path in sys.argv[2:]:
        check(schema, path)


main()
