def nightly(app):
    app.db.run_query("DELETE FROM carts")
