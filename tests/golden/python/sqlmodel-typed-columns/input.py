from sqlmodel import Field, Relationship, SQLModel, select


class OrderBase(SQLModel):
    total: int


class Order(OrderBase, table=True):
    id: int | None = Field(default=None, primary_key=True)
    note: str
    lines: list["Line"] = Relationship(back_populates="order")


def cheap(session):
    session.add(Order(total=1, note="x"))
    return session.exec(select(Order).where(Order.total < 5)).all()
