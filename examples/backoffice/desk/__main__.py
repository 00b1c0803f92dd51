"""python -m desk COMMAND"""

import argparse

from . import customers, invoices, orders


def main():
    parser = argparse.ArgumentParser(
        prog="desk",
        description="Select an order from the list, or update a customer.",
    )
    parser.add_argument("command", choices=["open", "find", "search", "dun"])
    parser.add_argument("word", nargs="?", help="insert into the search box")
    args = parser.parse_args()
    if args.command == "open":
        rows = orders.list_open()
    elif args.command == "find":
        rows = [orders.find(args.word)]
    elif args.command == "search":
        rows = customers.search(name=args.word)
    else:
        rows = invoices.overdue()
    for row in rows:
        print(*row, sep="\t")


if __name__ == "__main__":
    main()
