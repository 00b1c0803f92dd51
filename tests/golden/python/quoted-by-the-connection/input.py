def clear(connection, name):
    quote = connection.ops.quote_name
    connection.cursor().execute("DELETE FROM %s" % connection.ops.quote_name("orders"))
