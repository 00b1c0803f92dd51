def run(log, parser):
    log.info("select one from orders")
    parser.add_argument("--all", help="Select id from orders")
    raise ValueError("SELECT id FROM orders failed")
