SELECT nextval(s), lastval(app.t), NEXT VALUE FOR u, PREVIOUS VALUE FOR v;
