"""Where sessions come from."""

import os

from sqlalchemy import create_engine
from sqlalchemy.orm import sessionmaker

engine = create_engine(
    os.environ.get("STORE_URL", "mysql+pymysql:///quillmere_shop")
)
Session = sessionmaker(bind=engine)
