import os
import psycopg2
from sqlalchemy import create_engine

engine = create_engine("mysql+pymysql://shop:secret@db.local:3306/shop?x=y")
connection = psycopg2.connect("dbname=desk host=desk.local password=secret")
settings = os.environ.get("URL", "postgresql://localhost/reports")
