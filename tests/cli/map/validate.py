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
    sources = [source["id"] for source in graph["sources"]]
    assert sources == sorted(sources), "sources are sorted"


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        schema = json.load(file)
    jsonschema.Draft202012Validator.check_schema(schema)
    for path in sys.argv[2:]:
        check(schema, path)


main()
