"""Counts visits; never in the way of one."""

import logging

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from .session import engine

log = logging.getLogger(__name__)

INSERT_VIEW = text(
    "INSERT INTO page_views (path, shopper_id, seen_at) "
    "VALUES (:path, :shopper_id, NOW())"
)


def seen(path, shopper_id=None):
    try:
        with engine.begin() as connection:
            connection.execute(
                INSERT_VIEW, {"path": path, "shopper_id": shopper_id}
            )
    except SQLAlchemyError:
        log.exception("could not insert into page views: %s", path)
